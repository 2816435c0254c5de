"""Cutting polygons by areas (tiles, regions), and away from each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landweave.engine.samples.checks import some
from landweave.engine.types import IntArray
from landweave.engine.vector.geometry import Shape, envelopes_of, polygon_parts, touching_boxes


@dataclass(frozen=True)
class Area:
    """A named part of the ground, in one or more polygons."""

    name: str
    shape: Shape


@dataclass(frozen=True)
class Piece:
    """A part of a polygon that lies in an area.

    Args:
        source: which polygon (or piece) it was cut from.
        area: name of the area.
        shape: what is left, one or more polygons.
    """

    source: int
    area: str
    shape: Shape


@dataclass(frozen=True)
class Overlap:
    """Two polygons that share ground.

    Args:
        first, second: their rows, first < second.
        size: shared area in the square of the CRS's unit.
        share: of the smaller of the two.
    """

    first: int
    second: int
    size: float
    share: float


def disjoint_areas(areas: Sequence[Area], tolerance: float) -> tuple[list[Area], list[Overlap]]:
    """Return the areas without what earlier ones cover, and the overlaps between different names.

    Args:
        areas: in order of ownership; a name may repeat.
        tolerance: overlaps up to this size are not reported (they are cut all the same).
    """
    shapes = [area.shape for area in areas]
    boxes = envelopes_of(shapes)
    earlier: dict[int, list[int]] = {}
    for first, second in touching_boxes(boxes, boxes).tolist():
        if first < second:
            earlier.setdefault(second, []).append(first)
    found: list[Overlap] = []
    left: list[Area] = []
    for row, area in enumerate(areas):
        shape = area.shape
        for other in earlier.get(row, []):
            overlap = overlap_of(other, row, shapes)
            if overlap.size > tolerance and areas[other].name != area.name:
                found.append(overlap)
            if overlap.size > 0:
                shape = shape.Difference(shapes[other])
        if polygon_parts(shape):
            left.append(Area(area.name, shape))
    return left, found


def cut(shapes: Sequence[Shape], areas: Sequence[Area], smallest: float) -> list[Piece]:
    """Return the pieces of polygons inside areas that do not overlap; ordered by polygon, then by area.

    Args:
        shapes: valid polygons.
        areas: as from `disjoint_areas`.
        smallest: pieces up to this size are artefacts of cutting, and dropped.
    """
    prepared = [area.shape.CreatePreparedGeometry() for area in areas]
    pieces: list[Piece] = []
    pairs = touching_boxes(envelopes_of(shapes), envelopes_of([area.shape for area in areas]))
    for row, column in pairs.tolist():
        shape, area = shapes[row], areas[column]
        if prepared[column].Contains(shape):
            pieces.append(Piece(row, area.name, shape))
        elif prepared[column].Intersects(shape):
            inside = shape.Intersection(area.shape)
            if inside is not None and inside.Area() > smallest:
                pieces.append(Piece(row, area.name, inside))
    return pieces


def place(points: Sequence[Shape], areas: Sequence[Area]) -> list[Piece]:
    """Return the area of each point: the first that it lies in or on the edge of; points outside are left out."""
    prepared = [area.shape.CreatePreparedGeometry() for area in areas]
    found: dict[int, Piece] = {}
    pairs = touching_boxes(envelopes_of(points), envelopes_of([area.shape for area in areas]))
    for row, column in pairs.tolist():
        if row not in found and prepared[column].Intersects(points[row]):
            found[row] = Piece(row, areas[column].name, points[row])
    return list(found.values())


def overlaps(shapes: Sequence[Shape], tolerance: float) -> list[Overlap]:
    """Return the pairs of polygons that share more than a tolerance, through an R-tree."""
    boxes = envelopes_of(shapes)
    pairs = touching_boxes(boxes, boxes)
    pairs = pairs[pairs[:, 0] < pairs[:, 1]]
    wide = _shared_box(boxes, pairs) > tolerance
    found = (overlap_of(first, second, shapes) for first, second in pairs[wide].tolist())
    return [overlap for overlap in found if overlap.size > tolerance]


def _shared_box(boxes: np.ndarray[tuple[int, ...], np.dtype[np.float64]], pairs: IntArray) -> IntArray:
    """Return the size of what two boxes share: an upper limit of what their polygons share."""
    a, b = boxes[pairs[:, 0]], boxes[pairs[:, 1]]
    width = np.minimum(a[:, 1], b[:, 1]) - np.maximum(a[:, 0], b[:, 0])
    height = np.minimum(a[:, 3], b[:, 3]) - np.maximum(a[:, 2], b[:, 2])
    shared: IntArray = np.maximum(width, 0) * np.maximum(height, 0)
    return shared


def overlap_of(first: int, second: int, shapes: Sequence[Shape]) -> Overlap:
    """Return how much two polygons share."""
    a, b = shapes[first], shapes[second]
    if not a.Intersects(b):
        return Overlap(first, second, 0.0, 0.0)
    shared = a.Intersection(b)
    size = 0.0 if shared is None else sum(part.Area() for part in polygon_parts(shared))
    return Overlap(first, second, size, size / max(min(a.Area(), b.Area()), 1e-300))


def without_overlaps(shapes: Sequence[Shape], found: Sequence[Overlap]) -> list[Shape]:
    """Return the polygons, each without what earlier ones share with it."""
    left = list(shapes)
    for overlap in found:
        left[overlap.second] = left[overlap.second].Difference(left[overlap.first])
    return left


def describe_overlaps(found: Sequence[Overlap], names: Sequence[object]) -> str:
    """Return the pairs in words: `3 and 8 (40 % of the smaller)`."""
    return some(f"{names[o.first]} and {names[o.second]} ({o.share:.0%} of the smaller)" for o in found)
