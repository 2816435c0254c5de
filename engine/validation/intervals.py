"""How far a figure of accuracy can be trusted: intervals over polygons and over runs.

Pixels of one polygon are alike, so what is drawn anew is the polygon, never the pixel.
Polygons are drawn within the class they belong to (few classes have many). A stratum of
n polygons gives n - 1 draws whose weights are raised by n / (n - 1): the variance is then
that of a sample of n, which the plain bootstrap understates for the few polygons that a
class often has. The percentiles are widened by Student's quantile for the same reason.

Source: Rao and Wu 1988, doi 10.1080/01621459.1988.10478591 (rescaled bootstrap of clusters);
Hesterberg 2015, doi 10.1080/00031305.2015.1089789 (expanded percentiles).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse, stats

from landweave.engine.types import AnyArray, Float64Array, IntArray, Json
from landweave.engine.validation.scores import HEADLINE, PER_CLASS, confusion, label_indices, measures, scores

DRAWS = 2000
CELLS_AT_ONCE = 4_000_000
BOOTSTRAP = "bootstrap_polygons"
STUDENT = "student_runs"


def assess(
    reference: AnyArray,
    predicted: AnyArray,
    groups: AnyArray | None,
    labels: Sequence[Any],
    names: Sequence[str] | None = None,
    seed: int = 0,
    draws: int = DRAWS,
) -> dict[str, Json]:
    """Score one set of predictions, with 95 % intervals by bootstrap over its groups.

    Args:
        reference: class of each sample, shape (sample,).
        predicted: what the map or the model says, shape (sample,).
        groups: polygon of each sample, shape (sample,); None: every sample on its own.
        labels: all classes, the order of the matrix.
        names: their names.
        seed: of the draws.
        draws: number of draws.

    Returns:
        What `scores` gives, with `intervals` filled (also in each of `classes`), `interval_method` and `groups`.
    """
    report = scores(confusion(reference, predicted, labels), labels, names)
    members = np.arange(len(reference)) if groups is None else np.unique(groups, return_inverse=True)[1].ravel()
    cells = label_indices(reference, labels) * len(labels) + label_indices(predicted, labels)
    parts = sparse.coo_matrix((np.ones(len(cells)), (members, cells)), shape=_shape(members, len(labels))).tocsr()
    found = bootstrap(parts, len(labels), seed, draws)
    report["interval_method"] = BOOTSTRAP
    report["groups"] = int(parts.shape[0])
    _put_intervals(report, found)
    return report


def bootstrap(parts: Any, size: int, seed: int, draws: int = DRAWS) -> dict[str, Float64Array]:
    """Draw whole groups anew and return the 95 % intervals of every figure.

    Args:
        parts: confusion matrices of the groups, flattened, sparse, shape (group, class * class).
        size: number of classes.
        seed: of the draws.
        draws: number of draws.

    Returns:
        Arrays (2,) of the headline figures and (2, class) of those by class: low, high.
    """
    strata = _strata(parts, size)
    generator = np.random.default_rng(seed)
    chunk = max(1, CELLS_AT_ONCE // max(parts.shape[0], size * size))
    drawn: list[dict[str, Float64Array]] = []
    for start in range(0, draws, chunk):
        weights = _weights(strata, min(chunk, draws - start), generator)
        drawn.append(measures((parts.T @ weights.T).T.reshape(-1, size, size)))
    tail = _tail(parts.shape[0] - len(strata))
    return {key: _percentiles(np.concatenate([d[key] for d in drawn]), tail) for key in HEADLINE + PER_CLASS}


def combine_runs(runs: Sequence[Mapping[str, Json]]) -> dict[str, Json]:
    """Join several runs: mean of each figure, 95 % Student interval of the mean, sum of the matrices.

    The runs share one reference and differ in how it was split, so this interval tells how much a figure
    depends on the split; each run keeps its own interval over polygons in `runs`. A single run is given back
    with itself as `runs`.

    Source: Student 1908, doi 10.1093/biomet/6.1.1.
    """
    if not runs:
        raise ValueError("no run to combine")
    if len(runs) == 1:
        return {**runs[0], "runs": [dict(runs[0])]}
    matrix = np.sum([np.asarray(run["confusion"]["matrix"]) for run in runs], axis=0)
    report = scores(matrix, runs[0]["confusion"]["labels"], runs[0]["confusion"]["names"])
    for key in HEADLINE:
        floor = -1.0 if key == "kappa" else 0.0
        report[key], report["intervals"][key] = student([run[key] for run in runs], floor)
    for i, entry in enumerate(report["classes"]):
        entry["intervals"] = {}
        for key in PER_CLASS:
            entry[key], entry["intervals"][key] = student([run["classes"][i][key] for run in runs])
    report["interval_method"] = STUDENT
    report["groups"] = max(run.get("groups", 0) for run in runs)
    report["runs"] = [dict(run) for run in runs]
    return report


def student(values: Sequence[float | None], floor: float = 0.0) -> tuple[float | None, list[float | None]]:
    """Return the mean and its 95 % Student interval within floor and 1; `[None, None]` for fewer than two values."""
    known = np.array([v for v in values if v is not None], dtype=np.float64)
    if len(known) == 0:
        return None, [None, None]
    mean = float(known.mean())
    if len(known) == 1:
        return mean, [None, None]
    half = float(stats.t.ppf(0.975, len(known) - 1) * known.std(ddof=1) / np.sqrt(len(known)))
    return mean, [max(mean - half, floor), min(mean + half, 1.0)]


def _shape(members: IntArray, size: int) -> tuple[int, int]:
    """Return (groups, cells)."""
    return (int(members.max()) + 1 if len(members) else 0, size * size)


def _strata(parts: Any, size: int) -> list[IntArray]:
    """Return the groups of each class (that of most of their reference samples).

    Classes with a single group are put together: alone they would seem to have no variance.
    """
    rows = np.asarray(parts @ np.kron(np.eye(size), np.ones((size, 1))))
    owner = rows.argmax(axis=1)
    found = [np.flatnonzero(owner == i) for i in range(size)]
    lonely = [members for members in found if len(members) == 1]
    strata = [members for members in found if len(members) > 1]
    if len(lonely) == 1 and strata:
        smallest = min(range(len(strata)), key=lambda i: len(strata[i]))
        strata[smallest] = np.concatenate([strata[smallest], lonely[0]])
    elif lonely:
        strata.append(np.concatenate(lonely))
    return strata


def _weights(strata: list[IntArray], draws: int, generator: np.random.Generator) -> Float64Array:
    """Return how often each group is drawn, rescaled, shape (draw, group)."""
    weights = np.ones((draws, sum(len(members) for members in strata)))
    for members in strata:
        n = len(members)
        if n > 1:
            weights[:, members] = generator.multinomial(n - 1, np.full(n, 1 / n), size=draws) * (n / (n - 1))
    return weights


def _tail(freedom: int) -> float:
    """Return the share to leave out at each side so that the interval is as wide as Student's."""
    return float(stats.norm.cdf(-stats.t.ppf(0.975, max(freedom, 1))))


def _percentiles(values: Float64Array, tail: float) -> Float64Array:
    """Return the low and the high percentile over the draws, without those that have no value."""
    columns = values.reshape(len(values), -1)
    bounds = np.full((2, columns.shape[1]), np.nan)
    for i, column in enumerate(columns.T):
        known = column[np.isfinite(column)]
        if len(known):
            bounds[:, i] = np.quantile(known, (tail, 1 - tail))
    return bounds.reshape((2, *values.shape[1:]))


def _put_intervals(report: dict[str, Json], found: Mapping[str, Float64Array]) -> None:
    """Write the intervals into the report, which then lie around its figures."""
    for key in HEADLINE:
        report["intervals"][key] = _around(report[key], found[key])
    for i, entry in enumerate(report["classes"]):
        entry["intervals"] = {key: _around(entry[key], found[key][:, i]) for key in PER_CLASS}


def _around(value: float | None, bounds: Float64Array) -> list[float | None]:
    """Return `[low, high]`, [None, None] when there is no figure or no draw had one."""
    if value is None or not np.all(np.isfinite(bounds)):
        return [None, None]
    return [min(float(bounds[0]), value), max(float(bounds[1]), value)]
