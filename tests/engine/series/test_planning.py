"""Options are checked by name and type; the plan follows from options and products alone."""

import json
from dataclasses import replace

import pytest

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.series.options import SeriesOptions, load_options
from landweave.engine.series.plan import SeriesPlan
from landweave.engine.series.planning import make_plan, roles_of

GRID = Grid("", 0.0, 0.0, 10.0, 10.0, 5, 5)
THEIA = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")


def product(day, tile="A", sensor="S2", bands=THEIA):
    sources = tuple(BandSource(b, f"{day}_{b}.tif") for b in bands)
    return Product(f"{sensor}_{tile}_{day}", "x", sensor, tile, day, "x", GRID, sources)


YEAR = [product(d, t) for d in ("2018-01-03", "2018-02-01", "2018-03-04") for t in "AB"] + [product("2018-03-10", "B")]


def options(tmp_path, **values):
    path = tmp_path / "series.json"
    path.write_text(json.dumps(values))
    return load_options(str(path))


def test_defaults_are_those_of_the_national_map():
    plan = make_plan(load_options(""), YEAR)
    sensor = plan.sensors[0]
    assert sensor.bands == THEIA
    assert sensor.indices == ("NDVI", "NDWI", "brightness")
    assert dict(sensor.roles) == {"blue": "B2", "green": "B3", "red": "B4", "nir": "B8", "swir": "B11"}
    assert sensor.target_dates[:2] == ("2018-01-03", "2018-01-13")
    assert sensor.target_dates[-1] == "2018-03-04"
    assert plan.features()[0].name == "S2_B2_20180103"
    assert SeriesPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


def test_dates_follow_the_options(tmp_path):
    given = options(tmp_path, step_days=30, start_date="2018-01-01", end_date="2018-12-31", indices=["NDVI"])
    dates = make_plan(given, YEAR).sensors[0].target_dates
    assert len(dates) == 13
    assert (dates[0], dates[-1]) == ("2018-01-01", "2018-12-27")


def test_acquisitions_are_the_dates_that_all_tiles_share(tmp_path):
    plan = make_plan(options(tmp_path, dates="acquisitions", filling="none", start_date="2018-01-10"), YEAR)
    assert plan.sensors[0].target_dates == ("2018-02-01", "2018-03-04")
    apart = [product("2018-01-03", "A"), product("2018-01-05", "B")]
    with pytest.raises(UserError, match="No date"):
        make_plan(options(tmp_path, dates="acquisitions"), apart)


def test_masked_series_take_the_dates_of_any_tile(tmp_path):
    given = options(tmp_path, dates="acquisitions", filling="masked", end_date="2018-03-09")
    apart = [product("2018-01-03", "A"), product("2018-01-05", "B"), product("2018-03-10", "B")]
    assert make_plan(given, apart).sensors[0].target_dates == ("2018-01-03", "2018-01-05")
    with pytest.raises(UserError, match="acquisitions"):
        make_plan(options(tmp_path, filling="masked"), apart)


@pytest.mark.parametrize(("bands", "roles"), [
    (("B02", "B03", "B04", "B08", "B8A", "B11"), {"blue": "B02", "nir": "B08", "swir": "B11", "red": "B04"}),
    (("B8A", "red"), {"nir": "B8A", "red": "red"}),
    (("NDVI", "B1"), {}),
    (("Blue", "GREEN", "Red", "NIR", "SWIR"), {"blue": "Blue", "nir": "NIR", "swir": "SWIR", "green": "GREEN"}),
])
def test_roles_are_told_by_names(bands, roles):
    assert roles.items() <= dict(roles_of(bands)).items()
    assert bool(roles_of(bands)) == bool(roles)


def test_indices_that_bands_do_not_allow(tmp_path):
    said = []
    products = [product("2018-01-01", bands=("B4", "B8"), sensor="U")]
    assert make_plan(SeriesOptions(), products, said.append).sensors[0].indices == ("NDVI", "brightness")
    assert any("NDWI" in s and "swir" in s for s in said)
    with pytest.raises(UserError, match="NDWI"):
        make_plan(options(tmp_path, indices=["NDWI"]), products)
    given = options(tmp_path, indices=["NDWI"], roles={"U": {"swir": "B4"}})
    assert make_plan(given, products).sensors[0].indices == ("NDWI",)


