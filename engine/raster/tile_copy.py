"""Decoded copies of rasters in tiled, quickly read GeoTIFF."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal

from landweave.engine.raster.io import check_whole, close_failed, gdal_to_numpy

TILE_PX = 512


def write_copy(source: Any, part: Path) -> None:
    """Write the copy: same values and header, in tiles.

    Values are read and written here, because GDAL's own copying goes on over what does not decode.

    Raises:
        RuntimeError: if a part of the source does not decode, or the copy cannot be written.
    """
    bands = [source.GetRasterBand(number + 1) for number in range(source.RasterCount)]
    copy = _created(source, bands[0].DataType, part)
    try:
        rows = max(TILE_PX, bands[0].GetBlockSize()[1])
        for number, band in enumerate(bands, 1):
            for first in range(0, band.YSize, rows):
                values = band.ReadAsArray(0, first, band.XSize, min(rows, band.YSize - first))
                copy.GetRasterBand(number).WriteArray(values, 0, first)
        copy.FlushCache()
    except RuntimeError:
        close_failed(copy)
        raise
    del copy
    check_whole(part)
    for extra in part.parent.glob(f"{part.name}.*"):  # metadata of the format that nobody reads
        extra.unlink()
    with part.open("rb+") as file:
        os.fsync(file.fileno())  # a name without its content would survive a power cut


def _created(source: Any, kind: int, part: Path) -> Any:
    """Return the open copy with the header of its source."""
    options = ["TILED=YES", f"BLOCKXSIZE={TILE_PX}", f"BLOCKYSIZE={TILE_PX}", "BIGTIFF=IF_SAFER", "NUM_THREADS=1",
               "INTERLEAVE=BAND", f"COMPRESS={_compression()}"]
    if np.dtype(gdal_to_numpy(kind)).kind in "iu":
        options.append("PREDICTOR=2")
    if _compression() == "ZSTD":
        options.append("ZSTD_LEVEL=1")
    size = (source.RasterXSize, source.RasterYSize, source.RasterCount)
    copy = gdal.GetDriverByName("GTiff").Create(str(part), *size, kind, options)
    copy.SetGeoTransform(source.GetGeoTransform())
    copy.SetProjection(source.GetProjection())
    for number in range(1, size[2] + 1):
        own, other = copy.GetRasterBand(number), source.GetRasterBand(number)
        own.SetDescription(other.GetDescription())
        if other.GetNoDataValue() is not None:
            own.SetNoDataValue(other.GetNoDataValue())
        if other.GetScale() is not None:
            own.SetScale(other.GetScale())
        if other.GetOffset() is not None:
            own.SetOffset(other.GetOffset())
    return copy


def _compression() -> str:
    return "ZSTD" if "ZSTD" in gdal.GetDriverByName("GTiff").GetMetadataItem("DMD_CREATIONOPTIONLIST") else "DEFLATE"


def most_bytes(source: Any) -> int:
    """Return the size of whole tiles without compression, and some: the copy is not larger."""
    bits = sum(gdal.GetDataTypeSize(source.GetRasterBand(n + 1).DataType) for n in range(source.RasterCount))
    rows, columns = (-(-side // TILE_PX) * TILE_PX for side in (source.RasterYSize, source.RasterXSize))
    return int(rows * columns * bits // 8 * 1.01) + (1 << 16)
