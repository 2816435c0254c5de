"""The kernels that a plan needs, compiled before processes start: once, not in each of them, and said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from landweave.engine.kernel import said_before_compiling
from landweave.engine.mapping.block_features import block_features, prepare_block
from landweave.engine.mapping.block_reader import BlockSeries, SensorBlock
from landweave.engine.mapping.pixel_kernels import blank, look_up_values, take_values
from landweave.engine.mapping.resample import HALO, upsample_cubic
from landweave.engine.runtime.context import RunContext
from landweave.engine.series.plan import SensorPlan, SeriesPlan

_SIDE = 4
_DATES = 8


def warm_up(plan: SeriesPlan, context: RunContext) -> None:
    """Compute the features of a few made-up pixels, so that every kernel is compiled and kept on the disk.

    Args:
        plan: of the features; the user's own are left out.
        context: told once if something has to be compiled.
    """
    plan = replace(plan, user=None)
    side = _SIDE + 2 * plan.halo
    sensors = tuple(_made_up(s, side * side) for s in plan.sensors)
    static = np.zeros((len(plan.static), side * side), np.float32)
    with said_before_compiling(
        lambda: context.log("Preparing the kernels for this machine: the first run of its kind only, up to a minute.")
    ):
        _read_kernels()
        block = prepare_block(BlockSeries(sensors, side, side, static), plan)
        block_features(block.select(slice(0, _SIDE * _SIDE)), plan)


def _made_up(plan: SensorPlan, pixels: int) -> SensorBlock:
    days = np.unique(np.array(plan.target_days or [730000 + 30 * n for n in range(_DATES)], np.int64))
    days = days if plan.filling == "none" else days[:: max(len(days) // _DATES, 1)]
    shape = (len(days), len(plan.bands), pixels)
    values = (np.arange(np.prod(shape)) % 7000).astype(np.int16).reshape(shape)
    return SensorBlock(values, np.ones((shape[0], pixels), np.bool_), days)


def _read_kernels() -> None:
    """Those of bands as most products have them."""
    raw, clear = np.zeros((_SIDE, _SIDE), np.int16), np.ones((_SIDE, _SIDE), np.bool_)
    out = np.zeros((1, _SIDE, _SIDE), np.int16)
    take_values(raw, 0, out[0], clear)
    look_up_values(raw.view(np.uint16), np.zeros(1 << 16, np.int16), out[0], clear)
    blank(out, clear)
    coarse = np.zeros((2 + 2 * HALO, 2 + 2 * HALO), np.int16)
    upsample_cubic(coarse, coarse == 0, 2, (0, 0), (_SIDE, _SIDE), out[0])
