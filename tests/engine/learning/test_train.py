"""train_classifier: what it learns from, what it refuses, and that it repeats itself."""

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs.learning import TrainClassifierJob
from landweave.engine.learning.estimators import METHODS, find_method, parse_options
from landweave.engine.learning.fitting import explained
from landweave.engine.learning.guard import collapse
from landweave.engine.learning.model_file import load_model
from landweave.engine.learning.train import run
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import save_samples
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.learning.makers import sample_set


def train(tmp_path, samples, context=None, **options):
    """Save samples, train, and load the model."""
    save_samples(str(tmp_path / "s.gpkg"), samples)
    settings = {"method_options": '{"n_estimators": 15}', **options}
    field = settings.pop("class_field", "code")
    job = TrainClassifierJob(str(tmp_path / "s.gpkg"), field, str(tmp_path / "m.lwm"), **settings)
    assert run(job, context or RunContext()) == {"MODEL": str(tmp_path / "m.lwm")}
    return load_model(tmp_path / "m.lwm")


def refusal(tmp_path, samples, **options) -> UserError:
    with pytest.raises(UserError) as caught:
        train(tmp_path, samples, **options)
    assert caught.value.hint
    assert not (tmp_path / "m.lwm").exists()
    return caught.value


def warnings_of(events):
    return [e["message"] for e in events if e["event"] == "warning"]


def test_a_model_predicts_and_tells_where_it_comes_from(tmp_path):
    samples = sample_set()
    model = train(tmp_path, samples, seed=4)
    predicted = np.array(model.codes)[model.predictor("all").predict_proba(samples.matrix).argmax(axis=1)]
    assert np.mean(predicted == samples.attributes["code"]) > 0.95
    assert model.codes == (1, 3, 7)
    assert model.plan == samples.plan
    assert model.features == samples.features
    assert model.dtype == "int16"
    assert model.training["seed"] == 4
    assert model.training["options"]["n_estimators"] == 15
    assert model.training["samples_by_region_and_class"] == {"all": {"1": 48, "3": 48, "7": 48}}
    assert set(model.training["versions"]) == {"numpy", "scikit-learn", "scipy"}


def test_workers_and_repetition_do_not_change_the_bytes(tmp_path):
    found = []
    for workers in (1, 2, 1):
        train(tmp_path, sample_set(), RunContext(workers=workers), seed=1)
        found.append((tmp_path / "m.lwm").read_bytes())
    assert found[0] == found[1] == found[2]
    train(tmp_path, sample_set(), seed=2)
    assert (tmp_path / "m.lwm").read_bytes() != found[0]


def test_text_labels_get_codes_in_alphabetical_order(tmp_path):
    model = train(tmp_path, sample_set(labels=("wheat", "forêt", "maize")))
    assert [(c.code, c.label) for c in model.classes] == [(1, "forêt"), (2, "maize"), (3, "wheat")]
    assert train(tmp_path, sample_set(labels=("11", "12", "40"))).codes == (11, 12, 40)


def test_one_model_a_region(tmp_path):
    samples = sample_set()
    east = samples.attributes["polygon_id"] % 2 == 0
    samples.attributes["region"] = np.where(east, "east", "west").astype(object)
    only_east = samples.attributes["code"] == 7
    samples = samples.subset(east | ~only_east)
    model = train(tmp_path, samples)
    assert sorted(model.regions) == ["east", "west"]
    assert model.predictor("north") is None
    west = model.predictor("west").predict_proba(samples.matrix)
    assert west.shape[1] == 3
    assert np.all(west[:, 2] == 0)
    assert list(train(tmp_path, samples, region_field="").regions) == ["all"]


def test_a_region_with_one_class_is_named(tmp_path):
    samples = sample_set()
    samples.attributes["zone"] = np.where(samples.attributes["code"] == 3, "lake", "land").astype(object)
    error = refusal(tmp_path, samples, region_field="zone")
    assert "'lake'" in error.message
    assert "neighbouring region" in error.hint


