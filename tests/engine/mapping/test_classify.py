"""The map: the same as the samples say, whatever the blocks and processes, seamless, limited as asked."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs import ClassifyJob
from landweave.engine.learning.model_file import load_model, save_model
from landweave.engine.mapping.combine import load_ensemble
from landweave.engine.mapping.masks import Mask
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import point_coordinates, read_layer
from landweave.tests.engine.mapping import world

NAMES = ("output", "confidence", "probabilities", "validity")


def job(paths, folder, **values):
    outputs = {name: str(Path(folder) / f"{name}.tif") for name in NAMES}
    return replace(ClassifyJob(paths["catalogue"], (paths["model"],), **outputs), **values)


def read(path):
    with RasterReader() as reader:
        info = reader.info(str(path))
        return np.stack([reader.read(str(path), n + 1, info.grid.window) for n in range(info.layers)])


def pixels_of(source, grid):
    x, y = point_coordinates(read_layer(source).geometries)
    return ((grid.y_max - y) // grid.pixel_height).astype(int), ((x - grid.x_min) // grid.pixel_width).astype(int)


@pytest.fixture(scope="module")
def whole(paths, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    job(paths, folder).execute(RunContext())
    return folder


def test_the_map_says_what_the_model_says_of_the_samples(paths, samples, whole):
    with RasterReader() as reader:
        grid = reader.grid(str(whole / "output.tif"))
    rows = ((grid.y_max - samples.y) // 10).astype(int)
    columns = ((samples.x - grid.x_min) // 10).astype(int)
    model = load_model(paths["model"])
    expected = model.regions["all"].predict_proba(samples.matrix)
    classes = read(whole / "output.tif")[0][rows, columns]
    assert np.array_equal(classes, np.array(model.codes)[expected.argmax(axis=1)])
    stored = read(whole / "probabilities.tif")[:, rows, columns].T
    assert np.array_equal(stored, np.rint(expected * np.float32(10000)))
    assert np.array_equal(read(whole / "confidence.tif")[0][rows, columns], np.rint(expected.max(axis=1) * 100))
    assert (classes == samples.attributes["code"]).mean() > 0.8


def test_the_map_covers_both_tiles_and_leaves_out_what_is_never_clear(whole):
    classes, clear = read(whole / "output.tif")[0], read(whole / "validity.tif")[0]
    assert classes.shape == (world.SIZE, world.SIZE + world.SHIFT)
    assert np.array_equal(classes == 0, clear == 0)
    assert (clear[:3, :3] == 0).all()
    assert clear.max() == len(world.DAYS)
    assert np.array_equal(read(whole / "confidence.tif")[0] == 255, clear == 0)
    assert np.array_equal((read(whole / "probabilities.tif") == 65535).all(axis=0), clear == 0)


def test_each_place_is_mapped_from_its_first_tile(paths, whole, tmp_path):
    for tile, columns in (("31TCJ", slice(0, world.SIZE)), ("31TDJ", slice(world.SHIFT, None))):
        job(paths, tmp_path, tiles=(tile,)).execute(RunContext())
        own = read(tmp_path / "output.tif")[0]
        together = read(whole / "output.tif")[0][:, columns]
        first = 0 if tile == "31TCJ" else world.SIZE - world.SHIFT
        assert np.array_equal(own[:, first:], together[:, first:])


@pytest.mark.parametrize(("workers", "pixels"), [(1, 1000), (1, 5000), (2, 3000)])
def test_bytes_do_not_depend_on_blocks_or_processes(paths, whole, tmp_path, monkeypatch, workers, pixels):
    monkeypatch.setattr("landweave.engine.mapping.blocks._READ_PIXELS", pixels)
    monkeypatch.setattr("landweave.engine.mapping.blocks._TASK_BLOCKS", 2)
    job(paths, tmp_path).execute(RunContext(workers=workers))
    for name in NAMES:
        assert (tmp_path / f"{name}.tif").read_bytes() == (whole / f"{name}.tif").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in whole.iterdir())


def test_extent_and_mask_limit_the_map(paths, whole, tmp_path):
    extent = (world.ORIGIN[0] + 203, world.ORIGIN[1] - 911, world.ORIGIN[0] + 1799, world.ORIGIN[1] - 100)
    job(paths, tmp_path, extent=extent, mask=paths["half"]).execute(RunContext())
    with RasterReader() as reader:
        grid, all_of_it = (reader.grid(str(f / "output.tif")) for f in (tmp_path, whole))
    window = all_of_it.window_of(extent)
    assert grid == all_of_it.subgrid(window)
    rows, columns = (slice(a, a + n) for a, n in ((window.row, window.rows), (window.column, window.columns)))
    expected = read(whole / "output.tif")[0][rows, columns]
    y, x = (np.mgrid[: window.rows, : window.columns] * 10.0) + 5
    x, y = grid.x_min + x, grid.y_max - y
    inside = (x > world.ORIGIN[0] + 55) & (x < world.ORIGIN[0] + 1540) & (y < world.ORIGIN[1] - 77)
    inside &= y > world.ORIGIN[1] - 1280 + 333
    assert 0 < inside.mean() < 1
    assert np.array_equal(read(tmp_path / "output.tif")[0], np.where(inside, expected, 0))
    assert np.array_equal(read(tmp_path / "validity.tif")[0] != 65535, inside)


def test_a_raster_mask_on_other_pixels_limits_the_map(paths, whole, tmp_path):
    mask = np.zeros((8, 14), np.uint8)
    mask[2:5, 3:9] = 1
    path = world.write_raster_mask(tmp_path / "mask.tif", mask)
    job(paths, tmp_path, mask=path).execute(RunContext())
    inside = np.kron(mask, np.ones((16, 16), int)) > 0
    assert np.array_equal(read(tmp_path / "output.tif")[0], np.where(inside, read(whole / "output.tif")[0], 0))


def regional(paths, samples, folder, names):
    west = samples.x < world.ORIGIN[0] + 1103
    rows = {"west": west, "east": ~west}
    return world.write_model(folder / f"{'_'.join(names)}.lwm", samples, {n: rows[n] for n in names}, seed=5)


def test_each_region_has_its_model(paths, samples, tmp_path):
    both = regional(paths, samples, tmp_path, ("east", "west"))
    single = {}
    for name in ("west", "east"):
        model = load_model(both)
        save_model(tmp_path / f"{name}_all.lwm", replace(model, regions={"all": model.regions[name]}))
        job(paths, tmp_path, models=(str(tmp_path / f"{name}_all.lwm"),)).execute(RunContext())
        single[name] = read(tmp_path / "output.tif")[0]
    job(paths, tmp_path, models=(both,), regions=paths["regions"], region_field="region").execute(RunContext())
    columns = world.ORIGIN[0] + 5 + 10 * np.arange(world.SIZE + world.SHIFT)
    expected = np.where(columns < world.ORIGIN[0] + 1103, single["west"], single["east"])
    assert np.array_equal(read(tmp_path / "output.tif")[0], expected)
    assert not np.array_equal(single["west"], single["east"])


def test_a_region_without_model_is_named_and_left_out(paths, samples, tmp_path):
    events = []
    model = regional(paths, samples, tmp_path, ("west",))
    found = job(paths, tmp_path, models=(model,), regions=paths["regions"], region_field="region")
    found.execute(RunContext(emit=events.append))
    assert any("east" in e["message"] for e in events if e["event"] == "warning")
    classes = read(tmp_path / "output.tif")[0]
    assert (classes[:, 111:] == 0).all()
    assert (classes[:, :110] > 0).any()
    assert (read(tmp_path / "validity.tif")[0][:, 111:] != 65535).all()


def test_several_models_are_averaged(paths, samples, tmp_path):
    one = world.write_model(tmp_path / "one.lwm", samples, {"all": slice(0, 300)}, seed=8)
    layers = []
    for models in ((one,), (paths["model"],), (one, paths["model"])):
        job(paths, tmp_path, models=models).execute(RunContext())
        layers.append(read(tmp_path / "probabilities.tif").astype(float))
    known = layers[0][0] != 65535
    assert np.abs((layers[0] + layers[1]) / 2 - layers[2])[:, known].max() <= 1


def test_only_what_is_asked_for_is_written(paths, tmp_path):
    job(paths, tmp_path, confidence="", probabilities="", validity="").execute(RunContext())
    assert {p.name.split(".")[0] for p in tmp_path.iterdir()} == {"output"}


def test_a_stopped_run_is_resumed(paths, whole, tmp_path, monkeypatch):
    monkeypatch.setattr("landweave.engine.mapping.blocks._READ_PIXELS", 4096)
    monkeypatch.setattr("landweave.engine.mapping.blocks._TASK_BLOCKS", 1)
    seen = []

    def stop():
        return len([e for e in seen if e["event"] == "progress"]) > 4

    run_folder = tmp_path / "run"
    context = RunContext(run_folder=str(run_folder), emit=seen.append, is_cancelled=stop)
    with pytest.raises(Cancelled):
        job(paths, tmp_path).execute(context)
    assert not (tmp_path / "output.tif").exists()
    kept = sum(np.load(p).size for p in run_folder.glob("parts/*/*.classes.npy"))
    assert kept > 0
    monkeypatch.setattr("landweave.engine.mapping.blocks._READ_PIXELS", 1 << 17)
    from landweave.engine.mapping import classify

    calls = []
    genuine = classify.classify_block
    monkeypatch.setattr(classify, "classify_block", lambda *a: calls.append(a) or genuine(*a))
    job(paths, tmp_path).execute(RunContext(run_folder=str(run_folder)))
    windows = {(call[0].tile, call[0].window) for call in calls}
    assert len(windows) == len(calls) > 0
    assert sum(w.pixels for _, w in windows) + kept == world.SIZE * (world.SIZE + world.SHIFT)
    for name in NAMES:
        assert (tmp_path / f"{name}.tif").read_bytes() == (whole / f"{name}.tif").read_bytes()
    assert not list(run_folder.glob("parts/*"))
    calls.clear()
    job(paths, tmp_path).execute(RunContext(run_folder=str(run_folder)))
    assert not calls
    (tmp_path / "validity.tif").unlink()
    job(paths, tmp_path).execute(RunContext(run_folder=str(run_folder)))
    assert (tmp_path / "validity.tif").read_bytes() == (whole / "validity.tif").read_bytes()


def test_a_damaged_image_is_named_and_nothing_is_left(paths, tmp_path):
    own = {**world.write_world(tmp_path / "world"), "model": paths["model"]}
    file = sorted((tmp_path / "world").rglob("*20180322*31TDJ*_FRE_B8.tif"))[0]
    file.write_bytes(file.read_bytes()[:9000])
    out = tmp_path / "out"
    with pytest.raises(UserError, match=file.name):
        job(own, out).execute(RunContext())
    assert list(out.iterdir()) == []


def test_an_extent_elsewhere_is_refused(paths, tmp_path):
    with pytest.raises(UserError, match="outside"):
        job(paths, tmp_path, extent=(0, 0, 10, 10)).execute(RunContext())


def test_a_model_for_other_bands_is_refused(paths, samples, tmp_path):
    plan = samples.plan
    sensor = replace(plan.sensors[0], bands=(*plan.sensors[0].bands[:-1], "B99"))
    other = replace(plan, sensors=(sensor,))
    model = load_model(paths["model"])
    save_model(tmp_path / "other.lwm", replace(model, plan=other, features=other.features()))
    with pytest.raises(UserError, match="B99"):
        job(paths, tmp_path, models=(str(tmp_path / "other.lwm"),)).execute(RunContext())
    with pytest.raises(UserError, match="bands"):
        job(paths, tmp_path, models=(paths["model"], str(tmp_path / "other.lwm"))).execute(RunContext())


def test_a_model_from_a_table_is_refused(paths, tmp_path):
    save_model(tmp_path / "table.lwm", replace(load_model(paths["model"]), plan=None))
    with pytest.raises(UserError, match="table"):
        job(paths, tmp_path, models=(str(tmp_path / "table.lwm"),)).execute(RunContext())


def test_regions_are_asked_for_where_a_model_needs_them(paths, samples, tmp_path):
    model = regional(paths, samples, tmp_path, ("west",))
    with pytest.raises(UserError, match="west"):
        job(paths, tmp_path, models=(model,)).execute(RunContext())


def test_zones_are_refused_or_brought_together(paths, samples, tmp_path):
    from landweave.engine.catalogue.store import Catalogue, load_catalogue, save_catalogue

    north = world.write_tile(tmp_path / "north", "32TLP", 0, 7, epsg=32632, size=64)
    catalogue = load_catalogue(paths["catalogue"])
    path = str(tmp_path / "both.gpkg")
    first = tuple(p for p in catalogue.products if p.tile == "31TCJ")
    save_catalogue(path, Catalogue(first + tuple(north)))
    with pytest.raises(UserError, match="EPSG:32632") as caught:
        job(paths, tmp_path, catalogue=path).execute(RunContext())
    assert "TARGET_CRS" in caught.value.hint
    job(paths, tmp_path, catalogue=path, extent=(299000, 4898000, 303000, 4901000), extent_crs="EPSG:32631",
        target_crs="EPSG:32631").execute(RunContext())
    job(paths, tmp_path / "alone", catalogue=path, tiles=("31TCJ",)).execute(RunContext())
    with RasterReader() as reader:
        assert reader.grid(str(tmp_path / "output.tif")) == reader.grid(str(tmp_path / "alone" / "output.tif"))
    assert np.array_equal(read(tmp_path / "output.tif"), read(tmp_path / "alone" / "output.tif"))




def test_models_that_call_a_code_differently_are_refused(paths, tmp_path):
    model = load_model(paths["model"])
    other = replace(model, classes=(replace(model.classes[0], label="maize"), *model.classes[1:]))
    save_model(tmp_path / "other.lwm", other)
    with pytest.raises(UserError, match="Code 3 is 'class 3' in the model"):
        load_ensemble([paths["model"], str(tmp_path / "other.lwm")])


def test_not_a_number_is_outside_a_mask(tmp_path):
    grid = Grid(world.CRS, 0.0, 20.0, 10.0, 10.0, 2, 2)
    with RasterWriter(tmp_path / "mask.tif", grid, dtype="float32") as writer:
        writer.write(grid.window, np.array([[1, np.nan], [0, 2]], np.float32))
    with RasterReader() as reader:
        mask = Mask(str(tmp_path / "mask.tif"), True, "")
        assert mask.pixels(grid, reader).tolist() == [[True, False], [False, True]]


def test_a_style_that_was_deleted_comes_back_and_one_of_the_user_stays(paths, tmp_path):
    asked = job(paths, tmp_path / "out")
    folder = str(tmp_path / "run")
    asked.execute(RunContext(run_folder=folder))
    maps = {n: (tmp_path / "out" / f"{n}.tif").stat().st_mtime_ns for n in NAMES}
    styles = {n: (tmp_path / "out" / f"{n}.qml").read_bytes() for n in NAMES}
    for name in ("output", "validity"):
        (tmp_path / "out" / f"{name}.qml").unlink()
    (tmp_path / "out" / "confidence.qml").write_bytes(b"mine")
    asked.execute(RunContext(run_folder=folder))
    assert {n: (tmp_path / "out" / f"{n}.tif").stat().st_mtime_ns for n in NAMES} == maps
    after = {n: (tmp_path / "out" / f"{n}.qml").read_bytes() for n in NAMES}
    assert after == {**styles, "confidence": b"mine"}
