"""Parcels of the demo: a Voronoi mosaic of jittered seeds, computed block by block without any memory of the rest."""

from __future__ import annotations

import math

import numpy as np

from landweave.engine.demo.area import MARGIN, Area
from landweave.engine.demo.noise import smooth_grid, uniforms
from landweave.engine.types import AnyArray, Float64Array, IntArray

_PITCH_PX = (15.0, 9.0)
"""Mean distance of seeds along and across the fields: 1.35 ha a seed, two or four seeds often make one field."""
_ANGLE = math.radians(24.0)
_JITTER = 0.62
_FOUR, _TWO = 0.16, 0.45
"""Shares of pairs of rows and columns of seeds that make one field, and (from there on) two fields."""
_WARP_PX, _WARP_WAVELENGTH_PX = 3.5, 90.0
_SEED_I, _SEED_J, _MERGE, _WARP_X, _WARP_Y = 1, 2, 3, 4, 5
_ID_HALF = 1 << 13
"""Cell indices lie within +- this: a full tile pair needs 1600 and 2900."""


def parcel_ids(area: Area, first_row: int, end_row: int) -> IntArray:
    """Return the parcel of each pixel.

    Args:
        area: the demo's geometry.
        first_row: of the area, before the margin is added.
        end_row: first row that is not wanted.

    Returns:
        Shape (row, col), with MARGIN pixels more on each side.
    """
    y = np.arange(first_row - MARGIN, end_row + MARGIN) + 0.5
    x = np.arange(-MARGIN, area.columns + MARGIN) + 0.5
    return parcel_ids_at(area.seed, y, x)


def parcel_ids_at(seed: int, y: Float64Array, x: Float64Array) -> IntArray:
    """Return the parcels of a grid of places; y and x are the coordinates of its rows and columns."""
    warped_y = y[:, None] + _WARP_PX * smooth_grid(seed, _WARP_Y, y, x, _WARP_WAVELENGTH_PX).astype(np.float64)
    warped_x = x[None, :] + _WARP_PX * smooth_grid(seed, _WARP_X, y, x, _WARP_WAVELENGTH_PX).astype(np.float64)
    u = (warped_x * math.cos(_ANGLE) + warped_y * math.sin(_ANGLE)) / _PITCH_PX[0]
    v = (warped_y * math.cos(_ANGLE) - warped_x * math.sin(_ANGLE)) / _PITCH_PX[1]
    return _merged(seed, *_nearest(seed, u, v))


def parcel_seeds(seed: int, ids: IntArray) -> tuple[Float64Array, Float64Array]:
    """Return the place (y, x) that a parcel's attributes are taken at, in pixels (the mosaic's warp left aside)."""
    i, j = ids // (2 * _ID_HALF) - _ID_HALF, ids % (2 * _ID_HALF) - _ID_HALF
    u, v = _seed_positions(seed, i, j)
    u, v = u * _PITCH_PX[0], v * _PITCH_PX[1]
    return u * math.sin(_ANGLE) + v * math.cos(_ANGLE), u * math.cos(_ANGLE) - v * math.sin(_ANGLE)


def all_parcels(area: Area) -> IntArray:
    """Return the parcels whose place lies in the area, ascending, shape (parcel,)."""
    corners_x = np.array([0, area.columns, 0, area.columns])
    corners_y = np.array([0, 0, area.rows, area.rows])
    u = (corners_x * math.cos(_ANGLE) + corners_y * math.sin(_ANGLE)) / _PITCH_PX[0]
    v = (corners_y * math.cos(_ANGLE) - corners_x * math.sin(_ANGLE)) / _PITCH_PX[1]
    kept = []
    for i in range(int(u.min()) - 2, int(u.max()) + 3):
        j = np.arange(int(v.min()) - 2, int(v.max()) + 3)
        ids = _merged(area.seed, np.full_like(j, i), j)
        y, x = parcel_seeds(area.seed, ids)
        kept.append(ids[(y >= 0) & (y < area.rows) & (x >= 0) & (x < area.columns)])
    return np.asarray(np.unique(np.concatenate(kept)), np.int64)


def _seed_positions(seed: int, i: AnyArray, j: AnyArray) -> tuple[Float64Array, Float64Array]:
    low = (1 - _JITTER) / 2
    return i + low + _JITTER * uniforms(seed, _SEED_I, i, j), j + low + _JITTER * uniforms(seed, _SEED_J, i, j)


def _nearest(seed: int, u: Float64Array, v: Float64Array) -> tuple[IntArray, IntArray]:
    """Return the cell (i, j) of the seed nearest on the ground, among a place's own cell and its eight neighbours."""
    own_i, own_j = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
    first_i, first_j = int(own_i.min()) - 1, int(own_j.min()) - 1
    lattice_i = np.arange(first_i, int(own_i.max()) + 2)[:, None]
    lattice_j = np.arange(first_j, int(own_j.max()) + 2)[None, :]
    seed_u, seed_v = _seed_positions(seed, lattice_i, lattice_j)
    best = np.full(u.shape, np.inf)
    best_i, best_j = own_i.copy(), own_j.copy()
    for step_i in (-1, 0, 1):
        for step_j in (-1, 0, 1):
            i, j = own_i + step_i, own_j + step_j
            place = (i - first_i, j - first_j)
            distance = ((u - seed_u[place]) * _PITCH_PX[0]) ** 2 + ((v - seed_v[place]) * _PITCH_PX[1]) ** 2
            nearer = distance < best
            np.copyto(best, distance, where=nearer)
            np.copyto(best_i, i, where=nearer)
            np.copyto(best_j, j, where=nearer)
    return best_i, best_j


def _merged(seed: int, i: IntArray, j: IntArray) -> IntArray:
    """Return one number a field: two or four neighbouring cells are often one."""
    chance = uniforms(seed, _MERGE, i // 2, j // 2)
    i = np.where(chance < _FOUR, i // 2 * 2, i)
    j = np.where(chance < _TWO, j // 2 * 2, j)
    return np.asarray((i + _ID_HALF) * (2 * _ID_HALF) + j + _ID_HALF, np.int64)
