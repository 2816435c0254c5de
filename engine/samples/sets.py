"""What steps that make samples of samples share: columns as texts, sides of runs, rows put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.prepare import find_column, is_null
from landweave.engine.samples.checks import some
from landweave.engine.samples.prepared import LEARN, RUN_FIELD
from landweave.engine.samples.regions import region_name
from landweave.engine.samples.store import SampleSet
from landweave.engine.samples.text_rows import TextRow, as_number
from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray

CAMPAIGN, MADE_WITH = "campaign", "augmented_with"
"""Columns: the file that a row came from, and the group of the second sample that it was made of, as `field=value`."""


def texts(column: AnyArray) -> AnyArray:
    """Return a column as texts, whole numbers without decimals, empty where it has no value, shape (sample,)."""
    missing = is_null(column)
    found = ["" if gone else region_name(value) for value, gone in zip(column.tolist(), missing)]
    return np.array(found, dtype=object)


def class_texts(samples: SampleSet, path: str, class_field: str) -> AnyArray:
    """Return the class of each row as text, empty where it has none.

    Raises:
        UserError: if there is no such column.
    """
    return texts(find_column(samples, path, class_field, "CLASS_FIELD"))


def region_texts(samples: SampleSet, path: str, region_field: str) -> AnyArray | None:
    """Return the region of each row; None without a field, or where the usual column `region` is not there.

    Raises:
        UserError: if another column is not there.
    """
    if not region_field or (region_field == "region" and region_field not in samples.attributes):
        return None
    return texts(find_column(samples, path, region_field, "REGION_FIELD"))


def run_columns(samples: SampleSet) -> list[str]:
    """Return the names of the columns that hold the side of a run, in the order of the runs."""
    found = [(int(match[1]), name) for name in samples.attributes if (match := RUN_FIELD.match(name))]
    return [name for _, name in sorted(found)]


def learns(samples: SampleSet, run: str) -> BoolArray:
    """Tell which rows a run learns from, shape (sample,); all where the samples have no runs (an empty name)."""
    return np.asarray(samples.attributes[run] == LEARN) if run else np.ones(len(samples), np.bool_)


def known_class(wanted: str, known: Iterable[str], where: str) -> str:
    """Return a class as the samples have it; spreadsheets may have made `3.0` of 3.

    Args:
        wanted: as written.
        known: classes of the samples, as texts.
        where: how a sentence about it begins: `rules.csv, line 3: `.

    Raises:
        UserError: if no sample has it.
    """
    there = set(known) - {""}
    plain = wanted.strip()
    if plain not in there:
        plain = _as_code(plain)
    if plain not in there:
        listed = sorted(there, key=lambda text: (not text.isdigit(), text.zfill(9)))
        raise UserError(f"{where}No sample has the class '{wanted}'.", f"The classes are: {some(listed)}.")
    return plain


def _as_code(text: str) -> str:
    try:
        number = as_number(text)
    except ValueError:
        return text
    return region_name(number)


def whole_number(row: TextRow, column: str, least: int) -> int:
    """Return a cell as a whole number.

    Raises:
        UserError: if it is none, or below `least`.
    """
    text = row.cells[column]
    try:
        number = as_number(text)
    except ValueError:
        number = np.nan
    if not np.isfinite(number) or number != int(number) or number < least:
        said = "0 or more" if least == 0 else f"{least} or more"
        raise UserError(f"{row.where}The {column} is '{text}'.", f"Write a whole number, {said}.")
    return int(number)


def join_rows(parts: Sequence[SampleSet]) -> SampleSet:
    """Return samples one below the other, with all their columns; names that differ in case only are one column.

    Args:
        parts: with equal features; the first gives plan and coordinate system.

    Returns:
        Samples. A column that a part lacks is empty there (NaN in columns of numbers); a column that holds text in one
        part holds text.
    """
    names: dict[str, str] = {}
    for part in parts:
        for name in part.attributes:
            names.setdefault(name.lower(), name)
    lower = [{name.lower(): column for name, column in part.attributes.items()} for part in parts]
    attributes = {
        name: _stacked([(columns.get(key), len(part)) for columns, part in zip(lower, parts)])
        for key, name in names.items()
    }
    first = parts[0]
    whole = all(part.matrix.dtype == np.int16 for part in parts)
    matrix = np.concatenate([part.matrix if whole else _real(part) for part in parts])
    x, y = (np.concatenate([getattr(part, axis) for part in parts]) for axis in "xy")
    return SampleSet(first.features, matrix, attributes, x, y, first.crs_wkt, first.plan)


def _real(part: SampleSet) -> AnyArray:
    """Return features as real numbers; in a table of those, NaN stands for what is unknown."""
    matrix = part.matrix.astype(np.float32)
    if part.plan is None and part.matrix.dtype == np.int16:
        matrix[part.matrix == SERIES_NODATA] = np.nan
    return matrix


def _stacked(columns: Sequence[tuple[AnyArray | None, int]]) -> AnyArray:
    kinds = {column.dtype.kind for column, _ in columns if column is not None}
    if "O" in kinds:
        return np.concatenate([
            np.full(rows, "", object) if column is None else column if column.dtype.kind == "O" else texts(column)
            for column, rows in columns
        ])
    if kinds == {"i"} and all(column is not None for column, _ in columns):
        return np.concatenate([column for column, _ in columns if column is not None])
    return np.concatenate([np.full(rows, np.nan) if column is None else column.astype(np.float64)
                           for column, rows in columns])
