"""Warping and reprojection: what GDAL cannot do is said with its file and its remedy."""

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from landweave.engine.errors import UserError
from landweave.engine.raster import warp
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.tests.engine.products import write_raster

UTM31 = warp.spatial_reference("EPSG:32631").ExportToWkt()
ENGINEERING = 'LOCAL_CS["site",UNIT["metre",1]]'


@pytest.fixture
def raster(tmp_path):
    return write_raster(tmp_path / "in" / "a.tif", np.random.default_rng(0).integers(1, 99, (200, 200), dtype=np.uint8))


def test_a_warp_to_its_own_grid_changes_nothing(raster, tmp_path):
    with RasterReader() as reader:
        grid = reader.grid(raster)
        warp.warp_to_grid(raster, grid, str(tmp_path / "out.tif"))
        assert np.array_equal(*(reader.read(p, 1, grid.window) for p in (raster, str(tmp_path / "out.tif"))))


def test_a_cut_raster_is_named(raster, tmp_path):
    with RasterReader() as reader:
        grid = reader.grid(raster)
    with Path(raster).open("r+b") as file:
        file.truncate(9000)
    (tmp_path / "out").mkdir()
    with pytest.raises(UserError, match=r"a\.tif could not be warped to EPSG:32631") as caught:
        warp.warp_to_grid(raster, grid, str(tmp_path / "out" / "b.tif"))
    assert caught.value.hint
    assert list((tmp_path / "out").iterdir()) == []


def test_a_full_disk_is_said(raster, tmp_path, monkeypatch):
    def full(*_, **__):
        raise RuntimeError("b.tif: write error: No space left on device")

    with RasterReader() as reader:
        grid = reader.grid(raster)
    monkeypatch.setattr(gdal, "Warp", full)
    with pytest.raises(UserError, match=r"The disk is full: .*b\.tif"):
        warp.warp_to_grid(raster, grid, str(tmp_path / "b.tif"))
    assert not (tmp_path / "b.tif").exists()


@pytest.mark.parametrize(("extent", "target"), [((1e30, 1e30, 2e30, 2e30), "EPSG:4326"),
                                                ((0.0, 0.0, 1.0, 1.0), ENGINEERING)])
def test_an_extent_without_a_place_in_the_other_crs_is_refused(extent, target):
    with pytest.raises(UserError, match=r"extent .* cannot be brought from EPSG:32631 to") as caught:
        warp.reproject_extent(extent, UTM31, target)
    assert caught.value.hint


def test_a_grid_without_a_place_in_the_other_crs_is_refused():
    with pytest.raises(UserError, match="pixel grid of the images cannot be brought from EPSG:32631"):
        warp.grid_in_crs(Grid(UTM31, 0.0, 0.0, 10.0, 10.0, 5, 5), ENGINEERING)