def test_a_class_with_one_sample_is_left_out_with_a_warning(tmp_path):
    samples = sample_set()
    rows = [*np.flatnonzero(samples.attributes["code"] != 7), len(samples) - 1]
    events = []
    model = train(tmp_path, samples.subset(np.array(rows)), RunContext(emit=events.append))
    assert any("Class 7 has one sample" in w for w in warnings_of(events))
    assert np.all(model.predictor("all").predict_proba(samples.matrix)[:, 2] == 0)


def test_rows_without_features_or_class_are_left_out_and_counted(tmp_path):
    samples = sample_set()
    samples.matrix[:5] = SERIES_NODATA
    samples.attributes["code"] = samples.attributes["code"].astype(np.float64)
    samples.attributes["code"][10:13] = np.nan
    events = []
    model = train(tmp_path, samples, RunContext(emit=events.append))
    assert any(w.startswith("5 samples") for w in warnings_of(events))
    assert any(w.startswith("3 samples") for w in warnings_of(events))
    assert model.training["samples"] == len(samples) - 8


@pytest.mark.parametrize("method", METHODS)
def test_a_feature_that_some_samples_lack_does_not_drown_the_others(tmp_path, method):
    """What a window without a clear date leaves unknown is learnt from the other features."""
    samples = sample_set()
    whole = train(tmp_path, samples, method=method, method_options="")
    lacking = sample_set()
    lacking.matrix[::4, 0] = SERIES_NODATA
    (tmp_path / "m.lwm").unlink()
    model = train(tmp_path, lacking, method=method, method_options="")
    assert model.training["samples"] == len(samples)
    truth = np.searchsorted(model.codes, samples.attributes["code"].astype(int))
    right = [np.mean(m.predictor("all").predict_proba(x).argmax(axis=1) == truth)
             for m, x in ((whole, samples.matrix), (model, lacking.matrix))]
    assert right[1] > right[0] - 0.1


def test_only_the_learning_side_of_a_run(tmp_path):
    samples = sample_set()
    learns = samples.attributes["polygon_id"] % 2 == 0
    samples.attributes["run_1"] = np.where(learns, "learn", "validation").astype(object)
    assert train(tmp_path, samples, run=1).training["samples"] == learns.sum()
    (tmp_path / "m.lwm").unlink()
    assert "run_1" in refusal(tmp_path, samples, run=2).hint


@pytest.mark.parametrize(
    ("codes", "options", "said"),
    [
        ((1, 3, 7), {"class_field": "kind"}, "no column 'kind'"),
        ((1, 3, 7), {"region_field": "zone"}, "no column 'zone'"),
        ((1,), {}, "only the class 1"),
        ((0, 1), {}, "code 0"),
        ((-4, 1), {}, "code -4"),
        ((1, 70000), {}, "code 70000"),
        ((1, 3), {"method": "lstm"}, "no METHOD 'lstm'"),
        ((1, 3), {"method_options": "{"}, "not JSON"),
        ((1, 3), {"method_options": "[1]"}, "not a JSON object"),
        ((1, 3), {"method_options": '{"trees": 3}'}, "no option 'trees'"),
        ((1, 3), {"method_options": '{"random_state": 3}'}, "'random_state'"),
        ((1, 3), {"method_options": '{"n_estimators": "many"}'}, "does not work with METHOD_OPTIONS"),
        ((1, 3), {"method_options": '{"n_estimators": -1}'}, "n_estimators"),
        ((1, 3), {"method": "knn", "method_options": "", "balanced": True}, "cannot weigh classes"),
        ((1, 3), {"method": "svm", "method_options": '{"kernel": "wave"}'}, "kernel"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, codes, options, said):
    assert said in refusal(tmp_path, sample_set(codes), **options).message


def test_a_learner_that_did_not_finish_says_so_once(tmp_path):
    events = []
    train(tmp_path, sample_set(), RunContext(emit=events.append), method="mlp", method_options='{"max_iter": 5}')
    assert [w for w in warnings_of(events) if "max_iter" in w] == warnings_of(events)
    assert len(warnings_of(events)) == 1


def test_unknown_names_list_the_known():
    with pytest.raises(UserError, match="random_forest, extra_trees, decision_tree"):
        find_method("lstm")
    with pytest.raises(UserError, match=r"max_depth.*n_estimators"):
        parse_options(METHODS["random_forest"], '{"nbtrees": 1}')


def test_fractions_are_no_classes(tmp_path):
    samples = sample_set()
    samples.attributes["code"] = samples.attributes["code"] + 0.5
    assert "fractions" in refusal(tmp_path, samples).message


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("svm", '{"C": 1e-9}'),
        ("random_forest", '{"min_samples_leaf": 200}'),
        ("boosting", '{"learning_rate": 1e-9}'),
    ],
)
def test_a_model_that_learnt_nothing_is_an_error(tmp_path, method, options):
    samples = sample_set(polygons=20)
    rare = samples.attributes["code"] != 1
    keep = rare & (samples.attributes["polygon_id"] % 4 != 0) | ~rare
    error = refusal(tmp_path, samples.subset(keep), method=method, method_options=options)
    assert "learnt nothing" in error.message


