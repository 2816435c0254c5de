"""Maps, plans, strata and points from which no area can be told."""

import numpy as np
import pytest
from osgeo import ogr

from landweave.engine.jobs import DrawAreaSampleJob, EstimateAreaJob, PlanAreaSampleJob
from landweave.engine.vector.layers import points_wkb, write_layer
from landweave.tests.bad_input.layers import square, write_polygons
from landweave.tests.bad_input.more import table
from landweave.tests.bad_input.worker import check_refused, check_told, work
from landweave.tests.engine.postprocess.cases import write_map
from landweave.tests.engine.products import write_raster
from landweave.tests.engine.validation.places import UTM

CODES = np.repeat([[1, 2, 3, 1]], 12, axis=0).repeat(3, axis=1).astype(np.uint8)
PLAN = "code,name,samples\n1,un,20\n2,deux,10\n3,trois,10\n"
STRATA = "code,area_m2\n1,7200\n2,3600\n3,3600\n"


def a_map(folder, values=CODES, name="la carte.tif", nodata=0, **changes):
    return write_raster(folder / name, values, nodata=nodata, **changes)


# case: (what makes the map, words that are said)
MAPS = {
    "missing": (lambda f: str(f / "nulle part.tif"), ("nulle part.tif", "does not exist")),
    "text": (lambda f: table(f / "t.tif", "hello"), ("t.tif",)),
    "no CRS": (lambda f: a_map(f, epsg=None), ("la carte.tif", "no coordinate reference system")),
    "70,000 values": (lambda f: write_map(f / "m.tif", np.arange(70_000).reshape(250, 280), dtype="int32"),
                      ("no map of classes", "65536")),
    "9,000 values": (lambda f: write_map(f / "m.tif", np.arange(9_000).reshape(90, 100) + 1, dtype="uint16"),
                     ("no map of classes", "9,000 different values")),
    "decimals": (lambda f: a_map(f, CODES + np.float32(0.5)), ("1.5", "no map of classes")),
    "no class": (lambda f: a_map(f, CODES * 0), ("la carte.tif", "no class")),
    "several bands": (lambda f: a_map(f, np.stack([CODES, CODES])), ("2 bands",)),
}  # fmt: skip


@pytest.mark.parametrize("case", MAPS)
def test_maps_that_are_none(tmp_path, case):
    make, words = MAPS[case]
    source = str(make(tmp_path))
    plan = table(tmp_path / "plan.csv", PLAN)
    points = write_points(tmp_path)
    for job, output in (
        (PlanAreaSampleJob(str(tmp_path / "out" / "p.csv"), map=source), "p.csv"),
        (DrawAreaSampleJob(source, str(plan), str(tmp_path / "out" / "p.gpkg")), "p.gpkg"),
        (EstimateAreaJob(points, "ref", str(tmp_path / "out" / "a.json"), map=source, map_field="carte"), "a.json"),
    ):
        check_refused(work(job), *words, output=tmp_path / "out" / output)


# case: (the plan that was edited, words that are said)
PLANS = {
    "empty": ("", ("plan éditée.csv", "empty")),
    "a column renamed": (PLAN.replace("samples", "points"), ("no column 'samples'",)),
    "codes gone": (PLAN.replace("code,", "class,"), ("no column 'code'",)),
    "a row deleted": ("code,samples\n1,20\n3,10\n", ("no row for class 2",)),
    "a row twice": (PLAN + "2,deux,5\n", ("line 5", "class 2 has a row already")),
    "a class that the map lacks": (PLAN + "9,neuf,5\n", ("line 5", "no class 9", "1, 2, 3")),
    "a sum below": (PLAN + "total,,40\n", ("line 5", "'total'", "no class code")),
    "a word": (PLAN.replace("deux,10", "deux,many"), ("line 3", "'many'", "no whole number")),
    "a half": (PLAN.replace("deux,10", "deux,10.5"), ("line 3", "'10.5'")),
    "nothing": (PLAN.replace("deux,10", "deux,"), ("line 3", "''")),
    "none": (PLAN.replace("deux,10", "deux,0"), ("line 3", "class 2 is to get 0", "needs two points")),
    "negative": (PLAN.replace("deux,10", "deux,-4"), ("line 3", "'-4'")),
    "one": (PLAN.replace("deux,10", "deux,1"), ("line 3", "class 2 is to get 1,")),
    "more than there are": (PLAN.replace("deux,10", "deux,99"), ("line 3", "99 points", "fewer pixels: 36")),
    "an open quote": (PLAN + '4,"quatre,5\n5,cinq,6\n', ("quotes",)),
    "a picture": (b"\x89PNG\xff\xfe", ("UTF-8",)),
}


