"""Cubic convolution: exact on polynomials, equal to GDAL's, the same in every block, deaf to no data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal

from landweave.engine.mapping.resample import HALO, repeat_pixels, upsample_cubic


def whole(coarse, known, factor):
    """Upsample all of an image, unknown beyond its edges."""
    padded = np.pad(coarse, HALO)
    beyond = np.pad(known, HALO)
    shape = (coarse.shape[0] * factor, coarse.shape[1] * factor)
    return upsample_cubic(padded, beyond, factor, (0, 0), shape)


@pytest.fixture
def coarse():
    return np.random.default_rng(1).integers(0, 8000, (20, 24)).astype(np.int16)


def test_equals_gdal_inside_the_image(coarse):
    source = gdal.GetDriverByName("MEM").Create("", 24, 20, 1, gdal.GDT_Int16)
    source.SetGeoTransform((0, 20, 0, 0, 0, -20))
    source.WriteArray(coarse)
    bounds = (0, -400, 480, 0)
    target = gdal.Warp("", source, format="MEM", width=48, height=40, resampleAlg="cubic", outputBounds=bounds)
    ours = whole(coarse, np.ones(coarse.shape, bool), 2)
    edge = 2 * HALO
    inner = (slice(edge, -edge), slice(edge, -edge))
    assert np.abs(ours[inner].astype(int) - target.ReadAsArray()[inner]).max() <= 1


@pytest.mark.parametrize("factor", [2, 3, 4])
def test_a_plane_stays_a_plane(factor):
    rows, columns = np.mgrid[:12, :12]
    plane = (240 * rows + 120 * columns).astype(np.int16)
    fine_rows, fine_columns = (np.mgrid[: 12 * factor, : 12 * factor] + 0.5) / factor - 0.5
    expected = 240 * fine_rows + 120 * fine_columns
    edge = HALO * factor
    inner = (slice(edge, -edge), slice(edge, -edge))
    ours = whole(plane, np.ones(plane.shape, bool), factor)
    assert np.abs(ours[inner] - expected[inner]).max() <= 0.5


def test_no_data_does_not_bleed(coarse):
    known = np.ones(coarse.shape, bool)
    known[9, 11] = False
    poisoned = np.where(known, coarse, -10000).astype(np.int16)
    calm = np.where(known, 4000, -10000).astype(np.int16)
    shape = (40, 48)
    fine_known = repeat_pixels(known, 2, (0, 0), shape)
    assert (whole(calm, known, 2)[fine_known] == 4000).all()
    other = np.where(known, poisoned, 30000).astype(np.int16)
    assert np.array_equal(whole(poisoned, known, 2)[fine_known], whole(other, known, 2)[fine_known])


@pytest.mark.parametrize("place", [(0, 0, 7, 9), (5, 3, 11, 13), (8, 6, 4, 5), (13, 1, 1, 1)])
def test_a_block_equals_its_place_in_the_whole(coarse, place):
    row, column, rows, columns = place
    known = np.random.default_rng(2).random(coarse.shape) > 0.05
    everything = whole(coarse, known, 2)
    first, last = (row // 2, column // 2), (-(-(row + rows) // 2), -(-(column + columns) // 2))
    part = (slice(first[0], last[0] + 2 * HALO), slice(first[1], last[1] + 2 * HALO))
    block = upsample_cubic(
        np.pad(coarse, HALO)[part], np.pad(known, HALO)[part], 2, (row % 2, column % 2), (rows, columns)
    )
    assert np.array_equal(block, everything[row : row + rows, column : column + columns])


@given(st.integers(0, 2**32 - 1), st.integers(0, 1), st.integers(0, 1), st.sampled_from([0.0, 0.1]))
def test_doubling_in_whole_numbers_equals_the_convolution_in_real_ones(seed, row, column, unknown):
    random = np.random.default_rng(seed)
    rows, columns = random.integers(1, 12, 2)
    coarse = random.choice([-32767, -1, 0, 900, 32767], (rows + 4, columns + 4)).astype(np.int16)
    known = random.random(coarse.shape) >= unknown
    shape = int(2 * rows - row), int(2 * columns - column)
    made = upsample_cubic(coarse, known, 2, (row, column), shape)
    weights = np.array([[-3, 29, 111, -9], [-9, 111, 29, -3]]) / 128  # Keys, a = -1/2, a quarter off the centre
    for r in range(shape[0]):
        for c in range(shape[1]):
            (down, lower), (across, right) = divmod(row + r, 2), divmod(column + c, 2)
            part = slice(down + lower, down + lower + 4), slice(across + right, across + right + 4)
            value = weights[lower] @ coarse[part].astype(float) @ weights[right]
            held = np.clip(np.floor(value + 0.5), -32767, 32767)
            wanted = held if known[part].all() else coarse[down + 2, across + 2]
            assert made[r, c] == wanted
