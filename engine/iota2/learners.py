"""The classifier of a configuration: OTB's by name and options, scikit-learn's by class and keywords."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from landweave.engine.errors import UserError
from landweave.engine.iota2.conversion import Conversion, is_on, is_set, plain
from landweave.engine.iota2.networks import convert_network
from landweave.engine.learning.estimators import METHODS, RESERVED, parse_options
from landweave.engine.types import Json

_TRAIN, _SCIKIT = ("argTrain",), ("scikit_models_parameters",)


def _number(text: str) -> Json:
    value = float(text)
    return int(value) if value.is_integer() else value


def _or_root(text: str) -> Json:
    """OTB's 0 stands for the square root of the number of features."""
    return _number(text) or "sqrt"


def _may_be_split(text: str) -> Json:
    """OTB does not split a node of so many samples; scikit-learn wants the least number that it does split."""
    return int(float(text)) + 1


def _layers(text: str) -> Json:
    return [int(n) for n in re.split(r"[;,\s]+", text.strip()) if n]


_Options = Mapping[str, tuple[str, Callable[[str], Json]]]
_OTB: Mapping[str, tuple[str, _Options]] = {
    "rf": ("random_forest", {"nbtrees": ("n_estimators", _number), "max": ("max_depth", _number),
                             "min": ("min_samples_split", _may_be_split), "var": ("max_features", _or_root)}),
    "sharkrf": ("random_forest", {"nbtrees": ("n_estimators", _number), "mtry": ("max_features", _or_root),
                                  "nodesize": ("min_samples_split", _may_be_split)}),
    "libsvm": ("svm", {"k": ("kernel", str), "c": ("C", _number), "gamma": ("gamma", _number),
                       "degree": ("degree", _number)}),
    "svm": ("svm", {"k": ("kernel", str), "c": ("C", _number), "gamma": ("gamma", _number)}),
    "boost": ("boosting", {"w": ("max_iter", _number), "m": ("max_depth", _number)}),
    "gbt": ("boosting", {"w": ("max_iter", _number), "s": ("learning_rate", _number), "max": ("max_depth", _number)}),
    "dt": ("decision_tree", {"max": ("max_depth", _number), "min": ("min_samples_split", _may_be_split)}),
    "ann": ("mlp", {"sizes": ("hidden_layer_sizes", _layers), "iter": ("max_iter", _number)}),
    "bayes": ("gaussian_nb", {}),
    "knn": ("knn", {"k": ("n_neighbors", _number)}),
}  # fmt: skip
_KERNELS = {"linear": "linear", "rbf": "rbf", "poly": "poly", "sigmoid": "sigmoid"}
_CLASSES = {
    "RandomForestClassifier": "random_forest", "ExtraTreesClassifier": "extra_trees",
    "DecisionTreeClassifier": "decision_tree", "HistGradientBoostingClassifier": "boosting", "SVC": "svm",
    "LinearSVC": "linear_svm", "MLPClassifier": "mlp", "KNeighborsClassifier": "knn",
    "NearestCentroid": "nearest_centroid", "LinearDiscriminantAnalysis": "lda",
    "QuadraticDiscriminantAnalysis": "qda", "GaussianNB": "gaussian_nb", "LogisticRegression": "logistic",
    "RidgeClassifier": "ridge", "SGDClassifier": "sgd",
}  # fmt: skip
_OF_NETWORK = "the network of deep_learning_parameters is used."
_OF_THE_SEARCH = ("crossvalidationparameters", "crossvalidationgrouped", "crossvalidationfolds", "standardization")


