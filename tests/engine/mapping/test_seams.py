"""Where parts meet: blocks, tiles, processes, groups of features, types of the matrix, plans of other versions."""

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.catalogue.store import Catalogue, load_catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.features.stack import sensor_features
from landweave.engine.jobs import ClassifyJob, ExtractSamplesJob, FeaturesMapJob
from landweave.engine.learning.model_file import load_model
from landweave.engine.mapping.block_features import block_features, prepare_block
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples, save_samples
from landweave.engine.sensors.product import BandSource, Product, StaticLayer
from landweave.engine.series.options import SeriesOptions, load_options
from landweave.engine.series.plan import Group, SeriesPlan
from landweave.engine.series.planning import make_plan
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.mapping import world
from landweave.tests.engine.products import write_raster

MINE = """
import numpy as np

def edges(data, halo=2):
    b8 = np.nanmean(data.filled("S2", "B8"), axis=0)
    across = np.abs(b8[2:-2, 4:] - b8[2:-2, :-4]) + np.abs(b8[4:, 2:-2] - b8[:-4, 2:-2])
    seen = data.valid("S2").sum(axis=0)[2:-2, 2:-2]
    return {"edges": across, "seen": seen.astype(float)}
"""
OPTIONS = {
    "step_days": 40, "describe": ["filled", "composites", "metrics", "phenology", "harmonics"],
    "sensors": {"S2": ["B4", "B8", "B11"], "L": [], "R": []}, "indices": ["NDVI"], "speckle_window": 5,
    "composites": {"window_days": 50}, "neighbourhood": {"window": 5, "statistics": ["mean", "std", "median", "max"]},
    "texture": {"window": 7, "levels": 8}, "user_features": {"file": "mine.py", "functions": ["edges"]},
}


def product(folder, sensor, day, path_values, pixel, origin, names, epsg=32631, **band):
    """A product of one file, of another grid than the tiles'."""
    path = write_raster(folder / f"{sensor}_{day}.tif", path_values, origin, (pixel, pixel), epsg, nodata=-9)
    with RasterReader() as reader:
        grid = reader.grid(path)
    bands = tuple(BandSource(n, path, i, nodata=-9, role=n, **band) for i, n in enumerate(names, start=1))
    return Product(f"{sensor} {day}", "user", sensor, "elsewhere", day, path, grid, bands, orbit="30")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """Two overlapping tiles, a coarser sensor of other pixels, radar to be filtered, a layer, features of one's own."""
    folder, rng = tmp_path_factory.mktemp("mixed"), np.random.default_rng(8)
    paths = world.write_world(folder)
    x, y = world.ORIGIN
    others = []
    for day in ("2018-01-20", "2018-03-10"):
        values = rng.integers(0, 5000, (2, 60, 90)).astype(np.int16)
        values[:, 10:20, 10:30] = -9
        others.append(product(folder, "L", day, values, 30.0, (x - 100, y + 100), ("red", "nir")))
        power = rng.gamma(4, 0.03, (2, 160, 260)).astype(np.float32)
        others.append(product(folder, "R", day, power, 10.0, (x - 103, y + 104), ("vv", "vh"), scale=100.0,
                              function="db", unit="dB x 100"))
    relief = write_raster(folder / "relief.tif", rng.random((70, 120)).astype(np.float32) * 900, (x - 50, y + 50),
                          (20.0, 20.0))
    with RasterReader() as reader:
        layer = StaticLayer("relief", relief, 1, reader.grid(relief), None, 1.0, 0.0, False)
    products = (*load_catalogue(paths["catalogue"]).products, *others)
    save_catalogue(paths["catalogue"], Catalogue(products, static=(layer,)))
    (folder / "mine.py").write_text(MINE)
    paths["series"] = str(folder / "series.json")
    Path(paths["series"]).write_text(json.dumps(OPTIONS))
    catalogue = load_catalogue(paths["catalogue"])
    plan = make_plan(load_options(paths["series"]), catalogue.products, static=["relief"])
    return paths, plan, tile_series(catalogue, plan), folder


