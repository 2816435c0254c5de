"""Gap filling against numpy's own interpolation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from landweave.engine.series.fill import clear_count, fill_linear, merge_same_day, select_acquisitions
from landweave.engine.types import SERIES_NODATA


@st.composite
def series(draw, low=-32767, high=32767):
    dates, bands, pixels = draw(st.integers(1, 7)), draw(st.integers(1, 3)), draw(st.integers(1, 9))
    days = sorted(draw(st.sets(st.integers(730000, 730400), min_size=dates, max_size=dates)))
    targets = sorted(draw(st.lists(st.integers(729950, 730450), min_size=1, max_size=8)))
    values = draw(hnp.arrays(np.int16, (dates, bands, pixels), elements=st.integers(low, high)))
    valid = draw(hnp.arrays(np.bool_, (dates, pixels)))
    return values, valid, np.array(days), np.array(targets)


def interpolated(values, valid, days, targets):
    """Pixel by pixel with np.interp, which holds the ends too."""
    out = np.full((len(targets), *values.shape[1:]), float(SERIES_NODATA))
    for band, pixel in np.ndindex(values.shape[1:]):
        clear = valid[:, pixel]
        if clear.any():
            out[:, band, pixel] = np.interp(targets, days[clear], values[clear, band, pixel])
    return out


@given(series())
def test_filling_equals_interpolation_of_each_pixel(data):
    values, valid, days, targets = data
    filled = fill_linear(values, valid, days, targets)
    assert filled.dtype == np.int16
    assert np.abs(filled.astype(int) - np.rint(interpolated(*data))).max() <= 1
    never = ~valid.any(axis=0)
    assert (filled[:, :, never] == SERIES_NODATA).all()


@given(series())
def test_valid_values_are_kept_on_their_own_days(data):
    values, valid, days, _ = data
    filled = fill_linear(values, valid, days, days)
    keep = np.broadcast_to(valid[:, None], values.shape)
    assert np.array_equal(filled[keep], values[keep])


def test_a_constant_series_stays_constant_between_extremes():
    values = np.full((2, 1, 3), 32767, np.int16)
    values[:, :, 1] = -32767
    values[0, :, 2] = -32767
    filled = fill_linear(values, np.ones((2, 3), bool), np.array([10, 20]), np.arange(5, 26))
    assert (filled[:, 0, 0] == 32767).all()
    assert (filled[:, 0, 1] == -32767).all()
    assert filled[10, 0, 2] == 0
    assert (np.diff(filled[:, 0, 2].astype(int)) >= 0).all()


def test_pixels_do_not_depend_on_how_they_are_cut_into_blocks():
    random = np.random.default_rng(3)
    values = random.integers(-100, 12000, (9, 2, 1700)).astype(np.int16)
    valid = random.random((9, 1700)) < 0.4
    days, targets = np.arange(9) * 7, np.arange(0, 70, 10)
    whole = fill_linear(values, valid, days, targets)
    for cut in (1, 511, 513, 1699):
        parts = [fill_linear(values[:, :, s], valid[:, s], days, targets) for s in (slice(cut), slice(cut, None))]
        assert np.array_equal(np.concatenate(parts, axis=2), whole)


def test_a_series_without_dates_or_pixels():
    nothing = fill_linear(np.zeros((0, 2, 4), np.int16), np.zeros((0, 4), bool), np.array([]), np.array([1, 2]))
    assert nothing.shape == (2, 2, 4)
    assert (nothing == SERIES_NODATA).all()
    assert fill_linear(np.zeros((1, 2, 0), np.int16), np.zeros((1, 0), bool), [3], [1]).shape == (1, 2, 0)


@pytest.mark.parametrize("days", [[1, 1], [2, 1]])
def test_days_must_ascend(days):
    with pytest.raises(ValueError, match="ascending"):
        fill_linear(np.zeros((2, 1, 1), np.int16), np.ones((2, 1), bool), days, [1])


def test_shapes_and_types_must_agree():
    with pytest.raises(ValueError, match="agree"):
        fill_linear(np.zeros((2, 1, 3), np.int16), np.ones((2, 4), bool), [1, 2], [1])
    with pytest.raises(ValueError, match="int16"):
        fill_linear(np.zeros((2, 1, 3)), np.ones((2, 3), bool), [1, 2], [1])
    with pytest.raises(ValueError, match="target"):
        fill_linear(np.zeros((2, 1, 3), np.int16), np.ones((2, 3), bool), [1, 2], [2, 1])


@given(series())
def test_acquisitions_are_taken_as_they_are(data):
    values, valid, days, _ = data
    taken = select_acquisitions(values, valid, days, days[::2])
    clear = np.broadcast_to(valid[::2, None], taken.shape)
    assert np.array_equal(taken[clear], values[::2][clear])
    assert (taken[~clear] == SERIES_NODATA).all()
    without = select_acquisitions(values, valid, days, [days[0], days[-1] + 1])
    assert (without[1] == SERIES_NODATA).all()
    np.testing.assert_array_equal(without[0], taken[0])


@given(series(), st.data())
def test_the_first_valid_of_one_day_wins(data, draw):
    values, valid, days, _ = data
    repeated = np.sort(np.array([draw.draw(st.integers(0, 3)) for _ in days]))
    merged, clear, unique = merge_same_day(values, valid, repeated)
    assert np.array_equal(unique, np.unique(repeated))
    for row, day in enumerate(unique):
        members = np.flatnonzero(repeated == day)
        for pixel in range(values.shape[2]):
            winners = [m for m in members if valid[m, pixel]]
            assert clear[row, pixel] == bool(winners)
            if winners:
                assert np.array_equal(merged[row, :, pixel], values[winners[0], :, pixel])


def test_merging_leaves_its_inputs_alone():
    values, valid = np.array([[[1]], [[2]]], np.int16), np.array([[False], [True]])
    merged, clear, _ = merge_same_day(values, valid, np.array([5, 5]))
    assert merged.tolist() == [[[2]]]
    assert clear.all()
    assert values[0, 0, 0] == 1
    assert not valid[0, 0]
    with pytest.raises(ValueError, match="ascending"):
        merge_same_day(values, valid, np.array([5, 4]))


def test_clear_acquisitions_are_counted():
    valid = np.array([[True, False], [True, True]])
    assert clear_count(valid).tolist() == [2, 1]
    assert clear_count(valid).dtype == np.uint16
