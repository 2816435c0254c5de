"""The layers of a review: samples and polygons with what is doubtful about them, why, and room for a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from landweave.engine.jobs.cleaning import CleanSamplesJob
from landweave.engine.learning.label_noise import CHECK, KEEP, REMOVE, Verdict
from landweave.engine.learning.prepare import Table
from landweave.engine.learning.review import POLYGONS
from landweave.engine.learning.som import Som
from landweave.engine.samples.points import point_geometries
from landweave.engine.samples.store import SampleSet
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray
from landweave.engine.vector.layers import Layer
from landweave.engine.vector.styles import Mark, choices_form, marks_style

MOST_OF_A_POLYGON = 0.5
"""Share of suspicious samples above which a polygon is suspicious as a whole."""

_WIDTHS = {"reason": 480}
_SAMPLE_MARKS = (
    Mark(KEEP, "fits its label", "#c9d3d6", 1.2),
    Mark(CHECK, "look at it", "#f0b03c", 2.4),
    Mark(REMOVE, "label probably wrong", "#c2321f", 2.8),
)
_POLYGON_MARKS = (
    Mark(KEEP, "nothing suspicious", "#c9d3d6", 2.0),
    Mark(CHECK, "some samples suspicious", "#f0b03c", 3.4),
    Mark(REMOVE, "suspicious for the most part", "#c2321f", 4.2),
)


@dataclass(frozen=True, eq=False)
class Judged:
    """Samples that were judged.

    Args:
        table: of them.
        rows: their rows among all samples, shape (judged,).
        groups: number of their polygon, shape (judged,).
        verdict: of their labels.
        som: the map, where the method made one.
    """

    table: Table
    rows: IntArray
    groups: IntArray
    verdict: Verdict
    som: Som | None = None


@dataclass(frozen=True, eq=False)
class Review:
    """What is written.

    Args:
        samples: all of them, with the columns of the review.
        layers: of the polygons, where there are any.
        styles: QML by layer.
        whole_polygons: number of polygons that are suspicious for the most part.
    """

    samples: SampleSet
    layers: tuple[Layer, ...]
    styles: dict[str, str]
    whole_polygons: int


def review_layers(samples: SampleSet, judged: Judged, job: CleanSamplesJob) -> Review:
    """Return the samples and polygons as they are to be reviewed.

    Args:
        samples: all, also those that could not be judged.
        judged: what was found.
        job: names the columns and the method.
    """
    columns = _sample_columns(len(samples), judged, job)
    reviewed = replace(samples, attributes={**samples.attributes, **columns})
    shown = ["sample_id", *reviewed.attributes]
    form = choices_form("decision", _decisions(judged.table))
    styles = {"samples": marks_style("advice", _SAMPLE_MARKS, shown, _WIDTHS, form)}
    if not job.group_field:
        return Review(reviewed, (), styles, 0)
    fields, places = _polygon_columns(judged, job)
    whole = sum(advice == REMOVE for advice in fields["advice"])
    kind, crs = ("Point", samples.crs_wkt) if samples.has_places else ("None", "")
    layer = Layer(POLYGONS, crs, kind, tuple(places), fields)
    styles[POLYGONS] = marks_style("advice", _POLYGON_MARKS, list(fields), _WIDTHS, form)
    return Review(reviewed, (layer,), styles, whole)


def ranks(suspicion: Float64Array) -> IntArray:
    """Return 1 for the most suspicious, 2 for the next; what could not be judged comes last."""
    order = np.argsort(-np.where(np.isfinite(suspicion), suspicion, -1.0), kind="stable")
    found = np.empty(len(suspicion), dtype=np.int64)
    found[order] = np.arange(1, len(suspicion) + 1)
    return found


def _sample_columns(count: int, judged: Judged, job: CleanSamplesJob) -> dict[str, AnyArray]:
    """Return the columns of a review for all samples; what was not judged says so."""
    verdict, rows, names = judged.verdict, judged.rows, _names(judged.table)

    def spread(values: AnyArray, empty: Any) -> AnyArray:
        column = np.full(count, empty, dtype=values.dtype)
        column[rows] = values
        return column

    suspicious = verdict.suspicious
    suspicion = spread(verdict.suspicion.round(4), np.nan)
    reasons = np.array(list(_reasons(judged, job)), dtype=object)
    columns = {
        "suspicious": spread(suspicious.astype(np.int64), 0),
        "suspicion": suspicion,
        "rank": ranks(suspicion),
        "suggested": spread(np.where(suspicious, names[verdict.suggested], ""), ""),
        "label_share": spread(verdict.share.round(4), np.nan),
        "suggested_share": spread(verdict.suggested_share.round(4), np.nan),
        "advice": spread(verdict.advice, KEEP),
        "reason": spread(reasons, "Not judged: without a class or features, or made by augmentation."),
    }
    if judged.som is not None:
        row, column = np.divmod(judged.som.neurons, judged.som.shape[1])
        columns |= {"neuron_row": spread(row + 1, 0), "neuron_column": spread(column + 1, 0)}
    return columns | {"decision": np.full(count, "", dtype=object)}


def _decisions(table: Table) -> dict[str, str]:
    """Return what may be decided, by what the form shows."""
    return {"": "", "keep": KEEP, "remove": REMOVE} | {f"it is {e.label}": e.label for e in table.entries}


def _names(table: Table) -> AnyArray:
    """Return how each class is written in the samples, shape (class,)."""
    return np.array([entry.label for entry in table.entries], dtype=object)


def _reasons(judged: Judged, job: CleanSamplesJob) -> Iterator[str]:
    """Yield a sentence for each judged sample; empty where nothing speaks against its label."""
    verdict, names = judged.verdict, _names(judged.table)
    itself, others = ("its group", " of other groups") if job.group_field else ("it", "")
    for n, advice in enumerate(verdict.advice):
        own, other = names[verdict.given[n]], names[verdict.suggested[n]]
        share, best = f"{verdict.share[n]:.0%}", f"{verdict.suggested_share[n]:.0%}"
        if not np.isfinite(verdict.suspicion[n]):
            yield f"Not judged: no other group has the class {own}."
        elif advice == KEEP:
            yield ""
        elif job.method == "confident":
            yield f"Models made without {itself} give {other} {best}, {own} only {share}."
        elif job.method == "knn":
            yield f"Of the {job.neighbours} nearest samples{others} {share} are {own}, {best} {other}."
        elif own != other:
            yield f"Among the samples of its neuron {share} are {own}, {best} {other}."
        else:
            yield f"Its neuron is mixed, or unlike those around it: {share} of its samples are {own}."


def _polygon_columns(judged: Judged, job: CleanSamplesJob) -> tuple[dict[str, list[Any]], list[bytes | None]]:
    """Return the columns of the layer of polygons, the most suspicious first, and a place of each."""
    table, verdict = judged.table, judged.verdict
    names, count = _names(table), len(table.entries)
    order = np.argsort(judged.groups, kind="stable")
    starts = np.unique(judged.groups[order], return_index=True)[1]
    members = np.split(order, starts[1:])
    suspicious = verdict.suspicious
    share = np.array([suspicious[own].mean() for own in members])
    mean = np.array([_known_mean(verdict.suspicion[own]) for own in members])
    count_of = np.array([suspicious[own].sum() for own in members])
    by_rank = np.lexsort((-np.nan_to_num(mean, nan=-1.0), -count_of, share <= MOST_OF_A_POLYGON))
    members = [members[n] for n in by_rank]
    share, mean = share[by_rank], mean[by_rank]
    given = [int(np.bincount(table.classes[own], minlength=count).argmax()) for own in members]
    found = [_commonest(verdict.suggested[own][suspicious[own]], count) for own in members]
    advice = [REMOVE if s > MOST_OF_A_POLYGON else CHECK if s > 0 else KEEP for s in share]
    keys = table.samples.attributes[job.group_field]
    fields: dict[str, list[Any]] = {
        job.group_field: [keys[own[0]].item() if hasattr(keys[own[0]], "item") else keys[own[0]] for own in members],
        job.class_field: [names[c] for c in given],
        "samples": [len(own) for own in members],
        "suspicious": [int(suspicious[own].sum()) for own in members],
        "suspicious_share": [round(float(s), 4) for s in share],
        "suspicion": [round(float(m), 4) if np.isfinite(m) else None for m in mean],
        "rank": list(range(1, len(members) + 1)),
        "suggested": ["" if c < 0 else names[c] for c in found],
        "advice": advice,
        "reason": [_polygon_reason(suspicious[own], names, c) for own, c in zip(members, found)],
        "decision": [""] * len(members),
    }
    return fields, _places(table.samples, members)


def _known_mean(values: Float64Array) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")


def _commonest(classes: IntArray, count: int) -> int:
    """Return the class that occurs most often, -1 where there is none."""
    return int(np.bincount(classes, minlength=count).argmax()) if classes.size else -1


def _polygon_reason(suspicious: BoolArray, names: AnyArray, found: int) -> str:
    if found < 0:
        return ""
    return f"{int(suspicious.sum())} of {len(suspicious)} samples are suspicious, most look like {names[found]}."


def _places(samples: SampleSet, members: Sequence[IntArray]) -> list[bytes | None]:
    """Return, for each polygon, its sample nearest to the mean of its samples."""
    x, y = np.full(len(members), np.nan), np.full(len(members), np.nan)
    for n, own in enumerate(members):
        known = own[np.isfinite(samples.x[own]) & np.isfinite(samples.y[own])]
        if known.size:
            away = (samples.x[known] - samples.x[known].mean()) ** 2 + (samples.y[known] - samples.y[known].mean()) ** 2
            x[n], y[n] = samples.x[known[away.argmin()]], samples.y[known[away.argmin()]]
    return point_geometries(x, y)
