"""The algorithm `mosaic`."""

from __future__ import annotations

from landweave.engine.jobs import MosaicJob
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import crs, raster_output, rasters


class Mosaic(BaseAlgorithm):
    """Join maps of several tiles."""

    ID, GROUP = "mosaic", Group.MAPPING
    EXAMPLE = "INPUTS=a.tif INPUTS=b.tif OUTPUT=mosaic.tif"

    def title(self):
        return self.tr("Join maps")

    def summary(self):
        return self.tr("Joins maps of several tiles to one, pixel for pixel, without seams or shifts.")

    def details(self):
        return self.tr(
            "Where maps overlap, the first in the list wins; where it has no data, the next. Maps of different zones "
            "are joined only when you choose the coordinate system of the result."
        )

    def keywords(self):
        return self.tr("mosaic,merge,join,tiles,rasters,zones")

    def parameters(self):
        yield rasters("INPUTS", self.tr("Maps"), self.tr("Rasters of one pixel size and kind."))
        yield crs(
            "TARGET_CRS",
            self.tr("Coordinate system of the result"),
            self.tr("Needed when the maps lie in several zones. Empty: that of the maps."),
            advanced=True,
        )
        yield raster_output("OUTPUT", self.tr("Joined map"), self.tr("The raster to write (GeoTIFF)."))

    def job(self, values):
        return MosaicJob(
            inputs=values.sources("INPUTS"),
            output=values.output("OUTPUT"),
            target_crs=values.crs("TARGET_CRS"),
        )
