"""SERIES files that cannot be used, seasons without images, and descriptions that the sensors do not allow."""

import json
from datetime import date, timedelta

import numpy as np
import pytest

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    CompositeJob,
    FeaturesChainJob,
    FeaturesMapJob,
    GapFillJob,
    PixelValidityJob,
    ScanCatalogueJob,
    TemporalMetricsJob,
)
from landweave.engine.raster.io import RasterReader
from landweave.engine.series.options import load_options, options_from_json
from landweave.engine.series.planning import make_plan
from landweave.engine.types import SERIES_NODATA
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work
from landweave.tests.engine.products import write_raster, write_theia_s2


def series(folder, **options):
    """Write a SERIES file."""
    path = folder / "série été.json"
    path.write_text(json.dumps(options), encoding="utf-8")
    return str(path)


def refused(world, folder, *words, job=FeaturesMapJob, catalogue="", **options):
    """Check that a raster of features is refused for its options, in words that name the file or what is wrong."""
    output = folder / "out" / "f.tif"
    outcome = work(job(catalogue or world.catalogue, str(output), series=series(folder, **options)))
    check_refused(outcome, *words, output=output)


WRONG = {
    "sensors": ["S2", {"S2": "B2"}, {"S2": [1]}, 5, {"S2": {"colour": 1}},
                {"S2": {"filling": "cubic"}}, {"S2": {"bands": "B2"}}, {"S2": {"bands": ["B2", "B2"]}}],
    "step_days": [0, -1, 2.5, "10", True, None],
    "start_date": ["11/05/2018", 2018, "2018-13-01", "0001-01-01", None],
    "end_date": ["2018-02-30", [], "tomorrow", "9999-12-31"],
    "dates": ["weekly", 1, None],
    "filling": ["spline", "", 3, None, ["linear"]],
    "filling_options": [3, {"lambda": 3}, []],
    "describe": [[], "filled", ["poetry"], ["filled", "filled"], None],
    "indices": ["NDVI", ["NOPE"], ["NDVI", "NDVI"], [1], [{"name": "A"}], None,
                [{"name": "A b", "expression": "B8"}], [{"name": "A", "expression": 1}]],
    "relative_to": [1, None, ["B2"]],
    "composites": [{"method": "mean"}, {"window_days": 0}, {"months": 1}, {"days": 3}, "median", {"indices": "no"}],
    "metrics": [{"statistics": ["p101"]}, {"statistics": ["average"]}, {"statistics": "p50"}, {"sources": "B8"},
                {"of": "raw"}, {"window": 3}, []],
    "phenology": [{"seasons": 3}, {"threshold": 2}, {"sources": "NDVI"}, [], {"start": -1}],
    "harmonics": [{"terms": 0}, {"terms": 1.5}, {"trend": "yes"}, {"period_days": 0}, {"period_days": -3}, 2],
    "roles": [{"S2": "B8"}, {"S2": {"infrared": "B8"}}, {"S2": {"nir": 8}}, "B8"],
    "resampling": ["lanczos", None, 1],
    "clear": [{"scl": []}, {"scl": ["clouds"]}, {"scl": [999]}, {"mask": [1]}, [1], {"qa_pixel": [16]}],
    "radar": ["dB", None],
    "speckle_window": [2, 4, -1, True, "7"],
    "static": ["relief", [1]],
    "neighbourhood": [{"window": 4}, {"window": 1}, {"window": 1001}, {"statistics": ["sum"]}, {"sources": []},
                      {"sources": ["NDVI", "NDVI"]}, {"over_time": "often"}, 5],
    "texture": [{"window": 8}, {"levels": 1}, {"levels": 99}, {"low": 5, "high": 5}, {"measures": ["beauty"]},
                {"levels": "many"}, {"levels": 2.5}, {"window": 1001}, [], {"high": 1e300}],
    "user_features": ["mine.py", {"file": 3}, {"functions": "a"}, {"file": "mine.py", "names": []}, []],
    "pca": [{"components": 0}, {"components": -1}, {"components": 1.5}, {"by": "pixel"}, "global",
            {"components": True}],
    "grid": [{"resolution": 0}, {"resolution": -10}, {"resolution": "10 m"}, {"extent": [0, 0, 1]},
             {"extent": [600000, 4900000, 300000, 4800000]}, {"crs": "EPSG:0"}, {"crs": "Lambert"}, {"crs": 2154},
             {"extent": ["a", 1, 2, 3]}, 10],
    "reference": [1, None],
    "thermal_time": [{"table": 1}, {"base": "warm"}, {"step_degree_days": 0}, "t.csv"],
    "unknown": [1],
}
CASES = [(key, value) for key, values in WRONG.items() for value in values]


