"""From a folder of images and some polygons to a validated land-cover map.

The chain runs the jobs of the single algorithms, one after the other, with files between
them: step by step by hand gives the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.chains.preflight import check_parameters, check_places, check_series
from landweave.engine.chains.steps import check_damaged, product_prints, run_step, series_prints
from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    AccuracyJob,
    ClassificationChainJob,
    ClassifyJob,
    ExtractSamplesJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SplitReferenceJob,
    TrainClassifierJob,
)
from landweave.engine.learning.train import versions
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.run_folder import RunFolder
from landweave.engine.types import Json
from landweave.engine.validation.intervals import combine_runs
from landweave.engine.validation.publish import publish

# Share of the progress bar at which each step ends: what they took on the demo and on real tiles.
_ENDS = {"scan": 0.04, "reference": 0.07, "samples": 0.35, "train": 0.42, "map": 0.93, "validate": 1.0}


@dataclass(frozen=True)
class _Places:
    """Where the chain's files are: everything but the outputs that the user names lies in the run folder."""

    folder: Path
    job: ClassificationChainJob

    def step(self, name: str) -> str:
        return str(self.folder / "steps" / name)

    @property
    def catalogue(self) -> str:
        return self.job.catalogue or self.step("catalogue.gpkg")

    @property
    def map(self) -> str:
        return self.job.map or str(self.folder / "map.tif")

    @property
    def confidence(self) -> str:
        return self.job.confidence or str(self.folder / "confidence.tif")

    @property
    def validity(self) -> str:
        return self.job.validity or str(self.folder / "validity.tif")

    @property
    def report(self) -> Path:
        return Path(self.job.report or self.folder / "report.html")

    def model(self, run: int) -> str:
        return self.step(f"model_run_{run}.lwm")

    def run_map(self, run: int) -> str:
        return self.map if run == 1 else self.step(f"map_run_{run}.tif")


def run(job: ClassificationChainJob, context: RunContext) -> dict[str, Json]:
    """Run all steps, each only if it is not done yet.

    Raises:
        UserError: if neither a folder nor a catalogue is given, or a step cannot be done.
    """
    if bool(job.input) == bool(job.catalogue):
        raise UserError("The chain needs either a folder of images (INPUT) or a catalogue (CATALOGUE).",
                        "Give one of the two.")
    check_parameters(job)
    if not context.run_folder:
        raise UserError("The chain needs a run folder.", "Give RUN_FOLDER: a new folder, or one to be resumed.")
    with RunFolder.open(context.run_folder, job) as folder:
        places = _Places(folder.path, job)
        inside = folder.attach(context)
        _samples(job, places, inside)
        _models(job, places, inside)
        _maps(job, places, inside)
        return _validation(job, places, inside)


def _samples(job: ClassificationChainJob, places: _Places, context: RunContext) -> None:
    """Scan, prepare, split, select, extract."""
    if job.input:
        run_step(ScanCatalogueJob(job.input, places.catalogue), context.part(0.0, _ENDS["scan"]), "Scan of the images")
    check_damaged(places.catalogue, job.skip_damaged)
    catalogue = load_catalogue(places.catalogue)
    check_places(job, catalogue)
    check_series(job, catalogue)
    reference = PrepareReferenceJob(
        job.reference, job.class_field, places.catalogue, places.step("reference.gpkg"),
        regions=job.regions, region_field=job.region_field, nomenclature=job.nomenclature, series=job.series)
    split = SplitReferenceJob(reference.output, places.step("split.gpkg"), ratio=job.ratio, runs=job.runs,
                              seed=job.seed)
    strategy = "maximum" if job.samples_per_class else "all"
    points = SelectSamplesJob(split.output, places.step("points.gpkg"), strategy=strategy,
                              maximum=job.samples_per_class or 1, seed=job.seed)
    part = context.part(_ENDS["scan"], _ENDS["reference"])
    prepared = run_step(reference, part.part(0.0, 0.5), "Check of the reference polygons")
    if prepared["CLASSES"] < 2:
        raise UserError(f"All polygons of {job.reference} that lie on the images are of one class.",
                        "Add polygons of other classes: learning needs at least two.")
    run_step(split, part.part(0.5, 0.6), "Split of the polygons")
    run_step(points, part.part(0.6, 1.0), "Choice of the samples")
    extract = ExtractSamplesJob(places.catalogue, points.output, places.step("samples.gpkg"), series=job.series)
    run_step(extract, context.part(_ENDS["reference"], _ENDS["samples"]), "Extraction of the samples",
             [product_prints(places.catalogue), series_prints(job.series, places.folder)])


