"""The job that writes a SERIES file."""

from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.jobs.base import Job


@dataclass(frozen=True)
class SeriesOptionsJob(Job):
    """Write the options that describe the time series as a file for the parameter SERIES.

    Args:
        output: JSON file to write.
        base: SERIES file that is changed; empty: the defaults.
        catalogue: images that the options are tried on; empty: they are not tried.
        sensors: keys of the sensors to use; empty: all.
        describe: what describes the year; empty: as in the base.
        step_days: distance of the target dates; 0: as in the base.
        start_date, end_date: limits of the target dates; empty: as in the base.
        filling: method; empty: as in the base. `masked` takes the dates of the acquisitions.
        composite_method, composite_days: of composites; empty and 0: as in the base; -1 days: calendar months.
        statistics, statistics_sources: of metrics; empty: as in the base.
        indices: names, or `name = formula`; empty: as in the base; `none`: none.
        seasons: of phenology, 1 or 2; 0: as in the base.
        user_features: Python file of features of the user's own; empty: as in the base.
        functions: of that file.
        components: principal components that a model is fitted on; 0: as in the base.
        crs: of the pixels of the map; empty: as in the base.
        resolution: side of these pixels in units of the CRS; 0: as in the base.
        snow_is_invalid: leave out pixels under snow.
    """

    KIND: ClassVar[str] = "series_options"
    RUN: ClassVar[str] = "landweave.engine.series.write:run"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    output: str
    base: str = ""
    catalogue: str = ""
    sensors: tuple[str, ...] = ()
    describe: tuple[str, ...] = ()
    step_days: int = 0
    start_date: str = ""
    end_date: str = ""
    filling: str = ""
    composite_method: str = ""
    composite_days: int = 0
    statistics: tuple[str, ...] = ()
    statistics_sources: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    seasons: int = 0
    user_features: str = ""
    functions: tuple[str, ...] = ()
    components: int = 0
    crs: str = ""
    resolution: float = 0.0
    snow_is_invalid: bool = False
