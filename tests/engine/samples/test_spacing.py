"""Distances between samples: the same as a loop over all pairs; nothing too near, and no place left that would do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from landweave.engine.samples.spacing import in_metres, spaced
from landweave.tests.engine.samples.made import UTM31


def one_by_one(x, y, group, spacing, most, cap):
    """Try each place against all that are taken."""
    taken, of_group = [], {}
    for i in range(len(x)):
        near = any((x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 < spacing**2 * (1 - 1e-9) for j in taken)
        if len(taken) < most and not near and (not cap or of_group.get(group[i], 0) < cap):
            taken.append(i)
            of_group[group[i]] = of_group.get(group[i], 0) + 1
    return taken


@given(st.integers(0, 2**31), st.integers(1, 120), st.sampled_from([5.0, 10.0, 14.2, 20.0, 55.0, 400.0]),
       st.integers(0, 60), st.integers(0, 4))
def test_as_a_loop_over_all_pairs(seed, count, spacing, most, cap):
    random = np.random.default_rng(seed)
    places = random.permutation(400)[:count]
    x, y = 500005.0 + places % 20 * 10, 4.8e6 - places // 20 * 10
    group = random.integers(0, 5, count)
    found = spaced(x, y, group, spacing, most, cap)
    assert np.flatnonzero(found).tolist() == one_by_one(x, y, group, spacing, most, cap)


@pytest.mark.parametrize("spacing", [10.0, 28.0, 30.0, 100.0])
def test_nothing_too_near_and_no_place_left(spacing):
    random = np.random.default_rng(3)
    places = random.permutation(300 * 300)[:40_000]
    x, y = places % 300 * 10.0, places // 300 * 10.0
    found = spaced(x, y, np.zeros(len(x), np.int64), spacing, len(x), 0)
    tree = cKDTree(np.column_stack([x, y])[found])
    assert not tree.query_pairs(spacing * (1 - 1e-6))
    nearest = tree.query(np.column_stack([x, y])[~found])[0]
    assert not len(nearest) or nearest.max() < spacing
    if spacing == 10.0:
        assert found.all()


def test_nothing_of_nothing():
    assert len(spaced(np.zeros(0), np.zeros(0), np.zeros(0, np.int64), 10.0, 5, 0)) == 0


def test_degrees_become_metres():
    x, y = in_metres(np.array([3.0, 3.001, 3.0]), np.array([45.0, 45.0, 45.001]), "EPSG:4326")
    assert np.hypot(x[1] - x[0], y[1] - y[0]) == pytest.approx(78.8, rel=0.005)  # of the ellipsoid: 78.85 m
    assert np.hypot(x[2] - x[0], y[2] - y[0]) == pytest.approx(111.1, rel=0.005)
    assert in_metres(np.array([7.0]), np.array([8.0]), UTM31)[0] == 7.0
