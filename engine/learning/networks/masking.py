"""What pretraining hides of a series: whole dates, runs of dates, or bands.

Each sample draws one of these ways, and how much of it is hidden. Something that is known always stays visible.

Source: Tseng et al. 2023 (Presto), arXiv 2304.14065, who mix such ways; Yuan and Lin 2021 (SITS-BERT), doi
10.1109/JSTARS.2020.3036602, who hide dates.
"""

from __future__ import annotations

import torch
from torch import Tensor

from landweave.engine.learning.networks.batches import SensorBatch, SeriesBatch

WAYS = {"dates": 0.45, "runs": 0.35, "bands": 0.2}
"""The ways, and how often each is drawn."""

LEAST_HIDDEN, MOST_HIDDEN = 0.3, 0.8
"""Share of the known dates, or of the bands, that is hidden: drawn anew for each sample."""


def draw_hidden(known: Tensor, generator: torch.Generator) -> Tensor:
    """Return which of the known values are hidden, shape (sample, date, channel), bool.

    Of a sample with one date, or one band, nothing is hidden in that way.

    Args:
        known: where there is a value, shape (sample, date, channel), bool.
        generator: of random numbers, on the CPU.
    """
    count = len(known)
    way = _drawn_ways(count, generator)
    share = LEAST_HIDDEN + (MOST_HIDDEN - LEAST_HIDDEN) * torch.rand(count, generator=generator)
    dates, bands = known.any(dim=2), known.any(dim=1)
    hidden = torch.where((way == 0)[:, None], _some(dates, share, generator), _run(dates, share, generator))
    hidden_bands = _some(bands, share, generator)
    return known & torch.where((way == 2)[:, None, None], hidden_bands[:, None, :], hidden[:, :, None])


def without(batch: SeriesBatch, known: Tensor, hidden: Tensor) -> SeriesBatch:
    """Return a batch of one series without its hidden values: they are as values that were never there.

    Args:
        batch: with one series.
        known: where it has a value, shape (sample, date, channel), bool.
        hidden: what is hidden of it, same shape.
    """
    (series,) = batch.sensors
    left = known & ~hidden
    values = series.values.masked_fill(~left, 0.0)
    return SeriesBatch((SensorBatch(values, left.any(dim=2), series.days),), batch.static)


def _drawn_ways(count: int, generator: torch.Generator) -> Tensor:
    weights = torch.tensor(list(WAYS.values()), dtype=torch.float64)
    return torch.multinomial(weights, count, replacement=True, generator=generator)


def _counts(known: Tensor, share: Tensor) -> Tensor:
    """Return how many are hidden: one at least, and not all; shape (sample,)."""
    there = known.sum(dim=1)
    return torch.minimum((share * there).round().long().clamp(min=1), (there - 1).clamp(min=0))


def _some(known: Tensor, share: Tensor, generator: torch.Generator) -> Tensor:
    """Hide a share of what is known, anywhere; shape as `known` (sample, place)."""
    noise = torch.rand(known.shape, generator=generator).masked_fill(~known, 2.0)
    rank = noise.argsort(dim=1, stable=True).argsort(dim=1, stable=True)
    return known & (rank < _counts(known, share)[:, None])


def _run(known: Tensor, share: Tensor, generator: torch.Generator) -> Tensor:
    """Hide a share of what is known, in one run; shape as `known` (sample, date)."""
    length = _counts(known, share)
    free = known.sum(dim=1) - length
    start = (torch.rand(len(known), generator=generator) * (free + 1)).long().minimum(free)
    place = known.long().cumsum(dim=1) - 1
    return known & (place >= start[:, None]) & (place < (start + length)[:, None])
