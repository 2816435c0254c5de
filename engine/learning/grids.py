"""Candidates of a search: grids of options, those that Landweave proposes and the user's own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.learning.estimators import Method, check_learner, effective_options, parse_options

Grid = Mapping[str, Sequence[Any]]

_FOREST: Grid = {"max_features": ["log2", "sqrt", 0.1, 0.3], "min_samples_leaf": [1, 3, 6]}
GRIDS: Mapping[str, Sequence[Grid]] = MappingProxyType(
    {
        "random_forest": [_FOREST],
        "extra_trees": [_FOREST],
        "decision_tree": [{"max_depth": [6, 12, 25], "min_samples_leaf": [1, 5, 20]}],
        "boosting": [{"learning_rate": [0.05, 0.1, 0.2], "max_iter": [100, 300], "max_leaf_nodes": [15, 31]}],
        "lightgbm": [{"learning_rate": [0.05, 0.1], "n_estimators": [100, 300], "num_leaves": [15, 31, 63]}],
        "svm": [{"C": [1.0, 10.0, 100.0], "gamma": ["scale", 0.0005, 0.002, 0.01]}],
        "linear_svm": [{"C": [0.001, 0.01, 0.1, 1.0, 10.0]}],
        "mlp": [{"hidden_layer_sizes": [[100], [200], [100, 50]], "alpha": [0.0001, 0.01, 1.0]}],
        "knn": [{"n_neighbors": [1, 3, 5, 9, 15], "weights": ["uniform", "distance"]}],
        "nearest_centroid": [{"shrink_threshold": [None, 0.1, 0.5, 1.0]}],
        "lda": [{"solver": ["svd"]}, {"solver": ["lsqr"], "shrinkage": ["auto", 0.01, 0.1, 0.5]}],
        "qda": [{"reg_param": [0.001, 0.01, 0.1, 0.3, 0.6]}],
        "gaussian_nb": [{"var_smoothing": [1e-9, 1e-6, 1e-3, 1e-1]}],
        "logistic": [{"C": [0.001, 0.01, 0.1, 1.0, 10.0]}],
        "ridge": [{"alpha": [0.1, 1.0, 10.0, 100.0, 1000.0]}],
        "sgd": [{"alpha": [1e-5, 1e-4, 1e-3, 1e-2], "penalty": ["l2", "elasticnet"]}],
    }
)  # fmt: skip
"""What is tried where the user gives no grid: the options that matter most, over the range that is usual."""
MOST_CANDIDATES = 1000
_EXAMPLE = 'Write it like {"n_estimators": [100, 300], "min_samples_leaf": [1, 3]}.'


def parse_grid(method: Method, text: str) -> list[Grid]:
    """Read GRID: a JSON object of lists of values by option, or a list of such objects.

    Raises:
        UserError: if it is none, or an option is unknown or decided elsewhere; if the learner is a neural network,
            which takes minutes for each candidate.
    """
    if method.is_network:
        raise UserError(f"The options of neural networks ({method.name}) are not searched: each try takes too long.",
                        "Compare two or three presets with cross_validate, or choose another METHOD.")
    if not text.strip():
        return list(GRIDS[method.name])
    try:
        value = json.loads(text)
    except ValueError as error:
        raise UserError(f"GRID is not JSON: {error}.", _EXAMPLE) from error
    grids = value if isinstance(value, list) else [value]
    if not grids or not all(isinstance(grid, dict) and grid for grid in grids):
        raise UserError("GRID is not a JSON object of lists.", _EXAMPLE)
    for grid in grids:
        for key, values in grid.items():
            if not isinstance(values, list) or not values:
                raise UserError(f"GRID has no list of values for '{key}'.", _EXAMPLE)
        parse_options(method, json.dumps(grid), "GRID")
    return grids


def candidates(
    method: Method, grids: Sequence[Grid], fixed: Mapping[str, Any], draws: int, seed: int, weighed: bool
) -> list[dict[str, Any]]:
    """Return the options to try, those of the grid in its order; first, in any case, no option at all.

    Args:
        method: the learner.
        grids: what to combine.
        fixed: options that all share.
        draws: number of combinations drawn at random; 0: all of them.
        seed: of the draw.
        weighed: whether classes will be weighed.

    Raises:
        UserError: if there are too many, or the learner refuses a value.
    """
    from sklearn.model_selection import ParameterGrid, ParameterSampler

    count = len(ParameterGrid(grids))
    if draws <= 0 and count > MOST_CANDIDATES:
        cause = f"GRID has {count:,} combinations; more than {MOST_CANDIDATES:,} are not tried one by one."
        raise UserError(cause, "Shorten its lists, or use SEARCH=random.")
    chosen = ParameterGrid(grids) if not 0 < draws < count else ParameterSampler(grids, draws, random_state=seed)
    found: list[dict[str, Any]] = []
    seen: list[Any] = []
    for options in [{}, *chosen]:
        whole = effective_options(method, {**fixed, **options})
        if whole not in seen:
            check_learner(method, {**fixed, **options}, seed, weighed)
            seen.append(whole)
            found.append({key: options[key] for key in sorted(options)})
    return found
