"""The tiles' grids as samples need them: each place belongs to the first tile, in order of names, that covers it."""

from __future__ import annotations

from landweave.engine.catalogue.store import Catalogue
from landweave.engine.errors import UserError
from landweave.engine.mapping.tile_grid import on_same_pixels, reference_sensor, target_grid, union_grid
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.warp import same_crs
from landweave.engine.samples.pieces import Area, disjoint_areas
from landweave.engine.series.options import load_options
from landweave.engine.series.planning import target_of
from landweave.engine.vector.geometry import Shape, box_shape

GEOGRAPHIC = "EPSG:4326"


def tile_grids(catalogue: Catalogue, series: str = "") -> dict[str, Grid]:
    """Return the grid of each tile of the reference sensor, ordered by name: that of its products, or the one wanted.

    Args:
        catalogue: all products.
        series: the SERIES options file, which may name the sensors; empty: all are used.

    Raises:
        UserError: if the catalogue has no product, or naming what is wrong with the options.
    """
    options = load_options(series)
    sensors = list(options.sensors or catalogue.sensors())
    reference = reference_sensor(catalogue.products, sensors, options.reference)
    wanted = target_of(options)
    grids: dict[str, Grid] = {}
    for tile in catalogue.tiles():
        own = [p for p in catalogue.of_tile(tile) if p.sensor == reference]
        if not own:
            continue
        others = [p.grid for p in catalogue.of_tile(tile) if p.sensor in sensors and p.sensor != reference]
        same = [g for g in (*(p.grid for p in own), *others) if on_same_pixels(g, own[0].grid)]
        grid = union_grid([own[0].grid, *same]) if wanted is None else target_grid(own, wanted)
        if grid is not None:
            grids[tile] = grid
    if not grids:
        raise UserError("The catalogue lists no product that is used.",
                        "Run scan_catalogue on a folder that holds products, or correct 'sensors' in SERIES.")
    return grids


def working_crs(tiles: dict[str, Grid]) -> str:
    """Return the CRS that the tiles share, or EPSG:4326 when they lie in several zones."""
    first, *others = tiles.values()
    return first.crs if all(same_crs(first.crs, grid.crs) for grid in others) else GEOGRAPHIC


def tile_areas(tiles: dict[str, Grid], crs: str) -> list[Area]:
    """Return what each tile owns, as polygons in a CRS."""
    boxes = [Area(name, box_shape(grid.extent, grid.crs, crs)) for name, grid in tiles.items()]
    return disjoint_areas(boxes, 0.0)[0]


def pixel_shape(tiles: dict[str, Grid], crs: str) -> Shape:
    """Return the pixel in the middle of the first tile, as a polygon in a CRS."""
    grid = next(iter(tiles.values()))
    centre = grid.subgrid(Window(grid.columns // 2, grid.rows // 2, 1, 1))
    return box_shape(centre.extent, grid.crs, crs)


def pixel_area(tiles: dict[str, Grid], crs: str) -> float:
    """Return the area of a pixel in the middle of the first tile, in the square of the CRS's unit."""
    return float(pixel_shape(tiles, crs).Area())
