"""What a fitted model does at prediction time: features in, probabilities of the classes out."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.lib.npyio import NpzFile

from landweave.engine.errors import UserError
from landweave.engine.learning.kinds import Packed, StandsBefore, StoredPredictor, on_features
from landweave.engine.learning.reduction import Reduction
from landweave.engine.series.plan import Feature
from landweave.engine.types import SERIES_NODATA, AnyArray, Float32Array, Float64Array, Json

ROWS_AT_ONCE = 1024
"""Linear algebra is done on so many rows, always: its last bits depend on the shape, and maps must not."""


class Predictor(Protocol):
    """Gives probabilities."""

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return shape (pixel, class) for features of shape (pixel, feature)."""
        ...


class ForestPredictor:
    """A forest as arrays; needs no scikit-learn."""

    KIND: ClassVar[str] = "forest"
    SUFFIX: ClassVar[str] = ".npz"

    def __init__(self, forest: Any) -> None:
        """Take a `CompiledForest`."""
        self.forest = forest

    @property
    def feature_count(self) -> int:
        """Number of columns that it takes."""
        return int(self.forest.feature_count)

    @property
    def class_count(self) -> int:
        """Number of columns that it gives."""
        return int(self.forest.class_count)

    @property
    def within(self) -> None:
        """It is a learner: nothing stands behind it."""

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return the mean of the trees' votes, shape (pixel, class)."""
        probabilities: Float32Array = self.forest.predict_proba(features)
        return probabilities

    def pack(self) -> tuple[Json, bytes]:
        """Return the arrays as `.npz`."""
        buffer = io.BytesIO()
        np.savez(buffer, **self.forest.to_arrays())
        return {}, buffer.getvalue()

    @classmethod
    def unpack(cls, packed: Packed) -> ForestPredictor:
        """Build from what `pack` gave.

        Raises:
            UserError: if the arrays are not those of a forest.
        """
        from landweave.engine.learning.forest import CompiledForest

        try:
            with np.load(io.BytesIO(packed.data), allow_pickle=False) as arrays:
                return cls(CompiledForest.from_arrays(_all_arrays(arrays)))
        except (ValueError, KeyError, OSError) as error:
            cause = f"The forest in the model file cannot be read: {error}."
            raise UserError(cause, "Train the model again.") from error


class EstimatorPredictor:
    """A scikit-learn estimator, with the temperature that makes its scores probabilities.

    Args:
        estimator: fitted on class numbers 0..k-1.
        temperature: None where the estimator has probabilities; else probabilities are the softmax of
            the decision scores x temperature, so the likeliest class is the one with the highest score.
        knows_missing: whether it takes NaN for what is unknown; NODATA is turned into it then.
    """

    KIND: ClassVar[str] = "estimator"
    SUFFIX: ClassVar[str] = ".skops"

    def __init__(self, estimator: Any, temperature: float | None = None, knows_missing: bool = False) -> None:
        self.estimator = estimator
        self.temperature = temperature
        self.knows_missing = knows_missing

    @property
    def feature_count(self) -> int:
        """Number of columns that it takes."""
        return int(getattr(self.estimator, "n_features_in_", 0))

    @property
    def class_count(self) -> int:
        """Number of columns that it gives."""
        return len(getattr(self.estimator, "classes_", ()))

    @property
    def within(self) -> None:
        """It is a learner: nothing stands behind it."""

    def pack(self) -> tuple[Json, bytes]:
        """Return what scores need to be probabilities, and the estimator by skops."""
        from landweave.engine.learning.portable import to_bytes

        return {"temperature": self.temperature, "knows_missing": self.knows_missing}, to_bytes(self.estimator)

    @classmethod
    def unpack(cls, packed: Packed) -> EstimatorPredictor:
        """Build from what `pack` gave.

        Raises:
            UserError: if it holds types that no learner has, or this scikit-learn cannot read it.
        """
        from landweave.engine.learning.portable import from_bytes

        estimator = from_bytes(packed.data, packed.versions.get("scikit-learn", "of another version"))
        factor = packed.values["temperature"]
        return cls(estimator, None if factor is None else float(factor), bool(packed.values.get("knows_missing")))

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return probabilities, shape (pixel, class); each row is the same whatever rows stand beside it."""
        with threads().limit(limits=1):
            parts = [self._rows(features[i : i + ROWS_AT_ONCE]) for i in range(0, len(features), ROWS_AT_ONCE)]
        if not parts:
            return np.zeros((0, len(self.estimator.classes_)), dtype=np.float32)
        return np.concatenate(parts).astype(np.float32)

    def _rows(self, rows: AnyArray) -> Float64Array:
        """Predict one set of rows, filled up to its fixed number."""
        whole = np.zeros((ROWS_AT_ONCE, rows.shape[1]), dtype=np.float64)
        whole[: len(rows)] = missing_as_nan(rows) if self.knows_missing else rows
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", category=UserWarning)
            if self.temperature is None:
                found = np.asarray(self.estimator.predict_proba(whole), dtype=np.float64)
            else:
                found = softmax_scores(self.estimator.decision_function(whole), self.temperature)
        return found[: len(rows)]


class ReducedPredictor(StandsBefore):
    """A predictor of the principal components of the features.

    Args:
        reduction: from the features to the components.
        inner: what predicts from them.
    """

    KIND: ClassVar[str] = "pca"
    SUFFIX: ClassVar[str] = "_pca.npz"

    def __init__(self, reduction: Reduction, inner: StoredPredictor) -> None:
        self.reduction = reduction
        self.inner = inner

    @property
    def feature_count(self) -> int:
        """Number of columns that it takes."""
        return self.reduction.feature_count

    def pack(self) -> tuple[Json, bytes]:
        """Return the arrays of the reduction."""
        return {}, self.reduction.to_bytes()

    @classmethod
    def unpack(cls, packed: Packed) -> ReducedPredictor:
        """Build from what `pack` gave.

        Raises:
            UserError: if the arrays are not those of a reduction.
            ValueError: if the learner is of other components.
        """
        reduction = Reduction.from_bytes(packed.data)
        if packed.inner is None or packed.inner.feature_count != reduction.component_count:
            raise ValueError("the learner is of other components")
        return cls(reduction, packed.inner)

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return shape (pixel, class)."""
        return self.inner.predict_proba(self.reduction.apply(features))


