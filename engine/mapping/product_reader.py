"""One acquisition read on its own pixels: masks, no data, scale, and bands coarser than its grid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from landweave.engine.mapping.resample import HALO, repeat_pixels, upsample_cubic
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.product import BandSource, MaskSource, Product
from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, Int16Array

_LIMIT = 32767


def read_product(
    product: Product, window: Window, resampling: str, reader: RasterReader, out: Int16Array
) -> BoolArray:
    """Read one acquisition.

    Args:
        product: what to read.
        window: in the product's grid; it may reach outside.
        resampling: `nearest`, or anything else for cubic convolution, of bands coarser than the grid.
        reader: of the calling thread.
        out: written in place, shape (band, row, col); NODATA where not valid.

    Returns:
        Where it is valid, shape (row, col).

    Raises:
        UserError: naming the file that is damaged or gone.
    """
    clear = inside(product.grid, window)
    for mask in product.masks:
        if not clear.any():
            return clear
        clear &= read_mask(mask, window, reader)
    if not clear.any():  # under clouds, or beside the orbit: no band needs to be decoded
        return clear
    for layer, band in zip(out, product.bands):
        values, known = _read_band(band, window, product.grid, resampling, reader)
        layer[:] = values
        clear &= known
    np.copyto(out, np.int16(SERIES_NODATA), where=~clear)
    return clear


def inside(grid: Grid, window: Window) -> BoolArray:
    """Return where a window lies inside a grid, shape (row, col)."""
    found = np.zeros((window.rows, window.columns), np.bool_)
    part = window.intersection(grid.window)
    if part.pixels:
        row, column = part.row - window.row, part.column - window.column
        found[row : row + part.rows, column : column + part.columns] = True
    return found


def read_mask(mask: MaskSource, window: Window, reader: RasterReader) -> BoolArray:
    """Return where a mask calls pixels clear, shape (row, col)."""
    coarse, phase = coarse_window(window, mask.factor)
    clear = read_clear(mask, coarse, reader)
    return clear if mask.factor == 1 else repeat_pixels(clear, mask.factor, phase, (window.rows, window.columns))


def read_clear(mask: MaskSource, window: Window, reader: RasterReader) -> BoolArray:
    """Return where a mask calls its own pixels clear, shape (row, col)."""
    return _clear(reader.read(mask.path, mask.layer, window), mask)


def read_values(
    band: BandSource, window: Window, grid: Grid, reader: RasterReader
) -> tuple[Int16Array, BoolArray]:
    """Return the values of a band's own pixels in a window of them, and where they are known, both (row, col).

    Args:
        band: what to read.
        window: in pixels of the band; it may reach outside.
        grid: of the product.
        reader: of the calling thread.
    """
    values, known = _reflectance(reader.read(band.path, band.layer, window, _fill(band)), band)
    return values, known & inside(coarse_grid(grid, band.factor), window)


def coarse_grid(grid: Grid, factor: int) -> Grid:
    """Return how many pixels a band has that is coarser than its product's grid (their size is left as it is)."""
    return replace(grid, columns=-(-grid.columns // factor), rows=-(-grid.rows // factor))


def coarse_window(window: Window, factor: int) -> tuple[Window, tuple[int, int]]:
    """Return the coarse pixels that a window touches, and where in the first of them it begins (row, col)."""
    column, row = window.column // factor, window.row // factor
    right, bottom = -(-(window.column + window.columns) // factor), -(-(window.row + window.rows) // factor)
    coarse = Window(column, row, right - column, bottom - row)
    return coarse, (window.row - row * factor, window.column - column * factor)


def _fill(band: BandSource) -> float:
    return 0.0 if band.nodata is None else band.nodata


def _clear(raw: AnyArray, mask: MaskSource) -> BoolArray:
    if mask.rule == "nonzero":
        clear: BoolArray = raw == 0
    elif mask.rule == "values":
        clear = ~np.isin(raw, mask.values)
    elif mask.rule == "outside":
        clear = np.isin(raw, mask.values)
    elif mask.rule == "below":
        clear = raw >= mask.values[0]
    elif mask.rule == "bits":
        clear = (raw.astype(np.int64) & mask.values[0]) == 0
    else:
        raise ValueError(f"unknown mask rule {mask.rule!r}")
    return clear


def _read_band(
    band: BandSource, window: Window, grid: Grid, resampling: str, reader: RasterReader
) -> tuple[Int16Array, BoolArray]:
    """Return values on the fine grid and where they are known, both (row, col)."""
    if band.factor == 1:
        return _reflectance(reader.read(band.path, band.layer, window, _fill(band)), band)
    shape = (window.rows, window.columns)
    coarse, phase = coarse_window(window, band.factor)
    values, known = read_values(band, coarse.padded(HALO), grid, reader)
    core = (slice(HALO, -HALO), slice(HALO, -HALO))
    fine_known = repeat_pixels(known[core], band.factor, phase, shape)
    if resampling == "nearest":
        return repeat_pixels(values[core], band.factor, phase, shape), fine_known
    return upsample_cubic(values, known, band.factor, phase, shape), fine_known


def _reflectance(raw: AnyArray, band: BandSource) -> tuple[Int16Array, BoolArray]:
    """Return raw values as they are stored (reflectance x 10000), and where they are known."""
    known: Any = np.ones(raw.shape, np.bool_) if band.nodata is None else raw != band.nodata
    if raw.dtype.kind == "f":
        known = known & np.isfinite(raw)
    if band.function == "db":
        known = known & (raw > 0)
        scaled = 10 * np.log10(np.where(known, raw, 1), dtype=np.float64) * band.scale + band.offset
    elif raw.dtype == np.int16 and band.scale == 1 and band.offset == 0:
        return np.maximum(raw, np.int16(-_LIMIT)), known
    else:
        scaled = np.where(known, raw, 0) * band.scale + band.offset
    return np.clip(np.rint(scaled), -_LIMIT, _LIMIT).astype(np.int16), known
