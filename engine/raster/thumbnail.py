"""Small pictures of rasters, for reports."""

from __future__ import annotations

import base64

import numpy as np
from osgeo import gdal

from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.io import open_dataset
from landweave.engine.types import AnyArray, UInt8Array

_SIDE_PX = 760
_RAMP = np.array([[165, 0, 38], [253, 174, 97], [255, 255, 191], [166, 217, 106], [0, 104, 55]], dtype=float)
RAMP_CSS = "linear-gradient(90deg,#a50026,#fdae61,#ffffbf,#a6d96a,#006837)"


def class_thumbnail(path: str, nomenclature: Nomenclature, side_px: int = _SIDE_PX) -> str:
    """Return a map of classes as `data:image/png;base64,...`; no data is transparent.

    Args:
        path: raster of class codes, 0 where there is no data.
        nomenclature: gives the colours.
        side_px: longest side of the picture.
    """
    codes = _reduced(path, side_px)
    present, inverse = np.unique(codes, return_inverse=True)
    colours = np.array([(0, 0, 0, 0) if c == 0 else (*nomenclature.entry(int(c)).colour, 255) for c in present])
    return _png(colours[inverse.ravel()].reshape((*codes.shape, 4)).astype(np.uint8))


def percent_thumbnail(path: str, nodata: int = 255, side_px: int = _SIDE_PX) -> str:
    """Return a raster of 0 to 100 in the colours of RAMP_CSS as `data:image/png;base64,...`."""
    values = _reduced(path, side_px)
    place = np.clip(values, 0, 100) / 100 * (len(_RAMP) - 1)
    rgb = [np.interp(place, np.arange(len(_RAMP)), _RAMP[:, channel]) for channel in range(3)]
    return _png(np.stack([*rgb, np.where(values == nodata, 0, 255)], axis=-1).astype(np.uint8))


def _reduced(path: str, side_px: int) -> AnyArray:
    """Read a raster at reduced size, shape (row, col), keeping its proportions on the ground."""
    dataset = open_dataset(path)
    _, width, _, _, _, height = dataset.GetGeoTransform()
    ground = np.array([dataset.RasterYSize * abs(height), dataset.RasterXSize * width])
    rows, columns = np.maximum(1, np.round(ground / ground.max() * side_px)).astype(int)
    values: AnyArray = dataset.GetRasterBand(1).ReadAsArray(buf_xsize=int(columns), buf_ysize=int(rows))
    return values


def _png(rgba: UInt8Array) -> str:
    memory = gdal.GetDriverByName("MEM").Create("", rgba.shape[1], rgba.shape[0], 4)
    for channel in range(4):
        memory.GetRasterBand(channel + 1).WriteArray(rgba[:, :, channel])
    name = "/vsimem/landweave_thumbnail.png"
    gdal.GetDriverByName("PNG").CreateCopy(name, memory, options=["ZLEVEL=9"])
    file = gdal.VSIFOpenL(name, "rb")
    size = gdal.VSIStatL(name).size
    content = bytes(gdal.VSIFReadL(1, size, file))
    gdal.VSIFCloseL(file)
    gdal.Unlink(name)
    return "data:image/png;base64," + base64.b64encode(content).decode()
