"""Multi-temporal speckle filter of radar images of one place. Arrays in, arrays out; order (date, row, col).

Each image keeps its local mean, and takes its detail from all dates together:

    J_k = <I_k> / N * sum over i of (I_i / <I_i>)

with the intensities I of N dates and their means <I> over a window around the pixel. Speckle of independent dates
averages out in the sum, so that detail which stays is not smoothed: Quegan and Yu 2001, doi 10.1109/36.964973,
equation 6, for images that are not correlated and have the same number of looks.

The images should be of one orbit and polarisation; values must be intensities (power), not decibels.
"""

from __future__ import annotations

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import BoolArray, Float32Array, Float64Array, IntArray


def quegan_filter(intensity: Float32Array, valid: BoolArray, window: int) -> Float32Array:
    """Filter the speckle of a series of images.

    Args:
        intensity: backscatter as power, shape (date, row, col).
        valid: True where the pixel is known, shape (date, row, col).
        window: pixels along the side of the window of the local means, odd; 1 leaves each image as it is.

    Returns:
        Filtered intensity, shape (date, row, col); NaN where not valid or not finite. Means are over the valid pixels
        of the window; at the edges of the image the window is cut. A date whose local mean is not above 0 does not
        take part in the sum. A pixel depends on those at most `window // 2` rows and columns away only, to the last
        bit, so an image may be cut into blocks that overlap by that much.

    Raises:
        ValueError: if the window is even or below 1, or the shapes do not agree.
    """
    if window < 1 or window % 2 == 0:
        raise ValueError(f"the window must be an odd number of pixels, not {window}")
    if intensity.ndim != 3 or intensity.shape != valid.shape:
        raise ValueError(f"shapes do not agree: intensity {intensity.shape}, valid {valid.shape}")
    power = np.ascontiguousarray(intensity, np.float32)
    out = np.empty(power.shape, np.float32)
    known = np.ascontiguousarray(valid, np.bool_)
    _filter(power, known, window // 2, out)
    return out


@kernel
def _filter(intensity: Float32Array, valid: BoolArray, half: int, out: Float32Array) -> None:
    """Leave the local means in `out`, then multiply them by the mean ratio of the pixel."""
    dates, rows, columns = intensity.shape
    across = np.empty((rows, columns), np.float64)
    counts_across = np.empty((rows, columns), np.int64)
    ratios = np.zeros((rows, columns), np.float64)
    taken = np.zeros((rows, columns), np.int64)
    total = np.empty(columns, np.float64)
    count = np.empty(columns, np.int64)
    for date in range(dates):
        for row in range(rows):
            _sum_across(intensity[date, row], valid[date, row], half, across[row], counts_across[row])
        for row in range(rows):
            total[:] = 0
            count[:] = 0
            for near in range(max(row - half, 0), min(row + half + 1, rows)):
                _add(across[near], counts_across[near], total, count)
            _mean(intensity[date, row], valid[date, row], total, count, out[date, row])
            _add_ratio(intensity[date, row], out[date, row], ratios[row], taken[row])
    for date in range(dates):
        for row in range(rows):
            _scale(ratios[row], taken[row], out[date, row])


@kernel
def _sum_across(row: Float32Array, clear: BoolArray, half: int, sums: Float64Array, counts: IntArray) -> None:
    """Add the valid neighbours of each pixel within a row, always from the left to the right."""
    columns = len(row)
    sums[:] = 0
    counts[:] = 0
    for shift in range(-half, half + 1):
        for column in range(max(-shift, 0), min(columns - shift, columns)):
            known = clear[column + shift] & np.isfinite(row[column + shift])
            sums[column] += np.float64(row[column + shift]) if known else 0.0
            counts[column] += known


@kernel
def _add(sums: Float64Array, counts: IntArray, total: Float64Array, count: IntArray) -> None:
    for column in range(len(total)):
        total[column] += sums[column]
        count[column] += counts[column]


@kernel
def _mean(row: Float32Array, clear: BoolArray, total: Float64Array, count: IntArray, out: Float32Array) -> None:
    for column in range(len(out)):
        known = clear[column] & np.isfinite(row[column])
        mean = np.float32(total[column] / np.float64(count[column]))
        out[column] = mean if known else np.float32(np.nan)


@kernel
def _add_ratio(row: Float32Array, mean: Float32Array, ratios: Float64Array, taken: IntArray) -> None:
    for column in range(len(row)):
        ratio = np.float64(row[column]) / np.float64(mean[column])
        part = mean[column] > 0  # NaN is not
        ratios[column] += ratio if part else 0.0
        taken[column] += part


@kernel
def _scale(ratios: Float64Array, taken: IntArray, out: Float32Array) -> None:
    """Multiply means by the mean ratio; without any ratio they are 0 or below, and stay as they are."""
    for column in range(len(out)):
        ratio = ratios[column] / np.float64(taken[column]) if taken[column] > 0 else 1.0
        out[column] = np.float32(np.float64(out[column]) * ratio)