@pytest.mark.parametrize(("key", "value"), CASES, ids=[f"{k}-{json.dumps(v)[:40]}" for k, v in CASES])
def test_a_key_with_a_wrong_value(tmp_path, key, value):
    path = series(tmp_path, **{key: value})
    with pytest.raises(UserError) as caught:
        load_options(path)
    assert caught.value.message.startswith(path)
    assert key in caught.value.message or "sensor S2" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(("filling", "options", "said"), [
    ("whittaker", {"lambda": -1}, "lambda"), ("whittaker", {"lambda": "curve"}, "v_curve"),
    ("whittaker", {"order": 9}, "order"), ("whittaker", {"window": 5}, "window"),
    ("savitzky_golay", {"window": 6}, "odd"), ("savitzky_golay", {"window": 5, "degree": 5}, "degree"),
    ("harmonic", {"terms": 0}, "terms"), ("harmonic", {"period_days": -1}, "period_days"),
    ("radial_basis", {"fwhm_days": []}, "fwhm_days"), ("radial_basis", {"fwhm_days": [0]}, "fwhm_days"),
    ("linear", {"window": 3}, "has none"),
])
def test_options_that_a_filling_does_not_have(tmp_path, filling, options, said):
    both = {"filling": filling, "filling_options": options}
    apart = {"filling": filling, "sensors": {"S2": {"filling_options": options}}}
    for given in (both, {"sensors": {"S2": both}}, apart):
        with pytest.raises(UserError, match=said):
            load_options(series(tmp_path, **given))


def test_a_filling_of_a_sensors_own_leaves_the_options_of_the_other(world, tmp_path):
    path = series(tmp_path, filling="whittaker", filling_options={"lambda": 10}, step_days=60,
                  sensors={"S2": {"bands": ["B4", "B8"], "filling": "harmonic"}})
    assert load_options(path).of_sensor("S2").filling_options is None
    assert work(FeaturesMapJob(world.catalogue, str(tmp_path / "f.tif"), series=path)).outputs["BANDS"] > 4
    own = series(tmp_path, filling="whittaker", sensors={"S2": {"filling_options": {"lambda": 10}}})
    assert load_options(own).of_sensor("S2").filling_options == {"lambda": 10}


@pytest.mark.parametrize("text", [
    "__import__('os').system('touch {0}')", "open('{0}', 'w')", "B8.__class__", "(lambda: B8)()", "B8[0]", "exec('1')",
    "[x for x in B8]", "print(B8)", "B8 if B8 > 0 else B4", "f'{{B8}}'", "B8; B4", "(B8 - B4", "B8 ^ 2", "", "B8 +",
    "'a'", "True", "1e999", "B8 and B4", "sqrt(B8, B4)", "abs()", "B8 := 3", "-" * 150 + "B8", "B8" + "+B8" * 2000,
    "await B8", "B8 @ B4", "yield B8", "\x00",
])
def test_formulas_are_checked_and_never_run(tmp_path, text):
    trap = tmp_path / "trap"
    path = series(tmp_path, indices=[{"name": "MINE", "expression": text.format(trap)}])
    with pytest.raises(UserError, match="the expression of MINE is wrong") as caught:
        load_options(path)
    assert path in caught.value.message
    assert not trap.exists()


