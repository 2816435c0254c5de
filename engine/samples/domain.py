"""Places all over the area that is mapped, to tell how far it is from the samples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Extent, Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import checked_extent, crs_name, pixel_centres, reproject_extent
from landweave.engine.types import AnyArray, BoolArray, Float64Array
from landweave.engine.vector.layers import envelopes, rasterize_polygons, read_layer
from landweave.engine.vector.polygonize import is_raster

_SIDE = 64
"""Places along the longer side of the area."""


def mapped_places(
    source: str, extent: tuple[float, ...], extent_crs: str, boxes: Sequence[tuple[Extent, str]], crs: str
) -> Float64Array:
    """Return places that lie evenly over the mapped area, shape (place, 2).

    Args:
        source: raster (0 and no data are left out) or polygons of the area; empty: the boxes.
        extent: only what lies in it; empty: everything.
        extent_crs: of the extent; empty: `crs`.
        boxes: extents with their CRS whose union is the area where neither is given.
        crs: of the result.

    Raises:
        UserError: if source or extent cannot be used, or nothing is left.
    """
    limits = reproject_extent(checked_extent(extent), extent_crs or crs, crs) if extent else None
    if source:
        found = _of_raster(source, crs) if is_raster(source) else _of_polygons(source, limits, crs)
    else:
        found = _of_boxes([limits] if limits else [reproject_extent(box, of, crs) for box, of in boxes], crs)
    if limits is not None:
        found = found[_inside(found, limits)]
    if not len(found):
        what = source or "The extent"
        raise UserError(f"{what} leaves no place to map{' in the extent' if source and extent else ''}.",
                        "Give the MAP or the EXTENT of the area that is mapped.")
    return found


def _inside(places: Float64Array, box: Extent) -> BoolArray:
    inside: BoolArray = ((places >= box[:2]) & (places <= box[2:])).all(axis=1)
    return inside


def _of_boxes(boxes: Sequence[Extent], crs: str) -> Float64Array:
    grid = _grid_over(np.array(boxes), crs)
    places = _centres(grid, grid.window, crs)
    covered: BoolArray = np.any([_inside(places, box) for box in boxes], axis=0)
    return places[covered]


def _of_polygons(source: str, limits: Extent | None, crs: str) -> Float64Array:
    layer = read_layer(source, [])
    if not layer.crs:
        raise UserError(f"{source} has no coordinate reference system.",
                        f"Assign one; the samples' is {crs_name(crs)}.")
    boxes = envelopes(layer.geometries)
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(boxes):
        raise UserError(f"{source} holds no polygon.", "Choose another layer of the mapped area.")
    if limits is not None:
        low, high = reproject_extent(limits, crs, layer.crs)[:2], reproject_extent(limits, crs, layer.crs)[2:]
        boxes = np.column_stack([np.clip(boxes[:, :2], low, high), np.clip(boxes[:, 2:], low, high)])
    grid = _grid_over(boxes, layer.crs)
    burnt = rasterize_polygons(layer.geometries, [1] * len(layer), grid, layer.crs)
    return _centres(grid, grid.window, crs)[burnt.ravel() > 0]


def _of_raster(path: str, crs: str) -> Float64Array:
    with RasterReader() as reader:
        info = reader.info(path)
        grid = info.grid
        if not grid.crs:
            raise UserError(f"{path} has no coordinate reference system.",
                            f"Assign one; the samples' is {crs_name(crs)}.")
        step = max(1, round(max(grid.columns, grid.rows) / _SIDE))
        found = []
        for row in range(step // 2, grid.rows, step):
            window = Window(0, row, grid.columns, 1)
            chosen = np.arange(step // 2, grid.columns, step)
            values = reader.read(path, 1, window)[0][chosen]
            there = chosen[_is_mapped(values, info.nodata)]
            if len(there):
                x, y = (axis[0][there] for axis in pixel_centres(grid, window, crs))
                found.append(np.column_stack([x, y]))
    return np.concatenate(found) if found else np.zeros((0, 2))


def _is_mapped(values: AnyArray, nodata: float | None) -> BoolArray:
    mapped: BoolArray = (values != 0) & ~np.isnan(values.astype(np.float64))
    return mapped if nodata is None else mapped & (values != nodata)


def _centres(grid: Grid, window: Window, crs: str) -> Float64Array:
    x, y = pixel_centres(grid, window, crs)
    return np.column_stack([x.ravel(), y.ravel()])


def _grid_over(boxes: AnyArray, crs: str) -> Grid:
    """Return a grid of square pixels over boxes, shape (box, 4), with so many along the longer side."""
    x_min, y_min = boxes[:, :2].min(axis=0)
    x_max, y_max = boxes[:, 2:].max(axis=0)
    size = max(x_max - x_min, y_max - y_min) / _SIDE or 1.0
    columns, rows = (max(1, int(np.ceil(side / size - 1e-9))) for side in (x_max - x_min, y_max - y_min))
    return Grid(crs, float(x_min), float(y_max), float(size), float(size), columns, rows)
