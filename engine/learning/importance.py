"""The job feature_importance: what a classifier loses when dates, bands or features are shuffled in held-out samples.

All features of a date (or band) are shuffled together, so that the others cannot stand in for one of them: neighbouring
dates and bands are so alike that single features seem not to matter.

Source: Breiman 2001, doi 10.1023/A:1010933404324; in groups: Gregorutti, Michel, Saint-Pierre 2015,
doi 10.1016/j.csda.2015.04.002.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.tuning import WAYS, FeatureImportanceJob
from landweave.engine.learning.crossval import write_json
from landweave.engine.learning.estimators import effective_options, find_method
from landweave.engine.learning.fitting import once
from landweave.engine.learning.folds import Split, group_folds
from landweave.engine.learning.prepare import Table, digest
from landweave.engine.learning.search import figure
from landweave.engine.learning.study import Study, make_study
from landweave.engine.learning.train import versions
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import Task, run_tasks
from landweave.engine.runtime.files import atomic_path
from landweave.engine.series.plan import Feature
from landweave.engine.types import AnyArray, Float64Array, IntArray, Json

UNDATED = "no date"


@dataclass(frozen=True)
class Bundle:
    """Features that are shuffled together.

    Args:
        way: one of WAYS.
        name: the date, band or feature.
        columns: of the features in the matrix.
    """

    way: str
    name: str
    columns: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Shuffling:
    """What the process of a fold needs.

    Args:
        study: samples and learner.
        splits: folds, groups whole.
        bundles: to shuffle.
        repeats: how often.
        score: one of SCORES.
        most: held-out samples of a fold at most.
    """

    study: Study
    splits: Sequence[Split]
    bundles: Sequence[Bundle]
    repeats: int
    score: str
    most: int


def run(job: FeatureImportanceJob, context: RunContext) -> dict[str, Json]:
    """Shuffle, and write what was lost.

    Returns:
        `OUTPUT_JSON`; `OUTPUT_CSV` and `OUTPUT_HTML` when asked for.

    Raises:
        UserError: about the samples, the groups, the method, or a way of bundling that does not exist.
    """
    report = importance(job, context)
    write_json(job.output_json, report)
    found: dict[str, Json] = {"OUTPUT_JSON": job.output_json}
    if job.output_csv:
        with atomic_path(job.output_csv) as part:
            part.write_text(to_csv(report), encoding="utf-8")
        found["OUTPUT_CSV"] = job.output_csv
    if job.output_html:
        from landweave.engine.learning.importance_page import write_importance_page

        write_importance_page(job.output_html, report)
        found["OUTPUT_HTML"] = job.output_html
    for name, path in found.items():
        context.artifact(name, path)
    return found


def importance(job: FeatureImportanceJob, context: RunContext) -> dict[str, Json]:
    """Return what was found: a list by way of bundling, the most important first, and the score without shuffling."""
    ways = job.by or WAYS
    for way in ways:
        if way not in WAYS:
            raise UserError(f"Features are not bundled by '{way}'.", f"Set BY to some of: {', '.join(WAYS)}.")
    if job.repeats < 1 or job.max_samples < 1:
        cause = f"REPEATS is {job.repeats} and MAX_SAMPLES is {job.max_samples}."
        raise UserError(cause, "Use 1 or more.")
    study, table = make_study(job, context)
    bundles = [bundle for way in ways for bundle in bundles_of(study.features, way)]
    splits = group_folds(study.classes, study.groups, job.folds, job.seed)
    study, here = study.placed(context)
    shuffling = Shuffling(study, splits, bundles, job.repeats, job.score, job.max_samples)
    tasks = [Task(str(i), f"Fold {i + 1} of {len(splits)}", i) for i in range(len(splits))]
    found = {task.key: result for task, result in run_tasks(shuffle_fold, tasks, here, None, shuffling)}
    warn = once(context.warning)
    for task in tasks:
        for sentence in found[task.key]["warnings"]:
            warn(sentence)
    whole = [found[task.key]["score"] for task in tasks]
    lost = np.array([found[task.key]["lost"] for task in tasks])  # fold, bundle, repeat
    context.log(f"{job.score} without shuffling: {np.mean(whole):.3f}.")
    return {
        "title": f"What {job.method} needs",
        "method": job.method,
        "score": job.score,
        "score_without_shuffling": {"mean": float(np.mean(whole)), "by_fold": whole},
        **{f"by_{way}": _ranked(bundles, lost, way, study.features) for way in WAYS if way in ways},
        "samples": int(study.scored.sum()),
        "groups": len(np.unique(study.groups)),
        "parameters": _parameters(job, table, study),
        "samples_sha256": digest(table),
        "versions": versions(find_method(job.method)),
    }


def bundles_of(features: Sequence[Feature], way: str) -> list[Bundle]:
    """Return the bundles of features, in the order in which they first appear.

    Args:
        features: of the columns of the matrix.
        way: `date` (a day, all sensors), `month`, `band` (all dates of a band or index of a sensor) or `feature`.
    """
    columns: dict[str, list[int]] = {}
    for number, feature in enumerate(features):
        columns.setdefault(_name(feature, way), []).append(number)
    return [Bundle(way, name, tuple(numbers)) for name, numbers in columns.items()]


def shuffle_fold(number: int, shuffling: Shuffling) -> Json:
    """Learn without a fold, and shuffle each bundle in it.

    Returns:
        `score` of the fold as it is, `lost` (bundle, repeat) and `warnings`.
    """
    study, (learn, held) = shuffling.study, shuffling.splits[number]
    said: list[str] = []
    held = held[study.scored[held]]
    model = study.fitted(learn, held, {}, said.append)
    seed = int(np.random.SeedSequence([study.seed, number]).generate_state(1)[0])
    if len(held) > shuffling.most:
        held = np.sort(np.random.default_rng(seed).choice(held, shuffling.most, replace=False))
    score, lost = permuted(
        model.predict_proba, study, held, shuffling.bundles, shuffling.repeats, shuffling.score, seed
    )
    return {"score": score, "lost": lost.tolist(), "warnings": said}


def permuted(
    predict: Callable[[AnyArray], AnyArray], study: Study, held: IntArray, bundles: Sequence[Bundle], repeats: int,
    score: str, seed: int,
) -> tuple[float, Float64Array]:  # fmt: skip
    """Return the score of held-out samples, and what each bundle's shuffling takes from it, shape (bundle, repeat).

    All bundles are shuffled in the same orders, so that their differences are not those of chance.

    Args:
        predict: from features to probabilities.
        study: the samples.
        held: rows to look at.
        bundles: columns to shuffle together.
        repeats: number of orders.
        score: one of SCORES.
        seed: of the orders.
    """
    truth, features = study.classes[held], study.matrix[held]
    whole = figure(study.matrix_of(truth, predict(features).argmax(axis=1)), score)
    generator, turns = np.random.RandomState(seed), np.arange(len(held))
    orders = [turns.copy()]
    for _ in range(repeats):
        generator.shuffle(turns)
        orders.append(orders[-1][turns])
    lost = np.empty((len(bundles), repeats))
    for i, bundle in enumerate(bundles):
        columns = list(bundle.columns)
        kept = features[:, columns].copy()
        for j, shuffled in enumerate(orders[1:]):
            features[:, columns] = kept[shuffled]
            lost[i, j] = whole - figure(study.matrix_of(truth, predict(features).argmax(axis=1)), score)
        features[:, columns] = kept
    return whole, lost


def to_csv(report: Mapping[str, Json]) -> str:
    """Return the importances as CSV text, a row a bundle."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["by", "name", "sensor", "band", "date", "features", "importance", "std"])
    for way in WAYS:
        for entry in report.get(f"by_{way}") or ():
            writer.writerow([way, *(entry[key] for key in ("name", "sensor", "band", "date", "features", "importance",
                                                           "std"))])
    return text.getvalue()