def _models(job: ClassificationChainJob, places: _Places, context: RunContext) -> None:
    part = context.part(_ENDS["samples"], _ENDS["train"])
    for number in range(1, job.runs + 1):
        train = TrainClassifierJob(
            places.step("samples.gpkg"), job.class_field, places.model(number), method=job.method,
            method_options=job.method_options, seed=job.seed, run=number, balanced=job.balanced)
        run_step(train, part.part((number - 1) / job.runs, number / job.runs), f"Training, run {number} of {job.runs}",
                 [versions()])


def _maps(job: ClassificationChainJob, places: _Places, context: RunContext) -> None:
    """Map the area with the first run's model, and the validation polygons of the other runs with theirs."""
    part = context.part(_ENDS["train"], _ENDS["map"])
    shares = 0.75 if job.runs > 1 else 1.0
    images = product_prints(places.catalogue)
    whole = ClassifyJob(
        places.catalogue, (places.model(1),), places.map, confidence=places.confidence, validity=places.validity,
        probabilities=job.probabilities, regions=job.regions, region_field=job.region_field,
        nomenclature=job.nomenclature, extent=job.extent, extent_crs=job.extent_crs, mask=job.mask,
        tiles=job.tiles, target_crs=job.target_crs)
    run_step(whole, part.part(0.0, shares), "Map", [images])
    for number in range(2, job.runs + 1):
        only = f"{places.step('split.gpkg')}|layername=reference|subset=run_{number} = 'validation'"
        places_only = ClassifyJob(
            places.catalogue, (places.model(number),), places.run_map(number), regions=job.regions,
            region_field=job.region_field, nomenclature=job.nomenclature, extent=job.extent,
            extent_crs=job.extent_crs, mask=only, tiles=job.tiles, target_crs=job.target_crs)
        start = shares + (1 - shares) * (number - 2) / (job.runs - 1)
        run_step(places_only, part.part(start, start + (1 - shares) / (job.runs - 1)),
                 f"Map of the validation polygons, run {number} of {job.runs}", [images])


def _validation(job: ClassificationChainJob, places: _Places, context: RunContext) -> dict[str, Json]:
    part = context.part(_ENDS["map"], _ENDS["validate"])
    runs = []
    for number in range(1, job.runs + 1):
        accuracy = AccuracyJob(
            places.run_map(number), places.step("split.gpkg"), job.class_field,
            places.step(f"accuracy_run_{number}.json"), nomenclature=job.nomenclature, run=number, seed=job.seed)
        run_step(accuracy, part.part(0.8 * (number - 1) / job.runs, 0.8 * number / job.runs),
                 f"Validation, run {number} of {job.runs}")
        runs.append(json.loads(Path(accuracy.output_json).read_text(encoding="utf-8")))
    report = combine_runs(runs)
    files = {kind: str(places.report.with_suffix(f".{kind}")) for kind in ("html", "json", "csv")}
    publish(report, files, map_path=places.map, confidence=places.confidence, nomenclature=job.nomenclature,
            catalogue=places.catalogue, models=(places.model(1),), parameters=job.to_json())
    numbers = {name: report[name] for name in ("overall_accuracy", "kappa", "macro_f1") if report[name] is not None}
    for name, value in numbers.items() if job.runs > 1 else ():  # of a single run the validation has said them
        context.metric(name, value)
    context.progress(1.0, "Report")
    outputs = {"MAP": places.map, "CONFIDENCE": places.confidence, "VALIDITY": places.validity,
               "REPORT": files["html"], "PROBABILITIES": job.probabilities, "RUN_FOLDER": str(places.folder)}
    return {**{name: path for name, path in outputs.items() if path},
            **{name.upper(): value for name, value in numbers.items()}}
