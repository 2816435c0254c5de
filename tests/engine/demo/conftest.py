import pytest

from landweave.engine.jobs import DemoDataJob
from landweave.engine.runtime.context import RunContext

SENSORS = ("sentinel2", "sentinel1", "landsat")


@pytest.fixture(scope="session")
def three_sensors(tmp_path_factory):
    """A small area with the images of all sensors."""
    folder = tmp_path_factory.mktemp("three") / "area"
    return DemoDataJob(str(folder), 192, 12, 0, SENSORS).execute(RunContext())
