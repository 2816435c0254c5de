"""Learning and mapping a quantity: the figures of scikit-learn, the map of the samples' values, the chain."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    ClassifyJob,
    DemoDataJob,
    ExtractSamplesJob,
    PredictRegressionJob,
    RegressionChainJob,
    TrainRegressionJob,
)
from landweave.engine.jobs.regression import REGRESSORS
from landweave.engine.learning.model_file import load_model
from landweave.engine.raster.io import RasterReader
from landweave.engine.regression.learners import ValueRecipe, find_regressor, fit_values
from landweave.engine.regression.scores import assess_values, combine_value_runs, figures
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples, save_samples
from landweave.engine.types import SERIES_NODATA
from landweave.engine.vector.layers import read_layer, write_layer
from landweave.tests.engine.mapping import world


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31), st.integers(2, 60))
def test_figures_are_those_of_scikit_learn(seed, size):
    rng = np.random.default_rng(seed)
    truth, found = rng.normal(3, 2, size), rng.normal(3, 2, size)
    ours = figures(truth, found)
    assert ours["r2"] == pytest.approx(metrics.r2_score(truth, found))
    assert ours["rmse"] == pytest.approx(metrics.root_mean_squared_error(truth, found))
    assert ours["mae"] == pytest.approx(metrics.mean_absolute_error(truth, found))
    assert ours["bias"] == pytest.approx(np.mean(found) - np.mean(truth))


def test_intervals_are_those_of_a_loop_over_drawn_groups():
    rng = np.random.default_rng(4)
    groups = rng.integers(0, 25, 400)
    truth = rng.normal(0, 1, 400) + groups / 5
    found = truth + rng.normal(0, 1, 400) + (groups % 5) / 3
    intervals = assess_values(truth, found, groups, 1, 4000)["intervals"]
    drawn = {key: [] for key in intervals}
    for _ in range(1500):
        rows = np.concatenate([np.flatnonzero(groups == g) for g in rng.integers(0, 25, 25)])
        for key, value in figures(truth[rows], found[rows]).items():
            drawn[key].append(value)
    for key, (low, high) in intervals.items():
        width = high - low
        assert np.percentile(drawn[key], 2.5) == pytest.approx(low, abs=0.15 * width)
        assert np.percentile(drawn[key], 97.5) == pytest.approx(high, abs=0.15 * width)


def test_runs_are_joined_to_their_mean():
    runs = [assess_values(np.arange(9.0), np.arange(9.0) + d, np.arange(9), 0, 50) for d in (0.5, 1.0, 2.0)]
    together = combine_value_runs(runs)
    assert together["bias"] == pytest.approx(3.5 / 3)
    assert together["intervals"]["bias"][0] < 3.5 / 3 < together["intervals"]["bias"][1]
    assert len(together["runs"]) == 3


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(0)
    features = rng.integers(0, 8000, (500, 6)).astype(np.int16)
    features[rng.random((500, 6)) < 0.02] = SERIES_NODATA
    clean = np.where(features == SERIES_NODATA, 4000, features).astype(float)
    return features, 100 + clean[:, 0] / 50 + np.sin(clean[:, 1] / 1500) * 30 + rng.normal(0, 3, 500)


@pytest.mark.parametrize("method", REGRESSORS)
def test_every_learner_learns_and_comes_back_from_its_file(method, data, tmp_path):
    if method == "lightgbm":
        pytest.importorskip("lightgbm")
    from landweave.engine.learning.model_file import ClassEntry, Model, save_model
    from landweave.engine.series.plan import Feature

    features, values = data
    predictor = fit_values(ValueRecipe(find_regressor(method)), features[:400], values[:400])
    found = predictor.predict_proba(features[400:])
    assert found.shape == (100, 1)
    assert metrics.r2_score(values[400:], found[:, 0]) > 0.7
    names = tuple(Feature(f"f{n}", "", f"f{n}", "", "") for n in range(6))
    model = Model(None, names, (ClassEntry(1, "yield"),), {"all": predictor}, target="yield")
    for name in ("a.lwm", "b.lwm"):
        save_model(tmp_path / name, model)
    assert (tmp_path / "a.lwm").read_bytes() == (tmp_path / "b.lwm").read_bytes()
    again = load_model(tmp_path / "a.lwm")
    assert again.target == "yield"
    np.testing.assert_array_equal(again.predictor("").predict_proba(features), predictor.predict_proba(features))


def test_a_compiled_forest_gives_the_values_of_scikit_learns(data):
    from sklearn.ensemble import RandomForestRegressor

    features, values = data
    predictor = fit_values(ValueRecipe(find_regressor("random_forest"), seed=3), features, values)
    options = {"n_estimators": 100, "max_depth": 25, "min_samples_leaf": 3, "max_features": 1 / 3, "random_state": 3}
    plain = RandomForestRegressor(**options).fit(features.astype(np.float32), values)
    near = np.abs(predictor.predict_proba(features)[:, 0] - plain.predict(features.astype(np.float32)))
    assert np.median(near) < 1e-3 * np.ptp(values)
    assert near.max() < 0.05 * np.ptp(values)  # a tie between splits may fall otherwise on values of another scale


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("values")
    found = world.write_world(folder)
    found["samples"] = str(folder / "samples.gpkg")
    ExtractSamplesJob(found["catalogue"], found["points"], found["samples"]).execute(RunContext())
    samples = load_samples(found["samples"])
    rng = np.random.default_rng(1)
    samples.attributes["cover"] = samples.attributes["code"] * 2.0 + rng.normal(0, 1, len(samples))
    save_samples(found["samples"], samples)
    found["model"] = str(folder / "cover.lwm")
    found["result"] = TrainRegressionJob(
        found["samples"], "cover", found["model"], output_json=str(folder / "r.json"),
        output_html=str(folder / "r.html")).execute(RunContext())
    found["folder"] = folder
    return found


def read(path, band=1):
    with RasterReader() as reader:
        return reader.read(str(path), band, reader.info(str(path)).grid.window)


def test_the_report_tells_how_good_the_values_are(paths):
    report = json.loads((paths["folder"] / "r.json").read_text())
    assert report["r2"] > 0.8
    assert report["intervals"]["r2"][0] < report["r2"] < report["intervals"]["r2"][1]
    assert paths["result"]["RMSE"] == report["rmse"]
    page = (paths["folder"] / "r.html").read_text()
    assert "cover" in page
    assert "<svg" in page


@pytest.mark.parametrize("workers", [1, 2])
def test_the_map_holds_what_the_model_says_of_the_samples(paths, tmp_path, workers):
    output = str(tmp_path / "cover.tif")
    PredictRegressionJob(paths["catalogue"], (paths["model"],), output, str(tmp_path / "v.tif")).execute(
        RunContext(workers=workers))
    samples = load_samples(paths["samples"])
    rows = ((world.ORIGIN[1] - samples.y) // 10).astype(int)
    columns = ((samples.x - world.ORIGIN[0]) // 10).astype(int)
    expected = load_model(paths["model"]).predictor("").predict_proba(samples.matrix)[:, 0]
    np.testing.assert_array_equal(read(output)[rows, columns], expected)
    assert np.array_equal(read(output) == SERIES_NODATA, read(tmp_path / "v.tif") == 0)
    assert Path(output).with_suffix(".qml").exists()


def test_classes_and_quantities_are_not_mixed(paths, tmp_path):
    with pytest.raises(UserError, match="gives values of 'cover', no classes"):
        ClassifyJob(paths["catalogue"], (paths["model"],), str(tmp_path / "m.tif")).execute(RunContext())
    classes = world.write_model(tmp_path / "c.lwm", load_samples(paths["samples"]), {"all": slice(None)})
    with pytest.raises(UserError, match="gives classes, no quantity"):
        PredictRegressionJob(paths["catalogue"], (classes,), str(tmp_path / "m.tif")).execute(RunContext())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value_field": "height"}, "has no column 'height'"),
        ({"value_field": "name"}, "is text, no quantity"),
        ({"method": "lda"}, "no METHOD 'lda' for a quantity"),
        ({"method_options": '{"depth": 3}'}, "has no option 'depth'"),
        ({"folds": 100000}, "FOLDS is 100000"),
        ({"group_field": "parcel"}, "has no column 'parcel'"),
        ({"run": 2}, "has no column 'run_2'"),
    ],
)
def test_what_cannot_be_learnt_is_said(paths, tmp_path, changes, said):
    job = replace(TrainRegressionJob(paths["samples"], "cover", str(tmp_path / "m.lwm")), **changes)
    with pytest.raises(UserError, match=said):
        job.execute(RunContext())
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def area(tmp_path_factory):
    """A demo area whose polygons have a biomass by class and polygon."""
    folder = tmp_path_factory.mktemp("chain") / "area"
    DemoDataJob(str(folder), size=128, dates=8, seed=2).execute(RunContext())
    layer = read_layer(str(folder / "reference.gpkg"))
    rng = np.random.default_rng(0)
    codes = np.array(layer.fields["code"], float)
    biomass = codes * 3 + rng.normal(0, 2, len(codes))
    biomass[3] = np.nan
    write_layer(folder / "biomass.gpkg", "biomass", layer.crs, layer.geometry_type, layer.geometries,
                {"biomass": [None if np.isnan(b) else b for b in biomass]})
    return folder


def test_the_chain_maps_and_validates_and_does_nothing_twice(area, tmp_path):
    options = {"n_estimators": 20}
    job = RegressionChainJob(str(area / "biomass.gpkg"), "biomass", input=str(area / "products"), runs=2,
                             samples_per_class=300, method_options=json.dumps(options))
    result = job.execute(RunContext(run_folder=str(tmp_path / "run")))
    report = json.loads((tmp_path / "run" / "report.json").read_text())
    assert report["r2"] > 0.5
    assert len(report["runs"]) == 2
    assert result["R2"] == report["r2"]
    known = read(result["MAP"]) != SERIES_NODATA
    assert known.any()
    stamps = {p: p.stat().st_mtime_ns for p in (tmp_path / "run" / "steps").glob("model*.lwm")}
    job.execute(RunContext(run_folder=str(tmp_path / "run")))
    assert stamps == {p: p.stat().st_mtime_ns for p in (tmp_path / "run" / "steps").glob("model*.lwm")}


def test_the_chain_names_a_field_that_is_none(area, tmp_path):
    for field, said in (("height", "has no field 'height'"),):
        job = RegressionChainJob(str(area / "biomass.gpkg"), field, input=str(area / "products"))
        with pytest.raises(UserError, match=said):
            job.execute(RunContext(run_folder=str(tmp_path / "run")))
