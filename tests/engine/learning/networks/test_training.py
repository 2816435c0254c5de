"""Networks learn: what they learn depends on seed and options alone, and is measured on what they did not see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.learning.fitting import fit, fit_some
from landweave.engine.learning.network_run import NetworkRun
from landweave.engine.learning.networks import training
from landweave.engine.learning.networks.held_out import divide
from landweave.engine.learning.networks.training import fit_network
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.row_file import map_rows, save_rows
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.learning.networks.lessons import lesson, real, recipe


def fitted(given, matrix, classes, groups):
    return fit_network(given, matrix, classes, groups, real(classes))


def packed(predictor):
    values, data = predictor.pack()
    return repr(values), data


@pytest.mark.parametrize("network", ["mlp_torch", "tempcnn", "ltae"])
def test_a_network_learns_what_can_be_learnt(network):
    matrix, classes, groups = lesson(gaps=0.2)
    other, truth, _ = lesson(gaps=0.2, seed=1)
    found = fitted(recipe(network, {"epochs": 20}), matrix, classes, groups)
    assert np.mean(found.predict_proba(other).argmax(axis=1) == truth) > 0.9
    assert found.description.has_gaps
    assert found.feature_count == matrix.shape[1]
    assert found.class_count == 3


@pytest.mark.parametrize("network", ["mlp_torch", "ltae"])
def test_the_same_seed_gives_the_same_bytes_whatever_threads_there_are(network):
    matrix, classes, groups = lesson()
    first = packed(fitted(recipe(network), matrix, classes, groups))
    torch.manual_seed(99)
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2 if before == 1 else 1)
        assert packed(fitted(replace(recipe(network), jobs=5), matrix, classes, groups)) == first
    finally:
        torch.set_num_threads(before)
    assert packed(fitted(recipe(network, seed=1), matrix, classes, groups))[1] != first[1]


def test_torch_is_left_as_it_was():
    matrix, classes, groups = lesson()
    torch.manual_seed(5)
    wanted = torch.rand(3)
    torch.manual_seed(5)
    threads, strict = torch.get_num_threads(), torch.are_deterministic_algorithms_enabled()
    fitted(recipe(options={"threads": 2 if threads == 1 else 1}), matrix, classes, groups)
    assert torch.equal(torch.rand(3), wanted)
    assert (torch.get_num_threads(), torch.are_deterministic_algorithms_enabled()) == (threads, strict)


def test_a_mapped_matrix_gives_what_one_in_memory_does(tmp_path):
    matrix, classes, groups = lesson(gaps=0.1)
    save_rows(tmp_path / "m.npy", matrix.shape, matrix.dtype, [matrix])
    mapped = map_rows(tmp_path / "m.npy")
    assert packed(fitted(recipe("ltae"), mapped, classes, groups)) == packed(
        fitted(recipe("ltae"), matrix, classes, groups)
    )


class StoppedError(Exception):
    pass


def breaking(after):
    """Return a context whose receiver fails at the progress of an epoch, as if the process was killed."""
    count = [0]

    def emit(event):
        if event["event"] == "progress":
            count[0] += 1
            if count[0] > after:
                raise StoppedError

    return RunContext(emit=emit)


@pytest.mark.parametrize("after", [0, 2, 7])
@pytest.mark.parametrize("options", [{}, {"average": 0.9, "learning_rate": "auto", "balance": "sampling"}])
def test_a_killed_training_started_again_gives_the_bytes_of_an_undisturbed_one(tmp_path, monkeypatch, after, options):
    monkeypatch.setattr(training, "SECONDS_BETWEEN_CHECKPOINTS", -1.0)
    options = {"seeds": 2, "epochs": 5, "patience": 0, **options}
    matrix, classes, groups = lesson(gaps=0.1)
    undisturbed = packed(fitted(recipe("ltae", options, balanced=True), matrix, classes, groups))
    run = NetworkRun(breaking(after), str(tmp_path), "cpu")
    with pytest.raises(StoppedError):
        fitted(recipe("ltae", options, network_run=run, balanced=True), matrix, classes, groups)
    epochs = []
    again = NetworkRun(
        RunContext(emit=lambda e: epochs.append(1) if e["event"] == "progress" else None), str(tmp_path), "cpu"
    )
    found = fitted(recipe("ltae", options, network_run=again, balanced=True), matrix, classes, groups)
    assert packed(found) == undisturbed
    assert len(epochs) == 10 - after


def test_another_job_does_not_take_the_state(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "SECONDS_BETWEEN_CHECKPOINTS", -1.0)
    matrix, classes, groups = lesson()
    fitted(recipe(network_run=NetworkRun(folder=str(tmp_path), device="cpu")), matrix, classes, groups)
    for given, rows in ((recipe(seed=1), matrix), (recipe(options={"epochs": 3}), matrix), (recipe(), matrix + 1)):
        plain = packed(fitted(given, rows, classes, groups))
        kept = replace(given, network=NetworkRun(folder=str(tmp_path), device="cpu"))
        assert packed(fitted(kept, rows, classes, groups)) == plain


def test_a_damaged_state_is_said_so(tmp_path):
    matrix, classes, groups = lesson()
    given = recipe(network_run=NetworkRun(folder=str(tmp_path), device="cpu"))
    fitted(given, matrix, classes, groups)
    (path,) = tmp_path.glob("network_*.safetensors")
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(UserError, match=r"state of a training in .* is cut or damaged .* Delete it"):
        fitted(given, matrix, classes, groups)


def test_a_cancelled_training_hands_over_its_best_network():
    matrix, classes, groups = lesson(classes=2)
    events = []
    context = RunContext(emit=events.append, is_cancelled=lambda: sum(e["event"] == "progress" for e in events) >= 3)
    kept = []
    run = NetworkRun(context, device="cpu", keep=kept.append)
    given = recipe(options={"epochs": 50, "patience": 0}, network_run=run)
    numbers = np.where(classes == 1, 4, 2)  # of five classes, two are there
    with pytest.raises(Cancelled):
        fit_some(replace(given, priors=(1.0, 1.0, 2.0, 1.0, 3.0)), matrix, numbers, groups, 5)
    (found,) = kept
    probabilities = found.predict_proba(matrix)
    assert probabilities.shape == (len(matrix), 5)
    assert set(np.unique(probabilities.argmax(axis=1))) <= {2, 4}
    assert [len(m["history"]) for m in found.inner.within.figures["members"]] == [3]


def test_nothing_is_handed_over_before_the_first_epoch():
    matrix, classes, groups = lesson(classes=2)
    kept = []
    run = NetworkRun(RunContext(is_cancelled=lambda: True), device="cpu", keep=kept.append)
    with pytest.raises(Cancelled):
        fitted(recipe(network_run=run), matrix, classes, groups)
    assert kept == []


def test_each_epoch_is_told():
    matrix, classes, groups = lesson()
    events, watched = [], []
    run = NetworkRun(RunContext(emit=events.append), device="cpu", watch=watched.append)
    found = fitted(recipe(options={"epochs": 3, "seeds": 2}, network_run=run), matrix, classes, groups)
    said = [e["message"] for e in events if e["event"] == "log"]
    assert sum("Epoch 3 of 3, network 2 of 2: loss" in text for text in said) == 1
    assert [e["fraction"] for e in events if e["event"] == "progress"] == pytest.approx(np.arange(1, 7) / 6)
    assert {e["name"] for e in events if e["event"] == "metric"} == {"loss", "held_out_loss", "macro_f1"}
    assert [[len(m["history"]) for m in w["members"]] for w in watched] == [[1], [2], [3], [3, 1], [3, 2], [3, 3]]
    assert watched[-1]["members"] == found.figures["members"]


def test_a_loss_that_is_no_number_says_what_to_try():
    """The difference of these values is beyond single precision."""
    matrix, classes, groups = lesson()
    wild = np.full(matrix.shape, -3e38, np.float32)
    wild[::10] = 3e38
    with pytest.raises(UserError, match=r"no number any more in epoch 1.*smaller learning_rate.*wild values"):
        fitted(recipe(), wild, classes, groups)


def test_samples_that_know_no_date_are_left_out_with_a_warning():
    matrix, classes, groups = lesson()
    matrix[[2, 40]] = SERIES_NODATA
    said = []
    found = fitted(recipe("ltae", warn=said.append), matrix, classes, groups)
    assert said == ["2 samples have no date that is not masked: ltae does not learn from them."]
    assert found.figures["learnt_samples"] + found.figures["held_out_samples"] == len(matrix) - 2
    assert np.isfinite(found.predict_proba(matrix)).all()


def test_a_network_of_series_says_that_it_wants_one():
    matrix, classes, groups = lesson()
    plain = tuple(replace(f, name=f"layer_{chr(97 + i)}", date="") for i, f in enumerate(recipe().features))
    given = replace(recipe("ltae"), features=plain)
    with pytest.raises(UserError, match="ltae learns from series, and the features have no dates"):
        fitted(given, matrix, classes, groups)
    assert fitted(replace(recipe(), features=plain), matrix, classes, groups).description.layout.sensors == ()


def test_components_are_no_series():
    matrix, classes, groups = lesson()
    reduction = {"mode": "all", "components": 3}
    with pytest.raises(UserError, match="principal components have no dates"):
        fit(replace(recipe("ltae"), reduction=reduction), matrix.astype(np.float32), classes, groups)


def test_one_class_is_refused():
    matrix, classes, groups = lesson()
    with pytest.raises(UserError, match="90 samples of 1 classes"):
        fitted(recipe(), matrix, classes * 0, groups)


def test_options_that_the_network_refuses_are_said_so():
    matrix, classes, groups = lesson()
    with pytest.raises(UserError, match=r"ltae does not work with the options.*(width|heads)"):
        fitted(recipe("ltae", {"width": 10, "heads": 4}), matrix, classes, groups)


def test_the_temperature_makes_held_out_samples_likelier():
    matrix, classes, groups = lesson(polygons=10)
    random = np.random.default_rng(0)
    classes = np.where(random.random(len(classes)) < 0.25, random.integers(0, 3, len(classes)), classes)
    given = recipe(options={"epochs": 20, "patience": 0, "label_smoothing": 0.5, "held_out": 0.2})
    found = fitted(given, matrix, classes, groups)
    held = divide(np.arange(len(classes)), classes, groups, real(classes), 0.2, 0, print).held
    assert len(held) == found.figures["held_out_samples"]

    def loss(factor):
        own = replace(found, description=replace(found.description, temperature=factor))
        return -np.log(own.predict_proba(matrix[held])[np.arange(len(held)), classes[held]]).mean()

    best = found.description.temperature
    assert abs(best - 1) > 0.05
    assert loss(best) < loss(1.0)
    assert loss(best) <= min(loss(best * 0.9), loss(best * 1.1)) + 1e-6


def test_members_are_averaged():
    matrix, classes, groups = lesson()
    found = fitted(recipe(options={"seeds": 3, "epochs": 2}), matrix, classes, groups)
    assert len(found.members) == 3
    alone = [replace(found, members=(m,)).predict_proba(matrix) for m in found.members]
    assert np.allclose(np.mean(alone, axis=0), found.predict_proba(matrix), atol=1e-6)
    assert not np.allclose(alone[0], alone[1], atol=1e-3)


@pytest.mark.parametrize("balance", ["weights", "sampling"])
def test_rare_classes_count_as_much_where_they_are_balanced(balance):
    """Two classes that overlap, one ten times as frequent: unbalanced, hardly any sample is said to be the rare one."""
    random = np.random.default_rng(3)
    classes = (np.arange(1100) % 11 == 0).astype(np.int64)
    matrix = (random.normal(0, 1000, (1100, 16)) + classes[:, None] * 250).astype(np.int16)
    options = {"epochs": 8, "balance": balance, "mixup": 0.0, "band_noise": 0.0, "batch_size": 64}

    def share(balanced, options=options):
        found = fitted(recipe(options=options, balanced=balanced), matrix, classes, None)
        return found.predict_proba(matrix).argmax(axis=1).mean()

    assert share(False) < 0.1
    assert 0.15 < share(True) < 0.6
    assert share(True, {**options, "balance": "none"}) == share(False)
