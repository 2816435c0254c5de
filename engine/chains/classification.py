"""From a folder of images and some polygons to a validated land-cover map.

The chain runs the jobs of the single algorithms, one after the other, with files between
them: step by step by hand gives the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path

from landweave.engine.chains.maps import Mapper
from landweave.engine.chains.models import learn, random_split
from landweave.engine.chains.places import EXTRA_RASTERS, MAIN, Places
from landweave.engine.chains.preflight import check_parameters
from landweave.engine.chains.sampling import sample
from landweave.engine.chains.steps import check_run_folder, check_source
from landweave.engine.jobs import ClassificationChainJob
from landweave.engine.language import texts
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.run_folder import RunFolder
from landweave.engine.types import Json
from landweave.engine.validation.error_map import read_checked
from landweave.engine.validation.intervals import combine_runs
from landweave.engine.validation.publish import publish

# Share of the progress bar at which each part ends: what they took on the demo and on real tiles.
_ENDS = {"samples": 0.35, "train": 0.42, "map": 0.97}
_ENDS_WITH_CONTEXT = {"samples": 0.15, "train": 0.75, "map": 0.97}


def run(job: ClassificationChainJob, context: RunContext) -> dict[str, Json]:
    """Run all steps, each only if it is not done yet.

    Raises:
        UserError: if neither a folder nor a catalogue is given, or a step cannot be done.
    """
    check_source(job.input, job.catalogue)
    texts(job.language)
    check_parameters(job)
    check_run_folder(context)
    ends = _ENDS_WITH_CONTEXT if job.auto_context else _ENDS
    with RunFolder.open(context.run_folder, job) as folder:
        places = Places(folder.path, job)
        inside = folder.attach(context)
        samples = sample(job, places, inside.part(0, ends["samples"]))
        sources = learn(job, places, samples, inside.part(ends["samples"], ends["train"]))
        mapper = Mapper(job, places, sources)
        mapper.make(inside.part(ends["train"], ends["map"]))
        return _report(job, places, mapper, samples[MAIN], inside.part(ends["map"], 1))


def _report(
    job: ClassificationChainJob, places: Places, mapper: Mapper, samples: str, context: RunContext
) -> dict[str, Json]:
    """Write the report, and return the outputs and the figures."""
    runs = [_read(places.scores(run)) for run in range(1, job.runs + 1)]
    report = combine_runs(runs)
    if places.fuses_runs:
        fused = _read(mapper.score_fusion(context.part(0, 0.3)))
        report = {**combine_runs([fused]), "single_runs": report}
    elif "reliability" in runs[0]:
        report["reliability"] = runs[0]["reliability"]  # of the map that the user gets
    claimed = random_split(job, places, samples, context.part(0.3, 0.9))
    if claimed is not None:
        report["random_split_overall_accuracy"] = claimed
    files = {kind: str(places.report.with_suffix(f".{kind}")) for kind in ("html", "json", "csv")}
    publish(report, files, map_path=places.map, confidence=places.confidence, nomenclature=job.nomenclature,
            catalogue=places.catalogue, models=(places.model(1),), parameters=job.to_json(),
            checked=read_checked(places.checked), language=job.language)
    numbers = {name: report[name] for name in ("overall_accuracy", "kappa", "macro_f1") if report[name] is not None}
    for name, value in numbers.items() if job.runs > 1 else ():  # of a single run the validation has said them
        context.metric(name, value)
    context.progress(1.0, "Report")
    outputs = {"MAP": places.map, "CONFIDENCE": places.confidence, "VALIDITY": places.validity,
               "REPORT": files["html"], "RUN_FOLDER": str(places.folder),
               "CHOICE": places.choice if job.radar_series else "",
               **{name.upper(): getattr(job, name)
                  for name in EXTRA_RASTERS}}
    return {**{name: path for name, path in outputs.items() if path},
            **{name.upper(): value for name, value in numbers.items()}}


def _read(path: str) -> dict[str, Json]:
    report: dict[str, Json] = json.loads(Path(path).read_text(encoding="utf-8"))
    return report
