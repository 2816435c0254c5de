"""Samples and a learner as processes get them, to fit it many times with whole groups held out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.learning import CrossValidateJob
from landweave.engine.jobs.tuning import SCORES, FeatureImportanceJob, TuneClassifierJob
from landweave.engine.learning.estimators import check_learner, find_method, parse_options
from landweave.engine.learning.fitting import Recipe, fit_some
from landweave.engine.learning.folds import check_no_leak, joined_groups
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.learning.predictors import ColumnPredictor
from landweave.engine.learning.prepare import Table, group_numbers, is_scored, make_table
from landweave.engine.learning.train import POLYGON_FIELD, job_count, known_groups, make_recipe
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples
from landweave.engine.series.plan import Feature
from landweave.engine.types import AnyArray, BoolArray, IntArray, Json
from landweave.engine.validation.scores import confusion

LARGEST_HERE = 1_000_000
"""Values of the matrix up to which no processes are started."""


@dataclass(frozen=True, eq=False)
class Study:
    """What is learnt from and how, as plain values that travel to processes.

    Args:
        matrix: features, shape (sample, feature).
        classes: class numbers, shape (sample,).
        groups: group numbers, shape (sample,).
        made_up: samples that were made of others: never scored, and learnt from where no parent is scored.
        scored: False for samples that nothing is measured on, shape (sample,): made up, or copied from a region.
        count: of the classes.
        method: name of the learner.
        options: that all fits share.
        seed: of the learner.
        balanced, weights, reduction, features, embedding: as in Recipe.
        jobs: threads of each fit.
    """

    matrix: AnyArray
    classes: IntArray
    groups: IntArray
    made_up: MadeUp
    scored: BoolArray
    count: int
    method: str
    options: Mapping[str, Any]
    seed: int
    balanced: bool
    weights: tuple[float, ...]
    reduction: Json
    features: tuple[Feature, ...]
    jobs: int = 1
    embedding: Json = None

    def fitted(self, learn: IntArray, held: IntArray, options: Mapping[str, Any], warn: Callable[[str], None]) -> (
        ColumnPredictor
    ):
        """Learn from some rows, after a look whether a group of theirs is held out.

        Made-up rows with a parent that is held out are left out.

        Raises:
            LeakError: if one is.
            UserError: if the learner refuses the options, or the rows have one class only.
        """
        check_no_leak(self.groups, learn, held)
        learn = self.made_up.learnable(learn, held)
        if len(np.unique(self.classes[learn])) < 2:
            raise UserError("Without a fold only one class is left to learn from.",
                            "Use fewer FOLDS, or add groups of the other classes.")
        recipe = Recipe(find_method(self.method), {**self.options, **options}, self.seed, self.jobs, self.balanced,
                        warn, self.reduction, self.features, self.weights, embedding=self.embedding)  # fmt: skip
        return fit_some(recipe, self.matrix[learn], self.classes[learn], self.groups[learn], self.count,
                        self.made_up.subset(learn))

    def matrix_of(self, truth: IntArray, predicted: IntArray) -> IntArray:
        """Return a confusion matrix over all classes, shape (class, class), rows reference."""
        return confusion(truth, predicted, range(self.count))

    def placed(self, context: RunContext) -> tuple[Study, RunContext]:
        """Return it as it is fitted many times: few samples in this process, as others take seconds to start."""
        if self.matrix.size > LARGEST_HERE:
            return self, context
        return replace(self, jobs=job_count(context)), replace(context, workers=1)

    def subset(self, rows: IntArray) -> Study:
        """Return the study of some rows."""
        return replace(self, matrix=self.matrix[rows], classes=self.classes[rows], groups=self.groups[rows],
                       made_up=self.made_up.subset(rows), scored=self.scored[rows])


def make_study(
    job: TuneClassifierJob | FeatureImportanceJob, context: RunContext
) -> tuple[Study, Table]:
    """Read samples and check what can be checked before anything is learnt.

    Raises:
        UserError: about the samples, the groups, the method, its options or the score.
    """
    if job.score not in SCORES:
        raise UserError(f"There is no SCORE '{job.score}'.", f"Choose one of: {', '.join(SCORES)}.")
    method = find_method(job.method)
    options = parse_options(method, job.method_options)
    table = make_table(load_samples(job.samples), job.samples, job.class_field, context, job.run)
    groups = held_out_groups(table, job.samples, job.group_field, job.folds, context)
    recipe = make_recipe(_as_cross_validation(job), method, options, table, context)
    check_learner(method, options, job.seed, recipe.is_weighed)
    study = Study(
        table.matrix, table.classes, groups, MadeUp.of(table.samples), is_scored(table.samples), len(table.entries),
        job.method, options, job.seed, job.balanced, recipe.weights, recipe.reduction, recipe.features,
        embedding=recipe.embedding,
    )  # fmt: skip
    return study, table


def held_out_groups(table: Table, path: str, group_field: str, folds: int, context: RunContext) -> IntArray:
    """Return the groups of the samples for folds, polygons whole, shape (sample,).

    Raises:
        UserError: if there is no such column, there are fewer groups than folds, or no class has two groups.
    """
    if folds < 2:
        raise UserError(f"FOLDS is {folds}.", "Use 2 folds or more.")
    groups, polygons = group_numbers(table.samples, path, group_field), known_groups(table)
    if polygons is not None:
        groups = joined_groups(groups, polygons)
    elif not group_field:
        context.warning(
            "Without GROUP_FIELD each sample is a group of its own: neighbours are learnt from and scored, so that the "
            "figures are optimistic."
        )
    there = len(np.unique(groups))
    if there < folds:
        apart = " that share no polygon" if polygons is not None and group_field != POLYGON_FIELD else ""
        cause = f"{path} has {there} groups ('{group_field}'){apart}, fewer than FOLDS = {folds}."
        raise UserError(cause, "Use fewer FOLDS, or add reference polygons.")
    _check_classes(table, groups, path, context)
    return groups


def _check_classes(table: Table, groups: IntArray, path: str, context: RunContext) -> None:
    """Warn of classes that cannot be learnt and scored at once, and refuse if that is all of them."""
    alone = [
        c for c in range(len(table.entries)) if len(np.unique(groups[table.classes == c])) == 1
    ]  # fmt: skip
    if len(alone) >= len(table.entries) - 1:
        cause = f"{path} has one group for each class: what is learnt from cannot be scored."
        raise UserError(cause, "Add reference polygons, two a class at least.")
    if alone:
        names = ", ".join(table.describe(c) for c in alone)
        context.warning(f"One group only, never learnt and scored at once: {names}.")


def _as_cross_validation(job: TuneClassifierJob | FeatureImportanceJob) -> CrossValidateJob:
    return CrossValidateJob(job.samples, job.class_field, job.output_json, method=job.method, seed=job.seed,
                            balanced=job.balanced, class_weights=job.class_weights)
