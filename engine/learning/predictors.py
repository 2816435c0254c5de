"""What a fitted model does at prediction time: features in, probabilities of the classes out."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.lib.npyio import NpzFile

from landweave.engine.errors import UserError
from landweave.engine.learning.reduction import Reduction
from landweave.engine.types import AnyArray, Float32Array, Float64Array

ROWS_AT_ONCE = 1024
"""Linear algebra is done on so many rows, always: its last bits depend on the shape, and maps must not."""


class Predictor(Protocol):
    """Gives probabilities."""

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return shape (pixel, class) for features of shape (pixel, feature)."""
        ...


class ForestPredictor:
    """A forest as arrays; needs no scikit-learn."""

    KIND = "forest"

    def __init__(self, forest: Any) -> None:
        """Take a `CompiledForest`."""
        self.forest = forest

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return the mean of the trees' votes, shape (pixel, class)."""
        probabilities: Float32Array = self.forest.predict_proba(features)
        return probabilities

    def to_bytes(self) -> bytes:
        """Return the arrays as `.npz`."""
        buffer = io.BytesIO()
        np.savez(buffer, **self.forest.to_arrays())
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> ForestPredictor:
        """Build from what `to_bytes` gave.

        Raises:
            UserError: if the arrays are not those of a forest.
        """
        from landweave.engine.learning.forest import CompiledForest

        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
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
    """

    KIND = "estimator"

    def __init__(self, estimator: Any, temperature: float | None = None) -> None:
        self.estimator = estimator
        self.temperature = temperature

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return probabilities, shape (pixel, class); each row is the same whatever rows stand beside it."""
        with _threads().limit(limits=1):
            parts = [self._rows(features[i : i + ROWS_AT_ONCE]) for i in range(0, len(features), ROWS_AT_ONCE)]
        if not parts:
            return np.zeros((0, len(self.estimator.classes_)), dtype=np.float32)
        return np.concatenate(parts).astype(np.float32)

    def _rows(self, rows: AnyArray) -> Float64Array:
        """Predict one set of rows, filled up to its fixed number."""
        whole = np.zeros((ROWS_AT_ONCE, rows.shape[1]), dtype=np.float64)
        whole[: len(rows)] = rows
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", category=UserWarning)
            if self.temperature is None:
                found = np.asarray(self.estimator.predict_proba(whole), dtype=np.float64)
            else:
                found = softmax_scores(self.estimator.decision_function(whole), self.temperature)
        return found[: len(rows)]


class ReducedPredictor:
    """A predictor of the principal components of the features.

    Args:
        reduction: from the features to the components.
        inner: what predicts from them.
    """

    def __init__(self, reduction: Reduction, inner: Predictor) -> None:
        self.reduction = reduction
        self.inner = inner

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return shape (pixel, class)."""
        return self.inner.predict_proba(self.reduction.apply(features))


class ColumnPredictor:
    """A region's predictor, whose classes are some of the model's: the others get probability 0."""

    def __init__(self, columns: tuple[int, ...], classes: int, make: Callable[[], Predictor]) -> None:
        """Take a function that makes the inner predictor when it is first needed.

        Args:
            columns: place of each of its classes among the model's.
            classes: number of classes of the model.
            make: gives a predictor of `len(columns)` classes.
        """
        self.columns = columns
        self.classes = classes
        self._make = make
        self._made: Predictor | None = None

    @property
    def inner(self) -> Predictor:
        """The predictor of the region's own classes."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return shape (pixel, class) over all classes of the model."""
        found = self.inner.predict_proba(features)
        if self.columns == tuple(range(self.classes)):
            return found
        spread = np.zeros((len(features), self.classes), dtype=np.float32)
        spread[:, list(self.columns)] = found
        return spread


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
def _threads() -> Any:
    """Return what holds the thread pools of this process; finding them takes too long to do for every block."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _all_arrays(archive: NpzFile) -> dict[str, AnyArray]:
    return {name: archive[name] for name in archive.files}
