"""Areas of classes in metres, feet, degrees and Mercator."""

import numpy as np
import pytest

from landweave.engine.validation.areas import class_areas
from landweave.tests.engine.validation import places


def band_m2(south, north, degrees):
    """Area of a band of the WGS 84 ellipsoid (Snyder 1987, USGS PP 1395, eq. 3-12)."""
    e, a = 0.0818191908426215, 6378137.0

    def q(latitude):
        s = np.sin(np.radians(latitude))
        return (1 - e**2) * (s / (1 - e**2 * s**2) + np.log((1 + e * s) / (1 - e * s)) / (2 * e))

    return a**2 * np.radians(degrees) * (q(north) - q(south)) / 2


def test_metres_are_counted(tmp_path):
    codes = np.array([[1, 1, 2], [0, 1, 300]])
    places.write_map(tmp_path / "m.tif", codes, places.grid_of(3, 2, size=(5.0, 20.0)), dtype="uint16")
    areas = class_areas(str(tmp_path / "m.tif"))
    assert areas.m2 == {1: 300.0, 2: 100.0, 300: 100.0}
    assert (areas.nodata_pixels, areas.corrected) == (1, False)
    assert areas.share(1) == pytest.approx(0.6)


def test_feet_become_metres(tmp_path):
    grid = places.grid_of(10, 10, 6000000.0, 2000000.0, crs=places.wkt(2225))
    places.write_map(tmp_path / "m.tif", np.ones((10, 10)), grid)
    assert class_areas(str(tmp_path / "m.tif")).m2[1] == pytest.approx(10000 * (1200 / 3937) ** 2)


def test_degrees_are_measured_on_the_ellipsoid(tmp_path):
    codes = np.ones((600, 50), int)
    codes[300:] = 2
    grid = places.grid_of(50, 600, 10.0, 66.0, (0.01, 0.01), places.wkt(4326))
    places.write_map(tmp_path / "m.tif", codes, grid)
    areas = class_areas(str(tmp_path / "m.tif"))
    assert areas.corrected
    assert areas.m2[1] == pytest.approx(band_m2(63, 66, 0.5), rel=2e-3)
    assert areas.m2[1] + areas.m2[2] == pytest.approx(band_m2(60, 66, 0.5), rel=1e-4)


def test_mercator_does_not_inflate(tmp_path):
    grid = places.grid_of(100, 100, 0.0, 8399737.9, crs=places.wkt(3857))
    places.write_map(tmp_path / "m.tif", np.ones((100, 100)), grid)
    assert class_areas(str(tmp_path / "m.tif")).m2[1] == pytest.approx(1e6 / 4, rel=0.01)
