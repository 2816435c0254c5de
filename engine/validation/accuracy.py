"""Accuracy of a map against reference polygons or points that the model did not see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.validation import AccuracyJob
from landweave.engine.language import texts
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.codes import class_codes_of
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.style import names_for
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import some
from landweave.engine.types import (
    CONFIDENCE_NODATA,
    MAP_NODATA,
    AnyArray,
    BoolArray,
    Float64Array,
    IntArray,
    Json,
)
from landweave.engine.validation.area_section import load_area_estimate
from landweave.engine.validation.error_map import checked_features, write_checked
from landweave.engine.validation.intervals import DRAWS, assess, combine_runs
from landweave.engine.validation.publish import publish
from landweave.engine.validation.reference import Reference, load_reference
from landweave.engine.validation.reliability import reliability_of
from landweave.engine.vector.layers import envelopes, point_coordinates, rasterize_polygons, touches

Places = tuple[IntArray, ...]
"""Rows and columns of pixels in a window, both (place,)."""
MOST_CLASSES = 2000
"""With more no matrix can be read, or held."""
_BLOCK_PX = 2048
_WHOLE = 100
_CONFIDENCES = "Choose the raster of percentages, 0 to 100, that belongs to the map."
_FEWEST_DRAWS = 400
_DRAWS_TIMES_POLYGONS = 40_000_000


@dataclass(frozen=True)
class Pairs:
    """What reference and map say at each place.

    Args:
        reference, mapped, polygons, features: class codes, and numbers of the place's polygon and feature, shape
            (place,).
        confidence: from 0 to 1, shape (place,); NaN where unknown.
        outside: number of reference features that lie wholly outside the map.
        small: number of those inside that hold no centre of a pixel.
    """

    reference: IntArray
    mapped: IntArray
    polygons: IntArray
    features: IntArray
    confidence: Float64Array
    outside: int = 0
    small: int = 0


def run(job: AccuracyJob, context: RunContext) -> dict[str, Json]:
    """Compare a map with its reference and write JSON, and CSV and HTML if asked for.

    Raises:
        UserError: if the reference is not usable or does not meet the map.
    """
    texts(job.language)
    nomenclature = names_for(job.map, job.nomenclature)
    estimate = load_area_estimate(job.area_estimate) if job.area_estimate else None
    with RasterReader() as reader:
        grid = reader.grid(job.map)
        if not grid.crs:
            raise UserError(f"The map {job.map} has no coordinate reference system.",
                            "Assign it with Raster > Projections > Assign projection.")
        layers = reader.info(job.map).layers
        if layers > 1:
            context.warning(f"{job.map} has {layers} bands; the first one is taken for the map.")
        reference = load_reference(job, grid.crs, context)
        pairs = compare(reader, job.map, reference, context.part(0.0, 0.7), _confidence_of(reader, job, grid, context))
    scored = score(pairs, reference, nomenclature, job.seed, context)
    report = combine_runs([{**scored, "run": job.run}])
    known = pairs.mapped != MAP_NODATA
    checked = checked_features(pairs.features[known], pairs.reference[known], pairs.mapped[known],
                               reference.geometries, grid.crs, reference.names)
    if job.output_places:
        write_checked(job.output_places, checked, reference.are_points, nomenclature)
    files = {"json": job.output_json, "html": job.output_html, "csv": job.output_csv}
    publish(report, {kind: path for kind, path in files.items() if path}, map_path=job.map,
            confidence=job.confidence, nomenclature=job.nomenclature, parameters=job.to_json(), checked=checked,
            area_estimate=estimate, language=job.language)
    numbers = {name: report[name] for name in ("overall_accuracy", "kappa", "macro_f1") if report[name] is not None}
    for name, value in numbers.items():
        context.metric(name, value)
    context.progress(1.0, "Report")
    outputs = {"OUTPUT_JSON": job.output_json, "OUTPUT_HTML": job.output_html, "OUTPUT_CSV": job.output_csv,
               "OUTPUT_PLACES": job.output_places}
    return {**{name: path for name, path in outputs.items() if path},
            **{name.upper(): value for name, value in numbers.items()}}


def compare(reader: RasterReader, path: str, reference: Reference, context: RunContext, confidence: str = "") -> Pairs:
    """Read the map at the centres of all pixels inside the reference polygons, or at the points.

    Blocks that no feature touches are not read. Where polygons overlap, the last one counts.

    Args:
        reader: to read with.
        path: of the map.
        reference: in the map's CRS.
        context: is told of each block.
        confidence: raster of 0 to 100 on the map's grid; empty: none.

    Raises:
        UserError: if the map is damaged or holds no class codes.
    """
    info = reader.info(path)
    grid = info.grid
    boxes = envelopes(reference.geometries)
    near = touches(boxes, grid.extent) | _starts_inside(boxes, grid, grid.window)
    found: list[tuple[IntArray, IntArray, Float64Array]] = []
    blocks = list(grid.blocks(_BLOCK_PX, _BLOCK_PX))
    for done, window in enumerate(blocks):
        here = np.flatnonzero(touches(boxes, grid.subgrid(window).extent) | _starts_inside(boxes, grid, window))
        if here.size:
            find = _at_points if reference.are_points else _in_polygons
            features, at = find(grid, window, reference, here)
            values = reader.read(path, 1, window)[at] if features.size else np.zeros(0, np.int64)
            found.append((features, class_codes_of(values, info.nodata, path),
                          _confidence_at(reader, confidence, window, at)))
        context.progress((done + 1) / len(blocks), "Comparing map and reference")
    nothing: tuple[AnyArray, ...] = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    features, mapped, sure = (np.concatenate(column) for column in zip(nothing, *found))
    met = np.zeros(len(reference.codes), dtype=bool)
    met[features] = True
    return Pairs(reference.codes[features], mapped, reference.polygons[features], features, sure,
                 int((~near & ~met).sum()), int((near & ~met).sum()))


def score(pairs: Pairs, reference: Reference, nomenclature: Nomenclature, seed: int,
          context: RunContext) -> dict[str, Json]:
    """Return the report of the pairs; places where the map has no data are counted, not scored.

    Every class of the reference layer has its row, also one without a scored place, so that the
    reports of several runs can be joined.

    Raises:
        UserError: if no place of the reference is mapped.
    """
    known = pairs.mapped != MAP_NODATA
    unmapped = int((~known).sum())
    if not known.any():
        raise UserError(f"No feature of the reference {reference.source} lies where the map has data.",
                        "Check that map and reference show the same area, and the reference's CRS.")
    labels = sorted(set(reference.classes) | set(pairs.mapped[known].tolist()))
    if len(labels) > MOST_CLASSES:
        raise UserError(f"Map and reference {reference.source} hold {len(labels):,} classes together: more than "
                        f"{MOST_CLASSES:,} are not compared.",
                        "Choose a map of classes, and the column of REFERENCE with their codes.")
    _tell_strange_codes(pairs.reference[known], pairs.mapped[known], reference.source, context)
    if unmapped:
        context.warning(f"{unmapped} of {known.size} reference pixels lie where the map has no data; "
                        "they are not scored.")
    if pairs.outside:
        context.warning(f"{pairs.outside} of {len(reference.codes)} reference features lie outside the map.")
    names = [nomenclature.name(code) for code in labels]
    # A hundred thousand polygons need fewer draws: their standard error is known within some 4 % then.
    draws = min(DRAWS, max(_FEWEST_DRAWS, _DRAWS_TIMES_POLYGONS // len(reference.codes)))
    report = assess(pairs.reference[known], pairs.mapped[known], pairs.polygons[known], labels, names, seed, draws)
    polygons = Counter(code for code, _ in set(zip(pairs.reference[known].tolist(), pairs.polygons[known].tolist())))
    for entry in report["classes"]:
        entry["polygons"] = polygons[entry["code"]]
    right = pairs.reference[known] == pairs.mapped[known]
    reliability = reliability_of(pairs.confidence[known], right)
    if reliability:
        report["reliability"] = reliability
    return {**report, "unmapped_samples": unmapped, "features": len(reference.codes),
            "features_outside": pairs.outside, "features_small": pairs.small}


def _tell_strange_codes(reference: IntArray, mapped: IntArray, source: str, context: RunContext) -> None:
    """Warn where no code of the map is a code of the reference: it is likely to be no map of these classes."""
    own, others = np.unique(mapped), np.unique(reference)
    if not np.intersect1d(own, others).size:
        context.warning(f"The map has none of the class codes of {source} there: the map has {some(own.tolist())}, the "
                        f"reference {some(others.tolist())}. Is it a map of classes (not of confidence or "
                        "probabilities), and is the column the right one?")


def _starts_inside(boxes: AnyArray, grid: Grid, window: Window) -> BoolArray:
    """Tell which boxes have their upper left corner in a window: a point on an edge belongs to one block only."""
    column = np.floor((boxes[:, 0] - grid.x_min) / grid.pixel_width)
    row = np.floor((grid.y_max - boxes[:, 3]) / grid.pixel_height)
    inside: BoolArray = ((column >= window.column) & (column < window.column + window.columns)
                         & (row >= window.row) & (row < window.row + window.rows))
    return inside


def _in_polygons(grid: Grid, window: Window, reference: Reference, here: IntArray) -> tuple[IntArray, Places]:
    """Return the feature of each pixel of a window that has one, and where the pixels are in it."""
    burnt = rasterize_polygons([reference.geometries[i] for i in here], here + 1, grid.subgrid(window), grid.crs)
    at = np.nonzero(burnt > 0)
    return burnt[at].astype(np.int64) - 1, at


def _at_points(grid: Grid, window: Window, reference: Reference, here: IntArray) -> tuple[IntArray, Places]:
    x, y = point_coordinates([reference.geometries[i] for i in here])
    columns = np.floor((x - grid.x_min) / grid.pixel_width).astype(np.int64) - window.column
    rows = np.floor((grid.y_max - y) / grid.pixel_height).astype(np.int64) - window.row
    inside = (columns >= 0) & (columns < window.columns) & (rows >= 0) & (rows < window.rows)
    return here[inside], (rows[inside], columns[inside])


def _confidence_of(reader: RasterReader, job: AccuracyJob, grid: Grid, context: RunContext) -> str:
    """Return the raster of confidence if it can be read pixel by pixel beside the map."""
    if not job.confidence:
        return ""
    layers = reader.info(job.confidence).layers
    if layers > 1:
        raise UserError(f"{job.confidence} is no raster of confidences: it has {layers} bands.", _CONFIDENCES)
    if reader.grid(job.confidence) == grid:
        return job.confidence
    context.warning(f"{job.confidence} has other pixels than the map: it is shown, and not compared with the "
                    "reference.")
    return ""


def _confidence_at(reader: RasterReader, path: str, window: Window, at: Places) -> Float64Array:
    """Return confidence from 0 to 1, NaN where unknown, shape (place,)."""
    if not path or not len(at[0]):
        return np.full(len(at[0]), np.nan)
    values = reader.read(path, 1, window)[at].astype(np.float64)
    nodata = reader.info(path).nodata
    empty = (values == CONFIDENCE_NODATA) | (values == (CONFIDENCE_NODATA if nodata is None else nodata))
    wrong = ~empty & (values > _WHOLE)
    if wrong.any():
        raise UserError(f"{path} is no raster of confidences: it holds {values[wrong][0]:g}.", _CONFIDENCES)
    return np.asarray(np.where(empty | (values < 0), np.nan, values / _WHOLE))
