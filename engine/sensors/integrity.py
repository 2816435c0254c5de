"""Notices cut files when a folder is scanned, hours before a block would be read from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.raster.io import open_dataset

_AGAIN = "copy or download it again"


def damage(path: str) -> str:
    """Say what is wrong with a raster file (continuing the sentence that its name begins), or return an empty text.

    For a GeoTIFF the place of every block is compared with the file's size, which finds any cut
    without decoding a pixel; of other formats the last block is read.
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
    end = 0
    for y in range(-(-band.YSize // rows)):
        for x in range(-(-band.XSize // columns)):
            offset = band.GetMetadataItem(f"BLOCK_OFFSET_{x}_{y}", "TIFF")
            if offset:
                end = max(end, int(offset) + int(band.GetMetadataItem(f"BLOCK_SIZE_{x}_{y}", "TIFF") or 0))
    return end


def _read_last_block(band: Any) -> None:
    columns, rows = band.GetBlockSize()
    left, top = (band.XSize - 1) // columns * columns, (band.YSize - 1) // rows * rows
    band.ReadAsArray(left, top, band.XSize - left, band.YSize - top)
