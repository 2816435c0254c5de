"""Growing-degree time against sums day by day."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from landweave.engine.errors import UserError
from landweave.engine.series.fill import fill_linear
from landweave.engine.series.thermal import (
    ThermalTable,
    axis_to_days,
    degree_day_targets,
    read_temperatures,
    thermal_table,
    thermal_time,
    to_axis,
)

START = date(2019, 1, 1).toordinal()


def steady(degrees, days=100):
    return thermal_table({START + day: degrees for day in range(days)})


@given(hnp.arrays(np.float32, (2, 20), elements=st.floats(-20, 45, width=32)), st.sampled_from([0.0, 6.0, 10.0]),
       st.sampled_from([None, 30.0]))
def test_thermal_time_adds_up_day_by_day_and_always_rises(temperature, base, cap):
    made = thermal_time(temperature, base, cap)
    assert made.dtype == np.int64
    for cell in range(2):
        total = 0
        for day in range(20):
            mean = float(temperature[cell, day])
            mean = base if mean < base else mean
            mean = cap if cap is not None and mean > cap else mean
            total += max(round(10 * (mean - base)), 1)
            assert made[cell, day] == total
    assert (np.diff(made, axis=1) > 0).all()
    assert np.array_equal(thermal_time(temperature[1], base, cap), made[1])


def test_a_steady_temperature_is_days_times_degrees():
    axis = to_axis([START, START + 9, START + 99], steady(12.5))
    assert axis.tolist() == [125, 1250, 12500]
    assert to_axis([START + 99], steady(-5)).tolist() == [100]  # a tenth a day, so that days stay apart


def test_unknown_temperatures_and_a_cap_below_the_base_are_refused():
    with pytest.raises(ValueError, match="unknown"):
        thermal_time([1.0, np.nan])
    with pytest.raises(ValueError, match="cap"):
        thermal_time([1.0], 10, 10)
    with pytest.raises(UserError, match="cap"):
        thermal_table({START: 5.0}, base=10, cap=8)


def test_filling_on_the_axis_is_linear_in_warmth():
    """A pixel that follows warmth is met exactly, in a year that warms."""
    warming = thermal_table({START + day: 0.25 * day for day in range(200)})
    days = START + np.array([20, 90, 180])
    axis = to_axis(days, warming)
    values = (axis // 10)[:, None, None].astype(np.int16)
    targets = degree_day_targets(warming, int(days[0]), int(days[-1]), 100)
    filled = fill_linear(values, np.ones((3, 1), bool), axis, targets)
    assert np.abs(filled[:, 0, 0] - targets / 10).max() <= 1


def test_years_of_different_warmth_meet_on_the_axis():
    """What happens at a thermal time happens on other days, but at the same target."""
    cold, warm = (thermal_table({START + d: degrees for d in range(365)}) for degrees in (8.0, 16.0))
    targets = degree_day_targets(cold, START, START + 364, 200)
    assert targets[0] == 2000
    assert np.diff(targets).tolist() == [2000] * (len(targets) - 1)
    days = axis_to_days(targets, cold) - START + 1, axis_to_days(targets, warm) - START + 1
    assert days[0].tolist() == [25 * (i + 1) for i in range(len(targets))]
    assert (2 * days[1] - days[0] <= 1).all()
    assert axis_to_days([10**9], cold).tolist() == [START + 364]


@given(st.integers(0, 99), st.integers(0, 99))
def test_days_come_back_from_the_axis(seed, day):
    random = np.random.default_rng(seed)
    table = thermal_table({START + d: float(t) for d, t in enumerate(random.normal(10, 9, 100))})
    assert axis_to_days(to_axis([START + day], table), table).tolist() == [START + day]


def test_counting_may_begin_later_than_the_table():
    table = thermal_table({START + day: 10.0 for day in range(50)}, start_day=START + 20)
    assert table.first_day == START + 20
    assert to_axis([START + 20, START + 49], table).tolist() == [100, 3000]
    with pytest.raises(UserError, match="2019-01-11"):
        to_axis([START + 10], table)
    with pytest.raises(UserError, match="2018-12-31"):
        thermal_table({START: 1.0, START + 1: 1.0}, start_day=START - 1)


def test_short_gaps_are_filled_linearly_and_long_ones_told():
    days = {date(2019, 1, 1): 0.0, "2019-01-07": 12.0}
    assert np.diff(thermal_table(days).degree_days).tolist() == [20, 40, 60, 80, 100, 120]
    with pytest.raises(UserError, match="from 2019-01-02 to 2019-01-07") as caught:
        thermal_table({date(2019, 1, 1): 0.0, "2019-01-08": 12.0})
    assert "5 days" in caught.value.hint
    with pytest.raises(UserError, match="no temperature"):
        thermal_table({START: float("nan")})


def test_targets_that_cannot_be():
    with pytest.raises(UserError, match="too close"):
        degree_day_targets(steady(10), START, START + 50, 0.01)
    with pytest.raises(UserError, match="no multiple of 5000"):
        degree_day_targets(steady(10), START, START + 50, 5000)
    with pytest.raises(UserError, match="2019-04-11"):
        degree_day_targets(steady(10), START, START + 100, 50)


def test_a_table_goes_through_json():
    table = steady(7.0, 5)
    again = ThermalTable.from_json(table.to_json())
    assert (again.first_day, again.degree_days.tolist(), again.name) == (START, [70, 140, 210, 280, 350], table.name)
    assert again.degree_days.dtype == np.int64


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "temperature.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("text", [
    "date,temperature\n2019-01-01,1.5\n2019-01-02,\n2019-01-03,2.5\n",
    "\ufeffTemperature;Date\n1,5;20190101\nNaN;20190102\n2,5;2019-01-03\n",
])
def test_tables_with_commas_or_semicolons(tmp_path, text):
    table = thermal_table(written(tmp_path, text))
    assert table.first_day == START
    assert table.degree_days.tolist() == [15, 35, 60]


def test_tiles_have_their_own_rows(tmp_path):
    rows = [f"{date(2019, 1, 1) + timedelta(days=d)},{t},{tile}" for d in range(3) for tile, t in (("A", 1), ("B", 2))]
    path = written(tmp_path, "date,temperature,tile\n" + "\n".join(rows))
    assert thermal_table(path, "B").degree_days.tolist() == [20, 40, 60]
    assert set(read_temperatures(path)) == {"A", "B"}
    with pytest.raises(UserError, match="tile 'C'"):
        thermal_table(path, "C")


def test_rows_without_a_tile_are_for_all_others(tmp_path):
    path = written(tmp_path, "date,temperature,tile\n2019-01-01,1,A\n2019-01-01,2,\n")
    assert thermal_table(path, "A").degree_days.tolist() == [10]
    assert thermal_table(path, "Z").degree_days.tolist() == [20]


@pytest.mark.parametrize(("text", "says"), [
    ("", "no column 'date'"),
    ("date,mean\n2019-01-01,5\n", "no column 'temperature'"),
    ("date,temperature\n2019-13-01,5\n", "Line 2 .*'2019-13-01' is not a date"),
    ("date,temperature\n2019-01-01,warm\n", "Line 2 .*'warm' is no temperature"),
    ("date,temperature\n2019-01-01,280.5\n", "Line 2 .*'280.5' is no temperature"),
    ("date,temperature\n2019-01-01,5\n2019-01-01,6\n", "Line 3 .*2019-01-01 is there twice"),
    ("date,temperature\n", "no temperature"),
])
def test_what_is_wrong_with_a_table_is_told(tmp_path, text, says):
    with pytest.raises(UserError, match=says) as caught:
        thermal_table(written(tmp_path, text))
    assert "temperature.csv" in caught.value.message
    assert caught.value.hint


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        thermal_table(tmp_path / "none.csv")
    with pytest.raises(UserError, match="UTF-8"):
        thermal_table(written(tmp_path, "date,temperature,météo\n2019-01-01,5,x\n", "utf-16"))
