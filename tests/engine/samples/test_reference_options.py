"""Options of the preparation: what is mended, cut, shrunk, left out, recoded and grouped, against GEOS and loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr

from landweave.engine.errors import UserError
from landweave.engine.jobs.samples import PrepareReferenceJob, SelectSamplesJob, SplitReferenceJob
from landweave.engine.samples.prepared import load_reference
from landweave.engine.samples.reference import run
from landweave.engine.samples.split import split
from landweave.engine.vector.geometry import transformation
from landweave.engine.vector.layers import read_layer, write_layer
from landweave.tests.engine.samples.made import UTM31, UTM32, Said, catalogue, grid, square
from landweave.tests.engine.samples.test_reference import BOW, GOOD, prepare, regions
from landweave.tests.engine.samples.test_split import job as split_job


def geometry(wkt):
    return ogr.CreateGeometryFromWkt(wkt)


def ground(reference, code=None):
    """Return the union of the pieces."""
    found = ogr.Geometry(ogr.wkbMultiPolygon)
    for wkb, own in zip(reference.geometries, reference.codes):
        if code in (None, own):
            found = found.Union(ogr.CreateGeometryFromWkb(wkb))
    return found


def same_ground(a, b):
    return a.SymmetricDifference(b).Area() == pytest.approx(0, abs=1e-3)


def union(rows, code=None):
    found = ogr.Geometry(ogr.wkbMultiPolygon)
    for wkt, own in rows:
        if code in (None, own):
            found = found.Union(geometry(wkt))
    return found


def test_mended_polygons_keep_their_ground_and_are_named(tmp_path):
    said = Said()
    flat = "POLYGON((500500 4799500,500600 4799500,500500 4799500,500500 4799500))"
    found = prepare(tmp_path, [*GOOD, (BOW, 1), (flat, 2)], said, mend=True, overlaps="first")
    text = "\n".join(said.warnings())
    assert "polygons that were not valid are mended: feature 5" in text
    assert "polygons without any ground are left out: feature 6" in text
    bow = ground(found).Difference(union(GOOD))
    two_triangles = geometry("MULTIPOLYGON(((500000 4800000,500050 4799950,500000 4799900,500000 4800000)),"
                             "((500100 4799900,500100 4800000,500050 4799950,500100 4799900)))")
    assert same_ground(bow, two_triangles.Difference(union(GOOD)))
    assert all(ogr.CreateGeometryFromWkb(g).GetGeometryName() == "POLYGON" for g in found.geometries)


def test_the_remedy_for_broken_polygons_names_mend(tmp_path):
    with pytest.raises(UserError) as caught:
        prepare(tmp_path, [*GOOD, (BOW, 1)])
    assert "MEND" in caught.value.hint


SQUARES = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70), st.integers(2, 30), st.integers(1, 3)),
                   min_size=2, max_size=10)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(SQUARES)
def test_the_first_polygon_holds_or_none(tmp_path_factory, squares):
    rows = [(square(c, r, s), code) for c, r, s, code in squares]
    folder = tmp_path_factory.mktemp("first")
    found = prepare(folder, rows, overlaps="first")
    assert same_ground(ground(found), union(rows))
    for code in (1, 2, 3):
        own = ogr.Geometry(ogr.wkbMultiPolygon)
        before = ogr.Geometry(ogr.wkbMultiPolygon)
        for wkt, each in rows:
            if each == code:
                own = own.Union(geometry(wkt).Difference(before))
            before = before.Union(geometry(wkt))
        assert same_ground(ground(found, code), own)
    contested = ogr.Geometry(ogr.wkbMultiPolygon)
    for i, (wkt, code) in enumerate(rows):
        for other, another in rows[:i]:
            if code != another:
                contested = contested.Union(geometry(wkt).Intersection(geometry(other)))
    left = union(rows).Difference(contested)
    folder = tmp_path_factory.mktemp("remove")
    if left.Area() < 1:
        with pytest.raises(UserError):
            prepare(folder, rows, overlaps="remove")
        return
    found = prepare(folder, rows, overlaps="remove")
    assert same_ground(ground(found), left)
    for code in (1, 2, 3):
        assert same_ground(ground(found, code), union(rows, code).Difference(contested))


def test_overlaps_are_said_whatever_is_done(tmp_path):
    rows = [*GOOD, (square(8, 5), 2)]
    for way, what in (("first", "stays with the first"), ("remove", "is taken from both")):
        said = Said()
        (tmp_path / way).mkdir()
        prepare(tmp_path / way, rows, said, overlaps=way)
        assert any("features 1 and 5 (70% of the smaller)" in t and what in t for t in said.warnings())
    with pytest.raises(UserError, match="no way 'last'"):
        prepare(tmp_path, rows, overlaps="last")


def test_small_polygons_are_left_out_and_named(tmp_path):
    said = Said()
    rows = [*GOOD, (square(60, 60, 2), 1), (square(70, 60, 1), 1), (square(80, 60, 3), 2)]
    found = prepare(tmp_path, rows, said, minimum_pixels=4)
    assert set(found.polygon_id) == {1, 2, 3, 4, 5, 7}
    assert any("1 polygons are smaller than 4 pixels and left out: features 6" in t for t in said.warnings())
    with pytest.raises(UserError, match="as large as 101 pixels"):
        prepare(tmp_path, rows, minimum_pixels=101)
    with pytest.raises(UserError, match="-1 pixels"):
        prepare(tmp_path, rows, minimum_pixels=-1)


@settings(max_examples=10, deadline=None)
@given(st.floats(0.5, 60))
def test_shrunk_squares_lose_a_strip_on_each_side(tmp_path_factory, metres):
    folder = tmp_path_factory.mktemp("shrunk")
    said = Said()
    rows = [(square(5, 5), 1), (square(5, 30, 20), 2)]
    if metres > 49.9:
        rows = rows[1:]
    found = prepare(folder, [*rows, (square(60, 60, 0.5), 2)], said, inward_buffer=metres)
    sides = [100] * (len(rows) == 2) + [200]
    np.testing.assert_allclose(found.area_m2[: len(rows)], [(s - 2 * metres) ** 2 for s in sides], atol=0.01)
    gone = any("1 polygons vanish when they shrink" in t for t in said.warnings())
    assert gone == (metres >= 2.5)


def test_polygons_in_degrees_shrink_by_metres(tmp_path):
    tiles = {"A": grid(), "B": grid(crs=UTM32)}
    found = prepare(tmp_path, GOOD, tiles=tiles, inward_buffer=20)
    np.testing.assert_allclose(found.area_m2, 3600, rtol=0.01)
    back = ogr.CreateGeometryFromWkb(found.geometries[0])
    back.Transform(transformation(found.crs, UTM31))
    assert same_ground(back.Buffer(0.05).Intersection(geometry(square(7, 7, 6))), geometry(square(7, 7, 6)))


def test_nothing_left_to_shrink_is_refused(tmp_path):
    with pytest.raises(UserError, match=r"No polygon of .* is left when they shrink by 80 m"):
        prepare(tmp_path, GOOD, inward_buffer=80)
    with pytest.raises(UserError, match="cannot shrink by -1 m"):
        prepare(tmp_path, GOOD, inward_buffer=-1)


def table(folder, text, name="recode.csv"):
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_codes_and_texts_are_recoded(tmp_path):
    (tmp_path / "n").mkdir()
    found = prepare(tmp_path / "n", GOOD, recode=table(tmp_path, "old,new\n1,11\n2,11\n"))
    assert found.codes.tolist() == [11] * 4
    rows = [(square(5, 5), "wheat"), (square(30, 5), " maize"), (square(5, 30), "wheat")]
    found = prepare(tmp_path, rows, kind=ogr.OFTString, recode=table(tmp_path, "Old;New\nwheat;3\nmaize;4\n"))
    assert found.codes.tolist() == [3, 4, 3]
    reals = [(square(5, 5), 1.0), (square(30, 5), 2.5)]
    (tmp_path / "r").mkdir()
    found = prepare(tmp_path / "r", reals, kind=ogr.OFTReal, recode=table(tmp_path, "1,7\n2.5,8\n"))
    assert found.codes.tolist() == [7, 8]


@pytest.mark.parametrize(("text", "message"), [
    ("old,new\n1,11\n", r"has no row for 2.*first in feature 3"),
    ("old,new\n1,11\n2,x\n", "line 3: 'x' is no class code"),
    ("old,new\n1,11\n2,0\n", "line 3: '0' is no class code"),
    ("old,new\n1,11\n1,12\n2,3\n", "'1' becomes 12 here and 11 before"),
    ("a,b\nc,d\n", "no column 'old'"),
    ("", "is empty"),
])
def test_bad_tables_of_codes_are_refused(tmp_path, text, message):
    with pytest.raises(UserError, match=message):
        prepare(tmp_path, GOOD, recode=table(tmp_path, text))


NOMENCLATURE = "code,name,colour,parent\n1,wheat,,crops\n2,maize,,crops\n3,oak,,forest\n9,water,,\n"


def test_a_level_of_the_nomenclature_is_learnt(tmp_path):
    names = table(tmp_path, NOMENCLATURE, "names.csv")
    rows = [*GOOD, (square(55, 5), 3), (square(55, 30), 9)]
    (tmp_path / "two").mkdir()
    assert prepare(tmp_path, rows, nomenclature=names, level=1).codes.tolist() == [10, 10, 10, 10, 11, 9]
    assert prepare(tmp_path / "two", rows, nomenclature=names, level=2).codes.tolist() == [1, 1, 2, 2, 3, 9]
    for options, message in (({"level": 1}, "without a nomenclature"), ({"level": -1}, "level -1"),
                             ({"level": 3, "nomenclature": names}, "has 2 levels, not 3")):
        with pytest.raises(UserError, match=message):
            prepare(tmp_path, rows, **options)


def test_classes_of_one_group_may_overlap_at_its_level(tmp_path):
    names = table(tmp_path, NOMENCLATURE, "names.csv")
    found = prepare(tmp_path, [*GOOD, (square(8, 5), 2)], nomenclature=names, level=1)
    assert found.area_m2.tolist() == [10_000] * 4 + [3_000]


def grouped(folder, shapes, kind="Polygon", **fields):
    wkb = [bytes(geometry(shape).ExportToWkb()) for shape in shapes]
    write_layer(folder / "grouped.gpkg", "grouped", UTM31, kind, wkb, fields)
    return str(folder / "grouped.gpkg")


def of_file(folder, source, said=None, field="code", **options):
    said = said or Said()
    job = PrepareReferenceJob(source, field, catalogue(folder), str(folder / "out.gpkg"), **options)
    result = run(job, said.context)
    return load_reference(job.output), result


def test_groups_share_an_identity_and_a_side(tmp_path):
    shapes = [square(5 + 12 * (i % 7), 5 + 12 * (i // 7), 6) for i in range(28)]
    farms = [f"farm {i % 9}" for i in range(27)] + [None]
    codes = [i % 2 + 1 for i in range(28)]
    found, _ = of_file(tmp_path, grouped(tmp_path, shapes, code=codes, farm=farms), group_field="farm")
    ids = dict(zip(farms, found.polygon_id.tolist()))
    assert [ids[farm] for farm in farms] == found.polygon_id.tolist()
    assert len(set(ids.values())) == 10
    for seed in range(5):
        side = split(found, split_job(seed=seed), Said().context).runs["run_1"]
        for farm in ids.values():
            assert len(set(side[found.polygon_id == farm])) == 1
        assert {(c, s) for c, s in zip(found.codes.tolist(), side)} == {(c, s) for c in (1, 2)
                                                                       for s in ("learn", "validation")}


def test_a_group_field_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UserError, match="no field 'farm'"):
        prepare(tmp_path, GOOD, group_field="farm")


def test_years_come_along_and_reach_the_points(tmp_path):
    shapes = [square(5 + 12 * (i % 7), 5 + 12 * (i // 7), 6) for i in range(14)]
    years = [2019.0 + i % 3 for i in range(14)]
    source = grouped(tmp_path, shapes, code=[i % 2 + 1 for i in range(14)], seen=years)
    found, _ = of_file(tmp_path, source, year_field="seen")
    assert found.year.tolist() == [str(int(years[i - 1])) for i in found.polygon_id]
    SplitReferenceJob(str(tmp_path / "out.gpkg"), str(tmp_path / "split.gpkg"), "year").execute(Said().context)
    SelectSamplesJob(str(tmp_path / "split.gpkg"), str(tmp_path / "points.gpkg")).execute(Said().context)
    points = read_layer(str(tmp_path / "points.gpkg"))
    of_polygon = dict(zip(found.polygon_id.tolist(), found.year.tolist()))
    assert [of_polygon[i] for i in points.fields["polygon_id"]] == points.fields["year"]
    assert "year" not in read_layer(prepared_without_years(tmp_path, source)).fields


def prepared_without_years(folder, source):
    of_file(folder, source)
    return str(folder / "out.gpkg")


def test_years_that_are_not_all_there_are_refused(tmp_path):
    source = grouped(tmp_path, [square(5, 5), square(30, 5)], code=[1, 2], seen=["2020", None])
    with pytest.raises(UserError, match="1 features have no value in 'seen'"):
        of_file(tmp_path, source, year_field="seen")
    with pytest.raises(UserError, match="no field 'year'"):
        of_file(tmp_path, source, year_field="year")


def test_raw_regions_are_warned_of_once(tmp_path):
    said = Said()
    source = regions(tmp_path, [(square(0, 0, 25, 100), "west"), (square(25, 0, 30, 100), "east"),
                                (square(60, 0, 10, 100), "far"), (square(75, 0, 20, 100), "bare")])
    rows = [*GOOD, (square(62, 5, 5), 7), (square(62, 30, 5), 1), (square(62, 50, 5), 1)]
    prepare(tmp_path, rows, said, regions=source, region_field="name")
    text = said.warnings()
    assert any("no reference lies in region 'bare': no model is made for it" in t for t in text)
    assert any("Class 7 lies in region 'far' only" in t for t in text)
    assert any("Region 'far' has no reference of class 2, which 'east', 'west' has" in t for t in text)


def test_all_of_the_reference_in_one_region_is_said(tmp_path):
    said = Said()
    source = regions(tmp_path, [(square(0, 0, 90, 100), "one"), (square(95, 0, 5, 100), "two")])
    prepare(tmp_path, GOOD, said, regions=source, region_field="name")
    assert any("all of the reference lies in region 'one': no model is made for 'two'" in t for t in said.warnings())
