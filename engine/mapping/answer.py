"""What the models say of some pixels together, and the values of each kind of raster that it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from landweave.engine.mapping.certainty import entropy, margin, percent, scaled_probabilities
from landweave.engine.mapping.combine import Ensemble
from landweave.engine.mapping.parts import Kind
from landweave.engine.types import AnyArray, BoolArray, Float32Array, IntArray

_MOST_UNLIKE = np.float32(1e6)
"""Written where it is infinite."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What is known of some pixels.

    Args:
        classes: codes, shape (pixel,).
        confidence: probability of the class, or share of the votes or belief for it, 0 to 1, shape (pixel,).
        probabilities: of all classes, or shares of votes, or beliefs, shape (pixel, class).
        known: where there is an answer, shape (pixel,).
    """

    classes: IntArray
    confidence: Float32Array
    probabilities: Float32Array
    known: BoolArray


def answer_values(
    answer: Answer, ensemble: Ensemble, kinds: Sequence[Kind], features: Sequence[AnyArray],
    weights: Mapping[str, Float32Array],
) -> dict[str, AnyArray]:
    """Return the values of each kind that an answer gives, (layer, pixel), in the type of the kind.

    Args:
        answer: of the models together.
        ensemble: the models.
        kinds: wanted; those that an answer does not give are left out.
        features: of each model, shape (pixel, feature).
        weights: of each region, shape (pixel,).
    """
    unlike = cache(partial(_dissimilarity, ensemble, features, answer.known, weights))
    made: dict[str, Callable[[], AnyArray]] = {
        "classes": lambda: answer.classes[None],
        "confidence": lambda: percent(answer.confidence)[None],
        "values": lambda: answer.probabilities.T,
        "probabilities": lambda: scaled_probabilities(answer.probabilities),
        "margin": lambda: percent(margin(answer.probabilities))[None],
        "entropy": lambda: percent(entropy(answer.probabilities))[None],
        "set_size": lambda: _set_size(answer, ensemble)[None],
        "applicability": lambda: (unlike() <= 1)[None],
        "dissimilarity": lambda: np.minimum(unlike(), _MOST_UNLIKE)[None],
    }
    return {
        kind.name: np.where(answer.known, made[kind.name](), kind.nodata).astype(kind.dtype)
        for kind in kinds
        if kind.name in made
    }


def _set_size(answer: Answer, ensemble: Ensemble) -> AnyArray:
    from landweave.engine.learning.conformal import set_size

    return set_size(answer.probabilities, ensemble.conformal_thresholds())


def _dissimilarity(
    ensemble: Ensemble, features: Sequence[AnyArray], known: BoolArray, weights: Mapping[str, Float32Array]
) -> Float32Array:
    """Return how unlike places are to what the models know: what one of them has not seen, all are unsure of."""
    found = np.zeros(len(known), np.float32)
    for number, own in enumerate(features):
        found = np.maximum(found, ensemble.dissimilarity(number, own, known, weights))
    return found
