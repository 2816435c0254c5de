"""TempCNN: convolutions over time, then a dense layer that knows each date by its place."""

from __future__ import annotations

from torch import Tensor, nn

from landweave.engine.learning.networks.batches import SeriesBatch
from landweave.engine.learning.networks.layers import Head, channels_of, joined_series, only_shape, with_mask
from landweave.engine.learning.networks.registry import InputShape

LAYERS = 3
DENSE = 256


class TempCnn(nn.Module):
    """Three convolutions over time, each with batch norm, ReLU and dropout; one dense layer; the classes.

    Series are padded with zeros, so that they keep their length, as in the authors' code.

    Source: Pelletier, Webb and Petitjean 2019, doi 10.3390/rs11050523, figure 4 and section 3.2.
    """

    def __init__(
        self, shape: InputShape, classes: int, filters: int = 64, kernel: int = 5, dropout: float = 0.5,
        dense: int = DENSE,
    ) -> None:
        """Build it.

        Args:
            shape: of what it is given: one series.
            classes: number of classes.
            filters: of each convolution; 16 is quick, 64 is published.
            kernel: dates that a convolution sees.
            dropout: share of values that are left out while it learns.
            dense: width of the dense layer.
        """
        super().__init__()
        series = only_shape(shape.sensors)
        self.has_gaps = shape.has_gaps
        made: list[nn.Module] = []
        given = channels_of(series, shape.has_gaps)
        for _ in range(LAYERS):
            made += [nn.Conv1d(given, filters, kernel, padding="same"), nn.BatchNorm1d(filters), nn.ReLU(),
                     nn.Dropout(dropout)]  # fmt: skip
            given = filters
        self.convolutions = nn.Sequential(*made)
        self.head = Head(filters * series.dates, shape.static, [dense], classes, dropout)

    def forward(self, batch: SeriesBatch) -> Tensor:
        """Return logits, shape (sample, class)."""
        series = with_mask(joined_series(batch), self.has_gaps).transpose(1, 2)
        logits: Tensor = self.head(self.convolutions(series).flatten(1), batch.static)
        return logits
