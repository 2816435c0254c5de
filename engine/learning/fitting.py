"""Fit a learner on a table and return what predicts."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.estimators import Method, make_estimator
from landweave.engine.learning.kinds import StoredPredictor
from landweave.engine.learning.predictors import (
    ColumnPredictor,
    EstimatorPredictor,
    ForestPredictor,
    ReducedPredictor,
    softmax_scores,
)
from landweave.engine.learning.reduction import fit_reduction
from landweave.engine.series.plan import Feature
from landweave.engine.types import AnyArray, Float64Array, IntArray, Json

CALIBRATION_FOLDS = 3


def _ignore(message: str) -> None:
    del message


@dataclass(frozen=True)
class Recipe:
    """How to learn: everything but the data.

    Args:
        method: the learner.
        options: the user's keyword arguments.
        seed: decides every random choice.
        jobs: threads; without effect on the result.
        balanced: weigh classes inversely to their frequency.
        warn: is told what the learner complains about.
        reduction: options of the principal components that are learnt from (`reduction.fit_reduction`); None: the
            features themselves.
        features: of the columns of the table; needed for the reduction only.
    """

    method: Method
    options: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    jobs: int = 1
    balanced: bool = False
    warn: Callable[[str], None] = _ignore
    reduction: Json = None
    features: tuple[Feature, ...] = ()


def once(warn: Callable[[str], None]) -> Callable[[str], None]:
    """Return a function that passes each sentence on once only: folds complain alike."""
    said: set[str] = set()

    def pass_on(message: str) -> None:
        if message not in said:
            said.add(message)
            warn(message)

    return pass_on


def fit(recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None) -> StoredPredictor:
    """Fit a learner.

    Args:
        recipe: how.
        features: shape (sample, feature), without NODATA.
        classes: class numbers 0..k-1, each present, shape (sample,).
        groups: polygon of each sample, kept whole where parts of the data are held out; None: none known.

    Returns:
        A predictor of k classes. The principal components that it may begin with are fitted on these samples too.

    Raises:
        UserError: if the learner refuses the user's options.
    """
    if recipe.reduction is not None:
        with _limited_threads(recipe.jobs):
            reduction = fit_reduction(features, recipe.features, recipe.reduction)
        return ReducedPredictor(reduction, _fit_plain(recipe, reduction.apply(features), classes, groups))
    return _fit_plain(recipe, features, classes, groups)


def _fit_plain(recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None) -> StoredPredictor:
    with _limited_threads(recipe.jobs), _explained(recipe):
        estimator = _fitted(recipe, features, classes)
        if recipe.method.is_forest:
            from landweave.engine.learning.forest import CompiledForest

            return ForestPredictor(CompiledForest.from_sklearn(estimator))
        if recipe.method.has_probabilities and hasattr(estimator, "predict_proba"):
            return EstimatorPredictor(estimator)
        return EstimatorPredictor(estimator, temperature(recipe, features, classes, groups))


def fit_some(
    recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None, of: int
) -> ColumnPredictor:
    """Fit on samples that may lack some of the classes; the predictor still answers for all `of` of them."""
    present, numbers = np.unique(classes, return_inverse=True)
    inner = fit(recipe, features, numbers.ravel(), groups)
    return ColumnPredictor(tuple(int(c) for c in present), of, lambda: inner)


def temperature(recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None) -> float:
    """Find the factor of decision scores whose softmax is likeliest on held-out polygons.

    A single factor keeps the order of the classes, so the label is always the likeliest class.

    Source: Guo et al. 2017, arXiv 1706.04599.
    """
    scores, truth = _held_out_scores(recipe, features, classes, groups)
    if len(truth) == 0:
        return 1.0
    from scipy.optimize import minimize_scalar

    def loss(logarithm: float) -> float:
        chosen = softmax_scores(scores, float(np.exp(logarithm)))[np.arange(len(truth)), truth]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    found = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20.0)), method="bounded")
    return float(np.exp(found.x))


def _held_out_scores(
    recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None
) -> tuple[Float64Array, IntArray]:
    """Return decision scores of samples that the estimator did not see, and their classes."""
    from sklearn.model_selection import StratifiedGroupKFold

    members = np.arange(len(classes)) if groups is None else np.unique(groups, return_inverse=True)[1].ravel()
    folds = min(CALIBRATION_FOLDS, len(np.unique(members)))
    scores: list[AnyArray] = []
    truth: list[IntArray] = []
    if folds > 1:
        splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=recipe.seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", category=UserWarning)
            splits = list(splitter.split(features, classes, members))
        every = np.unique(classes)
        for learn, held in splits:
            if np.array_equal(np.unique(classes[learn]), every):
                scores.append(_fitted(recipe, features[learn], classes[learn]).decision_function(features[held]))
                truth.append(classes[held])
    if not scores:
        return np.zeros((0, 1)), np.zeros(0, dtype=np.int64)
    return np.concatenate(scores), np.concatenate(truth)


def _fitted(recipe: Recipe, features: AnyArray, classes: IntArray) -> Any:
    """Return a fitted estimator."""
    estimator = make_estimator(recipe.method, recipe.options, recipe.seed, recipe.jobs, recipe.balanced)
    extra = {}
    if recipe.balanced and recipe.method.weights == "sample_weight":
        counts = np.bincount(classes)
        name = f"{estimator.steps[-1][0]}__sample_weight" if hasattr(estimator, "steps") else "sample_weight"
        extra[name] = (len(classes) / (np.count_nonzero(counts) * counts))[classes]
    data = features if recipe.method.is_forest else np.asarray(features, dtype=np.float64)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        estimator.fit(data, classes, **extra)
    if any(w.category.__name__ == "ConvergenceWarning" for w in caught):
        recipe.warn(f"{recipe.method.name} stopped before it was done: give a larger max_iter in METHOD_OPTIONS.")
    if hasattr(estimator, "_bin_mapper"):
        estimator._bin_mapper.n_threads = 1  # kept in the model otherwise, whose bytes it must not change
    return estimator


@contextmanager
def _limited_threads(jobs: int) -> Iterator[None]:
    """Keep OpenMP within the workers granted, and linear algebra to one thread: its last bits depend on them."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits={"openmp": max(jobs, 1), "blas": 1}):
        yield


@contextmanager
def _explained(recipe: Recipe) -> Iterator[None]:
    """Turn the learner's refusal of the user's options into a sentence."""
    try:
        yield
    except (ValueError, TypeError) as error:
        if not recipe.options:
            raise
        said = " ".join(str(error).split())[:300].rstrip(".")
        raise UserError(
            f"{recipe.method.name} does not work with METHOD_OPTIONS {dict(recipe.options)}: {said}.",
            "Correct the option, or leave it out.",
        ) from error
