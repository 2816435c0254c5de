"""A small world of two tiles with clouds."""

import pytest

from landweave.tests.engine.mapping import world


@pytest.fixture(scope="session")
def paths(tmp_path_factory):
    """Paths of catalogue and points."""
    return world.write_world(tmp_path_factory.mktemp("world"))
