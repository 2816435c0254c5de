"""Values of a raster at places that are not its pixel centres: what brings sensors of other grids to the tile's.

Each place is given by its column and row in the raster, counted from the raster's own corner, and each result
depends on its place alone. A window of the raster may be given instead of all of it: the same numbers come out as
long as it holds the pixels around the places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import AnyArray, BoolArray, Float32Array, Float64Array, Int16Array, IntArray

Values = TypeVar("Values", Int16Array, Float32Array)

REACH = {"nearest": 0, "bilinear": 1, "cubic": 2}
"""Pixels that a method looks at on each side of a place."""

_EDGE = 1e-10  # of a pixel: places on an edge between two fall to the right and lower one, however they were rounded


@dataclass(frozen=True, eq=False)
class Spots:
    """Places in a raster, in pixels from its upper left corner (0.5 is the centre of the first pixel).

    Args:
        columns: shape (row, col) of the result.
        rows: same shape.
    """

    columns: Float64Array
    rows: Float64Array

    def scaled(self, factor: int) -> Spots:
        """Return the places in a raster of pixels so many times as large, from the same corner."""
        return self if factor == 1 else Spots(self.columns / factor, self.rows / factor)

    def pixels(self) -> tuple[IntArray, IntArray]:
        """Return (columns, rows) of the pixels that the places lie in; -1 where there is no place at all."""
        return tuple(
            np.where(np.isfinite(v), np.floor(np.where(np.isfinite(v), v, 0) + _EDGE), -1).astype(np.int64)
            for v in (self.columns, self.rows)
        )  # type: ignore[return-value]


def sample(
    values: Values, known: BoolArray, corner: tuple[int, int], spots: Spots, method: str
) -> tuple[Values, BoolArray]:
    """Return the values of rasters of the same pixels at places.

    A place is known where the pixel that it lies in is. Where another of the pixels that the method needs is unknown,
    the one it lies in is taken as it is: "no data" never bleeds into values.

    Args:
        values: shape (band, row, col), int16 or float32: a window of the rasters.
        known: False where there is no value, same shape.
        corner: (column, row) of the window's first pixel in the rasters.
        spots: places in the rasters.
        method: `nearest`, `bilinear` or `cubic`.

    Returns:
        Values, int16 rounded half up, and where they are known, both (band, row, col).

    Source: Keys 1981, Cubic convolution interpolation for digital image processing, doi
    10.1109/TASSP.1981.1163711, with a = -1/2.
    """
    shape = (values.shape[0], *spots.columns.shape)
    out, found = np.zeros(shape, values.dtype), np.zeros(shape, np.bool_)
    _sample(
        np.ascontiguousarray(values), np.ascontiguousarray(known), corner[0], corner[1],
        np.ascontiguousarray(spots.columns), np.ascontiguousarray(spots.rows), REACH[method],
        values.dtype == np.int16, out, found,
    )
    return out, found


def average(
    values: AnyArray, clear: BoolArray, corner: tuple[int, int], spots: Spots, size: tuple[float, float]
) -> tuple[Float32Array, BoolArray]:
    """Return the means of the clear pixels in boxes around places, each pixel weighted by its part in the box.

    Args:
        values: shape (band, row, col), int16 or float32: a window of the rasters.
        clear: shape (row, col).
        corner: (column, row) of the window's first pixel in the rasters.
        spots: centres of the boxes.
        size: (columns, rows) of a box, in pixels of the raster.

    Returns:
        Means, (band, row, col), and where at least half of the box is clear, (row, col).
    """
    shape = spots.columns.shape
    out, found = np.zeros((values.shape[0], *shape), np.float32), np.zeros(shape, np.bool_)
    _average(
        np.ascontiguousarray(values), np.ascontiguousarray(clear), corner[0], corner[1],
        np.ascontiguousarray(spots.columns), np.ascontiguousarray(spots.rows), size[0], size[1], out, found,
    )
    return out, found


@kernel
def _weights(fraction: float, reach: int, out: Float64Array) -> None:
    """Write the weights of the pixels one before, at, one and two after a place."""
    f = fraction
    if reach == 1:
        out[0], out[1], out[2], out[3] = 0.0, 1.0 - f, f, 0.0
    else:
        out[0] = ((-0.5 * f + 1.0) * f - 0.5) * f
        out[1] = (1.5 * f - 2.5) * f * f + 1.0
        out[2] = ((-1.5 * f + 2.0) * f + 0.5) * f
        out[3] = (0.5 * f - 0.5) * f * f


@kernel
def _sample(
    values: AnyArray, known: BoolArray, first_column: int, first_row: int, columns: Float64Array, rows: Float64Array,
    reach: int, whole: bool, out: AnyArray, found: BoolArray,
) -> None:
    bands, height, width = values.shape
    across, down = np.empty(4), np.empty(4)
    for r in range(columns.shape[0]):
        for k in range(columns.shape[1]):
            x, y = columns[r, k] + 1e-10, rows[r, k] + 1e-10
            if not (x >= first_column and x < first_column + width and y >= first_row and y < first_row + height):
                continue
            c, q = int(np.floor(x)) - first_column, int(np.floor(y)) - first_row
            left, top = int(np.floor(columns[r, k] - 0.5)), int(np.floor(rows[r, k] - 0.5))
            if reach > 0:
                _weights(columns[r, k] - 0.5 - left, reach, across)
                _weights(rows[r, k] - 0.5 - top, reach, down)
            left, top = left - first_column, top - first_row
            inner = reach > 0 and left - reach >= -1 and left + reach < width
            inner = inner and top - reach >= -1 and top + reach < height
            for b in range(bands):
                if not known[b, q, c]:
                    continue
                found[b, r, k] = True
                good = inner
                value = 0.0
                if inner:
                    for i in range(1 - reach, 1 + reach):
                        line = 0.0
                        for j in range(1 - reach, 1 + reach):
                            good = good and known[b, top + i, left + j]
                            line += across[j + 1] * values[b, top + i, left + j]
                        value += down[i + 1] * line
                if not good:
                    out[b, r, k] = values[b, q, c]
                elif whole:
                    out[b, r, k] = min(max(np.floor(value + 0.5), -32767.0), 32767.0)
                else:
                    out[b, r, k] = value


@kernel
def _average(
    values: AnyArray, clear: BoolArray, first_column: int, first_row: int, columns: Float64Array,
    rows: Float64Array, wide: float, high: float, out: Float32Array, found: BoolArray,
) -> None:
    bands, height, width = values.shape
    flat = values.reshape(bands, height * width)
    most = (int(np.ceil(wide)) + 2) * (int(np.ceil(high)) + 2)
    pixels, parts = np.empty(most, np.int64), np.empty(most, np.float64)
    for r in range(columns.shape[0]):
        for k in range(columns.shape[1]):
            x, y = columns[r, k], rows[r, k]
            if not (np.isfinite(x) and np.isfinite(y)):
                continue
            x0, x1, y0, y1 = x - wide / 2, x + wide / 2, y - high / 2, y + high / 2
            count, weight = 0, 0.0
            for i in range(max(int(np.floor(y0)), first_row), min(int(np.ceil(y1)), first_row + height)):
                tall = min(y1, i + 1.0) - max(y0, float(i))
                for j in range(max(int(np.floor(x0)), first_column), min(int(np.ceil(x1)), first_column + width)):
                    if clear[i - first_row, j - first_column]:
                        pixels[count] = (i - first_row) * width + j - first_column
                        parts[count] = tall * (min(x1, j + 1.0) - max(x0, float(j)))
                        weight += parts[count]
                        count += 1
            if weight > 0 and weight >= (0.5 - 1e-9) * wide * high:
                found[r, k] = True
                for b in range(bands):
                    total = 0.0
                    for n in range(count):
                        total += parts[n] * flat[b, pixels[n]]
                    out[b, r, k] = total / weight
