"""Sensors of other pixels, zones and tile names meet on one grid; where one is missing, the rest goes on."""

from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal

from landweave.engine.catalogue.store import Catalogue
from landweave.engine.errors import UserError
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import owner_mask, tile_series
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import pixel_centres, same_crs, spatial_reference
from landweave.engine.sensors.product import BandSource, MaskSource, Product, StaticLayer
from landweave.engine.series.plan import SensorPlan, SeriesPlan, StaticPlan, TargetGrid
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.products import write_raster

ORIGIN = (719000.0, 4899000.0)
RNG = np.random.default_rng(0)


def surface(x, y):
    """A smooth field of places in UTM zone 31."""
    return 4000 + 1500 * np.sin(x / 400.0) * np.cos(y / 300.0)


def field_of(grid):
    return surface(*pixel_centres(grid, grid.window, spatial_reference("EPSG:32631").ExportToWkt()))


def product(folder, sensor, tile, day, values, origin=ORIGIN, pixel=10.0, epsg=32631, bands="a", mask=None, **other):
    """An image of one or more bands; no data is -9."""
    stack = np.asarray(values) if np.ndim(values) == 3 else np.asarray(values)[None]
    band = other.pop("band", {})
    path = write_raster(folder / f"{sensor}_{tile}_{day}.tif", stack, origin, (pixel, pixel), epsg, nodata=-9)
    with RasterReader() as reader:
        grid = reader.grid(path)
    masks = ()
    if mask is not None:
        masks = (MaskSource(write_raster(folder / f"{sensor}_{tile}_{day}_m.tif", mask, origin, (pixel, pixel), epsg),
                            "values", (3,), meaning="scl"),)
    sources = tuple(BandSource(n, path, i + 1, nodata=-9, **band) for i, n in enumerate(bands))
    return Product(f"{sensor} {tile} {day}", "user", sensor, tile, day, path, grid, sources, masks, **other)


def plan_of(*sensors, **other):
    plans = tuple(SensorPlan(s, ("a",), (), (), ("2020-01-01",)) if isinstance(s, str) else s for s in sensors)
    return SeriesPlan(plans, **other)


def fine(folder, tile="T1", day="2020-01-01", size=60, origin=ORIGIN, **other):
    return product(folder, "F", tile, day, RNG.integers(0, 9000, (size, size)).astype(np.int16), origin, **other)


def coarse(folder, day="2020-01-02", pixel=30.0, tile="path 9", epsg=32632, **other):
    """An image of the other zone that covers the fine one and more: the field in its own pixels."""
    x, y = pixel_centres(Grid(spatial_reference("EPSG:32631").ExportToWkt(), *ORIGIN, 10, 10, 60, 60),
                         Window(0, 0, 60, 60), spatial_reference(f"EPSG:{epsg}").ExportToWkt())
    origin = (np.floor(x.min() / pixel) * pixel - 8 * pixel, np.ceil(y.max() / pixel) * pixel + 8 * pixel)
    columns, rows = int(np.ptp(x) / pixel) + 18, int(np.ptp(y) / pixel) + 18
    grid = Grid(spatial_reference(f"EPSG:{epsg}").ExportToWkt(), *origin, pixel, pixel, columns, rows)
    return product(folder, "C", tile, day, np.rint(field_of(grid)).astype(np.int16), origin, pixel, epsg, **other)


def read(tile, window=None, halo=0):
    with RasterReader() as reader:
        return read_block(tile, window or tile.grid.window, reader, halo)


@pytest.mark.parametrize(("pixel", "error"), [(30.0, 3), (12.0, 1.5), (4.0, 3)])  # cubic, cubic, averages
def test_a_sensor_of_another_zone_lies_where_it_should(tmp_path, pixel, error):
    tile, = tile_series(Catalogue((fine(tmp_path), coarse(tmp_path, pixel=pixel))), plan_of("F", "C", reference="F"))
    assert (tile.tile, tile.grid.pixel_width, tile.grid.columns) == ("T1", 10.0, 60)
    block = read(tile).sensors[1]
    assert block.valid.all()
    assert np.abs(block.values[0, 0].reshape(60, 60) - field_of(tile.grid)).max() < error


