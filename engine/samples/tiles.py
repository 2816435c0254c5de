"""The tiles' grids as samples need them: each place belongs to the first tile, in order of names, that covers it."""

from __future__ import annotations

from landweave.engine.catalogue.store import Catalogue
from landweave.engine.errors import UserError
from landweave.engine.mapping.tile_series import on_same_pixels, union_grid
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.warp import same_crs
from landweave.engine.samples.pieces import Area, disjoint_areas
from landweave.engine.vector.geometry import box_shape

GEOGRAPHIC = "EPSG:4326"


def tile_grids(catalogue: Catalogue) -> dict[str, Grid]:
    """Return the grid of each tile, ordered by name: it covers all its products on the finest pixels.

    Raises:
        UserError: if the catalogue has no product.
    """
    grids: dict[str, Grid] = {}
    for tile in catalogue.tiles():
        found = [product.grid for product in catalogue.of_tile(tile)]
        finest = min(found, key=lambda g: g.pixel_width * g.pixel_height)
        grids[tile] = union_grid([finest, *(grid for grid in found if on_same_pixels(grid, finest))])
    if not grids:
        raise UserError("The catalogue lists no product.", "Run scan_catalogue on a folder that holds products.")
    return grids


def working_crs(tiles: dict[str, Grid]) -> str:
    """Return the CRS that the tiles share, or EPSG:4326 when they lie in several zones."""
    first, *others = tiles.values()
    return first.crs if all(same_crs(first.crs, grid.crs) for grid in others) else GEOGRAPHIC


def tile_areas(tiles: dict[str, Grid], crs: str) -> list[Area]:
    """Return what each tile owns, as polygons in a CRS."""
    boxes = [Area(name, box_shape(grid.extent, grid.crs, crs)) for name, grid in tiles.items()]
    return disjoint_areas(boxes, 0.0)[0]


def pixel_area(tiles: dict[str, Grid], crs: str) -> float:
    """Return the area of a pixel in the middle of the first tile, in the square of the CRS's unit."""
    grid = next(iter(tiles.values()))
    centre = grid.subgrid(Window(grid.columns // 2, grid.rows // 2, 1, 1))
    return float(box_shape(centre.extent, grid.crs, crs).Area())
