"""One L-TAE a sensor: series on calendars of their own, side by side before the head."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from landweave.engine.learning.networks.batches import SensorBatch, SeriesBatch
from landweave.engine.learning.networks.layers import Head
from landweave.engine.learning.networks.ltae import DECODER, SeriesEncoder
from landweave.engine.learning.networks.registry import InputShape


class LtaeSensors(nn.Module):
    """An encoder for each sensor, whose outputs stand side by side.

    A sensor without any date in a sample gives zeros.

    Source: Garnot and Landrieu 2020, doi 10.1007/978-3-030-65742-0_12; side by side as in Garnot, Landrieu and Chehata
    2022, doi 10.1016/j.isprsjprs.2022.03.012 (late fusion).
    """

    def __init__(
        self, shape: InputShape, classes: int, width: int = 128, heads: int = 0, key: int = 8, dropout: float = 0.2
    ) -> None:
        """Build it.

        Args:
            shape: of what it is given.
            classes: number of classes.
            width: channels of a date of each encoder, as in `Ltae`.
            heads: of the attention of each.
            key: length of keys and queries.
            dropout: share of the encoders' outputs that is left out while it learns.

        Raises:
            ValueError: if there is no series.
        """
        super().__init__()
        if not shape.sensors:
            raise ValueError("the network wants at least one series")
        self.sensors = nn.ModuleList(SeriesEncoder(s.channels, width, heads, key, dropout) for s in shape.sensors)
        self.embedding_width = sum(e.outputs for e in self._encoders())
        self.head = Head(self.embedding_width, shape.static, DECODER, classes)

    def _encoders(self) -> list[SeriesEncoder]:
        return [e for e in self.sensors if isinstance(e, SeriesEncoder)]

    def forward(self, batch: SeriesBatch) -> Tensor:
        """Return logits, shape (sample, class)."""
        logits: Tensor = self.head(self.embed(batch), batch.static)
        return logits

    def embed(self, batch: SeriesBatch) -> Tensor:
        """Return what stands before the head, shape (sample, embedding_width)."""
        return torch.cat([_present(encoder, s) for encoder, s in zip(self.sensors, batch.sensors)], dim=1)


def _present(encoder: nn.Module, series: SensorBatch) -> Tensor:
    """Return what a sensor says, 0 where it has no date."""
    encoded: Tensor = encoder(series)
    return encoded.masked_fill(~series.valid.any(dim=1, keepdim=True), 0.0)
