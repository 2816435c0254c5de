"""Samples, options, weights and files from which no network can be learnt, or whose model cannot be used."""

import json
import textwrap
from dataclasses import replace

import numpy as np
import pytest

from landweave.engine.jobs import (
    ClassifyJob,
    CrossValidateJob,
    FeatureImportanceJob,
    TrainNetworkJob,
    TuneClassifierJob,
)
from landweave.tests.bad_input.more import change_samples, with_column
from landweave.tests.bad_input.test_files import BROKEN, with_change
from landweave.tests.bad_input.test_learning import POOR
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work

TINY = {"epochs": 2, "learning_rate": 0.01, "batch_size": 32, "width": 16, "threads": 1}


def train(world, model, **changes):
    given = {"samples": world.path("samples.gpkg"), "class_field": "code", "network": "ltae", "preset": "fast",
             "region_field": "", "network_options": json.dumps(TINY), "device": "cpu", **changes}
    return TrainNetworkJob(model=str(model), **given)


@pytest.mark.parametrize("case", BROKEN)
def test_broken_samples(world, tmp_path, case):
    bad = with_change(world.path("samples.gpkg"), tmp_path / "échantillons.gpkg", BROKEN[case])
    output = tmp_path / "out" / "m.lwm"
    check_refused(work(train(world, output, samples=bad)), bad, output=output)


@pytest.mark.parametrize("case", [case for case, (_, words) in POOR.items() if words])
def test_samples_without_two_classes(world, tmp_path, case):
    change, words = POOR[case]
    bad = change_samples(world.path("samples.gpkg"), tmp_path / "peu.gpkg", change)
    output = tmp_path / "out" / "m.lwm"
    check_refused(work(train(world, output, samples=bad)), bad, *words, output=output)


def texts(values, count):
    return np.resize(np.array(values, dtype=object), count)


def test_samples_that_can_hardly_be_held_out(world, tmp_path):
    """One polygon, a polygon a class, a class with one sample: it learns and warns, or says why not."""
    def lonely(samples):
        codes = samples.attributes["code"].copy()
        codes[0] = 77
        return with_column(samples, code=codes)

    for number, change in enumerate((
        lambda s: with_column(s, polygon_id=np.ones(len(s), int)),
        lambda s: with_column(s, polygon_id=s.attributes["code"]),
        lambda s: with_column(s, polygon_id=texts([None, 1], len(s))),
        lonely,
    )):
        bad = change_samples(world.path("samples.gpkg"), tmp_path / f"{number}.gpkg", change)
        outcome = work(train(world, tmp_path / f"{number}.lwm", samples=bad))
        if outcome.code:
            check_told(outcome)
        assert outcome.code in (0, 2)
    check_clean(tmp_path)


OPTIONS = {
    "an unknown network": ({"network": "ltea"}, ("ltea", "ltae")),
    "a classifier": ({"network": "svm"}, ("svm",)),
    "no network": ({"network": ""}, ("NETWORK",)),
    "an unknown preset": ({"preset": "slow"}, ("slow", "balanced")),
    "an unknown device": ({"device": "tpu"}, ("tpu", "cuda")),
    "a card that is not there": ({"device": "cuda"}, ("DEVICE is cuda",)),
    "no JSON": ({"network_options": "{'epochs': 3}"}, ("NETWORK_OPTIONS is not JSON",)),
    "a list": ({"network_options": "[3]"}, ("NETWORK_OPTIONS",)),
    "an unknown option": ({"network_options": '{"epoch": 3}'}, ("'epoch'", "epochs")),
    "of another network": ({"network_options": '{"filters": 3}'}, ("'filters'", "width")),
    "no epochs": ({"network_options": '{"epochs": 0}'}, ("'epochs'", "0")),
    "epochs as text": ({"network_options": '{"epochs": "many"}'}, ("'epochs'", "many")),
    "NaN": ({"network_options": '{"learning_rate": NaN}'}, ("'learning_rate'", "nan")),
    "a width of 0": ({"network_options": '{"width": 0}'}, ("width",)),
    "layers of width 0": ({"network": "mlp", "network_options": '{"widths": [8, 0]}'}, ("widths",)),
    "a dropout of 2": ({"network_options": '{"dropout": 2}'}, ("dropout",)),
    "a negative width": ({"network_options": '{"width": -3}'}, ("width", "-3")),
    "heads that do not fit": ({"network_options": '{"width": 16, "heads": 5}'}, ("heads",)),
    "weights that are text": ({"class_weights": '{"1": "much"}'}, ("'much'",)),
    "a negative seed": ({"seed": -1}, ("seed",)),
    "a column that is not there": ({"class_field": "kode"}, ("kode",)),
    "a region that is not there": ({"region_field": "regoin"}, ("regoin",)),
    "a run that is not there": ({"run": 7}, ("run_7",)),
    "shares that are not there": ({"priors": "/no/shares.csv"}, ("/no/shares.csv",)),
}


@pytest.mark.parametrize("case", OPTIONS)
def test_options_that_cannot_be_used(world, tmp_path, case):
    changes, words = OPTIONS[case]
    output = tmp_path / "out" / "m.lwm"
    check_refused(work(train(world, output, **changes)), *words, output=output)


WEIGHTS = {
    "missing": (lambda path: None, ()),
    "empty": (lambda path: path.write_bytes(b""), ()),
    "a folder": (lambda path: path.mkdir(), ()),
    "a pickle": (lambda path: path.write_bytes(b"PK\x03\x04archive/data.pkl" + bytes(200)), ()),
    "zeros": (lambda path: path.write_bytes(bytes(400)), ()),
    "a long head": (lambda path: path.write_bytes((1 << 60).to_bytes(8, "little") + b"{}"), ()),
    "text": (lambda path: path.write_text("no weights"), ()),
}


