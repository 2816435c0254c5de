"""Fit a learner on a table and return what predicts."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.before import turned
from landweave.engine.learning.calibration import (
    CalibratedPredictor,
    Calibration,
    check_calibration,
    fit_calibration,
    reliability,
)
from landweave.engine.learning.estimators import Method, make_estimator
from landweave.engine.learning.folds import Split, group_folds
from landweave.engine.learning.kinds import StoredPredictor
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.learning.network_run import NetworkRun
from landweave.engine.learning.predictors import (
    ColumnPredictor,
    EstimatorPredictor,
    ForestPredictor,
    missing_as_nan,
    softmax_scores,
)
from landweave.engine.learning.priors import PriorPredictor
from landweave.engine.learning.threads import limited_threads
from landweave.engine.learning.weights import learnt_shares, sample_weights
from landweave.engine.series.plan import Feature
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray, Json

TEMPERATURE_FOLDS = 3
CALIBRATION_FOLDS = 5


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
        features: of the columns of the table; needed for the reduction and for networks.
        weights: by class number, beside `balanced`; empty: none.
        calibration: how probabilities are made true on held-out polygons, one of CALIBRATIONS.
        priors: shares of the classes in the area to map, by class number; empty: as among the samples.
        network: what a network is told besides its options.
        embedding: weights by whose embeddings of the series is learnt (`networks.embedding.load_embedding`); None:
            the features themselves.
    """

    method: Method
    options: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    jobs: int = 1
    balanced: bool = False
    warn: Callable[[str], None] = _ignore
    reduction: Json = None
    features: tuple[Feature, ...] = ()
    weights: tuple[float, ...] = ()
    calibration: str = "none"
    priors: tuple[float, ...] = ()
    network: NetworkRun = field(default_factory=NetworkRun)
    embedding: Json = None

    @property
    def is_weighed(self) -> bool:
        """Tell whether classes weigh differently."""
        return self.balanced or bool(self.weights)

    def limited_to(self, present: IntArray) -> Recipe:
        """Return the recipe for samples of some of the classes only, numbered anew."""
        weights = tuple(self.weights[c] for c in present) if self.weights else ()
        priors = tuple(self.priors[c] for c in present) if self.priors else ()
        return replace(self, weights=weights, priors=priors)


def once(warn: Callable[[str], None]) -> Callable[[str], None]:
    """Return a function that passes each sentence on once only: folds complain alike."""
    said: set[str] = set()

    def pass_on(message: str) -> None:
        if message not in said:
            said.add(message)
            warn(message)

    return pass_on


def fit(
    recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None,
    made_up: MadeUp | None = None,
) -> StoredPredictor:
    """Fit a learner, and what stands before it: components, calibration, priors.

    Args:
        recipe: how.
        features: shape (sample, feature), without NODATA.
        classes: class numbers 0..k-1, each present, shape (sample,).
        groups: polygon of each sample, kept whole where parts of the data are held out; None: none known.
        made_up: samples that were made of others: nothing is measured on them, and they are not learnt from where one
            that they were made of is held out; None: all are real.

    Returns:
        A predictor of k classes. The principal components that it may begin with are fitted on these samples too.

    Raises:
        UserError: if the learner refuses the user's options, or there is no such calibration.
    """
    check_calibration(recipe.calibration)
    made_up = MadeUp.untold(np.zeros(len(classes), np.bool_)) if made_up is None else made_up
    before = _priors_of(recipe, classes) if recipe.priors else None
    learning = recipe if before is None else replace(recipe, network=recipe.network.behind(before))
    predictor = _fit_turned(learning, features, classes, groups, made_up)
    if recipe.calibration != "none":
        predictor = _calibrated(recipe, predictor, features, classes, groups, made_up)
    return predictor if before is None else before(predictor)


def _priors_of(recipe: Recipe, classes: IntArray) -> Callable[[StoredPredictor], PriorPredictor]:
    """Return what puts the correction by the priors before a predictor."""
    weights = sample_weights(classes, recipe.balanced, recipe.weights)
    wanted = np.array(recipe.priors) / sum(recipe.priors)
    learnt = learnt_shares(classes, weights, len(wanted))
    return lambda inner: PriorPredictor(learnt, wanted, inner)


