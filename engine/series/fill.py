"""From acquisitions with gaps to values on the target dates. Arrays in, arrays out; order (date, band, pixel)."""

from __future__ import annotations

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, Float32Array, Int16Array, IntArray, UInt16Array

_BLOCK = 512  # pixels: one date of ten bands stays in the first-level cache
_NEVER = -(2**30)
_ROUND = np.float32(1.5 * 2**23)  # adding and taking away again rounds to the nearest integer, halves to even


def fill_linear(
    values: Int16Array,
    valid: BoolArray,
    days: IntArray,
    target_days: IntArray,
    out: Int16Array | None = None,
    first: int = 0,
) -> Int16Array:
    """Interpolate each pixel linearly between its valid acquisitions.

    Args:
        values: reflectance x 10000, shape (date, band, pixel).
        valid: True where the pixel is clear, shape (date, pixel).
        days: acquisition days, strictly ascending, shape (date,).
        target_days: days to estimate, ascending, shape (target,).
        out: array to write, int16, shape (target, band, pixel), C order; a new one by default.
        first: pixel of `values` with which `out` begins, so that a block needs no copy.

    Returns:
        `out`: shape (target, band, pixel). Before the first and after the last valid
        acquisition the nearest valid value is held; pixels never valid are NODATA.
        Rounded to the nearest integer, halves to even, from single precision: at
        most 1 from the rounded exact value.

    Raises:
        ValueError: if the days are not ascending or the shapes do not agree.

    Source: Inglada et al. 2017, doi 10.3390/rs9010095, section 2.3.
    """
    days, targets, out = prepared(values, valid, days, target_days, out, first)
    _fill(np.ascontiguousarray(values), np.ascontiguousarray(valid), days, targets, out, first, False)
    return out


def fill_nearest(
    values: Int16Array,
    valid: BoolArray,
    days: IntArray,
    target_days: IntArray,
    out: Int16Array | None = None,
    first: int = 0,
) -> Int16Array:
    """Take for each target day the valid acquisition nearest in time, the earlier of two as near.

    Arguments, result and errors as in `fill_linear`; the values are exact.
    """
    days, targets, out = prepared(values, valid, days, target_days, out, first)
    _fill(np.ascontiguousarray(values), np.ascontiguousarray(valid), days, targets, out, first, True)
    return out


def select_acquisitions(values: Int16Array, valid: BoolArray, days: IntArray, target_days: IntArray) -> Int16Array:
    """Return the values as acquired on the target days, NODATA where they are not valid.

    Args:
        values: as in `fill_linear`.
        valid: as in `fill_linear`.
        days: as in `fill_linear`.
        target_days: ascending.

    Returns:
        Shape (target, band, pixel); NODATA on days without an acquisition, too.

    Raises:
        ValueError: as in `fill_linear`.
    """
    days, targets = _checked(values, valid, days, target_days)
    found = np.full((len(targets), *values.shape[1:]), SERIES_NODATA, np.int16)
    there = np.flatnonzero(np.isin(targets, days))
    rows = np.searchsorted(days, targets[there])
    found[there] = np.where(valid[rows, None, :], values[rows], np.int16(SERIES_NODATA))
    return found


def merge_same_day(values: Int16Array, valid: BoolArray, days: IntArray) -> tuple[Int16Array, BoolArray, IntArray]:
    """Make one acquisition of those that share a day: the first valid one wins in each pixel.

    Args:
        values: as in `fill_linear`.
        valid: as in `fill_linear`.
        days: acquisition days, ascending, with repeats.

    Returns:
        Values, validity and days, the last strictly ascending. The inputs themselves when no day repeats.

    Raises:
        ValueError: if the days are not ascending.
    """
    days = np.asarray(days, np.int64)
    if np.any(np.diff(days) < 0):
        raise ValueError("days must be ascending")
    unique, firsts = np.unique(days, return_index=True)
    if len(unique) == len(days):
        return values, valid, days
    merged, clear = values[firsts], valid[firsts]
    for row in np.setdiff1d(np.arange(len(days)), firsts):
        into = int(np.searchsorted(unique, days[row]))
        take = valid[row] & ~clear[into]
        np.copyto(merged[into], values[row], where=take)
        clear[into] |= take
    return merged, clear, unique


def clear_count(valid: BoolArray) -> UInt16Array:
    """Count the valid acquisitions of each pixel: shape (date, pixel) to (pixel,)."""
    return np.asarray(valid.sum(axis=0, dtype=np.uint16))


def prepared(
    values: AnyArray, valid: AnyArray, days: AnyArray, target_days: AnyArray, out: Int16Array | None, first: int
) -> tuple[IntArray, IntArray, Int16Array]:
    """Check the arguments of a filling; return the days, the target days and the array to write.

    Raises:
        ValueError: as in `fill_linear`.
    """
    days, targets = _checked(values, valid, days, target_days)
    if out is None:
        out = np.empty((len(targets), values.shape[1], values.shape[2] - first), np.int16)
    if out.shape[:2] != (len(targets), values.shape[1]) or not 0 <= first <= values.shape[2] - out.shape[2]:
        raise ValueError(f"the output {out.shape} does not fit the values {values.shape} from pixel {first}")
    return days, targets, out


