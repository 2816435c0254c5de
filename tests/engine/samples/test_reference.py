"""Preparing the reference: what is refused, what is said, and how polygons are cut."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal, ogr

from landweave.engine.catalogue.store import Catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs.samples import PrepareReferenceJob
from landweave.engine.raster.io import RasterReader
from landweave.engine.samples.prepared import load_reference
from landweave.engine.samples.reference import run
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.vector.geometry import transformation
from landweave.engine.vector.layers import rasterize_polygons, read_layer
from landweave.tests.engine.samples.made import UTM32, Said, catalogue, grid, layer, square


def prepare(folder, rows, said=None, tiles=None, field="code", **options):
    made = {key: options.pop(key) for key in ("kind", "crs") if key in options}
    source = layer(folder / "polygons.gpkg", rows, field, **made)
    said = said or Said()
    job = PrepareReferenceJob(source, options.pop("class_field", field), catalogue(folder, **(tiles or {})),
                              str(folder / "out.gpkg"), **options)
    run(job, said.context)
    return load_reference(job.output)


GOOD = [(square(5, 5), 1), (square(30, 5), 1), (square(5, 30), 2), (square(30, 30), 2)]


def test_whole_polygons_keep_class_id_and_area(tmp_path):
    said = Said()
    found = prepare(tmp_path, GOOD, said)
    assert found.codes.tolist() == [1, 1, 2, 2]
    assert found.polygon_id.tolist() == [1, 2, 3, 4]
    assert set(found.tile) == {"T1"}
    assert set(found.region) == {"all"}
    np.testing.assert_allclose(found.area_m2, 10_000)
    assert said.warnings() == []
    layer_read = read_layer(str(tmp_path / "out.gpkg"))
    assert list(layer_read.fields) == ["code", "polygon_id", "region", "tile", "area_m2"]


def test_same_input_same_bytes(tmp_path):
    digests = []
    for name in "ab":
        (tmp_path / name).mkdir()
        prepare(tmp_path / name, GOOD)
        digests.append(hashlib.sha256((tmp_path / name / "out.gpkg").read_bytes()).hexdigest())
    assert digests[0] == digests[1]


BOW = "POLYGON((500000 4800000,500100 4799900,500100 4800000,500000 4799900,500000 4800000))"
REFUSED = {
    "empty": ([], {}, "is empty"),
    "no crs": (GOOD, {"crs": ""}, "no coordinate reference system"),
    "missing field": (GOOD, {"class_field": "klass"}, r"no field 'klass'.*(?s:.)*code"),
    "text": ([(square(5, 5), "wheat")], {"kind": ogr.OFTString}, "holds 'wheat' in feature 1"),
    "null": ([*GOOD, (square(50, 50), None)], {}, r"empty \(null\) in feature 5"),
    "zero": ([*GOOD, (square(50, 50), 0)], {}, "holds 0 in feature 5"),
    "negative": ([*GOOD, (square(50, 50), -3)], {}, "holds -3 in feature 5"),
    "large": ([*GOOD, (square(50, 50), 70000)], {}, "holds 70000 in feature 5"),
    "fraction": ([(square(5, 5), 1.5)], {"kind": ogr.OFTReal}, r"holds '1\.5'"),
    "self-crossing": ([*GOOD, (BOW, 1)], {}, r"feature 5: Self-intersection.*500050 4799950.*Fix geometries"),
    "line": ([("LINESTRING(500005 4799995,500105 4799995)", 1)], {}, "feature 1 is a linestring"),
    "mixed": ([("POINT(500005 4799995)", 1), *GOOD], {}, "mixes points with other shapes: feature 2 is a polygon"),
    "overlap": ([*GOOD, (square(8, 5), 2)], {}, r"features 1 and 5 \(70% of the smaller\)"),
    "outside": ([(square(500, 500), 1)], {}, "No polygon .* lies on the images"),
    "no geometry": ([(None, 1)], {}, "No feature .* has a geometry"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_polygons_get_one_sentence_and_no_file(tmp_path, case):
    rows, options, message = REFUSED[case]
    with pytest.raises(UserError, match=message) as caught:
        prepare(tmp_path, rows, **options)
    assert str(tmp_path / "polygons.gpkg") in str(caught.value)
    assert caught.value.hint
    assert not list(tmp_path.glob("out*"))


def test_a_missing_file_is_named(tmp_path):
    job = PrepareReferenceJob(str(tmp_path / "no.gpkg"), "code", catalogue(tmp_path), str(tmp_path / "out.gpkg"))
    with pytest.raises(UserError, match=r"no\.gpkg does not exist"):
        run(job, Said().context)


def test_a_field_that_is_ours_is_refused(tmp_path):
    with pytest.raises(UserError, match="a name that Landweave's own columns use"):
        prepare(tmp_path, GOOD, field="tile")


def test_numbers_as_text_are_taken(tmp_path):
    found = prepare(tmp_path, [(square(5, 5), "12"), (square(30, 5), " 3 ")], kind=ogr.OFTString)
    assert found.codes.tolist() == [12, 3]


def test_warnings_name_features_and_classes(tmp_path):
    said = Said()
    rows = [*GOOD, (square(500, 500), 1), (None, 2), (square(60, 60), 7), (square(70, 70, 0.5), 1)]
    found = prepare(tmp_path, rows, said)
    text = "\n".join(said.warnings())
    assert "1 polygons lie outside the images and are left out: features 5" in text
    assert "without a geometry and left out: feature 6" in text
    assert "class 7 has one polygon only" in text
    assert "1 polygons are smaller than a pixel and may give no sample: features 8" in text
    assert set(found.polygon_id) == {1, 2, 3, 4, 7, 8}


def test_parts_of_a_multipolygon_share_their_id(tmp_path):
    both = f"MULTIPOLYGON({square(50, 50)[7:]},{square(70, 70)[7:]})"
    found = prepare(tmp_path, [*GOOD, (both, 3)])
    assert found.polygon_id.tolist() == [1, 2, 3, 4, 5, 5]
    assert all(ogr.CreateGeometryFromWkb(g).GetGeometryName() == "POLYGON" for g in found.geometries)


def test_shared_ground_of_one_class_stays_with_the_first(tmp_path):
    said = Said()
    found = prepare(tmp_path, [*GOOD, (square(8, 5), 1)], said)
    assert found.area_m2.tolist() == [10_000] * 4 + [3_000]
    assert "1 polygon pairs overlap: features 1 and 5" in said.warnings()[0]


def test_slivers_between_classes_are_cut(tmp_path):
    found = prepare(tmp_path, [*GOOD, (square(14.99, 5), 2)])
    assert found.area_m2.sum() == pytest.approx(5 * 10_000 - 10)


def test_another_crs_is_brought_to_that_of_the_images(tmp_path):
    shape = ogr.CreateGeometryFromWkt(square(5, 5))
    shape.Transform(transformation("EPSG:32631", "EPSG:4326"))
    said = Said()
    found = prepare(tmp_path, [(shape.ExportToWkt(), 1)], said, crs="EPSG:4326")
    assert found.area_m2[0] == pytest.approx(10_000, rel=1e-4)
    assert any("EPSG:4326 to EPSG:32631" in event.get("message", "") for event in said.events)


def test_overlapping_tiles_own_each_place_once(tmp_path):
    tiles = {"B": grid(80, 0), "A": grid(0, 0)}
    found = prepare(tmp_path, [(square(70, 5, 60, 10), 1), (square(85, 30, 10), 1)], tiles=tiles)
    assert list(zip(found.polygon_id, found.tile, found.area_m2)) == [
        (1, "A", 30_000), (1, "B", 30_000), (2, "A", 10_000)]


def test_tiles_of_two_zones(tmp_path):
    tiles = {"A": grid(), "B": grid(crs=UTM32)}
    found = prepare(tmp_path, GOOD, tiles=tiles)
    assert set(found.tile) == {"A"}
    np.testing.assert_allclose(found.area_m2, 10_000, rtol=0.01)


def regions(folder, rows, crs="EPSG:32631"):
    return layer(folder / "regions.gpkg", rows, "name", ogr.OFTString, crs)


def test_regions_cut_polygons_and_the_first_of_two_wins(tmp_path):
    said = Said()
    source = regions(tmp_path, [(square(0, 0, 10, 100), "west"), (square(9, 0, 26, 100), "east")])
    found = prepare(tmp_path, GOOD, said, regions=source, region_field="name")
    assert [*zip(found.polygon_id, found.region)] == [
        (1, "west"), (1, "east"), (2, "east"), (3, "west"), (3, "east"), (4, "east")]
    assert found.area_m2.tolist() == [5000, 5000, 5000, 5000, 5000, 5000]
    assert any("regions overlap: west and east" in text for text in said.warnings())


def test_polygons_outside_all_regions_are_left_out(tmp_path):
    said = Said()
    source = regions(tmp_path, [(square(0, 0, 20, 100), "west")])
    found = prepare(tmp_path, GOOD, said, regions=source, region_field="name")
    assert set(found.polygon_id) == {1, 3}
    assert any("2 polygons lie outside all regions and are left out: features 2, 4" in t for t in said.warnings())


@pytest.mark.parametrize(("rows", "options", "message"), [
    ([(square(0, 0), "a")], {"region_field": ""}, "No field is given"),
    ([(square(0, 0), "a")], {"region_field": "zone"}, "no field 'zone'"),
    ([(square(0, 0), None)], {}, "region field name is empty in feature 1"),
    ([(BOW, "a")], {}, "feature 1: Self-intersection"),
    ([(square(900, 0), "a")], {}, "lies in a region"),
    ([], {}, "is empty"),
])
def test_bad_regions_are_refused(tmp_path, rows, options, message):
    with pytest.raises(UserError, match=message):
        prepare(tmp_path, GOOD, regions=regions(tmp_path, rows), **{"region_field": "name", **options})


def test_regions_without_crs_are_refused(tmp_path):
    source = regions(tmp_path, [(square(0, 0), "a")], crs="")
    with pytest.raises(UserError, match=r"regions .* has no coordinate reference system"):
        prepare(tmp_path, GOOD, regions=source, region_field="name")


def test_a_nomenclature_that_lacks_a_class(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("code,name,colour\n1,water,#0000ff\n")
    said = Said()
    prepare(tmp_path, GOOD, said, nomenclature=str(path))
    assert any("lacks class 2" in text for text in said.warnings())
    path.write_text("code,name,colour\n11,water,#0000ff\n")
    (tmp_path / "again").mkdir()
    with pytest.raises(UserError, match="none of the class codes"):
        prepare(tmp_path / "again", GOOD, nomenclature=str(path))


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 170), st.integers(0, 90), st.integers(2, 30)), min_size=1, max_size=12))
def test_pieces_share_no_ground_and_lose_none(tmp_path_factory, squares):
    folder = tmp_path_factory.mktemp("p")
    rows = [(square(*place), 1) for place in squares]
    union = ogr.Geometry(ogr.wkbMultiPolygon)
    for wkt, _ in rows:
        union = union.Union(ogr.CreateGeometryFromWkt(wkt))
    images = ogr.CreateGeometryFromWkt(square(0, 0, 180, 100))
    found = prepare(folder, rows, tiles={"A": grid(), "B": grid(80, 0)})
    assert found.area_m2.sum() == pytest.approx(union.Intersection(images).Area(), abs=0.1)


def test_slovenia_keeps_its_pixels(shared_data, tmp_path):
    folder = Path(shared_data) / "slovenia_s2"
    image = str(next(iter(sorted((folder / "images").glob("*.tif")))))
    with RasterReader() as reader:
        image_grid = reader.grid(image)
        truth = reader.read(str(folder / "reference_lulc.tif"), 1, image_grid.window)
    product = Product("s", "user", "S2", "si", "2015-07-11T00:00:00", image, image_grid, (BandSource("B01", image),))
    save_catalogue(str(tmp_path / "c.gpkg"), Catalogue((product,)))
    job = PrepareReferenceJob(str(folder / "reference_lulc.gpkg"), "lulc_id", str(tmp_path / "c.gpkg"),
                              str(tmp_path / "out.gpkg"))
    run(job, Said().context)
    found = load_reference(job.output)
    burnt = rasterize_polygons(found.geometries, found.codes, image_grid, found.crs)
    # The register's polygons share slivers; there the first polygon wins here, and the last in the published raster.
    assert (burnt != truth).sum() <= 10
    assert gdal.OpenEx(job.output).GetLayerByName("reference").GetFeatureCount() == len(found)


def test_a_region_may_not_be_called_all(tmp_path):
    source = regions(tmp_path, [(square(0, 0, 50, 100), "all"), (square(50, 0, 50, 100), "east")])
    with pytest.raises(UserError, match="'all'"):
        prepare(tmp_path, GOOD, regions=source, region_field="name")
