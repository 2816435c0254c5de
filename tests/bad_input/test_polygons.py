"""Polygons of every kind: what works, and what is refused with a sentence."""

from pathlib import Path

import pytest

from landweave.engine.vector.layers import read_layer
from landweave.tests.bad_input.conftest import EPSG
from landweave.tests.bad_input.layers import bow_tie, cut, square, write_polygons
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work


def shift(rows, value):
    """Put a value into the second row."""
    return [(shape, value if row == 1 else code) for row, (shape, code) in enumerate(rows)]


def everywhere(rows, function):
    return [(shape, function(code)) for shape, code in rows]


# case: (changes of write_polygons, how the rows change, words that are said)
REFUSED = {
    "no CRS": ({"epsg": None}, lambda r: r, ("coordinate reference system", "Define projection")),
    "outside": ({}, lambda r: [(square(100000, 100000), 1), (square(200000, 100000), 2)], ("lies on the images",)),
    "wrong CRS, so outside": ({"epsg": 32621}, lambda r: r, ("lies on the images", "coordinate reference system")),
    "no feature": ({}, lambda r: [], ("is empty",)),
    "no geometry": ({}, lambda r: [(None, code) for _, code in r], ("geometry",)),
    "crossing": ({}, lambda r: [*r, (bow_tie(300200, 4899000), 1)], ("not valid", "Fix geometries", "feature ")),
    "points": ({}, lambda r: [("POINT (300200 4899000)", 1), *r], ("mixes points with other shapes", "feature")),
    "collections": ({}, lambda r: [*r, (f"GEOMETRYCOLLECTION ({square(300200, 4899000)})", 1)],
                    ("feature 103 is a geometrycollection", "polygons")),
    "field missing": ({"field": "klasse"}, lambda r: r, ("no field 'code'", "klasse")),
    "no field at all": ({"field": ""}, lambda r: r, ("no field 'code'",)),
    "text": ({"kind": str}, lambda r: everywhere(r, lambda c: f"wheat {c}"), ("'wheat ", "whole number")),
    "one text": ({"kind": str}, lambda r: shift(everywhere(r, str), "blé"), ("'blé'", "feature 2")),
    "null": ({}, lambda r: shift(r, None), ("(null) in feature 2",)),
    "all null": ({}, lambda r: everywhere(r, lambda c: None), ("null",)),
    "empty text": ({"kind": str}, lambda r: shift(everywhere(r, str), " "), ("(null) in feature 2",)),
    "negative": ({}, lambda r: shift(r, -3), ("holds -3", "feature 2", "65535")),
    "zero": ({}, lambda r: shift(r, 0), ("holds 0", "feature 2", "no data")),
    "too large": ({}, lambda r: shift(r, 70000), ("holds 70000", "65535")),
    "fraction": ({"kind": float}, lambda r: shift(r, 2.5), ("'2.5'", "whole number", "feature 2")),
    "infinite": ({"kind": float}, lambda r: shift(r, float("inf")), ("inf", "feature 2")),
    "one class": ({}, lambda r: everywhere(r, lambda c: 7), ("of one class", "at least two")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_polygons_that_are_refused_before_the_work_starts(world, tmp_path, case):
    changes, change, words = REFUSED[case]
    source = write_polygons(tmp_path / "mes polygones.gpkg", change(world.rows()), **{"epsg": EPSG, **changes})
    outcome = work(world.chain(tmp_path, reference=source), run_folder=str(tmp_path / "run"))
    check_told(outcome, *words)
    if case != "one class":
        assert source in outcome.said
        check_refused(work(world.prepare(tmp_path / "p.gpkg", reference=source)), *words, output=tmp_path / "p.gpkg")
    check_clean(tmp_path, [tmp_path / "run" / "map.tif", tmp_path / "run" / "report.html"])


def test_every_polygon_alone_in_its_class(world, tmp_path):
    rows = [(shape, number) for number, (shape, _) in enumerate(world.rows()[:6], start=1)]
    source = write_polygons(tmp_path / "seuls.gpkg", rows, EPSG)
    outcome = work(world.chain(tmp_path, reference=source), run_folder=str(tmp_path / "run"))
    check_told(outcome, "Every class", "one polygon only", "at least two")


def test_one_class_with_one_polygon_is_warned_of(world, tmp_path):
    rows = shift(world.rows(), 99)
    source = write_polygons(tmp_path / "p.gpkg", rows, EPSG)
    outcome = work(world.chain(tmp_path, reference=source), run_folder=str(tmp_path / "run"))
    assert Path(outcome.outputs["MAP"]).exists()
    assert "class 99 has one polygon only" in outcome.warnings
    print("WARNED", outcome.warnings)


WORKING = {
    "another CRS": ({"to_epsg": 4326}, lambda r: r),
    "numbers as text": ({"kind": str}, lambda r: everywhere(r, str)),
    "whole floats": ({"kind": float}, lambda r: everywhere(r, float)),
    "some without geometry": ({}, lambda r: [*r, (None, 1)]),
    "some outside": ({}, lambda r: [*r, (square(100000, 100000), 1)]),
    "empty geometry": ({}, lambda r: [*r, ("POLYGON EMPTY", 1)]),
}


@pytest.mark.parametrize("case", WORKING)
def test_polygons_that_work(world, tmp_path, case):
    changes, change = WORKING[case]
    source = write_polygons(tmp_path / "Äcker & Wälder.gpkg", change(world.rows()), EPSG, **changes)
    outcome = work(world.prepare(tmp_path / "p.gpkg", reference=source))
    assert outcome.outputs["OUTPUT"] == str(tmp_path / "p.gpkg")
    given = read_layer(world.path("prepared.gpkg")).fields
    made = read_layer(str(tmp_path / "p.gpkg")).fields
    assert made["code"] == given["code"]


@pytest.mark.parametrize("ending", [".shp", ".geojson"])
def test_other_formats(world, tmp_path, ending):
    source = write_polygons(tmp_path / f"données{ending}", world.rows(), EPSG, to_epsg=4326)
    made = work(world.prepare(tmp_path / "p.gpkg", reference=source)).outputs["OUTPUT"]
    assert set(read_layer(made).fields["code"]) == set(read_layer(world.path("prepared.gpkg")).fields["code"])


def test_a_multi_part_polygon_is_one_polygon(world, tmp_path):
    x, y = world.grid.x_min, world.grid.y_max
    parts = [square(x + 100, y - 200), square(x + 400, y - 200)]
    both = "MULTIPOLYGON (" + ", ".join(p.removeprefix("POLYGON ") for p in parts) + ")"
    rows = [(both, 1), (square(x + 700, y - 200), 1), (square(x + 700, y - 500), 2), (square(x + 100, y - 500), 2)]
    made = work(world.prepare(tmp_path / "p.gpkg", reference=write_polygons(tmp_path / "m.gpkg", rows, EPSG))).outputs
    assert (made["POLYGONS"], made["PIECES"]) == (4, 5)


SOURCES = {
    "missing": (lambda path: None, ("does not exist",)),
    "zero bytes": (lambda path: path.write_bytes(b""), ("damaged or holds no vector layer",)),
    "no layer": (lambda path: path.write_text("nothing"), ("damaged or holds no vector layer",)),
    "cut": (lambda path: (write_polygons(path, [(square(0, 0), 1)] * 200, EPSG), cut(path, 0.5)), ("damaged",)),
    "a folder": (lambda path: path.mkdir(), ("damaged or holds no vector layer",)),
}


@pytest.mark.parametrize("case", SOURCES)
def test_files_that_hold_no_polygons(world, tmp_path, case):
    make, words = SOURCES[case]
    path = tmp_path / "parcelles été.gpkg"
    make(path)
    check_refused(work(world.prepare(tmp_path / "p.gpkg", reference=str(path))), path, *words,
                  output=tmp_path / "p.gpkg")


def test_layers_and_filters_that_are_not_there(world, tmp_path):
    for source, words in ((f"{world.reference}|layername=nope", ("no layer 'nope'", "reference")),
                          (f"{world.reference}|layerid=9", ("no layer '9'",)),
                          (f"{world.reference}|layerid=x", ("no layer 'x'",)),
                          (f"{world.reference}|subset=nothing ===", ("filter",)),
                          (f"{world.reference}|subset=code = 9999", ("is empty",))):
        check_refused(work(world.prepare(tmp_path / "p.gpkg", reference=source)), world.reference.name, *words,
                      output=tmp_path / "p.gpkg")


REGIONS = {
    "no CRS": ({"epsg": None}, ("coordinate reference system",)),
    "no field": ({"field": "zone"}, ("no field 'region'",)),
    "empty name": ({"rows": lambda x, y: [(square(x, y - 1280, 1280), None)]}, ("region field region is empty",)),
    "elsewhere": ({"rows": lambda x, y: [(square(0, 0), "north")]}, ("lies in a region",)),
    "crossing": ({"rows": lambda x, y: [(bow_tie(x, y - 600, 500), "north")]}, ("not valid",)),
    "none": ({"rows": lambda x, y: []}, ("is empty",)),
}


@pytest.mark.parametrize("case", REGIONS)
def test_regions_that_are_refused(world, tmp_path, case):
    changes, words = REGIONS[case]
    x, y = world.grid.x_min, world.grid.y_max
    rows = changes.get("rows", lambda x, y: [(square(x, y - 1280, 1280), "north")])(x, y)
    given = {"epsg": EPSG, "field": "region", **{k: v for k, v in changes.items() if k != "rows"}}
    source = write_polygons(tmp_path / "régions.gpkg", rows, kind=str, **given)
    outcome = work(world.prepare(tmp_path / "p.gpkg", regions=source, region_field="region"))
    check_refused(outcome, source, *words, output=tmp_path / "p.gpkg")


def test_regions_without_the_name_of_their_field(world, tmp_path):
    source = write_polygons(tmp_path / "r.gpkg", [(square(0, 0), "a")], EPSG, field="region", kind=str)
    check_refused(work(world.prepare(tmp_path / "p.gpkg", regions=source)), source, "region field",
                  output=tmp_path / "p.gpkg")


NOMENCLATURES = {
    "zero": ("code,name,colour\n0,nothing,#000000\n", ("line 2", "0")),
    "text": ("code,name,colour\nblé,wheat,#00ff00\n", ("line 2", "'blé'")),
    "colour": ("code,name,colour\n1,wheat,greenish\n", ("line 2", "'greenish'")),
    "twice": ("code,name\n1,a\n1,b\n", ("code 1 twice",)),
    "no header": ("1;wheat\n", ("code",)),
    "empty": ("", ("is empty",)),
    "foreign": ("code,name\n901,a\n902,b\n", ("none of the class codes",)),
    "not UTF-8": (b"code,name\n1,bl\xe9\n", ("UTF-8",)),
    "zeros": (bytes(200), ("code",)),
    "no palette": ("<qgis></qgis>", ("palette",)),
    "broken XML": ("<qgis>", ("XML",)),
}


@pytest.mark.parametrize("case", NOMENCLATURES)
def test_nomenclatures_that_are_refused(world, tmp_path, case):
    content, words = NOMENCLATURES[case]
    path = tmp_path / "légende.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    check_refused(work(world.prepare(tmp_path / "p.gpkg", nomenclature=str(path))), path, *words,
                  output=tmp_path / "p.gpkg")
