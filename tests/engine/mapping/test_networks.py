"""Maps by networks: the same probabilities as where they learnt, and how long it will take."""

import os
import re
import subprocess
import sys

import numpy as np
import pytest

from landweave.engine.jobs import ClassifyJob, ExtractSamplesJob, TrainNetworkJob
from landweave.engine.learning.model_file import ClassEntry, Model, load_model, save_model
from landweave.engine.learning.networks.batches import learn_normalisation
from landweave.engine.learning.networks.layout import layout_of
from landweave.engine.learning.networks.predictor import NetworkDescription, NetworkPredictor
from landweave.engine.learning.networks.registry import NETWORKS
from landweave.engine.learning.predictors import ColumnPredictor
from landweave.engine.mapping.pace import Pace
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples
from landweave.tests.engine.learning.networks.made import SMALL, random_weights
from landweave.tests.engine.mapping import world
from landweave.tests.engine.mapping.test_classify import read

NODATA = 65535


@pytest.fixture(scope="module")
def raw(paths, tmp_path_factory):
    """Samples of the series as acquired, with their gaps."""
    folder = tmp_path_factory.mktemp("raw")
    series = folder / "series.json"
    series.write_text('{"dates": "acquisitions", "filling": "masked"}')
    path = str(folder / "raw.gpkg")
    ExtractSamplesJob(paths["catalogue"], paths["points"], path, str(series)).execute(RunContext())
    paths["raw"] = path
    return load_samples(path)


def model_of(samples, network, has_gaps):
    """A network that has learnt nothing of the samples but their normalisation."""
    layout = NETWORKS[network].layout(layout_of(samples.features))
    normalisation = learn_normalisation(layout, samples.matrix)
    description = NetworkDescription(network, SMALL[network], layout, normalisation, 3, has_gaps, 1.3)
    predictor = NetworkPredictor(description, (random_weights(description, 1), random_weights(description, 2)))
    classes = tuple(ClassEntry(code, str(code)) for code in world.CODES)
    return predictor, Model(samples.plan, tuple(samples.features), classes,
                            {"all": ColumnPredictor((0, 1, 2), 3, lambda: predictor)}, {}, str(samples.matrix.dtype))


MAP = """
import sys
from landweave.engine.jobs import ClassifyJob
from landweave.engine.runtime.context import RunContext
catalogue, model, folder, workers = sys.argv[1:]
ClassifyJob(catalogue, (model,), folder + "/map.tif", probabilities=folder + "/probabilities.tif").execute(
    RunContext(workers=int(workers)))
"""


def mapped(paths, model, folder, workers=1, device="cpu"):
    """Map in a process of its own; return the probabilities, shape (class, row, column)."""
    folder.mkdir()
    command = [sys.executable, "-c", MAP, paths["catalogue"], str(model), str(folder), str(workers)]
    environment = {**os.environ, "LANDWEAVE_DEVICE": device}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return read(str(folder / "probabilities.tif"))


@pytest.mark.parametrize(("network", "has_gaps"), [("ltae", True), ("tempcnn", False)])
def test_a_map_has_the_probabilities_of_where_the_network_learnt(paths, raw, tmp_path, network, has_gaps):
    samples = raw if has_gaps else load_samples(paths["samples"])
    predictor, model = model_of(samples, network, has_gaps)
    expected = predictor.predict_proba(samples.matrix)
    assert expected.std(axis=0).min() > 0.01
    save_model(tmp_path / "model.lwm", model)
    found = mapped(paths, tmp_path / "model.lwm", tmp_path / "one")
    at = places(paths, samples)
    # The raster counts in ten-thousandths, and rounds.
    np.testing.assert_allclose(found[:, at[0], at[1]].T / 10000, expected, atol=0.5e-4 + 1e-5)
    loaded = load_model(tmp_path / "model.lwm").predictor("all").predict_proba(samples.matrix)
    np.testing.assert_allclose(loaded, expected, atol=1e-5)
    again = mapped(paths, tmp_path / "model.lwm", tmp_path / "two", 2)
    assert again.tobytes() == found.tobytes()
    names = "map.tif", "probabilities.tif"
    assert all((tmp_path / "one" / n).read_bytes() == (tmp_path / "two" / n).read_bytes() for n in names)


def test_a_network_that_was_trained_maps_what_it_predicts(paths, raw, tmp_path):
    path = str(tmp_path / "model.lwm")
    options = '{"epochs": 1, "seeds": 1, "learning_rate": 0.01, "width": 16}'
    job = TrainNetworkJob(paths["raw"], "code", path, "ltae", "fast", options, device="cpu", region_field="")
    job.execute(RunContext())
    expected = load_model(path).predictor("all").predict_proba(raw.matrix)
    found = mapped(paths, path, tmp_path / "map")
    rows, columns = places(paths, raw)
    np.testing.assert_allclose(found[:, rows, columns].T / 10000, expected, atol=0.5e-4 + 1e-5)


def places(paths, samples):
    """Return row and column of each sample in the map."""
    rows, columns = (world.ORIGIN[1] - samples.y) // 10, (samples.x - world.ORIGIN[0]) // 10
    return rows.astype(int), columns.astype(int)


def test_how_long_it_takes_is_said_once(paths, raw, tmp_path, monkeypatch):
    monkeypatch.setattr("landweave.engine.mapping.blocks._TASK_BLOCKS", 1)
    monkeypatch.setattr("landweave.engine.mapping.blocks._READ_PIXELS", 4000)
    monkeypatch.delenv("LANDWEAVE_DEVICE", raising=False)
    monkeypatch.setattr("landweave.engine.learning.networks.device.cuda_fault", lambda: "none")
    save_model(tmp_path / "model.lwm", model_of(raw, "ltae", True)[1])

    def said(model, output):
        events = []
        ClassifyJob(paths["catalogue"], (str(model),), str(tmp_path / output)).execute(RunContext(events.append))
        return [e["message"] for e in events if e["event"] == "log" and " core" in e["message"]]

    (found,) = said(tmp_path / "model.lwm", "a.tif")
    assert re.fullmatch(r"No graphics card: about \d+ s on one core\.", found)
    monkeypatch.setenv("LANDWEAVE_DEVICE", "cpu")
    (found,) = said(tmp_path / "model.lwm", "b.tif")
    assert found.startswith("LANDWEAVE_DEVICE is cpu: about ")
    assert said(paths["model"], "c.tif") == []  # a forest has no use for a card


def test_the_rest_takes_as_long_as_its_pixels():
    events = []
    pace = Pace(RunContext(events.append))
    block = {"slow": "No graphics card", "seconds": 40.0, "pixels": 1_000_000}
    pace.heard({**block, "slow": ""}, 1e9, 2)
    pace.heard({**block, "pixels": 0}, 1e9, 2)
    assert not events
    pace.heard(block, 540e6, 2)
    pace.heard(block, 500e6, 2)
    assert [e["message"] for e in events] == ["No graphics card: about 3 h 00 min on 2 cores."]
