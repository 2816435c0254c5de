"""Shares of classes in superpixels against a loop."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.catalogue.store import Catalogue, load_catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs import ClassSharesJob
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.segments import shares as shares_module
from landweave.engine.segments.shares import shares

CRS = spatial_reference("EPSG:32631").ExportToWkt()
NODATA = -32768


def write(path, values, x_min=500000.0, crs=CRS):
    grid = Grid(crs, x_min, 4900000, 10, 10, values.shape[1], values.shape[0])
    with RasterWriter(path, grid, 1, values.dtype.name, 0) as writer:
        writer.write(grid.window, values)
    return str(path)


def read(path):
    with RasterReader() as reader:
        info = reader.info(str(path))
        return np.stack([reader.read(str(path), b, info.grid.window) for b in range(1, info.layers + 1)])


def by_loop(numbers, classes, codes):
    out = np.full((len(codes), *numbers.shape), NODATA, np.int64)
    for number in np.unique(numbers[numbers > 0]):
        inside = numbers == number
        total = (classes[inside] > 0).sum()
        for place, code in enumerate(codes):
            if total:
                out[place][inside] = np.rint(10000 * (classes[inside] == code).sum() / total)
    return out


def connected(rows, columns, side):
    y, x = np.mgrid[:rows, :columns]
    return ((y + x // 3) // side * 1000 + x // side + 1).astype(np.uint32)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 40), st.integers(1, 5), st.integers(0, 999))
def test_counts_are_those_of_a_loop(pixels, codes, seed):
    random = np.random.default_rng(seed)
    numbers, places = random.integers(0, 6, (pixels, 3)), random.integers(-1, codes, (pixels, 3))
    found, inverse, counts = shares(numbers, places, codes)
    assert np.array_equal(found[inverse], numbers)
    for number, row in zip(found, counts):
        for code in range(codes):
            assert row[code] == (((numbers == number) & (places == code)).sum() if number else 0)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("side", [32, 512])
def test_shares_are_those_of_a_loop_whatever_the_blocks(tmp_path, monkeypatch, side, workers):
    if workers == 1:
        monkeypatch.setattr(shares_module, "_SIDE", side)
    random = np.random.default_rng(1)
    numbers = connected(90, 110, 17)
    numbers[40:50, 60:80] = 0
    classes = random.choice(np.array([0, 3, 7, 200], np.uint8), (90, 110))
    classes[numbers == numbers[0, 0]] = 0
    job = ClassSharesJob(write(tmp_path / "map.tif", classes), write(tmp_path / "s.tif", numbers),
                         str(tmp_path / "out.tif"))
    job.execute(RunContext(workers=workers))
    assert np.array_equal(read(tmp_path / "out.tif"), by_loop(numbers, classes, (3, 7, 200)))


def test_the_catalogue_gets_the_shares_as_layers(tmp_path):
    classes, numbers = np.full((40, 40), 5, np.uint8), connected(40, 40, 9)
    save_catalogue(str(tmp_path / "c.gpkg"), Catalogue((), ()))
    source, around = write(tmp_path / "map.tif", classes), write(tmp_path / "s.tif", numbers)
    for catalogue, output in (("c.gpkg", "d.gpkg"), ("d.gpkg", "e.gpkg")):
        ClassSharesJob(source, around, str(tmp_path / "out.tif"), str(tmp_path / catalogue),
                       str(tmp_path / output)).execute(RunContext(workers=1))
    layers = load_catalogue(str(tmp_path / "e.gpkg")).static
    assert [(layer.name, layer.layer, layer.nodata, layer.categorical) for layer in layers] == [
        ("around5", 1, float(NODATA), False)]


def _told(tmp_path, **changes):
    given = {"map": write(tmp_path / "map.tif", np.full((40, 40), 5, np.uint8)),
             "segments": write(tmp_path / "s.tif", connected(40, 40, 9)), "output": str(tmp_path / "out.tif")}
    given |= changes
    with pytest.raises(UserError) as error:
        ClassSharesJob(**given).execute(RunContext(workers=1))
    assert error.value.hint
    return str(error.value)


def test_what_does_not_fit_is_said(tmp_path):
    other = spatial_reference("EPSG:32632").ExportToWkt()
    moved = write(tmp_path / "moved.tif", connected(40, 40, 9), 500003.0)
    abroad = write(tmp_path / "abroad.tif", connected(40, 40, 9), crs=other)
    empty = write(tmp_path / "empty.tif", np.zeros((40, 40), np.uint8))
    decimal = write(tmp_path / "decimal.tif", np.ones((40, 40), np.float32))
    assert "do not lie on one grid" in _told(tmp_path, segments=moved)
    assert "32632" in _told(tmp_path, segments=abroad) or "zone 32N" in _told(tmp_path, segments=abroad)
    assert "holds no class" in _told(tmp_path, map=empty)
    assert "decimal" in _told(tmp_path, map=decimal)
    assert "belong together" in _told(tmp_path, catalogue="c.gpkg")
