"""Maps and polygons that cannot be regularised, vectorised, changed, counted in or cut."""

import numpy as np
import pytest

from landweave.engine.jobs import (
    ClipByZonesJob,
    RegularizeJob,
    SimplifyPolygonsJob,
    SmoothPolygonsJob,
    VectorChainJob,
    VectorizeJob,
    ZonalStatisticsJob,
)
from landweave.engine.vector.layers import read_layer
from landweave.tests.bad_input.layers import cut, square, write_polygons
from landweave.tests.bad_input.more import table
from landweave.tests.bad_input.worker import check_refused, work
from landweave.tests.engine.postprocess.cases import write_map
from landweave.tests.engine.products import write_raster

EPSG = 32631
CODES = np.repeat([[1, 2, 3, 1]], 12, axis=0).repeat(3, axis=1).astype(np.uint8)


def a_map(folder, values=CODES, name="la carte.tif", nodata=0, **changes):
    return write_raster(folder / name, values, nodata=nodata, **changes)


def half(path):
    cut(path)
    return path


def polygons(folder, rows=None, epsg=EPSG, name="des polygones é.gpkg", **changes):
    rows = [(square(0, 0), 1), (square(60, 0), 2)] if rows is None else rows
    return write_polygons(folder / name, rows, epsg, **changes)


# case: (what makes the map, words that are said)
MAPS = {
    "missing": (lambda f: str(f / "nulle part.tif"), ("nulle part.tif", "does not exist")),
    "text": (lambda f: table(f / "t.tif", "hello"), ("t.tif",)),
    "cut": (lambda f: half(a_map(f, np.random.default_rng(0).integers(1, 9, (700, 700)).astype(np.uint8))),
            ("la carte.tif",)),
    "no CRS": (lambda f: a_map(f, epsg=None), ("la carte.tif", "no coordinate reference system")),
    "70,000 values": (lambda f: write_map(f / "m.tif", np.arange(70_000).reshape(250, 280), dtype="int32"),
                      ("65536", "65535")),
    "decimals": (lambda f: a_map(f, CODES + np.float32(0.5)), ("1.5", "no map of classes")),
    "negative": (lambda f: a_map(f, CODES.astype(np.int16) - 5), ("-4",)),
    "no class": (lambda f: a_map(f, CODES * 0), ("la carte.tif", "no class")),
    "several bands": (lambda f: a_map(f, np.stack([CODES, CODES])), ("2 bands",)),
}  # fmt: skip


@pytest.mark.parametrize("case", MAPS)
def test_maps_that_are_none(tmp_path, case):
    make, words = MAPS[case]
    source = make(tmp_path)
    for job in (
        RegularizeJob(source, str(tmp_path / "sortie" / "r.tif"), minimum_area=1000.0),
        VectorizeJob(source, str(tmp_path / "sortie" / "v.gpkg")),
        VectorizeJob(source, str(tmp_path / "sortie" / "v.shp")),
    ):
        check_refused(work(job), *words, output=job.output)


# case: (what the file of rules says, words that are said)
RULES = {
    "empty": ("", ("r.csv", "is empty", "class, absorbed_by")),
    "other columns": ("code,name\n1,wheat\n", ("r.csv", "no column 'class'", "class, absorbed_by")),
    "two such columns": ("class,absorbed_by,class\n1,2,3\n", ("r.csv", "two columns called 'class'")),
    "unknown class": ("class,absorbed_by\n1,2\n99,1\n", ("line 3", "'99'", "There are: 1, 2, 3")),
    "unknown absorber": ("class,absorbed_by\n1,wheat\n", ("line 2", "'wheat'")),
    "no absorber": ("class,absorbed_by\n1,\n", ("line 2", "absorbed_by is empty")),
    "a picture": (b"\x89PNG\xff\xfe", ("UTF-8",)),
}


@pytest.mark.parametrize("case", RULES)
def test_rules_that_say_nothing(tmp_path, case):
    text, words = RULES[case]
    job = RegularizeJob(a_map(tmp_path), str(tmp_path / "sortie" / "r.tif"), rules=table(tmp_path / "r.csv", text))
    check_refused(work(job), *words, output=job.output)


# case: (what makes the polygons, words that are said)
POLYGONS = {
    "missing": (lambda f: str(f / "nulle part.gpkg"), ("nulle part.gpkg", "does not exist")),
    "text": (lambda f: table(f / "t.gpkg", "hello"), ("t.gpkg",)),
    "empty": (lambda f: polygons(f, []), ("holds no polygon",)),
    "no CRS": (lambda f: polygons(f, epsg=None), ("no coordinate reference system",)),
    "no shape": (lambda f: polygons(f, [(square(0, 0), 1), (None, 2)]), ("an empty shape",)),
    "a point": (lambda f: polygons(f, [(square(0, 0), 1), ("POINT (1 2)", 2)]), ("holds a point",)),
}


