"""Which labels are doubtful: confident learning and consistency of neighbours, arrays in, arrays out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, Float64Array, IntArray

KEEP, CHECK, REMOVE = "keep", "check", "remove"
"""What is advised of a sample."""

MOST_COMPONENTS = 32
"""Of the features that distances are measured in."""

_CHUNK_BYTES = 128 << 20
_OWN_GROUP = 100
"""Samples of its own group that are allowed for among the nearest of a sample."""

_ROWS_AT_ONCE = 8192
_ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class Verdict:
    """What a method thinks of the labels, arrays of shape (sample,).

    Args:
        given: class numbers as they are.
        share: how well the label fits, 0 to 1: probability, share of neighbours, share of the neuron.
        suggested: number of the class that fits best.
        suggested_share: how well that one fits, 0 to 1.
        suspicion: 0 (the label is the only class that fits) to 1 (another one is).
        advice: `keep`, `check` or `remove`; only the last two of a label that another class fits better are suspicious.
    """

    given: IntArray
    share: Float64Array
    suggested: IntArray
    suggested_share: Float64Array
    suspicion: Float64Array
    advice: AnyArray

    @property
    def suspicious(self) -> BoolArray:
        """Samples whose label another class fits better, by more than chance."""
        return np.asarray((self.suggested != self.given) & (self.advice != KEEP), dtype=np.bool_)


def self_confidence_thresholds(probabilities: AnyArray, classes: IntArray) -> Float64Array:
    """Return what a class must reach to be believed: the mean probability that it has in the samples called so.

    Args:
        probabilities: of samples that the model did not see, shape (sample, class).
        classes: given class numbers, shape (sample,).

    Returns:
        Shape (class,); infinite where no sample has the class.

    Source: Northcutt, Jiang, Chuang 2021, doi 10.1613/jair.1.12125, equation 2.
    """
    count = probabilities.shape[1]
    own = probabilities[np.arange(len(classes)), classes].astype(np.float64)
    samples = np.bincount(classes, minlength=count)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.bincount(classes, own, count) / samples
    return np.where(samples > 0, means, np.inf)


def believed_classes(probabilities: AnyArray, thresholds: Float64Array) -> IntArray:
    """Return the likeliest class among those that reach their threshold, shape (sample,); -1 where none does.

    Source: as above, equation 1.
    """
    reached = np.where(probabilities >= thresholds - _ROUNDING, probabilities, -1.0)
    return np.where(reached.max(axis=1) >= 0, reached.argmax(axis=1), -1).astype(np.int64)


def joint_distribution(classes: IntArray, believed: IntArray, count: int) -> Float64Array:
    """Return the estimated joint distribution of given and true classes, shape (given, true); it sums to 1.

    The counts of confident samples are scaled so that each given class keeps its share of all samples.

    Args:
        classes: given class numbers, shape (sample,).
        believed: true ones as far as they are known, -1 elsewhere, shape (sample,).
        count: of the classes.

    Source: as above, equation 3.
    """
    known = believed >= 0
    counts = np.zeros((count, count))
    np.add.at(counts, (classes[known], believed[known]), 1.0)
    given = np.bincount(classes, minlength=count).astype(np.float64)
    rows = counts.sum(axis=1)
    nothing = rows == 0  # a class that no sample speaks for with confidence: taken as it is given
    counts[nothing, nothing] = given[nothing]
    scaled = counts * (given / np.where(nothing, np.where(given > 0, given, 1.0), rows))[:, None]
    joint: Float64Array = scaled / max(scaled.sum(), 1.0)
    return joint


def confident_learning(probabilities: AnyArray, classes: IntArray) -> Verdict:
    """Judge labels by the probabilities of models that did not see them.

    A sample is advised to go (`remove`) if another class reaches its threshold and is likelier than the given one's
    (off the diagonal of the confident joint), and to be looked at (`check`) if it is among the most doubtful ones of
    the number of wrong labels that the joint distribution expects (pruning by noise rate).

    Args:
        probabilities: shape (sample, class).
        classes: given class numbers, shape (sample,).

    Source: Northcutt, Jiang, Chuang 2021, doi 10.1613/jair.1.12125, sections 3.1 and 3.2.
    """
    rows = np.arange(len(classes))
    count = probabilities.shape[1]
    believed = believed_classes(probabilities, self_confidence_thresholds(probabilities, classes))
    joint = joint_distribution(classes, believed, count)
    share = probabilities[rows, classes].astype(np.float64)
    others = probabilities.astype(np.float64)
    others[rows, classes] = -1.0
    best = others.argmax(axis=1)
    margin = others[rows, best] - share
    advice = np.full(len(classes), KEEP, dtype=object)
    advice[_by_noise_rate(probabilities, classes, joint) & (margin > 0)] = CHECK
    advice[(believed >= 0) & (believed != classes)] = REMOVE
    wins = margin > 0
    suggested = np.where(wins, best, classes)
    suggested = np.where(advice == REMOVE, believed, suggested).astype(np.int64)
    top = probabilities[rows, suggested].astype(np.float64)
    return Verdict(classes, share, suggested, top, (1 + margin) / 2, advice)


def _by_noise_rate(probabilities: AnyArray, classes: IntArray, joint: Float64Array) -> BoolArray:
    """Tell which samples are among the expected number of wrong ones, for each pair of given and true class."""
    chosen = np.zeros(len(classes), np.bool_)
    for given in range(joint.shape[0]):
        own = np.flatnonzero(classes == given)
        for true in np.flatnonzero(joint[given] > 0):
            wanted = round(float(joint[given, true]) * len(classes))
            if true == given or not wanted:
                continue
            margin = probabilities[own, true].astype(np.float64) - probabilities[own, given]
            chosen[own[np.argsort(-margin, kind="stable")[:wanted]]] = True
    return chosen


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


def neighbour_consistency(shares: Float64Array, classes: IntArray, least: float) -> Verdict:
    """Judge labels by the classes of their neighbours.

    Args:
        shares: of each class among the neighbours, shape (sample, class).
        classes: given class numbers, shape (sample,).
        least: share of the neighbours that must have the sample's class. Below it the sample is advised to go where
            most neighbours are of one other class, else to be looked at.
    """
    rows = np.arange(len(classes))
    own = shares[rows, classes]
    best = shares.argmax(axis=1)
    suggested = np.where(shares[rows, best] > own, best, classes).astype(np.int64)
    top = shares[rows, suggested]
    advice = np.full(len(classes), KEEP, dtype=object)
    doubtful = (own < least) & (suggested != classes)
    advice[doubtful] = CHECK
    advice[doubtful & (top > 0.5)] = REMOVE
    others = shares.copy()
    others[rows, classes] = -1.0
    return Verdict(classes, own, suggested, top, (1 + np.maximum(others.max(axis=1), 0.0) - own) / 2, advice)
