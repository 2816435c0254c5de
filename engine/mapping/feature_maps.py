"""The features of every pixel as rasters: filled dates, composites, statistics over time, or all that SERIES names.

They are what a classifier would see of the same SERIES options: one implementation makes both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from landweave.engine.catalogue.choice import Filter
from landweave.engine.catalogue.store import Catalogue, load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs.series_maps import (
    CompositeJob,
    FeatureRasterJob,
    FeaturesMapJob,
    GapFillJob,
    PixelValidityJob,
    TemporalMetricsJob,
)
from landweave.engine.mapping.feature_block import FEATURES, VALIDITY, FeatureSetup, feature_block
from landweave.engine.mapping.map_run import (
    Area,
    GroupParts,
    MapRun,
    images_key,
    kinds_bytes,
    make_groups,
    most_clear,
    refuse_images,
    target_crs,
)
from landweave.engine.mapping.mosaic import join_rasters
from landweave.engine.mapping.parts import Kind, assemble, remove_parts
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.raster.dates import calendars, remove_dates
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.series_style import write_series_style
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import content_key, source_prints
from landweave.engine.runtime.memory import requested_workers
from landweave.engine.runtime.run_folder import journal_of, versions
from landweave.engine.series.option_checks import problem_of
from landweave.engine.series.options import SeriesOptions, load_options
from landweave.engine.series.plan import FILLED, Feature, SensorPlan, SeriesPlan
from landweave.engine.series.planning import make_plan
from landweave.engine.types import SERIES_NODATA, Json

VALIDITY_NODATA = 65535
_MOST_BANDS = 65535  # of a GeoTIFF
_MOST_NAMES = 12  # in a line of the log
_COMPUTED = 0.9  # share of the time that goes before the raster is put together


def run_gap_fill(job: GapFillJob, context: RunContext) -> dict[str, Json]:
    """Write the bands of every sensor on the target dates.

    Raises:
        UserError: naming the option, product or layer that cannot be used.
    """
    options = load_options(job.series)
    changes: dict[str, Json] = {"describe": (FILLED,)}
    if job.filling:
        changes |= {"filling": _checked("filling", job.filling, "FILLING"), "filling_options": None}
    if job.step_days:
        changes["step_days"] = _checked("step_days", job.step_days, "STEP_DAYS")
    if not job.indices:
        changes["indices"] = ()
    return _run(job, _alone(options, changes), context)


def run_composite(job: CompositeJob, context: RunContext) -> dict[str, Json]:
    """Write one image for each window of the year; errors as in `run_gap_fill`."""
    options = load_options(job.series)
    given = dict(options.composites or {"months": True})
    if job.method:
        given["method"] = job.method
    if job.window_days:
        given = {**given, "window_days": job.window_days, "months": False}
    given["indices"] = job.indices
    _checked("composites", given, "METHOD or WINDOW_DAYS")
    return _run(job, _alone(options, {"describe": ("composites",), "composites": given}), context)


def run_metrics(job: TemporalMetricsJob, context: RunContext) -> dict[str, Json]:
    """Write statistics over time; errors as in `run_gap_fill`."""
    options = load_options(job.series)
    given = dict(options.metrics or {})
    if job.statistics:
        given["statistics"] = list(job.statistics)
    if job.sources:
        given["sources"] = list(job.sources)
    _checked("metrics", given, "STATISTICS or SOURCES")
    return _run(job, _alone(options, {"describe": ("metrics",), "metrics": given}), context)


def run_features(job: FeaturesMapJob, context: RunContext) -> dict[str, Json]:
    """Write every feature that SERIES describes; errors as in `run_gap_fill`."""
    options = load_options(job.series)
    for sentence in options.unused():
        context.warning(sentence)
    return _run(job, options, context)


def run_validity(job: PixelValidityJob, context: RunContext) -> dict[str, Json]:
    """Count the clear acquisitions of every pixel, of all sensors and of each; errors as in `run_gap_fill`."""
    counted: dict[str, Json] = {  # whatever SERIES makes of the acquisitions, each counts
        "indices": (), "describe": (FILLED,), "start_date": "", "end_date": "", "filling": "linear",
        "filling_options": None, "dates": "regular", "relative_to": "", "thermal_time": None,
    }
    options = _alone(load_options(job.series), counted)
    period = Filter.checked(job.start_date, job.end_date, 100.0)
    catalogue = load_catalogue(job.catalogue)
    kept = tuple(p for p in catalogue.products
                 if p.day >= (period.start or p.day) and p.day <= (period.end or p.day))
    if not kept and catalogue.products:
        first, last = min(p.day for p in catalogue.products), max(p.day for p in catalogue.products)
        raise UserError(
            f"No image of the catalogue {job.catalogue} lies within START_DATE {job.start_date or '(none)'} and "
            f"END_DATE {job.end_date or '(none)'}: they are from {first} to {last}.",
            "Change START_DATE or END_DATE.",
        )
    return _run(job, options, context, replace(catalogue, products=kept))


def _checked(key: str, value: Json, parameters: str) -> Json:
    """Return a parameter that stands for a key of SERIES.

    Raises:
        UserError: if that key cannot have it.
    """
    problem = problem_of(key, value)
    if problem:
        raise UserError(f"{parameters} cannot be used ({value}): {problem}.", f"Correct {parameters}.")
    return value


@dataclass(frozen=True, eq=False)
class _Raster:
    """What is written: its kind, and what its bands are."""

    kind: Kind
    features: tuple[Feature, ...]


def _alone(options: SeriesOptions, changes: dict[str, Json]) -> SeriesOptions:
    """Return options of one description, without layers, neighbourhood and the user's own features."""
    sensors = {
        s: list(own.get("bands", [])) if isinstance(own, dict) and set(own) <= {"bands"} else own
        for s, own in (options.sensors or {}).items()
    }
    sensors = {s: {k: v for k, v in own.items() if k not in changes} if isinstance(own, dict) else own
               for s, own in sensors.items()}
    return replace(options, sensors=sensors or None, static=[], neighbourhood=None, texture=None, user_features=None,
                   **changes)


