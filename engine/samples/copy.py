"""The job copy_samples: a region learns from samples of another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.sample_sets import CopySamplesJob
from landweave.engine.learning.prepare import COPIED, is_augmented, is_null
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import some
from landweave.engine.samples.prepared import LEARN, SPARE
from landweave.engine.samples.rules import ANY, undivided
from landweave.engine.samples.sets import (
    class_texts,
    join_rows,
    known_class,
    learns,
    region_texts,
    run_columns,
    whole_number,
)
from landweave.engine.samples.store import SampleSet, load_samples, save_samples
from landweave.engine.samples.text_rows import read_rows
from landweave.engine.types import AnyArray, BoolArray, IntArray, Json

ALL = -1
"""As a count: every sample."""

_COLUMNS = ("from", "to", "class", "count")


@dataclass(frozen=True)
class CopyRule:
    """What one region takes from another.

    Args:
        source, destination: names of regions; of one that was divided by size, all parts.
        name: class; `*`: each class of the source.
        count: samples of each class in each run; ALL: every one.
        where: how a sentence about it begins: `rules.csv, line 3: `.
    """

    source: str
    destination: str
    name: str
    count: int
    where: str


def run(job: CopySamplesJob, context: RunContext) -> dict[str, Json]:
    """Write samples with the copies after them.

    Only what a run learns from is copied, and only that run learns from the copy. Copies of copies are not made.

    Returns:
        `OUTPUT` (path), `COUNT` (of all), `COPIED`.

    Raises:
        UserError: about the columns, or a rule that names what there is not.
    """
    samples = load_samples(job.input)
    classes = class_texts(samples, job.input, job.class_field)
    regions = region_texts(samples, job.input, job.region_field)
    if regions is None:
        raise UserError(f"{job.input} has no column of regions.", "Set REGION_FIELD to a column that it has.")
    rules = _rules(job, classes, regions)
    context.progress(0.3, "copying")
    original = ~is_augmented(samples) & _is_original(samples)
    parts = [copies(samples, rule, classes, regions, original, np.random.default_rng([job.seed, number]), context,
                    job.region_field) for number, rule in enumerate(rules)]
    parts = [part for part in parts if len(part)]
    marked = replace(samples, attributes={**samples.attributes, COPIED: _copied_from(samples)})
    result = join_rows([marked, *parts])
    save_samples(job.output, result)
    context.log(f"{len(result) - len(samples)} samples were copied.")
    context.artifact("OUTPUT", job.output)
    return {"OUTPUT": job.output, "COUNT": len(result), "COPIED": len(result) - len(samples)}


def copies(
    samples: SampleSet, rule: CopyRule, classes: AnyArray, regions: AnyArray, original: BoolArray,
    random: np.random.Generator, context: RunContext, region_field: str = "region",
) -> SampleSet:  # fmt: skip
    """Return the copies that a rule makes, one set for each part of the destination.

    Args:
        samples: all of them.
        rule: what is copied.
        classes: of the samples, shape (sample,).
        regions: of the samples, shape (sample,).
        original: samples that may be copied, shape (sample,).
        random: decides which of more samples than are wanted. Runs share as many as they can.
        context: is told where there are fewer than wanted.
        region_field: column of the region.
    """
    runs = run_columns(samples)
    within = original & np.isin(regions.astype(str), _parts(rule.source, regions))
    names = sorted(set(classes[within].tolist()) - {""}) if rule.name == ANY else [rule.name]
    rows: list[IntArray] = []
    sides: dict[str, list[BoolArray]] = {name: [] for name in runs}
    for name in names:
        order = random.permutation(np.flatnonzero(within & (classes == name)))
        taken = {run: _first(order, learns(samples, run), rule.count) for run in runs or [""]}
        if rule.count > min(len(t) for t in taken.values()):
            context.warning(f"{rule.where}Class {name} of region '{rule.source}' has fewer samples to learn from than "
                            f"{rule.count}: all are copied.")
        chosen = np.unique(np.concatenate(list(taken.values())))
        rows.append(chosen)
        for run_name in runs:
            sides[run_name].append(np.isin(chosen, taken[run_name]))
    whole = np.concatenate([*rows, np.zeros(0, np.int64)]).astype(np.int64)
    own = samples.subset(whole)
    columns = {name: np.where(np.concatenate([*side, np.zeros(0, np.bool_)]), LEARN, SPARE).astype(object)
               for name, side in sides.items()}
    columns[COPIED] = regions[whole]
    found = []
    for part in _parts(rule.destination, regions):
        there = samples.attributes[region_field][regions == part][:1]  # as the column has it, a number or a text
        columns[region_field] = np.repeat(there, len(own))
        found.append(replace(own, attributes={**own.attributes, **columns}))
    return join_rows(found)


def _first(order: IntArray, learnt: BoolArray, count: int) -> IntArray:
    of_run: IntArray = order[learnt[order]]
    return of_run if count == ALL else of_run[:count]


def _parts(region: str, regions: AnyArray) -> list[str]:
    """Return the names of a region in the samples: its own, or those of its parts."""
    there = sorted(set(regions.tolist()))
    return [name for name in there if name == region] or [name for name in there if undivided(name) == region]


def _is_original(samples: SampleSet) -> BoolArray:
    column = samples.attributes.get(COPIED)
    return np.ones(len(samples), np.bool_) if column is None else is_null(column)


def _copied_from(samples: SampleSet) -> AnyArray:
    return samples.attributes.get(COPIED, np.full(len(samples), "", object))


def _rules(job: CopySamplesJob, classes: AnyArray, regions: AnyArray) -> list[CopyRule]:
    """Return the rules, one a class, with names as the samples have them."""
    rules = list(_of_table(job.rules) if job.rules else _of_job(job))
    found: dict[tuple[str, str, str], CopyRule] = {}
    for rule in rules:
        for name in (rule.source, rule.destination):
            if not _parts(name, regions):
                known = sorted(set(regions.tolist()) - {""})
                raise UserError(f"{rule.where}No sample is of region '{name}'.", f"The regions are: {some(known)}.")
        if set(_parts(rule.source, regions)) & set(_parts(rule.destination, regions)):
            raise UserError(f"{rule.where}Region '{rule.source}' would be copied to itself.", "Name another region.")
        name = rule.name if rule.name == ANY else known_class(rule.name, classes, rule.where)
        key = (rule.source, rule.destination, name)
        if key in found:
            raise UserError(f"{rule.where}Class {name} is copied from '{rule.source}' to '{rule.destination}' already.",
                            "Keep one row of these.")
        found[key] = replace(rule, name=name)
    return list(found.values())


def _of_table(path: str) -> Iterator[CopyRule]:
    for row in read_rows(path, "table of copies", _COLUMNS, headless=True):
        cells = row.cells
        yield CopyRule(cells["from"], cells["to"], cells["class"], whole_number(row, "count", ALL), row.where)


def _of_job(job: CopySamplesJob) -> Iterator[CopyRule]:
    if not (job.from_region and job.to_region):
        raise UserError("Nothing says what is copied.", "Give RULES, or FROM_REGION and TO_REGION.")
    if job.count < ALL:
        raise UserError(f"The COUNT is {job.count}.", f"Give a number of samples, or {ALL} for all.")
    for name in job.classes or (ANY,):
        yield CopyRule(job.from_region, job.to_region, name, job.count, "")
