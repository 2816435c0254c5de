"""The options of each way to describe the year, completed: what a plan holds of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from landweave.engine.errors import UserError
from landweave.engine.say import Say
from landweave.engine.series.options import REMEDY, SeriesOptions
from landweave.engine.series.plan import FILLED, Group, SensorPlan, SeriesPlan
from landweave.engine.types import Json

STATISTICS = ("p10", "p25", "p50", "p75", "p90", "std")
"""Statistics over time, if none are named."""

YEAR_DAYS = 365.25


def sensor_groups(plan: SensorPlan, options: SeriesOptions, limits: tuple[date, date], say: Say) -> SensorPlan:
    """Return a sensor's plan with the groups of features that describe its year: none, if it has no source for any.

    Args:
        plan: with bands, indices and dates.
        options: of the sensor.
        limits: first and last day of the series.
        say: takes a sentence about what is left out.

    Raises:
        UserError: naming a source that the sensor lacks, where the user asked for it.
    """
    groups = []
    for kind in options.describe:
        if kind == FILLED:
            groups.append(Group(FILLED))
            continue
        values = _COMPLETED[kind](getattr(options, kind) or {}, plan, limits, say)
        if values is not None:
            groups.append(Group(kind, values))
    if options.describe and not groups:
        say(f"{plan.sensor} is left out: it has none of the bands and indices that are to describe it.")
    return replace(plan, groups=tuple(groups))


def series_groups(plan: SeriesPlan, options: SeriesOptions, say: Say) -> SeriesPlan:
    """Return a plan with the features that look around a pixel and those of the user's own.

    Raises:
        UserError: if no sensor has a source that is named, or naming what is wrong with the user's file.
    """
    from landweave.engine.features.around import DEFAULTS, KINDS, sources_of

    around = []
    for kind in KINDS:
        given = getattr(options, kind)
        if given is None:
            continue
        group = Group(kind, {**DEFAULTS[kind], **given})
        if not list(sources_of(plan, group)):
            raise UserError(f"No sensor has a band or index {' or '.join(group.options['sources'])} for '{kind}'.",
                            REMEDY)
        around.append(group)
    plan = replace(plan, around=tuple(around))
    if options.user_features is None:
        return plan
    from landweave.engine.features.user_plan import plan_user_features

    return replace(plan, user=plan_user_features(options.user_features, plan, say))


def _composites(given: Json, plan: SensorPlan, limits: tuple[date, date], say: Say) -> Json:
    from landweave.engine.series.composites import monthly_windows, regular_windows

    method = given.get("method", "median")
    first, last = limits
    if given.get("months"):
        windows = monthly_windows(first.toordinal(), last.toordinal())
    else:
        length = given.get("window_days", 30)
        windows = regular_windows(first.toordinal(), last.toordinal(), length)
        if len(windows) > 1 and 2 * (windows[-1, 1] - windows[-1, 0] + 1) < length:  # hardly a pixel is clear in it
            windows = windows[:-1].copy()
            windows[-1, 1] = last.toordinal()
    if method == "max_ndvi" and not {"red", "nir"} <= {role for role, _ in plan.roles}:
        say(f"{plan.sensor} has no red and near infrared bands: its composites are medians.")
        method = "median"
    listed = [[int(a), int(b)] for a, b in windows]
    return {"method": method, "windows": listed, "indices": bool(given.get("indices", True))}


def _metrics(given: Json, plan: SensorPlan, limits: tuple[date, date], say: Say) -> Json:
    sources = _sources(given, plan, [*plan.bands, *plan.indices], say)
    return sources and {
        "sources": sources, "statistics": list(given.get("statistics", STATISTICS)), "of": given.get("of", "acquired"),
        "period": [day.toordinal() for day in limits],
    }


def _phenology(given: Json, plan: SensorPlan, limits: tuple[date, date], say: Say) -> Json:
    del limits
    sources = _sources(given, plan, ["NDVI"], say)
    return sources and {**given, "sources": sources}


def _harmonics(given: Json, plan: SensorPlan, limits: tuple[date, date], say: Say) -> Json:
    sources = _sources(given, plan, [*plan.bands, *plan.indices], say)
    return sources and {
        "period": [day.toordinal() for day in limits], "sources": sources, "terms": given.get("terms", 2),
        "trend": bool(given.get("trend", False)), "period_days": float(given.get("period_days", YEAR_DAYS)),
    }


def _sources(given: Json, plan: SensorPlan, usual: Sequence[str], say: Say) -> list[str] | None:
    """Return the sources that a sensor has of those wanted, whatever their case; None and a sentence if it has none."""
    wanted = list(given.get("sources") or usual)
    known = {name.lower(): name for name in (*plan.indices, *plan.bands)}
    found = list(dict.fromkeys(known[s.lower()] for s in wanted if s.lower() in known))
    for source in wanted if found else ():
        if source.lower() not in known:
            say(f"{plan.sensor} has no band or index {source}: it is not described by it.")
    if not found:
        say(f"{plan.sensor} has none of {', '.join(wanted)}: it is not described by them.")
    return found or None


_COMPLETED: dict[str, Callable[[Json, SensorPlan, tuple[date, date], Say], Json]] = {
    "composites": _composites, "metrics": _metrics, "phenology": _phenology, "harmonics": _harmonics,
}
