"""The longest gap is what a walk over the days finds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.inspection.calendar import USABLE_CLOUD, calendars, check_calendar
from landweave.engine.inspection.findings import NOTE, WARNING, Findings
from landweave.engine.mapping.tile_series import SensorSeries, TileSeries
from landweave.engine.raster.grid import Grid
from landweave.engine.sensors.product import Product
from landweave.engine.series.plan import SensorPlan, SeriesPlan

START = date(2021, 1, 1)
GRID = Grid("EPSG:32631", 0.0, 0.0, 10.0, 10.0, 8, 8)


def tile(acquired, last=360, step=10, first=0, name="T1"):
    """A tile whose sensor S2 has images at (day of the series, cloud percent or None)."""
    products = tuple(
        Product(f"p{day}", "f", "S2", name, f"{START + timedelta(day)}", f"/p{day}", GRID, (), cloud_percent=cloud)
        for day, cloud in sorted(acquired, key=lambda a: a[0]))
    dates = tuple((START + timedelta(d)).isoformat() for d in range(first, last + 1, step))
    plan = SensorPlan("S2", ("B4",), (), (), dates)
    return TileSeries(name, GRID, SeriesPlan((plan,)), (SensorSeries(plan, products),))


def longest_walk(days, first, last):
    """Walk from the first to the last day, counting the days since the last image."""
    longest = since = 0
    for day in range(first + 1, last + 1):
        since += 1
        longest = max(longest, since)
        if day in days:
            since = 0
    return longest


@given(st.lists(st.tuples(st.integers(-40, 400), st.sampled_from([None, 0.0, 50.0, 89.9, 90.0, 100.0])), max_size=30))
def test_the_longest_gap_is_that_of_a_walk(acquired):
    row = calendars([tile(acquired)])[0]
    usable = {day for day, cloud in acquired if cloud is None or cloud < USABLE_CLOUD}
    assert row.gap_days == longest_walk(usable, 0, 360)
    assert (row.images, row.usable) == (len({day for day, _ in acquired}), len(usable))
    assert (date.fromisoformat(row.gap_end) - date.fromisoformat(row.gap_start)).days == row.gap_days


def found(*tiles):
    findings = Findings.none()
    check_calendar(tiles, findings)
    return findings


def test_a_gap_names_tile_sensor_dates_and_the_months_that_are_not_seen():
    images = [(d, 10.0) for d in (*range(0, 151, 10), *range(260, 361, 10))]
    finding, = found(tile(images)).of(WARNING)
    assert "Tile T1 has no usable image of S2 from 2021-05-31 to 2021-09-18 (110 days)" in finding.text
    assert "the 3 months from June 2021 to August 2021 are not seen at all" in finding.text
    assert finding.remedy


@pytest.mark.parametrize(("days", "severity"), [(20, None), (31, NOTE), (60, NOTE), (61, WARNING)])
def test_gaps_are_told_by_their_length(days, severity):
    findings = found(tile([(d, None) for d in (*range(0, 100, 10), *range(90 + days, 361, 10))], last=340))
    kinds = {f.severity for f in findings.found}
    assert kinds == ({severity} if severity else set())


def test_tiles_alike_are_told_once():
    images = [(0, None), (10, None), (20, None), (30, None), (40, None), (350, None)]
    findings = found(tile(images), tile(images, name="T2"), tile(images, name="T3"))
    gaps = [f for f in findings.of(WARNING) if "no usable image" in f.text]
    assert len(gaps) == 1 and "2 more tiles" in gaps[0].text


def test_few_images_and_target_dates_far_from_them_are_told():
    texts = [f.text for f in found(tile([(d, 0.0) for d in (100, 130, 160)])).of(WARNING)]
    assert any("3 usable images of S2 only" in t for t in texts)
    assert any("begin on 2021-01-01, 100 days before" in t for t in texts)
    assert any("end on 2021-12-27, 200 days after" in t for t in texts)
