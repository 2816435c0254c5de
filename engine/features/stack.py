"""All features of one sensor from its acquisitions, in the order of `SeriesPlan.features()`."""

from __future__ import annotations

import numpy as np

from landweave.engine.features.indices import spectral_indices
from landweave.engine.kernel import is_kept, kernel
from landweave.engine.series.fill import fill_linear, select_acquisitions
from landweave.engine.series.plan import SensorPlan
from landweave.engine.types import BoolArray, Int16Array, IntArray

_BLOCK = 512  # pixels: what is computed of them stays in the second-level cache until it is turned
_TURN = 32  # rows of the matrix written together when features by pixels become pixels by features


def feature_count(plan: SensorPlan) -> int:
    """Return the number of features of one sensor."""
    return len(plan.target_dates) * (len(plan.bands) + len(plan.indices))


def kernels_are_kept() -> bool:
    """Tell whether features have been computed on this machine before: the first time takes compiling."""
    return is_kept(_turn)


def sensor_features(values: Int16Array, valid: BoolArray, days: IntArray, plan: SensorPlan) -> Int16Array:
    """Fill the gaps and add the indices.

    Args:
        values: reflectance x 10000 of the bands of the plan, shape (date, band, pixel).
        valid: True where the pixel is clear, shape (date, pixel).
        days: acquisition days as proleptic ordinals, strictly ascending, shape (date,).
        plan: bands, indices and target dates.

    Returns:
        Shape (feature, pixel): date by date all bands, then index by index all dates;
        NODATA where a pixel is never valid (filling `none`: where it is not valid).

    Raises:
        ValueError: if the shapes, days or roles do not agree with the plan.
    """
    return _features(values, valid, days, plan, 0, np.empty((feature_count(plan), values.shape[2]), np.int16))


def sensor_feature_rows(
    values: Int16Array, valid: BoolArray, days: IntArray, plan: SensorPlan, matrix: Int16Array, column: int = 0
) -> None:
    """Write the features of each pixel into its row of the matrix that a classifier reads.

    The same numbers as `sensor_features`, turned, and quicker than turning them afterwards.

    Args:
        values: as in `sensor_features`.
        valid: as in `sensor_features`.
        days: as in `sensor_features`.
        plan: as in `sensor_features`.
        matrix: shape (pixel, feature of all sensors), int16, C order; written in place.
        column: where this sensor's features begin.
    """
    pixels = values.shape[2]
    if matrix.shape[0] != pixels or column + feature_count(plan) > matrix.shape[1]:
        raise ValueError(f"the matrix {matrix.shape} has no room for {feature_count(plan)} features from {column}")
    values, valid = np.ascontiguousarray(values), np.ascontiguousarray(valid)
    for start in range(0, pixels, _BLOCK):
        block = np.empty((feature_count(plan), min(_BLOCK, pixels - start)), np.int16)
        _turn(_features(values, valid, days, plan, start, block), matrix, start, column)


def _features(
    values: Int16Array, valid: BoolArray, days: IntArray, plan: SensorPlan, first: int, out: Int16Array
) -> Int16Array:
    """Compute the features of the pixels from `first` on, as many as `out` (feature, pixel) has."""
    dates, bands, pixels = len(plan.target_dates), len(plan.bands), out.shape[1]
    if values.shape[1] != bands:
        raise ValueError(f"{values.shape[1]} bands given, {bands} in the plan")
    targets = np.array(plan.target_days, np.int64)
    filled = out[: dates * bands].reshape(dates, bands, pixels)
    if plan.filling == "linear":
        fill_linear(values, valid, days, targets, filled, first)
    else:
        part = slice(first, first + pixels)
        filled[:] = select_acquisitions(values[:, :, part], valid[:, part], days, targets)
    roles = {role: plan.bands.index(band) for role, band in plan.roles if band in plan.bands}
    spectral_indices(filled, roles, plan.indices, out[dates * bands :].reshape(len(plan.indices), dates, pixels))
    return out


@kernel
def _turn(features: Int16Array, matrix: Int16Array, start: int, column: int) -> None:
    count, pixels = features.shape
    for p0 in range(0, pixels, _TURN):
        p1 = min(p0 + _TURN, pixels)
        for f in range(count):
            row = features[f]
            for p in range(p0, p1):
                matrix[start + p, column + f] = row[p]
