"""The level of another year: what classes that stay differ by between two years, taken off the samples of the other.

Clouds, haze and weather leave marks on all pixels of a year. What is learnt from crops of one year and everything else
of another tells the years apart by these marks instead of the crops. Classes that both years have tell how large the
marks are in each feature, as ground that does not change does for two images.

Source: pseudo-invariant features, Schott, Salvaggio and Volchok 1988, doi 10.1016/0034-4257(88)90116-2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.learning.reduction import unknown_in
from landweave.engine.types import AnyArray, BoolArray, Float64Array

FEWEST_SAMPLES = 20
"""Of a class, in either year, for its mean to count."""

FEWEST_CLASSES = 2
"""That a place needs for a level of its own."""

_LARGEST = 32767  # of int16, whose lowest number means NODATA


def adjusted(
    mine: AnyArray, my_classes: AnyArray, my_places: AnyArray, theirs: AnyArray, their_classes: AnyArray,
    their_places: AnyArray, apart: Sequence[str],
) -> tuple[AnyArray, list[str]]:  # fmt: skip
    """Return the other year's features at the level of this year's, and the classes that told the difference.

    The difference is the mean over classes of the difference of their means, of each feature for itself. A place (a
    tile: images of other days) has its own where two classes have 20 samples each in both years, else that of all.

    Args:
        mine: features of this year, shape (sample, feature).
        my_classes: as texts, shape (sample,).
        my_places: as texts, shape (sample,).
        theirs: features of the other year, shape (other, feature), in the same order.
        their_classes: shape (other,).
        their_places: shape (other,).
        apart: classes that do not count: what grows on a field is another thing each year.
    """
    steady = sorted((set(my_classes.tolist()) & set(their_classes.tolist())) - set(apart) - {""})
    everywhere, told = _difference(mine, my_classes, theirs, their_classes, steady)
    found = theirs.astype(np.float64)
    for place in sorted(set(their_places.tolist())):
        here, there = my_places == place, their_places == place
        own, own_told = _difference(mine[here], my_classes[here], theirs[there], their_classes[there], steady)
        found[there] += own if len(own_told) >= FEWEST_CLASSES else everywhere
    if theirs.dtype.kind != "f":
        found = np.clip(np.rint(found), -_LARGEST, _LARGEST)
    return np.where(unknown_in(theirs), theirs, found).astype(theirs.dtype), told


def _difference(
    mine: AnyArray, my_classes: AnyArray, theirs: AnyArray, their_classes: AnyArray, steady: Sequence[str]
) -> tuple[Float64Array, list[str]]:  # fmt: skip
    """Return what to add to each feature (0 where no class tells), and the classes that have enough samples."""
    known_mine, known_theirs = ~unknown_in(mine), ~unknown_in(theirs)
    rows, told = [np.zeros((0, theirs.shape[1]))], []
    for name in steady:
        a = _mean(mine, known_mine, my_classes == name)
        b = _mean(theirs, known_theirs, their_classes == name)
        if np.isfinite(a - b).any():
            rows.append((a - b)[None])
            told.append(name)
    stacked = np.concatenate(rows)
    counts = np.isfinite(stacked).sum(axis=0)
    return np.where(counts > 0, np.nansum(stacked, axis=0) / np.maximum(counts, 1), 0.0), told


def _mean(matrix: AnyArray, known: BoolArray, rows: BoolArray) -> Float64Array:
    """Return the mean of each feature, NaN where too few samples have it."""
    counts = known[rows].sum(axis=0)
    sums = np.where(known[rows], matrix[rows], 0).sum(axis=0, dtype=np.float64)
    return np.where(counts >= FEWEST_SAMPLES, sums / np.maximum(counts, 1), np.nan)
