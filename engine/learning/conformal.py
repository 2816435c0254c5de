"""Sets of classes that hold the true one as often as promised: class-conditional split-conformal prediction.

A class belongs to the set of a pixel unless its probability is lower than that of nearly all held-out samples which
truly are of that class. Of each class, at most a share `ALPHA` is then missed, however unequal the classes are.

Sources: Vovk, Gammerman, Shafer 2005, doi 10.1007/b106715 (label-conditional conformal predictors); Sadinle, Lei,
Wasserman 2019, doi 10.1080/01621459.2017.1395341 (least ambiguous sets, section 2.2). The probabilities of the samples
are those of models which did not see their groups, pooled over folds: Vovk 2015, doi 10.1007/s10472-013-9368-4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from landweave.engine.types import AnyArray, BoolArray, Float32Array, IntArray, UInt8Array

if TYPE_CHECKING:
    from landweave.engine.learning.fitting import Recipe
    from landweave.engine.learning.prepare import Table
    from landweave.engine.runtime.context import RunContext

ALPHA = 0.1
"""Share of each class that its sets may miss."""
FOLDS = 5
LARGEST_SET = 254
"""Written where a set has more classes: 255 is the rasters' NODATA."""


def nonconformity(probabilities: AnyArray) -> Float32Array:
    """Return 1 - probability in single precision, as maps have it, so that equal probabilities stay equal."""
    strange: Float32Array = np.float32(1.0) - np.asarray(probabilities, dtype=np.float32)
    return strange


def thresholds(probabilities: AnyArray, classes: IntArray, alpha: float = ALPHA) -> Float32Array:
    """Return the largest 1 - probability with which a class still belongs to a set, shape (class,).

    It is the ceil((n + 1) (1 - alpha))-th smallest of the n held-out samples of the class, which gives at least the
    coverage 1 - alpha for any n; 1 (the class is in every set) where there are too few for that.

    Args:
        probabilities: of samples that the model did not see, shape (sample, class).
        classes: their true class numbers, shape (sample,).
        alpha: share of a class that may be missed, above 0 and below 1.

    Raises:
        ValueError: if alpha is none, or the shapes do not fit.

    Source: Sadinle, Lei, Wasserman 2019, doi 10.1080/01621459.2017.1395341; the finite-sample rank: Vovk et al. 2005.
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is {alpha}, not between 0 and 1")
    if probabilities.ndim != 2 or len(probabilities) != len(classes):
        raise ValueError(f"probabilities {probabilities.shape} of {len(classes)} samples")
    count = probabilities.shape[1]
    own = nonconformity(probabilities[np.arange(len(classes)), classes])
    found = np.ones(count, dtype=np.float32)
    for number in range(count):
        scores = np.sort(own[classes == number])
        rank = _rank(len(scores), alpha)
        if rank <= len(scores):
            found[number] = scores[rank - 1]
    return found


def prediction_sets(probabilities: AnyArray, limits: AnyArray) -> BoolArray:
    """Tell which classes belong to the set of each pixel, bool, shape (pixel, class).

    Args:
        probabilities: shape (pixel, class).
        limits: what `thresholds` gave, shape (class,).
    """
    return np.asarray(nonconformity(probabilities) <= np.asarray(limits, dtype=np.float32), dtype=np.bool_)


def set_size(probabilities: AnyArray, limits: AnyArray) -> UInt8Array:
    """Return how many classes the set of each pixel has, shape (pixel,).

    1: one class only fits. More: as many fit about as well. 0: none fits as it should, the pixel is unlike all of them.

    Args:
        probabilities: shape (pixel, class).
        limits: what `thresholds` gave, shape (class,).
    """
    sizes = prediction_sets(probabilities, limits).sum(axis=1)
    found: UInt8Array = np.minimum(sizes, LARGEST_SET).astype(np.uint8)
    return found


def fit_conformal(
    recipe: Recipe,
    table: Table,
    rows: IntArray | Sequence[IntArray],
    groups: IntArray,
    context: RunContext,
    alpha: float = ALPHA,
    folds: int = FOLDS,
) -> dict[str, float]:
    """Return the thresholds of a model, by class code as text, from what models that saw none of a group say of it.

    Args:
        recipe: how the model is learnt.
        table: samples.
        rows: of the table that the model is learnt from; of several regions, one array each: each has a model, and
            their samples are put together.
        groups: polygon of each row of the table, shape (sample,).
        context: is told of classes that have too few groups for the promise to be relied on.
        alpha: share of a class that may be missed.
        folds: parts that are held out in turn; fewer where there are fewer groups.

    Raises:
        UserError: if a fold leaves one class to learn from.
    """
    from landweave.engine.learning.crossval import held_out_probabilities
    from landweave.engine.learning.prepare import is_augmented

    parts = [rows] if isinstance(rows, np.ndarray) else list(rows)
    said: list[AnyArray] = []
    for number, part in enumerate(parts):
        own = replace(table, samples=table.samples.subset(part), classes=table.classes[part])
        within = context.part(number / len(parts), (number + 1) / len(parts))
        divided = max(2, min(folds, len(np.unique(groups[part]))))
        said.append(held_out_probabilities(recipe, own, groups[part], divided, recipe.seed, within))
    every = np.concatenate(parts)
    real = ~is_augmented(table.samples)[every]  # learnt from, but no pixel is like a made-up sample
    every, probabilities = every[real], np.concatenate(said)[real]
    _tell_few_groups(table, every, groups, alpha, context)
    limits = thresholds(probabilities, table.classes[every], alpha)
    return {str(entry.code): float(limit) for entry, limit in zip(table.entries, limits)}


def _rank(count: int, alpha: float) -> int:
    """Return ceil((count + 1) (1 - alpha)), without the error that 0.9 brings along as a binary number."""
    return int(np.ceil(round((count + 1) * (1 - alpha), 9)))


def _tell_few_groups(table: Table, rows: IntArray, groups: IntArray, alpha: float, context: RunContext) -> None:
    """Warn of classes whose groups are so few that the samples of one may be all that is missed."""
    few = []
    for number in np.unique(table.classes[rows]):
        own = len(np.unique(groups[rows][table.classes[rows] == number]))
        if _rank(own, alpha) > own:
            few.append(f"{table.describe(int(number))} ({own})")
    if few:
        context.warning(
            f"Sets of classes are less sure than {1 - alpha:.0%} for classes with few polygons: {', '.join(few)}."
        )
