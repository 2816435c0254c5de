"""Columns of a matrix as series: what is where, joined, and on another year."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from landweave.engine.learning.networks.layout import ABSENT, DAYS_OF_YEAR, SeriesLayout, layout_of
from landweave.engine.series.plan import Feature


def dated(sensor: str, source: str, day: date | str) -> Feature:
    return Feature(f"{sensor}_{source}_{day}", sensor, source, str(day), "")


def static(name: str) -> Feature:
    return Feature(name, "", name, "", "")


def places(layout: SeriesLayout) -> dict[tuple[str, str, float], int]:
    """Column by channel and day, of what is there."""
    return {
        (sensor.sensor, channel, day): column
        for sensor in layout.sensors
        for day, row in zip(sensor.days, sensor.columns)
        for channel, column in zip(sensor.channels, row)
        if column != ABSENT
    }


@st.composite
def tables(draw):
    """Features of several sensors on calendars of their own, a few of them missing, among layers; in any order."""
    features = [static(name) for name in draw(st.lists(st.sampled_from(["SLOPE", "HEIGHT"]), unique=True))]
    for sensor in draw(st.lists(st.sampled_from(["S2", "S1", "L8"]), min_size=1, unique=True)):
        start = date(2019, 1, 1)
        days = draw(st.lists(st.integers(0, 700), min_size=1, max_size=6, unique=True))
        for day in days:
            sources = draw(st.lists(st.sampled_from(["B1", "B2", "NDVI"]), min_size=1, unique=True))
            features += [dated(sensor, source, start + timedelta(day)) for source in sources]
    return draw(st.permutations(features))


@given(tables())
def test_each_column_is_found_once_where_its_name_says(features):
    layout = layout_of(features)
    origin = date.fromordinal(layout.origin)
    assert (origin.month, origin.day) == (1, 1)
    assert origin.year == min(date.fromisoformat(f.date).year for f in features if f.date)
    expected = {
        (f.sensor, f.source, float((date.fromisoformat(f.date) - origin).days)): column
        for column, f in enumerate(features)
        if f.date
    }
    assert places(layout) == expected
    assert layout.static == tuple(column for column, f in enumerate(features) if not f.date)
    assert layout.width == len(features)
    for sensor in layout.sensors:
        assert list(sensor.days) == sorted(set(sensor.days))
        assert sensor.column_array().shape == (len(sensor.days), len(sensor.channels))


@given(tables())
def test_joined_series_have_the_same_columns_on_all_days(features):
    layout = layout_of(features)
    joined = layout.joined()
    assert len(joined.sensors) == 1
    only = joined.sensors[0]
    assert list(only.days) == sorted({day for s in layout.sensors for day in s.days})
    assert len(only.channels) == sum(len(s.channels) for s in layout.sensors)
    assert len(set(only.channels)) == len(only.channels)
    if len(layout.sensors) > 1:
        expected = {(only.sensor, f"{s} {c}", day): column for (s, c, day), column in places(layout).items()}
        assert places(joined) == expected
    assert (joined.static, joined.width, joined.origin) == (layout.static, layout.width, layout.origin)
    assert joined.joined() == joined


@given(tables())
def test_layouts_as_json(features):
    layout = layout_of(features)
    assert SeriesLayout.from_json(json.loads(json.dumps(layout.to_json()))) == layout
    assert layout.on(layout) == layout


@given(tables(), st.randoms())
def test_channels_come_in_the_order_learnt(features, random):
    layout = layout_of(features)
    mixed = list(features)
    random.shuffle(mixed)
    other = layout_of(mixed)
    found = layout.on(other)
    assert [(s.sensor, s.channels, s.days) for s in found.sensors] == [
        (s.sensor, s.channels, s.days) for s in layout.sensors
    ]
    assert places(found) == places(other)
    assert found.static == other.static


def season(first: date, offsets: list[int]) -> SeriesLayout:
    return layout_of([dated("S2", "B1", first + timedelta(d)) for d in offsets])


OFFSETS = st.lists(st.integers(0, 300), min_size=2, max_size=8, unique=True).map(sorted)


@given(st.integers(1990, 2040), st.integers(-5, 5), st.integers(1, 12), OFFSETS, OFFSETS)
def test_days_of_another_year_count_from_the_same_day_of_it(year, later, month, offsets, others):
    # of a whole season: its begin and end are acquired in both years
    offsets, others = (sorted({0, *days, 300}) for days in (offsets, others))
    own, other = (season(date(y, month, 1), days) for y, days in ((year, offsets), (year + later, others)))
    found = own.on(other)
    zero = date(year + later, 1, 1)
    expected = [float((date(year + later, month, 1) + timedelta(d) - zero).days) for d in others]
    assert list(found.sensors[0].days) == expected
    assert found.origin == own.origin


@pytest.mark.parametrize(("own", "other"), [(2019, 2020), (2020, 2021), (2020, 2024), (2023, 2016)])
def test_the_same_dates_of_another_year_have_the_same_days_but_for_a_leap_day(own, other):
    months = [(1, 15), (2, 28), (3, 1), (7, 14), (12, 31)]
    one, two = (layout_of([dated("S2", "B1", date(y, m, d)) for m, d in months]) for y in (own, other))
    apart = [b - a for a, b in zip(one.sensors[0].days, one.on(two).sensors[0].days)]
    leap = float(other % 4 == 0) - float(own % 4 == 0)
    assert apart == [0, 0, leap, leap, leap]


def test_a_season_over_new_year_stays_in_its_season():
    own = layout_of([dated("S2", "B1", d) for d in ("2019-10-05", "2019-12-30", "2020-03-01", "2020-06-20")])
    # the other season is acquired from January on only: its first year is the second of the season
    other = layout_of([dated("S2", "B1", d) for d in ("2021-01-10", "2021-03-01", "2021-06-20")])
    assert own.on(other).sensors[0].days == (375.0, 425.0, 536.0)
    assert (date(2021, 1, 10) - date(2020, 1, 1)).days == 375
    # and the other way round: learnt from January on, applied to what begins in October
    assert other.on(own).sensors[0].days == (-88.0, -2.0, 60.0, 171.0)
    assert (date(2019, 10, 5) - date(2020, 1, 1)).days == -88


@given(tables(), st.integers(-4, 4))
def test_another_year_and_back(features, years):
    assume(any(f.date for f in features))
    apart = timedelta(round(years * DAYS_OF_YEAR))
    moved = [replace(f, date=str(date.fromisoformat(f.date) + apart)) if f.date else f for f in features]
    own, other = layout_of(features), layout_of(moved)
    there = own.on(other)
    for sensor, found in zip(own.sensors, there.sensors):
        assert all(abs(a - b) <= 1 for a, b in zip(sensor.days, found.days))


def test_columns_numbered_by_rank_are_equal_steps_over_a_year():
    features = [Feature(f"NDVI_{n:02d}", "", "NDVI", "", "") for n in (3, 1, 2, 4)]
    layout = layout_of([*features, static("SLOPE")])
    assert layout.origin == 0
    assert places(layout) == {
        ("", "NDVI", round((i + 0.5) * 365.25 / 4, 3)): column for i, column in enumerate((1, 2, 0, 3))
    }
    assert layout.static == (4,)


def test_a_number_at_the_end_of_one_name_is_no_series():
    layout = layout_of([Feature("BAND_1", "", "BAND", "", ""), static("SLOPE")])
    assert layout.sensors == ()
    assert layout.static == (0, 1)


def test_what_is_lacking_is_named():
    own = layout_of([dated("S2", "B1", "2020-01-01"), dated("S2", "B2", "2020-01-01"), static("SLOPE")])
    with pytest.raises(ValueError, match="no series of S2"):
        own.on(layout_of([dated("S1", "B1", "2020-01-01"), static("SLOPE")]))
    with pytest.raises(ValueError, match="series of S2 has no B2"):
        own.on(layout_of([dated("S2", "B1", "2020-01-01"), static("SLOPE")]))
    with pytest.raises(ValueError, match="1 features without date are wanted, 0 are there"):
        own.on(layout_of([dated("S2", "B1", "2020-01-01"), dated("S2", "B2", "2020-01-01")]))
    table = layout_of([*(Feature(f"NDVI_{n}", "", "NDVI", "", "") for n in (1, 2)), static("SLOPE")])
    with pytest.raises(ValueError, match="no series of the table"):
        table.on(own)
