"""Daily temperatures of each tile from a series of rasters: the mean over the tile, of every date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np

from landweave.engine.catalogue.gather import user_products
from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import reproject_extent
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.sensors.user_names import UserOptions
from landweave.engine.series.thermal import Temperatures

_WARMEST_C = 60.0


def temperatures_of_rasters(folder: Path, tiles: Mapping[str, Grid]) -> dict[str, Temperatures]:
    """Read a folder of rasters of daily mean temperature: one file a date, or one with a layer a date.

    Args:
        folder: of the rasters, with dates in their names or the descriptions of their layers; deg C.
        tiles: grids by name.

    Returns:
        Temperatures by proleptic ordinal, by tile, deg C.

    Raises:
        UserError: if there is no raster with a date, none touches a tile, or the values are no temperatures in deg C.
    """
    paths = sorted(str(p) for p in folder.glob("**/*") if p.suffix.lower() in (".tif", ".tiff", ".nc", ".vrt", ".img"))
    products, left = user_products(paths, UserOptions(scale=1.0))
    if not products:
        why = f": {left[0].path} {left[0].reason.rstrip('.')}" if left else ""
        raise UserError(f"{folder} holds no raster of temperature with a date{why}.",
                        "Name the dates in the files' names or the layers' descriptions.")
    found: dict[str, dict[int | str | date, float]] = {tile: {} for tile in tiles}
    with RasterReader() as reader:
        for product in products:
            for tile, grid in tiles.items():
                value = _mean(product, grid, reader)
                if np.isfinite(value):
                    found[tile][product.day.toordinal()] = value
    for tile, by_day in found.items():
        if not by_day:
            raise UserError(f"No raster of {folder} has a temperature where the tile {tile} lies.",
                            "Choose rasters that cover the images.")
        if max(by_day.values()) > _WARMEST_C:
            raise UserError(f"The rasters of {folder} hold {max(by_day.values()):g}, which is no temperature in "
                            "degrees Celsius.", "Convert them: from kelvin, subtract 273.15.")
    return dict(found)


def _mean(product: Product, tile: Grid, reader: RasterReader) -> float:
    """Return the mean of the first band over a tile, NaN where nothing is known."""
    band: BandSource = product.bands[0]
    extent = reproject_extent(tile.extent, tile.crs, product.grid.crs)
    window = product.grid.window_of(extent).intersection(product.grid.window)
    if not window.pixels:
        return float("nan")
    values = reader.read(band.path, band.layer, window).astype(np.float64)
    known = np.isfinite(values) if band.nodata is None else np.isfinite(values) & (values != band.nodata)
    return float((values[known] * band.scale + band.offset).mean()) if known.any() else float("nan")
