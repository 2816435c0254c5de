"""One image for each window of time, from its clear acquisitions. Arrays in, arrays out; order (date, band, pixel).

- `median`: of each band by itself; of an even number, the mean of the middle two, rounded half to even.
- `medoid`: the acquisition whose Euclidean distances in all bands to the others of the window sum to the least, the
  earliest of those as near: Flood 2013, doi 10.3390/rs5126481, equation 1. It keeps the bands of one date together.
- `max_ndvi`: all bands of the acquisition with the largest NDVI, the earliest of equals: Holben 1986,
  doi 10.1080/01431168608948945. Where red and near infrared do not sum to more than 0 there is no NDVI; such a date
  is taken only where there is no other.
- `weighted`: the weighted average of each band in the manner of the monthly syntheses of Theia: Hagolle et al. 2018,
  doi 10.5281/zenodo.1401360. Of its weights two are used: that of the date, which falls linearly from 1 at the middle
  of the window to 0.5 at its first and last day, and, where the cloud shares of the dates are given, 1 less the share
  (at least 0.01) in the place of the distance to clouds. Those of the aerosols and of the sensor are not.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.series.metrics import metrics
from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, Float64Array, Int16Array, IntArray

METHODS: dict[str, str] = {
    "median": "median of each band",
    "medoid": "the acquisition nearest to all others",
    "max_ndvi": "the acquisition with the largest NDVI",
    "weighted": "average weighted by the distance to the middle of the window",
}
"""Methods, and what they are."""

MIN_DATE_WEIGHT = 0.5
"""Weight of the first and last day of a window, if the options name no other."""

_BLOCK = 256  # pixels: one window of ten bands stays in the second-level cache
_MIN_CLOUD_WEIGHT = 0.01
_SAME = 1e-12  # sums of distances that differ by less, relatively, are equal but for rounding


def check_composite(method: str, options: Mapping[str, Any] | None = None) -> str:
    """Say what is wrong with a method and its options, to end a sentence; empty when nothing is."""
    options = options or {}
    if method not in METHODS:
        return f"'{method}' is not one of {', '.join(METHODS)}"
    for role in ("red", "nir") if method == "max_ndvi" else ():
        if not isinstance(options.get(role), int) or isinstance(options[role], bool) or options[role] < 0:
            return f"'max_ndvi' needs the position of the {role} band"
    least = options.get("min_date_weight", MIN_DATE_WEIGHT)
    if not _is_share(least) or least == 0:
        return "'min_date_weight' must be a number above 0, up to 1"
    shares = options.get("cloud_share")
    if shares is not None and not all(map(_is_share, shares)):
        return "'cloud_share' must be a list of numbers from 0 to 1, one a date"
    return ""


def composite(
    values: Int16Array,
    valid: BoolArray,
    days: IntArray,
    windows: IntArray,
    method: str,
    options: Mapping[str, Any] | None = None,
    out: Int16Array | None = None,
) -> Int16Array:
    """Make one image of the clear acquisitions of each window.

    Args:
        values: any unit, NODATA where unknown, shape (date, band, pixel).
        valid: True where the pixel is clear, shape (date, pixel).
        days: acquisition days, strictly ascending, shape (date,).
        windows: first and last day of each, both inside, shape (window, 2); they may overlap.
        method: a key of `METHODS`.
        options: `red` and `nir` (positions of the bands) of `max_ndvi`; `min_date_weight` and `cloud_share` (from 0 to
            1, one a date) of `weighted`; others are left aside.
        out: array to write, int16, shape (window, band, pixel), C order; a new one by default.

    Returns:
        `out`: NODATA where the window has no clear acquisition. An acquisition with a band that is NODATA is not
        clear for `medoid` and `max_ndvi`; the other methods take the bands that it has.

    Raises:
        ValueError: naming what is wrong with the options, the shapes, the days or the windows.
    """
    values, valid, days = np.ascontiguousarray(values), np.ascontiguousarray(valid), np.asarray(days, np.int64)
    windows, options = np.asarray(windows, np.int64).reshape(-1, 2), options or {}
    _check(values, valid, days, windows, method, options)
    if out is None:
        out = np.empty((len(windows), *values.shape[1:]), np.int16)
    if out.shape != (len(windows), *values.shape[1:]):
        raise ValueError(f"the output {out.shape} does not fit {len(windows)} windows of the values {values.shape}")
    for (first, last), image in zip(windows, out):
        part = slice(int(np.searchsorted(days, first)), int(np.searchsorted(days, last, "right")))
        if method == "median":
            metrics(values[part], days[part], ("p50",), valid[part], out=image[None])
        elif method == "medoid":
            _medoid(values[part], valid[part], image)
        elif method == "max_ndvi":
            _max_ndvi(values[part], valid[part], options["red"], options["nir"], image)
        else:
            _average(values[part], valid[part], date_weights(days, (int(first), int(last)), options)[part], image)
    return out


def date_weights(days: IntArray, window: tuple[int, int], options: Mapping[str, Any] | None = None) -> Float64Array:
    """Return the weights of the acquisitions in the weighted average of a window, shape (date,)."""
    options = options or {}
    least = float(options.get("min_date_weight", MIN_DATE_WEIGHT))
    middle, half = (window[0] + window[1]) / 2, max((window[1] - window[0]) / 2, 0.5)
    weights = 1 - (1 - least) * np.abs(np.asarray(days) - middle) / half
    shares = options.get("cloud_share")
    if shares is not None:
        weights = weights * np.maximum(1 - np.asarray(shares, np.float64), _MIN_CLOUD_WEIGHT)
    return np.asarray(weights, np.float64)


def regular_windows(start: int, end: int, step_days: int, window_days: int | None = None) -> IntArray:
    """Return windows that begin every few days.

    Args:
        start: first day of the first window.
        end: last day; the last window begins on it or before, and ends on it at the latest.
        step_days: between the beginnings of two windows.
        window_days: length of each; `step_days` by default, so that every day is in one window.

    Returns:
        First and last day of each, both inside, shape (window, 2).

    Raises:
        ValueError: if the end is before the start, or a number of days below 1.
    """
    length = step_days if window_days is None else window_days
    if end < start or step_days < 1 or length < 1:
        raise ValueError(f"no windows of {length} days every {step_days} days from {start} to {end}")
    firsts = np.arange(start, end + 1, step_days, dtype=np.int64)
    return np.stack([firsts, np.minimum(firsts + length - 1, end)], axis=1)


def monthly_windows(start: int, end: int) -> IntArray:
    """Return the calendar months from one day to another, the first and last cut at them, shape (window, 2).

    Raises:
        ValueError: if the end is before the start.
    """
    if end < start:
        raise ValueError(f"no months from {start} to {end}")
    windows, first = [], start
    while first <= end:
        later = datetime.date.fromordinal(first).replace(day=1) + datetime.timedelta(days=32)
        last = min(later.replace(day=1).toordinal() - 1, end)
        windows.append((first, last))
        first = last + 1
    return np.array(windows, np.int64)


def _is_share(value: Any) -> bool:
    number = isinstance(value, (int, float, np.floating)) and not isinstance(value, bool)
    return bool(number and 0 <= value <= 1)


def _check(
    values: AnyArray, valid: AnyArray, days: IntArray, windows: IntArray, method: str, options: Mapping[str, Any]
) -> None:
    problem = check_composite(method, options)
    if problem:
        raise ValueError(problem)
    if values.dtype != np.int16 or valid.dtype != np.bool_ or values.ndim != 3:
        raise ValueError("values must be int16 (date, band, pixel) and valid bool (date, pixel)")
    if valid.shape != (values.shape[0], values.shape[2]) or days.shape != values.shape[:1]:
        raise ValueError(f"shapes do not agree: values {values.shape}, valid {valid.shape}, days {days.shape}")
    if np.any(np.diff(days) <= 0):
        raise ValueError("days must be strictly ascending")
    if np.any(windows[:, 1] < windows[:, 0]):
        raise ValueError("a window ends before it begins")
    used: Sequence[str] = ("red", "nir") if method == "max_ndvi" else ()
    if any(options[role] >= values.shape[1] for role in used):
        raise ValueError(f"there are only {values.shape[1]} bands")
    shares = options.get("cloud_share")
    if shares is not None and len(shares) != len(days):
        raise ValueError(f"{len(shares)} cloud shares given for {len(days)} dates")


@kernel
def _medoid(values: Int16Array, valid: BoolArray, out: Int16Array) -> None:
    """Sum the distances of each date to the others, block by block, and take the first of the least."""
    dates, bands, pixels = values.shape
    usable = np.empty((dates, _BLOCK), np.bool_)
    totals = np.empty((dates, _BLOCK), np.float64)
    squares = np.empty(_BLOCK, np.float64)
    chosen = np.empty(_BLOCK, np.int64)
    least = np.empty(_BLOCK, np.float64)
    for start in range(0, pixels, _BLOCK):
        size = min(_BLOCK, pixels - start)
        totals[:] = 0
        for date in range(dates):
            _usable(values[date, :, start : start + size], valid[date, start : start + size], usable[date])
        for date in range(dates):
            for other in range(date + 1, dates):
                squares[:] = 0
                for band in range(bands):
                    _add_squares(
                        values[date, band, start : start + size], values[other, band, start : start + size], squares
                    )
                _add_distances(squares[:size], usable[date], usable[other], totals[date], totals[other])
        chosen[:] = -1
        least[:] = np.inf
        for date in range(dates):
            _take_lower(totals[date, :size], usable[date], date, chosen, least)
        _copy_chosen(values, start, chosen[:size], out)


@kernel
def _usable(values: Int16Array, clear: BoolArray, usable: BoolArray) -> None:
    for p in range(len(clear)):
        usable[p] = clear[p]
    for band in range(values.shape[0]):
        for p in range(len(clear)):
            usable[p] &= values[band, p] != SERIES_NODATA


@kernel
def _add_squares(one: Int16Array, other: Int16Array, squares: Float64Array) -> None:
    for p in range(len(one)):
        difference = np.float64(np.int32(one[p]) - np.int32(other[p]))
        squares[p] += difference * difference


@kernel
def _add_distances(
    squares: Float64Array, usable: BoolArray, other_usable: BoolArray, total: Float64Array, other_total: Float64Array
) -> None:
    for p in range(len(squares)):
        distance = np.sqrt(squares[p]) if usable[p] & other_usable[p] else 0.0
        total[p] += distance
        other_total[p] += distance


@kernel
def _take_lower(total: Float64Array, usable: BoolArray, date: int, chosen: IntArray, least: Float64Array) -> None:
    for p in range(len(total)):
        better = usable[p] & ((chosen[p] < 0) | (total[p] < least[p] - _SAME * least[p]))
        chosen[p] = date if better else chosen[p]
        least[p] = total[p] if better else least[p]


@kernel
def _copy_chosen(values: Int16Array, start: int, chosen: IntArray, out: Int16Array) -> None:
    for band in range(out.shape[0]):
        row = out[band, start : start + len(chosen)]
        for p in range(len(chosen)):
            row[p] = values[chosen[p], band, start + p] if chosen[p] >= 0 else np.int16(SERIES_NODATA)


@kernel
def _max_ndvi(values: Int16Array, valid: BoolArray, red: int, nir: int, out: Int16Array) -> None:
    dates, _, pixels = values.shape
    usable = np.empty(_BLOCK, np.bool_)
    chosen = np.empty(_BLOCK, np.int64)
    largest = np.empty(_BLOCK, np.float64)
    for start in range(0, pixels, _BLOCK):
        size = min(_BLOCK, pixels - start)
        chosen[:] = -1
        largest[:] = -np.inf
        for date in range(dates):
            _usable(values[date, :, start : start + size], valid[date, start : start + size], usable)
            _take_greener(
                values[date, red, start : start + size], values[date, nir, start : start + size], usable, date,
                chosen, largest,
            )
        _copy_chosen(values, start, chosen[:size], out)


@kernel
def _take_greener(
    red: Int16Array, nir: Int16Array, usable: BoolArray, date: int, chosen: IntArray, largest: Float64Array
) -> None:
    for p in range(len(red)):
        total = np.float64(red[p]) + np.float64(nir[p])
        ndvi = (np.float64(nir[p]) - np.float64(red[p])) / total
        ndvi = ndvi if total > 0 else np.float64(-1e9)
        better = usable[p] & (ndvi > largest[p])
        chosen[p] = date if better else chosen[p]
        largest[p] = ndvi if better else largest[p]


@kernel
def _average(values: Int16Array, valid: BoolArray, weights: Float64Array, out: Int16Array) -> None:
    dates, bands, pixels = values.shape
    total = np.empty(_BLOCK, np.float64)
    weight = np.empty(_BLOCK, np.float64)
    for start in range(0, pixels, _BLOCK):
        stop = min(start + _BLOCK, pixels)
        for band in range(bands):
            total[:] = 0
            weight[:] = 0
            for date in range(dates):
                _weigh(values[date, band, start:stop], valid[date, start:stop], weights[date], total, weight)
            row = out[band, start:stop]
            for p in range(stop - start):
                mean = np.rint(total[p] / weight[p])
                row[p] = np.int16(mean) if weight[p] > 0 else np.int16(SERIES_NODATA)


@kernel
def _weigh(row: Int16Array, clear: BoolArray, share: float, total: Float64Array, weight: Float64Array) -> None:
    for p in range(len(row)):
        own = share if clear[p] & (row[p] != SERIES_NODATA) else 0.0
        total[p] += own * np.float64(row[p])
        weight[p] += own
