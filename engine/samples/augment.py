"""The job augment_samples: rare classes get samples to learn from that are made of those that there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.sample_sets import AUGMENTATIONS, BALANCES, AugmentSamplesJob
from landweave.engine.learning.prepare import AUGMENTED, has_nodata, is_augmented, knows_nothing
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import some
from landweave.engine.samples.making_up import augment, groups_alike
from landweave.engine.samples.prepared import LEARN, SPARE
from landweave.engine.samples.sets import (
    MADE_WITH,
    class_texts,
    join_rows,
    known_class,
    learns,
    region_texts,
    run_columns,
    texts,
    whole_number,
)
from landweave.engine.samples.store import SampleSet, load_samples, save_samples
from landweave.engine.samples.text_rows import read_rows
from landweave.engine.types import AnyArray, IntArray, Json

ANY = "*"


def run(job: AugmentSamplesJob, context: RunContext) -> dict[str, Json]:
    """Write samples with the new ones after them.

    Each run of the split has its own new samples, made of what it learns from; other runs do not see them.

    Returns:
        `OUTPUT` (path), `COUNT` (of all), `ADDED`.

    Raises:
        UserError: about the columns, the table of counts, or a method that cannot be followed.
    """
    _check_options(job)
    samples = load_samples(job.input)
    made = is_augmented(samples)
    if made.any():
        context.log(f"{int(made.sum())} samples that were made up before are replaced.")
        samples = samples.subset(~made)
    classes = class_texts(samples, job.input, job.class_field)
    goals = _goals(job, classes)
    context.progress(0.2, "making samples")
    parts = []
    for number, (run_name, region, rows) in enumerate(_strata(job, samples, classes)):
        have = Counter(classes[rows].tolist())
        wanted = _wanted(job, goals, have)
        for name in _too_few(samples.matrix[rows], classes[rows], wanted, job.method):
            where = f" of region '{region}'" * bool(region) + f" in {run_name}" * bool(run_name)
            context.warning(f"Class {name}{where} lacks two samples with the same features known, which smote needs: "
                            "it is left as it is.")
            del wanted[name]
        matrix, _, parents = augment(
            samples.matrix[rows], classes[rows], wanted, job.method, _seed(job.seed, number), job.jitter_factor,
            job.neighbours)
        if len(matrix):
            parts.append(_made(samples, matrix, rows[parents], job, run_name))
    result = join_rows([_marked(samples), *parts])
    if not parts:
        context.warning("No class needed more samples, so that none were made.")
    _tell(context, classes, parts, job.class_field)
    save_samples(job.output, result)
    context.artifact("OUTPUT", job.output)
    return {"OUTPUT": job.output, "COUNT": len(result), "ADDED": len(result) - len(samples)}


def _too_few(matrix: AnyArray, classes: AnyArray, wanted: Mapping[str, int], method: str) -> list[str]:
    if method != "smote":
        return []
    return [name for name in wanted if not groups_alike(matrix, np.flatnonzero(classes == name))]


def _check_options(job: AugmentSamplesJob) -> None:
    for value, known, what in ((job.method, AUGMENTATIONS, "METHOD"), (job.balance, BALANCES, "BALANCE")):
        if value not in known:
            raise UserError(f"There is no {what} '{value}'.", f"Use one of: {', '.join(known)}.")
    if job.balance == "file" and not job.counts:
        raise UserError("The balance file needs a table of counts.", "Name a CSV with the columns class,count.")
    if job.balance == "minimum" and job.minimum < 1:
        raise UserError(f"The MINIMUM is {job.minimum} samples a class.", "Give a positive number.")
    if job.neighbours < 1 or not job.jitter_factor > 0:
        raise UserError(f"NEIGHBOURS is {job.neighbours}, JITTER_FACTOR {job.jitter_factor:g}.", "Both are above 0.")


def _goals(job: AugmentSamplesJob, classes: AnyArray) -> dict[str, int]:
    """Return what the table of counts says, by class."""
    if job.balance != "file":
        return {}
    found: dict[str, int] = {}
    for row in read_rows(job.counts, "table of counts", ("class", "count"), headless=True):
        written = row.cells["class"]
        name = written if written == ANY else known_class(written, classes, row.where)
        if name in found:
            raise UserError(f"{row.where}Class {name} has a row already.", "Keep one row a class.")
        found[name] = whole_number(row, "count", 0)
    return found


def _strata(
    job: AugmentSamplesJob, samples: SampleSet, classes: AnyArray
) -> Iterator[tuple[str, str, IntArray]]:  # fmt: skip
    """Yield run, region and the rows that are learnt from there; empty names where there are no runs or regions."""
    # Rows that are never learnt from have no children (see `prepare.make_table`).
    bare = has_nodata(samples.matrix) if samples.plan is None else knows_nothing(samples.matrix)
    usable = (classes != "") & ~bare
    regions = region_texts(samples, job.input, job.region_field)
    for run_name in run_columns(samples) or [""]:
        learnt = usable & learns(samples, run_name)
        for region in [""] if regions is None else sorted(set(regions[learnt].tolist())):
            rows = learnt if regions is None else learnt & (regions == region)
            if rows.any():
                yield run_name, region, np.flatnonzero(rows)


def _wanted(job: AugmentSamplesJob, goals: Mapping[str, int], have: Counter[str]) -> dict[str, int]:
    """Return how many samples each class of a stratum shall have, of those that have fewer."""
    most = max(have.values())
    found = {}
    for name in sorted(have):
        goal = {"minimum": job.minimum, "largest": most}.get(job.balance, goals.get(name, goals.get(ANY, 0)))
        if goal > have[name]:
            found[name] = goal
    return found


def _seed(seed: int, stratum: int) -> int:
    return int(np.random.SeedSequence([seed, stratum]).generate_state(1)[0])


def _made(
    samples: SampleSet, matrix: AnyArray, parents: IntArray, job: AugmentSamplesJob, run_name: str
) -> SampleSet:  # fmt: skip
    """Return new samples with the columns of their first parent, on the learning side of one run."""
    own = samples.subset(parents[:, 0])
    sides = {name: np.full(len(own), LEARN if name == run_name else SPARE, object) for name in run_columns(samples)}
    group = samples.attributes.get(job.group_field)
    second = np.full(len(own), "", object) if group is None else np.array(
        [f"{job.group_field}={value}" if value else "" for value in texts(group)[parents[:, 1]]], object)
    marks = {AUGMENTED: np.full(len(own), job.method, object), MADE_WITH: second}
    return replace(own, matrix=matrix, attributes={**own.attributes, **sides, **marks})


def _marked(samples: SampleSet) -> SampleSet:
    empty = np.full(len(samples), "", object)
    return replace(samples, attributes={**samples.attributes, AUGMENTED: empty, MADE_WITH: empty.copy()})


def _tell(context: RunContext, classes: AnyArray, parts: list[SampleSet], class_field: str) -> None:
    new = Counter(name for part in parts for name in texts(part.attributes[class_field]))
    had = Counter(classes.tolist())
    if new:
        listed = some(f"{name} {had[name]} + {count}" for name, count in sorted(new.items(), key=lambda c: -c[1]))
        context.log(f"New samples, all runs and regions together: class {listed}.")
