"""The job train_classifier: samples in, one model file out."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs.learning import SPATIAL_NETWORKS, CrossValidateJob, TrainClassifierJob
from landweave.engine.learning.calibration import CalibratedPredictor, check_calibration
from landweave.engine.learning.estimators import Method, effective_options, find_method, parse_options
from landweave.engine.learning.fitting import Recipe, fit_some, once
from landweave.engine.learning.guard import collapse
from landweave.engine.learning.kinds import parts_of
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.learning.model_file import Model, save_model
from landweave.engine.learning.network_run import NetworkRun
from landweave.engine.learning.networks.spatial_samples import load_samples_of
from landweave.engine.learning.predictors import ColumnPredictor, ReducedPredictor
from landweave.engine.learning.prepare import (
    Table,
    digest,
    group_numbers,
    is_augmented,
    is_null,
    make_table,
    region_rows,
)
from landweave.engine.learning.priors import PriorPredictor, load_priors
from landweave.engine.learning.weights import parse_class_weights, weights_of
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.memory import usable_cores
from landweave.engine.samples.row_file import take_rows
from landweave.engine.types import IntArray, Json

if TYPE_CHECKING:
    from landweave.engine.learning.applicability import Applicability

POLYGON_FIELD = "polygon_id"
FEWEST_SAMPLES = 2
GUARD_ROWS = 20000


def run(job: TrainClassifierJob, context: RunContext) -> dict[str, Json]:
    """Train and write the model.

    Returns:
        `{"MODEL": path}`.

    Raises:
        UserError: about the samples, the method, its options, weights or priors, or a model that learnt nothing.
    """
    method = find_method(job.method)
    options = parse_options(method, job.method_options)
    if method.is_network:
        from landweave.engine.learning.networks.train_network import run_classifier

        return run_classifier(job, method, options, context)
    return write_model(job.model, train(job, method, options, context), context)


def write_model(path: str, model: Model, context: RunContext) -> dict[str, Json]:
    """Write a model and say so; return `{"MODEL": path}`."""
    save_model(path, model)
    context.artifact("MODEL", path)
    context.progress(1.0, "Model written")
    return {"MODEL": path}


def train(
    job: TrainClassifierJob, method: Method, options: dict[str, Any], context: RunContext, folder: str = "",
    network_of: Callable[[str, RunContext], NetworkRun] | None = None, stopped: Callable[[Model], None] | None = None,
) -> Model:  # fmt: skip
    """Return the model of samples.

    Args:
        job: what is wanted.
        method: of that name.
        options: of the method, checked.
        context: is told of each region.
        folder: where a matrix stays that memory should not hold; empty: in memory.
        network_of: says what the network of a region is told, by the region's name and its part of the context.
        stopped: is given the model of what was learnt so far when the user cancels, if there is something.

    Raises:
        UserError: as `run`.
    """
    if job.trust and method.name in SPATIAL_NETWORKS:
        raise UserError(f"TRUST knows single pixels, and {method.name} looks at their surroundings.", "Turn TRUST off.")
    samples = load_samples_of(method.name, job.samples, folder)
    table = make_table(samples, job.samples, job.class_field, context, job.run)
    recipe = make_recipe(job, method, options, table, context)
    context.progress(0.1, "Samples read")
    regions = region_rows(table, job.samples, job.region_field)
    tell_lacking(table, regions, context)
    regions = {name: _usable(table, rows, name, job.samples, context) for name, rows in regions.items()}
    if job.trust:
        check_groups(table, regions, job.samples)
    predictors: dict[str, ColumnPredictor] = {}

    def model() -> Model:
        summary = summarise(recipe, table, regions) | {"class_field": job.class_field, "run": job.run}
        summary |= _calibration_summary(predictors) | _network_summary(predictors)
        samples = table.samples
        dtype = samples.matrix.dtype.name if samples.plan is None else np.dtype(samples.plan.dtype).name
        return Model(samples.plan, samples.features, table.entries, predictors, summary, dtype)

    each = (0.4 if job.trust else 0.8) / len(regions)
    for i, (name, learnt) in enumerate(regions.items()):
        started = time.monotonic()
        share = context.part(0.1 + each * i, 0.1 + each * (i + 1))
        network = NetworkRun() if network_of is None else network_of(name, share)
        network = replace(network, keep=partial(predictors.__setitem__, name))
        try:
            predictors[name] = learn(replace(recipe, network=network), table, learnt)
        except Cancelled:
            if stopped is not None and predictors:
                stopped(model())
            raise
        _refuse_collapse(recipe, predictors[name], table, learnt, f"the {job.method} of region '{name}'")
        _tell_parts(predictors[name], name, context)
        context.log(f"{job.method}, region '{name}': {len(learnt)} samples, {time.monotonic() - started:.1f} s.")
        context.progress(0.1 + each * (i + 1), f"Region {name} learnt")
    if not job.trust:
        return model()
    aside = NetworkRun() if network_of is None else network_of("", context).aside()
    return with_trust(model(), replace(recipe, network=aside), table, regions, context.part(0.5, 0.9))


def check_groups(table: Table, regions: dict[str, IntArray], path: str) -> None:
    """Refuse regions where nothing can be held out to see how far the model may be trusted."""
    groups = known_groups(table)
    for name, rows in regions.items():
        if groups is not None and len(np.unique(groups[rows])) < 2:
            raise UserError(f"All samples of region '{name}' of {path} are of one polygon: TRUST has none to hold out.",
                            "Add reference polygons there, or turn TRUST off.")


def with_trust(
    model: Model, recipe: Recipe, table: Table, regions: dict[str, IntArray], context: RunContext
) -> Model:  # fmt: skip
    """Return a model that tells where it may be used; made-up samples have no part in that."""
    from landweave.engine.learning.conformal import fit_conformal

    areas, groups = areas_of(table, regions, recipe.seed, recipe.jobs, context)
    limits = fit_conformal(recipe, table, list(regions.values()), groups, context)
    return replace(model, applicability=areas, conformal=limits)


def areas_of(
    table: Table, regions: dict[str, IntArray], seed: int, jobs: int, context: RunContext
) -> tuple[dict[str, Applicability], IntArray]:
    """Return the area of applicability of each region, and the group of each row that was held out as a whole."""
    from landweave.engine.learning.applicability import fit_applicability

    known = known_groups(table)
    groups = np.arange(len(table.classes)) if known is None else known
    if known is None:
        context.warning("The samples have no polygon_id: where the model may be used is judged too kindly.")
    real = ~is_augmented(table.samples)
    return {n: fit_applicability(table, rows[real[rows]], groups, seed, jobs) for n, rows in regions.items()}, groups


def make_recipe(
    job: TrainClassifierJob | CrossValidateJob, method: Method, options: dict[str, Any], table: Table,
    context: RunContext,
) -> Recipe:
    """Return how to learn from a table: as the job says, and by the principal components that its plan asks for."""
    check_calibration(job.calibration)
    samples = table.samples
    reduction = samples.plan.reduction if samples.plan is not None else None
    weights = weights_of(parse_class_weights(job.class_weights), table.entries)
    warn = once(context.warning)
    priors = load_priors(job.priors, table.entries, warn) if isinstance(job, TrainClassifierJob) else ()
    return Recipe(method, options, job.seed, job_count(context), job.balanced, warn, reduction,
                  tuple(samples.features), weights, job.calibration, priors,
                  embedding=samples.plan.embedding if samples.plan is not None else None)  # fmt: skip


def recipe_summary(recipe: Recipe) -> dict[str, Json]:
    """Return what a model or report tells of components, embeddings, calibration and priors: of what is used."""
    found: dict[str, Json] = {} if recipe.reduction is None else {"pca": recipe.reduction}
    found |= {"embedding": recipe.embedding} if recipe.embedding is not None else {}
    found |= {"calibration": recipe.calibration} if recipe.calibration != "none" else {}
    found |= {"class_weights": list(recipe.weights)} if recipe.weights else {}
    return found | ({"priors": list(recipe.priors)} if recipe.priors else {})


def learn(recipe: Recipe, table: Table, rows: IntArray) -> ColumnPredictor:
    """Fit on some rows of a table, with its polygons as groups where it has them."""
    known = known_groups(table)
    groups = known[rows] if known is not None else None
    made_up = MadeUp.of(table.samples).subset(rows)
    return fit_some(recipe, take_rows(table.matrix, rows), table.classes[rows], groups, len(table.entries), made_up)


def known_groups(table: Table) -> IntArray | None:
    """Return the number of each row's polygon, shape (sample,); None where not all rows have one."""
    column = table.samples.attributes.get(POLYGON_FIELD)
    is_known = column is not None and not is_null(column).any()
    return group_numbers(table.samples, "the samples", POLYGON_FIELD) if is_known else None