@pytest.mark.parametrize("case", POLYGONS)
def test_polygons_that_are_none(tmp_path, case):
    make, words = POLYGONS[case]
    source, out = make(tmp_path), tmp_path / "sortie"
    zones = polygons(tmp_path, name="zones.gpkg")
    jobs = [ZonalStatisticsJob(source, str(out / "z.gpkg"), a_map(tmp_path)),
            ClipByZonesJob(source, zones, "code", str(out / "clip"))]
    if case not in ("missing", "text"):
        pytest.importorskip("shapely", reason="shapely is not installed")
        jobs += [SimplifyPolygonsJob(source, str(out / "s.gpkg")), SmoothPolygonsJob(source, str(out / "r.gpkg"))]
    for job in jobs:
        check_refused(work(job), *words, output=job.output)


@pytest.mark.parametrize("rows", [[(square(0, 0), 1), (square(30, 30), 2)],
                                  [(square(0, 0), 1), (square(0, 0), 2), (square(0, 0), 3)]], ids=["over", "same"])
def test_polygons_that_overlap(tmp_path, rows):
    pytest.importorskip("shapely", reason="shapely is not installed")
    source = polygons(tmp_path, rows)
    for job in (SimplifyPolygonsJob(source, str(tmp_path / "o" / "s.gpkg")),
                SmoothPolygonsJob(source, str(tmp_path / "o" / "r.gpkg"))):  # fmt: skip
        check_refused(work(job), "do not lie side by side", "vectorize", output=job.output)


def test_classes_that_the_nomenclature_does_not_list(tmp_path):
    names = table(tmp_path / "noms.csv", "code,name,colour\n1,blé,#112233\n")
    outcome = work(VectorizeJob(a_map(tmp_path), str(tmp_path / "v.gpkg"), names))
    assert outcome.code == 0 and "la carte.tif holds class 2, 3" in outcome.warnings and "noms.csv" in outcome.warnings
    assert set(read_layer(str(tmp_path / "v.gpkg")).fields["name"]) == {"blé", "2", "3"}
    assert not work(VectorizeJob(a_map(tmp_path), str(tmp_path / "v.gpkg"))).warnings


def test_a_map_of_one_class_through_the_whole_chain(tmp_path):
    pytest.importorskip("shapely", reason="shapely is not installed")
    outcome = work(VectorChainJob(a_map(tmp_path, CODES * 0 + 7), polygons=str(tmp_path / "p.gpkg")),
                   run_folder=str(tmp_path / "run"))
    assert outcome.code == 0, outcome.said
    fields = read_layer(str(tmp_path / "p.gpkg")).fields
    assert fields["code"] == [7] and fields["share_7"] == [100] and fields["area_m2"] == [100 * CODES.size]


def test_zones_outside_of_the_map_are_refused_before_the_work(tmp_path):
    zones = polygons(tmp_path, [(square(90_000, 90_000), 1)], name="zones é.gpkg")
    job = VectorChainJob(a_map(tmp_path), zones=zones, zone_field="code", tolerance=0.0, rounds=0,
                         polygons=str(tmp_path / "p.gpkg"))
    check_refused(work(job, run_folder=str(tmp_path / "run")), "zones é.gpkg", "lies in the map", output=job.polygons)
    assert not (tmp_path / "run" / "regular.tif").exists()


def test_outputs_and_other_wishes(tmp_path):
    source, shapes = a_map(tmp_path), polygons(tmp_path)
    for job, words in (
        (VectorizeJob(source, str(tmp_path / "o" / "v.geojson")), ("v.geojson", ".gpkg")),
        (VectorizeJob(source, str(tmp_path / "o" / "v")), ("no ending",)),
        (RegularizeJob(source, str(tmp_path / "o" / "r.tif"), masks=(source, source), mask_codes="5"), ("MASK_CODES",)),
        (RegularizeJob(source, str(tmp_path / "o" / "r.tif"), resolution=25.0), ("RESOLUTION is 25",)),
        (ZonalStatisticsJob(shapes, str(tmp_path / "o" / "z.gpkg")), ("no raster",)),
        (ClipByZonesJob(shapes, shapes, "who", str(tmp_path / "o" / "c")), ("no field 'who'",)),
        (VectorChainJob(source, zones=shapes, zone_field="", polygons=str(tmp_path / "o" / "p.gpkg")), ("run folder",)),
    ):
        outcome = work(job)
        check_refused(outcome, *words, output=getattr(job, "output", "") or job.polygons)
    outcome = work(RegularizeJob(source, source))
    assert outcome.code == 2 and "overwritten" in outcome.said
