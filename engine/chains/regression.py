"""From a folder of images and places with a quantity to its map and figures, each step only if it is not done yet.

The steps are those of the map of classes. In the place of the class, splits and choices of samples heed the fifth of
the values that a place is in, so that high and low values are on both sides and among the samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.chains.preflight import check_columns, check_extent, check_files, check_series
from landweave.engine.chains.steps import (
    check_damaged,
    check_run_folder,
    check_source,
    product_prints,
    run_step,
    series_prints,
)
from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    ExtractSamplesJob,
    PredictRegressionJob,
    PrepareReferenceJob,
    RegressionChainJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SplitReferenceJob,
    TrainRegressionJob,
)
from landweave.engine.learning.estimators import parse_options
from landweave.engine.learning.model_file import load_model
from landweave.engine.learning.prepare import group_numbers, region_rows, rows_of_run
from landweave.engine.learning.train import versions
from landweave.engine.mapping.borders import check_distance
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.regression.learners import find_regressor
from landweave.engine.regression.scores import FIGURES, assess_values, combine_value_runs
from landweave.engine.regression.table import make_values
from landweave.engine.regression.train import write_report
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.run_folder import RunFolder
from landweave.engine.samples.prepared import VALIDATION
from landweave.engine.samples.store import SampleSet, load_samples, save_samples
from landweave.engine.series.options import load_options
from landweave.engine.types import Float64Array, Json
from landweave.engine.vector.layers import read_layer, write_layer

STRATUM = "value_fifth"
_STRATA = 5
_ENDS = {"scan": 0.04, "reference": 0.08, "samples": 0.4, "train": 0.5, "map": 0.95}


def run(job: RegressionChainJob, context: RunContext) -> dict[str, Json]:
    """Run all steps.

    Raises:
        UserError: if neither a folder nor a catalogue is given, or a step cannot be done.
    """
    check_source(job.input, job.catalogue)
    parse_options(find_regressor(job.method), job.method_options)
    load_options(job.series)
    check_files(job.reference, job.regions, job.mask)
    check_columns(job.reference, job.value_field)
    check_columns(job.regions, job.region_field, job.region_priority_field)
    check_distance(job.border_distance)
    if job.target_crs:
        spatial_reference(job.target_crs)
    check_run_folder(context)
    with RunFolder.open(context.run_folder, job) as folder:
        return _Chain(job, folder.path, folder.attach(context)).do()


class _Chain:
    """The steps of one run, with the files between them."""

    def __init__(self, job: RegressionChainJob, folder: Path, context: RunContext) -> None:
        self._job, self._folder, self._context = job, folder, context
        self._catalogue = job.catalogue or self._step("catalogue.gpkg")
        self._map = job.map or str(folder / "map.tif")
        self._validity = job.validity or str(folder / "validity.tif")
        self._report = Path(job.report or folder / "report.html")

    def do(self) -> dict[str, Json]:
        """Scan, sample, learn, validate and map."""
        job, context = self._job, self._context
        if job.input:
            run_step(ScanCatalogueJob(job.input, self._catalogue), context.part(0, _ENDS["scan"]), "Scan of the images")
        check_damaged(self._catalogue, job.skip_damaged)
        catalogue = load_catalogue(self._catalogue)
        check_extent(job, catalogue)
        check_series(job, catalogue, job.series)
        samples = self._samples()
        report, truth, found = self._models(samples)
        predict = PredictRegressionJob(
            self._catalogue, (self._model(1),), self._map, validity=self._validity, regions=job.regions,
            region_field=job.region_field, region_priority_field=job.region_priority_field,
            border_distance=job.border_distance, extent=job.extent,
            extent_crs=job.extent_crs, mask=job.mask, tiles=job.tiles, target_crs=job.target_crs)
        run_step(predict, context.part(_ENDS["train"], _ENDS["map"]), "Map", [product_prints(self._catalogue)])
        pages = str(self._report.with_suffix(".json")), str(self._report.with_suffix(".html"))
        write_report(*pages, report, truth, found, context)
        for key in FIGURES:
            context.metric(key, report[key] if report[key] is not None else float("nan"))
        context.progress(1.0, "Report")
        return {"MAP": self._map, "VALIDITY": self._validity, "REPORT": pages[1], "RUN_FOLDER": str(self._folder),
                **{key.upper(): report[key] for key in FIGURES if report[key] is not None}}

    def _step(self, name: str) -> str:
        return str(self._folder / "steps" / name)

    def _model(self, run: int) -> str:
        return self._step(f"model_run_{run}.lwm")

    def _samples(self) -> str:
        """Return the samples with their values and sides."""
        job, context = self._job, self._context
        values = _write_strata(job, self._step("strata.gpkg"), context)
        reference = PrepareReferenceJob(self._step("strata.gpkg"), STRATUM, self._catalogue,
                                        self._step("reference.gpkg"), regions=job.regions,
                                        region_field=job.region_field, series=job.series,
                                        region_priority_field=job.region_priority_field)
        split = SplitReferenceJob(reference.output, self._step("split.gpkg"), ratio=job.ratio, runs=job.runs,
                                  seed=job.seed)
        strategy = "maximum" if job.samples_per_class else "all"
        points = SelectSamplesJob(split.output, self._step("points.gpkg"), strategy=strategy, validation=True,
                                  maximum=job.samples_per_class or 1, seed=job.seed)
        part = context.part(_ENDS["scan"], _ENDS["reference"])
        try:
            run_step(reference, part.part(0, 0.5), "Check of the reference")
            run_step(split, part.part(0.5, 0.6), "Split of the reference")
            run_step(points, part.part(0.6, 1), "Choice of the samples")
        except UserError as error:
            raise _about(error, job.reference, (reference.reference, reference.output, split.output)) from error
        extract = ExtractSamplesJob(self._catalogue, points.output, self._step("samples.gpkg"), series=job.series)
        run_step(extract, context.part(_ENDS["reference"], _ENDS["samples"]), "Extraction of the samples",
                 [product_prints(self._catalogue), series_prints(job.series, self._folder)])
        found = load_samples(extract.output)
        found.attributes[job.value_field] = values[found.attributes["polygon_id"] - 1]
        save_samples(self._step("samples_with_values.gpkg"), found)
        return self._step("samples_with_values.gpkg")

    def _models(self, samples: str) -> tuple[dict[str, Json], Float64Array, Float64Array]:
        """Train and measure all runs; return the report, and what the first run found of what it had not seen."""
        job, reports = self._job, []
        loaded = load_samples(samples)
        shown: tuple[Float64Array, Float64Array] = (np.zeros(0), np.zeros(0))
        for run in range(1, job.runs + 1):
            start, share = _ENDS["samples"], (_ENDS["train"] - _ENDS["samples"]) / job.runs
            part = self._context.part(start + (run - 1) * share, start + run * share)
            train = TrainRegressionJob(samples, job.value_field, self._model(run), method=job.method,
                                       method_options=job.method_options, seed=job.seed, run=run, folds=0)
            run_step(train, part, f"Training, run {run} of {job.runs}", [versions()])
            truth, found, groups = self._validated(loaded, samples, run)
            reports.append(assess_values(truth, found, groups, job.seed))
            shown = shown if run > 1 else (truth, found)
        report = combine_value_runs(reports) | {
            "target": job.value_field, "method": job.method, "versions": versions(), "warnings": [],
            "parameters": {k: v for k, v in job.to_json().items() if k not in job.OUTPUTS},
        }
        return (report, *shown)

    def _validated(self, loaded: SampleSet, samples: str, run: int) -> tuple[Float64Array, Float64Array, Any]:
        """Return truth, what the model of a run finds, and the polygons of what it has not learnt from."""
        rows = rows_of_run(loaded, samples, run, VALIDATION)
        table, values = make_values(loaded, samples, self._job.value_field, self._context, rows)
        model, found = load_model(self._model(run)), np.full(len(values), np.nan)
        for name, own in region_rows(table, samples, "region").items():
            predictor = model.predictor(name)
            if predictor is not None:
                found[own] = predictor.predict_proba(table.matrix[own])[:, 0]
        known = np.isfinite(found)
        groups = group_numbers(table.samples, samples, "polygon_id")
        return values[known], found[known], groups[known]


def _about(error: UserError, source: str, made: Sequence[str]) -> UserError:
    """Return an error about files that were made of a source as one about the source, which the user knows."""
    texts = [error.message, error.hint]
    for path in made:
        texts = [text.replace(path, source) for text in texts]
    return UserError(texts[0], texts[1])


def _write_strata(job: RegressionChainJob, path: str, context: RunContext) -> Float64Array:
    """Write the reference with the fifth of the values that each place is in; return the values, by feature."""
    layer = read_layer(job.reference)
    given = layer.fields[job.value_field]
    try:
        found: Float64Array = np.array([np.nan if value is None else float(value) for value in given])
    except (TypeError, ValueError) as error:
        raise UserError(f"'{job.value_field}' of {job.reference} is text, no quantity.",
                        "Choose a numeric column (VALUE_FIELD).") from error
    known = np.isfinite(found)
    if not known.all():
        context.warning(f"{int((~known).sum())} features of {job.reference} have no {job.value_field}: left out.")
    if len(np.unique(found[known])) < 2:
        raise UserError(f"{job.reference} holds fewer than two different values of '{job.value_field}'.",
                        "Learning a quantity needs places with different values.")
    values: Float64Array = found[known]
    edges = np.unique(np.quantile(values, np.linspace(0, 1, _STRATA + 1)[1:-1]))
    codes = np.searchsorted(edges, values, side="right") + 1
    context.log(f"In what follows, class 1 to {codes.max()} stands for the fifth of the values, from low to high.")
    geometries = [layer.geometries[n] for n in np.flatnonzero(known)]
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    write_layer(path, "strata", layer.crs, layer.geometry_type, geometries, {STRATUM: codes, job.value_field: values})
    return values
