"""Principal components of the features, in the place of the features: fitted on samples, kept in the model.

The features are divided into groups: those of one band or index over the dates (`band`), all of one date (`date`), or
all together (`global`). Each group is replaced by its first components. Where the features of a group have different
units each is divided by its standard deviation; else their own variances count, as reflectances' do.

Source: Hotelling 1933, doi 10.1037/h0071325.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.kernel import kernel
from landweave.engine.series.plan import Feature
from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, Float32Array, Float64Array, IntArray, Json

_BLOCK = 256  # pixels added to side by side
WAYS = ("global", "band", "date")
FEWEST_SAMPLES = 2
REMEDY = "Train the model again."


@dataclass(frozen=True, eq=False)
class Part:
    """One group of features and its components.

    Args:
        columns: of the features in the matrix, shape (feature,).
        weights: shape (feature, component); the division by the standard deviation is part of them.
    """

    columns: IntArray
    weights: Float64Array


@dataclass(frozen=True, eq=False)
class Reduction:
    """From features to components.

    Args:
        means: of the samples, shape (feature of the matrix,).
        parts: in the order of their components.
    """

    means: Float64Array
    parts: tuple[Part, ...]

    @property
    def feature_count(self) -> int:
        """Number of columns that `apply` takes."""
        return len(self.means)

    @property
    def component_count(self) -> int:
        """Number of columns that `apply` gives."""
        return sum(part.weights.shape[1] for part in self.parts)

    def apply(self, matrix: AnyArray) -> Float32Array:
        """Return the components of each row: the same whatever rows stand beside it.

        Args:
            matrix: shape (pixel, feature), int16 or real. What is unknown (NODATA, NaN) counts as the mean.

        Returns:
            Shape (pixel, component), float32, in the unit of the features, or in standard deviations.

        Raises:
            ValueError: if the number of features is another one.
        """
        if matrix.ndim != 2 or matrix.shape[1] != self.feature_count:
            raise ValueError(f"the components are of {self.feature_count} features, not of {matrix.shape[1:]}")
        rows = np.ascontiguousarray(matrix if matrix.dtype == np.int16 else matrix.astype(np.float32, copy=False))
        out = np.empty((len(rows), self.component_count), np.float32)
        first = 0
        for part in self.parts:
            _project(rows, self.means, part.columns, part.weights, first, out)
            first += part.weights.shape[1]
        return out

    def to_bytes(self) -> bytes:
        """Return the arrays as `.npz`; equal reductions give equal bytes."""
        buffer = io.BytesIO()
        np.savez(
            buffer,
            means=self.means,
            sizes=np.array([part.weights.shape for part in self.parts], np.int64),
            columns=np.concatenate([part.columns for part in self.parts]),
            weights=np.concatenate([part.weights.ravel() for part in self.parts]),
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Reduction:
        """Build from what `to_bytes` gave.

        Raises:
            UserError: if the arrays are not those of a reduction.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                found = {name: arrays[name] for name in ("means", "sizes", "columns", "weights")}
        except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
            raise UserError(f"The principal components in the model cannot be read: {error}.", REMEDY) from error
        _check_arrays(**found)
        parts, column, weight = [], 0, 0
        for size, count in found["sizes"].tolist():
            weights = found["weights"][weight : weight + size * count].reshape(size, count)
            parts.append(Part(found["columns"][column : column + size], weights))
            column, weight = column + size, weight + size * count
        return cls(found["means"], tuple(parts))


def fit_reduction(matrix: AnyArray, features: Sequence[Feature], options: Json) -> Reduction:
    """Fit the components on samples.

    Args:
        matrix: shape (sample, feature). What is unknown (NODATA, NaN) counts as the mean of what is known.
        features: of its columns.
        options: `{"by": "global" | "band" | "date", "components": number or share of the variance below 1}`. A group
            with fewer features, or fewer samples, than components has as many as there are.

    Returns:
        The reduction. The sign of a component is that of its largest weight, made positive.

    Raises:
        UserError: if an option is none of these, or there are fewer than two samples.
    """
    by, wanted = _checked_options(options)
    if len(matrix) < FEWEST_SAMPLES:
        cause = f"Principal components need {FEWEST_SAMPLES} samples; there are {len(matrix)}."
        raise UserError(cause, "Add samples, or leave 'pca' out of the series options.")
    known = ~unknown_in(matrix)
    means = np.where(known, matrix, 0.0).sum(axis=0, dtype=np.float64) / np.maximum(known.sum(axis=0), 1)
    centred = np.where(known, matrix - means, 0.0)
    parts = []
    for columns in group_columns(features, by):
        mixed = len({features[c].unit for c in columns}) > 1
        parts.append(Part(columns, _weights(centred[:, columns], wanted, mixed)))
    return Reduction(means, tuple(parts))


