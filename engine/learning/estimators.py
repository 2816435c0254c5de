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
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.jobs.base import check_seed
from landweave.engine.jobs.learning import METHODS as NAMES
from landweave.engine.jobs.learning import NETWORKS, SPATIAL_NETWORKS
from landweave.engine.runtime.packages import missing_package
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
        "multi_class": "Leave it out.",
        "break_ties": "Leave it out.",
        "store_covariance": "Leave it out.",
        "objective": "Leave it out.",
        "categorical_features": "Leave it out: features are numbers.",
    }
)
"""Options of a learner's class that something else decides, and what."""


@dataclass(frozen=True)
class Method:
    """A learner.

    Args:
        name: as given in METHOD.
        estimator: `module:class`, of scikit-learn or made like it.
        defaults: keyword arguments that differ from the class's.
        scaled: put the median in the place of NODATA and standardise the features first (inside the model).
        weighs: whether it can weigh samples.
        has_probabilities: False where scores are turned into probabilities by a temperature.
        is_forest: stored and applied as a compiled forest.
        knows_missing: whether it learns from samples that lack some features as such: NODATA becomes NaN.
        fixed: keyword arguments that nobody may change.
        is_network: a neural network of `networks/registry.py`, which takes NODATA as it is.
    """

    name: str
    estimator: str
    defaults: Mapping[str, Any] = field(default_factory=dict)
    scaled: bool = True
    weighs: bool = True
    has_probabilities: bool = True
    is_forest: bool = False
    knows_missing: bool = False
    fixed: Mapping[str, Any] = field(default_factory=dict)
    is_network: bool = False


FOREST_DEFAULTS = MappingProxyType(
    {"n_estimators": 100, "max_depth": 25, "min_samples_leaf": 3, "max_features": "log2"}
)
_KNOWN = {
    m.name: m
    for m in (
        Method("random_forest", "sklearn.ensemble:RandomForestClassifier", FOREST_DEFAULTS, False, is_forest=True),
        Method("extra_trees", "sklearn.ensemble:ExtraTreesClassifier", {**FOREST_DEFAULTS, "max_features": "sqrt"},
               False, is_forest=True),
        Method("decision_tree", "sklearn.tree:DecisionTreeClassifier", {"max_depth": 25, "min_samples_leaf": 5},
               False, is_forest=True),
        Method("boosting", "sklearn.ensemble:HistGradientBoostingClassifier", {"early_stopping": False}, False,
               knows_missing=True),
        # The same model whatever the number of threads: LightGBM's documentation of `deterministic`.
        Method("lightgbm", "lightgbm:LGBMClassifier", {"n_estimators": 200, "learning_rate": 0.05}, False,
               knows_missing=True, fixed={"deterministic": True, "force_col_wise": True, "verbosity": -1}),
        Method("svm", "sklearn.svm:SVC", {"C": 10.0, "kernel": "rbf"}, has_probabilities=False),
        Method("linear_svm", "sklearn.svm:LinearSVC", {"max_iter": 5000}, has_probabilities=False),
        Method("mlp", "sklearn.neural_network:MLPClassifier", {"max_iter": 300}),
        Method("knn", "sklearn.neighbors:KNeighborsClassifier", weighs=False),
        Method("nearest_centroid", "sklearn.neighbors:NearestCentroid", weighs=False),
        Method("lda", "sklearn.discriminant_analysis:LinearDiscriminantAnalysis", weighs=False),
        # Each class has a covariance of its own: with more features than samples it must be shrunk.
        Method("qda", "sklearn.discriminant_analysis:QuadraticDiscriminantAnalysis",
               {"solver": "eigen", "shrinkage": "auto"}, weighs=False),
        Method("gaussian_nb", "sklearn.naive_bayes:GaussianNB"),
        Method("logistic", "sklearn.linear_model:LogisticRegression", {"max_iter": 1000}),
        Method("ridge", "sklearn.linear_model:RidgeClassifier", has_probabilities=False),
        Method("sgd", "sklearn.linear_model:SGDClassifier", {"loss": "log_loss"}, has_probabilities=False),
    )
}  # fmt: skip
METHODS: Mapping[str, Method] = MappingProxyType({name: _KNOWN[name] for name in NAMES})


