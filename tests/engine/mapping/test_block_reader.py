"""Blocks say what the files say: masks, no data, scale, coarse bands, extents, whatever the window."""

import numpy as np
import pytest
from osgeo import gdal

from landweave.engine.catalogue.store import Catalogue, load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.mapping.block_features import block_features, prepare_block
from landweave.engine.mapping.block_reader import read_ahead, read_block
from landweave.engine.mapping.blocks import block_shape, strips, task_windows
from landweave.engine.mapping.tile_series import owned_windows, owner_mask, tile_series
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.product import BandSource, MaskSource, Product
from landweave.engine.series.options import SeriesOptions
from landweave.engine.series.planning import make_plan
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.mapping import world
from landweave.tests.engine.products import write_raster

RNG = np.random.default_rng(0)
PIXEL = (9.9948, 9.9974)  # as in ../shared/data/slovenia_s2: not 10 m, not square


def series(products, **options):
    catalogue = Catalogue(tuple(products))
    return tile_series(catalogue, make_plan(SeriesOptions(**options), catalogue.products))[0]


def product(path, day, values, origin=(0.0, 1000.0), mask=None, **band):
    """One user image of bands a, b."""
    write_raster(path, values, origin, PIXEL, nodata=-9)
    with RasterReader() as reader:
        grid = reader.grid(str(path))
    bands = tuple(BandSource(n, str(path), i + 1, nodata=-9, **band) for i, n in enumerate("ab"))
    masks = (mask,) if mask else ()
    return Product(path.stem, "user", "U", "field", day, str(path), grid, bands, masks)


@pytest.fixture(scope="module")
def theia(paths):
    catalogue = load_catalogue(paths["catalogue"])
    return tile_series(catalogue, make_plan(SeriesOptions(), catalogue.products))


def test_every_window_gives_what_the_whole_gives(theia):
    with RasterReader() as reader:
        whole = read_block(theia[0], theia[0].grid.window, reader).sensors[0]
        dates, bands, _ = whole.values.shape
        values = whole.values.reshape(dates, bands, world.SIZE, world.SIZE)
        valid = whole.valid.reshape(dates, world.SIZE, world.SIZE)
        for w in (Window(0, 0, 31, 17), Window(33, 51, 7, 64), Window(101, 99, 27, 29), Window(64, 64, 1, 1)):
            part = read_block(theia[0], w, reader).sensors[0]
            here = (slice(w.row, w.row + w.rows), slice(w.column, w.column + w.columns))
            assert np.array_equal(part.values.reshape(dates, bands, w.rows, w.columns), values[:, :, here[0], here[1]])
            assert np.array_equal(part.valid.reshape(dates, w.rows, w.columns), valid[:, here[0], here[1]])


def test_a_window_beyond_the_tile_is_not_valid_there(theia):
    with RasterReader() as reader:
        block = read_block(theia[0], Window(-5, -3, 20, 10), reader).sensors[0]
    valid = block.valid.reshape(-1, 10, 20)
    assert not valid[:, :3].any()
    assert not valid[:, :, :5].any()
    assert valid.any()
    assert (block.values[:, 0][~block.valid] == SERIES_NODATA).all()


def test_validity_is_masks_and_all_bands(theia):
    first = theia[0].sensors[0].products[0]
    with RasterReader() as reader:
        block = read_block(theia[0], theia[0].grid.window, reader).sensors[0]
        clouds = reader.read(first.masks[0].path, 1, theia[0].grid.window)
        expected = clouds == 0
        for band in first.bands:
            size = world.SIZE // band.factor
            raw = reader.read(band.path, 1, Window(0, 0, size, size))
            expected &= np.kron(raw != -10000, np.ones((band.factor, band.factor), bool))
    assert np.array_equal(block.valid[0].reshape(world.SIZE, -1), expected)
    assert 0 < expected.mean() < 1


def test_coarse_bands_equal_gdals_cubic_where_all_is_clear(theia):
    first = theia[0].sensors[0].products[0]
    bands = [b.name for b in first.bands]
    with RasterReader() as reader:
        block = read_block(theia[0], theia[0].grid.window, reader).sensors[0]
    ours = block.values[0, bands.index("B11")].reshape(world.SIZE, -1).astype(int)
    path = first.bands[bands.index("B11")].path
    theirs = gdal.Warp("", path, format="MEM", xRes=10, yRes=10, resampleAlg="cubic", srcNodata="None").ReadAsArray()
    raw = gdal.Open(path).ReadAsArray() != -10000
    near = np.kron(raw, np.ones((2, 2), bool))
    whole = np.all([np.roll(near, (r, c), (0, 1)) for r in range(-5, 6) for c in range(-5, 6)], axis=0)
    whole &= block.valid[0].reshape(world.SIZE, -1)
    whole[:6] = whole[-6:] = whole[:, :6] = whole[:, -6:] = False
    assert whole.sum() > 1000
    assert np.abs(ours - theirs)[whole].max() <= 1


def test_extents_may_differ_and_pixels_be_oblong(tmp_path):
    a, b = (RNG.integers(0, 9000, (2, 20, 30)).astype(np.int16) for _ in range(2))
    one = product(tmp_path / "one.tif", "2020-01-01", a)
    shifted = (4 * PIXEL[0], 1000.0 - 7 * PIXEL[1])
    two = product(tmp_path / "two.tif", "2020-02-01", b, shifted)
    tile = series([one, two])
    assert (tile.grid.columns, tile.grid.rows) == (34, 27)
    with RasterReader() as reader:
        block = read_block(tile, tile.grid.window, reader).sensors[0]
    valid, values = block.valid.reshape(2, 27, 34), block.values.reshape(2, 2, 27, 34)
    assert valid[0, :20, :30].all()
    assert valid[0].sum() == valid[1].sum() == 600
    assert np.array_equal(values[1, :, 7:, 4:], b)


