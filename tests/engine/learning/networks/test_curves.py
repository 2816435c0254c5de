"""The axes of curves: round numbers that hold all values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch", reason="torch is not installed")

from landweave.engine.learning.networks.curves import _ticks

numbers = st.floats(0, 1e4, allow_subnormal=False).filter(lambda v: v == 0 or v > 1e-6)


@given(st.lists(numbers, min_size=1, max_size=20))
def test_ticks_hold_the_values_evenly_and_are_few(values):
    ticks = np.array(_ticks(values))
    slack = 1e-6 * max(1e-3, *values)
    assert ticks[0] <= min(values) + slack
    assert ticks[-1] >= max(values) - slack
    assert 2 <= len(ticks) <= 7
    np.testing.assert_allclose(np.diff(ticks), np.diff(ticks)[0], rtol=1e-6)


def test_scores_and_losses_have_round_limits():
    assert _ticks([0.8, 1.0]) == [0.8, 0.85, 0.9, 0.95, 1.0]
    assert _ticks([0.03, 1.1]) == [0.0, 0.5, 1.0, 1.5]
    assert _ticks([0.0006, 0.0056]) == [0.0, 0.002, 0.004, 0.006]
