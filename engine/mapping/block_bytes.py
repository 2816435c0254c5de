"""What a block costs in memory: all sensors, those of other grids too, and what is made of them together."""

from __future__ import annotations

from collections.abc import Sequence

from landweave.engine.features.stack import feature_count
from landweave.engine.mapping.places import Places
from landweave.engine.mapping.resampled_reader import AVERAGED_FROM, SOURCE_PIXELS
from landweave.engine.mapping.tile_series import SensorSeries, TileSeries, on_same_pixels
from landweave.engine.raster.grid import Grid, Window

_BUFFERED = 2.5
"""Blocks held at once: one is computed while the next is read; images on their way need room too."""


def bytes_per_pixel(tile: TileSeries) -> float:
    """Return what a pixel costs while one block is computed and the next is read."""
    stored = sum(_days(s) * (2 * len(s.plan.bands) + 1) for s in tile.sensors) + 4 * len(tile.static)
    beside = sum(_resampling_bytes(tile.grid, s) + _speckle_bytes(s) for s in tile.sensors)
    return _BUFFERED * stored + beside + _together_bytes(tile) + 64


def fixed_bytes_of(tiles: Sequence[TileSeries], pixels: int) -> int:
    """Return what is held whatever the size of a block: features computed at once, the sources of averages."""
    plan = tiles[0].plan
    features = pixels * (6 if plan.dtype == "int16" else 10) * len(plan.features())
    averaged = [6 * len(s.plan.bands) for t in tiles for s in t.sensors if _is_averaged(t.grid, s)]
    return features + (SOURCE_PIXELS * (max(averaged) + 12) if averaged else 0)


def _resampling_bytes(grid: Grid, sensor: SensorSeries) -> float:
    """Return what bringing a sensor to other pixels takes: places in each CRS and in one grid, values of one image."""
    others = {p.grid.crs for p in sensor.products if not on_same_pixels(grid, p.grid) or p.shift != (0.0, 0.0)}
    return 64 + 16 * len(others) + 12 * len(sensor.plan.bands) if others else 0.0


def _speckle_bytes(sensor: SensorSeries) -> float:
    return 24.0 * _days(sensor) if sensor.plan.speckle_window else 0.0


def _days(sensor: SensorSeries) -> int:
    return len({p.day for p in sensor.products})


def _together_bytes(tile: TileSeries) -> float:
    """Return what features of neighbourhoods and of the user's own take: they are made of a whole block."""
    plan = tile.plan
    if not plan.around and plan.user is None:
        return 0.0
    others = len(plan.features()) - sum(feature_count(s) for s in plan.sensors)
    filled = sum(len(s.target_dates) * (len(s.bands) + len(s.indices)) for s in plan.sensors)
    return 8.0 * others + 2.0 * filled


def _is_averaged(grid: Grid, sensor: SensorSeries) -> bool:
    for product in sensor.products[:1]:
        width, height = Places(grid, Window(0, 0, 1, 1)).size(product.grid)
        return bool((width * height) ** 0.5 > AVERAGED_FROM)
    return False