def test_pixels_that_do_not_lie_on_one_grid_are_refused(tmp_path):
    image = np.zeros((2, 5, 5), np.int16)
    one = product(tmp_path / "one.tif", "2020-01-01", image)
    two = product(tmp_path / "two.tif", "2020-02-01", image, (3.0, 1000.0))
    with pytest.raises(UserError) as caught:
        series([one, two])
    assert one.path in caught.value.message
    assert two.path in caught.value.message


def test_images_of_one_day_fill_each_other(tmp_path):
    a, b = (RNG.integers(0, 9000, (2, 6, 6)).astype(np.int16) for _ in range(2))
    a[:, :, 3:] = -9
    tile = series([product(tmp_path / "a.tif", "2020-01-01T10:00:00", a), product(tmp_path / "b.tif", "2020-01-01", b)])
    with RasterReader() as reader:
        block = read_block(tile, tile.grid.window, reader).sensors[0]
    assert block.days.size == 1
    assert block.valid.all()
    first = sorted(["2020-01-01T10:00:00", "2020-01-01"])[0]
    expected = b if first == "2020-01-01" else np.where(a == -9, b, a)
    assert np.array_equal(block.values[0].reshape(2, 6, 6), expected)


def test_scale_offset_and_floats(tmp_path):
    raw = np.array([[[0.1, 0.25, -9.0, np.nan, 50.0]], [[0.5, 0.5, 0.5, 0.5, 0.5]]], np.float32)
    tile = series([product(tmp_path / "f.tif", "2020-01-01", raw, scale=10000.0, offset=-1000.0)])
    with RasterReader() as reader:
        block = read_block(tile, tile.grid.window, reader).sensors[0]
    assert block.valid[0].tolist() == [True, True, False, False, True]
    assert block.values[0, 0].tolist() == [0, 1500, SERIES_NODATA, SERIES_NODATA, 32767]


@pytest.mark.parametrize(("rule", "values", "clear"), [
    ("nonzero", (), [1, 0, 0, 0, 0]), ("values", (1, 3), [1, 0, 1, 0, 1]), ("bits", (0b10,), [1, 1, 0, 0, 1]),
])
def test_mask_rules(tmp_path, rule, values, clear):
    path = write_raster(tmp_path / "m.tif", np.array([[0, 1, 2, 3, 4]], np.uint8), (0, 1000), PIXEL)
    mask = MaskSource(path, rule, values)
    tile = series([product(tmp_path / "x.tif", "2020-01-01", np.ones((2, 1, 5), np.int16), mask=mask)])
    with RasterReader() as reader:
        assert read_block(tile, tile.grid.window, reader).sensors[0].valid[0].tolist() == [bool(c) for c in clear]


def test_features_of_chosen_pixels_are_those_of_the_block(theia):
    with RasterReader() as reader:
        block = read_block(theia[1], Window(10, 20, 50, 40), reader)
    every = block_features(prepare_block(block, theia[1].plan), theia[1].plan)
    some = np.array([3, 77, 500, 1999, 4])
    few = block_features(prepare_block(block, theia[1].plan).select(some), theia[1].plan)
    assert np.array_equal(few.features, every.features[some])
    assert every.features.shape[1] == len(theia[1].plan.features())
    assert np.array_equal(every.usable, every.clear > 0)


def test_each_place_belongs_to_one_tile(theia):
    total = np.zeros((world.SIZE, world.SIZE + world.SHIFT), int)
    for number, tile in enumerate(theia):
        total[:, number * world.SHIFT :][:, : world.SIZE] += owner_mask(tile, theia, tile.grid.window)
        pieces = list(task_windows(tile, theia, tile.grid.window, (50, 40)))
        assert sum(w.pixels for w in pieces) == owner_mask(tile, theia, tile.grid.window).sum()
        assert owned_windows(tile, theia, Window(0, 0, 9, 9)) == ((Window(0, 0, 9, 9),) if number == 0 else ())
    assert (total == 1).all()


@pytest.mark.parametrize("file_block", [(1, 10980), (256, 256), (512, 512), (1024, 1024), (10980, 10980), (100, 101)])
@pytest.mark.parametrize("columns", [101, 10980])
@pytest.mark.parametrize("pixels", [4096, 131072])
def test_blocks_fit_and_are_whole_where_they_can(file_block, columns, pixels):
    file_block = (file_block[0], min(file_block[1], columns))
    rows, wide = block_shape(file_block, columns, pixels)
    assert 0 < rows * wide <= pixels
    assert wide <= columns
    if file_block[0] * file_block[1] <= pixels:
        assert rows % file_block[0] == 0
        assert wide % file_block[1] == 0 or wide == columns
        assert rows * wide * 4 > pixels or wide == columns


def test_strips_cover_a_window_once():
    window = Window(3, 100, 50, 333)
    found = strips(window, 50 * 70, 32)
    assert [s.row for s in found[1:]] == [s.row + s.rows for s in found[:-1]]
    assert sum(s.rows for s in found) == 333
    assert all(s.row % 64 == 0 for s in found[1:])


def test_reading_ahead_keeps_the_order_and_passes_errors_on():
    assert [got for _, got in read_ahead([1, 2, 3], lambda n: n * n)] == [1, 4, 9]
    with pytest.raises(ZeroDivisionError):
        list(read_ahead([1, 0], lambda n: 1 / n))


def test_grid_of_a_tile_is_that_of_its_images(theia):
    assert theia[0].grid == Grid(theia[0].grid.crs, *world.ORIGIN, 10.0, 10.0, world.SIZE, world.SIZE)