def _checked(values: AnyArray, valid: AnyArray, days: AnyArray, target_days: AnyArray) -> tuple[IntArray, IntArray]:
    days, targets = np.asarray(days, np.int64), np.asarray(target_days, np.int64)
    if values.dtype != np.int16 or valid.dtype != np.bool_ or values.ndim != 3:
        raise ValueError("values must be int16 (date, band, pixel) and valid bool (date, pixel)")
    if valid.shape != (values.shape[0], values.shape[2]) or days.shape != values.shape[:1]:
        raise ValueError(f"shapes do not agree: values {values.shape}, valid {valid.shape}, days {days.shape}")
    if np.any(np.diff(days) <= 0):
        raise ValueError("days must be strictly ascending")
    if np.any(np.diff(targets) < 0):
        raise ValueError("target days must be ascending")
    return days, targets


@kernel
def _fill(
    values: Int16Array, valid: BoolArray, days: IntArray, targets: IntArray, out: Int16Array, offset: int,
    nearest: bool,
) -> None:
    """Scan forward for the value before each target, backward for the one after, and weigh them or take the nearer."""
    bands, pixels = out.shape[1], out.shape[2]
    held = np.empty((bands, _BLOCK), np.int16)
    held_day = np.empty(_BLOCK, np.int64)
    take = np.empty(_BLOCK, np.int16)
    before = np.empty((len(targets), _BLOCK), np.int64)
    weight = np.empty(_BLOCK, np.float32)
    for start in range(0, pixels, _BLOCK):
        stop = min(start + _BLOCK, pixels)
        first, last = start + offset, stop + offset
        held[:] = SERIES_NODATA
        held_day[:] = _NEVER
        date = 0
        for target in range(len(targets)):
            while date < len(days) and days[date] <= targets[target]:
                _hold(values, valid[date, first:last], date, first, days[date], take, held, held_day)
                date += 1
            before[target] = held_day
            for band in range(bands):
                _copy(held[band], out[target, band, start:stop])
        held[:] = SERIES_NODATA
        held_day[:] = _NEVER
        date = len(days) - 1
        for target in range(len(targets) - 1, -1, -1):
            while date >= 0 and days[date] > targets[target]:
                _hold(values, valid[date, first:last], date, first, days[date], take, held, held_day)
                date -= 1
            if nearest:
                _choose(before[target], held_day, targets[target], weight)
            else:
                _weigh(before[target], held_day, targets[target], weight)
            for band in range(bands):
                _blend(out[target, band, start:stop], held[band], weight)


@kernel
def _hold(
    values: Int16Array,
    clear: BoolArray,
    date: int,
    first: int,
    day: int,
    take: Int16Array,
    held: Int16Array,
    held_day: IntArray,
) -> None:
    """Keep the values of this date where they are clear; with bit masks, which become vector instructions."""
    count = len(clear)
    for p in range(count):
        take[p] = np.int16(-1) if clear[p] else np.int16(0)
    for p in range(count):
        held_day[p] = (day & np.int64(take[p])) | (held_day[p] & ~np.int64(take[p]))
    for band in range(held.shape[0]):
        row, kept = values[date, band, first : first + count], held[band]
        for p in range(count):
            kept[p] = (row[p] & take[p]) | (kept[p] & ~take[p])


@kernel
def _copy(source: Int16Array, out: Int16Array) -> None:
    for p in range(len(out)):
        out[p] = source[p]


@kernel
def _weigh(before: IntArray, after: IntArray, target: int, weight: Float32Array) -> None:
    """Weight of the later value: 0 without one, 1 without an earlier one."""
    for p in range(len(weight)):
        share = np.float32(target - before[p]) / np.float32(after[p] - before[p])
        share = np.float32(0) if after[p] == _NEVER else share
        weight[p] = np.float32(1) if before[p] == _NEVER else share


@kernel
def _choose(before: IntArray, after: IntArray, target: int, weight: Float32Array) -> None:
    """Weight 1 where the later value is the nearer one, so that blending takes it as it is; else 0."""
    for p in range(len(weight)):
        later = np.float32(1) if after[p] - target < target - before[p] else np.float32(0)
        later = np.float32(0) if after[p] == _NEVER else later
        weight[p] = np.float32(1) if before[p] == _NEVER else later


@kernel
def _blend(out: Int16Array, later: Int16Array, weight: Float32Array) -> None:
    """Move the earlier value in `out` towards the later one."""
    for p in range(len(out)):
        earlier = np.float32(out[p])
        exact = earlier + weight[p] * (np.float32(later[p]) - earlier)
        out[p] = np.int16((exact + _ROUND) - _ROUND)
