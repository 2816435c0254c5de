"""The job reduce_dimension: samples whose models begin with principal components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.sample_sets import ReduceDimensionJob
from landweave.engine.learning.prepare import is_augmented, knows_nothing
from landweave.engine.learning.reduction import FEWEST_SAMPLES, Reduction, fit_reduction, unknown_in
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import some
from landweave.engine.samples.store import load_samples, save_samples
from landweave.engine.series.plan import Feature
from landweave.engine.types import AnyArray, Float64Array, Json
from landweave.engine.validation.charts import value_bar
from landweave.engine.validation.page import page_header, write_page

_WAYS = {"all": "global", "date": "date", "band": "band"}
"""How the job names the groups, and how the plan does."""


@dataclass(frozen=True, eq=False)
class Explained:
    """How much of a group of features its components hold.

    Args:
        name: of the group.
        features: number of its features.
        shares: of the variance, of each component, shape (component,).
    """

    name: str
    features: int
    shares: Float64Array


def run(job: ReduceDimensionJob, context: RunContext) -> dict[str, Json]:
    """Write the same samples, whose plan asks for components; the values stay as they are.

    Each model fits the components on the samples that it learns from, so that nothing of those that validate gets in.
    What is told here is of all samples together.

    Returns:
        `OUTPUT` (path), `COMPONENT_COUNT`, `OUTPUT_HTML` (when asked for).

    Raises:
        UserError: about the options, too few samples, or samples that are not of images.
    """
    if job.by not in _WAYS:
        raise UserError(f"There is no BY '{job.by}'.", f"Use one of: {', '.join(_WAYS)}.")
    samples = load_samples(job.input)
    if samples.plan is None:
        raise UserError(
            f"{job.input} is a table that is not bound to images, so a model cannot be told how its features are made.",
            "Import it with the catalogue of the images, or reduce the table before it is imported.")
    if samples.plan.embedding is not None:
        raise UserError(f"The samples of {job.input} are embedded: components would be of the features before.",
                        "Reduce the samples as they were before embed_samples.")
    usable = ~knows_nothing(samples.matrix) & ~is_augmented(samples)
    if usable.sum() < FEWEST_SAMPLES:
        raise UserError(f"{job.input} has {int(usable.sum())} samples with features.", "Add samples: two or more.")
    wanted = int(job.components) if job.components >= 1 and job.components.is_integer() else job.components
    options = {"by": _WAYS[job.by], "components": wanted}
    context.progress(0.3, "principal components")
    matrix, features = samples.matrix[usable], samples.features
    reduction = fit_reduction(matrix, features, options)
    groups = explained(matrix, features, reduction, job.by)
    if samples.plan.reduction is not None:
        context.log(f"The samples asked for other components ({samples.plan.reduction}); these replace them.")
    context.log(f"{len(features)} features become {reduction.component_count} components.")
    for group in groups:
        context.log(_said(group))
    save_samples(job.output, replace(samples, plan=replace(samples.plan, reduction=options)))
    context.artifact("OUTPUT", job.output)
    result: dict[str, Json] = {"OUTPUT": job.output, "COMPONENT_COUNT": reduction.component_count}
    if job.output_html:
        write_page(job.output_html, "Principal components", _page(job, len(features), reduction, groups))
        context.artifact("OUTPUT_HTML", job.output_html)
        result["OUTPUT_HTML"] = job.output_html
    return result


def explained(matrix: AnyArray, features: Sequence[Feature], reduction: Reduction, by: str) -> list[Explained]:
    """Return how much of the variance the components of each group hold.

    Args:
        matrix: that the reduction was fitted on, shape (sample, feature).
        features: of its columns.
        reduction: from features to components.
        by: `all`, `date` or `band`.
    """
    components = reduction.apply(matrix).astype(np.float64)
    centred = np.where(unknown_in(matrix), 0.0, matrix - reduction.means)
    found, first = [], 0
    for part in reduction.parts:
        count = part.weights.shape[1]
        own = [features[c] for c in part.columns]
        squares = (centred[:, part.columns] ** 2).mean(axis=0)
        if len({f.unit for f in own}) > 1:  # each was divided by its standard deviation about this very mean
            squares = (centred[:, part.columns].var(axis=0) > 0).astype(np.float64)
        held = (components[:, first : first + count] ** 2).mean(axis=0)
        total = float(squares.sum())
        found.append(Explained(_name(own[0], by), len(own), held / total if total > 0 else np.zeros(count)))
        first += count
    return found


def _name(feature: Feature, by: str) -> str:
    if by == "all":
        return "all features"
    what = feature.source if by == "band" else feature.date or "without a date"
    return f"{feature.sensor} {what}".strip()


def _said(group: Explained) -> str:
    shares = some(f"{share:.1%}" for share in group.shares)
    return (f"{group.name}: {len(group.shares)} of {group.features} hold {group.shares.sum():.1%} of the variance "
            f"({shares}).")


def _page(
    job: ReduceDimensionJob, features: int, reduction: Reduction, groups: Sequence[Explained]
) -> list[str]:  # fmt: skip
    said = (f"{features} features of {Path(job.input).name} become {reduction.component_count} components. Each model "
            "fits its own on the samples it learns from; the shares here are of all samples together.")
    return [page_header("samples", "Principal components", said), *(_table(group) for group in groups)]


def _table(group: Explained) -> str:
    held = np.cumsum(group.shares)
    rows = "".join(
        f"<tr><td>{n}</td><td>{value_bar({'share': float(share)}, 'share')}</td><td>{whole:.1%}</td></tr>"
        for n, (share, whole) in enumerate(zip(group.shares, held), start=1)
    )
    return (f"<section><h2>{escape(group.name)}</h2><table><thead><tr><th>component</th><th>share of the variance</th>"
            f"<th>together</th></tr></thead><tbody>{rows}</tbody></table></section>")
