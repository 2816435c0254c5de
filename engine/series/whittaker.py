"""From acquisitions with gaps to smooth series on the target dates: penalised least squares."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from landweave.engine.series.fill import prepared
from landweave.engine.series.whittaker_kernels import smooth
from landweave.engine.types import BoolArray, Float64Array, Int16Array, IntArray

UNIT_DAYS = 10.0
"""Spacing of dates, in days, for which lambda is meant."""

V_CURVE = tuple(10.0 ** (0.5 * i) for i in range(-4, 9))
"""Lambdas that the V-curve is drawn from: 0.01 to 10000."""


def fill_whittaker(
    values: Int16Array,
    valid: BoolArray,
    days: IntArray,
    target_days: IntArray,
    lambdas: Sequence[float] = (3.0,),
    order: int = 2,
    envelope: bool = False,
    iterations: int = 3,
    asymmetry: float = 0.9,
    out: Int16Array | None = None,
    first: int = 0,
) -> Int16Array:
    """Find the series that is close to the valid acquisitions and smooth, on acquisition and target days together.

    It minimises the sum of w (y - z)^2 over the acquisitions, w being 1 where they are
    valid and 0 elsewhere, plus lambda times a sum of squared differences of z of the
    given order. The days may be uneven: the differences are divided differences, and
    each square is weighted by the time it spans, so that the sum stands for the
    integral of the squared derivative and lambda means the same whatever the days. On
    days 10 days apart that is the smoother of Eilers as published; on days h apart, that
    with lambda times (10 / h)^(2 order - 1).

    Args:
        values: as in `fill.fill_linear`.
        valid: as in `fill.fill_linear`.
        days: as in `fill.fill_linear`.
        target_days: as in `fill.fill_linear`.
        lambdas: one, or several, ascending and evenly spaced in their logarithms, of which the
            V-curve takes one for each pixel: with the sums of squares of all bands, the geometric
            mean of the two neighbours between which log(roughness) and log(distance) change least.
        order: of the differences, 1 to 3.
        envelope: whether to follow the upper values: acquisitions above the series then
            weigh `asymmetry` and those below 1 - `asymmetry`, each band for itself.
        iterations: how often those weights are set anew.
        asymmetry: from 0.5 (none) to 1, exclusive.
        out: as in `fill.fill_linear`.
        first: as in `fill.fill_linear`.

    Returns:
        `out`: shape (target, band, pixel). Before the first and after the last valid
        acquisition the series keeps its value there, instead of running on. A pixel with
        fewer valid dates than the order, or dates so clustered that the arithmetic would
        lose its digits, takes differences of a lower order; pixels never valid are NODATA.
        Rounded half to even, held within +-32767.

    Raises:
        ValueError: as in `fill.fill_linear`, and if an option is out of its range.

    Source: Eilers 2003, doi 10.1021/ac034173t (smoother, weights, divided differences);
        Frasso and Eilers 2015, doi 10.1177/1471082X14549288 (V-curve); Atzberger and Eilers
        2011, doi 10.1080/17538947.2010.505664 (envelope).
    """
    days, targets, out = prepared(values, valid, days, target_days, out, first)
    if not 1 <= order <= 3:
        raise ValueError(f"the order {order} must be 1, 2 or 3")
    if not len(lambdas) or not all(0 < v < math.inf for v in lambdas) or np.any(np.diff(lambdas) <= 0):
        raise ValueError(f"the lambdas {list(lambdas)} must be above 0 and ascending")
    if iterations < 1 or not 0.5 <= asymmetry < 1:
        raise ValueError(f"{iterations} iterations with an asymmetry of {asymmetry}: at least 1, 0.5 to below 1")
    nodes = np.union1d(days, targets)
    acquisition = np.full(len(nodes), -1, np.int64)
    acquisition[np.searchsorted(nodes, days)] = np.arange(len(days))
    differences = np.zeros((order, len(nodes), 4))
    for o in range(1, order + 1):
        own = divided_differences(nodes / UNIT_DAYS, o)
        differences[o - 1, : len(own), : o + 1] = own
    smooth(
        np.ascontiguousarray(values), np.ascontiguousarray(valid), acquisition, np.searchsorted(nodes, targets),
        differences, np.array(lambdas, np.float64), iterations if envelope else 0, asymmetry, out, first,
    )
    return out


def divided_differences(nodes: Float64Array, order: int) -> Float64Array:
    """Return the weights with which neighbours enter the differences of an order.

    Args:
        nodes: places, strictly ascending, shape (node,).
        order: from 1.

    Returns:
        Shape (max(node - order, 0), order + 1): row i has those of the nodes i to
        i + order. Their sum approaches the derivative times the square root of the
        spacing; with a spacing of 1 they are those of `np.diff`.
    """
    if len(nodes) <= order:
        return np.zeros((0, order + 1))
    place = np.lib.stride_tricks.sliding_window_view(nodes, order + 1)
    between = place[:, :, None] - place[:, None, :]
    between[:, np.arange(order + 1), np.arange(order + 1)] = 1
    weights = math.factorial(order) / between.prod(axis=2)
    return np.asarray(weights * np.sqrt((place[:, -1:] - place[:, :1]) / order))

