"""Small networks and batches that the tests of networks share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch

from landweave.engine.learning.networks.batches import SensorBatch, SeriesBatch
from landweave.engine.learning.networks.registry import NETWORKS, InputShape, SensorShape

CLASSES = 4
SMALL: dict[str, dict[str, Any]] = {
    "mlp_torch": {"widths": [16, 8]},
    "tempcnn": {"filters": 4, "dense": 16},
    "inception_time": {"filters": 4, "bottleneck": 4, "depth": 3},
    "ltae": {"width": 16, "heads": 4},
    "ltae_sensors": {"width": 16, "heads": 4},
    "transformer": {"width": 8, "hidden": 16},
}
FREE_NETWORKS = [name for name in SMALL if NETWORKS[name].calendar == "free"]


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    """Small networks are not worth waking other threads for."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def shape_of(dates: list[int], channels: int = 3, static: int = 0, has_gaps: bool = True) -> InputShape:
    return InputShape(tuple(SensorShape(channels, d) for d in dates), static, has_gaps)


def dates_of(name: str, dates: int = 7) -> list[int]:
    """Two series of different length for networks that take several."""
    return [dates] if NETWORKS[name].joins else [dates, dates + 2]


def network(name: str, shape: InputShape, seed: int = 0, **options: Any) -> torch.nn.Module:
    """A small network, with norms that are not what they are at the start."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        made: torch.nn.Module = NETWORKS[name].module(shape, CLASSES, {**SMALL[name], **options})
        for module in made.modules():
            if isinstance(module, torch.nn.BatchNorm1d):
                module.running_mean = torch.randn_like(module.running_mean)
                module.running_var = torch.rand_like(module.running_var) + 0.5
            if isinstance(module, (torch.nn.BatchNorm1d, torch.nn.LayerNorm)):
                torch.nn.init.uniform_(module.weight, 0.5, 1.5)
                torch.nn.init.normal_(module.bias)
    return made.eval()


def batch(shape: InputShape, samples: int = 5, seed: int = 1, known: float = 0.6) -> SeriesBatch:
    """Random series; a share of the dates is known."""
    draw = torch.Generator().manual_seed(seed)
    sensors = []
    for sensor in shape.sensors:
        valid = torch.rand(samples, sensor.dates, generator=draw) < known
        if not shape.has_gaps:
            valid = torch.ones_like(valid)
        values = torch.randn(samples, sensor.dates, sensor.channels, generator=draw).masked_fill(~valid[..., None], 0)
        days = torch.sort(torch.rand(samples, sensor.dates, generator=draw) * 365, dim=1).values.round()
        sensors.append(SensorBatch(values, valid, days))
    return SeriesBatch(tuple(sensors), torch.randn(samples, shape.static, generator=draw))


def with_other_masked(given: SeriesBatch, seed: int) -> SeriesBatch:
    """The batch with other values and days where dates are masked."""
    draw = torch.Generator().manual_seed(seed)
    sensors = []
    for sensor in given.sensors:
        other = torch.randn(sensor.values.shape, generator=draw) * 9
        values = torch.where(sensor.valid[..., None], sensor.values, other)
        days = torch.where(sensor.valid, sensor.days, torch.rand(sensor.days.shape, generator=draw) * 900 - 200)
        sensors.append(replace(sensor, values=values, days=days))
    return SeriesBatch(tuple(sensors), given.static)


def masked_everywhere(given: SeriesBatch, sample: int, sensor: int | None = None) -> SeriesBatch:
    """The batch with all dates of one sample masked: of one sensor, or of all."""
    sensors = []
    for number, series in enumerate(given.sensors):
        valid = series.valid.clone()
        if sensor is None or sensor == number:
            valid[sample] = False
        sensors.append(replace(series, valid=valid, values=series.values.masked_fill(~valid[..., None], 0)))
    return SeriesBatch(tuple(sensors), given.static)
