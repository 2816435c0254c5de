"""Reading, masking and scaling blocks of a Sentinel-2 tile against a bare GDAL loop over the same files and windows.

The bare loop keeps its files open and reads every band and mask of every date in the same order of blocks, and does
nothing with what it read. The engine applies the masks, finds what is not known, scales, and repeats the 20 m pixels:
the requirement is for this, since both read the same. Cubic convolution, the default, is work beside reading, and
decodes two pixels more around each block: its rate is reported. The images are clear: dates that are cloudy in a whole
block would be left out by the engine only. One thread; CPU seconds, and seconds on the wall.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import common
from osgeo import gdal

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.jobs import DemoDataJob, ScanCatalogueJob
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.blocks import plan_blocks, strips, task_windows
from landweave.engine.mapping.product_reader import coarse_window
from landweave.engine.mapping.tile_series import SensorSeries, TileSeries, tile_series
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.reading import Reading
from landweave.engine.runtime.context import RunContext
from landweave.engine.series.options import SeriesOptions
from landweave.engine.series.planning import make_plan

REQUIRED = 0.8
JPEG_2000 = ["QUALITY=100", "REVERSIBLE=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512"]


def clear_tile(folder: Path, size: int, dates: int) -> TileSeries:
    """Simulate a tile without clouds; 4 bands of 10 m, 6 of 20 m, masks; DEFLATE in blocks of 256 pixels."""
    demo = DemoDataJob(str(folder / "area"), size=size, dates=dates, cloudiness=0.01).execute(RunContext())
    catalogue = str(folder / "catalogue.gpkg")
    ScanCatalogueJob(str(demo["PRODUCTS"]), catalogue).execute(RunContext())
    found = load_catalogue(catalogue)
    return tile_series(found, make_plan(SeriesOptions(), found.products))[0]


def bare(tile: TileSeries, windows) -> int:
    """Read every band and mask of every date in each window; files stay open. Return the number of values."""
    sources = [(source.path, source.layer, source.factor)
               for sensor in tile.sensors for product in sensor.products
               for source in (*product.masks, *product.bands)]
    files, count = {}, 0
    for window in windows:
        for path, layer, factor in sources:
            if path not in files:
                files[path] = gdal.Open(path)
            own, _ = coarse_window(window, factor)
            count += files[path].GetRasterBand(layer).ReadAsArray(own.column, own.row, own.columns, own.rows).size
    return count


def engine(tile: TileSeries, windows) -> int:
    """Read the same with the engine; return the number of clear values."""
    with RasterReader() as reader:
        return sum(int(sensor.valid.sum()) for window in windows for sensor in read_block(tile, window, reader).sensors)


def with_plan(tile: TileSeries, **changes) -> TileSeries:
    """Return a tile whose sensors are read otherwise."""
    sensors = tuple(replace(s, plan=replace(s.plan, **changes)) for s in tile.sensors)
    return replace(tile, sensors=sensors)


def as_jpeg_2000(tile: TileSeries) -> TileSeries:
    """Copy the bands to JPEG 2000, beside the files."""
    driver = gdal.GetDriverByName("JP2OpenJPEG")

    def copied(path: str) -> str:
        made = str(Path(path).with_suffix(".jp2"))
        driver.CreateCopy(made, gdal.Open(path), options=JPEG_2000).FlushCache()
        return made

    def of_product(product):
        return replace(product, bands=tuple(replace(b, path=copied(b.path)) for b in product.bands))

    return replace(tile, sensors=tuple(
        SensorSeries(s.plan, tuple(of_product(p) for p in s.products)) for s in tile.sensors))


def pairs(tile: TileSeries, windows, count: int, context: RunContext):
    """Return the CPU and wall seconds of both ways, in turn: (pair, way, clock)."""
    found = []
    Reading.of(context).start()  # as in the processes of a run; for both ways
    for _ in range(count):
        pair = []
        for way in (bare, engine):
            begin = time.process_time(), time.perf_counter()
            way(tile, windows)
            pair.append((time.process_time() - begin[0], time.perf_counter() - begin[1]))
        found.append(pair)
    return found


def main(quick: bool) -> bool:
    """Print the table; True if the requirement is met for DEFLATE."""
    size, dates, count = (512, 4, 3) if quick else (1536, 8, 5)
    rows, ratios = [], {}
    with tempfile.TemporaryDirectory(prefix="landweave_reading_") as name:
        tile = clear_tile(Path(name), size, dates)
        cases = {
            "DEFLATE, 20 m repeated": with_plan(tile, resampling="nearest"),
            "DEFLATE, 20 m by cubic convolution": tile,
            "JPEG 2000 (lossless), 20 m repeated": as_jpeg_2000(with_plan(tile, resampling="nearest")),
        }
        for case, one in cases.items():
            blocks = plan_blocks([one], RunContext(workers=1))
            tasks = task_windows(one, [one], one.grid.window, blocks.task_shape)
            windows = [s for task in tasks for s in strips(task, blocks.read_pixels, blocks.file_rows)]
            engine(one, windows[:1])
            found = pairs(one, windows, count if "JPEG" not in case else 2, blocks.context(RunContext()))
            mine, theirs = ([statistics.median(p[way][clock] for p in found) for clock in (0, 1)] for way in (1, 0))
            ratios[case] = [statistics.median(p[0][clock] / p[1][clock] for p in found) for clock in (0, 1)]
            per_pixel = one.grid.window.pixels / 1e6
            rows.append([case, f"{theirs[0] / per_pixel:.2f}", f"{mine[0] / per_pixel:.2f}", f"{ratios[case][0]:.2f}",
                         f"{ratios[case][1]:.2f}", f"{windows[0].rows} x {windows[0].columns}"])
    common.table(f"Reading {dates} dates of 4 bands of 10 m, 6 of 20 m and their masks, {size} x {size} pixels",
                 ["files", "GDAL alone, us/pixel", "read_block, us/pixel", "rate, CPU", "rate, wall", "block"], rows)
    rate = ratios["DEFLATE, 20 m repeated"][0]
    return common.verdict(rate, REQUIRED, "rate of read_block over bare GDAL, CPU, median of pairs")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
