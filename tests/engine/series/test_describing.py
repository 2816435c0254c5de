"""Ways to describe a year: the features that are named are the features that are made, in value and in order."""

import json
from datetime import date, timedelta

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.features.stack import sensor_features
from landweave.engine.raster.grid import Grid
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.series.metrics import STATISTICS
from landweave.engine.series.options import options_from_json
from landweave.engine.series.plan import SeriesPlan
from landweave.engine.series.planning import make_plan
from landweave.engine.types import SERIES_NODATA

GRID = Grid("", 0.0, 0.0, 10.0, 10.0, 5, 5)
BANDS = ("B2", "B3", "B4", "B8", "B11")
DAYS = [date(2018, 1, 3) + timedelta(days=9 * n) for n in range(30)]


def products(sensor="S2", bands=BANDS, unit="reflectance x 10000"):
    sources = tuple(BandSource(b, "x", unit=unit) for b in bands)
    return [Product(f"{sensor}{d}", "x", sensor, "A", d.isoformat(), "x", GRID, sources) for d in DAYS]


def plan_of(images=None, **values):
    said = []
    plan = make_plan(options_from_json(values), images or products(), said.append)
    assert SeriesPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan
    return plan, said


@pytest.fixture
def series():
    rng = np.random.default_rng(5)
    values = rng.integers(200, 5000, (len(DAYS), len(BANDS), 40)).astype(np.int16)
    valid = rng.random((len(DAYS), 40)) > 0.5
    valid[:, 0] = False
    values[~np.broadcast_to(valid[:, None], values.shape)] = SERIES_NODATA
    return values, valid, np.array([d.toordinal() for d in DAYS])


def named(plan, values, valid, days):
    sensor = plan.sensors[0]
    return dict(zip([f.name for f in plan.features()], sensor_features(values, valid, days, sensor), strict=True))


def test_everything_together_has_one_name_a_feature(series):
    plan, _ = plan_of(
        step_days=40, describe=["metrics", "filled", "harmonics", "composites", "phenology"], indices=["NDVI", "EVI"],
        metrics={"statistics": list(STATISTICS), "sources": ["B8", "EVI"]}, phenology={"seasons": 2},
        harmonics={"terms": 2, "trend": True}, composites={"months": True},
    )
    made = named(plan, *series)
    assert len(made) == len(plan.features())
    np.testing.assert_array_equal(made["S2_B8_clear_dates"], series[1].sum(axis=0))
    for name, row in made.items():
        known = row != SERIES_NODATA
        assert not known[0] or name.endswith(("clear_dates", "longest_gap")), name


def test_features_around_a_pixel_may_be_the_only_ones():
    plan, said = plan_of(describe=[], indices=["NDVI"], neighbourhood={"window": 5})
    assert [f.name for f in plan.features()] == ["S2_NDVI_p50_mean5", "S2_NDVI_p50_std5"]
    assert not said
    both, _ = plan_of(indices=["NDVI"], neighbourhood={"window": 5})
    assert plan.features() == both.features()[-2:]
    with pytest.raises(UserError, match="'describe' is empty"):
        plan_of(describe=[])
    with pytest.raises(UserError, match=r"S2.*'describe' is empty"):
        plan_of(sensors={"S2": {"describe": []}})


@pytest.mark.parametrize(("values", "unused"), [
    ({}, ()), ({"metrics": {"statistics": ["p50"]}}, ("metrics",)),
    ({"describe": ["metrics"], "metrics": {"statistics": ["p50"]}}, ()),
    ({"sensors": {"S2": {"describe": ["metrics"]}}, "metrics": {"statistics": ["p50"]}}, ()),
    ({"sensors": {"S2": {"harmonics": {"terms": 1}}}, "composites": {"months": True}}, ("composites", "harmonics")),
])
def test_options_of_what_is_not_listed_are_told(values, unused):
    said = options_from_json(values).unused()
    assert [sentence.split("'")[1] for sentence in said] == list(unused)


def test_statistics_are_those_of_the_clear_values_within_the_season(series):
    values, valid, days = series
    plan, _ = plan_of(start_date="2018-04-01", end_date="2018-08-31", describe=["metrics"], indices=["NDVI"],
                      metrics={"statistics": ["p25", "mean", "clear_dates"], "sources": ["B4", "ndvi"]})
    made = named(plan, values, valid, days)
    season = (days >= date(2018, 4, 1).toordinal()) & (days <= date(2018, 8, 31).toordinal())
    red, nir = (values[:, BANDS.index(b)].astype(float) for b in ("B4", "B8"))
    ndvi = np.rint(10000 * (nir - red) / (nir + red))
    for pixel in range(1, 40):
        clear = season & valid[:, pixel]
        assert made["S2_B4_clear_dates"][pixel] == clear.sum()
        if clear.any():
            assert abs(made["S2_B4_p25"][pixel] - np.percentile(red[clear, pixel], 25)) <= 0.5
            assert abs(made["S2_NDVI_mean"][pixel] - ndvi[clear, pixel].mean()) <= 1


