"""Rasters of whole numbers as polygons: connected pixels of one value become one."""

from __future__ import annotations

from typing import Any

import numpy as np
from osgeo import gdal, ogr

from landweave.engine.errors import UserError, brief
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader, open_dataset
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.vector.geometry import valid_polygons, wkb_of
from landweave.engine.vector.layers import Layer

VALUE = "value"
_BLOCK_PIXELS = 4096


def is_raster(source: str) -> bool:
    """Tell whether a source is a raster, and no vector layer (a GeoPackage may hold both: it is a vector then)."""
    if "|" in source or not source:
        return False
    try:
        dataset = gdal.OpenEx(source, gdal.OF_RASTER | gdal.OF_READONLY)
    except RuntimeError:
        return False
    if dataset is None or not dataset.RasterCount:
        return False
    try:
        vector = gdal.OpenEx(source, gdal.OF_VECTOR | gdal.OF_READONLY)
    except RuntimeError:
        return True
    return vector is None or not vector.GetLayerCount()


def polygons_of_raster(path: str, what: str, most: int, block: int = 0) -> Layer:
    """Return the connected regions of the first band; pixels that touch at a corner only are not connected.

    Args:
        path: raster of whole numbers; 0 and no data are left out.
        what: what it is, for the sentences (`the regions`).
        most: polygons; a raster with more is refused.
        block: pixels: squares of this side are looked at one by one, and regions are cut where these meet, which
            keeps outlines short and so quick to burn; 0: regions stay whole.

    Returns:
        Valid polygons, numbered from 1, with the field `value`.

    Raises:
        UserError: if it is no raster of whole numbers, is empty, or breaks into too many polygons.
    """
    with RasterReader() as reader:
        info = reader.info(path)
        _check_whole(path, what, reader)
    dataset = open_dataset(path)
    crs = info.grid.crs
    memory = ogr.GetDriverByName("Memory").CreateDataSource("")
    target = memory.CreateLayer("polygons", spatial_reference(crs) if crs else None, ogr.wkbPolygon)
    target.CreateField(ogr.FieldDefn(VALUE, ogr.OFTInteger64))
    for window in info.grid.blocks(block, block) if block else [info.grid.window]:
        part = _window_of(dataset, window) if block else dataset
        _polygonize(path, what, part.GetRasterBand(1), target, most)
    geometries, values = [], []
    for feature in target:
        value = feature.GetFieldAsInteger64(0)
        if value:
            geometries.append(_valid_wkb(feature.GetGeometryRef()))
            values.append(value)
    if not values:
        raise UserError(f"{path} holds nothing but 0 and no data: it cannot serve as {what}.", "Choose another raster.")
    return Layer("polygons", crs, "Polygon", tuple(geometries), {VALUE: values}, tuple(range(1, len(values) + 1)))


def _window_of(dataset: Any, window: Window) -> Any:
    """Return a view of a part of a raster."""
    box = [window.column, window.row, window.columns, window.rows]
    return gdal.Translate("", dataset, format="VRT", srcWin=box, bandList=[1])


def _polygonize(path: str, what: str, band: Any, target: Any, most: int) -> None:
    """Add the regions of a band to a layer, and stop when there are too many."""
    try:
        gdal.Polygonize(band, band.GetMaskBand(), target, 0, [], callback=lambda *_: target.GetFeatureCount() <= most)
    except RuntimeError as error:
        if target.GetFeatureCount() <= most:
            cause = f"{path} cannot serve as {what} ({brief(error)})."
            raise UserError(cause, "Copy it again, or export it anew.") from error
    if target.GetFeatureCount() > most:
        raise UserError(
            f"{path} breaks into more than {most:,} patches of pixels: it cannot serve as {what}.",
            "Use a raster with larger patches (Raster > Analysis > Sieve), or polygons.",
        )


def _valid_wkb(shape: Any) -> bytes | None:
    """Return a shape whose ring may touch itself at a corner as valid polygons."""
    valid = shape if shape.IsValid() else valid_polygons(shape)
    return None if valid is None else wkb_of(valid)


def _check_whole(path: str, what: str, reader: RasterReader) -> None:
    """Refuse decimal numbers, which Polygonize would round."""
    info = reader.info(path)
    if np.dtype(info.dtype).kind != "f":
        return
    for window in info.grid.blocks(_BLOCK_PIXELS, _BLOCK_PIXELS):
        values = reader.read(path, 1, window)
        unknown = np.zeros(values.shape, np.bool_) if info.nodata is None else values == info.nodata
        if info.nodata is not None and np.isnan(info.nodata):
            unknown = np.isnan(values)
        known = values[~unknown]
        wrong = known[known != np.rint(known)]  # among them what is no number and not said to be no data
        if wrong.size:
            raise UserError(
                f"{path} holds {wrong[0]:g}: {what} as a raster are whole numbers.", "Choose another raster."
            )