def find_method(name: str, parameter: str = "METHOD") -> Method:
    """Return the learner of that name, which a parameter gives; of a Python file, the network in it.

    Raises:
        UserError: listing those there are.
    """
    if name in (*NETWORKS, *SPATIAL_NETWORKS) or name.lower().endswith(".py"):
        return Method(name, "torch:nn", scaled=False, knows_missing=True, is_network=True)
    if name not in METHODS:
        raise UserError(f"There is no {parameter} '{name}'.", f"Choose one of: {', '.join((*METHODS, *NETWORKS))}.")
    return METHODS[name]


def parse_options(method: Method, text: str, parameter: str = "METHOD_OPTIONS") -> dict[str, Any]:
    """Read a parameter: a JSON object of keyword arguments of the learner.

    Raises:
        UserError: if the text is no JSON object, or a key is unknown (listing the known) or decided elsewhere.
    """
    if not text.strip():
        return {}
    try:
        options = json.loads(text)
    except ValueError as error:
        raise UserError(f"{parameter} is not JSON: {error}.", 'Write it like {"n_estimators": 200}.') from error
    if not isinstance(options, dict):
        raise UserError(f"{parameter} is not a JSON object.", 'Write it like {"n_estimators": 200}.')
    if method.is_network:
        from landweave.engine.learning.networks.options import check_options

        return check_options(method.name, options, parameter)
    known = set(_estimator_class(method)().get_params()) - set(RESERVED)
    for key in options:
        if key in RESERVED:
            raise UserError(f"{parameter} cannot hold '{key}'.", RESERVED[key])
        if key not in known:
            raise UserError(f"{method.name} has no option '{key}'.", f"It has: {', '.join(sorted(known))}.")
    return options


def make_estimator(method: Method, options: Mapping[str, Any], seed: int, jobs: int, weighed: bool = False) -> Any:
    """Return an unfitted estimator; the same seed gives the same model whatever the number of jobs.

    Args:
        method: the learner.
        options: the user's keyword arguments.
        seed: of all that is random.
        jobs: threads.
        weighed: whether it will be given weights.

    Raises:
        UserError: if classes shall be weighed and the learner cannot, or the seed is none.
    """
    check_seed(seed)
    if weighed and not method.weighs:
        able = ", ".join(m.name for m in METHODS.values() if m.weighs)
        raise UserError(f"{method.name} cannot weigh classes.", f"Turn weights off, or choose one of: {able}.")
    if weighed and options.get("class_weight") is not None:
        raise UserError("Classes are weighed twice.", "Leave class_weight out of METHOD_OPTIONS.")
    cls = _estimator_class(method)
    known = cls().get_params()
    values: dict[str, Any] = {**method.defaults, **options, **method.fixed}
    if "random_state" in known:
        values["random_state"] = seed
    if "n_jobs" in known and (method.is_forest or method.knows_missing):
        values["n_jobs"] = jobs
    estimator = cls(**values)
    if not method.scaled:
        return estimator
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    # A window without a clear date, a tile without a sensor: NODATA as a number would drown all others.
    known = SimpleImputer(missing_values=SERIES_NODATA, strategy="median", keep_empty_features=True)
    return make_pipeline(known, StandardScaler(), estimator)


def check_learner(method: Method, options: Mapping[str, Any], seed: int, weighed: bool) -> None:
    """Let a learner check its options as it does when it learns, before anything is learnt.

    Raises:
        UserError: as `make_estimator`, or saying what the learner says of its options.
    """
    if method.is_network:
        from landweave.engine.learning.networks.options import check_torch

        check_seed(seed)
        check_torch()
        return
    estimator = make_estimator(method, options, seed, 1, weighed)
    learner = estimator.steps[-1][1] if hasattr(estimator, "steps") else estimator
    if not hasattr(learner, "_parameter_constraints"):  # LightGBM says it when it learns
        return
    try:
        learner._validate_params()
    except ValueError as error:
        said = " ".join(str(error).split()).rstrip(".")
        raise UserError(f"{method.name} does not work with METHOD_OPTIONS {dict(options)}: {said}.",
                        "Correct the option, or leave it out.") from error


def effective_options(method: Method, options: Mapping[str, Any]) -> Json:
    """Return the defaults with the user's options over them, for the record."""
    if method.is_network:
        from landweave.engine.learning.networks.options import complete_options

        return complete_options(method.name, options)
    return {**method.defaults, **options}


def _estimator_class(method: Method) -> Any:
    module, name = method.estimator.split(":")
    try:
        return getattr(importlib.import_module(module), name)
    except ImportError as error:
        raise missing_package("This learner needs", module) from error
