"""Fusion of what several classifiers hold likely."""

from __future__ import annotations

import numpy as np

from landweave.engine.types import AnyArray, BoolArray, Float32Array

FLOOR = 1e-4
"""The least probability that a product takes: one map that has never seen a class must not rule it out."""


def mean(
    probabilities: AnyArray, known: BoolArray | None = None, weights: AnyArray | None = None
) -> Float32Array:
    """Return the mean of what several maps say.

    Args:
        probabilities: shape (map, pixel, class).
        known: where each map says something, shape (map, pixel); None: everywhere.
        weights: of each map, shape (map,); None: all the same.

    Returns:
        Shape (pixel, class), each row adding up to 1; zeros where no map says anything.
    """
    p = np.asarray(probabilities, np.float32)
    share = np.ones(len(p), np.float32) if weights is None else np.asarray(weights, np.float32)
    total = np.zeros(p.shape[1:], np.float32)
    for number in range(len(p)):
        total += _where_known(p[number] * share[number], known, number)
    return _to_one(total)


def product(
    probabilities: AnyArray, known: BoolArray | None = None, floor: float = FLOOR
) -> Float32Array:
    """Return the product of what several maps say: right where their errors are independent.

    Args:
        probabilities: shape (map, pixel, class).
        known: where each map says something, shape (map, pixel); None: everywhere.
        floor: probabilities below count as this.

    Returns:
        Shape (pixel, class), each row adding up to 1; zeros where no map says anything.

    Source: Kittler et al. 1998, doi 10.1109/34.667881, product rule with equal priors.
    """
    p = np.asarray(probabilities, np.float32)
    logs = np.zeros(p.shape[1:], np.float32)
    for number in range(len(p)):
        logs += _where_known(np.log(np.maximum(p[number], np.float32(floor))), known, number)
    joint = np.exp(logs - logs.max(axis=1, keepdims=True))
    if known is not None:
        joint[~known.any(axis=0)] = 0
    return _to_one(joint)


def _where_known(values: Float32Array, known: BoolArray | None, number: int) -> Float32Array:
    """Return the values (pixel, class), 0 where the map says nothing, whatever stands there."""
    if known is None:
        return values
    there: Float32Array = np.where(known[number][:, None], values, np.float32(0))
    return there


def _to_one(values: Float32Array) -> Float32Array:
    total = values.sum(axis=1, keepdims=True)
    shares: Float32Array = values / np.where(total > 0, total, np.float32(1))
    return shares
