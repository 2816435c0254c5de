"""Bands of coarser pixels brought to the grid: exact, so that a pixel does not depend on the block it is in."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import AnyArray, BoolArray, Float64Array, Int16Array, IntArray

Coarse = TypeVar("Coarse", BoolArray, Int16Array)

HALO = 2
"""Coarse pixels that cubic convolution needs around those that a block touches."""

_SHARPNESS = -0.5


def upsample_cubic(
    coarse: Int16Array,
    known: BoolArray,
    factor: int,
    phase: tuple[int, int],
    shape: tuple[int, int],
    out: Int16Array | None = None,
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
        out: array to write; a new one by default.

    Returns:
        Shape (row, col), rounded half up.

    Source: Keys 1981, Cubic convolution interpolation for digital image processing, doi
    10.1109/TASSP.1981.1163711, with a = -1/2.
    """
    if out is None:
        out = np.empty(shape, np.int16)
    coarse, known = np.ascontiguousarray(coarse), np.ascontiguousarray(known)
    if factor == 2:
        _cubic_of_two(coarse, known, phase[0], phase[1], out)
    else:
        weights, starts = _taps(factor)
        _cubic(coarse, known, weights, starts, phase[0], phase[1], out)
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


@lru_cache(maxsize=16)
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


@kernel
def _cubic_of_two(coarse: Int16Array, known: BoolArray, phase_row: int, phase_column: int, out: Int16Array) -> None:
    """Double the pixels: as `_cubic`, in whole numbers, which are exact (the weights are 128ths), row by row.

    The sums stay below 2^31: (152 / 128)^2 of 32768 x 2^14.
    """
    width, columns = coarse.shape[1], out.shape[1]
    column = np.empty(width, np.int32)
    whole = np.empty(width, np.bool_)
    fine = np.empty(width - 4, np.int32)
    line = fine.view(np.int16)[phase_column : phase_column + columns]
    for r in range(out.shape[0]):
        row = (phase_row + r) // 2 + 2
        is_lower = (phase_row + r) % 2 == 1
        top = row - 1 if is_lower else row - 2
        _weigh_rows(coarse[top], coarse[top + 1], coarse[top + 2], coarse[top + 3], is_lower, column)
        _double(column, fine)
        _copy(line, out[r])
        if not _all_of(known[top], known[top + 1], known[top + 2], known[top + 3], whole):
            for c in range(columns):
                middle = (phase_column + c) // 2 + 2
                first = middle - 2 + (phase_column + c) % 2
                if not whole[first] & whole[first + 1] & whole[first + 2] & whole[first + 3]:
                    out[r, c] = coarse[row, middle]


@kernel
def _weigh_rows(
    a: Int16Array, b: Int16Array, c: Int16Array, d: Int16Array, is_lower: bool, out: AnyArray
) -> None:
    """Convolve down the columns, for the lower or the upper half of the pixels in the middle."""
    if is_lower:
        for i in range(len(out)):
            out[i] = 111 * b[i] + 29 * c[i] - 9 * a[i] - 3 * d[i]
    else:
        for i in range(len(out)):
            out[i] = 29 * b[i] + 111 * c[i] - 3 * a[i] - 9 * d[i]


@kernel
def _all_of(a: BoolArray, b: BoolArray, c: BoolArray, d: BoolArray, out: BoolArray) -> bool:
    """Write where all four are True; True if they are everywhere."""
    unknown = 0
    for i in range(len(out)):
        out[i] = a[i] & b[i] & c[i] & d[i]
        unknown += not out[i]
    return unknown == 0


@kernel
def _double(column: AnyArray, fine: AnyArray) -> None:
    """Convolve along a row; the left and the right half of each coarse pixel, held at what int16 has.

    Both go into one number, the left one lower, as machines that store the lower part first want it: two stores side
    by side would not become vector instructions.
    """
    for m in range(len(fine)):
        a, b, c, d, e = column[m], column[m + 1], column[m + 2], column[m + 3], column[m + 4]
        # numba widens what is added: cast back, or half as many are done at once
        left = np.int32(29 * b + 111 * c - 3 * a - 9 * d + 8192) >> np.int32(14)
        right = np.int32(111 * c + 29 * d - 9 * b - 3 * e + 8192) >> np.int32(14)
        left = min(max(np.int32(left), np.int32(-32767)), np.int32(32767))
        right = min(max(np.int32(right), np.int32(-32767)), np.int32(32767))
        fine[m] = np.int32((left & np.int32(0xFFFF)) | np.int32(right << np.int32(16)))


@kernel
def _copy(line: Int16Array, out: Int16Array) -> None:
    for i in range(len(out)):
        out[i] = line[i]


@kernel
def repeat_into(coarse: AnyArray, factor: int, phase_row: int, phase_column: int, out: AnyArray) -> None:
    """Give each fine pixel, (row, col), the value of the coarse one that it lies in; see `repeat_pixels`."""
    for r in range(out.shape[0]):
        row = (phase_row + r) // factor
        column, place = 0, phase_column
        for c in range(out.shape[1]):
            out[r, c] = coarse[row, column]
            place += 1
            if place == factor:
                column, place = column + 1, 0
