"""The algorithm `composite`."""

from __future__ import annotations

from landweave.engine.jobs import CompositeJob
from landweave.processing_provider.parameters import choice, integer, switch
from landweave.processing_provider.time_series.series_raster import SeriesRaster

METHODS = ("median", "medoid", "max_ndvi", "weighted")


class Composite(SeriesRaster):
    """One image of each month or other window."""

    ID, JOB, DATED = "composite", CompositeJob, True
    EXAMPLE = "CATALOGUE=catalogue.gpkg METHOD=median OUTPUT=months.tif"

    def title(self):
        return self.tr("Make composites")

    def summary(self):
        return self.tr("Makes one image of the clear acquisitions of each month, or of another window of days.")

    def details(self):
        return self.tr(
            "- median: the middle value of each band\n"
            "- medoid: the acquisition closest to all others, so that the bands of a pixel are of one day\n"
            "- max_ndvi: the greenest acquisition\n"
            "- weighted: a mean in which acquisitions near the middle of the window count more, as in the monthly "
            "syntheses of Theia\n\n"
            "Pixels that are never clear in a window have no data. In QGIS each window becomes a layer too, and the "
            "temporal controller (the clock in the tool bar) plays the year."
        )

    def keywords(self):
        return self.tr("composite,synthesis,median,medoid,maximum NDVI,monthly,mosaic,L3A,time series")

    def own_parameters(self):
        yield choice("METHOD", self.tr("Method"), self.tr("How one value is made of many."), METHODS, default="median")
        yield integer(
            "WINDOW_DAYS",
            self.tr("Days of a window"),
            self.tr("0: calendar months, or as in the file of options (SERIES)."),
            default=0,
            low=0,
        )
        yield switch(
            "INDICES", self.tr("Write the indices too"), self.tr("NDVI, NDWI, brightness, or those of SERIES.")
        )

    def own_values(self, values):
        return {
            "method": values.text("METHOD"),
            "window_days": values.integer("WINDOW_DAYS"),
            "indices": values.switch("INDICES"),
        }

    def output_label(self):
        return self.tr("Composites")
