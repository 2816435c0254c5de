"""Layers that several networks have: positions of dates, values with their mask, the head that decides."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from landweave.engine.learning.networks.batches import SensorBatch, SeriesBatch
from landweave.engine.learning.networks.registry import SensorShape

DAY_PERIOD = 1000.0
"""Base of the wavelengths of days, as published for the L-TAE."""


class DayPositions(nn.Module):
    """Sine and cosine of days, at wavelengths from 2 pi days on, each longer than the one before.

    Source: Vaswani et al. 2017, arXiv 1706.03762, section 3.5; with days as Garnot and Landrieu 2020 have them.
    """

    frequency: Tensor
    phase: Tensor

    def __init__(self, width: int, period: float = DAY_PERIOD) -> None:
        """Take the number of values of a day, sines at even places, and the base of the wavelengths."""
        super().__init__()
        place = torch.arange(width)
        frequency = torch.pow(torch.tensor(period, dtype=torch.float64), -2 * (place // 2) / width)
        self.register_buffer("frequency", frequency.to(torch.float32), persistent=False)
        self.register_buffer("phase", (place % 2) * (torch.pi / 2), persistent=False)

    def forward(self, days: Tensor) -> Tensor:
        """Return shape (sample, date, width) for days of shape (sample, date)."""
        return torch.sin(days.unsqueeze(-1) * self.frequency + self.phase)


class DenseLayers(nn.Sequential):
    """Fully connected layers, each followed by batch norm, ReLU and dropout."""

    def __init__(self, widths: Sequence[int], dropout: float = 0.0) -> None:
        """Take the number of inputs and of each layer's outputs."""
        made: list[nn.Module] = []
        for given, wanted in zip(widths[:-1], widths[1:]):
            made += [nn.Linear(given, wanted), nn.BatchNorm1d(wanted), nn.ReLU()]
            if dropout:
                made.append(nn.Dropout(dropout))
        super().__init__(*made)


class Head(nn.Module):
    """What makes logits of what a network knows of a sample, and of its features without date."""

    def __init__(self, inputs: int, static: int, widths: Sequence[int], classes: int, dropout: float = 0.0) -> None:
        """Take the number of inputs, of features without date, of the layers between, and of classes."""
        super().__init__()
        every = [inputs + static, *widths]
        self.layers = DenseLayers(every, dropout)
        self.out = nn.Linear(every[-1], classes)
        self.static = static

    def forward(self, known: Tensor, static: Tensor) -> Tensor:
        """Return logits, shape (sample, class)."""
        if self.static:
            known = torch.cat([known, static], dim=1)
        logits: Tensor = self.out(self.layers(known))
        return logits


def channels_of(shape: SensorShape, has_gaps: bool) -> int:
    """Return how many channels `with_mask` gives."""
    return shape.channels + int(has_gaps)


def with_mask(sensor: SensorBatch, has_gaps: bool) -> Tensor:
    """Return values, shape (sample, date, channel), with the mask as one more channel where there may be gaps."""
    if not has_gaps:
        return sensor.values
    return torch.cat([known_values(sensor), sensor.valid.unsqueeze(-1).to(sensor.values.dtype)], dim=2)


def known_values(sensor: SensorBatch) -> Tensor:
    """Return values that are 0 at masked dates, whatever stands there, shape (sample, date, channel)."""
    return sensor.values.masked_fill(~sensor.valid.unsqueeze(-1), 0.0)


def joined_series(batch: SeriesBatch) -> SensorBatch:
    """Return the only series of a batch.

    Raises:
        ValueError: if there are several: the network wants them joined.
    """
    if len(batch.sensors) != 1:
        raise ValueError(f"the network takes one series, not {len(batch.sensors)}")
    return batch.sensors[0]


def only_shape(sensors: Sequence[SensorShape]) -> SensorShape:
    """Return the shape of the only series. Raises ValueError if there is none, or several."""
    if len(sensors) != 1:
        raise ValueError(f"the network takes one series, not {len(sensors)}")
    return sensors[0]