def test_any_cut_of_the_windows_gives_the_same(tmp_path):
    products = (fine(tmp_path), coarse(tmp_path), coarse(tmp_path, "2020-02-01", pixel=4.0))
    tile, = tile_series(Catalogue(products), plan_of("F", "C", reference="F"))
    whole = [s.values.reshape(len(s.days), 60, 60) for s in read(tile).sensors]
    for window in (Window(0, 0, 60, 7), Window(13, 22, 31, 9), Window(59, 59, 1, 1)):
        for sensor, every in zip(read(tile, window).sensors, whole):
            here = every[:, window.row : window.row + window.rows, window.column : window.column + window.columns]
            assert np.array_equal(sensor.values.reshape(here.shape), here)


def test_a_fine_sensor_is_averaged_where_it_is_clear(tmp_path):
    values = RNG.integers(0, 9000, (60, 60)).astype(np.int16)
    clouds = (RNG.random((60, 60)) < 0.4).astype(np.uint8) * 3
    plan = plan_of("F", grid=TargetGrid(resolution=30.0))
    corner = (ORIGIN[0] - ORIGIN[0] % 30, ORIGIN[1] + -ORIGIN[1] % 30)
    tile, = tile_series(Catalogue((product(tmp_path, "F", "T1", "2020-01-01", values, corner, mask=clouds),)), plan)
    assert tile.grid == replace(tile.grid, x_min=corner[0], y_max=corner[1], pixel_width=30, columns=20, rows=20)
    block = read(tile).sensors[0]
    boxes = values.reshape(20, 3, 20, 3).transpose(0, 2, 1, 3).reshape(400, 9)
    clear = clouds.reshape(20, 3, 20, 3).transpose(0, 2, 1, 3).reshape(400, 9) == 0
    assert np.array_equal(block.valid[0], clear.sum(axis=1) >= 5)
    for pixel in np.flatnonzero(block.valid[0]):
        assert block.values[0, 0, pixel] == pytest.approx(boxes[pixel][clear[pixel]].mean(), abs=0.51)


def test_masks_come_from_the_pixel_that_the_centre_lies_in(tmp_path):
    clouds = (RNG.random((60, 60)) < 0.5).astype(np.uint8) * 3
    grid = TargetGrid(resolution=5.0, extent=(ORIGIN[0], ORIGIN[1] - 600, ORIGIN[0] + 600, ORIGIN[1]))
    tile, = tile_series(Catalogue((fine(tmp_path, mask=clouds),)), plan_of("F", grid=grid))
    assert np.array_equal(read(tile).sensors[0].valid[0].reshape(120, 120), np.kron(clouds == 0, np.ones((2, 2), bool)))


@pytest.mark.parametrize("method", ["nearest", "cubic", "average"])
def test_the_grid_of_the_images_as_target_changes_nothing(tmp_path, method):
    sensor = SensorPlan("F", ("a",), (), (), ("2020-01-01",), resampling=method)
    one = fine(tmp_path)
    as_is, = tile_series(Catalogue((one,)), SeriesPlan((sensor,)))
    aimed, = tile_series(Catalogue((one,)), SeriesPlan((sensor,), grid=TargetGrid("EPSG:32631", 10.0)))
    assert aimed.grid == as_is.grid
    assert np.array_equal(read(aimed).sensors[0].values, read(as_is).sensors[0].values)


def test_a_shift_of_the_georeference_is_taken_back(tmp_path):
    still = Grid(spatial_reference("EPSG:32631").ExportToWkt(), *ORIGIN, 10.0, 10.0, 60, 60)
    moved = replace(still, x_min=ORIGIN[0] + 3.7, y_max=ORIGIN[1] + 3.7)
    values = np.rint(field_of(still)).astype(np.int16)
    first = product(tmp_path, "F", "T1", "2020-01-01", values)
    wrong = product(tmp_path, "F", "T1", "2020-02-01", values, (moved.x_min, moved.y_max))
    # Its georeference is wrong by 0.37 pixels: what it shows lies where the first image says.
    right = replace(wrong, shift=(-3.7, -3.7))
    plan = plan_of("F", grid=TargetGrid("EPSG:32631", 10.0))
    tile, = tile_series(Catalogue((first, right)), plan)
    block = read(tile).sensors[0]
    both = block.valid.all(axis=0)
    assert both.sum() > 58 * 58
    assert np.array_equal(block.values[0][:, both], block.values[1][:, both])  # taps on the centres themselves
    half = replace(first, shift=(3.7, -6.1), acquired="2020-03-01")
    tile, = tile_series(Catalogue((first, half)), plan)
    block = read(tile).sensors[0]
    x, y = pixel_centres(tile.grid, tile.grid.window, tile.grid.crs)
    inner = np.zeros(x.shape, bool)
    inner[3:-3, 3:-3] = True
    found = block.values[1, 0].reshape(x.shape)[inner]
    assert np.abs(found - surface(x - 3.7, y + 6.1)[inner]).max() < 2


