"""The features chain gives what its steps give by hand, and does nothing twice."""

import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs import FeaturesChainJob, FeaturesMapJob, PixelValidityJob
from landweave.engine.runtime.context import RunContext
from landweave.tests.engine.products import write_theia_s2


@pytest.fixture
def images(tmp_path):
    for day in ("20180105-105038-461", "20180303-105038-461"):
        write_theia_s2(tmp_path / "images", "31TCJ", day, size=32)
    return tmp_path / "images"


def run(job, folder, messages=None):
    def emit(event):
        if messages is not None and event["event"] == "log":
            messages.append(event["message"])

    return job.execute(RunContext(emit=emit, run_folder=str(folder)))


def test_it_gives_what_the_steps_give(images, tmp_path):
    made = run(FeaturesChainJob(input=str(images)), tmp_path / "run")
    catalogue = str(tmp_path / "run" / "steps" / "catalogue.gpkg")
    FeaturesMapJob(catalogue, str(tmp_path / "f.tif")).execute(RunContext())
    PixelValidityJob(catalogue, str(tmp_path / "v.tif")).execute(RunContext())
    assert (tmp_path / "run" / "features.tif").read_bytes() == (tmp_path / "f.tif").read_bytes()
    assert (tmp_path / "run" / "validity.tif").read_bytes() == (tmp_path / "v.tif").read_bytes()
    assert made["BANDS"] > 10


def test_it_does_nothing_twice_but_what_an_edited_file_of_the_options_asks_for(images, tmp_path):
    mine = tmp_path / "mine.py"
    mine.write_text("def level(data):\n    return data.filled('S2', 'B8')[0], ['level']\n")
    series = tmp_path / "series.json"
    series.write_text('{"step_days": 30, "user_features": {"file": "mine.py", "functions": ["level"]}}')
    job = FeaturesChainJob(input=str(images), series=str(series))
    run(job, tmp_path / "run")
    before = (tmp_path / "run" / "features.tif").read_bytes()
    assert (tmp_path / "run" / "steps" / "mine.py").read_bytes() == mine.read_bytes()
    again = []
    run(job, tmp_path / "run", again)
    assert sum("done before" in m for m in again) == 3
    mine.write_text("def level(data):\n    return data.filled('S2', 'B8')[0] * 2, ['level']\n")
    run(job, tmp_path / "run")
    assert (tmp_path / "run" / "features.tif").read_bytes() != before


def test_it_wants_images_and_a_folder(images, tmp_path):
    with pytest.raises(UserError, match="needs either"):
        run(FeaturesChainJob(), tmp_path / "run")
    with pytest.raises(UserError, match="run folder"):
        FeaturesChainJob(input=str(images)).execute(RunContext())
