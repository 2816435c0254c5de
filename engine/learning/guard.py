"""The collapse guard: a model that has learnt nothing is an error, not a result."""

from __future__ import annotations

import numpy as np

from landweave.engine.types import IntArray

ONE_CLASS_SHARE = 0.99
LARGEST_HONEST_MAJORITY = 0.95
"""Above it, predicting one class for nearly everything may be right."""
BETTER_THAN_CHANCE = 1.25
"""Mean recall, in that of guessing, of a learner that gives up some accuracy for rare classes on purpose."""


def collapse(truth: IntArray, predicted: IntArray, names: tuple[str, ...]) -> str:
    """Return what is wrong with predictions, as a sentence's end; empty when nothing is.

    Args:
        truth: class numbers, shape (sample,).
        predicted: class numbers, shape (sample,).
        names: of the classes.
    """
    size = len(names)
    shares = np.bincount(truth, minlength=size) / len(truth)
    given = np.bincount(predicted, minlength=size) / len(predicted)
    favourite, majority = int(given.argmax()), int(shares.argmax())
    accuracy = float(np.mean(truth == predicted))
    if given[favourite] >= ONE_CLASS_SHARE and shares[majority] < LARGEST_HONEST_MAJORITY:
        return f"gives {given[favourite]:.0%} of the samples to the class {names[favourite]}"
    recalls = [float(np.mean(predicted[truth == c] == c)) for c in np.flatnonzero(shares)]
    if accuracy < shares[majority] and np.mean(recalls) < BETTER_THAN_CHANCE / len(recalls):
        return (
            f"is right for {accuracy:.1%} of the samples; naming the class {names[majority]} always "
            f"would be right for {shares[majority]:.1%}"
        )
    return ""
