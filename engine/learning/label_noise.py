"""Which labels are doubtful: confident learning and consistency of neighbours, arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray

KEEP, CHECK, REMOVE = "keep", "check", "remove"
"""What is advised of a sample."""

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
