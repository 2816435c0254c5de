"""The area of applicability: where the features are like those that a model was trained with.

Two questions are put to a pixel. How far does it lie from the nearest training sample? And how clearly does a forest of
those samples name one class for it? Each answer is compared with what held-out samples gave, whose polygons took no
part: its surprise is the negative logarithm of the share of them that lie as far, or are as doubtful. The dissimilarity
index is the sum of both surprises, and inside is what does not exceed all but a few of the held-out samples. A class
that was not learnt may lie far from the samples, or between those of two classes, and each question alone misses one.

Distances are taken in the first principal components of the features, each feature divided by how it varies within
classes: what is left out is mostly noise, in which all distances are alike. Each class has its own scale: water is
alike everywhere and built-up ground is not.

Sources: Meyer, Pebesma 2021, doi 10.1111/2041-210X.13650 (the question, distances to the samples of other folds);
Hendrycks, Gimpel 2017, doi 10.48550/arXiv.1610.02136 (the largest probability tells what was not learnt); Fisher 1932,
Statistical Methods for Research Workers, section 21.1 (the sum).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.folds import group_folds
from landweave.engine.learning.forest import CompiledForest
from landweave.engine.learning.predictors import threads
from landweave.engine.learning.reduction import Part, Reduction, unknown_in
from landweave.engine.learning.tails import Tail
from landweave.engine.types import AnyArray, Float32Array, Float64Array, IntArray

if TYPE_CHECKING:
    from landweave.engine.learning.prepare import Table

PROTOTYPES = 1000
"""Training samples that distances are measured to: the time of a map grows with them."""
LARGEST = 10000
"""Training samples that are looked at."""
FOLDS = 5
COMPONENTS = 20
TREES = 50
SMALLEST_LEAF = 1
MISSED = 0.09
"""Share of the held-out samples that may lie outside."""
_ROWS = 1024  # linear algebra is done on so many rows, always: its last bits depend on the shape, and maps must not
_FEWEST = 2
_LEAST = 1e-3  # of the mean distance: scale of a class whose samples are all but equal
_TINY = 1e-6  # scale where all samples are equal: its square is still a number
_LOWEST = 0.1  # threshold where all samples are alike: rounding alone puts nothing outside
_REMEDY = "Train the model again with TRUST."
_ARRAYS = ("scales", "prototypes", "far", "doubtful", "threshold")


@dataclass(frozen=True, eq=False)
class Applicability:
    """Training samples in the space of their components, a forest of them, and what is usual of held-out samples.

    Args:
        space: from features to components.
        prototypes: training samples, shape (prototype, component).
        scales: distance within which most held-out samples of the prototype's class find one of it, shape (prototype,).
        forest: of the training samples.
        far: surprises of distances, as shares of the scale of the nearest sample.
        doubtful: surprises of 1 - the probability of the likeliest class.
        threshold: largest dissimilarity index that is inside.
    """

    space: Reduction
    prototypes: Float32Array
    scales: Float32Array
    forest: CompiledForest
    far: Tail
    doubtful: Tail
    threshold: float

    @classmethod
    def fit(
        cls, features: AnyArray, classes: IntArray, groups: IntArray, folds: IntArray, seed: int = 0, jobs: int = 1,
        prototypes: int = PROTOTYPES,
    ) -> Applicability:
        """Learn what is usual.

        Args:
            features: shape (sample, feature); what is unknown (NODATA, NaN) counts as the mean of the feature.
            classes: class numbers, shape (sample,), at least two.
            groups: polygons, shape (sample,): a thinned set takes them in turn.
            folds: number of each sample's fold, shape (sample,); groups are whole in them. Two or more.
            seed: of the thinning and of the forest.
            jobs: threads of the forest; without effect on the result.
            prototypes: samples kept at most.

        Raises:
            ValueError: if the shapes do not fit, or there are not two folds or two classes.
        """
        if features.ndim != 2 or not len(features) == len(folds) == len(classes) == len(groups):
            raise ValueError(f"features {features.shape}, {len(classes)} classes, {len(folds)} fold numbers")
        if len(np.unique(folds)) < _FEWEST or len(np.unique(classes)) < _FEWEST:
            raise ValueError("what is usual needs two folds and two classes")
        looked = thinned(len(features), classes, groups, LARGEST, seed)
        looked = _with_two_folds(looked, folds)
        features, classes, groups, folds = features[looked], classes[looked], groups[looked], folds[looked]
        space = class_space(features, classes)
        points = space.apply(features)
        kept = _with_two_folds(thinned(len(points), classes, groups, prototypes, seed), folds)
        distances, scales = _usual_distances(points, classes, folds, kept)
        grow = partial(_grown, seed=seed, jobs=jobs)
        whole = _filled(features, space.means)
        doubts = _usual_doubts(whole, classes, folds, grow)
        far, doubtful = Tail.of(distances[np.isfinite(distances)]), Tail.of(doubts)
        index = far.surprise(np.where(np.isfinite(distances), distances, 0.0)) + doubtful.surprise(doubts)
        limit = float(np.quantile(index, 1 - MISSED, method="higher"))
        return cls(space, points[kept], scales, grow(whole, classes), far, doubtful, max(limit, _LOWEST))

    def dissimilarity(self, features: AnyArray) -> Float32Array:
        """Return the dissimilarity index of each pixel, the same whatever pixels stand beside it, shape (pixel,).

        Args:
            features: shape (pixel, feature), int16 or real; what is unknown counts as the mean of the feature.

        Raises:
            ValueError: if the number of features is another one.
        """
        if features.ndim != 2 or features.shape[1] != self.space.feature_count:
            raise ValueError(f"the samples have {self.space.feature_count} features, the pixels {features.shape[1:]}")
        points = self.space.apply(features)
        squared = np.square(self.scales)
        near = np.empty(len(points), dtype=np.float32)
        with threads().limit(limits=1):
            for part, squares in _squared_distances(points, self.prototypes):
                near[part] = np.sqrt((squares / squared).min(axis=1))
        doubts = 1.0 - self.forest.predict_proba(_filled(features, self.space.means)).max(axis=1)
        return (self.far.surprise(near) + self.doubtful.surprise(doubts)).astype(np.float32)

    def to_bytes(self) -> bytes:
        """Return the arrays as `.npz`; equal ones give equal bytes."""
        buffer = io.BytesIO()
        forest = {f"forest_{name}": array for name, array in self.forest.to_arrays().items()}
        tails = {name: np.stack([tail.values, tail.surprises]) for name, tail in
                 (("far", self.far), ("doubtful", self.doubtful))}
        space = np.frombuffer(self.space.to_bytes(), dtype=np.uint8)
        np.savez(buffer, space=space, prototypes=self.prototypes, scales=self.scales,
                 threshold=np.array([self.threshold]), **tails, **forest)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Applicability:
        """Build from what `to_bytes` gave.

        Raises:
            UserError: if the arrays are not those of an area of applicability.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                found = {name: arrays[name] for name in arrays.files}
            space = Reduction.from_bytes(found.pop("space").tobytes())
            stored = {name: found.pop(name) for name in _ARRAYS}
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise UserError(f"The area of applicability in the model cannot be read: {error}.", _REMEDY) from error
        forest = CompiledForest.from_arrays({name.replace("forest_", "", 1): found[name] for name in found})
        _check_arrays(space, forest, **stored)
        far, doubtful = (Tail(*stored[name]) for name in ("far", "doubtful"))
        return cls(space, stored["prototypes"], stored["scales"], forest, far, doubtful, float(stored["threshold"][0]))


