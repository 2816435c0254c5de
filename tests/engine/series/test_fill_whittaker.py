"""The Whittaker smoother against dense systems."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.series.whittaker import V_CURVE, divided_differences, fill_whittaker
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.series.cases import check_blocks, check_rounded, series


def differences(nodes, order):
    """Rows of divided differences from their recursion, weighted by the time they span."""
    table = np.eye(len(nodes))
    for k in range(1, order + 1):
        table = (table[1:] - table[:-1]) / (nodes[k:] - nodes[:-k])[:, None]
    return math.factorial(order) * table * np.sqrt((nodes[order:] - nodes[:-order]) / order)[:, None]


def system(valid, days, targets, order):
    """Nodes, weights, penalty and the place of each date of one pixel."""
    nodes = np.unique(np.concatenate([days, targets]))
    weight = np.zeros(len(nodes))
    weight[np.searchsorted(nodes, days[valid])] = 1
    own = differences(nodes / 10.0, order) if len(nodes) > order else np.zeros((0, len(nodes)))
    return nodes, weight, own


def solve(values, valid, days, targets, lam, order):
    """Dense solution of one pixel and band on the nodes, and the pair of the V-curve."""
    order = min(order, int(valid.sum()))
    nodes, weight, own = system(valid, days, targets, order)
    right = np.zeros(len(nodes))
    right[np.searchsorted(nodes, days[valid])] = values[valid]
    smooth = np.linalg.solve(np.diag(weight) + lam * own.T @ own, right)
    distance = ((smooth[np.searchsorted(nodes, days[valid])] - values[valid]) ** 2).sum()
    return nodes, smooth, distance, ((own @ smooth) ** 2).sum()


def at_targets(nodes, smooth, valid, days, targets):
    """Values on the target days, held before the first and after the last valid date."""
    held = np.clip(targets, days[valid][0], days[valid][-1])
    return smooth[np.searchsorted(nodes, held)]


@given(series(-9000, 9000), st.sampled_from([0.01, 1.0, 30.0]), st.integers(1, 3))
def test_it_solves_the_penalised_system(data, lam, order):
    values, valid, days, targets = data
    filled = fill_whittaker(values, valid, days, targets, (lam,), order)
    for band, pixel in np.ndindex(values.shape[1:]):
        clear = valid[:, pixel]
        if not clear.any():
            assert (filled[:, band, pixel] == SERIES_NODATA).all()
            continue
        nodes, smooth, _, _ = solve(values[:, band, pixel], clear, days, targets, lam, order)
        check_rounded(filled[:, band, pixel], at_targets(nodes, smooth, clear, days, targets), 0.02)


@pytest.mark.parametrize("order", [1, 2, 3])
@pytest.mark.parametrize("step", [5, 10])
def test_even_days_give_the_smoother_as_published(order, step):
    random = np.random.default_rng(order)
    days, values = np.arange(0, 40 * step, step), random.integers(0, 9000, (40, 1, 3)).astype(np.int16)
    valid = random.random((40, 3)) < 0.7
    valid[[0, -1]] = True
    matrix = np.diff(np.eye(40), order, axis=0)
    filled = fill_whittaker(values, valid, days, days, (2.0,), order)
    lam = 2.0 * (10 / step) ** (2 * order - 1)
    for pixel in range(3):
        weight = valid[:, pixel].astype(float)
        exact = np.linalg.solve(np.diag(weight) + lam * matrix.T @ matrix, weight * values[:, 0, pixel])
        check_rounded(filled[:, 0, pixel], exact)


@given(st.sets(st.integers(0, 400), min_size=1, max_size=9), st.integers(1, 3))
def test_differences_of_the_order_leave_polynomials_below_it(places, order):
    nodes = np.array(sorted(places)) / 10.0
    weights = divided_differences(nodes, order)
    assert weights.shape == (max(len(nodes) - order, 0), order + 1)
    for row, own in enumerate(weights):
        here = nodes[row : row + order + 1]
        for power in range(order):
            assert abs(own @ here**power) <= 1e-9 * (np.abs(own) @ here**power + 1)
        spanned = math.sqrt((here[-1] - here[0]) / order)
        assert np.isclose(own @ (here - here[0]) ** order, math.factorial(order) * spanned, rtol=1e-6)


def test_little_smoothing_keeps_the_values_and_much_gives_the_line_of_least_squares():
    random = np.random.default_rng(0)
    days, values = np.arange(0, 200, 10), random.integers(0, 5000, (20, 2, 4)).astype(np.int16)
    everything = np.ones((20, 4), bool)
    assert np.abs(fill_whittaker(values, everything, days, days, (1e-9,)) - values).max() <= 1
    straight = fill_whittaker(values, everything, days, days, (1e9,))
    line = np.stack([np.ones(20), days], axis=1)
    exact = line @ np.linalg.lstsq(line, values.reshape(20, -1).astype(float), rcond=None)[0]
    check_rounded(straight, exact.reshape(20, 2, 4), 0.01)


@settings(max_examples=20)
@given(series(0, 9000, most_dates=12))
def test_the_v_curve_takes_a_lambda_where_it_is_lowest(data):
    values, valid, days, targets = data
    filled = fill_whittaker(values, valid, days, targets, V_CURVE)
    for pixel in np.flatnonzero(valid.any(axis=0)):
        clear = valid[:, pixel]
        sums = np.zeros((len(V_CURVE), 2))
        for i, lam in enumerate(V_CURVE):
            for band in range(values.shape[1]):
                sums[i] += solve(values[:, band, pixel], clear, days, targets, lam, 2)[2:]
        logs = np.log(np.maximum(sums, 1e-6))
        steps = (np.diff(logs, axis=0) ** 2).sum(axis=1)
        near = np.flatnonzero(steps <= steps.min() * (1 + 1e-6) + 1e-6)
        fits = []
        for i in near:
            lam = math.sqrt(V_CURVE[i] * V_CURVE[i + 1])
            exact = [at_targets(*solve(values[:, b, pixel], clear, days, targets, lam, 2)[:2], clear, days, targets)
                     for b in range(values.shape[1])]
            fits.append(np.abs(filled[:, :, pixel] - np.clip(np.stack(exact, axis=1), -32767, 32767)).max())
        assert min(fits) <= 0.5 + 0.1


def test_the_envelope_runs_above_and_follows_the_asymmetric_weights():
    random = np.random.default_rng(5)
    days = np.arange(0, 360, 10)
    season = 4000 + 3000 * np.sin(days / 60.0)
    values = np.rint(season[:, None, None] - random.exponential(600, (36, 2, 5))).astype(np.int16)
    valid = random.random((36, 5)) < 0.8
    valid[[0, -1]] = True
    upper = fill_whittaker(values, valid, days, days, (10.0,), envelope=True, iterations=2)
    middle = fill_whittaker(values, valid, days, days, (10.0,))
    assert (upper.astype(int) - middle).mean() > 100
    matrix = np.diff(np.eye(36), 2, axis=0)
    for band, pixel in np.ndindex(2, 5):
        weight, y = valid[:, pixel].astype(float), values[:, band, pixel]
        for turn in range(3):
            own = weight if turn == 0 else weight * np.where(y > smooth, 0.9, 0.1)  # noqa: F821
            smooth = np.linalg.solve(np.diag(own) + 10.0 * matrix.T @ matrix, own * y)
        check_rounded(upper[:, band, pixel], smooth)


@settings(max_examples=20)
@given(st.integers(0, 2**31), st.integers(1, 3), st.sampled_from([0.01, 1.0, 1e4]))
def test_as_many_dates_as_the_order_keep_their_values_however_close_they_are(seed, order, lam):
    random = np.random.default_rng(seed)
    days = np.sort(random.choice(900, 60, replace=False))
    values, valid = random.integers(-9000, 9000, (60, 2, 20)).astype(np.int16), np.zeros((60, 20), bool)
    for pixel in range(20):
        start = random.integers(0, 60 - order)
        valid[start : start + order, pixel] = True
    filled = fill_whittaker(values, valid, days, days, (lam,), order)
    keep = np.broadcast_to(valid[:, None], values.shape)
    assert np.array_equal(filled[keep], values[keep])
    upper = fill_whittaker(values, valid, days, days, (lam,), order, envelope=True)
    assert np.array_equal(upper[keep], values[keep])
    assert np.array_equal(upper, filled)


@pytest.mark.parametrize("options", [{}, {"order": 3}, {"envelope": True}, {"lambdas": V_CURVE}])
def test_pixels_do_not_depend_on_their_block(options):
    check_blocks(lambda *arrays, **place: fill_whittaker(*arrays, **options, **place))


def test_options_out_of_range_are_refused():
    arrays = np.zeros((1, 1, 1), np.int16), np.ones((1, 1), bool), [0], [0]
    for options, what in (
        ({"order": 4}, "order"), ({"lambdas": ()}, "lambdas"), ({"lambdas": (2.0, 1.0)}, "lambdas"),
        ({"lambdas": (0.0,)}, "lambdas"), ({"asymmetry": 1.0}, "asymmetry"), ({"iterations": 0}, "iterations"),
    ):
        with pytest.raises(ValueError, match=what):
            fill_whittaker(*arrays, **options)
