"""Notices cut files when a folder is scanned, hours before a block would be read from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from osgeo import gdal

from landweave.engine.errors import UserError, brief
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader, open_dataset
from landweave.engine.raster.warp import same_crs

_AGAIN = "copy or download it again"
_MOST_BLOCKS = 4096
_BARE_CODESTREAM, _END_OF_CODESTREAM = b"\xff\x4f\xff\x51", b"\xff\xd9"


def damage(path: str) -> str:
    """Say what is wrong with a raster file (continuing the sentence that its name begins), or return an empty text.

    For a GeoTIFF the places of its blocks are compared with the file's size, for JPEG 2000 the lengths of its
    boxes, which finds a cut without decoding a pixel; of other formats the last block is read.
    """
    try:
        dataset = open_dataset(path)
        if dataset.RasterCount == 0:
            return "holds no raster band"
        if dataset.GetDriver().ShortName == "GTiff" and Path(path).is_file():
            return _cut_tiff(path, dataset)
        if dataset.GetDriver().ShortName.startswith("JP2"):
            return _cut_jpeg2000(path)
        _read_last_block(dataset.GetRasterBand(dataset.RasterCount))
    except (UserError, RuntimeError) as error:
        said = error.message if isinstance(error, UserError) else f"is damaged ({brief(error)})"
        reason = said.removeprefix(f"{path} ")
        return f"{reason.strip().rstrip('.')}: {_AGAIN}"
    return ""


def check_present(missing: Sequence[str], remedy: str) -> None:
    """Check that no file of a product is missing.

    Args:
        missing: names of those that are.
        remedy: what mends the product, a sentence.

    Raises:
        UserError: naming the first two.
    """
    if missing:
        more = f" and {len(missing) - 2} more files" if len(missing) > 2 else ""
        verb = "is" if len(missing) == 1 else "are"
        raise UserError(f"{', '.join(missing[:2])}{more} {verb} missing.", remedy)


def check_on_one_grid(files: Iterable[tuple[str, int]], again: str) -> Grid:
    """Check that the files of a product are whole and lie on the same pixels, and return the grid of the first.

    Args:
        files: path, and side of its pixels in pixels of the first file.
        again: what mends a damaged product ("Download the product again.").

    Raises:
        UserError: naming the file that is cut, cannot be opened or lies elsewhere.
    """
    grid: Grid | None = None
    with RasterReader() as reader:
        for path, factor in files:
            problem = damage(path)
            if problem:
                raise UserError(f"{Path(path).name} {problem}.")
            own = reader.grid(path)
            grid = grid or own
            if not _fits(own, grid, factor):
                message = f"{Path(path).name} does not lie on the same pixels as the product's other files."
                raise UserError(message, again)
    if grid is None or not grid.crs:
        raise UserError("its bands have no coordinate reference system.", again)
    return grid


def _fits(own: Grid, grid: Grid, factor: int) -> bool:
    size = (own.columns * factor - grid.columns, own.rows * factor - grid.rows)
    shift = max(abs(own.x_min - grid.x_min), abs(own.y_max - grid.y_max))
    ratio = own.pixel_width / grid.pixel_width
    lies = all(0 <= s < factor for s in size) and shift < 0.01 * grid.pixel_width and abs(ratio - factor) < 0.01
    return lies and same_crs(own.crs, grid.crs)


def _cut_jpeg2000(path: str) -> str:
    """Follow the boxes of a JP2 file, which begin with their lengths (ISO/IEC 15444-1, annex I)."""
    size, place, end_is_open = gdal.VSIStatL(path).size, 0, False
    file = gdal.VSIFOpenL(path, "rb")
    try:
        while place < size and not end_is_open:
            gdal.VSIFSeekL(file, place, 0)
            head = bytes(gdal.VSIFReadL(1, 16, file) or b"").ljust(16, b"\0")
            if place == 0 and head[:4] == _BARE_CODESTREAM:
                end_is_open = True
            length = int.from_bytes(head[8:16], "big") if head[:4] == b"\0\0\0\1" else int.from_bytes(head[:4], "big")
            end_is_open = end_is_open or length == 0
            place += length
        if end_is_open:
            gdal.VSIFSeekL(file, size - 2, 0)
            return "" if bytes(gdal.VSIFReadL(1, 2, file)) == _END_OF_CODESTREAM else f"is cut; {_AGAIN}"
    finally:
        gdal.VSIFCloseL(file)
    return "" if place == size else f"is cut: it has {size} of at least {place} bytes; {_AGAIN}"


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
