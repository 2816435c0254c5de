"""Patches: the features of a map at the same pixels, labels at pixel centres, seldom classes first."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs import ExtractPatchesJob, FeaturesMapJob
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.gpkg import open_for_writing
from landweave.engine.samples.patch_file import load_patches
from landweave.engine.samples.patches import choose
from landweave.engine.samples.prepared import load_reference
from landweave.engine.types import SERIES_NODATA
from landweave.engine.vector.layers import layer_names, rasterize_polygons, read_layer
from landweave.tests.engine.mapping import patch_world
from landweave.tests.engine.samples.made import Said


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    return patch_world.write(tmp_path_factory.mktemp("patches"))


def job(paths, output, **values):
    return replace(ExtractPatchesJob(paths["catalogue"], paths["reference"], "code", str(output), paths["masked"], 16),
                   **values)


@pytest.mark.parametrize("series", ["masked", "filled"])
def test_features_are_those_of_the_map(paths, tmp_path, series):
    job(paths, tmp_path / "p.gpkg", series=paths[series]).execute(RunContext())
    FeaturesMapJob(paths["catalogue"], str(tmp_path / "map.tif"), series=paths[series],
                   tiles=("31TCJ",)).execute(RunContext())
    found = load_patches(str(tmp_path / "p.gpkg"))
    own = np.flatnonzero(found.tiles == "31TCJ")
    assert len(own) > 20
    with RasterReader() as reader:
        layers = reader.info(str(tmp_path / "map.tif")).layers
        whole = np.stack([reader.read(str(tmp_path / "map.tif"), n + 1, Window(0, 0, 128, 128)) for n in range(layers)])
    for number in own:
        row, column = found.rows[number], found.columns[number]
        expected = whole[:, row : row + 16, column : column + 16]
        assert np.array_equal(found.pixels(number), expected.reshape(layers, -1).T)
    assert ((whole == SERIES_NODATA).mean() > 0.05) == (series == "masked")


def test_labels_are_burnt_at_pixel_centres(paths, tmp_path):
    job(paths, tmp_path / "p.gpkg").execute(RunContext())
    found, reference = load_patches(str(tmp_path / "p.gpkg")), load_reference(paths["reference"])
    tiles = tile_series(load_catalogue(paths["catalogue"]), found.plan)
    codes = found.of_pixels(found.attributes["code"], 0)
    polygons = found.of_pixels(found.attributes["polygon_id"], -1)
    for tile in tiles:
        mine = np.flatnonzero(reference.tile == tile.tile)
        burnt = rasterize_polygons([reference.geometries[i] for i in mine], reference.codes[mine], tile.grid,
                                   reference.crs)
        seen = np.zeros(burnt.shape, bool)
        for number in np.flatnonzero(found.tiles == tile.tile):
            row, column = found.rows[number], found.columns[number]
            here = (slice(row, row + 16), slice(column, column + 16))
            clear = (found.pixels(number) != SERIES_NODATA).any(axis=1).reshape(16, 16)
            assert np.array_equal(codes[number], burnt[here] * clear)
            seen[here] = True
        assert not burnt[~seen].any()
    assert ((polygons == -1) == (codes == 0)).all()
    sides = found.of_pixels(found.attributes["run_1"], "")
    assert set(np.unique(sides.astype(str))) == {"", "learn", "validation"}


@pytest.mark.parametrize(("workers", "side"), [(2, 512), (1, 32)])
def test_bytes_do_not_depend_on_tasks_or_processes(paths, tmp_path, monkeypatch, workers, side):
    job(paths, tmp_path / "a.gpkg").execute(RunContext())
    monkeypatch.setattr("landweave.engine.samples.patches._TASK_SIDE", side)
    monkeypatch.setattr("landweave.engine.samples.patches._TASK_BYTES", 1 << 18)
    job(paths, tmp_path / "b.gpkg").execute(RunContext(workers=workers))
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.gpkg", "b.gpkg"]


def test_a_killed_run_goes_on(paths, tmp_path, monkeypatch):
    monkeypatch.setattr("landweave.engine.samples.patches._TASK_SIDE", 32)
    job(paths, tmp_path / "a.gpkg").execute(RunContext())
    done = []
    stop = RunContext(run_folder=str(tmp_path / "run"), is_cancelled=lambda: len(done) > 3,
                      emit=lambda event: done.append(event) if "part" in event.get("message", "") else None)
    with pytest.raises(Cancelled):
        job(paths, tmp_path / "b.gpkg").execute(stop)
    assert not (tmp_path / "b.gpkg").exists()
    before = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "run").rglob("*.features.npy")}
    assert before
    kept = {}
    original = np.load

    def load(path, *args, **kwargs):
        if Path(path).exists():
            kept[Path(path).name] = Path(path).stat().st_mtime_ns
        return original(path, *args, **kwargs)

    monkeypatch.setattr(np, "load", load)
    job(paths, tmp_path / "b.gpkg").execute(RunContext(run_folder=str(tmp_path / "run")))
    assert {name: kept[name] for name in before} == before
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()


def test_it_is_a_layer_of_squares(paths, tmp_path):
    job(paths, tmp_path / "p.gpkg").execute(RunContext())
    path = str(tmp_path / "p.gpkg")
    assert set(layer_names(path)) == {"patches", "pieces", "patch_arrays", "feature_description", "landweave"}
    layer, found = read_layer(f"{path}|layername=patches"), load_patches(path)
    assert layer.fields["labelled"] == (found.pieces > 0).sum(axis=(1, 2)).tolist()
    assert layer.fields["code"][0].split(", ") == sorted(layer.fields["code"][0].split(", "), key=int)
    with open_for_writing(path) as connection:
        for trigger, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute("DELETE FROM patches WHERE patch_id = 2")
    left = load_patches(path, tmp_path)
    assert len(left) == len(found) - 1
    assert np.array_equal(left.pixels(1), found.pixels(2))
    assert isinstance(left.values, np.memmap)


def test_patches_of_seldom_classes_are_taken_first():
    patch = np.repeat(np.arange(6), 10)
    codes = np.where(patch == 4, 7, 1)
    assert 4 in choose(patch, codes, 1, 0)
    assert choose(patch, codes, 6, 0).tolist() == list(range(6))
    draws = {tuple(choose(patch, codes, 3, seed)) for seed in range(20)}
    assert len(draws) > 3
    assert all(4 in draw for draw in draws)


def test_tiles_that_the_catalogue_lacks_are_told(paths, tmp_path):
    said = Said()
    patch_world.one_tile(paths["catalogue"], tmp_path / "one.gpkg", "31TCJ")
    job(paths, tmp_path / "p.gpkg", catalogue=str(tmp_path / "one.gpkg")).execute(said.context)
    assert any("31TDJ" in w and "left out" in w for w in said.warnings())


@pytest.mark.parametrize(("values", "sentence"), [
    ({"size": 20}, "SIZE is 20"), ({"size": 8}, "SIZE is 8"), ({"maximum": 0}, "MAXIMUM is 0"),
    ({"class_field": "kind"}, "no class field 'kind'"),
])
def test_bad_input_is_one_sentence(paths, tmp_path, values, sentence):
    with pytest.raises(UserError, match=sentence):
        job(paths, tmp_path / "p.gpkg", **values).execute(RunContext())
    assert not (tmp_path / "p.gpkg").exists()


def test_other_files_are_refused(paths, tmp_path):
    with pytest.raises(UserError, match="not in the format of patches"):
        load_patches(paths["reference"])
