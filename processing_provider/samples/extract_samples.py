"""The algorithm `extract_samples`."""

from __future__ import annotations

from landweave.engine.jobs import ExtractSamplesJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import POINTS, integer, source, vector_output


class ExtractSamples(BaseAlgorithm):
    """Read the features of sample points from the images."""

    ID, GROUP = "extract_samples", Group.SAMPLES
    EXAMPLE = "CATALOGUE=catalogue.gpkg POINTS=points.gpkg OUTPUT=samples.gpkg"

    def title(self):
        return self.tr("Read the values of the samples")

    def summary(self):
        return self.tr("Reads the time series of each sample point, fills its gaps and computes the features.")

    def details(self):
        return self.tr(
            "Clouds are masked and gaps filled exactly as when the map is made. The points are a layer that may be "
            "edited or thinned out in QGIS; the features are kept beside them in the same file."
        )

    def keywords(self):
        return self.tr("samples,features,time series,extraction,training,NDVI,gap filling")

    def parameters(self):
        yield from common.catalogue()
        yield source(
            "POINTS",
            self.tr("Sample points"),
            self.tr("Made by 'Select the sample pixels', or any points with a class column."),
            POINTS,
        )
        yield from common.series()
        yield integer(
            "MINIMUM_CLEAR",
            self.tr("Fewest clear acquisitions"),
            self.tr("Points that are seen clear on fewer dates, of all sensors together, are left out."),
            default=1,
            low=1,
            advanced=True,
        )
        yield from common.resources()
        yield vector_output("OUTPUT", self.tr("Samples"), self.tr("The samples file to write (GeoPackage)."), POINTS[0])

    def job(self, values):
        return ExtractSamplesJob(
            catalogue=values.artefact("CATALOGUE"),
            points=values.source("POINTS"),
            output=values.output("OUTPUT"),
            series=values.file("SERIES"),
            minimum_clear=values.integer("MINIMUM_CLEAR"),
        )
