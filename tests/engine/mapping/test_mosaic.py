"""Mosaics equal GDAL's, keep what they are made of, and refuse what does not fit."""

from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal

from landweave.engine.errors import UserError
from landweave.engine.jobs import MosaicJob
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.palette import read_palette
from landweave.engine.raster.style import style_path, write_class_style
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext

CRS = spatial_reference("EPSG:32631").ExportToWkt()
BASE = Grid(CRS, 500000.0, 4800000.0, 10.0, 10.0, 900, 700)
NAMES = Nomenclature.for_codes((1, 2, 3), {1: "wheat", 2: "maize", 3: "water"})


def write(path, grid, seed=0, dtype="uint8", nodata=0, layers=1):
    values = np.random.default_rng(seed).integers(0, 4, (layers, grid.rows, grid.columns)).astype(dtype)
    colours = {e.code: e.colour for e in NAMES.entries} if dtype == "uint8" else None
    names = {e.code: e.name for e in NAMES.entries} if dtype == "uint8" else None
    texts = tuple(f"layer {n}" for n in range(layers))
    with RasterWriter(path, grid, layers, dtype, nodata, texts, colours, names) as writer:
        writer.write(grid.window, values)
    return str(path)


def run(inputs, output, target_crs=""):
    MosaicJob(tuple(inputs), str(output), target_crs).execute(RunContext())
    return gdal.Open(str(output)).ReadAsArray()


@pytest.fixture
def three(tmp_path):
    windows = (Window(0, 0, 400, 300), Window(333, 111, 500, 555), Window(-40, 250, 200, 450))
    return [write(tmp_path / f"{n}.tif", BASE.subgrid(w), n) for n, w in enumerate(windows)]


def test_equals_gdal(three, tmp_path):
    ours = run(three, tmp_path / "ours.tif")
    options = gdal.WarpOptions(format="MEM", srcNodata=0, dstNodata=0, xRes=10, yRes=10)
    theirs = gdal.Warp("", list(reversed(three)), options=options)
    with RasterReader() as reader:
        assert reader.grid(str(tmp_path / "ours.tif")).geotransform == theirs.GetGeoTransform()
    assert np.array_equal(ours, theirs.ReadAsArray())


def test_keeps_colours_names_descriptions_and_style(three, tmp_path):
    write_class_style(three[1], NAMES)
    run(three, tmp_path / "m.tif")
    colours, names = read_palette(str(tmp_path / "m.tif"))
    assert names == {1: "wheat", 2: "maize", 3: "water"}
    assert colours == {e.code: e.colour for e in NAMES.entries}
    assert style_path(tmp_path / "m.tif").read_bytes() == style_path(three[1]).read_bytes()


def test_one_raster_stays_what_it_is(tmp_path):
    one = write(tmp_path / "one.tif", BASE, 5, "uint16", 65535, layers=3)
    assert np.array_equal(run([one], tmp_path / "m.tif"), gdal.Open(one).ReadAsArray())
    with RasterReader() as reader:
        assert reader.info(str(tmp_path / "m.tif")) == reader.info(one)


@pytest.mark.parametrize(("change", "word"), [
    ({"dtype": "int16"}, "data types"), ({"nodata": 9}, "NODATA"), ({"layers": 2}, "bands"),
])
def test_other_kinds_are_refused(three, tmp_path, change, word):
    other = write(tmp_path / "other.tif", BASE, **change)
    with pytest.raises(UserError, match=word):
        run([three[0], other], tmp_path / "m.tif")
    assert not (tmp_path / "m.tif").exists()


def test_other_pixels_and_zones_are_refused_or_warped(three, tmp_path):
    shifted = write(tmp_path / "shifted.tif", replace(BASE, x_min=BASE.x_min + 4))
    zone = write(tmp_path / "zone.tif", replace(BASE, crs=spatial_reference("EPSG:32632").ExportToWkt(), x_min=21000.0))
    for other, word in ((shifted, "one grid"), (zone, "EPSG:32632")):
        with pytest.raises(UserError, match=word) as caught:
            run([three[0], other], tmp_path / "m.tif")
        assert "TARGET_CRS" in caught.value.hint
    run([three[0], zone], tmp_path / "warped.tif", "EPSG:32631")
    with RasterReader() as reader:
        grid = reader.grid(str(tmp_path / "warped.tif"))
        first = reader.grid(three[0])
        assert grid.same_pixels(first)
        window = grid.window_of(first.extent)
        ours = reader.read(str(tmp_path / "warped.tif"), 1, window)
        before = reader.read(three[0], 1, first.window)
    assert np.array_equal(ours[before > 0], before[before > 0])
    assert not list(tmp_path.glob(".landweave*"))


def test_a_crs_of_none_of_the_inputs(three, tmp_path):
    run(three[:2], tmp_path / "m.tif", "EPSG:2154")
    with RasterReader() as reader:
        info = reader.info(str(tmp_path / "m.tif"))
    assert info.grid.pixel_width == info.grid.pixel_height == 10.0
    assert info.grid.x_min % 10 == 0
    theirs = gdal.Warp("", three[0], format="MEM", dstSRS="EPSG:2154", outputBounds=info.grid.extent, xRes=10, yRes=10,
                       errorThreshold=0).ReadAsArray()
    ours = gdal.Open(str(tmp_path / "m.tif")).ReadAsArray()
    assert np.array_equal(ours[theirs > 0], theirs[theirs > 0])


def test_an_input_is_never_overwritten(three):
    with pytest.raises(UserError, match="output"):
        run(three, three[0])
