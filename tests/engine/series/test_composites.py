"""Composites against loops over pixels."""

import math
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from landweave.engine.series.composites import (
    METHODS,
    check_composite,
    composite,
    date_weights,
    monthly_windows,
    regular_windows,
)
from landweave.engine.types import SERIES_NODATA

ROLES = {"red": 0, "nir": 1}


@st.composite
def series(draw, low=-32767, high=32767):
    dates, bands, pixels = draw(st.integers(1, 8)), draw(st.integers(2, 4)), draw(st.integers(1, 5))
    days = np.array(sorted(draw(st.sets(st.integers(730000, 730100), min_size=dates, max_size=dates))), np.int64)
    few = draw(st.booleans())  # values that repeat, so that there are ties
    values = draw(hnp.arrays(np.int16, (dates, bands, pixels), elements=st.integers(-2, 2) if few else
                             st.integers(low, high)))
    share = draw(st.sampled_from([0.0, 0.5, 1.0]))
    valid = np.random.default_rng(draw(st.integers(0, 99))).random((dates, pixels)) < share
    firsts = draw(st.lists(st.integers(729990, 730100), min_size=1, max_size=3))
    windows = np.array([(first, first + draw(st.integers(0, 80))) for first in firsts], np.int64)
    return values, valid, days, windows


def in_window(data):
    """Each window and pixel with its clear acquisitions, (date, band)."""
    values, valid, days, windows = data
    for row, (first, last) in enumerate(windows):
        inside = (days >= first) & (days <= last)
        for pixel in range(values.shape[2]):
            clear = inside & valid[:, pixel]
            yield row, pixel, values[clear, :, pixel].astype(object), np.flatnonzero(clear)


@pytest.mark.parametrize("method", METHODS)
@given(series())
def test_nothing_clear_is_no_data_and_one_clear_is_itself(method, data):
    made = composite(*data, method, ROLES)
    for row, pixel, clear, _ in in_window(data):
        if not len(clear):
            assert (made[row, :, pixel] == SERIES_NODATA).all()
        elif len(clear) == 1:
            assert made[row, :, pixel].tolist() == clear[0].tolist()


