"""`suggest_samples`: the places where a new label would help a map most (active learning).

Candidates are pixels whose two likeliest classes are nearly tied, some from each part of the area (`doubt.py`). Their
features are read as those of samples are, and the places are chosen by them (`diverse.py`).

Source: Tuia et al. 2011, doi 10.1109/JSTSP.2011.2139193 (survey; doubt by the margin, diversity by clusters).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.features.user_plan import moved
from landweave.engine.jobs.cleaning import SuggestSamplesJob
from landweave.engine.learning.model_file import Model, load_model
from landweave.engine.learning.neighbours import comparable_features
from landweave.engine.mapping.masks import prepare_mask
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.probabilities import ProbabilityRaster, open_probabilities
from landweave.engine.raster.warp import checked_extent, reproject_extent
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import Task, run_tasks
from landweave.engine.runtime.files import atomic_path, content_key, file_fingerprint
from landweave.engine.samples.diverse import choose
from landweave.engine.samples.doubt import Candidates, Draw, best_of_cells, doubtful_block
from landweave.engine.samples.extract import extract_features, find_places
from landweave.engine.samples.labelled import first_free_id, near_labelled
from landweave.engine.samples.points import point_geometries
from landweave.engine.series.plan import SeriesPlan
from landweave.engine.types import AnyArray, Float64Array, IntArray, Json
from landweave.engine.vector.layers import Layer, write_layers
from landweave.engine.vector.styles import choices_form, single_mark_style, write_styles

POINTS = "points"
_CELLS_A_LABEL = 10
_BLOCK = 1024
_DRAWN, _READ = 0.4, 0.95  # shares of the time


def run(job: SuggestSamplesJob, context: RunContext) -> dict[str, Json]:
    """Write the suggested places, the most useful first.

    Returns:
        `OUTPUT`, `COUNT`.

    Raises:
        UserError: about the raster, the model, the labelled places, or an area without doubtful pixels.
    """
    _check(job)
    model = load_model(job.model)
    with RasterReader() as reader:
        raster = open_probabilities(job.probabilities, reader)
    plan = moved(_plan(job, model, raster), job.user_features)
    key = content_key("suggest", file_fingerprint(job.probabilities), file_fingerprint(job.model), job.__dict__)
    with work_folder(job.output, context, key) as folder:
        draw, window = _draw(job, raster, folder)
        found = _candidates(draw, window, raster, context.part(0.0, _DRAWN))
        x, y = _coordinates(raster, found)
        reach = job.spacing * max(raster.grid.pixel_width, raster.grid.pixel_height)
        if job.labelled:
            far = ~near_labelled(x, y, raster.grid.crs, job.labelled, reach)
            context.log(f"{int((~far).sum())} candidates lie near what is labelled; left out.")
            found, x, y = found.subset(far), x[far], y[far]
        if not len(found):
            raise UserError(f"No pixel of {job.probabilities} is left to suggest.",
                            "Give a larger EXTENT or another MASK, or a smaller SPACING.")
        matrix, kept = _features(job, plan, raster, x, y, context.part(_DRAWN, _READ))
    found, x, y = found.subset(kept), x[kept], y[kept]
    chosen, stands_for = choose(comparable_features(matrix), found, job.count, job.spacing, job.seed)
    if len(chosen) < job.count:
        context.warning(f"{len(chosen)} places are suggested, not COUNT = {job.count}: the area has no more that are "
                        "so far apart.")
    _write(job, model, raster, found.subset(chosen), stands_for, x[chosen], y[chosen])
    context.metric("suggested", len(chosen))
    context.artifact("OUTPUT", job.output)
    context.progress(1.0, "the suggestions are written")
    return {"OUTPUT": job.output, "COUNT": len(chosen)}


def _check(job: SuggestSamplesJob) -> None:
    if job.count < 1:
        raise UserError(f"COUNT is {job.count}.", "Use 1 or more.")
    if job.spacing < 0:
        raise UserError(f"SPACING is {job.spacing}.", "Use 0 or more.")
    if not job.class_field or job.class_field in _COLUMNS:
        raise UserError(f"CLASS_FIELD is '{job.class_field}'.", "Choose the name that the class has in your samples.")


def _plan(job: SuggestSamplesJob, model: Model, raster: ProbabilityRaster) -> SeriesPlan:
    if model.plan is None:
        raise UserError(f"The model {job.model} was made of a table, not of images.",
                        "Choose the model that the map was made with.")
    lacking = [code for code in raster.codes if code not in model.codes]
    if lacking:
        raise UserError(f"{job.probabilities} has class {lacking[0]}, which the model {job.model} does not know.",
                        "Choose the model that the map was made with.")
    return model.plan


def _draw(job: SuggestSamplesJob, raster: ProbabilityRaster, folder: Path) -> tuple[Draw, Window]:
    """Return how candidates are drawn, and where."""
    grid, window = raster.grid, raster.grid.window
    if job.extent:
        extent = reproject_extent(checked_extent(job.extent), job.extent_crs or grid.crs, grid.crs)
        window = grid.window_of(extent).intersection(window)
        if not window.pixels:
            raise UserError(f"The extent lies outside {job.probabilities}.", "Choose an EXTENT that touches it.")
    side = max(1, int(sqrt(window.pixels / (_CELLS_A_LABEL * job.count))))
    return Draw(job.probabilities, prepare_mask(job.mask, grid, folder), side, job.seed), window


def _candidates(draw: Draw, window: Window, raster: ProbabilityRaster, context: RunContext) -> Candidates:
    """Draw the candidates block by block."""
    windows = [block.shifted(window.column, window.row)
               for block in raster.grid.subgrid(window).blocks(_BLOCK, _BLOCK)]
    tasks = [Task(content_key(draw.__dict__, w.__dict__), f"block {n} of {len(windows)}", w, float(w.pixels))
             for n, w in enumerate(windows, start=1)]
    order = {task.key: number for number, task in enumerate(tasks)}
    done = sorted(run_tasks(doubtful_block, tasks, context, None, draw), key=lambda pair: order[pair[0].key])
    found = Candidates.joined(Candidates.from_json(result) for _, result in done)
    return best_of_cells(found, draw, raster.grid.columns)


def _coordinates(raster: ProbabilityRaster, found: Candidates) -> tuple[Float64Array, Float64Array]:
    """Return the middles of the pixels."""
    grid = raster.grid
    x: Float64Array = grid.x_min + (found.column + 0.5) * grid.pixel_width
    y: Float64Array = grid.y_max - (found.row + 0.5) * grid.pixel_height
    return x, y


def _features(
    job: SuggestSamplesJob, plan: SeriesPlan, raster: ProbabilityRaster, x: Float64Array, y: Float64Array,
    context: RunContext,
) -> tuple[AnyArray, IntArray]:
    """Return the features of the candidates that lie in the images, (kept, feature), and the numbers of those."""
    tiles = tile_series(load_catalogue(job.catalogue), plan, say=context.warning)
    layer = Layer(POINTS, raster.grid.crs, "Point", tuple(point_geometries(x, y)))
    places = find_places(layer, tiles)
    if (places.tile < 0).all():
        raise UserError(f"No candidate of {job.probabilities} lies in the images of {job.catalogue}.",
                        "Choose the catalogue that the map was made of.")
    matrix, kept = extract_features(job.output, tiles, places, context)
    if not len(kept):
        raise UserError(f"No candidate of {job.probabilities} is clear on any date in {job.catalogue}.",
                        "Choose the catalogue that the map was made of.")
    return matrix, kept


_COLUMNS = ("polygon_id", "rank", "margin", "entropy", "likely", "stands_for", "reason")


def _write(
    job: SuggestSamplesJob, model: Model, raster: ProbabilityRaster, chosen: Candidates, stands_for: IntArray,
    x: Float64Array, y: Float64Array,
) -> None:
    labels = {entry.code: entry.label for entry in model.classes}
    coded = all(label == str(code) for code, label in labels.items())
    names = {code: raster.names[code] if coded else labels[code] for code in raster.codes}
    told = list(_told(chosen, [names[code] for code in raster.codes], stands_for))
    first = first_free_id(job.labelled)
    fields: dict[str, list[Any]] = {
        job.class_field: [None] * len(chosen),
        "polygon_id": list(range(first, first + len(chosen))),
        "rank": list(range(1, len(chosen) + 1)),
        "margin": [round(float(m), 4) for m in chosen.margin],
        "entropy": [round(float(e), 4) for e in chosen.entropy],
        "likely": [likely for likely, _ in told],
        "stands_for": stands_for.tolist(),
        "reason": [reason for _, reason in told],
    }
    layer = Layer(POINTS, raster.grid.crs, "Point", tuple(point_geometries(x, y)), fields,
                  integers=(job.class_field,) if coded else ())
    choices = {f"{code} {names[code]}" if names[code] != str(code) else str(code): str(code) if coded else labels[code]
               for code in raster.codes}
    form = choices_form(job.class_field, choices)
    style = single_mark_style("#d7359b", 3.0, list(fields), {"reason": 420, "likely": 260}, form)
    with atomic_path(job.output) as part:
        write_layers(part, [layer])
        write_styles(part, {POINTS: style})


def _told(chosen: Candidates, names: Sequence[str], stands_for: IntArray) -> Iterator[tuple[str, str]]:
    """Yield the likely classes of each place, and why it is suggested."""
    for n in range(len(chosen)):
        first, second = names[chosen.first[n]], names[chosen.second[n]]
        likely = f"{first} {chosen.first_share[n]:.0%}, {second} {chosen.second_share[n]:.0%}"
        others = f"; {stands_for[n]} of the doubtful places are like it" if stands_for[n] > 1 else ""
        yield likely, f"The map wavers between {first} and {second}{others}."
