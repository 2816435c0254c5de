"""Two maps are counted together, strip by strip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.comparison.grids import read_percent
from landweave.engine.comparison.matrix import PairTable
from landweave.engine.kernel import kernel
from landweave.engine.postprocess.maps import ClassMap, read_codes
from landweave.engine.postprocess.regions import strips
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import Float32Array, Float64Array, IntArray, UInt16Array
from landweave.engine.validation.areas import pixel_areas

_PERCENT = 100.0


def tabulate(first: ClassMap, second: ClassMap, confidences: tuple[str, ...], context: RunContext) -> PairTable:
    """Count the pairs of classes of two maps on one grid.

    Args:
        first: map of the rows.
        second: map of the columns.
        confidences: rasters of 0 to 100 of one or both maps; pixels without one count as 0.
        context: told how far it is.

    Raises:
        UserError: if a raster is damaged.
    """
    codes = tuple(sorted({*first.codes, *second.codes}))
    index = class_index(codes)
    size, areas = len(codes), pixel_areas(first.grid)
    pixels, m2 = np.zeros((size, size), np.int64), np.zeros((size, size))
    sums = np.zeros((size, size))
    row_counts, left_out = np.zeros((size, size), np.int64), 0
    windows = strips(first.grid)
    with RasterReader() as reader:
        for number, window in enumerate(windows, start=1):
            one, two = (read_codes(m.path, window, reader) for m in (first, second))
            sure = both_right(confidences, first, window, reader)
            own = areas[window.row : window.row + window.rows]
            left_out += int(_tabulate(one, two, index, own, bool((areas == areas[0]).all()), pixels, m2, row_counts))
            if sure is not None:
                _sum(one, two, index, sure, sums)
            context.progress(number / len(windows), "Comparing the maps")
    if (areas == areas[0]).all():
        m2 = pixels * float(areas[0])
    return PairTable(codes, pixels, m2, sums if confidences else None, left_out)


def class_index(codes: tuple[int, ...]) -> IntArray:
    """Return the place of each code among those of a table, -1 where it has none, shape (65536,)."""
    index: IntArray = np.full(1 << 16, -1, np.int64)
    index[list(codes)] = np.arange(len(codes))
    return index


def both_right(
    confidences: tuple[str, ...], of: ClassMap, window: Window, reader: RasterReader
) -> Float32Array | None:
    """Return the product of confidences of a window as numbers from 0 to 1, (row, col); None where there are none."""
    if not confidences:
        return None
    values = read_percent(confidences, of.grid, window, reader)
    sure: Float32Array = np.prod(values / np.float32(_PERCENT), axis=0, dtype=np.float32)
    return sure.reshape(window.rows, window.columns)


@dataclass(frozen=True, eq=False)
class Lookup:
    """What stands for the pair of classes of each pixel of two maps.

    Args:
        first: map of the rows.
        second: map of the columns.
        values: of each pair, uint16, shape (class, class).
        index: of `class_index`.
    """

    first: ClassMap
    second: ClassMap
    values: UInt16Array
    index: IntArray

    def read(self, window: Window, reader: RasterReader) -> UInt16Array:
        """Return the values of a window, shape (row, col); 0 where a map has no data."""
        one, two = (read_codes(m.path, window, reader) for m in (self.first, self.second))
        out = np.empty(one.shape, np.uint16)
        _look_up(one, two, self.index, self.values, out)
        return out


@kernel
def _tabulate(
    one: UInt16Array, two: UInt16Array, index: IntArray, areas: Float64Array, even: bool, pixels: IntArray,
    m2: Float64Array, row_counts: IntArray,
) -> int:
    """Count pairs; where pixels differ in size from row to row, areas are added a row at a time."""
    left_out = 0
    for row in range(one.shape[0]):
        if not even:
            row_counts[:] = 0
        for column in range(one.shape[1]):
            a, b = one[row, column], two[row, column]
            if a == 0 or b == 0:
                left_out += a != b
                continue
            if even:
                pixels[index[a], index[b]] += 1
            else:
                row_counts[index[a], index[b]] += 1
        if not even:
            pixels += row_counts
            m2 += row_counts * areas[row]
    return left_out


@kernel
def _sum(one: UInt16Array, two: UInt16Array, index: IntArray, sure: Float32Array, sums: Float64Array) -> None:
    for row in range(one.shape[0]):
        for column in range(one.shape[1]):
            a, b = one[row, column], two[row, column]
            if a != 0 and b != 0:
                sums[index[a], index[b]] += sure[row, column]


@kernel
def _look_up(one: UInt16Array, two: UInt16Array, index: IntArray, values: UInt16Array, out: UInt16Array) -> None:
    for row in range(one.shape[0]):
        for column in range(one.shape[1]):
            a, b = one[row, column], two[row, column]
            out[row, column] = 0 if a == 0 or b == 0 else values[index[a], index[b]]
