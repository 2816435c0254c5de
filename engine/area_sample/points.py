"""The interpreted points of an area sample: what they show, and whether they are the sample they should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from landweave.engine.area_sample.strata import check_map, stratum_key
from landweave.engine.errors import UserError
from landweave.engine.jobs.areas import EstimateAreaJob
from landweave.engine.raster.codes import class_codes_of
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import class_codes, counted
from landweave.engine.types import MAP_NODATA, IntArray
from landweave.engine.vector.geometry import shape_of
from landweave.engine.vector.layers import Layer, pixels_of_points, read_layer, reproject_geometries

ORDER_FIELD = "number"
"""Of drawn points: the order in which they are interpreted."""


@dataclass(frozen=True)
class Interpreted:
    """Points whose class on the ground is known.

    Args:
        strata: stratum of each as text.
        mapped, reference: class codes, shape (point,).
        fids: of the points, for messages.
        left: number of points without a class yet.
        in_order: whether the points were interpreted in the order of the sample, as far as it is known.
        other_class: number of points where the map shows another class than the field says.
        same_pixel: number of points that lie in a pixel of another one.
    """

    strata: tuple[str, ...]
    mapped: IntArray
    reference: IntArray
    fids: tuple[int, ...]
    left: int = 0
    in_order: bool = True
    other_class: int = 0
    same_pixel: int = 0


def read_points(job: EstimateAreaJob, context: RunContext) -> Interpreted:
    """Read the interpreted points.

    Raises:
        UserError: if a field or a value is not usable, no point is interpreted, or one lies outside the map.
    """
    layer = read_layer(job.points)
    if not len(layer):
        raise UserError(f"The layer of points {job.points} is empty.", "Choose the points that were interpreted.")
    for name in filter(None, (job.reference_field, job.map_field, job.stratum_field)):
        if name not in layer.fields:
            raise UserError(f"{job.points} has no field '{name}'.",
                            f"Choose one of: {', '.join(layer.fields) or 'it has none'}.")
    _check_points(job.points, layer)
    done = np.array([not _empty(value) for value in layer.fields[job.reference_field]])
    if not done.any():
        raise UserError(f"No point of {job.points} has a class in its field {job.reference_field}.",
                        "Interpret the points first: choose for each what is on the ground.")
    rows = np.flatnonzero(done).tolist()
    fids = tuple(layer.fids[row] for row in rows)

    def codes(field: str) -> IntArray:
        return class_codes(job.points, field, [layer.fields[field][row] for row in rows], fids, context)

    shown, places = _on_map(job, layer, rows, fids) if job.map else (None, 0)
    if job.map_field:
        mapped = codes(job.map_field)
    elif shown is not None:
        mapped = shown
    else:
        raise UserError("It is not known what the map says at the points.",
                        "Give MAP_FIELD, the field with the class of the map, or MAP.")
    strata = [layer.fields[job.stratum_field][row] for row in rows] if job.stratum_field else mapped.tolist()
    nowhere = [fid for fid, value in zip(fids, strata) if _empty(value)]
    if nowhere:
        raise UserError(f"{job.points}: the field {job.stratum_field} is empty (null) in {counted(nowhere)}.",
                        "Give every point the stratum that it was drawn from.")
    differ = 0 if shown is None else int(((shown != mapped) & (shown != MAP_NODATA)).sum())
    return Interpreted(tuple(stratum_key(value) for value in strata), mapped, codes(job.reference_field), fids,
                       int((~done).sum()), _in_order(layer, done), differ, places)


def _check_points(source: str, layer: Layer) -> None:
    """Refuse features that are no points: polygons of a reference are no random sample of pixels."""
    for fid, wkb in zip(layer.fids, layer.geometries):
        shape = None if wkb is None else shape_of(wkb)
        if shape is not None and shape.GetDimension() > 0:
            raise UserError(f"{source}: feature {fid} is a {shape.GetGeometryName().lower()}, and a sample is of "
                            "points.",
                            "Choose points drawn at random ('draw_area_sample'); of plots, take their centroids: "
                            "Vector > Geometry tools > Centroids.")


def _on_map(job: EstimateAreaJob, layer: Layer, rows: Sequence[int],
            fids: Sequence[int]) -> tuple[IntArray | None, int]:
    """Return the class of the map at each point, and how many points share a pixel with one before them.

    None for a table without places, which needs MAP_FIELD.

    Raises:
        UserError: if a point lies where the map has no class, or the places of the points are not known.
    """
    geometries = [layer.geometries[row] for row in rows]
    placeless = [fid for fid, wkb in zip(fids, geometries) if wkb is None]
    if placeless and job.map_field:
        return None, 0
    if placeless:
        raise UserError(f"{job.points}: without a place, so that the map cannot be read: {counted(placeless)}.",
                        "Give MAP_FIELD, the field with the class of the map, or delete these features.")
    if not layer.crs:
        raise UserError(f"{job.points} has no coordinate reference system, so its points have no place on the map.",
                        "Set it in the layer's properties, and export it.")
    with RasterReader() as reader:
        check_map(job.map, reader)
        info = reader.info(job.map)
        moved = reproject_geometries(geometries, layer.crs, info.grid.crs, job.points)
        at_row, at_column = pixels_of_points(moved, info.grid)
        inside = ((at_row >= 0) & (at_row < info.grid.rows) & (at_column >= 0) & (at_column < info.grid.columns))
        codes = np.full(len(rows), MAP_NODATA, dtype=np.int64)
        for i in np.flatnonzero(inside)[np.lexsort((at_column[inside], at_row[inside]))].tolist():
            values = reader.read(job.map, 1, Window(int(at_column[i]), int(at_row[i]), 1, 1))
            codes[i] = class_codes_of(values, info.nodata, job.map)[0, 0]
    outside = [fid for fid, code in zip(fids, codes.tolist()) if code == MAP_NODATA]
    if outside:
        raise UserError(f"{job.points}: outside the map {job.map}, or where it has no class: {counted(outside)}.",
                        "Use the map from which the sample was drawn; points that were moved out of it do not count.")
    places = len(set(zip(at_row.tolist(), at_column.tolist())))
    return codes, len(rows) - places


def _in_order(layer: Layer, done: Any) -> bool:
    """Tell whether the interpreted points are the first ones of the sample; yes where its order is not known."""
    try:
        order = np.array([float(number) for number in layer.fields.get(ORDER_FIELD, ())])  # text in a CSV
    except (TypeError, ValueError):
        return True
    if not order.size:
        return True
    return bool(done.all() or order[done].max() < order[~done].min())


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
