"""Blocks suit the files and the memory: JPEG 2000 is decoded once where it can be, halos and all sensors count."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal

from landweave.engine.mapping.block_bytes import bytes_per_pixel
from landweave.engine.mapping.blocks import COMPUTE_PIXELS, plan_blocks, strips
from landweave.engine.mapping.tile_series import SensorSeries, TileSeries
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.series.plan import Group, SensorPlan, SeriesPlan
from landweave.tests.engine.products import write_raster

CRS = spatial_reference("EPSG:32631").ExportToWkt()
GRID = Grid(CRS, 300000.0, 4900020.0, 10.0, 10.0, 1500, 1300)


@settings(deadline=None)
@given(st.integers(0, 4000), st.integers(1, 3000), st.integers(1, 1500), st.integers(1, 200000), st.integers(1, 1500))
def test_strips_never_reach_over_two_file_blocks_that_they_do_not_hold(row, rows, columns, pixels, file_rows):
    found = strips(Window(5, row, columns, rows), pixels, file_rows)
    assert [s.row for s in found] == [row, *[s.row + s.rows for s in found[:-1]]]
    assert found[-1].row + found[-1].rows == row + rows
    assert all(s.pixels <= pixels or s.rows == 1 for s in found)
    if file_rows * columns > pixels:
        assert all(s.row // file_rows == (s.row + s.rows - 1) // file_rows for s in found)
        assert len(found) <= (rows // file_rows + 2) * (file_rows // max(pixels // columns, 1) + 1)


def jp2(path):
    memory = gdal.GetDriverByName("MEM").Create("", GRID.columns, GRID.rows, 1, gdal.GDT_UInt16)
    memory.SetGeoTransform(GRID.geotransform)
    memory.SetProjection(GRID.crs)
    options = ["BLOCKXSIZE=1024", "BLOCKYSIZE=1024", "REVERSIBLE=YES", "QUALITY=100"]
    gdal.GetDriverByName("JP2OpenJPEG").CreateCopy(str(path), memory, options=options)
    return str(path)


def tile_of(path, dates=3, grid=GRID, **plan):
    sensor = SensorPlan("S2", ("B2",), (), (), ("2020-01-01",))
    products = tuple(
        Product(str(n), "x", "S2", "T", str(date.fromordinal(737000 + n)), path, grid, (BandSource("B2", path),))
        for n in range(dates)
    )
    return TileSeries("T", GRID, SeriesPlan((sensor,), **plan), (SensorSeries(sensor, products),))


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    if gdal.GetDriverByName("JP2OpenJPEG") is None:
        pytest.skip("GDAL cannot write JPEG 2000 here")
    return jp2(tmp_path_factory.mktemp("jp2") / "x.jp2")


def test_jpeg_2000_is_read_in_whole_blocks(image):
    plan = plan_blocks((tile_of(image),), RunContext(workers=1))
    assert plan.read_pixels == 1024 * 1024
    assert plan.task_shape[0] % 1024 == 0
    assert plan.task_shape[1] == 1024


def test_memory_that_holds_no_whole_block_is_told_and_cuts_it_evenly(image):
    said = []

    class Told(RunContext):
        def log(self, message):
            said.append(message)

    plan = plan_blocks((tile_of(image, dates=300),), Told(workers=1, memory_mib=1024))
    times = [int(m.split("decoded ")[1].split()[0]) for m in said if "JPEG 2000" in m]
    assert len(times) == 1
    assert plan.read_pixels == -(-1024 // times[0]) * 1024
    assert len(strips(Window(0, 0, 1024, 1024), plan.read_pixels, plan.file_rows)) == times[0]


def test_a_halo_makes_squares_and_counts(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.zeros((GRID.rows, GRID.columns), np.int16))
    around = Group("neighbourhood", {"window": 61, "sources": ["B2"], "statistics": ["mean"], "over_time": "p50"})
    tile = tile_of(path, around=(around,))
    plan = plan_blocks((tile,), RunContext(workers=1))
    rows, columns = plan.read_pixels // plan.task_shape[1], plan.task_shape[1]
    halo = tile.plan.halo
    assert halo > 0
    assert (rows + 2 * halo) * (columns + 2 * halo) <= 1 << 17
    assert rows * columns > 0.4 * (1 << 17)


def test_what_lies_on_other_pixels_costs_more(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.zeros((8, 8), np.int16))
    same, other = tile_of(path), tile_of(path, grid=replace(GRID, x_min=GRID.x_min + 3))
    assert bytes_per_pixel(other) > bytes_per_pixel(same) + 64
    assert bytes_per_pixel(tile_of(path, dates=6)) > bytes_per_pixel(same)
    empty = replace(same, sensors=(SensorSeries(same.sensors[0].plan, ()),))
    assert bytes_per_pixel(empty) > 0


def test_rasters_of_hundreds_of_bands_take_no_more_memory_than_one_of_few(tmp_path):
    """A task's results stay within a bound whatever their number of layers, down to what is computed at once."""
    image = str(tmp_path / "image.tif")
    write_raster(image, np.zeros((1, 2048, 2048), np.int16))
    tiles = (tile_of(image),)
    for layers in (1, 100, 1000, 20000):
        plan = plan_blocks(tiles, RunContext(workers=1), result_bytes=2 * layers)
        rows, columns = plan.task_shape
        assert rows * columns * 2 * layers <= 128 << 20 or rows * columns <= COMPUTE_PIXELS
