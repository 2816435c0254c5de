"""The count behind every fusion of maps: what each label is worth in a pixel, and which is worth most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.raster.codes import LARGEST_CODE
from landweave.engine.types import MAP_NODATA, AnyArray, Float32Array, Float64Array, IntArray

UNDECIDED = 255
"""Stands in a fused map where no class wins, unless the user chooses another code."""
_NOTHING, _STRANGE = -1, -2  # columns of votes that count for nothing, and of codes that nobody announced
_TOLERANCE = 1e-9  # sums that differ by less differ by rounding only


def elect(
    votes: AnyArray, worth: Float64Array, codes: Sequence[int] | None, undecided: int, as_odds: bool = False
) -> tuple[IntArray, Float32Array]:
    """Add up what the votes for each label are worth, pixel by pixel, and take the label that is worth most.

    Args:
        votes: class codes, shape (map, pixel); 0: the map says nothing there; `undecided`: a vote for nothing.
        worth: of a vote, shape (map, class); NaN: that vote counts for nothing.
        codes: of the classes, in the order of the columns of `worth`; None: one column serves all codes there may be.
        undecided: code given where two labels are worth the same, or no vote counts.
        as_odds: the worth is a logarithm of odds, and the share of a label its belief among all labels.

    Returns:
        Codes (pixel,), 0 where no map says anything; and the share of the best label, float32 (pixel,), NaN there.

    Raises:
        ValueError: if `undecided` is one of the classes, or a vote is not among the codes.
    """
    if undecided in (codes or ()) or not MAP_NODATA < undecided <= LARGEST_CODE:
        raise ValueError(f"the code {undecided} cannot stand for undecided")
    columns = np.full(LARGEST_CODE + 1, 0 if codes is None else _STRANGE, np.int64)
    if codes is not None:
        columns[np.asarray(codes, np.int64)] = np.arange(len(codes))
    columns[undecided] = _NOTHING
    winners = np.empty(votes.shape[1], np.int64)
    shares = np.empty(votes.shape[1], np.float32)
    strange = _count(votes, np.ascontiguousarray(worth, np.float64), columns, undecided, as_odds, winners, shares)
    if strange:
        raise ValueError(f"a vote for class {strange}, which is not among {list(codes or ())[:20]}")
    return winners, shares


@kernel
def _count(
    votes: AnyArray, worth: Float64Array, columns: IntArray, undecided: int, as_odds: bool, winners: IntArray,
    shares: Float32Array,
) -> int:
    """Fill winners and shares; return a code that has no column, or 0."""
    maps, pixels = votes.shape
    labels, sums = np.empty(maps, np.int64), np.empty(maps, np.float64)
    for pixel in range(pixels):
        found = _sum_up(votes, pixel, worth, columns, labels, sums)
        if found < _NOTHING:
            return -found
        if found == _NOTHING:
            winners[pixel], shares[pixel] = 0, np.nan
        elif found == 0:
            winners[pixel], shares[pixel] = undecided, 0.0
        else:
            best = sums[:found].argmax()
            top, equals = sums[best], 0
            slack = _TOLERANCE * max(1.0, abs(top)) if np.isfinite(top) else 0.0
            for place in range(found):
                if sums[place] == top or top - sums[place] < slack:
                    equals += 1
            winners[pixel] = labels[best] if equals == 1 else undecided
            shares[pixel] = _belief(sums[:found], top, equals, worth.shape[1]) if as_odds else top / sums[:found].sum()
    return 0


@kernel
def _sum_up(
    votes: AnyArray, pixel: int, worth: Float64Array, columns: IntArray, labels: IntArray, sums: Float64Array
) -> int:
    """Add up the worth of each label that is voted for, and return how many there are.

    -1: no map says anything; below: minus a code that has no column.
    """
    found, spoke = 0, False
    for number in range(votes.shape[0]):
        vote = np.int64(votes[number, pixel])
        if vote == 0:
            continue
        spoke = True
        column = columns[vote]
        if column == _STRANGE:
            return int(-vote)
        if column == _NOTHING or np.isnan(worth[number, column]):
            continue
        place = 0
        while place < found and labels[place] != vote:
            place += 1
        if place == found:
            labels[place], sums[place] = vote, 0.0
            found += 1
        sums[place] += worth[number, column]
    return found if spoke else _NOTHING


@kernel
def _belief(odds: Float64Array, top: float, equals: int, classes: int) -> float:
    """Return the belief in the label of the top odds, from logarithms of odds; certain labels share it all."""
    if np.isinf(top):
        return 1.0 / equals
    mass = 0.0 if len(odds) == classes else np.exp(-top)  # of all labels that nobody votes for
    for one in odds:
        mass += np.exp(one - top)
    return 1.0 / mass
