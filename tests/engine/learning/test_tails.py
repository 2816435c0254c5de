"""The surprise of a number, by counting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.learning.tails import Tail


@given(seen=st.lists(st.integers(0, 30), min_size=1, max_size=80), steps=st.integers(500, 600))
def test_it_is_the_share_that_is_at_least_as_large(seen, steps):
    numbers = np.array(seen, dtype=float)
    for number in sorted(set(seen)):
        expected = -np.log((sum(s >= number for s in seen) + 1) / (len(seen) + 1))
        found = Tail.of(numbers, steps).surprise([number])[0]
        if len(set(seen)) < 12:  # all points kept
            assert found == pytest.approx(expected)
        assert abs(found - expected) <= np.log(len(seen) + 1)


def test_it_grows_without_end_and_never_falls():
    numbers = np.random.default_rng(0).gamma(2, size=5000)
    tail = Tail.of(numbers)
    found = tail.surprise(np.linspace(0, 10 * numbers.max(), 3000))
    assert (np.diff(found) >= 0).all()
    assert tail.surprise([2 * numbers.max()])[0] == pytest.approx(2 * np.log(5001 / 2), rel=1e-6)
    assert len(tail.values) <= 256


def test_few_points_are_near_all_points():
    numbers = np.random.default_rng(1).normal(5, 1, 3000)
    few, all_of_them = Tail.of(numbers, 64), Tail.of(numbers, 100000)
    assert np.abs(few.surprise(numbers) - all_of_them.surprise(numbers)).max() < 0.3


def test_numbers_that_are_all_zero():
    tail = Tail.of(np.zeros(50))
    assert tail.surprise([0.0])[0] == 0
    assert tail.surprise([0.1])[0] >= 1
