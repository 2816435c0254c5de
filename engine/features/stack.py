"""All features of one sensor from its acquisitions, in the order of `SeriesPlan.features()`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.features.groups import GROUPS, group_sizes
from landweave.engine.features.view import SensorView
from landweave.engine.kernel import kernel
from landweave.engine.series.plan import SensorPlan
from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, Int16Array, IntArray

_BLOCK = 512  # pixels: what is computed of them stays in the second-level cache until it is turned
_TURN = 32  # rows of the matrix written together when features by pixels become pixels by features


def feature_count(plan: SensorPlan) -> int:
    """Return the number of features of one sensor."""
    return sum(group_sizes(plan))


def sensor_features(values: Int16Array, valid: BoolArray, days: IntArray, plan: SensorPlan) -> Int16Array:
    """Describe the year of each pixel.

    Args:
        values: bands of the plan, NODATA where not valid, shape (date, band, pixel).
        valid: True where the pixel is clear, shape (date, pixel).
        days: acquisition days as proleptic ordinals, strictly ascending, shape (date,).
        plan: bands, indices, target dates, groups.

    Returns:
        Shape (feature, pixel), group by group; NODATA where a pixel is never valid (filling `none`: where it is not
        valid), and everywhere if there is no acquisition.

    Raises:
        ValueError: if the shapes, days or roles do not agree with the plan.
    """
    sizes = group_sizes(plan)
    return _features(values, valid, days, plan, 0, np.empty((sum(sizes), values.shape[2]), np.int16), sizes)


def sensor_feature_rows(
    values: Int16Array, valid: BoolArray, days: IntArray, plan: SensorPlan, matrix: AnyArray, column: int = 0
) -> None:
    """Write the features of each pixel into its row of the matrix that a classifier reads.

    The same numbers as `sensor_features`, turned, and quicker than turning them afterwards.

    Args:
        values: as in `sensor_features`.
        valid: as in `sensor_features`.
        days: as in `sensor_features`.
        plan: as in `sensor_features`.
        matrix: shape (pixel, feature of all sensors), int16 or float32, C order; written in place.
        column: where this sensor's features begin.
    """
    pixels, sizes = values.shape[2], group_sizes(plan)
    if matrix.shape[0] != pixels or column + sum(sizes) > matrix.shape[1]:
        raise ValueError(f"the matrix {matrix.shape} has no room for {sum(sizes)} features from {column}")
    values, valid = np.ascontiguousarray(values), np.ascontiguousarray(valid)
    for start in range(0, pixels, _BLOCK):
        block = np.empty((sum(sizes), min(_BLOCK, pixels - start)), np.int16)
        _turn(_features(values, valid, days, plan, start, block, sizes), matrix, start, column)


def _features(
    values: Int16Array,
    valid: BoolArray,
    days: IntArray,
    plan: SensorPlan,
    first: int,
    out: Int16Array,
    sizes: Sequence[int],
) -> Int16Array:
    """Compute the features of the pixels from `first` on, as many as `out` (feature, pixel) has."""
    view = SensorView(values, valid, days, plan, first, out.shape[1])
    if not len(days):
        out[:] = SERIES_NODATA
        return out
    row = 0
    for group, size in zip(plan.groups, sizes):
        GROUPS[group.kind].compute(view, group.options, out[row : row + size])
        row += size
    return out


@kernel
def _turn(features: Int16Array, matrix: AnyArray, start: int, column: int) -> None:
    """Turn some pixels in a small array first: rows of the matrix, far apart, push each other out of the cache."""
    count, pixels = features.shape
    some = np.empty((_TURN, count), features.dtype)
    for first in range(0, pixels, _TURN):
        together = min(_TURN, pixels - first)
        for f in range(count):
            for k in range(together):
                some[k, f] = features[f, first + k]
        for k in range(together):
            _copy(some[k], matrix[start + first + k, column : column + count])


@kernel
def _copy(source: Int16Array, out: AnyArray) -> None:
    for f in range(len(out)):
        out[f] = source[f]
