"""The job train_regression: samples with a quantity in, one model file and figures of held-out groups out."""

from __future__ import annotations

import time

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.regression import TrainRegressionJob
from landweave.engine.learning.crossval import write_json
from landweave.engine.learning.estimators import effective_options, parse_options
from landweave.engine.learning.fitting import once
from landweave.engine.learning.model_file import Model, save_model
from landweave.engine.learning.predictors import ColumnPredictor
from landweave.engine.learning.prepare import Table, digest, group_numbers, region_rows, rows_of_run
from landweave.engine.learning.train import job_count, versions
from landweave.engine.regression.learners import ValueRecipe, find_regressor, fit_values
from landweave.engine.regression.page import number, write_value_page
from landweave.engine.regression.scores import FIGURES, assess_values
from landweave.engine.regression.table import make_values
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples
from landweave.engine.types import BoolArray, Float64Array, IntArray, Json

FEWEST_SAMPLES = 5


def run(job: TrainRegressionJob, context: RunContext) -> dict[str, Json]:
    """Measure on held-out groups, train on all, and write model and report.

    Returns:
        `MODEL`, and where something is measured `OUTPUT_JSON` and `OUTPUT_HTML` (when asked for), `R2`, `RMSE`,
        `MAE`, `BIAS`.

    Raises:
        UserError: about the samples, the groups, the method or its options.
    """
    recipe, table, values = read(job, context)
    context.progress(0.1, "Samples read")
    result: dict[str, Json] = {"MODEL": job.model}
    measured = _measured(job, recipe, table, values, context.part(0.1, 0.6)) if job.folds else None
    save_model(job.model, trained(job, recipe, table, values, context.part(0.6, 0.95)))
    context.artifact("MODEL", job.model)
    if measured is not None:
        report, found = measured
        result |= {key.upper(): report[key] for key in FIGURES}
        result |= write_report(job.output_json, job.output_html, report, values, found, context)
    context.progress(1.0, "Model written")
    return result


def _measured(
    job: TrainRegressionJob, recipe: ValueRecipe, table: Table, values: Float64Array, context: RunContext
) -> tuple[dict[str, Json], Float64Array]:
    """Measure on held-out groups; return the report, and the value of each sample by a model without its group."""
    groups = group_numbers(table.samples, job.samples, job.group_field)
    found = held_out_values(recipe, table, values, groups, job.folds, job.samples, context)
    report = described(job, assess_values(values, found, groups, job.seed), recipe)
    for key in FIGURES:
        context.metric(key, report[key] if report[key] is not None else float("nan"))
    context.log("Held-out samples: " + ", ".join(f"{key} {number(report[key])}" for key in FIGURES) + ".")
    return report, found


def read(job: TrainRegressionJob, context: RunContext) -> tuple[ValueRecipe, Table, Float64Array]:
    """Return how to learn, and the samples of the run with their values."""
    method = find_regressor(job.method)
    options = parse_options(method, job.method_options)
    samples = load_samples(job.samples)
    rows: BoolArray = rows_of_run(samples, job.samples, job.run)
    table, values = make_values(samples, job.samples, job.value_field, context, rows)
    reduction = samples.plan.reduction if samples.plan is not None else None
    recipe = ValueRecipe(method, options, job.seed, job_count(context), once(context.warning), reduction,
                         tuple(samples.features),
                         samples.plan.embedding if samples.plan is not None else None)  # fmt: skip
    return recipe, table, values


def held_out_values(
    recipe: ValueRecipe, table: Table, values: Float64Array, groups: IntArray, folds: int, path: str,
    context: RunContext,
) -> Float64Array:
    """Return the value of every sample by a model that saw none of its group, shape (sample,).

    Raises:
        UserError: if there are fewer groups than folds, or fewer than two folds.
    """
    from sklearn.model_selection import GroupKFold

    there = len(np.unique(groups))
    if folds < 2 or there < folds:
        raise UserError(f"{path} has {there} groups, and FOLDS is {folds}.",
                        "Use 2 FOLDS or more, and no more than there are groups.")
    found = np.empty(len(values))
    splitter = GroupKFold(folds, shuffle=True, random_state=recipe.seed)
    for n, (learn, held) in enumerate(splitter.split(table.matrix, groups=groups), start=1):
        model = fit_values(recipe, table.matrix[learn], values[learn])
        found[held] = model.predict_proba(table.matrix[held])[:, 0]
        context.progress(n / folds, f"Fold {n} of {folds}")
    return found


def trained(
    job: TrainRegressionJob, recipe: ValueRecipe, table: Table, values: Float64Array, context: RunContext
) -> Model:
    """Return the model of all regions."""
    regions = region_rows(table, job.samples, job.region_field)
    predictors: dict[str, ColumnPredictor] = {}
    for n, (name, rows) in enumerate(regions.items(), start=1):
        if len(rows) < FEWEST_SAMPLES:
            raise UserError(f"Region '{name}' of {job.samples} has {len(rows)} samples.",
                            "Add reference polygons there, or join it with a neighbouring region.")
        started = time.monotonic()
        inner = fit_values(recipe, table.matrix[rows], values[rows])
        predictors[name] = ColumnPredictor((0,), 1, lambda inner=inner: inner)  # type: ignore[misc]
        context.log(f"{job.method}, region '{name}': {len(rows)} samples, {time.monotonic() - started:.1f} s.")
        context.progress(n / len(regions), f"Region {name} learnt")
    summary: Json = {
        "method": job.method, "options": effective_options(recipe.method, recipe.options), "seed": job.seed,
        "versions": versions(), "samples": len(values), "samples_sha256": digest(table), "run": job.run,
        "low": float(values.min()), "high": float(values.max()),
        **({"pca": recipe.reduction} if recipe.reduction is not None else {}),
        **({"embedding": recipe.embedding} if recipe.embedding is not None else {}),
    }  # fmt: skip
    samples = table.samples
    return Model(samples.plan, samples.features, table.entries, predictors, summary, samples.matrix.dtype.name,
                 target=job.value_field)  # fmt: skip


def described(job: TrainRegressionJob, report: dict[str, Json], recipe: ValueRecipe) -> dict[str, Json]:
    """Return a report with what was learnt and how."""
    notes = [] if job.group_field else ["Each sample is a group of its own: neighbours of one polygon are learnt from "
                                        "and measured on at once, and these figures are too good."]
    return report | {"target": job.value_field, "method": job.method, "warnings": notes, "versions": versions(),
                     "options": effective_options(recipe.method, recipe.options)}


def write_report(
    output_json: str, output_html: str, report: dict[str, Json], truth: Float64Array, found: Float64Array,
    context: RunContext,
) -> dict[str, Json]:
    """Write what is asked for, and return the outputs."""
    written: dict[str, Json] = {}
    if output_json:
        write_json(output_json, report)
        written["OUTPUT_JSON"] = output_json
    if output_html:
        write_value_page(output_html, report, truth, found)
        written["OUTPUT_HTML"] = output_html
    for name, path in written.items():
        context.artifact(name, path)
    return written