@pytest.mark.parametrize("case", PLANS)
def test_plans_that_were_edited_wrongly(tmp_path, case):
    text, words = PLANS[case]
    plan = table(tmp_path / "plan éditée.csv", text)
    output = tmp_path / "out" / "points.gpkg"
    check_refused(work(DrawAreaSampleJob(str(a_map(tmp_path)), str(plan), str(output))), *words, output=output)


def test_a_plan_that_is_not_there(tmp_path):
    output = tmp_path / "out" / "points.gpkg"
    job = DrawAreaSampleJob(str(a_map(tmp_path)), str(tmp_path / "rien.csv"), str(output))
    check_refused(work(job), "rien.csv", "does not exist", output=output)


def test_points_go_into_a_geopackage(tmp_path):
    output = tmp_path / "out" / "points.shp"
    plan = table(tmp_path / "plan.csv", PLAN)
    check_refused(work(DrawAreaSampleJob(str(a_map(tmp_path)), str(plan), str(output))), "no .gpkg", output=output)


# case: (changed options, words that are said)
PLANNING = {
    "neither map nor strata": ({"map": ""}, ("strata are not known",)),
    "both": ({"strata": "s.csv"}, ("Both MAP and STRATA",)),
    "target 0": ({"target_error": 0.0}, ("standard error is 0",)),
    "target in percent": ({"target_error": 1.0}, ("standard error is 1", "0.01")),
    "accuracy in percent": ({"users_accuracy": 85.0}, ("user's accuracy is 85",)),
    "fewer than none": ({"total": -5}, ("TOTAL is -5",)),
    "a negative minimum": ({"minimum": -1}, ("MINIMUM -1",)),
    "allocation": ({"allocation": "optimum"}, ("'optimum'", "neyman")),
    "a text file": ({"output": "plan.xlsx"}, ("no .csv",)),
    "page in no language": ({"output_html": "p.html", "language": "de"}, ("'de'",)),
}


@pytest.mark.parametrize("case", PLANNING)
def test_plans_that_cannot_be_made(tmp_path, case):
    changes, words = PLANNING[case]
    changes = {k: str(tmp_path / "out" / v) if k.startswith("output") else v for k, v in changes.items()}
    given = {"output": str(tmp_path / "out" / "plan.csv"), "map": str(a_map(tmp_path)), **changes}
    outcome = work(PlanAreaSampleJob(**given))
    check_refused(outcome, *words, output=given["output_html" if "output_html" in given else "output"])


EXPECTED = {
    "percent": ("code,users_accuracy\n1,85\n", ("line 2", "85", "0.85")),
    "zero": ("code,users_accuracy\n1,0\n", ("line 2", "is 0")),
    "word": ("code,users_accuracy\n1,good\n", ("line 2", "'good'")),
    "twice": ("code,users_accuracy\n1,0.8\n1,0.7\n", ("line 3", "class 1")),
    "other classes": ("code,users_accuracy\n8,0.8\n", ("none of the classes", "1, 2, 3")),
    "other columns": ("code,name\n1,un\n", ("users_accuracy",)),
}


@pytest.mark.parametrize("case", EXPECTED)
def test_expectations_that_say_nothing(tmp_path, case):
    text, words = EXPECTED[case]
    output = tmp_path / "out" / "plan.csv"
    expected = str(table(tmp_path / "attentes.csv", text))
    check_refused(work(PlanAreaSampleJob(str(output), map=str(a_map(tmp_path)), expectations=expected)), *words,
                  output=output)


@pytest.mark.parametrize("text", ["{", "[1]", '{"classes": [{"precision": 1}]}', '{"classes": 3}'])
def test_reports_that_are_none(tmp_path, text):
    output = tmp_path / "out" / "plan.csv"
    expected = str(table(tmp_path / "rapport.json", text))
    check_refused(work(PlanAreaSampleJob(str(output), map=str(a_map(tmp_path)), expectations=expected)),
                  "rapport.json", "no report", output=output)


