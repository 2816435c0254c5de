"""The job cross_validate: how good a method is on groups that it has not seen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.base import repeat_seed
from landweave.engine.jobs.learning import CrossValidateJob
from landweave.engine.language import texts
from landweave.engine.learning.calibration import reliability
from landweave.engine.learning.division import Division, make_division
from landweave.engine.learning.estimators import effective_options, find_method, parse_options
from landweave.engine.learning.fitting import Recipe, fit_some
from landweave.engine.learning.folds import Split, group_folds
from landweave.engine.learning.guard import collapse
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.learning.networks.spatial_samples import load_samples_of
from landweave.engine.learning.prepare import Table, digest, is_scored, make_table
from landweave.engine.learning.train import make_recipe, recipe_summary, versions
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.types import BoolArray, Float32Array, IntArray, Json
from landweave.engine.validation.intervals import assess, combine_runs
from landweave.engine.validation.reliability import reliability_of

LARGEST_RANDOM_SPLIT = 20000
"""Samples up to which the optimistic figure of random splits is computed beside the honest one."""


def run(job: CrossValidateJob, context: RunContext) -> dict[str, Json]:
    """Cross-validate and write the report.

    Returns:
        `OUTPUT_JSON`, `OUTPUT_HTML` (when asked for), `OVERALL_ACCURACY`, `KAPPA`, `MACRO_F1`.

    Raises:
        UserError: about the samples, the groups, the method or its options.
    """
    texts(job.language)
    report = cross_validate(job, context)
    write_json(job.output_json, report)
    context.artifact("OUTPUT_JSON", job.output_json)
    result = {"OUTPUT_JSON": job.output_json}
    if job.output_html:
        from landweave.engine.validation.report import write_report

        write_report(job.output_html, {k: v for k, v in report.items() if k != "title"}, language=job.language)
        context.artifact("OUTPUT_HTML", job.output_html)
        result["OUTPUT_HTML"] = job.output_html
    numbers = {key.upper(): report[key] for key in ("overall_accuracy", "kappa", "macro_f1")}
    for name, value in numbers.items():
        context.metric(name, value if value is not None else float("nan"))
    return result | numbers


def cross_validate(job: CrossValidateJob, context: RunContext) -> dict[str, Json]:
    """Return the report of a cross-validation, in the shape that all reports share."""
    method = find_method(job.method)
    options = parse_options(method, job.method_options)
    table = make_table(load_samples_of(method.name, job.samples), job.samples, job.class_field, context)
    recipe = make_recipe(job, method, options, table, context)
    division = make_division(job, table, context)
    groups = division.groups
    notes = _check_folds(job, table, division) + _nameless_note(table)
    with_random = (bool(job.group_field) or job.split != "group") and len(table.classes) <= LARGEST_RANDOM_SPLIT
    share = job.repeats / (job.repeats + 1) if with_random else 1.0
    runs: list[dict[str, Json]] = []
    truths: list[dict[str, Json]] = []
    sure: list[Float32Array] = []
    right: list[BoolArray] = []
    real = is_scored(table.samples)
    for repeat in range(job.repeats):
        part = context.part(share * repeat / job.repeats, share * (repeat + 1) / job.repeats)
        seed = repeat_seed(job.seed, repeat)
        splits = division.folds_of(seed)
        probabilities = held_out_probabilities(recipe, table, groups, job.folds, seed, part, splits)[real]
        predicted = probabilities.argmax(axis=1)
        runs.append(_scored(table, table.classes[real], predicted, groups[real], seed))
        truths.append(reliability(probabilities, table.classes[real]))
        sure.append(probabilities.max(axis=1))
        right.append(predicted == table.classes[real])
        notes += _collapse_note(table, table.classes[real], predicted, repeat)
    report = combine_runs(runs)
    curve = reliability_of(np.concatenate(sure), np.concatenate(right)) or {}
    report["reliability"] = {name: float(np.mean([t[name] for t in truths])) for name in truths[0]}
    report["reliability"] |= {name: curve[name] for name in ("confidence", "accuracy", "samples", "bins") if curve}
    if with_random:
        alone = np.arange(len(table.classes))
        predicted = held_out_predictions(recipe, table, alone, job.folds, job.seed, context.part(share, 1.0))
        report["random_split_overall_accuracy"] = float(np.mean((predicted == table.classes)[real]))
    for note in notes:
        context.warning(note)
    counts = np.bincount(table.classes)
    return report | {
        "title": f"Cross-validation of {job.method}",
        "method": job.method,
        "parameters": _parameters(job, recipe),
        "split": division.summary,
        "majority_share": float(counts.max() / counts.sum()),
        "samples_sha256": digest(table),
        "versions": versions(),
        "warnings": notes,
    }


def held_out_predictions(
    recipe: Recipe, table: Table, groups: IntArray, folds: int, seed: int, context: RunContext
) -> IntArray:
    """Predict every sample by a model that saw none of its group; class numbers, shape (sample,).

    Arguments as in `held_out_probabilities`.
    """
    found: IntArray = held_out_probabilities(recipe, table, groups, folds, seed, context).argmax(axis=1)
    return found


def held_out_probabilities(
    recipe: Recipe, table: Table, groups: IntArray, folds: int, seed: int, context: RunContext,
    splits: Sequence[Split] | None = None,
) -> Float32Array:  # fmt: skip
    """Return what models that saw none of a sample's group, nor what was made of it, think of it.

    Args:
        recipe: how to learn.
        table: samples.
        groups: shape (sample,); a group is never on both sides.
        folds: number of parts, each with about the classes' shares.
        seed: of the division.
        context: is told of each fold.
        splits: the parts, each once as what is held out, where they were made before; None: by `group_folds`.

    Returns:
        Probabilities, shape (sample, class).

    Raises:
        UserError: if a fold leaves one class to learn from.
    """
    made_up = MadeUp.of(table.samples)
    found = np.zeros((len(table.classes), len(table.entries)), dtype=np.float32)
    splits = group_folds(table.classes, groups, folds, seed) if splits is None else splits
    for i, (of_others, held) in enumerate(splits):
        learn = made_up.learnable(of_others, held)
        if len(np.unique(table.classes[learn])) < 2:
            cause = f"Without fold {i + 1} only one class is left to learn from."
            raise UserError(cause, "Use fewer FOLDS, or add groups of the other classes.")
        share = context.part(i / len(splits), (i + 1) / len(splits))
        own = replace(recipe, network=recipe.network.aside(share))
        model = fit_some(own, table.matrix[learn], table.classes[learn], groups[learn], len(table.entries),
                         made_up.subset(learn))
        found[held] = model.predict_proba(table.matrix[held])
        context.progress((i + 1) / len(splits), f"Fold {i + 1} of {len(splits)}")
    return found


def write_json(path: str | Path, report: Json) -> None:
    """Write a report; equal reports give equal bytes."""
    text = json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False)
    with atomic_path(path) as part:
        part.write_text(text + "\n", encoding="utf-8")


def _scored(table: Table, truth: IntArray, predicted: IntArray, groups: IntArray, seed: int) -> dict[str, Json]:
    """Score one repeat, with the codes that a map would have."""
    codes = np.array([entry.code for entry in table.entries])
    names = [entry.label for entry in table.entries]
    return assess(codes[truth], codes[predicted], groups, codes.tolist(), names, seed)


def _check_folds(job: CrossValidateJob, table: Table, division: Division) -> list[str]:
    """Refuse what cannot be divided, and return the sentences about what can hardly be."""
    if job.folds < 2 or job.repeats < 1:
        raise UserError(f"FOLDS is {job.folds} and REPEATS is {job.repeats}.", "Use 2 folds or more, 1 repeat or more.")
    if not division.counts:
        return []
    there, what = len(np.unique(division.units)), division.what
    if there < job.folds:
        first, _, rest = what.partition(" ")
        said = f"{first.removesuffix('s') if there == 1 else first} {rest}".strip()
        raise UserError(f"{job.samples} has {there} {said}, fewer than FOLDS = {job.folds}.", division.fewer)
    largest = int(np.bincount(table.classes).max())
    if largest < job.folds:
        raise UserError(f"No class of {job.samples} has more than {largest} samples, and FOLDS is {job.folds}.",
                        "Use fewer FOLDS, or add samples.")
    notes = []
    if not job.group_field and job.split == "group":
        notes.append("Without GROUP_FIELD, pixels of one polygon stand on both sides: these figures are optimistic.")
    for c in range(len(table.entries)):
        own = len(np.unique(division.units[table.classes == c]))
        if own < job.folds:
            notes.append(f"Class {table.describe(c)} has {own} {what}, fewer than the {job.folds} folds.")
    return notes


def _nameless_note(table: Table) -> list[str]:
    made_up = MadeUp.of(table.samples)
    count = int((made_up.made & ~made_up.known).sum())
    what = "do not tell which groups they were made of, and were left out: set GROUP_FIELD of augment_samples."
    return [f"{count} made-up samples {what}"] if count else []


def _collapse_note(table: Table, truth: IntArray, predicted: IntArray, repeat: int) -> list[str]:
    names = tuple(table.describe(c) for c in range(len(table.entries)))
    wrong = collapse(truth, predicted, names)
    return [f"The method learnt nothing (repeat {repeat + 1}): it {wrong}."] if wrong else []


def _parameters(job: CrossValidateJob, recipe: Recipe) -> dict[str, Any]:
    return {
        "SAMPLES": Path(job.samples).name,
        "CLASS_FIELD": job.class_field,
        "METHOD": job.method,
        "METHOD_OPTIONS": effective_options(recipe.method, recipe.options),
        "GROUP_FIELD": job.group_field,
        "SPLIT": job.split,
        "FOLDS": job.folds,
        "REPEATS": job.repeats,
        "SEED": job.seed,
        "BALANCED": job.balanced,
        "CLASS_WEIGHTS": job.class_weights,
        "CALIBRATION": job.calibration,
        **recipe_summary(recipe),
    }
