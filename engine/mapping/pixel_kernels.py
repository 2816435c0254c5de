"""The loops over every value that is read: taken over, masked, known or not, in one pass each."""

from __future__ import annotations

from landweave.engine.kernel import kernel
from landweave.engine.types import AnyArray, BoolArray, Int16Array

UNKNOWN = -32768
"""In tables and in what is read: no value; values themselves are held above it."""


@kernel
def take_values(raw: Int16Array, nodata: int, out: Int16Array, clear: BoolArray) -> None:
    """Take values over as they are, (row, col); what is `nodata` is not clear (a number outside int16: nothing is)."""
    for r in range(raw.shape[0]):
        for c in range(raw.shape[1]):
            value = raw[r, c]
            out[r, c] = max(value, -32767)
            clear[r, c] &= value != nodata


@kernel
def look_up_values(raw: AnyArray, table: Int16Array, out: Int16Array, clear: BoolArray) -> None:
    """Take the table's value of each raw one, (row, col); what it has as UNKNOWN is not clear."""
    for r in range(raw.shape[0]):
        for c in range(raw.shape[1]):
            value = table[raw[r, c]]
            out[r, c] = value
            clear[r, c] &= value != -32768


@kernel
def look_up_clear(raw: AnyArray, table: BoolArray, out: BoolArray) -> None:
    """Take the table's answer for each raw value, (row, col)."""
    for r in range(raw.shape[0]):
        for c in range(raw.shape[1]):
            out[r, c] = table[raw[r, c]]


@kernel
def blank(values: Int16Array, clear: BoolArray) -> None:
    """Set values, (band, row, col), to UNKNOWN where they are not clear, (row, col)."""
    for b in range(values.shape[0]):
        for r in range(values.shape[1]):
            for c in range(values.shape[2]):
                values[b, r, c] = values[b, r, c] if clear[r, c] else -32768
