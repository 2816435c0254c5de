"""The learners by name: their defaults, their options, how they weigh classes.

The default forest is that of the French national map: 100 trees, depth 25, minimum 5
samples. In the software that made that map the minimum is of a node that may still be
split: one of 5 samples or fewer is not. Leaves of at least 3 samples do the same (a node
of fewer than 6 cannot be split) and keep single, perhaps mislabelled pixels from having
leaves of their own. A split looks at log2(features) of the features, not at their square
root: dates and bands are so alike that fewer do as well, in less than half the time.
Overall accuracy with whole groups held out, mean over seeds (Mato Grosso, 1837 samples;
Slovenia, 9939 pixels, 5 dates on the default grid): as here 0.966 and 0.846; square root
0.966 and 0.842; with it, leaves of 5 0.963 and 0.848, leaves of 1 with nodes of 5 split
0.968 and 0.830.

Source: Inglada et al. 2017, doi 10.3390/rs9010095; the minimum: OpenCV's reference of
`DTrees::setMinSampleCount`, on which Orfeo ToolBox's forest stands.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.jobs.base import check_seed
from landweave.engine.types import SERIES_NODATA, Json

RESERVED = MappingProxyType(
    {
        "random_state": "Use SEED.",
        "n_jobs": "Use WORKERS.",
        "verbose": "Leave it out.",
        "warm_start": "Leave it out.",
        "probability": "Leave it out: there are always probabilities.",
        "oob_score": "Use cross_validate.",
        "decision_function_shape": "Leave it out.",
        "break_ties": "Leave it out.",
        "categorical_features": "Leave it out: features are numbers.",
    }
)
"""Options of scikit-learn that something else decides, and what."""


@dataclass(frozen=True)
class Method:
    """A learner.

    Args:
        name: as given in METHOD.
        estimator: `module:class` of scikit-learn.
        defaults: keyword arguments that differ from scikit-learn's.
        scaled: put the median in the place of NODATA and standardise the features first (inside the model).
        weights: how classes are weighed: `class_weight`, `sample_weight`, or `` where the learner cannot.
        has_probabilities: False where scores are turned into probabilities by a temperature.
        is_forest: stored and applied as a compiled forest.
    """

    name: str
    estimator: str
    defaults: Mapping[str, Any]
    scaled: bool = True
    weights: str = "class_weight"
    has_probabilities: bool = True
    is_forest: bool = False


FOREST_DEFAULTS = MappingProxyType(
    {"n_estimators": 100, "max_depth": 25, "min_samples_leaf": 3, "max_features": "log2"}
)
METHODS = {
    m.name: m
    for m in (
        Method("random_forest", "sklearn.ensemble:RandomForestClassifier", FOREST_DEFAULTS, False, is_forest=True),
        Method("extra_trees", "sklearn.ensemble:ExtraTreesClassifier", {**FOREST_DEFAULTS, "max_features": "sqrt"},
               False, is_forest=True),
        Method("svm", "sklearn.svm:SVC", {"C": 10.0, "kernel": "rbf"}, has_probabilities=False),
        Method("boosting", "sklearn.ensemble:HistGradientBoostingClassifier", {"early_stopping": False}, False),
        Method("mlp", "sklearn.neural_network:MLPClassifier", {"max_iter": 300}, weights="sample_weight"),
        Method("knn", "sklearn.neighbors:KNeighborsClassifier", {}, weights=""),
        Method("lda", "sklearn.discriminant_analysis:LinearDiscriminantAnalysis", {}, weights=""),
        Method("logistic", "sklearn.linear_model:LogisticRegression", {"max_iter": 1000}),
    )
}


def find_method(name: str) -> Method:
    """Return the learner of that name.

    Raises:
        UserError: listing those there are.
    """
    if name not in METHODS:
        raise UserError(f"There is no METHOD '{name}'.", f"Choose one of: {', '.join(METHODS)}.")
    return METHODS[name]


def parse_options(method: Method, text: str) -> dict[str, Any]:
    """Read METHOD_OPTIONS: a JSON object of keyword arguments of the learner.

    Raises:
        UserError: if the text is no JSON object, or a key is unknown (listing the known) or decided elsewhere.
    """
    if not text.strip():
        return {}
    try:
        options = json.loads(text)
    except ValueError as error:
        raise UserError(f"METHOD_OPTIONS is not JSON: {error}.", 'Write it like {"n_estimators": 200}.') from error
    if not isinstance(options, dict):
        raise UserError("METHOD_OPTIONS is not a JSON object.", 'Write it like {"n_estimators": 200}.')
    known = set(_estimator_class(method)().get_params()) - set(RESERVED)
    for key in options:
        if key in RESERVED:
            raise UserError(f"METHOD_OPTIONS cannot hold '{key}'.", RESERVED[key])
        if key not in known:
            raise UserError(f"{method.name} has no option '{key}'.", f"It has: {', '.join(sorted(known))}.")
    return options


def make_estimator(method: Method, options: Mapping[str, Any], seed: int, jobs: int, balanced: bool) -> Any:
    """Return an unfitted estimator; the same seed gives the same model whatever the number of jobs.

    Raises:
        UserError: if classes shall be balanced and the learner cannot, or the seed is none.
    """
    check_seed(seed)
    if balanced and not method.weights:
        able = ", ".join(m.name for m in METHODS.values() if m.weights)
        raise UserError(f"{method.name} cannot weigh classes.", f"Turn balancing off, or choose one of: {able}.")
    cls = _estimator_class(method)
    known = cls().get_params()
    values: dict[str, Any] = {**method.defaults, **options}
    if "random_state" in known:
        values["random_state"] = seed
    if "n_jobs" in known and method.is_forest:
        values["n_jobs"] = jobs
    if balanced and method.weights == "class_weight":
        values["class_weight"] = "balanced"
    estimator = cls(**values)
    if not method.scaled:
        return estimator
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    # A window without a clear date, a tile without a sensor: NODATA as a number would drown all others.
    known = SimpleImputer(missing_values=SERIES_NODATA, strategy="median", keep_empty_features=True)
    return make_pipeline(known, StandardScaler(), estimator)


def effective_options(method: Method, options: Mapping[str, Any]) -> Json:
    """Return the defaults with the user's options over them, for the record."""
    return {**method.defaults, **options}


def _estimator_class(method: Method) -> Any:
    module, name = method.estimator.split(":")
    return getattr(importlib.import_module(module), name)
