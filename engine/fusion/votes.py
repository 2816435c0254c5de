"""Fusion by counting votes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.fusion.elect import UNDECIDED, elect
from landweave.engine.types import AnyArray, Float32Array, Float64Array, IntArray


def majority(votes: AnyArray, undecided: int = UNDECIDED) -> tuple[IntArray, Float32Array]:
    """Give each pixel the class that most maps name; a tie is undecided.

    Args:
        votes: class codes, shape (map, pixel); 0: the map says nothing there.
        undecided: code of a tie; as a vote it counts for nothing.

    Returns:
        Codes (pixel,), 0 where no map says anything; and the winner's share of the votes, float32 (pixel,), NaN there.

    Source: Xu, Krzyzak and Suen 1992, doi 10.1109/21.155943, section III.
    """
    return weighted(votes, np.ones(len(votes)), undecided)


def weighted(
    votes: AnyArray, weights: AnyArray, undecided: int = UNDECIDED, codes: Sequence[int] | None = None
) -> tuple[IntArray, Float32Array]:
    """Give each pixel the class with the largest sum of weights; a tie is undecided.

    Args:
        votes: class codes, shape (map, pixel); 0: the map says nothing there.
        weights: of each map, shape (map,), or of each class of each map, (map, class), with `codes`; none negative.
            A weight of 0 counts for nothing.
        undecided: code of a tie; as a vote it counts for nothing.
        codes: of the columns of `weights`; needed where they have columns.

    Returns:
        As `majority`; the share is that of the sum of weights.

    Raises:
        ValueError: if a weight is negative or no number, shapes do not fit, or a vote is not among the codes.
    """
    worth: Float64Array = np.asarray(weights, np.float64)
    columns = None if codes is None else [int(code) for code in codes]
    if columns is None and worth.ndim == 1:
        worth = worth[:, None]
    if worth.shape != (len(votes), 1 if columns is None else len(columns)):
        raise ValueError(f"weights of shape {worth.shape} do not fit {len(votes)} maps")
    if not (np.isfinite(worth) & (worth >= 0)).all():
        raise ValueError("a weight is negative or no number")
    return elect(votes, np.where(worth > 0, worth, np.nan), columns, undecided)
