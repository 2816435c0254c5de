"""Layers without date: names, values, classes, and what cannot be used."""

import numpy as np
import pytest
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


def test_values_stay_as_they_are(tmp_path):
    heights = write_raster(tmp_path / "height.tif", np.array([[-300, 32767]], np.int16), nodata=-300)
    slopes = write_raster(tmp_path / "slope.tif", np.array([[0.0, 0.25]], np.float32), nodata=float("nan"))
    layers, left = look(heights, slopes)
    assert left == []
    assert [(s.name, s.scale, s.offset, s.nodata, s.categorical) for s in layers] == [
        ("height", 1.0, 0.0, -300.0, False), ("slope", 1.0, 0.0, None, False)]


def test_the_scale_of_the_file_counts(tmp_path):
    path = write_raster(tmp_path / "rain.tif", np.array([[0, 1000]], np.int16))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetScale(0.1)
    dataset.GetRasterBand(1).SetOffset(5.0)
    del dataset
    (layer,), _ = look(path)
    raw = np.array([0, 1000])
    assert raw * layer.scale + layer.offset == pytest.approx(raw * 0.1 + 5.0)


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
    layers, left = look(cut, nowhere, empty)
    assert layers == ()
    assert all(item.damaged for item in left)
    for item, words in zip(left, ("again", "coordinate reference system", "every pixel is no data")):
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
