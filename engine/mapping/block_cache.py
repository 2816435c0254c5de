"""How much of the files' blocks GDAL should keep, so that the next block of a tile finds what it shares with one."""

from __future__ import annotations

from math import ceil

from landweave.engine.mapping.places import Places
from landweave.engine.mapping.resample import HALO
from landweave.engine.mapping.tile_series import TileSeries, on_same_pixels
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import BLOCK_CACHE_BYTES, RasterInfo, RasterReader
from landweave.engine.sensors.product import Product

_MOST = 1 << 30
_ITEM_BYTES = {"uint8": 1, "uint16": 2, "int16": 2, "float64": 8}


def block_cache_bytes(tile: TileSeries, shape: tuple[int, int], halo: int, room: float) -> int:
    """Return what to keep of decoded blocks.

    Coarse bands need pixels around a block, and their own blocks reach beyond it: what is forgotten before the next
    block comes is decoded again, for every date.

    Args:
        tile: that is read.
        shape: (rows, columns) read at once.
        halo: pixels around them that are read too.
        room: bytes to spare, beside what is always kept.
    """
    wanted = 0.0
    shares = False
    with RasterReader() as reader:
        for sensor in tile.sensors:
            days = len({p.day for p in sensor.products})
            for product in sensor.products[:1]:
                layers = [(b.path, b.factor, halo + (HALO if b.factor > 1 else 0)) for b in product.bands]
                for path, factor, around in (*layers, *((m.path, m.factor, halo) for m in product.masks)):
                    size, again = _touched(tile, product, factor, shape, around, reader.info(path))
                    wanted += days * size
                    shares |= again
    if not shares:
        return BLOCK_CACHE_BYTES
    return int(min(max(1.1 * wanted, BLOCK_CACHE_BYTES), BLOCK_CACHE_BYTES + max(room, 0), _MOST))


def _touched(
    tile: TileSeries, product: Product, factor: int, shape: tuple[int, int], around: int, info: RasterInfo
) -> tuple[int, bool]:
    """Return the bytes of one layer's blocks that are touched, and whether the next block touches some of them too."""
    size = (1.0, 1.0)
    if not on_same_pixels(tile.grid, product.grid):
        size = Places(tile.grid, Window(0, 0, 1, 1)).size(product.grid)
        around = max(around, HALO)
    count, again = 1, False
    sides = zip(shape, info.block_shape, (info.grid.rows, info.grid.columns), reversed(size))
    for wanted, stored, whole, ratio in sides:
        own = wanted * ratio / factor
        touched = ceil(own / stored) + (0 if not around else 2 if own >= stored else 1)
        count *= min(touched, ceil(whole / stored))
        again |= own < min(stored, whole) or (around > 0 and own < whole)
    high, wide = info.block_shape
    return count * high * wide * _ITEM_BYTES.get(info.dtype, 4), again
