"""Layers without date: names, scales that 16 bits hold, classes, and what cannot be used."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal

from landweave.engine.errors import UserError
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.user_static import read_static, static_files
from landweave.tests.engine.products import write_raster


def look(*paths):
    with RasterReader() as reader:
        return read_static([str(p) for p in paths], reader)


def coloured(path):
    dataset = gdal.Open(str(path), gdal.GA_Update)
    table = gdal.ColorTable()
    table.SetColorEntry(1, (1, 2, 3, 255))
    dataset.GetRasterBand(1).SetColorTable(table)
    del dataset
    return path


@given(st.floats(1e-6, 1e7), st.booleans())
@settings(max_examples=30, deadline=None)
def test_decimals_keep_the_digits_that_16_bits_hold(tmp_path_factory, largest, negative):
    path = tmp_path_factory.mktemp("static") / "slope.tif"
    values = np.linspace(0, -largest if negative else largest, 20, dtype=np.float32).reshape(4, 5)
    (layer,), left = look(write_raster(path, values, nodata=-9999))
    assert left == []
    stored = np.abs(values.astype(np.float64) * layer.scale + layer.offset).max()
    assert stored <= 32767 / 2 * 1.0001
    assert np.log10(layer.scale) == pytest.approx(round(np.log10(layer.scale)))
    assert stored * 10 > 32767 / 2 * 0.9999 or layer.scale == 1e4


def test_whole_numbers_that_fit_stay_as_they_are(tmp_path):
    path = write_raster(tmp_path / "height.tif", np.array([[-300, 32767]], np.int16), nodata=-300)
    (layer,), _ = look(path)
    assert (layer.scale, layer.offset, layer.nodata, layer.categorical) == (1.0, 0.0, -300.0, False)
    (large,), _ = look(write_raster(tmp_path / "centimetres.tif", np.array([[0, 60000]], np.uint16)))
    assert large.scale == 0.1


def test_the_scale_of_the_file_counts(tmp_path):
    path = write_raster(tmp_path / "rain.tif", np.array([[0, 1000]], np.int16))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetScale(0.1)
    dataset.GetRasterBand(1).SetOffset(5.0)
    del dataset
    (layer,), _ = look(path)
    raw = np.array([0, 1000])
    assert raw * layer.scale + layer.offset == pytest.approx((raw * 0.1 + 5.0) * 100)


@pytest.mark.parametrize(("name", "colours", "dtype", "expected"), [
    ("soil_map", False, np.uint8, True),
    ("soil_depth", False, np.float32, False),
    ("units", True, np.uint8, True),
    ("aspect", False, np.uint8, False),
])
def test_classes_are_told_by_colours_and_names(tmp_path, name, colours, dtype, expected):
    path = write_raster(tmp_path / f"{name}.tif", np.array([[1, 2, 3]], dtype))
    (layer,), _ = look(coloured(path) if colours else path)
    assert layer.categorical == expected


def test_names_are_letters_and_digits_and_differ(tmp_path):
    one = write_raster(tmp_path / "a" / "my-Dem 10.tif", np.ones((2, 2), np.int16))
    two = write_raster(tmp_path / "b" / "MYDEM10.tif", np.ones((2, 2), np.int16))
    many = write_raster(tmp_path / "wc.tif", np.ones((2, 2, 2), np.int16), descriptions=("bio 1", ""))
    layers, left = look(one, two, many)
    assert left == []
    named = [(layer.name, layer.layer) for layer in layers]
    assert named == [("myDem10", 1), ("MYDEM102", 1), ("wc2", 2), ("wcBio1", 1)]


def test_what_cannot_be_used_is_said(tmp_path):
    cut = tmp_path / "cut.tif"
    write_raster(cut, np.random.default_rng(0).integers(0, 9999, (60, 60), dtype=np.int16))
    cut.write_bytes(cut.read_bytes()[:900])
    nowhere = write_raster(tmp_path / "nowhere.tif", np.ones((2, 2), np.int16), epsg=0)
    empty = write_raster(tmp_path / "empty.tif", np.zeros((2, 2), np.int16), nodata=0)
    codes = write_raster(tmp_path / "soil.tif", np.array([[40000]], np.uint16))
    layers, left = look(cut, nowhere, empty, codes)
    assert layers == ()
    assert all(item.damaged for item in left)
    for item, words in zip(left, ("again", "coordinate reference system", "every pixel is no data", "up to 40000")):
        assert words in item.reason


def test_folders_stand_for_their_rasters_and_wrong_places_are_named(tmp_path):
    first = write_raster(tmp_path / "s" / "b.tif", np.ones((2, 2), np.int16))
    second = write_raster(tmp_path / "s" / "deep" / "a.tif", np.ones((2, 2), np.int16))
    (tmp_path / "s" / "b.txt").touch()
    assert static_files((str(tmp_path / "s"), first)) == (first, second)
    with pytest.raises(UserError, match=r"STATIC_LAYERS names /nowhere/x\.tif, which does not exist"):
        static_files(("/nowhere/x.tif",))
    (tmp_path / "none").mkdir()
    with pytest.raises(UserError, match="which holds no raster"):
        static_files((str(tmp_path / "none"),))
