"""Polygons that are made smaller, and those that are too small."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.raster.warp import metres_a_unit, spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.reference_source import Polygons
from landweave.engine.vector.geometry import Shape, area_m2_in, transformation

_QUARTER_SEGMENTS = 8
_ZONE_DEGREES = 6
_ZONES = 60


def shrunk(source: str, polygons: Polygons, metres: float, crs: str, context: RunContext) -> Polygons:
    """Return polygons without a strip along their edge; those that vanish are left out and named.

    Raises:
        UserError: if the width is not a distance, or nothing is left.
    """
    if not 0 <= metres < math.inf:
        raise UserError(f"The polygons cannot shrink by {metres:g} m.", "Give a distance in metres, or 0.")
    if not metres:
        return polygons
    if polygons.are_points:
        context.log(f"{source} holds points: they do not shrink.")
        return polygons
    inner = _inner(polygons.shapes, metres, crs)
    rows = [row for row, shape in enumerate(inner) if not shape.IsEmpty()]
    gone = [row for row, shape in enumerate(inner) if shape.IsEmpty() and not polygons.shapes[row].IsEmpty()]
    if not rows:
        raise UserError(f"No polygon of {source} is left when they shrink by {metres:g} m.", "Shrink them less.")
    if gone:
        context.warning(
            f"{source}: {len(gone)} polygons vanish when they shrink by {metres:g} m: features {polygons.named(gone)}."
        )
    kept = polygons.subset(rows)
    kept.shapes[:] = [inner[row] for row in rows]
    return kept


def _inner(shapes: Sequence[Shape], metres: float, crs: str) -> list[Shape]:
    if spatial_reference(crs).IsProjected():
        distance = metres / metres_a_unit(crs)
        return [shape.Buffer(-distance, _QUARTER_SEGMENTS) for shape in shapes]
    found = []
    for shape in shapes:
        there, back = _utm(crs, _utm_code(shape))
        flat = shape.Clone()
        flat.Transform(there)
        inner = flat.Buffer(-metres, _QUARTER_SEGMENTS)
        inner.Transform(back)
        found.append(inner)
    return found


def _utm_code(shape: Shape) -> int:
    """Return the EPSG code of the UTM zone that a shape in degrees lies in."""
    west, east, south, north = shape.GetEnvelope()
    zone = int(((west + east) / 2 + 180) // _ZONE_DEGREES) % _ZONES + 1
    return (32600 if south + north >= 0 else 32700) + zone


@lru_cache(maxsize=16)
def _utm(crs: str, code: int) -> tuple[Any, Any]:
    return transformation(crs, f"EPSG:{code}"), transformation(f"EPSG:{code}", crs)


def without_slivers(
    source: str, polygons: Polygons, pixels: float, pixel_m2: float, crs: str, context: RunContext
) -> Polygons:
    """Return the polygons of at least so many pixels; those left out are named.

    Raises:
        UserError: if the number cannot be used, or no polygon is large enough.
    """
    if not 0 <= pixels < math.inf:
        raise UserError(f"The smallest polygon is {pixels:g} pixels.", "Give a number of pixels, or 0: all are kept.")
    if not pixels or polygons.are_points:
        return polygons
    area_m2 = area_m2_in(crs)
    # A trifle less counts: areas are sums of rounded numbers.
    large = [area_m2(shape) >= pixels * pixel_m2 * (1 - 1e-9) for shape in polygons.shapes]
    small = [row for row, is_large in enumerate(large) if not is_large and not polygons.shapes[row].IsEmpty()]
    if not any(large):
        raise UserError(f"No polygon of {source} is as large as {pixels:g} pixels.", "Lower MINIMUM_PIXELS.")
    if small:
        context.warning(
            f"{source}: {len(small)} polygons are smaller than {pixels:g} pixels and left out: "
            f"features {polygons.named(small)}."
        )
    return polygons.subset([row for row, is_large in enumerate(large) if is_large])
