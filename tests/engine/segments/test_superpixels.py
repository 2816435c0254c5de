"""Superpixels against scikit-image on one window, and what has to hold across windows."""

import sys

import numpy as np
import pytest
from scipy import ndimage

from landweave.engine.errors import UserError
from landweave.engine.jobs import SegmentSuperpixelsJob
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.segments import run as run_module
from landweave.engine.segments.slic import superpixels

segmentation = pytest.importorskip("skimage.segmentation")
CRS = spatial_reference("EPSG:32631").ExportToWkt()


def write(path, values, nodata=None):
    grid = Grid(CRS, 500000, 4900000, 10, 10, values.shape[2], values.shape[1])
    with RasterWriter(path, grid, len(values), values.dtype.name, nodata) as writer:
        writer.write(grid.window, values)
    return str(path)


def read(path):
    with RasterReader() as reader:
        return reader.read(str(path), 1, reader.grid(str(path)).window).astype(np.int64)


def fields(rows, columns, bands=3, seed=0):
    """Return an image of fields, each of its own colour, with noise."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:rows, :columns]
    seeds = random.uniform(0, 1, (rows * columns // 900 + 4, 2)) * (rows, columns)
    field = np.argmin((y[..., None] - seeds[:, 0]) ** 2 + (x[..., None] - seeds[:, 1]) ** 2, axis=-1)
    colours = random.uniform(0, 1000, (len(seeds), bands))
    noisy = colours[field] + random.normal(0, 40, (rows, columns, bands))
    return np.moveaxis(noisy, -1, 0).astype(np.float32), field


def same_division(first, second):
    """Tell whether two rasters divide the area alike, whatever the numbers."""
    pairs = np.unique(np.stack([first.ravel(), second.ravel()]), axis=1)
    return len(pairs[0]) == len(np.unique(first)) == len(np.unique(second))


def segmented(tmp_path, source, name="out.tif", context=None, **options):
    job = SegmentSuperpixelsJob(source, str(tmp_path / name), **options)
    job.execute(context or RunContext(workers=1))
    return read(tmp_path / name)


def test_one_window_is_what_scikit_image_makes(tmp_path):
    image, _ = fields(120, 150)
    found = segmented(tmp_path, write(tmp_path / "in.tif", image), size=60, compactness=0.5)
    mean, spread = image.mean(axis=(1, 2)), image.std(axis=(1, 2))
    scaled = np.moveaxis((image - mean[:, None, None]) / spread[:, None, None], 0, -1)
    wanted = segmentation.slic(scaled, n_segments=round(120 * 150 / 60), convert2lab=False, start_label=1,
                               compactness=0.5 * np.sqrt(3) / (scaled.max() - scaled.min()), channel_axis=-1)
    assert same_division(found, wanted)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    image, field = fields(330, 600, seed=3)
    source = write(folder / "in.tif", image)
    return folder, source, segmented(folder, source, size=80), field


def test_every_pixel_has_one_superpixel_that_hangs_together(large):
    *_, found, _ = large
    assert (found > 0).all()
    for number, place in zip(np.unique(found), ndimage.find_objects(np.unique(found, return_inverse=True)[1].reshape(
            found.shape) + 1)):
        assert ndimage.label(found[place] == number)[1] == 1
    sizes = np.unique(found, return_counts=True)[1]
    assert 50 < sizes.mean() < 110


def test_borders_of_windows_do_not_show(large):
    *_, found, _ = large
    side = run_module.SIDE
    edges = (found[:, 1:] != found[:, :-1]).mean(axis=0)
    usual = np.quantile(edges, 0.95)
    assert edges[side - 1] < usual
    assert edges[2 * side - 1] < usual
    shifted = edges[[side // 2 - 1, side + side // 2 - 1]]
    assert (shifted < usual + 2 * 3 * np.sqrt(80) / found.shape[0]).all()


def test_superpixels_keep_to_fields(large):
    *_, found, field = large
    numbers, place = np.unique(found, return_inverse=True)
    joint = np.zeros((len(numbers), field.max() + 1), np.int64)
    np.add.at(joint, (place.ravel(), field.ravel()), 1)
    assert joint.max(axis=1).sum() / found.size > 0.95


def test_processes_and_memory_do_not_matter(large):
    folder, source, found, _ = large
    again = segmented(folder, source, "again.tif", RunContext(workers=2, memory_mib=1500), size=80)
    assert np.array_equal(found, again)
    assert (folder / "again.tif").read_bytes() == (folder / "out.tif").read_bytes()


def test_places_without_data_have_no_superpixel(tmp_path):
    image, _ = fields(300, 270)
    values = np.rint(image).astype(np.int16)
    values[:, 100:160, 200:] = -32768
    values[0, 20:60, 20:60] = -32768  # one band of three: the others tell
    found = segmented(tmp_path, write(tmp_path / "in.tif", values, -32768))
    assert np.array_equal(found == 0, (values == -32768).all(axis=0))


def test_bits_that_are_too_small_have_numbers_of_their_own():
    image = np.zeros((40, 40, 2), np.float32)
    wanted = np.zeros((40, 40), bool)
    wanted[:, :12] = wanted[3, 30] = wanted[20:22, 35] = True
    found = superpixels(image, 60, 1.0, wanted)
    assert np.array_equal(found > 0, wanted)
    assert superpixels(image, 60, 1.0, np.zeros((40, 40), bool)).max() == 0


@pytest.mark.parametrize(("options", "words"), [({"size": 3}, "SIZE is 3"), ({"compactness": 0.0}, "COMPACTNESS is 0")])
def test_parameters_out_of_range_are_said(tmp_path, options, words):
    source = write(tmp_path / "in.tif", np.ones((1, 40, 40), np.float32))
    with pytest.raises(UserError, match=words) as error:
        segmented(tmp_path, source, **options)
    assert error.value.hint


def test_an_empty_raster_is_said(tmp_path):
    source = write(tmp_path / "in.tif", np.full((1, 40, 40), -1, np.int16), -1)
    with pytest.raises(UserError, match="holds no value"):
        segmented(tmp_path, source)


def test_without_scikit_image_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "skimage.segmentation", None)
    source = write(tmp_path / "in.tif", np.ones((1, 40, 40), np.float32))
    with pytest.raises(UserError, match="scikit-image") as error:
        segmented(tmp_path, source)
    assert "pip install" in error.value.hint


def test_the_input_is_never_written_over(tmp_path):
    source = write(tmp_path / "in.tif", np.ones((1, 40, 40), np.float32))
    with pytest.raises(UserError, match="input and an output"):
        segmented(tmp_path, source, "in.tif")
