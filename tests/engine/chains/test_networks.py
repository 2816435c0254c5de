"""The chain with a neural network: dates as acquired, interrupted and gone on with, a network of the user's own."""

import json
import os
import shutil
import signal

import pytest

pytest.importorskip("torch")

from landweave.engine.errors import UserError
from landweave.engine.jobs import ClassificationChainJob, ClassifyJob, DemoDataJob
from landweave.engine.learning.model_file import load_model
from landweave.engine.runtime.context import RunContext
from landweave.tests.engine.chains.conftest import read_events, start_worker

LEARNT = json.dumps({"preset": "fast", "epochs": 8, "learning_rate": 0.01, "batch_size": 16, "patience": 0})
MINE = """\
import torch
from torch import nn

NETWORK = {"class": "Means", "inputs": ["values", "valid", "days"], "options": {"width": 32}}


class Means(nn.Module):
    def __init__(self, shape, classes, width):
        super().__init__()
        self.date = nn.Sequential(nn.Linear(shape.sensors[0].channels + 1, width), nn.ReLU())
        self.last = nn.Linear(width, classes)

    def forward(self, values, valid, days):
        x = self.date(torch.cat([values, days[:, :, None] / 365], dim=2)) * valid[:, :, None]
        return self.last(x.sum(dim=1) / valid.sum(dim=1, keepdim=True).clamp(min=1))
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A small area, and the options of a masked series."""
    folder = tmp_path_factory.mktemp("small")
    DemoDataJob(str(folder / "area"), size=96, dates=6, seed=3).execute(RunContext())
    (folder / "masked.json").write_text(json.dumps({
        "sensors": {"S2": ["B3", "B4", "B8", "B11"]}, "indices": [], "dates": "acquisitions", "filling": "masked"}))
    return folder


def chain(small, **changes):
    given = {"input": str(small / "area" / "products"), "reference": str(small / "area" / "reference.gpkg"),
             "class_field": "code", "series": str(small / "masked.json"), "method_options": LEARNT,
             "samples_per_class": 60, "seed": 1, **changes}
    return ClassificationChainJob(**given)


def run(job, folder):
    events = []
    result = job.execute(RunContext(emit=events.append, run_folder=str(folder), workers=1))
    return result, [e["message"] for e in events if e["event"] == "log"]


def test_a_chain_killed_while_the_network_learns_ends_with_the_same_bytes(small, tmp_path):
    job = chain(small, method="ltae", method_options=json.dumps({**json.loads(LEARNT), "width": 32}))
    result, said = run(job, tmp_path / "whole")
    assert result["OVERALL_ACCURACY"] > 0.3
    assert any(text.startswith("Epoch 8 of 8: loss ") for text in said)
    process = start_worker(job, tmp_path / "cut")
    for event in read_events(process):
        if event["event"] == "log" and event["message"].startswith("Epoch 4 "):
            os.killpg(process.pid, signal.SIGKILL)
            break
    assert process.wait() == -signal.SIGKILL
    process = start_worker(job, tmp_path / "cut")
    events = list(read_events(process))
    assert process.wait() == 0, events[-1]
    for name in ("map.tif", "confidence.tif", "steps/model_run_1.lwm"):
        assert (tmp_path / "cut" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name
    _, said = run(job, tmp_path / "whole")
    assert not any(text.startswith("Epoch") for text in said)


@pytest.fixture(scope="module")
def mine(small, tmp_path_factory):
    """A run with a network of the user's own."""
    folder = tmp_path_factory.mktemp("mine")
    path = folder / "mon réseau.py"
    path.write_text(MINE, encoding="utf-8")
    job = chain(small, method=str(path), method_options=json.dumps({**json.loads(LEARNT), "width": 24}))
    run(job, folder / "run")
    return folder, path, job


def test_a_network_of_the_users_own_is_kept_and_known_by_its_content(mine):
    folder, path, job = mine
    assert (folder / "run" / "steps" / path.name).read_text(encoding="utf-8") == MINE
    model = load_model(folder / "run" / "steps" / "model_run_1.lwm")
    assert model.training["method"] == str(path)
    assert model.training["options"]["width"] == 24
    _, said = run(job, folder / "run")
    assert not any(text.startswith("Epoch") for text in said)
    path.write_text(MINE + "# a note\n", encoding="utf-8")
    try:
        _, said = run(job, folder / "run")
    finally:
        path.write_text(MINE, encoding="utf-8")
    assert any(text.startswith("Epoch") for text in said)
    run(job, folder / "run")


def test_a_file_that_was_moved_or_changed(mine, tmp_path):
    folder, path, _ = mine
    steps = folder / "run" / "steps"

    def classify(output, **changes):
        return ClassifyJob(str(steps / "catalogue.gpkg"), (str(steps / "model_run_1.lwm"),), str(output), **changes)

    classify(tmp_path / "there.tif").execute(RunContext(workers=1))
    assert (tmp_path / "there.tif").read_bytes() == (folder / "run" / "map.tif").read_bytes()
    elsewhere = tmp_path / "ailleurs.py"
    shutil.move(path, elsewhere)
    try:
        with pytest.raises(UserError, match="USER_NETWORK") as raised:
            classify(tmp_path / "gone.tif").execute(RunContext(workers=1))
        assert str(path) in raised.value.message
        process = start_worker(classify(tmp_path / "moved.tif", user_network=str(elsewhere)), "", workers=2)
        last = list(read_events(process))[-1]
        assert process.wait() == 0, last
    finally:
        shutil.move(elsewhere, path)
    assert (tmp_path / "moved.tif").read_bytes() == (tmp_path / "there.tif").read_bytes()
    path.write_text(MINE + "# a note\n", encoding="utf-8")
    try:
        with pytest.raises(UserError, match="was changed"):
            classify(tmp_path / "changed.tif").execute(RunContext(workers=1))
    finally:
        path.write_text(MINE, encoding="utf-8")
    assert not (tmp_path / "changed.tif").exists()


@pytest.mark.parametrize(("changes", "words"), [
    ({"method": "mine", "code": MINE.replace("values, days[", "values, dais[")}, ("line 14", "dais")),
    ({"method": "mine", "code": MINE.replace("NETWORK =", "NETWORKS =")}, ("no declaration NETWORK",)),
    ({"method": "ltae", "tune": True}, ("options of neural networks (ltae)", "cross_validate")),
    ({"method": "ltae", "method_options": '{"depth": 3}'}, ("no option 'depth'",)),
    ({"method": "ltae", "method_options": '{"preset": "slow"}'}, ("preset", "'slow'")),
    ({"method": "ltae", "series": '{"describe": ["metrics"]}'}, ("ltae learns from series", "describe")),
    ({"method": "tempcnn", "series": '{"pca": {"components": 5}}'}, ("tempcnn learns from series", "pca")),
])
def test_what_is_wrong_is_said_before_samples_are_read(small, tmp_path, changes, words):
    code, series = changes.pop("code", ""), changes.get("series", "")
    if code:
        changes["method"] = str(tmp_path / "mine.py")
        (tmp_path / "mine.py").write_text(code)
    if series:
        changes["series"] = str(tmp_path / "series.json")
        (tmp_path / "series.json").write_text(series)
    with pytest.raises(UserError) as raised:
        run(chain(small, **changes), tmp_path / "run")
    for word in words:
        assert word in str(raised.value)
    assert not (tmp_path / "run" / "steps" / "samples.gpkg").exists()
