"""extract_samples for 10,000 polygons: how often each of the files' blocks is read, and the pace beside plain GDAL.

Blocks are counted by the bytes that the reading thread takes from the files (Linux says so in /proc), against the
bytes of the blocks that hold samples: a block that is decoded again is read again.
"""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import common
import numpy as np
from osgeo import gdal

from landweave.engine.catalogue.store import Catalogue, save_catalogue
from landweave.engine.jobs import ExtractSamplesJob, PrepareReferenceJob, SelectSamplesJob
from landweave.engine.mapping.product_reader import coarse_window
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples
from landweave.engine.sensors.product import BandSource, MaskSource, Product
from landweave.engine.vector.geometry import box_shape, wkb_of
from landweave.engine.vector.layers import write_layer

AGAIN, PACE = 1.05, 5.0
FINE, COARSE = ("B2", "B3", "B4", "B8"), ("B5", "B6", "B7", "B8A", "B11", "B12")
STEP = 15  # pixels from one polygon to the next
CREATION = ("COMPRESS=DEFLATE", "TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256", "PREDICTOR=1")
X, Y = 500000.0, 4800000.0


@dataclass
class Taken:
    """What a reading thread took from files.

    Args:
        bytes: read by GDAL while it fills windows.
        blocks: (file, band, column, row) of the files' blocks that the windows touch, with their bytes.
        calls: windows read.
    """

    bytes: int = 0
    blocks: dict[tuple[str, int, int, int], int] = field(default_factory=dict)
    calls: int = 0

    @property
    def times(self) -> float:
        """How often each block was read."""
        return self.bytes / sum(self.blocks.values())


def bytes_read() -> int:
    """Return what this thread has read from files so far."""
    lines = Path("/proc/thread-self/io").read_text(encoding="ascii").split("\n")
    return int(lines[0].split()[1])