def fit_applicability(
    table: Table, rows: IntArray, groups: IntArray, seed: int = 0, jobs: int = 1, folds: int = FOLDS
) -> Applicability:
    """Return the area of applicability of a model; it is the same whatever the learner is.

    Args:
        table: samples.
        rows: of the table that the model is learnt from.
        groups: polygon of each row of the table, shape (sample,).
        seed: of every random choice.
        jobs: threads; without effect on the result.
        folds: parts that the groups are divided into; fewer where there are fewer groups.
    """
    features, classes, own = table.matrix[rows], table.classes[rows], groups[rows]
    divided = fold_numbers(classes, own, folds, seed)
    return Applicability.fit(features, classes, own, divided, seed, jobs)


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


def class_space(features: AnyArray, classes: IntArray, components: int = COMPONENTS) -> Reduction:
    """Return the first principal components of features that are divided by how they vary within classes.

    All classes count alike, however many samples they have.

    Args:
        features: shape (sample, feature); what is unknown counts as the mean.
        classes: class numbers, shape (sample,).
        components: how many at most.
    """
    known = ~unknown_in(features)
    means = np.where(known, features, 0.0).sum(axis=0, dtype=np.float64) / np.maximum(known.sum(axis=0), 1)
    centred = np.where(known, features - means, 0.0)
    numbers = np.unique(classes, return_inverse=True)[1].ravel()
    share = 1.0 / np.bincount(numbers)[numbers] / (numbers.max() + 1)
    within = np.zeros(len(means))
    for number in range(numbers.max() + 1):
        own = centred[numbers == number]
        within += own.var(axis=0) / (numbers.max() + 1)
    spread = np.sqrt(within)
    usual = float(np.median(spread[spread > 0])) if (spread > 0).any() else 1.0
    spread = np.where(spread > 0, spread, usual)
    scaled = centred / spread
    values, vectors = np.linalg.eigh((scaled * share[:, None]).T @ scaled)
    order = np.argsort(-values, kind="stable")[:components]
    axes = vectors[:, order]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])  # else the sign is the library's whim
    return Reduction(means, (Part(np.arange(len(means)), np.ascontiguousarray(axes / spread[:, None])),))


