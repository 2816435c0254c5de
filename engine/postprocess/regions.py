"""Connected regions of a map, found strip by strip: their numbers lie on the disk, what is known of each in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.kernel import kernel
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import disk_full, explained, free_bytes
from landweave.engine.types import AnyArray, Float64Array, IntArray, UInt16Array

REGIONS_FILE = "regions.bin"
_STRIP_PIXELS = 1 << 22
_MOST = 2**31 - 2


@dataclass(frozen=True, eq=False)
class Regions:
    """Connected regions of a map, numbered from 1 by their first pixels in the order of reading.

    Args:
        labels: number of each pixel's region, 0 without data, int32, shape (row, col); lies in a file.
        codes: class of each region, shape (region + 1,); that of 0 is 0.
        areas: in m2, same shape.
        last_rows: in which each region ends, same shape.
    """

    labels: AnyArray
    codes: UInt16Array
    areas: Float64Array
    last_rows: IntArray

    def __len__(self) -> int:
        return len(self.codes) - 1


def strips(grid: Grid) -> list[Window]:
    """Return the strips of whole rows in which a map is walked."""
    rows = max(_STRIP_PIXELS // max(grid.columns, 1) // 256, 1) * 256
    return list(grid.blocks(grid.columns, rows))


def find_regions(
    read: Callable[[Window], UInt16Array], grid: Grid, pixel_areas: Float64Array, diagonal: bool, folder: Path,
    context: RunContext,
) -> Regions:
    """Find the connected regions of a map. What they are does not depend on the strips.

    Args:
        read: gives the codes of a window, shape (row, col); 0: no data.
        grid: of the map.
        pixel_areas: in m2, of each row, shape (row,).
        diagonal: pixels that touch at a corner only are connected as well.
        folder: for the file of numbers, four bytes a pixel.
        context: told how far it is.

    Raises:
        UserError: if the map breaks into more than two milliards of regions, or the disk is full.
    """
    path = folder / REGIONS_FILE
    if free_bytes(path) < 4 * grid.rows * grid.columns:  # a disk that fills up under a mapped file ends the process
        raise disk_full(path)
    with explained(path):
        labels = np.memmap(path, np.int32, "w+", shape=(grid.rows, grid.columns))
    forest = _Forest()
    above = np.zeros((2, grid.columns), np.int32)  # codes and labels of the row before
    windows = strips(grid)
    for number, window in enumerate(windows, start=1):
        forest.reserve(window.pixels)
        codes = np.zeros((window.rows + 1, window.columns), np.uint16)
        codes[0], codes[1:] = above[0], read(window)
        own = np.zeros(codes.shape, np.int32)
        own[0] = above[1]
        rows = slice(window.row, window.row + window.rows)
        forest.used = int(_label(codes, own, diagonal, pixel_areas[rows], forest.parents, forest.codes, forest.areas,
                                 forest.used))
        if forest.used > _MOST:
            raise UserError("The map breaks into too many regions.", "Filter it first ('regularize' with RADIUS).")
        labels[rows] = own[1:]
        above = np.stack([codes[-1].astype(np.int32), own[-1]])
        context.progress(0.7 * number / len(windows), "Finding the regions")
    numbers, codes_of, areas = forest.regions()
    last_rows = np.zeros(len(codes_of), np.int64)
    for number, window in enumerate(windows, start=1):
        rows = slice(window.row, window.row + window.rows)
        labels[rows] = numbers[labels[rows]]
        _end(labels[rows], window.row, last_rows)
        context.progress(0.7 + 0.3 * number / len(windows), "Finding the regions")
    return Regions(labels, codes_of, areas, last_rows)


class _Forest:
    """Numbers given while walking, and which of them are one region: a union-find whose roots are the smallest."""

    def __init__(self) -> None:
        self.used = 0
        self.parents = np.zeros(1, np.int32)
        self.codes = np.zeros(1, np.uint16)
        self.areas = np.zeros(1, np.float64)

    def reserve(self, more: int) -> None:
        """Make room for more numbers; what is not used takes no memory."""
        if self.used + more + 1 > len(self.parents):
            size = max(self.used + more + 1, len(self.parents) * 3 // 2)
            for name in ("parents", "codes", "areas"):
                old = getattr(self, name)
                wider = np.empty(size, old.dtype)
                wider[: self.used + 1] = old[: self.used + 1]
                setattr(self, name, wider)

    def regions(self) -> tuple[AnyArray, UInt16Array, Float64Array]:
        """Return the region of each number, and code and area of each region."""
        numbers = np.zeros(self.used + 1, np.int32)
        count = _number(self.parents, self.used, numbers)
        codes, areas = np.zeros(count + 1, np.uint16), np.zeros(count + 1, np.float64)
        codes[numbers] = self.codes[: self.used + 1]
        codes[0] = 0
        np.add.at(areas, numbers[1:], self.areas[1 : self.used + 1])
        return numbers, codes, areas


def borders(regions: Regions, grid: Grid, chosen: AnyArray, diagonal: bool) -> tuple[IntArray, IntArray]:
    """Return which regions touch, where one of the two is chosen, and over how many sides of pixels.

    Args:
        regions: of the map.
        grid: of the map.
        chosen: tells it of each region, shape (region + 1,).
        diagonal: pairs that touch at corners only are listed too, with no side.

    Returns:
        Pairs, the lower number first, ascending, shape (pair, 2); and their sides, shape (pair,).
    """
    keys: list[IntArray] = [np.zeros(0, np.int64)]
    sides: list[IntArray] = [np.zeros(0, np.int64)]
    for window in strips(grid):
        first = max(window.row - 1, 0)
        labels = np.asarray(regions.labels[first : window.row + window.rows])
        for shared, count in _touching(labels, chosen, diagonal, with_first=first == window.row):
            found, counts = np.unique(shared, return_counts=True)
            keys.append(found)
            sides.append(counts * count)
    every, weights = np.concatenate(keys), np.concatenate(sides)
    order = np.argsort(every, kind="stable")
    every, weights = every[order], weights[order]
    starts = np.flatnonzero(np.diff(every, prepend=-1))
    total = np.add.reduceat(weights, starts) if starts.size else weights
    pairs = every[starts]
    return np.stack([pairs >> 32, pairs & 0xFFFFFFFF], axis=1), total


def _touching(labels: AnyArray, chosen: AnyArray, diagonal: bool, with_first: bool) -> Iterator[tuple[IntArray, int]]:
    """Yield the pairs of regions of neighbouring pixels as one number each, and what such a place counts."""
    beside = labels if with_first else labels[1:]  # the first row of a later strip is known from the one before
    steps = [(beside[:, :-1], beside[:, 1:], 1), (labels[:-1], labels[1:], 1)]
    if diagonal:
        steps += [(labels[:-1, :-1], labels[1:, 1:], 0), (labels[:-1, 1:], labels[1:, :-1], 0)]
    for one, other, count in steps:
        differ = (one != other) & (one != 0) & (other != 0)
        a, b = one[differ].astype(np.int64), other[differ].astype(np.int64)
        wanted = chosen[a] | chosen[b]
        a, b = a[wanted], b[wanted]
        yield (np.minimum(a, b) << 32) | np.maximum(a, b), count


@kernel
def _root(parents: AnyArray, number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


@kernel
def _label(
    codes: UInt16Array, labels: AnyArray, diagonal: bool, pixel_areas: Float64Array, parents: AnyArray,
    codes_of: UInt16Array, areas: Float64Array, used: int,
) -> int:
    """Number the pixels below the first row, which is that of the strip before; return the last number used."""
    rows, columns = codes.shape
    for row in range(1, rows):
        for column in range(columns):
            code = codes[row, column]
            if code == 0:
                continue
            label = 0
            if column > 0 and codes[row, column - 1] == code:
                label = _root(parents, labels[row, column - 1])
            for step in range(-1, 2):
                place = column + step
                if (step != 0 and not diagonal) or place < 0 or place >= columns or codes[row - 1, place] != code:
                    continue
                other = _root(parents, labels[row - 1, place])
                if label == 0:
                    label = other
                elif other != label:
                    parents[max(label, other)] = min(label, other)
                    label = min(label, other)
            if label == 0:
                used += 1
                label = used
                parents[label], codes_of[label], areas[label] = label, code, 0.0
            labels[row, column] = label
            areas[label] += pixel_areas[row - 1]
    return used


@kernel
def _number(parents: AnyArray, used: int, numbers: AnyArray) -> int:
    """Number the roots from 1, and give each number that of its root; return how many there are."""
    count = 0
    for label in range(1, used + 1):
        root = _root(parents, label)
        if root == label:
            count += 1
            numbers[label] = count
        else:
            numbers[label] = numbers[root]
    return count


@kernel
def _end(labels: AnyArray, first: int, last_rows: IntArray) -> None:
    for row in range(labels.shape[0]):
        for column in range(labels.shape[1]):
            last_rows[labels[row, column]] = first + row
