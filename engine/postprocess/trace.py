"""Outlines of regions along the sides of pixels, with the same corners in neighbouring regions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray, UInt8Array

_FIRST_CORNERS, _FIRST_RINGS = 1 << 16, 1 << 12


@dataclass(frozen=True, eq=False)
class Rings:
    """Closed outlines. The region lies to the right of each, as rows count downwards.

    Args:
        regions: number of each ring's region, shape (ring,); the first ring of a region is its outer one.
        starts: first corner of each ring, and the number of corners after the last, shape (ring + 1,).
        corners: row and column of each corner, counted between pixels from 0, int32, shape (corner, 2).
    """

    regions: IntArray
    starts: IntArray
    corners: AnyArray

    @classmethod
    def none(cls) -> Rings:
        """Return no rings."""
        return cls(np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros((0, 2), np.int32))

    def __len__(self) -> int:
        return len(self.regions)

    def and_those(self, other: Rings) -> Rings:
        """Return these rings, then others."""
        starts = np.concatenate([self.starts[:-1], other.starts + self.starts[-1]])
        return Rings(np.concatenate([self.regions, other.regions]), starts,
                     np.concatenate([self.corners, other.corners]))

    def taken(self, rings: IntArray) -> Rings:
        """Return some rings, by their numbers, in that order."""
        lengths = np.diff(self.starts)[rings]
        starts: IntArray = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(starts[-1]) + np.repeat(self.starts[:-1][rings] - starts[:-1], lengths)
        return Rings(self.regions[rings], starts, self.corners[places])


def trace(labels: AnyArray, seen: BoolArray, first: int, end: int) -> Rings:
    """Return the outlines that begin in some rows, in the order of reading.

    A ring holds the corners where it turns, and those where the outline of another region meets it. Where two pixels of
    a region touch at a corner only, they are taken for connected there: no ring passes a corner twice, and the polygon
    is valid.

    Args:
        labels: number of each pixel's region, 0: none, shape (row, col). Pixels of one number are connected by sides.
        seen: upper sides of pixels that lie on rings found before, shape (row, col); filled in.
        first: row to begin with.
        end: row to end before.
    """
    regions, starts, corners = _trace(labels, seen, first, end)
    return Rings(regions, starts, corners)


def polygons_wkb(
    rings: Rings, x_min: float, y_max: float, width: float, height: float
) -> tuple[IntArray, UInt8Array, IntArray]:
    """Return polygons as WKB; outer rings run counter-clockwise.

    Args:
        rings: those of a region one after the other, the outer one first.
        x_min: of column 0.
        y_max: of row 0.
        width: of a pixel.
        height: of a pixel.

    Returns:
        The region of each polygon, (polygon,); all bytes; where each begins, and their number, (polygon + 1,).
    """
    firsts = np.flatnonzero(np.diff(rings.regions, prepend=-1))
    counts = np.diff(np.append(firsts, len(rings)))
    points = np.diff(rings.starts) + 1
    sizes = 9 + np.add.reduceat(4 + 16 * points, firsts) if len(firsts) else np.zeros(0, np.int64)
    ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    places = np.array([x_min, y_max, width, height])
    return rings.regions[firsts], _wkb(firsts, counts, rings.starts, rings.corners, places, int(ends[-1])), ends


@kernel
def _is(labels: AnyArray, row: int, column: int, label: int) -> bool:
    inside = 0 <= row < labels.shape[0] and 0 <= column < labels.shape[1]
    return bool(inside and labels[row, column] == label)


@kernel
def _at(labels: AnyArray, row: int, column: int) -> int:
    if 0 <= row < labels.shape[0] and 0 <= column < labels.shape[1]:
        return int(labels[row, column])
    return 0


@kernel
def _ring(
    labels: AnyArray, seen: BoolArray, row: int, column: int, corners: AnyArray, used: int
) -> tuple[AnyArray, int]:
    """Walk around a region from the upper left corner of a pixel, with the region to the right."""
    label = labels[row, column]
    start_row, start_column = row, column
    down, right = 0, 1
    while True:
        if right == 1:
            seen[row, column] = True
        row, column = row + down, column + right
        # The two pixels ahead: one step on, to the left and to the right of the way.
        left_row = row + (-1 if (down == -1 or right == 1) else 0)
        left_column = column + (0 if (right == 1 or down == 1) else -1)
        right_row = row + (0 if (right == 1 or down == 1) else -1)
        right_column = column + (0 if (right == 1 or down == -1) else -1)
        if _is(labels, left_row, left_column, label):
            keep, down, right = True, -right, down
        elif _is(labels, right_row, right_column, label):
            behind = _at(labels, left_row - down, left_column - right)
            keep = _at(labels, left_row, left_column) != behind
        else:
            keep, down, right = True, right, -down
        if keep:
            if used == len(corners):
                wider = np.empty((2 * used, 2), np.int32)
                wider[:used] = corners
                corners = wider
            corners[used, 0], corners[used, 1] = row, column
            used += 1
        if row == start_row and column == start_column and right == 1:
            return corners, used


@kernel
def _trace(labels: AnyArray, seen: BoolArray, first: int, end: int) -> tuple[IntArray, IntArray, AnyArray]:
    corners = np.empty((_FIRST_CORNERS, 2), np.int32)
    regions, starts = np.empty(_FIRST_RINGS, np.int64), np.empty(_FIRST_RINGS + 1, np.int64)
    used, rings = 0, 0
    starts[0] = 0
    for row in range(first, end):
        for column in range(labels.shape[1]):
            label = labels[row, column]
            if label == 0 or seen[row, column] or (row > 0 and labels[row - 1, column] == label):
                continue
            if rings == len(regions):
                more_regions, more_starts = np.empty(2 * rings, np.int64), np.empty(2 * rings + 1, np.int64)
                more_regions[:rings], more_starts[: rings + 1] = regions, starts
                regions, starts = more_regions, more_starts
            corners, used = _ring(labels, seen, row, column, corners, used)
            regions[rings] = label
            rings += 1
            starts[rings] = used
    return regions[:rings].copy(), starts[: rings + 1].copy(), corners[:used].copy()


@kernel
def _put(target: UInt8Array, place: int, number: int) -> int:
    """Write four bytes, the lowest first."""
    for _ in range(4):
        target[place] = number & 255
        number >>= 8
        place += 1
    return place


@kernel
def _wkb(
    firsts: IntArray, counts: IntArray, starts: IntArray, corners: AnyArray, places: Float64Array, size: int
) -> UInt8Array:
    target = np.empty(size, np.uint8)
    point = np.empty(2, np.float64)
    as_bytes = point.view(np.uint8)
    place = 0
    for polygon in range(len(firsts)):
        target[place] = 1  # little-endian
        place = _put(target, place + 1, 3)
        place = _put(target, place, counts[polygon])
        for ring in range(firsts[polygon], firsts[polygon] + counts[polygon]):
            start, end = starts[ring], starts[ring + 1]
            place = _put(target, place, end - start + 1)
            for step in range(end - start + 1):
                corner = end - 1 - step if step < end - start else end - 1
                point[0] = places[0] + corners[corner, 1] * places[2]
                point[1] = places[1] - corners[corner, 0] * places[3]
                for byte in range(16):
                    target[place + byte] = as_bytes[byte]
                place += 16
    return target
