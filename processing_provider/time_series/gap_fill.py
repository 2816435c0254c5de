"""The algorithm `gap_fill`."""

from __future__ import annotations

from landweave.engine.jobs import GapFillJob
from landweave.processing_provider.parameters import choice, integer, switch
from landweave.processing_provider.time_series.series_raster import SeriesRaster

FILLINGS = ("as_in_series", "linear", "nearest", "whittaker", "savitzky_golay", "harmonic", "radial_basis")


class GapFill(SeriesRaster):
    """Images on regular dates, with the clouds filled."""

    ID, JOB, DATED = "gap_fill", GapFillJob, True
    EXAMPLE = "CATALOGUE=catalogue.gpkg FILLING=whittaker STEP_DAYS=10 OUTPUT=filled.tif"

    def title(self):
        return self.tr("Fill the gaps of clouds")

    def summary(self):
        return self.tr("Writes cloudless images on regular dates, made of the clear acquisitions around them.")

    def details(self):
        return self.tr(
            "- linear: a line between the clear dates before and after\n"
            "- nearest: the closest clear date\n"
            "- whittaker: a smooth curve that keeps close to the clear dates; good for noisy series\n"
            "- savitzky_golay: linear, then smoothed in a moving window\n"
            "- harmonic: waves of a year, half a year and so on; bridges long gaps\n"
            "- radial_basis: a mean in which near dates count more\n\n"
            "Their options stand in the file of options (SERIES). The classification chain fills in the same way, "
            "without writing anything: this algorithm is for looking at it, and for other uses of the images.\n\n"
            "In QGIS each date becomes a layer too, and the temporal controller (the clock in the tool bar) plays the "
            "year."
        )

    def keywords(self):
        return self.tr("gap filling,interpolation,smoothing,clouds,Whittaker,time series,regular dates")

    def own_parameters(self):
        yield choice(
            "FILLING",
            self.tr("Method"),
            self.tr("as_in_series: the one of the file of options, else linear."),
            FILLINGS,
            default="as_in_series",
        )
        yield integer(
            "STEP_DAYS",
            self.tr("Days between the dates"),
            self.tr("0: as in the file of options, else 10."),
            default=0,
            low=0,
        )
        yield switch(
            "INDICES", self.tr("Write the indices too"), self.tr("NDVI, NDWI, brightness, or those of SERIES.")
        )

    def own_values(self, values):
        filling = values.text("FILLING")
        return {
            "filling": "" if filling == "as_in_series" else filling,
            "step_days": values.integer("STEP_DAYS"),
            "indices": values.switch("INDICES"),
        }

    def output_label(self):
        return self.tr("Filled images")
