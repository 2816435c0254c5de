"""Haralick's measures of texture in a moving window. Arrays in, arrays out; order (row, column).

The image becomes grey levels: `levels` steps of equal width from `low` to `high`, values beyond in the outer ones.
For each of the directions 0, 45, 90 and 135 degrees, pairs of neighbours of which both lie in the window are counted,
both ways round; the measures of the four directions are averaged. A pair with an unknown pixel is not counted.

The count of pairs slides along a row: only the pairs that enter and leave are touched. All that is kept are integers
(of the entropy a fixed-point sum), so that a pixel's result does not depend on the block that it is computed in.

Source: Haralick et al. 1973, doi 10.1109/TSMC.1973.4309314: f1 angular second moment, f2 contrast, f3 correlation,
f5 inverse difference moment (homogeneity), f9 entropy; dissimilarity is contrast with |i - j| for its square.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.features.neighbourhood import check_window
from landweave.engine.kernel import kernel
from landweave.engine.types import SERIES_NODATA, Float32Array, Float64Array, Int16Array, IntArray

SCALES = {
    "contrast": 100, "dissimilarity": 100, "homogeneity": 10000, "asm": 10000, "entropy": 1000, "correlation": 10000,
}  # fmt: skip
"""By what each measure is multiplied, so that integers hold it."""
MEASURES = tuple(SCALES)
MOST_LEVELS = 64

_ONE = float(2**32)  # of the fixed-point sum
_PAIRS, _APART, _SQUARES, _LOGS, _CONTRAST, _DISTANCE, _SUM, _SUM_OF_SQUARES, _PRODUCTS = range(9)


def texture(
    image: Int16Array, window: int, measures: Sequence[str], levels: int, limits: tuple[float, float]
) -> Float32Array:
    """Compute measures of texture.

    Args:
        image: any unit, NODATA where unknown, shape (row, column) with `window // 2` pixels around those wanted.
        window: side of the window in pixels, odd, 3 to 101.
        measures: names among `MEASURES`.
        levels: number of grey levels, 2 to 64.
        limits: lowest and highest value of the grey levels, in the unit of the image.

    Returns:
        Shape (measure, row - 2 x (window // 2), column - 2 x (window // 2)): the measure times its number in `SCALES`.
        NaN where the window has no pair of known neighbours. The correlation of one grey level is 1.

    Raises:
        ValueError: if a measure is unknown, the window, levels or limits are not as above, or the image is too small.
    """
    check_window(image, window)
    low, high = limits
    unknown = [name for name in measures if name not in SCALES]
    if unknown:
        raise ValueError(f"unknown measure of texture {unknown[0]!r}")
    if not 2 <= levels <= MOST_LEVELS or not low < high:
        raise ValueError(f"{levels} grey levels from {low} to {high}: there must be 2 to {MOST_LEVELS}, upwards")
    grey = grey_levels(image, levels, limits)
    half = window // 2
    shape = (image.shape[0] - 2 * half, image.shape[1] - 2 * half)
    sums = np.zeros((len(MEASURES), *shape), np.float64)
    directions = np.zeros(shape, np.int64)
    counts = np.arange(window * window + 1, dtype=np.float64)
    logs = np.rint(counts * np.log(np.maximum(counts, 1)) * _ONE).astype(np.int64)
    for down, right in ((0, 1), (1, 1), (1, 0), (1, -1)):
        _direction(grey, window, down, right, levels, logs, sums, directions)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = [sums[MEASURES.index(name)] * SCALES[name] / directions for name in measures]
    return np.asarray(means, np.float32).reshape(len(measures), *shape)


def texture_unit(measure: str) -> str:
    """Return the unit of a measure as `texture` gives it."""
    return f"{measure} x {SCALES[measure]}"


def grey_levels(image: Int16Array, levels: int, limits: tuple[float, float]) -> Int16Array:
    """Return the grey level of each pixel, 0 to levels - 1; -1 where unknown."""
    low, high = limits
    steps = np.floor((image.astype(np.float64) - low) * (levels / (high - low)))
    grey = np.clip(steps, 0, levels - 1).astype(np.int16)
    return np.where(image == SERIES_NODATA, np.int16(-1), grey)


@kernel
def _direction(
    grey: Int16Array,
    window: int,
    down: int,
    right: int,
    levels: int,
    logs: IntArray,
    sums: Float64Array,
    directions: IntArray,
) -> None:
    """Add the measures of one direction, and 1 to the number of directions, wherever there is a pair."""
    rows, columns = directions.shape
    wide = window - abs(right)  # columns in which a pair may begin on its left
    cells = np.empty(levels * levels, np.int64)
    apart = np.empty(levels, np.int64)
    state = np.empty(9, np.int64)
    found = np.empty(sums.shape[0], np.float64)
    for row in range(rows):
        cells[:] = 0
        apart[:] = 0
        state[:] = 0
        for column in range(wide - 1):
            _pairs(grey, row, window, column, down, right, levels, logs, 1, cells, apart, state)
        for column in range(columns):
            _pairs(grey, row, window, column + wide - 1, down, right, levels, logs, 1, cells, apart, state)
            if state[_PAIRS] > 0:
                _measures(state, apart, found)
                for k in range(len(found)):
                    sums[k, row, column] += found[k]
                directions[row, column] += 1
            _pairs(grey, row, window, column, down, right, levels, logs, -1, cells, apart, state)


@kernel
def _pairs(
    grey: Int16Array,
    top: int,
    window: int,
    left: int,
    down: int,
    right: int,
    levels: int,
    logs: IntArray,
    sign: int,
    cells: IntArray,
    apart: IntArray,
    state: IntArray,
) -> None:
    """Count in (sign 1) or out (-1) the pairs whose left end is in a column."""
    first = left + 1 if right < 0 else left
    for row in range(top, top + window - down):
        a, b = np.int64(grey[row, first]), np.int64(grey[row + down, first + right])
        if a < 0 or b < 0:
            continue
        cell = min(a, b) * levels + max(a, b)
        before = cells[cell]
        after = before + sign
        cells[cell] = after
        distance = abs(a - b)
        apart[distance] += sign
        weight = 2 if distance == 0 else 1
        state[_PAIRS] += sign
        state[_APART] += sign if distance > 0 else 0
        state[_SQUARES] += weight * (after * after - before * before)
        state[_LOGS] += logs[after] - logs[before]
        state[_CONTRAST] += sign * distance * distance
        state[_DISTANCE] += sign * distance
        state[_SUM] += sign * (a + b)
        state[_SUM_OF_SQUARES] += sign * (a * a + b * b)
        state[_PRODUCTS] += sign * a * b


@kernel
def _measures(state: IntArray, apart: IntArray, out: Float64Array) -> None:
    """Compute the measures, in the order of `MEASURES`, of a table of pairs that counts each both ways round.

    With m of n pairs in a cell: p = m / n on the diagonal, and twice m / 2n off it.
    """
    n = np.float64(state[_PAIRS])
    alike = np.float64(0)
    for k in range(len(apart)):
        alike += np.float64(apart[k]) / np.float64(1 + k * k)
    out[0] = state[_CONTRAST] / n
    out[1] = state[_DISTANCE] / n
    out[2] = alike / n
    out[3] = state[_SQUARES] / (2 * n * n)
    out[4] = np.log(n) + (state[_APART] * np.log(2.0) - state[_LOGS] / _ONE) / n
    # n, sums and products are integers: variance and covariance times 4 n^2 are exact
    variance = 2 * state[_PAIRS] * state[_SUM_OF_SQUARES] - state[_SUM] * state[_SUM]
    covariance = 4 * state[_PAIRS] * state[_PRODUCTS] - state[_SUM] * state[_SUM]
    out[5] = np.float64(covariance) / np.float64(variance) if variance > 0 else 1.0
