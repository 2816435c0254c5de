"""Statistics of the window around each pixel. Arrays in, arrays out; order (row, column).

Sums are of integers and therefore exact: a pixel's result does not depend on the block that it is computed in.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import SERIES_NODATA, Float32Array, Int16Array, IntArray

STATISTICS = ("mean", "std", "min", "max", "median")
"""What can be computed: `std` is the root of the mean squared deviation (divided by n)."""

WIDEST = 101
"""Pixels: the squares of a wider window might not fit 64 bits."""


def neighbourhood(image: Int16Array, window: int, statistics: Sequence[str]) -> Float32Array:
    """Compute statistics of the known pixels in a square window.

    Args:
        image: any unit, NODATA where unknown, shape (row, column) with `window // 2` pixels around those wanted.
        window: side of the window in pixels, odd, 3 to 101.
        statistics: names among `STATISTICS`.

    Returns:
        Shape (statistic, row - 2 x (window // 2), column - 2 x (window // 2)), in the unit of the image;
        NaN where no pixel of the window is known. A pixel that is unknown itself has what its neighbours give.

    Raises:
        ValueError: if a statistic is unknown, the window is not as above, or the image is smaller than it.
    """
    check_window(image, window)
    unknown = [name for name in statistics if name not in STATISTICS]
    if unknown:
        raise ValueError(f"unknown statistic {unknown[0]!r}")
    half = window // 2
    image = np.ascontiguousarray(image, np.int16)
    shape = (image.shape[0] - 2 * half, image.shape[1] - 2 * half)
    sums = np.empty((3, *shape), np.int64)
    _sums(image, half, sums)
    out = np.empty((len(statistics), *shape), np.float32)
    for name, plane in zip(statistics, out):
        plane[:] = _statistic(name, image, half, sums)
        plane[sums[0] == 0] = np.nan
    return out


def check_window(image: Int16Array, window: int) -> None:
    """Check that a window is odd, neither too small nor too wide, and fits the image.

    Raises:
        ValueError: if not.
    """
    if window % 2 == 0 or not 3 <= window <= WIDEST:
        raise ValueError(f"the window has {window} pixels; it must have an odd number from 3 to {WIDEST}")
    if image.ndim != 2 or min(image.shape) < window:
        raise ValueError(f"the image {image.shape} is smaller than the window of {window} pixels")


def _statistic(name: str, image: Int16Array, half: int, sums: IntArray) -> Float32Array:
    count, total, squares = sums
    known = np.maximum(count, 1)
    if name == "mean":
        return np.asarray(total / known, np.float32)
    if name == "std":
        return np.asarray(np.sqrt((count * squares - total**2).astype(np.float64)) / known, np.float32)
    if name == "median":
        median = np.empty(count.shape, np.float32)
        _medians(image, half, median)
        return median
    from scipy.ndimage import maximum_filter, minimum_filter

    find, other = (minimum_filter, 32767) if name == "min" else (maximum_filter, -32768)
    filled = np.where(image == SERIES_NODATA, np.int16(other), image)
    inner = slice(half, -half)
    return np.asarray(find(filled, 2 * half + 1)[inner, inner], np.float32)


@kernel
def _sums(image: Int16Array, half: int, out: IntArray) -> None:
    """Slide sums of each column down the rows, and sums of them along the columns: count, values, squares."""
    rows, columns = image.shape
    side = 2 * half + 1
    of_column = np.zeros((3, columns), np.int64)
    for row in range(rows):
        _add_row(image[row], 1, of_column)
        if row >= side:
            _add_row(image[row - side], -1, of_column)
        if row < side - 1:
            continue
        for k in range(3):
            total = np.int64(0)
            for column in range(columns):
                total += of_column[k, column]
                if column >= side:
                    total -= of_column[k, column - side]
                if column >= side - 1:
                    out[k, row - side + 1, column - side + 1] = total


@kernel
def _add_row(row: Int16Array, sign: int, of_column: IntArray) -> None:
    for c in range(len(row)):
        known = np.int64(sign) if row[c] != SERIES_NODATA else np.int64(0)
        value = np.int64(row[c])
        of_column[0, c] += known
        of_column[1, c] += known * value
        of_column[2, c] += known * value * value


@kernel
def _medians(image: Int16Array, half: int, out: Float32Array) -> None:
    side = 2 * half + 1
    held = np.empty(side * side, np.int16)
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            count = 0
            for r in range(row, row + side):
                for c in range(column, column + side):
                    held[count] = image[r, c]
                    count += 1 if image[r, c] != SERIES_NODATA else 0
            if count == 0:
                out[row, column] = np.nan
                continue
            ordered = np.sort(held[:count])
            middle = np.int64(ordered[count // 2]) + np.int64(ordered[(count - 1) // 2])
            out[row, column] = np.float32(middle) / np.float32(2)