def test_bands_are_chosen_in_the_products_order(tmp_path):
    plan = make_plan(options(tmp_path, sensors={"S2": ["B8", "B4"]}), YEAR)
    assert plan.sensors[0].bands == ("B4", "B8")
    said = []
    mixed = [*YEAR, product("2018-03-11", bands=THEIA[1:])]
    assert make_plan(SeriesOptions(), mixed, said.append).sensors[0].bands == THEIA[1:]
    assert any("B2 " in s for s in said)


def test_sensors_have_plans_of_their_own(tmp_path):
    both = [*YEAR, product("2018-05-01", sensor="U", bands=("red", "nir"))]
    plan = make_plan(SeriesOptions(), both)
    assert [s.sensor for s in plan.sensors] == ["S2", "U"]
    assert plan.sensors[1].target_dates == ("2018-05-01",)
    assert plan.sensors[1].indices == ("NDVI", "brightness")
    assert [s.sensor for s in make_plan(options(tmp_path, sensors={"U": []}), both).sensors] == ["U"]


def test_the_brightness_of_one_band_would_repeat_it():
    said = []
    plan = make_plan(SeriesOptions(), [product("2018-05-01", sensor="U", bands=("NDVI",))], said.append)
    assert plan.sensors[0].indices == () and any("brightness" in s for s in said)


@pytest.mark.parametrize(("values", "words"), [
    ({"step": 5}, ("'step'", "step_days")),
    ({"step_days": "10"}, ("step_days", "whole number")),
    ({"step_days": 0}, ("step_days",)),
    ({"step_days": True}, ("step_days",)),
    ({"start_date": "11/05/2018"}, ("start_date", "2018-05-11")),
    ({"dates": "monthly"}, ("dates", "acquisitions")),
    ({"filling": "spline"}, ("filling", "linear")),
    ({"resampling": 2}, ("resampling", "cubic")),
    ({"indices": "NDVI"}, ("indices", "list")),
    ({"indices": ["EVIX"]}, ("EVIX", "EVI")),
    ({"sensors": ["S2"]}, ("sensors",)),
    ({"roles": {"S2": {"infrared": "B8"}}}, ("roles",)),
    ({"harmonics": {"terms": 7}}, ("terms", "at most 6")),
    ({"speckle_window": 101}, ("speckle_window", "at most 51")),
    ({"metrics": {"statistics": ["median"]}}, ("median", "p50")),
])
def test_what_is_wrong_is_named(tmp_path, values, words):
    with pytest.raises(UserError) as caught:
        options(tmp_path, **values)
    assert all(w in str(caught.value) for w in words)


@pytest.mark.parametrize(("values", "word"), [
    ({"sensors": {"L8": []}}, "L8"),
    ({"sensors": {"S2": ["B99"]}}, "B99"),
    ({"roles": {"S2": {"nir": "B99"}}}, "B99"),
    ({"filling": "none"}, "acquisitions"),
    ({"start_date": "2019-01-01"}, "2019-01-01"),
])
def test_what_the_products_do_not_allow_is_named(tmp_path, values, word):
    with pytest.raises(UserError) as caught:
        make_plan(options(tmp_path, **values), YEAR)
    assert word in str(caught.value)


def test_unreadable_files_are_named(tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    for path in (str(broken), str(tmp_path / "absent.json")):
        with pytest.raises(UserError, match="json"):
            load_options(path)
    broken.write_text("[1]")
    with pytest.raises(UserError, match="object"):
        load_options(str(broken))


def test_an_empty_catalogue_is_refused():
    with pytest.raises(UserError, match="no product"):
        make_plan(SeriesOptions(), [])


def test_the_order_of_the_products_does_not_matter():
    assert make_plan(SeriesOptions(), YEAR) == make_plan(SeriesOptions(), [replace(p) for p in reversed(YEAR)])


def test_a_band_called_like_an_index_takes_its_place():
    said = []
    modis = [product(d, sensor="MOD13Q1", bands=("NDVI", "EVI", "red", "NIR")) for d in ("2018-01-01", "2018-01-17")]
    plan = make_plan(load_options(""), modis, said.append)
    names = [f.name for f in plan.features()]
    assert len(set(names)) == len(names)
    assert plan.sensors[0].indices == ("brightness",)
    assert any("NDVI of MOD13Q1 is not computed" in text for text in said)
