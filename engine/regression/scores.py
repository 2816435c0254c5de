"""How good values are: r2, RMSE, MAE and bias, with intervals over groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from landweave.engine.types import Float64Array, IntArray, Json
from landweave.engine.validation.intervals import DRAWS, student

FIGURES = ("r2", "rmse", "mae", "bias")
_QUANTILES = (2.5, 97.5)


def figures(truth: Float64Array, found: Float64Array) -> dict[str, float | None]:
    """Return r2, root mean square error, mean absolute error and bias (found - truth) of values (sample,).

    r2 is the share of the variance that is explained, 1 - sum of squared errors / sum of squares around the mean: it is
    below 0 where the mean would do better, and None where the truth does not vary.
    """
    error = found - truth
    spread = float(np.sum((truth - truth.mean()) ** 2))
    return {
        "r2": 1 - float(np.sum(error**2)) / spread if spread > 0 else None,
        "rmse": float(np.sqrt(np.mean(error**2))),
        "mae": float(np.mean(np.abs(error))),
        "bias": float(np.mean(error)),
    }


def assess_values(
    truth: Float64Array, found: Float64Array, groups: IntArray, seed: int, draws: int = DRAWS
) -> dict[str, Json]:
    """Return the figures, and their 95 % intervals by bootstrap over groups (polygons), which are drawn whole.

    Args:
        truth: values of the reference, shape (sample,).
        found: values of the model, shape (sample,).
        groups: polygon of each sample, shape (sample,).
        seed: of the bootstrap.
        draws: of it.

    Source: Efron and Tibshirani 1993, An introduction to the bootstrap, percentile intervals.
    """
    report: dict[str, Json] = dict(figures(truth, found))
    number = np.unique(groups, return_inverse=True)[1].ravel()
    report["intervals"] = _intervals(truth, found, number, seed, draws)
    report["samples"] = len(truth)
    report["groups"] = int(number.max()) + 1
    report["values"] = {"mean": float(truth.mean()), "std": float(truth.std()), "min": float(truth.min()),
                        "max": float(truth.max())}
    return report


def combine_value_runs(runs: Sequence[Mapping[str, Json]]) -> dict[str, Json]:
    """Join several runs: mean of each figure, 95 % Student interval of the mean. A single run stays as it is."""
    if len(runs) == 1:
        return {**runs[0], "runs": [dict(runs[0])]}
    report: dict[str, Json] = {"intervals": {}}
    for key in FIGURES:
        floor = 0.0 if key in ("rmse", "mae") else -np.inf
        mean, interval = student([run[key] for run in runs], floor, 1.0 if key == "r2" else np.inf)
        report[key], report["intervals"][key] = mean, interval
    report["samples"] = sum(run["samples"] for run in runs)
    report["groups"] = max(run["groups"] for run in runs)
    report["values"] = runs[0]["values"]
    report["runs"] = [dict(run) for run in runs]
    return report


def _intervals(
    truth: Float64Array, found: Float64Array, number: IntArray, seed: int, draws: int
) -> dict[str, list[float | None]]:
    """Return the quantiles of the figures over draws of groups, from sums over each group."""
    count = int(number.max()) + 1
    if count < 2:
        return {key: [None, None] for key in FIGURES}
    error = found - truth
    centred = truth - truth.mean()
    terms = (np.ones_like(truth), error, np.abs(error), error**2, centred, centred**2)
    sums = np.stack([np.bincount(number, weights=term, minlength=count) for term in terms])
    generator = np.random.default_rng(seed)
    weights = generator.multinomial(count, np.full(count, 1 / count), size=draws).astype(np.float64)
    size, total, absolute, squares, first, second = sums @ weights.T
    spread = second - first**2 / size
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = {
            "r2": np.where(spread > 0, 1 - squares / spread, np.nan),
            "rmse": np.sqrt(squares / size),
            "mae": absolute / size,
            "bias": total / size,
        }
    found_intervals: dict[str, list[float | None]] = {}
    for key in FIGURES:
        known = drawn[key][np.isfinite(drawn[key])]
        found_intervals[key] = [float(v) for v in np.percentile(known, _QUANTILES)] if len(known) else [None, None]
    return found_intervals