def convert_learner(c: Conversion) -> None:
    """Set METHOD, METHOD_OPTIONS and TUNE."""
    name, model = c.take("model_type", *_SCIKIT)
    if convert_network(c):
        for key, sections in (("classifier", _TRAIN), ("options", _TRAIN), ("otb_classifier_options", _TRAIN)):
            c.ignore(c.take(key, *sections)[0], _OF_NETWORK)
        c.ignore(name, _OF_NETWORK)
        for key in [key for section, key, _, _ in c.rest() if section == plain(_SCIKIT[0])]:
            c.ignore(c.take(key, *_SCIKIT)[0], _OF_NETWORK)
        c.ignore(c.take("enableCrossValidation", "chain")[0], "options of networks are not searched.")
        return
    if is_set(model):
        _scikit(c, name, str(model))
    else:
        c.ignore(name, "no scikit-learn model is asked for.")
        _otb(c)
    for switch, sections in (("enableCrossValidation", ("chain",)), ("cross_validation_parameters", _SCIKIT)):
        name, value = c.take(switch, *sections)
        if is_on(value) or (isinstance(value, dict) and value):
            c.set("TUNE", True, name, "the options are searched with groups kept whole; for a grid of your own use "
                                      "tune_classifier and give what it finds as METHOD_OPTIONS")
        else:
            c.ignore(name, "is off.")
    for switch, reason in (("cross_validation_grouped", "folds always keep polygons whole."),
                           ("cross_validation_folds", "folds are those of tune_classifier."),
                           ("standardization", "learners that need it standardise the features inside the model.")):
        c.ignore(c.take(switch, *_SCIKIT)[0], reason)


def _otb(c: Conversion) -> None:
    name, classifier = c.take("classifier", *_TRAIN)
    kind = str(classifier or "rf").lower()
    given_name, given = c.take("options", *_TRAIN)
    if not given_name:
        given_name, given = c.take("otb_classifier_options", *_TRAIN)
    if kind not in _OTB:
        c.refuse(name, f"the learner '{classifier}' has no counterpart: choose a METHOD. The default is random_forest.")
        c.ignore(given_name, "belongs to that learner.")
        return
    method, known = _OTB[kind]
    if name:
        c.set("METHOD", method, name)
    found: dict[str, Json] = {}
    for option, text in _otb_options(given, kind):
        if option not in known:
            c.ignore(f"{given_name} {option}", f"{method} has no such option.")
            continue
        target, convert = known[option]
        try:
            value = _KERNELS.get(text, "rbf") if target == "kernel" else convert(text)
        except ValueError:
            c.refuse(f"{given_name} {option}", f"'{text}' is no value for it.")
            continue
        found[target] = value
    if found:
        c.set("METHOD_OPTIONS", json.dumps(found), given_name, ", ".join(f"{k} {v}" for k, v in found.items()))
    else:
        c.ignore(given_name, "no option of it differs from the defaults.")


def _otb_options(given: Json, kind: str) -> list[tuple[str, str]]:
    """Return option and value of '-classifier.rf.min 5 ...' or {'classifier.rf.min': 5}."""
    if isinstance(given, dict):
        pairs = [(str(key), str(value)) for key, value in given.items()]
    else:
        pairs = re.findall(r"-(classifier\.\S+)\s+(\S+)", str(given or ""))
    return [(key.removeprefix(f"classifier.{kind}."), value) for key, value in pairs]


def _scikit(c: Conversion, name: str, model: str) -> None:
    method = _CLASSES.get(model)
    for key in ("classifier", "options", "otb_classifier_options"):
        c.ignore(c.take(key, *_TRAIN)[0], "the model of scikit_models_parameters is used.")
    keywords = [(key, written) for section, key, written, _ in c.rest() if section == plain(_SCIKIT[0])]
    if method is None:
        c.refuse(name, f"the model '{model}' has no counterpart: choose a METHOD. The default is random_forest.")
        for key, _ in keywords:
            c.ignore(c.take(key, *_SCIKIT)[0], "belongs to that model.")
        return
    c.set("METHOD", method, name)
    options = _known_keywords(c, method, keywords)
    if options:
        c.parameters["METHOD_OPTIONS"] = json.dumps(options)


def _known_keywords(c: Conversion, method: str, keywords: list[tuple[str, str]]) -> dict[str, Json]:
    """Take the keywords of the estimator, and return those that its METHOD knows."""
    options: dict[str, Json] = {}
    for key, written in keywords:
        if key in _OF_THE_SEARCH:
            continue
        _, value = c.take(key, *_SCIKIT)
        option = written.partition(".")[2]
        try:
            parse_options(METHODS[method], json.dumps({option: value}))
        except UserError as error:
            note = c.ignore if option in RESERVED else c.refuse
            note(written, f"{error.message} {error.hint}")
        else:
            options[option] = value
            c.map(written, f"becomes {option} in METHOD_OPTIONS.")
    return options
