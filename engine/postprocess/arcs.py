"""Borders that polygons share: each once, as an arc, and polygons put together from them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray

Division = tuple[IntArray, IntArray]
"""First ring of each polygon, and first polygon of each shape; both with the number after the last."""


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines one after the other.

    Args:
        points: x and y, shape (point, 2).
        starts: first point of each line, and the number of points after the last, shape (line + 1,).
    """

    points: Float64Array
    starts: IntArray

    def __len__(self) -> int:
        return len(self.starts) - 1

    def taken(self, rows: IntArray) -> Lines:
        """Return some of the lines, by their numbers, in that order."""
        lengths = np.diff(self.starts)[rows]
        starts: IntArray = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(starts[-1]) + np.repeat(self.starts[:-1][rows] - starts[:-1], lengths)
        return Lines(self.points[places], starts)

    def replaced(self, rows: IntArray, others: Lines) -> Lines:
        """Return these lines, but others instead of some.

        Args:
            rows: numbers of the lines to replace, ascending.
            others: what stands in their place, in the same order.
        """
        chosen = np.zeros(len(self), np.bool_)
        chosen[rows] = True
        lengths = np.diff(self.starts)
        into = np.repeat(chosen, lengths)
        lengths[rows] = np.diff(others.starts)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        points = np.empty((starts[-1], 2))
        stays = ~np.repeat(chosen, lengths)
        points[stays] = self.points[~into]
        np.logical_not(stays, out=stays)
        points[stays] = others.points
        return Lines(points, starts)


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arcs, and the rings that are made of them.

    Args:
        lines: of the arcs, from node to node; one without a node is closed and begins anywhere.
        is_loop: tells it of those, shape (arc,).
        uses: number of rings on each arc, shape (arc,): 1 on the outer border, else 2.
        ring_arcs: arcs of the rings, one after the other, shape (use,).
        forward: whether a ring follows its arc, or runs against it, same shape.
        ring_starts: first use of each ring, shape (ring + 1,).
    """

    lines: Lines
    is_loop: BoolArray
    uses: IntArray
    ring_arcs: IntArray
    forward: BoolArray
    ring_starts: IntArray

    def rings(self, lines: Lines) -> Lines:
        """Return the closed rings of the polygons with other lines for the arcs."""
        lengths = np.diff(lines.starts)[self.ring_arcs] - 1
        sums = np.concatenate([[0], np.cumsum(lengths)])
        starts = sums[self.ring_starts] + np.arange(len(self.ring_starts))  # each ring closes with a point more
        points = np.empty((starts[-1], 2))
        _rings(lines.points, lines.starts, self.ring_arcs, self.forward, self.ring_starts, points)
        return Lines(points, starts)


def find_arcs(rings: Lines) -> Arcs:
    """Divide closed rings into arcs. Points where other than two borders meet are nodes: there arcs end.

    Args:
        rings: of polygons with the same corners on both sides of a border; the first point of each is its last.
    """
    keep = np.ones(len(rings.points), np.bool_)
    keep[rings.starts[1:] - 1] = False  # the last point of each ring is its first
    points = np.ascontiguousarray(rings.points[keep])
    starts = rings.starts - np.arange(len(rings.starts))
    places, ids = np.unique(points.view(np.complex128).ravel(), return_inverse=True)
    ids = ids.astype(np.int64)
    following = np.arange(1, len(ids) + 1)
    following[starts[1:] - 1] = starts[:-1]
    one, other = np.minimum(ids, ids[following]), np.maximum(ids, ids[following])
    edges = np.unique(one * len(places) + other)
    degrees = np.bincount(edges // len(places), minlength=len(places))
    degrees += np.bincount(edges % len(places), minlength=len(places))
    is_node = degrees != 2
    uses = _split(ids, starts, is_node, len(places))
    first, count, forward, keys, ring_starts = uses
    _, samples, ring_arcs, times = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    lengths = count[samples] + 1
    arc_starts = np.concatenate([[0], np.cumsum(lengths)])
    ring_of = np.searchsorted(ring_starts, samples, side="right") - 1
    arc_points = np.empty((arc_starts[-1], 2))
    _points(points, starts, ring_of, first[samples], count[samples], forward[samples], arc_starts, arc_points)
    is_loop = ~is_node[ids[first[samples]]]
    return Arcs(Lines(arc_points, arc_starts), is_loop, times, ring_arcs.astype(np.int64), forward, ring_starts)


@kernel
def _split(
    ids: IntArray, starts: IntArray, is_node: BoolArray, places: int
) -> tuple[IntArray, IntArray, BoolArray, IntArray, IntArray]:
    """Cut rings at nodes: first point, number of steps, direction and key of each arc, and first arc of each ring.

    The key is the first step in the direction in which that step has the lower numbers: it is the same from both sides.
    """
    most = 0
    for ring in range(len(starts) - 1):
        nodes = 0
        for place in range(starts[ring], starts[ring + 1]):
            nodes += is_node[ids[place]]
        most += max(nodes, 1)
    first, count = np.empty(most, np.int64), np.empty(most, np.int64)
    forward, keys = np.empty(most, np.bool_), np.empty(most, np.int64)
    ring_starts = np.empty(len(starts), np.int64)
    used = 0
    for ring in range(len(starts) - 1):
        ring_starts[ring] = used
        begin, length = starts[ring], starts[ring + 1] - starts[ring]
        at = 0
        for step in range(length):
            if is_node[ids[begin + step]]:
                at = step
                break
            if ids[begin + step] < ids[begin + at]:
                at = step
        done = 0
        while done < length:
            steps = 1
            while done + steps < length and not is_node[ids[begin + (at + done + steps) % length]]:
                steps += 1
            start = ids[begin + (at + done) % length]
            second = ids[begin + (at + done + 1) % length]
            end = ids[begin + (at + done + steps) % length]
            before = ids[begin + (at + done + steps - 1) % length]
            ahead = start < end or (start == end and second <= before)
            first[used], count[used], forward[used] = begin + (at + done) % length, steps, ahead
            keys[used] = start * places + second if ahead else end * places + before
            used += 1
            done += steps
    ring_starts[len(starts) - 1] = used
    return first, count, forward, keys, ring_starts


@kernel
def _points(
    points: Float64Array, starts: IntArray, ring_of: IntArray, first: IntArray, count: IntArray, forward: BoolArray,
    arc_starts: IntArray, found: Float64Array,
) -> None:
    for arc in range(len(first)):
        begin = starts[ring_of[arc]]
        length = starts[ring_of[arc] + 1] - begin
        for step in range(count[arc] + 1):
            place = begin + (first[arc] - begin + step) % length
            into = arc_starts[arc] + (step if forward[arc] else count[arc] - step)
            found[into] = points[place]


@kernel
def _rings(
    points: Float64Array, arc_starts: IntArray, ring_arcs: IntArray, forward: BoolArray, ring_starts: IntArray,
    found: Float64Array,
) -> None:
    into = 0
    for ring in range(len(ring_starts) - 1):
        begin = into
        for use in range(ring_starts[ring], ring_starts[ring + 1]):
            start, end = arc_starts[ring_arcs[use]], arc_starts[ring_arcs[use] + 1]
            for step in range(end - start - 1):
                found[into] = points[start + step] if forward[use] else points[end - 1 - step]
                into += 1
        found[into] = found[begin]
        into += 1


def rings_of(shapes: AnyArray) -> tuple[Lines, Division]:
    """Return the rings of polygons of shapely, and how they are divided into polygons and these into shapes."""
    import shapely

    parts, numbers = shapely.get_parts(shapes, return_index=True)
    _, points, offsets = shapely.to_ragged_array(shapely.multipolygons(parts, indices=numbers))
    rings, polygons, whole = (np.asarray(each, np.int64) for each in offsets)
    return Lines(np.ascontiguousarray(points), rings), (polygons, whole)


def joined(parts: Sequence[tuple[Lines, Division]]) -> tuple[Lines, Division]:
    """Return rings that were taken in parts as one."""
    lines = Lines(np.concatenate([rings.points for rings, _ in parts]), _after([rings.starts for rings, _ in parts]))
    return lines, (_after([polygons for _, (polygons, _) in parts]), _after([whole for _, (_, whole) in parts]))


def shapes_of(rings: Lines, division: Division) -> AnyArray:
    """Return the shapes that rings make up, divided as `rings_of` told; single polygons are such."""
    import shapely

    polygons = shapely.from_ragged_array(shapely.GeometryType.POLYGON, rings.points, (rings.starts, division[0]))
    counts = np.diff(division[1])
    shapes = np.empty(len(counts), object)
    single = counts == 1
    shapes[single] = polygons[division[1][:-1][single]]
    for number in np.flatnonzero(~single):
        shapes[number] = shapely.multipolygons(polygons[division[1][number] : division[1][number + 1]])
    return shapes


def _after(starts: Sequence[IntArray]) -> IntArray:
    """Return offsets that go on where those before end."""
    found, last = [np.zeros(1, np.int64)], 0
    for each in starts:
        found.append(each[1:] + last)
        last += int(each[-1])
    return np.concatenate(found)
