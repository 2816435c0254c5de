"""What a reader of a report must know before using its figures, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from landweave.engine.language import ENGLISH, Texts
from landweave.engine.types import Json

ALERT, CAUTION, NOTE = "alert", "caution", "note"
FEW_POLYGONS = 5
WIDE_OVERALL = 0.10
WIDE_CLASS = 0.40
FALSE_CONFIDENCE = 0.10
_ONE_CLASS_SHARE = 0.99
_HONEST_MAJORITY = 0.95
_MUCH = 0.01
_NAMED = 8


@dataclass(frozen=True)
class Note:
    """One sentence or two, and how much they matter: `alert`, `caution` or `note`."""

    level: str
    text: str


def notes(report: Mapping[str, Json], tr: Texts = ENGLISH) -> tuple[Note, ...]:
    """Return what limits a report's figures, the gravest first.

    Args:
        report: in the shape of `combine_runs`; what it says itself (`warnings`) is among the notes, as it stands.
        tr: of the page.
    """
    found = _found(report, tr)
    own = {note.text for note in (found if tr is ENGLISH else _found(report, ENGLISH))}
    found += [Note(CAUTION, str(text)) for text in report.get("warnings") or () if text not in own]
    return tuple(sorted(found, key=lambda note: (ALERT, CAUTION, NOTE).index(note.level)))


def _found(report: Mapping[str, Json], tr: Texts) -> list[Note]:
    return [*_collapse(report, tr), *_strangers(report, tr), *_classes(report, tr), *_places(report, tr),
            *_widths(report, tr), *_confidence(report, tr), *_design(report, tr)]


def _collapse(report: Mapping[str, Json], tr: Texts) -> Iterator[Note]:
    """A map that names one class, or does no better than that, is no result."""
    classes, total = report.get("classes") or [], report.get("samples") or 0
    accuracy = report.get("overall_accuracy")
    if accuracy is None or not total:
        return
    commonest = max(classes, key=lambda c: c["support"])
    favourite = max(classes, key=lambda c: c["mapped"])
    majority = commonest["support"] / total
    if sum(c["support"] > 0 for c in classes) < 2:
        yield Note(CAUTION, tr("The reference has one class only ({name}): it cannot show how well the map tells "
                               "classes apart.", name=commonest["name"]))
    elif accuracy <= majority:
        yield Note(ALERT, tr(
            "The map is no better than naming one class everywhere: it is right for {accuracy} of the reference, and "
            "calling every place “{name}” would be right for {majority}. Do not use it to tell the other classes "
            "apart.", accuracy=tr.percent(accuracy), name=commonest["name"], majority=tr.percent(majority)))
    elif favourite["mapped"] / total >= _ONE_CLASS_SHARE and majority < _HONEST_MAJORITY:
        yield Note(ALERT, tr("The map calls {share} of the reference “{name}”: it has hardly learnt the other classes.",
                             share=tr.percent(favourite["mapped"] / total), name=favourite["name"]))


def _strangers(report: Mapping[str, Json], tr: Texts) -> Iterator[Note]:
    """Classes of the reference that the nomenclature lacks."""
    codes = report.get("not_in_nomenclature") or []
    if codes:
        yield Note(CAUTION, tr("Not in the nomenclature: {codes}. These classes are shown by their codes.",
                               codes=_listed(codes, tr)))


def _classes(report: Mapping[str, Json], tr: Texts) -> Iterator[Note]:
    classes = report.get("classes") or []
    missed = [c["name"] for c in classes if c["support"] and not c["mapped"]]
    if missed:
        yield Note(CAUTION, tr("Never mapped where the reference has them: {names}.", names=_listed(missed, tr)))
    unknown = [c["name"] for c in classes if not c["support"]]
    if unknown:
        yield Note(CAUTION, tr("Not assessed, because no reference polygon or point of theirs was compared: {names}.",
                               names=_listed(unknown, tr)))
    few = [f"{c['name']} ({c['polygons']})" for c in classes if 0 < c.get("polygons", 0) < FEW_POLYGONS]
    if few:
        yield Note(CAUTION, tr("Fewer than {count} reference polygons or points: {names}. Their figures say little.",
                               count=FEW_POLYGONS, names=_listed(few, tr)))


def _places(report: Mapping[str, Json], tr: Texts) -> Iterator[Note]:
    unmapped, samples = report.get("unmapped_samples") or 0, report.get("samples") or 0
    if unmapped:
        share = unmapped / (unmapped + samples)
        yield Note(CAUTION if share > _MUCH else NOTE, tr.count(
            unmapped, "{n} reference pixel ({share}) lies where the map has no data; it is not scored.",
            "{n} reference pixels ({share}) lie where the map has no data; they are not scored.",
            share=tr.percent(share)))
    features = report.get("features") or 0
    outside, small = report.get("features_outside") or 0, report.get("features_small") or 0
    if outside:
        yield Note(CAUTION if outside > _MUCH * features else NOTE, tr.count(
            outside, "{n} of {all} reference features lies outside the map; it is not scored.",
            "{n} of {all} reference features lie outside the map; they are not scored.", all=tr.number(features)))
    if small:
        yield Note(NOTE, tr.count(
            small, "{n} of {all} reference polygons holds no centre of a pixel, or lies wholly under another; it is "
            "not scored.",
            "{n} of {all} reference polygons hold no centre of a pixel, or lie wholly under another; they are not "
            "scored.", all=tr.number(features)))


def _widths(report: Mapping[str, Json], tr: Texts) -> Iterator[Note]:
    low, high = (report.get("intervals") or {}).get("overall_accuracy") or (None, None)
    if low is not None and high is not None and high - low > WIDE_OVERALL:
        yield Note(CAUTION, tr("The overall accuracy is uncertain: anything from {low} to {high} is plausible. More "
                               "reference polygons would narrow it.", low=tr.percent(low, 0), high=tr.percent(high, 0)))
    wide = []
    for entry in report.get("classes") or []:
        low, high = (entry.get("intervals") or {}).get("f1") or (None, None)
        if entry["support"] and low is not None and high is not None and high - low > WIDE_CLASS:
            wide.append(entry["name"])
    if wide:
        yield Note(CAUTION, tr("The F-score is known within no better than {points} points for: {names}.",
                               points=tr.number(WIDE_CLASS * 100), names=_listed(wide, tr)))


def _confidence(report: Mapping[str, Json], tr: Texts) -> Iterator[Note]:
    found = report.get("reliability") or {}
    if found.get("bins") and found["ece"] > FALSE_CONFIDENCE and found["confidence"] > found["accuracy"]:
        yield Note(CAUTION, tr("The map is too sure of itself: its confidence is not to be read as a probability, "
                               "and differs from how often it is right by {points} points on average.",
                               points=tr.number(found["ece"] * 100)))


def _design(report: Mapping[str, Json], tr: Texts) -> Iterator[Note]:
    asked = report.get("parameters") or {}
    if asked.get("kind") == "classification_chain" and len(report.get("runs") or ()) == 1:
        yield Note(NOTE, tr("One random split of the polygons: how much the figures depend on it is not known. Several "
                            "runs (RUNS=5, say) would tell."))
    if asked.get("kind") == "accuracy" and not asked.get("run"):
        yield Note(NOTE, tr("The figures hold if the reference was not used to make the map; this cannot be checked "
                            "here."))


def _listed(names: Sequence[object], tr: Texts) -> str:
    shown = ", ".join(str(name) for name in names[:_NAMED])
    return tr("{names} and {count} more", names=shown, count=len(names) - _NAMED) if len(names) > _NAMED else shown
