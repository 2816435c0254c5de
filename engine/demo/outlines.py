"""Outlines of pixel regions as polygons that follow the pixels' edges."""

from __future__ import annotations

import struct

import numpy as np

from landweave.engine.raster.grid import Grid
from landweave.engine.types import BoolArray

Ring = list[tuple[int, int]]
_STEPS = (((0, 0), (0, 1), (-1, 0)), ((0, 1), (1, 1), (0, 1)), ((1, 1), (1, 0), (1, 0)), ((1, 0), (0, 0), (0, -1)))
"""Sides of a pixel clockwise: start corner, end corner (row, col), and the neighbour beyond."""


def outline(mask: BoolArray) -> list[Ring] | None:
    """Return the rings (row, col of corners) around a 4-connected region, the outer one first.

    None where the region touches itself at a corner: no valid polygon has that outline.
    """
    padded = np.pad(mask, 1)
    follow: dict[tuple[int, int], tuple[int, int]] = {}
    for start, end, beyond in _STEPS:
        rows, columns = mask.shape
        outside = ~padded[1 + beyond[0] : 1 + beyond[0] + rows, 1 + beyond[1] : 1 + beyond[1] + columns]
        for row, column in np.argwhere(mask & outside).tolist():
            corner = (row + start[0], column + start[1])
            if corner in follow:
                return None
            follow[corner] = (row + end[0], column + end[1])
    rings = []
    while follow:
        rings.append(_ring(follow, min(follow)))
    return rings


def polygon_wkb(rings: list[Ring], grid: Grid, row: int, column: int) -> bytes:
    """Return the polygon as WKB; corners are counted from (row, column) of the grid."""
    parts = [struct.pack("<BII", 1, 3, len(rings))]
    for ring in rings:
        closed = [*ring, ring[0]]
        parts.append(struct.pack("<I", len(closed)))
        for r, c in closed:
            x, y = grid.x_min + (column + c) * grid.pixel_width, grid.y_max - (row + r) * grid.pixel_height
            parts.append(struct.pack("<dd", x, y))
    return b"".join(parts)


def _ring(follow: dict[tuple[int, int], tuple[int, int]], start: tuple[int, int]) -> Ring:
    """Take one closed ring out of the sides, without corners in the middle of straight lines."""
    ring, corner = [start], follow.pop(start)
    while corner != start:
        ring.append(corner)
        corner = follow.pop(corner)
    bends = []
    for place, (row, column) in enumerate(ring):
        before, after = ring[place - 1], ring[(place + 1) % len(ring)]
        if (row - before[0]) * (after[1] - column) != (column - before[1]) * (after[0] - row):
            bends.append((row, column))
    return bends
