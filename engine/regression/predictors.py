"""Predictors of a quantity: one column, which holds the values."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from landweave.engine.learning.boosted import BoostedPredictor
from landweave.engine.learning.kinds import Packed, StandsBefore, StoredPredictor
from landweave.engine.learning.predictors import ROWS_AT_ONCE, missing_as_nan, threads
from landweave.engine.types import AnyArray, Float32Array, Json


class EstimatorValues:
    """A scikit-learn regressor.

    Args:
        estimator: fitted.
        knows_missing: whether it takes NaN for what is unknown.
    """

    KIND: ClassVar[str] = "regressor"
    SUFFIX: ClassVar[str] = ".skops"

    def __init__(self, estimator: Any, knows_missing: bool = False) -> None:
        self.estimator = estimator
        self.knows_missing = knows_missing

    @property
    def feature_count(self) -> int:
        """Number of columns that it takes."""
        return int(getattr(self.estimator, "n_features_in_", 0))

    @property
    def class_count(self) -> int:
        """Number of columns that it gives."""
        return 1

    @property
    def within(self) -> None:
        """It is a learner: nothing stands behind it."""

    def pack(self) -> tuple[Json, bytes]:
        """Return the estimator by skops."""
        from landweave.engine.learning.portable import to_bytes

        return {"knows_missing": self.knows_missing}, to_bytes(self.estimator)

    @classmethod
    def unpack(cls, packed: Packed) -> EstimatorValues:
        """Build from what `pack` gave.

        Raises:
            UserError: if it holds types that no learner has, or this scikit-learn cannot read it.
        """
        from landweave.engine.learning.portable import from_bytes

        estimator = from_bytes(packed.data, packed.versions.get("scikit-learn", "of another version"))
        return cls(estimator, bool(packed.values.get("knows_missing")))

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return values, shape (pixel, 1); each row is the same whatever rows stand beside it."""
        out = np.empty((len(features), 1), np.float32)
        with threads().limit(limits=1):
            for start in range(0, len(features), ROWS_AT_ONCE):
                rows = features[start : start + ROWS_AT_ONCE]
                whole = np.zeros((ROWS_AT_ONCE, rows.shape[1]))
                whole[: len(rows)] = missing_as_nan(rows) if self.knows_missing else rows
                out[start : start + len(rows), 0] = self.estimator.predict(whole)[: len(rows)]
        return out


class BoostedValues(BoostedPredictor):
    """A regression by LightGBM."""

    KIND: ClassVar[str] = "lightgbm_values"

    @property
    def class_count(self) -> int:
        """Number of columns that it gives."""
        return 1

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return values, shape (pixel, 1)."""
        out = np.empty((len(features), 1), np.float32)
        for start in range(0, len(out), ROWS_AT_ONCE):
            rows = missing_as_nan(features[start : start + ROWS_AT_ONCE])
            out[start : start + len(rows), 0] = self.booster.predict(rows, num_threads=1)
        return out


class ScaledPredictor(StandsBefore):
    """Brings what a learner gives back to the unit of the quantity: low + span x value.

    Args:
        low, span: in the unit of the quantity.
        inner: the learner, of one column.
    """

    KIND: ClassVar[str] = "scaled_values"
    SUFFIX: ClassVar[str] = ""

    def __init__(self, low: float, span: float, inner: StoredPredictor) -> None:
        self.low = low
        self.span = span
        self.inner = inner

    def pack(self) -> tuple[Json, bytes]:
        """Return the two numbers."""
        return {"low": self.low, "span": self.span}, b""

    @classmethod
    def unpack(cls, packed: Packed) -> ScaledPredictor:
        """Build from what `pack` gave.

        Raises:
            ValueError: if there is no learner of one column behind it, or a number is none.
        """
        low, span = float(packed.values["low"]), float(packed.values["span"])
        if packed.inner is None or packed.inner.class_count != 1 or not np.isfinite([low, span]).all():
            raise ValueError("the learner is none of a quantity")
        return cls(low, span, packed.inner)

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return values, shape (pixel, 1)."""
        found = self.inner.predict_proba(features).astype(np.float64)
        values: Float32Array = (self.low + self.span * found).astype(np.float32)
        return values
