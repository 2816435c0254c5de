"""Where the pixels of a window of the tile's grid lie in rasters of other grids."""

from __future__ import annotations

from functools import lru_cache
from math import hypot

from landweave.engine.mapping.sampling import Spots
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.warp import pixel_centres
from landweave.engine.types import Float64Array


class Places:
    """The pixels of a window, found in other grids: each CRS is computed once, all bands and dates share it.

    Every pixel's centre is brought to the other CRS exactly, so that it does not depend on the window.
    """

    def __init__(self, grid: Grid, window: Window) -> None:
        """Take a window, which may reach outside its grid."""
        self.grid, self.window = grid, window
        self._centres: dict[str, tuple[Float64Array, Float64Array]] = {}

    def spots(self, grid: Grid) -> Spots:
        """Return the places of the window's pixels in a raster's grid."""
        if grid.crs not in self._centres:
            self._centres[grid.crs] = pixel_centres(self.grid, self.window, grid.crs)
        x, y = self._centres[grid.crs]
        return Spots((x - grid.x_min) / grid.pixel_width, (grid.y_max - y) / grid.pixel_height)

    def size(self, grid: Grid) -> tuple[float, float]:
        """Return the (columns, rows) of a raster that a pixel of the window covers, about, in the tile's middle."""
        width, height = _pixel_size(self.grid, grid.crs)
        return width / grid.pixel_width, height / grid.pixel_height


@lru_cache(maxsize=256)
def _pixel_size(grid: Grid, crs: str) -> tuple[float, float]:
    """Return the size of a grid's pixel in another CRS: that of the box of the same area, about, in its middle."""
    middle = Window(grid.columns // 2, grid.rows // 2, 2, 2)
    x, y = pixel_centres(grid, middle, crs)
    right, below = (x[0, 1] - x[0, 0], y[0, 1] - y[0, 0]), (x[1, 0] - x[0, 0], y[1, 0] - y[0, 0])
    return hypot(right[0], below[0]), hypot(right[1], below[1])
