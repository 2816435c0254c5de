"""The algorithm `temporal_metrics`."""

from __future__ import annotations

from landweave.engine.jobs import TemporalMetricsJob
from landweave.processing_provider.parameters import text
from landweave.processing_provider.time_series.series_raster import SeriesRaster


class TemporalMetrics(SeriesRaster):
    """Statistics over time."""

    ID, JOB = "temporal_metrics", TemporalMetricsJob
    EXAMPLE = "CATALOGUE=catalogue.gpkg STATISTICS=p10,p50,p90,std SOURCES=NDVI OUTPUT=metrics.tif"

    def title(self):
        return self.tr("Statistics over time")

    def summary(self):
        return self.tr("Writes percentiles, mean, spread, trend and other statistics of the clear acquisitions.")

    def details(self):
        return self.tr(
            "- p5 to p95: percentiles; p50 is the median\n"
            "- min, max, mean, std (standard deviation), range, iqr (p75 - p25)\n"
            "- slope: change in a year\n"
            "- clear_dates: how many acquisitions are clear\n"
            "- longest_gap: days without a clear acquisition\n\n"
            "They need no dates in common, so they suit areas where images are few. Sensors that have none of the "
            "bands and indices asked for are left out."
        )

    def keywords(self):
        return self.tr("statistics,percentile,median,standard deviation,trend,temporal metrics,time series")

    def own_parameters(self):
        yield text(
            "STATISTICS",
            self.tr("Statistics"),
            self.tr("Parted by commas. Empty: as in the file of options, else p10,p25,p50,p75,p90,std."),
        )
        yield text(
            "SOURCES",
            self.tr("Bands and indices"),
            self.tr("Parted by commas, such as B4,B8,NDVI. Empty: all."),
        )

    def own_values(self, values):
        return {"statistics": values.names("STATISTICS"), "sources": values.names("SOURCES")}

    def output_label(self):
        return self.tr("Statistics over time")