def job_count(context: RunContext) -> int:
    """Return the number of threads that learning may use."""
    return context.workers or usable_cores()


def versions(method: Method | None = None) -> dict[str, str]:
    """Return the versions that decide a model's bytes."""
    import scipy
    import sklearn

    found = {"numpy": np.__version__, "scikit-learn": sklearn.__version__, "scipy": scipy.__version__}
    package = method.estimator.split(":")[0] if method is not None else "sklearn"
    if not package.startswith("sklearn"):
        found[package] = str(importlib.import_module(package).__version__)
    return found


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
        "versions": versions(recipe.method),
        "samples": len(table.classes),
        "samples_by_region_and_class": counts,
        "samples_sha256": digest(table),
        **recipe_summary(recipe),
    }


def tell_lacking(table: Table, regions: dict[str, IntArray], context: RunContext) -> None:
    """Say which classes that other regions have a region lacks: its part of the map will not have them."""
    for name, rows in regions.items():
        there = set(np.unique(table.classes[rows]).tolist())
        lacking = [table.describe(c) for c in range(len(table.entries)) if c not in there]
        if lacking:
            what = f"the class {lacking[0]}" if len(lacking) == 1 else f"the classes {', '.join(lacking)}"
            context.warning(f"Region '{name}' has no samples of {what}: it cannot be mapped there.")


