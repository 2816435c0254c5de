"""A user's network as the others are: built of a shape, given a batch; what it raises is told with its line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from landweave.engine.errors import UserError
from landweave.engine.learning.networks.batches import SeriesBatch
from landweave.engine.learning.networks.registry import InputShape
from landweave.engine.user_code import told

if TYPE_CHECKING:
    from landweave.engine.learning.networks.user_network import UserNetwork


class UserModule(nn.Module):
    """What the user's file makes, and how it is called."""

    def __init__(self, spec: UserNetwork, shape: InputShape, classes: int, options: Mapping[str, Any]) -> None:
        """Build it.

        Args:
            spec: of the file.
            shape: of what it is given.
            classes: number of classes.
            options: keyword arguments of the user's class, complete.

        Raises:
            UserError: naming the file and line if it cannot be built, or is no module.
        """
        super().__init__()
        self.path, self.inputs = spec.name, spec.inputs
        if spec.inputs and not shape.sensors and spec.inputs != ("static",):
            raise UserError(f"The network of {spec.name} takes a series, and the samples have no feature with a date.",
                            "Use samples of a time series, or another learner.")
        with told(spec.name, f"building '{spec.build}'"):
            network = spec.maker()(shape, classes, **options)
        if not isinstance(network, nn.Module):
            raise UserError(f"'{spec.build}' of {spec.name} gives a {type(network).__name__}, no torch.nn.Module.",
                            "Let the class be one: class MyNetwork(torch.nn.Module).")
        self.network = network

    def forward(self, batch: SeriesBatch) -> Tensor:
        """Return the logits, shape (sample, class)."""
        with told(self.path, "forward"):
            return self._call(batch)

    def _call(self, batch: SeriesBatch) -> Tensor:
        series = batch.sensors[0] if batch.sensors else None
        given = [batch.static if name == "static" else getattr(series, name) for name in self.inputs] or [batch]
        logits: Tensor = self.network(*given)
        return logits


def random_batch(shape: InputShape, samples: int, seed: int = 0, more_dates: int = 0) -> SeriesBatch:
    """Return a batch of plausible values: all dates known in the first sample, some in the others, none in the last.

    Args:
        shape: of the inputs; all dates are known where it has no gaps.
        samples: 1 or more; a single one has gaps, but not only.
        seed: of the values.
        more_dates: than the shape has, or fewer (at least 1 is left).
    """
    from landweave.engine.learning.networks.batches import SensorBatch

    generator = torch.Generator().manual_seed(seed)
    sensors = []
    for sensor in shape.sensors:
        dates = max(1, sensor.dates + more_dates)
        valid = torch.ones(samples, dates, dtype=torch.bool)
        if shape.has_gaps:
            valid[samples == 1 :, ::3] = False
            valid[0] |= samples > 1
            valid[0, -1] = True
            if samples > 2:
                valid[-1] = False
        values = torch.randn(samples, dates, sensor.channels, generator=generator) * valid[:, :, None]
        days = torch.linspace(5.0, 360.0, dates).expand(samples, -1)
        sensors.append(SensorBatch(values, valid, days))
    return SeriesBatch(tuple(sensors), torch.randn(samples, shape.static, generator=generator))
