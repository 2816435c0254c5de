"""How much the classes weigh when a learner learns: by their frequency, by the user's wish, or both."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.model_file import ClassEntry
from landweave.engine.types import Float64Array, IntArray

EXAMPLE = 'Write it like {"11": 2, "31": 0.5}: a weight by class code.'


def parse_class_weights(text: str) -> dict[str, float]:
    """Read CLASS_WEIGHTS: a JSON object of weights by class code; empty text: none.

    Raises:
        UserError: if the text is no JSON object, or a weight is no positive number.
    """
    if not text.strip():
        return {}
    try:
        found = json.loads(text)
    except ValueError as error:
        raise UserError(f"CLASS_WEIGHTS is not JSON: {error}.", EXAMPLE) from error
    if not isinstance(found, dict):
        raise UserError("CLASS_WEIGHTS is not a JSON object.", EXAMPLE)
    for code, weight in found.items():
        if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0 < weight < float("inf"):
            raise UserError(f"CLASS_WEIGHTS gives class {code} the weight {weight!r}.", "Weights are positive numbers.")
    return {str(code): float(weight) for code, weight in found.items()}


def weights_of(wanted: dict[str, float], entries: Sequence[ClassEntry]) -> tuple[float, ...]:
    """Return the weight of each class, 1 where none is given; empty where none is given at all.

    Raises:
        UserError: naming a class that the samples do not have.
    """
    if not wanted:
        return ()
    found = [1.0] * len(entries)
    for name, weight in wanted.items():
        places = [i for i, entry in enumerate(entries) if name in (str(entry.code), entry.label)]
        if not places:
            there = ", ".join(str(entry.code) for entry in entries)
            raise UserError(f"CLASS_WEIGHTS names the class {name}, which the samples lack.", f"They have: {there}.")
        found[places[0]] = weight
    return tuple(found)


def sample_weights(classes: IntArray, balanced: bool, weights: Sequence[float]) -> Float64Array | None:
    """Return the weight of each sample, shape (sample,); None where all weigh the same.

    Args:
        classes: class numbers 0..k-1, each present, shape (sample,).
        balanced: give every class the same sum of weights.
        weights: by class, over that; empty: none.
    """
    if not balanced and not weights:
        return None
    by_class = np.array(weights or np.ones(int(classes.max()) + 1), dtype=np.float64)
    if balanced:
        counts = np.bincount(classes, minlength=len(by_class))
        by_class = by_class * len(classes) / (np.count_nonzero(counts) * np.maximum(counts, 1))
    return by_class[classes]


def learnt_shares(classes: IntArray, weights: Float64Array | None, count: int) -> Float64Array:
    """Return the share of each class that a learner saw, shape (class,): by number of samples times their weight."""
    sums = np.bincount(classes, weights, minlength=count).astype(np.float64)
    shares: Float64Array = sums / sums.sum()
    return shares
