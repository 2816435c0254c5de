"""Smoothing of probabilities: each pixel heeds its neighbours."""

from __future__ import annotations

import math

import numpy as np
from scipy.ndimage import correlate1d

from landweave.engine.jobs.fusion import SMOOTHINGS
from landweave.engine.kernel import kernel
from landweave.engine.types import AnyArray, BoolArray, Float32Array, Float64Array, IntArray

BAYES, GAUSSIAN, MAJORITY = SMOOTHINGS
LARGEST_WINDOW = 101
_SURE = 1e-4  # probabilities nearer to 0 and 1 than a raster can tell count as this: their logits would be endless
_SPREAD = 4  # a window holds so many standard deviations of the Gaussian


def smooth(
    probabilities: AnyArray, method: str = BAYES, window: int = 5, smoothness: AnyArray | float = 3.0,
    neighbour_share: float = 0.5,
) -> Float32Array:
    """Return probabilities that heed the neighbours of each pixel.

    - `bayes`: the logit of each class is taken for an observation of the pixel's true logit with the variance
      `smoothness`; before it is seen, mean and variance of the true logit are those of the neighbours where the class
      is likeliest. What comes out is the mean after it is seen: near class borders, where neighbours differ, a pixel
      keeps its own; where they agree, it gives way.
    - `gaussian`: a weighted mean of the neighbours; the window is four standard deviations wide.
    - `majority`: the share of the neighbours whose likeliest class it is.

    Args:
        probabilities: shape (class, row, column), 0 to 1; NaN where there are none.
        method: one of SMOOTHINGS.
        window: side of the square of neighbours, odd number of pixels; at the edge, those that are there count.
        smoothness: above 0, one number or one a class.
        neighbour_share: of the neighbours, the pixel itself among them, those that count for a class, above 0 to 1.

    Returns:
        The same shape, float32, adding up to 1; NaN where there were none.

    Raises:
        ValueError: if the method is not known, or a number is out of range.

    Source: Camara et al. 2024, doi 10.3390/rs16234572, section 2; there what lies beyond the image is its mirror.
    """
    if window < 1 or window % 2 == 0 or not 0 < neighbour_share <= 1:
        raise ValueError(f"window {window}, share {neighbour_share}")
    p = np.asarray(probabilities, np.float32)
    known: BoolArray = ~np.isnan(p).any(axis=0)
    if method == BAYES:
        heed = np.ascontiguousarray(np.broadcast_to(np.asarray(smoothness, np.float64), (len(p),)))
        if not (heed > 0).all():
            raise ValueError("smoothness has to be above 0")
        joint = _bayes(p, known, window // 2, heed, neighbour_share)
    elif method == GAUSSIAN:
        joint = _gaussian(p, known, window)
    elif method == MAJORITY:
        joint = np.empty(p.shape, np.float32)
        _shares(np.where(known, p.argmax(axis=0), -1), window // 2, joint)
    else:
        raise ValueError(f"no smoothing {method!r}")
    total = joint.sum(axis=0, keepdims=True)
    shares: Float32Array = joint / np.where(total > 0, total, np.float32(1))
    shares[:, ~known] = np.nan
    return shares


def decide(smoothed: AnyArray, before: AnyArray) -> IntArray:
    """Return the number of the likeliest class, shape (row, column); of equals the one that was likelier before.

    Args:
        smoothed: probabilities, shape (class, row, column); NaN is taken for 0.
        before: those that were smoothed, same shape.
    """
    after, earlier = np.nan_to_num(smoothed), np.nan_to_num(before)
    ties = after >= after.max(axis=0) - np.float32(1e-6)
    found: IntArray = np.where(ties, earlier, -1).argmax(axis=0)
    return found


def _bayes(p: Float32Array, known: BoolArray, radius: int, heed: Float64Array, share: float) -> Float32Array:
    sure = np.clip(np.nan_to_num(p, nan=0.5), _SURE, 1 - _SURE)
    logits = np.log(sure / (1 - sure))
    found = np.empty_like(logits)
    _posterior(logits, known, radius, heed, share, found)
    back: Float32Array = (1 / (1 + np.exp(-found))).astype(np.float32)
    return back


def _gaussian(p: Float32Array, known: BoolArray, window: int) -> Float32Array:
    radius = window // 2
    sigma = max(window / _SPREAD, 1e-6)
    weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    found = np.empty_like(p)
    for layer, out in zip(p, found):
        across = correlate1d(np.where(known, layer, 0).astype(np.float64), weights, axis=0, mode="constant")
        out[:] = correlate1d(across, weights, axis=1, mode="constant")
    return found


@kernel
def _posterior(
    logits: Float32Array, known: BoolArray, radius: int, heed: Float64Array, share: float, found: Float32Array
) -> None:
    """Fill in the mean of each true logit once its observation is seen."""
    classes, rows, columns = logits.shape
    side = 2 * radius + 1
    near = np.empty(side * side, np.float64)
    for number in range(classes):
        for row in range(rows):
            for column in range(columns):
                if not known[row, column]:
                    found[number, row, column] = 0.0
                    continue
                count = 0
                for r in range(max(row - radius, 0), min(row + radius + 1, rows)):
                    for c in range(max(column - radius, 0), min(column + radius + 1, columns)):
                        if known[r, c]:
                            near[count] = logits[number, r, c]
                            count += 1
                top = max(math.ceil(share * count - 1e-9), 1)
                if top < count:
                    _largest_first(near, count, top)
                mean = near[:top].sum() / top
                variance = 0.0
                for value in near[:top]:
                    variance += (value - mean) ** 2
                variance = variance / (top - 1) if top > 1 else 0.0
                own = variance / (variance + heed[number])
                found[number, row, column] = own * logits[number, row, column] + (1 - own) * mean


@kernel
def _largest_first(values: Float64Array, count: int, top: int) -> None:
    """Bring the `top` largest of the first `count` values to the front, in place (Hoare's selection)."""
    low, high = 0, count - 1
    while low < high:
        pivot = values[(low + high) // 2]
        left, right = low, high
        while left <= right:
            while values[left] > pivot:
                left += 1
            while values[right] < pivot:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if top - 1 <= right:
            high = right
        elif top - 1 >= left:
            low = left
        else:
            return


@kernel
def _shares(labels: IntArray, radius: int, found: Float32Array) -> None:
    """Fill in how many of the neighbours have each label; -1: none."""
    classes, rows, columns = found.shape
    for row in range(rows):
        for column in range(columns):
            for number in range(classes):
                found[number, row, column] = 0.0
            for r in range(max(row - radius, 0), min(row + radius + 1, rows)):
                for c in range(max(column - radius, 0), min(column + radius + 1, columns)):
                    if labels[r, c] >= 0:
                        found[labels[r, c], row, column] += 1.0
