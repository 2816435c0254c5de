"""Columns of a table: which are values named `BAND_nn` or `BAND_YYYYMMDD`, and which are attributes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.samples.checks import some
from landweave.engine.samples.points import column_array
from landweave.engine.samples.prepared import RUN_FIELD
from landweave.engine.series.plan import Feature
from landweave.engine.types import AnyArray

_VALUE = re.compile(r"^([A-Za-z]\w*?)_(\d{8}|\d{1,3})$")
_LEADING_ZERO = re.compile(r"^-?0\d")
_NAMING = "Value columns are called BAND_nn (NDVI_01) or BAND_YYYYMMDD (NDVI_20180511)."


@dataclass(frozen=True)
class ValueColumn:
    """A column of values.

    Args:
        name: as in the table.
        band: name before the last underscore.
        when: rank or date, as written.
    """

    name: str
    band: str
    when: str

    @property
    def is_dated(self) -> bool:
        """Tell whether a date and not a rank stands in the name."""
        return len(self.when) == 8

    def feature(self) -> Feature:
        """Return the feature that the column becomes."""
        iso = f"{self.when[:4]}-{self.when[4:6]}-{self.when[6:]}" if self.is_dated else ""
        return Feature(self.name, "", self.band, iso, "as in the table")


def value_columns(source: str, names: Sequence[str], class_field: str) -> list[ValueColumn]:
    """Return the columns of values in feature order: date by date, all bands.

    Raises:
        UserError: if there is none, a band lacks a date that another has, or ranks and dates are mixed.
    """
    found = [column for name in names if name != class_field and (column := _value_column(name))]
    if not found:
        raise UserError(f"{source} has no value columns; it has: {some(names)}.", _NAMING)
    if len({column.is_dated for column in found}) > 1:
        ranked, dated = (next(c.name for c in found if c.is_dated is kind) for kind in (False, True))
        raise UserError(f"{source} names columns by rank ({ranked}) and by date ({dated}).", "Use one of the two.")
    by_place: dict[tuple[str, int], ValueColumn] = {}
    for column in found:
        key = (column.band, int(column.when))
        if key in by_place:
            raise UserError(
                f"{source} has the columns {by_place[key].name} and {column.name} for one band and date.",
                "Delete or rename one of them.",
            )
        by_place[key] = column
    bands = list(dict.fromkeys(column.band for column in found))
    moments = sorted({moment for _, moment in by_place})
    for moment in moments:
        for band in bands:
            if (band, moment) not in by_place:
                like = next(c for c in found if int(c.when) == moment)
                raise UserError(
                    f"{source} lacks the column {band}_{like.when}, while it has {like.name}.",
                    "Every band needs a column for every date: add it, or rename columns that are no values.",
                )
    return [by_place[band, moment] for moment in moments for band in bands]


def _value_column(name: str) -> ValueColumn | None:
    match = _VALUE.match(name)
    if match is None or RUN_FIELD.match(name):
        return None
    column = ValueColumn(name, match.group(1), match.group(2))
    if column.is_dated:
        try:
            date.fromisoformat(column.feature().date)
        except ValueError:
            return None
    return column


def value_matrix(
    source: str, chosen: Sequence[ValueColumn], columns: dict[str, Sequence[Any]], rows: Sequence[int]
) -> AnyArray:
    """Return the values, shape (row, column): int16 where all are whole numbers that fit, else float32.

    Args:
        source: table, for messages.
        chosen: columns of values.
        columns: numbers, or text that is numbers.
        rows: what to call each row in messages.

    Raises:
        UserError: naming row and column of a value that is missing or no number.
    """
    matrix = np.empty((len(rows), len(chosen)), np.float64)
    whole = True
    for place, column in enumerate(chosen):
        values = columns[column.name]
        matrix[:, place] = _numbers(source, column.name, values, rows)
        whole = whole and not any(isinstance(v, float) or (isinstance(v, str) and not _is_whole(v)) for v in values)
    if whole and matrix.min() >= -32768 and matrix.max() <= 32767:
        return matrix.astype(np.int16)
    return matrix.astype(np.float32)


def _is_whole(text: str) -> bool:
    return text.strip().lstrip("+-").isdigit()


def _numbers(source: str, name: str, values: Sequence[Any], rows: Sequence[int]) -> AnyArray:
    try:
        numbers = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        numbers = np.array([_number(value) for value in values])
    wrong = np.flatnonzero(~np.isfinite(numbers))
    if len(wrong):
        value = values[wrong[0]]
        said = f"holds '{value}', which is no number" if value not in (None, "") else "is empty"
        raise UserError(
            f"{source}: the column {name} {said}, in row {rows[wrong[0]]} ({len(wrong)} rows in all).",
            "Fill in a number, or delete these rows.",
        )
    return numbers


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def typed_column(values: Sequence[Any]) -> AnyArray:
    """Return an attribute as int64, float64 or text; text that is all numbers becomes numbers.

    Text with leading zeros (`007`) is a name and stays one.
    """
    if not all(value is None or isinstance(value, str) for value in values):
        return column_array(values)
    known = [value.strip() for value in values if value and value.strip()]
    if not known or any(_LEADING_ZERO.match(value) for value in known):
        return column_array([value or "" for value in values])
    if all(_is_whole(value) and len(value) < 18 for value in known) and len(known) == len(values):
        return np.array([int(value) for value in known], dtype=np.int64)
    numbers = np.array([_number(value) if value and value.strip() else np.nan for value in values])
    if np.isfinite(numbers).sum() == len(known):
        return numbers
    return column_array([value or "" for value in values])
