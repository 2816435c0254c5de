"""cross_validate: groups stay whole, figures are honest, reports repeat themselves."""

import json

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs.learning import CrossValidateJob
from landweave.engine.learning.crossval import cross_validate, held_out_predictions, run
from landweave.engine.learning.estimators import METHODS
from landweave.engine.learning.fitting import Recipe
from landweave.engine.learning.prepare import make_table
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import save_samples
from landweave.tests.engine.learning.makers import sample_set

QUICK = {"method_options": '{"n_estimators": 15}'}


def job(tmp_path, samples, **options) -> CrossValidateJob:
    save_samples(str(tmp_path / "s.gpkg"), samples)
    return CrossValidateJob(str(tmp_path / "s.gpkg"), "code", str(tmp_path / "cv.json"), **{**QUICK, **options})


def test_the_report_has_the_shape_that_scripts_rely_on(tmp_path):
    result = run(job(tmp_path, sample_set(), repeats=2), RunContext())
    report = json.loads((tmp_path / "cv.json").read_text())
    for key in ("overall_accuracy", "kappa", "balanced_accuracy", "macro_f1"):
        low, high = report["intervals"][key]
        assert low <= report[key] <= high
    assert result["OVERALL_ACCURACY"] == report["overall_accuracy"] > 0.8
    assert result["OUTPUT_JSON"] == str(tmp_path / "cv.json")
    assert {"code", "name", "precision", "recall", "f1", "support"} <= set(report["classes"][0])
    assert report["confusion"]["labels"] == [1, 3, 7]
    assert np.sum(report["confusion"]["matrix"]) == 2 * 144
    assert len(report["runs"]) == 2
    assert all(np.sum(r["confusion"]["matrix"]) == 144 for r in report["runs"])
    assert report["interval_method"] == "student_runs"
    assert report["runs"][0]["interval_method"] == "bootstrap_polygons"
    assert report["runs"][0]["groups"] == 24
    assert report["title"]
    assert str(tmp_path) not in json.dumps(report["parameters"])


def test_same_seed_same_bytes_whatever_the_workers(tmp_path):
    found = []
    for workers in (1, 2):
        run(job(tmp_path, sample_set(), seed=3), RunContext(workers=workers))
        found.append((tmp_path / "cv.json").read_bytes())
    assert found[0] == found[1]


def test_groups_never_stand_on_both_sides(tmp_path):
    """Classes that only the polygon tells: with whole polygons held out nothing can be known."""
    generator = np.random.default_rng(0)
    samples = sample_set(classes=(1, 2), polygons=40, pixels=8, spread=1)
    centres = generator.normal(0, 1000, (80, 5))
    ids = samples.attributes["polygon_id"] - 1
    samples.matrix[:] = centres[ids] + generator.normal(0, 10, samples.matrix.shape)
    report = cross_validate(job(tmp_path, samples), RunContext())
    assert 0.3 < report["overall_accuracy"] < 0.7
    assert report["random_split_overall_accuracy"] > 0.95
    low, high = report["intervals"]["overall_accuracy"]
    assert low < 0.5 < high


@pytest.mark.parametrize("method", METHODS)
def test_every_method_beats_the_majority(tmp_path, method):
    options = {"random_forest": '{"n_estimators": 15}', "extra_trees": '{"n_estimators": 15}',
               "mlp": '{"max_iter": 60}', "boosting": '{"max_iter": 15}'}.get(method, "")  # fmt: skip
    report = cross_validate(job(tmp_path, sample_set(), method=method, method_options=options), RunContext())
    assert report["overall_accuracy"] > 0.85 > report["majority_share"]
    assert report["warnings"] == []


def test_compiled_forests_answer_as_scikit_learn_does(tmp_path):
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import StratifiedGroupKFold

    samples = sample_set(spread=500)
    table = make_table(samples, "s", "code", RunContext())
    groups = samples.attributes["polygon_id"]
    recipe = Recipe(METHODS["random_forest"], {"n_estimators": 20}, seed=5)
    found = held_out_predictions(recipe, table, groups, 4, 5, RunContext())
    expected = np.zeros(len(samples), dtype=np.int64)
    folds = StratifiedGroupKFold(4, shuffle=True, random_state=5)
    for learn, held in folds.split(samples.matrix, table.classes, groups):
        forest = RandomForestClassifier(20, max_depth=25, min_samples_leaf=3, max_features="log2", random_state=5)
        expected[held] = forest.fit(samples.matrix[learn], table.classes[learn]).predict(samples.matrix[held])
    assert np.array_equal(found, expected)


def test_a_class_with_few_groups_is_warned_about(tmp_path):
    samples = sample_set()
    keep = (samples.attributes["code"] != 7) | (samples.attributes["polygon_id"] >= 23)
    events = []
    report = cross_validate(job(tmp_path, samples.subset(keep)), RunContext(emit=events.append))
    assert any("Class 7 has 2 groups" in note for note in report["warnings"])
    assert any(e["event"] == "warning" for e in events)
    assert any("Fold 5 of 5" in e.get("message", "") for e in events)


def test_nothing_learnt_is_flagged(tmp_path):
    report = cross_validate(
        job(tmp_path, sample_set(), method="svm", method_options='{"C": 1e-9}', balanced=False), RunContext()
    )
    assert any("learnt nothing" in note for note in report["warnings"])


def test_without_groups_the_report_says_optimistic(tmp_path):
    report = cross_validate(job(tmp_path, sample_set(), group_field=""), RunContext())
    assert any("optimistic" in note for note in report["warnings"])
    assert "random_split_overall_accuracy" not in report


@pytest.mark.parametrize(
    ("options", "said", "remedy"),
    [
        ({"group_field": "place"}, "no column 'place'", "polygon_id"),
        ({"folds": 1}, "FOLDS is 1", "2 folds"),
        ({"folds": 30}, "24 groups", "fewer FOLDS"),
        ({"method": "l_tae"}, "no METHOD", "random_forest"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, options, said, remedy):
    with pytest.raises(UserError) as caught:
        run(job(tmp_path, sample_set(), **options), RunContext())
    assert said in caught.value.message
    assert remedy in caught.value.hint
    assert not (tmp_path / "cv.json").exists()


def test_classes_smaller_than_the_number_of_folds_are_said(tmp_path):
    with pytest.raises(UserError, match="more than 4 samples, and FOLDS is 5"):
        run(job(tmp_path, sample_set(polygons=4, pixels=1), folds=5), RunContext())


def test_cancelling_stops_between_folds(tmp_path):
    from landweave.engine.errors import Cancelled

    with pytest.raises(Cancelled):
        run(job(tmp_path, sample_set()), RunContext(is_cancelled=lambda: True))
    assert not (tmp_path / "cv.json").exists()


def test_repeats_from_the_last_seed_on(tmp_path):
    report = cross_validate(job(tmp_path, sample_set(), repeats=2, seed=2**32 - 1), RunContext())
    assert len(report["runs"]) == 2
