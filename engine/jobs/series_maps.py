"""Jobs that write what describes the year as rasters. An extent is (x_min, y_min, x_max, y_max) in extent_crs."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class FeatureRasterJob(Job):
    """What the jobs of this file share.

    Args:
        catalogue: what to read.
        output: raster to write (GeoTIFF), a band a feature.
        series: the SERIES options file; empty: its defaults.
        extent: part of the area; empty: all.
        mask: raster (0 = leave out) or polygons (outside = leave out).
        tiles: tiles to do; empty: all.
        target_crs: of the output when the tiles lie in several zones; empty: the tiles' own.
    """

    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    catalogue: str
    output: str
    series: str = ""
    extent: tuple[float, ...] = ()
    extent_crs: str = ""
    mask: str = ""
    tiles: tuple[str, ...] = ()
    target_crs: str = ""


@dataclass(frozen=True)
class GapFillJob(FeatureRasterJob):
    """Write the bands on the target dates.

    Args:
        filling: a method that takes the place of the one in SERIES; empty: that one.
        step_days: distance of the target dates in the place of the one in SERIES; 0: that one.
        indices: write the indices too.
    """

    KIND: ClassVar[str] = "gap_fill"
    RUN: ClassVar[str] = "landweave.engine.mapping.feature_maps:run_gap_fill"

    filling: str = ""
    step_days: int = 0
    indices: bool = False


@dataclass(frozen=True)
class CompositeJob(FeatureRasterJob):
    """Write one image for each window of the year.

    Args:
        method: `median`, `medoid`, `max_ndvi` or `weighted`.
        window_days: length of a window; 0: as in SERIES, else months.
        indices: write the indices too.
    """

    KIND: ClassVar[str] = "composite"
    RUN: ClassVar[str] = "landweave.engine.mapping.feature_maps:run_composite"

    method: str = ""
    window_days: int = 0
    indices: bool = False


@dataclass(frozen=True)
class TemporalMetricsJob(FeatureRasterJob):
    """Write statistics over time.

    Args:
        statistics: such as `p50`, `std`, `slope`; empty: as in SERIES.
        sources: bands and indices; empty: as in SERIES.
    """

    KIND: ClassVar[str] = "temporal_metrics"
    RUN: ClassVar[str] = "landweave.engine.mapping.feature_maps:run_metrics"

    statistics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class FeaturesMapJob(FeatureRasterJob):
    """Write every feature that SERIES describes, as a classifier would see it."""

    KIND: ClassVar[str] = "features_map"
    RUN: ClassVar[str] = "landweave.engine.mapping.feature_maps:run_features"


@dataclass(frozen=True)
class PixelValidityJob(FeatureRasterJob):
    """Count the clear acquisitions of every pixel.

    Args:
        start_date, end_date: ISO dates, both included; empty: no limit.
    """

    KIND: ClassVar[str] = "pixel_validity"
    RUN: ClassVar[str] = "landweave.engine.mapping.feature_maps:run_validity"

    start_date: str = ""
    end_date: str = ""
