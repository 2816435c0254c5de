"""Changed borders put together to polygons, so that they still lie side by side."""

from __future__ import annotations

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.postprocess.arcs import Arcs, Lines, shapes_of
from landweave.engine.postprocess.crossing import crossing
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray

_TRIES = 20
Division = tuple[IntArray, IntArray]


def fitted(arcs: Arcs, lines: Lines, division: Division, context: RunContext) -> tuple[AnyArray | None, int]:
    """Return polygons with changed borders; those of them that cross others are taken as they were.

    Args:
        arcs: borders of polygons that lie side by side.
        lines: what becomes of each.
        division: of the rings into polygons (`arrays_of`).
        context: asked whether to stop.

    Returns:
        The shapes, None where nothing can be changed; and how many borders had to stay.
    """
    kept = np.zeros(len(lines), np.bool_)
    for _ in range(_TRIES):
        context.check_cancelled()
        wrong = crossing(lines)
        if not (wrong & ~kept).any():
            whole = shapes_of(arcs.rings(lines), division)
            wrong = _misplaced(arcs, lines, whole, division)
            if not wrong.any():
                return whole, int(kept.sum())
        kept |= wrong
        lines = lines.with_those_of(arcs.lines, kept)
    return None, len(lines)


def matching(before: Arcs, after: Arcs) -> tuple[IntArray, BoolArray]:
    """Return which arc each came from that was simplified, and whether it runs the same way.

    Args:
        before: with all corners.
        after: of the same rings in the same order, with some of the corners and all nodes.

    Returns:
        Number of the arc before, -1 where none fits, (arc,); and the direction, (arc,).
    """
    found, same = np.full(len(after.lines), -1, np.int64), np.zeros(len(after.lines), np.bool_)
    if len(before.ring_starts) == len(after.ring_starts):
        _match(before.lines.points, before.lines.starts, before.ring_arcs, before.forward, before.ring_starts,
               after.lines.points, after.lines.starts, after.ring_arcs, after.forward, after.ring_starts, found, same)
    return found, same


def _lines_of(lines: Lines) -> AnyArray:
    import shapely

    found: AnyArray = shapely.from_ragged_array(shapely.GeometryType.LINESTRING, lines.points, (lines.starts,))
    return found


def _misplaced(arcs: Arcs, lines: Lines, whole: AnyArray, division: Division) -> BoolArray:
    """Tell which arcs bound invalid polygons, or lie where polygons overlap, shape (arc,)."""
    import shapely

    wrong: BoolArray = np.zeros(len(lines), np.bool_)
    bad = ~shapely.is_valid(whole)
    if bad.any():
        rings = np.repeat(np.arange(len(whole)), np.diff(division[0][division[1]]))
        uses = np.repeat(np.arange(len(arcs.ring_starts) - 1), np.diff(arcs.ring_starts))
        wrong[arcs.ring_arcs[bad[rings[uses]]]] = True
        return wrong
    edges = shapely.coverage_invalid_edges(whole)
    edges = edges[~shapely.is_empty(edges)]
    if len(edges):
        near = shapely.box(*shapely.bounds(edges).T)
        arcs_near, _ = shapely.STRtree(near).query(_lines_of(lines), predicate="intersects")
        wrong[arcs_near] = True
    return wrong


@kernel
def _begin(points: Float64Array, starts: IntArray, arc: int, forward: bool) -> Float64Array:
    place: Float64Array = points[starts[arc] if forward else starts[arc + 1] - 1]
    return place


@kernel
def _same_place(one: Float64Array, other: Float64Array) -> bool:
    return bool(one[0] == other[0] and one[1] == other[1])


@kernel
def _match(
    points: Float64Array, starts: IntArray, ring_arcs: IntArray, forward: BoolArray, ring_starts: IntArray,
    later_points: Float64Array, later_starts: IntArray, later_arcs: IntArray, later_forward: BoolArray,
    later_ring_starts: IntArray, found: IntArray, same: BoolArray,
) -> None:
    for ring in range(len(ring_starts) - 1):
        begin, count = ring_starts[ring], ring_starts[ring + 1] - ring_starts[ring]
        later = later_ring_starts[ring]
        if later_ring_starts[ring + 1] - later != count:
            continue
        arc = ring_arcs[begin]
        node = _begin(points, starts, arc, forward[begin])
        for offset in range(count):
            first = _begin(later_points, later_starts, later_arcs[later + offset], later_forward[later + offset])
            fits = _same_place(first, node)
            if count == 1 and not fits:  # a loop may begin anywhere, but its corners are among those before
                for place in range(starts[arc], starts[arc + 1]):
                    fits = fits or _same_place(points[place], first)
            for step in range(1, count):  # nodes in the same order
                fits = fits and _same_place(
                    _begin(points, starts, ring_arcs[begin + step], forward[begin + step]),
                    _begin(later_points, later_starts, later_arcs[later + (offset + step) % count],
                           later_forward[later + (offset + step) % count]),
                )
            if fits:
                for step in range(count):
                    use, later_use = begin + step, later + (offset + step) % count
                    found[later_arcs[later_use]] = ring_arcs[use]
                    same[later_arcs[later_use]] = forward[use] == later_forward[later_use]
                break
