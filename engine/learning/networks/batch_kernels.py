"""Loops over rows of the matrix of features: what networks are given, in one pass."""

from __future__ import annotations

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import AnyArray, BoolArray, Float32Array, IntArray

_NODATA = -32768  # SERIES_NODATA, written out: a kernel sees the constants of its own file


@kernel
def gather(
    rows: AnyArray, chosen: IntArray, columns: IntArray, mean: Float32Array, spread: Float32Array,
    values: Float32Array, valid: BoolArray,
) -> None:  # fmt: skip
    """Take all dates of some rows, normalised; 0 where unknown.

    Args:
        rows: shape (row, column).
        chosen: row numbers, shape (sample,).
        columns: shape (date, channel); negative: the date does not have the channel.
        mean: of the channels.
        spread: of the channels.
        values: out, shape (at least sample, date, channel).
        valid: out, whether a date has a value, shape (at least sample, date).
    """
    dates, channels = columns.shape
    for sample in range(len(chosen)):
        row = rows[chosen[sample]]
        for date in range(dates):
            there = False
            for channel in range(channels):
                column = columns[date, channel]
                value = row[max(column, 0)]
                known = (column >= 0) & (value != _NODATA) & np.isfinite(value)
                scaled = (np.float32(value) - mean[channel]) / spread[channel]
                values[sample, date, channel] = scaled if known else np.float32(0.0)
                there |= known
            valid[sample, date] = there


@kernel
def gather_known(
    rows: AnyArray, chosen: IntArray, columns: IntArray, mean: Float32Array, spread: Float32Array,
    days: Float32Array, values: Float32Array, valid: BoolArray, placed: Float32Array,
) -> None:  # fmt: skip
    """Take the dates of some rows that have a value, one after the other, and nothing behind them.

    Args:
        rows: shape (row, column).
        chosen: row numbers, shape (sample,).
        columns: as for `gather`.
        mean: of the channels.
        spread: of the channels.
        days: of the dates, shape (date,).
        values: zeros; out, shape (at least sample, kept date, channel), with room for all dates that have a value.
        valid: False; out, shape (at least sample, kept date).
        placed: zeros; out, days of the kept dates, shape (at least sample, kept date).
    """
    dates, channels = columns.shape
    room = values.shape[1]
    for sample in range(len(chosen)):
        row = rows[chosen[sample]]
        kept = 0
        for date in range(dates):
            if kept == room:
                break
            there = False
            for channel in range(channels):
                column = columns[date, channel]
                value = row[max(column, 0)]
                known = (column >= 0) & (value != _NODATA) & np.isfinite(value)
                scaled = (np.float32(value) - mean[channel]) / spread[channel]
                values[sample, kept, channel] = scaled if known else np.float32(0.0)
                there |= known
            if there:
                valid[sample, kept] = True
                placed[sample, kept] = days[date]
                kept += 1


@kernel
def count_known(rows: AnyArray, columns: IntArray, counts: IntArray) -> None:
    """Count the dates of each row that have a value.

    Args:
        rows: shape (row, column).
        columns: shape (date, channel); negative: the date does not have the channel.
        counts: out, shape (row,).
    """
    dates, channels = columns.shape
    for sample in range(len(rows)):
        row = rows[sample]
        count = 0
        for date in range(dates):
            for channel in range(channels):
                column = columns[date, channel]
                if column >= 0:
                    value = row[column]
                    if value != _NODATA and np.isfinite(value):
                        count += 1
                        break
        counts[sample] = count
