"""The series of some pixels as they are: clear values, what the masks hide and why, and the filled line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

import numpy as np

from landweave.engine.features.view import SensorView
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import SensorSeries, TileSeries
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.product import MaskSource, Product
from landweave.engine.series.fill import merge_same_day
from landweave.engine.series.plan import SensorPlan
from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, Int16Array, IntArray

NOTHING, CLEAR, MASKED = 0, 1, 2
"""States of an acquisition at a pixel."""

_MASK_NAMES = {"scl": "scene classification", "qa_pixel": "QA_PIXEL", "fmask": "Fmask", "theia_clm": "clouds (CLM)"}
Tick = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class SensorProfile:
    """One sensor at some points of a tile.

    Args:
        plan: of the sensor; its sources are its bands, then its indices.
        days: of the acquisitions, proleptic ordinals, strictly ascending, shape (date,).
        state: NOTHING, CLEAR or MASKED, shape (date, point).
        values: x 10000 (or as the unit says), NODATA where the state is NOTHING, shape (date, source, point).
        filled: on the target dates of the plan, NODATA where never clear, shape (target, source, point).
        masks: names of the masks that hide an acquisition, by (date, point).
    """

    plan: SensorPlan
    days: IntArray
    state: AnyArray
    values: Int16Array
    filled: Int16Array
    masks: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        """Bands, then indices."""
        return (*self.plan.bands, *self.plan.indices)


@dataclass(frozen=True, eq=False)
class _Read:
    """What was read of a sensor: values (date, band, point), where they are valid (date, point), and the days."""

    values: Int16Array
    valid: BoolArray
    days: IntArray

    def merged(self) -> _Read:
        return _Read(*merge_same_day(self.values, self.valid, self.days))


def read_profiles(
    tile: TileSeries, rows: IntArray, columns: IntArray, reader: RasterReader, tick: Tick
) -> tuple[SensorProfile, ...]:
    """Return each sensor of a tile at some of its pixels.

    Values and validity are those of `read_block`, which samples and maps are made of; what masks hide is read by it
    too, from products without their masks.

    Args:
        tile: what to read.
        rows: of the pixels in the tile's grid, shape (point,).
        columns: likewise.
        reader: of the calling thread.
        tick: takes the share done, 0 to 1.

    Raises:
        UserError: naming the file that is damaged or gone.
    """
    windows = [Window(int(c), int(r), 1, 1) for r, c in zip(rows, columns)]
    total = max(1, sum(len(s.products) for s in tile.sensors))
    found, done = [], 0
    for sensor in tile.sensors:
        before = done

        def of_sensor(count: int, before: int = before) -> None:
            tick((before + count) / total)

        found.append(_profile(tile, sensor, windows, reader, of_sensor))
        done += len(sensor.products)
    return tuple(found)


def mask_name(mask: MaskSource, product: Product) -> str:
    """Return what a mask is called: by its rule in the options, else by what its file has beside the product's name."""
    if mask.meaning:
        return _MASK_NAMES.get(mask.meaning, mask.meaning)
    stem = PurePath(mask.path).stem
    return stem.replace(product.identifier, "").strip("_-. ")[-24:] or "mask"


def _profile(
    tile: TileSeries, sensor: SensorSeries, windows: Sequence[Window], reader: RasterReader,
    tick: Callable[[int], None],
) -> SensorProfile:
    plan, count = sensor.plan, len(windows)
    sources = (*plan.bands, *plan.indices)
    if not sensor.products:
        return SensorProfile(plan, np.zeros(0, np.int64), np.zeros((0, count), np.uint8),
                             np.zeros((0, len(sources), count), np.int16),
                             np.full((len(plan.target_dates), len(sources), count), SERIES_NODATA, np.int16))
    clear, hidden, masks = _read(tile, sensor, windows, reader, tick)
    view = SensorView(clear.values, clear.valid, clear.days, plan)
    filled = view.series(sources, filled=True)
    seen = view.series(sources, filled=False)
    raw = SensorView(hidden.values, hidden.valid, hidden.days, plan).series(sources, filled=False)
    is_masked = hidden.valid & ~clear.valid
    state = np.where(clear.valid, CLEAR, np.where(is_masked, MASKED, NOTHING)).astype(np.uint8)
    values = np.where(clear.valid[:, None], seen, np.where(is_masked[:, None], raw, np.int16(SERIES_NODATA)))
    return SensorProfile(plan, clear.days, state, values.astype(np.int16), filled,
                         {key: said for key, said in masks.items() if state[key] == MASKED})


