"""The number of points and their division: the example of Olofsson et al. 2014, optimality, limits, simulation."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.area_sample.estimation import estimate_areas
from landweave.engine.area_sample.planning import (
    allocate,
    allocations,
    expected_errors,
    expected_shares,
    points_needed,
)
from landweave.engine.jobs.areas import ALLOCATIONS
from landweave.tests.engine.area_sample.published import OLOFSSON_PIXELS

USERS = np.array([0.7, 0.6, 0.9, 0.95])
SIZES = OLOFSSON_PIXELS.astype(float)
DESIGNS = st.integers(0, 2**32 - 1).map(np.random.default_rng).map(
    lambda random: (random.uniform(0.001, 1.0, n := int(random.integers(1, 9))), random.uniform(0.5, 1.0, n))
)  # fmt: skip


def test_olofsson_641_points():
    assert points_needed(SIZES, USERS, 0.01) == 641


def test_olofsson_equal_and_proportional():
    """Table 5 of the paper: 160 each, and 13, 10, 205 and 413."""
    assert sorted(allocate("equal", 641, SIZES, USERS, 0)) == [160, 160, 160, 161]
    assert allocate("proportional", 641, SIZES, USERS, 0).tolist() == [13, 10, 205, 413]


def test_the_minimum_then_the_rest_in_proportion():
    points = allocate("minimum", 641, SIZES, USERS, 100)
    assert points.tolist() == [100, 100, 146, 295]  # 441 in the proportion of 32 to 64.5


def test_the_target_is_met_by_neyman():
    """Cochran's number is that of the optimal allocation: it has the target as its standard error."""
    points = allocate("neyman", 641, SIZES, USERS, 0)
    assert expected_errors(points, SIZES, USERS)[0] == pytest.approx(0.01, rel=2e-3)


@given(DESIGNS, st.integers(20, 2000))
def test_neyman_has_the_smallest_error(design, total):
    sizes, users = design
    points = {name: found for name, found in allocations(total, sizes, users, 0).items() if name != "minimum"}
    errors = {name: expected_errors(found, sizes, users)[0] for name, found in points.items()}
    # Whole numbers and the two points that each stratum needs leave a little.
    assert errors["neyman"] <= min(errors.values()) * (1 + 2 * len(sizes) / total) + 1e-12


@given(DESIGNS, st.sampled_from(ALLOCATIONS), st.integers(1, 3000), st.integers(0, 200), st.integers(0, 9999))
def test_limits_hold(design, name, total, minimum, seed):
    sizes, users = design
    most = np.random.default_rng(seed).integers(1, 500, len(sizes))
    points = allocate(name, total, sizes, users, minimum, most)
    fewest = np.minimum(max(2, minimum) if name == "minimum" else 2, most)
    assert (points <= most).all()
    assert (points >= fewest).all()
    if name != "neyman":
        assert points.sum() == min(max(total, fewest.sum()), most.sum())
    free = allocate(name, total, sizes, users, minimum)
    if name == "proportional" and (free > 2).all():
        assert np.abs(free - total * sizes / sizes.sum()).max() < 2


@given(DESIGNS)
def test_expected_shares_are_of_one(design):
    sizes, users = design
    shares = expected_shares(sizes, users)
    if len(sizes) > 1:
        assert shares.sum(axis=1) == pytest.approx(np.ones(len(sizes)))
    assert np.diag(shares) == pytest.approx(users)


def test_expected_errors_are_those_of_many_samples():
    """Draw 4000 samples of a population that is as expected: their spread is what was told beforehand."""
    random = np.random.default_rng(5)
    points = np.array([60, 40, 80, 120])
    overall, areas = expected_errors(points, SIZES, USERS)
    shares = expected_shares(SIZES, USERS)
    mapped = np.repeat(np.arange(4), points)
    found = []
    for _ in range(4000):
        reference = np.concatenate([random.choice(4, n, p=row) for n, row in zip(points, shares)])
        one = estimate_areas(mapped, mapped, reference, SIZES, 4)
        found.append([one.overall.value[0], *(one.areas.value * SIZES.sum())])
    spread = np.std(found, axis=0)
    assert spread[0] == pytest.approx(overall, rel=0.05)
    assert spread[1:] == pytest.approx(areas, rel=0.05)


def test_a_sure_map_still_gets_points():
    """With a user's accuracy of 1 everywhere no error is expected; every stratum is looked at all the same."""
    assert points_needed(SIZES, np.ones(4), 0.01) == 8
    for name in ALLOCATIONS:
        points = allocate(name, 40, SIZES, np.ones(4), 0)
        assert points.min() >= 2
        assert points.sum() == 40


def test_what_full_strata_leave_goes_to_the_sure_ones():
    """Neyman gives nothing to strata without expected errors, but what does not fit into the others is not lost."""
    most = np.array([5, 500, 500])
    points = allocate("neyman", 105, np.array([5.0, 500.0, 500.0]), np.array([0.6, 1.0, 1.0]), 0, most)
    assert points.tolist() == [5, 50, 50]


def test_one_stratum():
    assert points_needed(np.array([5.0]), np.array([0.5]), 0.05) == 100
    for name in ALLOCATIONS:
        assert allocate(name, 100, np.array([5.0]), np.array([0.5]), 50).tolist() == [100]
    overall, areas = expected_errors(np.array([100]), np.array([5.0]), np.array([0.5]))
    assert overall == pytest.approx(0.05)
    assert areas == pytest.approx([0.25])
    assert not math.isnan(overall)
