import numpy as np
import pytest
from osgeo import ogr
from scipy import ndimage

from landweave.engine.demo.outlines import outline, polygon_wkb
from landweave.engine.raster.grid import Grid

GRID = Grid("", 1000.0, 2000.0, 10.0, 10.0, 30, 20)


@pytest.mark.parametrize("seed", range(40))
def test_a_polygon_covers_its_pixels_and_nothing_else(seed):
    rng = np.random.default_rng(seed)
    field = ndimage.gaussian_filter(rng.standard_normal((20, 30)), 1.5)
    labels, _ = ndimage.label(field > 0)
    mask = labels == labels.max()
    rings = outline(mask)
    if rings is None:
        blocks = mask[:-1, :-1].astype(int) + mask[1:, 1:] - mask[1:, :-1] - mask[:-1, 1:]
        assert (np.abs(blocks) == 2).any()
        return
    geometry = ogr.CreateGeometryFromWkb(polygon_wkb(rings, GRID, 0, 0))
    assert geometry.IsValid()
    assert geometry.GetArea() == pytest.approx(100.0 * mask.sum())
    for row, column in np.argwhere(mask)[::7].tolist():
        point = ogr.CreateGeometryFromWkt(f"POINT ({1000 + 10 * column + 5} {2000 - 10 * row - 5})")
        assert geometry.Contains(point)


def test_a_hole_is_an_inner_ring():
    mask = np.ones((3, 3), bool)
    mask[1, 1] = False
    geometry = ogr.CreateGeometryFromWkb(polygon_wkb(outline(mask), GRID, 0, 0))
    assert geometry.GetGeometryCount() == 2
    assert geometry.IsValid()
    assert geometry.GetArea() == 800.0


def test_straight_sides_have_no_corners_between():
    assert outline(np.ones((4, 7), bool)) == [[(0, 0), (0, 7), (4, 7), (4, 0)]]
