"""Statistics by polygon are those of a loop over polygons and pixel centres."""

import numpy as np
import pytest
from osgeo import ogr

from landweave.engine.errors import UserError
from landweave.engine.jobs import ZonalStatisticsJob
from landweave.engine.postprocess import zonal
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import Layer, read_layer, reproject_geometries, write_layers
from landweave.engine.vector.styles import read_style
from landweave.tests.engine.postprocess.cases import CRS, DEGREES, grid_of, patchy, write_map


def circles(seed, count=14, size=600.0, radius=90.0):
    """Return round polygons that overlap, one of them outside, one smaller than a pixel."""
    random = np.random.default_rng(seed)
    shapes = []
    for x, y in random.uniform(0, size, (count - 2, 2)):
        place = ogr.CreateGeometryFromWkt(f"POINT ({500_000 + x} {4_800_000 - y})")
        shapes.append(place.Buffer(random.uniform(20, radius)))
    shapes.append(ogr.CreateGeometryFromWkt("POINT (499000 4800000)").Buffer(50))
    shapes.append(ogr.CreateGeometryFromWkt("POINT (500040 4799960)").Buffer(2))
    return [bytes(shape.ExportToIsoWkb()) for shape in shapes]


def squares(side=150.0, count=4):
    """Return squares side by side."""
    wkt = "POLYGON (({x0} {y0}, {x0} {y1}, {x1} {y1}, {x1} {y0}, {x0} {y0}))"
    found = []
    for row, column in np.ndindex(count, count):
        x, y = 500_003 + column * side, 4_799_998 - row * side
        shape = ogr.CreateGeometryFromWkt(wkt.format(x0=x, x1=x + side, y0=y - side, y1=y))
        found.append(bytes(shape.ExportToIsoWkb()))
    return found


def inside(wkb, rows, columns, pixel=10.0):
    """Return where pixel centres lie in a polygon, one at a time."""
    shape = ogr.CreateGeometryFromWkb(wkb)
    found = np.zeros((rows, columns), bool)
    for row, column in np.ndindex(rows, columns):
        place = ogr.Geometry(ogr.wkbPoint)
        place.AddPoint_2D(500_000 + (column + 0.5) * pixel, 4_800_000 - (row + 0.5) * pixel)
        found[row, column] = shape.Contains(place)
    return found


def zones(path, shapes, crs=CRS):
    write_layers(path, [Layer("zones", crs, "Polygon", tuple(shapes), {"who": [f"z{n}" for n in range(len(shapes))]})])
    return str(path)


@pytest.mark.parametrize("make", [lambda: circles(1), lambda: circles(2), squares], ids=["1", "2", "side by side"])
def test_figures_are_those_of_a_loop(tmp_path, monkeypatch, make):
    monkeypatch.setattr(zonal, "_SIDE", 25)
    random = np.random.default_rng(3)
    codes, shapes = patchy(1), make()
    confidence = random.integers(0, 101, codes.shape)
    confidence[random.random(codes.shape) < 0.2] = 255
    validity = random.integers(0, 40, codes.shape)
    height = random.normal(300, 20, (40, 30)).astype(np.float32)
    height[:5] = np.nan
    paths = {
        "map": write_map(tmp_path / "map.tif", codes),
        "confidence": write_map(tmp_path / "confidence.tif", confidence, nodata=255),
        "validity": write_map(tmp_path / "validity.tif", validity, dtype="uint16", nodata=None),
        "rasters": (write_map(tmp_path / "height.tif", height, grid_of(height, pixel=20.0), "float32", None),),
    }
    run = zonal.run
    run(ZonalStatisticsJob(zones(tmp_path / "zones.gpkg", shapes), str(tmp_path / "out.gpkg"), **paths), RunContext())
    found = read_layer(str(tmp_path / "out.gpkg")).fields
    assert found["who"] == [f"z{n}" for n in range(len(shapes))]
    for row, wkb in enumerate(shapes):
        here, coarse = inside(wkb, *codes.shape), inside(wkb, *height.shape, 20.0)
        own = codes[here & (codes > 0)]
        assert found["pixels"][row] == own.size
        counts = np.bincount(own, minlength=5)
        for code in range(1, 5):
            share = found[f"share_{code}"][row]
            assert share is None if not own.size else share == pytest.approx(100 * counts[code] / own.size, abs=0.0051)
        if own.size:
            assert found["majority"][row] == counts.argmax()
            assert found["maj_name"][row] == str(counts.argmax())
        for name, values in (("conf", confidence[here & (confidence != 255)]), ("valid", validity[here]),
                             ("height", height[coarse & np.isfinite(height)])):  # fmt: skip
            mean, std = found[f"{name}_mean"][row], found[f"{name}_std"][row]
            if values.size:
                assert mean == pytest.approx(values.astype(float).mean(), rel=6e-6)
                assert std == pytest.approx(values.astype(float).std(), rel=6e-6, abs=1e-12)
            else:
                assert mean is None and std is None


