"""Whole runs as a shell user has them: the chain, the model, failures, cancels, kills and resumes."""

import json
import os
import signal
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

pytestmark = pytest.mark.xdist_group("qgis_process_runs")  # they share the demo area and one whole run
FEW_TREES = '{"n_estimators": 10}'
SLACK_S = 3.0  # for a machine that is busy with other tests
RASTERS = ("map.tif", "confidence.tif", "validity.tif")


@pytest.fixture(scope="session")
def area(qgis_process, tmp_path_factory):
    """Return the folder of a small demo area."""
    folder = tmp_path_factory.mktemp("demo") / "area"
    outcome = qgis_process.run("demo_data", {"OUTPUT": folder, "SIZE": 128, "DATES": 20})
    assert outcome.code == 0, outcome.errors
    return folder


@pytest.fixture(scope="session")
def inputs(area):
    """Return the three inputs that the chain needs, and two that make it quick and named."""
    return {
        "INPUT": area / "products",
        "REFERENCE": area / "reference.gpkg",
        "CLASS_FIELD": "code",
        "NOMENCLATURE": area / "nomenclature.csv",
        "METHOD_OPTIONS": FEW_TREES,
    }


@pytest.fixture(scope="session")
def whole(qgis_process, inputs):
    """Return the undisturbed run of the chain, which names no run folder."""
    outcome = qgis_process.run("classification_chain", inputs)
    assert outcome.code == 0, outcome.errors
    folder = inputs["REFERENCE"].with_name("reference_run")
    return SimpleNamespace(results=outcome.json()["results"], folder=folder, errors=outcome.errors)


def started(qgis_process, inputs, folder, until):
    """Start the chain, wait until its log holds `until`, and return it with its workers."""
    parameters = {**inputs, "RUN_FOLDER": folder, "WORKERS": 2}
    given = [f"{name}={value}" for name, value in parameters.items()]
    process = qgis_process.start("run", "landweave:classification_chain", "--", *given)
    deadline = time.monotonic() + 120
    log = folder / "run.log"
    while not (log.exists() and until in log.read_text()):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process, psutil.Process(process.pid).children(recursive=True)


def living(processes, seconds):
    """Return those that have not ended within so many seconds."""
    return psutil.wait_procs(processes, timeout=seconds)[1]


def bytes_of(folder):
    return {name: (folder / name).read_bytes() for name in RASTERS}


def check_resumed(qgis_process, inputs, folder, whole, kept):
    """Check that the same command finishes the run, redoes nothing and gives the bytes of a run never disturbed."""
    outcome = qgis_process.run("classification_chain", {**inputs, "RUN_FOLDER": folder, "WORKERS": 2})
    assert outcome.code == 0, outcome.errors
    again = (folder / "run.log").read_text()
    for step in kept:
        assert f"{step}: done before, kept." in again
    assert bytes_of(folder) == bytes_of(whole.folder)


def test_three_inputs_make_a_map(whole, inputs):
    results = whole.results
    assert results["RUN_FOLDER"] == str(whole.folder)
    for name in ("MAP", "CONFIDENCE", "VALIDITY", "REPORT"):
        assert Path(results[name]).parent == whole.folder
        assert Path(results[name]).stat().st_size > 500
    assert 0.5 < results["OVERALL_ACCURACY"] < 1
    assert 0 < results["KAPPA"] < results["OVERALL_ACCURACY"]
    assert 0 < results["MACRO_F1"] < 1
    assert (whole.folder / "map.qml").exists()


def test_the_same_command_again_redoes_nothing(qgis_process, inputs, whole):
    before = bytes_of(whole.folder)
    outcome = qgis_process.run("classification_chain", inputs)
    assert outcome.code == 0, outcome.errors
    assert outcome.json()["results"] == whole.results
    assert bytes_of(whole.folder) == before
    assert "Map: done before, kept." in (whole.folder / "run.log").read_text()


def test_the_model_of_single_steps_gives_the_same_map(qgis_process, inputs, whole, tmp_path):
    outputs = {
        "classify:MAP": tmp_path / "map.tif",
        "classify:CONFIDENCE": tmp_path / "confidence.tif",
        "accuracy:REPORT": tmp_path / "report.html",
        "accuracy:SCORES": tmp_path / "scores.json",
    }
    outcome = qgis_process.run("step_by_step_map", {**inputs, **outputs})
    assert outcome.code == 0, outcome.errors
    for name in ("map.tif", "confidence.tif"):
        assert (tmp_path / name).read_bytes() == (whole.folder / name).read_bytes()
    assert (tmp_path / "report.html").stat().st_size > 1000
    assert json.loads((tmp_path / "scores.json").read_text())["kappa"] == whole.results["KAPPA"]


def test_a_failure_is_a_sentence_and_a_remedy(qgis_process, inputs, tmp_path):
    parameters = {**inputs, "CLASS_FIELD": "kode", "RUN_FOLDER": tmp_path / "run", "MAP": tmp_path / "map.tif"}
    outcome = qgis_process.run("classification_chain", parameters)
    assert outcome.code == 1
    assert outcome.output == ""
    assert "kode" in outcome.errors
    assert "code" in outcome.errors.replace("kode", "")
    assert "Traceback" not in outcome.errors
    assert not (tmp_path / "map.tif").exists()


def test_an_unusable_python_is_a_sentence(qgis_process, inputs, tmp_path):
    outcome = qgis_process.run(
        "classification_chain", {**inputs, "RUN_FOLDER": tmp_path / "run"}, LANDWEAVE_PYTHON="/no/such/python"
    )
    assert outcome.code == 1
    assert "/no/such/python (named by LANDWEAVE_PYTHON)" in outcome.errors
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("step", "kept"),
    [
        ("Extraction of the samples ...", ("Check of the reference polygons", "Split of the polygons")),
        ("Map ...", ("Extraction of the samples", "Training, run 1 of 1")),
    ],
    ids=["samples", "map"],
)
def test_control_c_stops_and_the_same_command_goes_on(qgis_process, inputs, whole, tmp_path, step, kept):
    folder = tmp_path / "run"
    process, workers = started(qgis_process, inputs, folder, step)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=30)[1]
    assert time.monotonic() - begun < 2.0 + SLACK_S
    assert process.returncode != 0
    assert "Cancelled." in said and "goes on where it stopped" in said
    assert workers and living(workers, 1.0 + SLACK_S) == []
    assert not any((folder / name).exists() for name in RASTERS)
    assert not list(folder.rglob("*.part*"))
    check_resumed(qgis_process, inputs, folder, whole, kept)


def test_a_killed_qgis_process_takes_its_workers_along(qgis_process, inputs, whole, tmp_path):
    folder = tmp_path / "run"
    process, workers = started(qgis_process, inputs, folder, "Map ...")
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    assert workers and living(workers, 5.0 + SLACK_S) == []
    assert not any((folder / name).exists() for name in RASTERS)
    check_resumed(qgis_process, inputs, folder, whole, ("Extraction of the samples",))
