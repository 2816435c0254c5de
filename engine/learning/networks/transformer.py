"""Transformer encoder: each date looks at all others, several times; the strongest answers over the dates decide."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from landweave.engine.learning.networks.batches import SeriesBatch
from landweave.engine.learning.networks.layers import DayPositions, Head, joined_series, known_values, only_shape
from landweave.engine.learning.networks.registry import InputShape


class EncoderLayer(nn.Module):
    """Attention between dates, then two dense layers, each added to what came in and normed.

    Dates that are masked are not looked at; if all are, they are looked at alike, for what comes out is not used.

    Source: Vaswani et al. 2017, arXiv 1706.03762, figure 1 left.
    """

    def __init__(self, width: int, heads: int, hidden: int, dropout: float) -> None:
        """Take the channels of a date, the heads, the width of the inner layer, and the share left out."""
        super().__init__()
        self.heads = heads
        self.asked = nn.Linear(width, 3 * width)
        self.answer = nn.Linear(width, width)
        self.inner = nn.Linear(width, hidden)
        self.outer = nn.Linear(hidden, width)
        self.norm_1 = nn.LayerNorm(width)
        self.norm_2 = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        nn.init.xavier_uniform_(self.asked.weight)
        nn.init.zeros_(self.asked.bias)
        nn.init.zeros_(self.answer.bias)

    def forward(self, dates: Tensor, seen: Tensor) -> Tensor:
        """Return dates, shape (sample, date, channel).

        Args:
            dates: of the same shape.
            seen: added to the attention, shape (sample, 1, 1, date).
        """
        dates = self.norm_1(dates + self.dropout(self._attention(dates, seen)))
        inner = self.dropout(torch.relu(self.inner(dates)))
        added: Tensor = self.norm_2(dates + self.dropout(self.outer(inner)))
        return added

    def _attention(self, dates: Tensor, seen: Tensor) -> Tensor:
        sample, count, width = dates.shape
        asked = self.asked(dates).view(sample, count, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        dropout = self.dropout.p if self.training else 0.0
        found = nn.functional.scaled_dot_product_attention(
            asked[0], asked[1], asked[2], attn_mask=seen, dropout_p=dropout
        )
        answer: Tensor = self.answer(found.transpose(1, 2).reshape(sample, count, width))
        return answer


class Transformer(nn.Module):
    """Dates with their days through several layers of attention; the largest of each channel; the classes.

    Source: Russwurm and Koerner 2020, doi 10.1016/j.isprsjprs.2020.06.006.
    """

    def __init__(
        self, shape: InputShape, classes: int, width: int = 64, heads: int = 2, layers: int = 3, hidden: int = 128,
        dropout: float = 0.2,
    ) -> None:
        """Build it.

        Args:
            shape: of what it is given: one series.
            classes: number of classes.
            width: channels of a date.
            heads: of the attention.
            layers: number of layers.
            hidden: width of the dense layer inside each.
            dropout: share of values that are left out while it learns.

        Raises:
            ValueError: if the width is no multiple of the heads.
        """
        super().__init__()
        if width % heads:
            raise ValueError(f"width {width} is no multiple of heads {heads}")
        self.embedding = nn.Linear(only_shape(shape.sensors).channels, width)
        self.positions = DayPositions(width)
        self.layers = nn.ModuleList(EncoderLayer(width, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.embedding_width = width
        self.token_width = width
        self.head = Head(width, shape.static, [], classes)

    def forward(self, batch: SeriesBatch) -> Tensor:
        """Return logits, shape (sample, class)."""
        logits: Tensor = self.head(self.embed(batch), batch.static)
        return logits

    def embed(self, batch: SeriesBatch) -> Tensor:
        """Return what stands before the head, shape (sample, embedding_width): 0 where all dates are masked."""
        return self.embed_tokens(self.tokens(batch), joined_series(batch).valid)

    def embed_tokens(self, tokens: Tensor, valid: Tensor) -> Tensor:
        """Return what `embed` does, of the tokens and valid dates of its batch: who needs both makes them once."""
        best = tokens.masked_fill(~valid.unsqueeze(-1), -torch.inf).amax(dim=1)
        return torch.relu(best)

    def tokens(self, batch: SeriesBatch) -> Tensor:
        """Return what is known of each date, masked or not.

        Masked dates look at the others too: at theirs, all that is known is their day.

        Returns:
            Shape (sample, date, token_width).
        """
        series = joined_series(batch)
        valid = series.valid
        hidden = ~valid & valid.any(dim=1, keepdim=True)
        seen = torch.zeros_like(series.days).masked_fill(hidden, -torch.inf)[:, None, None, :]
        dates = self.embedding(known_values(series)) + self.positions(series.days)
        for layer in self.layers:
            dates = layer(dates, seen)
        tokens: Tensor = self.norm(dates)
        return tokens
