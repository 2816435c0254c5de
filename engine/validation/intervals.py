"""How far a figure of accuracy can be trusted: intervals over polygons and over runs.

Pixels of one polygon are alike, so what is drawn anew is the polygon, never the pixel.
Polygons are drawn within the class they belong to (few classes have many). A stratum of
n polygons gives n - 1 draws whose weights are raised by n / (n - 1): the variance is then
that of a sample of n, which the plain bootstrap understates for the few polygons that a
class often has. Percentiles of so few polygons never leave the range of the polygons seen,
so the interval is the bootstrap's standard error times Student's quantile (polygons less
strata; for one class its polygons less one), on the logit scale, where shares are near to
symmetric and stay between 0 and 1. A share without any variance (all right) has Wilson's
interval for as many observations as there are polygons.

Source: Rao and Wu 1988, doi 10.1080/01621459.1988.10478591 (rescaled bootstrap of clusters);
Dean and Pagano 2015, doi 10.1093/jssam/smv024 (logit intervals of clustered shares);
Wilson 1927, doi 10.1080/01621459.1927.10502953.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse, special, stats

from landweave.engine.types import AnyArray, Float64Array, IntArray, Json
from landweave.engine.validation.scores import HEADLINE, PER_CLASS, confusion, label_indices, measures_of_sums, scores

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
    sums = _sums(parts, size)
    chunk = max(1, CELLS_AT_ONCE // max(parts.shape[0], 3 * size))
    drawn: list[dict[str, Float64Array]] = []
    for start in range(0, draws, chunk):
        weights = _weights(strata, min(chunk, draws - start), generator)
        drawn.append(measures_of_sums(*(sums @ weights.T).T.reshape(-1, 3, size).transpose(1, 0, 2)))
    spread = {key: _deviation(np.concatenate([d[key] for d in drawn])) for key in HEADLINE + PER_CLASS}
    counts = np.bincount(_owners(parts, size), minlength=size)
    everywhere = np.asarray(sums.sum(axis=1)).reshape(3, size)
    return {
        key: _around_value(
            figure, spread[key], counts if key in PER_CLASS else np.asarray(parts.shape[0]),
            counts - 1 if key in PER_CLASS else np.asarray(parts.shape[0] - len(strata)), key == "kappa",
        )
        for key, figure in measures_of_sums(*everywhere).items()
    }  # fmt: skip


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


def student(
    values: Sequence[float | None], floor: float = 0.0, ceiling: float = 1.0
) -> tuple[float | None, list[float | None]]:
    """Return the mean and its 95 % Student interval within limits; `[None, None]` for fewer than two values."""
    known = np.array([v for v in values if v is not None], dtype=np.float64)
    if len(known) == 0:
        return None, [None, None]
    mean = float(known.mean())
    if len(known) == 1:
        return mean, [None, None]
    half = float(stats.t.ppf(0.975, len(known) - 1) * known.std(ddof=1) / np.sqrt(len(known)))
    return mean, [max(mean - half, floor), min(mean + half, ceiling)]


def _shape(members: IntArray, size: int) -> tuple[int, int]:
    """Return (groups, cells)."""
    return (int(members.max()) + 1 if len(members) else 0, size * size)


def _strata(parts: Any, size: int) -> list[IntArray]:
    """Return the groups of each class (that of most of their reference samples).

    Classes with a single group are put together: alone they would seem to have no variance.
    """
    owner = _owners(parts, size)
    found = [np.flatnonzero(owner == i) for i in range(size)]
    lonely = [members for members in found if len(members) == 1]
    strata = [members for members in found if len(members) > 1]
    if len(lonely) == 1 and strata:
        smallest = min(range(len(strata)), key=lambda i: len(strata[i]))
        strata[smallest] = np.concatenate([strata[smallest], lonely[0]])
    elif lonely:
        strata.append(np.concatenate(lonely))
    return strata


def _owners(parts: Any, size: int) -> IntArray:
    """Return the class of each group: that of most of its reference samples, the first of equals."""
    cells = sparse.coo_matrix(parts)
    rows = sparse.csr_matrix((cells.data, (cells.row, cells.col // size)), shape=(parts.shape[0], size))
    owners: IntArray = np.asarray(rows.argmax(axis=1)).ravel().astype(np.int64)
    return owners


def _sums(parts: Any, size: int) -> Any:
    """Return what the figures need of the groups' matrices, sparse, shape (3 * class, group).

    First the diagonals, then the sums by reference class, then those by map class.
    """
    cells = sparse.coo_matrix(parts)
    reference, predicted = np.divmod(cells.col.astype(np.int64), size)
    hit = reference == predicted
    places = np.concatenate([reference[hit], size + reference, 2 * size + predicted])
    groups = np.concatenate([cells.row[hit], cells.row, cells.row])
    values = np.concatenate([cells.data[hit], cells.data, cells.data])
    return sparse.csr_matrix((values, (places, groups)), shape=(3 * size, parts.shape[0]))


def _weights(strata: list[IntArray], draws: int, generator: np.random.Generator) -> Float64Array:
    """Return how often each group is drawn, rescaled, shape (draw, group)."""
    weights = np.ones((draws, sum(len(members) for members in strata)))
    for members in strata:
        n = len(members)
        if n > 1:
            # Drawn one by one and counted: a multinomial, without a binomial for every group.
            drawn = generator.integers(0, n, size=(draws, n - 1)) + n * np.arange(draws)[:, None]
            weights[:, members] = np.bincount(drawn.ravel(), minlength=draws * n).reshape(draws, n) * (n / (n - 1))
    return weights


def _deviation(values: Float64Array) -> Float64Array:
    """Return the standard deviation over the draws (axis 0), without those that have no value."""
    known = np.isfinite(values)
    number = known.sum(axis=0)
    mean = np.divide(np.where(known, values, 0.0).sum(axis=0), np.maximum(number, 1))
    squares = np.where(known, (values - mean) ** 2, 0.0).sum(axis=0)
    deviation: Float64Array = np.where(number > 1, np.sqrt(squares / np.maximum(number - 1, 1)), np.nan)
    return deviation


def _around_value(
    figure: Float64Array, spread: Float64Array, groups: AnyArray, freedom: AnyArray, is_kappa: bool
) -> Float64Array:
    """Return low and high, shape (2, ...)."""
    quantile = stats.t.ppf(0.975, np.maximum(freedom, 1))
    if is_kappa:  # may be negative: no logit
        bounds: Float64Array = np.stack([figure - quantile * spread, figure + quantile * spread])
        return np.minimum(np.maximum(bounds, -1.0), 1.0)
    inside = np.clip(figure, 1e-9, 1 - 1e-9)
    centre = special.logit(inside)
    half = quantile * spread / (inside * (1 - inside))
    free = special.expit(np.stack([centre - half, centre + half]))
    bare = np.where(np.isfinite(spread), _wilson(figure, np.maximum(groups, 1), quantile), np.nan)
    return np.where((spread > 0) & (figure > 0) & (figure < 1), free, bare)


def _wilson(figure: Float64Array, groups: AnyArray, quantile: AnyArray) -> Float64Array:
    """Return Wilson's interval of a share seen in a number of independent groups, shape (2, ...)."""
    square = quantile**2 / groups
    centre = (figure + square / 2) / (1 + square)
    half = quantile / (1 + square) * np.sqrt(figure * (1 - figure) / groups + square / (4 * groups))
    return np.stack([centre - half, centre + half])


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
