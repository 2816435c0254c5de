"""From acquisitions with gaps to regular target dates: filled linearly, then smoothed by polynomials in a window."""

from __future__ import annotations

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.series.fill import fill_linear, prepared
from landweave.engine.types import SERIES_NODATA, BoolArray, Float64Array, Int16Array, IntArray

_BLOCK = 256
_ROUND = 1.5 * 2.0**52  # adding and taking away again rounds to the nearest integer, halves to even
_LIMIT = 32767.0


def fill_savitzky_golay(
    values: Int16Array,
    valid: BoolArray,
    days: IntArray,
    target_days: IntArray,
    window: int = 7,
    degree: int = 2,
    out: Int16Array | None = None,
    first: int = 0,
) -> Int16Array:
    """Fill linearly, then put in each place the value of the polynomial that fits the window around it best.

    Args:
        values: as in `fill.fill_linear`.
        valid: as in `fill.fill_linear`.
        days: as in `fill.fill_linear`.
        target_days: days to estimate, evenly spaced, shape (target,).
        window: number of target dates that a polynomial is fitted to, odd; with fewer
            target dates, the greatest odd number of them.
        degree: of the polynomials, below the window; lowered where the window is.
        out: as in `fill.fill_linear`.
        first: as in `fill.fill_linear`.

    Returns:
        `out`: shape (target, band, pixel). The first and last half window take the
        values of the polynomial of the first and the last whole window. Pixels never
        valid are NODATA. Rounded half to even and held within +-32767.

    Raises:
        ValueError: as in `fill.fill_linear`, and if the target days are not evenly
            spaced, the window is not odd or the degree not below it.

    Source: Savitzky and Golay 1964, doi 10.1021/ac60214a047.
    """
    days, targets, out = prepared(values, valid, days, target_days, out, first)
    steps = np.diff(targets)
    if len(steps) and (steps.min() != steps.max() or steps[0] == 0):
        raise ValueError("target days must be evenly spaced")
    if window < 1 or window % 2 == 0 or not 0 <= degree < window:
        raise ValueError(f"the window {window} must be odd and above the degree {degree}")
    fill_linear(values, valid, days, targets, out, first)
    weights, starts = _weights(len(targets), window, degree)
    _apply(out, weights, starts)
    return out


def _weights(count: int, window: int, degree: int) -> tuple[Float64Array, IntArray]:
    """Return the weights of the dates of each date's window, shape (target, window), and where the windows start."""
    window = min(window, count - 1 + count % 2)
    if window < 1:
        return np.zeros((count, 0)), np.zeros(count, np.int64)
    half = window // 2
    places = np.arange(-half, half + 1) / max(half, 1)
    powers = np.vander(places, min(degree, window - 1) + 1, increasing=True)
    projection = powers @ np.linalg.pinv(powers)  # row i: the fitted value at place i
    starts = np.clip(np.arange(count) - half, 0, count - window)
    return np.ascontiguousarray(projection[np.arange(count) - starts]), starts


@kernel
def _apply(out: Int16Array, weights: Float64Array, starts: IntArray) -> None:
    """Replace the series, shape (target, band, pixel), by weighted sums of their dates."""
    targets, bands, pixels = out.shape
    series = np.empty((targets, _BLOCK))
    total = np.empty(_BLOCK)
    for start in range(0, pixels, _BLOCK):
        stop = min(start + _BLOCK, pixels)
        for band in range(bands):
            for target in range(targets):
                _read(out[target, band, start:stop], series[target])
            for target in range(targets):
                total[:] = 0.0
                for i in range(weights.shape[1]):
                    _add(series[starts[target] + i], weights[target, i], total)
                _write(total, out[target, band, start:stop])


@kernel
def _read(row: Int16Array, series: Float64Array) -> None:
    for p in range(len(row)):
        series[p] = row[p]


@kernel
def _add(row: Float64Array, weight: float, total: Float64Array) -> None:
    for p in range(len(total)):
        total[p] += weight * row[p]


@kernel
def _write(total: Float64Array, out: Int16Array) -> None:
    """Round what is known: a pixel that is NODATA on one date is so on all."""
    for p in range(len(out)):
        held = min(max(total[p], -_LIMIT), _LIMIT)
        out[p] = out[p] if out[p] == SERIES_NODATA else np.int16((held + _ROUND) - _ROUND)
