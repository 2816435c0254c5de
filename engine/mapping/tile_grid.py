"""Which pixels a tile has: those of the sensor that the tiles are of, or of the grid that the user wants."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, cos, floor, radians, sqrt

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.warp import checked_extent, reproject_extent, same_crs, spatial_reference
from landweave.engine.sensors.product import Product
from landweave.engine.series.plan import TargetGrid

_METRES_A_DEGREE = 111320.0
_LONGEST_SIDE = 1_000_000
"""Pixels of a grid that is wanted: more is a slip of the pen, such as degrees for metres."""
_COUNTABLE = 2.0**50
_SNAP = 1e-6  # of a pixel: an edge on a multiple of the resolution stays there however it was rounded


def reference_sensor(products: Sequence[Product], sensors: Sequence[str], wanted: str = "") -> str:
    """Return the sensor whose tiles and pixels are those of a run.

    Args:
        products: of the whole catalogue.
        sensors: keys of those that are used.
        wanted: the one that the user names; empty: the sensor of the finest pixels (the one of most products, then by
            name, where several are as fine).

    Returns:
        Empty if no sensor that is used has a product.

    Raises:
        UserError: if the sensor named has no product, or is not used.
    """
    found = {name: [p for p in products if p.sensor == name] for name in sensors}
    if wanted:
        if not found.get(wanted):
            raise UserError(
                f"The reference sensor {wanted} has no product in the catalogue, or is not used.",
                f"Choose another in SERIES (reference), one of: {', '.join(n for n in sensors if found[n]) or 'none'}.",
            )
        return wanted
    ranked = sorted((round(min(map(_metres, own)), 3), -len(own), name) for name, own in found.items() if own)
    return ranked[0][2] if ranked else ""


def on_same_pixels(first: Grid, second: Grid) -> bool:
    """Tell whether two grids have the same pixels in the same CRS."""
    return first.same_pixels(second) and same_crs(first.crs, second.crs)


def offset(grid: Grid, inner: Grid) -> tuple[int, int]:
    """Return (column, row) of the first pixel of a grid in another grid of the same pixels."""
    column = round((inner.x_min - grid.x_min) / grid.pixel_width)
    row = round((grid.y_max - inner.y_max) / grid.pixel_height)
    return column, row


def grid_window(grid: Grid, inner: Grid) -> Window:
    """Return the window that a grid of the same pixels takes in another grid."""
    column, row = offset(grid, inner)
    return Window(column, row, inner.columns, inner.rows)


def union_grid(grids: Sequence[Grid]) -> Grid:
    """Return the smallest grid that covers all given grids, which have the same pixels."""
    windows = [grid_window(grids[0], g) for g in grids]
    column, row = min(w.column for w in windows), min(w.row for w in windows)
    right, bottom = max(w.column + w.columns for w in windows), max(w.row + w.rows for w in windows)
    return grids[0].subgrid(Window(column, row, right - column, bottom - row))


def own_grid(tile: str, own: Sequence[Product], others: Sequence[Product]) -> Grid:
    """Return the grid of a tile that keeps the pixels of its products.

    Args:
        tile: its name.
        own: its products of the reference sensor.
        others: its products of other sensors; those on the same pixels widen the grid.

    Raises:
        UserError: naming two products of the reference sensor whose pixels do not lie on one grid.
    """
    first = own[0]
    for product in own:
        if not on_same_pixels(first.grid, product.grid):
            raise UserError(
                f"The pixels of {product.path} do not lie on those of {first.path}, both of tile {tile}.",
                "Give the pixels of the map in SERIES (grid), bring the images to one grid (Raster > Projections > "
                "Warp), or put them into folders of their own.",
            )
    return union_grid([p.grid for p in (*own, *others) if on_same_pixels(first.grid, p.grid)])


def target_grid(own: Sequence[Product], wanted: TargetGrid) -> Grid | None:
    """Return the part of the wanted grid that the products of a tile cover; None if they lie beside it.

    Raises:
        UserError: if the grid wanted is none, or the products have no place in its CRS.
    """
    crs = spatial_reference(wanted.crs).ExportToWkt() if wanted.crs else own[0].grid.crs
    width, height = _resolution(own[0].grid, crs, wanted)
    extents = [reproject_extent(g.extent, g.crs, crs) for g in dict.fromkeys(p.grid for p in own)]
    x_min, y_min = min(e[0] for e in extents), min(e[1] for e in extents)
    x_max, y_max = max(e[2] for e in extents), max(e[3] for e in extents)
    spans = (x_max - x_min, y_max - y_min, *map(abs, (x_min, y_max)), *map(abs, wanted.extent))
    if max(spans) / min(width, height) > _COUNTABLE:
        raise _too_fine(width)
    if width > x_max - x_min and height > y_max - y_min:
        raise UserError(f"The grid wanted has pixels of {width:g}, larger than the tile {own[0].tile}.",
                        "Give the resolution in the units of its coordinate reference system in SERIES (grid).")
    left, top, right, bottom = 0.0, 0.0, float("inf"), float("inf")
    x_0 = y_0 = 0.0
    if wanted.extent:
        limits = checked_extent(tuple(wanted.extent))
        x_0, y_0 = limits[0], limits[3]
        right, bottom = ceil((limits[2] - x_0) / width - _SNAP), ceil((y_0 - limits[1]) / height - _SNAP)
    else:
        left = top = float("-inf")
    first, last = max(floor((x_min - x_0) / width + _SNAP), left), min(ceil((x_max - x_0) / width - _SNAP), right)
    upper, lower = max(floor((y_0 - y_max) / height + _SNAP), top), min(ceil((y_0 - y_min) / height - _SNAP), bottom)
    if last <= first or lower <= upper:
        return None
    if max(last - first, lower - upper) > _LONGEST_SIDE:
        raise _too_fine(width)
    return Grid(crs, x_0 + first * width, y_0 - upper * height, width, height, int(last - first), int(lower - upper))


def _too_fine(resolution: float) -> UserError:
    return UserError(f"A grid of pixels of {resolution:g} would have more than {_LONGEST_SIDE} pixels along a side.",
                     "Give a coarser resolution, or a smaller extent, in SERIES (grid).")


def _resolution(grid: Grid, crs: str, wanted: TargetGrid) -> tuple[float, float]:
    if wanted.resolution > 0:
        return wanted.resolution, wanted.resolution
    if _unit(grid.crs) != _unit(crs):
        raise UserError(
            "The grid wanted has no resolution, and its coordinate reference system is in other units than the images.",
            "Give its resolution in SERIES (grid).",
        )
    return grid.pixel_width, grid.pixel_height


def _unit(crs: str) -> tuple[bool, float]:
    reference = spatial_reference(crs) if crs else None
    if reference is None:
        return False, 1.0
    is_geographic = bool(reference.IsGeographic())
    return is_geographic, round(float(reference.GetAngularUnits() if is_geographic else reference.GetLinearUnits()), 9)


def _metres(product: Product) -> float:
    """Return about the side of a product's pixels in metres, to compare sensors."""
    grid = product.grid
    side = sqrt(grid.pixel_width * grid.pixel_height)
    is_geographic, unit = _unit(grid.crs)
    if not is_geographic:
        return side * unit
    latitude = max(-89.0, min(89.0, grid.y_max))
    return side * _METRES_A_DEGREE * sqrt(cos(radians(latitude)))