def matrix(tile, window):
    """Return the features of a window, shape (row, col, feature)."""
    with RasterReader() as reader:
        series = read_block(tile, window, reader, tile.plan.halo)
    found = block_features(prepare_block(series, tile.plan), tile.plan).features
    return found.reshape(window.rows, window.columns, -1)


@pytest.fixture(scope="module")
def wholes(mixed):
    return [matrix(tile, tile.grid.window) for tile in mixed[2]]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 1), st.integers(0, 127), st.integers(0, 127), st.integers(1, 40), st.integers(1, 40))
def test_a_pixel_has_the_same_features_in_any_block(mixed, wholes, number, row, column, rows, columns):
    tile = mixed[2][number]
    window = Window(column, row, columns, rows).intersection(tile.grid.window)
    found = matrix(tile, window)
    expected = wholes[number][window.row : window.row + window.rows, window.column : window.column + window.columns]
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, expected)


@pytest.fixture(scope="module")
def features(mixed):
    """The raster of features as one process makes it."""
    paths, plan, _, folder = mixed
    FeaturesMapJob(paths["catalogue"], str(folder / "f.tif"), paths["series"]).execute(RunContext(workers=1))
    with RasterReader() as reader:
        info = reader.info(str(folder / "f.tif"))
        assert info.descriptions == tuple(f.name for f in plan.features())
        return np.stack([reader.read(str(folder / "f.tif"), n + 1, info.grid.window) for n in range(info.layers)])


@pytest.mark.parametrize(("workers", "memory", "pixels"), [(2, 1000, 0), (1, 0, 1 << 9), (2, 0, 1 << 11), (1, 950, 0)])
def test_the_raster_is_the_same_whatever_the_processes_and_the_memory(
        mixed, features, tmp_path, monkeypatch, workers, memory, pixels):
    paths, _, _, folder = mixed
    if pixels:
        monkeypatch.setattr("landweave.engine.mapping.blocks._READ_PIXELS", pixels)
    context = RunContext(workers=workers, memory_mib=memory)
    FeaturesMapJob(paths["catalogue"], str(tmp_path / "f.tif"), paths["series"]).execute(context)
    assert (tmp_path / "f.tif").read_bytes() == (folder / "f.tif").read_bytes()


def test_each_place_has_the_features_of_the_first_tile_that_covers_it(mixed, features, wholes):
    one = mixed[2][0]
    np.testing.assert_array_equal(features[:, :, : one.grid.columns], wholes[0].transpose(2, 0, 1))
    rest = features.shape[2] - one.grid.columns
    np.testing.assert_array_equal(features[:, :, one.grid.columns :], wholes[1].transpose(2, 0, 1)[:, :, -rest:])


def test_beyond_a_tile_nothing_is_known_and_no_zero_comes_in(mixed, wholes):
    _, plan, tiles, _ = mixed
    names = [f.name for f in plan.features()]
    alone = make_plan(SeriesOptions(step_days=40, sensors=OPTIONS["sensors"], indices=("NDVI",), static=[]),
                      [p for s in tiles[0].sensors for p in s.products])
    assert alone.halo == 0
    tile = replace(tiles[0], plan=alone, static=())
    dates = [i for i, f in enumerate(alone.features()) if f.sensor == "S2" and f.source == "NDVI"]
    ndvi = matrix(tile, tile.grid.window)[..., dates].astype(float)
    ndvi[ndvi == SERIES_NODATA] = np.nan
    image = np.rint(np.nanpercentile(ndvi, 50, axis=2))
    mean, largest = (wholes[0][..., names.index(f"S2_NDVI_p50_{s}5")] for s in ("mean", "max"))
    for row, column in [(0, 4), (0, 64), (127, 127), (64, 0), (1, 126), (50, 50)]:
        around = image[max(row - 2, 0) : row + 3, max(column - 2, 0) : column + 3]
        assert abs(mean[row, column] - np.nanmean(around)) <= 1
        assert abs(largest[row, column] - np.nanmax(around)) <= 1


