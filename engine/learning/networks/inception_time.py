"""InceptionTime: convolutions of several lengths side by side, in layers."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from landweave.engine.learning.networks.batches import SeriesBatch
from landweave.engine.learning.networks.layers import Head, channels_of, joined_series, only_shape, with_mask
from landweave.engine.learning.networks.registry import InputShape

LONGEST = 40
_RESIDUAL_EVERY = 3


class Inception(nn.Module):
    """Convolutions of three lengths over a bottleneck, and one of length 1 over the largest of three dates."""

    def __init__(self, given: int, filters: int, bottleneck: int, longest: int) -> None:
        """Take the channels that come in, the filters of each of four branches, and the longest kernel."""
        super().__init__()
        lengths = [max(1, longest // 2**i) for i in range(3)]
        self.bottleneck = nn.Conv1d(given, bottleneck, 1, bias=False) if given > 1 and bottleneck else nn.Identity()
        between = bottleneck if given > 1 and bottleneck else given
        self.branches = nn.ModuleList(
            nn.Sequential(nn.ConstantPad1d(((length - 1) // 2, length // 2), 0.0),
                          nn.Conv1d(between, filters, length, bias=False))
            for length in lengths
        )  # fmt: skip
        self.pool = nn.Sequential(nn.MaxPool1d(3, 1, 1), nn.Conv1d(given, filters, 1, bias=False))
        self.norm = nn.BatchNorm1d(4 * filters)

    def forward(self, series: Tensor) -> Tensor:
        """Return shape (sample, 4 * filters, date) for one of (sample, channel, date)."""
        short = self.bottleneck(series)
        parts = [branch(short) for branch in self.branches]
        found: Tensor = torch.relu(self.norm(torch.cat([*parts, self.pool(series)], dim=1)))
        return found


class InceptionTime(nn.Module):
    """Six inception modules with shortcuts around each three, the mean over time, the classes.

    Kernels are 40, 20 and 10 dates long, as published; in series of fewer than 40 dates the longest is as long as the
    series, for more of it would see zeros only, and the others are a half and a quarter of it.

    The paper averages five such networks, which an ensemble of members does here.

    Source: Ismail Fawaz et al. 2020, doi 10.1007/s10618-020-00710-y, section 3.
    """

    def __init__(
        self, shape: InputShape, classes: int, filters: int = 32, depth: int = 6, bottleneck: int = 32
    ) -> None:
        """Build it.

        Args:
            shape: of what it is given: one series.
            classes: number of classes.
            filters: of each of the four branches of a module.
            depth: number of modules.
            bottleneck: channels that the convolutions see; 0: all.
        """
        super().__init__()
        series = only_shape(shape.sensors)
        self.has_gaps = shape.has_gaps
        longest = min(LONGEST, series.dates)
        given = before = channels_of(series, shape.has_gaps)
        modules, shortcuts = [], []
        for number in range(depth):
            modules.append(Inception(given, filters, bottleneck, longest))
            given = 4 * filters
            if number % _RESIDUAL_EVERY == _RESIDUAL_EVERY - 1:
                shortcuts.append(nn.Sequential(nn.Conv1d(before, given, 1, bias=False), nn.BatchNorm1d(given)))
                before = given
        self.blocks, self.shortcuts = nn.ModuleList(modules), nn.ModuleList(shortcuts)
        self.head = Head(given, shape.static, [], classes)

    def forward(self, batch: SeriesBatch) -> Tensor:
        """Return logits, shape (sample, class)."""
        found = before = with_mask(joined_series(batch), self.has_gaps).transpose(1, 2)
        for number, block in enumerate(self.blocks):
            found = block(found)
            if number % _RESIDUAL_EVERY == _RESIDUAL_EVERY - 1:
                found = before = torch.relu(found + self.shortcuts[number // _RESIDUAL_EVERY](before))
        logits: Tensor = self.head(found.mean(dim=2), batch.static)
        return logits
