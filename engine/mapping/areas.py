"""Polygons as pixels: which region a pixel is in, and whether it is inside a mask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import crs_name
from landweave.engine.samples.regions import region_layer, region_name
from landweave.engine.types import AnyArray, IntArray
from landweave.engine.vector.geometry import is_polygonal, shape_of
from landweave.engine.vector.layers import envelopes, rasterize_polygons, reproject_geometries, touches

_RASTER_BLOCK = 512


@dataclass(frozen=True, eq=False)
class Areas:
    """Polygons in the CRS of the pixels.

    Args:
        crs: well-known text.
        geometries: WKB.
        codes: from 1, one a polygon: its place among the keys plus one.
        keys: names of the areas, sorted.
        boxes: of the geometries, shape (polygon, 4).
    """

    crs: str
    geometries: tuple[bytes | None, ...]
    codes: tuple[int, ...]
    keys: tuple[str, ...]
    boxes: AnyArray

    def pixels(self, grid: Grid) -> IntArray:
        """Return the code of each pixel by its centre, 0 outside; where polygons overlap the first of them holds.

        Args:
            grid: of the area's CRS, usually of a block.
        """
        near = np.flatnonzero(touches(self.boxes, grid.extent))[::-1]
        if not near.size:
            return np.zeros((grid.rows, grid.columns), np.int64)
        shapes = [self.geometries[i] for i in near]
        burnt: IntArray = rasterize_polygons(shapes, [self.codes[i] for i in near], grid, self.crs, "int64")
        return burnt


@lru_cache(maxsize=4)
def load_areas(source: str, field: str, crs: str, fingerprint: str = "", priority: str = "") -> Areas:
    """Read polygons and bring them to a CRS; what was read last is kept.

    Args:
        source: any OGR source, or a raster of whole numbers (0: nothing).
        field: names the areas; empty: all polygons are one area without a name. A raster's numbers are the names.
        crs: of the pixels.
        fingerprint: of the file, so that a changed file is read again.
        priority: field of numbers: where polygons overlap the higher one holds; empty: the first.

    Raises:
        UserError: if the layer cannot be read, is empty or has no CRS.
    """
    del fingerprint
    layer, values = region_layer(source, field, priority, _RASTER_BLOCK)
    if not any(layer.geometries):
        raise UserError(f"{source} has no polygon.", "Choose a layer that holds polygons.")
    if not layer.crs:
        raise UserError(f"{source} has no coordinate reference system.", f"Assign one, for example {crs_name(crs)}.")
    other = [wkb for wkb in layer.geometries if wkb and not is_polygonal(shape_of(wkb))]
    if other:
        kind = shape_of(other[0]).GetGeometryName().lower()
        raise UserError(f"{source} holds a {kind}, not only polygons.", "Choose a polygon layer.")
    names = _names(source, field, values)
    keys = tuple(sorted(set(names)))
    geometries = reproject_geometries(layer.geometries, layer.crs, crs, source)
    return Areas(crs, geometries, tuple(keys.index(n) + 1 for n in names), keys, envelopes(geometries))


def _names(source: str, field: str, values: Sequence[object]) -> list[str]:
    if any(v is None for v in values):
        raise UserError(f"{source}: the field {field} is empty in a feature.", "Give every polygon a name.")
    return [region_name(v) for v in values]