def _run(
    job: FeatureRasterJob, options: SeriesOptions, context: RunContext, catalogue: Catalogue | None = None
) -> dict[str, Json]:
    catalogue = catalogue or load_catalogue(job.catalogue)
    plan = make_plan(options, catalogue.products, context.log, catalogue.static_names)
    tiles = tile_series(catalogue, plan, job.tiles, context.warning)
    area = Area(job.extent, job.extent_crs, job.mask, job.target_crs)
    groups = make_groups(tiles, area)
    refuse_images([job.output], tiles)
    raster = _validity(plan) if isinstance(job, PixelValidityJob) else _features(plan)
    for line in features_summary(raster.features) if raster.kind.name == FEATURES else ():
        context.log(line)
    if raster.kind.layers > _MOST_BANDS:
        raise UserError(f"The raster would have {raster.kind.layers} bands, more than a GeoTIFF holds.",
                        "Describe the year by fewer features (SERIES).")
    key = content_key(
        job.KIND, versions(), *images_key(tiles), plan.to_json(), job.mask, source_prints(job.mask),
        [g.grid.to_json() for g in groups], raster.kind.__dict__,
    )
    with journal_of(context) as journal, work_folder(job.output, context, key) as folder:
        blocks = MapRun(job.KIND, key, tiles, groups, folder, journal, context.part(0, _COMPUTED))
        setup = FeatureSetup(tiles, blocks.masks(job.mask), raster.kind)
        found = blocks.parts(feature_block, setup, kinds_bytes([raster.kind]))
        if not any(group.parts for group in found):
            context.warning("No pixel was computed: the extent and the mask leave none.")
        _write(job, raster, found, target_crs(area, groups), folder, context.part(_COMPUTED, 1))
        remove_parts([part for group in found for part in group.parts], [raster.kind])
    top = most_clear(tiles) if raster.kind.name == VALIDITY else 0
    write_series_style(job.output, plan, raster.features, top)
    context.metric("bands", raster.kind.layers)
    context.artifact("OUTPUT", job.output)
    return {"OUTPUT": job.output, "BANDS": raster.kind.layers}


def features_summary(features: Sequence[Feature]) -> Iterator[str]:
    """Yield a line about each series of dates, and one about the rest."""
    for series in calendars(features):
        each = len(series.dates[0].bands)
        yield (f"{series.name}: {len(series.dates)} dates from {series.first} to {series.dates[-1].first}, "
               f"{each} band{'s' if each > 1 else ''} each")
    in_series = {number for series in calendars(features) for day in series.dates for number in day.bands}
    alone = Counter((f.sensor, f.date) for n, f in enumerate(features, 1) if f.date and n not in in_series)
    for (sensor, day), count in alone.items():
        yield f"{sensor}: 1 date, {day}, {count} band{'s' if count > 1 else ''}"
    for sensor in dict.fromkeys(f.sensor for f in features if not f.date):
        names = [f.name.removeprefix(f"{sensor}_") for f in features if f.sensor == sensor and not f.date]
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        yield f"{f'{sensor}: ' if sensor else ''}{', '.join(names[:_MOST_NAMES])}{more}"


def _features(plan: SeriesPlan) -> _Raster:
    features = plan.features()
    kind = Kind(FEATURES, plan.dtype, SERIES_NODATA, len(features), tuple(f.name for f in features))
    return _Raster(kind, features)


def _validity(plan: SeriesPlan) -> _Raster:
    each: Sequence[SensorPlan] = plan.sensors if len(plan.sensors) > 1 else ()
    names = ["clear acquisitions", *(f"clear acquisitions of {s.sensor}" for s in each)]
    features = tuple(Feature(n, "", n, "", "acquisitions") for n in names)
    return _Raster(Kind(VALIDITY, "uint16", VALIDITY_NODATA, len(names), tuple(names)), features)


def _write(
    job: FeatureRasterJob, raster: _Raster, found: Sequence[GroupParts], crs: str, folder: Path, context: RunContext
) -> None:
    """Write the raster from the parts of all groups."""
    tick = partial(context.progress, message="writing the raster")
    remove_dates(job.output)
    if not crs:
        _write_group(raster.kind, found[0], job.output, tick, requested_workers(context.workers))
        return
    inputs = [str(folder / f"group_{number}.tif") for number in range(len(found))]
    for group, path in zip(found, inputs):
        _write_group(raster.kind, group, path, lambda done: None, requested_workers(context.workers), overviews=False)
    join_rasters(inputs, job.output, crs, tick)
    for path in inputs:
        Path(path).unlink()


def _write_group(
    kind: Kind, group: GroupParts, path: str, tick: Callable[[float], None], threads: int, overviews: bool = True
) -> None:
    writer = RasterWriter(path, group.grid, kind.layers, kind.dtype, kind.nodata, kind.descriptions,
                          overviews=overviews, threads=threads)
    with writer:
        assemble(kind, group.parts, group.grid, writer, tick)


