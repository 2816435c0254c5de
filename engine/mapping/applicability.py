"""The job applicability: where models may be used, by the same blocks as a map of classes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.mapping import ClassifyJob
from landweave.engine.jobs.validation import ApplicabilityJob
from landweave.engine.language import texts
from landweave.engine.mapping.applicability_page import write_applicability_page
from landweave.engine.mapping.classify import Wanted, predict
from landweave.engine.mapping.combine import load_ensemble, refuse_values
from landweave.engine.mapping.fusing import Fusion
from landweave.engine.mapping.outputs import APPLICABILITY_KINDS
from landweave.engine.mapping.tile_grid import grid_window, on_same_pixels
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import CONFIDENCE_NODATA, AnyArray, BoolArray, IntArray, Json

_MAPPED = 0.95  # share of the time that goes before the figures are counted
_ROWS = 512


def run(job: ApplicabilityJob, context: RunContext) -> dict[str, Json]:
    """Write where the models may be used, and what share of the area that is.

    Raises:
        UserError: naming the model, samples, map, tile, band, image or region that does not fit or is damaged.
    """
    with tempfile.TemporaryDirectory(prefix="landweave_area_") as folder:
        ensemble = load_ensemble(job.models, job.user_network)
        refuse_values(job.models, ensemble)
        models = [_with_area(job, path, Path(folder) / f"model_{n}.lwm", context) for n, path in enumerate(job.models)]
        ensemble = load_ensemble(models, job.user_network)
        kinds = APPLICABILITY_KINDS if job.dissimilarity else APPLICABILITY_KINDS[:1]
        paths = {kind.name: path for kind, path in zip(kinds, (job.output, job.dissimilarity))}
        wanted = Wanted(ensemble, Fusion(), kinds, paths, Nomenclature(), {})
        predict(_as_classification(job, models), wanted, context.part(0, _MAPPED))
    context.artifact("OUTPUT", job.output)
    names = Nomenclature.load(job.nomenclature)
    found = shares(job.output, job.map, names.limited_to(ensemble.codes, ensemble.names))
    if job.output_json:
        from landweave.engine.learning.crossval import write_json

        write_json(job.output_json, found)
    if job.output_html:
        write_applicability_page(job.output_html, found, texts(job.language))
    given = {name.upper(): getattr(job, name) for name in job.OUTPUTS if getattr(job, name)}
    return {**given, "INSIDE": found["inside"]}


def shares(mask: str, classes: str, names: Nomenclature) -> dict[str, Json]:
    """Return the share of the known pixels that are inside, of all and of each class of a map.

    Args:
        mask: raster, 1 inside and 0 outside.
        classes: map of classes; empty: none.
        names: of the classes.

    Returns:
        `pixels`, `inside` (share, None without a pixel), and `classes`: `code`, `name`, `pixels`, `inside`.

    Raises:
        UserError: if the map lies on other pixels.
    """
    with RasterReader() as reader:
        grid = reader.grid(mask)
        other = reader.grid(classes) if classes else grid
        if not on_same_pixels(grid, other):
            raise UserError(f"The map {classes} lies on other pixels than the images of the catalogue.",
                            "Give the map that 'classify' made of this catalogue, or leave MAP empty.")
        counts = np.zeros((2, 65536), dtype=np.int64)
        totals = np.zeros(2, dtype=np.int64)
        for first in range(0, grid.rows, _ROWS):
            window = replace(grid.window, row=first, rows=min(_ROWS, grid.rows - first))
            inside = reader.read(mask, 1, window)
            known = inside != CONFIDENCE_NODATA
            totals += np.bincount(inside[known] > 0, minlength=2)
            if classes:
                _count(reader, classes, other, grid.subgrid(window), inside, known, counts)
    rows: list[Json] = [
        {"code": int(code), "name": names.name(int(code)), "pixels": int(counts[:, code].sum()),
         "inside": float(counts[1, code] / counts[:, code].sum())}
        for code in np.flatnonzero(counts.sum(axis=0)) if code
    ]  # fmt: skip
    total = int(totals.sum())
    return {"pixels": total, "inside": float(totals[1] / total) if total else None, "classes": rows}


def _count(
    reader: RasterReader, classes: str, grid: Grid, part: Grid, inside: AnyArray, known: BoolArray, counts: IntArray
) -> None:
    """Add the pixels of a part of the mask by class; those beside the map have none."""
    place = grid_window(grid, part)
    there = place.intersection(grid.window)
    if not there.rows or not there.columns:
        return
    rows = slice(there.row - place.row, there.row - place.row + there.rows)
    columns = slice(there.column - place.column, there.column - place.column + there.columns)
    codes = reader.read(classes, 1, there).astype(np.int64)
    for side in (0, 1):
        chosen = known[rows, columns] & ((inside[rows, columns] > 0) == bool(side))
        counts[side] += np.bincount(np.clip(codes[chosen], 0, 65535), minlength=65536)


def _as_classification(job: ApplicabilityJob, models: Sequence[str]) -> ClassifyJob:
    """Return the job that maps the same area."""
    shared = {f.name for f in fields(ClassifyJob)} & {f.name for f in fields(ApplicabilityJob)}
    return ClassifyJob(**{name: getattr(job, name) for name in shared} | {
        "models": tuple(models), "applicability": job.output})


def _with_area(job: ApplicabilityJob, path: str, beside: Path, context: RunContext) -> str:
    """Return the file of a model that tells where it may be used: the user's, or one with what samples tell.

    Raises:
        UserError: if the model does not tell and no samples are given, or they have other features or regions.
    """
    from landweave.engine.learning.model_file import ALL_REGIONS, load_model, save_model
    from landweave.engine.learning.prepare import make_table, region_rows
    from landweave.engine.learning.train import areas_of, check_groups, job_count
    from landweave.engine.samples.store import load_samples

    model = load_model(path)
    if not job.samples:
        if not model.applicability:
            raise UserError(f"The model {path} was trained without TRUST, so it does not know its samples.",
                            "Give the samples that it was trained with (SAMPLES), or train it again with TRUST.")
        return path
    samples = load_samples(job.samples)
    if [f.name for f in samples.features] != [f.name for f in model.features]:
        raise UserError(f"The samples of {job.samples} have other features than the model {path}.",
                        "Give the samples that the model was trained with.")
    run = int(model.training.get("run", 0))
    field = job.class_field or str(model.training.get("class_field", ""))
    table = make_table(samples, job.samples, field, context, run if f"run_{run}" in samples.attributes else 0)
    named = "" if list(model.regions) == [ALL_REGIONS] else "region"
    regions = {name: rows for name, rows in region_rows(table, job.samples, named).items() if name in model.regions}
    if len(regions) < len(model.regions):
        raise UserError(f"{job.samples} has no samples of the region {min(set(model.regions) - set(regions))}.",
                        "Give the samples that the model was trained with.")
    check_groups(table, regions, job.samples)
    areas, _ = areas_of(table, regions, job.seed, job_count(context), context)
    save_model(beside, replace(model, applicability=areas))
    return str(beside)
