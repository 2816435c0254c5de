"""How rasters are read in this process while a job runs: through the cache of decoded files or not, and GDAL's blocks.

`RunContext` says what the user wants; the executors set it in every process that does tasks (`reading_as`). Nothing
here changes a value that is read, so neither results nor the journal know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from osgeo import gdal

from landweave.engine.raster.io import BLOCK_CACHE_BYTES, read_through
from landweave.engine.raster.tile_cache import TileCache, cached_path
from landweave.engine.runtime.context import RunContext

DEFAULT_CACHE_GIB = 20


@dataclass(frozen=True)
class Reading:
    """Plain values: they travel to the processes.

    Args:
        cache: of decoded JPEG 2000 files; None: they are read as they are.
        block_cache_bytes: what GDAL may keep of blocks that it decoded.
    """

    cache: TileCache | None = None
    block_cache_bytes: int = BLOCK_CACHE_BYTES

    @classmethod
    def of(cls, context: RunContext) -> Reading:
        """Return what the options of a run ask for."""
        folder = context.cache
        cache = TileCache(folder, (context.cache_gib or DEFAULT_CACHE_GIB) << 30) if folder else None
        return cls(cache, max(context.block_cache_bytes, BLOCK_CACHE_BYTES))

    def start(self) -> Callable[[str], str] | None:
        """Read like this from now on, in this process; return what stood in for files before."""
        gdal.SetCacheMax(self.block_cache_bytes)
        return read_through(partial(cached_path, cache=self.cache) if self.cache is not None else None)


@contextmanager
def reading_as(reading: Reading) -> Iterator[None]:
    """Read like this until the end of the block, then as before."""
    blocks = gdal.GetCacheMax()
    before = reading.start()
    try:
        yield
    finally:
        read_through(before)
        gdal.SetCacheMax(blocks)


def check_cache(context: RunContext) -> None:
    """Make the folder of the cache, if one is wanted, before the work starts.

    Raises:
        UserError: if it cannot be written to.
    """
    cache = Reading.of(context).cache
    if cache is not None:
        cache.check()
