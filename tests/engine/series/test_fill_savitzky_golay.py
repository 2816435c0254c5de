"""The Savitzky-Golay filter against scipy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import savgol_filter

from landweave.engine.series.fill import fill_linear
from landweave.engine.series.savitzky_golay import fill_savitzky_golay
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.series.cases import check_blocks, check_rounded, series


@given(series(regular=True), st.sampled_from([(3, 1), (5, 2), (7, 2), (7, 3), (9, 4)]))
def test_it_is_the_filter_of_scipy_on_the_linearly_filled_series(data, shape):
    values, valid, days, targets = data
    window, degree = shape
    filled = fill_savitzky_golay(values, valid, days, targets, window, degree)
    never = ~valid.any(axis=0)
    assert (filled[:, :, never] == SERIES_NODATA).all()
    if never.all():  # newer scipy refuses to fit nothing
        return
    window = min(window, len(targets) - 1 + len(targets) % 2)
    straight = fill_linear(values, valid, days, targets)[:, :, ~never].astype(float)
    exact = savgol_filter(straight, window, min(degree, window - 1), axis=0, mode="interp")
    check_rounded(filled[:, :, ~never], exact)


def test_a_polynomial_of_the_degree_is_kept():
    days = np.arange(0, 100, 10)
    values = (3 * days**2 - 100 * days + 20).astype(np.int16)[:, None, None]
    kept = fill_savitzky_golay(values, np.ones((10, 1), bool), days, days, 5, 2)
    assert np.array_equal(kept, values)


def test_pixels_do_not_depend_on_their_block():
    check_blocks(fill_savitzky_golay)


@pytest.mark.parametrize(("targets", "window", "degree", "what"), [
    ([0, 1, 3], 3, 1, "evenly"), ([0, 0, 0], 3, 1, "evenly"), ([0, 1, 2], 4, 1, "odd"), ([0, 1, 2], 3, 3, "degree"),
])
def test_uneven_dates_and_impossible_windows_are_refused(targets, window, degree, what):
    with pytest.raises(ValueError, match=what):
        fill_savitzky_golay(np.zeros((1, 1, 1), np.int16), np.ones((1, 1), bool), [0], targets, window, degree)
