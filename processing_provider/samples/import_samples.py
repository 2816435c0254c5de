"""The algorithm `import_samples`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import ImportSamplesJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import ANY_TABLE, POINTS, field, number, source, text, vector_output


class ImportSamples(BaseAlgorithm):
    """Turn a table into the samples format."""

    ID, GROUP = "import_samples", Group.SAMPLES
    EXAMPLE = "INPUT=table.csv CLASS_FIELD=label OUTPUT=samples.gpkg"

    def title(self):
        return self.tr("Import samples from a table")

    def summary(self):
        return self.tr("Turns a table of values by band and date into samples to learn from.")

    def details(self):
        return self.tr(
            "Columns named BAND_nn (rank of the date: NDVI_01, NDVI_02, ...) or BAND_YYYYMMDD are the values. Every "
            "other column is kept as it is, for example to group samples in the cross-validation.\n\n"
            "To classify images with samples of a table, give the catalogue of the images: the columns become the "
            "features of its bands and dates."
        )

    def keywords(self):
        return self.tr("samples,table,CSV,import,convert,time series")

    def parameters(self):
        yield source("INPUT", self.tr("Table"), self.tr("A CSV file or any vector layer or table."), ANY_TABLE)
        yield field(
            "CLASS_FIELD",
            self.tr("Column with the class"),
            self.tr("Numbers or names."),
            parent="INPUT",
        )
        yield text(
            "FILTER",
            self.tr("Rows to take"),
            self.tr("An SQL condition, for example label <> 'Forest'. Empty: all rows."),
            advanced=True,
        )
        yield from common.catalogue(optional=True, advanced=True)
        yield from common.series(advanced=True)
        yield number(
            "SCALE",
            self.tr("Factor that makes the values those of the images"),
            self.tr("Images hold reflectance and indices x 10000. 0: automatic, 10000 for decimal numbers, else 1."),
            default=0.0,
            low=0.0,
            advanced=True,
        )
        yield vector_output("OUTPUT", self.tr("Samples"), self.tr("The samples file to write (GeoPackage)."), POINTS[0])

    def results(self):
        yield QgsProcessingOutputNumber("COUNT", self.tr("Number of samples"))

    def job(self, values):
        return ImportSamplesJob(
            input=values.source("INPUT"),
            class_field=values.text("CLASS_FIELD"),
            filter=values.text("FILTER"),
            catalogue=values.artefact("CATALOGUE"),
            series=values.file("SERIES"),
            scale=values.number("SCALE"),
            output=values.output("OUTPUT"),
        )
