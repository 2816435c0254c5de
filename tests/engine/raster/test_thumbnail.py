"""Pictures of rasters: proportions, colours, no data, and size on the ground."""

import base64

import numpy as np
import pytest
from osgeo import gdal, osr

from landweave.engine.nomenclature import Entry, Nomenclature
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.thumbnail import class_thumbnail, ground_size_m, percent_thumbnail


def wkt(code):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    return reference.ExportToWkt()


def write(path, values, size=(10.0, 10.0), dtype="uint8", nodata=0, place=(500000.0, 5000000.0), crs=32631):
    grid = Grid(wkt(crs), *place, *size, values.shape[1], values.shape[0])
    with RasterWriter(path, grid, dtype=dtype, nodata=nodata) as writer:
        writer.write(grid.window, values.astype(dtype))
    return grid


def pixels(address):
    head, _, content = address.partition(",")
    assert head == "data:image/png;base64"
    gdal.FileFromMemBuffer("/vsimem/t.png", base64.b64decode(content))
    values = gdal.Open("/vsimem/t.png").ReadAsArray()
    gdal.Unlink("/vsimem/t.png")
    return np.moveaxis(values, 0, -1)


CLASSES = Nomenclature((Entry(1, "Wood", (10, 120, 30)), Entry(300, "Lake", (0, 0, 255))))


def test_colours_are_the_nomenclatures_and_no_data_is_transparent(tmp_path):
    write(tmp_path / "m.tif", np.array([[1, 300], [0, 7]]), dtype="uint16")
    picture = pixels(class_thumbnail(str(tmp_path / "m.tif"), CLASSES, side_px=2))
    assert picture[0].tolist() == [[10, 120, 30, 255], [0, 0, 255, 255]]
    assert picture[1, 0, 3] == 0
    assert picture[1, 1].tolist() == [*CLASSES.entry(7).colour, 255]


def test_a_rasters_own_nodata_is_transparent_too(tmp_path):
    write(tmp_path / "m.tif", np.array([[1, 255]]), nodata=255)
    assert pixels(class_thumbnail(str(tmp_path / "m.tif"), CLASSES, side_px=2))[0, :, 3].tolist() == [255, 0]


def test_oblong_pixels_keep_their_proportions(tmp_path):
    write(tmp_path / "m.tif", np.ones((40, 40)), size=(5.0, 10.0))
    assert pixels(class_thumbnail(str(tmp_path / "m.tif"), CLASSES, side_px=200)).shape == (200, 100, 4)


def test_degrees_are_narrower_than_high_up_north(tmp_path):
    write(tmp_path / "m.tif", np.ones((50, 50)), size=(0.001, 0.001), place=(10.0, 60.025), crs=4326)
    rows, columns, _ = pixels(class_thumbnail(str(tmp_path / "m.tif"), CLASSES, side_px=200)).shape
    assert (rows, columns) == (200, 100)


def test_a_large_raster_becomes_small(tmp_path):
    write(tmp_path / "m.tif", np.ones((900, 1800)))
    assert pixels(class_thumbnail(str(tmp_path / "m.tif"), CLASSES, side_px=100)).shape == (50, 100, 4)


def test_confidence_goes_from_red_to_green(tmp_path):
    write(tmp_path / "c.tif", np.array([[0, 100, 255]]), nodata=255)
    low, high, empty = pixels(percent_thumbnail(str(tmp_path / "c.tif"), side_px=3))[0]
    assert low[0] > low[1]
    assert high[1] > high[0]
    assert (low[3], high[3], empty[3]) == (255, 255, 0)


@pytest.mark.parametrize(("crs", "place", "size", "expected"), [
    (32631, (500000.0, 5000000.0), (10.0, 10.0), 1000.0), (4326, (3.0, 60.0), (0.001, 0.001), 0.1 * 111320 * 0.5),
    (3857, (0.0, 8399737.9), (10.0, 10.0), 500.0), (2225, (6000000.0, 2000000.0), (10.0, 10.0), 304.8),
])  # fmt: skip
def test_size_on_the_ground(crs, place, size, expected):
    width, _ = ground_size_m(Grid(wkt(crs), *place, *size, 100, 100))
    assert width == pytest.approx(expected, rel=0.01)


def test_without_crs_nothing_is_known_of_the_ground(tmp_path):
    assert ground_size_m(Grid("", 0.0, 0.0, 1.0, 1.0, 10, 10)) is None
