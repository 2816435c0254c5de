"""Radar is filtered in power, orbit by orbit, with what lies around the window; every cut gives the same."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import uniform_filter

from landweave.engine.catalogue.store import Catalogue
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.radar import from_power, is_decibel, to_power
from landweave.engine.mapping.tile_series import SensorSeries, TileSeries, tile_series
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.series.options import SeriesOptions
from landweave.engine.series.plan import SensorPlan, SeriesPlan
from landweave.engine.series.planning import make_plan
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.products import write_raster

RNG = np.random.default_rng(4)
SIZE = 40


def local_means(seen):
    """A stand-in for the filter: the mean of what is valid in a window of each date; it notes how many dates came."""

    def quegan_filter(intensity, valid, window):
        assert intensity.dtype == np.float32
        seen.append(len(intensity))
        size = (1, window, window)
        share = uniform_filter(valid.astype(np.float64), size, mode="constant")
        total = uniform_filter(np.where(valid, intensity, 0).astype(np.float64), size, mode="constant")
        return (total / np.maximum(share, 1e-9)).astype(np.float32)

    return quegan_filter


@pytest.fixture
def seen(monkeypatch):
    found = []
    monkeypatch.setattr("landweave.engine.mapping.block_reader.quegan_filter", local_means(found))
    return found


@pytest.fixture
def tile(tmp_path):
    products = []
    for number, (day, orbit) in enumerate([("01", "30"), ("03", "132"), ("07", "30"), ("07", "132")]):
        power = RNG.gamma(4, 0.02, (2, SIZE, SIZE)).astype(np.float32)
        power[:, :, 30:] = 0 if orbit == "30" else power[:, :, 30:]
        path = write_raster(tmp_path / f"{number}.tif", power)
        with RasterReader() as reader:
            grid = reader.grid(path)
        bands = tuple(BandSource(n, path, i + 1, scale=100.0, function="db") for i, n in enumerate(("vv", "vh")))
        products.append(Product(path, "s1", "S1ASC", "T", f"2020-01-{day}", path, grid, bands, orbit=orbit))
    plan = SensorPlan("S1ASC", ("vv", "vh"), (), (), ("2020-01-01",), speckle_window=5)
    return TileSeries("T", grid, SeriesPlan((plan,)), (SensorSeries(plan, tuple(products)),))


def read(tile, window):
    with RasterReader() as reader:
        return read_block(tile, window, reader).sensors[0]


def test_each_orbit_is_filtered_by_itself_before_days_are_merged(tile, seen):
    block = read(tile, tile.grid.window)
    assert seen == [2, 2, 2, 2]  # bands of one orbit, then of the other
    assert block.days.size == 3
    path = tile.sensors[0].products[1].path
    with RasterReader() as reader:
        power = reader.read(path, 2, tile.grid.window).astype(np.float64)
    expected = 1000 * np.log10(uniform_filter(power, 5))
    inner = (slice(2, -2), slice(2, -2))
    found = block.values[1, 1].reshape(SIZE, SIZE)
    assert np.abs(found - expected)[inner].max() < 2
    assert block.valid[2].all()  # the 7th: what one orbit lacks, the other has


def test_windows_make_no_difference_and_no_data_stays(tile, seen):
    whole = read(tile, tile.grid.window)
    values, valid = whole.values.reshape(3, 2, SIZE, SIZE), whole.valid.reshape(3, SIZE, SIZE)
    assert not valid[0][:, 30:].any()
    assert (values[0][:, :, 30:] == SERIES_NODATA).all()
    for w in (Window(0, 0, 7, 40), Window(11, 9, 20, 3), Window(28, 28, 5, 12)):
        part = read(tile, w)
        here = (slice(w.row, w.row + w.rows), slice(w.column, w.column + w.columns))
        assert np.array_equal(part.values.reshape(3, 2, w.rows, w.columns), values[:, :, here[0], here[1]])
        assert np.array_equal(part.valid.reshape(3, w.rows, w.columns), valid[:, here[0], here[1]])
    assert seen


def test_with_the_real_filter_windows_make_no_difference_and_speckle_is_less(tile):
    whole = read(tile, tile.grid.window)
    values = whole.values.reshape(3, 2, SIZE, SIZE)
    for w in (Window(0, 0, 7, 40), Window(11, 9, 20, 3), Window(28, 28, 5, 12)):
        here = (slice(w.row, w.row + w.rows), slice(w.column, w.column + w.columns))
        part = read(tile, w).values.reshape(3, 2, w.rows, w.columns)
        assert np.array_equal(part, values[:, :, here[0], here[1]])
    sensor = tile.sensors[0]
    unfiltered = replace(sensor, plan=replace(sensor.plan, speckle_window=0))
    plain = read(replace(tile, sensors=(unfiltered,)), tile.grid.window)
    assert np.array_equal(plain.valid, whole.valid)
    assert whole.values[1].std() < 0.85 * plain.values[1].std()


def test_without_a_window_nothing_is_filtered(tile, seen):
    sensor = tile.sensors[0]
    plain = replace(tile, sensors=(replace(sensor, plan=replace(sensor.plan, speckle_window=0)),))
    assert read(plain, tile.grid.window).valid.any()
    assert not seen


@pytest.mark.parametrize("band", [
    BandSource("vv", "", scale=100.0, function="db"), BandSource("vv", "", scale=100.0, unit="dB x 100"),
    BandSource("vv", "", scale=10000.0), BandSource("vv", "", scale=10000.0, offset=-50.0),
])
def test_power_and_back(band):
    values = RNG.integers(1, 3000, 500).astype(np.int16)
    power = to_power(values, band)
    by_hand = (values - band.offset) / band.scale
    assert np.allclose(power, 10 ** (by_hand / 10) if is_decibel(band) else by_hand, rtol=1e-5)
    assert np.abs(from_power(power, band) - values).max() < 0.01 * max(1, band.scale / 100)


def test_power_is_read_the_same_from_files_of_power_and_of_decibels(tmp_path):
    """Sigma nought x 10000, whatever the files hold."""
    power = RNG.gamma(4, 0.05, (1, SIZE, SIZE)).astype(np.float32)
    made = []
    for name, values, function in (("p", power, "db"), ("d", 10 * np.log10(power), "")):
        path = write_raster(tmp_path / f"{name}.tif", values.astype(np.float32))
        with RasterReader() as reader:
            grid = reader.grid(path)
            band = BandSource("VV", path, scale=100.0, unit="dB x 100", function=function, role="vv")
            product = Product(path, "s1", "S1ASC", "T", "2020-01-01", path, grid, (band,))
            plan = make_plan(SeriesOptions(radar="linear"), [product])
            assert plan.sensors[0].unit == "backscatter x 10000"
            tile = tile_series(Catalogue((product,)), plan)[0]
            made.append(read_block(tile, tile.grid.window, reader).sensors[0].values.reshape(SIZE, SIZE))
    np.testing.assert_array_equal(made[0], np.rint(power[0] * 10000))
    assert np.abs(made[1] - made[0].astype(int)).max() <= 1


def test_decibels_and_power():
    """10 log10: 1, 10 and a hundredth are 0, 10 and -20 dB."""
    band = BandSource("VV", "x", scale=100.0, unit="dB x 100")
    decibel = np.arange(-60, 31, dtype=np.int16)
    np.testing.assert_allclose(from_power(to_power(decibel * 100, band), band), decibel * 100, atol=1e-2)
    np.testing.assert_allclose(from_power(np.float32([1, 10, 0.01]), band), [0, 1000, -2000], atol=1e-3)
