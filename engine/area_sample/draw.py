"""`draw_area_sample`: a stratified random sample of the pixels of a map, as points to be interpreted in QGIS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.area_sample.points import ORDER_FIELD
from landweave.engine.area_sample.strata import Strata, class_key, names_of, strata_of_map
from landweave.engine.errors import UserError
from landweave.engine.jobs.areas import DrawAreaSampleJob
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.postprocess.maps import read_codes
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.samples.checks import some
from landweave.engine.samples.points import point_geometries
from landweave.engine.samples.text_rows import TextRow, as_number, read_rows
from landweave.engine.types import Float64Array, IntArray, Json
from landweave.engine.vector.geometry import box_shape, transformation, wkb_of
from landweave.engine.vector.layers import Layer, read_layer, write_layers
from landweave.engine.vector.styles import Mark, choices_forms, marks_style, outline_style, write_styles

POINTS, PIXELS = "area_sample", "area_sample_pixels"
MAP_FIELD, NAME_FIELD, REFERENCE_FIELD = "map_code", "map_name", "reference_code"
CONFIDENCES = {"high": "high", "medium": "medium", "low": "low"}
_STRIP_PX = 1 << 22
_TO_DO, _PIXEL = "#ffd700", "#ff00c8"
_GEOGRAPHIC = "EPSG:4326"


@dataclass(frozen=True)
class Drawn:
    """Drawn pixels in the order in which they are to be interpreted.

    Args:
        codes: class of each on the map, shape (point,).
        rows: of the grid.
        columns: of the grid.
    """

    codes: IntArray
    rows: IntArray
    columns: IntArray


def run(job: DrawAreaSampleJob, context: RunContext) -> dict[str, Json]:
    """Draw the points and write them, styled, with a form to fill in.

    Returns:
        `OUTPUT` (path), `COUNT`.

    Raises:
        UserError: if the map is none of classes, the plan does not fit it, or the file holds interpreted points.
    """
    if not job.output.lower().endswith(".gpkg"):
        raise UserError(f"{job.output} is no .gpkg file.", "Name the layer of points so that it ends in .gpkg.")
    _keep_interpreted(job.output)
    context.progress(0.0, "Counting the pixels of the classes")
    strata = strata_of_map(job.map, context.part(0.0, 0.4))
    names = names_of(job.map, job.nomenclature, strata.codes)
    samples = read_plan(job.plan, strata, names)
    with RasterReader() as reader:
        grid = reader.grid(job.map)
    drawn = draw(job.map, strata, samples, job.seed, context.part(0.4, 0.9))
    context.progress(0.9, "Writing the points")
    _write(job, drawn, grid, names)
    context.artifact("OUTPUT", job.output)
    context.log(f"Points: {len(drawn.codes)}, strata: {len(strata.keys)}. Interpret them in the order of the field "
                f"'{ORDER_FIELD}': wherever you stop, what is done is a random sample of each stratum.")
    return {"OUTPUT": job.output, "COUNT": len(drawn.codes)}


def _keep_interpreted(path: str) -> None:
    """Refuse to write over points that somebody has interpreted: days of work would be lost."""
    if not Path(path).is_file():
        return
    try:
        fields = read_layer(f"{path}|layername={POINTS}").fields
    except UserError:  # something else, which may be replaced
        return
    done = sum(value is not None for value in fields.get(REFERENCE_FIELD, ()))
    if done:
        raise UserError(f"{path} holds {done} interpreted points, which would be lost.",
                        "Choose another name for the points, or delete the file if they are not needed any more.")


def read_plan(path: str, strata: Strata, names: Nomenclature) -> IntArray:
    """Return how many points a plan wants of each stratum, shape (stratum,).

    Raises:
        UserError: naming the line, if the plan was edited so that it does not fit the map.
    """
    wanted: dict[str, int] = {}
    pixels = {} if strata.pixels is None else dict(zip(strata.keys, strata.pixels.tolist()))
    for row in read_rows(path, "sample plan", ("code", "samples")):
        key = class_key(row, "code")
        if key in wanted:
            raise UserError(f"{row.where}The class {key} has a row already.", "Keep one row a class.")
        if key not in pixels:
            raise UserError(f"{row.where}The map {strata.source} has no class {key}; it has {some(strata.keys)}.",
                            "Delete the row, or plan the sample anew for this map.")
        wanted[key] = _samples(row, key, pixels[key])
    for key in strata.keys:
        if key not in wanted:
            name = names.name(int(key))
            called = key if name == key else f"{key} ({name})"
            raise UserError(f"The sample plan {path} has no row for class {called} of the map {strata.source}.",
                            "Add it: without points nothing is known of its area.")
    return np.array([wanted[key] for key in strata.keys], dtype=np.int64)


def _samples(row: TextRow, key: str, pixels: int) -> int:
    text = row.cells["samples"]
    try:
        number = as_number(text)
    except ValueError:
        number = 0.5
    if not number.is_integer() or number < 0:
        raise UserError(f"{row.where}The number of samples '{text}' is no whole number.", "Write 50, for example.")
    if number < min(2, pixels):
        raise UserError(f"{row.where}The class {key} is to get {int(number)}, and an interval needs two points.",
                        "Give it more (50, say), or make it no data in the map if it is not to count.")
    if number > pixels:
        raise UserError(f"{row.where}The class {key} is to get {int(number)} points, and has fewer pixels: {pixels}.",
                        f"Give it at most {pixels}.")
    return int(number)


def draw(path: str, strata: Strata, samples: IntArray, seed: int, context: RunContext,
         strip_px: int = _STRIP_PX) -> Drawn:
    """Draw pixels of each class at random without replacement, and put them in the order of their interpretation.

    Which pixels are drawn depends on the seed and the map alone: they are numbers in the row-major order of the
    pixels of their class, and the map is read in strips of whole rows to find them.

    Args:
        path: of the map.
        strata: its classes with their numbers of pixels.
        samples: points of each, shape (stratum,).
        seed: of the draw.
        context: told how far it is.
        strip_px: pixels that are read at once, about.
    """
    if strata.pixels is None:
        raise ValueError("numbers of pixels are needed")
    ranks = {code: np.random.default_rng([seed, code]).choice(int(pixels), int(n), replace=False)
             for code, pixels, n in zip(strata.codes, strata.pixels, samples)}
    rows, columns = _places(path, ranks, context, strip_px)
    # The k-th of n points of a class stands at (k + u) / n of the sequence: its beginning has its share of each.
    generator = np.random.default_rng([seed, 0])
    when = np.concatenate([(np.arange(len(r)) + generator.random(len(r))) / max(len(r), 1) for r in ranks.values()])
    order = np.argsort(when, kind="stable")
    codes = np.concatenate([np.full(len(r), code, dtype=np.int64) for code, r in ranks.items()])
    return Drawn(codes[order], rows[order], columns[order])


def _places(path: str, ranks: Mapping[int, IntArray], context: RunContext, strip_px: int) -> tuple[IntArray, IntArray]:
    """Return row and column of the pixels with these numbers among those of their class, in the order given."""
    flat = {code: np.full(len(wanted), -1, dtype=np.int64) for code, wanted in ranks.items()}
    seen = dict.fromkeys(ranks, 0)
    with RasterReader() as reader:
        grid = reader.grid(path)
        for window in grid.blocks(grid.columns, max(1, strip_px // grid.columns)):
            codes = read_codes(path, window, reader).ravel()
            counts = np.bincount(codes)
            for code, wanted in ranks.items():
                count = int(counts[code]) if code < len(counts) else 0
                here = (wanted >= seen[code]) & (wanted < seen[code] + count)
                if here.any():
                    found = np.flatnonzero(codes == code)[wanted[here] - seen[code]]
                    flat[code][here] = found + window.row * grid.columns
                seen[code] += count
            context.progress((window.row + window.rows) / grid.rows, "Drawing points")
    every = np.concatenate(list(flat.values()))
    return every // grid.columns, every % grid.columns


def _write(job: DrawAreaSampleJob, drawn: Drawn, grid: Grid, names: Nomenclature) -> None:
    x = grid.x_min + (drawn.columns + 0.5) * grid.pixel_width
    y = grid.y_max - (drawn.rows + 0.5) * grid.pixel_height
    count = len(x)
    numbers = list(range(1, count + 1))
    fields: dict[str, list[Any]] = {ORDER_FIELD: numbers}
    if not job.blind:
        fields |= {MAP_FIELD: drawn.codes.tolist(), NAME_FIELD: [names.name(code) for code in drawn.codes.tolist()]}
    fields |= {REFERENCE_FIELD: [None] * count, "confidence": [None] * count, "note": [None] * count}
    longitude, latitude = _degrees(x, y, grid.crs)
    fields |= {"longitude": longitude, "latitude": latitude}
    layers = [Layer(POINTS, grid.crs, "Point", tuple(point_geometries(x, y)), fields, integers=(REFERENCE_FIELD,))]
    styles = {POINTS: _style(names, list(fields))}
    if job.squares:
        shapes = tuple(_square(grid, int(row), int(column)) for row, column in zip(drawn.rows, drawn.columns))
        layers.append(Layer(PIXELS, grid.crs, "Polygon", shapes, {ORDER_FIELD: numbers}))
        styles[PIXELS] = outline_style(_PIXEL, 0.4, [ORDER_FIELD])
    with atomic_path(job.output) as part:
        write_layers(part, layers)
        write_styles(part, styles)


def _style(names: Nomenclature, columns: list[str]) -> str:
    """Return points in the colour of what they were found to be, with lists to choose from."""
    marks = [Mark("", "to interpret", _TO_DO, 3.2), *(Mark(str(e.code), e.name, e.hex, 2.4) for e in names.entries)]
    choices = {f"{e.code} {e.name}" if e.name != str(e.code) else e.name: str(e.code) for e in names.entries}
    form = choices_forms({REFERENCE_FIELD: choices, "confidence": CONFIDENCES})
    return marks_style(REFERENCE_FIELD, marks, columns, {"note": 240, NAME_FIELD: 160}, form)


def _square(grid: Grid, row: int, column: int) -> bytes:
    left, top = grid.x_min + column * grid.pixel_width, grid.y_max - row * grid.pixel_height
    return wkb_of(box_shape((left, top - grid.pixel_height, left + grid.pixel_width, top), grid.crs, grid.crs))


def _degrees(x: Float64Array, y: Float64Array, crs: str) -> tuple[list[float], list[float]]:
    """Return longitude and latitude, to find the places in other viewers."""
    moved = np.array(transformation(crs, _GEOGRAPHIC).TransformPoints(np.column_stack([x, y])))
    return np.round(moved[:, 0], 6).tolist(), np.round(moved[:, 1], 6).tolist()
