"""Rows of the matrix of features become tensors: normalised values, what is valid, and days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from landweave.engine.learning.networks.batch_kernels import count_known, gather, gather_known
from landweave.engine.learning.networks.layout import SeriesLayout, known_at
from landweave.engine.types import AnyArray, Float32Array, IntArray, Json

_ROWS_AT_ONCE = 8192
_SMALLEST_SPREAD = 1e-6


@dataclass
class SensorBatch:
    """The series of one sensor.

    Args:
        values: normalised; 0 where a value is unknown, shape (sample, date, channel), float32.
        valid: True where a date has a value, shape (sample, date).
        days: of the dates, since the origin of the layout, shape (sample, date), float32.
    """

    values: Tensor
    valid: Tensor
    days: Tensor


@dataclass
class SeriesBatch:
    """What a network is given.

    Args:
        sensors: one for each series that it takes.
        static: normalised features without date, 0 where unknown, shape (sample, feature), float32.
    """

    sensors: tuple[SensorBatch, ...]
    static: Tensor

    def __len__(self) -> int:
        return int(self.static.shape[0])

    def to(self, device: torch.device) -> SeriesBatch:
        """Return the batch on a device."""
        moved = tuple(
            SensorBatch(*(t.to(device, non_blocking=True) for t in (s.values, s.valid, s.days))) for s in self.sensors
        )
        return SeriesBatch(moved, self.static.to(device, non_blocking=True))


@dataclass(frozen=True, eq=False)
class Normalisation:
    """What is subtracted and divided by, learnt on the learning samples.

    Args:
        mean, spread: of each sensor's channels, one array of shape (channel,) a sensor.
        static_mean, static_spread: shape (static feature,).
    """

    mean: tuple[Float32Array, ...]
    spread: tuple[Float32Array, ...]
    static_mean: Float32Array
    static_spread: Float32Array

    def to_json(self) -> Json:
        """Return plain values, exact in single precision."""
        return {
            "mean": [m.tolist() for m in self.mean], "spread": [s.tolist() for s in self.spread],
            "static_mean": self.static_mean.tolist(), "static_spread": self.static_spread.tolist(),
        }  # fmt: skip

    @classmethod
    def from_json(cls, values: Json) -> Normalisation:
        """Build from what `to_json` gave.

        Raises:
            KeyError, TypeError, ValueError: if it is none.
        """
        def array(numbers: Json) -> Float32Array:
            return np.array(numbers, np.float32).reshape(-1)

        return cls(tuple(map(array, values["mean"])), tuple(map(array, values["spread"])),
                   array(values["static_mean"]), array(values["static_spread"]))  # fmt: skip


class BatchMaker:
    """Makes batches of rows of a matrix whose columns are laid out as the layout says."""

    def __init__(self, layout: SeriesLayout, normalisation: Normalisation) -> None:
        """Take what the normalisation was learnt for: the layout's channels."""
        self.layout = layout
        self.normalisation = normalisation
        self._columns = [s.column_array() for s in layout.sensors]
        self._days = [torch.tensor(s.days, dtype=torch.float32) for s in layout.sensors]
        self._static = np.array(layout.static, np.int64)[None]

    def make(
        self, rows: AnyArray, chosen: IntArray | None = None, size: int = 0, dates: Sequence[int] = (),
        pinned: bool = False,
    ) -> SeriesBatch:  # fmt: skip
        """Return a batch of rows.

        Args:
            rows: shape (row, column), int16 or float32.
            chosen: row numbers, shape (sample,); None: all.
            size: samples of the batch: those behind the chosen know nothing; 0: as many as are chosen.
            dates: of each sensor, how many dates to keep: those that have a value come first then, with their days;
                empty: all dates, in place.
            pinned: put it where a graphics card copies from by itself.
        """
        rows = _plain(rows)
        chosen = np.arange(len(rows)) if chosen is None else chosen
        size = size or len(chosen)
        sensors = []
        for number, columns in enumerate(self._columns):
            count = dates[number] if dates else len(columns)
            values = torch.zeros((size, count, columns.shape[1]), pin_memory=pinned)
            valid = torch.zeros((size, count), dtype=torch.bool, pin_memory=pinned)
            given = (rows, chosen, columns, self.normalisation.mean[number], self.normalisation.spread[number])
            if dates:
                days = torch.zeros((size, count), pin_memory=pinned)
                gather_known(*given, self._days[number].numpy(), values.numpy(), valid.numpy(), days.numpy())
            else:
                days = self._days[number].expand(size, -1)
                gather(*given, values.numpy(), valid.numpy())
            sensors.append(SensorBatch(values, valid, days))
        static = torch.zeros((size, 1, self._static.shape[1]), pin_memory=pinned)
        known = np.zeros((size, 1), np.bool_)
        learnt = self.normalisation.static_mean, self.normalisation.static_spread
        gather(rows, chosen, self._static, *learnt, static.numpy(), known)
        return SeriesBatch(tuple(sensors), static[:, 0])

    def known_dates(self, rows: AnyArray) -> list[IntArray]:
        """Return how many dates of each sensor have a value, one array of shape (row,) a sensor."""
        counts = [np.zeros(len(rows), np.int64) for _ in self._columns]
        for columns, count in zip(self._columns, counts):
            count_known(_plain(rows), columns, count)
        return counts


def learn_normalisation(layout: SeriesLayout, matrix: AnyArray, most: int = 200_000) -> Normalisation:
    """Return mean and standard deviation of each channel over all dates that are known.

    Args:
        layout: of the columns.
        matrix: learning samples, shape (sample, column).
        most: samples that are looked at, evenly spread over the rows.
    """
    chosen = matrix[:: max(1, -(-len(matrix) // most))]
    moments = [_moments(chosen, s.column_array()) for s in layout.sensors]
    static = _moments(chosen, np.array(layout.static, np.int64)[None] if layout.static else np.zeros((0, 0), np.int64))
    return Normalisation(tuple(m for m, _ in moments), tuple(s for _, s in moments), *static)


def _plain(rows: AnyArray) -> AnyArray:
    """Return rows as one of the types that the loops are compiled for."""
    return rows if rows.dtype in (np.int16, np.float32) else rows.astype(np.float32)


def _moments(rows: AnyArray, columns: AnyArray) -> tuple[Float32Array, Float32Array]:
    """Return mean and standard deviation by channel, in double precision; 0 and 1 where nothing is known."""
    channels = columns.shape[1]
    count, total, squares = np.zeros(channels), np.zeros(channels), np.zeros(channels)
    for values, known in _parts(rows, columns):
        count += known.sum(axis=(0, 1))
        total += values.sum(axis=(0, 1))
        squares += (values**2).sum(axis=(0, 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(count > 0, total / count, 0.0)
        spread = np.sqrt(np.maximum(np.where(count > 0, squares / count, 1.0) - mean**2, 0.0))
    spread[(spread < _SMALLEST_SPREAD) | (count == 0)] = 1.0
    return mean.astype(np.float32), spread.astype(np.float32)


def _parts(rows: AnyArray, columns: AnyArray) -> Iterator[tuple[AnyArray, AnyArray]]:
    for start in range(0, len(rows) if columns.size else 0, _ROWS_AT_ONCE):
        values, known = known_at(rows[start : start + _ROWS_AT_ONCE], columns)
        yield np.where(known, values, 0).astype(np.float64), known
