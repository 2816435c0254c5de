"""The calendar of masked series: that of the images, in the season that was learnt."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from landweave.engine.series.calendar import MARGIN_DAYS, on_acquisitions
from landweave.engine.series.plan import SensorPlan, SeriesPlan
from landweave.tests.engine.series.test_planning import product

days = st.lists(st.dates(date(2017, 1, 1), date(2017, 12, 31)), min_size=2, max_size=8, unique=True).map(sorted)


def plan_of(dates, filling="masked", sensor="S2"):
    return SeriesPlan((SensorPlan(sensor, ("B4",), (), (), tuple(d.isoformat() for d in dates), filling),))


def products(dates, sensor="S2"):
    return [product(d.isoformat(), sensor=sensor) for d in dates]


def dates_of(plan):
    return [date.fromisoformat(d) for d in plan.sensors[0].target_dates]


@given(days)
def test_the_images_that_were_learnt_from_keep_their_dates(dates):
    plan = plan_of(dates)
    assert on_acquisitions(plan, products(dates)) == plan


@given(days, st.lists(st.dates(date(2017, 1, 1), date(2017, 12, 31)), min_size=1, max_size=8, unique=True))
def test_other_images_of_the_time_give_their_own_dates(dates, others):
    within = [d for d in sorted(others) if dates[0] <= d <= dates[-1]]
    if 2 * len(within) >= len(dates):
        assert dates_of(on_acquisitions(plan_of(dates), products(others))) == within


@given(days, st.integers(1, 12))
def test_another_year_gives_the_dates_of_the_season(dates, years):
    assume((dates[-1] - dates[0]).days < 330)  # what lies outside of one season is not in the next one
    moved = [d.replace(year=d.year + years) for d in dates]
    outside = [moved[-1] + timedelta(MARGIN_DAYS + 1), moved[0] - timedelta(MARGIN_DAYS + 1)]
    found = dates_of(on_acquisitions(plan_of(dates), products(moved + outside)))
    assert found == moved


def test_filled_series_and_sensors_without_images_stay():
    dates = [date(2017, 5, 1), date(2017, 6, 1)]
    later = [d.replace(year=2019) for d in dates]
    assert on_acquisitions(plan_of(dates, "linear"), products(later)) == plan_of(dates, "linear")
    assert on_acquisitions(plan_of(dates), products(later, "L8")) == plan_of(dates)
    both = replace(plan_of(dates), sensors=(*plan_of(dates).sensors, *plan_of(dates, "linear", "L8").sensors))
    found = on_acquisitions(both, products(later) + products(later, "L8"))
    assert found.sensors[1] == both.sensors[1]
    assert found.sensors[0].target_dates == ("2019-05-01", "2019-06-01")


def test_a_season_over_new_year_and_a_leap_day():
    dates = [date(2016, 2, 29), date(2016, 9, 1), date(2017, 1, 20)]
    moved = [date(2018, 2, 28), date(2018, 9, 5), date(2019, 1, 10)]
    assert dates_of(on_acquisitions(plan_of(dates), products(moved))) == moved
