"""The learners of a quantity by name, and how one is fitted.

The default forest has the trees of the classifiers' (100, depth 25, leaves of 3) and looks at a third of the features
at a split, as Breiman advises for regression (2001, doi 10.1023/A:1010933404324).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.regression import REGRESSORS as NAMES
from landweave.engine.learning.before import turned
from landweave.engine.learning.estimators import Method, make_estimator
from landweave.engine.learning.fitting import explained, fit_estimator
from landweave.engine.learning.kinds import StoredPredictor
from landweave.engine.learning.predictors import ForestPredictor
from landweave.engine.learning.threads import limited_threads
from landweave.engine.regression.predictors import BoostedValues, EstimatorValues, ScaledPredictor
from landweave.engine.series.plan import Feature
from landweave.engine.types import AnyArray, Float64Array, Json

_FOREST = {"n_estimators": 100, "max_depth": 25, "min_samples_leaf": 3, "max_features": 1 / 3}
_KNOWN = {
    m.name: m
    for m in (
        Method("random_forest", "sklearn.ensemble:RandomForestRegressor", _FOREST, False, is_forest=True),
        Method("extra_trees", "sklearn.ensemble:ExtraTreesRegressor", _FOREST, False, is_forest=True),
        Method("boosting", "sklearn.ensemble:HistGradientBoostingRegressor", {"early_stopping": False}, False,
               knows_missing=True),
        Method("lightgbm", "lightgbm:LGBMRegressor", {"n_estimators": 200, "learning_rate": 0.05}, False,
               knows_missing=True, fixed={"deterministic": True, "force_col_wise": True, "verbosity": -1}),
        Method("svm", "sklearn.svm:SVR", {"C": 10.0}),
        Method("mlp", "sklearn.neural_network:MLPRegressor", {"max_iter": 500}),
        Method("knn", "sklearn.neighbors:KNeighborsRegressor"),
        Method("ridge", "sklearn.linear_model:Ridge"),
        Method("linear", "sklearn.linear_model:LinearRegression"),
    )
}  # fmt: skip
REGRESSORS: Mapping[str, Method] = MappingProxyType({name: _KNOWN[name] for name in NAMES})

_LOW, _SPAN = 0.25, 0.5
"""Forests learn values brought to 0.25 ... 0.75: a compiled forest keeps shares between 0 and 1, and no leaf is 0."""


def _ignore(message: str) -> None:
    del message


@dataclass(frozen=True)
class ValueRecipe:
    """How to learn a quantity: everything but the data.

    Args:
        method: the learner.
        options: the user's keyword arguments.
        seed: decides every random choice.
        jobs: threads; without effect on the result.
        warn: is told what the learner complains about.
        reduction: options of the principal components that are learnt from; None: the features themselves.
        features: of the columns; needed for the reduction and the embedding.
        embedding: weights by whose embeddings of the series is learnt; None: the features themselves.
    """

    method: Method
    options: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    jobs: int = 1
    warn: Callable[[str], None] = _ignore
    reduction: Json = None
    features: tuple[Feature, ...] = ()
    embedding: Json = None


def find_regressor(name: str) -> Method:
    """Return the learner of that name.

    Raises:
        UserError: listing those there are.
    """
    if name not in REGRESSORS:
        raise UserError(f"There is no METHOD '{name}' for a quantity.", f"Choose one of: {', '.join(REGRESSORS)}.")
    return REGRESSORS[name]


def fit_values(recipe: ValueRecipe, features: AnyArray, values: Float64Array) -> StoredPredictor:
    """Fit a learner on features (sample, feature) and values (sample,).

    Returns:
        A predictor of one column, which holds the values.

    Raises:
        UserError: if the learner refuses the user's options.
    """
    matrix, put_before = turned(recipe, features)
    found = _fit(recipe, matrix, values)
    return found if put_before is None else put_before(found)


def _fit(recipe: ValueRecipe, features: AnyArray, values: Float64Array) -> StoredPredictor:
    method = recipe.method
    low, span = (float(values.min()), float(np.ptp(values)) or 1.0) if method.is_forest else (
        float(values.mean()), float(values.std()) or 1.0)
    scaled = (values - low) / span
    if method.is_forest:
        scaled, low, span = _LOW + _SPAN * scaled, low - span * _LOW / _SPAN, span / _SPAN
    with limited_threads(recipe.jobs), explained(method.name, recipe.options):
        estimator = make_estimator(method, recipe.options, recipe.seed, recipe.jobs)
        fit_estimator(estimator, method, features, scaled, recipe.warn)
        return ScaledPredictor(low, span, _inner(method, estimator))


def _inner(method: Method, estimator: Any) -> StoredPredictor:
    if method.is_forest:
        from landweave.engine.learning.forest import CompiledForest

        return ForestPredictor(CompiledForest.from_sklearn(estimator))
    if hasattr(estimator, "booster_"):
        return BoostedValues.from_estimator(estimator)
    return EstimatorValues(estimator, method.knows_missing)
