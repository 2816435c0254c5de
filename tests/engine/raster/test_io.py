"""Rasters are written whole or not at all, and what is damaged is said."""

import shutil
import subprocess

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.warp import grid_in_crs, reproject_extent, spatial_reference, warp_to_grid

GRID = Grid(spatial_reference("EPSG:32631").ExportToWkt(), 500000.0, 4900000.0, 10.0, 10.0, 700, 300)
VALUES = np.random.default_rng(1).integers(0, 5000, (2, 300, 700)).astype("int16")


def write(path, grid=GRID, values=VALUES):
    with RasterWriter(path, grid, len(values), "int16", -10000, ["B2", "B3"]) as writer:
        for window in grid.blocks(256, 256):
            rows = slice(window.row, window.row + window.rows)
            writer.write(window, values[:, rows, window.column : window.column + window.columns])


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    path = tmp_path_factory.mktemp("io") / "a.tif"
    write(path)
    return path


def test_header_and_values_come_back(image):
    with RasterReader() as reader:
        info = reader.info(str(image))
        assert (info.grid, info.layers, info.dtype, info.nodata) == (GRID, 2, "int16", -10000)
        assert info.descriptions == ("B2", "B3")
        assert (reader.read(str(image), 2, GRID.window) == VALUES[1]).all()


@given(column=st.integers(-40, 720), row=st.integers(-40, 320), columns=st.integers(1, 60), rows=st.integers(1, 60))
def test_a_window_may_reach_outside(image, column, row, columns, rows):
    padded = np.pad(VALUES[0], 100, constant_values=-1)
    with RasterReader() as reader:
        read = reader.read(str(image), 1, Window(column, row, columns, rows), -1)
    assert (read == padded[row + 100 : row + 100 + rows, column + 100 : column + 100 + columns]).all()


def test_a_failed_write_leaves_nothing(tmp_path):
    with pytest.raises(RuntimeError, match="stop"), RasterWriter(tmp_path / "a.tif", GRID) as writer:
        writer.write(Window(0, 0, 700, 1), np.ones((1, 700), "uint8"))
        raise RuntimeError("stop")
    assert list(tmp_path.iterdir()) == []


def test_a_truncated_file_is_named(image, tmp_path):
    short = tmp_path / "short.tif"
    short.write_bytes(image.read_bytes()[: image.stat().st_size // 2])
    with RasterReader() as reader, pytest.raises(UserError, match=r"short\.tif is damaged"):
        reader.read(str(short), 2, GRID.window)


def test_what_is_no_raster_is_named(tmp_path):
    (tmp_path / "text.tif").write_text("no raster")
    with RasterReader() as reader:
        with pytest.raises(UserError, match=r"text\.tif is damaged or not a raster"):
            reader.info(str(tmp_path / "text.tif"))
        with pytest.raises(UserError, match="does not exist"):
            reader.info(str(tmp_path / "none.tif"))


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", small], check=False)
    if mounted.returncode:
        pytest.skip("only an administrator can mount a small disk")
    try:
        with pytest.raises(UserError, match="disk is full"):
            write(small / "a.tif")
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", small], check=True)


def test_warping_to_the_own_grid_changes_nothing(image, tmp_path):
    warp_to_grid(str(image), GRID, str(tmp_path / "w.tif"))
    with RasterReader() as reader:
        assert (reader.read(str(tmp_path / "w.tif"), 1, GRID.window) == VALUES[0]).all()


def test_an_extent_goes_to_another_crs_and_covers_itself_coming_back():
    there = reproject_extent(GRID.extent, GRID.crs, "EPSG:4326")
    back = reproject_extent(there, "EPSG:4326", GRID.crs)
    assert back[0] <= GRID.extent[0]
    assert back[3] >= GRID.extent[3]
    assert grid_in_crs(GRID, "EPSG:32630").pixel_width == pytest.approx(10.0, rel=0.1)


def test_more_threads_compress_to_the_same_bytes(tmp_path):
    values = np.random.default_rng(2).integers(0, 3000, (20, 600, 500)).astype(np.int16)
    grid = Grid(spatial_reference("EPSG:32631").ExportToWkt(), 0.0, 0.0, 10.0, 10.0, 500, 600)
    for threads in (1, 2, 5):
        with RasterWriter(tmp_path / f"{threads}.tif", grid, 20, "int16", -32768, threads=threads) as writer:
            for first in range(0, 20, 8):
                writer.write(grid.window, values[first : first + 8], first + 1)
    assert (tmp_path / "1.tif").read_bytes() == (tmp_path / "2.tif").read_bytes() == (tmp_path / "5.tif").read_bytes()
    np.testing.assert_array_equal(gdal.Open(str(tmp_path / "5.tif")).ReadAsArray(), values)
