"""Networks as ONNX: the same probabilities by other software, all that it has to know in the file."""

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from landweave.engine.errors import UserError
from landweave.engine.jobs.networks import ExportNetworkJob
from landweave.engine.learning.model_file import ClassEntry, Model, save_model
from landweave.engine.learning.networks import onnx_export
from landweave.engine.learning.predictors import ColumnPredictor
from landweave.engine.learning.priors import PriorPredictor
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.learning.networks.made import SMALL, made_features, made_predictor, made_rows

CLASSES = tuple(ClassEntry(code, name) for code, name in ((3, "wheat"), (7, "for\u00eat"), (11, "water"), (12, "town")))


def write(folder, regions, features, **values):
    """Write a model of several regions' predictors."""
    path = str(folder / "model.lwm")
    columns = {name: (columns, predictor) for name, (columns, predictor) in regions.items()}
    predictors = {name: ColumnPredictor(c, len(CLASSES), lambda p=p: p) for name, (c, p) in columns.items()}
    save_model(path, Model(None, tuple(features), CLASSES, predictors, **values))
    return path


def export(path, output, region="", events=None):
    seen = [] if events is None else events
    return ExportNetworkJob(path, str(output), region).execute(RunContext(seen.append))


def answer(path, rows):
    """Run a file by ONNX Runtime alone."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    assert [i.name for i in session.get_inputs()] == ["features"]
    return session.run(["probabilities"], {"features": rows})[0]


@pytest.mark.parametrize(("network", "has_gaps"), [*((name, True) for name in SMALL), ("tempcnn", False)])
def test_other_software_finds_the_same_probabilities(tmp_path, network, has_gaps):
    features = made_features(sensors=("S1", "S2"), static=2)
    predictor = made_predictor(network, features, has_gaps=has_gaps, members=2, temperature=0.6)
    path = write(tmp_path, {"all": ((0, 1, 2, 3), predictor)}, features)
    assert export(path, tmp_path / "network.onnx") == {"OUTPUT": str(tmp_path / "network.onnx")}
    rows = made_rows(features, 500, gaps=0.5 if has_gaps else 0.0, seed=5).astype(np.float32)
    if has_gaps:
        rows[3], rows[5, 2], rows[6, 4] = SERIES_NODATA, np.nan, np.inf
    expected = predictor.predict_proba(rows)
    assert expected.std(axis=0).min() > 1e-3
    for count in (1, 7, 500):
        np.testing.assert_allclose(answer(tmp_path / "network.onnx", rows[:count]), expected[:count], atol=1e-5)
    onnx.checker.check_model(onnx.load(str(tmp_path / "network.onnx")), full_check=True)


def test_the_file_says_what_is_in_it(tmp_path):
    features = made_features()
    predictor = made_predictor("ltae", features, classes=2)
    path = write(tmp_path, {"north": ((1, 3), predictor)}, features)
    export(path, tmp_path / "network.onnx")
    content = (tmp_path / "network.onnx").read_bytes()
    found = {p.key: p.value for p in onnx.load_model_from_string(content).metadata_props}
    assert json.loads(found["class_codes"]) == [7, 12]
    assert json.loads(found["class_names"]) == ["for\u00eat", "town"]
    assert json.loads(found["feature_names"]) == [f.name for f in features]
    assert (found["nodata"], found["region"]) == ("-32768", "north")
    assert os.fsencode(Path.cwd()) not in content  # nothing of this machine
    export(path, tmp_path / "again.onnx")
    assert (tmp_path / "again.onnx").read_bytes() == content


def test_one_of_several_regions_is_chosen(tmp_path):
    features = made_features()
    north, south = (made_predictor("ltae", features, seed=seed) for seed in (1, 5))
    path = write(tmp_path, {"north": ((0, 1, 2, 3), north), "south#1": ((0, 1, 2, 3), south),
                            "south#2": ((0, 1, 2, 3), south)}, features)  # fmt: skip
    rows = made_rows(features, 9).astype(np.float32)
    export(path, tmp_path / "north.onnx", "north")
    np.testing.assert_allclose(answer(tmp_path / "north.onnx", rows), north.predict_proba(rows), atol=1e-5)
    with pytest.raises(UserError, match=r"has 3 networks\. Set REGION to one of north, south#1, south#2"):
        export(path, tmp_path / "x.onnx")
    with pytest.raises(UserError, match=r"2 networks for the region 'south'\. Set REGION to one of south#1, south#2"):
        export(path, tmp_path / "x.onnx", "south")
    with pytest.raises(UserError, match=r"no region 'west'\. Set REGION to one of north"):
        export(path, tmp_path / "x.onnx", "west")
    export(path, tmp_path / "south.onnx", "south#2")
    assert not (tmp_path / "x.onnx").exists()


def test_what_stands_before_the_network_is_left_out_and_said(tmp_path):
    features = made_features()
    predictor = made_predictor("ltae", features)
    shares = np.array([0.25, 0.25, 0.25, 0.25])
    path = write(tmp_path, {"all": ((0, 1, 2, 3), PriorPredictor(shares, shares[::-1], predictor))}, features)
    events = []
    export(path, tmp_path / "network.onnx", events=events)
    assert [e["message"] for e in events if e["event"] == "warning"] == [
        "The priors of the model are not in the file: the probabilities are those of the network alone."
    ]
    rows = made_rows(features, 9).astype(np.float32)
    np.testing.assert_allclose(answer(tmp_path / "network.onnx", rows), predictor.predict_proba(rows), atol=1e-5)


def test_a_forest_is_refused(tmp_path):
    from sklearn.ensemble import RandomForestClassifier

    from landweave.engine.learning.forest import CompiledForest
    from landweave.engine.learning.predictors import ForestPredictor

    features = made_features()
    rows = made_rows(features, 40)
    forest = RandomForestClassifier(3, random_state=0).fit(rows, np.arange(40) % 4)
    predictor = ForestPredictor(CompiledForest.from_sklearn(forest))
    path = write(tmp_path, {"all": ((0, 1, 2, 3), predictor)}, features, training={"method": "random_forest"})
    with pytest.raises(UserError, match=r"no network of pixels \(random_forest\).*Train one with train_network: mlp"):
        export(path, tmp_path / "network.onnx")
    assert not (tmp_path / "network.onnx").exists()


class Batched(torch.nn.Module):
    """What a user may write: it counts on the number of samples that it saw first."""

    def forward(self, batch):
        logits = batch.sensors[0].values.mean(dim=(1, 2))
        return torch.stack([logits, -logits, logits, -logits], dim=1) + torch.zeros(len(batch), 4)


class Unwritable(torch.nn.Module):
    """Computes what ONNX has no operator for."""

    def forward(self, batch):
        values = batch.sensors[0].values[:, 0]
        return torch.special.bessel_j0(values.sum(dim=1, keepdim=True)).expand(-1, 4)


REFUSED = [(Batched, "ONNX Runtime cannot run the network"), (Unwritable, "cannot be written as ONNX")]


@pytest.mark.parametrize(("module", "said"), REFUSED)
def test_a_network_that_cannot_be_written_is_refused(tmp_path, monkeypatch, module, said):
    features = made_features()
    predictor = made_predictor("ltae", features)
    path = write(tmp_path, {"all": ((0, 1, 2, 3), replace(predictor, members=({},)))}, features)
    monkeypatch.setattr("landweave.engine.learning.networks.predictor.NetworkDescription.module", lambda self: module())
    with pytest.raises(UserError, match=said):
        export(path, tmp_path / "network.onnx")
    assert list(tmp_path.iterdir()) == [tmp_path / "model.lwm"]


@pytest.mark.parametrize("package", ["onnx", "onnxruntime"])
def test_a_package_that_is_not_there_is_named(tmp_path, monkeypatch, package):
    real = onnx_export.importlib.util.find_spec
    monkeypatch.setattr(onnx_export.importlib.util, "find_spec", lambda name: None if name == package else real(name))
    with pytest.raises(UserError, match=f"need the package {package},.*pip install"):
        export("model.lwm", tmp_path / "network.onnx")