def write_points(folder, crs=UTM, move=0.0, **changes):
    """Write twelve points in the columns of the map, four of each class."""
    columns = np.repeat([0, 3, 6], 4)
    rows = np.tile([0, 2, 4, 6], 3)
    x, y = 300000.0 + columns * 10 + 15 + move, 4900020.0 - rows * 10 - 15
    shown = np.repeat([1, 2, 3], 4)
    fields = {"carte": shown.tolist(), "ref": [1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 1, 3], "strate": shown.tolist(), **changes}
    path = folder / "les points.gpkg"
    write_layer(path, "points", crs, "Point", points_wkb(x, y), fields)
    return str(path)


def changed(values, at, value):
    return [value if i == at else v for i, v in enumerate(values)]


REF = [1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 1, 3]
SHOWN = [1] * 4 + [2] * 4 + [3] * 4
# case: (changed fields of the points, changed options, words that are said)
POINTS = {
    "no areas": ({}, {"strata": ""}, ("areas of the strata are not known", "MAP")),
    "strata of a field without areas": ({}, {"strata": "", "stratum_field": "strate", "map": "MAP"},
                                        ("field strate", "STRATA")),
    "no such field": ({}, {"reference_field": "vérité"}, ("no field 'vérité'", "carte")),
    "no class of the map": ({}, {"map_field": ""}, ("what the map says", "MAP_FIELD")),
    "nothing interpreted": ({"ref": [None] * 12}, {}, ("No point", "Interpret")),
    "a code of 0": ({"ref": changed(REF, 3, 0)}, {}, ("ref holds 0 in feature 4",)),
    "a word": ({"ref": changed(list(map(str, REF)), 3, "bois")}, {}, ("'bois'", "feature 4")),
    "a stratum without points": ({"ref": REF[:8] + [None] * 4}, {}, ("No point of the stratum 3",)),
    "a stratum with one point": ({"ref": [*REF[:9], None, None, None]}, {}, ("Only one point of the stratum 3",)),
    "a class without area": ({"carte": changed(SHOWN, 5, 8)}, {}, ("stratum 8 of feature 6", "1, 2, 3")),
    "no stratum": ({"strate": changed(SHOWN, 2, None)}, {"stratum_field": "strate"}, ("strate is empty", "feature 3")),
    "a class without a name": ({"ref": changed(REF, 1, 77)}, {"nomenclature": "NAMES"}, ("class 77 of feature 2",)),
}


@pytest.mark.parametrize("case", POINTS)
def test_points_that_tell_no_area(tmp_path, case):
    fields, options, words = POINTS[case]
    places = {"MAP": lambda: str(a_map(tmp_path)),
              "NAMES": lambda: str(table(tmp_path / "noms.csv", "code,name\n1,un\n2,deux\n3,trois\n"))}
    options = {k: places[v]() if v in places else v for k, v in options.items()}
    output = tmp_path / "out" / "a.json"
    given = {"points": write_points(tmp_path, **fields), "reference_field": "ref", "map_field": "carte",
             "strata": str(table(tmp_path / "strates.csv", STRATA)), "output_json": str(output), **options}
    check_refused(work(EstimateAreaJob(**given)), *words, output=output)


# case: (table of strata, words that are said)
STRATA_TABLES = {
    "empty": ("", ("empty",)),
    "other columns": ("code,hectares\n1,4\n", ("area_m2",)),
    "zero where points are": (STRATA.replace("1,7200", "1,0"), ("stratum 1", "no area above 0")),
    "all zero": ("code,area_m2\n1,0\n2,0\n3,0\n", ("no area above 0",)),
    "negative": (STRATA.replace("1,7200", "1,-7"), ("line 2", "area is -7")),
    "nan": (STRATA.replace("1,7200", "1,nan"), ("line 2", "area is nan")),
    "word": (STRATA.replace("1,7200", "1,large"), ("line 2", "'large'")),
    "with a unit": (STRATA.replace("1,7200", "1,7200 m2"), ("line 2", "'7200 m2'", "without a unit")),
    "twice": (STRATA + "1,7200\n", ("line 5", "stratum 1")),
    "no code": (STRATA + ",7200\n", ("line 5", "''")),
    "names": (STRATA.replace("\n1,", "\nforest,"), ("line 2", "'forest'", "no class code")),
    "one more": (STRATA + "4,100\n", ("No point of the stratum 4",)),
}


