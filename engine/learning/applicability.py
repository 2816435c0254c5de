"""The area of applicability: where the features are like those that a model was trained with.

Features are standardised and weighed by their importance. The dissimilarity index of a pixel is its distance to the
nearest training sample, as a share of the mean distance between training samples. Inside is what lies no farther than
training samples lie from those of the other folds (their upper whisker): so far the model was tested.

Where the classes are known, each has a limit of its own, which is Landweave's addition: water is alike everywhere and
built-up ground is not, so that one limit for all would take whatever is not far from water for known ground.

Source: Meyer, Pebesma 2021, doi 10.1111/2041-210X.13650.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.folds import group_folds
from landweave.engine.learning.predictors import threads
from landweave.engine.learning.reduction import unknown_in
from landweave.engine.types import AnyArray, BoolArray, Float32Array, Float64Array, IntArray

if TYPE_CHECKING:
    from landweave.engine.learning.fitting import Recipe
    from landweave.engine.learning.prepare import Table

PROTOTYPES = 1000
"""Training samples that distances are measured to: the time of a map grows with them."""
LARGEST_PROBE = 20000
"""Training samples whose distances to other folds make the threshold."""
FOLDS = 5
_ROWS = 1024  # linear algebra is done on so many rows, always: its last bits depend on the shape, and maps must not
_FEWEST = 2
_LEAST = 0.1  # of the threshold: limit of a class whose samples are all but equal
_REMEDY = "Train the model again with TRUST."


@dataclass(frozen=True, eq=False)
class Applicability:
    """Training samples in the weighed space of the features.

    Args:
        means: of the features, shape (feature,).
        weights: importance / standard deviation, shape (feature,); 0 where a feature does not count.
        prototypes: training samples, standardised and weighed, shape (prototype, feature).
        factors: threshold / limit of the prototype's class, shape (prototype,); 1 where there are no limits by class.
        mean_distance: between training samples, in the same space.
        threshold: largest dissimilarity index that is inside.
    """

    means: Float64Array
    weights: Float64Array
    prototypes: Float32Array
    factors: Float32Array
    mean_distance: float
    threshold: float

    @classmethod
    def fit(
        cls,
        features: AnyArray,
        importances: AnyArray,
        folds: IntArray,
        classes: IntArray | None = None,
        groups: IntArray | None = None,
        seed: int = 0,
        prototypes: int = PROTOTYPES,
    ) -> Applicability:
        """Place training samples and find the threshold.

        Args:
            features: shape (sample, feature); what is unknown (NODATA, NaN) counts as the mean of the feature.
            importances: of each feature, shape (feature,); below 0 counts as 0, and all alike if none counts.
            folds: number of each sample's fold, shape (sample,); groups are whole in them. Two or more.
            classes: class numbers, shape (sample,): each has its own limit, and an equal share of a thinned set as far
                as it has samples; None: one limit for all, as in the paper.
            groups: polygons, shape (sample,): a thinned set takes them in turn.
            seed: of the thinning.
            prototypes: samples kept at most.

        Raises:
            ValueError: if the shapes do not fit, or there are not two folds.
        """
        if features.ndim != 2 or not len(features) == len(folds) or features.shape[1] != len(importances):
            raise ValueError(f"features {features.shape}, {len(importances)} importances, {len(folds)} fold numbers")
        if len(np.unique(folds)) < _FEWEST:
            raise ValueError("the threshold needs two folds")
        means, weights = _scaling(features, importances)
        kept = thinned(len(features), classes, groups, prototypes, seed)
        kept = _with_two_folds(kept, folds)
        weigh = partial(_weighed, means=means, weights=weights)
        points = weigh(features[kept])
        probes = np.arange(0, len(features), max(1, -(-len(features) // LARGEST_PROBE)))
        found = np.empty(len(probes), dtype=np.float32)
        with threads().limit(limits=1):
            spread = _mean_distance(points)
            for part, squares in _squared_distances(features[probes], weigh, points):
                squares[folds[probes[part], None] == folds[kept]] = np.inf
                found[part] = np.sqrt(squares.min(axis=1))
        known = np.isfinite(found)
        limit = upper_whisker(found[known] / spread)
        factors = np.ones(len(points), dtype=np.float32)
        if classes is not None and limit > 0:
            factors = _class_factors(found[known] / spread, classes[probes[known]], classes[kept], limit)
        return cls(means, weights, points, factors, spread, limit)

    def dissimilarity(self, features: AnyArray) -> Float32Array:
        """Return the dissimilarity index of each pixel, the same whatever pixels stand beside it, shape (pixel,).

        It is scaled so that the limit of the class of the nearest sample is the threshold.

        Args:
            features: shape (pixel, feature), int16 or real; what is unknown counts as the mean of the feature.

        Raises:
            ValueError: if the number of features is another one.
        """
        if features.ndim != 2 or features.shape[1] != len(self.means):
            raise ValueError(f"the samples have {len(self.means)} features, the pixels {features.shape[1:]}")
        found = np.empty(len(features), dtype=np.float32)
        weigh = partial(_weighed, means=self.means, weights=self.weights)
        with threads().limit(limits=1):
            for part, squares in _squared_distances(features, weigh, self.prototypes):
                nearest = squares.argmin(axis=1)
                distances = np.sqrt(squares[np.arange(len(squares)), nearest])
                found[part] = distances / np.float32(self.mean_distance) * self.factors[nearest]
        return found

    def to_bytes(self) -> bytes:
        """Return the arrays as `.npz`; equal ones give equal bytes."""
        buffer = io.BytesIO()
        scalars = np.array([self.mean_distance, self.threshold], dtype=np.float64)
        np.savez(buffer, means=self.means, weights=self.weights, prototypes=self.prototypes, factors=self.factors,
                 scalars=scalars)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Applicability:
        """Build from what `to_bytes` gave.

        Raises:
            UserError: if the arrays are not those of an area of applicability.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                found = {name: arrays[name] for name in ("means", "weights", "prototypes", "factors", "scalars")}
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise UserError(f"The area of applicability in the model cannot be read: {error}.", _REMEDY) from error
        _check_arrays(**found)
        distance, threshold = found.pop("scalars").tolist()
        return cls(**found, mean_distance=distance, threshold=threshold)


