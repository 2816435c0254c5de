"""Points and rasters as reference, regions as raster, by priority and divided by size."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr
from scipy import ndimage

from landweave.engine.errors import UserError
from landweave.engine.jobs.samples import PrepareReferenceJob, SelectSamplesJob, SplitReferenceJob
from landweave.engine.mapping.areas import load_areas
from landweave.engine.raster.io import RasterWriter
from landweave.engine.samples.prepared import load_reference
from landweave.engine.samples.reference import run
from landweave.engine.samples.select import run as select
from landweave.engine.samples.split import run as split
from landweave.engine.samples.submodels import shared_out
from landweave.engine.vector.layers import points_wkb, read_layer, reproject_geometries, write_layer
from landweave.engine.vector.polygonize import is_raster, polygons_of_raster
from landweave.tests.engine.samples.made import UTM31, UTM32, Said, X, Y, catalogue, grid, layer, square
from landweave.tests.engine.samples.test_reference import GOOD, prepare, regions


def of_file(folder, source, said=None, tiles=None, field="code", **options):
    job = PrepareReferenceJob(source, field, catalogue(folder, **(tiles or {})), str(folder / "out.gpkg"), **options)
    run(job, (said or Said()).context)
    return load_reference(job.output)


def points(folder, x, y, codes, crs=UTM31, **fields):
    wkb = points_wkb(np.asarray(x, float), np.asarray(y, float))
    wkb = reproject_geometries(wkb, UTM31, crs)
    write_layer(folder / "points.gpkg", "points", crs, "Point", wkb, {"code": list(codes), **fields})
    return str(folder / "points.gpkg")


def pixels(folder, cells, codes, **fields):
    """Write points anywhere in the given pixels (column, row)."""
    inside = np.random.default_rng(0).uniform(0.01, 0.99, (len(cells), 2))
    column, row = np.array(cells, float).T
    return points(folder, X + (column + inside[:, 0]) * 10, Y - (row + inside[:, 1]) * 10, codes, **fields)


def raster(path, values, where=None, dtype="uint8", nodata=0, crs=None):
    where = where or grid(columns=values.shape[1], rows=values.shape[0], **({"crs": crs} if crs is not None else {}))
    with RasterWriter(str(path), where, dtype=dtype, nodata=nodata) as writer:
        writer.write(where.window, values.astype(dtype))
    return str(path)


def burnt(samples, where):
    """Return the class of each pixel that is a sample."""
    found = np.zeros((where.rows, where.columns), int)
    for wkb, code in zip(samples.geometries, samples.fields["code"]):
        shape = ogr.CreateGeometryFromWkb(wkb)
        found[int((where.y_max - shape.GetY()) // 10), int((shape.GetX() - where.x_min) // 10)] = code
    return found


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_each_point_is_one_sample_pixel(tmp_path_factory, seed):
    folder = tmp_path_factory.mktemp("points")
    rng = np.random.default_rng(seed)
    cells = rng.permutation(100 * 100)[:60]
    cells = list(zip((cells % 100).tolist(), (cells // 100).tolist()))
    codes = rng.integers(1, 4, 60).tolist()
    found = of_file(folder, pixels(folder, cells, codes))
    assert found.are_points and found.codes.tolist() == codes and set(found.polygon_id) == set(range(1, 61))
    np.testing.assert_allclose(found.area_m2, 100)
    split(SplitReferenceJob(str(folder / "out.gpkg"), str(folder / "split.gpkg"), seed=seed), Said().context)
    divided = load_reference(str(folder / "split.gpkg"))
    assert set(divided.runs["run_1"]) == {"learn", "validation"}
    select(SelectSamplesJob(str(folder / "split.gpkg"), str(folder / "p.gpkg"), "all", validation=True),
           Said().context)
    truth = np.zeros((100, 100), int)
    for (column, row), code in zip(cells, codes):
        truth[row, column] = code
    assert np.array_equal(burnt(read_layer(str(folder / "p.gpkg")), grid()), truth)


def test_points_in_tiles_regions_and_other_crs(tmp_path):
    said = Said()
    source = regions(tmp_path, [(square(0, 0, 100, 100), "west"), (square(100, 0, 60, 100), "east")])
    cells = [(5, 5), (95, 5), (120, 5), (170, 50), (400, 5)]
    path = pixels(tmp_path, cells, [1, 2, 1, 2, 1])
    found = of_file(tmp_path, path, said, {"A": grid(), "B": grid(80, 0)}, regions=source, region_field="name")
    assert list(zip(found.polygon_id, found.tile, found.region)) == [
        (1, "A", "west"), (2, "A", "west"), (3, "B", "east")]
    text = said.warnings()
    assert any("1 points lie outside the images and are left out: features 5" in t for t in text)
    assert any("1 points lie outside all regions and are left out: features 4" in t for t in text)
    (tmp_path / "zones").mkdir()
    moved = points(tmp_path / "zones", [X + 55, X + 155], [Y - 55, Y - 55], [1, 2], UTM32)
    found = of_file(tmp_path / "zones", moved)
    assert found.codes.tolist() == [1, 2]


def test_points_that_share_a_pixel(tmp_path):
    said = Said()
    path = pixels(tmp_path, [(5, 5), (5, 5), (9, 9), (20, 20)], [1, 1, 2, 2])
    assert of_file(tmp_path, path, said).polygon_id.tolist() == [1, 3, 4]
    assert any("points that share 1 pixels: features 1 and 2; the first stays" in t for t in said.warnings())
    path = pixels(tmp_path, [(5, 5), (5, 5), (9, 9), (20, 20)], [1, 2, 2, 2])
    with pytest.raises(UserError, match="different classes lie in one pixel: features 1 and 2"):
        of_file(tmp_path, path)
    assert of_file(tmp_path, path, overlaps="first").polygon_id.tolist() == [1, 3, 4]
    assert of_file(tmp_path, path, overlaps="remove").polygon_id.tolist() == [3, 4]


def test_points_of_a_group_and_of_a_multi_point_belong_together(tmp_path):
    path = pixels(tmp_path, [(5, 5), (15, 5), (25, 5), (35, 5)], [1, 2, 1, 2], visit=["a", "a", "b", None])
    assert of_file(tmp_path, path, group_field="visit").polygon_id.tolist() == [1, 1, 2, 3]
    both = ogr.CreateGeometryFromWkt(f"MULTIPOINT(({X + 5} {Y - 5}),({X + 55} {Y - 5}))")
    write_layer(tmp_path / "multi.gpkg", "m", UTM31, "MultiPoint", [bytes(both.ExportToWkb())], {"code": [1]})
    assert of_file(tmp_path, str(tmp_path / "multi.gpkg")).polygon_id.tolist() == [1, 1]


def patches(values):
    """Return how many connected patches there are, and the class of each pixel."""
    return sum(ndimage.label(values == code)[1] for code in np.unique(values) if code)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.sampled_from(["uint8", "int16", "float32"]))
def test_patches_of_a_raster_are_polygons(tmp_path_factory, seed, dtype):
    folder = tmp_path_factory.mktemp("raster")
    rng = np.random.default_rng(seed)
    values = np.kron(rng.choice([0, 1, 1, 2, 5], (8, 8)), np.ones((3, 3), int))
    values[rng.random(values.shape) < 0.05] = 7
    values[0, 0] = 1
    values[-1, -1] = 2
    path = raster(folder / "truth.tif", values, dtype=dtype, nodata=7)
    known = np.where(values == 7, 0, values)
    found = of_file(folder, path, field="")
    assert found.class_field == "code" and not found.are_points
    assert len(found) == patches(known)
    assert found.area_m2.sum() == pytest.approx(100 * (known > 0).sum())
    select(SelectSamplesJob(str(folder / "out.gpkg"), str(folder / "p.gpkg"), "all"), Said().context)
    where = grid()
    truth = np.zeros((100, 100), int)
    truth[:24, :24] = known
    assert np.array_equal(burnt(read_layer(str(folder / "p.gpkg")), where), truth)


def test_not_a_number_may_be_no_data(tmp_path):
    values = np.array([[1.0, np.nan], [2.0, 1.0]])
    path = raster(tmp_path / "r.tif", values, dtype="float32", nodata=np.nan)
    assert sorted(of_file(tmp_path, path, field="").codes.tolist()) == [1, 1, 2]


def test_pixels_that_touch_at_corners_give_valid_polygons(tmp_path):
    values = np.array([[1, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 1]])
    layer_ = polygons_of_raster(raster(tmp_path / "r.tif", values), "it", 100)
    shapes = [ogr.CreateGeometryFromWkb(wkb) for wkb in layer_.geometries]
    assert all(shape.IsValid() for shape in shapes) and len(shapes) == 2
    assert sorted(shape.Area() for shape in shapes) == [300, 700]


@pytest.mark.parametrize(("values", "options", "message"), [
    (np.zeros((4, 4)), {}, "holds nothing but 0 and no data"),
    (np.full((4, 4), 1.5), {"dtype": "float32"}, r"holds 1\.5: the reference as a raster are whole numbers"),
    (np.array([[1.0, np.nan], [2.0, 1.0]]), {"dtype": "float32"}, "holds nan: the reference"),
    (np.full((4, 4), -3), {"dtype": "int16"}, "holds -3 in feature 1"),
    (np.ones((4, 4)), {"crs": ""}, "no coordinate reference system"),
])
def test_bad_rasters_are_refused(tmp_path, values, options, message):
    with pytest.raises(UserError, match=message):
        of_file(tmp_path, raster(tmp_path / "r.tif", values, **options), field="")


def test_a_raster_of_noise_is_refused_before_it_fills_the_memory(tmp_path):
    noise = np.random.default_rng(0).integers(1, 5, (200, 200))
    with pytest.raises(UserError, match=r"breaks into more than 500 patches.*(?s:.)*Sieve"):
        polygons_of_raster(raster(tmp_path / "r.tif", noise), "the reference", 500)
    with pytest.raises(UserError, match="is a raster: it has no column farm"):
        of_file(tmp_path, str(tmp_path / "r.tif"), group_field="farm")


def test_polygons_without_a_class_field_are_refused(tmp_path):
    with pytest.raises(UserError, match="No class field"):
        of_file(tmp_path, layer(tmp_path / "p.gpkg", GOOD), field="")


def test_what_is_a_raster(tmp_path):
    assert is_raster(raster(tmp_path / "r.tif", np.ones((2, 2))))
    assert not is_raster(layer(tmp_path / "p.gpkg", GOOD))
    assert not is_raster(str(tmp_path / "nothing.tif")) and not is_raster("")


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_regions_as_raster_are_those_as_polygons(tmp_path_factory, seed):
    folder = tmp_path_factory.mktemp("zones")
    values = np.random.default_rng(seed).choice([0, 3, 8], (20, 20))
    values[0, :2] = 3, 8
    path = raster(folder / "zones.tif", np.kron(values, np.ones((5, 5), int)))
    areas = load_areas(path, "", UTM31)
    assert areas.keys == ("3", "8")
    names = np.array([0, 3, 8])
    assert np.array_equal(names[areas.pixels(grid())], np.kron(values, np.ones((5, 5), int)))
    assert np.array_equal(names[areas.pixels(grid(3, 7, 9, 11))], np.kron(values, np.ones((5, 5), int))[7:18, 3:12])
    cells = [(c * 5 + 2, r * 5 + 2) for r in range(20) for c in range(20)]
    found = of_file(folder, pixels(folder, cells, [1] * 400), regions=path)
    inside = [name for name in values.ravel().tolist() if name]
    assert found.region.tolist() == [str(name) for name in inside]


def test_blocks_of_a_raster_of_regions_change_nothing(tmp_path, monkeypatch):
    values = np.kron(np.random.default_rng(0).choice([0, 3, 8], (25, 25)), np.ones((4, 4), int))
    path = raster(tmp_path / "zones.tif", values)
    monkeypatch.setattr("landweave.engine.mapping.areas._RASTER_BLOCK", 13)
    found = load_areas(path, "", UTM31, "in blocks")
    assert len(found.geometries) > 64
    assert np.array_equal(np.array([0, 3, 8])[found.pixels(grid())], values)


def prioritised(folder, rows):
    wkb = [bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb()) for wkt, _, _ in rows]
    fields = {"name": [name for _, name, _ in rows], "rank": [rank for _, _, rank in rows]}
    write_layer(folder / "ranked.gpkg", "ranked", UTM31, "Polygon", wkb, fields)
    return str(folder / "ranked.gpkg")


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(5, 40), st.integers(-2, 2)),
                min_size=1, max_size=6))
def test_the_higher_priority_holds_everywhere(tmp_path_factory, squares):
    folder = tmp_path_factory.mktemp("ranked")
    rows = [(square(c, r, s), f"zone {i}", rank) for i, (c, r, s, rank) in enumerate(squares)]
    truth = np.full((100, 100), "", object)
    for c, r, s, i, _ in sorted(((c, r, s, i, rank) for i, (c, r, s, rank) in enumerate(squares)),
                                key=lambda one: (one[4], -one[3])):
        truth[r : r + s, c : c + s] = f"zone {i}"
    source = prioritised(folder, rows)
    areas = load_areas(source, "name", UTM31, priority="rank")
    assert np.array_equal(np.array(["", *areas.keys], object)[areas.pixels(grid())], truth)
    cells = [(c, r) for r in range(2, 100, 7) for c in range(2, 100, 7)]
    if all(truth[r, c] == "" for c, r in cells):
        return
    found = of_file(folder, pixels(folder, cells, [1] * len(cells)), regions=source, region_field="name",
                    region_priority_field="rank")
    assert found.region.tolist() == [truth[r, c] for c, r in cells if truth[r, c]]


def test_a_priority_that_is_no_number_is_refused(tmp_path):
    source = prioritised(tmp_path, [(square(0, 0, 50), "a", 1), (square(40, 0, 50), "b", None)])
    with pytest.raises(UserError, match="priority field rank holds no number in feature 2"):
        prepare(tmp_path, GOOD, regions=source, region_field="name", region_priority_field="rank")


@given(st.integers(0, 1000), st.integers(2, 6))
def test_polygons_are_shared_out_whole_and_evenly(seed, parts):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(10, 60))
    codes = rng.integers(1, 5, count)
    ids = np.repeat(np.arange(1, count + 1), rng.integers(1, 4, count))
    part = shared_out(ids, codes[ids - 1], parts, np.random.default_rng(seed))
    of_polygon = {i: set(part[ids == i].tolist()) for i in range(1, count + 1)}
    assert all(len(found) == 1 for found in of_polygon.values())
    whole = np.array([of_polygon[i].pop() for i in range(1, count + 1)])
    for code in range(1, 5):
        own = np.bincount(whole[codes == code], minlength=parts)
        assert own.max() - own.min() <= 1  # every part has it where there are as many polygons as parts
    total = np.bincount(whole, minlength=parts)
    assert total.max() - total.min() <= 1


def test_large_regions_are_divided(tmp_path):
    said = Said()
    rows = [(square(2 + 12 * c, 2 + 12 * r, 5), (c + r) % 2 + 1) for r in range(8) for c in range(8)]
    source = regions(tmp_path, [(square(0, 0, 75, 100), "big"), (square(75, 0, 25, 100), "small")])
    options = {"regions": source, "region_field": "name", "largest_region_km2": 0.25}
    found = prepare(tmp_path, rows, said, **options, seed=3)
    assert set(found.region) == {"big#1", "big#2", "big#3", "small"}  # 0.75 km2 and 0.25 km2
    assert set(zip(found.region, found.codes)) == {(r, c) for r in set(found.region) for c in (1, 2)}
    assert any("Region 'big' has 1 km2: 3 models share its polygons" in e.get("message", "") for e in said.events)
    again = prepare(tmp_path, rows, **options, seed=3)
    other = prepare(tmp_path, rows, **options, seed=4)
    assert (again.region == found.region).all() and (other.region != found.region).any()
    plain = prepare(tmp_path, rows, **{**options, "largest_region_km2": 0})
    assert [name.split("#")[0] for name in found.region] == plain.region.tolist()


def test_too_few_polygons_for_the_parts_are_said(tmp_path):
    said = Said()
    rows = [*GOOD, (square(55, 5), 3)]
    source = regions(tmp_path, [(square(0, 0, 100, 100), "big")])
    found = prepare(tmp_path, rows, said, regions=source, region_field="name", largest_region_km2=0.1)
    assert set(found.region) == {"big#1", "big#2"}
    text = said.warnings()
    assert any("should have 10 models, but its polygons are enough for 2" in t for t in text)
    assert any("Class 3 has fewer polygons in region 'big' than the 2 models there" in t for t in text)


def test_a_size_without_regions_or_below_zero(tmp_path):
    said = Said()
    assert set(prepare(tmp_path, GOOD, said, largest_region_km2=0.1).region) == {"all"}
    assert any("No regions are given: one model learns" in t for t in said.warnings())
    with pytest.raises(UserError, match="largest region is -1 km2"):
        prepare(tmp_path, GOOD, largest_region_km2=-1)
