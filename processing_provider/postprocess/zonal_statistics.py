"""The algorithm `zonal_statistics`."""

from __future__ import annotations

from landweave.engine.jobs import ZonalStatisticsJob
from landweave.processing_provider import common
from landweave.processing_provider.parameters import POLYGONS, raster, rasters, source
from landweave.processing_provider.postprocess.polygons import PolygonAlgorithm


class ZonalStatistics(PolygonAlgorithm):
    """Count what rasters hold inside polygons."""

    ID = "zonal_statistics"
    EXAMPLE = "INPUT=districts.gpkg MAP=map.tif CONFIDENCE=confidence.tif VALIDITY=validity.tif OUTPUT=figures.gpkg"

    def title(self):
        return self.tr("Statistics by polygon")

    def summary(self):
        return self.tr("Writes the shares of classes, and mean and spread of other rasters, inside each polygon.")

    def details(self):
        return self.tr(
            "A pixel belongs to a polygon if its centre lies inside; where polygons overlap, to each. New columns "
            "are:\n\n"
            "- pixels: with a class.\n"
            "- majority and maj_name: the class of most of them.\n"
            "- share_11 and so on: share of each class in them, in percent.\n"
            "- conf_mean, conf_std, valid_mean, valid_std: of the confidence and of the clear acquisitions.\n"
            "- name_mean, name_std: of other rasters, by the names of their files; with the number of the band if "
            "there are several.\n\n"
            "The rasters may lie on different grids, and the polygons in another coordinate system."
        )

    def keywords(self):
        return self.tr("zonal statistics,histogram,shares,majority,mean,standard deviation,land cover statistics")

    def parameters(self):
        yield source("INPUT", self.tr("Polygons"), self.tr("Districts, plots, or the polygons of a map."), POLYGONS)
        yield raster("MAP", self.tr("Map"), self.tr("A raster of class codes; 0 is no data."), optional=True)
        yield raster(
            "CONFIDENCE", self.tr("Confidence"), self.tr("0 to 100, as 'Make the map' writes it."), optional=True
        )
        yield raster("VALIDITY", self.tr("Validity"), self.tr("The number of clear acquisitions."), optional=True)
        yield rasters(
            "RASTERS",
            self.tr("Other rasters"),
            self.tr("Any rasters of numbers, for example heights."),
            optional=True,
            advanced=True,
        )
        yield from common.nomenclature(advanced=True)
        yield self.polygons_output(self.tr("The polygons with the new columns."))

    def check(self, values):
        if not any(values.given(name) for name in ("MAP", "CONFIDENCE", "VALIDITY", "RASTERS")):
            return self.tr("No raster: give MAP, CONFIDENCE, VALIDITY or RASTERS.")
        return None

    def job(self, values):
        return ZonalStatisticsJob(
            input=values.source("INPUT"),
            output=values.output("OUTPUT"),
            map=values.source("MAP"),
            confidence=values.source("CONFIDENCE"),
            validity=values.source("VALIDITY"),
            rasters=values.sources("RASTERS"),
            nomenclature=values.file("NOMENCLATURE"),
        )