NOT_THERE = {
    "a band": ({"sensors": {"S2": ["B99"]}}, ("B99", "B8A")),
    "a sensor": ({"sensors": {"S9": ["B2"]}}, ("S9", "S2")),
    "a role": ({"roles": {"S2": {"nir": "B99"}}}, ("B99",)),
    "a layer": ({"static": ["relief"]}, ("relief", "STATIC_LAYERS")),
    "a source of metrics": ({"describe": ["metrics"], "metrics": {"sources": ["B99"]}}, ("S2", "none of the sources")),
    "a source of neighbours": ({"neighbourhood": {"sources": ["B99"]}}, ("B99", "neighbourhood")),
    "a source of texture": ({"texture": {"sources": ["B99"]}}, ("B99", "texture")),
    "a reference": ({"reference": "S9"}, ("S9", "S2")),
    "a band of an index": ({"sensors": {"S2": ["B2"]}, "indices": ["NDVI"]}, ("NDVI", "S2")),
    "a band of a formula": ({"indices": [{"name": "MINE", "expression": "B99 - B8"}]}, ("MINE", "B99")),
    "a band of a listed index": ({"sensors": {"S2": ["B2"]}, "indices": ["EVI"]}, ("EVI",)),
    "a file of features": ({"user_features": {"file": "nowhere.py", "functions": ["a"]}}, ("nowhere.py",)),
    "no file of features": ({"user_features": {}}, ("file", "user_features")),
    "a grid beside": ({"grid": {"extent": [0, 0, 100, 100]}}, ("grid", "outside")),
    "a grid in degrees": ({"grid": {"crs": "EPSG:4326"}}, ("resolution",)),
    "dates without filling": ({"filling": "none"}, ("acquisitions",)),
    "pixels too fine": ({"grid": {"resolution": 1e-6}}, ("1e-06", "resolution")),
    "pixels of nothing": ({"grid": {"resolution": 1e-300}}, ("resolution",)),
    "pixels too large": ({"grid": {"crs": "EPSG:4326", "resolution": 10}}, ("10", "units")),
    "a world": ({"grid": {"extent": [-1e300, -1e300, 1e300, 1e300]}}, ("extent",)),
    "regular dates": ({"filling": "savitzky_golay", "dates": "acquisitions"}, ("regular",)),
    "a season after": ({"start_date": "2030-01-01"}, ("S2", "2030-01-01", "2021-02-18")),
    "a season before": ({"end_date": "2010-01-01"}, ("S2", "2010-01-01", "2021-09-26")),
    "a season turned": ({"start_date": "2021-09-01", "end_date": "2021-03-01"}, ("2021-09-01", "2021-03-01")),
    "metrics of a gap": ({"start_date": "2021-06-01", "end_date": "2021-07-01", "describe": ["metrics"]},
                         ("2021-06-01",)),
    "composites of a gap": ({"start_date": "2021-06-01", "end_date": "2021-07-01", "describe": ["composites"]},
                            ("2021-06-01",)),
    "harmonics of a gap": ({"start_date": "2021-06-01", "end_date": "2021-07-01", "describe": ["harmonics"]},
                           ("2021-06-01",)),
    "phenology of another year": ({"start_date": "2022-01-01", "end_date": "2022-12-31", "describe": ["phenology"]},
                                  ("2022-12-31",)),
}


@pytest.mark.parametrize("case", NOT_THERE)
def test_what_the_images_do_not_allow(world, tmp_path, case):
    options, words = NOT_THERE[case]
    refused(world, tmp_path, *words, **options)


@pytest.mark.parametrize(("job", "changes", "words"), [
    (GapFillJob, {"filling": "spline"}, ("FILLING", "spline", "linear")),
    (GapFillJob, {"step_days": -5}, ("STEP_DAYS", "-5")),
    (GapFillJob, {"tiles": ("99ZZZ",)}, ("99ZZZ", "31TCJ")),
    (CompositeJob, {"method": "mean"}, ("METHOD", "mean", "medoid")),
    (CompositeJob, {"window_days": -1}, ("WINDOW_DAYS", "-1")),
    (TemporalMetricsJob, {"statistics": ("p200",)}, ("STATISTICS", "p200")),
    (TemporalMetricsJob, {"sources": ("B99",)}, ("S2", "none of the sources")),
    (PixelValidityJob, {"start_date": "1/1/2021"}, ("START_DATE", "1/1/2021")),
    (PixelValidityJob, {"start_date": "2021-09-01", "end_date": "2021-03-01"}, ("START_DATE", "END_DATE")),
    (PixelValidityJob, {"start_date": "2030-01-01"}, ("2030-01-01", "2021-02-18", "START_DATE")),
    (FeaturesMapJob, {"series": "/nowhere/série.json"}, ("/nowhere/série.json",)),
    (FeaturesMapJob, {"mask": "/nowhere/mask.tif"}, ("/nowhere/mask.tif",)),
    (FeaturesMapJob, {"extent": (0.0, 0.0, 1.0, 1.0)}, ("extent", "EXTENT")),
])
def test_parameters_that_cannot_be_used(world, tmp_path, job, changes, words):
    output = tmp_path / "out" / "o.tif"
    check_refused(work(job(world.catalogue, str(output), **changes)), *words, output=output)