def test_the_guard_lets_honest_models_pass():
    truth = np.array([0] * 96 + [1] * 4)
    assert collapse(truth, np.zeros(100, dtype=int), ("a", "b")) == ""
    assert "always" in collapse(truth, np.where(np.arange(100) < 20, 1, 0), ("a", "b"))
    assert "class b" in collapse(np.array([0, 1] * 50), np.ones(100, dtype=int), ("a", "b"))


@pytest.mark.parametrize("method", [m for m in METHODS if METHODS[m].weighs])
def test_balancing_helps_the_rare_class(tmp_path, method):
    samples = sample_set((1, 2), polygons=30, spread=700, seed=3)
    rare = samples.attributes["code"] == 2
    samples = samples.subset(~rare | (samples.attributes["polygon_id"] % 3 == 0))
    options = {"random_forest": '{"max_depth": 3}', "extra_trees": '{"max_depth": 3}', "svm": '{"C": 1}',
               "decision_tree": '{"max_depth": 3}', "lightgbm": '{"n_estimators": 10, "num_leaves": 4}',
               "mlp": '{"max_iter": 200}', "boosting": '{"max_iter": 20}'}  # fmt: skip
    test = sample_set((1, 2), polygons=30, spread=700, seed=4)
    found = []
    for balanced in (False, True):
        model = train(tmp_path, samples, method=method, method_options=options.get(method, ""), balanced=balanced)
        predicted = np.array(model.codes)[model.predictor("all").predict_proba(test.matrix).argmax(axis=1)]
        found.append(np.mean(predicted == 2))
    assert found[1] > found[0]


def test_the_guard_lets_a_learner_pass_that_gives_up_accuracy_for_rare_classes():
    truth = np.array([0] * 95 + [1] * 5)
    predicted = np.where(np.arange(100) < 20, 1, 0)
    predicted[95:] = 1  # 80 % right, the rare class wholly: what balanced weights ask for
    assert collapse(truth, predicted, ("a", "b")) == ""


def test_text_classes_have_the_same_codes_in_every_run(tmp_path):
    samples = sample_set(labels=("grass", "maize", "wheat"))
    sides = np.where(samples.attributes["code"] == "grass", "validation", "learn").astype(object)
    samples.attributes["run_1"] = np.full(len(samples), "learn", dtype=object)
    samples.attributes["run_2"] = sides
    first, second = train(tmp_path, samples, run=1), train(tmp_path, samples, run=2)
    assert {c.label: c.code for c in first.classes} == {"grass": 1, "maize": 2, "wheat": 3}
    assert {c.label: c.code for c in second.classes} == {"maize": 2, "wheat": 3}


