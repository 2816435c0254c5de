"""Polygons of a map are those of GDAL, valid, without gaps, with the same corners on both sides of a border."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from osgeo import gdal, ogr

from landweave.engine.errors import UserError
from landweave.engine.jobs import VectorizeJob
from landweave.engine.postprocess import regions as regions_module
from landweave.engine.postprocess.trace import polygons_wkb, trace
from landweave.engine.postprocess.vectorize import run
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.geometry import area_m2_in
from landweave.engine.vector.layers import rasterize_polygons, read_layer
from landweave.engine.vector.styles import read_style
from landweave.tests.engine.postprocess.cases import (
    CRS,
    DEGREES,
    bytes_of,
    grid_of,
    patchy,
    regions_of,
    write_map,
)

ALONE = RunContext(workers=1)


def vectorized(folder, codes, name="out.gpkg", grid=None, **options):
    source = write_map(folder / "map.tif", codes, grid)
    result = run(VectorizeJob(source, str(folder / name), **options), ALONE)
    layer = read_layer(str(folder / name))
    assert result["POLYGONS"] == len(layer)
    return layer


def shape(wkb):
    return ogr.CreateGeometryFromWkb(wkb)


def corners_of(wkb):
    """Return the places of all corners of a polygon, and of its first corner in each ring only once."""
    polygon = shape(wkb)  # held: its rings are parts of it
    rings = [polygon.GetGeometryRef(n) for n in range(polygon.GetGeometryCount())]
    return {point for ring in rings for point in ring.GetPoints()}


def polygonized(path):
    """Return GDAL's polygons by code."""
    memory = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = memory.CreateLayer("p", None, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("code", ogr.OFTInteger))
    dataset = gdal.Open(str(path))
    gdal.Polygonize(dataset.GetRasterBand(1), dataset.GetRasterBand(1).GetMaskBand(), layer, 0, [])
    return [(f.GetField(0), f.GetGeometryRef().Clone()) for f in layer]


@settings(max_examples=60, deadline=None)
@given(arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 2)))
def test_every_region_is_one_valid_polygon_of_its_area(codes):
    labels = regions_of(codes).astype(np.int32)
    rings = trace(labels, np.zeros(labels.shape, np.bool_), 0, len(labels))
    rings = rings.taken(np.argsort(rings.regions, kind="stable"))
    numbers, found, places = polygons_wkb(rings, 0.0, 0.0, 1.0, 1.0)
    assert numbers.tolist() == list(range(1, labels.max() + 1))
    for number, start, end in zip(numbers, places, places[1:]):
        polygon = shape(bytes(found[start:end]))
        assert polygon.IsValid()
        assert polygon.Area() == (labels == number).sum()
        x, y = np.array(polygon.GetGeometryRef(0).GetPoints()).T
        assert (x[:-1] * y[1:] - x[1:] * y[:-1]).sum() > 0  # counter-clockwise


def test_the_polygons_are_those_of_gdal(tmp_path):
    layer = vectorized(tmp_path, patchy(1, 40, 50))
    theirs = {(code, p.GetEnvelope(), p.Area()): p for code, p in polygonized(tmp_path / "map.tif")}
    assert len(layer) == len(theirs)
    for code, wkb, area in zip(layer.fields["code"], layer.geometries, layer.fields["area_m2"]):
        ours = shape(wkb)
        other = theirs[code, ours.GetEnvelope(), ours.Area()]
        other = other if other.IsValid() else other.MakeValid()
        assert ours.SymDifference(other).Area() == 0
        assert ours.Area() == area


def test_neighbours_have_the_same_corners(tmp_path):
    """Every corner of a polygon on the outline of another is a corner of that one as well."""
    layer = vectorized(tmp_path, patchy(2, 25, 25, coarse=4))
    shapes = [shape(wkb) for wkb in layer.geometries]
    corners = [corners_of(wkb) for wkb in layer.geometries]
    checked = 0
    for number, one in enumerate(shapes):
        for point in corners[number]:
            place = ogr.Geometry(ogr.wkbPoint)
            place.AddPoint_2D(*point)
            for other, its in zip(shapes, corners):
                if other.Touches(place) and other is not one:
                    assert point in its
                    checked += 1
    assert checked > 500