@pytest.mark.parametrize(("content", "said"), [
    (b"", "not JSON"), (b"{'step_days': 5}", "not JSON"), (b"[]", "JSON object"), (b"\xff\xfe{", "SERIES"),
    (b'{"step_days": 5', "not JSON"), (b'{"step_days": NaN}', "step_days"), (b"[" * 100000, "SERIES"),
])
def test_a_series_file_that_is_none(world, tmp_path, content, said):
    path, output = tmp_path / "s.json", tmp_path / "f.tif"
    path.write_bytes(content)
    check_refused(work(FeaturesMapJob(world.catalogue, str(output), series=str(path))), path, said, output=output)


def test_two_features_of_one_name(world, tmp_path, monkeypatch):
    options = options_from_json({"sensors": {"S2": ["B4", "B8"]}, "step_days": 60})
    products = load_catalogue(world.catalogue).products
    good = make_plan(options, products)
    assert len({f.name for f in good.features()}) == len(good.features())
    named = options_from_json({"sensors": {"S2": ["B4", "B8"]}, "describe": ["metrics"], "metrics": {
        "sources": ["ndvi", "NDVI"]}})
    assert [f.name for f in make_plan(named, products).features()].count("S2_NDVI_p50") == 1
    first = good.features()[0]
    monkeypatch.setattr("landweave.engine.features.naming.plan_features", lambda plan: (first, first))
    with pytest.raises(UserError, match="Two features would be called 'S2_B4"):
        make_plan(options, products)


def test_the_chain_says_it_before_images_are_read(world, tmp_path):
    job = FeaturesChainJob(input=str(world.images), series=series(tmp_path, filling="spline"))
    outcome = work(job, run_folder=str(tmp_path / "run"))
    check_told(outcome, "spline")
    assert not (tmp_path / "run" / "steps" / "catalogue.gpkg").exists()
    check_clean(tmp_path, [tmp_path / "run" / "features.tif"])


def values_of(path):
    with RasterReader() as reader:
        info = reader.info(str(path))
        return {name: reader.read(str(path), n + 1, info.grid.window) for n, name in enumerate(info.descriptions)}


def test_clear_acquisitions_count_whatever_describes_the_year(world, tmp_path):
    plain = tmp_path / "plain.tif"
    work(PixelValidityJob(world.catalogue, str(plain))).outputs  # noqa: B018
    for options in ({"describe": ["phenology"]}, {"describe": ["metrics"], "metrics": {"sources": ["NDVI"]}},
                    {"start_date": "2021-05-01", "end_date": "2021-05-02"},
                    {"filling": "none", "dates": "acquisitions", "sensors": {"S2": {"describe": ["harmonics"]}}}):
        other = tmp_path / "other.tif"
        work(PixelValidityJob(world.catalogue, str(other), series=series(tmp_path, **options))).outputs  # noqa: B018
        assert other.read_bytes() == plain.read_bytes()


def temperatures(path, first="2021-01-01", count=365, skip=(), column="temperature", value="12.5"):
    """Write a table of temperatures of one value."""
    start = date.fromisoformat(first)
    days = [start + timedelta(days=i) for i in range(count) if not skip[:1] or not skip[0] <= i < skip[1]]
    path.write_text("".join([f"date,{column}\n", *(f"{day},{value}\n" for day in days)]))