def _tell_parts(predictor: ColumnPredictor, region: str, context: RunContext) -> None:
    """Tell of the components, and of how true the probabilities are."""
    for part in parts_of(predictor.inner):
        if isinstance(part, ReducedPredictor):
            found = part.reduction
            count = f"{found.feature_count} features became {found.component_count} principal components"
            context.log(f"Region '{region}': {count} (groups: {len(found.parts)}).")
        if isinstance(part, CalibratedPredictor) and part.figures["samples"]:
            before, after = part.figures["before"], part.figures["after"]
            context.log(
                f"Region '{region}': on {part.figures['samples']} samples of held-out polygons the calibration error "
                f"is {before['ece']:.3f} without and {after['ece']:.3f} with the calibration, the Brier score "
                f"{before['brier']:.3f} and {after['brier']:.3f}."
            )


def _calibration_summary(predictors: dict[str, ColumnPredictor]) -> dict[str, Json]:
    """Return how true the probabilities of each region are; nothing where they are not calibrated."""
    found = {}
    for name, predictor in predictors.items():
        for part in parts_of(predictor.inner):
            if isinstance(part, CalibratedPredictor):
                found[name] = part.figures
    return {"reliability_by_region": found} if found else {}


def _network_summary(predictors: dict[str, ColumnPredictor]) -> dict[str, Json]:
    """Return how the networks of each region learnt, in short; nothing where there are none."""
    found = {}
    for name, predictor in predictors.items():
        for part in parts_of(predictor.inner):
            members = getattr(part, "figures", {}).get("members", [])
            if members:
                found[name] = [{k: v for k, v in m.items() if k != "history"} | _at_best(m) for m in members]
    return {"networks_by_region": found} if found else {}


def _at_best(member: Json) -> dict[str, Json]:
    best = member["history"][member["best_epoch"] - 1]
    return {key: best[key] for key in ("held_out_loss", "overall_accuracy", "kappa", "macro_f1") if key in best}


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


def _refuse_collapse(recipe: Recipe, predictor: ColumnPredictor, table: Table, rows: IntArray, what: str) -> None:
    """Raise if a model has learnt nothing from its own samples.

    Priors are left out: they say what is common in the area, not among the samples.
    """
    chosen = rows[:: max(1, len(rows) // GUARD_ROWS)]
    own = predictor.inner.within if recipe.priors and isinstance(predictor.inner, PriorPredictor) else predictor.inner
    predicted = np.array(predictor.columns)[own.predict_proba(table.matrix[chosen]).argmax(axis=1)]
    names = tuple(table.describe(c) for c in range(len(table.entries)))
    wrong = collapse(table.classes[chosen], predicted, names)
    if wrong:
        hint = "Check the features and the class field, try other METHOD_OPTIONS or METHOD, or balance the classes."
        if recipe.method.is_network:
            hint = ("Check the features and the class field, give more epochs, a smaller learning_rate or another "
                    "preset, or balance the classes.")
        raise UserError(f"The model learnt nothing: {what} {wrong}.", hint)
