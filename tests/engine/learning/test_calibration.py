"""Calibration, priors, weights: against scikit-learn, closed forms, and what they promise on data of known shares."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, log_loss

from landweave.engine.errors import UserError
from landweave.engine.jobs.learning import CALIBRATIONS, CrossValidateJob, TrainClassifierJob
from landweave.engine.learning import crossval
from landweave.engine.learning.calibration import (
    SMALLEST,
    CalibratedPredictor,
    Calibration,
    fit_calibration,
    reliability,
)
from landweave.engine.learning.estimators import METHODS
from landweave.engine.learning.fitting import Recipe, fit, fit_some
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.learning.model_file import ClassEntry, Model, load_model, save_model
from landweave.engine.learning.predictors import EstimatorPredictor
from landweave.engine.learning.priors import PriorPredictor, corrected, load_priors
from landweave.engine.learning.train import run
from landweave.engine.learning.weights import parse_class_weights, sample_weights, weights_of
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import save_samples
from landweave.tests.engine.learning.makers import sample_set

ENTRIES = (ClassEntry(1, "maize"), ClassEntry(3, "wood"), ClassEntry(7, "water"))


def too_sure(count=4000, classes=3, power=3.0, seed=0):
    """Probabilities that are `power` times too sure, and what happened."""
    random = np.random.default_rng(seed)
    true = random.dirichlet(np.ones(classes), count)
    truth = (true.cumsum(axis=1) > random.random((count, 1))).argmax(axis=1)
    sure = np.maximum(true, 1e-4) ** power
    return (sure / sure.sum(axis=1, keepdims=True)).astype(np.float32), truth


def test_the_temperature_is_found():
    own, truth = too_sure()
    found = fit_calibration("temperature", own, truth, None)
    assert found.factor == pytest.approx(1 / 3, abs=0.03)
    after = found.apply(own)
    assert np.array_equal(after.argmax(axis=1), own.argmax(axis=1))
    losses = [log_loss(truth, Calibration(s * found.factor).apply(own)) for s in (0.9, 1.0, 1.1)]
    assert losses[1] == min(losses) < log_loss(truth, np.maximum(own, SMALLEST))


def test_curves_are_those_of_scikit_learn():
    own, truth = too_sure()
    weights = np.random.default_rng(1).random(len(truth)) + 0.5
    found = fit_calibration("isotonic", own, truth, weights)
    expected = np.stack([
        IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(p, truth == c, weights).predict(p)
        for c, p in enumerate(own.T.astype(np.float64))
    ], axis=1)  # fmt: skip
    clear = expected.sum(axis=1) > 0.1
    expected = expected[clear] / expected[clear].sum(axis=1, keepdims=True)
    assert np.allclose(found.apply(own)[clear], expected, atol=1e-4)


@pytest.mark.parametrize("name", ["temperature", "isotonic"])
def test_probabilities_become_true(name):
    own, truth = too_sure(seed=2)
    fresh, happened = too_sure(seed=3)
    after = fit_calibration(name, own, truth, None).apply(fresh)
    assert reliability(after, happened)["ece"] < 0.03 < 0.1 < reliability(fresh, happened)["ece"]
    assert reliability(after, happened)["brier"] < reliability(fresh, happened)["brier"]
    assert np.allclose(after.sum(axis=1), 1, atol=1e-6)


@given(seed=st.integers(0, 10**6), classes=st.integers(2, 5), zeros=st.booleans())
@settings(max_examples=25, deadline=None)
def test_rows_do_not_depend_on_their_neighbours(seed, classes, zeros):
    random = np.random.default_rng(seed)
    own = random.dirichlet(np.full(classes, 0.3), 1500).astype(np.float32)
    if zeros:
        own[::3] = np.eye(classes, dtype=np.float32)[random.integers(0, classes, 500)]
    truth = random.integers(0, classes, 1500)
    for name in CALIBRATIONS:
        found = fit_calibration(name, own, truth, None)
        whole = found.apply(own)
        assert whole.dtype == np.float32
        assert np.isfinite(whole).all()
        assert np.allclose(whole.sum(axis=1), 1, atol=1e-6)
        assert np.array_equal(np.concatenate([found.apply(own[:7]), found.apply(own[7:])]), whole)
    assert np.allclose(Calibration().apply(own), own, atol=2 * SMALLEST * classes)


def test_scores_are_those_of_scikit_learn():
    own, truth = too_sure(classes=2)
    weights = np.random.default_rng(1).random(len(truth))
    expected = 2 * brier_score_loss(truth, own[:, 1], sample_weight=weights)
    assert reliability(own, truth, weights)["brier"] == pytest.approx(expected, rel=1e-5)
    # the calibration error by a loop
    top, right = own.max(axis=1).astype(float), own.argmax(axis=1) == truth
    error = 0.0
    for low in np.arange(15) / 15:
        inside = (top > low) & (top <= low + 1 / 15)
        if inside.any():
            error += abs(top[inside].mean() - right[inside].mean()) * inside.mean()
    assert reliability(own, truth)["ece"] == pytest.approx(error, rel=1e-3)


def test_a_class_with_few_samples_keeps_its_probabilities():
    own, truth = too_sure()
    rare = truth == 2
    keep = ~rare | (np.cumsum(rare) <= 5)
    found = fit_calibration("isotonic", own[keep], truth[keep], None)
    assert [len(knots) > 0 for knots, _ in found.curves] == [True, True, False]


@pytest.mark.parametrize("calibration", CALIBRATIONS)
@pytest.mark.parametrize("method", ["random_forest", "svm", "gaussian_nb"])
def test_calibration_and_priors_survive_the_file(method, calibration, tmp_path):
    samples = sample_set(spread=600)
    numbers = np.searchsorted((1, 3, 7), samples.attributes["code"])
    found = []
    for jobs in (1, 2):
        recipe = Recipe(METHODS[method], {}, jobs=jobs, balanced=True, weights=(1.0, 2.0, 0.5),
                        calibration=calibration, priors=(0.2, 0.5, 0.3))  # fmt: skip
        predictor = fit_some(recipe, samples.matrix, numbers, samples.attributes["polygon_id"], 3)
        model = Model(samples.plan, samples.features, ENTRIES, {"all": predictor})
        save_model(tmp_path / "m.lwm", model)
        found.append((tmp_path / "m.lwm").read_bytes())
    assert found[0] == found[1]
    read = load_model(tmp_path / "m.lwm").predictor("all")
    assert np.array_equal(read.predict_proba(samples.matrix), predictor.predict_proba(samples.matrix))
    assert isinstance(read.inner, PriorPredictor)
    assert isinstance(read.inner.within, CalibratedPredictor) == (calibration != "none")


def test_calibration_never_sees_the_polygons_it_is_fitted_on(monkeypatch):
    """Classes that only the polygon tells: held-out polygons know nothing, so honest probabilities are level."""
    random = np.random.default_rng(0)
    samples = sample_set(classes=(1, 2), polygons=40, pixels=8, spread=1)
    ids = samples.attributes["polygon_id"] - 1
    samples.matrix[:] = random.normal(0, 1000, (80, 5))[ids] + random.normal(0, 10, samples.matrix.shape)
    numbers = samples.attributes["code"] - 1
    for calibration in ("temperature", "isotonic"):
        recipe = Recipe(METHODS["random_forest"], {"n_estimators": 20}, calibration=calibration)
        predictor = fit(recipe, samples.matrix, numbers, ids)
        assert predictor.within.predict_proba(samples.matrix).max(axis=1).mean() > 0.8
        assert predictor.predict_proba(samples.matrix).max(axis=1).mean() < 0.75
        assert predictor.figures["before"]["ece"] > predictor.figures["after"]["ece"]


def test_made_up_samples_are_never_held_out():
    samples = sample_set(spread=600)
    numbers = np.searchsorted((1, 3, 7), samples.attributes["code"])
    real = np.arange(len(numbers)) % 2 == 0
    recipe = Recipe(METHODS["random_forest"], {"n_estimators": 10}, calibration="isotonic")
    predictor = fit(recipe, samples.matrix, numbers, samples.attributes["polygon_id"], MadeUp.untold(~real))
    assert predictor.figures["samples"] == real.sum()


def test_one_group_is_said_not_crashed():
    samples = sample_set()
    numbers = np.searchsorted((1, 3, 7), samples.attributes["code"])
    said = []
    recipe = Recipe(METHODS["lda"], warn=said.append, calibration="temperature")
    predictor = fit(recipe, samples.matrix, numbers, np.zeros(len(numbers)))
    assert predictor.calibration.factor == 1.0
    assert "too few polygons" in said[0]


def test_priors_are_the_formula_of_bayes():
    """Two normal classes, one feature: the corrected posterior is that of the mixture with the wanted shares."""
    random = np.random.default_rng(0)
    x = random.normal(0, 1, 500)
    likelihoods = np.stack([np.exp(-((x - m) ** 2) / 2) for m in (-1, 1)], axis=1)
    learnt, wanted = np.array([0.5, 0.5]), np.array([0.9, 0.1])
    own, expected = (likelihoods * p / (likelihoods * p).sum(axis=1, keepdims=True) for p in (learnt, wanted))
    assert np.allclose(corrected(own, learnt, wanted), expected, atol=1e-6)


def test_a_map_with_the_true_shares_is_better_where_samples_have_others(tmp_path):
    """Balanced samples, an area that is mostly one class: with its shares the map is right more often."""
    random = np.random.default_rng(1)

    def drawn(counts):
        centres = np.repeat([0, 900, 1800], counts)
        return np.stack([random.normal(centres, 700) for _ in range(5)], axis=1).astype(np.int16)

    samples = sample_set(polygons=50, pixels=4)
    samples.matrix[:] = drawn([200, 200, 200])
    (tmp_path / "shares.csv").write_text("code,share\n7,5\n1,90\n3,5\n")
    area = drawn([9000, 500, 500])
    truth = np.repeat([1, 3, 7], [9000, 500, 500])
    save_samples(str(tmp_path / "s.gpkg"), samples)
    right = []
    for priors in ("", str(tmp_path / "shares.csv")):
        job = TrainClassifierJob(str(tmp_path / "s.gpkg"), "code", str(tmp_path / "m.lwm"), method="lda", priors=priors)
        run(job, RunContext())
        model = load_model(tmp_path / "m.lwm")
        right.append(np.mean(np.array(model.codes)[model.predictor("all").predict_proba(area).argmax(axis=1)] == truth))
    assert right[1] > right[0] + 0.03
    assert model.training["priors"] == pytest.approx([0.9, 0.05, 0.05])


def test_weights_shift_what_was_learnt_as_priors_do():
    """A class that weighs twice counts as twice as many samples: the shares that priors are taken from."""
    samples = sample_set()
    numbers = np.searchsorted((1, 3, 7), samples.attributes["code"])
    recipe = Recipe(METHODS["logistic"], weights=(2.0, 1.0, 1.0), priors=(1.0, 1.0, 2.0))
    predictor = fit(recipe, samples.matrix, numbers, None)
    assert predictor.learnt.tolist() == [0.5, 0.25, 0.25]
    assert predictor.wanted.tolist() == [0.25, 0.25, 0.5]
    recipe = Recipe(METHODS["logistic"], balanced=True, priors=(1, 1, 1))
    balanced = fit(recipe, samples.matrix[10:], numbers[10:], None)
    assert np.allclose(balanced.learnt, 1 / 3)
    plain = balanced.within.predict_proba(samples.matrix)
    assert np.allclose(balanced.predict_proba(samples.matrix), plain, atol=1e-6)


@given(st.lists(st.integers(0, 3), min_size=4, max_size=60), st.booleans())
def test_weights_are_those_of_scikit_learn(drawn, balanced):
    from sklearn.utils.class_weight import compute_sample_weight

    classes = np.unique(drawn, return_inverse=True)[1].ravel()
    own = tuple(float(1 + c) for c in range(classes.max() + 1))
    expected = compute_sample_weight(dict(enumerate(own)), classes)
    if balanced:
        expected *= compute_sample_weight("balanced", classes)
    assert np.allclose(sample_weights(classes, balanced, own), expected)
    assert sample_weights(classes, False, ()) is None


def test_class_weights_in_a_job(tmp_path):
    samples = sample_set(spread=900, seed=3)
    save_samples(str(tmp_path / "s.gpkg"), samples)
    named = []
    for weights in ("", '{"7": 50}'):
        job = TrainClassifierJob(str(tmp_path / "s.gpkg"), "code", str(tmp_path / "m.lwm"), method="logistic",
                                 class_weights=weights)  # fmt: skip
        run(job, RunContext())
        found = load_model(tmp_path / "m.lwm").predictor("all").predict_proba(samples.matrix).argmax(axis=1)
        named.append(np.mean(found == 2))
    assert named[1] > named[0] + 0.03


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"), ("[1]", "not a JSON object"), ('{"1": 0}', "class 1"), ('{"1": "x"}', "class 1"),
        ('{"1": true}', "class 1"), ('{"99": 2}', "class 99"),
    ],
)  # fmt: skip
def test_weights_that_are_none_are_named(text, said):
    with pytest.raises(UserError, match=said):
        weights_of(parse_class_weights(text), ENTRIES)
    assert weights_of(parse_class_weights('{"wood": 2}'), ENTRIES) == (1.0, 2.0, 1.0)
    assert weights_of(parse_class_weights(" "), ENTRIES) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,part\n1,2\n", "no column 'share'"),
        ("code,share\n1,0.5\n3,0.5\n", "class 7"),
        ("code,share\n1,0.5\n3,x\n7,1\n", "line 3"),
        ("code,share\n1,0\n3,1\n7,1\n", "line 2"),
        ("code,share\n1,1\n1,1\n3,1\n7,1\n", "twice"),
    ],
)
def test_shares_that_are_none_are_named(text, said, tmp_path):
    (tmp_path / "p.csv").write_text(text)
    with pytest.raises(UserError, match=said):
        load_priors(str(tmp_path / "p.csv"), ENTRIES, print)


def test_shares_of_a_first_map(tmp_path):
    from osgeo import gdal

    path = str(tmp_path / "first.tif")
    codes = np.zeros((20, 50), np.uint8)
    codes[:, :30], codes[:, 30:40] = 1, 3
    dataset = gdal.GetDriverByName("GTiff").Create(path, 50, 20, 1)
    dataset.SetGeoTransform((300000, 10, 0, 4900000, 0, -10))
    dataset.GetRasterBand(1).SetNoDataValue(0)
    dataset.GetRasterBand(1).WriteArray(codes)
    dataset = None
    said = []
    shares = load_priors(path, ENTRIES, said.append)
    assert np.allclose(shares, [0.75, 0.25, 1e-4], atol=2e-4)
    assert "7" in said[0]
    with pytest.raises(UserError, match="none of the classes"):
        load_priors(path, (ClassEntry(8, "a"), ClassEntry(9, "b")), said.append)


def test_cross_validation_reports_how_true_probabilities_are(tmp_path):
    save_samples(str(tmp_path / "s.gpkg"), sample_set(spread=900))
    found = {}
    for calibration in ("none", "temperature"):
        job = CrossValidateJob(str(tmp_path / "s.gpkg"), "code", str(tmp_path / "cv.json"), method="gaussian_nb",
                               calibration=calibration)  # fmt: skip
        crossval.run(job, RunContext())
        found[calibration] = json.loads((tmp_path / "cv.json").read_text())
    assert found["temperature"]["reliability"]["ece"] < found["none"]["reliability"]["ece"]
    assert found["temperature"]["overall_accuracy"] == pytest.approx(found["none"]["overall_accuracy"], abs=0.05)
    with pytest.raises(UserError, match="no CALIBRATION 'platt'"):
        crossval.run(CrossValidateJob(job.samples, "code", job.output_json, calibration="platt"), RunContext())


def test_weights_are_refused_where_a_learner_cannot(tmp_path):
    save_samples(str(tmp_path / "s.gpkg"), sample_set())
    job = TrainClassifierJob(str(tmp_path / "s.gpkg"), "code", str(tmp_path / "m.lwm"), method="knn",
                             class_weights='{"1": 2}')  # fmt: skip
    with pytest.raises(UserError, match="knn cannot weigh"):
        run(job, RunContext())


def test_a_damaged_calibration_is_refused(tmp_path):
    from landweave.engine.learning.kinds import Packed

    own, truth = too_sure(200)
    inner = fit(Recipe(METHODS["lda"]), sample_set().matrix, np.repeat([0, 1, 2], 48), None)
    predictor = CalibratedPredictor(fit_calibration("isotonic", own, truth, None), inner)
    values, data = predictor.pack()
    again = CalibratedPredictor.unpack(Packed(values, data, inner))
    assert np.array_equal(again.calibration.apply(own), predictor.calibration.apply(own))
    assert isinstance(inner, EstimatorPredictor)
    with pytest.raises(UserError, match="calibration"):
        CalibratedPredictor.unpack(Packed(values, data[:-30], inner))
