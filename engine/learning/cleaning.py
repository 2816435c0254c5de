"""`clean_samples`: which labels are doubtful, and why, as a layer to review; nothing is left out or changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.cleaning import CleanSamplesJob
from landweave.engine.jobs.learning import CrossValidateJob
from landweave.engine.learning.cleaning_page import write_cleaning_page
from landweave.engine.learning.crossval import held_out_probabilities
from landweave.engine.learning.estimators import find_method, parse_options
from landweave.engine.learning.label_noise import KEEP, Verdict, confident_learning, neighbour_consistency
from landweave.engine.learning.neighbours import comparable_features, neighbour_shares, neighbours_of_others
from landweave.engine.learning.prepare import Table, find_column, group_numbers, is_null, make_table
from landweave.engine.learning.review import REVIEW_COLUMNS, refuse_review_column
from landweave.engine.learning.review_layers import Judged, review_layers
from landweave.engine.learning.som import Som, grid_shape, som_verdict, train_som
from landweave.engine.learning.train import make_recipe
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import SampleSet, load_samples, save_samples
from landweave.engine.types import BoolArray, IntArray, Json

METHODS = ("confident", "knn", "som")
LEAST_NEIGHBOURS = 0.3
"""Share of the neighbours that must have a sample's class."""

_ROW = "landweave_row"
_AUGMENTED = "augmented"
_JUDGED = 0.9  # share of the time that goes before the outputs are written


@dataclass(frozen=True, eq=False)
class _Opinion:
    """What a method found: its verdict, and the map where it made one."""

    verdict: Verdict
    som: Som | None = None


def run(job: CleanSamplesJob, context: RunContext) -> dict[str, Json]:
    """Judge all labels and write the review.

    Returns:
        `OUTPUT`, `OUTPUT_HTML` (when asked for), `SUSPICIOUS`, `SUSPICIOUS_POLYGONS`.

    Raises:
        UserError: about the samples, a column, the method or its options.
    """
    _check(job)
    samples = load_samples(job.samples)
    samples = replace(samples, attributes={n: c for n, c in samples.attributes.items() if n not in REVIEW_COLUMNS})
    for parameter, name in (("CLASS_FIELD", job.class_field), ("GROUP_FIELD", job.group_field)):
        if name or parameter == "CLASS_FIELD":
            find_column(samples, job.samples, name, parameter)  # before there are columns that a user does not know
    table = _judged_table(samples, job, context)
    groups = group_numbers(table.samples, job.samples, job.group_field)
    _check_groups(job, table, groups)
    opinion = _ask(job, table, groups, context.part(0.02, _JUDGED))
    rows = table.samples.attributes[_ROW]
    verdict = _spare_lonely(job, table, groups, opinion.verdict, context)
    judged = Judged(table, rows, groups, verdict, opinion.som)
    review = review_layers(samples, judged, job)
    save_samples(job.output, review.samples, review.layers, review.styles)
    context.artifact("OUTPUT", job.output)
    result: dict[str, Json] = {"OUTPUT": job.output}
    if job.output_html:
        write_cleaning_page(job.output_html, judged, review, job)
        context.artifact("OUTPUT_HTML", job.output_html)
        result["OUTPUT_HTML"] = job.output_html
    count = int(verdict.suspicious.sum())
    context.log(f"{count} of {len(rows)} labels are suspicious, {review.whole_polygons} polygons for the most part.")
    context.metric("suspicious", count)
    context.progress(1.0, "the review is written")
    return result | {"SUSPICIOUS": count, "SUSPICIOUS_POLYGONS": review.whole_polygons}


def _check(job: CleanSamplesJob) -> None:
    if job.method not in METHODS:
        raise UserError(f"There is no METHOD '{job.method}'.", f"Choose one of: {', '.join(METHODS)}.")
    if job.folds < 2:
        raise UserError(f"FOLDS is {job.folds}.", "Use 2 folds or more.")
    if job.neighbours < 1:
        raise UserError(f"NEIGHBOURS is {job.neighbours}.", "Use 1 or more.")
    if job.grid < 0 or job.grid == 1 or job.grid > 100:
        raise UserError(f"GRID is {job.grid}.", "Use 2 to 100, or 0 to leave the choice to the number of samples.")
    for parameter, name in (("CLASS_FIELD", job.class_field), ("GROUP_FIELD", job.group_field)):
        refuse_review_column(parameter, name)