def _usual_distances(points: Float32Array, classes: IntArray, folds: IntArray, kept: IntArray) -> (
    tuple[Float64Array, Float32Array]
):
    """Return how far held-out samples lie from the others, in scales of the classes, and the scale of each prototype.

    The first is infinite where no prototype is of another fold.
    """
    own = np.full(len(points), np.inf)
    for part, squares in _squared_distances(points, points[kept]):
        squares[(folds[part, None] == folds[kept]) | (classes[part, None] != classes[kept])] = np.inf
        own[part] = np.sqrt(squares.min(axis=1))
    mean = float(own[np.isfinite(own)].mean()) if np.isfinite(own).any() else 1.0
    least = max(_LEAST * mean, _TINY)
    scales = np.full(len(kept), max(mean, least), dtype=np.float32)
    for number in np.unique(classes[kept]):
        found = own[(classes == number) & np.isfinite(own)]
        if len(found):
            scales[classes[kept] == number] = max(float(np.quantile(found, 1 - MISSED, method="higher")), least)
    nearest = np.full(len(points), np.inf)
    for part, squares in _squared_distances(points, points[kept]):
        squares[folds[part, None] == folds[kept]] = np.inf
        nearest[part] = np.sqrt((squares / np.square(scales)).min(axis=1))
    return nearest, scales


def _usual_doubts(features: AnyArray, classes: IntArray, folds: IntArray, grow: Any) -> Float64Array:
    """Return 1 - the largest probability that forests without a sample's fold have for it, shape (sample,)."""
    found = np.zeros(len(features))
    for number in np.unique(folds):
        held = folds == number
        found[held] = 1.0 - grow(features[~held], classes[~held]).predict_proba(features[held]).max(axis=1)
    return found


def _grown(features: AnyArray, classes: IntArray, seed: int, jobs: int) -> CompiledForest:
    """Return a small forest."""
    from sklearn.ensemble import RandomForestClassifier

    forest = RandomForestClassifier(TREES, min_samples_leaf=SMALLEST_LEAF, random_state=seed, n_jobs=jobs)
    return CompiledForest.from_sklearn(forest.fit(features, classes))


def _filled(features: AnyArray, means: Float64Array) -> AnyArray:
    """Return features with their means in the place of what is unknown, in a type that forests walk."""
    dtype = np.int16 if features.dtype == np.int16 else np.float32
    unknown = unknown_in(features)
    if not unknown.any():
        return features.astype(dtype, copy=False)
    usual = np.rint(means) if dtype == np.int16 else means
    return np.where(unknown, usual, features).astype(dtype)


def _squared_distances(points: Float32Array, prototypes: Float32Array) -> Iterator[tuple[slice, Float32Array]]:
    """Yield rows and their squared distances to all prototypes, shape (row, prototype), in blocks of one shape."""
    turned = np.ascontiguousarray(prototypes.T)
    own = np.square(prototypes).sum(axis=1)
    whole = np.zeros((_ROWS, prototypes.shape[1]), dtype=np.float32)
    products = np.empty((_ROWS, len(prototypes)), dtype=np.float32)
    for start in range(0, len(points), _ROWS):
        part = slice(start, min(start + _ROWS, len(points)))
        count = part.stop - start
        whole[:count] = points[part]
        np.matmul(whole, turned, out=products)
        squares = products[:count]
        squares *= np.float32(-2.0)
        squares += own
        squares += np.square(whole[:count]).sum(axis=1)[:, None]
        np.maximum(squares, np.float32(0.0), out=squares)  # a little below by rounding
        yield part, squares


def _check_arrays(
    space: Reduction, forest: CompiledForest, scales: AnyArray, prototypes: AnyArray, far: AnyArray,
    doubtful: AnyArray, threshold: AnyArray,
) -> None:
    """Refuse arrays that do not belong together."""
    arrays: tuple[AnyArray, ...] = (scales, prototypes, far, doubtful, threshold)
    dtypes: list[Any] = [a.dtype for a in arrays]
    fits = (
        dtypes == [np.float32, np.float32, np.float64, np.float64, np.float64]
        and forest.feature_count == space.feature_count
        and prototypes.ndim == 2 and prototypes.shape[1] == space.component_count and len(prototypes) > 0
        and scales.shape == (len(prototypes),) and bool((scales > 0).all()) and threshold.shape == (1,)
        and all(bool(np.isfinite(a).all()) for a in arrays)
        and all(t.ndim == 2 and t.shape[0] == 2 and t.shape[1] > 0 and bool((np.diff(t[0]) > 0).all())
                for t in (far, doubtful))
    )  # fmt: skip
    if not fits:
        raise UserError("The area of applicability in the model is damaged.", _REMEDY)
