"""Pixel grids and windows: the geometry of rasters, without any file."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from landweave.engine.types import Json

Extent = tuple[float, float, float, float]
"""(x_min, y_min, x_max, y_max) in the units of a CRS."""

_ALIGNED_TOLERANCE_PX = 0.01


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels in a grid."""

    column: int
    row: int
    columns: int
    rows: int

    @property
    def pixels(self) -> int:
        """Number of pixels."""
        return self.columns * self.rows

    def intersection(self, other: Window) -> Window:
        """Return the shared rectangle; it has no rows or columns where there is none."""
        column, row = max(self.column, other.column), max(self.row, other.row)
        right = min(self.column + self.columns, other.column + other.columns)
        bottom = min(self.row + self.rows, other.row + other.rows)
        return Window(column, row, max(0, right - column), max(0, bottom - row))

    def padded(self, halo: int) -> Window:
        """Return the window grown by a halo of pixels on each side."""
        return Window(self.column - halo, self.row - halo, self.columns + 2 * halo, self.rows + 2 * halo)

    def shifted(self, columns: int, rows: int) -> Window:
        """Return the window moved right and down."""
        return replace(self, column=self.column + columns, row=self.row + rows)


@dataclass(frozen=True)
class Grid:
    """A north-up pixel grid; pixels may be oblong.

    Args:
        crs: well-known text of the coordinate reference system.
        x_min: left edge of the first column, CRS units.
        y_max: upper edge of the first row, CRS units.
        pixel_width: CRS units, positive.
        pixel_height: CRS units, positive.
        columns: number of columns.
        rows: number of rows.
    """

    crs: str
    x_min: float
    y_max: float
    pixel_width: float
    pixel_height: float
    columns: int
    rows: int

    @property
    def geotransform(self) -> tuple[float, float, float, float, float, float]:
        """GDAL's six coefficients."""
        return (self.x_min, self.pixel_width, 0.0, self.y_max, 0.0, -self.pixel_height)

    @property
    def extent(self) -> Extent:
        """Outer edges (x_min, y_min, x_max, y_max)."""
        return (
            self.x_min,
            self.y_max - self.rows * self.pixel_height,
            self.x_min + self.columns * self.pixel_width,
            self.y_max,
        )

    @property
    def window(self) -> Window:
        """The window of the whole grid."""
        return Window(0, 0, self.columns, self.rows)

    def subgrid(self, window: Window) -> Grid:
        """Return the grid of a window; it may reach outside."""
        return replace(
            self,
            x_min=self.x_min + window.column * self.pixel_width,
            y_max=self.y_max - window.row * self.pixel_height,
            columns=window.columns,
            rows=window.rows,
        )

    def window_of(self, extent: Extent) -> Window:
        """Return the window of all pixels that an extent touches, not clipped to the grid."""
        x_min, y_min, x_max, y_max = extent
        tolerance = _ALIGNED_TOLERANCE_PX
        left = math.floor((x_min - self.x_min) / self.pixel_width + tolerance)
        right = math.ceil((x_max - self.x_min) / self.pixel_width - tolerance)
        top = math.floor((self.y_max - y_max) / self.pixel_height + tolerance)
        bottom = math.ceil((self.y_max - y_min) / self.pixel_height - tolerance)
        return Window(left, top, max(0, right - left), max(0, bottom - top))

    def same_pixels(self, other: Grid) -> bool:
        """Tell whether pixel size and alignment (not CRS, not extent) are the same."""
        size = max(self.pixel_width, self.pixel_height)
        if abs(self.pixel_width - other.pixel_width) * max(self.columns, other.columns) > size * 0.1:
            return False
        if abs(self.pixel_height - other.pixel_height) * max(self.rows, other.rows) > size * 0.1:
            return False
        shift_x = (other.x_min - self.x_min) / self.pixel_width
        shift_y = (other.y_max - self.y_max) / self.pixel_height
        return max(abs(shift_x - round(shift_x)), abs(shift_y - round(shift_y))) <= _ALIGNED_TOLERANCE_PX

    def blocks(self, columns: int, rows: int) -> Iterator[Window]:
        """Yield windows of at most the given size that cover the grid, row by row."""
        for row in range(0, self.rows, rows):
            for column in range(0, self.columns, columns):
                yield Window(column, row, min(columns, self.columns - column), min(rows, self.rows - row))

    def to_json(self) -> Json:
        """Return plain values."""
        return {**self.__dict__}

    @classmethod
    def from_json(cls, values: Json) -> Grid:
        """Build from what `to_json` gave."""
        return cls(**values)
