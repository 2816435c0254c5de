"""Bands of coarser pixels brought to the grid: exact, so that a pixel does not depend on the block it is in."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import BoolArray, Float64Array, Int16Array, IntArray

Coarse = TypeVar("Coarse", BoolArray, Int16Array)

HALO = 2
"""Coarse pixels that cubic convolution needs around those that a block touches."""

_SHARPNESS = -0.5


def upsample_cubic(
    coarse: Int16Array, known: BoolArray, factor: int, phase: tuple[int, int], shape: tuple[int, int]
) -> Int16Array:
    """Bring coarse pixels to fine ones by separable cubic convolution.

    Where one of the 16 coarse pixels around a fine one is unknown, the one it lies in is
    taken as it is: "no data" never bleeds into values.

    Args:
        coarse: values, shape (row, col), with HALO more pixels on each side than the block touches.
        known: False where there is no value, same shape.
        factor: fine pixels along the side of a coarse one.
        phase: (row, col) of the block's first fine pixel inside its coarse pixel.
        shape: (rows, cols) of the block.

    Returns:
        Shape (row, col), rounded half up.

    Source: Keys 1981, Cubic convolution interpolation for digital image processing, doi
    10.1109/TASSP.1981.1163711, with a = -1/2.
    """
    weights, starts = _taps(factor)
    out = np.empty(shape, np.int16)
    _cubic(np.ascontiguousarray(coarse), np.ascontiguousarray(known), weights, starts, phase[0], phase[1], out)
    return out


def repeat_pixels(coarse: Coarse, factor: int, phase: tuple[int, int], shape: tuple[int, int]) -> Coarse:
    """Give each fine pixel the value of the coarse one it lies in.

    Args:
        coarse: values without halo, shape (row, col).
        factor: as in `upsample_cubic`.
        phase: as in `upsample_cubic`.
        shape: as in `upsample_cubic`.
    """
    fine = coarse.repeat(factor, axis=0).repeat(factor, axis=1)
    return fine[phase[0] : phase[0] + shape[0], phase[1] : phase[1] + shape[1]]


def _taps(factor: int) -> tuple[Float64Array, IntArray]:
    """Return the four weights of each fine place in a coarse pixel, (place, tap), and where its taps start."""
    centre = (np.arange(factor) + 0.5) / factor - 0.5
    starts = np.where(centre < 0, -2, -1).astype(np.int64)
    distance = np.abs(centre[:, None] - (starts[:, None] + np.arange(4)[None, :]))
    a = _SHARPNESS
    near = ((a + 2) * distance - (a + 3)) * distance**2 + 1
    far = a * (((distance - 5) * distance + 8) * distance - 4)
    return np.where(distance <= 1, near, np.where(distance < 2, far, 0.0)), starts


@kernel
def _cubic(
    coarse: Int16Array,
    known: BoolArray,
    weights: Float64Array,
    starts: IntArray,
    phase_row: int,
    phase_column: int,
    out: Int16Array,
) -> None:
    """Convolve down the columns of one fine row, then along it."""
    factor, width = len(starts), coarse.shape[1]
    column = np.empty(width, np.float64)
    whole = np.empty(width, np.bool_)
    for r in range(out.shape[0]):
        row = (phase_row + r) // factor + 2
        down = (phase_row + r) % factor
        top = row + starts[down]
        w0, w1, w2, w3 = weights[down, 0], weights[down, 1], weights[down, 2], weights[down, 3]
        for c in range(width):
            column[c] = (
                w0 * coarse[top, c] + w1 * coarse[top + 1, c] + w2 * coarse[top + 2, c] + w3 * coarse[top + 3, c]
            )
            whole[c] = known[top, c] & known[top + 1, c] & known[top + 2, c] & known[top + 3, c]
        for c in range(out.shape[1]):
            middle = (phase_column + c) // factor + 2
            across = (phase_column + c) % factor
            left = middle + starts[across]
            value = (
                weights[across, 0] * column[left]
                + weights[across, 1] * column[left + 1]
                + weights[across, 2] * column[left + 2]
                + weights[across, 3] * column[left + 3]
            )
            if whole[left] & whole[left + 1] & whole[left + 2] & whole[left + 3]:
                out[r, c] = np.int16(min(max(np.floor(value + 0.5), -32767.0), 32767.0))
            else:
                out[r, c] = coarse[row, middle]