def group_columns(features: Sequence[Feature], by: str) -> list[IntArray]:
    """Return the columns of each group, in the order in which the groups first appear."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for column, feature in enumerate(features):
        key = {"global": (), "band": (feature.sensor, feature.source), "date": (feature.sensor, feature.date)}[by]
        groups.setdefault(key, []).append(column)
    return [np.array(columns, np.int64) for columns in groups.values()]


def unknown_in(matrix: AnyArray) -> BoolArray:
    """Tell which numbers are unknown: NODATA, or not finite."""
    unknown = matrix == SERIES_NODATA
    return np.asarray(unknown | ~np.isfinite(matrix) if matrix.dtype.kind == "f" else unknown)


def _checked_options(options: Json) -> tuple[str, float]:
    by, wanted = options.get("by", "global"), options.get("components", 0.99)
    is_number = isinstance(wanted, (int, float)) and not isinstance(wanted, bool)
    if by not in WAYS:
        raise UserError(f"Principal components 'by' {by!r} are not known.", f"Use one of {', '.join(WAYS)}.")
    if not is_number or not 0 < wanted < float("inf") or (wanted >= 1 and wanted != int(wanted)):
        cause = f"The 'components' of 'pca' are {wanted!r}."
        raise UserError(cause, "Give a number of components, or the share of the variance that is kept (0.99).")
    return by, wanted


def _weights(centred: Float64Array, wanted: float, standardised: bool) -> Float64Array:
    """Return the weights of the first components, shape (feature, component), from centred values."""
    deviations = centred.std(axis=0) if standardised else np.ones(centred.shape[1])
    scale = 1.0 / np.where(deviations > 0, deviations, 1.0)
    scaled = centred * scale
    variances, vectors = np.linalg.eigh(scaled.T @ scaled)
    variances, vectors = np.maximum(variances[::-1], 0.0), vectors[:, ::-1]
    count = min(_component_count(variances, wanted), len(centred), centred.shape[1])
    kept = vectors[:, :count]
    signs = np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(count)])
    return np.ascontiguousarray(kept * signs * scale[:, None])


def _component_count(variances: Float64Array, wanted: float) -> int:
    """Return the number of components asked for, or of those that hold the share asked for."""
    if wanted >= 1:
        return int(wanted)
    total = variances.sum()
    if total == 0:
        return 1
    held = np.cumsum(variances) / total
    return int(np.searchsorted(held, wanted - 1e-12)) + 1


def _check_arrays(means: AnyArray, sizes: AnyArray, columns: AnyArray, weights: AnyArray) -> None:
    """Refuse arrays by which `apply` would read what is not there."""
    dtypes: list[Any] = [a.dtype for a in (means, sizes, columns, weights)]
    fits = (
        dtypes == [np.float64, np.int64, np.int64, np.float64]
        and means.ndim == columns.ndim == weights.ndim == 1
        and sizes.ndim == 2 and sizes.shape[1:] == (2,) and len(sizes) > 0 and bool((sizes > 0).all())
        and bool((sizes <= 65535).all())
        and sizes[:, 0].sum() == len(columns) and (sizes[:, 0] * sizes[:, 1]).sum() == len(weights)
        and bool(((columns >= 0) & (columns < len(means))).all())
        and bool(np.isfinite(means).all() and np.isfinite(weights).all())
    )  # fmt: skip
    if not fits:
        raise UserError("The principal components in the model are damaged.", REMEDY)


@kernel
def _project(
    rows: AnyArray, means: Float64Array, columns: IntArray, weights: Float64Array, first: int, out: Float32Array
) -> None:
    """Add feature by feature, in double precision: the order of sums is the same for every pixel and machine."""
    sums = np.empty((weights.shape[1], _BLOCK), np.float64)
    values = np.empty(_BLOCK, np.float64)
    for start in range(0, len(rows), _BLOCK):
        count = min(_BLOCK, len(rows) - start)
        sums[:] = 0.0
        for f in range(len(columns)):
            column = columns[f]
            for p in range(count):
                stored = np.float64(rows[start + p, column])
                known = np.isfinite(stored) and stored != SERIES_NODATA
                values[p] = stored - means[column] if known else 0.0
            for k in range(len(sums)):
                _add_times(sums[k], weights[f, k], values)
        for p in range(count):
            for k in range(len(sums)):
                out[start + p, first + k] = np.float32(sums[k, p])


@kernel
def _add_times(sums: Float64Array, weight: float, values: Float64Array) -> None:
    for p in range(len(sums)):
        sums[p] += weight * values[p]
