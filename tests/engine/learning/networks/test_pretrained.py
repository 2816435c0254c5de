"""Weights from a file: saved and loaded equal, refused with one sentence, matched by band and sensor."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.numpy import load, save_file
from sklearn.linear_model import LogisticRegression

from landweave.engine.errors import UserError
from landweave.engine.jobs import PretrainNetworkJob, TrainNetworkJob
from landweave.engine.learning.estimators import find_method
from landweave.engine.learning.fitting import Recipe, fit
from landweave.engine.learning.model_file import load_model
from landweave.engine.learning.network_run import NetworkRun
from landweave.engine.learning.networks.batches import BatchMaker, learn_normalisation
from landweave.engine.learning.networks.first_head import teach_head
from landweave.engine.learning.networks.held_out import Parts
from landweave.engine.learning.networks.layout import ABSENT, layout_of
from landweave.engine.learning.networks.pretrained import (
    Pretrained,
    encoder_names,
    load_pretrained,
    prepare_start,
    save_pretrained,
    start_from,
)
from landweave.engine.learning.networks.registry import NETWORKS, InputShape
from landweave.engine.learning.networks.trainer import Lesson
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import save_samples
from landweave.engine.series.plan import Feature
from landweave.tests.engine.learning.networks.cases import SMALL, one_thread  # noqa: F401 (a fixture)
from landweave.tests.engine.learning.networks.series_samples import BANDS, series_samples

SPEC = NETWORKS["transformer"]
OPTIONS = {**SPEC.options, **SMALL["transformer"]}


def module_of(layout, seed=0, options=OPTIONS):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return SPEC.module(InputShape.of(layout, True), 3, options).eval()


def encoder_weights(module):
    return {n: module.state_dict()[n].numpy().copy() for n in encoder_names(module)}


@pytest.fixture
def made(tmp_path):
    """A file of weights, its samples and its network."""
    samples = series_samples()
    layout = replace(layout_of(samples.features), static=())
    module = module_of(layout)
    norm = learn_normalisation(layout, samples.matrix)
    path = str(tmp_path / "weights.safetensors")
    save_pretrained(path, Pretrained(path, encoder_weights(module), "transformer", OPTIONS, layout, norm,
                                     figures={"best_epoch": 3}))  # fmt: skip
    return path, samples, module, norm


def embedded(layout, normalisation, module, matrix):
    with torch.inference_mode():
        return module.embed(BatchMaker(layout, normalisation).make(matrix)).numpy()


def test_saved_and_loaded_equal(made, tmp_path):
    path, samples, module, norm = made
    found = load_pretrained(path)
    assert found.network == "transformer" and found.options == OPTIONS and found.figures == {"best_epoch": 3}
    assert found.layout == replace(layout_of(samples.features), static=())
    assert found.normalisation.to_json() == norm.to_json()
    wanted = encoder_weights(module)
    assert set(found.weights) == set(wanted)
    assert all(np.array_equal(found.weights[n], wanted[n]) for n in wanted)
    save_pretrained(str(tmp_path / "again.safetensors"), found)
    assert (tmp_path / "again.safetensors").read_bytes() == (tmp_path / "weights.safetensors").read_bytes()


def test_the_encoder_is_taken_and_the_head_stays(made):
    path, samples, module, _ = made
    fresh = module_of(layout_of(samples.features), seed=9)
    before = {n: v.clone() for n, v in fresh.state_dict().items()}
    taken = start_from(fresh, SPEC, layout_of(samples.features), path)
    assert set(taken) == set(encoder_names(fresh))
    for name, value in fresh.state_dict().items():
        assert torch.equal(value, module.state_dict()[name] if name in taken else before[name])
    assert any(n.startswith("head.") for n in set(before) - set(taken))


@pytest.mark.parametrize("bands", [tuple(reversed(BANDS)), ("B11", "B4"), ("B8",)])
def test_bands_are_matched_by_name(made, bands):
    """Samples with bands in another order, or fewer, are embedded as if the others were unknown."""
    path, samples, module, norm = made
    layout = replace(layout_of(samples.features), static=())
    keep = [n for b in bands for n, f in enumerate(samples.features) if f.source == b]
    features = tuple(samples.features[n] for n in keep)
    start = prepare_start(SPEC, layout_of(features), {}, path)
    unknown = samples.matrix.copy()
    unknown[:, [n for n in range(len(samples.features)) if n not in keep]] = -32768
    wanted = embedded(layout, norm, module, unknown)
    fresh = module_of(start.layout, seed=4, options=start.options)
    start.give(fresh)
    assert np.array_equal(wanted, embedded(start.layout, start.normalisation, fresh, samples.matrix[:, keep]))
    assert (start.layout.sensors[0].column_array() == ABSENT).any() == (len(bands) < len(BANDS))


def test_another_year_keeps_its_season(made):
    path, *_ = made
    later = layout_of(series_samples(year=2023).features)
    start = prepare_start(SPEC, later, {}, path)
    assert start.layout.sensors[0].days == later.sensors[0].days


def renamed(features, source, other, sensor="S2"):
    return tuple(replace(f, source=other if f.source == source else f.source, sensor=sensor) for f in features)


def test_what_does_not_fit_is_named(made):
    path, samples, *_ = made
    features = samples.features
    for changed, word in ((renamed(features, "B8", "NDVI"), "NDVI"), (renamed(features, "", "", "L8"), "L8"),
                          ((*features, *renamed(features, "", "", "S1ASC")), "S1ASC")):  # fmt: skip
        with pytest.raises(UserError, match=word):
            prepare_start(SPEC, layout_of(changed), {}, path)
    with pytest.raises(UserError, match="width"):
        prepare_start(SPEC, layout_of(features), {"width": 16}, path)
    assert prepare_start(SPEC, layout_of(features), {"dropout": 0.7}, path).options["dropout"] == 0.7
    with pytest.raises(UserError, match="weights of the network transformer, not of ltae"):
        prepare_start(NETWORKS["ltae"], layout_of(features), {}, path)


def test_weights_of_the_users_own(made, tmp_path):
    """Without metadata names and shapes must be exactly those of the encoder."""
    _, samples, module, _ = made
    layout = layout_of(samples.features)
    weights, path = encoder_weights(module), tmp_path / "own.safetensors"
    fresh = SPEC.module(InputShape.of(layout, True), 3, OPTIONS)
    save_file({**weights, "head.out.bias": np.zeros(5, np.float32)}, path)
    assert prepare_start(SPEC, layout, OPTIONS, str(path)).normalisation is None
    start_from(fresh, SPEC, layout, str(path))
    assert all(np.array_equal(fresh.state_dict()[n].numpy(), weights[n]) for n in weights)
    name = "layers.0.inner.weight"
    for changed, word in (({n: a for n, a in weights.items() if n != name}, f"{name} is missing"),
                          ({**weights, name: weights[name][:, :4]}, f"{name} is .* x 4, not"),
                          ({**weights, "extra": weights[name]}, "no extra")):  # fmt: skip
        save_file({n: np.ascontiguousarray(a) for n, a in changed.items()}, path)
        with pytest.raises(UserError, match=word):
            start_from(fresh, SPEC, layout, str(path))


def test_files_that_are_none(made, tmp_path):
    path = made[0]
    with pytest.raises(UserError, match="no file of weights"):
        load_pretrained(str(tmp_path / "nowhere.safetensors"))
    torch.save(made[2].state_dict(), tmp_path / "w.pt")
    for name in ("w.pt", "w.pth", "w.ckpt", "w.bin", "w.safetensors"):
        (tmp_path / name).write_bytes((tmp_path / "w.pt").read_bytes())
        with pytest.raises(UserError, match="PyTorch's own format") as refused:
            load_pretrained(str(tmp_path / name))
        assert "save_file" in str(refused.value)
    data = (tmp_path / "weights.safetensors").read_bytes()
    for cut in (0, 5, 40, len(data) // 2, len(data) - 1):
        (tmp_path / "cut.safetensors").write_bytes(data[:cut])
        with pytest.raises(UserError, match="cut or damaged"):
            load_pretrained(str(tmp_path / "cut.safetensors"))
    (tmp_path / "changed.safetensors").write_bytes(data[:-4] + b"\x00\x00\x80\x40")
    with pytest.raises(UserError, match="changed after"):
        load_pretrained(str(tmp_path / "changed.safetensors"))
    values = json.loads(json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])["__metadata__"]["landweave"])
    other_means = {**values["normalisation"], "mean": [[1.0]]}
    for broken, word in (({"version": 99}, "newer"), ({"layout": 3}, "does not tell"), ({"format": "mine"}, "newer"),
                         ({"normalisation": other_means}, "other channels")):  # fmt: skip
        save_file(load(data), tmp_path / "odd.safetensors", {"landweave": json.dumps({**values, **broken})})
        with pytest.raises(UserError, match=word):
            load_pretrained(str(tmp_path / "odd.safetensors"))
    assert load_pretrained(path).network == "transformer"


def test_training_starts_from_the_weights(made):
    """With nothing to learn the encoder is the pretrained one, and values mean what they meant."""
    path, samples, module, norm = made
    recipe = Recipe(find_method("transformer"), {"epochs": 2, "frozen": 1.0, "learning_rate": 0.01}, seed=1,
                    features=samples.features, network=NetworkRun(pretrained=path, device="cpu"))  # fmt: skip
    found = fit(recipe, samples.matrix, samples.attributes["code"] - 1, samples.attributes["polygon_id"])
    for name in encoder_names(module):
        assert np.array_equal(found.members[0][name], module.state_dict()[name].numpy())
    assert found.description.normalisation.to_json()["mean"] == norm.to_json()["mean"]
    assert found.description.options["width"] == OPTIONS["width"]
    moved = fit(replace(recipe, options={**recipe.options, "frozen": 0.0}), samples.matrix,
                samples.attributes["code"] - 1, samples.attributes["polygon_id"])  # fmt: skip
    away = [np.abs(moved.members[0][n] - module.state_dict()[n].numpy()).max() for n in encoder_names(module)]
    assert max(away) > 0


def test_the_head_learns_first_and_alone(made):
    """It separates the classes by the embeddings, and nothing but the head has moved."""
    path, samples, module, norm = made
    layout = layout_of(samples.features)
    classes = samples.attributes["code"] - 1
    rows = np.arange(len(samples))
    parts = Parts(rows, rows[:0], "nothing")
    lesson = Lesson(samples.matrix, classes, np.ones(len(rows), np.float32), 3, parts, BatchMaker(layout, norm))
    fresh = module_of(layout, seed=9)
    start_from(fresh, SPEC, layout, path)
    before = {n: v.clone() for n, v in fresh.state_dict().items()}
    assert teach_head(fresh, lesson, torch.device("cpu"), lambda: None)
    moved = {n for n, v in fresh.state_dict().items() if not torch.equal(v, before[n])}
    assert moved == {n for n in before if n.startswith("head.")}
    with torch.inference_mode():
        found = fresh.eval()(BatchMaker(layout, norm).make(samples.matrix)).numpy()
    known = embedded(layout, norm, module, samples.matrix)
    wanted = LogisticRegression(C=1e3, max_iter=5000).fit(known, classes).score(known, classes)
    assert (found.argmax(axis=1) == classes).mean() >= wanted - 0.1
    assert not teach_head(torch.nn.Linear(2, 2), lesson, torch.device("cpu"), lambda: None)


def test_from_job_to_job(tmp_path):
    path, weights = str(tmp_path / "samples.gpkg"), str(tmp_path / "w.safetensors")
    save_samples(path, series_samples())
    options = json.dumps({"epochs": 3, "batch_size": 32, **SMALL["transformer"]})
    PretrainNetworkJob(weights, samples=path, network_options=options).execute(RunContext())
    job = TrainNetworkJob(path, "code", str(tmp_path / "m.lwm"), "transformer", "fast", '{"epochs": 3}', weights)
    job.execute(RunContext())
    model = load_model(str(tmp_path / "m.lwm"))
    assert model.training["pretrained"] == "w.safetensors"
    assert model.predictor("all").inner.description.options["width"] == SMALL["transformer"]["width"]
    assert model.predictor("all").predict_proba(series_samples(seed=2).matrix).shape == (96, 3)


def test_features_of_several_sensors_are_joined(tmp_path):
    samples = series_samples()
    radar = tuple(Feature(f"S1_{f.name}", "S1ASC", f.source, f.date, "") for f in samples.features[:6])
    features = (*samples.features, *radar)
    matrix = np.concatenate([samples.matrix, samples.matrix[:, :6]], axis=1)
    layout = replace(layout_of(features), static=())
    module, norm = module_of(layout.joined()), learn_normalisation(layout, matrix)
    path = str(tmp_path / "two.safetensors")
    save_pretrained(path, Pretrained(path, encoder_weights(module), "transformer", OPTIONS, layout, norm))
    other = tuple(reversed(features))
    start = prepare_start(SPEC, layout_of(other), {}, path)
    fresh = module_of(start.layout, seed=3)
    start.give(fresh)
    whole = prepare_start(SPEC, layout, {}, path)
    one = embedded(whole.layout, whole.normalisation, module, matrix)
    two = embedded(start.layout, start.normalisation, fresh, np.ascontiguousarray(matrix[:, ::-1]))
    assert np.array_equal(one, two)
