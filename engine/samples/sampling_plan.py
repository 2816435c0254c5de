"""`sampling_plan`: what each class of each region would give, as a table that the user may edit."""

from __future__ import annotations

import csv

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.sampling import SamplingPlanJob
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.samples.quotas import SIZED, Rule
from landweave.engine.samples.select import Candidates, candidates
from landweave.engine.types import IntArray, Json

COLUMNS = ("region", "class", "name", "polygons", "pixels", "strategy", "size", "samples")


def run(job: SamplingPlanJob, context: RunContext) -> dict[str, Json]:
    """Write the plan: one row a region and class, the first by region, then by class.

    Polygons, pixels and samples are those of one run to learn from; where runs differ, of the one with the fewest.

    Returns:
        `OUTPUT` (path), `SAMPLES` (of one run).

    Raises:
        UserError: if an option cannot be used, or no pixel's centre lies in a polygon.
    """
    if not job.output.lower().endswith(".csv"):
        raise UserError(f"{job.output} is no .csv file.", "Name the sampling plan so that it ends in .csv.")
    names = Nomenclature.load(job.nomenclature) if job.nomenclature else None
    found = candidates(job, False, context.part(0.0, 0.7))
    context.progress(0.7, "choosing")
    polygons, pixels, samples = numbers_of(found)
    with atomic_path(job.output) as part, part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row, (region, code) in enumerate(found.strata.pairs()):
            rule = found.rules[row]
            writer.writerow([region, code, "" if names is None else names.name(code), polygons[row], pixels[row],
                             rule.strategy, _size(rule), samples[row]])
    context.artifact("OUTPUT", job.output)
    total = int(samples.sum())
    context.log(f"{total} of {pixels.sum()} pixels are samples. Rows of the plan: {len(found.rules)}.")
    return {"OUTPUT": job.output, "SAMPLES": total}


def numbers_of(found: Candidates) -> tuple[IntArray, IntArray, IntArray]:
    """Return polygons, pixels and samples of each stratum, each shape (stratum,); the fewest of all runs."""
    chooser, of_piece = found.chooser, found.strata.of_piece
    strata, runs = len(found.rules), range(chooser.runs)
    polygons = np.min([chooser.polygon_counts(run) for run in runs], axis=0)
    pixels = np.min([chooser.stratum_counts(found.counts, run) for run in runs], axis=0)
    samples = np.min([np.bincount(of_piece[found.pixels.piece[taken]], minlength=strata)
                      for taken in chooser.taken(found.pixels, found.counts)], axis=0)
    return polygons, pixels, samples


def _size(rule: Rule) -> str:
    return "" if rule.strategy not in SIZED else repr(int(rule.size) if rule.size == int(rule.size) else rule.size)
