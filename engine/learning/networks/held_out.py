"""Which samples a network learns from, and which choose the epoch: polygons whole, all classes still learnt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from landweave.engine.learning.folds import check_no_leak, group_folds
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.types import AnyArray, IntArray

BY_GROUPS, BY_SAMPLES, BY_NOTHING = "polygons", "samples", "nothing"
FEWEST_HELD = 4
"""Samples below which a score says nothing."""


@dataclass(frozen=True, eq=False)
class Parts:
    """Rows of the two sides.

    Args:
        learn, held: row numbers, ascending; `held` may be empty.
        by: what is held out, `BY_GROUPS`, `BY_SAMPLES` or `BY_NOTHING`.
    """

    learn: IntArray
    held: IntArray
    by: str


def divide(
    rows: IntArray, classes: IntArray, groups: AnyArray | None, made_up: MadeUp, share: float, seed: int,
    warn: Callable[[str], None],
) -> Parts:  # fmt: skip
    """Hold out a part of some rows, with about the classes' shares.

    Groups are whole. A group without which a class could not be learnt stays among the learnt. Where no group can be
    held out, samples are, and where these are too few, none.

    Args:
        rows: row numbers that there are, ascending.
        classes: class numbers of all rows, shape (sample,).
        groups: of all rows; None: not known.
        made_up: never held out, nor learnt from where one that they were made of is held out.
        share: that is held out, about; 0: none.
        seed: of the choice.
        warn: is told where polygons are too few.
    """
    if share <= 0:
        return Parts(rows, rows[:0], BY_NOTHING)
    real = rows[~made_up.made[rows]]
    if groups is not None:
        held = _held_groups(real, classes, groups, share, seed)
        if len(held) >= FEWEST_HELD:
            found = _completed(rows, held, made_up, BY_GROUPS)
            check_no_leak(groups, found.learn[~made_up.made[found.learn]], found.held)
            return found
    held = _held_samples(real, classes, share, seed)
    if len(held) >= FEWEST_HELD:
        if groups is not None:
            warn("There are too few polygons to hold some of them out: samples of polygons that are learnt from choose "
                 "the epoch, and their scores are too kind.")  # fmt: skip
        return _completed(rows, held, made_up, BY_SAMPLES)
    warn("There are too few samples to hold some of them out: all epochs are trained, and the last one is taken.")
    return Parts(rows, rows[:0], BY_NOTHING)


def _held_groups(real: IntArray, classes: IntArray, groups: AnyArray, share: float, seed: int) -> IntArray:
    """Return the rows of the fold that has the most classes, and of those the one nearest to the share."""
    own = classes[real]
    members = np.unique(groups[real], return_inverse=True)[1].ravel()
    if not len(real):
        return real
    folds = min(max(2, round(1 / share)), int(members.max()) + 1, int(np.bincount(own).max()))
    if folds < 2:
        return real[:0]
    candidates: list[tuple[int, float, int, IntArray]] = []
    for _, held in group_folds(own, members, folds, seed):
        kept = _without_only_ones(own, members, held)
        candidates.append((-len(np.unique(own[kept])), abs(len(kept) - share * len(real)), len(candidates), kept))
    best = min(candidates, key=lambda c: c[:3])[3]
    return real[np.sort(best)]


def _without_only_ones(classes: IntArray, members: IntArray, held: IntArray) -> IntArray:
    """Return held-out rows without the groups that have the only samples of a class."""
    learnt = np.ones(len(classes), np.bool_)
    learnt[held] = False
    lost = ~np.isin(classes[held], np.unique(classes[learnt]))
    return held[~np.isin(members[held], members[held][lost])]


def _held_samples(real: IntArray, classes: IntArray, share: float, seed: int) -> IntArray:
    """Return a share of the rows of each class; of a class of one sample none."""
    generator = np.random.default_rng(seed)
    chosen = []
    for number in np.unique(classes[real]):
        own = generator.permutation(real[classes[real] == number])
        chosen.append(own[: min(round(len(own) * share), len(own) - 1)])
    return np.sort(np.concatenate([real[:0], *chosen]))


def _completed(rows: IntArray, held: IntArray, made_up: MadeUp, by: str) -> Parts:
    learn = rows[~np.isin(rows, held)]
    return Parts(made_up.learnable(learn, held), held, by)