def fit_applicability(recipe: Recipe, table: Table, rows: IntArray, groups: IntArray, folds: int = FOLDS) -> (
    Applicability
):
    """Return the area of applicability of a model.

    The importances are those of a forest whatever the learner is: they say which features tell the classes apart.

    Args:
        recipe: how the model is learnt: its seed and threads.
        table: samples.
        rows: of the table that the model is learnt from.
        groups: polygon of each row of the table, shape (sample,).
        folds: parts that the groups are divided into; fewer where there are fewer groups.
    """
    features, classes, own = table.matrix[rows], table.classes[rows], groups[rows]
    divided = fold_numbers(classes, own, folds, recipe.seed)
    importances = forest_importances(features, classes, recipe.seed, recipe.jobs)
    return Applicability.fit(features, importances, divided, classes, own, recipe.seed)


def fold_numbers(classes: IntArray, groups: IntArray, folds: int, seed: int) -> IntArray:
    """Return a fold for each sample, groups whole and classes spread over them, shape (sample,).

    Where all samples are of one group, they are divided one by one.
    """
    members = np.unique(groups, return_inverse=True)[1].ravel()
    if members.max(initial=0) == 0:
        members = np.arange(len(classes))
    count = max(_FEWEST, min(folds, int(members.max()) + 1))
    found = np.zeros(len(classes), dtype=np.int64)
    for number, (_, held) in enumerate(group_folds(classes, members, count, seed)):
        found[held] = number
    return found


def forest_importances(features: AnyArray, classes: IntArray, seed: int, jobs: int = 1) -> Float64Array:
    """Return how much each feature tells the classes apart, by a small forest; they sum to 1, shape (feature,).

    Source: Breiman 2001, doi 10.1023/A:1010933404324; mean decrease of impurity as scikit-learn computes it.
    """
    from sklearn.ensemble import RandomForestClassifier

    chosen = thinned(len(features), classes, None, LARGEST_PROBE, seed)
    forest = RandomForestClassifier(50, max_depth=25, min_samples_leaf=3, random_state=seed, n_jobs=jobs)
    forest.fit(features[chosen], classes[chosen])
    found: Float64Array = np.asarray(forest.feature_importances_, dtype=np.float64)
    return found


def thinned(
    count: int, classes: IntArray | None, groups: IntArray | None, limit: int, seed: int
) -> IntArray:
    """Return at most `limit` of so many samples, in ascending order: each class an equal share, groups in turn.

    What a class has too few for goes to the others.
    """
    if count <= limit:
        return np.arange(count)
    order = np.random.default_rng(seed).permutation(count)
    if groups is not None:
        order = order[np.argsort(_turn(groups[order]), kind="stable")]
    own = np.zeros(count, dtype=np.int64) if classes is None else classes
    turns = _turn(own[order])
    return np.sort(order[np.argsort(turns, kind="stable")[:limit]])


def upper_whisker(values: AnyArray) -> float:
    """Return the largest value that is at most 1.5 interquartile ranges above the third quartile."""
    low, high = np.quantile(values, [0.25, 0.75])
    return float(values[values <= high + 1.5 * (high - low)].max())


def _turn(labels: IntArray) -> IntArray:
    """Return for each entry how many equal ones stand before it."""
    order = np.argsort(labels, kind="stable")
    ranked = labels[order]
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    sizes = np.diff(np.r_[starts, len(labels)])
    turns = np.empty(len(labels), dtype=np.int64)
    turns[order] = np.arange(len(labels)) - np.repeat(starts, sizes)
    return turns


