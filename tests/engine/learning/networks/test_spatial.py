"""Networks of patches: learnt from labelled pixels alone, kept in a model, applied by classify whatever the blocks."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from landweave.engine.errors import Cancelled, UserError  # noqa: E402
from landweave.engine.jobs import (  # noqa: E402
    ClassifyJob,
    CrossValidateJob,
    ExtractPatchesJob,
    ExtractSamplesJob,
    TrainClassifierJob,
    TrainNetworkJob,
)
from landweave.engine.learning.estimators import find_method  # noqa: E402
from landweave.engine.learning.fitting import Recipe, fit  # noqa: E402
from landweave.engine.learning.model_file import load_model  # noqa: E402
from landweave.engine.learning.networks.spatial import spatial_part  # noqa: E402
from landweave.engine.learning.networks.spatial_augment import MOST_DATES, PatchAugmentation, turned  # noqa: E402
from landweave.engine.learning.networks.spatial_fit import PatchLesson  # noqa: E402
from landweave.engine.learning.networks.spatial_samples import PixelNumbers, load_labelled  # noqa: E402
from landweave.engine.learning.networks.utae import PatchBatch  # noqa: E402
from landweave.engine.mapping.surroundings import Squares  # noqa: E402
from landweave.engine.raster.grid import Window  # noqa: E402
from landweave.engine.raster.io import RasterReader  # noqa: E402
from landweave.engine.runtime.context import RunContext  # noqa: E402
from landweave.engine.samples.patch_file import load_patches  # noqa: E402
from landweave.tests.engine.mapping import patch_world, world  # noqa: E402

OPTIONS = ('{"epochs": 5, "widths": [16, 16], "decoder": [16, 16], "width": 32, "heads": 4, "learning_rate": 0.01, '
           '"batch_size": 12}')  # fmt: skip
NAMES = ("output", "confidence", "probabilities", "validity")


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spatial")
    found = patch_world.write(folder)
    found["patches"], found["model"] = str(folder / "patches.gpkg"), str(folder / "utae.lwm")
    ExtractPatchesJob(found["catalogue"], found["reference"], "code", found["patches"], found["masked"], 16,
                      ).execute(RunContext())
    train(found).execute(RunContext())
    return found


def train(paths, **values):
    job = TrainNetworkJob(paths["patches"], "code", paths["model"], network="utae", network_options=OPTIONS, run=1)
    return replace(job, **values)


def read(path):
    with RasterReader() as reader:
        info = reader.info(str(path))
        return np.stack([reader.read(str(path), n + 1, info.grid.window) for n in range(info.layers)])


def classify(paths, folder, models=None, context=None, **values):
    outputs = {name: str(Path(folder) / f"{name}.tif") for name in NAMES}
    job = ClassifyJob(paths["catalogue"], models or (paths["model"],), **outputs)
    replace(job, **values).execute(context or RunContext())
    return {name: read(outputs[name]) for name in NAMES}


@pytest.fixture(scope="module")
def whole(paths, tmp_path_factory):
    return classify(paths, tmp_path_factory.mktemp("whole"))


def test_the_map_is_what_the_network_says_of_each_square(paths, whole):
    """Squares are cut here from the features of the whole tile, and given to the module itself."""
    model = load_model(paths["model"])
    network = spatial_part(model.regions["all"])
    tile = whole_tile(paths, model.plan)
    size, reach = network.size, network.reach
    core = size - 2 * reach
    assert (size, reach) == (16, 2)
    inference = network._inference
    compared = 0
    for row, column in ((0, 0), (36, 48), (120, 24), (84, 84)):
        square = np.full((size, size, tile.shape[2]), -32768, np.int16)
        for r in range(size):
            for c in range(size):
                y, x = row - reach + r, column - reach + c
                if 0 <= y < world.SIZE and 0 <= x < world.SIZE:
                    square[r, c] = tile[y, x]
        logits = own_logits(network, square.reshape(size * size, -1))
        powers = np.exp(logits - logits.max(axis=0))
        expected = (powers / powers.sum(axis=0))[:, reach : reach + core, reach : reach + core]
        rows, columns = min(core, world.SIZE - row), min(core, world.SIZE - column)
        found = whole["probabilities"][:, row : row + rows, column : column + columns] / 10000
        usable = whole["output"][0, row : row + rows, column : column + columns] > 0
        assert np.abs(found - expected[:, :rows, :columns])[:, usable].max() < 1e-4
        compared += usable.sum()
    assert compared > 300
    assert inference is network._inference


def whole_tile(paths, plan):
    from landweave.engine.catalogue.store import load_catalogue
    from landweave.engine.mapping.block_features import prepare_block
    from landweave.engine.mapping.block_reader import read_block
    from landweave.engine.mapping.surroundings import window_features
    from landweave.engine.mapping.tile_series import tile_series

    tile = tile_series(load_catalogue(paths["catalogue"]), plan, ("31TCJ",))[0]
    with RasterReader() as reader:
        block = prepare_block(read_block(tile, tile.grid.window, reader), plan)
    return window_features(block, tile, tile.grid.window)[0]


def own_logits(network, pixels):
    """Logits by the module, with a batch made by loops."""
    description = network.description
    (series,) = description.layout.sensors
    size, dates = network.size, len(series.days)
    mean, spread = description.normalisation.mean[0], description.normalisation.spread[0]
    values = torch.zeros(1, dates, len(series.channels), size, size)
    valid = torch.zeros(1, dates, size, size, dtype=torch.bool)
    for pixel, row in enumerate(pixels):
        for date in range(dates):
            for channel, column in enumerate(series.columns[date]):
                if row[column] != -32768:
                    scaled = (float(row[column]) - mean[channel]) / spread[channel]
                    values[0, date, channel, pixel // size, pixel % size] = float(scaled)
                    valid[0, date, pixel // size, pixel % size] = True
    module = description.module()
    module.load_state_dict({name: torch.from_numpy(np.array(a)) for name, a in network.members[0].items()})
    with torch.no_grad():
        batch = PatchBatch(values, valid, torch.tensor([series.days]), torch.zeros(1, 0, size, size))
        return (module.eval()(batch)[0] * description.temperature).double().numpy()


@pytest.mark.parametrize(("workers", "pixels"), [(1, 300), (2, 5000)])
def test_the_bytes_do_not_depend_on_blocks_or_processes(paths, whole, tmp_path, monkeypatch, workers, pixels):
    monkeypatch.setattr("landweave.engine.mapping.blocks._READ_PIXELS", pixels)
    monkeypatch.setattr("landweave.engine.mapping.blocks._TASK_PIXELS", 4 * pixels)
    found = classify(paths, tmp_path, context=RunContext(workers=workers))
    for name in NAMES:
        assert np.array_equal(found[name], whole[name]), name


def test_a_part_of_the_map_is_the_same_as_in_the_whole(paths, whole, tmp_path):
    x, y = world.ORIGIN
    found = classify(paths, tmp_path, extent=(x + 330, y - 990, x + 1110, y - 210))
    assert np.array_equal(found["probabilities"], whole["probabilities"][:, 21:99, 33:111])


def test_masks_and_regions_leave_their_pixels_as_they_are(paths, whole, tmp_path):
    regional = str(tmp_path / "regional.lwm")
    train(paths, model=regional, region_field="region").execute(RunContext())
    assert list(load_model(regional).regions) == ["all"]
    found = classify(paths, tmp_path, mask=paths["half"], regions=paths["regions"], region_field="region",
                     border_distance=300.0)
    done = found["output"][0] > 0
    assert 0.2 < done.mean() < 0.8
    assert np.array_equal(found["probabilities"][:, done], whole["probabilities"][:, done])


def test_with_a_model_of_pixels_in_one_pass(paths, whole, tmp_path):
    samples, forest = str(tmp_path / "s.gpkg"), str(tmp_path / "forest.lwm")
    ExtractSamplesJob(paths["catalogue"], paths["points"], samples, paths["filled"]).execute(RunContext())
    TrainClassifierJob(samples, "code", forest).execute(RunContext())
    alone = classify(paths, tmp_path, (forest,))
    found = classify(paths, tmp_path, (paths["model"], forest), fusion="mean")
    both = (whole["output"][0] > 0) & (alone["output"][0] > 0)
    expected = (whole["probabilities"].astype(float) + alone["probabilities"]) / 2
    assert np.abs(found["probabilities"] - expected)[:, both].max() <= 1
    assert np.array_equal(found["validity"], whole["validity"])


def test_in_another_process_it_is_the_same_to_the_last_bits(paths):
    code = ("import sys, numpy as np\n"
            "from landweave.engine.learning.model_file import load_model\n"
            "from landweave.engine.learning.networks.spatial_samples import load_labelled\n"
            "model = load_model(sys.argv[1])\n"
            "np.save(sys.argv[3], model.regions['all'].predict_proba(load_labelled(sys.argv[2]).matrix[:400]))\n")
    target = Path(paths["model"]).with_name("found.npy")
    subprocess.run([sys.executable, "-c", code, paths["model"], paths["patches"], str(target)], check=True)
    numbers = load_labelled(paths["patches"]).matrix[:400]
    network = spatial_part(load_model(paths["model"]).regions["all"])
    patches = load_patches(paths["patches"])
    patch, place = numbers.places()
    for number in np.unique(patch):
        own = np.flatnonzero(patch == number)
        logits = own_logits(network, patches.pixels(int(number))).reshape(3, -1)[:, place[own]]
        powers = np.exp(logits - logits.max(axis=0))
        assert np.abs(np.load(target)[own] - (powers / powers.sum(axis=0)).T).max() < 1e-5


def test_it_learns(paths):
    labelled = load_labelled(paths["patches"])
    model = load_model(paths["model"])
    held = labelled.attributes["run_1"] == "validation"
    found = model.regions["all"].predict_proba(labelled.matrix[held]).argmax(axis=1)
    assert (np.array(model.codes)[found] == labelled.attributes["code"][held]).mean() > 0.8
    assert model.training["samples"] == int((labelled.attributes["run_1"] == "learn").sum())


def test_the_same_seed_gives_the_same_file(paths, tmp_path):
    for name, seed, workers in (("a", 3, 1), ("b", 3, 2), ("c", 4, 1)):
        train(paths, model=str(tmp_path / name), seed=seed).execute(RunContext(workers=workers))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_bytes() != (tmp_path / "c").read_bytes()


def test_labels_of_what_is_not_learnt_change_nothing(paths):
    """Pixels of held-out polygons and of the other side of the run: their classes are never looked at."""
    def weights(change):
        labelled = load_labelled(paths["patches"])
        rows = np.flatnonzero(labelled.attributes["run_1"] == "learn")
        _, classes = np.unique(labelled.attributes["code"], return_inverse=True)
        if change:
            pieces = labelled.matrix.patches.pieces.copy()
            learnt = np.zeros(pieces.size, bool)
            learnt[np.asarray(labelled.matrix)[rows, 0]] = True
            pieces.ravel()[~learnt] = 0
            numbers = labelled.matrix[rows].copy()
            numbers.patches = replace(labelled.matrix.patches, pieces=pieces)
        else:
            numbers = labelled.matrix[rows]
        options = {"epochs": 1, "widths": [16, 16], "decoder": [16, 16], "width": 32, "heads": 4, "learning_rate": 0.01}
        recipe = Recipe(find_method("utae"), options, 1, features=labelled.features)
        return fit(recipe, numbers, classes[rows], labelled.attributes["polygon_id"][rows]).members[0]

    plain, other = weights(False), weights(True)
    assert all(np.array_equal(plain[name], other[name]) for name in plain)


def test_held_out_polygons_are_whole_and_never_learnt(paths):
    from landweave.engine.learning.networks.batches import BatchMaker, learn_normalisation
    from landweave.engine.learning.networks.held_out import Parts
    from landweave.engine.learning.networks.layout import layout_of

    labelled = load_labelled(paths["patches"])
    groups = labelled.attributes["polygon_id"]
    held = np.flatnonzero(groups % 3 == 0)
    learn = np.flatnonzero(groups % 3)
    _, classes = np.unique(labelled.attributes["code"], return_inverse=True)
    layout = layout_of(labelled.features)
    maker = BatchMaker(layout, learn_normalisation(layout, labelled.matrix[:50].features()))
    weights = np.arange(len(classes), dtype=np.float32)
    lesson = PatchLesson(labelled.matrix, classes, weights, 3, Parts(learn, held, "polygons"), maker)
    batch, found, told = lesson.batch(np.array([5, 2, 9]))
    patch, place = labelled.matrix.places()
    wanted = [i for number in (2, 5, 9) for i in learn if patch[i] == number]
    assert told.tolist() == wanted
    assert found.tolist() == classes[wanted].tolist()
    assert batch.places.tolist() == [[(2, 5, 9).index(patch[i]), place[i] // 16, place[i] % 16] for i in wanted]
    seen = []
    for some, rows in lesson.held_batches(4):
        assert len(some) <= 4
        assert len(some.places) == len(rows)
        seen += rows.tolist()
    assert sorted(seen) == list(range(len(lesson.scored_rows())))


def test_turning_moves_values_masks_and_places_alike():
    generator = torch.Generator().manual_seed(0)
    values = torch.randn(8, 2, 3, 4, 4, generator=generator)
    valid = torch.rand(8, 2, 4, 4, generator=generator) > 0.5
    static = torch.randn(8, 1, 4, 4, generator=generator)
    places = torch.tensor([[p, r, c] for p in range(8) for r, c in ((0, 1), (2, 3), (3, 3))])
    batch = PatchBatch(values, valid, torch.zeros(8, 2), static, places)
    found = turned(batch, np.arange(8))
    for (patch, row, column), (other, down, across) in zip(places.tolist(), found.places.tolist()):
        assert patch == other
        assert torch.equal(values[patch, ..., row, column], found.values[patch, ..., down, across])
        assert torch.equal(valid[patch, :, row, column], found.valid[patch, :, down, across])
        assert torch.equal(static[patch, :, row, column], found.static[patch, :, down, across])
    assert len({tuple(found.values[n].flatten().tolist()) for n in range(8)}) == 8
    same = torch.stack([values[0]] * 8)
    images = turned(replace(batch, values=same), np.arange(8)).values
    assert len({tuple(image.flatten().tolist()) for image in images}) == 8


def test_changed_patches_keep_what_is_unknown_unknown():
    generator = np.random.default_rng(0)
    valid = torch.from_numpy(generator.random((4, 5, 8, 8)) > 0.4)
    values = torch.randn(4, 5, 2, 8, 8) * valid.unsqueeze(2)
    batch = PatchBatch(values, valid, torch.zeros(4, 5), torch.zeros(4, 0, 8, 8), torch.zeros(0, 3, dtype=torch.int64))
    found, _ = PatchAugmentation(5.0, 0.5, 0.1).apply(batch, torch.zeros(0, 3), generator)
    assert (found.valid.sum() < valid.sum()) and found.valid.any()
    known = (found.values != 0).any(dim=2)
    assert known.sum() == valid.sum()
    assert len(set(found.days[:, 0].tolist())) == 4
    assert found.days.abs().max() <= 5


def test_long_series_are_seen_in_part():
    generator = np.random.default_rng(1)
    valid = torch.ones(3, 40, 4, 4, dtype=torch.bool)
    valid[0, 10:] = False
    batch = PatchBatch(torch.ones(3, 40, 1, 4, 4), valid, torch.zeros(3, 40), torch.zeros(3, 0, 4, 4))
    seen = []
    for _ in range(30):
        found, _ = PatchAugmentation(0.0, 0.1, 0.0).apply(batch, torch.zeros(0, 3), generator)
        seen.append(found.valid[:, :, 0, 0])
        assert (found.valid & ~valid).sum() == 0
        assert (seen[-1][1:].sum(dim=1) == MOST_DATES).all()
        assert 1 <= seen[-1][0].sum() <= 10
    assert torch.stack(seen).any(dim=0)[1:].all()
    whole, _ = PatchAugmentation(0.0, 0.0, 0.0).apply(batch, torch.zeros(0, 3), generator)
    assert torch.equal(whole.valid, valid)


def test_cross_validation_keeps_polygons_whole(paths, tmp_path):
    options = '{"epochs": 1, "widths": [16, 16], "decoder": [16, 16], "width": 32, "heads": 4, "learning_rate": 0.01}'
    job = CrossValidateJob(paths["patches"], "code", str(tmp_path / "r.json"), method="utae", method_options=options,
                           group_field="polygon_id", folds=2)
    result = job.execute(RunContext())
    assert 0 < result["OVERALL_ACCURACY"] <= 1


def test_squares_cover_a_window_once():
    squares = Squares(12, 2)
    window = Window(30, 5, 50, 20)
    seen = np.zeros((60, 120), int)
    for middle in squares.middles(window):
        assert middle.row % 12 == 0 and middle.column % 12 == 0
        seen[middle.row : middle.row + 12, middle.column : middle.column + 12] += 1
    assert (seen[5:25, 30:80] == 1).all()
    assert seen.max() == 1
    assert squares.cover(window) == Window(22, -2, 64, 40)


def test_a_stopped_training_writes_no_model(paths, tmp_path):
    epochs = []
    stop = RunContext(is_cancelled=lambda: len(epochs) > 1,
                      emit=lambda e: epochs.append(e) if "Epoch" in e.get("message", "") else None)
    with pytest.raises(Cancelled):
        train(paths, model=str(tmp_path / "m.lwm")).execute(stop)
    assert not (tmp_path / "m.lwm").exists()


def test_bad_input_is_one_sentence(paths, tmp_path):
    samples = str(tmp_path / "s.gpkg")
    ExtractSamplesJob(paths["catalogue"], paths["points"], samples, paths["masked"]).execute(RunContext())
    with pytest.raises(UserError, match="holds samples, not patches"):
        train(paths, samples=samples).execute(RunContext())
    with pytest.raises(UserError, match="holds patches, not samples"):
        train(paths, network="ltae", network_options="").execute(RunContext())
    with pytest.raises(UserError, match="no multiple of 32"):
        widths = '{"widths": [16, 16, 16, 16, 16, 16], "decoder": [16, 16, 16, 16, 16, 16]}'
        train(paths, network_options=widths).execute(RunContext())
    with pytest.raises(UserError, match="do not fit"):
        train(paths, network_options='{"widths": [10, 10], "decoder": [10, 10]}').execute(RunContext())
    with pytest.raises(UserError, match="no option 'filters'"):
        train(paths, network_options='{"filters": 10}').execute(RunContext())
    with pytest.raises(UserError, match="no column 'kind'"):
        train(paths, class_field="kind").execute(RunContext())
    with pytest.raises(UserError, match="TRUST knows single pixels"):
        TrainClassifierJob(paths["patches"], "code", paths["model"], method="utae", trust=True).execute(RunContext())
    labelled = load_labelled(paths["patches"])
    with pytest.raises(UserError, match="learns from patches, not from samples"):
        fit(Recipe(find_method("utae"), {}, features=labelled.features), np.zeros((9, 3), np.int16), np.arange(9) % 2,
            None)
    assert isinstance(labelled.matrix[3:5], PixelNumbers)
