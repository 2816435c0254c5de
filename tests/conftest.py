"""Fixtures shared by all tests."""

from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data, or skip."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data are not on this machine (../shared/data)")
    return folder


# A busy machine is no failure: speeds are measured in benchmarks/.
settings.register_profile("landweave", deadline=None)
settings.load_profile("landweave")
