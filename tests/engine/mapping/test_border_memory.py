"""What soft borders take is planned for."""

import tracemalloc

import numpy as np
import pytest

from landweave.engine.mapping.borders import bytes_per_pixel, margin_bytes, soft_shares
from landweave.engine.raster.grid import Grid, Window


class Stripes:
    """Regions side by side, and nobody's land at the end."""

    def __init__(self, regions):
        self.regions = regions

    def pixels(self, grid):
        column = np.floor((grid.x_min - 500000) / 10 + np.arange(grid.columns)).astype(np.int64)
        codes = np.clip(column // 60 + 1, 1, self.regions)
        return np.broadcast_to(np.where(column < 460, codes, 0), (grid.rows, grid.columns)).copy()


@pytest.mark.parametrize("regions", [2, 6])
@pytest.mark.parametrize("distance", [50.0, 2000.0])
def test_memory_is_what_is_planned(regions, distance):
    grid = Grid("", 500000.0, 4800000.0, 10.0, 10.0, 500, 900)
    window = Window(0, 300, 500, 300)
    areas = Stripes(regions)
    soft_shares(areas, grid, Window(0, 0, 20, 20), distance)
    tracemalloc.start()
    found = soft_shares(areas, grid, window, distance)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert np.allclose(np.sum(list(found.values()), axis=0), 1)
    planned = window.pixels * bytes_per_pixel(regions + 1) + margin_bytes(grid, distance)
    assert 0.3 * planned < peak < planned
