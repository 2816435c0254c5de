"""From the samples file to what a learner of a quantity takes."""

from __future__ import annotations

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.model_file import ClassEntry
from landweave.engine.learning.prepare import Table, find_column, has_nodata, is_null, knows_nothing
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import SampleSet
from landweave.engine.types import BoolArray, Float64Array

VALUE_CODE = 1
"""Stands for the only column of a model of a quantity."""


def make_values(
    samples: SampleSet, path: str, value_field: str, context: RunContext, rows: BoolArray | None = None
) -> tuple[Table, Float64Array]:
    """Choose the rows that have a value and features.

    Args:
        samples: as read.
        path: where from, for messages.
        value_field: numeric column.
        context: is told what was left out.
        rows: to choose from, shape (sample,); None: all.

    Returns:
        The rows as a table of one class, and their values, shape (sample,).

    Raises:
        UserError: if the column is missing or no number, or fewer than two different values are left.
    """
    column = find_column(samples, path, value_field, "VALUE_FIELD")
    if column.dtype.kind not in "if":
        raise UserError(f"'{value_field}' of {path} is text, no quantity.", "Choose a numeric column (VALUE_FIELD).")
    keep = np.ones(len(samples), np.bool_) if rows is None else rows.copy()
    known = ~is_null(column) & np.isfinite(column.astype(np.float64))
    whole = ~(has_nodata(samples.matrix) if samples.plan is None else knows_nothing(samples.matrix))
    for lacking, what in ((keep & ~known, f"have no value in '{value_field}'"),
                          (keep & known & ~whole, "lack features (never clear)")):
        if lacking.any():
            context.warning(f"{int(lacking.sum())} samples of {path} {what}: left out.")
    keep &= known & whole
    values = column[keep].astype(np.float64)
    if len(np.unique(values)) < 2:
        raise UserError(f"{path} holds fewer than two different values of '{value_field}'.",
                        "Learning a quantity needs samples with different values.")
    chosen = samples.subset(keep)
    entries = (ClassEntry(VALUE_CODE, value_field),)
    return Table(chosen, np.zeros(len(chosen), np.int64), entries), values