def _with_two_folds(kept: IntArray, folds: IntArray) -> IntArray:
    """Add a sample of another fold where thinning left one fold only."""
    if len(np.unique(folds[kept])) >= _FEWEST:
        return kept
    other = np.flatnonzero(folds != folds[kept[0]])[:1]
    return np.sort(np.concatenate([kept, other]))


def _scaling(features: AnyArray, importances: AnyArray) -> tuple[Float64Array, Float64Array]:
    """Return means and weights of the features."""
    known, sums = np.zeros((2, features.shape[1]))
    for there, block in _blocks(features):
        known += there.sum(axis=0)
        sums += np.where(there, block, 0.0).sum(axis=0)
    means = sums / np.maximum(known, 1)
    squares = np.zeros_like(means)
    for there, block in _blocks(features):
        squares += np.square(np.where(there, block - means, 0.0)).sum(axis=0)
    deviations = np.sqrt(squares / np.maximum(known, 1))
    wanted = np.maximum(np.nan_to_num(np.asarray(importances, dtype=np.float64)), 0.0)
    if not (wanted * deviations).any():
        wanted = np.ones(len(wanted))
    weights = np.divide(wanted / wanted.max(), deviations, out=np.zeros_like(means), where=deviations > 0)
    return means, weights


def _blocks(features: AnyArray) -> Iterator[tuple[BoolArray, Float64Array]]:
    """Yield what is known and the values, in double precision, of some rows at a time."""
    for start in range(0, len(features), _ROWS):
        rows = features[start : start + _ROWS]
        yield ~unknown_in(rows), rows.astype(np.float64)


def _weighed(features: AnyArray, means: Float64Array, weights: Float64Array) -> Float32Array:
    """Return standardised and weighed features; what is unknown counts as the mean."""
    return np.where(unknown_in(features), 0.0, (features - means) * weights).astype(np.float32)


def _squared_distances(
    features: AnyArray, weigh: Callable[[AnyArray], Float32Array], points: Float32Array
) -> Iterator[tuple[slice, Float32Array]]:
    """Yield rows and their squared distances to all points, shape (row, point), in blocks of one shape."""
    turned = np.ascontiguousarray(points.T)
    own = np.square(points).sum(axis=1)
    whole = np.zeros((_ROWS, points.shape[1]), dtype=np.float32)
    products = np.empty((_ROWS, len(points)), dtype=np.float32)
    for start in range(0, len(features), _ROWS):
        part = slice(start, min(start + _ROWS, len(features)))
        count = part.stop - start
        whole[:count] = weigh(features[part])
        np.matmul(whole, turned, out=products)
        squares = products[:count]
        squares *= np.float32(-2.0)
        squares += own
        squares += np.square(whole[:count]).sum(axis=1)[:, None]
        np.maximum(squares, np.float32(0.0), out=squares)  # a little below by rounding
        yield part, squares


def _class_factors(found: Float32Array, of_found: IntArray, of_points: IntArray, limit: float) -> Float32Array:
    """Return limit / own limit of each point's class, shape (point,); 1 for a class that no distance is known of."""
    factors = np.ones(len(of_points), dtype=np.float32)
    for number in np.unique(of_found):
        own = upper_whisker(found[of_found == number])
        factors[of_points == number] = limit / max(own, _LEAST * limit)
    return factors


def _mean_distance(points: Float32Array) -> float:
    """Return the mean distance between two different points; 1 where all are equal."""
    total = 0.0
    for part, squares in _squared_distances(points, np.asarray, points):
        squares[np.arange(len(squares)), np.arange(part.start, part.stop)] = 0.0
        total += float(np.sqrt(squares).sum(dtype=np.float64))
    mean = total / max(len(points) * (len(points) - 1), 1)
    return mean if mean > 0 else 1.0


def _check_arrays(
    means: AnyArray, weights: AnyArray, prototypes: AnyArray, factors: AnyArray, scalars: AnyArray
) -> None:
    """Refuse arrays that do not belong together."""
    dtypes: list[Any] = [a.dtype for a in (means, weights, prototypes, factors, scalars)]
    fits = (
        dtypes == [np.float64, np.float64, np.float32, np.float32, np.float64]
        and means.ndim == 1 and weights.shape == means.shape and scalars.shape == (2,)
        and prototypes.ndim == 2 and prototypes.shape[1] == len(means) and len(prototypes) > 0
        and factors.shape == (len(prototypes),) and bool((factors > 0).all())
        and all(bool(np.isfinite(a).all()) for a in (means, weights, prototypes, factors, scalars))
        and scalars[0] > 0 and scalars[1] >= 0
    )  # fmt: skip
    if not fits:
        raise UserError("The area of applicability in the model is damaged.", _REMEDY)
