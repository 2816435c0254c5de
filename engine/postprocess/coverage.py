"""Polygons that lie side by side: read, checked, and written again with their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.postprocess.maps import require_crs
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.packages import missing_package
from landweave.engine.types import AnyArray
from landweave.engine.vector.geometry import area_m2_in, is_polygonal, shape_of
from landweave.engine.vector.layers import Layer, read_layer
from landweave.engine.vector.polygon_file import check_format, write_polygons
from landweave.engine.vector.styles import read_style

AREA, CODE = "area_m2", "code"
_LARGEST_CHANGE = 0.02


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


def shapes_side_by_side(layer: Layer, source: str, shapely: Any) -> AnyArray:
    """Return the shapes of a layer with the same corners on both sides of each border.

    Corners that one side lacks are put in where they lie on its outline.

    Raises:
        UserError: if polygons overlap, or nearly meet.
    """
    shapes: AnyArray = shapely.force_2d(shapely.from_wkb(list(layer.geometries)))
    if not shapely.coverage_is_valid(shapes):
        shapes = _with_corners(shapes, shapely)
        wrong = shapely.coverage_invalid_edges(shapes)
        bad = np.flatnonzero(~shapely.is_empty(wrong))
        if bad.size:
            row = int(bad[0])
            place = shapely.get_coordinates(wrong[row])[0]
            fid = layer.fids[row] if layer.fids else row + 1
            raise UserError(
                f"The polygons of {source} do not lie side by side: {bad.size} of them overlap others or miss their "
                f"corners, the first is feature {fid}, at {place[0]:.1f} {place[1]:.1f}.",
                "Make them anew with 'vectorize', or mend them (Vector > Geometry Tools > Fix Geometries, Snap "
                "Geometries to Layer).",
            )
    return shapes


def write_changed(output: str, source: str, layer: Layer, shapes: AnyArray, context: RunContext) -> None:
    """Write the changed shapes of a layer with its columns and style; `area_m2` is computed anew.

    Warns where the area of a class (column `code`) has changed by more than 2 %.
    """
    import shapely

    geometries = tuple(shapely.to_wkb(shapes, flavor="iso", byte_order=1))
    fields = dict(layer.fields)
    area = area_m2_in(layer.crs)
    after = [area(shape_of(wkb)) for wkb in geometries]
    if AREA in fields:
        fields[AREA] = after
    if CODE in fields:
        _tell_change(layer, [area(shape_of(wkb)) for wkb in layer.geometries if wkb], after, context)
    several = any(shape.geom_type == "MultiPolygon" for shape in shapes)
    kind = "MultiPolygon" if several else "Polygon"
    if several:
        geometries = tuple(shapely.to_wkb([_several(s) for s in shapes], flavor="iso", byte_order=1))
    write_polygons(output, replace(layer, geometries=geometries, fields=fields), read_style(source), kind)
    context.artifact("OUTPUT", output)


def _several(shape: Any) -> Any:
    import shapely

    return shape if shape.geom_type == "MultiPolygon" else shapely.multipolygons([shape])


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
