"""The algorithm `features_map`."""

from __future__ import annotations

from landweave.engine.jobs import FeaturesMapJob
from landweave.processing_provider.time_series.series_raster import SeriesRaster


class FeaturesMap(SeriesRaster):
    """Every feature as a raster."""

    ID, JOB, DATED = "features_map", FeaturesMapJob, True
    EXAMPLE = "CATALOGUE=catalogue.gpkg SERIES=series.json OUTPUT=features.tif"

    def title(self):
        return self.tr("Raster of the features")

    def summary(self):
        return self.tr("Writes what a classifier sees of each pixel: a band for each feature.")

    def details(self):
        return self.tr(
            "The features are those that the file of options (SERIES) describes: filled dates, composites, statistics, "
            "phenology, indices, texture, layers without date, functions of your own. They are made by the same code "
            "that samples and maps use. A year of Sentinel-2 has hundreds: choose a part of the area first."
        )

    def keywords(self):
        return self.tr("features,stack,raster,series,export,texture,phenology,user features")

    def output_label(self):
        return self.tr("Features")
