"""Pixels that keep a distance from each other."""

from __future__ import annotations

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.types import BoolArray, Float64Array, IntArray

METRES_A_DEGREE = 111_320.0
_TOLERANCE = 1e-9  # of the distance: pixels that are exactly so far apart may both be taken


def in_metres(x: Float64Array, y: Float64Array, crs: str) -> tuple[Float64Array, Float64Array]:
    """Return places in metres, for distances; degrees as on a plane at the mean latitude."""
    reference = spatial_reference(crs)
    if reference.IsProjected():
        unit = float(reference.GetLinearUnits())
        return x * unit, y * unit
    middle = float(y.mean()) if len(y) else 0.0
    return x * METRES_A_DEGREE * np.cos(np.radians(middle)), y * METRES_A_DEGREE


def spaced(
    x: Float64Array, y: Float64Array, group: IntArray, spacing: float, most: int, cap: int
) -> BoolArray:
    """Take places one after the other, each that keeps the distance from all taken before it.

    Where fewer than `most` are taken, no further one could be: each one left out is too near to one that is taken, or
    its group is full.

    Args:
        x: of places in metres, in the order in which they are tried, shape (place,).
        y: of places in metres.
        group: number of the group (polygon) of each, from 0.
        spacing: least distance in metres, above 0.
        most: how many are taken.
        cap: how many of a group are taken; 0: any number.

    Returns:
        Which are taken, shape (place,).
    """
    if not len(x):
        return np.zeros(0, np.bool_)
    column = np.floor((x - x.min()) / spacing).astype(np.int64) + 1
    row = np.floor((y - y.min()) / spacing).astype(np.int64) + 1
    least = (spacing * (1 - _TOLERANCE)) ** 2
    slots = 1 << int(2 * len(x) - 1).bit_length()
    full = cap if cap > 0 else len(x)
    return _greedy(x, y, group, column, row, int(column.max()) + 2, least, most, full, slots)


@kernel
def _slot(keys: IntArray, key: int) -> int:
    """Return the place of a key in a hash table of a power of two, or the free one where it belongs."""
    mask = len(keys) - 1
    place = int(((key * 0x9E3779B97F4A7C1) >> 20) & mask)
    while keys[place] != -1 and keys[place] != key:
        place = (place + 1) & mask
    return place


@kernel
def _greedy(
    x: Float64Array, y: Float64Array, group: IntArray, column: IntArray, row: IntArray, width: int, least: float,
    most: int, cap: int, slots: int,
) -> BoolArray:
    """Keep the places taken in lists by square cell of the spacing's side; compare with the nine cells around."""
    count = len(x)
    taken = np.zeros(count, np.bool_)
    keys = np.full(slots, -1, np.int64)
    heads = np.full(slots, -1, np.int64)
    following = np.full(count, -1, np.int64)
    of_group = np.zeros(group.max() + 1, np.int64)
    total = 0
    for i in range(count):
        if total >= most:
            break
        if of_group[group[i]] >= cap:
            continue
        free = True
        for down in range(-1, 2):
            for across in range(-1, 2):
                place = _slot(keys, (row[i] + down) * width + column[i] + across)
                other = heads[place]
                while other >= 0 and free:
                    dx = x[i] - x[other]
                    dy = y[i] - y[other]
                    if dx * dx + dy * dy < least:
                        free = False
                    other = following[other]
        if free:
            place = _slot(keys, row[i] * width + column[i])
            keys[place] = row[i] * width + column[i]
            following[i] = heads[place]
            heads[place] = i
            taken[i] = True
            of_group[group[i]] += 1
            total += 1
    return taken
