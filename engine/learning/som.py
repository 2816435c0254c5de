"""A self-organising map: samples laid out on a grid of neurons, like beside like.

Trained as a batch: every round assigns all samples to their nearest neuron and sets each neuron to the mean of the
samples, weighed by the distance on the grid. Nothing is random, and the order of the samples does not matter.

Source: Kohonen 2013, doi 10.1016/j.neunet.2012.09.018 (the batch map, initial values along principal components).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from landweave.engine.learning.label_noise import CHECK, KEEP, REMOVE, Verdict
from landweave.engine.types import BoolArray, Float64Array, IntArray

LEAST_SHARE, LEAST_POSTERIOR = 0.6, 0.6
"""Below the first a label is taken for wrong, below the second it is to be looked at."""

_ROUNDS = 60
_LAST_RADIUS = 0.5
_ROWS_AT_ONCE = 8192


@dataclass(frozen=True, eq=False)
class Som:
    """A trained map.

    Args:
        shape: (rows, columns) of the grid; neurons are numbered row by row.
        weights: shape (neuron, dimension).
        neurons: nearest neuron of each sample, shape (sample,).
    """

    shape: tuple[int, int]
    weights: Float64Array
    neurons: IntArray


def grid_shape(samples: int) -> tuple[int, int]:
    """Return the side of a square grid with about 5 x sqrt(samples) neurons, from 3 x 3 to 30 x 30.

    Source: the rule of thumb of Vesanto and Alhoniemi 2000, doi 10.1109/72.846731.
    """
    side = int(np.clip(round((5 * samples**0.5) ** 0.5), 3, 30))
    return side, side


def train_som(
    points: Float64Array, shape: tuple[int, int], tick: Callable[[float], None] | None = None, rounds: int = _ROUNDS
) -> Som:
    """Train a map.

    Args:
        points: samples with comparable features, shape (sample, dimension).
        shape: (rows, columns) of the grid.
        tick: told the share that is done.
        rounds: of the training.
    """
    places = _places(shape)
    between = ((places[:, None] - places[None]) ** 2).sum(axis=2)
    weights = _along_components(points, places, shape)
    first = max(shape) / 2
    for number in range(rounds):
        radius = first * (_LAST_RADIUS / first) ** (number / max(rounds - 1, 1))
        neurons = nearest_neurons(points, weights)
        sums, counts = _sums(points, neurons, len(weights))
        near = np.exp(-between / (2 * radius**2))
        total = near @ counts
        reached = total > 1e-12
        weights[reached] = (near @ sums)[reached] / total[reached, None]
        if tick is not None:
            tick((number + 1) / rounds)
    return Som(shape, weights, nearest_neurons(points, weights))


def nearest_neurons(points: Float64Array, weights: Float64Array) -> IntArray:
    """Return the nearest neuron of each sample, the first of equally near ones, shape (sample,)."""
    squares = np.einsum("ij,ij->i", weights, weights)
    found = [
        (squares - 2.0 * (points[start : start + _ROWS_AT_ONCE] @ weights.T)).argmin(axis=1)
        for start in range(0, len(points), _ROWS_AT_ONCE)
    ]
    numbers: IntArray = np.concatenate(found).astype(np.int64)
    return numbers


def class_shares(neurons: IntArray, classes: IntArray, neuron_count: int, count: int) -> Float64Array:
    """Return the share of each class among a neuron's samples, shape (neuron, class); 0 in empty neurons."""
    counts = np.zeros((neuron_count, count))
    np.add.at(counts, (neurons, classes), 1.0)
    found: Float64Array = counts / np.maximum(counts.sum(axis=1), 1.0)[:, None]
    return found


