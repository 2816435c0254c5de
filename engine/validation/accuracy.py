"""Accuracy of a map against reference polygons or points that the model did not see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.validation import AccuracyJob
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import check_layer, class_codes
from landweave.engine.types import MAP_NODATA, AnyArray, IntArray, Json
from landweave.engine.validation.intervals import assess, combine_runs
from landweave.engine.validation.publish import publish
from landweave.engine.vector.layers import (
    envelopes,
    point_coordinates,
    rasterize_polygons,
    read_layer,
    reproject_geometries,
    touches,
)

_BLOCK_PX = 2048


@dataclass(frozen=True)
class Reference:
    """Reference features in the map's CRS.

    Args:
        geometries: WKB polygons or points.
        codes: class of each, shape (feature,).
        polygons: the polygon that each belongs to, shape (feature,).
        are_points: whether they are points.
    """

    geometries: tuple[bytes | None, ...]
    codes: IntArray
    polygons: IntArray
    are_points: bool


@dataclass(frozen=True)
class Pairs:
    """What reference and map say at each place, all of shape (place,)."""

    reference: IntArray
    mapped: IntArray
    polygons: IntArray


def run(job: AccuracyJob, context: RunContext) -> dict[str, Json]:
    """Compare a map with its reference and write JSON, and CSV and HTML if asked for.

    Raises:
        UserError: if the reference is not usable or does not meet the map.
    """
    nomenclature = Nomenclature.load(job.nomenclature)
    with RasterReader() as reader:
        grid = reader.grid(job.map)
        reference = load_reference(job, grid, context)
        pairs = compare(reader, job.map, reference, context)
    report = {**score(pairs, nomenclature, job.seed, context), "run": job.run}
    files = {"json": job.output_json, "html": job.output_html, "csv": job.output_csv}
    publish(combine_runs([report]), {kind: path for kind, path in files.items() if path}, map_path=job.map,
            confidence=job.confidence, nomenclature=job.nomenclature, parameters=job.to_json())
    context.metric("overall_accuracy", report["overall_accuracy"])
    outputs = {"OUTPUT_JSON": job.output_json, "OUTPUT_HTML": job.output_html, "OUTPUT_CSV": job.output_csv}
    return {**{name: path for name, path in outputs.items() if path},
            **{name.upper(): report[name] for name in ("overall_accuracy", "kappa", "macro_f1")}}


def load_reference(job: AccuracyJob, grid: Grid, context: RunContext) -> Reference:
    """Read the validation features of a layer in the CRS of the map."""
    layer = read_layer(job.reference)
    check_layer(job.reference, layer, "the reference")
    if job.class_field not in layer.fields:
        raise UserError(f"{job.reference} has no field '{job.class_field}'.",
                        f"Choose one of: {', '.join(layer.fields)}.")
    chosen = np.arange(len(layer))
    if job.run:
        name = f"run_{job.run}"
        if name not in layer.fields:
            raise UserError(f"{job.reference} is not split into {job.run} runs: it has no field '{name}'.",
                            "Split it with split_reference, or set the run to 0 to use all features.")
        chosen = np.flatnonzero(np.array(layer.fields[name], dtype=object) == "validation")
    polygon_field = job.polygon_field or ("polygon_id" if "polygon_id" in layer.fields else "")
    if polygon_field and polygon_field not in layer.fields:
        raise UserError(f"{job.reference} has no field '{polygon_field}'.",
                        f"Choose one of: {', '.join(layer.fields)}.")
    codes = class_codes(job.reference, job.class_field, [layer.fields[job.class_field][i] for i in chosen],
                        [layer.fids[i] for i in chosen], context)
    names = [layer.fields[polygon_field][i] for i in chosen] if polygon_field else chosen
    polygons = np.unique(np.array([str(n) for n in names]), return_inverse=True)[1].ravel()
    moved = reproject_geometries([layer.geometries[i] for i in chosen], layer.crs, grid.crs)
    return Reference(moved, codes, polygons.astype(np.int64), layer.geometry_type.endswith("Point"))


def compare(reader: RasterReader, path: str, reference: Reference, context: RunContext) -> Pairs:
    """Read the map at the centres of all pixels inside the reference polygons, or at the points."""
    grid = reader.grid(path)
    boxes = envelopes(reference.geometries)
    found: list[tuple[IntArray, AnyArray]] = []
    blocks = list(grid.blocks(_BLOCK_PX, _BLOCK_PX))
    for done, window in enumerate(blocks):
        here = np.flatnonzero(touches(boxes, grid.subgrid(window).extent) | _points_inside(boxes, grid, window))
        if here.size:
            find = _at_points if reference.are_points else _in_polygons
            found.append(find(reader, path, window, reference, here))
        context.progress((done + 1) / len(blocks), "Comparing map and reference")
    features = np.concatenate([f for f, _ in found]) if found else np.zeros(0, np.int64)
    mapped = np.concatenate([m for _, m in found]).astype(np.int64) if found else np.zeros(0, np.int64)
    return Pairs(reference.codes[features], mapped, reference.polygons[features])


def score(pairs: Pairs, nomenclature: Nomenclature, seed: int, context: RunContext) -> dict[str, Json]:
    """Return the report of the pairs; places where the map has no data are counted, not scored.

    Raises:
        UserError: if no place of the reference is mapped.
    """
    known = pairs.mapped != MAP_NODATA
    unmapped = int((~known).sum())
    if not known.any():
        raise UserError("No reference polygon or point lies where the map has data.",
                        "Check that map and reference show the same area, and the reference's CRS.")
    if unmapped:
        context.warning(f"{unmapped} of {known.size} reference pixels lie where the map has no data; "
                        "they are not scored.")
    labels = sorted(set(pairs.reference[known].tolist()) | set(pairs.mapped[known].tolist()))
    names = [nomenclature.name(code) for code in labels]
    report = assess(pairs.reference[known], pairs.mapped[known], pairs.polygons[known], labels, names, seed)
    return {**report, "unmapped_samples": unmapped}


def _points_inside(boxes: AnyArray, grid: Grid, window: Window) -> AnyArray:
    """Tell which boxes start in a window: a point on an edge belongs to one block only."""
    column = np.floor((boxes[:, 0] - grid.x_min) / grid.pixel_width)
    row = np.floor((grid.y_max - boxes[:, 3]) / grid.pixel_height)
    inside: AnyArray = ((column >= window.column) & (column < window.column + window.columns)
                        & (row >= window.row) & (row < window.row + window.rows))
    return inside


def _in_polygons(reader: RasterReader, path: str, window: Window, reference: Reference,
                 here: IntArray) -> tuple[IntArray, AnyArray]:
    grid = reader.grid(path)
    burnt = rasterize_polygons([reference.geometries[i] for i in here], here + 1, grid.subgrid(window), grid.crs)
    inside = burnt > 0
    values = reader.read(path, 1, window) if inside.any() else burnt
    return burnt[inside].astype(np.int64) - 1, values[inside]


def _at_points(reader: RasterReader, path: str, window: Window, reference: Reference,
               here: IntArray) -> tuple[IntArray, AnyArray]:
    grid = reader.grid(path)
    x, y = point_coordinates([reference.geometries[i] for i in here])
    columns = np.floor((x - grid.x_min) / grid.pixel_width).astype(np.int64) - window.column
    rows = np.floor((grid.y_max - y) / grid.pixel_height).astype(np.int64) - window.row
    inside = (columns >= 0) & (columns < window.columns) & (rows >= 0) & (rows < window.rows)
    values = reader.read(path, 1, window)
    return here[inside], values[rows[inside], columns[inside]]