def test_the_map_comes_back_from_its_polygons(tmp_path):
    codes = patchy(3, 300, 200)
    layer = vectorized(tmp_path, codes)
    assert np.array_equal(rasterize_polygons(layer.geometries, layer.fields["code"], grid_of(codes), CRS), codes)
    assert sum(layer.fields["area_m2"]) == 100 * np.count_nonzero(codes)


def test_strips_cut_nothing(tmp_path, monkeypatch):
    codes = patchy(4, 700, 90)
    whole = vectorized(tmp_path, codes)
    monkeypatch.setattr(regions_module, "_STRIP_PIXELS", 1)
    cut = vectorized(tmp_path, codes)
    assert sorted(whole.geometries) == sorted(cut.geometries)
    assert len(whole) == regions_of(codes).max()


@pytest.mark.parametrize("name", ["out.gpkg", "out.fgb", "out.shp"])
def test_formats_hold_the_same_and_the_same_bytes(tmp_path, name):
    codes = patchy(5)
    (tmp_path / "names.csv").write_text("code,name,colour\n1,blé,#ff0000\n2,water,#0000ff\n", encoding="utf-8")
    names = str(tmp_path / "names.csv")
    plain = vectorized(tmp_path, codes, nomenclature=names)
    layer = vectorized(tmp_path, codes, name, nomenclature=names)
    files = {path.name: bytes_of(path) for path in tmp_path.glob("out.*")}
    vectorized(tmp_path, codes, name, nomenclature=names)
    assert {path.name: bytes_of(path) for path in tmp_path.glob("out.*")} == files
    rows = sorted(zip(layer.fields["code"], layer.fields["name"], layer.fields["area_m2"]))
    assert rows == sorted(zip(*(plain.fields[key] for key in ("code", "name", "area_m2"))))
    assert {row[:2] for row in rows} == {(1, "blé"), (2, "water"), (3, "3"), (4, "4")}
    style = read_style(str(tmp_path / name))
    assert 'attr="code"' in style and "255,0,0,255" in style and 'label="blé"' in style
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".landweave") or "part" in path.name]


def test_areas_of_a_map_in_degrees_are_those_on_the_ground(tmp_path):
    codes = np.ones((20, 10), np.uint8)
    layer = vectorized(tmp_path, codes, grid=grid_of(codes, DEGREES, 0.01, 2.0, 60.1))
    # At 60 degrees north a degree is 111.412 km long and 55.800 km wide (WGS 84).
    assert layer.fields["area_m2"][0] == pytest.approx(0.2 * 111_412 * 0.1 * 55_800, rel=2e-3)


def test_a_map_of_one_class(tmp_path):
    layer = vectorized(tmp_path, np.full((30, 40), 7, np.uint8))
    assert len(layer) == 1
    assert corners_of(layer.geometries[0]) == {(x, y) for x in (500_000, 500_400) for y in (4_799_700, 4_800_000)}


def test_what_cannot_be_is_said(tmp_path):
    with pytest.raises(UserError, match="no ending of a format"):
        vectorized(tmp_path, patchy(1), "out.geojson")
    many = write_map(tmp_path / "many.tif", np.arange(70_000).reshape(250, 280), dtype="int32", nodata=None)
    with pytest.raises(UserError, match="holds the value 65536"):
        run(VectorizeJob(many, str(tmp_path / "out.gpkg")), ALONE)
    with pytest.raises(UserError, match="no coordinate reference system"):
        vectorized(tmp_path, patchy(1), grid=grid_of(patchy(1), crs=""))
    assert not (tmp_path / "out.gpkg").exists()


def test_areas_of_a_mercator_map_are_those_on_the_ground(tmp_path):
    mercator = spatial_reference("EPSG:3857").ExportToWkt()
    codes = patchy(3, 30, 40)
    y = 5_300_000.0
    layer = vectorized(tmp_path, codes, grid=grid_of(codes, mercator, x_min=0.0, y_max=y))
    latitude = 2 * np.arctan(np.exp(y / 6_378_137.0)) - np.pi / 2
    shorter = np.cos(latitude)  # on a sphere; the ellipsoid differs by less than 1 %
    ground = np.count_nonzero(codes) * 100.0 * shorter**2
    assert sum(layer.fields["area_m2"]) == pytest.approx(ground, rel=0.01)
    area = area_m2_in(mercator)
    assert [area(shape(wkb)) for wkb in layer.geometries] == pytest.approx(layer.fields["area_m2"], rel=1e-4)
