"""Samples are changed a little each time they are seen: mixed, hidden, noisy, earlier or later.

What is unknown stays exactly 0 and masked, so that no change lets it have an influence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from landweave.engine.learning.networks.batches import SensorBatch, SeriesBatch
from landweave.engine.learning.networks.options import Settings


@dataclass(frozen=True)
class Augmentation:
    """What is done to a batch.

    Args:
        mixup, time_shift, date_dropout, band_noise: as in `Settings`.
        moves_days: whether the network looks at days; where it does not, values are taken between dates instead.
    """

    mixup: float
    time_shift: float
    date_dropout: float
    band_noise: float
    moves_days: bool

    @classmethod
    def of(cls, settings: Settings, moves_days: bool) -> Augmentation:
        """Return what the settings ask for."""
        return cls(settings.mixup, settings.time_shift, settings.date_dropout, settings.band_noise, moves_days)

    def apply(self, batch: SeriesBatch, targets: Tensor, generator: np.random.Generator) -> tuple[SeriesBatch, Tensor]:
        """Return a changed batch and its targets.

        Args:
            batch: on the CPU; left as it is.
            targets: shares of the classes, shape (sample, class).
            generator: of all that is random.
        """
        if self.mixup > 0 and len(batch) > 1:
            batch, targets = mixed(batch, targets, self.mixup, generator)
        sensors = []
        for sensor in batch.sensors:
            values, valid, days = sensor.values, sensor.valid, sensor.days
            if self.time_shift > 0:
                shift = _uniform((len(batch), 1), generator) * (2 * self.time_shift) - self.time_shift
                if self.moves_days:
                    days = days + shift
                else:
                    values = between_dates(sensor, shift)
            if self.date_dropout > 0:
                values, valid = hidden(values, valid, self.date_dropout, generator)
            if self.band_noise > 0:
                noise = torch.from_numpy(generator.standard_normal(tuple(values.shape), np.float32))
                values = torch.where(values != 0, values + noise * self.band_noise, values)
            sensors.append(SensorBatch(values, valid, days))
        return SeriesBatch(tuple(sensors), batch.static), targets


def mixed(
    batch: SeriesBatch, targets: Tensor, alpha: float, generator: np.random.Generator
) -> tuple[SeriesBatch, Tensor]:
    """Mix each sample with another one of the batch, of which it keeps the larger part.

    A value is mixed where both know it, and kept where only the sample itself does: its mask is one that occurs. The
    targets are mixed by the same share.

    Source: Zhang et al. 2018, arXiv 1710.09412.
    """
    drawn = generator.beta(alpha, alpha, len(batch))
    share = torch.from_numpy(np.maximum(drawn, 1 - drawn).astype(np.float32))
    partner = torch.from_numpy(generator.permutation(len(batch)))

    def mix(values: Tensor) -> Tensor:
        other = values[partner]
        own = share.reshape(-1, *([1] * (values.ndim - 1)))
        return torch.where((values != 0) & (other != 0), own * values + (1 - own) * other, values)

    sensors = tuple(SensorBatch(mix(s.values), s.valid, s.days) for s in batch.sensors)
    return SeriesBatch(sensors, mix(batch.static)), share[:, None] * targets + (1 - share[:, None]) * targets[partner]


def hidden(values: Tensor, valid: Tensor, share: float, generator: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Hide a share of the dates of each sample; one of which none would be left is kept as it is."""
    kept = valid & (_uniform(tuple(valid.shape), generator) >= share)
    kept = torch.where(kept.any(dim=1, keepdim=True), kept, valid)
    return values.masked_fill(~kept[..., None], 0.0), kept


def between_dates(sensor: SensorBatch, shift: Tensor) -> Tensor:
    """Return values as they were some days before, between the values of two dates that are both known.

    Args:
        sensor: series of shape (sample, date, channel); the first and last dates keep theirs where none is beyond.
        shift: days, shape (sample, 1); at most the time between two dates counts.
    """
    values, days = sensor.values, sensor.days
    earlier = torch.cat([values[:, :1], values[:, :-1]], dim=1)
    later = torch.cat([values[:, 1:], values[:, -1:]], dim=1)
    since = torch.cat([torch.ones_like(days[:, :1]), days[:, 1:] - days[:, :-1]], dim=1)
    until = torch.cat([since[:, 1:], torch.ones_like(days[:, :1])], dim=1)
    part = torch.where(shift > 0, shift / since, -shift / until).clamp(0, 1)[..., None]
    other = torch.where(shift[..., None] > 0, earlier, later)
    return torch.where((values != 0) & (other != 0), (1 - part) * values + part * other, values)


def _uniform(shape: tuple[int, ...], generator: np.random.Generator) -> Tensor:
    return torch.from_numpy(generator.random(shape, np.float32))
