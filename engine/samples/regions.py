"""Regions: polygons whose names choose the model."""

from __future__ import annotations

from landweave.engine.errors import UserError
from landweave.engine.raster.warp import crs_name, same_crs
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import check_layer, counted, polygon_shapes
from landweave.engine.samples.pieces import Area, describe_overlaps, disjoint_areas
from landweave.engine.samples.prepared import ALL_REGIONS
from landweave.engine.types import Json
from landweave.engine.vector.geometry import transformation
from landweave.engine.vector.layers import read_layer


def region_name(value: Json) -> str:
    """Return a region's name as text; whole numbers without decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def read_regions(source: str, field: str, crs: str, pixel_area: float, context: RunContext) -> list[Area]:
    """Read regions, in the order of the layer; where two overlap the place belongs to the first.

    Args:
        source: polygons.
        field: their names, text or numbers; several polygons may share one.
        crs: what to bring them to.
        pixel_area: overlaps larger than this are worth a warning, in the square of the CRS's unit.
        context: takes warnings.

    Raises:
        UserError: if the layer has no CRS or no polygon, or a polygon is not valid or has no name.
    """
    if not field:
        raise UserError(f"No field is given that names the regions of {source}.", "Choose a region field.")
    layer = read_layer(source, [field])
    check_layer(source, layer, "regions")
    values = layer.fields[field]
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
    shapes = polygon_shapes(source, layer, context)
    if not same_crs(layer.crs, crs):
        context.log(f"{source} is brought from {crs_name(layer.crs)} to {crs_name(crs)}, the CRS of the images.")
        to_crs = transformation(layer.crs, crs)
        for shape in shapes:
            if shape is not None:
                shape.Transform(to_crs)
    named = [Area(region_name(value), shape) for value, shape in zip(values, shapes) if shape is not None]
    areas, found = disjoint_areas(named, pixel_area)
    if found:
        pairs = describe_overlaps(found, [area.name for area in named])
        context.warning(f"{source}: regions overlap: {pairs}; the shared part belongs to the first.")
    return areas
