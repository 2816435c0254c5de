"""Rasters that cannot be divided into superpixels, or whose classes cannot be counted there."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs import ClassSharesJob, SegmentSuperpixelsJob
from landweave.engine.segments.slic import segmenter
from landweave.tests.bad_input.layers import cut
from landweave.tests.bad_input.more import table
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work
from landweave.tests.engine.products import write_raster


@pytest.fixture(autouse=True)
def _needs_scikit_image():
    try:
        segmenter()
    except UserError:
        pytest.skip("scikit-image is not installed")


SIZES = {
    "size 0": ({"size": 0}, ("SIZE is 0",)),
    "size negative": ({"size": -100}, ("SIZE is -100",)),
    "size huge": ({"size": 10**12}, ("SIZE",)),
    "compactness 0": ({"compactness": 0.0}, ("COMPACTNESS",)),
    "compactness negative": ({"compactness": -1.0}, ("COMPACTNESS",)),
    "compactness NaN": ({"compactness": float("nan")}, ("COMPACTNESS",)),
    "compactness infinite": ({"compactness": float("inf")}, ("COMPACTNESS",)),
}


@pytest.mark.parametrize("case", SIZES)
def test_sizes_of_superpixels(more, tmp_path, case):
    changes, words = SIZES[case]
    out = tmp_path / "s.tif"
    check_refused(work(SegmentSuperpixelsJob(more.confidences[0], str(out), **changes)), *words, output=out)


RASTERS = {
    "missing": (lambda f: str(f / "i é.tif"), ("does not exist",)),
    "empty": (lambda f: table(f / "i é.tif", b""), ("not a raster",)),
    "text": (lambda f: table(f / "i é.tif", "hello"), ("not a raster",)),
    "a folder": (lambda f: (f / "i é.tif").mkdir() or str(f / "i é.tif"), ()),
    "all without data": (lambda f: write_raster(f / "i é.tif", np.zeros((8, 8), np.uint8), nodata=0), ()),
    "all NaN": (lambda f: write_raster(f / "i é.tif", np.full((8, 8), np.nan, np.float32)), ()),
}


@pytest.mark.parametrize("case", RASTERS)
def test_rasters_that_cannot_be_divided(tmp_path, case):
    make, words = RASTERS[case]
    bad = make(tmp_path)
    out = tmp_path / "out" / "s.tif"
    check_refused(work(SegmentSuperpixelsJob(bad, str(out))), bad, *words, output=out)


def test_damaged_rasters(more, tmp_path):
    out = tmp_path / "out" / "s.tif"
    bad = str(shutil.copy(more.probabilities[0], tmp_path / "coupé.tif"))
    cut(bad, 0.4)
    check_refused(work(SegmentSuperpixelsJob(bad, str(out))), bad, output=out)
    bad = str(shutil.copy(more.segments, tmp_path / "segments coupés.tif"))
    cut(bad, 0.6)
    check_refused(work(ClassSharesJob(more.maps[0], bad, str(out))), bad, output=out)


@pytest.mark.parametrize("values", [
    np.ones((1, 1), np.uint8), np.ones((1, 300), np.uint8), np.full((8, 8), 7, np.int16),
    np.full((8, 8), 3e38, np.float32), np.array([[np.inf, -np.inf, 1.0, 2.0]], np.float32),
])
def test_odd_rasters_are_divided(tmp_path, values):
    raster = write_raster(tmp_path / "i.tif", values)
    out = str(tmp_path / "s.tif")
    assert work(SegmentSuperpixelsJob(raster, out)).outputs["OUTPUT"] == out
    shares = str(tmp_path / "p.tif")
    classes = write_raster(tmp_path / "c.tif", np.full(values.shape, 5, np.uint8), nodata=0)
    assert work(ClassSharesJob(classes, out, shares)).outputs["OUTPUT"] == shares


def small(folder, name, values=1, **changes):
    return write_raster(folder / name, np.full((8, 8), values, np.uint8), nodata=0, **changes)


PAIRS = {
    "another zone": (lambda f: (small(f, "c.tif"), small(f, "s é.tif", epsg=32632)), ("s é.tif",)),
    "no CRS": (lambda f: (small(f, "c.tif"), small(f, "s é.tif", epsg=None)), ("s é.tif",)),
    "another pixel": (lambda f: (small(f, "c.tif"), small(f, "s é.tif", pixel=(20.0, 20.0))), ("s é.tif",)),
    "elsewhere": (lambda f: (small(f, "c.tif"), small(f, "s é.tif", origin=(400000.0, 4900020.0))), ("s é.tif",)),
    "no class": (lambda f: (small(f, "c.tif", 0), small(f, "s.tif")), ("c.tif",)),
    "no superpixel": (lambda f: (small(f, "c.tif"), small(f, "s é.tif", 0)), ("s é.tif",)),
    "decimals": (lambda f: (small(f, "c.tif"), write_raster(f / "s é.tif", np.full((8, 8), 1.5, np.float32))),
                 ("s é.tif", "decimal")),
    "negative classes": (lambda f: (write_raster(f / "c.tif", np.full((8, 8), -5, np.int16)), small(f, "s.tif")),
                         ("c.tif",)),
    "missing": (lambda f: (str(f / "c.tif"), small(f, "s.tif")), ("c.tif", "does not exist")),
    "text": (lambda f: (small(f, "c.tif"), table(f / "s.tif", "hello")), ("s.tif", "not a raster")),
}


@pytest.mark.parametrize("case", PAIRS)
def test_maps_and_superpixels_that_do_not_fit(tmp_path, case):
    make, words = PAIRS[case]
    out = tmp_path / "out" / "p.tif"
    check_refused(work(ClassSharesJob(*make(tmp_path), str(out))), *words, output=out)


def test_catalogues_for_shares(world, more, tmp_path):
    out, catalogue = tmp_path / "p.tif", tmp_path / "c.gpkg"
    for changes in ({"catalogue": "/nowhere/c.gpkg", "output_catalogue": str(catalogue)},
                    {"catalogue": more.review, "output_catalogue": str(catalogue)},
                    {"output_catalogue": str(catalogue)}, {"catalogue": world.catalogue}):
        outcome = work(ClassSharesJob(more.maps[0], more.segments, str(out), **changes))
        check_told(outcome)
        check_clean(tmp_path, [catalogue, out])
    before = Path(more.segments).read_bytes()
    check_told(work(ClassSharesJob(more.maps[0], more.segments, more.segments)), more.segments)
    check_told(work(SegmentSuperpixelsJob(more.segments, more.segments)), more.segments)
    assert Path(more.segments).read_bytes() == before
