"""Samples that are alike: features as points, and the nearest samples of other groups."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, Float64Array, IntArray

MOST_COMPONENTS = 32
"""Of the features that distances are measured in."""

_CHUNK_BYTES = 128 << 20
_OWN_GROUP = 100
"""Samples of its own group that are allowed for among the nearest of a sample."""

_ROWS_AT_ONCE = 8192


def comparable_features(matrix: AnyArray, most: int = MOST_COMPONENTS) -> Float64Array:
    """Return samples as points whose distances mean something, shape (sample, dimension).

    What is unknown takes the feature's median, features are standardised, and turned onto their principal components,
    of which the first ones are kept: where there are no more features than that, distances stay as they are.

    Args:
        matrix: shape (sample, feature); `SERIES_NODATA` is unknown.
        most: components.
    """
    points = matrix.astype(np.float32)
    for column in points.T:
        known = column != SERIES_NODATA
        column[~known] = np.median(column[known]) if known.any() else 0.0
    points -= points.mean(axis=0, dtype=np.float64).astype(np.float32)
    spread = points.std(axis=0, dtype=np.float64)
    points /= np.where(spread > 0, spread, 1.0).astype(np.float32)
    products = np.zeros((points.shape[1],) * 2)
    for start in range(0, len(points), _ROWS_AT_ONCE):
        some = points[start : start + _ROWS_AT_ONCE].astype(np.float64)
        products += some.T @ some
    turned = np.linalg.eigh(products)[1][:, ::-1][:, :most]
    parts = [points[i : i + _ROWS_AT_ONCE].astype(np.float64) @ turned for i in range(0, len(points), _ROWS_AT_ONCE)]
    return np.concatenate(parts)


def neighbours_of_others(
    points: Float64Array, groups: IntArray, count: int, tick: Callable[[float], None] | None = None
) -> IntArray:
    """Return the nearest samples that are of another group, nearest first, shape (sample, count).

    Args:
        points: shape (sample, dimension).
        groups: shape (sample,); samples of the same group are no evidence for each other.
        count: how many; -1 fills up where there are fewer.
        tick: told the share that is done.
    """
    found = np.full((len(points), count), -1, dtype=np.int64)
    if len(points) < 2:
        return found
    done = _among_nearest(points, groups, found)
    left = np.flatnonzero(~done)
    if tick is not None:
        tick(float(done.mean()))
    squares = np.einsum("ij,ij->i", points, points)
    rows = max(1, _CHUNK_BYTES // (8 * len(points)))
    most = min(count, len(points) - 1)
    for start in range(0, len(left), rows):
        part = left[start : start + rows]
        distances = squares[part, None] - 2.0 * (points[part] @ points.T) + squares
        distances[groups[part, None] == groups] = np.inf
        nearest = np.sort(np.argpartition(distances, most - 1, axis=1)[:, :most], axis=1)
        own = np.take_along_axis(distances, nearest, axis=1)
        order = np.argsort(own, axis=1, kind="stable")
        ordered = np.take_along_axis(nearest, order, axis=1)
        ordered[~np.isfinite(np.take_along_axis(own, order, axis=1))] = -1
        found[part, :most] = ordered
        if tick is not None:
            tick(float((done.sum() + start + len(part)) / len(points)))
    return found


def _among_nearest(points: Float64Array, groups: IntArray, found: IntArray) -> BoolArray:
    """Fill in the neighbours of samples that have enough among their very nearest; tell which, shape (sample,).

    A library finds these several times as quickly as distances to all samples can be sorted; samples whose group is
    large and dense are left.
    """
    from sklearn.neighbors import NearestNeighbors

    count = found.shape[1]
    asked = min(count + min(int(np.bincount(groups).max()), _OWN_GROUP), len(points))
    index = NearestNeighbors(n_neighbors=asked, algorithm="brute").fit(points)
    nearest = index.kneighbors(points, return_distance=False)
    other = groups[nearest] != groups[:, None]
    done: BoolArray = other.sum(axis=1) >= count
    if not done.any():
        return done
    first = np.argsort(~other[done], axis=1, kind="stable")[:, :count]
    found[done] = np.take_along_axis(nearest[done], first, axis=1)
    return done


def neighbour_shares(neighbours: IntArray, classes: IntArray, count: int) -> Float64Array:
    """Return the share of each class among the neighbours, shape (sample, class); 0 where there is no neighbour."""
    there = neighbours >= 0
    shares = np.zeros((len(neighbours), count))
    rows = np.broadcast_to(np.arange(len(neighbours))[:, None], neighbours.shape)[there]
    np.add.at(shares, (rows, classes[neighbours[there]]), 1.0)
    found: Float64Array = shares / np.maximum(there.sum(axis=1), 1)[:, None]
    return found
