"""Searches: candidates are scored on groups that were held out, all of them or in rounds that leave the better ones."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.learning.fitting import once
from landweave.engine.learning.folds import LeakError, Split
from landweave.engine.learning.study import Study
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import Task, run_tasks
from landweave.engine.types import AnyArray, BoolArray, IntArray, Json
from landweave.engine.validation.scores import measures

FACTOR = 3
"""Of `halving`: a third of the candidates goes on, with three times as many groups."""
FEWEST_GROUPS = 2
"""Of a class, that a round of `halving` learns from at least."""


@dataclass(frozen=True, eq=False)
class Field:
    """What all candidates of a search are scored on.

    Args:
        study: samples and learner.
        splits: folds, groups whole.
        turns: place of each sample's group among those of its class, in a random order, shape (sample,).
        sizes: number of groups of that class, shape (sample,).
    """

    study: Study
    splits: Sequence[Split]
    turns: IntArray
    sizes: IntArray

    def part(self, share: float) -> BoolArray:
        """Tell which samples are of a share of the groups of each class; larger shares hold the smaller ones."""
        return np.asarray(self.turns < np.maximum(FEWEST_GROUPS, np.ceil(np.round(share * self.sizes, 9))))


@dataclass(frozen=True)
class Result:
    """How a candidate did.

    Args:
        options: of the candidate.
        score: of all held-out samples together.
        by_fold: scores of the folds.
        share: of the groups to learn from that were used.
        error: what the learner said if it could not be fitted; then there are no scores.
    """

    options: Mapping[str, Any]
    score: float
    by_fold: tuple[float, ...]
    share: float = 1.0
    error: str = ""

    @property
    def mean(self) -> float:
        """Mean over the folds."""
        return float(np.mean(self.by_fold)) if self.by_fold else 0.0

    @property
    def deviation(self) -> float:
        """Standard deviation over the folds."""
        return float(np.std(self.by_fold, ddof=1)) if len(self.by_fold) > 1 else 0.0

    def is_close_to(self, best: Result) -> bool:
        """Tell whether the folds cannot part it from the best: their mean difference is within its standard error."""
        if self.share != best.share or len(self.by_fold) != len(best.by_fold):
            return False
        lost = np.array(best.by_fold) - np.array(self.by_fold)
        error = np.std(lost, ddof=1) / np.sqrt(len(lost)) if len(lost) > 1 else 0.0
        return bool(np.mean(lost) <= error + 1e-12)


def make_field(study: Study, splits: Sequence[Split], seed: int) -> Field:
    """Return what candidates are scored on, its groups in a random order by class (that of most of their samples)."""
    counts = np.zeros((int(study.groups.max()) + 1, study.count), dtype=np.int64)
    np.add.at(counts, (study.groups, study.classes), 1)
    there = np.flatnonzero(counts.sum(axis=1))
    order = np.random.default_rng(seed).permutation(there)
    owner = counts.argmax(axis=1)
    turn = np.zeros(len(counts), dtype=np.int64)
    size = np.ones(len(counts), dtype=np.int64)
    for number in range(study.count):
        own = order[owner[order] == number]
        turn[own], size[own] = np.arange(len(own)), len(own)
    return Field(study, splits, turn[study.groups], size[study.groups])


def run_search(
    field: Field, candidates: Sequence[Mapping[str, Any]], score: str, halving: bool, context: RunContext
) -> list[Result]:
    """Score candidates.

    Args:
        field: what they are scored on.
        candidates: options; the first ones (the defaults) are taken into every round.
        score: one of SCORES.
        halving: go on with the better third in rounds of more and more groups.
        context: runs the candidates in its processes, and is told of them.

    Returns:
        Results of the last round by descending score (the earlier candidate of equals first), then what fell out in
        the rounds before, the later rounds first.

    Raises:
        UserError: if no candidate can be fitted.

    Source of the rounds: Jamieson, Talwalkar 2016, arXiv 1502.07943; groups instead of samples are Landweave's.
    """
    rounds = 1 + int(math.log(len(candidates), FACTOR) + 1e-9) if halving else 1
    going = list(candidates)
    done: list[Result] = []
    for number in range(rounds):
        share = float(FACTOR) ** (number + 1 - rounds)
        results = _score_all(field, going, score, share, context.part(number / rounds, (number + 1) / rounds))
        results.sort(key=lambda r: (bool(r.error), -r.score))
        if number + 1 == rounds:
            done = results + done
            break
        kept = results[: max(1, math.ceil(len(going) / FACTOR))]
        kept += [r for r in results if r.options == candidates[0] and r not in kept]
        done = [r for r in results if r not in kept] + done
        going = [options for options in going if options in [r.options for r in kept]]
        context.log(f"Round {number + 1} of {rounds}, {share:.0%} of the groups: {len(going)} candidates go on.")
    if done[0].error:
        raise UserError(f"No candidate can be learnt: {done[0].error}", "Correct GRID.")
    return done


def _score_all(
    field: Field, candidates: Sequence[Mapping[str, Any]], score: str, share: float, context: RunContext
) -> list[Result]:
    """Return the results in the order of the candidates, whatever process had which."""
    tasks = [
        Task(str(i), f"Candidate {i + 1} of {len(candidates)}", (dict(options), share))
        for i, options in enumerate(candidates)
    ]
    study, context = field.study.placed(context)
    field = replace(field, study=study)
    found = {task.key: result for task, result in run_tasks(try_options, tasks, context, None, field)}
    warn = once(context.warning)
    results = []
    for task in tasks:
        said = found[task.key]
        options, _ = task.argument
        if said["error"]:
            warn(f"Left out, {json.dumps(options)}: {said['error']}")
            results.append(Result(options, 0.0, (), share, said["error"]))
            continue
        for sentence in said["warnings"]:
            warn(sentence)
        matrices = np.array(said["matrices"])
        by_fold = tuple(figure(m, score) for m in matrices)
        results.append(Result(options, figure(matrices.sum(axis=0), score), by_fold, share))
    return results


def try_options(argument: tuple[dict[str, Any], float], field: Field) -> Json:
    """Fit one candidate on each fold, and count what it says of what was held out.

    Returns:
        `matrices` (one a fold, rows reference), `warnings` and `error`.
    """
    options, share = argument
    study, kept = field.study, field.part(share)
    said: list[str] = []
    matrices: list[AnyArray] = []
    try:
        for learn, held in field.splits:
            part = learn[kept[learn]]
            part = part if len(np.unique(study.classes[part])) > 1 else learn
            matrices.append(held_out_matrix(study, part, held, options, said))
    except UserError as error:
        return {"matrices": [], "warnings": [], "error": error.message}
    return {"matrices": [m.tolist() for m in matrices], "warnings": said, "error": ""}


def held_out_matrix(
    study: Study, learn: IntArray, held: IntArray, options: Mapping[str, Any], said: list[str]
) -> IntArray:
    """Return the confusion matrix of held-out samples by a model of others, shape (class, class), rows reference.

    Raises:
        LeakError: if a group is learnt from and held out.
        UserError: if the learner does not work with these options.
    """
    scored = held[study.scored[held]]
    try:
        model = study.fitted(learn, scored, options, said.append)
        predicted = model.predict_proba(study.matrix[scored]).argmax(axis=1)
    except LeakError:
        raise
    except (ValueError, NotImplementedError) as error:  # what a learner says when it learns, or only when it predicts
        reason = " ".join(str(error).split())[:300].rstrip(".")
        raise UserError(f"{study.method} does not work with {dict(options)}: {reason}.", "Correct GRID.") from error
    return study.matrix_of(study.classes[scored], predicted)


def figure(matrix: AnyArray, name: str) -> float:
    """Return a figure of a confusion matrix; 0 where it has no value."""
    value = float(measures(matrix)[name])
    return value if np.isfinite(value) else 0.0
