"""Corners of lines go, smallest triangles first."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.postprocess.arcs import Lines
from landweave.engine.types import AnyArray, Float64Array, IntArray

_FEWEST_OF_LOOP = 4  # a triangle, whose last point is its first


def without_corners(lines: Lines, tolerance: float) -> Lines:
    """Return lines without the corners whose triangle with their neighbours is small.

    The smallest goes first, of equals that which comes first on the line; ends stay, and at least a triangle where both
    are one place.

    Args:
        lines: to be simplified.
        tolerance: a corner goes while its triangle is no larger than the square of it.

    Source: Visvalingam and Whyatt 1993, doi 10.1179/000870493786962263.
    """
    keep = np.ones(len(lines.points), np.bool_)
    _simplify(lines.points, lines.starts, tolerance * tolerance, keep)
    kept = np.concatenate([[0], np.cumsum(keep)])
    return Lines(lines.points[keep], kept[lines.starts])


@kernel
def _triangle(points: Float64Array, a: int, b: int, c: int) -> float:
    return float(abs((points[b, 0] - points[a, 0]) * (points[c, 1] - points[a, 1])
                     - (points[b, 1] - points[a, 1]) * (points[c, 0] - points[a, 0])) / 2)


@kernel
def _simplify(points: Float64Array, starts: IntArray, largest: float, keep: AnyArray) -> None:
    before, after = np.empty(len(points), np.int64), np.empty(len(points), np.int64)
    areas = np.empty(len(points), np.float64)
    for line in range(len(starts) - 1):
        start, end = starts[line], starts[line + 1]
        left = end - start
        closed = points[start, 0] == points[end - 1, 0] and points[start, 1] == points[end - 1, 1]
        fewest = _FEWEST_OF_LOOP if closed else 2
        queue = [(0.0, start)][:0]
        for place in range(start + 1, end - 1):
            before[place], after[place] = place - 1, place + 1
            areas[place] = _triangle(points, place - 1, place, place + 1)
            if areas[place] <= largest:
                queue.append((areas[place], place))
        heapify(queue)
        while len(queue) > 0 and left > fewest:
            area, place = heappop(queue)
            if not keep[place] or area != areas[place]:
                continue
            keep[place] = False
            left -= 1
            one, other = before[place], after[place]
            if other < end - 1:
                before[other] = one
            if one > start:
                after[one] = other
            for near in (one, other):
                if start < near < end - 1:
                    areas[near] = _triangle(points, before[near], near, after[near])
                    if areas[near] <= largest:
                        heappush(queue, (areas[near], near))
