"""What training is made of: the held-out part, the learning rate, augmentation, the choice of the epoch."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score, log_loss

from landweave.engine.learning.made_up import MadeUp
from landweave.engine.learning.networks import trainer as training_loop
from landweave.engine.learning.networks.augment import Augmentation, between_dates, hidden, mixed
from landweave.engine.learning.networks.batches import SensorBatch, SeriesBatch
from landweave.engine.learning.networks.held_out import BY_GROUPS, BY_NOTHING, BY_SAMPLES, divide
from landweave.engine.learning.networks.options import SCHEDULES, Settings
from landweave.engine.learning.networks.schedule import RANGE, chosen_rate, rate_at, sweep, sweep_rates
from landweave.engine.learning.networks.trainer import scores_of
from landweave.engine.learning.networks.training import fit_network
from landweave.tests.engine.learning.networks.lessons import lesson, real, recipe


def no_warning(message):
    raise AssertionError(message)


@given(st.integers(2, 5), st.integers(2, 9), st.integers(1, 6), st.sampled_from([0.1, 0.15, 0.3]), st.integers(0, 99))
@settings(max_examples=40)
def test_no_group_is_on_both_sides_and_no_class_is_lost(classes, polygons, pixels, share, seed):
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(classes), polygons * pixels)
    groups = np.repeat(np.arange(classes * polygons), pixels)
    order = random.permutation(len(labels))
    labels, groups = labels[order], groups[order]
    rows = np.sort(random.choice(len(labels), max(len(labels) - 3, 1), replace=False))
    found = divide(rows, labels, groups, real(labels), share, seed, lambda message: None)
    assert set(found.learn) | set(found.held) == set(rows)
    assert not set(found.learn) & set(found.held)
    assert set(labels[found.learn]) == set(labels[rows])
    if found.by == BY_GROUPS:
        assert not set(groups[found.learn]) & set(groups[found.held])


def test_about_the_share_is_held_out_with_all_classes():
    _, labels, groups = lesson(classes=4, polygons=20, pixels=5)
    for seed in range(5):
        found = divide(np.arange(len(labels)), labels, groups, real(labels), 0.15, seed, no_warning)
        assert found.by == BY_GROUPS
        assert 0.1 <= len(found.held) / len(labels) <= 0.2
        assert set(labels[found.held]) == {0, 1, 2, 3}


def test_a_class_of_one_polygon_is_learnt():
    labels = np.array([0] * 40 + [1] * 40 + [2] * 5)
    groups = np.concatenate([np.arange(80) // 4, np.full(5, 99)])
    for seed in range(10):
        found = divide(np.arange(85), labels, groups, real(labels), 0.2, seed, no_warning)
        assert set(np.flatnonzero(labels == 2)) <= set(found.learn)
        assert len(found.held) >= 4


def test_one_polygon_a_class_holds_samples_out_and_says_so():
    labels = np.repeat([0, 1], 20)
    said = []
    found = divide(np.arange(40), labels, labels, real(labels), 0.2, 0, said.append)
    assert (found.by, len(found.held)) == (BY_SAMPLES, 8)
    assert "too few polygons" in said[0]


def test_too_few_samples_are_all_learnt():
    labels = np.array([0, 0, 1, 1])
    said = []
    found = divide(np.arange(4), labels, None, real(labels), 0.2, 0, said.append)
    assert (found.by, list(found.learn)) == (BY_NOTHING, [0, 1, 2, 3])
    assert "too few samples" in said[0]
    assert divide(np.arange(4), labels, None, real(labels), 0.0, 0, no_warning).by == BY_NOTHING


def test_made_up_samples_are_never_held_out_nor_learnt_beside_their_parents():
    _, labels, groups = lesson(polygons=8)
    made = np.arange(len(labels)) % 3 == 0
    second = (groups + 8) % 24  # the other parent is of another polygon
    samples = MadeUp(made, made.copy(), groups, second)
    found = divide(np.arange(len(labels)), labels, groups, samples, 0.2, 1, no_warning)
    assert len(found.held)
    assert not made[found.held].any()
    held = set(groups[found.held])
    assert not held & set(groups[found.learn])
    assert not held & set(second[found.learn[made[found.learn]]])
    assert made[found.learn].any()


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("warmup", [0.0, 0.3])
def test_the_rate_rises_to_its_height_and_falls(schedule, warmup):
    rates = np.array([rate_at(i, 200, 0.01, schedule, warmup) for i in range(200)])
    top = round(warmup * 200)
    assert (np.diff(rates[:top]) > 0).all()
    assert rates.max() == pytest.approx(0.01, rel=0.01)
    assert (rates > 0).all()
    assert (rates[top:] == 0.01).all() if schedule == "constant" else (np.diff(rates[top:]) < 0).all()
    if schedule != "constant":
        assert rates[-1] < 0.0001
        assert rates[top + (200 - top) // 2] == pytest.approx(0.005, rel=0.03)  # half a wave
    if warmup:
        assert rates[0] < 0.001


def test_a_sweep_stays_below_the_rate_at_which_the_loss_is_least():
    """A loss that falls evenly with the logarithm of the rate up to 0.02, and explodes behind it."""
    rate, seen = sweep(lambda r: 2 - 0.1 * math.log(r / 1e-5) if r < 0.02 else 100.0)
    assert 0.02 / 16 < rate < 0.02 / 4
    assert len(seen) < len(sweep_rates())


def test_a_sweep_of_nothing_gives_a_careful_rate():
    assert sweep(lambda r: math.nan)[0] == RANGE[0]
    assert chosen_rate([(1e-5, 1.0), (1e-4, 2.0)]) == RANGE[0]
    assert chosen_rate([(0.3, 1.0)]) == RANGE[1]


def some_batch(samples=12, dates=7, seed=0, static=2):
    random = np.random.default_rng(seed)
    valid = torch.from_numpy(random.random((samples, dates)) < 0.6)
    valid[0] = False
    known = valid[..., None] & torch.from_numpy(random.random((samples, dates, 3)) < 0.9)
    values = torch.from_numpy(random.normal(0, 1, (samples, dates, 3)).astype(np.float32)).masked_fill(~known, 0)
    days = torch.arange(dates, dtype=torch.float32).mul(16).expand(samples, -1)
    return SeriesBatch((SensorBatch(values, valid, days),), torch.randn(samples, static))


@given(st.integers(0, 1000), st.booleans())
@settings(max_examples=40)
def test_what_is_unknown_stays_zero_and_masked(seed, moves_days):
    batch = some_batch(seed=seed)
    before = batch.sensors[0]
    targets = torch.eye(3)[torch.arange(12) % 3]
    found, shares = Augmentation(0.4, 12.0, 0.3, 0.2, moves_days).apply(batch, targets, np.random.default_rng(seed))
    after = found.sensors[0]
    assert not (after.valid & ~before.valid).any()
    assert (after.values[(before.values == 0)] == 0).all()
    assert (after.values[~after.valid] == 0).all()
    assert (after.valid.any(dim=1) == before.valid.any(dim=1)).all()  # a sample is never hidden as a whole
    assert torch.allclose(shares.sum(dim=1), torch.ones(12))
    assert (shares >= 0).all()
    assert not torch.equal(after.values, before.values)
    assert torch.equal(batch.sensors[0].values, some_batch(seed=seed).sensors[0].values)  # left as it was


def test_samples_are_mixed_with_the_share_of_their_targets():
    """Of whole series, each sample is the same mixture of two as its target."""
    values = torch.arange(1, 9, dtype=torch.float32)[:, None, None] * torch.ones(8, 4, 2)
    batch = SeriesBatch((SensorBatch(values, torch.ones(8, 4, dtype=torch.bool), torch.zeros(8, 4)),), values[:, 0])
    found, targets = mixed(batch, torch.eye(8), 0.5, np.random.default_rng(0))
    wanted = targets @ torch.arange(1, 9, dtype=torch.float32)
    assert torch.allclose(found.sensors[0].values, wanted[:, None, None].expand(8, 4, 2))
    assert torch.allclose(found.static, wanted[:, None].expand(8, 2))
    assert (targets.diagonal() >= 0.5).all()
    assert (targets.diagonal() < 0.99).any()


def test_about_the_share_of_dates_is_hidden():
    values, valid = torch.ones(500, 20, 1), torch.ones(500, 20, dtype=torch.bool)
    after, kept = hidden(values, valid, 0.3, np.random.default_rng(0))
    assert float(kept.float().mean()) == pytest.approx(0.7, abs=0.02)
    assert torch.equal(after[..., 0], kept.float())
    assert hidden(values, valid, 0.9999, np.random.default_rng(0))[1].any(dim=1).all()


def test_values_between_dates_are_those_of_a_line():
    days = torch.tensor([[0.0, 10.0, 30.0, 40.0]]).expand(3, -1)
    values = (5 + days)[..., None]  # one more a day
    sensor = SensorBatch(values, torch.ones(3, 4, dtype=torch.bool), days)
    found = between_dates(sensor, torch.tensor([[4.0], [-4.0], [15.0]]))[..., 0]
    assert torch.allclose(found[0], torch.tensor([5.0, 11.0, 31.0, 41.0]))  # the first date has none before it
    assert torch.allclose(found[1], torch.tensor([9.0, 19.0, 39.0, 45.0]))
    assert torch.allclose(found[2], torch.tensor([5.0, 5.0, 20.0, 35.0]))  # no further than the date before


@given(st.integers(0, 200))
@settings(max_examples=20)
def test_scores_are_those_of_scikit_learn(seed):
    random = np.random.default_rng(seed)
    logits, truth, weights = random.normal(0, 2, (60, 4)), random.integers(0, 4, 60), random.random(60) + 0.1
    found = scores_of(logits, truth, weights)
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    given_ = logits.argmax(axis=1)
    wanted = log_loss(truth, chances, sample_weight=weights, labels=range(4))
    assert found["held_out_loss"] == pytest.approx(wanted, 1e-4)
    assert found["overall_accuracy"] == pytest.approx(np.mean(truth == given_), abs=1e-5)
    assert found["kappa"] == pytest.approx(cohen_kappa_score(truth, given_), abs=1e-5)
    assert found["macro_f1"] == pytest.approx(f1_score(truth, given_, average="macro"), abs=1e-5)


def scripted(monkeypatch, scores):
    """Let the epochs have these held-out scores, whatever the network has learnt."""
    left = iter(scores)
    monkeypatch.setattr(training_loop.Trainer, "_scores", lambda self: dict(next(left)))


def entry(loss, f1=0.5):
    return {"held_out_loss": loss, "overall_accuracy": f1, "kappa": f1, "macro_f1": f1}


@pytest.mark.parametrize(
    ("options", "scores", "best", "epochs"),
    [
        ({"patience": 2}, [entry(v) for v in (0.9, 0.7, 0.8, 0.75, 0.1, 0.1)], 2, 4),
        ({"patience": 0}, [entry(v) for v in (0.9, 0.7, 0.8, 0.75, 0.1, 0.1)], 5, 6),
        ({"patience": 0, "choose_by": "macro_f1"}, [*map(entry, (1, 2, 3, 4, 5, 6), (5, 6, 9, 9, 8, 7))], 3, 6),
        ({"patience": 0, "choose_by": "kappa"}, [*map(entry, (6, 5, 4, 3, 2, 1), (5, 6, 9, 9, 8, 7))], 4, 6),
        ({"patience": 3}, [entry(math.nan)] * 2 + [entry(0.5)] + [entry(math.inf)] * 3, 3, 6),
    ],
)  # fmt: skip
def test_the_epoch_is_the_one_with_the_best_score(monkeypatch, options, scores, best, epochs):
    scripted(monkeypatch, scores)
    matrix, classes, groups = lesson()
    given_ = recipe(options={"epochs": 6, **options})
    found = fit_network(given_, matrix, classes, groups, real(classes))
    (member,) = found.figures["members"]
    assert (member["best_epoch"], member["epochs"]) == (best, epochs)
    monkeypatch.undo()
    weights = found.members[0]
    # The same epochs of the same schedule, the last of which is taken: held out is the same, and is not looked at.
    scripted(monkeypatch, [entry(1.0 / (1 + i)) for i in range(6)])
    monkeypatch.setattr(training_loop.Trainer, "is_done", property(lambda self: self.course.epoch >= best))
    again = fit_network(given_, matrix, classes, groups, real(classes))
    assert all(np.array_equal(weights[name], again.members[0][name]) for name in weights)


def test_without_a_held_out_part_the_last_epoch_is_taken():
    matrix, classes, groups = lesson()
    found = fit_network(recipe(options={"held_out": 0.0, "epochs": 3}), matrix, classes, groups, real(classes))
    assert found.figures["held_out_samples"] == 0
    assert [(m["best_epoch"], m["epochs"]) for m in found.figures["members"]] == [(3, 3)]
    assert found.description.temperature == 1.0


def test_an_epoch_has_no_more_samples_than_asked_for(monkeypatch):
    matrix, classes, groups = lesson(polygons=10)
    seen = []
    plain = training_loop.Lesson.batch
    monkeypatch.setattr(training_loop.Lesson, "batch", lambda self, rows: (seen.append(rows), plain(self, rows))[1])
    options = {"epochs": 4, "epoch_samples": 40, "batch_size": 20, "held_out": 0.0}
    fit_network(recipe(options=options), matrix, classes, groups, real(classes))
    assert [len(rows) for rows in seen] == [20] * 8
    assert len(np.unique(np.concatenate(seen))) > 80  # other ones in each epoch


def test_settings_of_the_augmentation():
    found = Augmentation.of(replace(Settings(), mixup=0.3, time_shift=4.0, date_dropout=0.2, band_noise=0.1), True)
    assert found == Augmentation(0.3, 4.0, 0.2, 0.1, True)
