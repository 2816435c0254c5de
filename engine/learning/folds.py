"""Folds that keep groups whole, and the guard against scores on what was learnt from."""

from __future__ import annotations

import warnings

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.prepare import Table, group_numbers
from landweave.engine.learning.train import POLYGON_FIELD, known_groups
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import AnyArray, IntArray

Split = tuple[IntArray, IntArray]
"""Rows to learn from and rows held out."""


class LeakError(ValueError):
    """What is scored was learnt from: a mistake in the software, not in the data."""


def check_no_leak(groups: AnyArray, learn: IntArray, held: IntArray) -> None:
    """Refuse a split whose held-out rows have a group that is learnt from.

    Args:
        groups: of each sample, shape (sample,).
        learn: rows that are learnt from.
        held: rows that are scored.

    Raises:
        LeakError: naming how many groups stand on both sides.
    """
    shared = np.intersect1d(groups[learn], groups[held])
    if len(shared):
        raise LeakError(f"{len(shared)} groups are both learnt from and scored (first: {shared[0]})")


def group_folds(classes: IntArray, groups: IntArray, folds: int, seed: int) -> list[Split]:
    """Divide samples into folds with about the classes' shares, groups whole.

    Args:
        classes: class numbers, shape (sample,).
        groups: group numbers, shape (sample,).
        folds: number of parts.
        seed: of the division.

    Returns:
        Each part once as what is held out; parts without a sample are left out.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", category=UserWarning)  # of rare classes: said in Landweave's own words
        found = [(learn, held) for learn, held in splitter.split(np.zeros((len(classes), 1)), classes, groups)]
    splits = [(learn, held) for learn, held in found if len(held)]
    for learn, held in splits:
        check_no_leak(groups, learn, held)
    return splits


def joined_groups(groups: IntArray, polygons: IntArray) -> IntArray:
    """Return groups so large that no polygon is in two of them, numbered from 0, shape (sample,)."""
    from scipy import sparse

    count = int(groups.max()) + 1
    ties = sparse.coo_matrix(
        (np.ones(len(groups)), (groups, count + polygons)), shape=(count + int(polygons.max()) + 1,) * 2
    )
    together = sparse.csgraph.connected_components(ties, directed=False)[1][groups]
    joined: IntArray = np.unique(together, return_inverse=True)[1].ravel().astype(np.int64)
    return joined


def held_out_groups(table: Table, path: str, group_field: str, folds: int, context: RunContext) -> IntArray:
    """Return the groups of the samples for folds, polygons whole, shape (sample,).

    Raises:
        UserError: if there is no such column, there are fewer groups than folds, or no class has two groups.
    """
    if folds < 2:
        raise UserError(f"FOLDS is {folds}.", "Use 2 folds or more.")
    groups, polygons = group_numbers(table.samples, path, group_field), known_groups(table)
    if polygons is not None:
        groups = joined_groups(groups, polygons)
    elif not group_field:
        context.warning(
            "Without GROUP_FIELD each sample is a group of its own: neighbours are learnt from and scored, so that the "
            "figures are optimistic."
        )
    there = len(np.unique(groups))
    if there < folds:
        apart = " that share no polygon" if polygons is not None and group_field != POLYGON_FIELD else ""
        cause = f"{path} has {there} groups ('{group_field}'){apart}, fewer than FOLDS = {folds}."
        raise UserError(cause, "Use fewer FOLDS, or add reference polygons.")
    _check_classes(table, groups, path, context)
    return groups


def _check_classes(table: Table, groups: IntArray, path: str, context: RunContext) -> None:
    """Warn of classes that cannot be learnt and scored at once, and refuse if that is all of them."""
    alone = [
        c for c in range(len(table.entries)) if len(np.unique(groups[table.classes == c])) == 1
    ]  # fmt: skip
    if len(alone) >= len(table.entries) - 1:
        cause = f"{path} has one group for each class: what is learnt from cannot be scored."
        raise UserError(cause, "Add reference polygons, two a class at least.")
    if alone:
        names = ", ".join(table.describe(c) for c in alone)
        context.warning(f"One group only, never learnt and scored at once: {names}.")
