"""Made-up samples are learnt from only where none of their parents' groups is held out, and never scored."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.jobs import AugmentSamplesJob, CrossValidateJob, FeatureImportanceJob, TuneClassifierJob
from landweave.engine.learning import tuning
from landweave.engine.learning.crossval import cross_validate
from landweave.engine.learning.estimators import find_method
from landweave.engine.learning.fitting import Recipe, fit
from landweave.engine.learning.importance import importance
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.augment import run
from landweave.engine.samples.store import load_samples, save_samples
from landweave.tests.engine.learning.makers import sample_set


def augmented(tmp_path, samples, method, **options):
    save_samples(str(tmp_path / "plain.gpkg"), samples)
    job = AugmentSamplesJob(str(tmp_path / "plain.gpkg"), str(tmp_path / "more.gpkg"), "code", method=method,
                            balance="minimum", minimum=400, **options)
    run(job, RunContext())
    return job.output


def by_chance(polygons=30, pixels=6):
    """Two classes that nothing but the polygon tells: what is right by more than half was learnt from the parents."""
    samples = sample_set(classes=(1, 2), polygons=polygons, pixels=pixels, features=12, spread=1)
    random = np.random.default_rng(0)
    samples.matrix[:] = random.normal(0, 1000, (2 * polygons, 12))[samples.attributes["polygon_id"] - 1]
    samples.matrix[:] += random.normal(0, 10, samples.matrix.shape).astype(np.int16)
    return samples


@pytest.mark.parametrize("method", ["replicate", "jitter", "smote"])
@pytest.mark.parametrize("groups", ["polygon_id", ""])
def test_nothing_is_learnt_from_the_children_of_what_is_tested(tmp_path, method, groups):
    pytest.importorskip("imblearn", reason="imbalanced-learn is not installed")
    samples = by_chance(pixels=1 if not groups else 6)
    path = augmented(tmp_path, samples, method)
    report = cross_validate(CrossValidateJob(path, "code", "", method="knn", method_options='{"n_neighbors": 1}',
                                             group_field=groups), RunContext())
    assert report["samples"] == len(samples)  # made-up ones are not scored
    assert 0.25 < report["overall_accuracy"] < 0.75


def test_made_up_samples_help_where_they_should(tmp_path):
    """They take part in learning: a class that the others outnumber is found more often with them."""
    samples = sample_set(classes=(1, 2), polygons=40, pixels=4, spread=500)
    few = samples.subset(np.flatnonzero((samples.attributes["code"] == 1) | (samples.attributes["polygon_id"] > 72)))
    path = augmented(tmp_path, few, "replicate")
    recalls = []
    for name in (str(tmp_path / "plain.gpkg"), path):
        report = cross_validate(CrossValidateJob(name, "code", "", method="logistic", group_field="polygon_id"),
                                RunContext())
        recalls.append(report["classes"][1]["recall"])
    assert recalls[1] > recalls[0] - 0.02


def test_samples_that_do_not_tell_are_left_out_and_said(tmp_path):
    samples = by_chance(polygons=10, pixels=1)
    plain = replace(samples, attributes={"code": samples.attributes["code"]})
    path = augmented(tmp_path, plain, "replicate")
    report = cross_validate(CrossValidateJob(path, "code", "", method="knn", method_options='{"n_neighbors": 1}',
                                             group_field=""), RunContext())
    assert any("780 made-up samples do not tell" in warning for warning in report["warnings"])
    assert report["overall_accuracy"] < 0.85


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_rows_to_learn_from_are_those_of_a_loop(seed):
    random = np.random.default_rng(seed)
    n = 30
    polygon = random.integers(1, 7, n)
    made = random.random(n) < 0.5
    second = np.where(made & (random.random(n) < 0.9), [f"polygon_id={p}" for p in random.integers(1, 7, n)], "")
    samples = sample_set(classes=(1,), polygons=n, pixels=1)
    samples = replace(samples, attributes={
        "polygon_id": polygon, "augmented": np.where(made, "smote", "").astype(object),
        "augmented_with": second.astype(object)})
    held = np.flatnonzero(random.random(n) < 0.3)
    learn = np.setdiff1d(np.arange(n), held)
    hidden = {polygon[i] for i in held if not made[i]}
    expected = [i for i in learn if not made[i] or (
        second[i] and polygon[i] not in hidden and int(second[i].split("=")[1]) not in hidden)]
    assert MadeUp.of(samples).learnable(learn, held).tolist() == expected


def test_stored_with_the_samples(tmp_path):
    found = load_samples(augmented(tmp_path, by_chance(polygons=5), "replicate"))
    made_up = MadeUp.of(found)
    assert made_up.made.sum() == len(found) - 60 and made_up.known.sum() == made_up.made.sum()


def test_a_search_learns_nothing_from_the_children_of_what_it_scores(tmp_path):
    """SMOTE's second parent may be of any polygon: one that is held out shows in the score if its child stays."""
    pytest.importorskip("imblearn", reason="imbalanced-learn is not installed")
    path = augmented(tmp_path, by_chance(), "smote")
    found = tuning.run(TuneClassifierJob(path, "code", str(tmp_path / "found.json"), method="knn",
                                         grid='{"n_neighbors": [1]}', score="overall_accuracy"), RunContext())
    assert 0.25 < found["BEST_SCORE"] < 0.75
    lost = importance(FeatureImportanceJob(path, "code", "", method="knn", method_options='{"n_neighbors": 1}',
                                           score="overall_accuracy", by=("feature",), repeats=1), RunContext())
    assert 0.25 < lost["score_without_shuffling"]["mean"] < 0.75


@pytest.mark.parametrize("method", ["replicate", "smote"])
def test_calibration_is_not_learnt_on_the_parents_of_made_up_samples(tmp_path, method):
    """Held-out polygons say nothing of these classes, so that guessing is as good, unless children gave them away."""
    pytest.importorskip("imblearn", reason="imbalanced-learn is not installed")
    samples = load_samples(augmented(tmp_path, by_chance(), method))
    numbers, made_up = samples.attributes["code"].astype(int) - 1, MadeUp.of(samples)
    recipe = Recipe(find_method("random_forest"), {"n_estimators": 20}, calibration="isotonic")
    found = fit(recipe, samples.matrix, numbers, samples.attributes["polygon_id"], made_up)
    assert found.figures["samples"] == (~made_up.made).sum()
    assert found.figures["before"]["brier"] > 0.4  # guessing of two classes: 0.5


def test_copies_are_not_scored(tmp_path):
    """A sample that was copied to another region is measured once, where it is from."""
    samples = sample_set()
    twice = samples.subset(np.r_[np.arange(len(samples)), np.arange(30)])
    copied = np.where(np.arange(len(twice)) < len(samples), "", "north").astype(object)
    save_samples(str(tmp_path / "s.gpkg"), replace(twice, attributes={**twice.attributes, "copied_from": copied}))
    report = tuning.tune(TuneClassifierJob(str(tmp_path / "s.gpkg"), "code", "", method="lda"), RunContext())
    assert report["samples"] == len(samples)