def fit_some(
    recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None, of: int,
    made_up: MadeUp | None = None,
) -> ColumnPredictor:  # fmt: skip
    """Fit on samples that may lack some of the classes; the predictor still answers for all `of` of them."""
    present, numbers = np.unique(classes, return_inverse=True)

    def for_all(inner: StoredPredictor) -> ColumnPredictor:
        return ColumnPredictor(tuple(int(c) for c in present), of, lambda: inner)

    own = recipe.limited_to(present)
    own = replace(own, network=own.network.behind(for_all))
    return for_all(fit(own, features, numbers.ravel(), groups, made_up))


def _fit_turned(
    recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None, made_up: MadeUp
) -> StoredPredictor:
    """Fit a learner behind components or embeddings, where the recipe asks for them."""
    if recipe.embedding is not None and recipe.method.is_network:
        raise UserError(f"The samples are embedded, and {recipe.method.name} learns from series.",
                        "Use the samples as they were before embed_samples, with PRETRAINED, or another learner.")
    matrix, put_before = turned(recipe, features)
    if put_before is None:
        return _fit_plain(recipe, matrix, classes, groups, made_up)
    own = replace(recipe, network=recipe.network.behind(put_before))
    return put_before(_fit_plain(own, matrix, classes, groups, made_up))


def _fit_plain(
    recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None, made_up: MadeUp
) -> StoredPredictor:
    method = recipe.method
    if method.is_network:
        from landweave.engine.learning.networks.training import fit_network

        return fit_network(recipe, features, classes, groups, made_up)
    with limited_threads(recipe.jobs), explained(method.name, recipe.options):
        estimator = _fitted(recipe, features, classes)
        if method.is_forest:
            from landweave.engine.learning.forest import CompiledForest

            return ForestPredictor(CompiledForest.from_sklearn(estimator))
        if hasattr(estimator, "booster_"):
            from landweave.engine.learning.boosted import BoostedPredictor

            return BoostedPredictor.from_estimator(estimator)
        if method.has_probabilities:
            return EstimatorPredictor(estimator, knows_missing=method.knows_missing)
        return EstimatorPredictor(estimator, temperature(recipe, features, classes, groups, made_up))


def _calibrated(
    recipe: Recipe, predictor: StoredPredictor, features: AnyArray, classes: IntArray, groups: AnyArray | None,
    made_up: MadeUp,
) -> CalibratedPredictor:  # fmt: skip
    """Make probabilities true by those of models that did not see the polygon, as many as there are folds.

    How true they are is measured with what was fitted on the other folds.
    """
    plain = replace(recipe, calibration="none", priors=(), warn=_ignore, network=recipe.network.aside())
    count = int(classes.max()) + 1
    fold = np.full(len(classes), -1)
    found = np.zeros((len(classes), count), np.float32)
    for number, (learn, held) in enumerate(_folds(recipe, classes, groups, made_up, CALIBRATION_FOLDS)):
        held = held[np.isin(classes[held], classes[learn])]  # noqa: PLW2901
        if len(held) and len(np.unique(classes[learn])) > 1:
            own = groups[learn] if groups is not None else None
            model = fit_some(plain, features[learn], classes[learn], own, count, made_up.subset(learn))
            found[held], fold[held] = model.predict_proba(features[held]), number
    weights = sample_weights(classes, recipe.balanced, recipe.weights)
    weights = np.ones(len(classes)) if weights is None else weights

    def learnt(rows: BoolArray) -> Calibration:
        return fit_calibration(recipe.calibration, found[rows], classes[rows], weights[rows])

    after = found.copy()
    for number in np.unique(fold[fold >= 0]):
        after[fold == number] = learnt((fold >= 0) & (fold != number)).apply(found[fold == number])
    seen = fold >= 0
    if not seen.any():
        recipe.warn("Probabilities could not be calibrated: there are too few polygons to hold some of them out.")
    figures = {
        "method": recipe.calibration,
        "samples": int(seen.sum()),
        "before": reliability(found[seen], classes[seen], weights[seen]),
        "after": reliability(after[seen], classes[seen], weights[seen]),
    }
    return CalibratedPredictor(learnt(seen), predictor, figures)


def temperature(
    recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None, made_up: MadeUp
) -> float:
    """Find the factor of decision scores whose softmax is likeliest on held-out polygons.

    A single factor keeps the order of the classes, so the label is always the likeliest class.

    Source: Guo et al. 2017, arXiv 1706.04599.
    """
    scores, truth = _held_out_scores(recipe, features, classes, groups, made_up)
    return likeliest_factor(lambda factor: softmax_scores(scores, factor), truth) if len(truth) else 1.0


