"""Geometry operations of OGR/GEOS, and what one asks of a layer without reading it.

A shape is an `ogr.Geometry`; callers use its methods (`Intersection`, `Difference`, `Area`)
and need not import OGR themselves.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import Any

import numpy as np
from osgeo import gdal, ogr, osr

from landweave.engine.raster.grid import Extent
from landweave.engine.raster.warp import same_crs, spatial_reference
from landweave.engine.types import Float64Array, IntArray
from landweave.engine.vector.layers import _layer_of, _open, crs_of, split_source

Shape = Any
_EQUAL_AREA = "EPSG:6933"
_EDGE_POINTS = 64
_CREATE_BOXES = "CREATE TABLE boxes (id INTEGER PRIMARY KEY, x0 REAL, x1 REAL, y0 REAL, y1 REAL)"
_CREATE_INDEX = "CREATE VIRTUAL TABLE tree USING rtree(id, x0, x1, y0, y1)"
_JOIN = (
    "SELECT boxes.id, tree.id FROM boxes JOIN tree ON tree.x0 <= boxes.x1 AND tree.x1 >= boxes.x0 "
    "AND tree.y0 <= boxes.y1 AND tree.y1 >= boxes.y0 ORDER BY boxes.id, tree.id"
)


def layer_crs(source: str, layer_name: str = "") -> str:
    """Return the CRS of a layer as well-known text; empty when it has none."""
    path, options = split_source(source)
    dataset = _open(path)
    return crs_of(_layer_of(dataset, path, {"layername": layer_name} if layer_name else options))


def shape_of(wkb: bytes) -> Shape:
    """Return the shape of a WKB geometry, flat and without curves."""
    shape = ogr.CreateGeometryFromWkb(wkb)
    if shape.HasCurveGeometry():
        shape = shape.GetLinearGeometry()
    shape.FlattenTo2D()
    return shape


def wkb_of(shape: Shape) -> bytes:
    """Return the WKB of a shape."""
    return bytes(shape.ExportToIsoWkb())


def is_polygonal(shape: Shape) -> bool:
    """Tell whether a shape is a polygon or several."""
    return ogr.GT_Flatten(shape.GetGeometryType()) in (ogr.wkbPolygon, ogr.wkbMultiPolygon)


def invalid_reason(shape: Shape) -> str:
    """Return what is wrong with a shape and where (`Self-intersection at or near point 1 2`); empty if nothing is."""
    said: list[str] = []
    gdal.PushErrorHandler(lambda kind, code, message: said.append(message))
    try:
        valid = shape.IsValid()
    finally:
        gdal.PopErrorHandler()
    return "" if valid else (said[-1] if said else "invalid geometry")


def valid_polygons(shape: Shape) -> Shape | None:
    """Return the ground of a shape as valid polygons (lines and points are dropped); None where there is none."""
    parts = polygon_parts(shape.MakeValid())
    if not parts:
        return None
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for part in parts:
        whole.AddGeometry(part)
    return parts[0] if len(parts) == 1 else whole


def polygon_parts(shape: Shape | None) -> list[Shape]:
    """Return the single polygons of a shape; points and lines that an intersection left are dropped."""
    if shape is None or shape.IsEmpty():
        return []
    if ogr.GT_Flatten(shape.GetGeometryType()) == ogr.wkbPolygon:
        return [shape]
    parts = (shape.GetGeometryRef(i).Clone() for i in range(shape.GetGeometryCount()))
    return [polygon for part in parts if part.GetDimension() == 2 for polygon in polygon_parts(part)]


def box_shape(extent: Extent, crs: str, to_crs: str) -> Shape:
    """Return an extent as a polygon in another CRS, with points along its edges where they bend."""
    x_min, y_min, x_max, y_max = extent
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((x_min, y_min), (x_min, y_max), (x_max, y_max), (x_max, y_min), (x_min, y_min)):
        ring.AddPoint_2D(x, y)
    shape = ogr.Geometry(ogr.wkbPolygon)
    shape.AddGeometry(ring)
    if not same_crs(crs, to_crs):
        shape.Segmentize(max(x_max - x_min, y_max - y_min) / _EDGE_POINTS)
        shape.Transform(transformation(crs, to_crs))
    return shape


def transformation(from_crs: str, to_crs: str) -> Any:
    """Return the transformation between two CRS, for `Shape.Transform`."""
    return osr.CoordinateTransformation(spatial_reference(from_crs), spatial_reference(to_crs))


def area_m2_in(crs: str) -> Callable[[Shape], float]:
    """Return a function that gives the area in m2 of a shape in this CRS.

    Degrees, and Mercator, whose metres are too long away from the equator, are brought to the cylindrical equal-area
    projection EPSG:6933.
    """
    reference = spatial_reference(crs)
    is_mercator = str(reference.GetAttrValue("PROJECTION")).startswith("Mercator")
    if reference.IsProjected() and not is_mercator:
        unit_m = float(reference.GetLinearUnits())
        return lambda shape: float(shape.Area()) * unit_m * unit_m
    to_equal_area = transformation(crs, _EQUAL_AREA)

    def area(shape: Shape) -> float:
        flat = shape.Clone()
        flat.Transform(to_equal_area)
        return float(flat.Area())

    return area


def envelopes_of(shapes: Iterable[Shape]) -> Float64Array:
    """Return the boxes around shapes: x_min, x_max, y_min, y_max, shape (shape, 4)."""
    return np.array([shape.GetEnvelope() for shape in shapes], dtype=np.float64).reshape(-1, 4)


def touching_boxes(first: Float64Array, second: Float64Array) -> IntArray:
    """Return the pairs of boxes that touch, found through an R-tree.

    Args:
        first: as from `envelopes_of`, shape (n, 4).
        second: likewise, shape (m, 4).

    Returns:
        Rows of the first and of the second, ascending, shape (pair, 2). Boxes closer than single
        precision can tell apart may be among them.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(_CREATE_BOXES)
        connection.execute(_CREATE_INDEX)
        connection.executemany("INSERT INTO boxes VALUES (?, ?, ?, ?, ?)", _numbered(first))
        connection.executemany("INSERT INTO tree VALUES (?, ?, ?, ?, ?)", _numbered(second))
        return np.array(connection.execute(_JOIN).fetchall(), dtype=np.int64).reshape(-1, 2)


def _numbered(boxes: Float64Array) -> Iterable[Sequence[float]]:
    return ((i, *box) for i, box in enumerate(boxes.tolist()))
