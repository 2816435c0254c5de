"""Changed borders, of which those that would cross others are taken as they were."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from landweave.engine.postprocess.arcs import Arcs, Division, Lines, shapes_of
from landweave.engine.postprocess.crossing import crossing_among
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray

Way = Callable[[Arcs, IntArray], Lines]
"""Gives what becomes of some arcs, by their numbers: the same whichever others are asked for with them."""

_TRIES = 30
_SHAPES = 20_000  # of shapely, held at once
_ARCS = 50_000  # changed at once
_PLACE = re.compile(r"\[(\S+) (\S+?)\]")


@dataclass(eq=False)
class Changing:
    """Arcs, each on its way. What becomes of them is made again whenever it is needed, of a few of them at once.

    Args:
        arcs: borders of polygons that lie side by side.
        division: of the rings into polygons (`rings_of`).
        ways: what may become of an arc.
        way: which of them each arc goes, shape (arc,); the number after the last: it stays as it was.
    """

    arcs: Arcs
    division: Division
    ways: Sequence[Way]
    way: IntArray

    def lines_of(self, rows: IntArray) -> Lines:
        """Return what becomes of some arcs."""
        taken = of_way = self.arcs.lines.taken(rows)
        chosen = self.way[rows]
        for number in np.unique(chosen[chosen < len(self.ways)]).tolist():
            places = np.flatnonzero(chosen == number)
            of_way = self.ways[number](self.arcs, rows[places])
            taken = of_way if len(places) == len(rows) else taken.replaced(places, of_way)
        return taken

    def boxes(self, rows: IntArray) -> Float64Array:
        """Return the boxes around what becomes of some arcs: x_min, y_min, x_max, y_max, shape (arc, 4)."""
        found = np.empty((len(rows), 4))
        for first in range(0, len(rows), _ARCS):
            lines = self.lines_of(rows[first : first + _ARCS])
            found[first : first + _ARCS, :2] = np.minimum.reduceat(lines.points, lines.starts[:-1])
            found[first : first + _ARCS, 2:] = np.maximum.reduceat(lines.points, lines.starts[:-1])
        return found

    def shapes(self) -> Iterator[tuple[int, AnyArray]]:
        """Yield the shapes that the arcs make up now, some at once, with the number of the first."""
        polygons, whole = self.division
        for first in range(0, len(whole) - 1, _SHAPES):
            own = whole[first : first + _SHAPES + 1]
            of_polygons = polygons[own[0] : own[-1] + 1]
            rings = self.arcs.rings(self.lines_of, int(of_polygons[0]), int(of_polygons[-1]))
            yield first, shapes_of(rings, (of_polygons - of_polygons[0], own - own[0]))


def fitted(
    arcs: Arcs, ways: Sequence[Way], division: Division, fixed: BoolArray, context: RunContext
) -> tuple[Changing, int]:
    """Return changed borders of which none crosses another and all polygons are valid.

    Args:
        arcs: borders of polygons that lie side by side.
        ways: what may become of an arc, the way that is wanted first; an arc that would cross another goes the next
            way, and in the end stays as it was.
        division: of the rings into polygons (`rings_of`).
        fixed: arcs that stay as they are, shape (arc,).
        context: asked whether to stop.

    Returns:
        The arcs, and how many had to stay as they were.
    """
    changing = Changing(arcs, division, ways, np.where(fixed, len(ways), 0))
    sizes = np.diff(arcs.lines.starts)
    every = np.arange(len(arcs.lines))
    boxes, new = changing.boxes(every), ~fixed
    for attempt in range(_TRIES):
        context.check_cancelled()
        open_ways = changing.way < len(ways)
        wrong = crossing_among(boxes, sizes, changing.lines_of, new) & open_ways
        if not wrong.any():
            wrong = _misplaced(changing, boxes, whole=attempt > _TRIES // 2) & open_ways
            if not wrong.any():
                return changing, int((~open_ways & ~fixed).sum())
        changing.way[wrong] += 1
        boxes[wrong] = changing.boxes(np.flatnonzero(wrong))
        new = wrong
    changing.way[:] = len(ways)
    return changing, int((~fixed).sum())


def _misplaced(changing: Changing, boxes: Float64Array, whole: bool) -> BoolArray:
    """Tell which arcs bound invalid polygons, or lie where neighbours overlap, shape (arc,).

    Where no lines cross, an island that a border passed over lies outside of the polygon whose hole it fills, which is
    invalid then. What lies beyond ground without polygons is found by the overlap of those at its border.

    Args:
        changing: borders as they are now.
        boxes: around them.
        whole: tell all arcs of a polygon that is wrong, not those near the place only.
    """
    import shapely

    arcs, division = changing.arcs, changing.division
    found: BoolArray = np.zeros(len(arcs.lines), np.bool_)
    rings_before = np.concatenate([[0], division[0][division[1]][1:]])
    open_uses = np.concatenate([[0], np.cumsum(arcs.uses[arcs.ring_arcs] == 1)])
    at_open_ground = np.diff(open_uses[arcs.ring_starts[rings_before]]) > 0
    for first, shapes in changing.shapes():
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


def _hold(boxes: Float64Array, points: Float64Array) -> BoolArray:
    """Tell which boxes, made a little larger, hold one of some places, shape (box,)."""
    found: BoolArray = np.zeros(len(boxes), np.bool_)
    margin = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, keepdims=True)
    boxes = np.concatenate([boxes[:, :2] - margin, boxes[:, 2:] + margin], axis=1)
    for x, y in points:
        found |= (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
    return found


def _places(reason: str) -> Float64Array:
    """Return the place that GEOS names when it tells what is wrong, shape (1, 2), or none."""
    match = _PLACE.search(reason)
    return np.array([[float(match[1]), float(match[2])]] if match else []).reshape(-1, 2)