def _read(
    tile: TileSeries, sensor: SensorSeries, windows: Sequence[Window], reader: RasterReader,
    tick: Callable[[int], None],
) -> tuple[_Read, _Read, dict[tuple[int, int], str]]:
    """Return what is clear, what is known without masks where it is not, and the names of the masks."""
    every = np.ones((len(sensor.products), len(windows)), np.bool_)
    bare = replace(sensor, products=tuple(replace(p, masks=()) for p in sensor.products))
    if sensor.plan.speckle_window:  # the filter looks at all dates together
        clear = _read_together(tile, sensor, windows, reader)
        return clear, _read_together(tile, bare, windows, reader), {}
    clear = _read_one_by_one(tile, sensor, windows, every, reader, tick)
    wanted = ~clear.valid
    hidden = _read_one_by_one(tile, bare, windows, wanted, reader, lambda count: None)
    days = np.unique(clear.days)
    masks: dict[tuple[int, int], str] = {}
    for row, point in zip(*np.nonzero(wanted & hidden.valid)):
        key = (int(np.searchsorted(days, clear.days[row])), int(point))
        names = _guilty(tile, sensor, sensor.products[row], windows[point], reader)
        masks[key] = ", ".join(dict.fromkeys([*filter(None, masks.get(key, "").split(", ")), *names]))
    return clear.merged(), hidden.merged(), masks


def _read_one_by_one(
    tile: TileSeries, sensor: SensorSeries, windows: Sequence[Window], wanted: BoolArray, reader: RasterReader,
    tick: Callable[[int], None],
) -> _Read:
    """Read product by product where wanted, (product, point): a file's blocks are decoded once for all points."""
    shape = (len(sensor.products), len(sensor.plan.bands), len(windows))
    values, valid = np.full(shape, SERIES_NODATA, np.int16), np.zeros((shape[0], shape[2]), np.bool_)
    for row, product in enumerate(sensor.products):
        tick(row)
        one = _alone(tile, SensorSeries(sensor.plan, (product,)))
        for point in np.flatnonzero(wanted[row]):
            block = read_block(one, windows[point], reader).sensors[0]
            values[row, :, point], valid[row, point] = block.values[0, :, 0], block.valid[0, 0]
    return _Read(values, valid, np.array([p.day.toordinal() for p in sensor.products], np.int64))


def _read_together(
    tile: TileSeries, sensor: SensorSeries, windows: Sequence[Window], reader: RasterReader
) -> _Read:
    blocks = [read_block(_alone(tile, sensor), window, reader).sensors[0] for window in windows]
    return _Read(np.concatenate([b.values for b in blocks], axis=2), np.concatenate([b.valid for b in blocks], axis=1),
                 blocks[0].days)


def _guilty(
    tile: TileSeries, sensor: SensorSeries, product: Product, window: Window, reader: RasterReader
) -> list[str]:
    """Return the names of the masks of a product that call a pixel unclear."""
    plan = replace(sensor.plan, bands=(), speckle_window=0)
    names = []
    for mask in product.masks:
        one = _alone(tile, SensorSeries(plan, (replace(product, bands=(), masks=(mask,)),)))
        if not read_block(one, window, reader).sensors[0].valid[0, 0]:
            names.append(mask_name(mask, product))
    return names


def _alone(tile: TileSeries, sensor: SensorSeries) -> TileSeries:
    return replace(tile, sensors=(sensor,), static=())
