"""Seasons against closed forms, and against numpy and scipy on random series."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.integrate import trapezoid
from scipy.signal import find_peaks, peak_prominences

from landweave.engine.series.phenology import PHENOLOGY_MEASURES, check_phenology, phenology, phenology_names
from landweave.engine.types import SERIES_NODATA

NEW_YEAR = date(2019, 1, 1).toordinal()


def measured(curve, step=1, days=365, **options):
    """Measures by name of a function of the day of the year, x 10000."""
    ordinals = NEW_YEAR + np.arange(0, days, step)
    values = np.rint([10000 * curve(d - NEW_YEAR + 1) for d in ordinals]).astype(np.int16)[:, None]
    names = [name for name, _ in phenology_names(options)]
    return dict(zip(names, phenology(values, ordinals, options)[:, 0].tolist()))


@pytest.mark.parametrize("step", [1, 10])
@pytest.mark.parametrize("threshold", [0.1, 0.2, 0.5])
def test_a_triangle(step, threshold):
    up, top, down, base, height = 61, 161, 311, 0.1, 0.6

    def triangle(day):
        return base + height * max(0, min((day - up) / (top - up), (down - day) / (down - top)))

    found = measured(triangle, step, threshold=threshold)
    start, end = up + threshold * (top - up), down - threshold * (down - top)
    assert found["start"] == round(start)
    assert found["peak"] == top
    assert found["end"] == round(end)
    assert found["length"] == round(end - start)
    assert (found["base"], found["amplitude"]) == (1000, 6000)
    area = height * (1 - threshold**2) * (down - up) / 2  # the triangle less its two ends below the threshold
    assert abs(found["integral"] - 100 * area) <= 2


def test_a_double_logistic():
    rise, fall, steep_up, steep_down, base, height, share = 110, 260, 0.12, 0.08, 0.15, 0.6, 0.3

    def logistic(day):
        up, down = (1 / (1 + np.exp(-k * (day - t))) for k, t in ((steep_up, rise), (steep_down, fall)))
        return base + height * (up - down)

    found = measured(logistic, threshold=share)
    odds = np.log(share / (1 - share))
    start, end = rise + odds / steep_up, fall - odds / steep_down
    assert abs(found["start"] - start) <= 1
    assert abs(found["end"] - end) <= 1
    assert rise < found["peak"] < fall
    assert abs(found["base"] - 1500) <= 5
    assert abs(found["amplitude"] - 6000) <= 20

    def integral(day):
        up, down = (np.log1p(np.exp(k * (day - t))) / k for k, t in ((steep_up, rise), (steep_down, fall)))
        return up - down

    area = height * (integral(end) - integral(start))
    assert abs(found["integral"] - 100 * area) <= 0.01 * 100 * area


@pytest.mark.parametrize("heights", [(0.6, 0.4), (0.4, 0.6), (0.5, 0.5)])
@pytest.mark.parametrize("step", [1, 8])
def test_two_gaussian_bumps(heights, step):
    centres, width, base = (100, 270), 22, 0.2

    def bumps(day):
        return base + sum(h * np.exp(-(((day - c) / width) ** 2) / 2) for h, c in zip(heights, centres))

    found = measured(bumps, step, seasons=2, threshold=0.2)
    reach = width * np.sqrt(2 * np.log(1 / 0.2))
    for number, (height, centre) in enumerate(zip(heights, centres), 1):
        season = {name: found[f"season{number}_{name}"] for name in PHENOLOGY_MEASURES}
        assert abs(season["start"] - (centre - reach)) <= 1 + step / 8
        assert abs(season["peak"] - centre) <= step / 2
        assert abs(season["end"] - (centre + reach)) <= 1 + step / 8
        assert abs(season["base"] - 2000) <= 40
        assert abs(season["amplitude"] - 10000 * height) <= 40 + 20 * step
    if heights[0] != heights[1]:
        alone = measured(bumps, step, threshold=0.2)
        assert abs(alone["peak"] - centres[int(np.argmax(heights))]) <= step / 2


@pytest.mark.parametrize("seasons", [1, 2])
def test_a_flat_line_or_a_small_bump_has_no_season(seasons):
    for height in (0, 0.0999):
        found = measured(lambda day, h=height: 0.3 + h * (day == 181), seasons=seasons)
        assert set(found.values()) == {SERIES_NODATA}
    assert measured(lambda day: 0.3 + 0.1 * (day == 181), seasons=1)["peak"] == 181


def test_one_bump_leaves_the_second_season_empty():
    found = measured(lambda day: 0.2 + 0.5 * np.exp(-(((day - 170) / 30) ** 2)), seasons=2)
    assert found["season1_peak"] == 170
    assert {v for k, v in found.items() if k.startswith("season2")} == {SERIES_NODATA}


def test_a_season_that_began_before_the_series_has_no_start():
    found = measured(lambda day: 0.7 - 0.5 * min(1, day / 200))
    assert {found[k] for k in ("start", "length", "integral")} == {SERIES_NODATA}
    assert (found["peak"], found["base"], found["amplitude"]) == (1, 2000, 4975)
    assert found["end"] == round(200 - 0.2 * 199)
    rising = measured(lambda day: 0.2 + 0.5 * min(1, day / 365))
    assert {rising[k] for k in ("end", "length", "integral")} == {SERIES_NODATA}
    assert rising["peak"] == 365


def test_the_middle_of_a_flat_top_is_the_peak_and_days_go_on_into_the_next_year():
    found = measured(lambda day: 0.8 if 340 <= day <= 400 else 0.2, days=500)
    assert found["peak"] == 370
    assert found["end"] == 401
    start = date(2019, 10, 1).toordinal()
    values = np.array([[0], [5000], [0]], np.int16)
    made = phenology(values, [start, start + 100, start + 200], {"threshold": 0.5, "end_threshold": 0.25})
    assert made[:4, 0].tolist() == [274 + 50, 274 + 100, 274 + 175, 125]


@st.composite
def random_series(draw):
    targets = draw(st.integers(1, 12))
    values = draw(hnp.arrays(np.int16, (targets, draw(st.integers(1, 4))), elements=st.integers(-300, 300)))
    days = NEW_YEAR + np.cumsum(draw(st.lists(st.integers(1, 30), min_size=targets, max_size=targets))) - 1
    return values, days, draw(st.sampled_from([0.05, 0.2, 0.5, 0.9])), draw(st.sampled_from([0.0001, 0.01, 0.04]))


@given(random_series())
def test_one_season_equals_numpy(data):
    values, ordinals, share, least = data
    days = (ordinals - NEW_YEAR + 1).astype(float)
    made = phenology(values, ordinals, {"threshold": share, "minimum_amplitude": least})
    for pixel in range(values.shape[1]):
        series = values[:, pixel].astype(float)
        peak = int(np.argmax(series))
        last = peak
        while last + 1 < len(series) and series[last + 1] == series[peak]:
            last += 1
        left, right = series[: peak + 1].min(), series[peak:].min()
        rises, falls = series[peak] - left >= 10000 * least, series[peak] - right >= 10000 * least
        expected = dict.fromkeys(PHENOLOGY_MEASURES)
        if rises:
            level = left + share * (series[peak] - left)
            before = np.flatnonzero(series[: peak + 1] <= level)[-1]
            expected["start"] = np.interp(level, series[before : before + 2], days[before : before + 2])
        if falls:
            level = right + share * (series[peak] - right)
            after = last + np.flatnonzero(series[last:] <= level)[0]
            pair = slice(after - 1, after + 1)
            expected["end"] = np.interp(level, series[pair][::-1], days[pair][::-1])
        if rises or falls:
            lows = [low for low, there in ((left, rises), (right, falls)) if there]
            expected.update(peak=(days[peak] + days[last]) / 2, base=np.mean(lows))
            expected["amplitude"] = series[peak] - expected["base"]
        if rises and falls:
            expected["length"] = expected["end"] - expected["start"]
            inside = days[(days > expected["start"]) & (days < expected["end"])]
            knots = np.concatenate([[expected["start"]], inside, [expected["end"]]])
            expected["integral"] = trapezoid(np.interp(knots, days, series) - expected["base"], knots) / 100
        for row, name in enumerate(PHENOLOGY_MEASURES):
            if expected[name] is None:
                assert made[row, pixel] == SERIES_NODATA
            else:
                assert abs(made[row, pixel] - expected[name]) <= 0.5 + 1e-6


@given(st.permutations(range(-10, 10)), st.sampled_from([0.02, 0.05, 0.1]))
def test_the_second_season_is_the_most_prominent_other_peak(order, least):
    values = (100 * np.array(order)).astype(np.int16)
    ordinals = NEW_YEAR + 10 * np.arange(len(values))
    made = phenology(values[:, None], ordinals, {"seasons": 2, "minimum_amplitude": least})
    main = int(np.argmax(values))
    peaks = find_peaks(values)[0]
    prominence = dict(zip(peaks, peak_prominences(values.astype(float), peaks)[0]))
    others = {p: size for p, size in prominence.items() if p != main and size >= 10000 * least}
    got = [int(day - 1) // 10 for day in (made[1, 0], made[8, 0]) if day != SERIES_NODATA]
    if not others:
        assert got in ([main], [])
    else:
        most = max(others.values())
        assert any(got == sorted([main, p]) for p, size in others.items() if size == most)
        if SERIES_NODATA not in (made[2, 0], made[7, 0]):
            assert made[2, 0] <= made[7, 0]  # the first ends before the second starts


@given(random_series(), st.integers(-500, 500), st.integers(0, 200))
def test_another_level_or_day_shifts_the_measures(data, level, later):
    values, ordinals, share, least = data
    options = {"threshold": share, "minimum_amplitude": least}
    made = phenology(values, ordinals, options)
    higher = phenology((values + level).astype(np.int16), ordinals, options)
    known = made != SERIES_NODATA
    assert np.array_equal(known, higher != SERIES_NODATA)
    shift = np.where(np.array(PHENOLOGY_MEASURES)[:, None] == "base", level, 0)
    assert np.abs((higher - made - shift)[known]).max(initial=0) <= 1
    moved = phenology(values, ordinals - ordinals[0] + NEW_YEAR + later, options)
    assert np.abs(moved[3:] - made[3:]).max(initial=0) <= 1  # halves may round otherwise


def test_one_unknown_target_is_no_data():
    values = np.array([[0, 0], [5000, 5000], [0, SERIES_NODATA]], np.int16)
    made = phenology(values, NEW_YEAR + np.array([0, 10, 20]))
    assert made[1].tolist() == [11, SERIES_NODATA]
    assert (made[:, 1] == SERIES_NODATA).all()


def test_pixels_do_not_depend_on_how_they_are_cut_into_blocks():
    random = np.random.default_rng(2)
    values = random.integers(0, 9000, (37, 300)).astype(np.int16)
    ordinals = NEW_YEAR + 10 * np.arange(37)
    whole = phenology(values, ordinals, {"seasons": 2})
    for cut in (1, 150, 299):
        parts = [phenology(values[:, part], ordinals, {"seasons": 2}) for part in (slice(cut), slice(cut, None))]
        assert np.array_equal(np.concatenate(parts, axis=1), whole)


def test_a_series_without_targets_or_pixels():
    assert (phenology(np.zeros((0, 2), np.int16), []) == SERIES_NODATA).all()
    assert phenology(np.zeros((2, 0), np.int16), [NEW_YEAR, NEW_YEAR + 1]).shape == (7, 0)


@pytest.mark.parametrize(("options", "says"), [
    ({"seasons": 3}, "1 or 2"), ({"seasons": True}, "1 or 2"), ({"threshold": 1}, "share"),
    ({"threshold": "a"}, "share"), ({"end_threshold": 0}, "share"), ({"minimum_amplitude": 0}, "above 0"),
    ({"base": 1}, "not one of"),
])
def test_wrong_options_are_told(options, says):
    assert says in check_phenology(options)
    with pytest.raises(ValueError, match=says):
        phenology(np.zeros((1, 1), np.int16), [NEW_YEAR], options)


def test_names_shapes_and_days_are_checked():
    assert check_phenology({"seasons": 2, "threshold": 0.3, "end_threshold": None, "minimum_amplitude": 0.2}) == ""
    assert len(phenology_names({"seasons": 2})) == 14
    assert dict(phenology_names(source_unit="dB x 100"))["integral"] == "(dB x 100) x days / 100"
    with pytest.raises(ValueError, match="ascending"):
        phenology(np.zeros((2, 1), np.int16), [5, 5])
    with pytest.raises(ValueError, match="int16"):
        phenology(np.zeros((2, 1)), [5, 6])
    with pytest.raises(ValueError, match="output"):
        phenology(np.zeros((2, 1), np.int16), [5, 6], out=np.zeros((1, 1), np.int16))
