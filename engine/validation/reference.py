"""The reference of a validation: polygons or points of known class, in the CRS of the map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.validation import AccuracyJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import check_layer, class_codes, polygon_shapes
from landweave.engine.types import IntArray
from landweave.engine.vector.geometry import Shape, shape_of, wkb_of
from landweave.engine.vector.layers import Layer, read_layer, reproject_geometries


@dataclass(frozen=True)
class Reference:
    """Reference features in the map's CRS; a multi-point is as many features as it has points.

    Args:
        geometries: WKB polygons or points.
        codes: class of each, shape (feature,).
        polygons: number of the polygon that each belongs to, shape (feature,).
        names: what that polygon is called, (feature,).
        are_points: whether they are points.
        classes: every class code of the layer, ascending, also of features that are not compared.
        source: the layer, for messages.
    """

    geometries: tuple[bytes | None, ...]
    codes: IntArray
    polygons: IntArray
    names: tuple[str, ...]
    are_points: bool
    classes: tuple[int, ...]
    source: str


def load_reference(job: AccuracyJob, crs: str, context: RunContext) -> Reference:
    """Read the features to compare with.

    Args:
        job: names layer, fields and run.
        crs: to bring them to.
        context: takes warnings.

    Raises:
        UserError: if the layer, a field or a geometry is not usable, or no feature belongs to the run.
    """
    layer = read_layer(job.reference)
    check_layer(job.reference, layer, "the reference")
    if job.class_field not in layer.fields:
        raise UserError(f"{job.reference} has no field '{job.class_field}'.",
                        f"Choose one of: {', '.join(layer.fields) or 'it has none'}.")
    codes = class_codes(job.reference, job.class_field, layer.fields[job.class_field], layer.fids, context)
    chosen = _chosen(job, layer)
    groups = _group_names(job, layer)
    part = replace(layer, geometries=tuple(layer.geometries[i] for i in chosen),
                   fids=tuple(layer.fids[i] for i in chosen), fields={})
    shapes, owners, are_points = _shapes(job.reference, part, context)
    rows = chosen[owners]
    polygons = np.unique([groups[i] for i in rows], return_inverse=True)[1].ravel().astype(np.int64)
    moved = reproject_geometries([wkb_of(shape) for shape in shapes], layer.crs, crs, job.reference)
    names = tuple(groups[i].split(" ", 1)[1] for i in rows)
    return Reference(moved, codes[rows], polygons, names, are_points, tuple(np.unique(codes).tolist()), job.reference)


def _chosen(job: AccuracyJob, layer: Layer) -> IntArray:
    """Return the rows that the run holds back for validation, or all."""
    if not job.run:
        return np.arange(len(layer), dtype=np.int64)
    name = f"run_{job.run}"
    if name not in layer.fields:
        raise UserError(f"{job.reference} is not split into {job.run} runs: it has no field '{name}'.",
                        "Split it with split_reference, or set the run to 0 to use all features.")
    rows = np.flatnonzero(np.array(layer.fields[name], dtype=object) == job.side).astype(np.int64)
    if not rows.size:
        raise UserError(f"No feature of {job.reference} has '{job.side}' in its field '{name}'.",
                        "Split the reference again (a smaller RATIO, a larger HOLD_BACK), or set the run to 0 to use "
                        "all features.")
    return rows


def _group_names(job: AccuracyJob, layer: Layer) -> list[str]:
    """Return what each feature's polygon is called; a feature without a value stands for itself."""
    name = job.polygon_field or ("polygon_id" if "polygon_id" in layer.fields else "")
    if not name:
        return [f"feature {fid}" for fid in layer.fids]
    if name not in layer.fields:
        raise UserError(f"{job.reference} has no field '{name}'.", f"Choose one of: {', '.join(layer.fields)}.")
    return [f"feature {fid}" if value is None else f"polygon {value}"
            for fid, value in zip(layer.fids, layer.fields[name])]


def _shapes(source: str, layer: Layer, context: RunContext) -> tuple[list[Shape], IntArray, bool]:
    """Return single shapes, the row of each, and whether they are points."""
    first = next((shape for wkb in layer.geometries if wkb is not None and not (shape := shape_of(wkb)).IsEmpty()),
                 None)
    if first is not None and first.GetDimension() == 0:
        pairs = _single_points(source, layer)
    else:
        checked = polygon_shapes(source, layer, context)
        pairs = [(row, shape) for row, shape in enumerate(checked) if shape is not None]
    return ([shape for _, shape in pairs], np.array([row for row, _ in pairs], dtype=np.int64),
            first is not None and first.GetDimension() == 0)


def _single_points(source: str, layer: Layer) -> list[tuple[int, Shape]]:
    found: list[tuple[int, Any]] = []
    for row, wkb in enumerate(layer.geometries):
        shape = None if wkb is None else shape_of(wkb)
        if shape is None or shape.IsEmpty():
            continue
        if shape.GetDimension() != 0:
            raise UserError(f"{source} mixes points with other shapes: feature {layer.fids[row]} is a "
                            f"{shape.GetGeometryName().lower()}.", "Choose a layer of points or one of polygons.")
        parts = shape.GetGeometryCount()
        found += [(row, shape.GetGeometryRef(i).Clone()) for i in range(parts)] if parts else [(row, shape)]
    return found
