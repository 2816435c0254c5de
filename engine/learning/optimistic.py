"""The figure that a random split of pixels would have claimed: what an honest report shows beside its own.

Pixels of one polygon are alike, so that a model which has seen half of a polygon knows the other half too. The figure
is not to be believed; it tells readers of other reports how much of theirs may be due to that.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from landweave.engine.jobs.learning import TrainClassifierJob
from landweave.engine.learning.crossval import held_out_predictions
from landweave.engine.learning.estimators import find_method, parse_options
from landweave.engine.learning.networks.spatial_samples import load_samples_of
from landweave.engine.learning.prepare import Table, is_scored, make_table
from landweave.engine.learning.train import make_recipe
from landweave.engine.runtime.context import RunContext

FOLDS = 3
LARGEST = 10_000
"""Samples used at most: the figure is to cost little beside the map."""


def random_split_accuracy(job: TrainClassifierJob, context: RunContext) -> float | None:
    """Return the overall accuracy on pixels of a random split of what a training learns from.

    Args:
        job: the training; its samples and its run say what is learnt from.
        context: is told of the progress.

    Returns:
        A share; None for networks, which take long to learn, and where no class has enough samples.

    Raises:
        UserError: about the samples, the method or its options.
    """
    method = find_method(job.method)
    if method.is_network:
        return None
    # What limits the samples was said when the model was learnt.
    quiet = replace(context, emit=lambda event: context.emit(event) if event["event"] == "progress" else None)
    table = make_table(load_samples_of(method.name, job.samples), job.samples, job.class_field, quiet, job.run)
    rows = np.flatnonzero(is_scored(table.samples))
    if len(rows) > LARGEST:
        chosen = np.random.default_rng(job.seed).choice(rows, LARGEST, replace=False)
        rows = np.sort(chosen)
    if len(rows) == 0 or np.bincount(table.classes[rows]).max() < FOLDS or len(np.unique(table.classes[rows])) < 2:
        return None
    keep = np.zeros(len(table.classes), dtype=np.bool_)
    keep[rows] = True
    some = Table(table.samples.subset(keep), table.classes[keep], table.entries)
    recipe = make_recipe(job, method, parse_options(method, job.method_options), some, quiet)
    alone = np.arange(len(some.classes))
    predicted = held_out_predictions(recipe, some, alone, FOLDS, job.seed, quiet)
    return float(np.mean(predicted == some.classes))
