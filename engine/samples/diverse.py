"""Doubtful places that differ from one another: candidates are clustered, and one of each cluster is chosen.

Clusters are made in the features of the model and weighed by the doubt. The middle of each is chosen: a label there
speaks for many doubtful places that are alike, and no two labels for the same ones.

Sources: Demir, Persello and Bruzzone 2011, doi 10.1109/TGRS.2010.2072929 (uncertainty, then clusters); Zhdanov 2019,
arXiv 1901.05954 (k-means weighed by the margin).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from landweave.engine.samples.doubt import Candidates
from landweave.engine.types import Float64Array, IntArray

_LEAST_DOUBT = 1e-3


def choose(
    points: Float64Array, found: Candidates, count: int, spacing: int, seed: int
) -> tuple[IntArray, IntArray]:
    """Choose the candidates to suggest.

    Args:
        points: features of the candidates, shape (candidate, dimension).
        found: the candidates.
        count: most to choose.
        spacing: least distance between two of them in pixels.
        seed: of the clusters.

    Returns:
        Numbers of the chosen ones, from those that stand for most doubt to those that stand for least, and how many
        candidates each stands for, both of shape (chosen,).
    """
    doubt = np.maximum(1.0 - found.margin.astype(np.float64), _LEAST_DOUBT)
    labels, away = _clusters(points, doubt, count, seed)
    weights = np.bincount(labels, doubt)
    sizes = np.bincount(labels)
    chosen: list[int] = []
    stands_for: list[int] = []
    for cluster in np.argsort(-weights, kind="stable"):
        own = np.flatnonzero(labels == cluster)
        free = _free(found, own[np.argsort(away[own], kind="stable")], chosen, spacing)
        if free is not None:
            chosen.append(free)
            stands_for.append(int(sizes[cluster]))
    order = np.argsort(found.margin, kind="stable")
    while len(chosen) < count:  # clusters whose places all lie next to others
        free = _free(found, order[~np.isin(order, chosen)], chosen, spacing)
        if free is None:
            break
        chosen.append(free)
        stands_for.append(1)
    return np.array(chosen, np.int64), np.array(stands_for, np.int64)


def _clusters(points: Float64Array, doubt: Float64Array, count: int, seed: int) -> tuple[IntArray, Float64Array]:
    """Return the cluster of each candidate and its distance from the middle."""
    if len(points) <= count:
        return np.arange(len(points)), np.zeros(len(points))
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1), warnings.catch_warnings():  # sums of several threads differ in their last bits
        warnings.simplefilter("ignore", category=ConvergenceWarning)  # fewer different places than clusters
        fitted = KMeans(count, n_init=1, random_state=seed).fit(points, sample_weight=doubt)
        away = fitted.transform(points)
    labels = fitted.labels_.astype(np.int64)
    return labels, away[np.arange(len(points)), labels]


def _free(found: Candidates, order: IntArray, chosen: Sequence[int], spacing: int) -> int | None:
    """Return the first candidate of an order that is far enough from the chosen ones."""
    if not len(order):
        return None
    if not chosen:
        return int(order[0])
    taken = np.array(chosen)
    rows = found.row[order][:, None] - found.row[taken]
    columns = found.column[order][:, None] - found.column[taken]
    far = (rows**2 + columns**2 >= max(spacing, 1) ** 2).all(axis=1)
    return int(order[far.argmax()]) if far.any() else None
