"""From files to arrays, block by block: the one path that samples and maps share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np

from landweave.engine.mapping.resample import HALO, repeat_pixels, upsample_cubic
from landweave.engine.mapping.tile_series import SensorSeries, TileSeries, offset
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.product import BandSource, MaskSource, Product
from landweave.engine.series.fill import merge_same_day
from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, Float32Array, Int16Array, IntArray

Item = TypeVar("Item")
Got = TypeVar("Got")

_LIMIT = 32767


@dataclass(frozen=True, eq=False)
class SensorBlock:
    """The acquisitions of one sensor in a block, as they are: irregular in time and masked.

    Args:
        values: reflectance x 10000, NODATA where not valid, shape (date, band, pixel).
        valid: True where clear, shape (date, pixel).
        days: proleptic ordinals, strictly ascending, shape (date,).
    """

    values: Int16Array
    valid: BoolArray
    days: IntArray


@dataclass(frozen=True, eq=False)
class BlockSeries:
    """All sensors of a block, in the order of the plan; pixels row by row.

    Args:
        sensors: their acquisitions.
        rows, columns: of the window that was read; a selection has none.
        static: layers without date, in the order of the plan, NaN where unknown, shape (layer, pixel).
    """

    sensors: tuple[SensorBlock, ...]
    rows: int = 0
    columns: int = 0
    static: Float32Array = field(default_factory=lambda: np.empty((0, 0), np.float32))

    def select(self, pixels: BoolArray | IntArray | slice) -> BlockSeries:
        """Return the chosen pixels."""
        chosen = tuple(SensorBlock(s.values[:, :, pixels], s.valid[:, pixels], s.days) for s in self.sensors)
        return BlockSeries(chosen, static=self.static[:, pixels] if len(self.static) else self.static)


def read_block(tile: TileSeries, window: Window, reader: RasterReader, halo: int = 0) -> BlockSeries:
    """Read, mask and scale every acquisition in a window, which may reach outside the tile.

    Args:
        tile: what to read.
        window: in the tile's grid.
        reader: of the calling thread.
        halo: pixels around the window that are read too.

    Raises:
        UserError: naming the file that is damaged or gone.
    """
    window = window.padded(halo)
    found = tuple(_read_sensor(tile.grid, s, window, reader) for s in tile.sensors)
    return BlockSeries(found, window.rows, window.columns)


def read_ahead(items: Sequence[Item], read: Callable[[Item], Got]) -> Iterator[tuple[Item, Got]]:
    """Yield each item with what was read for it, while one thread reads the next.

    All reading is done by that one thread, so that it may own the open files.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader") as pool:
        coming = pool.submit(read, items[0]) if items else None
        for number, item in enumerate(items):
            got = coming.result() if coming is not None else read(item)
            coming = pool.submit(read, items[number + 1]) if number + 1 < len(items) else None
            yield item, got
            del got  # a block is large: not held while the next one is waited for


def _read_sensor(grid: Grid, sensor: SensorSeries, window: Window, reader: RasterReader) -> SensorBlock:
    shape = (len(sensor.products), len(sensor.plan.bands), window.rows, window.columns)
    values = np.full(shape, SERIES_NODATA, np.int16)
    valid = np.zeros((shape[0], window.rows, window.columns), np.bool_)
    for row, product in enumerate(sensor.products):
        column, line = offset(grid, product.grid)
        place = window.shifted(-column, -line)
        valid[row] = _read_product(product, place, sensor.plan.resampling, reader, values[row])
    days = np.array([p.day.toordinal() for p in sensor.products], np.int64)
    flat = values.reshape(*shape[:2], window.pixels)
    return SensorBlock(*merge_same_day(flat, valid.reshape(shape[0], window.pixels), days))


