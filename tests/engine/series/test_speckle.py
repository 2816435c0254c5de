"""The speckle filter against a loop over pixels, and what it promises of simulated speckle."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from landweave.engine.series.speckle import quegan_filter


@st.composite
def images(draw):
    shape = draw(st.integers(1, 4)), draw(st.integers(1, 6)), draw(st.integers(1, 6))
    power = draw(hnp.arrays(np.float32, shape, elements=st.floats(0, 4, width=32)))
    share = draw(st.sampled_from([0.0, 0.6, 1.0]))
    valid = np.random.default_rng(draw(st.integers(0, 99))).random(shape) < share
    return power, valid, draw(st.sampled_from([1, 3, 5]))


def filtered(power, valid, window):
    """Follow the formula pixel by pixel."""
    power, half = power.astype(float), window // 2
    means = np.full(power.shape, np.nan)
    for date, row, col in np.argwhere(valid):
        near = slice(max(row - half, 0), row + half + 1), slice(max(col - half, 0), col + half + 1)
        means[date, row, col] = power[date][near][valid[date][near]].mean()
    out = np.full(power.shape, np.nan)
    for date, row, col in np.argwhere(valid):
        ratios = [power[i, row, col] / means[i, row, col] for i in range(len(power)) if means[i, row, col] > 0]
        out[date, row, col] = means[date, row, col] * (np.mean(ratios) if ratios else 1)
    return out


@given(images())
def test_the_filter_follows_its_formula(data):
    made = quegan_filter(*data)
    assert made.dtype == np.float32
    np.testing.assert_allclose(made, filtered(*data), rtol=1e-4, atol=1e-30)


def speckled(dates, level, looks=4, size=120):
    random = np.random.default_rng(dates)
    return (np.asarray(level) * random.gamma(looks, 1 / looks, (dates, size, size))).astype(np.float32)


def test_speckle_falls_as_dates_are_added_and_the_mean_stays():
    spread = []
    for dates in (1, 2, 4, 8, 16, 32):
        power = speckled(dates, 0.05)
        made = quegan_filter(power, np.ones(power.shape, bool), 7)
        assert abs(made.mean() / power.mean() - 1) < 0.01
        spread.append(float(np.mean(made.var(axis=(1, 2)) / made.mean(axis=(1, 2)) ** 2)))
    assert abs(spread[0] - 0.25) < 0.02  # one date stays as it is: 4 looks
    assert all(later < 0.8 * earlier for earlier, later in zip(spread[:4], spread[1:5]))
    assert spread[-1] < 0.25 / 15


def test_a_bright_point_that_stays_is_not_smoothed_and_dates_keep_their_levels():
    level = np.full((12, 1, 1), 0.02)
    level[6:] = 0.2
    power = speckled(12, level)
    power[:, 60, 60] = 50 * level[:, 0, 0]
    made = quegan_filter(power, np.ones(power.shape, bool), 7)
    assert (made[:, 60, 60] > 10 * made[:, 30, 30]).all()
    assert np.allclose(np.median(made, axis=(1, 2)), level[:, 0, 0], rtol=0.05)


@given(images())
def test_one_date_or_a_window_of_one_pixel(data):
    power, valid, window = data
    alone = quegan_filter(power[:1], valid[:1], window)[valid[:1]]
    np.testing.assert_allclose(alone, power[:1][valid[:1]], rtol=1e-5, atol=1e-30)
    each = quegan_filter(power, valid, 1)[valid]
    np.testing.assert_allclose(each, power[valid], rtol=1e-5, atol=1e-30)


@pytest.mark.parametrize("window", [3, 7])
def test_blocks_with_a_halo_give_the_same_to_the_last_bit(window):
    power = speckled(5, 0.1, size=40)
    valid = np.random.default_rng(1).random(power.shape) < 0.7
    whole, half = quegan_filter(power, valid, window), window // 2
    for top, left in ((0, 0), (0, 20), (20, 0), (20, 20), (13, 7)):
        upper, lefter = max(top - half, 0), max(left - half, 0)
        part = (slice(None), slice(upper, top + 20 + half), slice(lefter, left + 20 + half))
        made = quegan_filter(power[part], valid[part], window)[:, top - upper :, left - lefter :][:, :20, :20]
        assert np.array_equal(made, whole[:, top : top + 20, left : left + 20], equal_nan=True)


def test_values_that_are_not_finite_count_as_unknown():
    power = np.ones((2, 3, 3), np.float32)
    power[0, 1, 1] = np.nan
    power[1, 0, 0] = np.inf
    made = quegan_filter(power, np.ones(power.shape, bool), 3)
    assert np.isnan(made[0, 1, 1])
    assert np.isnan(made[1, 0, 0])
    assert (made[np.isfinite(power)] == 1).all()


def test_none_valid_is_nan_and_nothing_is_nothing():
    assert np.isnan(quegan_filter(np.ones((2, 3, 3), np.float32), np.zeros((2, 3, 3), bool), 3)).all()
    assert quegan_filter(np.ones((0, 3, 3), np.float32), np.zeros((0, 3, 3), bool), 3).shape == (0, 3, 3)
    assert quegan_filter(np.ones((2, 0, 3), np.float32), np.zeros((2, 0, 3), bool), 3).shape == (2, 0, 3)


@pytest.mark.parametrize("window", [0, 2, -3])
def test_windows_are_odd(window):
    with pytest.raises(ValueError, match="odd"):
        quegan_filter(np.ones((1, 3, 3), np.float32), np.ones((1, 3, 3), bool), window)
    with pytest.raises(ValueError, match="agree"):
        quegan_filter(np.ones((1, 3, 3), np.float32), np.ones((1, 3), bool), 3)
