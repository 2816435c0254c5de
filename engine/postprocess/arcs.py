"""Borders that polygons share: each once, as an arc, and polygons put together from them again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray

_MIX, _OTHER_MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_HALF, _ONE = np.uint64(32), np.uint64(1)

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
        before = np.diff(self.starts)
        after = before.copy()
        after[rows] = np.diff(others.starts)
        starts = np.concatenate([[0], np.cumsum(after)])
        points = np.empty((starts[-1], 2))
        into = np.repeat(chosen, after)
        points[into] = others.points
        points[~into] = self.points[~np.repeat(chosen, before)]
        return Lines(points, starts)


LinesOf = Callable[[IntArray], Lines]
"""Gives the lines of some arcs, by their numbers."""


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

    def rings(self, lines_of: LinesOf, first: int = 0, end: int | None = None) -> Lines:
        """Return closed rings of the polygons with other lines for the arcs.

        Args:
            lines_of: gives the lines of some arcs.
            first: ring to begin with.
            end: ring to end before; None: after the last.
        """
        ring_starts = self.ring_starts[first : None if end is None else end + 1]
        uses = slice(ring_starts[0], ring_starts[-1])
        rows, own = np.unique(self.ring_arcs[uses], return_inverse=True)
        lines, ring_starts = lines_of(rows), ring_starts - ring_starts[0]
        lengths = np.diff(lines.starts)[own] - 1
        sums = np.concatenate([[0], np.cumsum(lengths)])
        starts = sums[ring_starts] + np.arange(len(ring_starts))  # each ring closes with a point more
        points = np.empty((starts[-1], 2))
        _rings(lines.points, lines.starts, own.astype(np.int64), self.forward[uses], ring_starts, points)
        return Lines(points, starts)


def find_arcs(rings: Lines) -> Arcs:
    """Divide closed rings into arcs. Points where other than two borders meet are nodes: there arcs end.

    Args:
        rings: of polygons with the same corners on both sides of a border; the first point of each is its last.
    """
    points, starts = np.ascontiguousarray(rings.points), rings.starts
    slots = 1 << max(int(1.25 * len(points)).bit_length(), 4)
    ids, places = _number(points.view(np.uint64), slots)
    is_node = _nodes(ids, starts, places)
    first, count, forward, keys, ring_starts = _split(points, ids, starts, is_node, places)
    _, samples, ring_arcs, times = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    lengths = count[samples] + 1
    arc_starts = np.concatenate([[0], np.cumsum(lengths)])
    ring_of = np.searchsorted(ring_starts, samples, side="right") - 1
    is_loop = ~is_node[ids[first[samples]]]
    del ids, is_node
    arc_points = np.empty((arc_starts[-1], 2))
    _points(points, starts, ring_of, first[samples], count[samples], forward[samples], arc_starts, arc_points)
    return Arcs(Lines(arc_points, arc_starts), is_loop, times, ring_arcs.astype(np.int64), forward, ring_starts)


@kernel
def _number(bits: AnyArray, slots: int) -> tuple[AnyArray, int]:
    """Number places by their first occurrence: the number of each point, int32, and how many there are.

    Places are found again through a table of as many slots, a power of two, which takes far less memory than sorting.
    """
    table = np.full(slots, -1, np.int32)
    ids = np.empty(len(bits), np.int32)
    last = np.uint64(slots - 1)
    used = 0
    for point in range(len(bits)):
        mixed = bits[point, 0] * _MIX ^ (bits[point, 1] * _OTHER_MIX)
        mixed = (mixed ^ (mixed >> _HALF)) * _MIX
        slot = (mixed ^ (mixed >> _HALF)) & last
        while True:
            found = table[slot]
            if found < 0:
                table[slot] = point
                ids[point] = used
                used += 1
                break
            if bits[found, 0] == bits[point, 0] and bits[found, 1] == bits[point, 1]:
                ids[point] = ids[found]
                break
            slot = (slot + _ONE) & last
    return ids, used


@kernel
def _nodes(ids: AnyArray, starts: IntArray, places: int) -> BoolArray:
    """Tell which places other than two steps of outlines meet at, shape (place,)."""
    one, other = np.full(places, -1, np.int32), np.full(places, -1, np.int32)
    found = np.zeros(places, np.bool_)
    for ring in range(len(starts) - 1):
        for point in range(starts[ring], starts[ring + 1] - 1):
            for side in range(2):
                here, there = ids[point + side], ids[point + 1 - side]
                if one[here] < 0 or one[here] == there:
                    one[here] = there
                elif other[here] < 0 or other[here] == there:
                    other[here] = there
                else:
                    found[here] = True
    for place in range(places):
        if other[place] < 0:
            found[place] = True
    return found


@kernel
def _before(points: Float64Array, one: int, other: int) -> bool:
    """Tell whether a point lies to the left of another, or below it."""
    if points[one, 0] != points[other, 0]:
        return bool(points[one, 0] < points[other, 0])
    return bool(points[one, 1] < points[other, 1])


@kernel
def _split(
    points: Float64Array, ids: AnyArray, starts: IntArray, is_node: BoolArray, places: int
) -> tuple[IntArray, IntArray, BoolArray, IntArray, IntArray]:
    """Cut rings at nodes: first point, number of steps, direction and key of each arc, and first arc of each ring.

    The key is the first step in the direction that begins at the lower of both ends: it is the same from both sides.
    """
    most = 0
    for ring in range(len(starts) - 1):
        nodes = 0
        for place in range(starts[ring], starts[ring + 1] - 1):
            nodes += is_node[ids[place]]
        most += max(nodes, 1)
    first, count = np.empty(most, np.int64), np.empty(most, np.int64)
    forward, keys = np.empty(most, np.bool_), np.empty(most, np.int64)
    ring_starts = np.empty(len(starts), np.int64)
    used = 0
    for ring in range(len(starts) - 1):
        ring_starts[ring] = used
        begin, length = starts[ring], starts[ring + 1] - starts[ring] - 1
        at = 0
        for step in range(length):
            if is_node[ids[begin + step]]:
                at = step
                break
            if _before(points, begin + step, begin + at):
                at = step
        done = 0
        while done < length:
            steps = 1
            while done + steps < length and not is_node[ids[begin + (at + done + steps) % length]]:
                steps += 1
            start = begin + (at + done) % length
            second = begin + (at + done + 1) % length
            end = begin + (at + done + steps) % length
            last = begin + (at + done + steps - 1) % length
            ahead = _before(points, start, end) if ids[start] != ids[end] else not _before(points, last, second)
            first[used], count[used], forward[used] = start, steps, ahead
            one, other = (start, second) if ahead else (end, last)
            keys[used] = np.int64(ids[one]) * places + ids[other]
            used += 1
            done += steps
    ring_starts[len(starts) - 1] = used
    return first[:used].copy(), count[:used].copy(), forward[:used].copy(), keys[:used].copy(), ring_starts


@kernel
def _points(
    points: Float64Array, starts: IntArray, ring_of: IntArray, first: IntArray, count: IntArray, forward: BoolArray,
    arc_starts: IntArray, found: Float64Array,
) -> None:
    for arc in range(len(first)):
        begin = starts[ring_of[arc]]
        length = starts[ring_of[arc] + 1] - begin - 1
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
    return Lines(points + 0.0, rings), (polygons, whole)  # no -0.0, which is 0.0 in other bits


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