def test_a_model_with_a_halo_maps_what_its_features_say(mixed, features, tmp_path, monkeypatch):
    paths, plan, _, _ = mixed
    samples_path = str(tmp_path / "s.gpkg")
    ExtractSamplesJob(paths["catalogue"], paths["points"], samples_path, paths["series"]).execute(RunContext())
    samples = load_samples(samples_path)
    assert samples.plan.halo == plan.halo > 0
    column = ((samples.x - world.ORIGIN[0]) / 10).astype(int)
    row = ((world.ORIGIN[1] - samples.y) / 10).astype(int)
    np.testing.assert_array_equal(samples.matrix, features[:, row, column].T)
    model = world.write_model(tmp_path / "m.lwm", samples, {"all": slice(None)})
    flat = np.ascontiguousarray(features.reshape(len(features), -1).T)
    expected = np.array(world.CODES)[load_model(model).predictor("").predict_proba(flat).argmax(axis=1)]
    for pixels, workers in ((1 << 17, 1), (1 << 10, 1), (1 << 12, 2)):
        monkeypatch.setattr("landweave.engine.mapping.blocks._READ_PIXELS", pixels)
        output = str(tmp_path / f"{pixels}.tif")
        ClassifyJob(paths["catalogue"], (model,), output).execute(RunContext(workers=workers))
        with RasterReader() as reader:
            found = reader.read(output, 1, reader.info(output).grid.window)
        clear = found != 0
        assert clear.mean() > 0.9
        np.testing.assert_array_equal(found[clear], expected.reshape(found.shape)[clear])


def test_groups_do_not_disturb_each_other(mixed):
    _, plan, tiles, _ = mixed
    with RasterReader() as reader:
        block = read_block(tiles[0], Window(5, 5, 30, 20), reader).sensors[-1]
    assert plan.sensors[-1].sensor == "S2"
    for relative in ("", "B4"):
        sensor = replace(plan.sensors[-1], relative_to=relative)
        alone = {g.kind: sensor_features(block.values, block.valid, block.days, replace(sensor, groups=(g,)))
                 for g in sensor.groups}
        for order in list(permutations(sensor.groups))[::7]:
            found = sensor_features(block.values, block.valid, block.days, replace(sensor, groups=order))
            np.testing.assert_array_equal(found, np.concatenate([alone[g.kind] for g in order]))


def test_whole_numbers_are_the_same_in_both_types_of_matrix(mixed):
    _, plan, tiles, _ = mixed
    for tile in tiles:
        short = replace(plan, static=(), user=None)
        assert (short.dtype, plan.dtype) == ("int16", "float32")
        window = Window(0, 0, 40, 30)
        sizes = len(short.features()) - sum(f.source.startswith("NDVI_p50_") for f in short.features())
        small = matrix(replace(tile, plan=short, static=()), window)[..., :sizes]
        np.testing.assert_array_equal(small, matrix(tile, window)[..., :sizes])


@pytest.mark.parametrize("filling", ["linear", "none", "whittaker"])
def test_a_sensor_that_a_tile_lacks_is_unknown_in_every_feature_and_disturbs_no_other(mixed, wholes, filling):
    _, plan, tiles, _ = mixed
    sensors = tuple(replace(s, filling=filling) if s.sensor == "L" else s for s in plan.sensors)
    lacking = replace(plan, sensors=sensors)
    series = tuple(replace(s, plan=p, products=() if p.sensor == "L" else s.products)
                   for s, p in zip(tiles[0].sensors, sensors))
    window = Window(10, 10, 40, 30)
    found = matrix(replace(tiles[0], plan=lacking, sensors=series), window)
    for number, feature in enumerate(lacking.features()):
        if feature.sensor == "L":
            assert (found[..., number] == SERIES_NODATA).all(), feature.name
        else:
            np.testing.assert_array_equal(found[..., number], wholes[0][10:40, 10:50, number])