def _judged_table(samples: SampleSet, job: CleanSamplesJob, context: RunContext) -> Table:
    """Return the samples that can be judged, with the number of their row as a column."""
    numbered = replace(samples, attributes={**samples.attributes, _ROW: np.arange(len(samples))})
    if _AUGMENTED in samples.attributes:
        made = ~is_null(samples.attributes[_AUGMENTED])
        if made.any():
            context.warning(f"{int(made.sum())} samples of {job.samples} were made by augmentation and are not judged: "
                            "clean samples before they are augmented.")
            numbered = numbered.subset(~made)
    return make_table(numbered, job.samples, job.class_field, context)


def _check_groups(job: CleanSamplesJob, table: Table, groups: IntArray) -> None:
    there = len(np.unique(groups))
    if job.method == "confident" and there < job.folds:
        what = f"groups ('{job.group_field}')" if job.group_field else "samples"
        raise UserError(f"{job.samples} has {there} {what}, fewer than FOLDS = {job.folds}.", "Use fewer FOLDS.")
    if there < 2:
        raise UserError(f"All samples of {job.samples} are of one group ('{job.group_field}').",
                        "Choose another GROUP_FIELD, or none.")


def _ask(job: CleanSamplesJob, table: Table, groups: IntArray, context: RunContext) -> _Opinion:
    """Judge the labels by the method of the job."""
    if job.method == "confident":
        method = find_method(job.classifier, "CLASSIFIER")
        asked = CrossValidateJob(job.samples, job.class_field, "", method=job.classifier, seed=job.seed)
        options = parse_options(method, job.classifier_options, "CLASSIFIER_OPTIONS")
        recipe = make_recipe(asked, method, options, table, context)
        found = held_out_probabilities(recipe, table, groups, job.folds, job.seed, context)
        return _Opinion(confident_learning(found, table.classes))
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):  # the last bits of linear algebra depend on the number of threads
        return _ask_places(job, table, groups, context)


def _ask_places(job: CleanSamplesJob, table: Table, groups: IntArray, context: RunContext) -> _Opinion:
    """Judge the labels by what lies near a sample among the features."""
    count = len(table.entries)
    points = comparable_features(table.matrix)
    if job.method == "knn":
        near = neighbours_of_others(points, groups, job.neighbours, lambda f: context.progress(f, "neighbours found"))
        return _Opinion(neighbour_consistency(neighbour_shares(near, table.classes, count), table.classes,
                                              LEAST_NEIGHBOURS))
    shape = (job.grid, job.grid) if job.grid else grid_shape(len(points))
    som = train_som(points, shape, lambda f: context.progress(f, "the map is trained"))
    return _Opinion(som_verdict(som, table.classes, count), som)


def _spare_lonely(
    job: CleanSamplesJob, table: Table, groups: IntArray, verdict: Verdict, context: RunContext
) -> Verdict:
    """Take back what is said of classes of a single group: nothing but itself could speak for such a label."""
    if job.method == "som":
        return verdict
    lonely = np.zeros(len(groups), np.bool_)
    for number in range(len(table.entries)):
        own: BoolArray = table.classes == number
        if len(np.unique(groups[own])) < 2:
            lonely |= own
            what = f"one group ('{job.group_field}')" if job.group_field else "one sample"
            context.warning(f"Class {table.describe(number)} of {job.samples} has {what} only: its labels cannot be "
                            "judged.")
    if not lonely.any():
        return verdict
    return replace(
        verdict,
        suggested=np.where(lonely, table.classes, verdict.suggested),
        suspicion=np.where(lonely, np.nan, verdict.suspicion),
        advice=np.where(lonely, KEEP, verdict.advice),
    )
