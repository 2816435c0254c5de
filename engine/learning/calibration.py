"""Probabilities that are true: of the pixels that get 0.8, 80 % are right.

What a learner calls a probability is fitted to what happened on polygons that it had not seen: by one factor of the
log-probabilities (`temperature`), which keeps their order, or by a curve for each class (`isotonic`), which needs more
samples. Where the curves of a row are all zero, or level, the learner's own probabilities decide.

Sources: temperature: Guo et al. 2017, arXiv 1706.04599; isotonic, one class against the rest, divided by the sum:
Zadrozny and Elkan 2002, doi 10.1145/775047.775151; the expected calibration error of the likeliest class: Guo et al.;
the score of several classes: Brier 1950, doi 10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.learning import CALIBRATIONS
from landweave.engine.learning.kinds import REMEDY, Packed, StandsBefore, StoredPredictor
from landweave.engine.learning.predictors import ROWS_AT_ONCE
from landweave.engine.types import AnyArray, Float32Array, Float64Array, IntArray, Json

SMALLEST = 1e-5
"""Probabilities below it count as it when their logarithm is needed: a forest is often quite sure."""
FEWEST = 10
"""Samples of a class, and of the others, that a curve needs; with fewer the class keeps its probabilities."""
OWN_SHARE = 1e-6
"""Share of the learner's own probabilities in what the curves give: it decides where they are level."""
BINS = 15


@dataclass(frozen=True, eq=False)
class Calibration:
    """From a learner's probabilities to true ones.

    Args:
        factor: of the logarithms; 1: none.
        curves: for each class its knots and the probability at each, both (knot,); no knots: the class keeps its
            probabilities. Empty: no class has a curve.
    """

    factor: float = 1.0
    curves: tuple[tuple[Float64Array, Float64Array], ...] = ()

    def apply(self, probabilities: AnyArray) -> Float32Array:
        """Return shape (sample, class), rows that sum to 1; each the same whatever rows stand beside it."""
        out = np.empty(probabilities.shape, np.float32)
        whole = np.full((ROWS_AT_ONCE, probabilities.shape[1]), 1.0)
        for start in range(0, len(out), ROWS_AT_ONCE):
            rows = probabilities[start : start + ROWS_AT_ONCE]
            whole[: len(rows)] = rows
            out[start : start + len(rows)] = self._rows(whole)[: len(rows)]
        return out

    def _rows(self, own: Float64Array) -> Float64Array:
        if not self.curves:
            found = np.exp(self.factor * np.log(np.maximum(own, SMALLEST)))
        else:
            found = OWN_SHARE * own
            for c, (knots, levels) in enumerate(self.curves):
                found[:, c] += np.interp(own[:, c], knots, levels) if len(knots) else own[:, c]
        return np.asarray(found / found.sum(axis=1, keepdims=True))


def check_calibration(name: str) -> None:
    """Refuse a way of calibrating that there is not.

    Raises:
        UserError: listing those there are.
    """
    if name not in CALIBRATIONS:
        raise UserError(f"There is no CALIBRATION '{name}'.", f"Choose one of: {', '.join(CALIBRATIONS)}.")


def fit_calibration(name: str, probabilities: AnyArray, truth: IntArray, weights: Float64Array | None) -> Calibration:
    """Fit on samples that the learner did not see.

    Args:
        name: one of CALIBRATIONS.
        probabilities: shape (sample, class).
        truth: class numbers, shape (sample,).
        weights: of the samples, shape (sample,); None: all the same.
    """
    if len(truth) == 0 or name == "none":
        return Calibration()
    if name == "temperature":
        return Calibration(_factor(probabilities, truth, weights))
    columns = np.asarray(probabilities, np.float64).T
    return Calibration(curves=tuple(_curve(own, truth == c, weights) for c, own in enumerate(columns)))


def reliability(probabilities: AnyArray, truth: IntArray, weights: Float64Array | None = None) -> dict[str, Json]:
    """Return how true probabilities are: `ece` (expected calibration error of the likeliest class) and `brier`.

    Arguments as in `fit_calibration`. The Brier score is the mean of the squared differences summed over the classes,
    from 0 to 2. Without samples both are None.
    """
    if len(truth) == 0:
        return {"ece": None, "brier": None}
    own = np.asarray(probabilities, np.float64)
    each = np.ones(len(truth)) if weights is None else weights
    happened = np.zeros(own.shape)
    happened[np.arange(len(truth)), truth] = 1.0
    brier = np.average(((own - happened) ** 2).sum(axis=1), weights=each)
    top, right = own.max(axis=1), own.argmax(axis=1) == truth
    bins = np.clip(np.ceil(top * BINS).astype(np.int64) - 1, 0, BINS - 1)
    gaps = np.bincount(bins, each * (right - top), BINS)
    return {"ece": float(np.abs(gaps).sum() / each.sum()), "brier": float(brier)}


