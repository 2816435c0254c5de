"""The Whittaker smoother of many pixels at once: one banded factorisation a pixel, shared by its bands.

Arrays of the loops have the pixels last, `_LANES` at a time, and every loop over them is
the same few operations on each: vector instructions, whatever the gaps of a pixel are.
"""

from __future__ import annotations

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import SERIES_NODATA, BoolArray, Float64Array, Int16Array, IntArray

_LANES = 256
_LEAST_PIVOT = 1e-11  # the share of a diagonal entry that must be left, so that five digits of the result are right
_LEAST_SQUARES = 1e-6  # smaller sums are rounding errors: what their logarithm does says nothing
_ROUND = 1.5 * 2.0**52  # adding and taking away again rounds to the nearest integer, halves to even
_LIMIT = 32767.0


@kernel
def smooth(
    values: Int16Array,
    valid: BoolArray,
    acquisition: IntArray,
    target_node: IntArray,
    differences: Float64Array,
    lambdas: Float64Array,
    iterations: int,
    asymmetry: float,
    out: Int16Array,
    offset: int,
) -> None:
    """Write the smoothed series.

    Args:
        values: as acquired, shape (date, band, pixel).
        valid: shape (date, pixel).
        acquisition: of each node the date in `values` or -1.
        target_node: of each target its node.
        differences: rows of the differences of each order from 1, shape (order, node, 4).
        lambdas: one, or those of the V-curve, ascending.
        iterations: of the envelope; 0 for none.
        asymmetry: weight of what is above the envelope.
        out: shape (target, band, pixel).
        offset: pixel of `values` with which `out` begins.
    """
    nodes, orders, bands, pixels = len(acquisition), len(differences), out.shape[1], out.shape[2]
    weight, own = np.empty((nodes, _LANES)), np.empty((nodes, _LANES))
    low, inverse = np.empty((orders, nodes, _LANES)), np.empty((nodes, _LANES))
    scratch, curve = np.empty((orders + 2, _LANES)), np.empty((5, _LANES))
    series, smoothing, lam = np.zeros((nodes, _LANES)), np.empty((nodes, _LANES)), np.empty(_LANES)
    clear, head, tail = np.empty(_LANES, np.int64), np.empty(_LANES, np.int64), np.empty(_LANES, np.int64)
    now = np.empty(_LANES, np.bool_)
    for start in range(0, pixels, _LANES):
        stop = min(start + _LANES, pixels)
        first, last = start + offset, stop + offset
        _read_weights(valid, first, last, acquisition, weight, clear, head, tail)
        out[:, :, start:stop] = SERIES_NODATA
        for order in range(orders, 0, -1):
            rows = differences[order - 1]
            lam[:] = lambdas[-1]
            _spread(lam, order, head, tail, smoothing)
            _factor(weight, rows, smoothing, order, low, inverse, scratch)
            if not _take(clear, order, scratch[orders + 1], now):
                continue
            if len(lambdas) > 1:
                _choose_lambda(values, first, last, acquisition, weight, rows, lambdas, order, head, tail, smoothing,
                               low, inverse, scratch, series, curve, lam)
                _spread(lam, order, head, tail, smoothing)
                _factor(weight, rows, smoothing, order, low, inverse, scratch)
            for band in range(bands):
                if iterations > 0 and band > 0:
                    _factor(weight, rows, smoothing, order, low, inverse, scratch)
                _solve(values, band, first, last, acquisition, weight, low, inverse, order, series)
                for _ in range(iterations):
                    _weigh_sides(values, band, first, last, acquisition, weight, series, asymmetry, own)
                    _factor(own, rows, smoothing, order, low, inverse, scratch)
                    _solve(values, band, first, last, acquisition, own, low, inverse, order, series)
                _hold_ends(series, head, tail)
                for target in range(len(target_node)):
                    _write(series[target_node[target]], now, out[target, band, start:stop])


@kernel
def _read_weights(
    valid: BoolArray, first: int, last: int, acquisition: IntArray, weight: Float64Array, clear: IntArray,
    head: IntArray, tail: IntArray,
) -> None:
    """Find the weight of each node, the number of valid dates and the first and last node that has one.

    Nodes before the first and after the last do not bear on the series between, but would
    ruin its digits. They stand alone, with a weight of 1.
    """
    clear[:] = 0
    head[:] = len(acquisition) - 1
    tail[:] = 0
    weight[:] = 0.0
    for node in range(len(acquisition)):
        if acquisition[node] < 0:
            continue
        row = valid[acquisition[node], first:last]
        for p in range(len(row)):
            known = 1 if row[p] else 0
            weight[node, p] = known
            clear[p] += known
            head[p] = min(head[p], node) if row[p] else head[p]
            tail[p] = node if row[p] else tail[p]
    for node in range(len(acquisition)):
        row = weight[node]
        for p in range(_LANES):
            row[p] = 1.0 if node < head[p] or node > tail[p] else row[p]