@pytest.mark.parametrize("name", ["weights.pt", "poids été.safetensors"])
@pytest.mark.parametrize("case", WEIGHTS)
def test_weights_that_are_none(world, tmp_path, case, name):
    WEIGHTS[case][0](tmp_path / name)
    output = tmp_path / "out" / "m.lwm"
    check_refused(work(train(world, output, pretrained=str(tmp_path / name))), tmp_path / name, output=output)


def test_samples_whose_features_have_no_dates(world, tmp_path):
    bad = change_samples(world.path("samples.gpkg"), tmp_path / "sans.gpkg", lambda s: replace(
        s, plan=None, features=tuple(replace(f, date="", name=f"f{i}", source=f"f{i}")
                                     for i, f in enumerate(s.features))))
    output = tmp_path / "out" / "m.lwm"
    check_refused(work(train(world, output, samples=bad)), "ltae", "dates", output=output)


MINE = """\
import torch
NETWORK = {"class": "Mine", "inputs": ["values", "valid"], "options": {}}
class Mine(torch.nn.Module):
    def __init__(self, shape, classes):
        super().__init__()
        self.last = torch.nn.Linear(shape.sensors[0].channels, classes)
    def forward(self, values, valid):
        return self.last(values.mean(dim=1))
"""
FILES = {
    "a syntax error": ("class (\n", ("line 1",)),
    "no declaration": ("import torch\n", ("NETWORK",)),
    "a null byte": (MINE + "\0", ()),
    "a missing module": ("import no_such_module\n" + MINE, ("line 1", "no_such_module")),
    "a wrong name": (MINE.replace("self.last(values", "self.lost(values"), ("line 8", "lost")),
    "a wrong shape": (MINE.replace(".mean(dim=1)", ""), ("shape",)),
    "the end of the program": (MINE.replace("return self", "raise SystemExit(3)\n        return self"), ("line 8",)),
    "endless recursion": (MINE.replace("self.last(values.mean(dim=1))", "self(values, valid)"), ("RecursionError",)),
    "the wrong classes": (MINE.replace("channels, classes", "channels, 2"), ("shape",)),
}


@pytest.mark.parametrize("case", FILES)
def test_files_of_networks_that_cannot_be_used(world, tmp_path, case):
    code, words = FILES[case]
    path = tmp_path / "mon réseau.py"
    path.write_text(textwrap.dedent(code), encoding="utf-8")
    given = {"samples": world.path("samples.gpkg"), "class_field": "code"}
    options = json.dumps({"epochs": 2, "learning_rate": 0.01})
    output = tmp_path / "out" / "o"
    for job in (train(world, output, network=str(path), network_options=options),
                CrossValidateJob(output_json=str(output), folds=2, method=str(path), method_options=options, **given)):
        check_refused(work(job), path, *words, output=output)


def test_a_file_that_is_not_there(world, tmp_path):
    output = tmp_path / "out" / "m.lwm"
    for make in (lambda path: None, lambda path: path.mkdir()):
        make(tmp_path / "nulle.py")
        check_refused(work(train(world, output, network=str(tmp_path / "nulle.py"))), tmp_path / "nulle.py",
                      output=output)


def test_methods_of_others(world, tmp_path):
    given = {"samples": world.path("samples.gpkg"), "class_field": "code", "method": "ltae"}
    output = tmp_path / "out" / "o.json"
    check_refused(work(TuneClassifierJob(output_json=str(output), **given)), "ltae", "cross_validate", output=output)
    fine = json.dumps(TINY)
    for job in (CrossValidateJob(output_json=str(output), folds=2, method_options=fine, **given),
                FeatureImportanceJob(output_json=str(output), folds=2, repeats=1, by=("date",), method_options=fine,
                                     **given)):
        assert work(job).code == 0
        output.unlink()


@pytest.fixture(scope="module")
def learnt(world, tmp_path_factory):
    """A model of a network."""
    path = tmp_path_factory.mktemp("appris") / "réseau.lwm"
    options = json.dumps({**TINY, "epochs": 12, "width": 32})
    work(train(world, path, network_options=options)).outputs  # noqa: B018
    return path


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_model_that_was_cut(world, learnt, tmp_path, share):
    bad, output = tmp_path / "coupé.lwm", tmp_path / "out" / "m.tif"
    content = learnt.read_bytes()
    bad.write_bytes(content[: int(len(content) * share)])
    check_refused(work(world.classify(output, models=(str(bad),))), bad, output=output)


def test_a_model_with_a_byte_that_changed(world, learnt, tmp_path):
    content, output = learnt.read_bytes(), tmp_path / "out" / "m.tif"
    for place in np.linspace(100, len(content) - 100, 12).astype(int):
        bad = tmp_path / "abîmé.lwm"
        bad.write_bytes(content[:place] + bytes([content[place] ^ 0x40]) + content[place + 1 :])
        check_refused(work(world.classify(output, models=(str(bad),))), bad, output=output)


def test_a_file_of_a_network_that_is_none_of_the_model(world, learnt, tmp_path):
    output = tmp_path / "out" / "m.tif"
    job = ClassifyJob(world.catalogue, (str(learnt),), str(output), user_network=str(tmp_path / "nulle.py"))
    check_refused(work(job), tmp_path / "nulle.py", "USER_NETWORK", output=output)