def _read_product(
    product: Product, window: Window, resampling: str, reader: RasterReader, out: Int16Array
) -> BoolArray:
    """Read one acquisition into `out`, shape (band, row, col), and return where it is valid."""
    clear = _inside(product.grid, window)
    for mask in product.masks:
        if not clear.any():
            return clear
        clear &= _read_mask(mask, window, reader)
    if not clear.any():  # under clouds, or beside the orbit: no band needs to be decoded
        return clear
    for layer, band in zip(out, product.bands):
        values, known = _read_band(band, window, product.grid, resampling, reader)
        layer[:] = values
        clear &= known
    np.copyto(out, np.int16(SERIES_NODATA), where=~clear)
    return clear


def _inside(grid: Grid, window: Window) -> BoolArray:
    """Return where a window lies inside a grid, shape (row, col)."""
    inside = np.zeros((window.rows, window.columns), np.bool_)
    part = window.intersection(grid.window)
    if part.pixels:
        row, column = part.row - window.row, part.column - window.column
        inside[row : row + part.rows, column : column + part.columns] = True
    return inside


def _read_mask(mask: MaskSource, window: Window, reader: RasterReader) -> BoolArray:
    """Return where a mask calls pixels clear, shape (row, col)."""
    coarse, phase = _coarse_window(window, mask.factor)
    clear = _clear(reader.read(mask.path, mask.layer, coarse), mask)
    return clear if mask.factor == 1 else repeat_pixels(clear, mask.factor, phase, (window.rows, window.columns))


def _clear(raw: AnyArray, mask: MaskSource) -> BoolArray:
    if mask.rule == "nonzero":
        clear: BoolArray = raw == 0
    elif mask.rule == "values":
        clear = ~np.isin(raw, mask.values)
    elif mask.rule == "outside":
        clear = np.isin(raw, mask.values)
    elif mask.rule == "bits":
        clear = (raw.astype(np.int64) & mask.values[0]) == 0
    else:
        raise ValueError(f"unknown mask rule {mask.rule!r}")
    return clear


def _read_band(
    band: BandSource, window: Window, grid: Grid, resampling: str, reader: RasterReader
) -> tuple[Int16Array, BoolArray]:
    """Return reflectances on the fine grid and where they are known, both (row, col)."""
    fill = 0.0 if band.nodata is None else band.nodata
    if band.factor == 1:
        return _reflectance(reader.read(band.path, band.layer, window, fill), band)
    shape = (window.rows, window.columns)
    coarse, phase = _coarse_window(window, band.factor)
    values, known = _reflectance(reader.read(band.path, band.layer, coarse.padded(HALO), fill), band)
    known &= _inside(_coarse_grid(grid, band.factor), coarse.padded(HALO))
    core = (slice(HALO, -HALO), slice(HALO, -HALO))
    fine_known = repeat_pixels(known[core], band.factor, phase, shape)
    if resampling == "nearest":
        return repeat_pixels(values[core], band.factor, phase, shape), fine_known
    return upsample_cubic(values, known, band.factor, phase, shape), fine_known


def _reflectance(raw: AnyArray, band: BandSource) -> tuple[Int16Array, BoolArray]:
    """Return raw values as reflectance x 10000, and where they are known."""
    known: Any = np.ones(raw.shape, np.bool_) if band.nodata is None else raw != band.nodata
    if raw.dtype.kind == "f":
        known = known & np.isfinite(raw)
    if raw.dtype == np.int16 and band.scale == 1 and band.offset == 0:
        return np.maximum(raw, np.int16(-_LIMIT)), known
    scaled = np.where(known, raw, 0) * band.scale + band.offset
    return np.clip(np.rint(scaled), -_LIMIT, _LIMIT).astype(np.int16), known


def _coarse_grid(grid: Grid, factor: int) -> Grid:
    """Return the pixels of a band that is coarser than its product's grid."""
    return replace(grid, columns=-(-grid.columns // factor), rows=-(-grid.rows // factor))


def _coarse_window(window: Window, factor: int) -> tuple[Window, tuple[int, int]]:
    """Return the coarse pixels that a window touches, and where in the first of them it begins (row, col)."""
    column, row = window.column // factor, window.row // factor
    right, bottom = -(-(window.column + window.columns) // factor), -(-(window.row + window.rows) // factor)
    coarse = Window(column, row, right - column, bottom - row)
    return coarse, (window.row - row * factor, window.column - column * factor)
