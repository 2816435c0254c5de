"""Extraction reads each block of the files once, whatever the number of polygons: by the bytes taken from the disk."""

import json
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.catalogue.store import Catalogue, save_catalogue
from landweave.engine.jobs import ExtractSamplesJob
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples import extract_block
from landweave.engine.samples.store import load_samples
from landweave.engine.samples.task_files import open_reader
from landweave.engine.sensors.product import BandSource, MaskSource, Product
from landweave.engine.vector.layers import points_wkb, write_layer
from landweave.tests.engine.products import write_raster
from landweave.tests.engine.samples.made import UTM31, X, Y, grid

COUNTER = Path("/proc/thread-self/io")
SIZE, BLOCK = 768, 128
OPTIONS = ("COMPRESS=DEFLATE", "TILED=YES", f"BLOCKXSIZE={BLOCK}", f"BLOCKYSIZE={BLOCK}")

pytestmark = pytest.mark.skipif(not COUNTER.exists(), reason="the system does not count what a thread reads")


def taken():
    return int(COUNTER.read_text(encoding="ascii").split()[1])


@pytest.fixture(scope="module")
def area(tmp_path_factory):
    """Write two dates of noise, which no compression makes smaller, in bands of 10 and 20 m, and a mask."""
    folder, random, products = tmp_path_factory.mktemp("area"), np.random.default_rng(0), []
    for month in (3, 6):
        values = {1: random.integers(1, 10000, (SIZE, SIZE)), 2: random.integers(1, 10000, (SIZE // 2, SIZE // 2))}
        paths = {f: write_raster(folder / f"{month}_{f}.tif", v.astype(np.int16), (X, Y), (10.0 * f, 10.0 * f),
                                 options=OPTIONS) for f, v in values.items()}
        mask = write_raster(folder / f"{month}_m.tif", random.integers(0, 200, (SIZE, SIZE)).astype(np.uint8), (X, Y),
                            options=OPTIONS)
        bands = (BandSource("B4", paths[1]), BandSource("B5", paths[2], factor=2))
        products.append(Product(str(month), "user", "S2", "T1", f"2018-{month:02d}-01T10:00:00", str(folder),
                                grid(0, 0, SIZE, SIZE), bands, (MaskSource(mask, "values", (255,)),)))
    save_catalogue(str(folder / "catalogue.gpkg"), Catalogue(tuple(products)))
    return folder, values[1]


def extract(folder, tmp_path, polygons, resampling, monkeypatch):
    """Extract a pixel of each of so many polygons.

    Returns:
        The samples, bytes read over bytes of the blocks that the windows touch, number of these blocks, of windows.
    """
    random = np.random.default_rng(polygons)
    rows, columns = random.integers(0, SIZE, (2, polygons))
    write_layer(tmp_path / "p.gpkg", "points", UTM31, "Point", points_wkb(X + columns * 10 + 5.0, Y - rows * 10 - 5.0),
                {"code": rows % 5 + 1, "polygon_id": np.arange(polygons), "row": rows, "column": columns})
    (tmp_path / "s.json").write_text(json.dumps({"dates": "acquisitions", "indices": [], "resampling": resampling}))
    plain, read, blocks = RasterReader._read, [], {}

    def counting(path, band, window):
        start = taken()
        between = taken() - start  # what counting reads
        start = taken()
        values = plain(path, band, window)
        read.append(taken() - start - between)
        for down in range(window.row // BLOCK, (window.row + window.rows - 1) // BLOCK + 1):
            for across in range(window.column // BLOCK, (window.column + window.columns - 1) // BLOCK + 1):
                blocks[path, across, down] = int(band.GetMetadataItem(f"BLOCK_SIZE_{across}_{down}", "TIFF"))
        return values

    job = ExtractSamplesJob(str(folder / "catalogue.gpkg"), str(tmp_path / "p.gpkg"), str(tmp_path / "o.gpkg"),
                            series=str(tmp_path / "s.json"))
    with monkeypatch.context() as patch:
        patch.setattr(RasterReader, "_read", staticmethod(counting))
        patch.setattr("landweave.engine.mapping.blocks._READ_PIXELS", 4 * BLOCK * BLOCK)
        job.execute(RunContext(workers=1))
    return load_samples(job.output), sum(read) / sum(blocks.values()), len(blocks), len(read)


@pytest.mark.parametrize("resampling", ["nearest", "cubic"])
def test_ten_thousand_polygons_read_each_block_once(area, tmp_path, monkeypatch, resampling):
    folder, values = area
    samples, times, blocks, calls = extract(folder, tmp_path, 10_000, resampling, monkeypatch)
    assert blocks == 2 * (2 * (SIZE // BLOCK) ** 2 + (SIZE // 2 // BLOCK) ** 2)  # all there are
    assert times < 1.1  # the system reads ahead to whole pages
    assert calls < 200  # not one a polygon
    assert len(samples) == 10_000
    own = [f.name for f in samples.features].index("S2_B4_20180601")
    assert np.array_equal(samples.matrix[:, own], values[samples.attributes["row"], samples.attributes["column"]])


def test_blocks_without_samples_are_not_read(area, tmp_path, monkeypatch):
    _, times, blocks, _ = extract(area[0], tmp_path, 3, "nearest", monkeypatch)
    assert blocks <= 2 * 3 * 3 * 4
    assert times < 1.5  # with the files' tables of where blocks lie, which weigh more beside few blocks


def test_the_count_sees_blocks_that_are_read_again(area, tmp_path, monkeypatch):
    """With files that are closed after each window, interpolated bands are read more than once: the test can fail."""
    plain = extract_block.read_block

    def forgetful(tile, window, reader, halo):
        reader.close()
        return plain(tile, window, reader, halo)

    monkeypatch.setattr(extract_block, "read_block", forgetful)
    _, times, _, _ = extract(area[0], tmp_path, 10_000, "cubic", monkeypatch)
    assert times > 1.1


def test_no_file_stays_open(area, tmp_path, monkeypatch):
    closed = []
    plain = RasterReader.close
    monkeypatch.setattr(RasterReader, "close", lambda self: (closed.append(len(self._open)), plain(self))[1])
    extract(area[0], tmp_path, 5, "nearest", monkeypatch)
    assert max(closed) >= 4
    assert not open_reader()._open
