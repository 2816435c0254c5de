"""A network learns from series without labels: it guesses hidden values from those that are left.

The encoder is given what is left of a series (`masking`). A light decoder guesses the hidden values, from the encoder's
token of each date and from what the encoder makes of the whole series, so that both are worth something afterwards.
The loss is that of the hidden values that are known; the decoder is thrown away.

Sources: Tseng et al. 2023 (Presto), arXiv 2304.14065; Yuan and Lin 2021 (SITS-BERT), doi 10.1109/JSTARS.2020.3036602;
Dumeur et al. 2024 (U-BARN), doi 10.1109/JSTARS.2024.3358066.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from landweave.engine.errors import UserError
from landweave.engine.learning.networks.batches import BatchMaker, SensorBatch, SeriesBatch
from landweave.engine.learning.networks.layout import SeriesLayout, known_at
from landweave.engine.learning.networks.masking import draw_hidden, without
from landweave.engine.learning.networks.pretrained import encoder_names
from landweave.engine.learning.networks.schedule import rate_at
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray

if TYPE_CHECKING:
    from landweave.engine.learning.networks.pretraining_state import PretrainingState

YEAR = 365.25
MOST_HELD = 20_000
"""Series held out that an epoch is measured by, evenly spread over them."""
_ROWS_AT_ONCE = 1024
HARMONICS = 8
"""Sines and cosines by which the decoder knows a day: down to a period of a month and a half."""


@dataclass(frozen=True)
class Schedule:
    """How long and how fast; these defaults are the preset `balanced`.

    Args:
        epochs: times that the series are gone through at most.
        patience: epochs without a better loss on what is held out, after which it stops; 0: it never does.
        batch_size: series of a step.
        learning_rate: highest, reached after the warm-up; then it falls as half a cosine.
        warmup: share of the steps in which the rate rises.
        weight_decay: of AdamW.
        clip: longest gradient; 0: as long as it is.
        held_out: share of the series that the epoch is chosen by, in blocks of the ground.
        threads: of the computation, whatever WORKERS: the last bits depend on them.
    """

    epochs: int = 30
    patience: int = 8
    batch_size: int = 128
    learning_rate: float = 2e-3
    warmup: float = 0.05
    weight_decay: float = 0.01
    clip: float = 1.0
    held_out: float = 0.1
    threads: int = 1


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
    return torch.from_numpy(known_at(rows, series.column_array())[1])


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

        The network's head is not used.
        """
        self.encoder, self.device = encoder.to(device), device
        self.maker, self.schedule, self.seed = maker, schedule, seed
        self.has_tokens = hasattr(encoder, "tokens") and hasattr(encoder, "embed_tokens")
        with torch.no_grad():
            probe = maker.make(np.zeros((2, maker.layout.width), np.int16)).to(device)
            encoder.eval()
            width = encoder.tokens(probe).shape[2] if self.has_tokens else 0
            embedding = encoder.embed(probe).shape[1]
        channels = len(maker.layout.sensors[0].channels)
        self.decoder = Decoder(width, embedding, channels).to(device)

    def loss(self, rows: AnyArray, generator: torch.Generator, by_means: bool = False) -> Tensor:
        """Return the loss of some rows, of which something is hidden at random."""
        batch, known = together(self.maker.make(rows), known_places(rows, self.maker.layout))
        hidden = draw_hidden(known, generator)
        values = batch.sensors[0].values.to(self.device)
        left = without(batch, known, hidden).to(self.device)
        guesses = [torch.zeros_like(values)] if by_means else self.guesses(left)
        return hidden_loss(guesses, values, hidden.to(self.device))

    def guesses(self, batch: SeriesBatch) -> list[Tensor]:
        """Return what encoder and decoder make of a batch, each of shape (sample, date, channel)."""
        series = batch.sensors[0]
        tokens = self.encoder.tokens(batch) if self.has_tokens else None
        embedding = self.encoder.embed(batch) if tokens is None else self.encoder.embed_tokens(tokens, series.valid)
        found: list[Tensor] = self.decoder(tokens, embedding, series.days)
        return found

    def learn(
        self, matrix: AnyArray, learn: IntArray, held: IntArray, tell: Callable[[Learnt], None],
        check: Callable[[], None], state: PretrainingState | None = None,
    ) -> Learnt:  # fmt: skip
        """Learn until what is held out is guessed no better.

        Args:
            matrix: shape (sample, column); may be mapped from a file.
            learn: rows to learn from.
            held: rows of other places; empty: the last epoch is the best.
            tell: is told of each epoch what came of it so far.
            check: called before each step; what it raises ends the training.
            state: keeps what a killed training goes on from; None: nothing is kept.

        Raises:
            UserError: if the loss is no number.
        """
        optimiser = torch.optim.AdamW(self._parameters(), lr=1e-3, weight_decay=self.schedule.weight_decay)
        found = state.restore(self.encoder, self.decoder, optimiser) if state is not None else None
        found = Learnt({}) if found is None else found
        lowest = found.curves[found.best - 1]["held_out"] if found.best else math.inf
        for epoch in range(len(found.curves) + 1, self.schedule.epochs + 1):
            if self._is_done(found):
                break
            loss, rate = self._epoch(matrix, learn, epoch, optimiser, check)
            now = self.measure(matrix, held)
            found.curves.append({"loss": loss, "held_out": now, "rate": rate})
            if now < lowest or not len(held):
                lowest, found.best, found.weights = now, epoch, self._weights()
            tell(found)
            if state is not None:
                state.keep(found, self.encoder, self.decoder, optimiser)
        return found

    def _is_done(self, found: Learnt) -> bool:
        return 0 < self.schedule.patience <= len(found.curves) - found.best

    def _epoch(
        self, matrix: AnyArray, learn: IntArray, epoch: int, optimiser: torch.optim.Optimizer,
        check: Callable[[], None],
    ) -> tuple[float, float]:  # fmt: skip
        """Go through the series once; return the mean loss and the last learning rate."""
        self.encoder.train(), self.decoder.train()
        generator = torch.Generator().manual_seed(self.seed * 100_003 + epoch)
        torch.manual_seed(self.seed * 100_003 + epoch)  # of dropout
        order = learn[torch.randperm(len(learn), generator=generator).numpy()]
        parts = np.array_split(order, max(1, round(len(learn) / self.schedule.batch_size)))
        steps, total, rate = len(parts) * self.schedule.epochs, 0.0, 0.0
        for number, some in enumerate(parts, start=(epoch - 1) * len(parts)):
            check()
            rate = rate_at(number, steps, self.schedule.learning_rate, "cosine", self.schedule.warmup)
            for group in optimiser.param_groups:
                group["lr"] = rate
            loss = self.loss(np.asarray(matrix[np.sort(some)]), generator)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            if self.schedule.clip > 0:
                nn.utils.clip_grad_norm_(self._parameters(), self.schedule.clip)
            optimiser.step()
            total += float(loss.detach()) * len(some)
        if not math.isfinite(total):
            raise UserError(f"The loss of the pretraining is no number any more in epoch {epoch}.",
                            "Give a smaller learning_rate in NETWORK_OPTIONS, or a clip above 0.")
        return total / len(learn), rate

    def measure(self, matrix: AnyArray, rows: IntArray, by_means: bool = False) -> float:
        """Return the mean loss of rows, or of some spread over them; the same of them is hidden each time.

        Args:
            matrix: shape (sample, column).
            rows: row numbers.
            by_means: guess the mean of each band, for comparison.
        """
        self.encoder.eval(), self.decoder.eval()
        generator = torch.Generator().manual_seed(self.seed)
        rows, total = rows[:: max(1, -(-len(rows) // MOST_HELD))], 0.0
        if not len(rows):
            return math.nan
        with torch.inference_mode():
            for start in range(0, len(rows), _ROWS_AT_ONCE):
                part = np.asarray(matrix[rows[start : start + _ROWS_AT_ONCE]])
                total += float(self.loss(part, generator, by_means)) * len(part)
        return total / len(rows)

    def _parameters(self) -> list[nn.Parameter]:
        return [p for part in (self.encoder, self.decoder) for p in part.parameters() if p.requires_grad]

    def _weights(self) -> dict[str, AnyArray]:
        state = self.encoder.state_dict()
        return {name: state[name].detach().cpu().numpy().copy() for name in encoder_names(self.encoder)}
