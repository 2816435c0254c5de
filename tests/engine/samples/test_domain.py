"""Places of the mapped area: they lie evenly over what is mapped, and nowhere else."""

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.warp import reproject_extent
from landweave.engine.samples.domain import mapped_places
from landweave.tests.engine.samples.made import UTM31, UTM32, X, Y, grid, layer, square

BOX = (X, Y - 1000.0, X + 1000.0, Y)


def a_map(path, mapped, dtype="uint8", nodata=0.0, crs=UTM31):
    with RasterWriter(str(path), grid(crs=crs), 1, dtype, nodata=nodata) as writer:
        writer.write(grid().window, mapped)
    return str(path)


def test_boxes_are_filled_evenly():
    other = (X + 3000.0, Y - 1000.0, X + 4000.0, Y)
    found = mapped_places("", (), "", [(BOX, UTM31), (other, UTM31)], UTM31)
    in_first = found[:, 0] < X + 1500
    assert in_first.sum() == pytest.approx(len(found) / 2, rel=0.1)
    assert found[in_first].mean(axis=0) == pytest.approx([X + 500, Y - 500], abs=40)
    assert not ((found[:, 0] > X + 1000) & (found[:, 0] < X + 3000)).any()


def test_an_extent_comes_instead_of_the_boxes_and_from_another_system():
    inner = (X + 200.0, Y - 400.0, X + 400.0, Y - 100.0)
    found = mapped_places("", inner, "", [(BOX, UTM31)], UTM31)
    assert (found >= inner[:2]).all() and (found <= inner[2:]).all() and len(found) > 1000
    far = mapped_places("", reproject_extent(inner, UTM31, UTM32), UTM32, [], UTM31)
    assert far.mean(axis=0) == pytest.approx(found.mean(axis=0), abs=20)


@pytest.mark.parametrize(("dtype", "nodata", "empty"), [
    ("uint8", 0.0, 0), ("int16", -9.0, -9), ("float32", None, np.nan),
])
def test_of_a_raster_what_is_not_mapped_is_left_out(tmp_path, dtype, nodata, empty):
    mapped = np.full((100, 100), 5, dtype)
    mapped[:, 50:] = empty
    mapped[:20] = 0
    found = mapped_places(a_map(tmp_path / "m.tif", mapped, dtype, nodata), (), "", [], UTM31)
    assert (found[:, 0] < X + 500).all() and (found[:, 1] < Y - 200).all()
    assert len(found) >= 1000
    narrow = mapped_places(str(tmp_path / "m.tif"), (X, Y - 500.0, X + 100.0, Y), UTM31, [], UTM31)
    assert 0 < len(narrow) < len(found) and (narrow[:, 0] < X + 100).all()


def test_of_polygons_what_lies_inside_is_taken(tmp_path):
    source = layer(tmp_path / "a.gpkg", [(square(0, 0, 20), 1), (square(60, 60, 20), 2)])
    found = mapped_places(source, (), "", [], UTM31)
    first = (found[:, 0] < X + 200) & (found[:, 1] > Y - 200)
    second = (found[:, 0] > X + 600) & (found[:, 1] < Y - 600)
    assert (first | second).all() and first.sum() == pytest.approx(second.sum(), rel=0.1)


def test_what_leaves_no_place_is_said(tmp_path):
    empty = a_map(tmp_path / "m.tif", np.zeros((100, 100), np.uint8))
    with pytest.raises(UserError, match="leaves no place to map"):
        mapped_places(empty, (), "", [], UTM31)
    with pytest.raises(UserError, match="extent"):
        mapped_places("", (1.0, 2.0, 0.0, 3.0), "", [], UTM31)
    nowhere = layer(tmp_path / "n.gpkg", [(square(0, 0), 1)], crs="")
    with pytest.raises(UserError, match="no coordinate reference system"):
        mapped_places(nowhere, (), "", [], UTM31)
    with pytest.raises(UserError, match="holds no polygon"):
        mapped_places(layer(tmp_path / "e.gpkg", [(None, 1)]), (), "", [], UTM31)