@given(series())
def test_the_median_is_that_of_each_band(data):
    made = composite(*data, "median")
    for row, pixel, clear, _ in in_window(data):
        for band, ordered in enumerate(np.sort(clear, axis=0).T if len(clear) else ()):
            n = len(ordered)
            assert made[row, band, pixel] == round(Fraction(ordered[(n - 1) // 2] + ordered[n // 2], 2))


@given(series())
def test_the_medoid_is_the_earliest_of_the_least_distant(data):
    made = composite(*data, "medoid")
    for row, pixel, clear, _ in in_window(data):
        if len(clear):
            sums = [math.fsum(math.dist(one, other) for other in clear) for one in clear]
            nearest = next(i for i, total in enumerate(sums) if total <= min(sums) * (1 + 1e-11))
            assert made[row, :, pixel].tolist() == clear[nearest].tolist()


@given(series())
def test_the_greenest_is_the_earliest_of_the_largest_ndvi(data):
    made = composite(*data, "max_ndvi", ROLES)
    for row, pixel, clear, _ in in_window(data):
        if len(clear):
            none = Fraction(-(10**9))
            ndvi = [Fraction(nir - red, nir + red) if nir + red > 0 else none for red, nir in clear[:, :2]]
            assert made[row, :, pixel].tolist() == clear[ndvi.index(max(ndvi))].tolist()


@given(series(), st.sampled_from([0.1, 0.5, 1.0]), st.booleans())
def test_the_weighted_average_follows_its_formula(data, least, has_shares):
    values, valid, days, windows = data
    options = {"min_date_weight": least}
    shares = [(7 * i % 11) / 10 for i in range(len(days))]
    if has_shares:
        options["cloud_share"] = shares
    made = composite(values, valid, days, windows, "weighted", options)
    for row, pixel, clear, which in in_window(data):
        if not len(clear):
            continue
        middle, half = sum(windows[row]) / 2, max((windows[row][1] - windows[row][0]) / 2, 0.5)
        weights = [1 - (1 - least) * abs(days[i] - middle) / half for i in which]
        if has_shares:
            weights = [w * max(1 - shares[i], 0.01) for w, i in zip(weights, which)]
        for band in range(values.shape[1]):
            exact = math.fsum(w * v for w, v in zip(weights, clear[:, band])) / math.fsum(weights)
            assert abs(made[row, band, pixel] - exact) <= 0.5 + 1e-6


def test_the_date_weighs_one_in_the_middle_and_half_at_the_ends():
    weights = date_weights(np.array([100, 105, 110, 115, 120]), (100, 120))
    assert weights.tolist() == [0.5, 0.75, 1, 0.75, 0.5]
    assert date_weights(np.array([7]), (7, 7)).tolist() == [1]
    assert date_weights(np.array([110]), (100, 120), {"cloud_share": [0.25]}).tolist() == [0.75]
    assert date_weights(np.array([110]), (100, 120), {"cloud_share": [1.0]}).tolist() == [0.01]


@pytest.mark.parametrize("method", ["medoid", "max_ndvi"])
def test_a_date_that_lacks_a_band_is_not_taken_whole(method):
    values = np.array([[[-50], [9000], [SERIES_NODATA]], [[100], [200], [300]]], np.int16)
    made = composite(values, np.ones((2, 1), bool), np.array([1, 2]), [[1, 2]], method, ROLES)
    assert made.ravel().tolist() == [100, 200, 300]


@pytest.mark.parametrize("method", ["median", "weighted"])
def test_a_date_that_lacks_a_band_gives_its_others(method):
    values = np.array([[[100], [SERIES_NODATA]], [[200], [300]]], np.int16)
    made = composite(values, np.ones((2, 1), bool), np.array([1, 2]), [[1, 2]], method)
    assert made.ravel().tolist() == [150, 300]


@pytest.mark.parametrize("method", METHODS)
def test_pixels_do_not_depend_on_how_they_are_cut_into_blocks(method):
    random = np.random.default_rng(8)
    values = random.integers(-100, 9000, (14, 3, 900)).astype(np.int16)
    valid = random.random((14, 900)) < 0.5
    days, windows = np.arange(14) * 6, regular_windows(0, 80, 20, 30)
    whole = composite(values, valid, days, windows, method, ROLES)
    for cut in (1, 255, 257, 899):
        parts = [composite(values[:, :, s], valid[:, s], days, windows, method, ROLES)
                 for s in (slice(cut), slice(cut, None))]
        assert np.array_equal(np.concatenate(parts, axis=2), whole)


@pytest.mark.parametrize("method", METHODS)
def test_a_series_without_dates_or_pixels(method):
    made = composite(np.zeros((0, 2, 3), np.int16), np.zeros((0, 3), bool), [], [[1, 9]], method, ROLES)
    assert (made == SERIES_NODATA).all()
    assert made.shape == (1, 2, 3)
    none = composite(np.zeros((1, 2, 0), np.int16), np.zeros((1, 0), bool), [5], [[1, 9]], method, ROLES)
    assert none.shape == (1, 2, 0)


@given(st.integers(730000, 731000), st.integers(0, 500), st.integers(1, 60))
def test_regular_windows_hold_every_day_once(start, length, step):
    windows = regular_windows(start, start + length, step)
    every = [day for first, last in windows for day in range(first, last + 1)]
    assert every == list(range(start, start + length + 1))


def test_windows_may_overlap():
    assert regular_windows(0, 25, 10, 20).tolist() == [[0, 19], [10, 25], [20, 25]]


@given(st.dates(date(2015, 1, 1), date(2024, 12, 31)), st.integers(0, 800))
def test_months_hold_every_day_once_and_end_with_the_month(start, length):
    first, last = start.toordinal(), start.toordinal() + length
    windows = monthly_windows(first, last)
    assert [d for a, b in windows for d in range(a, b + 1)] == list(range(first, last + 1))
    months = [{(d.year, d.month) for d in map(date.fromordinal, range(a, b + 1))} for a, b in windows]
    assert all(len(month) == 1 for month in months)
    assert len(set.union(*months)) == len(windows)


@pytest.mark.parametrize(("method", "options", "says"), [
    ("mean", {}, "not one of"),
    ("max_ndvi", {"red": 0}, "nir"),
    ("max_ndvi", {"red": True, "nir": 1}, "red"),
    ("weighted", {"min_date_weight": 0}, "min_date_weight"),
    ("weighted", {"cloud_share": [0.5, 2]}, "cloud_share"),
])
def test_wrong_options_are_told(method, options, says):
    assert says in check_composite(method, options)
    with pytest.raises(ValueError, match=says):
        composite(np.zeros((1, 2, 1), np.int16), np.ones((1, 1), bool), [5], [[1, 9]], method, options)


def test_shapes_days_and_windows_are_checked():
    values, valid = np.zeros((2, 2, 3), np.int16), np.ones((2, 3), bool)
    with pytest.raises(ValueError, match="ascending"):
        composite(values, valid, [2, 2], [[1, 9]], "median")
    with pytest.raises(ValueError, match="agree"):
        composite(values, valid[:, :2], [1, 2], [[1, 9]], "median")
    with pytest.raises(ValueError, match="before"):
        composite(values, valid, [1, 2], [[9, 1]], "median")
    with pytest.raises(ValueError, match="only 2 bands"):
        composite(values, valid, [1, 2], [[1, 9]], "max_ndvi", {"red": 0, "nir": 2})
    with pytest.raises(ValueError, match="1 cloud shares"):
        composite(values, valid, [1, 2], [[1, 9]], "weighted", {"cloud_share": [0.5]})
    with pytest.raises(ValueError, match="windows"):
        regular_windows(5, 1, 10)
    with pytest.raises(ValueError, match="months"):
        monthly_windows(5, 1)
    assert check_composite("median", {"blue": 0, "vv": 1}) == ""
