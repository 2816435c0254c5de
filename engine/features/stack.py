"""All features of one sensor from its acquisitions, in the order of `SeriesPlan.features()`."""

from __future__ import annotations

import numpy as np

from landweave.engine.features.indices import spectral_indices
from landweave.engine.kernel import kernel
from landweave.engine.series.fill import fill_linear, select_acquisitions
from landweave.engine.series.plan import SensorPlan
from landweave.engine.types import BoolArray, Int16Array, IntArray

_FILLINGS = {"linear": fill_linear, "none": select_acquisitions}
_BLOCK = 1024  # pixels: what is computed of them stays in the second-level cache until it is turned
_TURN = 32  # rows of the matrix written together when features by pixels become pixels by features


def feature_count(plan: SensorPlan) -> int:
    """Return the number of features of one sensor."""
    return len(plan.target_dates) * (len(plan.bands) + len(plan.indices))


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
    if values.shape[1] != len(plan.bands):
        raise ValueError(f"{values.shape[1]} bands given, {len(plan.bands)} in the plan")
    filled = _FILLINGS[plan.filling](values, valid, days, np.array(plan.target_days, np.int64))
    roles = {role: plan.bands.index(band) for role, band in plan.roles if band in plan.bands}
    indices = spectral_indices(filled, roles, plan.indices)
    pixels = values.shape[2]
    return np.concatenate([filled.reshape(-1, pixels), indices.reshape(-1, pixels)])


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
    for start in range(0, pixels, _BLOCK):
        block = slice(start, min(start + _BLOCK, pixels))
        features = sensor_features(
            np.ascontiguousarray(values[:, :, block]), np.ascontiguousarray(valid[:, block]), days, plan
        )
        _turn(features, matrix, start, column)


@kernel
def _turn(features: Int16Array, matrix: Int16Array, start: int, column: int) -> None:
    count, pixels = features.shape
    for p0 in range(0, pixels, _TURN):
        p1 = min(p0 + _TURN, pixels)
        for f in range(count):
            row = features[f]
            for p in range(p0, p1):
                matrix[start + p, column + f] = row[p]
