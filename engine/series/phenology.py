"""Seasons of growth of a filled series: when they start, peak and end, how large they are. Arrays in, arrays out.

A season is a peak with a rise before or a fall after it of at least the minimum amplitude. The first is the largest
value of the series (the middle of those that are equal beside each other). Where two seasons are asked for, the second
is the local maximum that drops most before a higher one or an end of the series comes, on the side where it drops
less (its prominence), if that is the minimum amplitude at least; the earlier of the two is season 1. Where there is
only one, season 2 is NODATA.

- `start`: day on which the curve last rises to a share of the way (`threshold`) from the lowest value before the peak
  to the peak. `end`: day on which it first falls to that share (`end_threshold`) of the way from the lowest value after
  the peak. Between target days the curve is a straight line.
- `peak`: day of the peak. `length`: days from start to end.
- `base`: mean of the lowest values before and after the peak. `amplitude`: peak less base.
- `integral`: area of the curve above the base from start to end.

Days are counted from 1 January of the year of the first target day, which is day 1: 370 is 5 January of the next year
(4 January after a leap year). A season that began before the series, whose rise is not seen, has no start, length
and integral, and the base is the lowest value after its peak; likewise one that ends after the series.

Source: Jönsson and Eklundh 2004, doi 10.1016/j.cageo.2004.05.006, section 6, from where the share of 0.2 is; the
curve here is the filled series itself, so smooth it by the choice of the filling (Whittaker, Savitzky-Golay).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import SERIES_NODATA, Float64Array, Int16Array, IntArray

PHENOLOGY_MEASURES = ("start", "peak", "end", "length", "base", "amplitude", "integral")
"""What is told of each season."""

DEFAULTS: dict[str, Any] = {"seasons": 1, "threshold": 0.2, "end_threshold": None, "minimum_amplitude": 0.1}
"""Options: seasons (1 or 2), shares of the amplitude at the start and at the end (None: the same), and the amplitude,
as stored divided by 10000, below which there is no season."""

INDEX_UNIT = "index x 10000"
_DAY_UNIT = "day of the year of the first date"
_START, _PEAK, _END, _LENGTH, _BASE, _AMPLITUDE, _INTEGRAL = range(7)
_UNKNOWN = -1e9


def check_phenology(options: Mapping[str, Any]) -> str:
    """Say what is wrong with the options, to end a sentence; empty when nothing is."""
    for key, value in options.items():
        if key not in DEFAULTS:
            return f"'{key}' is not one of its keys {', '.join(DEFAULTS)}"
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if key == "seasons" and (not is_number or value not in (1, 2)):
            return "its 'seasons' must be 1 or 2"
        if key == "end_threshold" and value is None:
            continue
        if key in ("threshold", "end_threshold") and not (is_number and 0 < value < 1):
            return f"its '{key}' must be a share of the amplitude above 0 and below 1"
        if key == "minimum_amplitude" and not (is_number and value > 0):
            return "its 'minimum_amplitude' must be above 0"
    return ""


def phenology_names(
    options: Mapping[str, Any] | None = None, source_unit: str = INDEX_UNIT
) -> tuple[tuple[str, str], ...]:
    """Return the names and units of the measures, season by season.

    Args:
        options: as in `phenology`.
        source_unit: of the series, as `index x 10000`; that of the integral follows from it.
    """
    seasons = int({**DEFAULTS, **(options or {})}["seasons"])
    units = (_DAY_UNIT, _DAY_UNIT, _DAY_UNIT, "days", source_unit, source_unit, f"({source_unit}) x days / 100")
    prefixes = ("",) if seasons == 1 else tuple(f"season{number}_" for number in range(1, seasons + 1))
    return tuple((prefix + name, unit) for prefix in prefixes for name, unit in zip(PHENOLOGY_MEASURES, units))


def phenology(
    values: Int16Array, target_days: IntArray, options: Mapping[str, Any] | None = None, out: Int16Array | None = None
) -> Int16Array:
    """Measure the seasons of each pixel.

    Args:
        values: filled series of an index, NODATA where never known, shape (target, pixel).
        target_days: proleptic ordinals, strictly ascending, shape (target,).
        options: some of `DEFAULTS`.
        out: array to write, int16, shape (measure, pixel), C order; a new one by default.

    Returns:
        `out`: the measures in the order of `phenology_names`, shape (measure, pixel), rounded, halves to even, held
        at -32767 and 32767; all NODATA where there is no season, or a target is NODATA.

    Raises:
        ValueError: naming what is wrong with the options, or if the days are not ascending or the shapes do not agree.
    """
    problem = check_phenology(options or {})
    if problem:
        raise ValueError(f"phenology: {problem}")
    chosen = {**DEFAULTS, **(options or {})}
    values, days = np.ascontiguousarray(values), np.asarray(target_days, np.int64)
    if values.dtype != np.int16 or values.ndim != 2 or days.shape != values.shape[:1]:
        raise ValueError(f"values must be int16 ({len(days)} targets, pixel), not {values.dtype} {values.shape}")
    if np.any(np.diff(days) <= 0):
        raise ValueError("target days must be strictly ascending")
    seasons = int(chosen["seasons"])
    shape = (seasons * len(PHENOLOGY_MEASURES), values.shape[1])
    if out is None:
        out = np.empty(shape, np.int16)
    if out.shape != shape:
        raise ValueError(f"the output {out.shape} must be {shape}")
    end_share = chosen["threshold"] if chosen["end_threshold"] is None else chosen["end_threshold"]
    shares = np.array([chosen["threshold"], end_share], np.float64)
    _phenology(values, _year_days(days), shares, 10000.0 * chosen["minimum_amplitude"], seasons == 2, out)
    return out


def _year_days(days: IntArray) -> Float64Array:
    """Count days from 1 January of the year of the first."""
    if not len(days):
        return np.empty(0, np.float64)
    zero = date.fromordinal(int(days[0])).replace(month=1, day=1).toordinal() - 1
    return np.asarray(days - zero, np.float64)


@kernel
def _phenology(
    values: Int16Array, days: Float64Array, shares: Float64Array, least: float, two: bool, out: Int16Array
) -> None:
    targets, pixels = values.shape
    series = np.empty(targets, np.float64)
    found = np.empty(7, np.float64)
    for pixel in range(pixels):
        known = targets > 0
        for target in range(targets):
            known &= values[target, pixel] != SERIES_NODATA
            series[target] = values[target, pixel]
        out[:, pixel] = SERIES_NODATA
        if not known:
            continue
        first, last = _largest(series)
        other, other_last = _second(series, first, last, least) if two else (-1, -1)
        if other < 0:
            if _season(series, days, (0, targets - 1), (first, last), shares, least, found):
                _write(found, out[:7, pixel])
            continue
        if other < first:
            first, last, other, other_last = other, other_last, first, last
        if _season(series, days, (0, other), (first, last), shares, least, found):
            _write(found, out[:7, pixel])
        if _season(series, days, (last, targets - 1), (other, other_last), shares, least, found):
            _write(found, out[7:, pixel])


@kernel
def _largest(series: Float64Array) -> tuple[int, int]:
    """Return the first and last target of the peak, the earliest of equals."""
    first = 0
    for target in range(len(series)):
        if series[target] > series[first]:
            first = target
    return first, _plateau(series, first)


@kernel
def _plateau(series: Float64Array, first: int) -> int:
    last = first
    while last + 1 < len(series) and series[last + 1] == series[first]:
        last += 1
    return last


@kernel
def _second(series: Float64Array, first: int, last: int, least: float) -> tuple[int, int]:
    """Return the local maximum with the largest prominence beside the peak, the earliest of equals; -1 if none."""
    best, best_last, largest = -1, -1, least
    for target in range(1, len(series) - 1):
        if series[target] <= series[target - 1] or first <= target <= last:
            continue
        end = _plateau(series, target)
        if end + 1 >= len(series) or series[end + 1] > series[target]:
            continue
        low = last if target > last else 0
        high = first if target < first else len(series) - 1
        before = series[_lowest(series, target, low, series[target])]
        after = series[_lowest(series, end, high, series[target])]
        drop = series[target] - max(before, after)
        if drop > largest or (best < 0 and drop == largest):
            best, best_last, largest = target, end, drop
    return best, best_last


@kernel
def _lowest(series: Float64Array, start: int, stop: int, top: float) -> int:
    """Return the lowest target from one to another, the nearest of equals, before any that is higher than the top."""
    step = 1 if stop >= start else -1
    lowest, target = start, start
    while series[target] <= top:
        if series[target] < series[lowest]:
            lowest = target
        if target == stop:
            break
        target += step
    return lowest


@kernel
def _season(
    series: Float64Array, days: Float64Array, limits: tuple[int, int], peak: tuple[int, int], shares: Float64Array,
    least: float, found: Float64Array,
) -> bool:
    """Measure the season of a peak within limits; False when there is none."""
    first, last = peak
    top = series[first]
    before = series[_lowest(series, first, limits[0], top)]
    after = series[_lowest(series, last, limits[1], top)]
    rises, falls = top - before >= least, top - after >= least
    found[:] = _UNKNOWN
    if not (rises or falls):
        return False
    if rises:
        found[_START] = _crossing(series, days, first, -1, before + shares[0] * (top - before))
    if falls:
        found[_END] = _crossing(series, days, last, 1, after + shares[1] * (top - after))
    base = (before + after) / 2 if rises and falls else (before if rises else after)
    found[_PEAK] = (days[first] + days[last]) / 2
    found[_BASE] = base
    found[_AMPLITUDE] = top - base
    if rises and falls:
        found[_LENGTH] = found[_END] - found[_START]
        found[_INTEGRAL] = _area(series, days, found[_START], found[_END], base) / 100
    return True


@kernel
def _crossing(series: Float64Array, days: Float64Array, peak: int, step: int, level: float) -> float:
    """Return the day on which the curve, followed away from the peak, comes down to a level that it does reach."""
    target = peak
    while series[target] > level:
        target += step
    near = target - step
    share = (level - series[target]) / (series[near] - series[target])
    return float(days[target] + share * (days[near] - days[target]))


@kernel
def _area(series: Float64Array, days: Float64Array, start: float, end: float, base: float) -> float:
    """Return the area of the broken line above the base between two days."""
    total = 0.0
    for target in range(len(series) - 1):
        left, right = max(days[target], start), min(days[target + 1], end)
        if left < right:
            slope = (series[target + 1] - series[target]) / (days[target + 1] - days[target])
            middle = series[target] + slope * ((left + right) / 2 - days[target])
            total += (middle - base) * (right - left)
    return total


@kernel
def _write(found: Float64Array, out: Int16Array) -> None:
    for measure in range(len(found)):
        if found[measure] != _UNKNOWN:
            out[measure] = np.int16(min(max(np.rint(found[measure]), -32767.0), 32767.0))
