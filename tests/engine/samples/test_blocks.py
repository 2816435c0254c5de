"""Blocks and the range of autocorrelation, against fields whose range is known."""

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterWriter
from landweave.engine.samples.blocks import (
    autocorrelation_range,
    block_of,
    raster_values,
    smaller_until,
    spherical_range,
)
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.samples.made import UTM31, spherical_field


@pytest.mark.parametrize("reach", [1500.0, 3000.0, 5000.0])
def test_the_range_of_a_field_is_found(reach):
    found = []
    for seed in range(6):
        places = np.random.default_rng(seed).uniform(0, 20_000, (900, 2))
        found.append(autocorrelation_range(places, spherical_field(places, reach, seed)).range_m)
    assert np.median(found) == pytest.approx(reach, rel=0.35)


def test_exact_semivariograms_give_their_range():
    lags = np.linspace(50, 3000, 25)
    ratio = np.minimum(lags / 1200, 1)
    found = spherical_range(lags, 0.3 + 2 * (1.5 * ratio - 0.5 * ratio**3), np.full(25, 1000))
    assert found == pytest.approx(1200, rel=0.05)


def test_a_trend_over_the_area_has_no_range_in_it():
    places = np.random.default_rng(0).uniform(0, 1000, (400, 2))
    assert not autocorrelation_range(places, places[:, :1]).reached


def test_what_is_unknown_or_equal_everywhere_is_left_out():
    places = np.random.default_rng(0).uniform(0, 20_000, (600, 2))
    values = (spherical_field(places, 2000.0, 1) * 1000).astype(np.int16)
    plain = autocorrelation_range(places, values).range_m
    more = np.column_stack([values, np.full(600, 7), np.full(600, SERIES_NODATA)]).astype(np.int16)
    assert autocorrelation_range(places, more).range_m == plain
    assert autocorrelation_range(places, np.full((600, 2), 5)) is None
    assert autocorrelation_range(places[:10], values[:10]) is None
    assert autocorrelation_range(np.zeros((600, 2)), values) is None


def test_blocks_are_squares():
    places = np.random.default_rng(0).uniform(-500, 500, (300, 2))
    block = block_of(places, 100.0)
    for number in range(block.max() + 1):
        own = places[block == number]
        assert len({(np.floor(x / 100), np.floor(y / 100)) for x, y in own}) == 1


def test_blocks_shrink_until_there_are_enough():
    places = np.random.default_rng(0).uniform(0, 1000, (50, 2))
    size = smaller_until(places, 1e6, 10)
    assert len(np.unique(block_of(places, size))) >= 10 > len(np.unique(block_of(places, size * 1.25**2)))
    assert smaller_until(np.zeros((3, 2)), 10.0, 10) == 10.0


def test_predictors_are_read_where_they_are_known(tmp_path):
    grid = Grid(UTM31, 500_000.0, 4_800_000.0, 10.0, 10.0, 80, 60)
    rows, columns = np.mgrid[0:60, 0:80]
    band = (rows * 100 + columns).astype(np.int16)
    band[:, 40:] = -1
    path = str(tmp_path / "p.tif")
    with RasterWriter(path, grid, 1, "int16", nodata=-1) as writer:
        writer.write(grid.window, band)
    places, values = raster_values(path, UTM31)
    assert len(places) > 300 and values.shape == (len(places), 1)
    x, y = places.T
    assert (x < 500_400).all()
    expected = np.floor((4_800_000 - y) / 10) * 100 + np.floor((x - 500_000) / 10)
    assert np.array_equal(values[:, 0], expected)
    with pytest.raises(UserError):
        raster_values(str(tmp_path / "no.tif"), UTM31)
