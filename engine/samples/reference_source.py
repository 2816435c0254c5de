"""What is known of the ground: polygons, points or a raster of classes, read and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from landweave.engine.errors import UserError, brief
from landweave.engine.jobs.samples import PrepareReferenceJob
from landweave.engine.raster.warp import crs_name, same_crs
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import MEND, check_class_field, check_layer, class_codes, polygon_shapes, some
from landweave.engine.samples.recode import recoded
from landweave.engine.types import IntArray, Json
from landweave.engine.vector.geometry import Shape, shape_of, transformation
from landweave.engine.vector.layers import Layer, read_layer
from landweave.engine.vector.polygonize import VALUE, is_raster, polygons_of_raster

RASTER_FIELD = "code"
"""Column of class codes where the reference is a raster and none is named."""

_MOST_PATCHES = 1_000_000


@dataclass(frozen=True, eq=False)
class Polygons:
    """Checked polygons or points in the CRS of the work.

    Args:
        shapes: single- or multi-part polygons, or single points.
        codes: class code of each.
        fids: feature ids, for messages.
        polygon_id: identity that all pieces of a polygon keep, and all polygons of a group share.
        are_points: whether the shapes are points.
        are_apart: whether they cannot overlap.
    """

    shapes: list[Shape]
    codes: IntArray
    fids: list[int]
    polygon_id: IntArray
    are_points: bool = False
    are_apart: bool = False

    def __len__(self) -> int:
        return len(self.shapes)

    def named(self, rows: Sequence[int]) -> str:
        """Return the feature ids of some rows in words."""
        return some(self.fids[row] for row in rows)

    def subset(self, rows: Sequence[int]) -> Polygons:
        """Return some rows."""
        return replace(self, shapes=[self.shapes[row] for row in rows], codes=self.codes[list(rows)],
                       fids=[self.fids[row] for row in rows], polygon_id=self.polygon_id[list(rows)])


def class_field_of(job: PrepareReferenceJob) -> str:
    """Return what the column of class codes is called.

    Raises:
        UserError: if none is named, and the reference is no raster.
    """
    if job.class_field:
        return job.class_field
    if is_raster(job.reference):
        return RASTER_FIELD
    raise UserError(f"No class field of {job.reference} is given.", "Choose the column that holds the class codes.")


def read_polygons(job: PrepareReferenceJob, crs: str, context: RunContext) -> Polygons:
    """Read and check polygons, points or a raster with their class codes.

    Args:
        job: names the source and its fields.
        crs: what to bring them to.
        context: takes warnings.

    Raises:
        UserError: naming file, field and features.
    """
    field, from_raster = class_field_of(job), is_raster(job.reference)
    layer, values, groups = _raster(job) if from_raster else _vector(job, field)
    check_layer(job.reference, layer, "reference polygons")
    check_class_field(job.reference, field)
    values = recoded(job.recode, job.reference, field, values, layer.fids) if job.recode else values
    codes = class_codes(job.reference, field, values, layer.fids, context)
    are_points = _are_points(layer)
    if are_points:
        rows, present = _points(job.reference, layer, context)
    else:
        shapes = polygon_shapes(job.reference, layer, context, job.mend, MEND)
        rows = [row for row, shape in enumerate(shapes) if shape is not None]
        present = [shape for shape in shapes if shape is not None]
    if not same_crs(layer.crs, crs):
        context.log(f"{job.reference} is brought from {crs_name(layer.crs)} to {crs_name(crs)}, that of the images.")
        _transform(job.reference, present, layer.crs, crs)
    fids = [layer.fids[row] for row in rows]
    ids = _group_ids([groups[row] for row in rows], fids) if groups else _polygon_ids(fids)
    return Polygons(present, codes[rows], fids, ids, are_points, from_raster)


def _vector(job: PrepareReferenceJob, field: str) -> tuple[Layer, list[Json], list[Json]]:
    layer = read_layer(job.reference, list(dict.fromkeys(n for n in (field, job.group_field) if n)))
    return layer, layer.fields[field], layer.fields[job.group_field] if job.group_field else []


def _raster(job: PrepareReferenceJob) -> tuple[Layer, list[Json], list[Json]]:
    if job.group_field:
        raise UserError(f"{job.reference} is a raster: it has no column {job.group_field}.", "Leave GROUP_FIELD empty.")
    layer = polygons_of_raster(job.reference, "the reference", _MOST_PATCHES)
    return layer, layer.fields[VALUE], []


def _are_points(layer: Layer) -> bool:
    """Tell whether the first geometry is a point, or several."""
    first = next((wkb for wkb in layer.geometries if wkb is not None), None)
    return first is not None and shape_of(first).GetDimension() == 0


def _points(source: str, layer: Layer, context: RunContext) -> tuple[list[int], list[Shape]]:
    """Return the single points and the row of each."""
    rows: list[int] = []
    points: list[Shape] = []
    without: list[int] = []
    for row, wkb in enumerate(layer.geometries):
        shape = None if wkb is None else shape_of(wkb)
        if shape is None or shape.IsEmpty():
            without.append(layer.fids[row])
            continue
        if shape.GetDimension() != 0:
            raise UserError(
                f"{source} mixes points with other shapes: feature {layer.fids[row]} is a "
                f"{shape.GetGeometryName().lower()}.", "Choose a layer of points or one of polygons.",
            )
        parts = shape.GetGeometryCount()
        singles = [shape.GetGeometryRef(i).Clone() for i in range(parts)] if parts else [shape]
        rows += [row] * len(singles)
        points += singles
    if without:
        context.warning(f"{source}: without a geometry and left out: features {some(without)}.")
    return rows, points


def _transform(source: str, shapes: Sequence[Shape], from_crs: str, crs: str) -> None:
    to_crs = transformation(from_crs, crs)
    try:
        for shape in shapes:
            shape.Transform(to_crs)
    except RuntimeError as error:
        raise UserError(
            f"{source} cannot be brought from {crs_name(from_crs)} to {crs_name(crs)} ({brief(error)}).",
            "Check that the layer's coordinate reference system is the right one.",
        ) from error


def _polygon_ids(fids: Sequence[int]) -> IntArray:
    """Return the feature ids where they can serve (above 0, 32 bits), else ranks: 0 means nothing in a raster."""
    if min(fids) >= 1 and max(fids) < 2**31:
        return np.array(fids, np.int64)
    ranks: IntArray = np.unique(np.array(fids), return_inverse=True)[1].astype(np.int64) + 1
    return ranks


def _group_ids(groups: Sequence[Json], fids: Sequence[int]) -> IntArray:
    """Return a number for each group, from 1 in the order of the layer; a feature without one is its own group."""
    keys = [("feature", fid) if value is None else ("group", value) for value, fid in zip(groups, fids)]
    rank = {key: number for number, key in enumerate(dict.fromkeys(keys), start=1)}
    return np.array([rank[key] for key in keys], np.int64)
