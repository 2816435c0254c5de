"""A network learns from series without labels: it guesses hidden values from those that are left.

The encoder is given what is left of a series (`masking`). A light decoder guesses the hidden values, from the encoder's
token of each date and from what the encoder makes of the whole series, so that both are worth something afterwards.
The loss is that of the hidden values that are known; the decoder is thrown away.

Sources: Tseng et al. 2023 (Presto), arXiv 2304.14065; Yuan and Lin 2021 (SITS-BERT), doi 10.1109/JSTARS.2020.3036602;
Dumeur et al. 2024 (U-BARN), doi 10.1109/JSTARS.2024.3361183.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from landweave.engine.errors import UserError
from landweave.engine.learning.networks.batches import BatchMaker, SensorBatch, SeriesBatch
from landweave.engine.learning.networks.layout import ABSENT, SeriesLayout
from landweave.engine.learning.networks.masking import draw_hidden, without
from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, Float64Array, IntArray

YEAR = 365.25
HARMONICS = 8
"""Sines and cosines by which the decoder knows a day: down to a period of a month and a half."""


@dataclass(frozen=True)
class Schedule:
    """How long and how fast.

    Args:
        epochs: most of them.
        patience: epochs without a better loss on what is held out, after which it stops.
        batch: samples of a step.
        rate: highest learning rate, reached after the warm-up; then it falls as a half cosine.
        warm_up: share of the steps in which the rate rises.
        decay: weight decay.
    """

    epochs: int = 40
    patience: int = 10
    batch: int = 256
    rate: float = 2e-3
    warm_up: float = 0.05
    decay: float = 0.01

    def factor(self, step: int, steps: int) -> float:
        """Return the share of the highest rate at a step."""
        rise = max(1, round(self.warm_up * steps))
        if step < rise:
            return (step + 1) / rise
        return 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise)))


@dataclass
class Learnt:
    """What came of it.

    Args:
        weights: of the encoder in its best epoch, by name.
        curves: of each epoch `loss`, `held_out` and `rate`.
        best: number of the best epoch, from 1.
    """

    weights: dict[str, AnyArray]
    curves: list[Mapping[str, float]] = field(default_factory=list)
    best: int = 0


class Decoder(nn.Module):
    """Guesses the values of all dates: from the token of each, and from the embedding of the series."""

    def __init__(self, width: int, embedding: int, channels: int, hidden: int = 128) -> None:
        """Take the widths of tokens and embedding; tokens of width 0: there are none."""
        super().__init__()
        days = 2 * HARMONICS + 1
        self.whole = _guesser(embedding + days, channels, hidden)
        self.each = _guesser(width + days, channels, hidden) if width else None

    def forward(self, tokens: Tensor | None, embedding: Tensor, days: Tensor) -> list[Tensor]:
        """Return guesses, each of shape (sample, date, channel).

        Args:
            tokens: of all dates, hidden or not, shape (sample, date, width); None: there are none.
            embedding: shape (sample, width).
            days: shape (sample, date).
        """
        known = day_features(days)
        whole = embedding[:, None, :].expand(-1, days.shape[1], -1)
        found = [self.whole(torch.cat([whole, known], dim=2))]
        if tokens is not None and self.each is not None:
            found.append(self.each(torch.cat([tokens, known], dim=2)))
        return found


def _guesser(inputs: int, channels: int, hidden: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(inputs, hidden), nn.GELU(), nn.Linear(hidden, channels))


def day_features(days: Tensor) -> Tensor:
    """Return what the decoder knows of days: sines and cosines of the year, and years; shape (sample, date, number)."""
    angles = days[:, :, None] * (2 * math.pi / YEAR) * torch.arange(1, HARMONICS + 1, device=days.device)
    return torch.cat([angles.sin(), angles.cos(), days[:, :, None] / YEAR], dim=2)


def hidden_loss(guesses: list[Tensor], values: Tensor, hidden: Tensor) -> Tensor:
    """Return the mean loss of the hidden values, over all guesses; 0 where nothing is hidden.

    A large error counts by its size and not its square: clouds that no mask knows cannot be guessed.
    """
    weight = hidden.to(values.dtype)
    losses = [functional.smooth_l1_loss(g, values, reduction="none") for g in guesses]
    return torch.stack([(each * weight).sum() for each in losses]).mean() / weight.sum().clamp(min=1.0)


def known_places(rows: AnyArray, layout: SeriesLayout) -> Tensor:
    """Return where the only series of a layout has values, shape (sample, date, channel), bool."""
    (series,) = layout.sensors
    columns = series.column_array()
    taken = rows[:, np.maximum(columns, 0).ravel()]
    known = taken != SERIES_NODATA
    if taken.dtype.kind == "f":
        known &= np.isfinite(taken)
    known &= (columns != ABSENT).ravel()
    return torch.from_numpy(known.reshape(len(rows), *columns.shape))


def together(batch: SeriesBatch, known: Tensor) -> tuple[SeriesBatch, Tensor]:
    """Return a batch of one series with the dates that a sample knows first, and no more dates than one of them knows.

    Tiles have dates of their own, and clouds take many: half of a series or more may be dates that nobody knows.

    Args:
        batch: with one series.
        known: where it has a value, shape (sample, date, channel), bool.

    Returns:
        The batch, whose samples keep their dates in order, and where it has a value.
    """
    (series,) = batch.sensors
    there = known.any(dim=2)
    order = there.logical_not().long().argsort(dim=1, stable=True)[:, : max(1, int(there.sum(dim=1).max()))]
    wide = order[:, :, None].expand(-1, -1, known.shape[2])
    moved = SensorBatch(series.values.gather(1, wide), series.valid.gather(1, order), series.days.gather(1, order))
    return SeriesBatch((moved,), batch.static), known.gather(1, wide)


def held_out_rows(x: Float64Array, y: Float64Array, side: float, share: float, seed: int) -> BoolArray:
    """Tell which places lie in blocks that are held out, shape (place,).

    Neighbours are alike: whole blocks of the ground are held out, drawn at random until they hold the share. Places
    that nobody knows (NaN) are blocks of their own.

    Args:
        x: of the places.
        y: of the places.
        side: of a block.
        share: of the places.
        seed: of the choice.
    """
    blocks = np.stack([np.floor(x / side), np.floor(y / side)], axis=1)
    unknown = ~np.isfinite(blocks).all(axis=1)
    blocks[unknown] = np.stack([np.arange(unknown.sum()), np.full(unknown.sum(), -np.inf)], axis=1)
    numbers: IntArray
    _, numbers, sizes = np.unique(blocks, axis=0, return_inverse=True, return_counts=True)
    order = np.random.default_rng(seed).permutation(len(sizes))
    wanted = max(1, round(share * len(x)))
    taken = order[: 1 + int(np.searchsorted(np.cumsum(sizes[order]), wanted))]
    return np.isin(numbers.ravel(), taken)


class Pretraining:
    """One encoder that learns."""

    def __init__(self, encoder: Any, maker: BatchMaker, schedule: Schedule, seed: int, device: torch.device) -> None:
        """Take an untrained network with `embed`, and perhaps `tokens`, and what makes its batches.

        Raises:
            UserError: if the network cannot be pretrained.
        """
        self.encoder, self.maker, self.schedule, self.seed, self.device = encoder, maker, schedule, seed, device
        self.has_tokens = hasattr(encoder, "tokens") and hasattr(encoder, "embed_tokens")
        with torch.no_grad():
            probe = maker.make(np.zeros((2, maker.layout.width), np.int16)).to(device)
            encoder.eval()
            width = encoder.tokens(probe).shape[2] if self.has_tokens else 0
            embedding = encoder.embed(probe).shape[1]
        channels = len(maker.layout.sensors[0].channels)
        self.decoder = Decoder(width, embedding, channels).to(device)

    def loss(self, rows: AnyArray, generator: torch.Generator) -> Tensor:
        """Return the loss of some rows, of which something is hidden at random."""
        batch, known = together(self.maker.make(rows), known_places(rows, self.maker.layout))
        hidden = draw_hidden(known, generator)
        return hidden_loss(self.guesses(without(batch, known, hidden).to(self.device)),
                           batch.sensors[0].values.to(self.device), hidden.to(self.device))  # fmt: skip

    def guesses(self, batch: SeriesBatch) -> list[Tensor]:
        """Return what encoder and decoder make of a batch, each of shape (sample, date, channel)."""
        series = batch.sensors[0]
        tokens = self.encoder.tokens(batch) if self.has_tokens else None
        embedding = self.encoder.embed(batch) if tokens is None else self.encoder.embed_tokens(tokens, series.valid)
        found: list[Tensor] = self.decoder(tokens, embedding, series.days)
        return found

    def learn(self, rows: AnyArray, held_out: AnyArray, tell: Callable[[int, Mapping[str, float]], None]) -> Learnt:
        """Learn until what is held out is guessed no better.

        Args:
            rows: matrix, shape (sample, column).
            held_out: matrix of other places.
            tell: is told of each epoch: its number from 1, and its curves; may raise to stop.
        """
        parameters = [*self.encoder.parameters(), *self.decoder.parameters()]
        optimiser = torch.optim.AdamW(parameters, lr=self.schedule.rate, weight_decay=self.schedule.decay)
        per_epoch = -(-len(rows) // self.schedule.batch)
        found, lowest = Learnt({}), math.inf
        for epoch in range(1, self.schedule.epochs + 1):
            loss = self._epoch(rows, epoch, optimiser, per_epoch)
            curves = {"loss": loss, "held_out": self.measure(held_out), "rate": optimiser.param_groups[0]["lr"]}
            found.curves.append(curves)
            if curves["held_out"] < lowest:
                lowest, found.best, found.weights = curves["held_out"], epoch, self._weights()
            tell(epoch, curves)
            if epoch - found.best >= self.schedule.patience:
                break
        if not found.weights:
            raise UserError("Pretraining found no weights: the loss is no number.",
                            "Give a smaller rate in NETWORK_OPTIONS, or look for values that no sensor measures.")
        return found

    def _epoch(self, rows: AnyArray, epoch: int, optimiser: torch.optim.Optimizer, per_epoch: int) -> float:
        self.encoder.train(), self.decoder.train()
        generator = torch.Generator().manual_seed(self.seed * 100_003 + epoch)
        order = torch.randperm(len(rows), generator=generator).numpy()
        total, size = 0.0, self.schedule.batch
        for number, start in enumerate(range(0, len(rows), size)):
            step = (epoch - 1) * per_epoch + number
            rate = self.schedule.rate * self.schedule.factor(step, self.schedule.epochs * per_epoch)
            for group in optimiser.param_groups:
                group["lr"] = rate
            some = np.sort(order[start : start + size])
            loss = self.loss(np.asarray(rows[some]), generator)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_([p for g in optimiser.param_groups for p in g["params"]], 1.0)
            optimiser.step()
            total += float(loss.detach()) * len(some)
        return total / len(rows)

    def measure(self, rows: AnyArray) -> float:
        """Return the mean loss of rows; the same of them is hidden each time."""
        self.encoder.eval(), self.decoder.eval()
        generator = torch.Generator().manual_seed(self.seed)
        total = 0.0
        with torch.inference_mode():
            for some in _slices(len(rows), 1024):
                part = np.asarray(rows[some])
                total += float(self.loss(part, generator)) * len(part)
        return total / len(rows)

    def _weights(self) -> dict[str, AnyArray]:
        from landweave.engine.learning.networks.pretrained import encoder_names

        state = self.encoder.state_dict()
        return {name: state[name].detach().cpu().numpy().copy() for name in encoder_names(self.encoder)}


def _slices(count: int, size: int) -> Iterator[slice]:
    return (slice(start, start + size) for start in range(0, count, size))
