"""Whether two samples files have the same features, or the same but for the year; else what differs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.samples.store import SampleSet
from landweave.engine.series.plan import Feature, SeriesPlan
from landweave.engine.types import IntArray, Json

REACH_DAYS = 15
"""Days of the year by which dates of two years may differ."""

_YEAR = 365.25
_DEGREE_DAYS = re.compile(r"_[\d.]+dd$")
_REMEDY = "Read the samples of both with the same SERIES, or choose files that belong together."
_DATED = ("target_dates", "windows", "period", "thermal")  # what of a plan belongs to its year
_APART = ("reduction", "path", "version")  # what does not change the features


@dataclass(frozen=True)
class Named:
    """Samples, and what sentences call them."""

    name: str
    samples: SampleSet


def check_same(first: Named, other: Named) -> None:
    """Check that two files have the same features, made in the same way.

    Raises:
        UserError: naming the first difference.
    """
    mine, theirs = first.samples.features, other.samples.features
    there, wanted = {f.name for f in theirs}, {f.name for f in mine}
    lacking = next((f.name for f in mine if f.name not in there), "")
    added = next((f.name for f in theirs if f.name not in wanted), "")
    if lacking:
        raise _different(other, f"it has no {lacking}, which {first.name} has", _hint(first, other))
    if added:
        raise _different(other, f"it has {added}, which {first.name} does not have", _hint(first, other))
    for a, b in zip(mine, theirs):
        if a != b:
            what = f"its feature {b.name} is in the place of {a.name}" if a.name != b.name else (
                f"its {b.name} is {b.unit or 'without unit'}, that of {first.name} {a.unit or 'without unit'}")
            raise _different(other, what)
    _check_plans(first, other, ())


def matching_columns(first: Named, other: Named) -> IntArray:
    """Return for each feature of the first file the column of the other that stands for it, in another year.

    Bands and indices must be the same. Dates are moved by whole years; then those at the same place of the two lists
    belong together, or of lists that begin at other days those shifted by some places, where the days of the year
    differ by 15 at most. An end that one list lacks is its neighbour's, within the same 15 days.

    Raises:
        UserError: naming the first difference, or the dates to set in the series options.
    """
    mine, theirs = _by_source(first.samples.features), _by_source(other.samples.features)
    for key in mine:
        if key not in theirs:
            raise _different(other, f"it has no {_said(key)}, which {first.name} has")
    for key in theirs:
        if key not in mine:
            raise _different(other, f"it has {_said(key)}, which {first.name} does not have")
    _check_plans(first, other, _DATED)
    years = _years_between(first, other)
    _check_periods(first, other, years)
    columns = np.full(len(first.samples.features), -1, np.int64)
    for key, own in mine.items():
        found = theirs[key]
        if not key[-1]:  # without dates
            columns[own] = _by_name(first, other, own, found)
            continue
        places = _aligned(_days(first, own), _days(other, found, years))
        if places is None:
            raise _unmatched(first, other, own, found, years)
        columns[own] = np.array(found)[places]
    return columns


def _by_source(features: Sequence[Feature]) -> dict[tuple[str, str, str, bool], list[int]]:
    """Return the columns of each band or index by date; what has no date is one entry by name."""
    found: dict[tuple[str, str, str, bool], list[int]] = {}
    for column, f in enumerate(features):
        is_thermal = not f.date and bool(f.sensor) and _DEGREE_DAYS.search(f.name) is not None
        source = f.source if f.date or is_thermal else f.name
        found.setdefault((f.sensor, source, f.unit, bool(f.date)), []).append(column)
    for columns in found.values():
        columns.sort(key=lambda c: features[c].date)
    return found


def _said(key: tuple[str, str, str, bool]) -> str:
    sensor, source, unit, _ = key
    return source + (f" of {sensor}" if sensor else "") + (f" in {unit}" if unit else "")


def _by_name(first: Named, other: Named, own: Sequence[int], found: Sequence[int]) -> list[int]:
    there = {other.samples.features[c].name: c for c in found}
    for column in own:
        name = first.samples.features[column].name
        if name not in there:
            raise _different(other, f"it has no {name}, which {first.name} has")
    return [there[first.samples.features[column].name] for column in own]


def _days(named: Named, columns: Sequence[int], years: int = 0) -> IntArray:
    dates = (date.fromisoformat(named.samples.features[c].date) for c in columns)
    return np.array([moved(d, years).toordinal() for d in dates], np.int64)


def moved(day: date, years: int) -> date:
    """Return the same day of another year; 28 February for a 29th that it does not have."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _years_between(first: Named, other: Named) -> int:
    """Return the years from the other file's dates, or its statistics' periods, to those of the first."""
    middle = [np.mean(_all_days(named.samples) or [0]) for named in (first, other)]
    return int(np.rint((middle[0] - middle[1]) / _YEAR))


def _all_days(samples: SampleSet) -> list[int]:
    dated = [date.fromisoformat(f.date).toordinal() for f in samples.features if f.date]
    if dated or samples.plan is None:
        return dated
    options = [group.options for sensor in samples.plan.sensors for group in sensor.groups]
    return [int(day) for o in options if isinstance(o, dict) for day in o.get("period", ())]