@pytest.mark.parametrize("case", STRATA_TABLES)
def test_strata_that_are_none(tmp_path, case):
    text, words = STRATA_TABLES[case]
    output = tmp_path / "out" / "a.json"
    job = EstimateAreaJob(write_points(tmp_path), "ref", str(output), map_field="carte",
                          strata=str(table(tmp_path / "strates.csv", text)))
    check_refused(work(job), *words, output=output)


def test_points_outside_the_map(tmp_path):
    output = tmp_path / "out" / "a.json"
    for move, fields in ((500.0, {}), (-20.0, {"carte": SHOWN})):
        job = EstimateAreaJob(write_points(tmp_path, move=move, **fields), "ref", str(output), map_field="carte",
                              map=str(a_map(tmp_path)))
        check_refused(work(job), "outside the map", "les points.gpkg", output=output)


def test_points_without_a_crs(tmp_path):
    output = tmp_path / "out" / "a.json"
    job = EstimateAreaJob(write_points(tmp_path, crs=""), "ref", str(output), map=str(a_map(tmp_path)))
    check_refused(work(job), "no coordinate reference system", output=output)


def test_more_points_than_pixels(tmp_path):
    output = tmp_path / "out" / "a.json"
    values = CODES.copy()
    values[values == 3] = 1
    values[0, 0] = 3
    job = EstimateAreaJob(write_points(tmp_path), "ref", str(output), map_field="carte",
                          map=str(a_map(tmp_path, values)))
    check_refused(work(job), "stratum 3 has 4 points", "fewer pixels: 1", output=output)


def test_an_empty_layer(tmp_path):
    output = tmp_path / "out" / "a.json"
    write_layer(tmp_path / "rien.gpkg", "points", UTM, "Point", [], {"ref": []})
    job = EstimateAreaJob(str(tmp_path / "rien.gpkg"), "ref", str(output), map=str(a_map(tmp_path)))
    check_refused(work(job), "rien.gpkg", "empty", output=output)


def test_fewer_points_than_the_classes_need(tmp_path):
    outcome = work(PlanAreaSampleJob(str(tmp_path / "plan.csv"), map=str(a_map(tmp_path)), total=30, minimum=20))
    assert outcome.outputs
    assert "60 points are planned, more than the 30 of TOTAL" in outcome.warnings


def test_interpreted_points_are_not_drawn_over(tmp_path):
    output = tmp_path / "points.gpkg"
    job = DrawAreaSampleJob(str(a_map(tmp_path)), str(table(tmp_path / "plan.csv", PLAN)), str(output))
    assert work(job).outputs
    assert work(job).outputs  # nobody has interpreted them yet
    source = ogr.Open(str(output), update=1)
    source.ExecuteSQL("UPDATE area_sample SET reference_code = 2 WHERE number <= 3")
    del source
    before = output.read_bytes()
    check_told(work(job), "points.gpkg holds 3 interpreted points")
    assert output.read_bytes() == before


def test_polygons_are_no_sample(tmp_path):
    output = tmp_path / "out" / "a.json"
    polygons = write_polygons(tmp_path / "parcelles.gpkg", [(square(300_010, 4_900_000), 1)], 32631)
    job = EstimateAreaJob(polygons, "code", str(output), map=str(a_map(tmp_path)))
    check_refused(work(job), "parcelles.gpkg: feature 1 is a polygon", "Centroids", output=output)


# case: (what makes the map, words that are said)
MAPS_BESIDE_STRATA = {
    "no CRS": (lambda f: a_map(f, epsg=None), ("la carte.tif", "no coordinate reference system")),
    "several bands": (lambda f: a_map(f, np.stack([CODES, CODES])), ("la carte.tif", "2 bands")),
}


@pytest.mark.parametrize("case", MAPS_BESIDE_STRATA)
def test_maps_beside_a_table_of_strata(tmp_path, case):
    make, words = MAPS_BESIDE_STRATA[case]
    output = tmp_path / "out" / "a.json"
    job = EstimateAreaJob(write_points(tmp_path), "ref", str(output), map=str(make(tmp_path)),
                          strata=str(table(tmp_path / "strates.csv", STRATA)))
    check_refused(work(job), *words, output=output)