class ColumnPredictor:
    """A region's predictor, whose classes are some of the model's: the others get probability 0."""

    def __init__(self, columns: tuple[int, ...], classes: int, make: Callable[[], StoredPredictor]) -> None:
        """Take a function that makes the inner predictor when it is first needed.

        Args:
            columns: place of each of its classes among the model's.
            classes: number of classes of the model.
            make: gives a predictor of `len(columns)` classes.
        """
        self.columns = columns
        self.classes = classes
        self._make = make
        self._made: StoredPredictor | None = None

    @property
    def inner(self) -> StoredPredictor:
        """The predictor of the region's own classes."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def on(self, features: Sequence[Feature]) -> ColumnPredictor:
        """Return the predictor for columns of other dates (`kinds.on_features`)."""
        return ColumnPredictor(self.columns, self.classes, lambda: on_features(self.inner, features))

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return shape (pixel, class) over all classes of the model."""
        found = self.inner.predict_proba(features)
        if self.columns == tuple(range(self.classes)):
            return found
        spread = np.zeros((len(found), self.classes), dtype=np.float32)
        spread[:, list(self.columns)] = found
        return spread


class MeanPredictor:
    """The mean of several predictors of the same classes: a region that was learnt in pieces."""

    def __init__(self, parts: Sequence[Predictor]) -> None:
        """Take one predictor or more; their order decides the last bits of the sum."""
        self.parts = tuple(parts)

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return shape (pixel, class)."""
        total = self.parts[0].predict_proba(features).astype(np.float64)
        for part in self.parts[1:]:
            total += part.predict_proba(features)
        return (total / len(self.parts)).astype(np.float32)


def missing_as_nan(rows: AnyArray) -> Float64Array:
    """Return rows in double precision with NaN in the place of NODATA."""
    numbers: Float64Array = np.array(rows, dtype=np.float64)
    numbers[numbers == SERIES_NODATA] = np.nan
    return numbers


def softmax_scores(scores: AnyArray, temperature: float) -> Float64Array:
    """Turn decision scores into probabilities, shape (sample, class).

    Two classes come as one score, whose sign decides: their probabilities are the logistic function of it.
    """
    raw = np.asarray(scores, dtype=np.float64)
    if raw.ndim == 1:
        raw = np.stack([np.zeros_like(raw), raw], axis=1)
    scaled = raw * temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    probabilities: Float64Array = powers / powers.sum(axis=1, keepdims=True)
    return probabilities


@lru_cache(maxsize=1)
def threads() -> Any:
    """Return what holds the thread pools of this process; finding them takes too long to do for every block."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _all_arrays(archive: NpzFile) -> dict[str, AnyArray]:
    return {name: archive[name] for name in archive.files}