def _aligned(mine: IntArray, theirs: IntArray) -> IntArray | None:
    """Return the place among `theirs` of each of `mine`, both ascending days; None where they lie too far apart."""
    best: tuple[int, IntArray] | None = None
    for shift in range(1 - len(mine), len(theirs)):
        places = np.clip(np.arange(len(mine)) + shift, 0, len(theirs) - 1)
        apart = np.abs(theirs[places] - mine)
        if apart.max() <= REACH_DAYS and (best is None or apart.sum() < best[0]):
            best = int(apart.sum()), places
    return None if best is None else best[1]


def _unmatched(first: Named, other: Named, own: Sequence[int], found: Sequence[int], years: int) -> UserError:
    mine, theirs = _days(first, own), _days(other, found, years)
    begin, end = (date.fromordinal(int(d)) for d in (max(mine[0], theirs[0]), min(mine[-1], theirs[-1])))
    feature = first.samples.features[own[0]]
    cause = (f"The dates of {feature.source}{f' of {feature.sensor}' * bool(feature.sensor)} cannot be matched within "
             f"{REACH_DAYS} days: {first.name} has {_listed(_days(first, own))}, {other.name} "
             f"{_listed(_days(other, found))}.")
    if begin > end:
        return UserError(cause, "They have no part of the year in common: choose samples of the same season.")
    back = [moved(d, -years) for d in (begin, end)]
    return UserError(cause, (
        f'Read both again with "dates": "regular", the same step_days, and in SERIES of {first.name} "start_date": '
        f'"{begin}", "end_date": "{end}", in SERIES of {other.name} "start_date": "{back[0]}", "end_date": '
        f'"{back[1]}".'))


def _listed(days: IntArray) -> str:
    ends = " to ".join(str(date.fromordinal(int(d))) for d in dict.fromkeys((days[0], days[-1])))
    return f"{len(days)} ({ends})"


def _check_plans(first: Named, other: Named, dated: Sequence[str]) -> None:
    """Check that features are made in the same way, whatever their dates."""
    mine, theirs = first.samples.plan, other.samples.plan
    if mine is None or theirs is None:
        if mine is not theirs:
            with_images, without = (first, other) if theirs is None else (other, first)
            raise UserError(f"{without.name} is a table that is not bound to images, and {with_images.name} is.",
                            "Import the table again with the catalogue of the images.")
        return
    for path, a, b in _differences(_plain(mine), _plain(theirs), dated):
        raise _different(other, f"{path} is {_shown(b)}, that of {first.name} {_shown(a)}")


def _plain(plan: SeriesPlan) -> Json:
    values = plan.to_json()
    return values | {"sensors": {s["sensor"]: s | {"groups": {g["kind"]: g for g in s["groups"]}}
                                 for s in values["sensors"]}}


def _differences(mine: Json, theirs: Json, dated: Sequence[str], path: str = "") -> Iterator[tuple[str, Any, Any]]:
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for key in dict.fromkeys((*mine, *theirs)):
            if key in (*_APART, *dated):
                continue
            yield from _differences(mine.get(key), theirs.get(key), dated, f"{path} {key}".strip())
    elif _comparable(mine) != _comparable(theirs):
        yield f"its '{path}'", mine, theirs


def _comparable(value: Any) -> Any:
    return [_comparable(v) for v in value] if isinstance(value, (list, tuple)) else value


def _shown(value: Any) -> str:
    text = "nothing" if value in (None, "", (), []) else str(value)
    return text if len(text) <= 60 else f"{text[:60]}..."


def _check_periods(first: Named, other: Named, years: int) -> None:
    """Check that statistics and curves are of the same part of the year."""
    mine, theirs = first.samples.plan, other.samples.plan
    if mine is None or theirs is None:
        return
    for a, b in zip(mine.sensors, theirs.sensors):
        for group, own in zip(a.groups, b.groups):
            if not isinstance(group.options, dict) or "period" not in group.options:
                continue
            limits = [date.fromordinal(int(d)) for d in group.options["period"]]
            others = [date.fromordinal(int(d)) for d in own.options["period"]]
            apart = max(abs((x - moved(y, years)).days) for x, y in zip(limits, others))
            if apart > REACH_DAYS:
                back = [moved(d, -years) for d in limits]
                raise UserError(
                    f"The {group.kind} of {a.sensor} are of {limits[0]} to {limits[1]} in {first.name}, and of "
                    f"{others[0]} to {others[1]} in {other.name}: other parts of the year.",
                    f'Read {other.name} again with "start_date": "{back[0]}", "end_date": "{back[1]}" in SERIES.')


def _hint(first: Named, other: Named) -> str:
    """Return what helps where only the year may differ."""
    mine, theirs = _by_source(first.samples.features), _by_source(other.samples.features)
    same = set(mine) == set(theirs) and any(key[-1] for key in mine)
    return "If they are of two years, or of dates that begin at other days, use MATCH_DATES." if same else _REMEDY


def _different(other: Named, what: str, remedy: str = _REMEDY) -> UserError:
    return UserError(f"{other.name} is a samples file from another feature set: {what}.", remedy)
