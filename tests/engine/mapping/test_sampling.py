"""Values at places: GDAL's, those of a known surface, a loop's; the same in every window and deaf to no data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal, osr

from landweave.engine.mapping.places import Places
from landweave.engine.mapping.sampling import Spots, average, sample
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.warp import pixel_centres, spatial_reference

WEST, EAST = (spatial_reference(f"EPSG:{n}").ExportToWkt() for n in (32631, 32632))
TARGET = Grid(WEST, 719000.0, 4899000.0, 10.0, 10.0, 90, 70)  # about 8.75 degrees east: far out in either zone


def source_grid(pixel=15.0, margin=40):
    """A grid of the other zone around the target."""
    x, y = pixel_centres(TARGET, TARGET.window, EAST)
    left, top = np.floor(x.min() / pixel) * pixel - margin * pixel, np.ceil(y.max() / pixel) * pixel + margin * pixel
    columns, rows = int(np.ptp(x) / pixel) + 2 * margin + 3, int(np.ptp(y) / pixel) + 2 * margin + 3
    return Grid(EAST, left, top, pixel, pixel, columns, rows)


def in_memory(grid, values):
    dataset = gdal.GetDriverByName("MEM").Create("", grid.columns, grid.rows, 1, gdal.GDT_Int16)
    dataset.SetGeoTransform(grid.geotransform)
    dataset.SetProjection(grid.crs)
    dataset.WriteArray(values)
    return dataset


def ours(values, known, grid, method, window=TARGET.window):
    spots = Places(TARGET, window).spots(grid)
    out, found = sample(values[None], known[None], (0, 0), spots, method)
    return out[0], found[0]


@pytest.mark.parametrize(("method", "name"), [("nearest", "near"), ("bilinear", "bilinear"), ("cubic", "cubic")])
def test_equals_gdals_warp_between_two_zones(method, name):
    grid = source_grid()
    values = np.random.default_rng(1).integers(0, 8000, (grid.rows, grid.columns)).astype(np.int16)
    theirs = gdal.Warp(
        "", in_memory(grid, values), format="MEM", dstSRS=WEST, outputBounds=TARGET.extent, width=90, height=70,
        resampleAlg=name, errorThreshold=0.0).ReadAsArray()
    found, known = ours(values, np.ones(values.shape, bool), grid, method)
    assert known.all()
    assert np.abs(found.astype(int) - theirs).max() <= (0 if method == "nearest" else 1)


@pytest.mark.parametrize(("method", "error"), [("nearest", 140), ("bilinear", 3), ("cubic", 1.5)])
def test_a_known_surface_comes_back_from_the_other_zone(method, error):
    to_degrees = {crs: osr.CoordinateTransformation(spatial_reference(crs), spatial_reference("EPSG:4326"))
                  for crs in (WEST, EAST)}

    def surface(grid):
        x, y = pixel_centres(grid, grid.window, grid.crs)
        where = np.array(to_degrees[grid.crs].TransformPoints(np.column_stack([x.ravel(), y.ravel()])))
        values = 5000 + 2000 * np.sin(where[:, 0] * 1800) * np.cos(where[:, 1] * 1400)
        return values.reshape(x.shape)

    grid = source_grid(pixel=3.0, margin=5)
    values = np.rint(surface(grid)).astype(np.int16)
    found, known = ours(values, np.ones(values.shape, bool), grid, method)
    assert known.all()
    assert np.abs(found - surface(TARGET)).max() <= error


@pytest.mark.parametrize("method", ["nearest", "bilinear", "cubic"])
def test_windows_and_the_part_of_the_source_make_no_difference(method):
    grid = source_grid(margin=2)
    rng = np.random.default_rng(2)
    values = rng.integers(-500, 9000, (grid.rows, grid.columns)).astype(np.int16)
    known = rng.random(values.shape) > 0.05
    whole = ours(values, known, grid, method)
    for window in (Window(0, 0, 90, 1), Window(17, 33, 41, 20), Window(89, 69, 1, 1)):
        spots = Places(TARGET, window).spots(grid)
        columns, rows = spots.pixels()
        left, top = max(columns.min() - 2, 0), max(rows.min() - 2, 0)
        part = (slice(top, rows.max() + 3), slice(left, columns.max() + 3))
        found = sample(values[part][None], known[part][None], (left, top), spots, method)
        here = (slice(window.row, window.row + window.rows), slice(window.column, window.column + window.columns))
        assert np.array_equal(found[0][0], whole[0][here])
        assert np.array_equal(found[1][0], whole[1][here])


@pytest.mark.parametrize("method", ["nearest", "bilinear", "cubic"])
def test_no_data_does_not_bleed_and_pixel_centres_keep_their_values(method):
    grid = source_grid(margin=2)
    rng = np.random.default_rng(3)
    known = rng.random((grid.rows, grid.columns)) > 0.2
    calm = np.where(known, 4000, 32767).astype(np.int16)
    found, where = ours(calm, known, grid, method)
    assert (found[where] == 4000).all()
    assert 0.7 < where.mean() < 0.9
    values = rng.integers(0, 9000, known.shape).astype(np.int16)
    columns, rows = np.meshgrid(np.arange(grid.columns) + 0.5, np.arange(grid.rows) + 0.5)
    back, again = sample(values[None], known[None], (0, 0), Spots(columns, rows), method)
    assert np.array_equal(again[0], known)
    assert np.array_equal(back[0][known], values[known])


def test_places_beyond_or_nowhere_are_unknown():
    columns = np.array([[-0.01, 0.0, 3.999, 4.0, np.inf, np.nan]])
    values = np.arange(16, dtype=np.int16).reshape(1, 4, 4)
    for method in ("nearest", "bilinear", "cubic"):
        out, found = sample(values, np.ones_like(values, bool), (0, 0), Spots(columns, np.full((1, 6), 1.5)), method)
        assert found[0, 0].tolist() == [False, True, True, False, False, False]
        assert out[0, 0, [1, 2]].tolist() == [4, 7]


def looped(values, clear, x, y, wide, high):
    """The mean over a box, cut into strips of which each pixel has its part."""
    total = weight = 0.0
    for i in range(values.shape[0]):
        for j in range(values.shape[1]):
            part = max(0.0, min(x + wide / 2, j + 1) - max(x - wide / 2, j))
            part *= max(0.0, min(y + high / 2, i + 1) - max(y - high / 2, i))
            total += part * clear[i, j] * float(values[i, j])
            weight += part * clear[i, j]
    return (total / weight if weight else 0.0), weight / (wide * high)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.3, 6), st.floats(0.3, 6), st.floats(0, 1))
def test_averages_equal_a_loop(seed, wide, high, cloudy):
    rng = np.random.default_rng(seed)
    values = rng.integers(-3000, 9000, (9, 11)).astype(np.float32)
    clear = rng.random(values.shape) >= cloudy
    spots = Spots(rng.uniform(-2, 13, (3, 4)), rng.uniform(-2, 11, (3, 4)))
    out, found = average(values[None], clear, (0, 0), spots, (wide, high))
    for place in np.ndindex(3, 4):
        mean, share = looped(values, clear, spots.columns[place], spots.rows[place], wide, high)
        if abs(share - 0.5) > 1e-6:
            assert found[place] == (share > 0.5)
        if found[place]:
            assert out[0][place] == pytest.approx(mean, rel=1e-5, abs=1e-2)


def test_averages_do_not_depend_on_the_window():
    rng = np.random.default_rng(5)
    values = rng.integers(0, 9000, (2, 40, 50)).astype(np.float32)
    clear = rng.random((40, 50)) > 0.3
    columns, rows = np.meshgrid(np.arange(2.17, 48, 3.3), np.arange(1.9, 39, 3.3))
    whole = average(values, clear, (0, 0), Spots(columns, rows), (3.3, 3.3))
    some = Spots(columns[2:4, 3:7], rows[2:4, 3:7])
    part = average(values[:, 3:17, 5:30], clear[3:17, 5:30], (5, 3), some, (3.3, 3.3))
    assert np.array_equal(part[0], whole[0][:, 2:4, 3:7])
    assert np.array_equal(part[1], whole[1][2:4, 3:7])
