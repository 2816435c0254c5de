"""Learners on embeddings: the model holds the encoder, and gives the same in another process."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    CrossValidateJob,
    EmbedSamplesJob,
    PretrainNetworkJob,
    ReduceDimensionJob,
    TrainClassifierJob,
    TrainNetworkJob,
    TrainRegressionJob,
)
from landweave.engine.learning.kinds import parts_of, takes_any_dates
from landweave.engine.learning.model_file import load_model
from landweave.engine.learning.networks.batches import BatchMaker
from landweave.engine.learning.networks.embedding import EmbeddedPredictor, make_embedding
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples, save_samples
from landweave.engine.series.plan import Feature, SeriesPlan
from landweave.tests.engine.learning.makers import table_set
from landweave.tests.engine.learning.networks.cases import SMALL, one_thread  # noqa: F401 (a fixture)
from landweave.tests.engine.learning.networks.series_samples import BANDS, series_plan, series_samples

IN_ANOTHER_PROCESS = """
import sys, numpy as np
from landweave.engine.learning.model_file import load_model
rows = np.load(sys.argv[2])
np.save(sys.argv[3], load_model(sys.argv[1]).predictor("all").predict_proba(rows))
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Samples, weights pretrained on them, and the samples that ask for these."""
    folder = tmp_path_factory.mktemp("embedding")
    names = {n: str(folder / n) for n in ("samples.gpkg", "weights.safetensors", "embedded.gpkg")}
    save_samples(names["samples.gpkg"], series_samples())
    options = json.dumps({"epochs": 6, "batch_size": 32, **SMALL["transformer"]})
    PretrainNetworkJob(names["weights.safetensors"], samples=names["samples.gpkg"],
                       network_options=options).execute(RunContext())  # fmt: skip
    EmbedSamplesJob(names["samples.gpkg"], names["weights.safetensors"], names["embedded.gpkg"]).execute(RunContext())
    return names


def test_samples_keep_their_values_and_the_plan_tells(world):
    before, after = load_samples(world["samples.gpkg"]), load_samples(world["embedded.gpkg"])
    assert np.array_equal(before.matrix, after.matrix) and before.features == after.features
    assert after.plan.embedding["path"] == world["weights.safetensors"]
    assert SeriesPlan.from_json(json.loads(json.dumps(after.plan.to_json()))) == after.plan
    assert replace(after.plan, embedding=None) == before.plan


def test_embeddings_are_those_of_the_network(world):
    samples = series_samples(seed=3)
    found = make_embedding(world["weights.safetensors"], samples.features)
    module = found.description.module().eval()
    module.load_state_dict({n: torch.from_numpy(a) for n, a in found.weights.items()}, strict=False)
    maker = BatchMaker(found.description.layout, found.description.normalisation)
    with torch.inference_mode():
        wanted = module.embed(maker.make(samples.matrix)).numpy()
    assert np.allclose(found.apply(samples.matrix), wanted, atol=1e-5)


def test_rows_do_not_depend_on_those_beside(world):
    samples = series_samples(seed=3)
    found = make_embedding(world["weights.safetensors"], samples.features)
    whole = found.apply(samples.matrix)
    assert np.array_equal(whole[17:40], found.apply(samples.matrix[17:40]))
    assert np.array_equal(whole[::-1], found.apply(np.ascontiguousarray(samples.matrix[::-1])))


@pytest.mark.parametrize("method", ["logistic", "random_forest"])
def test_model_in_another_process(world, tmp_path, method):
    """Nothing but the model file is there: the weights' own file is of no need."""
    model, rows, out = str(tmp_path / "m.lwm"), str(tmp_path / "rows.npy"), str(tmp_path / "out.npy")
    TrainClassifierJob(world["embedded.gpkg"], "code", model, method=method).execute(RunContext())
    matrix = series_samples(seed=5).matrix
    np.save(rows, matrix)
    here = load_model(model)
    assert next(type(p) for p in parts_of(here.predictor("all").inner)) is EmbeddedPredictor
    found = here.predictor("all").predict_proba(matrix)
    assert (found.argmax(axis=1) == series_samples(seed=5).attributes["code"] - 1).mean() > 0.5
    subprocess.run([sys.executable, "-c", IN_ANOTHER_PROCESS, model, rows, out], check=True)
    assert np.abs(np.load(out) - found).max() <= 1e-5
    assert here.training["embedding"]["digest"] == load_samples(world["embedded.gpkg"]).plan.embedding["digest"]


def test_same_bytes_again(world, tmp_path):
    for n, workers in enumerate((1, 2)):
        job = TrainClassifierJob(world["embedded.gpkg"], "code", str(tmp_path / f"{n}.lwm"))
        job.execute(RunContext(workers=workers))
    assert (tmp_path / "0.lwm").read_bytes() == (tmp_path / "1.lwm").read_bytes()


