"""Lines that cross others or themselves."""

from __future__ import annotations

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.postprocess.arcs import Lines, LinesOf
from landweave.engine.types import BoolArray, Float64Array, IntArray

_STEPS_A_BAND = 64.0
_SIZE_OF_STRIP = 500_000
_CELLS = 2048  # of a coarse grid, along each side


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


def crossing_among(boxes: Float64Array, sizes: IntArray, lines_of: LinesOf, chosen: BoolArray) -> BoolArray:
    """Tell which of many lines cross others or themselves, as `crossing` does, looking at a few of them at once.

    Args:
        boxes: around the lines: x_min, y_min, x_max, y_max, shape (line, 4).
        sizes: how much each counts; so that strips hold about as much as each other, shape (line,).
        lines_of: gives the lines by their numbers.
        chosen: only what these meet is looked at, shape (line,).

    Returns:
        Shape (line,).
    """
    found: BoolArray = np.zeros(len(boxes), np.bool_)
    order = np.argsort(boxes[:, 1], kind="stable")
    parts = np.cumsum(sizes[order]) // _SIZE_OF_STRIP
    edges = boxes[order[np.flatnonzero(np.diff(parts, prepend=-1))], 1]
    near = _near(boxes, chosen)
    for low, high in zip(edges, np.append(edges[1:], np.inf)):
        rows = np.flatnonzero((boxes[:, 1] <= high) & (boxes[:, 3] >= low) & near)
        if rows.size:
            found[rows] |= crossing(lines_of(rows))
    return found


def _near(boxes: Float64Array, chosen: BoolArray) -> BoolArray:
    """Tell which boxes share a cell of a coarse grid with a box that is chosen."""
    if chosen.all():
        return chosen
    low = boxes[:, :2].min(axis=0)
    sides = np.maximum((boxes[:, 2:].max(axis=0) - low) / _CELLS, 1e-12)
    cells = np.clip(((boxes - np.tile(low, 2)) / np.tile(sides, 2)).astype(np.int64), 0, _CELLS - 1)
    marks = np.zeros((_CELLS + 1, _CELLS + 1), np.int64)
    for column, row, last_column, last_row in cells[chosen].tolist():
        marks[row, column] += 1
        marks[row, last_column + 1] -= 1
        marks[last_row + 1, column] -= 1
        marks[last_row + 1, last_column + 1] += 1
    covered = marks.cumsum(axis=0).cumsum(axis=1)[:_CELLS, :_CELLS] > 0
    sums = np.zeros((_CELLS + 1, _CELLS + 1), np.int64)
    sums[1:, 1:] = covered.cumsum(axis=0).cumsum(axis=1)
    left, bottom, right, top = cells.T
    return np.asarray(sums[top + 1, right + 1] - sums[bottom, right + 1] - sums[top + 1, left] + sums[bottom, left] > 0)


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