@kernel
def _spread(lam: Float64Array, order: int, head: IntArray, tail: IntArray, smoothing: Float64Array) -> None:
    """Put lambda where a difference lies between the first and the last valid date, else 0."""
    for i in range(len(smoothing)):
        row = smoothing[i]
        for p in range(_LANES):
            row[p] = lam[p] if i >= head[p] and i + order <= tail[p] else 0.0


@kernel
def _take(clear: IntArray, order: int, digits: Float64Array, now: BoolArray) -> bool:
    """Find the pixels to smooth with this order: not yet smoothed, and with enough dates, spread well enough."""
    found = False
    for p in range(_LANES):
        now[p] = clear[p] >= order and (digits[p] >= _LEAST_PIVOT or order == 1)
        clear[p] = 0 if now[p] else clear[p]
        found = found or now[p]
    return found


@kernel
def _factor(
    weight: Float64Array, rows: Float64Array, smoothing: Float64Array, order: int, low: Float64Array,
    inverse: Float64Array, scratch: Float64Array,
) -> None:
    """Factor W + D'SD as L E L'.

    `low[k - 1, i]` becomes L of the nodes i and i - k, `inverse` 1 / E, and the last row of
    `scratch` the least share that elimination leaves of an entry of the diagonal.
    """
    diagonal, least = scratch[len(scratch) - 2], scratch[len(scratch) - 1]
    least[:] = 1.0
    for i in range(len(weight)):
        pivot = inverse[i]
        diagonal[:] = weight[i]
        for r in range(max(i - order, 0), i + 1):
            _add(diagonal, smoothing[r], rows[r, i - r] * rows[r, i - r])
        pivot[:] = diagonal
        reach = min(order, i)
        for k in range(reach, 0, -1):
            row = scratch[k - 1]
            row[:] = 0.0
            for r in range(max(i - order, 0), i - k + 1):
                _add(row, smoothing[r], rows[r, i - r] * rows[r, i - k - r])
            for m in range(k + 1, reach + 1):
                _subtract(row, scratch[m - 1], low[m - k - 1, i - k])
            _divide(row, inverse[i - k], low[k - 1, i], pivot)
        for p in range(_LANES):
            least[p] = min(least[p], pivot[p] / diagonal[p])
            pivot[p] = 1.0 / pivot[p]


@kernel
def _add(total: Float64Array, row: Float64Array, factor: float) -> None:
    for p in range(_LANES):
        total[p] += factor * row[p]


@kernel
def _subtract(row: Float64Array, left: Float64Array, right: Float64Array) -> None:
    for p in range(_LANES):
        row[p] -= left[p] * right[p]


@kernel
def _subtract_two(
    row: Float64Array, left: Float64Array, right: Float64Array, left2: Float64Array, right2: Float64Array
) -> None:
    for p in range(_LANES):
        row[p] = row[p] - left[p] * right[p] - left2[p] * right2[p]


@kernel
def _divide(row: Float64Array, inverse: Float64Array, low: Float64Array, pivot: Float64Array) -> None:
    for p in range(_LANES):
        quotient = row[p] * inverse[p]
        low[p] = quotient
        pivot[p] -= quotient * row[p]


@kernel
def _solve(
    values: Int16Array, band: int, first: int, last: int, acquisition: IntArray, weight: Float64Array,
    low: Float64Array, inverse: Float64Array, order: int, series: Float64Array,
) -> None:
    """Solve L E L' z = W y for one band."""
    nodes = len(acquisition)
    for i in range(nodes):
        row = series[i]
        if acquisition[i] < 0:
            row[:] = 0.0
        else:
            _load(values[acquisition[i], band, first:last], weight[i], row)
        if order >= 2 and i >= 2:
            _subtract_two(row, low[0, i], series[i - 1], low[1, i], series[i - 2])
        elif i >= 1:
            _subtract(row, low[0, i], series[i - 1])
        if order == 3 and i >= 3:
            _subtract(row, low[2, i], series[i - 3])
    for i in range(nodes - 1, -1, -1):
        row, scale = series[i], inverse[i]
        for p in range(_LANES):
            row[p] *= scale[p]
        if order >= 2 and i + 2 < nodes:
            _subtract_two(row, low[0, i + 1], series[i + 1], low[1, i + 2], series[i + 2])
        elif i + 1 < nodes:
            _subtract(row, low[0, i + 1], series[i + 1])
        if order == 3 and i + 3 < nodes:
            _subtract(row, low[2, i + 3], series[i + 3])


