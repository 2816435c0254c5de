"""Polygons that lie side by side: read, checked, and written again with their columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.postprocess.arcs import Arcs, Division, find_arcs, joined, rings_of, shapes_of
from landweave.engine.postprocess.crossing import crossing_among
from landweave.engine.postprocess.fitting import Changing
from landweave.engine.postprocess.maps import require_crs
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.packages import missing_package
from landweave.engine.types import AnyArray, BoolArray
from landweave.engine.vector.geometry import area_m2_in, is_polygonal, shape_of
from landweave.engine.vector.layers import Layer, read_layer
from landweave.engine.vector.polygon_file import REAL, PolygonWriter, check_format, kind_of, plain_values
from landweave.engine.vector.styles import read_style

AREA, CODE = "area_m2", "code"
AREA_DIGITS = 2
_LARGEST_CHANGE = 0.02
_SHAPES = 20_000  # of shapely, held at once
_SIDES = 2


def shapely_for(what: str) -> Any:
    """Return the package shapely; `what` needs it, with its verb: `Smoothing needs`.

    Raises:
        UserError: if it is missing, or its GEOS is too old.
    """
    try:
        import shapely
    except ImportError as error:
        raise missing_package(what, "shapely") from error
    if shapely.geos_version < (3, 12, 0) or not hasattr(shapely, "coverage_simplify"):
        raise missing_package(what, "shapely")
    return shapely


def read_polygons(source: str, output: str) -> Layer:
    """Read polygons that are to be changed.

    Raises:
        UserError: if there are none, others among them, no coordinate reference system, or the output has no ending.
    """
    check_format(output)
    layer = read_layer(source)
    if not len(layer):
        raise UserError(f"{source} holds no polygon.", "Choose a layer that holds polygons.")
    require_crs(source, layer.crs)
    for wkb in layer.geometries:
        if wkb is None or not is_polygonal(shape_of(wkb)):
            kind = "an empty shape" if wkb is None else f"a {shape_of(wkb).GetGeometryName().lower()}"
            raise UserError(f"{source} holds {kind}, not only polygons.", "Choose a polygon layer.")
    return layer


def borders_of(geometries: list[bytes | None], source: str, shapely: Any) -> tuple[Arcs, Division]:
    """Return the borders of polygons that lie side by side, each once, and how rings are divided into shapes.

    Corners that one side lacks are put in where they lie on its outline.

    Args:
        geometries: of the polygons; emptied on the way, since both together would take the memory twice.
        source: they are of; for messages.
        shapely: the package.

    Raises:
        UserError: if polygons overlap, or nearly meet.
    """
    parts = []
    for first in range(0, len(geometries), _SHAPES):
        parts.append(rings_of(_shapes(geometries[first : first + _SHAPES], shapely)))
        geometries[first : first + _SHAPES] = [None] * len(geometries[first : first + _SHAPES])
    rings, division = joined(parts)
    del parts
    arcs = find_arcs(rings)
    wrong = _crossing(arcs)
    if wrong.any():
        rings, division = rings_of(_with_corners(shapes_of(rings, division), shapely))
        arcs = find_arcs(rings)
        wrong = _crossing(arcs)
    bad = np.flatnonzero(wrong | (arcs.uses > _SIDES))
    if bad.size:
        x, y = arcs.lines.points[arcs.lines.starts[bad[0]]]
        raise UserError(
            f"The polygons of {source} do not lie side by side: {bad.size} borders cross others or lie on them, the "
            f"first one from {x:.1f} {y:.1f}.",
            "Make the polygons anew with 'vectorize', or mend them (Vector > Geometry Tools > Fix Geometries, Snap "
            "Geometries to Layer).",
        )
    return arcs, division


def _crossing(arcs: Arcs) -> BoolArray:
    lines = arcs.lines
    boxes = np.concatenate([np.minimum.reduceat(lines.points, lines.starts[:-1]),
                            np.maximum.reduceat(lines.points, lines.starts[:-1])], axis=1)
    return crossing_among(boxes, np.diff(lines.starts), lines.taken, np.ones(len(lines), np.bool_))


def write_changed(
    output: str, source: str, layer: Layer, before: Sequence[float], changing: Changing, context: RunContext
) -> None:
    """Write a layer with other borders, its columns and its style; `area_m2` is computed anew.

    Warns where the area of a class (column `code`) has changed by more than 2 %.

    Args:
        output: file to write.
        source: that the layer was read from; its style is kept.
        layer: columns and CRS; its shapes are not needed.
        before: area of each shape in m2.
        changing: the borders.
        context: asked whether to stop.
    """
    import shapely

    several = bool((np.diff(changing.division[1]) > 1).any())
    area = area_m2_in(layer.crs)
    kinds = {name: kind_of(values) for name, values in layer.fields.items()}
    kinds = {name: REAL if name == AREA else kind for name, kind in kinds.items()}
    columns = [plain_values(values, kinds[name]) for name, values in layer.fields.items()]
    place = list(kinds).index(AREA) if AREA in kinds else -1
    after: list[float] = []
    corners = 0
    kind = "MultiPolygon" if several else "Polygon"
    with PolygonWriter(output, layer.crs, kinds, read_style(source), kind) as writer:
        for first, shapes in changing.shapes():
            corners += int(shapely.get_num_coordinates(shapes).sum())
            alike = [s if s.geom_type == kind else shapely.multipolygons([s]) for s in shapes]
            for row, wkb in enumerate(shapely.to_wkb(alike, flavor="iso", byte_order=1), start=first):
                after.append(area(shape_of(wkb)))
                values = [column[row] for column in columns]
                if place >= 0:
                    values[place] = round(after[-1], AREA_DIGITS)
                writer.add(wkb, values)
            context.check_cancelled()
    arcs = changing.arcs
    context.log(f"{int((np.diff(arcs.lines.starts) - 1)[arcs.ring_arcs].sum()):,} corners became {corners:,}.")
    if CODE in layer.fields:
        _tell_change(layer, before, after, context)
    context.artifact("OUTPUT", output)


def _shapes(geometries: Sequence[bytes | None], shapely: Any) -> AnyArray:
    found: AnyArray = shapely.force_2d(shapely.from_wkb(list(geometries)))
    return found


def _tell_change(layer: Layer, before: Sequence[float], after: Sequence[float], context: RunContext) -> None:
    codes, rows = np.unique([str(code) for code in layer.fields[CODE]], return_inverse=True)
    earlier, later = np.bincount(rows, before), np.bincount(rows, after)
    changes = np.abs(later / np.where(earlier > 0, earlier, 1) - 1)
    worst = int(changes.argmax())
    context.metric("largest_area_change", float(changes[worst]))
    context.log(f"The area of a class changes by {changes[worst]:.2%} at most (class {codes[worst]}).")
    if changes[worst] > _LARGEST_CHANGE:
        context.warning(f"The area of class {codes[worst]} changes by {changes[worst]:.1%}: its polygons are small. "
                        "Raise the minimum area of 'regularize', or change the outlines less.")


def _with_corners(shapes: AnyArray, shapely: Any) -> AnyArray:
    """Return shapes with the corners of others that lie on their outlines."""
    points = shapely.points(np.unique(shapely.get_coordinates(shapes), axis=0))
    tree = shapely.STRtree(points)

    def filled(ring: Any) -> Any:
        corners = shapely.get_coordinates(ring)
        steps = shapely.linestrings(np.stack([corners[:-1], corners[1:]], axis=1))
        step, found = tree.query(steps, predicate="intersects")
        places = shapely.get_coordinates(points[found])
        along = np.hypot(*(places - corners[step]).T)
        order = np.lexsort((along, step))
        chain = places[order]
        keep = np.ones(len(chain), np.bool_)
        keep[1:] = (chain[1:] != chain[:-1]).any(axis=1)
        return chain[keep]

    parts, numbers = shapely.get_parts(shapes, return_index=True)
    polygons = [shapely.Polygon(filled(p.exterior), [filled(hole) for hole in p.interiors]) for p in parts]
    counts = np.bincount(numbers, minlength=len(shapes))
    whole = np.empty(len(shapes), object)
    for number, end in enumerate(np.cumsum(counts)):
        own = polygons[end - counts[number] : end]
        whole[number] = own[0] if len(own) == 1 else shapely.multipolygons(own)
    return whole
