"""Folds that keep groups whole, and the guard against scores on what was learnt from."""

from __future__ import annotations

import warnings

import numpy as np

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