class CalibratedPredictor(StandsBefore):
    """A predictor whose probabilities are made true."""

    KIND: ClassVar[str] = "calibration"
    SUFFIX: ClassVar[str] = "_calibration.npz"

    def __init__(self, calibration: Calibration, inner: StoredPredictor, figures: Json = None) -> None:
        """Take what makes them true, what gives them, and how true they were before and after (not stored)."""
        if calibration.curves and len(calibration.curves) != inner.class_count:
            raise ValueError("as many curves as classes are needed")
        self.calibration = calibration
        self.inner = inner
        self.figures = figures

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return shape (pixel, class)."""
        return self.calibration.apply(self.inner.predict_proba(features))

    def pack(self) -> tuple[Json, bytes]:
        """Return the factor, and the curves as arrays if there are any."""
        values: Json = {"factor": self.calibration.factor}
        if not self.calibration.curves:
            return values, b""
        buffer = io.BytesIO()
        sizes = np.array([len(knots) for knots, _ in self.calibration.curves], np.int64)
        knots, levels = (np.concatenate(column) for column in zip(*self.calibration.curves))
        np.savez(buffer, sizes=sizes, knots=knots, levels=levels)
        return values, buffer.getvalue()

    @classmethod
    def unpack(cls, packed: Packed) -> CalibratedPredictor:
        """Build from what `pack` gave.

        Raises:
            UserError: if the arrays are no curves.
            ValueError: if they are not of as many classes as the learner.
        """
        if packed.inner is None:
            raise ValueError("there is no learner")
        curves = _read_curves(packed.data) if packed.data else ()
        return cls(Calibration(float(packed.values["factor"]), curves), packed.inner)


def _factor(probabilities: AnyArray, truth: IntArray, weights: Float64Array | None) -> float:
    """Return the factor that makes what happened likeliest."""
    from scipy.optimize import minimize_scalar

    logs = np.log(np.maximum(np.asarray(probabilities, np.float64), SMALLEST))
    rows = np.arange(len(truth))

    def loss(logarithm: float) -> float:
        scaled = logs * np.exp(logarithm)
        chosen = scaled[rows, truth] - np.logaddexp.reduce(scaled, axis=1)
        return float(-np.average(chosen, weights=weights))

    found = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20.0)), method="bounded")
    return float(np.exp(found.x))


def _curve(own: Float64Array, is_class: AnyArray, weights: Float64Array | None) -> tuple[Float64Array, Float64Array]:
    from sklearn.isotonic import IsotonicRegression

    if min(is_class.sum(), len(is_class) - is_class.sum()) < FEWEST:
        return np.zeros(0), np.zeros(0)
    curve = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    curve.fit(own, is_class.astype(np.float64), sample_weight=weights)
    return np.asarray(curve.X_thresholds_, np.float64), np.asarray(curve.y_thresholds_, np.float64)


def _read_curves(data: bytes) -> tuple[tuple[Float64Array, Float64Array], ...]:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            sizes, knots, levels = (arrays[name] for name in ("sizes", "knots", "levels"))
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise UserError(f"The calibration in the model file cannot be read: {error}.", REMEDY) from error
    if not _are_curves(sizes, knots, levels):
        raise UserError("The calibration in the model file is damaged.", REMEDY)
    ends = np.cumsum(sizes)[:-1]
    return tuple(zip(np.split(knots, ends), np.split(levels, ends)))


def _are_curves(sizes: AnyArray, knots: AnyArray, levels: AnyArray) -> bool:
    parts: Sequence[AnyArray] = (sizes, knots, levels)
    if [p.dtype for p in parts] != [np.int64, np.float64, np.float64] or any(p.ndim != 1 for p in parts):
        return False
    if len(sizes) == 0 or (sizes < 0).any() or not sizes.sum() == len(knots) == len(levels):
        return False
    return bool(np.isfinite(knots).all() and ((levels >= 0) & (levels <= 1)).all())
