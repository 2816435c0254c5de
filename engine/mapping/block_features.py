"""From the arrays of a block to the features of its pixels: what samples and maps share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from landweave.engine.features.around import around_planes, halo_of, image_over_time, sources_of
from landweave.engine.features.stack import feature_count, sensor_feature_rows
from landweave.engine.features.view import SensorView
from landweave.engine.mapping.block_reader import BlockSeries, SensorBlock
from landweave.engine.series.fill import clear_count
from landweave.engine.series.plan import SensorPlan, SeriesPlan
from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, Float32Array, IntArray, UInt16Array


@dataclass(frozen=True, eq=False)
class PreparedBlock:
    """A block without its halo, and what was made of its pixels together.

    Args:
        series: the acquisitions of its pixels, row by row.
        planes: features of neighbourhoods and of the user's own, shape (feature, pixel), NaN where unknown.
    """

    series: BlockSeries
    planes: Float32Array

    def select(self, pixels: BoolArray | IntArray | slice) -> PreparedBlock:
        """Return the chosen pixels."""
        return PreparedBlock(self.series.select(pixels), self.planes[:, pixels])


@dataclass(frozen=True, eq=False)
class FeatureBlock:
    """What a classifier sees of a block.

    Args:
        features: shape (pixel, feature), in the order of `SeriesPlan.features()`; int16, or float32 as the plan says.
        clear: number of clear acquisitions of all sensors, shape (pixel,).
        usable: False where no sensor has a value to offer, shape (pixel,).
    """

    features: AnyArray
    clear: UInt16Array
    usable: BoolArray


def prepare_block(series: BlockSeries, plan: SeriesPlan) -> PreparedBlock:
    """Compute what looks around a pixel, and cut off the halo.

    Args:
        series: read with a halo of `plan.halo` pixels.
        plan: of the features.
    """
    halo = plan.halo
    pixels = (series.rows - 2 * halo) * (series.columns - 2 * halo)
    planes = [p.reshape(-1, pixels).astype(np.float32, copy=False) for p in _planes(series, plan, halo)]
    stacked = np.concatenate(planes) if planes else np.empty((0, pixels), np.float32)
    if not halo:
        return PreparedBlock(series, stacked)
    inner = np.zeros((series.rows, series.columns), np.bool_)
    inner[halo:-halo, halo:-halo] = True
    return PreparedBlock(series.select(np.flatnonzero(inner)), stacked)


def block_features(block: PreparedBlock, plan: SeriesPlan) -> FeatureBlock:
    """Fill gaps and derive the features of every pixel of a block."""
    series = block.series
    pixels = series.sensors[0].valid.shape[1]
    counts = [feature_count(s) for s in plan.sensors]
    others = len(plan.static) + block.planes.shape[0]
    features = np.empty((pixels, sum(counts) + others), plan.dtype)
    usable = np.zeros(pixels, np.bool_)
    column = 0
    for sensor, sensor_plan, count in zip(series.sensors, plan.sensors, counts):
        sensor_feature_rows(sensor.values, sensor.valid, sensor.days, sensor_plan, features, column)
        column += count
        usable |= _usable(sensor, sensor_plan)
    for plane in (*series.static, *block.planes) if others else ():
        features[:, column] = _stored(plane, features.dtype)
        column += 1
    return FeatureBlock(features, clear_acquisitions(series), usable)


def clear_acquisitions(series: BlockSeries) -> UInt16Array:
    """Return the number of clear acquisitions of all sensors, shape (pixel,)."""
    counts = [clear_count(s.valid) for s in series.sensors]
    total: UInt16Array = np.sum(counts, axis=0, dtype=np.uint16)
    return total


def _stored(plane: Float32Array, dtype: np.dtype[Any]) -> AnyArray:
    """Return real numbers as the matrix has them, NODATA where they are unknown."""
    known = np.where(np.isfinite(plane), plane, np.float32(SERIES_NODATA))
    if dtype != np.int16:
        return known
    held = np.clip(np.rint(known), -32767, 32767)
    stored: AnyArray = np.where(np.isfinite(plane), held, SERIES_NODATA).astype(np.int16)
    return stored


def _usable(sensor: SensorBlock, plan: SensorPlan) -> BoolArray:
    """Return where features can be made: of one clear date when gaps are filled, else of all dates."""
    if plan.filling == "none" and len(sensor.days):
        rows = np.isin(sensor.days, np.array(plan.target_days))
        everywhere: BoolArray = sensor.valid[rows].all(axis=0)
        return everywhere
    once: BoolArray = sensor.valid.any(axis=0)
    return once


def _planes(series: BlockSeries, plan: SeriesPlan, halo: int) -> Iterator[Float32Array]:
    """Yield features that need rows and columns, each of shape (feature, row, column) without the halo."""
    views = {s.sensor: SensorView(b.values, b.valid, b.days, s) for b, s in zip(series.sensors, plan.sensors)}
    shape = (series.rows, series.columns)
    for group in plan.around:
        extra = halo - halo_of(group)
        inner = slice(extra, -extra) if extra else slice(None)
        for sensor, source in sources_of(plan, group):
            view = views[sensor.sensor]
            days = np.array(sensor.target_days, np.int64)
            if len(view.days):
                image = image_over_time(view.series([source], filled=True)[:, 0], days, group.options["over_time"])
            else:
                image = np.full(series.rows * series.columns, SERIES_NODATA, np.int16)
            yield around_planes(group, np.ascontiguousarray(image.reshape(shape)[inner, inner]))
    if plan.user is not None:
        from landweave.engine.features.user_plan import user_planes

        yield user_planes(plan, views, series.static, shape, halo)
