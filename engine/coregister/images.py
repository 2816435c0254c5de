"""What is compared: one band of a product, of another product, or of any raster, on pixels that all of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.mapping.places import Places
from landweave.engine.mapping.resampled_reader import AVERAGED_FROM, read_resampled
from landweave.engine.raster.grid import Extent, Grid, Window
from landweave.engine.raster.io import FILE_MASK, RasterReader
from landweave.engine.raster.warp import reproject_extent, touches
from landweave.engine.sensors.product import BandSource, MaskSource, Product
from landweave.engine.series.planning import roles_of
from landweave.engine.types import AnyArray, Int16Array

_PREVIEW_PX, _BLOCK_PX, _PREVIEWED = 512, 128, 4
_SPAN = 5000.0  # of the values used, between the darkest and the brightest hundredth of the reference


@dataclass(frozen=True)
class Target:
    """A product's band, and the pixels on which it is compared.

    Args:
        product: with that band only.
        grid: its own pixels, or coarser ones from the same corner where the band or the reference is coarser.
        overlap: the part of the grid that the reference covers; without pixels where it covers none.
    """

    product: Product
    grid: Grid
    overlap: Window


def with_band(product: Product, name: str) -> Product | None:
    """Return a product with only the band of that name, or of that role (`red`); None if it has none."""
    for band in product.bands:
        if band.name.lower() == name.lower():
            return replace(product, bands=(band,))
    roles = {b.role.lower(): b.name for b in product.bands if b.role}
    role = (roles or dict(roles_of([b.name for b in product.bands]))).get(name.lower())
    return replace(product, bands=tuple(b for b in product.bands if b.name == role)) if role else None


def reference_raster(path: str, layer: int, grids: Sequence[Grid], reader: RasterReader) -> Product:
    """Describe one band of a raster like a product, its values brought to a range that whole numbers hold.

    Args:
        path: anything GDAL opens.
        layer: number of the band, from 1.
        grids: of the images: what the raster shows there tells the range.
        reader: of the calling thread.

    Raises:
        UserError: if it is no raster, has no such band, no CRS, or shows nothing.
    """
    info = reader.info(path)
    if not 1 <= layer <= info.layers:
        raise UserError(f"{path} has no band {layer}.", f"It has {info.layers}: correct REFERENCE_BAND.")
    nodata = _usable(info.nodatas[layer - 1], info.dtype)
    masks = tuple(MaskSource(path, "values", (0,), alpha) for alpha in info.alphas if alpha != layer)
    if info.has_mask:
        masks += (MaskSource(path, "values", (0,), FILE_MASK),)
    low, high = _range(_shown(path, layer, info.grid, grids, reader), nodata)
    if not high > low:
        low, high = _range(reader.overview(path, layer, _PREVIEW_PX), nodata)
    if not high > low:
        raise UserError(f"Band {layer} of {path} shows nothing: its values do not differ.",
                        "Choose another REFERENCE, or another REFERENCE_BAND.")
    scale = _SPAN / (high - low)
    band = BandSource("reference", path, layer, scale=scale, offset=-low * scale, nodata=nodata, unit="any")
    return Product("reference", "raster", "reference", "", "1970-01-01", path, info.grid, (band,), masks)


def target_of(product: Product, reference: Product) -> Target:
    """Return a product (of one band) with the pixels on which it is compared with the reference, which it touches."""
    grid, factor = product.grid, product.bands[0].factor
    wide, high = Places(grid, Window(0, 0, 1, 1)).size(reference.grid)
    coarser = max(1.0 / wide, 1.0 / high) * reference.bands[0].factor / factor
    side = factor * (coarser if coarser > AVERAGED_FROM else 1.0)
    own = replace(
        grid, pixel_width=grid.pixel_width * side, pixel_height=grid.pixel_height * side,
        columns=ceil(grid.columns / side - 1e-6), rows=ceil(grid.rows / side - 1e-6),
    )
    # Only the part of the reference around the product: all of it may be more than the product's CRS can show.
    window = own.window_of(reproject_extent(_shared(reference.grid, grid), reference.grid.crs, grid.crs))
    return Target(product, own, window.intersection(own.window))


def read_band(product: Product, grid: Grid, window: Window, reader: RasterReader) -> Int16Array:
    """Return the values of a product's only band in a window of a grid, (row, col), NODATA where they are not clear."""
    out = np.empty((1, window.rows, window.columns), np.int16)
    read_resampled(product, Places(grid, window), "cubic", reader, out)
    values: Int16Array = out[0]
    return values


def displaced(product: Product, grid: Grid, columns: int, rows: int) -> Product:
    """Return a product moved right and down by whole pixels of a grid, from where its file says."""
    return replace(product, shift=(columns * grid.pixel_width, -rows * grid.pixel_height))


def check_crs(reference: Product, products: Sequence[Product]) -> None:
    """Refuse images of which one has a CRS and another none.

    Raises:
        UserError: naming the one that has none.
    """
    lacking = [p.path for p in (reference, *products) if not p.grid.crs]
    if lacking and len(lacking) <= len(products):
        raise UserError(
            f"{lacking[0]} has no coordinate reference system, but what it is compared with has one.",
            "Assign one to it (Raster > Projections > Assign projection).",
        )


def _shared(grid: Grid, other: Grid) -> Extent:
    """Return the part of a grid, in its CRS, that the box around another, which touches it, takes."""
    left, bottom, right, top = reproject_extent(other.extent, other.crs, grid.crs)
    x_min, y_min, x_max, y_max = grid.extent
    return max(left, x_min), max(bottom, y_min), min(right, x_max), min(top, y_max)


def _shown(path: str, layer: int, grid: Grid, others: Sequence[Grid], reader: RasterReader) -> AnyArray:
    """Return pixels of a raster where the images are: small blocks spread over some of them."""
    parts: list[AnyArray] = []
    for other in [g for g in dict.fromkeys(others) if touches(grid, g)][:_PREVIEWED]:
        place = grid.window_of(_shared(grid, other)).intersection(grid.window)
        for across in (1, 3, 5):
            for down in (1, 3, 5):
                column, row = place.column + place.columns * across // 6, place.row + place.rows * down // 6
                block = Window(column, row, 1, 1).padded(_BLOCK_PX // 2).intersection(place)
                parts.append(reader.read(path, layer, block).ravel())
    return np.concatenate(parts) if parts else np.empty(0)


def _usable(nodata: float | None, dtype: str) -> float | None:
    """Return a no-data value that the values can take; None otherwise."""
    if nodata is None or not np.isfinite(nodata):
        return None
    kind = np.dtype(dtype)
    if kind.kind == "f":
        return nodata
    limits = np.iinfo(kind)
    return nodata if limits.min <= nodata <= limits.max else None


def _range(values: AnyArray, nodata: float | None) -> tuple[float, float]:
    known = values[np.isfinite(values) & (True if nodata is None else values != nodata)]
    if not known.size:
        return 0.0, 0.0
    low, high = np.percentile(known, (1, 99))
    return (float(low), float(high)) if high > low else (float(known.min()), float(known.max()))
