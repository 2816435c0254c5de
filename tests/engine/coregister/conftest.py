"""Textures of the demo area."""

import pytest

from landweave.tests.engine.coregister import made


@pytest.fixture(scope="session")
def textures(tmp_path_factory):
    """Two seasons, red and near infrared, (date, band, row, col)."""
    return made.demo_textures(tmp_path_factory.mktemp("textures"))


@pytest.fixture(scope="session")
def reference(tmp_path_factory, textures):
    """The red band of the first season where it belongs, as a raster on the pixels of the images."""
    folder = tmp_path_factory.mktemp("reference")
    return made.product(folder, "2020-12-01", [made.still(b) for b in textures[0]]).path