def test_a_missing_sensor_is_told_and_has_no_data(tmp_path):
    east = (ORIGIN[0] + 20000, ORIGIN[1])
    said = []
    products = (fine(tmp_path), fine(tmp_path, "T2", origin=east), coarse(tmp_path))
    one, two = tile_series(Catalogue(products), plan_of("F", "C"), say=said.append)
    assert len(said) == 1
    assert "T2" in said[0]
    assert "C" in said[0]
    assert one.sensors[1].products
    block = read(two).sensors[1]
    assert block.values.shape == (0, 1, 3600)
    assert block.valid.shape == (0, 3600)


def test_products_of_the_tiles_name_come_first(tmp_path):
    for epsg, expected in ((32631, ["T1"]), (32632, ["path 9", "T1"])):  # in the other zone its corners are empty
        products = (fine(tmp_path), coarse(tmp_path), coarse(tmp_path, "2020-03-01", tile="T1", epsg=epsg))
        tile, = tile_series(Catalogue(products), plan_of("F", "C"))
        assert [p.tile for p in tile.sensors[1].products] == expected


def test_no_sensor_at_all_and_unknown_references_are_errors(tmp_path):
    with pytest.raises(UserError, match="no product of the sensor X"):
        tile_series(Catalogue((fine(tmp_path),)), plan_of("X"))
    with pytest.raises(UserError, match="reference sensor C"):
        tile_series(Catalogue((fine(tmp_path),)), plan_of("F", "C", reference="C"))


def test_the_reference_may_be_the_coarser_sensor(tmp_path):
    tile, = tile_series(Catalogue((fine(tmp_path), coarse(tmp_path))), plan_of("F", "C", reference="C"))
    assert (tile.tile, tile.grid.pixel_width) == ("path 9", 30.0)
    assert 0.1 < read(tile).sensors[0].valid.mean() < 1


def test_two_grids_of_the_reference_are_refused_with_both_remedies(tmp_path):
    other = fine(tmp_path, day="2020-02-01", origin=(ORIGIN[0] + 4, ORIGIN[1]))
    with pytest.raises(UserError, match="do not lie on") as caught:
        tile_series(Catalogue((fine(tmp_path), other)), plan_of("F"))
    assert "SERIES" in caught.value.hint
    tile, = tile_series(Catalogue((fine(tmp_path), other)), plan_of("F", grid=TargetGrid(resolution=10.0)))
    assert read(tile).sensors[0].valid.any(axis=1).all()