@kernel
def _load(values: Int16Array, weight: Float64Array, row: Float64Array) -> None:
    for p in range(len(values)):
        row[p] = weight[p] * values[p]


@kernel
def _weigh_sides(
    values: Int16Array, band: int, first: int, last: int, acquisition: IntArray, weight: Float64Array,
    series: Float64Array, asymmetry: float, own: Float64Array,
) -> None:
    """Give more weight to what is above the series."""
    own[:] = weight
    for node in range(len(acquisition)):
        if acquisition[node] < 0:
            continue
        row = values[acquisition[node], band, first:last]
        kept, found, side = weight[node], series[node], own[node]
        for p in range(len(row)):
            side[p] = kept[p] * (asymmetry if row[p] > found[p] else 1.0 - asymmetry)


@kernel
def _hold_ends(series: Float64Array, head: IntArray, tail: IntArray) -> None:
    """Keep the values of the first and the last valid date before and after them."""
    nodes = len(series)
    first, last = 0, nodes - 1
    for p in range(_LANES):
        first, last = max(first, head[p]), min(last, tail[p])
    for i in range(last + 1, nodes):
        row, earlier = series[i], series[i - 1]
        for p in range(_LANES):
            row[p] = earlier[p] if i > tail[p] else row[p]
    for i in range(first - 1, -1, -1):
        row, later = series[i], series[i + 1]
        for p in range(_LANES):
            row[p] = later[p] if i < head[p] else row[p]


@kernel
def _write(series: Float64Array, now: BoolArray, out: Int16Array) -> None:
    """Round what was smoothed with this order."""
    for p in range(len(out)):
        held = min(max(series[p], -_LIMIT), _LIMIT)
        out[p] = np.int16((held + _ROUND) - _ROUND) if now[p] else out[p]


@kernel
def _choose_lambda(
    values: Int16Array, first: int, last: int, acquisition: IntArray, weight: Float64Array, rows: Float64Array,
    lambdas: Float64Array, order: int, head: IntArray, tail: IntArray, smoothing: Float64Array, low: Float64Array,
    inverse: Float64Array, scratch: Float64Array, series: Float64Array, curve: Float64Array, chosen: Float64Array,
) -> None:
    """Walk along the V-curve; `curve` holds distance, roughness, their last logarithms and the least step so far."""
    lam = np.empty(_LANES)
    curve[4] = np.inf
    for step in range(len(lambdas)):
        lam[:] = lambdas[step]
        _spread(lam, order, head, tail, smoothing)
        _factor(weight, rows, smoothing, order, low, inverse, scratch)
        curve[0] = 0.0
        curve[1] = 0.0
        for band in range(values.shape[1]):
            _solve(values, band, first, last, acquisition, weight, low, inverse, order, series)
            for node in range(len(acquisition)):
                if acquisition[node] >= 0:
                    _add_distance(values[acquisition[node], band, first:last], weight[node], series[node], curve[0])
                if node + order < len(acquisition):
                    _add_roughness(series, rows[node], node, order, smoothing[node], scratch[0], curve[1])
        between = np.sqrt(lambdas[max(step - 1, 0)] * lambdas[step])
        for p in range(_LANES):
            fit, rough = np.log(max(curve[0, p], _LEAST_SQUARES)), np.log(max(curve[1, p], _LEAST_SQUARES))
            if step > 0:
                moved = (fit - curve[2, p]) ** 2 + (rough - curve[3, p]) ** 2
                if moved < curve[4, p]:
                    curve[4, p], chosen[p] = moved, between
            curve[2, p], curve[3, p] = fit, rough


@kernel
def _add_distance(values: Int16Array, weight: Float64Array, series: Float64Array, total: Float64Array) -> None:
    for p in range(len(values)):
        away = values[p] - series[p]
        total[p] += weight[p] * away * away


@kernel
def _add_roughness(
    series: Float64Array, weights: Float64Array, node: int, order: int, smoothing: Float64Array,
    scratch: Float64Array, total: Float64Array,
) -> None:
    scratch[:] = 0.0
    for k in range(order + 1):
        row = series[node + k]
        for p in range(_LANES):
            scratch[p] += weights[k] * row[p]
    for p in range(_LANES):
        total[p] += scratch[p] * scratch[p] if smoothing[p] > 0 else 0.0