def test_unknown_is_one_number_in_every_feature(mixed):
    _, plan, tiles, _ = mixed
    with RasterReader() as reader:
        series = read_block(tiles[0], Window(0, 0, 30, 20), reader, plan.halo)
    for sensor in series.sensors:
        sensor.values[:], sensor.valid[:] = SERIES_NODATA, False
    series.static[:] = np.nan
    found = block_features(prepare_block(series, plan), plan)
    assert not found.usable.any()
    assert not found.clear.any()
    for feature, values in zip(plan.features(), found.features.T):
        counted = feature.name.endswith("clear_dates") or feature.name == "seen"
        assert (values == (0 if counted else SERIES_NODATA)).all(), feature.name


def test_temperatures_that_later_images_lack_are_named_before_blocks_are_read(mixed, tmp_path):
    paths = mixed[0]
    days = [f"2018-{month:02d}-{day:02d}" for month in range(1, 6) for day in range(1, 29)]
    (tmp_path / "t.csv").write_text("\n".join(["date,temperature", *(f"{d},10" for d in days)]))
    (tmp_path / "s.json").write_text(json.dumps({"sensors": {"S2": []}, "thermal_time": {"table": "t.csv"}}))
    catalogue = load_catalogue(paths["catalogue"])
    plan = make_plan(load_options(str(tmp_path / "s.json")), catalogue.products, static=[])
    assert len(tile_series(catalogue, plan)) == 2
    again = SeriesPlan.from_json(json.loads(json.dumps(plan.to_json())))
    assert again == plan
    later = Catalogue(tuple(replace(p, acquired=p.acquired.replace("2018", "2019")) for p in catalogue.products))
    with pytest.raises(UserError, match="2019"):
        tile_series(later, again)


def test_plans_come_back_from_json(mixed):
    plan = mixed[1]
    for changed in (plan, replace(plan, user=None), replace(plan, static=()), replace(plan, reduction={"by": "date"})):
        again = SeriesPlan.from_json(json.loads(json.dumps(changed.to_json())))
        assert again == changed
        assert again.features() == changed.features()
        assert (again.halo, again.dtype) == (changed.halo, changed.dtype)


def test_a_plan_of_the_first_version_is_read_as_it_was():
    old = {"sensors": [{"sensor": "S2", "bands": ["B4", "B8"], "indices": ["NDVI"], "filling": "linear",
                        "roles": [["nir", "B8"], ["red", "B4"]], "resampling": "cubic",
                        "target_dates": ["2018-01-01", "2018-01-11"]}]}
    plan = SeriesPlan.from_json(old)
    assert plan.sensors[0].groups == (Group("filled"),)
    assert [f.name for f in plan.features()] == [
        "S2_B4_20180101", "S2_B8_20180101", "S2_B4_20180111", "S2_B8_20180111", "S2_NDVI_20180101", "S2_NDVI_20180111"]
    assert (plan.dtype, plan.halo) == ("int16", 0)
    assert SeriesPlan.from_json(plan.to_json()) == plan


def test_plans_of_newer_versions_are_refused_by_name(samples, tmp_path):
    newer = {**samples.plan.to_json(), "version": 99, "rhythm": 3}
    with pytest.raises(ValueError, match="newer Landweave"):
        SeriesPlan.from_json(newer)

    class Newer:
        def to_json(self):
            return newer

    path = str(tmp_path / "s.gpkg")
    save_samples(path, replace(samples, plan=Newer()))
    with pytest.raises(UserError, match="newer Landweave") as caught:
        load_samples(path)
    assert path in caught.value.message
