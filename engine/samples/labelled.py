"""What is labelled already: where it lies, and which numbers of polygons it uses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import ogr

from landweave.engine.errors import UserError
from landweave.engine.types import BoolArray, Float64Array
from landweave.engine.vector.layers import (
    Layer,
    envelopes,
    layer_names,
    points_wkb,
    read_layer,
    reproject_geometries,
    split_source,
)

POLYGON_FIELD = "polygon_id"
_LAYERS = ("samples", "points", "reference")


def near_labelled(x: Float64Array, y: Float64Array, crs: str, source: str, reach: float) -> BoolArray:
    """Tell which places lie in or near labelled points or polygons, shape (place,).

    Args:
        x: of the places.
        y: of the places.
        crs: of the places.
        source: layer of points or polygons.
        reach: distance in the units of the CRS.

    Raises:
        UserError: if the layer has no places or no CRS.
    """
    layer = _layer(source)
    if not any(layer.geometries):
        raise UserError(f"{source} has no feature with a place.", "Choose samples or polygons that have one.")
    if not layer.crs:
        raise UserError(f"{source} has no coordinate reference system.", "Assign one to the layer.")
    shapes = reproject_geometries(layer.geometries, layer.crs, crs, source)
    near = np.zeros(len(x), np.bool_)
    if layer.geometry_type == "Point":
        from scipy.spatial import cKDTree

        boxes = envelopes(shapes)
        known = boxes[np.isfinite(boxes[:, 0])][:, :2]
        away, _ = cKDTree(known).query(np.stack([x, y], axis=1))
        found: BoolArray = np.asarray(away < reach) | (away == 0)
        return found
    order = np.argsort(x, kind="stable")
    places = points_wkb(x, y)
    for wkb, box in zip(shapes, envelopes(shapes)):
        if wkb is None:
            continue
        start, end = np.searchsorted(x[order], (box[0] - reach, box[2] + reach))
        beside = order[start:end]
        beside = beside[(y[beside] >= box[1] - reach) & (y[beside] <= box[3] + reach) & ~near[beside]]
        if beside.size:
            shape = ogr.CreateGeometryFromWkb(wkb)
            away = np.array([shape.Distance(ogr.CreateGeometryFromWkb(places[n])) for n in beside])
            near[beside[(away < reach) | (away == 0)]] = True
    return near


def first_free_id(source: str) -> int:
    """Return a number of a polygon that no labelled one has; 1 where there is none."""
    if not source:
        return 1
    layer = _layer(source)
    used = [value for value in layer.fields.get(POLYGON_FIELD, ()) if isinstance(value, (int, float))]
    return int(max(used, default=0)) + 1


def _layer(source: str) -> Layer:
    """Read the layer that holds the labelled places: of Landweave's own files the one that has them."""
    path, options = split_source(source)
    if "layername" not in options and Path(path).is_file():
        there = layer_names(path)
        known = next((name for name in _LAYERS if name in there), None)
        if known:
            return read_layer(f"{path}|layername={known}")
    return read_layer(source)
