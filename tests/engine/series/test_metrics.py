"""Statistics over time against numpy, one pixel after the other."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from landweave.engine.series.metrics import STATISTICS, check_statistic, metrics, unit
from landweave.engine.types import SERIES_NODATA

NAMES = [*STATISTICS, "p1", "p33", "p99"]


@st.composite
def series(draw):
    count, sources, pixels = draw(st.integers(1, 12)), draw(st.integers(1, 2)), draw(st.integers(1, 6))
    days = np.array(sorted(draw(st.sets(st.integers(730000, 730800), min_size=count, max_size=count))), np.int64)
    values = draw(hnp.arrays(np.int16, (count, sources, pixels), elements=st.integers(-32767, 32767)))
    share = draw(st.sampled_from([0.0, 0.4, 1.0]))
    known = np.random.default_rng(draw(st.integers(0, 99))).random(values.shape) < share
    return np.where(known, values, SERIES_NODATA).astype(np.int16), days


def expected(name, values, days):
    """Value of one statistic of the clear values of one pixel, not rounded; None where it has none."""
    values = values.astype(float)  # int16 would overflow in numpy's differences
    if name == "clear_dates":
        return len(values)
    if not len(values) or (name == "slope" and len(values) == 1):
        return None
    if name[0] == "p":
        return np.percentile(values, float(name[1:]))
    if name == "iqr":
        return np.percentile(values, 75) - np.percentile(values, 25)
    if name == "slope":
        years = (days - days[0]) / 365.25
        return np.polyfit(years, values, 1)[0]
    return {"min": np.min, "max": np.max, "mean": np.mean, "std": np.std, "range": np.ptp}[name](values)


def longest(days, clear, first, last):
    gaps = np.diff(np.concatenate([[first], days[clear], [last]]))
    return int(gaps.max())


@given(series())
def test_statistics_equal_those_of_numpy(data):
    values, days = data
    made = metrics(values, days, NAMES)
    for source, pixel in np.ndindex(values.shape[1:]):
        clear = values[:, source, pixel] != SERIES_NODATA
        for row, name in enumerate(NAMES):
            got = made[row, source, pixel]
            if name == "longest_gap":
                assert got == longest(days, clear, days[0], days[-1])
                continue
            exact = expected(name, values[clear, source, pixel], days[clear])
            if exact is None:
                assert got == SERIES_NODATA
            else:
                tolerance = 0.5 + 1e-6 * max(1, abs(exact))
                assert abs(got - np.clip(exact, -32767, 32767)) <= tolerance


@given(series())
def test_medians_are_exact_and_round_halves_to_even(data):
    values, days = data
    made = metrics(values, days, ["p50", "mean"])
    for source, pixel in np.ndindex(values.shape[1:]):
        clear = sorted(int(v) for v in values[:, source, pixel] if v != SERIES_NODATA)
        if clear:
            n = len(clear)
            assert made[0, source, pixel] == round(Fraction(clear[(n - 1) // 2] + clear[n // 2], 2))
            assert made[1, source, pixel] == round(Fraction(sum(clear), n))


@pytest.mark.parametrize("dates", [1, 2, 3, 5, 8, 17, 40, 64, 73, 200])
def test_any_number_of_dates_is_sorted(dates):
    random = np.random.default_rng(dates)
    values = random.integers(-32767, 32768, (dates, 1, 70)).astype(np.int16)
    names = ["min", *(f"p{share}" for share in (7, 50, 93)), "max"]
    made = metrics(values, np.arange(dates), names)
    exact = np.percentile(values.astype(float), [0, 7, 50, 93, 100], axis=0)
    assert np.abs(made - exact).max() <= 0.5 + 1e-6


@given(series(), st.data())
def test_a_mask_is_as_good_as_no_data(data, draw):
    values, days = data
    valid = draw.draw(hnp.arrays(np.bool_, (len(days), values.shape[2])))
    masked = np.where(valid[:, None], values, SERIES_NODATA).astype(np.int16)
    assert np.array_equal(metrics(values, days, NAMES, valid), metrics(masked, days, NAMES))


def test_a_line_has_its_slope_and_no_spread_around_a_constant():
    days = np.array([0, 10, 40, 41, 300])
    line = np.rint(1000 + days * 1000 / 365.25).astype(np.int16)
    values = np.stack([line, np.full(5, 7, np.int16)], axis=1)[:, None]
    slope, std, spread, between = metrics(values, days, ["slope", "std", "range", "iqr"])[:, 0]
    assert abs(slope[0] - 1000) <= 2
    assert (slope[1], std[1], spread[1], between[1]) == (0, 0, 0, 0)


def test_results_that_do_not_fit_are_held():
    values = np.array([[[-32767]], [[32767]]], np.int16)
    made = metrics(values, np.array([5, 6]), ["range", "slope"])
    assert made.ravel().tolist() == [32767, 32767]
    assert metrics(values[::-1], np.array([5, 6]), ["slope"]).item() == -32767


def test_the_period_may_be_longer_than_the_acquisitions():
    values = np.array([[[1, SERIES_NODATA]], [[2, SERIES_NODATA]]], np.int16)
    days = np.array([100, 130])
    assert metrics(values, days, ["longest_gap"], period=(90, 200)).ravel().tolist() == [70, 110]
    assert metrics(values, days, ["longest_gap"]).ravel().tolist() == [30, 30]
    with pytest.raises(ValueError, match="period"):
        metrics(values, days, ["longest_gap"], period=(101, 200))


def test_pixels_do_not_depend_on_how_they_are_cut_into_blocks():
    random = np.random.default_rng(5)
    values = random.integers(-100, 12000, (23, 2, 1100)).astype(np.int16)
    values[random.random(values.shape) < 0.5] = SERIES_NODATA
    days = np.arange(23) * 9
    whole = metrics(values, days, NAMES)
    for cut in (1, 255, 257, 512, 1099):
        parts = [metrics(values[:, :, part], days, NAMES) for part in (slice(cut), slice(cut, None))]
        assert np.array_equal(np.concatenate(parts, axis=2), whole)


def test_a_series_without_dates_or_pixels():
    nothing = metrics(np.zeros((0, 1, 3), np.int16), np.zeros(0, np.int64), ["p50", "clear_dates", "longest_gap"])
    assert nothing[:, 0, 0].tolist() == [SERIES_NODATA, 0, 0]
    assert metrics(np.zeros((2, 1, 0), np.int16), np.array([1, 2]), ["mean"]).shape == (1, 1, 0)


def test_names_and_units():
    assert all(check_statistic(name) == "" for name in NAMES)
    for wrong in ("p0", "p00", "p100", "median", "P5", "p5 ", 3, None):
        assert "is not one of" in check_statistic(wrong)
    assert unit("p50", "dB x 100") == "dB x 100"
    assert unit("slope", "dB x 100") == "dB x 100 per year"
    assert (unit("clear_dates", "x"), unit("longest_gap", "x")) == ("dates", "days")
    with pytest.raises(ValueError, match="median"):
        metrics(np.zeros((1, 1, 1), np.int16), np.array([1]), ["median"])


def test_shapes_must_agree_and_days_ascend():
    values = np.zeros((2, 1, 3), np.int16)
    with pytest.raises(ValueError, match="ascending"):
        metrics(values, np.array([2, 2]), ["mean"])
    with pytest.raises(ValueError, match="int16"):
        metrics(values.astype(float), np.array([1, 2]), ["mean"])
    with pytest.raises(ValueError, match="agree"):
        metrics(values, np.array([1, 2]), ["mean"], np.ones((2, 4), bool))
    with pytest.raises(ValueError, match="output"):
        metrics(values, np.array([1, 2]), ["mean"], out=np.zeros((2, 1, 3), np.int16))
