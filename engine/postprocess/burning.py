"""Masks of what is known better than a map tells: roads, water."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.mapping.raster_run import window_in
from landweave.engine.postprocess.maps import require_crs
from landweave.engine.raster.codes import LARGEST_CODE, class_codes_of
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import same_crs, warp_to_grid
from landweave.engine.types import BoolArray, UInt16Array


@dataclass(frozen=True)
class BurnMask:
    """A raster on the pixels of the map.

    Args:
        path: of the raster.
        source: what the user gave.
        code: of the class that is burnt in where it is neither 0 nor no data; 0: its values are codes.
    """

    path: str
    source: str
    code: int


def prepare_masks(sources: Sequence[str], codes: str, grid: Grid, folder: Path) -> tuple[BurnMask, ...]:
    """Return the masks of a job on the pixels of its map.

    Args:
        sources: rasters, later ones on top; those on other pixels are resampled (the nearest pixel).
        codes: of each mask, parted by commas; empty: none has one.
        grid: of the map.
        folder: for what is resampled.

    Raises:
        UserError: if there are not as many codes as masks, or one has no place.
    """
    listed = _codes(codes, len(sources))
    masks = []
    with RasterReader() as reader:
        for number, (source, code) in enumerate(zip(sources, listed)):
            own = reader.grid(source)
            require_crs(source, own.crs)
            path = source
            if not (same_crs(own.crs, grid.crs) and grid.same_pixels(own)):
                path = str(folder / f"mask_{number}.tif")
                warp_to_grid(source, grid, path)
            masks.append(BurnMask(path, source, code))
    return tuple(masks)


def burnt(masks: Sequence[BurnMask], grid: Grid, window: Window, reader: RasterReader) -> UInt16Array:
    """Return the codes that masks burn into a window of a map's grid, shape (row, col); 0: the map stays.

    Raises:
        UserError: if a mask without a code of its own holds what is none.
    """
    found = np.zeros((window.rows, window.columns), np.uint16)
    for mask in masks:
        info = reader.info(mask.path)
        fill = 0 if info.nodata is None else info.nodata
        values = reader.read(mask.path, 1, window_in(grid, window, info.grid), fill)
        if mask.code:
            found[_there(values, info.nodata)] = mask.code
        else:
            codes = class_codes_of(values, info.nodata, mask.source).astype(np.uint16)
            found = np.where(codes != 0, codes, found)
    return found


def _there(values: UInt16Array, nodata: float | None) -> BoolArray:
    there: BoolArray = np.isfinite(values) & (values != 0)
    if nodata is not None:
        there &= values != nodata
    return there


def _codes(text: str, count: int) -> list[int]:
    if not text.strip():
        return [0] * count
    remedy = f"Write {count} class codes, parted by commas, in the order of the masks, or leave it empty."
    try:
        codes = [int(part) for part in text.split(",")]
    except ValueError as error:
        raise UserError(f"MASK_CODES is '{text}'.", remedy) from error
    if len(codes) != count or not all(1 <= code <= LARGEST_CODE for code in codes):
        raise UserError(f"MASK_CODES is '{text}', for {count} masks.", remedy)
    return codes
