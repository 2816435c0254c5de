"""Lines that cross others or themselves."""

from __future__ import annotations

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.postprocess.arcs import Lines
from landweave.engine.types import BoolArray, Float64Array, IntArray

_STEPS_A_BAND = 64.0


def crossing(lines: Lines) -> BoolArray:
    """Tell which lines share a place with another line or with themselves that is no end of both steps there.

    Args:
        lines: they may meet at their ends.

    Returns:
        Shape (line,).
    """
    found = np.zeros(len(lines), np.bool_)
    steps = np.delete(np.arange(len(lines.points) - 1), lines.starts[1:-1] - 1)
    if not steps.size:
        return found
    one, other = lines.points[steps], lines.points[steps + 1]
    owners = np.searchsorted(lines.starts, steps, side="right") - 1
    low, high = np.minimum(one[:, 1], other[:, 1]), np.maximum(one[:, 1], other[:, 1])
    height = max(float(np.hypot(*(other - one).T).mean()) * _STEPS_A_BAND, 1e-12)
    bottom = float(low.min())
    first, last = ((np.floor((y - bottom) / height)).astype(np.int64) for y in (low, high))
    counts = last - first + 1
    listed = np.repeat(np.arange(len(steps)), counts)  # a step stands in each band of rows that it reaches
    bands = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + first[listed]
    order = np.lexsort((np.minimum(one[:, 0], other[:, 0])[listed], bands))
    listed, bands = listed[order], bands[order]
    starts = np.flatnonzero(np.diff(bands, prepend=-1))
    _crossing(one, other, owners, listed, np.append(starts, len(listed)), found)
    return found


@kernel
def _side(a: Float64Array, b: Float64Array, c: Float64Array) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


@kernel
def _same(a: Float64Array, b: Float64Array) -> bool:
    return bool(a[0] == b[0] and a[1] == b[1])


@kernel
def _turns_back(end: Float64Array, a: Float64Array, b: Float64Array) -> bool:
    """Tell whether two steps from one end lie on each other."""
    along = (a[0] - end[0]) * (b[0] - end[0]) + (a[1] - end[1]) * (b[1] - end[1])
    return bool(_side(end, a, b) == 0 and along > 0)


@kernel
def _meet(a: Float64Array, b: Float64Array, c: Float64Array, d: Float64Array) -> bool:
    """Tell whether the steps from a to b and from c to d share a place other than a common end."""
    if _same(a, c):
        return _turns_back(a, b, d)
    if _same(a, d):
        return _turns_back(a, b, c)
    if _same(b, c):
        return _turns_back(b, a, d)
    if _same(b, d):
        return _turns_back(b, a, c)
    p, q, r, s = _side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)
    return bool(((p <= 0 <= q) or (q <= 0 <= p)) and ((r <= 0 <= s) or (s <= 0 <= r)))


@kernel
def _crossing(
    one: Float64Array, other: Float64Array, owners: IntArray, listed: IntArray, starts: IntArray, found: BoolArray
) -> None:
    for band in range(len(starts) - 1):
        for place in range(starts[band], starts[band + 1]):
            i = listed[place]
            right = max(one[i, 0], other[i, 0])
            low, high = min(one[i, 1], other[i, 1]), max(one[i, 1], other[i, 1])
            for next_place in range(place + 1, starts[band + 1]):
                j = listed[next_place]
                if min(one[j, 0], other[j, 0]) > right:
                    break
                if max(one[j, 1], other[j, 1]) < low or min(one[j, 1], other[j, 1]) > high:
                    continue
                if found[owners[i]] and found[owners[j]]:
                    continue
                if _meet(one[i], other[i], one[j], other[j]):
                    found[owners[i]] = True
                    found[owners[j]] = True
