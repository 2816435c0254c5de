"""Regions: polygons whose names choose the model, or a raster of their numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.raster.warp import crs_name, same_crs
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import check_layer, counted, polygon_shapes
from landweave.engine.samples.pieces import Area, describe_overlaps, disjoint_areas
from landweave.engine.samples.prepared import ALL_REGIONS
from landweave.engine.types import Json
from landweave.engine.vector.geometry import transformation
from landweave.engine.vector.layers import Layer, read_layer
from landweave.engine.vector.polygonize import VALUE, is_raster, polygons_of_raster

_MOST_PATCHES = 300_000


def region_name(value: Json) -> str:
    """Return a region's name as text; whole numbers without decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def region_layer(source: str, field: str, priority: str = "", block: int = 0) -> tuple[Layer, list[Json]]:
    """Return the polygons of regions, those first that hold where several overlap, and the values that name them.

    Args:
        source: polygons, or a raster of whole numbers (0 and no data: no region).
        field: names polygons; empty: all are one area whose name is empty. A raster's numbers are the names.
        priority: field of numbers, the higher first; empty: in the order of the layer. A raster has no overlaps.
        block: see `polygons_of_raster`.

    Raises:
        UserError: if the source cannot be read, a field is missing, or a priority is no number.
    """
    if is_raster(source):
        layer = polygons_of_raster(source, "regions", _MOST_PATCHES, block)
        return layer, list(layer.fields[VALUE])
    layer = read_layer(source, [name for name in dict.fromkeys((field, priority)) if name])
    if priority:
        layer = _by_priority(source, layer, priority)
    return layer, list(layer.fields[field]) if field else [""] * len(layer)


def _by_priority(source: str, layer: Layer, priority: str) -> Layer:
    numbers = [_number(value) for value in layer.fields[priority]]
    wrong = [fid for fid, number in zip(layer.fids, numbers) if number is None]
    if wrong:
        raise UserError(
            f"{source}: the priority field {priority} holds no number in {counted(wrong)}.",
            "Give every region a number: where regions overlap, the higher one holds.",
        )
    order = np.argsort(-np.array(numbers, np.float64), kind="stable").tolist()
    return replace(
        layer, geometries=tuple(layer.geometries[i] for i in order), fids=tuple(layer.fids[i] for i in order),
        fields={name: [values[i] for i in order] for name, values in layer.fields.items()},
    )


def _number(value: Json) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if np.isfinite(number) else None


def read_regions(
    source: str, field: str, crs: str, pixel_area: float, context: RunContext, priority: str = "", mend: bool = False
) -> list[Area]:
    """Read regions, those first that hold where two overlap.

    Args:
        source: polygons, or a raster of whole numbers.
        field: names of polygons, text or numbers; several polygons may share one.
        crs: what to bring them to.
        pixel_area: overlaps larger than this are worth a warning, in the square of the CRS's unit.
        context: takes warnings.
        priority: field of numbers: where two overlap the place belongs to the higher one; empty: to the first.
        mend: repair polygons that are not valid.

    Raises:
        UserError: if the layer has no CRS or no polygon, or a polygon is not valid or has no name.
    """
    if not field and not is_raster(source):
        raise UserError(f"No field is given that names the regions of {source}.", "Choose a region field.")
    layer, values = region_layer(source, field, priority)
    check_layer(source, layer, "regions")
    unnamed = [fid for fid, value in zip(layer.fids, values) if value is None or not region_name(value)]
    if unnamed:
        raise UserError(
            f"{source}: the region field {field} is empty in {counted(unnamed)}.",
            "Give every region a name, or delete these features.",
        )
    if any(region_name(value) == ALL_REGIONS for value in values):
        raise UserError(
            f"{source}: a region is called '{ALL_REGIONS}', the name that Landweave gives to the model of all regions.",
            "Give it another name.",
        )
    shapes = polygon_shapes(source, layer, context, mend)
    if not same_crs(layer.crs, crs):
        context.log(f"{source} is brought from {crs_name(layer.crs)} to {crs_name(crs)}, the CRS of the images.")
        to_crs = transformation(layer.crs, crs)
        for shape in shapes:
            if shape is not None:
                shape.Transform(to_crs)
    named = [Area(region_name(value), shape) for value, shape in zip(values, shapes) if shape is not None]
    areas, found = (named, []) if is_raster(source) else disjoint_areas(named, pixel_area)
    if found:
        pairs = describe_overlaps(found, [area.name for area in named])
        whose = "the one of the higher priority" if priority else "the first"
        context.warning(f"{source}: regions overlap: {pairs}; the shared part belongs to {whose}.")
    return areas
