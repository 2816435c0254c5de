"""Geometry operations of OGR/GEOS on WKB, and what one asks of a layer without reading it."""

from __future__ import annotations

from landweave.engine.vector.layers import _layer_of, _open, split_source


def layer_crs(source: str, layer_name: str = "") -> str:
    """Return the CRS of a layer as well-known text; empty when it has none."""
    path, options = split_source(source)
    dataset = _open(path)
    layer = _layer_of(dataset, path, {"layername": layer_name} if layer_name else options)
    reference = layer.GetSpatialRef()
    return "" if reference is None else str(reference.ExportToWkt())