def watched(taken: Taken):
    """Return a stand-in for `RasterReader._read` that counts."""
    plain = RasterReader._read

    def read(path, band, window):
        before = bytes_read()
        asking = bytes_read() - before  # what asking reads itself
        start = bytes_read()
        values = plain(path, band, window)
        taken.bytes += bytes_read() - start - asking
        taken.calls += 1
        wide, high = band.GetBlockSize()
        for row in range(window.row // high, (window.row + window.rows - 1) // high + 1):
            for column in range(window.column // wide, (window.column + window.columns - 1) // wide + 1):
                name = f"BLOCK_SIZE_{column}_{row}"
                taken.blocks[path, band.GetBand(), column, row] = int(band.GetMetadataItem(name, "TIFF"))
        return values

    return read


def write_raster(path: Path, values, grid: Grid) -> str:
    """Write one band."""
    kind = gdal.GDT_Byte if values.dtype == np.uint8 else gdal.GDT_Int16
    target = gdal.GetDriverByName("GTiff").Create(str(path), grid.columns, grid.rows, 1, kind, list(CREATION))
    target.SetGeoTransform(grid.geotransform)
    target.SetProjection(grid.crs)
    target.GetRasterBand(1).WriteArray(values)
    target.FlushCache()
    return str(path)


def make_area(folder: Path, size: int, dates: int) -> tuple[str, list[Product]]:
    """Write a tile of noise, 4 bands of 10 m and 6 of 20 m a date with a mask; return its catalogue and products."""
    random = np.random.default_rng(0)
    crs = spatial_reference("EPSG:32631").ExportToWkt()
    grid, coarse = Grid(crs, X, Y, 10.0, 10.0, size, size), Grid(crs, X, Y, 20.0, 20.0, size // 2, size // 2)
    products = []
    for number in range(dates):
        name = f"2018{number + 1:02d}15"
        bands = []
        for band in (*FINE, *COARSE):
            own = grid if band in FINE else coarse
            values = random.integers(1, 10000, (own.rows, own.columns)).astype(np.int16)
            path = write_raster(folder / f"{name}_{band}.tif", values, own)
            bands.append(BandSource(band, path, factor=1 if band in FINE else 2))
        clouds = random.integers(0, 200, (size, size)).astype(np.uint8)
        mask = MaskSource(write_raster(folder / f"{name}_mask.tif", clouds, grid), "values", (255,))
        acquired = f"2018-{number + 1:02d}-15T10:30:00"
        products.append(Product(name, "user", "S2", "T1", acquired, str(folder), grid, tuple(bands), (mask,)))
    path = str(folder / "catalogue.gpkg")
    save_catalogue(path, Catalogue(tuple(products)))
    return path, products


def make_polygons(path: Path, size: int, crs: str) -> list[Window]:
    """Write rectangles of 2 to 6 pixels' side, in random order; return their pixels."""
    random = np.random.default_rng(1)
    across = size // STEP
    places = random.permutation(across * across)
    windows = []
    for place in places.tolist():
        row, column = divmod(place, across)
        down, right, rows, columns = (*random.integers(0, 8, 2), *random.integers(2, 7, 2))
        windows.append(Window(column * STEP + int(right), row * STEP + int(down), int(columns), int(rows)))
    boxes = [(X + w.column * 10, Y - (w.row + w.rows) * 10, X + (w.column + w.columns) * 10, Y - w.row * 10)
             for w in windows]
    shapes = [wkb_of(box_shape(box, crs, crs)) for box in boxes]
    write_layer(path, "polygons", crs, "Polygon", shapes, {"code": random.integers(1, 24, len(shapes))})
    return windows


def one_read_a_polygon(products: list[Product], windows: list[Window]):
    """Read each polygon's box of each file, file by file: every file is opened once.

    Returns:
        Sums of the values of B2 on the first date, by polygon, and how many values were read.
    """
    sums, count = np.zeros(len(windows), np.int64), 0
    for product in products:
        sources = [*((b.name, b.path, b.factor) for b in product.bands), ("mask", product.masks[0].path, 1)]
        for name, path, factor in sources:
            file = gdal.Open(path)
            band = file.GetRasterBand(1)
            for number, window in enumerate(windows):
                own, _ = coarse_window(window, factor)
                values = band.ReadAsArray(own.column, own.row, own.columns, own.rows)
                count += values.size
                if name == "B2" and product is products[0]:
                    sums[number] = values.sum()
    return sums, count


def one_polygon_at_a_time(products: list[Product], windows: list[Window]) -> None:
    """Read all files for one polygon, then for the next; files stay open."""
    files = {}
    for window in windows:
        for product in products:
            for path, factor in (*((b.path, b.factor) for b in product.bands), (product.masks[0].path, 1)):
                if path not in files:
                    files[path] = gdal.Open(path)
                own, _ = coarse_window(window, factor)
                files[path].GetRasterBand(1).ReadAsArray(own.column, own.row, own.columns, own.rows)


def took(function):
    """Return the CPU and wall seconds of a call, and what it returned."""
    begin = time.process_time(), time.perf_counter()
    found = function()
    return time.process_time() - begin[0], time.perf_counter() - begin[1], found


def main(quick: bool) -> bool:
    """Print the tables; True if each block is read once, and the whole job is quicker than a read a polygon."""
    size, dates = (768, 3) if quick else (1536, 6)
    rows, times = [], []
    with tempfile.TemporaryDirectory(prefix="landweave_extract_") as name:
        folder = Path(name)
        catalogue, products = make_area(folder, size, dates)
        windows = make_polygons(folder / "polygons.gpkg", size, products[0].grid.crs)
        reference, points = str(folder / "reference.gpkg"), str(folder / "points.gpkg")
        PrepareReferenceJob(str(folder / "polygons.gpkg"), "code", catalogue, reference).execute(RunContext())
        SelectSamplesJob(reference, points, strategy="all").execute(RunContext())
        for resampling in ("nearest", "cubic"):
            series = folder / f"{resampling}.json"
            series.write_text(json.dumps({"dates": "acquisitions", "indices": [], "resampling": resampling}))
            job = ExtractSamplesJob(catalogue, points, str(folder / f"{resampling}.gpkg"), series=str(series))
            job.execute(RunContext(workers=1))  # may compile
            taken = Taken()
            with patch.object(RasterReader, "_read", staticmethod(watched(taken))):
                job.execute(RunContext(workers=1))
            times.append(taken.times)
            whole = len(products) * (len(FINE) + 1) * (size // 256) ** 2
            whole += len(products) * len(COARSE) * (-(-size // 512)) ** 2
            rows.append([resampling, str(len(taken.blocks)), str(whole), f"{taken.times:.3f}", str(taken.calls)])
        cpu, wall, _ = took(lambda: job.execute(RunContext(workers=1)))
        plain_cpu, plain_wall, (sums, count) = took(lambda: one_read_a_polygon(products, windows))
        few = max(len(windows) // 400, 1)
        slow = took(lambda: one_polygon_at_a_time(products, windows[:few]))
        check_same(job.output, sums, dates)
    common.table(f"{len(windows)} polygons on {size} x {size} pixels, {dates} dates of 10 bands and a mask",
                 ["20 m bands", "blocks with samples", "of", "times each is read", "windows read"], rows)
    scale = len(windows) / few
    title = f"{count} pixel values of polygons' boxes, whole job against reading alone"
    common.table(title, ["way", "CPU s", "wall s"], [
        ["extract_samples (cubic)", f"{cpu:.1f}", f"{wall:.1f}"],
        ["one GDAL read a polygon, file by file", f"{plain_cpu:.1f}", f"{plain_wall:.1f}"],
        [f"polygon by polygon (from {few})", f"{slow[0] * scale:.0f}", f"{slow[1] * scale:.0f}"],
    ])
    once = common.verdict(max(times), AGAIN, "times each block is read, the larger", at_most=True)
    return common.verdict(slow[0] * scale / cpu, PACE, "pace against polygon by polygon, CPU") and once


def check_same(path: str, sums, dates: int) -> None:
    """Compare B2 of the first date, polygon by polygon."""
    samples = load_samples(path)
    column = next(i for i, f in enumerate(samples.features) if f.name.startswith("S2_B2_"))
    own = np.bincount(samples.attributes["polygon_id"] - 1, weights=samples.matrix[:, column], minlength=len(sums))
    common.agree(bool(np.array_equal(own.astype(np.int64), sums)) and len(samples.features) == 10 * dates, "values")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
