"""The algorithm `pixel_validity`."""

from __future__ import annotations

from landweave.engine.jobs import PixelValidityJob
from landweave.processing_provider.checks import dates_in_order
from landweave.processing_provider.parameters import date
from landweave.processing_provider.time_series.series_raster import SeriesRaster


class PixelValidity(SeriesRaster):
    """How often each pixel is clear."""

    ID, JOB = "pixel_validity", PixelValidityJob
    EXAMPLE = "CATALOGUE=catalogue.gpkg OUTPUT=validity.tif"

    def title(self):
        return self.tr("Count clear acquisitions")

    def summary(self):
        return self.tr("Counts for each pixel how many acquisitions show it without clouds.")

    def details(self):
        return self.tr(
            "Look at it before anything else: where few acquisitions are clear, no method can tell much. With several "
            "sensors there is a band for all together and one for each. Several acquisitions of one day and sensor "
            "count once."
        )

    def keywords(self):
        return self.tr("validity,clear,clouds,count,mask,acquisitions,time series")

    def own_parameters(self):
        yield date("START_DATE", self.tr("First date"), self.tr("Earlier acquisitions do not count."))
        yield date("END_DATE", self.tr("Last date"), self.tr("Later acquisitions do not count."))

    def own_values(self, values):
        return {"start_date": values.date("START_DATE"), "end_date": values.date("END_DATE")}

    def check(self, values):
        return dates_in_order(values)

    def output_label(self):
        return self.tr("Clear acquisitions")

    def output_help(self):
        return self.tr("GeoTIFF of whole numbers; 65535 is outside the area.")
