"""From acquisitions with gaps to values on the target dates, by Gaussian kernels of several widths."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.series.fill import fill_linear, prepared
from landweave.engine.types import BoolArray, Float64Array, Int16Array, IntArray

FWHM_DAYS = (8.0, 16.0, 32.0)

_LEAST = 0.01  # a kernel ends where it has fallen to this share of its peak
_BLOCK = 256
_ROUND = 1.5 * 2.0**52  # adding and taking away again rounds to the nearest integer, halves to even
_LIMIT = 32767.0


def fill_radial_basis(
    values: Int16Array,
    valid: BoolArray,
    days: IntArray,
    target_days: IntArray,
    fwhm_days: Sequence[float] = FWHM_DAYS,
    out: Int16Array | None = None,
    first: int = 0,
) -> Int16Array:
    """Average the valid acquisitions around each target day, by the mean of several Gaussian kernels.

    Each kernel gives the weighted mean of the valid acquisitions that it reaches. The
    kernels' means are averaged in turn, each weighted by its share of data: the weight of
    the acquisitions that are valid over that of all of them. So the narrow kernels, which
    follow the season closely, count as far as they find clear dates, the wide ones elsewhere.

    Args:
        values: as in `fill.fill_linear`.
        valid: as in `fill.fill_linear`.
        days: as in `fill.fill_linear`.
        target_days: as in `fill.fill_linear`.
        fwhm_days: widths of the kernels at half their height, in days.
        out: as in `fill.fill_linear`.
        first: as in `fill.fill_linear`.

    Returns:
        `out`: shape (target, band, pixel). A kernel reaches as far as it weighs 0.01 of its
        peak (1.29 times its width); where none reaches a valid acquisition, the value is
        that of `fill.fill_linear`. Pixels never valid are NODATA. Rounded half to even.

    Raises:
        ValueError: as in `fill.fill_linear`, and if a width is not above 0.

    Source: Schwieder et al. 2016, doi 10.1016/j.jag.2016.06.019.
    """
    days, targets, out = prepared(values, valid, days, target_days, out, first)
    if not len(fwhm_days) or not all(width > 0 for width in fwhm_days):
        raise ValueError(f"the widths {list(fwhm_days)} must be above 0")
    fill_linear(values, valid, days, targets, out, first)
    weights = _weights(days, targets, fwhm_days)
    reached = weights > 0
    starts = np.where(reached.any(axis=1), reached.argmax(axis=1), 0) if len(days) else np.zeros(len(targets), int)
    stops = starts + reached.sum(axis=1)
    _average(np.ascontiguousarray(values), np.ascontiguousarray(valid), weights, starts, stops, out, first)
    return out


def _weights(days: IntArray, targets: IntArray, widths: Sequence[float]) -> Float64Array:
    """Return the weight of each acquisition at each target, shape (target, date).

    A kernel's mean times its share of data is its weighted sum of the valid values over
    its weight of all acquisitions. So one set of weights does: the sum of all kernels, each
    divided by its weight of all acquisitions.
    """
    total = np.zeros((len(targets), len(days)))
    distance = (targets[:, None] - days[None, :]).astype(np.float64)
    for width in widths:
        single = 0.5 ** ((2 * distance / width) ** 2)
        single[single < _LEAST] = 0
        everything = single.sum(axis=1, keepdims=True)
        total += np.divide(single, everything, out=np.zeros_like(single), where=everything > 0)
    return total


@kernel
def _average(
    values: Int16Array, valid: BoolArray, weights: Float64Array, starts: IntArray, stops: IntArray, out: Int16Array,
    offset: int,
) -> None:
    """Write the weighted means of the valid values where there are any."""
    dates, bands, pixels = len(values), out.shape[1], out.shape[2]
    clear, known = np.empty((dates, _BLOCK)), np.empty((dates, _BLOCK))
    share, total = np.empty((len(starts), _BLOCK)), np.empty(_BLOCK)
    for start in range(0, pixels, _BLOCK):
        stop = min(start + _BLOCK, pixels)
        for date in range(dates):
            _mask(valid[date, start + offset : stop + offset], clear[date])
        for target in range(len(starts)):
            share[target] = 0.0
            for date in range(starts[target], stops[target]):
                _add(clear[date], weights[target, date], share[target])
        for band in range(bands):
            for date in range(dates):
                _read(values[date, band, start + offset : stop + offset], clear[date], known[date])
            for target in range(len(starts)):
                total[:] = 0.0
                for date in range(starts[target], stops[target]):
                    _add(known[date], weights[target, date], total)
                _write(total, share[target], out[target, band, start:stop])


@kernel
def _mask(row: BoolArray, clear: Float64Array) -> None:
    for p in range(len(row)):
        clear[p] = 1.0 if row[p] else 0.0


@kernel
def _read(row: Int16Array, clear: Float64Array, known: Float64Array) -> None:
    for p in range(len(row)):
        known[p] = clear[p] * row[p]


@kernel
def _add(row: Float64Array, weight: float, total: Float64Array) -> None:
    for p in range(len(total)):
        total[p] += weight * row[p]


@kernel
def _write(total: Float64Array, share: Float64Array, out: Int16Array) -> None:
    for p in range(len(out)):
        mean = min(max(total[p] / share[p], -_LIMIT), _LIMIT)
        out[p] = np.int16((mean + _ROUND) - _ROUND) if share[p] > 0 else out[p]
