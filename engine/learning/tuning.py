"""The job tune_classifier: the options with which a classifier does best on groups that it has not seen.

A candidate's score is that of all held-out samples together: a mean over folds would depend on which folds hold a rare
class (Forman, Scholz 2010, doi 10.1145/1882471.1882479). Mean and standard deviation over the folds stand beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.learning import TrainClassifierJob
from landweave.engine.jobs.tuning import SEARCHES, TuneClassifierJob
from landweave.engine.learning.crossval import write_json
from landweave.engine.learning.estimators import effective_options, find_method
from landweave.engine.learning.folds import group_folds
from landweave.engine.learning.grids import candidates, parse_grid
from landweave.engine.learning.prepare import Table, digest, region_rows
from landweave.engine.learning.search import Result, figure, held_out_matrix, make_field, run_search
from landweave.engine.learning.study import Study, make_study
from landweave.engine.learning.train import run as train
from landweave.engine.learning.train import versions
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import IntArray, Json


def run(job: TuneClassifierJob, context: RunContext) -> dict[str, Json]:
    """Search, write what was found, and train with the best options if a model is asked for.

    Returns:
        `OUTPUT_JSON`, `BEST_OPTIONS` (text for METHOD_OPTIONS), `BEST_SCORE`; `OUTPUT_HTML` and `MODEL` when asked for.

    Raises:
        UserError: about the samples, the groups, the method, the grid, or a search that does not exist.
    """
    searching = context.part(0.0, 0.9 if job.model else 1.0)
    report = tune(job, searching)
    write_json(job.output_json, report)
    context.artifact("OUTPUT_JSON", job.output_json)
    found: dict[str, Json] = {"OUTPUT_JSON": job.output_json}
    if job.output_html:
        from landweave.engine.learning.tuning_page import write_tuning_page

        write_tuning_page(job.output_html, report)
        context.artifact("OUTPUT_HTML", job.output_html)
        found["OUTPUT_HTML"] = job.output_html
    if job.model:
        best = TrainClassifierJob(
            job.samples, job.class_field, job.model, job.method, report["method_options"], job.seed, job.region_field,
            job.run, job.balanced, job.class_weights,
        )  # fmt: skip
        found |= train(best, context.part(0.9, 1.0))
    context.metric("BEST_SCORE", report["best"]["score"])
    return found | {"BEST_OPTIONS": report["method_options"], "BEST_SCORE": report["best"]["score"]}


def tune(job: TuneClassifierJob, context: RunContext) -> dict[str, Json]:
    """Return what a search found: `best_options`, `method_options` (the same as text), `candidates` and more."""
    if job.search not in SEARCHES:
        raise UserError(f"There is no SEARCH '{job.search}'.", f"Choose one of: {', '.join(SEARCHES)}.")
    if job.search == "random" and job.candidates < 1:
        raise UserError(f"CANDIDATES is {job.candidates}.", "Use 1 or more.")
    method = find_method(job.method)
    grids = parse_grid(method, job.grid)
    warnings: list[str] = []
    listening = _listening(context, warnings)
    study, table = make_study(job, listening)
    if job.model:
        region_rows(table, job.samples, job.region_field)  # before the search, which takes long
    tried = candidates(method, grids, study.options, job.candidates if job.search == "random" else 0, job.seed,
                       study.balanced or bool(study.weights))  # fmt: skip
    share = 1 / (job.folds + 1) if job.nested else 1.0
    results = _search(study, tried, job, listening.part(0.0, share))
    nested = _nested(study, tried, job, listening.part(share, 1.0)) if job.nested else None
    best = results[0]
    options = effective_options(method, {**study.options, **best.options})
    listening.log(f"Best of {len(tried)}: {json.dumps(options)}, {job.score} {best.score:.3f}.")
    return {
        "title": f"Tuning of {job.method}",
        "method": job.method,
        "score": job.score,
        "best_options": options,
        "method_options": json.dumps(options),
        "best": _figures(best),
        "defaults": next((_figures(r) for r in results if r.options == tried[0] and r.share == 1.0), None),
        "nested": nested,
        "candidates": _table(results, study),
        "samples": int(study.scored.sum()),
        "groups": len(np.unique(study.groups)),
        "classes": [entry.label for entry in table.entries],
        "parameters": _parameters(job, table, study),
        "samples_sha256": digest(table),
        "versions": versions(method),
        "warnings": warnings,
    }


def _search(study: Study, tried: Sequence[Mapping[str, Any]], job: TuneClassifierJob, context: RunContext) -> (
    list[Result]
):
    """Return the results of all candidates on folds of these samples, the best first."""
    folds = min(job.folds, len(np.unique(study.groups)))
    splits = group_folds(study.classes, study.groups, folds, job.seed)
    return run_search(make_field(study, splits, job.seed), tried, job.score, job.search == "halving", context)


def _nested(study: Study, tried: Sequence[Mapping[str, Any]], job: TuneClassifierJob, context: RunContext) -> Json:
    """Return how good the chosen options are on outer folds, which have no part in the choice.

    Source: Varma, Simon 2006, doi 10.1186/1471-2105-7-91.
    """
    splits = group_folds(study.classes, study.groups, job.folds, job.seed)
    matrices: list[IntArray] = []
    chosen: list[Json] = []
    for number, (learn, held) in enumerate(splits):
        part = context.part(number / len(splits), (number + 1) / len(splits))
        best = _search(study.subset(learn), tried, job, part)[0]
        matrices.append(held_out_matrix(study, learn, held, best.options, []))
        chosen.append(dict(best.options))
    by_fold = [figure(matrix, job.score) for matrix in matrices]
    whole = Result({}, figure(np.sum(matrices, axis=0), job.score), tuple(by_fold))
    return {**_figures(whole), "best_options_by_fold": chosen}


def _figures(result: Result) -> dict[str, Json]:
    return {"score": result.score, "mean": result.mean, "std": result.deviation, "by_fold": list(result.by_fold)}


def _table(results: Sequence[Result], study: Study) -> list[dict[str, Json]]:
    """Return the candidates, the best first."""
    method = find_method(study.method)
    return [
        {
            "options": dict(result.options),
            "effective_options": effective_options(method, {**study.options, **result.options}),
            **_figures(result),
            "share_of_groups": result.share,
            "as_good": result.is_close_to(results[0]),
            "error": result.error,
        }
        for result in results
    ]


def _listening(context: RunContext, heard: list[str]) -> RunContext:
    """Return a context that also keeps its warnings."""
    def emit(event: Json) -> None:
        if event["event"] == "warning":
            heard.append(event["message"])
        context.emit(event)

    return replace(context, emit=emit)


def _parameters(job: TuneClassifierJob, table: Table, study: Study) -> dict[str, Json]:
    return {
        "kind": job.KIND,
        "samples": Path(job.samples).name,
        "class_field": job.class_field,
        "method": job.method,
        "method_options": dict(study.options),
        "group_field": job.group_field,
        "folds": job.folds,
        "search": job.search,
        "score": job.score,
        "run": job.run,
        "balanced": job.balanced,
        "class_weights": job.class_weights,
        "features": table.matrix.shape[1],
        "seed": job.seed,
    }
