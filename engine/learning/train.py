"""The job train_classifier: samples in, one model file out."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.learning import CrossValidateJob, TrainClassifierJob
from landweave.engine.learning.estimators import Method, effective_options, find_method, parse_options
from landweave.engine.learning.fitting import Recipe, fit_some, once
from landweave.engine.learning.guard import collapse
from landweave.engine.learning.model_file import Model, save_model
from landweave.engine.learning.predictors import ColumnPredictor, ReducedPredictor
from landweave.engine.learning.prepare import Table, digest, group_numbers, is_null, make_table, region_rows
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.memory import usable_cores
from landweave.engine.samples.store import load_samples
from landweave.engine.types import IntArray, Json

POLYGON_FIELD = "polygon_id"
FEWEST_SAMPLES = 2
GUARD_ROWS = 20000


def run(job: TrainClassifierJob, context: RunContext) -> dict[str, Json]:
    """Train and write the model.

    Returns:
        `{"MODEL": path}`.

    Raises:
        UserError: about the samples, the method, its options, or a model that learnt nothing.
    """
    method = find_method(job.method)
    options = parse_options(method, job.method_options)
    table = make_table(load_samples(job.samples), job.samples, job.class_field, context, job.run)
    recipe = make_recipe(job, method, options, table, context)
    context.progress(0.1, "Samples read")
    regions = region_rows(table, job.samples, job.region_field)
    predictors: dict[str, ColumnPredictor] = {}
    for i, (name, rows) in enumerate(regions.items()):
        learnt = _usable(table, rows, name, job.samples, context)
        started = time.monotonic()
        predictors[name] = learn(recipe, table, learnt)
        _refuse_collapse(predictors[name], table, learnt, f"the {job.method} of region '{name}'")
        _tell_components(predictors[name], name, context)
        context.log(f"{job.method}, region '{name}': {len(learnt)} samples, {time.monotonic() - started:.1f} s.")
        context.progress(0.1 + 0.8 * (i + 1) / len(regions), f"Region {name} learnt")
    summary = summarise(recipe, table, regions) | {"class_field": job.class_field, "run": job.run}
    samples = table.samples
    model = Model(samples.plan, samples.features, table.entries, predictors, summary, samples.matrix.dtype.name)
    save_model(job.model, model)
    context.artifact("MODEL", job.model)
    context.progress(1.0, "Model written")
    return {"MODEL": job.model}


def make_recipe(
    job: TrainClassifierJob | CrossValidateJob, method: Method, options: dict[str, Any], table: Table,
    context: RunContext,
) -> Recipe:
    """Return how to learn from a table: as the job says, and by the principal components that its plan asks for."""
    samples = table.samples
    reduction = samples.plan.reduction if samples.plan is not None else None
    return Recipe(method, options, job.seed, job_count(context), job.balanced, once(context.warning), reduction,
                  tuple(samples.features))  # fmt: skip


def reduction_summary(recipe: Recipe) -> dict[str, Json]:
    """Return what a model or report tells of the principal components; nothing where there are none."""
    return {} if recipe.reduction is None else {"pca": recipe.reduction}


def learn(recipe: Recipe, table: Table, rows: IntArray) -> ColumnPredictor:
    """Fit on some rows of a table, with its polygons as groups where it has them."""
    column = table.samples.attributes.get(POLYGON_FIELD)
    is_known = column is not None and not is_null(column).any()
    groups = group_numbers(table.samples, "the samples", POLYGON_FIELD)[rows] if is_known else None
    return fit_some(recipe, table.matrix[rows], table.classes[rows], groups, len(table.entries))


def job_count(context: RunContext) -> int:
    """Return the number of threads that learning may use."""
    return context.workers or usable_cores()


def versions() -> dict[str, str]:
    """Return the versions that decide a model's bytes."""
    import scipy
    import sklearn

    return {"numpy": np.__version__, "scikit-learn": sklearn.__version__, "scipy": scipy.__version__}


def summarise(recipe: Recipe, table: Table, regions: dict[str, IntArray]) -> dict[str, Json]:
    """Return what a model file tells of its training; nothing that changes from one run to the next."""
    counts = {
        name: {str(table.entries[c].code): int(n) for c, n in enumerate(np.bincount(table.classes[rows])) if n}
        for name, rows in regions.items()
    }
    return {
        "method": recipe.method.name,
        "options": effective_options(recipe.method, recipe.options),
        "balanced": recipe.balanced,
        "seed": recipe.seed,
        "versions": versions(),
        "samples": len(table.classes),
        "samples_by_region_and_class": counts,
        "samples_sha256": digest(table),
        **reduction_summary(recipe),
    }


def _tell_components(predictor: ColumnPredictor, region: str, context: RunContext) -> None:
    inner = predictor.inner
    if isinstance(inner, ReducedPredictor):
        found = inner.reduction
        count = f"{found.feature_count} features became {found.component_count} principal components"
        context.log(f"Region '{region}': {count} (groups: {len(found.parts)}).")


def _usable(table: Table, rows: IntArray, region: str, path: str, context: RunContext) -> IntArray:
    """Return the rows of the classes that a region can learn, and warn about the others."""
    counts = np.bincount(table.classes[rows], minlength=len(table.entries))
    poor = [c for c in range(len(counts)) if 0 < counts[c] < FEWEST_SAMPLES]
    for c in poor:
        context.warning(f"Class {table.describe(c)} has one sample in region '{region}' of {path}: not learnt there.")
    kept = rows[~np.isin(table.classes[rows], poor)]
    if len(np.unique(table.classes[kept])) < 2:
        names = ", ".join(table.describe(int(c)) for c in np.unique(table.classes[rows]))
        cause = f"Region '{region}' of {path} lacks two classes of {FEWEST_SAMPLES} samples or more (it has {names})."
        raise UserError(cause, "Add reference polygons there, or join it with a neighbouring region.")
    return kept


def _refuse_collapse(predictor: ColumnPredictor, table: Table, rows: IntArray, what: str) -> None:
    """Raise if a model has learnt nothing from its own samples."""
    chosen = rows[:: max(1, len(rows) // GUARD_ROWS)]
    predicted = predictor.predict_proba(table.matrix[chosen]).argmax(axis=1)
    names = tuple(table.describe(c) for c in range(len(table.entries)))
    wrong = collapse(table.classes[chosen], predicted, names)
    if wrong:
        hint = "Check the features and the class field, try other METHOD_OPTIONS or METHOD, or balance the classes."
        raise UserError(f"The model learnt nothing: {what} {wrong}.", hint)