def test_tiles_of_two_zones_share_a_target_grid_without_holes(tmp_path):
    grid = TargetGrid("EPSG:2154", 20.0)
    inner = Grid(spatial_reference("EPSG:32632").ExportToWkt(), 240000.0, 4899000.0, 10.0, 10.0, 60, 60)
    x, y = pixel_centres(inner, Window(30, 30, 1, 1), spatial_reference("EPSG:32631").ExportToWkt())
    west = (np.floor(x[0, 0] / 10) * 10 - 500, np.floor(y[0, 0] / 10) * 10 + 300)
    products = (fine(tmp_path, "A", origin=west), fine(tmp_path, "B", origin=(inner.x_min, inner.y_max), epsg=32632))
    tiles = tile_series(Catalogue(products), plan_of("F", grid=grid))
    assert all(same_crs(t.grid.crs, "EPSG:2154") and t.grid.x_min % 20 == 0 and t.grid.y_max % 20 == 0 for t in tiles)
    covered = {}
    for tile in tiles:
        valid = read(tile).sensors[0].valid.any(axis=0).reshape(tile.grid.rows, tile.grid.columns)
        own = owner_mask(tile, tiles, tile.grid.window)
        for row, column in np.argwhere(own):
            place = (round(tile.grid.x_min / 20) + column, round(tile.grid.y_max / 20) - row)
            assert place not in covered
            covered[place] = valid[row, column]
    # Every place inside one of the images is known, whoever owns it.
    for image in products:
        warped = gdal.Warp("", image.path, format="MEM", dstSRS="EPSG:2154", xRes=20, yRes=20, targetAlignedPixels=True,
                           outputType=gdal.GDT_Int16, dstNodata=-9, errorThreshold=0.0)
        left, top = (round(warped.GetGeoTransform()[i] / 20) for i in (0, 3))
        for row, column in np.argwhere(warped.ReadAsArray() != -9)[::7]:
            known = warped.ReadAsArray()[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
            if known.size == 9 and (known != -9).all():
                assert covered[(left + column, top - row)]


def test_extents_cut_and_anchor_the_grid(tmp_path):
    extent = (ORIGIN[0] + 104, ORIGIN[1] - 5000, ORIGIN[0] + 304, ORIGIN[1] - 52)
    tile, = tile_series(Catalogue((fine(tmp_path),)), plan_of("F", grid=TargetGrid(resolution=10.0, extent=extent)))
    assert (tile.grid.x_min, tile.grid.y_max) == (extent[0], extent[3])
    assert (tile.grid.columns, tile.grid.rows) == (20, 55)
    away = TargetGrid(resolution=10.0, extent=(0.0, 0.0, 100.0, 100.0))
    with pytest.raises(UserError, match="outside"):
        tile_series(Catalogue((fine(tmp_path),)), plan_of("F", grid=away))


def test_a_halo_is_the_same_pixels_and_more(tmp_path):
    tile, = tile_series(Catalogue((fine(tmp_path), coarse(tmp_path))), plan_of("F", "C"))
    window = Window(50, 20, 10, 5)
    plain, wide = read(tile, window), read(tile, window, halo=3)
    assert (plain.rows, plain.columns, wide.rows, wide.columns) == (5, 10, 11, 16)
    for small, large in zip(plain.sensors, wide.sensors):
        image = large.values[0, 0].reshape(11, 16)
        assert np.array_equal(image[3:-3, 3:-3], small.values[0, 0].reshape(5, 10))
        assert (image[:, -3:] == SERIES_NODATA).all()
        assert large.valid.reshape(11, 16)[:, :-3].any()


def test_layers_without_date(tmp_path):
    grid = Grid(spatial_reference("EPSG:32631").ExportToWkt(), ORIGIN[0], ORIGIN[1], 25.0, 25.0, 24, 24)
    height = field_of(grid).astype(np.float32)
    height[20:, :] = -1
    soil = RNG.integers(1, 9, (24, 24)).astype(np.uint8)
    layers = (
        StaticLayer("dem", write_raster(tmp_path / "d.tif", height, ORIGIN, (25.0, 25.0)), 1, grid, -1.0, 0.1, 5.0),
        StaticLayer("soil", write_raster(tmp_path / "s.tif", soil, ORIGIN, (25.0, 25.0)), 1, grid, categorical=True),
    )
    plan = plan_of("F", static=(StaticPlan("soil"), StaticPlan("dem")))
    tile, = tile_series(Catalogue((fine(tmp_path),), static=layers), plan)
    assert {layers[0].path, layers[1].path} <= set(tile.files)
    found = read(tile).static.reshape(2, 60, 60)
    nearest = (np.arange(60) * 10 + 5) // 25
    assert np.array_equal(found[0], soil[np.ix_(nearest, nearest)])
    assert np.isnan(found[1][50:]).all()
    assert np.abs(found[1][5:45, 5:-5] - (field_of(tile.grid) * 0.1 + 5)[5:45, 5:-5]).max() < 0.5
    with pytest.raises(UserError, match="slope"):
        tile_series(Catalogue((fine(tmp_path),)), plan_of("F", static=(StaticPlan("slope"),)))


def test_backscatter_in_decibels_or_power(tmp_path):
    raw = np.array([[0.5, 0.01, 0.0, -1.0, np.nan, 2.0]], np.float32)
    one = product(tmp_path, "R", "T1", "2020-01-01", raw, band={"function": "db", "scale": 100.0})
    tile, = tile_series(Catalogue((one,)), plan_of("R"))
    block = read(tile).sensors[0]
    assert block.valid[0].tolist() == [True, True, False, False, False, True]
    assert block.values[0, 0].tolist() == [-301, -2000, *[SERIES_NODATA] * 3, 301]
    linear = SensorPlan("R", ("a",), (), (), ("2020-01-01",), radar="linear")
    tile, = tile_series(Catalogue((one,)), plan_of(linear))
    block = read(tile).sensors[0]
    assert block.values[0, 0][[0, 1, 5]].tolist() == [5000, 100, 20000]


def test_averages_of_decibels_are_of_power(tmp_path):
    raw = RNG.uniform(0.01, 1, (60, 60)).astype(np.float32)
    one = product(tmp_path, "R", "T1", "2020-01-01", raw, (300.0, 6000.0), band={"function": "db", "scale": 100.0})
    tile, = tile_series(Catalogue((one,)), plan_of("R", grid=TargetGrid(resolution=30.0)))
    expected = 1000 * np.log10(raw.reshape(20, 3, 20, 3).mean(axis=(1, 3)))
    assert np.abs(read(tile).sensors[0].values[0, 0].reshape(20, 20) - expected).max() < 1


@pytest.mark.parametrize("rule", ["values", "outside"])
def test_rules_of_the_options_replace_those_of_the_masks(tmp_path, rule):
    classes = RNG.integers(0, 6, (60, 60)).astype(np.uint8)
    sensor = SensorPlan("F", ("a",), (), (), ("2020-01-01",), invalid={"scl": [1, 4], "fmask": [2]})
    one = fine(tmp_path, mask=classes)
    one = replace(one, masks=(replace(one.masks[0], rule=rule),))
    tile, = tile_series(Catalogue((one,)), SeriesPlan((sensor,)))
    assert np.array_equal(read(tile).sensors[0].valid[0], ~np.isin(classes, (1, 4)).ravel())


def test_images_without_a_crs_stand_alone_or_are_named(tmp_path):
    lost = product(tmp_path, "L", "T1", "2020-01-01", np.ones((9, 9), np.int16), epsg=0)
    tile, = tile_series(Catalogue((lost,)), plan_of("L"))
    assert read(tile).sensors[0].valid.all()
    moved, = tile_series(Catalogue((lost,)), plan_of("L", grid=TargetGrid(resolution=20.0)))
    assert read(moved).sensors[0].valid.any()
    aimed = plan_of("L", grid=TargetGrid("EPSG:2154"))
    for products, plan in (((lost, fine(tmp_path)), plan_of("F", "L")), ((lost,), aimed)):
        with pytest.raises(UserError, match="no coordinate reference system") as caught:
            tile_series(Catalogue(products), plan)
        assert lost.path in caught.value.message


def test_a_raster_of_the_whole_globe_touches_every_tile(tmp_path):
    globe = product(tmp_path, "G", "globe", "2020-01-03", np.full((180, 360), 7, np.int16), (-180.0, 90.0), 1.0, 4326)
    tile, = tile_series(Catalogue((fine(tmp_path), globe)), plan_of("F", "G"))
    block = read(tile).sensors[1]
    assert block.valid.all()
    assert (block.values == 7).all()
    odd = TargetGrid("EPSG:4326", 0.0)
    with pytest.raises(UserError, match="resolution"):
        tile_series(Catalogue((fine(tmp_path),)), plan_of("F", grid=odd))


def test_a_map_far_coarser_than_the_images_takes_no_more_memory(tmp_path, monkeypatch):
    one = fine(tmp_path, size=400)
    tile, = tile_series(Catalogue((one,)), plan_of("F", grid=TargetGrid(resolution=100.0)))
    whole = read(tile).sensors[0].values
    monkeypatch.setattr("landweave.engine.mapping.resampled_reader.SOURCE_PIXELS", 500)
    assert np.array_equal(read(tile).sensors[0].values, whole)
