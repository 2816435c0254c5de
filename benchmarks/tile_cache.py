"""Reading JPEG 2000 from the cache of decoded files against reading it as it is.

One band of a synthetic Sentinel-2 tile is written losslessly in JPEG 2000, in tiles of 1024 pixels as ESA's. A chain
reads it in blocks, once for samples and once for the map; every run that follows finds it decoded. Both ways must give
the same values. Times are CPU seconds of one thread.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import common
import numpy as np
from osgeo import gdal

from landweave.engine.demo.noise import fractal_grid
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.tile_cache import TileCache, cached_path

REQUIRED = 10.0
BLOCK_ROWS = 512


def write_band(path: Path, side: int) -> None:
    """Write reflectance x 10000 with fields, texture and noise."""
    place = np.arange(side) + 0.5
    values = 1800 + 700 * fractal_grid(0, 1, place, place, 120.0, octaves=5)
    values += 40 * np.random.default_rng(0).standard_normal(values.shape, np.float32)
    made = gdal.GetDriverByName("MEM").Create("", side, side, 1, gdal.GDT_UInt16)
    made.GetRasterBand(1).WriteArray(np.clip(values, 1, 32767).astype(np.uint16))
    made.SetGeoTransform((399960, 10, 0, 4900020, 0, -10))
    options = ["QUALITY=100", "REVERSIBLE=YES", "NBITS=15", "BLOCKXSIZE=1024", "BLOCKYSIZE=1024"]
    gdal.GetDriverByName("JP2OpenJPEG").CreateCopy(str(path), made, options=options).FlushCache()
    settled = time.time() + 2.5  # the cache lets files rest that changed just now
    while time.time() < settled:
        time.sleep(0.1)


def read(path: str):
    """Read a whole band in blocks of full width, with nothing left over from an earlier reading."""
    with RasterReader() as reader:
        grid = reader.grid(path)
        rows = range(0, grid.rows, BLOCK_ROWS)
        return np.concatenate([
            reader.read(path, 1, Window(0, row, grid.columns, min(BLOCK_ROWS, grid.rows - row))) for row in rows])


def main(quick: bool) -> bool:
    """Print the table; True if the cache reads so many times as fast."""
    side = 2048 if quick else 5120
    with tempfile.TemporaryDirectory(prefix="landweave_cache_") as name:
        source = str(Path(name) / "T31TCJ_20210615T105031_B08_10m.jp2")
        write_band(Path(source), side)
        cache = TileCache(str(Path(name) / "cache"), 4 << 30)
        begin = time.process_time()
        copy = cached_path(source, cache)
        first = time.process_time() - begin
        common.agree(copy != source, "the file was not cached")
        common.agree(np.array_equal(read(source), read(copy)), "the copy has other values")
        plain, cached = common.seconds(lambda: read(source)), common.seconds(lambda: read(copy))
        sizes = [os.path.getsize(path) / 2**20 for path in (source, copy)]  # noqa: PTH202 (strings)
    rows = [["as it is", f"{plain:.2f}", "1.0", f"{sizes[0]:.0f}"],
            ["from the cache", f"{cached:.2f}", f"{plain / cached:.1f}", f"{sizes[1]:.0f}"],
            ["first time (decoded, written, read)", f"{first + cached:.2f}", f"{plain / (first + cached):.2f}", ""]]
    common.table(f"One band of {side} x {side} pixels, blocks of {BLOCK_ROWS} rows",
                 ["JPEG 2000 read", "CPU s", "times as fast", "MiB"], rows)
    return common.verdict(plain / cached, REQUIRED, "cache against JPEG 2000")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
