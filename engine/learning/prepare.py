"""From the samples file to what a learner takes: columns found, classes numbered, useless rows left out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.model_file import ALL_REGIONS, ClassEntry
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.regions import region_name
from landweave.engine.samples.row_file import row_slices
from landweave.engine.samples.store import SampleSet
from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, IntArray

HIGHEST_CODE = 65535
LEARN = "learn"
AUGMENTED, COPIED = "augmented", "copied_from"
"""Columns: how a row was made up from others, and the region that it was copied from; empty where it was not."""
_WHOLE = re.compile(r"-?[0-9]+")


@dataclass(frozen=True, eq=False)
class Table:
    """Samples ready to learn from.

    Args:
        samples: the rows that are left.
        classes: number of each row's class among `entries`, shape (sample,).
        entries: the classes, by ascending code.
    """

    samples: SampleSet
    classes: IntArray
    entries: tuple[ClassEntry, ...]

    @property
    def matrix(self) -> AnyArray:
        """Features, shape (sample, feature)."""
        return self.samples.matrix

    def describe(self, number: int) -> str:
        """Return a class as a user knows it."""
        entry = self.entries[number]
        return entry.label if entry.label == str(entry.code) else f"{entry.code} ({entry.label})"


def make_table(samples: SampleSet, path: str, class_field: str, context: RunContext, run: int = 0) -> Table:
    """Choose the rows that can be learnt from and number their classes.

    Args:
        samples: as read.
        path: where from, for messages.
        class_field: integer or text column. Text labels become codes 1..n in alphabetical order.
        context: is told what was left out.
        run: take the rows whose `run_<n>` is `learn`; 0: all.

    Raises:
        UserError: if a column is missing, a code lies outside 1..65535, or nothing is left to tell apart.
    """
    column = find_column(samples, path, class_field, "CLASS_FIELD")
    keep = rows_of_run(samples, path, run)
    known = ~is_null(column)
    # Of images, a feature may be unknown where others are not (a window without a clear date): learners cope with it.
    whole = ~(has_nodata(samples.matrix) if samples.plan is None else knows_nothing(samples.matrix))
    _tell_left_out(context, path, class_field, keep & ~known, keep & known & ~whole)
    keep &= known & whole
    codes, labels = _codes_and_labels(column[known], path, class_field)
    chosen = keep[known]  # numbered before: the models of all runs give a class the same code
    codes, labels = codes[chosen], labels[chosen]
    present, first, classes = np.unique(codes, return_index=True, return_inverse=True)
    entries = tuple(ClassEntry(int(code), str(labels[i])) for code, i in zip(present, first))
    if len(entries) < 2:
        found = f"only the class {entries[0].label}" if entries else "no sample with a class and all its features"
        raise UserError(f"{path} holds {found}.", "Learning needs at least two classes: add samples of others.")
    return Table(samples.subset(keep), classes.ravel().astype(np.int64), entries)


def find_column(samples: SampleSet, path: str, name: str, parameter: str) -> AnyArray:
    """Return an attribute column.

    Raises:
        UserError: listing the columns there are.
    """
    if name not in samples.attributes:
        there = ", ".join(samples.attributes) or "none"
        raise UserError(f"{path} has no column '{name}'.", f"Set {parameter} to one of its columns: {there}.")
    return samples.attributes[name]


def has_nodata(matrix: AnyArray) -> BoolArray:
    """Tell which rows lack a feature: never clear (SERIES_NODATA) or not a number."""
    if matrix.dtype.kind == "f":
        return _by_rows(matrix, lambda part: ~np.isfinite(part).all(axis=1))
    return _by_rows(matrix, lambda part: (part == SERIES_NODATA).any(axis=1))


def knows_nothing(matrix: AnyArray) -> BoolArray:
    """Tell which rows have no feature at all."""
    return _by_rows(matrix, lambda part: (part == SERIES_NODATA).all(axis=1))


def _by_rows(matrix: AnyArray, tell: Callable[[AnyArray], AnyArray]) -> BoolArray:
    """Return what is told of rows, some at a time: a truth for each value of a large matrix would take half of it."""
    found = np.empty(len(matrix), np.bool_)
    for some in row_slices(len(matrix)):
        found[some] = tell(np.asarray(matrix[some]))
    return found


def is_augmented(samples: SampleSet) -> BoolArray:
    """Tell which rows were made up from others: they are learnt from, and nothing is measured on them."""
    column = samples.attributes.get(AUGMENTED)
    return np.zeros(len(samples), np.bool_) if column is None else ~is_null(column)


def is_scored(samples: SampleSet) -> BoolArray:
    """Tell which rows something is measured on: those neither made up nor copied from another region."""
    copied = samples.attributes.get(COPIED)
    real = ~is_augmented(samples)
    return real if copied is None else real & is_null(copied)


def region_rows(table: Table, path: str, region_field: str) -> dict[str, IntArray]:
    """Return the rows of each region, in the order of their names; one region "all" without a region column.

    Raises:
        UserError: if a column was asked for that is not there, or rows have no region.
    """
    is_default = region_field == "region" and region_field not in table.samples.attributes
    if not region_field or is_default:
        return {ALL_REGIONS: np.arange(len(table.classes))}
    column = find_column(table.samples, path, region_field, "REGION_FIELD")
    if is_null(column).any():
        cause = f"{int(is_null(column).sum())} samples of {path} have no value in '{region_field}'."
        raise UserError(cause, "Delete them, or give them a region.")
    names = np.array([region_name(value) for value in column])
    return {str(name): np.flatnonzero(names == name) for name in np.unique(names)}


def group_numbers(samples: SampleSet, path: str, group_field: str) -> IntArray:
    """Return the number of each row's group, shape (sample,); without a field every row is a group.

    Raises:
        UserError: if the column is missing or rows have no group.
    """
    if not group_field:
        return np.arange(len(samples))
    column = find_column(samples, path, group_field, "GROUP_FIELD")
    if is_null(column).any():
        cause = f"{int(is_null(column).sum())} samples of {path} have no value in '{group_field}'."
        raise UserError(cause, "Delete them, or choose another GROUP_FIELD.")
    texts = column.astype(str) if column.dtype.kind == "O" else column
    numbers: IntArray = np.unique(texts, return_inverse=True)[1].ravel().astype(np.int64)
    return numbers


def digest(table: Table) -> str:
    """Return the SHA-256 of the features and classes, so that a model tells what it was learnt from."""
    found = hashlib.sha256()
    for some in row_slices(len(table.matrix)):
        found.update(table.matrix[some].tobytes())
    found.update(np.array([table.entries[c].code for c in table.classes], dtype=np.int64).tobytes())
    return found.hexdigest()


def rows_of_run(samples: SampleSet, path: str, run: int, side: str = LEARN) -> BoolArray:
    """Tell which rows are on a side of a run; all for run 0.

    Raises:
        UserError: if the samples are not split into so many runs, or none is on that side.
    """
    if run == 0:
        return np.ones(len(samples), dtype=np.bool_)
    name = f"run_{run}"
    if name not in samples.attributes:
        runs = ", ".join(c for c in samples.attributes if c.startswith("run_")) or "none"
        raise UserError(f"{path} has no column '{name}'.", f"Split the reference first; its runs are: {runs}.")
    rows = np.asarray(samples.attributes[name] == side, dtype=np.bool_)
    if not rows.any():
        raise UserError(f"{path}: no sample is marked '{side}' in '{name}'.", "Split the reference again.")
    return rows


def is_null(column: AnyArray) -> BoolArray:
    """Tell which values of an attribute column are missing."""
    if column.dtype.kind == "f":
        return np.isnan(column)
    if column.dtype.kind == "O":
        missing = [value is None or (isinstance(value, str) and not value.strip()) or value != value  # noqa: PLR0124 (NaN)
                   for value in column]
        return np.array(missing, dtype=np.bool_)
    return np.zeros(len(column), dtype=np.bool_)


def _tell_left_out(context: RunContext, path: str, class_field: str, nameless: BoolArray, hidden: BoolArray) -> None:
    if nameless.any():
        context.warning(f"{int(nameless.sum())} samples of {path} have no value in '{class_field}': left out.")
    if hidden.any():
        context.warning(f"{int(hidden.sum())} samples of {path} lack features (never clear): left out.")


def _codes_and_labels(column: AnyArray, path: str, class_field: str) -> tuple[IntArray, AnyArray]:
    """Return the map code of each row, and what `str` makes its label."""
    if column.dtype.kind == "O":
        texts = np.array([str(value).strip() for value in column], dtype=object)
        if not all(_WHOLE.fullmatch(text) for text in texts):
            names, numbers = np.unique(texts.astype(str), return_inverse=True)
            if len(names) > HIGHEST_CODE:
                raise UserError(f"'{class_field}' of {path} has {len(names)} different texts.", "Is it the class?")
            return numbers.ravel().astype(np.int64) + 1, texts
        column = np.array([float(text) for text in texts])  # any number of digits
    if column.dtype.kind == "f" and not np.all(np.mod(column, 1) == 0):
        raise UserError(f"'{class_field}' of {path} has fractions, so it is no class.", "Choose the field of codes.")
    outside = column[(column < 1) | (column > HIGHEST_CODE)]
    if len(outside):
        cause = f"'{class_field}' of {path} holds the code {outside[0]:.10g}, not one from 1 to {HIGHEST_CODE}."
        raise UserError(cause, "Give the classes other codes.")
    codes = column.astype(np.int64)
    return codes, codes
