"""Tuning finds what is best, repeats, and never scores on what it learnt from."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.errors import UserError
from landweave.engine.jobs.tuning import TuneClassifierJob
from landweave.engine.learning import folds as folds_module
from landweave.engine.learning import search as search_module
from landweave.engine.learning import tuning
from landweave.engine.learning.estimators import METHODS, check_learner
from landweave.engine.learning.folds import LeakError, check_no_leak, group_folds, joined_groups
from landweave.engine.learning.grids import GRIDS, candidates, parse_grid
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.learning.model_file import load_model
from landweave.engine.learning.search import make_field
from landweave.engine.learning.study import Study, make_study
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import save_samples
from landweave.tests.engine.learning.makers import sample_set

NEIGHBOURS = '{"n_neighbors": [1, 5, 90]}'


def job(folder, samples=None, **options):
    path = folder / "samples.gpkg"
    save_samples(str(path), sample_set(polygons=9, spread=500) if samples is None else samples)
    options = {"method": "knn", "grid": NEIGHBOURS, "folds": 3, "output_json": str(folder / "best.json"), **options}
    return TuneClassifierJob(str(path), "code", **options)


def test_a_leaking_split_is_caught():
    groups = np.repeat(np.arange(6), 4)
    check_no_leak(groups, np.arange(12), np.arange(12, 24))
    with pytest.raises(LeakError, match="1 groups are both learnt from and scored"):
        check_no_leak(groups, np.arange(13), np.arange(13, 24))


def test_a_search_with_pixels_on_both_sides_is_stopped(tmp_path, monkeypatch):
    """Folds by pixel instead of by polygon, put in the place of the real ones, do not get through."""
    from sklearn.model_selection import StratifiedKFold

    def leaking(classes, groups, folds, seed):
        return list(StratifiedKFold(folds, shuffle=True, random_state=seed).split(groups[:, None], classes))

    monkeypatch.setattr(tuning, "group_folds", leaking)
    with pytest.raises(LeakError, match="both learnt from and scored"):
        tuning.tune(job(tmp_path), RunContext())


@pytest.mark.parametrize("search", ["grid", "random", "halving"])
@pytest.mark.parametrize("nested", [False, True])
def test_every_fit_of_every_search_is_of_other_polygons(tmp_path, monkeypatch, search, nested):
    """What is learnt from and what is predicted is recorded beside the guard, and compared by polygon."""
    seen = []

    def recorded(study, learn, held, options, said):
        seen.append((study.groups[learn], study.groups[held]))
        return original(study, learn, held, options, said)

    original = search_module.held_out_matrix
    monkeypatch.setattr(search_module, "held_out_matrix", recorded)
    monkeypatch.setattr(tuning, "held_out_matrix", recorded)
    tuning.tune(job(tmp_path, search=search, nested=nested), RunContext())
    assert len(seen) >= 12
    assert all(set(learn).isdisjoint(held) for learn, held in seen)


def test_tiles_as_groups_still_keep_polygons_whole(tmp_path):
    samples = sample_set(polygons=12)
    tile = np.arange(len(samples)) // 24  # four polygons each
    tile[72:75] = 2  # half a polygon stands in the tile before
    polygons = samples.attributes["polygon_id"]
    assert len(np.unique(tile[polygons == polygons[72]])) == 2
    samples = replace(samples, attributes={**samples.attributes, "tile": tile})
    study, _ = make_study(job(tmp_path, samples, group_field="tile"), RunContext())
    assert len(np.unique(study.groups)) == 8
    assert all(len(np.unique(study.groups[polygons == p])) == 1 for p in np.unique(polygons))
    assert study.groups[48] == study.groups[95]


@given(seed=st.integers(0, 999), count=st.integers(1, 40))
@settings(max_examples=50, deadline=None)
def test_joined_groups_are_those_of_a_slow_merge(seed, count):
    generator = np.random.default_rng(seed)
    groups, polygons = generator.integers(0, 8, count), generator.integers(0, 12, count)
    merged = groups.copy()
    for _ in range(count):
        for polygon in np.unique(polygons):
            own = np.isin(merged, merged[polygons == polygon])
            merged[own] = merged[polygons == polygon].min()
    found = joined_groups(groups, polygons)
    assert np.array_equal(found[:, None] == found, merged[:, None] == merged)


@given(seed=st.integers(0, 999), folds=st.integers(2, 5))
@settings(max_examples=30, deadline=None)
def test_folds_hold_each_sample_out_once(seed, folds):
    generator = np.random.default_rng(seed)
    groups = np.repeat(np.arange(12), 5)
    classes = generator.integers(0, 3, 60)
    splits = group_folds(classes, groups, folds, seed)
    assert np.array_equal(np.sort(np.concatenate([held for _, held in splits])), np.arange(60))
    assert all(len(learn) + len(held) == 60 for learn, held in splits)


def test_scores_are_those_of_scikit_learn(tmp_path):
    from sklearn.metrics import f1_score
    from sklearn.model_selection import GridSearchCV, StratifiedGroupKFold
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    samples = sample_set(polygons=9, spread=500)
    report = tuning.tune(job(tmp_path, samples, score="overall_accuracy"), RunContext())
    splits = StratifiedGroupKFold(3, shuffle=True, random_state=0)
    theirs = GridSearchCV(make_pipeline(StandardScaler(), KNeighborsClassifier()),
                          {"kneighborsclassifier__n_neighbors": [1, 5, 90]}, cv=splits, scoring="accuracy")
    theirs.fit(samples.matrix.astype(float), samples.attributes["code"], groups=samples.attributes["polygon_id"])
    means = dict(zip([1, 5, 90], theirs.cv_results_["mean_test_score"]))
    found = {c["effective_options"].get("n_neighbors", 5): c["mean"] for c in report["candidates"]}
    assert found == pytest.approx(means)
    report = tuning.tune(job(tmp_path, samples, grid='{"n_neighbors": [9]}'), RunContext())
    predicted = np.empty(len(samples), np.int64)
    for learn, held in splits.split(samples.matrix, samples.attributes["code"], samples.attributes["polygon_id"]):
        model = make_pipeline(StandardScaler(), KNeighborsClassifier(9))
        predicted[held] = model.fit(samples.matrix[learn], samples.attributes["code"][learn]).predict(
            samples.matrix[held])
    nine = next(c for c in report["candidates"] if c["options"] == {"n_neighbors": 9})
    assert nine["score"] == pytest.approx(f1_score(samples.attributes["code"], predicted, average="macro"))


def test_the_best_is_found_and_trained(tmp_path):
    done = tuning.run(
        job(tmp_path, output_html=str(tmp_path / "best.html"), model=str(tmp_path / "m.lwm"), nested=True,
            grid='{"n_neighbors": [3, 100]}'), RunContext())  # fmt: skip
    report = json.loads((tmp_path / "best.json").read_text())
    assert set(done) == {"OUTPUT_JSON", "OUTPUT_HTML", "MODEL", "BEST_OPTIONS", "BEST_SCORE"}
    scores = [c["score"] for c in report["candidates"]]
    assert scores == sorted(scores, reverse=True)
    assert report["candidates"][-1]["options"] == {"n_neighbors": 100}  # more than a class has
    assert report["best"]["score"] == scores[0] >= report["defaults"]["score"]
    assert json.loads(report["method_options"]) == json.loads(done["BEST_OPTIONS"]) == report["best_options"]
    assert load_model(tmp_path / "m.lwm").training["options"] == report["best_options"]
    assert 0 < report["nested"]["score"] <= 1
    assert len(report["nested"]["best_options_by_fold"]) == 3
    page = (tmp_path / "best.html").read_text()
    assert "METHOD_OPTIONS=" in page and "<svg" in page and "http" not in page.split("How to cite")[0].replace(
        "http://www.w3.org/2000/svg", "")


def test_bytes_do_not_depend_on_the_processes(tmp_path, monkeypatch):
    texts = []
    for workers, here in ((1, 10**9), (2, 0)):
        monkeypatch.setattr("landweave.engine.learning.study.LARGEST_HERE", here)
        one = job(tmp_path, method="random_forest", grid='{"n_estimators": [5, 9], "max_depth": [2, 4, 6]}',
                  search="random", candidates=3)
        tuning.run(one, RunContext(workers=workers))
        texts.append((tmp_path / "best.json").read_bytes())
    assert texts[0] == texts[1]


def test_halving_goes_on_with_the_better_third(tmp_path):
    report = tuning.tune(
        job(tmp_path, search="halving", grid='{"n_neighbors": [1, 3, 5, 7, 9, 40, 50, 60, 70]}'), RunContext())
    shares = [c["share_of_groups"] for c in report["candidates"]]
    assert shares == sorted(shares, reverse=True)
    assert sum(s == 1 for s in shares) <= 2  # the best third of a third, and the defaults
    assert sorted(set(shares)) == pytest.approx([1 / 9, 1 / 3, 1])
    assert report["defaults"] is not None


def test_a_share_of_the_groups_has_whole_ones_of_every_class():
    groups = np.repeat(np.arange(40), 3)
    classes = np.repeat([0, 1], [60, 60])
    study = Study(np.zeros((120, 1)), classes, groups, MadeUp.untold(np.zeros(120, bool)), np.ones(120, bool), 2, "knn",
                  {}, 0, False, (), None, ())
    field = make_field(study, [], 1)
    smaller, larger = field.part(0.25), field.part(0.5)
    assert np.bincount(classes[smaller]).tolist() == [15, 15]
    assert np.bincount(classes[larger]).tolist() == [30, 30]
    assert not (smaller & ~larger).any()
    assert all(len(np.unique(smaller[groups == g])) == 1 for g in range(40))
    assert field.part(1.0).all()
    assert np.bincount(classes[field.part(0.0)]).tolist() == [6, 6]


def test_only_rows_that_are_learnt_from(tmp_path):
    samples = sample_set(polygons=9)
    side = np.where(samples.attributes["polygon_id"] % 3 == 0, "validation", "learn").astype(object)
    samples = replace(samples, attributes={**samples.attributes, "run_1": side})
    report = tuning.tune(job(tmp_path, samples, run=1), RunContext())
    assert report["groups"] == 18
    assert report["samples"] == 108


def test_made_up_samples_are_never_scored(tmp_path):
    samples = sample_set(polygons=9)
    made = np.where(np.arange(len(samples)) % 2, "smote", "").astype(object)
    report = tuning.tune(job(tmp_path, replace(samples, attributes={**samples.attributes, "augmented": made})),
                         RunContext())
    assert report["samples"] == len(samples) // 2


@pytest.mark.parametrize("name", METHODS)
def test_every_learner_has_a_grid_that_it_takes(name):
    pytest.importorskip(METHODS[name].estimator.split(":")[0].split(".")[0])
    tried = candidates(METHODS[name], parse_grid(METHODS[name], ""), {}, 0, 0, False)
    assert tried[0] == {}
    assert len(tried) >= 4
    assert set(GRIDS) == set(METHODS)
    for options in tried:
        check_learner(METHODS[name], options, 0, False)


def test_a_learner_that_fails_for_some_options_goes_on(tmp_path):
    events = []
    report = tuning.tune(
        job(tmp_path, method="lda", grid='{"solver": ["svd", "lsqr"], "shrinkage": [null, 0.1]}'),
        RunContext(emit=events.append))
    failed = [c for c in report["candidates"] if c["error"]]
    assert [c["options"] for c in failed] == [{"shrinkage": 0.1, "solver": "svd"}]
    assert any("Left out" in e.get("message", "") for e in events)
    assert report["warnings"]


def one_polygon_a_class():
    return sample_set(classes=(1, 2, 3, 4, 5), polygons=1)


@pytest.mark.parametrize(
    ("options", "said", "remedy"),
    [
        ({"grid": "{'C': [1]}"}, "GRID is not JSON", "Write it like"),
        ({"grid": "3"}, "GRID is not a JSON object", "Write it like"),
        ({"grid": '{"n_neighbors": 3}'}, "no list of values for 'n_neighbors'", "Write it like"),
        ({"grid": '{"neighbours": [3]}'}, "knn has no option 'neighbours'", "n_neighbors"),
        ({"grid": '{"n_jobs": [3]}'}, "GRID cannot hold 'n_jobs'", "WORKERS"),
        ({"grid": '{"n_neighbors": [0]}'}, "n_neighbors", "Correct"),
        ({"grid": json.dumps({"n_neighbors": list(range(1, 1200))})}, "1,199 combinations", "SEARCH=random"),
        ({"folds": 40}, "27 groups ('polygon_id'), fewer", "fewer FOLDS"),
        ({"folds": 1}, "FOLDS is 1", "2 folds"),
        ({"search": "bayes"}, "no SEARCH 'bayes'", "halving"),
        ({"score": "f2"}, "no SCORE 'f2'", "macro_f1"),
        ({"search": "random", "candidates": 0}, "CANDIDATES is 0", "1 or more"),
        ({"samples": one_polygon_a_class}, "one group for each class", "two a class"),
        ({"group_field": "field"}, "no column 'field'", "polygon_id"),
        ({"method": "lda", "grid": '{"solver": ["svd"], "shrinkage": [0.5]}', "method_options": '{"shrinkage": 0.1}'},
         "No candidate can be learnt", "Correct GRID"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(tmp_path, options, said, remedy):
    samples = options.pop("samples")() if "samples" in options else None
    with pytest.raises(UserError) as caught:
        tuning.run(job(tmp_path, samples, **options), RunContext())
    assert said in caught.value.message
    assert remedy in caught.value.hint
    assert not (tmp_path / "best.json").exists()


def test_a_class_with_one_polygon_is_named(tmp_path):
    samples = sample_set(polygons=9)
    keep = (samples.attributes["code"] != 7) | (samples.attributes["polygon_id"] == 20)
    report = tuning.tune(job(tmp_path, samples.subset(keep)), RunContext())
    assert any("One group only" in text and "7" in text for text in report["warnings"])


def test_without_groups_it_is_called_optimistic(tmp_path):
    samples = sample_set(polygons=9)
    attributes = {"code": samples.attributes["code"]}
    report = tuning.tune(job(tmp_path, replace(samples, attributes=attributes), group_field=""), RunContext())
    assert any("optimistic" in text for text in report["warnings"])
    assert folds_module.group_folds is group_folds
