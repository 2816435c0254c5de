"""Where the demo lies: two Sentinel-2 tiles of the genuine raster, cut to size around their overlap."""

from __future__ import annotations

from dataclasses import dataclass

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid

TILES = ("31TCJ", "31TDJ")
CRS_CODE = "EPSG:32631"
PIXEL_M = 10.0
FULL_SIZE = 10980
MINIMUM_SIZE = 96
MAXIMUM_DATES = 110
FIRST_YEAR, LAST_YEAR = 2021, 2030
USUAL_SHIFT_DAYS, LARGEST_SHIFT_DAYS = 9.0, 60.0
MARGIN = 2
"""Pixels that the landscape is known beyond the area, so that mixed edges need no special case."""
_SECOND_TILE_X = 399960.0
_UPPER_Y = 4900020.0
_OVERLAP_SHARE = 984 / 10980
_BLOCK_PIXELS = 1_000_000
_NOISE_ROWS = 64
_SEEDS_A_YEAR = 1_000_003


@dataclass(frozen=True)
class Area:
    """The demo's geometry. Coordinates of the landscape are pixels from the upper left corner of the union.

    Args:
        size: side of one tile in 10 m pixels.
        dates: acquisitions of each tile.
        seed: of everything random.
        crs: well-known text of the tiles' CRS.
        cloudiness: share of the Sentinel-2 acquisitions that are mostly under clouds; None: as in a usual year.
        year: of the images; crops follow each other from FIRST_YEAR on, and each year has its own weather.
        region_shift: days by which the plants of the south are earlier than those of the north; negative: later.
        texture: whether there are classes whose pixels are of several kinds, side by side.
    """

    size: int
    dates: int
    seed: int
    crs: str
    cloudiness: float | None = None
    year: int = FIRST_YEAR
    region_shift: float = USUAL_SHIFT_DAYS
    texture: bool = False

    def __post_init__(self) -> None:
        if self.size % 2 or not MINIMUM_SIZE <= self.size <= FULL_SIZE:
            raise UserError(
                f"The demo area cannot have tiles of {self.size} pixels.",
                f"Give an even size from {MINIMUM_SIZE} to {FULL_SIZE}.",
            )
        if not 2 <= self.dates <= MAXIMUM_DATES:
            raise UserError(
                f"The demo area cannot have {self.dates} acquisitions.", f"Give a number from 2 to {MAXIMUM_DATES}."
            )
        if self.seed < 0:
            raise UserError(f"The demo area cannot have the seed {self.seed}.", "Give 0 or a positive whole number.")
        if self.cloudiness is not None and not 0 <= self.cloudiness <= 1:
            raise UserError(f"The cloudiness of the demo area is {self.cloudiness:g}.", "Give a share from 0 to 1.")
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise UserError(f"The demo area has no year {self.year}.", f"Give one from {FIRST_YEAR} to {LAST_YEAR}.")
        if not abs(self.region_shift) <= LARGEST_SHIFT_DAYS:
            raise UserError(f"The demo area cannot have regions {self.region_shift:g} days apart.",
                            f"Give a number of days from -{LARGEST_SHIFT_DAYS:g} to {LARGEST_SHIFT_DAYS:g}.")

    @property
    def weather_seed(self) -> int:
        """Seed of what no two years have in common: skies, noise, and how each crop does."""
        return self.seed + _SEEDS_A_YEAR * (self.year - FIRST_YEAR)

    @property
    def overlap(self) -> int:
        """Columns that both tiles share; in proportion to the genuine tiles' overlap, even."""
        return max(16, 2 * round(self.size * _OVERLAP_SHARE / 2))

    @property
    def columns(self) -> int:
        """Columns of both tiles together."""
        return 2 * self.size - self.overlap

    @property
    def rows(self) -> int:
        """Rows of both tiles."""
        return self.size

    def offset(self, tile: str) -> int:
        """Return the column of the union where a tile begins."""
        return TILES.index(tile) * (self.size - self.overlap)

    def grid(self) -> Grid:
        """Return the 10 m grid of both tiles together."""
        x_min = _SECOND_TILE_X - (self.size - self.overlap) * PIXEL_M
        return Grid(self.crs, x_min, _UPPER_Y, PIXEL_M, PIXEL_M, self.columns, self.rows)

    def tile_grid(self, tile: str, factor: int = 1) -> Grid:
        """Return a tile's grid; factor 2 for its 20 m bands."""
        x_min = self.grid().x_min + self.offset(tile) * PIXEL_M
        side = self.size // factor
        return Grid(self.crs, x_min, _UPPER_Y, PIXEL_M * factor, PIXEL_M * factor, side, side)

    def blocks(self) -> list[tuple[int, int]]:
        """Return the first row and the end of each block of rows that fits in memory."""
        rows = max(_NOISE_ROWS, _BLOCK_PIXELS // self.columns // _NOISE_ROWS * _NOISE_ROWS)
        return [(row, min(row + rows, self.rows)) for row in range(0, self.rows, rows)]
