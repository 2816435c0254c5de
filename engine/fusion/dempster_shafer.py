"""Dempster-Shafer fusion of maps: each map's vote is believed as far as its confusion matrix says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.fusion.elect import UNDECIDED, elect
from landweave.engine.types import AnyArray, Float32Array, IntArray


def dempster_shafer(
    votes: AnyArray, masses: AnyArray, codes: Sequence[int], undecided: int = UNDECIDED
) -> tuple[IntArray, Float32Array]:
    """Give each pixel the class with the largest belief after Dempster's rule of combination.

    A vote of mass m puts m on its class and 1 - m on all others together. Combined, the beliefs of the classes that
    are named stand in the ratio of the products of m / (1 - m) of their votes; a class that nobody names is never
    chosen. Votes of mass 0 or less count for nothing. One certain vote (mass 1) decides; certain votes for
    different classes are undecided, as equal beliefs are.

    The result is that of OTB's FusionOfClassifications (8.1) but in two cases that this leaves to chance: beside
    certain votes and votes for one single uncertain class, OTB takes the uncertain class; where no vote counts and two
    maps name the same class, OTB writes no data.

    Args:
        votes: class codes, shape (map, pixel); 0: the map says nothing there.
        masses: of belief, shape (map, class); NaN counts as 0.
        codes: of the columns.
        undecided: code where no class wins; as a vote it counts for nothing.

    Returns:
        Codes (pixel,), 0 where no map says anything; and the belief in the best class, float32 (pixel,), NaN there.

    Raises:
        ValueError: if shapes do not fit, a mass is above 1, or a vote is not among the codes.

    Source: Xu, Krzyzak and Suen 1992, doi 10.1109/21.155943, section V.
    """
    belief = np.nan_to_num(np.asarray(masses, np.float64))
    if belief.shape != (len(votes), len(codes)):
        raise ValueError(f"masses of shape {belief.shape} do not fit {len(votes)} maps and {len(codes)} classes")
    if (belief > 1).any():
        raise ValueError("a mass of belief is above 1")
    says = belief > 0
    with np.errstate(divide="ignore"):
        odds = np.where(says, np.log(np.where(says, belief, 1.0)) - np.log1p(-np.where(says, belief, 0.0)), np.nan)
    return elect(votes, odds, codes, undecided, as_odds=True)
