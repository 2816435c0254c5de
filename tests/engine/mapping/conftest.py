"""One world for all tests of the pipeline."""

import pytest

from landweave.engine.jobs import ExtractSamplesJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples
from landweave.tests.engine.mapping import world


@pytest.fixture(scope="session")
def paths(tmp_path_factory):
    """Paths of catalogue, points, regions, half (a mask), samples, model."""
    folder = tmp_path_factory.mktemp("world")
    found = world.write_world(folder)
    found["samples"] = str(folder / "samples.gpkg")
    ExtractSamplesJob(found["catalogue"], found["points"], found["samples"]).execute(RunContext())
    samples = load_samples(found["samples"])
    found["model"] = world.write_model(folder / "model.lwm", samples, {"all": slice(None)})
    return found


@pytest.fixture(scope="session")
def samples(paths):
    """The samples of the world."""
    return load_samples(paths["samples"])
