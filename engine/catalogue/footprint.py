"""Footprints of pixel grids in geographic coordinates."""

from __future__ import annotations

import math
from typing import Any

from osgeo import ogr, osr

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import spatial_reference

_POINTS_A_SIDE = 16
"""A straight edge of a UTM tile bends by metres in degrees, one of a sinusoidal tile by kilometres."""


def footprint(grid: Grid) -> Any:
    """Return the outline of a grid as an OGR multipolygon in EPSG:4326 (longitude first).

    Returns:
        None where the outline has no geographic coordinates (a local CRS, edges beyond the projection's domain).
    """
    try:
        transform = osr.CoordinateTransformation(spatial_reference(grid.crs), spatial_reference("EPSG:4326"))
        corners = transform.TransformPoints(_outline(grid))
    except (RuntimeError, UserError):
        return None
    if not all(math.isfinite(x) and math.isfinite(y) for x, y, _ in corners):
        return None
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y, _ in [*corners, corners[0]]:
        ring.AddPoint_2D(x, y)
    polygon, multi = ogr.Geometry(ogr.wkbPolygon), ogr.Geometry(ogr.wkbMultiPolygon)
    polygon.AddGeometry(ring)
    multi.AddGeometry(polygon)
    return multi


def _outline(grid: Grid) -> list[tuple[float, float]]:
    """Return points along the four sides, counter-clockwise from the lower left, the ring not closed."""
    x_min, y_min, x_max, y_max = grid.extent
    corners = [(x_min, y_min), (x_max, y_min), (x_max, y_max), (x_min, y_max), (x_min, y_min)]
    steps = [i / _POINTS_A_SIDE for i in range(_POINTS_A_SIDE)]
    return [
        (x0 + (x1 - x0) * t, y0 + (y1 - y0) * t)
        for (x0, y0), (x1, y1) in zip(corners[:-1], corners[1:])
        for t in steps
    ]
