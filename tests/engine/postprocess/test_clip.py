"""What is cut by zones is all there, once, in the file of its zone."""

from pathlib import Path

import pytest
from osgeo import ogr

from landweave.engine.errors import UserError
from landweave.engine.jobs import ClipByZonesJob, VectorizeJob
from landweave.engine.postprocess import clip, vectorize
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import Layer, read_layer, reproject_geometries, write_layers
from landweave.engine.vector.styles import read_style
from landweave.tests.engine.postprocess.cases import CRS, DEGREES, bytes_of, patchy, write_map

# The map is 700 m x 600 m from (500000, 4800000); the slanting border runs between its two halves.
WEST = "POLYGON ((499000 4802000, 500400 4802000, 500200 4798000, 499000 4798000, 499000 4802000))"
EAST = "POLYGON ((500400 4802000, 502000 4802000, 502000 4798000, 500200 4798000, 500400 4802000))"
FAR = "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))"


def wkb(text):
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToIsoWkb())


def polygons(folder):
    run = vectorize.run
    run(VectorizeJob(write_map(folder / "map.tif", patchy(1)), str(folder / "polygons.gpkg")), RunContext())
    return str(folder / "polygons.gpkg")


def zones(folder, shapes, names, crs=CRS):
    moved = reproject_geometries([wkb(text) for text in shapes], CRS, crs) if crs else [wkb(text) for text in shapes]
    write_layers(folder / "zones.gpkg", [Layer("zones", crs, "Polygon", tuple(moved), {"who": list(names)})])
    return str(folder / "zones.gpkg")


def cut(folder, source, zones_path, said=None, **options):
    job = ClipByZonesJob(source, zones_path, "who", str(folder / "cut"), **options)
    emit = (lambda e: said.append(e.get("message", ""))) if said is not None else (lambda e: None)
    clip.run(job, RunContext(emit=emit))
    files = sorted(path for path in (folder / "cut").iterdir() if path.suffix in (".gpkg", ".fgb", ".shp"))
    return {path.name: read_layer(str(path)) for path in files}


def total(layer):
    return sum(ogr.CreateGeometryFromWkb(shape).Area() for shape in layer.geometries)


@pytest.mark.parametrize("crs", [CRS, DEGREES], ids=["same CRS", "degrees"])
def test_all_is_there_and_once(tmp_path, crs):
    source, said = polygons(tmp_path), []
    count = 2 if crs == DEGREES else 3  # the far zone has no place there
    found = cut(tmp_path, source, zones(tmp_path, [WEST, EAST, FAR][:count], ["a/b", "Ost", "far"][:count], crs), said)
    assert sorted(found) == ["Ost.gpkg", "a_b.gpkg"]
    assert ("far" in " ".join(said)) == (crs == CRS)
    whole = read_layer(source)
    assert sum(map(total, found.values())) == pytest.approx(total(whole), rel=1e-6)
    for name, layer in found.items():
        assert sum(layer.fields["area_m2"]) == pytest.approx(total(layer))
        assert all(ogr.CreateGeometryFromWkb(shape).IsValid() for shape in layer.geometries)
        assert read_style(str(tmp_path / "cut" / name)) == read_style(source)
    half = ogr.CreateGeometryFromWkt(WEST)
    expected = sum(ogr.CreateGeometryFromWkb(shape).Intersection(half).Area() for shape in whole.geometries)
    assert total(found["a_b.gpkg"]) == pytest.approx(expected, rel=1e-5)


def test_zones_of_one_name_are_one_and_some_are_chosen(tmp_path):
    source = polygons(tmp_path)
    found = cut(tmp_path, source, zones(tmp_path, [WEST, EAST], ["one", "one"]), format="shp", prefix="district_")
    assert list(found) == ["district_one.shp"]
    assert total(found["district_one.shp"]) == pytest.approx(total(read_layer(source)))
    assert len(found["district_one.shp"]) == len(read_layer(source))
    before = bytes_of(tmp_path / "cut" / "district_one.shp")
    cut(tmp_path, source, zones(tmp_path, [WEST, EAST], ["one", "one"]), format="shp", prefix="district_")
    assert bytes_of(tmp_path / "cut" / "district_one.shp") == before
    only = cut(tmp_path, source, zones(tmp_path, [WEST, EAST], ["1", "2"]), zone_values=("2",))
    assert "2.gpkg" in only and "1.gpkg" not in only


def test_names_that_files_do_not_take(tmp_path):
    found = cut(tmp_path, polygons(tmp_path), zones(tmp_path, [WEST, EAST], ["L'Été: 1", "l été 1"]))
    assert len(found) == 2 and all(Path(name).stem.replace("_", "").isalnum() for name in found)


@pytest.mark.parametrize(
    ("shapes", "crs", "options", "said"),
    [([FAR], CRS, {}, "No zone of"), ([WEST], "", {}, "no coordinate reference system"),
     ([WEST], CRS, {"zone_values": ("x",)}, "has the value 'x'"), ([WEST], CRS, {"format": "csv"}, "FORMAT")],
)  # fmt: skip
def test_what_cannot_be_is_said(tmp_path, shapes, crs, options, said):
    with pytest.raises(UserError, match=said):
        cut(tmp_path, polygons(tmp_path), zones(tmp_path, shapes, ["a"], crs), **options)