TABLES = {
    "missing": (lambda path: None, {}, ("cannot be read",)),
    "a folder": (lambda path: path.mkdir(), {}, ("cannot be read",)),
    "empty": (lambda path: path.write_text(""), {}, ("column 'date'",)),
    "no picture of a table": (lambda path: path.write_bytes(b"\x89PNG\r\n\xff\xfe"), {}, ("CSV",)),
    "another column": (lambda path: temperatures(path, column="t_mean"), {}, ("column 'temperature'",)),
    "a text": (lambda path: temperatures(path, value="warm"), {}, ("Line 2", "'warm'")),
    "kelvin": (lambda path: temperatures(path, value="285"), {}, ("Line 2", "'285'")),
    "holes": (lambda path: temperatures(path, skip=(100, 140)), {}, ("2021-04-11", "2021-05-20")),
    "too short": (lambda path: temperatures(path, count=120), {}, ("2021-01-01", "2021-04-30")),
    "another year": (lambda path: temperatures(path, first="2019-01-01"), {}, ("2019-01-01",)),
    "too cold": (lambda path: temperatures(path, value="-5"), {}, ()),
    "too large a step": (temperatures, {"step_degree_days": 1e6}, ("step_degree_days",)),
    "too small a step": (temperatures, {"step_degree_days": 0.001}, ("step_degree_days",)),
    "a base above the cap": (temperatures, {"base": 20, "cap": 10}, ()),
    "rasters too": (temperatures, {"rasters": "nowhere"}, ("rasters",)),
}


@pytest.mark.parametrize("case", TABLES)
def test_tables_of_temperatures_that_cannot_be_used(world, tmp_path, case):
    make, options, words = TABLES[case]
    make(tmp_path / "t.csv")
    refused(world, tmp_path, *words, thermal_time={"table": "t.csv", **options})


def test_rasters_of_temperatures_that_cannot_be_used(world, tmp_path):
    refused(world, tmp_path, "nowhere", thermal_time={"rasters": "nowhere"})
    refused(world, tmp_path, "thermal_time", thermal_time={})
    grid = world.grid
    for name, origin, value, words in (
        ("loin", (0.0, 0.0), 12.0, ("31TCJ",)), ("kelvin", (grid.x_min, grid.y_max), 285.0, ("285", "273.15")),
        ("peu", (grid.x_min, grid.y_max), 12.0, ("2021",)),
    ):
        write_raster(tmp_path / name / "t_20210301.tif", np.full((8, 8), value, np.float32), origin, (200.0, 200.0))
        refused(world, tmp_path, *words, thermal_time={"rasters": name})


@pytest.mark.parametrize("options", [
    {"dates": "acquisitions"}, {"filling": "savitzky_golay"}, {"describe": ["phenology"]},
])
def test_what_does_not_go_with_growing_degree_time(world, tmp_path, options):
    temperatures(tmp_path / "t.csv")
    refused(world, tmp_path, "Growing-degree time", thermal_time={"table": "t.csv"}, **options)


EVERY = {"describe": ["filled", "composites", "metrics", "phenology", "harmonics"], "step_days": 30,
         "sensors": {"S2": ["B4", "B8"]}, "indices": ["NDVI"], "neighbourhood": {}, "texture": {}}


@pytest.mark.parametrize("filling", ["linear", "nearest", "whittaker", "savitzky_golay", "harmonic", "radial_basis"])
def test_a_single_acquisition(world, tmp_path, filling):
    world.copy_images(tmp_path / "in", 1)
    catalogue, output = str(tmp_path / "c.gpkg"), tmp_path / "f.tif"
    work(ScanCatalogueJob(str(tmp_path / "in"), catalogue)).outputs  # noqa: B018
    path = series(tmp_path, **{**EVERY, "filling": filling})
    outcome = work(FeaturesMapJob(catalogue, str(output), series=path))
    found = values_of(outcome.outputs["OUTPUT"])
    filled = [v for name, v in found.items() if name.startswith("S2_B8_2021")]
    assert len(filled) == 1
    assert (filled[0] != SERIES_NODATA).mean() > 0.2
    assert (found["S2_B8_p50"] == filled[0])[filled[0] != SERIES_NODATA].all()


def test_all_pixels_cloudy(tmp_path):
    clouds = {"CLM": np.full((32, 32), 2, np.uint8)}
    for day in ("20210101", "20210301", "20210601"):
        write_theia_s2(tmp_path / "in", moment=f"{day}-105000-000", size=32, masks=clouds)
    catalogue, output = str(tmp_path / "c.gpkg"), tmp_path / "f.tif"
    work(ScanCatalogueJob(str(tmp_path / "in"), catalogue)).outputs  # noqa: B018
    outcome = work(FeaturesMapJob(catalogue, str(output), series=series(tmp_path, **EVERY)))
    for name, values in values_of(outcome.outputs["OUTPUT"]).items():
        counted = "clear_dates" in name
        assert (values == (0 if counted else SERIES_NODATA)).all(), name
    assert "clear" in outcome.warnings
