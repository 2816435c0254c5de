"""L-TAE: one learnt question a head asks all dates at once which of them matter."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from landweave.engine.learning.networks.batches import SensorBatch, SeriesBatch
from landweave.engine.learning.networks.layers import (
    DayPositions,
    DenseLayers,
    Head,
    joined_series,
    known_values,
    only_shape,
)
from landweave.engine.learning.networks.registry import InputShape

WIDEST_DATE = 128
"""Width of a date before the encoder, at most: that of the paper."""
DECODER = (64, 32)
ATTENTION_DROPOUT = 0.1
_NEVER = -1e30


class LtaeEncoder(nn.Module):
    """What becomes of a series of dates: one vector.

    A head has a learnt query, and its own channels of the dates as values. Dates are normed one by one over their
    channels, and so need not be always the same: where the authors' code widens them, it norms over all dates with
    weights for each, which are 2 * width * (dates - 1) numbers more. Keys have no bias, heads * key numbers: it would
    add the same to all dates, which the softmax takes away again.

    Source: Garnot and Landrieu 2020, doi 10.1007/978-3-030-65742-0_12, section 2.
    """

    def __init__(
        self, inputs: int, width: int, heads: int, key: int, widths: Sequence[int], dropout: float = 0.2
    ) -> None:
        """Build it.

        Args:
            inputs: channels of a date.
            width: channels of all heads together, a multiple of them; if it is `inputs`, dates are taken as they are.
            heads: number of heads.
            key: length of keys and queries.
            widths: of the layers behind the attention; empty: none.
            dropout: share of their outputs that is left out while it learns.

        Raises:
            ValueError: if the width is no multiple of the heads.
        """
        super().__init__()
        if width % heads:
            raise ValueError(f"width {width} is no multiple of heads {heads}")
        self.heads, self.key = heads, key
        self.norm_in = nn.LayerNorm(inputs)
        widened = [nn.Linear(inputs, width), nn.LayerNorm(width)] if inputs != width else []
        self.widen = nn.Sequential(*widened)
        self.positions = DayPositions(width // heads)
        self.query = nn.Parameter(torch.empty(heads, key))
        self.keys = nn.Parameter(torch.empty(heads, key, width))
        nn.init.normal_(self.query, std=(2.0 / key) ** 0.5)
        nn.init.normal_(self.keys, std=(2.0 / key) ** 0.5)
        self.layers = DenseLayers([width, *widths])
        self.dropout = nn.Dropout(dropout)
        self.attention_dropout = nn.Dropout(ATTENTION_DROPOUT)
        self.outputs = widths[-1] if widths else width
        self.norm_out = nn.LayerNorm(self.outputs)

    def forward(self, dates: Tensor, valid: Tensor, days: Tensor) -> Tensor:
        """Return what a series is, shape (sample, width).

        Args:
            dates: shape (sample, date, channel).
            valid: shape (sample, date); the others have no influence.
            days: shape (sample, date).
        """
        dates = self.placed(dates, days)
        weights = self.attention_dropout(self.attention(dates, valid))
        sample, count, _ = dates.shape
        parts = dates.view(sample, count, self.heads, -1)
        found = (weights.unsqueeze(-1) * parts).sum(dim=1).flatten(1)
        encoded: Tensor = self.norm_out(self.dropout(self.layers(found)))
        return encoded

    def placed(self, dates: Tensor, days: Tensor) -> Tensor:
        """Return dates that know their days, shape (sample, date, width): each head's channels get the same."""
        wide = self.widen(self.norm_in(dates))
        parts = wide.view(wide.shape[0], wide.shape[1], self.heads, -1)
        placed: Tensor = (parts + self.positions(days).unsqueeze(2)).flatten(2)
        return placed

    def attention(self, dates: Tensor, valid: Tensor) -> Tensor:
        """Return the weight of each date for each head, shape (sample, date, head); 0 where masked.

        A query that is the same for all dates goes through the keys first: query (keys date) = (query keys) date.
        """
        asked = torch.einsum("hk,hkw->hw", self.query, self.keys) / self.key**0.5
        scores = nn.functional.linear(dates, asked)
        known = valid.unsqueeze(-1)
        return torch.softmax(scores.masked_fill(~known, _NEVER), dim=1) * known


class DateEmbedding(nn.Sequential):
    """What becomes of the values of one date, in place of the pixel-set encoder of the paper."""

    def __init__(self, channels: int, width: int) -> None:
        """Take the number of values, and of what they become."""
        between = max(width // 2, 32)
        super().__init__(nn.Linear(channels, between), nn.ReLU(), nn.Linear(between, width))


class SeriesEncoder(nn.Module):
    """Date by date, then all dates: the L-TAE of one sensor."""

    def __init__(self, channels: int, width: int, heads: int, key: int, dropout: float) -> None:
        """Build it; `heads` of 0 are `default_heads`."""
        super().__init__()
        inputs = min(width, WIDEST_DATE)
        self.embedding = DateEmbedding(channels, inputs)
        self.encoder = LtaeEncoder(inputs, width, heads or default_heads(width), key, [inputs], dropout)
        self.outputs = self.encoder.outputs

    def forward(self, series: SensorBatch) -> Tensor:
        """Return what a series is, shape (sample, width)."""
        encoded: Tensor = self.encoder(self.embedding(known_values(series)), series.valid, series.days)
        return encoded


def default_heads(width: int) -> int:
    """Return the heads for a width: 16 as published, and fewer where each would have less than 8 channels."""
    return max(1, min(16, width // 8))


class Ltae(nn.Module):
    """L-TAE of one series and a decoder.

    Source: Garnot and Landrieu 2020, doi 10.1007/978-3-030-65742-0_12.
    """

    def __init__(
        self, shape: InputShape, classes: int, width: int = 128, heads: int = 0, key: int = 8, dropout: float = 0.2
    ) -> None:
        """Build it.

        Args:
            shape: of what it is given: one series.
            classes: number of classes.
            width: channels of a date: 256 is published, 32 is quick.
            heads: of the attention; 0: 16, or fewer so that each has 8 channels.
            key: length of keys and queries.
            dropout: share of the encoder's outputs that is left out while it learns.
        """
        super().__init__()
        self.series = SeriesEncoder(only_shape(shape.sensors).channels, width, heads, key, dropout)
        self.embedding_width = self.series.outputs
        self.token_width = self.series.outputs + width // self.series.encoder.heads
        self.head = Head(self.series.outputs, shape.static, DECODER, classes)

    def forward(self, batch: SeriesBatch) -> Tensor:
        """Return logits, shape (sample, class)."""
        logits: Tensor = self.head(self.embed(batch), batch.static)
        return logits

    def embed(self, batch: SeriesBatch) -> Tensor:
        """Return what stands before the head, shape (sample, embedding_width)."""
        embedded: Tensor = self.series(joined_series(batch))
        return embedded

    def tokens(self, batch: SeriesBatch) -> Tensor:
        """Return what is known of each date, masked or not: the whole series and the day.

        Returns:
            Shape (sample, date, token_width).
        """
        series = joined_series(batch)
        days = self.series.encoder.positions(series.days)
        whole = self.embed(batch).unsqueeze(1).expand(-1, days.shape[1], -1)
        return torch.cat([whole, days], dim=2)
