"""The area of interest of a scan: what does not touch it is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Extent, Grid
from landweave.engine.raster.warp import checked_extent, reproject_extent
from landweave.engine.sensors.product import LeftOut, Product

GEOGRAPHIC = "EPSG:4326"
_SMALL_DEGREES = 20.0


@dataclass(frozen=True)
class Area:
    """A rectangle.

    Args:
        extent: (x_min, y_min, x_max, y_max) in `crs`.
        crs: as text.
        degrees: west, south, east, north of the box around it.
    """

    extent: Extent
    crs: str
    degrees: Extent

    @classmethod
    def checked(cls, extent: tuple[float, ...], crs: str) -> Area | None:
        """Build from the parameters EXTENT and its CRS (empty: degrees); None without an extent.

        Raises:
            UserError: when the extent is none, or has no place on the globe.
        """
        if not extent:
            return None
        own, crs = checked_extent(extent), crs or GEOGRAPHIC
        return cls(own, crs, reproject_extent(own, crs, GEOGRAPHIC))

    def touches(self, grid: Grid) -> bool:
        """Tell whether a grid shares any place with the area; True where that cannot be told."""
        try:
            if not self.touches_box(reproject_extent(grid.extent, grid.crs, GEOGRAPHIC)):
                return False
            # the box in degrees of a tilted grid is too large; but half a globe has no true box in a grid's CRS
            west, _, east, _ = self.degrees
            is_small = east - west <= _SMALL_DEGREES
            return not is_small or _overlap(reproject_extent(self.extent, self.crs, grid.crs), grid.extent)
        except UserError:
            return True

    def touches_box(self, box: object) -> bool:
        """Tell whether a box in degrees (of two or three dimensions) touches the area; True where it is none."""
        if not isinstance(box, (list, tuple)) or len(box) not in (4, 6):
            return True
        half = len(box) // 2
        sides = [box[0], box[1], box[half], box[half + 1]]
        if not all(isinstance(side, (int, float)) and isfinite(side) for side in sides):
            return True
        west, south, east, north = (float(str(side)) for side in sides)
        if west > east:  # across the date line
            return any(_overlap(self.degrees, part) for part in ((west, south, 180.0, north),
                                                                 (-180.0, south, east, north)))
        return _overlap(self.degrees, (west, south, east, north))


def within(area: Area | None, products: Sequence[Product]) -> tuple[list[Product], list[LeftOut]]:
    """Divide products into those that touch an area (None: everywhere) and those left out."""
    inside = [p for p in products if area is None or area.touches(p.grid)]
    chosen = set(map(id, inside))
    return inside, [LeftOut(p.path, "lies outside EXTENT.") for p in products if id(p) not in chosen]


def _overlap(first: Extent, second: Extent) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
