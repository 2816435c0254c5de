"""From files to arrays, block by block: the one path that samples and maps share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from landweave.engine.mapping.places import Places
from landweave.engine.mapping.product_reader import inside, read_product
from landweave.engine.mapping.radar import from_power, to_power
from landweave.engine.mapping.resampled_reader import read_resampled, read_static
from landweave.engine.mapping.tile_series import SensorSeries, TileSeries, offset, on_same_pixels
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.series.fill import merge_same_day
from landweave.engine.series.plan import SensorPlan
from landweave.engine.series.speckle import quegan_filter
from landweave.engine.types import SERIES_NODATA, BoolArray, Float32Array, Int16Array, IntArray

Item = TypeVar("Item")
Got = TypeVar("Got")


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
    """Read, mask and scale every acquisition in a window, which may reach outside the tile: nothing is known there.

    Args:
        tile: what to read.
        window: in the tile's grid.
        reader: of the calling thread.
        halo: pixels around the window that are read too.

    Raises:
        UserError: naming the file that is damaged or gone.
    """
    around = window.padded(halo)
    places = Places(tile.grid, around)
    sensors = tuple(_read_sensor(tile.grid, s, places, reader) for s in tile.sensors)
    static = read_static(tile.static, places, reader)
    if around.intersection(tile.grid.window) != around:
        outside = ~inside(tile.grid, around).ravel()
        for sensor in sensors:
            sensor.values[:, :, outside] = SERIES_NODATA
            sensor.valid[:, outside] = False
        static[:, outside] = np.nan
    return BlockSeries(sensors, around.rows, around.columns, static)


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


def _read_sensor(grid: Grid, sensor: SensorSeries, places: Places, reader: RasterReader) -> SensorBlock:
    if sensor.plan.speckle_window and sensor.products:
        return _read_filtered(grid, sensor, places, reader)
    return _read_days(grid, sensor.products, sensor.plan, places, reader)


def _read_days(
    grid: Grid, products: Sequence[Product], plan: SensorPlan, places: Places, reader: RasterReader
) -> SensorBlock:
    """Read products, which are ordered in time; of those of one day the first valid one wins in each pixel."""
    window = places.window
    days, rows = np.unique(np.array([p.day.toordinal() for p in products], np.int64), return_inverse=True)
    shape = (len(days), len(plan.bands), window.rows, window.columns)
    values = np.empty(shape, np.int16)
    valid = np.zeros((shape[0], window.rows, window.columns), np.bool_)
    seen: set[int] = set()
    for row, product in zip(rows.tolist(), products):
        if row not in seen:
            seen.add(row)
            valid[row] = _read_one(grid, product, plan, places, reader, values[row])
            continue
        other = np.empty(shape[1:], np.int16)
        take = _read_one(grid, product, plan, places, reader, other) & ~valid[row]
        np.copyto(values[row], other, where=take)
        valid[row] |= take
    return SensorBlock(values.reshape(*shape[:2], window.pixels), valid.reshape(shape[0], window.pixels), days)


def _read_one(
    grid: Grid, product: Product, plan: SensorPlan, places: Places, reader: RasterReader, out: Int16Array
) -> BoolArray:
    """Read one product into `out`, (band, row, col), NODATA where not valid, and return where it is, (row, col)."""
    if product.shift != (0.0, 0.0) or not on_same_pixels(grid, product.grid):
        return read_resampled(product, places, plan.resampling, reader, out)
    column, line = offset(grid, product.grid)
    return read_product(product, places.window.shifted(-column, -line), plan.resampling, reader, out)


def _read_filtered(grid: Grid, sensor: SensorSeries, places: Places, reader: RasterReader) -> SensorBlock:
    """Read radar, and filter its speckle: each band and relative orbit by itself, in power."""
    margin = sensor.plan.speckle_window // 2
    window, wide = places.window, Places(grid, places.window.padded(margin))
    inner = (..., slice(margin, margin + window.rows), slice(margin, margin + window.columns))
    found = []
    for orbit in sorted({p.orbit for p in sensor.products}):
        products = [p for p in sensor.products if p.orbit == orbit]
        block = _read_days(grid, products, sensor.plan, wide, reader)
        image = block.values.reshape(*block.values.shape[:2], wide.window.rows, wide.window.columns)
        clear = block.valid.reshape(len(block.days), wide.window.rows, wide.window.columns)
        _filter_speckle(image, clear, products[0].bands, sensor.plan.speckle_window)
        cut = image[inner].reshape(*block.values.shape[:2], window.pixels)
        found.append((cut, clear[inner].reshape(len(block.days), window.pixels), block.days))
    values, valid, days = (np.concatenate(parts) for parts in zip(*found))
    order = np.argsort(days, kind="stable")
    return SensorBlock(*merge_same_day(values[order], valid[order], days[order]))


def _filter_speckle(values: Int16Array, valid: BoolArray, bands: Sequence[BandSource], size: int) -> None:
    """Filter values, (date, band, row, col), in place."""
    for number, band in enumerate(bands):
        power = np.where(valid, to_power(values[:, number], band), np.float32(0))
        kept = from_power(quegan_filter(power, valid, size), band)
        rounded = np.clip(np.rint(np.where(valid, kept, 0)), -32767, 32767)
        values[:, number] = np.where(valid, rounded, SERIES_NODATA).astype(np.int16)