def test_a_region_that_lacks_a_class_says_so(tmp_path):
    samples = sample_set()
    samples.attributes["region"] = np.where(samples.attributes["polygon_id"] % 2 == 0, "east", "west").astype(object)
    keep = (samples.attributes["code"] != 7) | (samples.attributes["region"] == "east")
    events = []
    train(tmp_path, samples.subset(keep), RunContext(emit=events.append))
    said = [w for w in warnings_of(events) if "west" in w]
    assert said == ["Region 'west' has no samples of the class 7: it cannot be mapped there."]
    assert not any("east" in w for w in warnings_of(events))


@pytest.mark.parametrize("method", ["random_forest", "lda"])
def test_a_model_that_tells_where_it_may_be_used(tmp_path, method):
    """Held-out samples of each class are in their sets as often as promised; strange features lie outside."""
    samples = sample_set(polygons=30, spread=500)
    samples.attributes["region"] = np.where(samples.attributes["polygon_id"] % 2 == 0, "a#1", "a#2").astype(object)
    found = []
    for workers in (1, 2):
        model = train(tmp_path, samples, RunContext(workers=workers), method=method, method_options="", trust=True)
        found.append((tmp_path / "m.lwm").read_bytes())
    assert found[0] == found[1]
    assert set(model.conformal) == {"1", "3", "7"}
    assert all(0 <= limit <= 1 for limit in model.conformal.values())
    areas = model.areas("a")
    assert len(areas) == 2
    for area, part in zip(areas, ("a#1", "a#2")):
        inside = area.dissimilarity(samples.matrix[samples.attributes["region"] == part]) <= area.threshold
        assert inside.mean() > 0.8
        assert (area.dissimilarity(np.full((3, 5), 20000, np.int16)) > area.threshold).all()
    fresh = sample_set(polygons=30, spread=500, seed=8)
    unsure = 1 - model.predictor("a").predict_proba(fresh.matrix)
    numbers = np.searchsorted(model.codes, fresh.attributes["code"])
    limits = np.array([model.conformal[str(code)] for code in model.codes])
    covered = unsure[np.arange(len(numbers)), numbers] <= limits[numbers]
    assert covered.mean() > 0.8
    assert train(tmp_path, samples, method=method, method_options="").conformal is None


def test_made_up_samples_teach_and_are_not_measured(tmp_path):
    """Thresholds of prediction sets are those of the real samples, though the made-up ones are learnt from."""
    samples = sample_set(polygons=20, spread=700)
    made_up = sample_set(polygons=20, spread=700)
    made_up.matrix[:] = made_up.matrix[::-1]  # wrong on purpose: they would spoil every figure
    both = sample_set(polygons=40)
    both.matrix[:] = np.concatenate([samples.matrix, made_up.matrix])
    for name in ("code", "polygon_id"):
        both.attributes[name] = np.concatenate([samples.attributes[name], made_up.attributes[name]])
    both.attributes["augmented"] = np.array([""] * len(samples) + ["smote"] * len(made_up), dtype=object)
    model = train(tmp_path, both, method="knn", method_options='{"n_neighbors": 1}', calibration="temperature")
    figures = model.training["reliability_by_region"]["all"]
    assert figures["samples"] == len(samples)
    assert model.training["samples"] == len(both)


@pytest.mark.parametrize("options", ["", '{"n_neighbors": 50}'])
def test_more_neighbours_than_samples_is_said_when_it_is_learnt(tmp_path, options):
    save_samples(str(tmp_path / "few.gpkg"), sample_set(classes=(1, 2), polygons=2, pixels=1))
    with pytest.raises(UserError, match=r"knn looks at \d+ neighbours, and 4 samples") as caught:
        run(TrainClassifierJob(str(tmp_path / "few.gpkg"), "code", str(tmp_path / "m.lwm"), method="knn",
                               method_options=options), RunContext())
    assert "n_neighbors" in caught.value.hint
    assert not (tmp_path / "m.lwm").exists()


def test_what_a_learner_has_not_got_is_a_sentence():
    with pytest.raises(UserError, match="mlp does not work with METHOD_OPTIONS"), explained("mlp", {"solver": "x"}):
        raise NotImplementedError("no such way")
