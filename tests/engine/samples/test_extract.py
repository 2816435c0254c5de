"""Samples: in the points' order, from any layer, the same whatever the blocks; what cannot be had is counted."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs import ExtractSamplesJob
from landweave.engine.mapping.block_features import block_features, prepare_block
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.extract import find_places
from landweave.engine.samples.store import load_samples
from landweave.engine.vector.layers import points_wkb, read_layer, reproject_geometries, write_layer
from landweave.tests.engine.mapping import world


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    found = world.write_world(tmp_path_factory.mktemp("world"))
    found["samples"] = found["points"].replace("points", "samples")
    ExtractSamplesJob(found["catalogue"], found["points"], found["samples"]).execute(RunContext())
    return found


def extract(paths, points, folder, **options):
    events = []
    output = str(folder / "samples.gpkg")
    ExtractSamplesJob(paths["catalogue"], points, output).execute(RunContext(emit=events.append, **options))
    return load_samples(output), [e["message"] for e in events if e["event"] == "warning"]


def test_each_sample_is_its_pixel_of_the_block(paths):
    samples = load_samples(paths["samples"])
    catalogue = load_catalogue(paths["catalogue"])
    tiles = tile_series(catalogue, samples.plan)
    assert set(samples.attributes["tile"]) == {"31TCJ", "31TDJ"}
    with RasterReader() as reader:
        for tile in tiles:
            block = prepare_block(read_block(tile, tile.grid.window, reader), samples.plan)
            block = block_features(block, samples.plan)
            own = np.flatnonzero(samples.attributes["tile"] == tile.tile)
            row = ((tile.grid.y_max - samples.y[own]) // 10).astype(int)
            column = ((samples.x[own] - tile.grid.x_min) // 10).astype(int)
            assert np.array_equal(samples.matrix[own], block.features[row * tile.grid.columns + column])
            assert (samples.attributes["tile"] == "31TCJ")[samples.x < world.ORIGIN[0] + 1280].all()


def test_order_and_attributes_are_those_of_the_points(paths):
    samples, points = load_samples(paths["samples"]), read_layer(paths["points"])
    kept = np.isin(points.fields["name"], samples.attributes["name"])
    assert list(samples.attributes["name"]) == [n for n, k in zip(points.fields["name"], kept) if k]
    assert kept.mean() > 0.95
    assert len(samples.features) == samples.matrix.shape[1] == len(samples.plan.features())


@pytest.mark.parametrize(("workers", "pixels"), [(1, 900), (2, 4000)])
def test_bytes_do_not_depend_on_blocks_or_processes(paths, tmp_path, monkeypatch, workers, pixels):
    monkeypatch.setattr("landweave.engine.mapping.blocks._READ_PIXELS", pixels)
    extract(paths, paths["points"], tmp_path, workers=workers)
    assert (tmp_path / "samples.gpkg").read_bytes() == Path(paths["samples"]).read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["samples.gpkg"]


def test_samples_are_gathered_some_at_a_time(paths, tmp_path, monkeypatch):
    monkeypatch.setattr("landweave.engine.mapping.blocks._READ_PIXELS", 900)
    monkeypatch.setattr("landweave.engine.samples.extract._GATHERED_ROWS", 7)
    extract(paths, paths["points"], tmp_path)
    assert (tmp_path / "samples.gpkg").read_bytes() == Path(paths["samples"]).read_bytes()


def test_points_of_another_crs(paths, tmp_path):
    layer = read_layer(paths["points"])
    lonlat = spatial_reference("EPSG:4326").ExportToWkt()
    write_layer(tmp_path / "lonlat.gpkg", "other", lonlat, "Point",
                reproject_geometries(layer.geometries, layer.crs, lonlat), {"code": layer.fields["code"]})
    found, _ = extract(paths, str(tmp_path / "lonlat.gpkg"), tmp_path)
    assert np.array_equal(found.matrix, load_samples(paths["samples"]).matrix)
    assert abs(found.y.mean() - 44) < 1


def test_points_outside_or_never_clear_are_counted(paths, tmp_path):
    x = world.ORIGIN[0] + np.array([5.0, 505.0, -50.0, 1e6])
    y = np.full(4, world.ORIGIN[1] - 5)
    y[1] -= 500
    write_layer(tmp_path / "p.gpkg", "p", world.CRS, "Point", points_wkb(x, y), {"code": [1, 2, 3, 4]})
    found, warnings = extract(paths, str(tmp_path / "p.gpkg"), tmp_path)
    assert found.attributes["code"].tolist() == [2]
    assert any(w.startswith("2 of 4") and "outside" in w for w in warnings)
    assert any(w.startswith("1 of 4") and "never clear" in w for w in warnings)


def test_what_are_no_points_is_refused(paths, tmp_path):
    with pytest.raises(UserError, match="not points"):
        extract(paths, paths["regions"], tmp_path)
    far = points_wkb(np.array([0.0]), np.array([0.0]))
    write_layer(tmp_path / "far.gpkg", "far", world.CRS, "Point", far, {})
    with pytest.raises(UserError, match="No point"):
        extract(paths, str(tmp_path / "far.gpkg"), tmp_path)
    write_layer(tmp_path / "crs.gpkg", "crs", "", "Point", far, {})
    with pytest.raises(UserError, match="reference system"):
        extract(paths, str(tmp_path / "crs.gpkg"), tmp_path)
    assert not (tmp_path / "samples.gpkg").exists()


def test_series_options_decide_the_features(paths, tmp_path):
    series = tmp_path / "series.json"
    options = {"sensors": {"S2": ["B4", "B8"]}, "indices": ["NDVI"], "step_days": 40, "resampling": "nearest",
               "metrics": {"statistics": ["p50"]}}
    series.write_text(json.dumps(options))
    output = str(tmp_path / "s.gpkg")
    said = []
    job = ExtractSamplesJob(paths["catalogue"], paths["points"], output, str(series))
    job.execute(RunContext(emit=lambda event: said.append(str(event.get("message")))))
    assert "S2: 3 dates from 2018-01-05 to 2018-03-26, 3 bands each" in said
    assert "9 features of each sample." in said
    assert "SERIES has options of 'metrics', but 'describe' does not list it: they are not used." in said
    assert [f.name for f in load_samples(output).features] == [
        f"S2_{b}_{d}" for d in ("20180105", "20180214", "20180326") for b in ("B4", "B8")
    ] + [f"S2_NDVI_{d}" for d in ("20180105", "20180214", "20180326")]


def test_points_moved_by_hand_into_another_tile_are_found_there(paths):
    layer = read_layer(paths["points"])
    tiles = tile_series(load_catalogue(paths["catalogue"]), load_samples(paths["samples"]).plan)
    plain = find_places(layer, tiles)
    named = find_places(replace(layer, fields={"tile": ["31TCJ"] * len(layer)}), tiles)
    assert (plain.tile == 1).any()
    for name in ("tile", "row", "column"):
        assert np.array_equal(getattr(named, name), getattr(plain, name))


def test_points_seldom_clear_are_left_out_and_counted(paths, tmp_path):
    points = load_samples(paths["samples"])
    with RasterReader() as reader:
        clear = np.zeros(len(points), int)
        for tile in tile_series(load_catalogue(paths["catalogue"]), points.plan):
            block = read_block(tile, tile.grid.window, reader)
            counts = sum(s.valid.sum(axis=0) for s in block.sensors)
            own = np.flatnonzero(points.attributes["tile"] == tile.tile)
            row = ((tile.grid.y_max - points.y[own]) // 10).astype(int)
            clear[own] = counts[row * tile.grid.columns + ((points.x[own] - tile.grid.x_min) // 10).astype(int)]
    least = int(np.median(clear)) + 1
    events = []
    output = str(tmp_path / "few.gpkg")
    job = ExtractSamplesJob(paths["catalogue"], paths["points"], output, minimum_clear=least)
    job.execute(RunContext(emit=events.append))
    found = load_samples(output)
    assert 0 < len(found) < len(points)
    assert np.array_equal(found.matrix, points.matrix[clear >= least])
    left = len(read_layer(paths["points"])) - len(found)
    said = [e["message"] for e in events if e["event"] == "warning"]
    assert any(w.startswith(f"{left} of") and f"clear fewer than {least} times" in w for w in said)
    for wanted, message in ((0, "clear 0 times"), (9999, "clear 9999 times")):
        with pytest.raises(UserError, match=message):
            ExtractSamplesJob(paths["catalogue"], paths["points"], output, minimum_clear=wanted).execute(RunContext())
