"""What probabilities say of a pixel: the likeliest class, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.types import PROBABILITY_SCALE, AnyArray, Float32Array, IntArray, UInt8Array

FULL = 100
"""Of what is given in percent."""


def best_class(probabilities: Float32Array, codes: Sequence[int]) -> tuple[IntArray, Float32Array]:
    """Return the likeliest code (the lowest of equals) and its probability, both (pixel,)."""
    best = probabilities.argmax(axis=1)
    top = np.take_along_axis(probabilities, best[:, None], axis=1)[:, 0]
    return np.asarray(codes, np.int64)[best], top


def percent(shares: Float32Array) -> UInt8Array:
    """Return shares of one as whole percents."""
    rounded: UInt8Array = np.clip(np.rint(shares * np.float32(FULL)), 0, FULL).astype(np.uint8)
    return rounded


def margin(probabilities: Float32Array) -> Float32Array:
    """Return by how much the likeliest class is likelier than the second, shape (pixel,); one class: its probability.

    Args:
        probabilities: shape (pixel, class).
    """
    if probabilities.shape[1] == 1:
        return probabilities[:, 0]
    two = np.partition(probabilities, -2, axis=1)[:, -2:]
    difference: Float32Array = two[:, 1] - two[:, 0]
    return difference


def entropy(probabilities: Float32Array) -> Float32Array:
    """Return Shannon's entropy as a share of the largest that so many classes can have, shape (pixel,).

    Args:
        probabilities: shape (pixel, class), each row adding up to 1.

    Source: Shannon 1948, doi 10.1002/j.1538-7305.1948.tb01338.x.
    """
    if probabilities.shape[1] == 1:
        return np.zeros(len(probabilities), np.float32)
    logs = np.log(np.where(probabilities > 0, probabilities, np.float32(1)))
    terms = (probabilities * logs).sum(axis=1)
    share: Float32Array = (-terms / np.float32(np.log(probabilities.shape[1]))).astype(np.float32)
    return share


def scaled_probabilities(probabilities: Float32Array) -> AnyArray:
    """Return probabilities x 10000 as uint16, shape (class, pixel)."""
    scaled = np.clip(np.rint(probabilities.T * np.float32(PROBABILITY_SCALE)), 0, PROBABILITY_SCALE)
    stored: AnyArray = scaled.astype(np.uint16)
    return stored
