"""What the algorithms share that write what describes the year as a raster."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputNumber

from landweave.processing_provider import common
from landweave.processing_provider.base import BaseAlgorithm
from landweave.processing_provider.groups import Group
from landweave.processing_provider.parameters import raster_output
from landweave.processing_provider.translation import tr


class SeriesRaster(BaseAlgorithm):
    """A raster made of the time series, block by block.

    Class attributes:
        JOB: class of the job.
        DATED: the raster may have many dates, which QGIS can play.
    """

    GROUP = Group.TIME_SERIES
    JOB = None
    DATED = False

    def own_parameters(self):
        """Yield the parameters that only this algorithm has."""
        return iter(())

    def own_values(self, values):
        """Return the job's fields that only this algorithm has."""
        del values
        return {}

    def parameters(self):
        yield from common.catalogue()
        yield from self.own_parameters()
        yield from common.series()
        yield from common.area()
        yield from common.tiles()
        if self.DATED:
            yield from common.load_dates()
        yield from common.resources()
        yield raster_output("OUTPUT", self.output_label(), self.output_help())

    def output_label(self) -> str:
        """Return the name of the raster."""
        raise NotImplementedError(type(self).__name__)

    def output_help(self) -> str:
        """Return what the raster holds."""
        return tr("GeoTIFF with a band for each feature; -32768 is no data.")

    def results(self):
        yield QgsProcessingOutputNumber("BANDS", tr("Number of bands"))

    def job(self, values):
        return self.JOB(
            catalogue=values.artefact("CATALOGUE"),
            output=values.output("OUTPUT"),
            series=values.file("SERIES"),
            extent=values.extent("EXTENT"),
            extent_crs=values.extent_crs("EXTENT"),
            mask=values.source("MASK"),
            tiles=values.names("TILES"),
            target_crs=values.crs("TARGET_CRS"),
            **self.own_values(values),
        )