def _name(feature: Feature, way: str) -> str:
    if way == "feature":
        return feature.name
    if way in ("date", "month"):
        return feature.date[: 7 if way == "month" else None] or UNDATED
    return f"{feature.sensor}:{feature.source}" if feature.sensor else feature.source


def _ranked(bundles: Sequence[Bundle], lost: Float64Array, way: str, features: Sequence[Feature]) -> list[Json]:
    """Return the bundles of a way: mean loss over folds and repeats, standard deviation of the folds' means."""
    entries = []
    for number, bundle in enumerate(bundles):
        if bundle.way != way:
            continue
        by_fold = lost[:, number].mean(axis=1)
        own = [features[column] for column in bundle.columns]
        entries.append({
            "name": bundle.name,
            "sensor": _common([f.sensor for f in own]),
            "band": _common([f.source for f in own]),
            "date": _common([f.date for f in own]),
            "features": len(own),
            "importance": float(by_fold.mean()),
            "std": float(by_fold.std(ddof=1)) if len(by_fold) > 1 else 0.0,
        })  # fmt: skip
    return sorted(entries, key=lambda entry: -entry["importance"])


def _common(values: Sequence[str]) -> str:
    return values[0] if len(set(values)) == 1 else ""


def _parameters(job: FeatureImportanceJob, table: Table, study: Study) -> dict[str, Json]:
    return {
        "kind": job.KIND,
        "samples": Path(job.samples).name,
        "class_field": job.class_field,
        "method": job.method,
        "method_options": effective_options(find_method(job.method), study.options),
        "group_field": job.group_field,
        "folds": job.folds,
        "repeats": job.repeats,
        "score": job.score,
        "max_samples": job.max_samples,
        "run": job.run,
        "balanced": job.balanced,
        "class_weights": job.class_weights,
        "features": table.matrix.shape[1],
        "seed": job.seed,
    }
