"""The user's mask: a raster (0 is out) or polygons (outside is out)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.mapping.areas import load_areas
from landweave.engine.mapping.tile_series import offset, on_same_pixels
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import crs_name, same_crs, warp_to_grid
from landweave.engine.runtime.files import source_prints
from landweave.engine.types import BoolArray


@dataclass(frozen=True)
class Mask:
    """A picklable description of a mask on the pixels of a map.

    Args:
        source: raster of the map's pixels, or polygons of any CRS.
        is_raster: which of the two.
        fingerprint: of the file.
    """

    source: str
    is_raster: bool
    fingerprint: str

    def pixels(self, grid: Grid, reader: RasterReader) -> BoolArray:
        """Return True where a block's pixels are inside, shape (row, col)."""
        if not self.is_raster:
            return load_areas(self.source, "", grid.crs, self.fingerprint).pixels(grid) > 0
        info = reader.info(self.source)
        column, row = offset(info.grid, grid)
        values = reader.read(self.source, 1, grid.window.shifted(column, row), 0)
        inside: BoolArray = (values != 0) & ~np.isnan(values)
        return inside if info.nodata is None else inside & (values != info.nodata)


def prepare_mask(source: str, grid: Grid, folder: Path, name: str = "mask") -> Mask | None:
    """Return the mask for the pixels of a map; a raster on other pixels is brought to them (nearest).

    Args:
        source: raster or polygons; empty: no mask.
        grid: of the map.
        folder: where the resampled raster may be put.
        name: of that raster.

    Raises:
        UserError: if the source is neither, or has no CRS.
    """
    if not source:
        return None
    fingerprint = source_prints(source)
    with RasterReader() as reader:
        own = _raster_grid(source, reader)
    if own is None:
        load_areas(source, "", grid.crs, fingerprint)
        return Mask(source, False, fingerprint)
    if not own.crs:
        raise UserError(f"The mask {source} has no coordinate reference system.", f"Assign {crs_name(grid.crs)} to it.")
    if same_crs(own.crs, grid.crs) and on_same_pixels(own, grid):
        return Mask(source, True, fingerprint)
    warped = folder / f"{name}.tif"
    folder.mkdir(parents=True, exist_ok=True)
    warp_to_grid(source, grid, str(warped), "near")
    return Mask(str(warped), True, fingerprint)


def _raster_grid(source: str, reader: RasterReader) -> Grid | None:
    """Return the grid of a raster; None if it is none (it should be a vector layer then)."""
    if "|" in source:
        return None
    try:
        return reader.grid(source)
    except UserError:
        return None
