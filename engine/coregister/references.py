"""With what products are compared: a raster, or the products of a date."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from landweave.engine.coregister.images import check_crs, reference_raster
from landweave.engine.errors import UserError
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import spatial_reference, touches
from landweave.engine.sensors.product import Product

_METRES_A_DEGREE = 111320.0


class References:
    """The images that are taken to lie right."""

    def __init__(self, images: Sequence[Product], name: str) -> None:
        """Take products of one band.

        Args:
            images: the ones of finer pixels come first.
            name: what the user calls them.
        """
        self.name = name
        self._images = sorted(images, key=lambda p: (round(_metres(p), 3), p.sensor))

    def of(self, product: Product) -> Product | None:
        """Return what a product is compared with: of its tile if there is one; None if it is a reference itself."""
        if any(product.path == p.path and product.identifier == p.identifier for p in self._images):
            return None
        finest = [p for p in self._images if p.sensor == self._images[0].sensor]
        for images in (finest, self._images):
            near = sorted(images, key=lambda p: p.tile != product.tile)
            for image in near:
                if not product.grid.crs or touches(image.grid, product.grid):
                    return image
        return self._images[0]


def find_references(
    path: str, band: int, day: str, products: Sequence[Product], reader: RasterReader
) -> References:
    """Return the reference that the user names.

    Args:
        path: a raster; empty: the products of the day.
        band: of the raster, from 1.
        day: ISO date.
        products: all that are compared, of one band.
        reader: of the calling thread.

    Raises:
        UserError: if neither is given, the raster cannot be used, or no product is of that day.
    """
    if path:
        raster = reference_raster(path, band, [p.grid for p in products if p.grid.crs], reader)
        check_crs(raster, products)
        return References([raster], path)
    if not day:
        raise UserError("No reference is given.", "Give REFERENCE, or the date of one of the images (REFERENCE_DATE).")
    of_day = [p for p in products if p.day.isoformat() == day]
    if not of_day:
        days = sorted({p.day.isoformat() for p in products}, key=lambda d: (_days_between(d, day), d))
        raise UserError(f"No image of the catalogue that has the band is of {day}.",
                        f"The nearest dates are: {', '.join(days[:3])}.")
    check_crs(of_day[0], products)
    return References(of_day, f"the images of {day}")


def _days_between(first: str, second: str) -> int:
    from datetime import date

    return abs((date.fromisoformat(first) - date.fromisoformat(second)).days)


def _metres(product: Product) -> float:
    grid = product.grid
    side = sqrt(grid.pixel_width * grid.pixel_height) * product.bands[0].factor
    is_geographic = bool(grid.crs) and bool(spatial_reference(grid.crs).IsGeographic())
    return side * (_METRES_A_DEGREE if is_geographic else 1.0)
