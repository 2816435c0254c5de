"""Corners of arcs are cut, and arcs shifted a little so that the areas at their sides stay."""

from __future__ import annotations

import math

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.postprocess.arcs import Lines
from landweave.engine.types import BoolArray, Float64Array, IntArray

_CUT = 0.25
_STRAIGHT = 1e-9
_BENT = 0.01  # of the square on a line
_CORRECTIONS = 8
_EXACT = 1e-14  # of the square on a line: what is left of an area by rounding


def cut_corners(lines: Lines, is_loop: BoolArray, rounds: int, reach: float = math.inf) -> Lines:
    """Cut the corners of lines, then shift each so that it parts the same areas as before.

    In each round a corner gives way to two points, a quarter of the way to its neighbours, but not further away than a
    reach, which halves from round to round. Ends stay where they are; what is straight stays so.

    Args:
        lines: to be smoothed.
        is_loop: closed lines, whose first point is no end but a corner like the others, shape (line,).
        rounds: of cutting.
        reach: in units of the points.

    Source: Chaikin 1974, doi 10.1016/0146-664X(74)90028-8.
    """
    points, starts = lines.points, lines.starts
    for number in range(rounds):
        points, starts = _cut(points, starts, is_loop, reach / 2**number)
    return with_areas(Lines(points, starts), lines, is_loop)


def with_areas(lines: Lines, before: Lines, is_loop: BoolArray) -> Lines:
    """Shift lines across themselves so that they part the same areas as before; ends stay where they are.

    Straight lines that did not part these areas get a corner in the middle.

    Args:
        lines: changed.
        before: the same lines before, with the same ends.
        is_loop: closed lines without an end, shape (line,).
    """
    points, starts = _bendable(before.points, before.starts, lines.points, lines.starts)
    for _ in range(_CORRECTIONS):
        points = _shift(before.points, before.starts, points, starts, is_loop)
    return Lines(points, starts)


@kernel
def _turn(a: Float64Array, b: Float64Array, c: Float64Array) -> bool:
    """Tell whether the way from a over b to c is bent."""
    x, y, u, v = b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]
    return bool(abs(x * v - y * u) > _STRAIGHT * (x * x + y * y + u * u + v * v))


@kernel
def _towards(a: Float64Array, b: Float64Array, reach: float) -> Float64Array:
    """Return the point on the way from a to b."""
    length = math.hypot(b[0] - a[0], b[1] - a[1])
    return a + (b - a) * min(_CUT, reach / length)


@kernel
def _cut(
    points: Float64Array, starts: IntArray, is_loop: BoolArray, reach: float
) -> tuple[Float64Array, IntArray]:
    found, found_starts = np.empty((2 * len(points), 2), np.float64), np.empty_like(starts)
    used = 0
    for line in range(len(starts) - 1):
        found_starts[line] = used
        start, end = starts[line], starts[line + 1]
        for place in range(start, end - 1 if is_loop[line] else end):
            before, after = place - 1, place + 1
            if is_loop[line]:
                before = end - 2 if place == start else before
            elif place in (start, end - 1):
                found[used] = points[place]
                used += 1
                continue
            if _turn(points[before], points[place], points[after]):
                found[used] = _towards(points[place], points[before], reach)
                found[used + 1] = _towards(points[place], points[after], reach)
                used += 2
            else:
                found[used] = points[place]
                used += 1
        if is_loop[line]:
            found[used] = found[found_starts[line]]
            used += 1
    found_starts[len(starts) - 1] = used
    return found[:used].copy(), found_starts


@kernel
def _area(points: Float64Array, start: int, end: int, x: float, y: float) -> float:
    """Return the area between a line and a place, to the left of the line above 0."""
    total = 0.0
    for place in range(start, end - 1):
        total += (points[place, 0] - x) * (points[place + 1, 1] - y) - (points[place + 1, 0] - x) * (
            points[place, 1] - y)
    return total / 2


@kernel
def _bendable(
    before: Float64Array, before_starts: IntArray, points: Float64Array, starts: IntArray
) -> tuple[Float64Array, IntArray]:
    """Put a corner into the middle of lines of one step that part other areas than before."""
    found, found_starts = np.empty((len(points) + len(starts), 2), np.float64), np.empty_like(starts)
    used = 0
    for line in range(len(starts) - 1):
        found_starts[line] = used
        start, end = starts[line], starts[line + 1]
        x, y = points[start, 0], points[start, 1]
        gained = _area(points, start, end, x, y) - _area(before, before_starts[line], before_starts[line + 1], x, y)
        step = math.hypot(points[end - 1, 0] - x, points[end - 1, 1] - y)
        for place in range(start, end):
            found[used] = points[place]
            used += 1
            if end - start == 2 and place == start and abs(gained) > _BENT * step * step:
                found[used] = (points[start] + points[end - 1]) / 2
                used += 1
    found_starts[len(starts) - 1] = used
    return found[:used].copy(), found_starts


@kernel
def _shift(
    before: Float64Array, before_starts: IntArray, points: Float64Array, starts: IntArray, is_loop: BoolArray
) -> Float64Array:
    """Shift points across their line by one distance, towards its ends by less, so that areas are as before."""
    found = points.copy()
    for line in range(len(starts) - 1):
        start, end = starts[line], starts[line + 1]
        x, y = points[start, 0], points[start, 1]
        gained = _area(points, start, end, x, y) - _area(before, before_starts[line], before_starts[line + 1], x, y)
        length = 0.0
        for place in range(start, end - 1):
            length += math.hypot(points[place + 1, 0] - points[place, 0], points[place + 1, 1] - points[place, 1])
        if end - start < 3 or abs(gained) <= _EXACT * length * length:
            continue
        weights, reach, weighted = np.empty(end - start, np.float64), 0.0, 0.0
        for place in range(start, end):
            weights[place - start] = 1.0 if is_loop[line] else math.sin(math.pi * reach / length)
            if place < end - 1:
                step = math.hypot(points[place + 1, 0] - points[place, 0], points[place + 1, 1] - points[place, 1])
                reach += step
        for place in range(start, end - 1):
            step = math.hypot(points[place + 1, 0] - points[place, 0], points[place + 1, 1] - points[place, 1])
            weighted += step * (weights[place - start] + weights[place - start + 1]) / 2
        if weighted <= 0:
            continue
        most = length / (4 * (end - start - 1))
        distance = min(max(gained / weighted, -most), most)
        for place in range(start, end):
            if not is_loop[line] and place in (start, end - 1):
                continue
            a = place - 1 if place > start else end - 2
            b = place + 1 if place < end - 1 else start + 1
            u, v = points[b, 0] - points[a, 0], points[b, 1] - points[a, 1]
            size = math.hypot(u, v)
            if size > 0:
                found[place, 0] = points[place, 0] - v / size * distance * weights[place - start]
                found[place, 1] = points[place, 1] + u / size * distance * weights[place - start]
        if is_loop[line]:
            found[end - 1] = found[start]
    return found
