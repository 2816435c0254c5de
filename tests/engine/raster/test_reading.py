"""Runs read JPEG 2000 through the cache when asked to, in every process, and write the same bytes."""

import time
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from landweave.engine.catalogue.store import Catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs import GapFillJob
from landweave.engine.raster.io import BLOCK_CACHE_BYTES, RasterReader
from landweave.engine.raster.reading import Reading, reading_as
from landweave.engine.raster.tile_cache import TileCache
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors.product import BandSource, Product

DAYS = ("2020-01-05", "2020-03-01", "2020-06-11")
pytestmark = pytest.mark.skipif(
    gdal.GetDriverByName("JP2OpenJPEG") is None, reason="this GDAL cannot write JPEG 2000")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    """Three dates of two bands in JPEG 2000, files that rest for longer than the cache wants."""
    folder, products = tmp_path_factory.mktemp("images"), []
    for number, day in enumerate(DAYS):
        bands = []
        for band in ("B4", "B8"):
            made = gdal.GetDriverByName("MEM").Create("", 320, 256, 1, gdal.GDT_UInt16)
            made.SetGeoTransform((399960, 10, 0, 4900020, 0, -10))
            made.SetProjection(_wkt())
            values = np.random.default_rng(number).integers(0, 9000, (256, 320)).astype(np.uint16)
            made.GetRasterBand(1).WriteArray(values)
            path = str(folder / f"{day}_{band}.jp2")
            gdal.GetDriverByName("JP2OpenJPEG").CreateCopy(
                path, made, options=["QUALITY=100", "REVERSIBLE=YES"]).FlushCache()
            bands.append(BandSource(band, path, 1, nodata=0, offset=-1000.0))
        with RasterReader() as reader:
            grid = reader.grid(bands[0].path)
        products.append(Product(day, "user", "U", "T", day, str(folder), grid, tuple(bands), ()))
    path = str(folder / "catalogue.gpkg")
    save_catalogue(path, Catalogue(tuple(products)))
    settled = time.time() + 2.2
    while time.time() < settled:
        time.sleep(0.1)
    return path


def _wkt():
    from osgeo import osr

    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32631)
    return reference.ExportToWkt()


def _filled(catalogue, output, **options):
    GapFillJob(catalogue, str(output)).execute(RunContext(memory_mib=700, **options))
    return Path(output).read_bytes()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_writes_the_same_bytes_with_the_cache(catalogue, tmp_path, workers):
    plain = _filled(catalogue, tmp_path / "plain.tif", workers=workers)
    cache = TileCache(str(tmp_path / "cache"), 1 << 30)
    first = _filled(catalogue, tmp_path / "first.tif", workers=workers, cache=cache.folder, cache_gib=1)
    entries = {p.name: p.stat().st_mtime_ns for p in cache.place.glob("*.tif")}
    again = _filled(catalogue, tmp_path / "again.tif", workers=3 - workers, cache=cache.folder)
    assert first == plain and again == plain
    assert len(entries) == 6
    assert {p.name: p.stat().st_mtime_ns for p in cache.place.glob("*.tif")} == entries


def test_a_process_reads_as_before_when_the_run_is_over(catalogue, tmp_path):
    reading = Reading.of(RunContext(cache=str(tmp_path / "cache"), block_cache_bytes=2 * BLOCK_CACHE_BYTES))
    path = str(next(Path(catalogue).parent.glob("*.jp2")))
    with reading_as(reading):
        assert gdal.GetCacheMax() == 2 * BLOCK_CACHE_BYTES
        with RasterReader() as reader:
            reader.info(path)
        assert len(list(reading.cache.place.glob("*.tif"))) == 1
    assert gdal.GetCacheMax() == BLOCK_CACHE_BYTES
    with RasterReader() as reader:
        assert reader._dataset(path).GetDriver().ShortName == "JP2OpenJPEG"


def test_no_cache_unless_a_folder_is_named():
    assert Reading.of(RunContext()).cache is None
    assert Reading.of(RunContext(cache="/c")).cache == TileCache("/c", 20 << 30)
    assert Reading.of(RunContext(cache="/c", cache_gib=3)).cache == TileCache("/c", 3 << 30)


def test_a_cache_that_cannot_be_made_is_refused_before_the_work(catalogue, tmp_path):
    from landweave.engine.runtime.stop import StopRequest
    from landweave.engine.worker import checked_options, perform

    (tmp_path / "file").write_text("")
    options = checked_options({"workers": 1, "cache": str(tmp_path / "file"), "cache_gib": 2})
    with pytest.raises(UserError, match="file"):
        perform(GapFillJob(catalogue, str(tmp_path / "map.tif")), options, lambda event: None, StopRequest())
