"""A small world of two tiles, and polygons drawn on it."""

import pytest

from landweave.engine.vector.layers import write_layer
from landweave.tests.engine.mapping import world


@pytest.fixture(scope="session")
def paths(tmp_path_factory):
    """Paths of catalogue and regions."""
    return world.write_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def polygons(tmp_path):
    """Write squares given as (column, row, code) in pixels of the world; return the path."""

    def write(squares, name="reference", field="code", side=8):
        boxes = [world.box(world.ORIGIN[0] + c * 10, world.ORIGIN[1] - (r + side) * 10,
                           world.ORIGIN[0] + (c + side) * 10, world.ORIGIN[1] - r * 10) for c, r, _ in squares]
        path = str(tmp_path / f"{name}.gpkg")
        write_layer(path, name, world.CRS, "Polygon", boxes, {field: [code for _, _, code in squares]})
        return path

    return write
