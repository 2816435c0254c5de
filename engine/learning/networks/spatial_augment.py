"""Patches are changed a little each time they are seen: turned, mirrored, moved in time, noisy, without some dates."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from landweave.engine.learning.networks.options import Settings
from landweave.engine.learning.networks.utae import PatchBatch

MOST_DATES = 16
"""Of a patch each time it is seen, drawn anew, where `date_dropout` is above 0: a step takes as much less time."""


@dataclass(frozen=True)
class PatchAugmentation:
    """What is done to a batch of patches.

    Args:
        time_shift, date_dropout, band_noise: as in `Settings`.
        moves_days: as in `Augmentation`: networks of patches look at days.
    """

    time_shift: float
    date_dropout: float
    band_noise: float
    moves_days: bool = True

    @classmethod
    def of(cls, settings: Settings) -> PatchAugmentation:
        """Return what the settings ask for."""
        return cls(settings.time_shift, settings.date_dropout, settings.band_noise)

    def apply(self, batch: PatchBatch, targets: Tensor, generator: np.random.Generator) -> tuple[PatchBatch, Tensor]:
        """Return a changed batch, and its targets, which stay as they are.

        Args:
            batch: on the CPU; left as it is.
            targets: of the pixels that are asked for.
            generator: of all that is random.
        """
        batch = turned(batch, generator.integers(0, 8, len(batch)))
        values, valid, days = batch.values, batch.valid, batch.days
        if self.time_shift > 0:
            shift = generator.uniform(-self.time_shift, self.time_shift, (len(batch), 1))
            days = days + torch.from_numpy(shift.astype(np.float32))
        if self.date_dropout > 0:
            there = valid.flatten(2).any(dim=2)
            order = torch.from_numpy(generator.random(tuple(there.shape), np.float32)).masked_fill(~there, 2.0)
            rank = order.argsort(dim=1, stable=True).argsort(dim=1, stable=True)
            kept = there & (order >= self.date_dropout) & (rank >= there.sum(dim=1, keepdim=True) - MOST_DATES)
            kept = torch.where(kept.any(dim=1, keepdim=True), kept, there)
            valid = valid & kept[:, :, None, None]
        if self.band_noise > 0:
            noise = torch.from_numpy(generator.standard_normal(tuple(values.shape), np.float32))
            values = torch.where(values != 0, values + noise * self.band_noise, values)
        return replace(batch, values=values, valid=valid, days=days), targets


def turned(batch: PatchBatch, ways: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> PatchBatch:
    """Return patches that are turned by quarters and mirrored, each in its way, with the places that are asked for.

    Args:
        batch: square patches.
        ways: shape (patch,), 0 to 7: quarters, and 4 more where a patch is mirrored.
    """
    size = batch.values.shape[-1]
    numbers = torch.arange(size * size).view(size, size)
    images = [batch.values.clone(), batch.valid.clone(), batch.static.clone()]
    places = None if batch.places is None else batch.places.clone()
    for number, way in enumerate(ways.tolist()):
        for image in images:
            image[number] = _turned(image[number], way)
        if places is not None:
            own = places[:, 0] == number
            after = torch.argsort(_turned(numbers, way).flatten())  # where each place went
            moved = after[places[own, 1] * size + places[own, 2]]
            places[own, 1], places[own, 2] = torch.div(moved, size, rounding_mode="floor"), moved % size
    return PatchBatch(images[0], images[1], batch.days, images[2], places)


def _turned(image: Tensor, way: int) -> Tensor:
    found = torch.rot90(image, way % 4, (-2, -1))
    return torch.flip(found, (-1,)) if way >= 4 else found
