"""Small pictures of rasters, for reports."""

from __future__ import annotations

import base64
import math

import numpy as np
from osgeo import gdal, osr

from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.codes import class_codes_of
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterInfo, RasterReader, open_dataset
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.types import AnyArray, UInt8Array

_SIDE_PX = 1000
_EARTH_RADIUS_M = 6371008.8
_RAMP = np.array([[165, 0, 38], [253, 174, 97], [255, 255, 191], [166, 217, 106], [0, 104, 55]], dtype=float)
RAMP_CSS = "linear-gradient(90deg,#a50026,#fdae61,#ffffbf,#a6d96a,#006837)"


def class_thumbnail(path: str, nomenclature: Nomenclature, side_px: int = _SIDE_PX) -> str:
    """Return a map of classes as `data:image/png;base64,...`; no data is transparent.

    Args:
        path: raster of class codes; 0 and its own no-data value mean "nothing here".
        nomenclature: gives the colours.
        side_px: longest side of the picture.
    """
    info, values = _reduced(path, side_px)
    codes = class_codes_of(values, info.nodata, path)
    present, inverse = np.unique(codes, return_inverse=True)
    known = {entry.code: entry.colour for entry in nomenclature.entries}
    colours = np.zeros((len(present), 4), dtype=np.uint8)
    for row, code in enumerate(present.tolist()):
        if code:
            colours[row] = (*(known.get(code) or nomenclature.entry(code).colour), 255)
    return _png(colours[inverse.ravel()].reshape((*codes.shape, 4)))


def percent_thumbnail(path: str, nodata: int = 255, side_px: int = _SIDE_PX) -> str:
    """Return a raster of 0 to 100 in the colours of RAMP_CSS as `data:image/png;base64,...`."""
    info, values = _reduced(path, side_px)
    empty = (values == nodata) | (values == (nodata if info.nodata is None else info.nodata)) | ~np.isfinite(values)
    place = np.clip(np.where(empty, 0, values), 0, 100) / 100 * (len(_RAMP) - 1)
    rgb = [np.interp(place, np.arange(len(_RAMP)), _RAMP[:, channel]) for channel in range(3)]
    return _png(np.stack([*rgb, np.where(empty, 0, 255)], axis=-1).astype(np.uint8))


def ground_size_m(grid: Grid) -> tuple[float, float] | None:
    """Return width and height of a grid on the ground in metres, by the scale at its centre; None without a CRS."""
    if not grid.crs:
        return None
    x_min, y_min, x_max, y_max = grid.extent
    x, y, dx, dy = (x_min + x_max) / 2, (y_min + y_max) / 2, (x_max - x_min) / 200, (y_max - y_min) / 200
    transform = osr.CoordinateTransformation(spatial_reference(grid.crs), spatial_reference("EPSG:4326"))
    try:
        west, east, south, north = (transform.TransformPoint(*place)[:2]
                                    for place in ((x - dx, y), (x + dx, y), (x, y - dy), (x, y + dy)))
    except RuntimeError:  # a local CRS that no transformation leads out of
        return None
    width, height = _distance_m(west, east) * 100, _distance_m(south, north) * 100
    return (width, height) if 0 < width < math.inf and 0 < height < math.inf else None


def _distance_m(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the distance between two places (longitude, latitude in degrees) on the sphere (haversine formula)."""
    lon1, lat1, lon2, lat2 = (math.radians(v) for v in (*first, *second))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, half)))


def _proportions(grid: Grid) -> tuple[float, float]:
    """Return height and width in one unit: that of the CRS, or metres where that is the degree."""
    if grid.crs and spatial_reference(grid.crs).IsGeographic():
        ground = ground_size_m(grid)
        if ground is not None:
            return ground[1], ground[0]
    return grid.rows * grid.pixel_height, grid.columns * grid.pixel_width


def _reduced(path: str, side_px: int) -> tuple[RasterInfo, AnyArray]:
    """Read a raster at reduced size, shape (row, col), keeping its proportions on the ground."""
    with RasterReader() as reader:
        info = reader.info(path)
    ground = np.array(_proportions(info.grid))
    rows, columns = np.maximum(1, np.round(ground / ground.max() * side_px)).astype(int)
    dataset = open_dataset(path)  # held as long as its band is used
    values: AnyArray = dataset.GetRasterBand(1).ReadAsArray(buf_xsize=int(columns), buf_ysize=int(rows))
    return info, values


def _png(rgba: UInt8Array) -> str:
    memory = gdal.GetDriverByName("MEM").Create("", rgba.shape[1], rgba.shape[0], 4)
    for channel in range(4):
        memory.GetRasterBand(channel + 1).WriteArray(np.ascontiguousarray(rgba[:, :, channel]))
    name = f"/vsimem/landweave_thumbnail_{id(memory)}.png"
    gdal.GetDriverByName("PNG").CreateCopy(name, memory, options=["ZLEVEL=9"])
    file = gdal.VSIFOpenL(name, "rb")
    size = gdal.VSIStatL(name).size
    content = bytes(gdal.VSIFReadL(1, size, file))
    gdal.VSIFCloseL(file)
    gdal.Unlink(name)
    return "data:image/png;base64," + base64.b64encode(content).decode()
