"""iota2's own co-registration images of Madagascar: Sentinel-2 at 10 m, SPOT 7 at 5 m as the reference."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.coregister.images import read_band
from landweave.engine.jobs import ScanCatalogueJob
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.runtime.context import RunContext
from landweave.tests.engine.coregister.made import register


@pytest.fixture(scope="module")
def place(shared_data):
    folder = shared_data / "product_layouts" / "theia_sentinel2_L2A_muscate"
    if not folder.is_dir():
        pytest.skip("the co-registration images are not on this machine")
    return folder


@pytest.fixture(scope="module")
def images(place, tmp_path_factory):
    """The images of both tiles, as the user's rasters."""
    found = []
    for tile in ("T38KPD", "T38KPE"):
        folder = tmp_path_factory.mktemp(tile)
        for stack in (place / "sensor_data" / tile).rglob("*_FRE_STACK.tif"):
            shutil.copy(stack, folder / f"{tile}_{stack.name[11:19]}.tif")
        ScanCatalogueJob(str(folder), str(folder / "c.gpkg")).execute(RunContext())
        found += load_catalogue(str(folder / "c.gpkg")).products
    assert len(found) == 4
    return found


def part_of(path, window, target):
    """Write a part of a raster."""
    with RasterReader() as reader:
        values, grid = reader.read(path, 1, window), reader.grid(path).subgrid(window)
    with RasterWriter(target, grid, dtype=values.dtype.name, overviews=False) as writer:
        writer.write(Window(0, 0, window.columns, window.rows), values)
    return str(target)


def shifts(folder, images, reference, **parameters):
    folder.mkdir()
    found = register(folder, images, reference=reference, band="Band1", reference_date="2017-02-16", **parameters)
    return {p.identifier: np.array(p.shift) / 10 for p in found}


def test_modes_and_halves_tell_the_same(place, images, tmp_path):
    reference = str(place / "sensor_ref" / "ref_spot7_5m_20170216.tif")
    each = shifts(tmp_path / "each", images, reference)
    assert all(np.hypot(*s) < 0.6 for s in each.values())  # pixels: what Sentinel-2 is specified for, and more
    assert np.hypot(*each["T38KPD_20170203"]) > 0.3
    chained = shifts(tmp_path / "chain", images, reference, mode="chain")
    small = shifts(tmp_path / "small", images, reference, window=32)
    for name, shift in each.items():
        assert chained[name] == pytest.approx(shift, abs=0.05), name
        assert small[name] == pytest.approx(shift, abs=0.05), name
    for name, window in {"west": Window(0, 0, 256, 512), "east": Window(256, 0, 256, 512),
                         "north": Window(0, 0, 512, 256), "south": Window(0, 256, 512, 256)}.items():
        half = shifts(tmp_path / name, images, part_of(reference, window, tmp_path / f"{name}.tif"))
        for image, shift in each.items():
            assert half[image] == pytest.approx(shift, abs=0.08), (name, image)


def test_once_registered_images_lie_closer_to_each_other(place, images, tmp_path):
    """Most of what differs is 20 days of change; the same shifts the other way round, as smooth, make it worse."""
    reference = str(place / "sensor_ref" / "ref_spot7_5m_20170216.tif")
    pair = [p for p in images if p.sensor == "T38KPD"]
    found = list(register(tmp_path, pair, reference=reference, band="Band1").values())
    opposite = [replace(p, shift=(-p.shift[0], -p.shift[1])) for p in found]
    inner = Window(8, 8, 240, 240)
    with RasterReader() as reader:
        def unlike(products):
            first, last = (read_band(p, p.grid, inner, reader).astype(float).ravel() for p in products)
            return 1 - np.corrcoef(first, last)[0, 1]

        assert unlike(found) < 0.95 * unlike(pair)
        assert unlike(found) < 0.8 * unlike(opposite)
