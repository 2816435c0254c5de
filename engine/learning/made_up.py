"""Samples that were made of others: where a parent is held out, they may not be learnt from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.learning.prepare import is_augmented
from landweave.engine.samples.sets import MADE_WITH, texts
from landweave.engine.samples.store import SampleSet
from landweave.engine.types import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class MadeUp:
    """The groups of the samples that each sample was made of.

    Args:
        made: samples that were made up, shape (sample,).
        known: made-up samples whose parents' groups are told, shape (sample,).
        own: number of each sample's group, shape (sample,); of a made-up one it is that of the first parent.
        other: number of the second parent's group, shape (sample,).
    """

    made: BoolArray
    known: BoolArray
    own: IntArray
    other: IntArray

    @classmethod
    def of(cls, samples: SampleSet) -> MadeUp:
        """Read what `augment_samples` wrote beside the samples."""
        made = is_augmented(samples)
        told = samples.attributes.get(MADE_WITH)
        fields = {str(t).partition("=")[0] for t in told[made]} - {""} if told is not None else set()
        field = next(iter(fields)) if len(fields) == 1 else ""
        if told is None or field not in samples.attributes:
            return cls.untold(made)
        group = texts(samples.attributes[field]).astype(str)
        second = np.array([str(t).partition("=")[2] for t in told])
        numbers = np.unique(np.concatenate([group, second]), return_inverse=True)[1].ravel().astype(np.int64)
        return cls(made, made & (group != "") & (second != ""), numbers[: len(made)], numbers[len(made):])

    @classmethod
    def untold(cls, made: BoolArray) -> MadeUp:
        """Return what is known of samples, shape (sample,), that do not tell what they were made of."""
        none = np.zeros(len(made), np.int64)
        return cls(made, none > 0, none, none)

    def subset(self, rows: IntArray) -> MadeUp:
        """Return what is known of some rows."""
        return MadeUp(self.made[rows], self.known[rows], self.own[rows], self.other[rows])

    def learnable(self, learn: IntArray, held: IntArray) -> IntArray:
        """Return the rows to learn from without those that were made of a sample whose group is held out.

        A made-up sample whose parents are not told is left out.

        Args:
            learn: rows to learn from.
            held: rows held out.
        """
        if not self.made[learn].any():
            return learn
        hidden = np.unique(self.own[held[~self.made[held]]])
        is_safe = self.known & ~np.isin(self.own, hidden) & ~np.isin(self.other, hidden)
        kept: IntArray = learn[~self.made[learn] | is_safe[learn]]
        return kept
