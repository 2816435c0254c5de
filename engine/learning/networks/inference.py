"""Trained networks applied to rows: on a CPU in sets that are always alike, on a graphics card in large batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from landweave.engine.errors import UserError
from landweave.engine.learning.kinds import REMEDY
from landweave.engine.learning.networks.batches import BatchMaker, SeriesBatch
from landweave.engine.learning.networks.device import (
    DEVICE_VARIABLE,
    FEWEST_ROWS,
    MOST_ROWS,
    choose_device,
    rows_that_fit,
    torch_threads,
)
from landweave.engine.learning.networks.fused import fused
from landweave.engine.learning.networks.predictor import NetworkDescription, Weights
from landweave.engine.learning.networks.registry import FREE
from landweave.engine.types import AnyArray, Float32Array, IntArray

ROWS_AT_ONCE = 256
"""The last bits of a matrix product depend on its shape, and maps must not: sets are filled up to this size.

Larger sets leave the caches of the processor."""

LEVELS = 8
"""Steps of the share of dates that is kept where masked ones are left out."""

HALF_TOLERANCE = 1e-3

Forward = Callable[[SeriesBatch], Tensor]
"""What gives the figures of a batch, shape (sample, figure)."""


class Inference:
    """Modules ready to predict."""

    def __init__(
        self, description: NetworkDescription, members: Sequence[Weights], device: torch.device | None = None
    ) -> None:
        """Build the modules.

        Args:
            description: of the network.
            members: weights of each.
            device: to compute on; None: as `choose_device` says.

        Raises:
            UserError: if the weights are of another architecture, or there is no such device.
        """
        self.description = description
        self.device = choose_device() if device is None else device
        whole = [load_weights(description.module(), weights, description.network) for weights in members]
        self.modules = [fused(module, description.layout).to(self.device) for module in whole]
        maker = BatchMaker(description.layout, description.normalisation)
        # What the user's own network makes of masked dates is not known: it is given all of them.
        thins = description.has_gaps and description.spec.calendar == FREE and not description.digest
        self._apply: InSets | InBatches
        if self.device.type == "cpu":
            self._apply = InSets(maker, self.forward, thins)
        else:
            self._apply = InBatches(maker, self.forward, self.device)

    @property
    def is_half(self) -> bool:
        """Tell whether it computes in half precision."""
        return isinstance(self._apply, InBatches) and bool(self._apply.is_half)

    def probabilities(self, rows: AnyArray) -> Float32Array:
        """Return shape (row, class): the mean over the members."""
        return self._apply(rows, self.description.classes)

    def forward(self, batch: SeriesBatch) -> Tensor:
        """Return the probabilities of a batch, shape (sample, class)."""
        factor = self.description.temperature
        parts = [torch.softmax(module(batch).float() * factor, dim=1) for module in self.modules]
        return parts[0] if len(parts) == 1 else torch.stack(parts).mean(dim=0)


class InSets:
    """Computes on one thread of the CPU; each row's figures are the same whatever rows stand beside it.

    Where dates are masked, rows with about as many known dates are computed together, without the others. How many a
    row has is its own affair: it is computed in sets of the same shape wherever it stands.
    """

    def __init__(self, maker: BatchMaker, forward: Forward, thins: bool = False) -> None:
        """Take what makes batches, what computes them, and whether masked dates may be left out."""
        self._maker, self._forward, self._thins = maker, forward, thins
        self._dates = [len(s.days) for s in maker.layout.sensors]

    def __call__(self, rows: AnyArray, figures: int) -> Float32Array:
        """Return shape (row, figure) for rows of shape (row, column)."""
        found = np.empty((len(rows), figures), np.float32)
        with torch.inference_mode(), torch_threads(1):
            for chosen, dates in self._sets(rows):
                batch = self._maker.make(rows, chosen, ROWS_AT_ONCE, dates)
                found[chosen] = self._forward(batch)[: len(chosen)].numpy()
        return found

    def _sets(self, rows: AnyArray) -> Iterator[tuple[IntArray, tuple[int, ...]]]:
        """Yield row numbers, and how many dates of each sensor they keep; none: all."""
        if not self._thins:
            yield from ((chosen, ()) for chosen in _cut(np.arange(len(rows))))
            return
        levels = np.ones(len(rows), np.int64)
        for count, dates in zip(self._maker.known_dates(rows), self._dates):
            levels = np.maximum(levels, -(-count * LEVELS // max(dates, 1)))
        for level in range(1, LEVELS + 1):
            kept = tuple(max(-(-dates * level // LEVELS), 1) for dates in self._dates)
            yield from ((chosen, kept) for chosen in _cut(np.flatnonzero(levels == level)))


class InBatches:
    """Computes on a graphics card, in batches that fit its memory; the next is made while it computes."""

    def __init__(self, maker: BatchMaker, forward: Forward, device: torch.device, size: int = 0) -> None:
        """Take what makes batches and what computes them.

        Args:
            maker: makes batches.
            forward: computes them.
            device: that the modules are on.
            size: rows of a batch; 0: measured on the card with the first rows.
        """
        self._maker, self._forward, self.device = maker, forward, device
        self.size = size
        self.is_half: bool | None = None if device.type == "cuda" else False
        """Whether figures are computed in half precision; None: not tried yet."""

    def __call__(self, rows: AnyArray, figures: int) -> Float32Array:
        """Return shape (row, figure) for rows of shape (row, column).

        Raises:
            UserError: if not even one row fits the card's memory.
        """
        found = np.empty((len(rows), figures), np.float32)
        start, batch = 0, None
        with torch.inference_mode():
            if not self.size:
                self.size = self._measured(rows)
            while start < len(rows):
                batch = self._make(rows, start) if batch is None else batch
                answer = self._tried(batch)
                if answer is None:  # memory ran out
                    batch = None
                    self._halve()
                    continue
                stop = start + len(batch)
                # The card computes what it was told; only reading the answer waits for it.
                batch = self._make(rows, stop) if stop < len(rows) else None
                found[start:stop] = answer.cpu().numpy()
                start = stop
        return found

    def _make(self, rows: AnyArray, start: int) -> SeriesBatch:
        chosen = np.arange(start, min(start + self.size, len(rows)))
        return self._maker.make(rows, chosen, pinned=self.device.type == "cuda")

    def _tried(self, batch: SeriesBatch) -> Tensor | None:
        """Return the figures of a batch; None if memory ran out."""
        try:
            there = batch.to(self.device)
            if self.is_half is None:
                exact = self._forward(there)
                self.is_half = figures_agree(exact, self._quick(there))
                return exact
            return self._quick(there) if self.is_half else self._forward(there)
        except torch.OutOfMemoryError:
            return None

    def _quick(self, batch: SeriesBatch) -> Tensor:
        with torch.autocast(self.device.type, torch.float16):
            return self._forward(batch)

    def _halve(self) -> None:
        if self.size <= 1:
            raise UserError("The memory of the graphics card holds not even one pixel of the network.",
                            f"Close other programs that use it, or set {DEVICE_VARIABLE} to cpu.")
        self.size //= 2
        if self.device.type == "cuda":
            torch.cuda.empty_cache()

    def _measured(self, rows: AnyArray) -> int:
        """Return the rows that fit a card, by what the first ones take."""
        if self.device.type != "cuda":
            return MOST_ROWS
        self.size = FEWEST_ROWS
        batch = self._make(rows, 0)
        torch.cuda.reset_peak_memory_stats(self.device)
        before = torch.cuda.memory_allocated(self.device)
        if not len(batch) or self._tried(batch) is None:
            return FEWEST_ROWS
        each = (torch.cuda.max_memory_allocated(self.device) - before) / len(batch)
        return rows_that_fit(int(torch.cuda.mem_get_info(self.device)[0]), each)


def figures_agree(exact: Tensor, quick: Tensor) -> bool:
    """Tell whether half precision gives the same classes, and probabilities that nobody tells apart."""
    same = torch.equal(exact.argmax(dim=1), quick.argmax(dim=1))
    return same and bool(((exact - quick).abs() <= HALF_TOLERANCE).all())


def load_weights(module: torch.nn.Module, weights: Weights, name: str) -> torch.nn.Module:
    """Return the module with these weights, ready to predict.

    Raises:
        UserError: naming what is of another architecture.
    """
    own = {key: tuple(value.shape) for key, value in module.state_dict().items()}
    given = {key: tuple(value.shape) for key, value in weights.items()}
    if own != given:
        wrong = next(k for k in (*own, *given) if own.get(k) != given.get(k))
        cause = f"The weights are of another architecture than {name}: {wrong} is {given.get(wrong, 'missing')}"
        raise UserError(f"{cause}, not {own.get(wrong, 'in it')}.", REMEDY)
    module.load_state_dict({key: torch.from_numpy(np.array(value)) for key, value in weights.items()})
    return module.eval()


def _cut(chosen: IntArray) -> Iterator[IntArray]:
    for start in range(0, len(chosen), ROWS_AT_ONCE):
        yield chosen[start : start + ROWS_AT_ONCE]
