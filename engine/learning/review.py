"""`apply_review`: the samples as the reviewer decided."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.cleaning import ApplyReviewJob
from landweave.engine.learning.prepare import HIGHEST_CODE, find_column, is_null
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import SampleSet, load_samples, save_samples
from landweave.engine.types import AnyArray, BoolArray, Json
from landweave.engine.vector.layers import layer_names, read_layer

REVIEW_COLUMNS = ("suspicious", "suspicion", "rank", "suggested", "label_share", "suggested_share", "advice", "reason",
                  "neuron_row", "neuron_column", "decision")
"""What `clean_samples` adds to samples and `apply_review` takes away."""

POLYGONS = "polygons"
KEEP, REMOVE, RELABEL = "keep", "remove", "relabel"
CHOICES = (KEEP, REMOVE, RELABEL)
_NEEDED = ("suspicious", "suggested", "decision")


def run(job: ApplyReviewJob, context: RunContext) -> dict[str, Json]:
    """Write the samples that are kept, with the classes that were decided.

    A sample's own decision comes first, then that of its polygon, then SUSPICIOUS.

    Returns:
        `OUTPUT`, `KEPT`, `REMOVED`, `RELABELLED`.

    Raises:
        UserError: if the file is no review, a decision is not understood, or no sample is left.
    """
    if job.suspicious not in CHOICES:
        raise UserError(f"SUSPICIOUS is '{job.suspicious}'.", f"Choose one of: {', '.join(CHOICES)}.")
    samples = load_samples(job.reviewed)
    missing = [name for name in _NEEDED if name not in samples.attributes]
    if missing:
        raise UserError(f"{job.reviewed} is no review: it lacks the column {missing[0]}.",
                        "Choose what clean_samples wrote.")
    classes = find_column(samples, job.reviewed, job.class_field, "CLASS_FIELD")
    decided = _decisions(samples, job)
    undecided = (decided == "") & (samples.attributes["suspicious"] == 1)
    suggested = samples.attributes["suggested"]
    decided[undecided] = suggested[undecided] if job.suspicious == RELABEL else job.suspicious
    if undecided.any():
        done = {KEEP: "kept", REMOVE: "removed", RELABEL: "given the suggested class"}[job.suspicious]
        context.log(f"{int(undecided.sum())} suspicious samples without a decision are {done} (SUSPICIOUS).")
    gone: BoolArray = np.asarray(decided == REMOVE, dtype=np.bool_)
    if gone.all():
        raise UserError(f"The decisions in {job.reviewed} remove all samples.", "Keep some.")
    relabelled = ~np.isin(decided.astype(str), ["", KEEP, REMOVE])
    column = _with_classes(classes, decided, relabelled, job.reviewed)
    attributes = {n: c for n, c in samples.attributes.items() if n not in REVIEW_COLUMNS} | {job.class_field: column}
    save_samples(job.output, replace(samples, attributes=attributes).subset(~gone))
    counts = {"KEPT": int((~gone).sum()), "REMOVED": int(gone.sum()), "RELABELLED": int((relabelled & ~gone).sum())}
    context.log("{KEPT} samples are kept, {REMOVED} removed, {RELABELLED} have another class.".format(**counts))
    context.artifact("OUTPUT", job.output)
    context.progress(1.0, "samples are written")
    return {"OUTPUT": job.output, **counts}


def refuse_review_column(parameter: str, name: str) -> None:
    """Refuse a column that a review has for itself.

    Raises:
        UserError: naming it.
    """
    if name in REVIEW_COLUMNS:
        raise UserError(f"{parameter} is '{name}', a column that a review has for itself.", "Rename the column.")


def _decisions(samples: SampleSet, job: ApplyReviewJob) -> AnyArray:
    """Return the decision on each sample, its own or that of its polygon, as text; empty where there is none."""
    own = np.array([_plain(value) for value in samples.attributes["decision"]], dtype=object)
    if not job.group_field or POLYGONS not in layer_names(job.reviewed):
        return own
    layer = read_layer(f"{job.reviewed}|layername={POLYGONS}")
    if job.group_field not in layer.fields or "decision" not in layer.fields:
        missing = "decision" if job.group_field in layer.fields else job.group_field
        raise UserError(f"The layer {POLYGONS} of {job.reviewed} has no column '{missing}'.",
                        "Set GROUP_FIELD as it was in clean_samples, or make the review again.")
    texts = [_plain(value) for value in layer.fields["decision"]]
    of = {_plain(key): text for key, text in zip(layer.fields[job.group_field], texts) if text}
    if not of:
        return own
    keys = find_column(samples, job.reviewed, job.group_field, "GROUP_FIELD")
    return np.array([text or of.get(_plain(key), "") for text, key in zip(own, keys)], dtype=object)


def _plain(value: object) -> str:
    """Return a value of a table as text: nothing as empty, whole numbers without a point."""
    if value is None or value != value:  # noqa: PLR0124 (NaN)
        return ""
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        value = int(value)
    text = str(value).strip()
    return text.lower() if text.lower() in (KEEP, REMOVE) else text


def _with_classes(classes: AnyArray, decided: AnyArray, relabelled: BoolArray, path: str) -> AnyArray:
    """Return the column of classes with those that were decided.

    Raises:
        UserError: if a decision is none of `keep`, `remove` and the classes.
    """
    column = classes.copy()
    is_text = column.dtype.kind == "O" and not all(str(v).strip().lstrip("-").isdigit() for v in column if v)
    known = sorted({_plain(v) for v in column[~is_null(column)]})
    for text in dict.fromkeys(decided[relabelled]):
        fine = text in known if is_text else text.isdecimal() and 0 < int(text) <= HIGHEST_CODE
        if not fine:
            raise UserError(
                f"The decision '{text}' in {path} is not understood.",
                f"Write keep, remove or a class: {', '.join(known[:30])}{' ...' if len(known) > 30 else ''}.",
            )
        here = relabelled & (decided == text)
        column[here] = text if column.dtype.kind == "O" else int(text)
    return column