def likeliest_factor(
    probabilities: Callable[[float], AnyArray], truth: IntArray, weights: AnyArray | None = None
) -> float:
    """Find the factor of scores that makes what was seen likeliest.

    Args:
        probabilities: of a factor, shape (sample, class).
        truth: class numbers, shape (sample,).
        weights: of the samples, shape (sample,); None: all alike.
    """
    from scipy.optimize import minimize_scalar

    def loss(logarithm: float) -> float:
        chosen = probabilities(float(np.exp(logarithm)))[np.arange(len(truth)), truth]
        return float(np.average(-np.log(np.maximum(chosen, 1e-12)), weights=weights))

    found = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20.0)), method="bounded")
    return float(np.exp(found.x))


def _held_out_scores(
    recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None, made_up: MadeUp
) -> tuple[Float64Array, IntArray]:
    """Return decision scores of samples that the estimator did not see, and their classes."""
    scores: list[AnyArray] = []
    truth: list[IntArray] = []
    every = np.unique(classes)
    for learn, held in _folds(recipe, classes, groups, made_up, TEMPERATURE_FOLDS):
        if len(held) and np.array_equal(np.unique(classes[learn]), every):
            scores.append(_fitted(recipe, features[learn], classes[learn]).decision_function(features[held]))
            truth.append(classes[held])
    if not scores:
        return np.zeros((0, 1)), np.zeros(0, dtype=np.int64)
    return np.concatenate(scores), np.concatenate(truth)


def _folds(
    recipe: Recipe, classes: IntArray, groups: AnyArray | None, made_up: MadeUp, most: int
) -> list[Split]:
    """Return rows to learn from and real rows held out, groups whole; none where there is but one group."""
    members = np.arange(len(classes)) if groups is None else np.unique(groups, return_inverse=True)[1].ravel()
    folds = min(most, len(np.unique(members)))
    if folds < 2:
        return []
    splits = [(learn, held[~made_up.made[held]]) for learn, held in group_folds(classes, members, folds, recipe.seed)]
    return [(made_up.learnable(learn, held), held) for learn, held in splits]


def _fitted(recipe: Recipe, features: AnyArray, classes: IntArray) -> Any:
    """Return a fitted estimator."""
    method = recipe.method
    estimator = make_estimator(method, recipe.options, recipe.seed, recipe.jobs, recipe.is_weighed)
    extra = {}
    if recipe.is_weighed:
        name = f"{estimator.steps[-1][0]}__sample_weight" if hasattr(estimator, "steps") else "sample_weight"
        extra[name] = sample_weights(classes, recipe.balanced, recipe.weights)
    fit_estimator(estimator, method, features, classes, recipe.warn, **extra)
    return estimator


def fit_estimator(
    estimator: Any, method: Method, features: AnyArray, target: AnyArray, warn: Callable[[str], None], **extra: Any
) -> None:
    """Fit an estimator in place.

    Args:
        estimator: of the method.
        method: says which numbers it wants.
        features: shape (sample, feature); NODATA is unknown.
        target: class numbers or values, shape (sample,).
        warn: is told what the learner complains about.
        extra: keyword arguments of its `fit`.

    Raises:
        UserError: if it looks at more neighbours than there are samples, which it would say when it predicts only.
    """
    wanted = getattr(estimator.steps[-1][1] if hasattr(estimator, "steps") else estimator, "n_neighbors", 0)
    if isinstance(wanted, int) and wanted > len(features):
        raise UserError(f"{method.name} looks at {wanted} neighbours, and {len(features)} samples are there to learn "
                        "from.", "Give a smaller n_neighbors in METHOD_OPTIONS, or add samples.")
    data: AnyArray = missing_as_nan(features) if method.knows_missing else features
    data = np.asarray(data, dtype=np.float32 if method.is_forest else np.float64)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        estimator.fit(data, target, **extra)
    if any(w.category.__name__ == "ConvergenceWarning" for w in caught):
        warn(f"{method.name} stopped before it was done: give a larger max_iter in METHOD_OPTIONS.")
    if hasattr(estimator, "_bin_mapper"):
        estimator._bin_mapper.n_threads = 1  # kept in the model otherwise, whose bytes it must not change


@contextmanager
def explained(method: str, options: Mapping[str, Any]) -> Iterator[None]:
    """Turn the learner's refusal of the user's options into a sentence."""
    try:
        yield
    except (ValueError, TypeError, NotImplementedError) as error:
        if not options:
            raise
        said = " ".join(str(error).split())[:300].rstrip(".")
        raise UserError(
            f"{method} does not work with METHOD_OPTIONS {dict(options)}: {said}.",
            "Correct the option, or leave it out.",
        ) from error