def test_calibration_and_priors_stand_before(world, tmp_path):
    model = str(tmp_path / "m.lwm")
    TrainClassifierJob(world["embedded.gpkg"], "code", model, method="logistic", calibration="temperature").execute(
        RunContext())
    kinds = [p.KIND for p in parts_of(load_model(model).predictor("all").inner)]
    assert kinds == ["calibration", "embedding", "estimator"]


def test_another_year_moves_with_its_dates(world, tmp_path):
    """The same rows on the days of two years later, and with the columns in another order, give the same."""
    model = str(tmp_path / "m.lwm")
    TrainClassifierJob(world["embedded.gpkg"], "code", model, method="logistic").execute(RunContext())
    here = load_model(model)
    assert takes_any_dates(here.predictor("all").inner)
    matrix = series_samples(seed=5).matrix
    wanted = here.predictor("all").predict_proba(matrix)
    assert np.allclose(here.on(series_plan(year=2023)).predictor("all").predict_proba(matrix), wanted, atol=1e-6)
    fewer = here.on(series_plan(dates=7, year=2023))
    assert fewer.predictor("all").predict_proba(series_samples(seed=5, dates=7).matrix).shape == (96, 3)
    with pytest.raises(UserError, match="B11"):
        here.on(series_plan(bands=BANDS[:2])).predictor("all").predict_proba(matrix)


def test_features_without_date_stand_beside(world, tmp_path):
    samples = series_samples()
    static = Feature("slope", "", "slope", "", "degrees")
    matrix = np.concatenate([samples.matrix, np.arange(len(samples))[:, None]], axis=1).astype(np.int16)
    found = make_embedding(world["weights.safetensors"], (*samples.features, static))
    figures = found.apply(matrix)
    assert found.figure_count == SMALL["transformer"]["width"] + 1
    assert np.array_equal(figures[:, -1], np.arange(len(samples)))
    alone = make_embedding(world["weights.safetensors"], samples.features).apply(samples.matrix)
    assert np.array_equal(figures[:, :-1], alone)


def test_regression_and_folds(world, tmp_path):
    TrainRegressionJob(world["embedded.gpkg"], "code", str(tmp_path / "r.lwm"), method="ridge", folds=3).execute(
        RunContext())
    kinds = [p.KIND for p in parts_of(load_model(str(tmp_path / "r.lwm")).predictor("all").inner)]
    assert kinds[0] == "embedding"
    CrossValidateJob(world["embedded.gpkg"], "code", str(tmp_path / "cv.json"), method="logistic",
                     group_field="polygon_id", folds=3, repeats=1).execute(RunContext())  # fmt: skip
    assert json.loads((tmp_path / "cv.json").read_text())["overall_accuracy"]


def test_bad_inputs_are_one_sentence(world, tmp_path):
    out = str(tmp_path / "out.gpkg")

    def refused(job, word):
        with pytest.raises(UserError, match=word):
            job.execute(RunContext())

    table = table_set(np.random.default_rng(0).normal(size=(20, 4)), ("NDVI",) * 4, {"code": np.arange(20) % 2 + 1})
    save_samples(str(tmp_path / "table.gpkg"), table)
    refused(EmbedSamplesJob(str(tmp_path / "table.gpkg"), world["weights.safetensors"], out), "not bound to images")
    save_samples(str(tmp_path / "other.gpkg"), series_samples(bands=("B4", "NDVI")))
    refused(EmbedSamplesJob(str(tmp_path / "other.gpkg"), world["weights.safetensors"], out), "NDVI")
    refused(EmbedSamplesJob(world["samples.gpkg"], str(tmp_path / "none.safetensors"), out), "no file of weights")
    refused(ReduceDimensionJob(world["embedded.gpkg"], out), "embedded")
    refused(TrainNetworkJob(world["embedded.gpkg"], "code", out, "ltae", "fast"), "embedded")
    moved = tmp_path / "moved.safetensors"
    shutil.copy(world["weights.safetensors"], moved)
    EmbedSamplesJob(world["samples.gpkg"], str(moved), str(tmp_path / "e.gpkg")).execute(RunContext())
    moved.write_bytes(moved.read_bytes() + b" ")
    refused(TrainClassifierJob(str(tmp_path / "e.gpkg"), "code", str(tmp_path / "m.lwm")), "was changed")
    moved.unlink()
    refused(TrainClassifierJob(str(tmp_path / "e.gpkg"), "code", str(tmp_path / "m.lwm")), "which is gone")
    assert not (tmp_path / "m.lwm").exists()
