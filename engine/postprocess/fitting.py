"""Changed borders, of which those that would cross others are taken as they were."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from landweave.engine.postprocess.arcs import Arcs, Division, Lines, shapes_of
from landweave.engine.postprocess.crossing import crossing
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray

Way = Callable[[Lines, BoolArray], Lines]
"""Changes some lines, of which it is told which are closed and without a node."""

_TRIES = 30
_SHAPES = 20_000  # of shapely, held at once
_PLACE = re.compile(r"\[(\S+) (\S+?)\]")


def fitted(
    arcs: Arcs, ways: Sequence[Way], division: Division, fixed: BoolArray, context: RunContext
) -> tuple[Lines, int]:
    """Return changed borders of which none crosses another and all polygons are valid.

    Args:
        arcs: borders of polygons that lie side by side.
        ways: what may become of an arc, the way that is wanted first; an arc that would cross another goes the next
            way, and in the end stays as it was.
        division: of the rings into polygons (`rings_of`).
        fixed: arcs that stay as they are, shape (arc,).
        context: asked whether to stop.

    Returns:
        The lines, and how many had to stay as they were.
    """
    way = np.where(fixed, len(ways), 0)
    lines = _changed(arcs, arcs.lines, np.flatnonzero(~fixed), ways[0])
    for attempt in range(_TRIES):
        context.check_cancelled()
        wrong = crossing(lines) & (way < len(ways))
        if not wrong.any():
            wrong = _misplaced(arcs, lines, division, whole=attempt > _TRIES // 2) & (way < len(ways))
            if not wrong.any():
                return lines, int(((way == len(ways)) & ~fixed).sum())
        way[wrong] += 1
        for number in np.unique(way[wrong]).tolist():
            lines = _changed(arcs, lines, np.flatnonzero(wrong & (way == number)), (*ways, _as_it_was)[number])
    return arcs.lines, int((~fixed).sum())


def _changed(arcs: Arcs, lines: Lines, rows: IntArray, way: Way) -> Lines:
    """Return lines of which some go a way."""
    if len(rows) == len(arcs.lines):
        return way(arcs.lines, arcs.is_loop)
    return lines.replaced(rows, way(arcs.lines.taken(rows), arcs.is_loop[rows])) if rows.size else lines


def _as_it_was(lines: Lines, is_loop: BoolArray) -> Lines:
    del is_loop
    return lines


def shapes_in_parts(rings: Lines, division: Division) -> Iterator[tuple[int, AnyArray]]:
    """Yield the shapes that rings make up, some at once, with the number of the first."""
    polygons, whole = division
    for first in range(0, len(whole) - 1, _SHAPES):
        own = whole[first : first + _SHAPES + 1]
        of_polygons = polygons[own[0] : own[-1] + 1]
        starts = rings.starts[of_polygons[0] : of_polygons[-1] + 1]
        part = Lines(rings.points[starts[0] : starts[-1]], starts - starts[0])
        yield first, shapes_of(part, (of_polygons - of_polygons[0], own - own[0]))


def _misplaced(arcs: Arcs, lines: Lines, division: Division, whole: bool) -> BoolArray:
    """Tell which arcs bound invalid polygons, or lie where neighbours overlap, shape (arc,).

    Where no lines cross, an island that a border passed over lies outside of the polygon whose hole it fills, which is
    invalid then. What lies beyond ground without polygons is found by the overlap of those at its border.

    Args:
        arcs: borders as they were.
        lines: as they are now.
        division: of the rings into polygons.
        whole: tell all arcs of a polygon that is wrong, not those near the place only.
    """
    import shapely

    found: BoolArray = np.zeros(len(lines), np.bool_)
    rings_before = np.concatenate([[0], division[0][division[1]][1:]])
    boxes = _boxes(lines)
    open_uses = np.concatenate([[0], np.cumsum(arcs.uses[arcs.ring_arcs] == 1)])
    at_open_ground = np.diff(open_uses[arcs.ring_starts[rings_before]]) > 0
    for first, shapes in shapes_in_parts(arcs.rings(lines), division):
        bad = ~shapely.is_valid(shapes)
        places = {int(n): _places(shapely.is_valid_reason(shapes[n])) for n in np.flatnonzero(bad)}
        rows = np.flatnonzero(at_open_ground[first : first + len(shapes)])
        if not places and rows.size:
            edges = shapely.coverage_invalid_edges(shapes[rows])
            lying = np.flatnonzero(~shapely.is_empty(edges))
            places = {int(rows[n]): shapely.get_coordinates(edges[n]) for n in lying}
        for number, points in places.items():
            uses = slice(*arcs.ring_starts[rings_before[first + number : first + number + 2]])
            own = arcs.ring_arcs[uses]
            near = own[_hold(boxes[own], points)]
            found[own if whole or not near.size else near] = True
    return found


def _boxes(lines: Lines) -> Float64Array:
    """Return the boxes around lines, a little larger: x_min, y_min, x_max, y_max, shape (line, 4)."""
    low = np.minimum.reduceat(lines.points, lines.starts[:-1])
    high = np.maximum.reduceat(lines.points, lines.starts[:-1])
    margin = (high - low).max(axis=1, keepdims=True)
    return np.concatenate([low - margin, high + margin], axis=1)


def _hold(boxes: Float64Array, points: Float64Array) -> BoolArray:
    """Tell which boxes hold one of some places, shape (box,)."""
    found: BoolArray = np.zeros(len(boxes), np.bool_)
    for x, y in points:
        found |= (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
    return found


def _places(reason: str) -> Float64Array:
    """Return the place that GEOS names when it tells what is wrong, shape (1, 2), or none."""
    match = _PLACE.search(reason)
    return np.array([[float(match[1]), float(match[2])]] if match else []).reshape(-1, 2)
