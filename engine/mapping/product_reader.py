"""One acquisition read on its own pixels: masks, no data, scale, and bands coarser than its grid."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from landweave.engine.mapping.pixel_kernels import UNKNOWN, blank, look_up_clear, look_up_values, take_values
from landweave.engine.mapping.resample import HALO, repeat_into, repeat_pixels, upsample_cubic
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.product import BandSource, MaskSource, Product
from landweave.engine.types import AnyArray, BoolArray, Int16Array

_LIMIT = 32767
_NEVER = 1 << 20
"""Stands for "no data" that no int16 has."""


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
            break
        clear &= read_mask(mask, window, reader)
    if not clear.any():  # under clouds, or beside the orbit: no band needs to be decoded
        out[:] = UNKNOWN
        return clear
    for layer, band in zip(out, product.bands):
        _read_band(band, window, product.grid, resampling, reader, layer, clear)
    if not clear.all():
        blank(out, clear)
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
    known = inside(coarse_grid(grid, band.factor), window)
    values = np.empty(known.shape, np.int16)
    _take(reader.read(band.path, band.layer, window, _fill(band)), band, values, known)
    return values, known


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
        return clear
    if not _fits_table(raw):
        return _follows(raw, mask)
    clear = np.empty(raw.shape, np.bool_)
    look_up_clear(_unsigned(raw), _clear_table(mask, raw.dtype.str), clear)
    return clear


@lru_cache(maxsize=256)
def _clear_table(mask: MaskSource, dtype: str) -> BoolArray:
    return _follows(_all_numbers(dtype), mask)


def _follows(raw: AnyArray, mask: MaskSource) -> BoolArray:
    if mask.rule == "values":
        clear: BoolArray = ~np.isin(raw, mask.values)
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
    band: BandSource,
    window: Window,
    grid: Grid,
    resampling: str,
    reader: RasterReader,
    out: Int16Array,
    clear: BoolArray,
) -> None:
    """Write values on the fine grid, and take back what is not known, both (row, col)."""
    if band.factor == 1:
        _take(reader.read(band.path, band.layer, window, _fill(band)), band, out, clear)
        return
    shape = (window.rows, window.columns)
    coarse, phase = coarse_window(window, band.factor)
    halo = 0 if resampling == "nearest" else HALO
    values, known = read_values(band, coarse.padded(halo), grid, reader)
    own = known[halo : halo + coarse.rows, halo : halo + coarse.columns]
    if not own.all():
        clear &= repeat_pixels(own, band.factor, phase, shape)
    if resampling == "nearest":
        repeat_into(values, band.factor, *phase, out)
    else:
        upsample_cubic(values, known, band.factor, phase, shape, out)


def _take(raw: AnyArray, band: BandSource, out: Int16Array, known: BoolArray) -> None:
    """Write raw values as they are stored (reflectance x 10000), and take back where they are not known."""
    if raw.dtype == np.int16 and (band.scale, band.offset, band.function) == (1, 0, ""):
        take_values(raw, _whole(band.nodata), out, known)
    elif _fits_table(raw):
        look_up_values(_unsigned(raw), _value_table(replace(band, path=""), raw.dtype.str), out, known)
    else:
        values, found = _scaled(raw, band)
        out[:] = values
        known &= found


def _whole(nodata: float | None) -> int:
    """Return "no data" as a whole number; what no whole number can be is never met."""
    return int(nodata) if nodata is not None and abs(nodata) < _NEVER and nodata == int(nodata) else _NEVER


@lru_cache(maxsize=256)
def _value_table(band: BandSource, dtype: str) -> Int16Array:
    values, known = _scaled(_all_numbers(dtype), band)
    return np.where(known, values, np.int16(UNKNOWN))


def _scaled(raw: AnyArray, band: BandSource) -> tuple[Int16Array, BoolArray]:
    """Return raw values as they are stored, and where they are known."""
    known: Any = np.ones(raw.shape, np.bool_) if band.nodata is None else raw != band.nodata
    if raw.dtype.kind == "f":
        known = known & np.isfinite(raw)
    if band.function == "db":
        known = known & (raw > 0)
        scaled = 10 * np.log10(np.where(known, raw, 1), dtype=np.float64) * band.scale + band.offset
    elif band.function == "power":
        scaled = np.power(10.0, np.where(known, raw, 0) / 10.0) * band.scale + band.offset
    else:
        scaled = np.where(known, raw, 0) * band.scale + band.offset
    return np.clip(np.rint(scaled), -_LIMIT, _LIMIT).astype(np.int16), known


def _fits_table(raw: AnyArray) -> bool:
    """Tell whether what becomes of each possible number can be looked up."""
    return raw.dtype.kind in "iu" and raw.dtype.itemsize <= 2


def _unsigned(raw: AnyArray) -> AnyArray:
    return raw.view(f"u{raw.dtype.itemsize}")


def _all_numbers(dtype: str) -> AnyArray:
    """Return every number of a type of one or two bytes, in the order of their unsigned counterparts."""
    size = np.dtype(dtype).itemsize
    numbers: AnyArray = np.arange(1 << (8 * size), dtype=f"u{size}").view(dtype)
    return numbers
