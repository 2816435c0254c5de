"""The algorithm `export_samples`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import ExportSamplesJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import ANY_TABLE, artefact, file_output


class ExportSamples(BaseAlgorithm):
    """Write samples as a plain table."""

    ID, GROUP = "export_samples", Group.SAMPLES
    EXAMPLE = "INPUT=samples.gpkg OUTPUT=table.csv"

    def title(self):
        return self.tr("Export samples to a table")

    def summary(self):
        return self.tr("Writes samples as a table with one column for each feature, for other software.")

    def details(self):
        return self.tr("The inverse of 'Import samples from a table'.")

    def keywords(self):
        return self.tr("samples,table,CSV,export,convert")

    def parameters(self):
        yield artefact("INPUT", self.tr("Samples"), self.tr("A samples file."), ANY_TABLE)
        yield file_output(
            "OUTPUT",
            self.tr("Table"),
            self.tr("The table to write: .csv, or .gpkg for a GeoPackage."),
            self.tr("Tables (*.csv);;GeoPackages (*.gpkg)"),
        )

    def results(self):
        yield QgsProcessingOutputNumber("COUNT", self.tr("Number of samples"))

    def job(self, values):
        return ExportSamplesJob(input=values.artefact("INPUT"), output=values.output("OUTPUT"))
