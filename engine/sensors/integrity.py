"""Notices cut files when a folder is scanned, hours before a block would be read from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.raster.io import open_dataset

_AGAIN = "copy or download it again"
_MOST_BLOCKS = 4096


def damage(path: str) -> str:
    """Say what is wrong with a raster file (continuing the sentence that its name begins), or return an empty text.

    For a GeoTIFF the places of its blocks are compared with the file's size, which finds a cut without
    decoding a pixel (2 to 10 ms for a Sentinel-2 band); of other formats the last block is read.
    """
    try:
        dataset = open_dataset(path)
        if dataset.RasterCount == 0:
            return "holds no raster band"
        if dataset.GetDriver().ShortName == "GTiff" and Path(path).is_file():
            return _cut_tiff(path, dataset)
        _read_last_block(dataset.GetRasterBand(dataset.RasterCount))
    except (UserError, RuntimeError) as error:
        reason = error.message.removeprefix(f"{path} ") if isinstance(error, UserError) else f"is damaged ({error})"
        return f"{reason.strip().rstrip('.')}: {_AGAIN}"
    return ""


def _cut_tiff(path: str, dataset: Any) -> str:
    shared = dataset.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE") == "PIXEL"
    numbers = [1] if shared else range(1, dataset.RasterCount + 1)
    needed = max(_end_of_blocks(dataset.GetRasterBand(number)) for number in numbers)
    size = Path(path).stat().st_size
    if needed <= size:
        return ""
    return f"is cut: it has {size} of at least {needed} bytes; {_AGAIN}"


def _end_of_blocks(band: Any) -> int:
    """Return the position after the last byte of a band's blocks; blocks never written have none."""
    columns, rows = band.GetBlockSize()
    across = -(-band.XSize // columns)
    end = 0
    for number in _places(across * -(-band.YSize // rows)):
        place = f"{number % across}_{number // across}"
        offset = band.GetMetadataItem(f"BLOCK_OFFSET_{place}", "TIFF")
        if offset:
            end = max(end, int(offset) + int(band.GetMetadataItem(f"BLOCK_SIZE_{place}", "TIFF") or 0))
    return end


def _places(blocks: int) -> Iterator[int]:
    """Yield the blocks to look at: all, or of a file of many strips the last ones and some of the others."""
    tail = 0 if blocks <= _MOST_BLOCKS else blocks - _MOST_BLOCKS // 4
    yield from range(0, tail, 16)
    yield from range(tail, blocks)


def _read_last_block(band: Any) -> None:
    columns, rows = band.GetBlockSize()
    left, top = (band.XSize - 1) // columns * columns, (band.YSize - 1) // rows * rows
    band.ReadAsArray(left, top, band.XSize - left, band.YSize - top)
