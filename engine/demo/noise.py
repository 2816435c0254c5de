"""Random numbers that are a function of place: any block can be made alone, and always comes out the same."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from scipy.special import ndtri

from landweave.engine.types import AnyArray, Float32Array, Float64Array

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_SPLINE_SD = 0.479
"""Standard deviation that a cubic B-spline leaves to unit white noise, per dimension (mean over a cell)."""


def uniforms(seed: int, channel: int, *keys: Any) -> Float64Array:
    """Return uniform numbers in (0, 1), a function of the seed, a channel and integer keys.

    Source: the mixing steps of SplitMix64, Steele et al. 2014, doi 10.1145/2660193.2660195.
    """
    shape = np.broadcast_shapes(*(np.shape(key) for key in keys))
    state = np.full(shape or (1,), np.uint64(seed * 1009 + channel), np.uint64)
    with np.errstate(over="ignore"):
        for key in (np.int64(0), *keys):
            state = (state ^ np.asarray(key, np.int64).astype(np.uint64)) + _STEP
            state = (state ^ (state >> np.uint64(30))) * _FIRST
            state = (state ^ (state >> np.uint64(27))) * _SECOND
            state = state ^ (state >> np.uint64(31))
    return ((state >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def normals(seed: int, channel: int, *keys: Any) -> Float64Array:
    """Return standard normal numbers, a function of the seed, a channel and integer keys."""
    return cast("Float64Array", ndtri(uniforms(seed, channel, *keys)))


def smooth_grid(seed: int, channel: int, y: AnyArray, x: AnyArray, wavelength_px: float) -> Float32Array:
    """Return smooth noise of about unit variance on a grid.

    Args:
        seed: of the area.
        channel: keeps fields apart.
        y: coordinates of the rows, ascending, shape (row,).
        x: coordinates of the columns, ascending, shape (col,).
        wavelength_px: distance of the spline's knots.

    Returns:
        Shape (row, col).
    """
    rows, row_weights = _spline(np.asarray(y, np.float64) / wavelength_px)
    columns, column_weights = _spline(np.asarray(x, np.float64) / wavelength_px)
    first_row, first_column = int(rows[0]), int(columns[0])
    knots = normals(
        seed,
        channel,
        np.arange(first_row, int(rows[-1]) + 4)[:, None],
        np.arange(first_column, int(columns[-1]) + 4)[None, :],
    ).astype(np.float32)
    rows, columns = rows - first_row, columns - first_column
    lines = row_weights[0][:, None] * knots[rows]
    for k in range(1, 4):
        lines += row_weights[k][:, None] * knots[rows + k]
    out = column_weights[0] * lines[:, columns]
    for k in range(1, 4):
        out += column_weights[k] * lines[:, columns + k]
    return cast("Float32Array", out)


def smooth_points(seed: int, channel: int, y: AnyArray, x: AnyArray, wavelength_px: float) -> Float64Array:
    """Return the noise of `smooth_grid` at single points; y and x have one shape, which is the result's."""
    rows, row_weights = _spline(np.asarray(y, np.float64) / wavelength_px)
    columns, column_weights = _spline(np.asarray(x, np.float64) / wavelength_px)
    out = np.zeros(rows.shape)
    for k in range(4):
        for m in range(4):
            out += row_weights[k] * column_weights[m] * normals(seed, channel, rows + k, columns + m)
    return out


def fractal_grid(
    seed: int, channel: int, y: AnyArray, x: AnyArray, wavelength_px: float, octaves: int = 4
) -> Float32Array:
    """Return smooth noise of several scales, each half as long and 0.55 as strong as the one before; unit variance."""
    total, power = smooth_grid(seed, channel, y, x, wavelength_px), 1.0
    for octave in range(1, octaves):
        weight = 0.55**octave
        total += np.float32(weight) * smooth_grid(seed, channel + octave, y, x, max(wavelength_px / 2**octave, 2.0))
        power += weight**2
    total /= np.float32(power**0.5)
    return total


def _spline(position: AnyArray) -> tuple[AnyArray, tuple[Float32Array, ...]]:
    """Return the first of four knots and the weights of all four, for unit variance."""
    index = np.floor(position).astype(np.int64)
    f = position - index
    weights = (
        (1 - f) ** 3 / 6,
        (3 * f**3 - 6 * f**2 + 4) / 6,
        (-3 * f**3 + 3 * f**2 + 3 * f + 1) / 6,
        f**3 / 6,
    )
    return index, tuple((w / _SPLINE_SD**0.5).astype(np.float32) for w in weights)
