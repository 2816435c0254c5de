"""Statistics over time of each pixel, from its clear acquisitions. Arrays in, arrays out.

- `min`, `max`, `pNN` (1 to 99): percentiles of the clear values, with linear interpolation between the two that
  enclose the rank (definition 7 of Hyndman and Fan 1996, doi 10.1080/00031305.1996.10473566).
- `mean`, `std`: of the clear values; the standard deviation is that of the population (divided by n).
- `range`: `max` less `min`. `iqr`: `p75` less `p25`.
- `slope`: of the least-squares line through the clear values, in units of the source per 365.25 days.
- `clear_dates`: how many clear values there are.
- `longest_gap`: the most days without a clear value: between two that follow each other, from the first day of the
  period to the first, or from the last to the last day of the period.

Everything is computed in whole numbers up to the last division, and rounded once, halves to even; results outside of
int16 are held at -32767 and 32767.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import SERIES_NODATA, BoolArray, Int16Array, IntArray

_BLOCK = 256  # pixels: forty dates of one source stay in the first-level cache
_YEAR_DAYS = 365.25
_PERCENTILE = re.compile(r"p(\d{1,2})")
_NO_MASK = np.empty((0, 0), np.bool_)
_RANK, _MEAN, _STD, _RANGE, _IQR, _SLOPE, _COUNT, _GAP = range(8)

STATISTICS: dict[str, tuple[int, int]] = {
    "min": (_RANK, 0), "max": (_RANK, 100), "mean": (_MEAN, 0), "std": (_STD, 0), "range": (_RANGE, 0),
    "iqr": (_IQR, 0), "slope": (_SLOPE, 0), "clear_dates": (_COUNT, 0), "longest_gap": (_GAP, 0),
    **{f"p{share}": (_RANK, share) for share in (5, 10, 25, 50, 75, 90, 95)},
}  # fmt: skip
"""Statistics by name, and how they are computed. Any other percentile from p1 to p99 can be asked for too."""


def check_statistic(name: str) -> str:
    """Say what is wrong with the name of a statistic, to end a sentence; empty when nothing is."""
    known = ", ".join(n for n in STATISTICS if not _PERCENTILE.fullmatch(n))
    return "" if _code(name) else f"'{name}' is not one of {known}, p1 to p99 (the median is p50)"


def unit(statistic: str, source_unit: str) -> str:
    """Return the unit of a statistic of values in a unit."""
    if statistic == "slope":
        return f"{source_unit} per year"
    return {"clear_dates": "dates", "longest_gap": "days"}.get(statistic, source_unit)


def metrics(
    values: Int16Array,
    days: IntArray,
    statistics: Sequence[str],
    valid: BoolArray | None = None,
    period: tuple[int, int] | None = None,
    out: Int16Array | None = None,
) -> Int16Array:
    """Compute statistics of the clear values of each pixel.

    Args:
        values: any unit, NODATA where not clear, shape (date, source, pixel).
        days: acquisition days, strictly ascending, shape (date,).
        statistics: names, of `STATISTICS` or `pNN`.
        valid: False where the pixel is not clear either, shape (date, pixel).
        period: first and last day that `longest_gap` counts from and to; by default those of `days`.
        out: array to write, int16, shape (statistic, source, pixel), C order; a new one by default.

    Returns:
        `out`: in the unit that `unit` tells, shape (statistic, source, pixel). Without a clear value NODATA, but
        `clear_dates` is 0 and `longest_gap` the whole period; `slope` of one clear value is NODATA too.

    Raises:
        ValueError: if a statistic is unknown, the days are not ascending or not within the period, or the shapes do
            not agree.
    """
    values, days = np.ascontiguousarray(values), np.asarray(days, np.int64)
    codes = [(_code(name), name) for name in statistics]
    unknown = [name for code, name in codes if code is None]
    if unknown:
        raise ValueError(check_statistic(unknown[0]))
    if values.dtype != np.int16 or values.ndim != 3 or days.shape != values.shape[:1]:
        raise ValueError(f"values must be int16 (date, source, pixel), not {values.dtype} {values.shape}")
    if valid is not None and valid.shape != (values.shape[0], values.shape[2]):
        raise ValueError(f"shapes do not agree: values {values.shape}, valid {valid.shape}")
    if out is None:
        out = np.empty((len(codes), *values.shape[1:]), np.int16)
    if out.shape != (len(codes), *values.shape[1:]):
        raise ValueError(f"the output {out.shape} does not fit {len(codes)} statistics of the values {values.shape}")
    mask = _NO_MASK if valid is None else np.ascontiguousarray(valid)
    kinds = np.array([code for code, _ in codes], np.int64).reshape(-1, 2)
    _metrics(values, mask, days, kinds, _network(len(days)), np.array(_period(days, period), np.int64), out)
    return out


def _period(days: IntArray, period: tuple[int, int] | None) -> tuple[int, int]:
    if np.any(np.diff(days) <= 0):
        raise ValueError("days must be strictly ascending")
    if period is None:
        return (int(days[0]), int(days[-1])) if len(days) else (0, 0)
    if len(days) and not period[0] <= days[0] <= days[-1] <= period[1]:
        raise ValueError(f"acquisitions from day {days[0]} to {days[-1]} are not within the period {period}")
    return period


def _code(name: str) -> tuple[int, int] | None:
    found = _PERCENTILE.fullmatch(name) if isinstance(name, str) else None
    if found and int(found.group(1)) > 0:
        return _RANK, int(found.group(1))
    return STATISTICS.get(name) if isinstance(name, str) else None


@lru_cache(maxsize=64)
def _network(count: int) -> IntArray:
    """Return the pairs of rows to put in order, one after the other, that sort that many rows, shape (pair, 2).

    The same steps sort every pixel, so a step is two vector instructions for many pixels at once.

    Source: merge exchange, Batcher 1968, doi 10.1145/1468075.1468121; Knuth, The Art of Computer Programming,
    volume 3, algorithm 5.2.2M, which takes any number of rows.
    """
    pairs: list[tuple[int, int]] = []
    top = 1 << max(count - 1, 0).bit_length() >> 1
    step = top
    while step > 0:
        reach, rest, gap = top, 0, step
        while True:
            pairs += [(row, row + gap) for row in range(count - gap) if row & step == rest]
            if reach == step:
                break
            gap, reach, rest = reach - step, reach >> 1, step
        step >>= 1
    return np.array(pairs, np.int64).reshape(-1, 2)


@kernel
def _metrics(
    values: Int16Array, valid: BoolArray, days: IntArray, kinds: IntArray, network: IntArray, period: IntArray,
    out: Int16Array,
) -> None:
    """Take the pixels in blocks: what each statistic needs is made once."""
    dates, sources, pixels = values.shape
    ranked, summed, sloped, gapped = _needs(kinds)
    block = np.empty((dates, _BLOCK), np.int16)
    counts = np.empty(_BLOCK, np.int64)
    sums = np.empty((5, _BLOCK), np.int64)  # of values, their squares, days, their squares, days times values
    gaps = np.empty(_BLOCK, np.int64)
    last = np.empty(_BLOCK, np.int64)
    for source in range(sources):
        for start in range(0, pixels, _BLOCK):
            stop = min(start + _BLOCK, pixels)
            counts[:] = 0
            for date in range(dates):
                _load(values[date, source, start:stop], block[date], counts)
                if valid.shape[1]:
                    _mask(valid[date, start:stop], block[date], counts)
            if summed:
                sums[:] = 0
                for date in range(dates):
                    _add(block[date, : stop - start], sums)
                    if sloped:
                        _add_days(block[date, : stop - start], days[date] - days[0], sums)
            if gapped:
                last[:] = period[0]
                gaps[:] = 0
                for date in range(dates):
                    _widen(block[date, : stop - start], days[date], last, gaps)
                _close(period[1], last, gaps)
            if ranked:
                for pair in range(len(network)):
                    _order(block[network[pair, 0]], block[network[pair, 1]])
            for row in range(len(kinds)):
                _write(kinds[row, 0], kinds[row, 1], block, counts, sums, gaps, out[row, source, start:stop])


@kernel
def _needs(kinds: IntArray) -> tuple[bool, bool, bool, bool]:
    ranked, summed, sloped, gapped = False, False, False, False
    for row in range(len(kinds)):
        kind = kinds[row, 0]
        ranked |= kind in (_RANK, _RANGE, _IQR)
        summed |= kind in (_MEAN, _STD, _SLOPE)
        sloped |= kind == _SLOPE
        gapped |= kind == _GAP
    return ranked, summed, sloped, gapped


@kernel
def _load(row: Int16Array, kept: Int16Array, counts: IntArray) -> None:
    for p in range(len(row)):
        kept[p] = row[p]
        counts[p] += row[p] != SERIES_NODATA


@kernel
def _mask(clear: BoolArray, kept: Int16Array, counts: IntArray) -> None:
    for p in range(len(clear)):
        counts[p] -= (kept[p] != SERIES_NODATA) & (not clear[p])
        kept[p] = kept[p] if clear[p] else np.int16(SERIES_NODATA)


@kernel
def _order(lower: Int16Array, upper: Int16Array) -> None:
    for p in range(len(lower)):
        a, b = lower[p], upper[p]
        lower[p] = a if a < b else b
        upper[p] = b if a < b else a


@kernel
def _add(row: Int16Array, sums: IntArray) -> None:
    for p in range(len(row)):
        value = np.int64(row[p]) if row[p] != SERIES_NODATA else np.int64(0)
        sums[0, p] += value
        sums[1, p] += value * value


@kernel
def _add_days(row: Int16Array, day: int, sums: IntArray) -> None:
    for p in range(len(row)):
        known = np.int64(row[p] != SERIES_NODATA)
        sums[2, p] += known * day
        sums[3, p] += known * day * day
        sums[4, p] += known * day * np.int64(row[p])


@kernel
def _widen(row: Int16Array, day: int, last: IntArray, gaps: IntArray) -> None:
    for p in range(len(row)):
        if row[p] != SERIES_NODATA:
            gaps[p] = max(gaps[p], day - last[p])
            last[p] = day


@kernel
def _close(day: int, last: IntArray, gaps: IntArray) -> None:
    for p in range(len(gaps)):
        gaps[p] = max(gaps[p], day - last[p])


@kernel
def _write(
    kind: int, share: int, block: Int16Array, counts: IntArray, sums: IntArray, gaps: IntArray, out: Int16Array
) -> None:
    """Write one statistic of one block; `block` is sorted, NODATA first, if the statistic is of ranks."""
    for p in range(len(out)):
        n = counts[p]
        if kind == _COUNT:
            exact = np.float64(n)
        elif kind == _GAP:
            exact = np.float64(gaps[p])
        elif n == 0 or (kind == _SLOPE and n == 1):
            out[p] = SERIES_NODATA
            continue
        elif kind == _RANK:
            exact = np.float64(_ranked(block, p, n, share)) / 100.0
        elif kind == _RANGE:
            exact = np.float64(_ranked(block, p, n, 100) - _ranked(block, p, n, 0)) / 100.0
        elif kind == _IQR:
            exact = np.float64(_ranked(block, p, n, 75) - _ranked(block, p, n, 25)) / 100.0
        elif kind == _MEAN:
            exact = np.float64(sums[0, p]) / n
        elif kind == _STD:
            exact = np.sqrt(np.float64(n * sums[1, p] - sums[0, p] * sums[0, p])) / n
        else:
            across = n * sums[4, p] - sums[2, p] * sums[0, p]
            exact = _YEAR_DAYS * np.float64(across) / (n * sums[3, p] - sums[2, p] * sums[2, p])
        out[p] = np.int16(min(max(np.rint(exact), -32767.0), 32767.0))


@kernel
def _ranked(block: Int16Array, p: int, n: int, share: int) -> int:
    """Return a percentile of the last n of the sorted values, times 100, exactly."""
    place = (n - 1) * share
    whole, part = place // 100, place % 100
    first = len(block) - n + whole
    lower = np.int64(block[first, p])
    upper = np.int64(block[min(first + 1, len(block) - 1), p])
    return int(lower * 100 + (upper - lower) * part)
