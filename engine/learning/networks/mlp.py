"""A multilayer perceptron: all values of all dates at once, without regard to their order."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from landweave.engine.learning.networks.batches import SeriesBatch
from landweave.engine.learning.networks.layers import Head, channels_of, with_mask
from landweave.engine.learning.networks.registry import InputShape


class Mlp(nn.Module):
    """Fully connected layers with batch norm, ReLU and dropout over all values, masks and features without date."""

    def __init__(
        self, shape: InputShape, classes: int, widths: Sequence[int] = (256, 128, 64), dropout: float = 0.3
    ) -> None:
        """Build it.

        Args:
            shape: of what it is given.
            classes: number of classes.
            widths: of the layers.
            dropout: share of values that are left out while it learns.
        """
        super().__init__()
        self.has_gaps = shape.has_gaps
        inputs = sum(channels_of(s, shape.has_gaps) * s.dates for s in shape.sensors)
        self.head = Head(inputs, shape.static, widths, classes, dropout)

    def forward(self, batch: SeriesBatch) -> Tensor:
        """Return logits, shape (sample, class)."""
        flat = [with_mask(s, self.has_gaps).flatten(1) for s in batch.sensors]
        known = torch.cat(flat, dim=1) if flat else batch.static[:, :0]
        logits: Tensor = self.head(known, batch.static)
        return logits
