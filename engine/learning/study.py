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
from landweave.engine.learning.folds import check_no_leak, held_out_groups
from landweave.engine.learning.predictors import ColumnPredictor
from landweave.engine.learning.prepare import Table, is_augmented, make_table
from landweave.engine.learning.train import job_count, make_recipe
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
        real: False for samples that were made up: learnt from, never scored, shape (sample,).
        count: of the classes.
        method: name of the learner.
        options: that all fits share.
        seed: of the learner.
        balanced, weights, reduction, features: as in Recipe.
        jobs: threads of each fit.
    """

    matrix: AnyArray
    classes: IntArray
    groups: IntArray
    real: BoolArray
    count: int
    method: str
    options: Mapping[str, Any]
    seed: int
    balanced: bool
    weights: tuple[float, ...]
    reduction: Json
    features: tuple[Feature, ...]
    jobs: int = 1

    def fitted(self, learn: IntArray, held: IntArray, options: Mapping[str, Any], warn: Callable[[str], None]) -> (
        ColumnPredictor
    ):
        """Learn from some rows, after a look whether a group of theirs is held out.

        Raises:
            LeakError: if one is.
            UserError: if the learner refuses the options, or the rows have one class only.
        """
        check_no_leak(self.groups, learn, held)
        if len(np.unique(self.classes[learn])) < 2:
            raise UserError("Without a fold only one class is left to learn from.",
                            "Use fewer FOLDS, or add groups of the other classes.")
        recipe = Recipe(find_method(self.method), {**self.options, **options}, self.seed, self.jobs, self.balanced,
                        warn, self.reduction, self.features, self.weights)  # fmt: skip
        return fit_some(recipe, self.matrix[learn], self.classes[learn], self.groups[learn], self.count,
                        self.real[learn])

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
                       real=self.real[rows])


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
        table.matrix, table.classes, groups, ~is_augmented(table.samples), len(table.entries), job.method, options,
        job.seed, job.balanced, recipe.weights, recipe.reduction, recipe.features,
    )  # fmt: skip
    return study, table


def _as_cross_validation(job: TuneClassifierJob | FeatureImportanceJob) -> CrossValidateJob:
    return CrossValidateJob(job.samples, job.class_field, job.output_json, method=job.method, seed=job.seed,
                            balanced=job.balanced, class_weights=job.class_weights)