def test_polygons_in_another_crs_and_what_is_said(tmp_path):
    codes, said = patchy(2), []
    shapes = circles(4)
    moved = reproject_geometries(shapes, CRS, DEGREES)
    source = write_map(tmp_path / "map.tif", codes)
    for name, wkb, crs in (("here", shapes, CRS), ("there", moved, DEGREES)):
        job = ZonalStatisticsJob(zones(tmp_path / f"{name}.gpkg", wkb, crs), str(tmp_path / f"out_{name}.gpkg"), source)
        zonal.run(job, RunContext(emit=lambda e: said.append(e["message"]) if e["event"] == "warning" else None))
    here, there = (read_layer(str(tmp_path / f"out_{name}.gpkg")).fields["pixels"] for name in ("here", "there"))
    assert np.abs(np.array(here) - there).max() <= 2  # a circle's corners are joined by straight lines in either
    assert len(said) == 2 and "2 of 14 polygons hold no pixel centre" in said[0]


def test_a_shapefile_has_short_names(tmp_path):
    source = zones(tmp_path / "zones.gpkg", squares())
    height = write_map(tmp_path / "elevation_model.tif", patchy(1), nodata=None)
    job = ZonalStatisticsJob(source, str(tmp_path / "out.shp"), height, rasters=(height,))
    zonal.run(job, RunContext())
    names = list(read_layer(str(tmp_path / "out.shp")).fields)
    assert len(names) == len(set(names)) == 10 and max(map(len, names)) <= 10


def test_what_is_missing_is_said(tmp_path):
    source = zones(tmp_path / "zones.gpkg", squares())
    with pytest.raises(UserError, match="no raster"):
        zonal.run(ZonalStatisticsJob(source, str(tmp_path / "out.gpkg")), RunContext())
    nowhere = write_map(tmp_path / "map.tif", patchy(1), grid_of(patchy(1), crs=""))
    with pytest.raises(UserError, match="no coordinate reference system"):
        zonal.run(ZonalStatisticsJob(source, str(tmp_path / "out.gpkg"), nowhere), RunContext())
    points = Layer("p", CRS, "Point", (bytes(ogr.CreateGeometryFromWkt("POINT (1 2)").ExportToIsoWkb()),), {})
    write_layers(tmp_path / "points.gpkg", [points])
    with pytest.raises(UserError, match="holds a point"):
        zonal.run(ZonalStatisticsJob(str(tmp_path / "points.gpkg"), str(tmp_path / "out.gpkg"), nowhere), RunContext())


@pytest.mark.parametrize("name", ["out.gpkg", "out.fgb", "out.shp"])
def test_columns_of_shares_are_shown_by_the_names_of_the_classes(tmp_path, name):
    """Also codes of five digits keep columns of their own in a Shapefile, whose names have ten characters."""
    codes = np.where(patchy(1) == 1, 1000, np.where(patchy(1) == 2, 10000, 10001)).astype(np.uint16)
    source = write_map(tmp_path / "map.tif", codes, dtype="uint16")
    (tmp_path / "names.csv").write_text("code,name\n1000,blé & maïs\n10000,water\n", encoding="utf-8")
    run = zonal.run
    run(ZonalStatisticsJob(zones(tmp_path / "zones.gpkg", circles(1)), str(tmp_path / name), source,
                           nomenclature=str(tmp_path / "names.csv")), RunContext())
    found = read_layer(str(tmp_path / name)).fields
    long = "share" if name.endswith("shp") else "share_"
    columns = {"share_1000": "blé &amp; maïs (%)", f"{long}10000": "water (%)", f"{long}10001": "10001 (%)"}
    assert [column for column in found if column.startswith("share")] == list(columns)
    style = read_style(str(tmp_path / name))
    for column, shown in columns.items():
        assert f'field="{column}"' in style and f'name="{shown}"' in style
    for row in zip(*(found[column] for column in columns)):
        assert row[0] is None or sum(row) == pytest.approx(100, abs=0.02)