def posterior_shares(shares: Float64Array, shape: tuple[int, int]) -> Float64Array:
    """Return the shares smoothed by those of the neighbouring neurons, shape (neuron, class).

    Both are taken as normal: the mean and the variance of the (up to 8) neighbours are the prior, the neuron's own
    share is the observation, and its variance is 1 less the share of the neuron's commonest class. Neighbours without
    samples count as share 0.

    Source: Santos et al. 2021, doi 10.1016/j.isprsjprs.2021.04.014; Bayesian smoothing as in the package sits.
    """
    smooth = shares.copy()
    spread = np.abs(1.0 - shares.max(axis=1))
    for neuron, near in enumerate(_neighbours(shape)):
        if np.count_nonzero(near) < 2:
            continue
        mean = shares[near].mean(axis=0)
        variance = shares[near].var(axis=0, ddof=1)
        total = spread[neuron] + variance
        weight = np.where(total > 0, variance / np.where(total > 0, total, 1.0), 1.0)
        smooth[neuron] = weight * shares[neuron] + (1 - weight) * mean
    return smooth


def som_verdict(som: Som, classes: IntArray, count: int) -> Verdict:
    """Judge labels by the neuron that a sample lies in.

    A label that another class outdoes among the neuron's samples is advised to go. One that leads, but has less than
    0.6 of them, or a posterior (see `posterior_shares`) below 0.6, is to be looked at. (sits advises to remove all
    below the first threshold; half of those of a mixed neuron that are its majority would go with the wrong ones.)

    Args:
        som: trained on the samples.
        classes: given class numbers, shape (sample,).
        count: of the classes.

    Source: Santos et al. 2021, doi 10.1016/j.isprsjprs.2021.04.014; thresholds as in the package sits.
    """
    shares = class_shares(som.neurons, classes, len(som.weights), count)
    posterior = posterior_shares(shares, som.shape)
    rows = np.arange(len(classes))
    own = shares[som.neurons, classes]
    best = shares[som.neurons].argmax(axis=1)
    suggested = np.where(shares[som.neurons, best] > own, best, classes).astype(np.int64)
    likely = posterior[som.neurons, classes]
    advice = np.full(len(classes), KEEP, dtype=object)
    advice[likely < LEAST_POSTERIOR] = CHECK
    advice[own < LEAST_SHARE] = CHECK
    advice[suggested != classes] = REMOVE
    others = shares[som.neurons]
    others[rows, classes] = -1.0
    suspicion = (1 + np.maximum(others.max(axis=1), 0.0) - own) / 2
    return Verdict(classes, own, suggested, shares[som.neurons, suggested], suspicion, advice)


def _sums(points: Float64Array, neurons: IntArray, count: int) -> tuple[Float64Array, Float64Array]:
    """Return the sum and the number of each neuron's samples, shapes (neuron, dimension) and (neuron,)."""
    counts = np.bincount(neurons, minlength=count)
    sums = np.zeros((count, points.shape[1]))
    there = np.flatnonzero(counts)
    starts = np.r_[0, np.cumsum(counts[there])[:-1]]
    sums[there] = np.add.reduceat(points[np.argsort(neurons, kind="stable")], starts, axis=0)
    return sums, counts.astype(np.float64)


def _places(shape: tuple[int, int]) -> Float64Array:
    """Return the row and column of each neuron, shape (neuron, 2)."""
    rows, columns = np.divmod(np.arange(shape[0] * shape[1]), shape[1])
    places: Float64Array = np.stack([rows, columns], axis=1).astype(np.float64)
    return places


def _along_components(points: Float64Array, places: Float64Array, shape: tuple[int, int]) -> Float64Array:
    """Return weights spread over the plane of the first two principal components."""
    mean = points.mean(axis=0)
    values, vectors = np.linalg.eigh(np.atleast_2d(np.cov(points - mean, rowvar=False)))
    weights = np.repeat(mean[None], len(places), axis=0)
    for axis in range(min(2, len(values))):
        direction = vectors[:, -1 - axis]
        direction = direction * (1.0 if direction[np.abs(direction).argmax()] > 0 else -1.0)  # a sign is any solver's
        span = max(shape[axis] - 1, 1)
        place = 2.0 * places[:, axis] / span - 1.0
        weights += place[:, None] * direction * np.sqrt(max(values[-1 - axis], 0.0)) * 2.0
    return weights


def _neighbours(shape: tuple[int, int]) -> BoolArray:
    """Tell which neurons touch on the grid, diagonals included, shape (neuron, neuron)."""
    places = _places(shape)
    away = np.abs(places[:, None] - places[None]).max(axis=2)
    return np.asarray(away == 1)
