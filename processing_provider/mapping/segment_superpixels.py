"""The algorithm `segment_superpixels`."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.engine.jobs import SegmentSuperpixelsJob
from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import integer, number, raster, raster_output


class SegmentSuperpixels(BaseAlgorithm):
    """Divide a raster into superpixels."""

    ID, GROUP = "segment_superpixels", Group.MAPPING
    EXAMPLE = "INPUT=metrics.tif OUTPUT=superpixels.tif"

    def title(self):
        return self.tr("Divide images into superpixels")

    def summary(self):
        return self.tr("Groups neighbouring pixels that look alike into patches of about the same size.")

    def details(self):
        return self.tr(
            "Takes any raster, best one that stands for a whole year, such as the statistics over time or a composite. "
            "Large rasters are done window by window; the patches do not show the windows' borders. Needs the package "
            "scikit-image."
        )

    def keywords(self):
        return self.tr("superpixels,SLIC,segmentation,objects,OBIA,context,auto-context,patches")

    def parameters(self):
        yield raster("INPUT", self.tr("Raster"), self.tr("Any number of bands; each counts as much as the others."))
        yield integer(
            "SIZE",
            self.tr("Pixels of a superpixel"),
            self.tr("Mean number, 20 to 4096. To describe surroundings: as large as what tells the classes apart."),
            default=100,
            low=20,
            high=4096,
        )
        yield number(
            "COMPACTNESS",
            self.tr("Compactness"),
            self.tr("Larger: rounder patches; smaller: they follow the borders in the images more closely."),
            default=1,
            low=0.01,
            high=100,
            advanced=True,
        )
        yield from common.resources(images=False)
        yield raster_output(
            "OUTPUT", self.tr("Superpixels"), self.tr("A number for each patch, 0 without data (GeoTIFF).")
        )

    def results(self):
        yield QgsProcessingOutputNumber("SUPERPIXELS", self.tr("Number of superpixels"))

    def job(self, values):
        return SegmentSuperpixelsJob(
            input=values.source("INPUT"),
            output=values.output("OUTPUT"),
            size=values.integer("SIZE"),
            compactness=values.number("COMPACTNESS"),
        )
