"""A small demo area, made once, and the chain that maps it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from landweave.engine.jobs import ClassificationChainJob, DemoDataJob
from landweave.engine.runtime.context import RunContext

ROOT = Path(__file__).resolve().parents[3]
FOREST = json.dumps({"n_estimators": 20})


@pytest.fixture(scope="session")
def area(tmp_path_factory):
    """Return the folder of a demo area of 192 x 192 pixels a tile."""
    folder = tmp_path_factory.mktemp("demo") / "area"
    DemoDataJob(str(folder), size=192, dates=20, seed=3).execute(RunContext())
    return folder


@pytest.fixture
def chain(area):
    """Return a function that describes the chain on the demo area."""

    def describe(**changes):
        standard = {
            "reference": str(area / "reference.gpkg"), "class_field": "code", "input": str(area / "products"),
            "regions": str(area / "regions.gpkg"), "region_field": "region",
            "nomenclature": str(area / "nomenclature.csv"), "method_options": FOREST, "seed": 1,
        }
        return ClassificationChainJob(**{**standard, **changes})

    return describe


def start_worker(job, run_folder, workers=1):
    """Start a worker process on a job, as QGIS does."""
    text = json.dumps({"job": job.to_json(), "options": {"workers": workers, "run_folder": str(run_folder)}})
    process = subprocess.Popen(
        [sys.executable, "-m", "landweave.engine"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / ".venv" / "link")})
    process.stdin.write(text + "\n")
    process.stdin.flush()
    return process


def read_events(process):
    """Yield the events of a worker until it ends."""
    for line in process.stdout:
        yield json.loads(line)