def test_cosine_and_sine_terms_are_those_of_least_squares(series):
    values, valid, days = series
    plan, _ = plan_of(describe=["harmonics"], indices=[], harmonics={"terms": 1, "sources": ["B8"]})
    made = named(plan, values, valid, days)
    angle = 2 * np.pi * (days - date(2018, 1, 1).toordinal()) / 365.25
    basis = np.stack([np.ones(len(days)), np.cos(angle), np.sin(angle)], axis=1)
    for pixel in range(1, 40):
        clear = valid[:, pixel]
        if clear.sum() < 6:
            continue
        exact = np.linalg.lstsq(basis[clear], values[clear, BANDS.index("B8"), pixel].astype(float), rcond=None)[0]
        got = [made[f"S2_B8_{term}"][pixel] for term in ("level", "cos1", "sin1")]
        assert np.abs(got - exact).max() <= 1


@pytest.mark.parametrize("days", [1, 30, 60, 87, 100, 131, 200, 400])
def test_windows_hold_every_day_and_the_last_is_no_scrap(days):
    plan, _ = plan_of(describe=["composites"], indices=[], composites={"window_days": days})
    windows = plan.sensors[0].groups[0].options["windows"]
    assert windows[0][0] == DAYS[0].toordinal()
    assert windows[-1][1] == DAYS[-1].toordinal()
    assert all(b[0] == a[1] + 1 for a, b in zip(windows, windows[1:]))
    lengths = [b - a + 1 for a, b in windows]
    assert set(lengths[:-1]) <= {days}
    assert lengths[-1] < 1.5 * days
    assert len(lengths) == 1 or lengths[-1] >= days / 2


def test_composites_hold_their_bands_and_their_indices(series):
    values, valid, days = series
    plan, _ = plan_of(describe=["composites"], indices=["NDVI"], composites={"window_days": 60, "method": "max_ndvi"})
    made = named(plan, values, valid, days)
    names = [name for name in made if name.startswith("S2_NDVI")]
    assert len(names) == len(plan.features()) // (len(BANDS) + 1)
    first = [made[f"S2_{b}_max_ndvi_20180103"].astype(float) for b in ("B4", "B8")]
    known = first[0] != SERIES_NODATA
    ndvi = np.rint(10000 * (first[1] - first[0]) / (first[1] + first[0]))
    assert np.abs(made["S2_NDVI_max_ndvi_20180103"][known] - ndvi[known]).max() <= 1
    window = days < days[0] + 60
    greenest = np.where(valid[window], (values[window, 3].astype(float) - values[window, 2]) /
                        (values[window, 3].astype(float) + values[window, 2]), -9).max(axis=0)
    assert np.abs(ndvi[known] / 10000 - greenest[known]).max() < 1e-3


def test_relative_reflectances_are_shares_of_a_band_and_do_not_touch_other_groups(series):
    alone, _ = plan_of(indices=["NDVI"], step_days=60)
    divided, _ = plan_of(indices=["NDVI"], step_days=60, relative_to="B8", describe=["metrics", "filled"],
                         metrics={"sources": ["B4"], "statistics": ["max"], "of": "filled"})
    plain, shares = named(alone, *series), named(divided, *series)
    red, nir = plain["S2_B4_20180304"].astype(float), plain["S2_B8_20180304"].astype(float)
    known = plain["S2_B4_20180304"] != SERIES_NODATA
    assert np.abs(shares["S2_B4_20180304"][known] - np.rint(1000 * red / nir)[known]).max() <= 1
    np.testing.assert_array_equal(shares["S2_B8_20180304"], plain["S2_B8_20180304"])
    np.testing.assert_array_equal(shares["S2_NDVI_20180304"], plain["S2_NDVI_20180304"])
    filled = np.stack([v for n, v in plain.items() if n.startswith("S2_B4")])
    np.testing.assert_array_equal(shares["S2_B4_max"], filled.max(axis=0))


def test_each_sensor_may_have_options_of_its_own():
    radar = products("S1ASC", ("VV", "VH"), "dB x 100")
    plan, said = plan_of([*products(), *radar], step_days=20, describe=["filled", "phenology"],
                         sensors={"S2": ["B4", "B8"], "S1ASC": {"step_days": 60, "describe": ["metrics"],
                                                                "speckle_window": 5}})
    first, second = plan.sensors
    assert (first.sensor, first.indices, first.groups[0].kind) == ("S1ASC", ("RATIO",), "metrics")
    assert first.speckle_window == 5 and second.speckle_window == 0
    assert len(second.target_dates) > 2 * len(first.target_dates)
    assert [g.kind for g in second.groups] == ["filled", "phenology"]
    assert {f.unit for f in plan.features() if f.source == "VV_p50"} == {"dB x 100"}
    assert said  # of NDWI and brightness, which the bands do not allow


def test_a_sensor_without_the_sources_is_left_to_its_other_descriptions():
    radar = products("S1ASC", ("VV", "VH"), "dB x 100")
    plan, said = plan_of([*products(), *radar], describe=["filled", "phenology"])
    assert [g.kind for g in plan.sensors[0].groups] == ["filled"]
    assert any("S1ASC has none of NDVI" in s for s in said)
    with pytest.raises(UserError, match="S1ASC"):
        plan_of(radar, describe=["phenology"])


def test_plans_of_the_first_version_are_read_as_they_were_meant():
    plan, _ = plan_of(step_days=30, indices=["NDVI"])
    old = {"sensors": [{k: v for k, v in plan.to_json()["sensors"][0].items() if k in (
        "sensor", "bands", "indices", "roles", "target_dates", "filling", "resampling")}]}
    again = SeriesPlan.from_json(json.loads(json.dumps(old)))
    assert again.features() == plan.features()
    assert again.sensors == plan.sensors
