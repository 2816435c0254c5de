"""What a reader of a report must know before using its figures, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from landweave.engine.types import Json

ALERT, CAUTION, NOTE = "alert", "caution", "note"
FEW_POLYGONS = 5
WIDE_OVERALL = 0.10
WIDE_CLASS = 0.40
_ONE_CLASS_SHARE = 0.99
_HONEST_MAJORITY = 0.95
_MUCH = 0.01
_NAMED = 8


@dataclass(frozen=True)
class Note:
    """One sentence or two, and how much they matter: `alert`, `caution` or `note`."""

    level: str
    text: str


def notes(report: Mapping[str, Json]) -> tuple[Note, ...]:
    """Return what limits a report's figures, the gravest first.

    Args:
        report: in the shape of `combine_runs`; what it says itself (`warnings`) is among the notes.
    """
    found = [*_collapse(report), *_classes(report), *_places(report), *_widths(report), *_design(report)]
    texts = {note.text for note in found}
    found += [Note(CAUTION, str(text)) for text in report.get("warnings") or () if text not in texts]
    return tuple(sorted(found, key=lambda note: (ALERT, CAUTION, NOTE).index(note.level)))


def _collapse(report: Mapping[str, Json]) -> Iterator[Note]:
    """A map that names one class, or does no better than that, is no result."""
    classes, total = report.get("classes") or [], report.get("samples") or 0
    accuracy = report.get("overall_accuracy")
    if accuracy is None or not total:
        return
    commonest = max(classes, key=lambda c: c["support"])
    favourite = max(classes, key=lambda c: c["mapped"])
    majority = commonest["support"] / total
    if sum(c["support"] > 0 for c in classes) < 2:
        yield Note(CAUTION, f"The reference has one class only ({commonest['name']}): it cannot show how well the map "
                            "tells classes apart.")
    elif accuracy <= majority:
        yield Note(ALERT, f"The map is no better than naming one class everywhere: it is right for {accuracy:.1%} of "
                          f"the reference, and calling every place “{commonest['name']}” would be right for "
                          f"{majority:.1%}. Do not use it to tell the other classes apart.")
    elif favourite["mapped"] / total >= _ONE_CLASS_SHARE and majority < _HONEST_MAJORITY:
        yield Note(ALERT, f"The map calls {favourite['mapped'] / total:.1%} of the reference “{favourite['name']}”: "
                          "it has hardly learnt the other classes.")


def _classes(report: Mapping[str, Json]) -> Iterator[Note]:
    classes = report.get("classes") or []
    missed = [c["name"] for c in classes if c["support"] and not c["mapped"]]
    if missed:
        yield Note(CAUTION, f"Never mapped where the reference has them: {_listed(missed)}.")
    unknown = [c["name"] for c in classes if not c["support"]]
    if unknown:
        yield Note(CAUTION, f"Not assessed, because no reference polygon or point of theirs was compared: "
                            f"{_listed(unknown)}.")
    few = [f"{c['name']} ({c['polygons']})" for c in classes if 0 < c.get("polygons", 0) < FEW_POLYGONS]
    if few:
        yield Note(CAUTION, f"Fewer than {FEW_POLYGONS} reference polygons or points: {_listed(few)}. "
                            "Their figures say little.")


def _places(report: Mapping[str, Json]) -> Iterator[Note]:
    unmapped, samples = report.get("unmapped_samples") or 0, report.get("samples") or 0
    if unmapped:
        share = unmapped / (unmapped + samples)
        yield Note(CAUTION if share > _MUCH else NOTE,
                   f"{unmapped:,} reference pixels ({share:.1%}) lie where the map has no data; they are not scored.")
    features = report.get("features") or 0
    outside, small = report.get("features_outside") or 0, report.get("features_small") or 0
    if outside:
        yield Note(CAUTION if outside > _MUCH * features else NOTE,
                   f"{outside:,} of {features:,} reference features lie outside the map; they are not scored.")
    if small:
        yield Note(NOTE, f"{small:,} of {features:,} reference polygons hold no centre of a pixel, or lie wholly under "
                         "another; they are not scored.")


def _widths(report: Mapping[str, Json]) -> Iterator[Note]:
    low, high = (report.get("intervals") or {}).get("overall_accuracy") or (None, None)
    if low is not None and high is not None and high - low > WIDE_OVERALL:
        yield Note(CAUTION, f"The overall accuracy is uncertain: anything from {low:.0%} to {high:.0%} is plausible. "
                            "More reference polygons would narrow it.")
    wide = []
    for entry in report.get("classes") or []:
        low, high = (entry.get("intervals") or {}).get("f1") or (None, None)
        if entry["support"] and low is not None and high is not None and high - low > WIDE_CLASS:
            wide.append(entry["name"])
    if wide:
        yield Note(CAUTION, f"The F-score is known within no better than {WIDE_CLASS * 100:.0f} points for: "
                            f"{_listed(wide)}.")


def _design(report: Mapping[str, Json]) -> Iterator[Note]:
    asked = report.get("parameters") or {}
    if asked.get("kind") == "classification_chain" and len(report.get("runs") or ()) == 1:
        yield Note(NOTE, "One random split of the polygons: how much the figures depend on it is not known. "
                         "Several runs (RUNS=5, say) would tell.")
    if asked.get("kind") == "accuracy" and not asked.get("run"):
        yield Note(NOTE, "The figures hold if the reference was not used to make the map; this cannot be checked here.")


def _listed(names: Sequence[str]) -> str:
    rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(str(name) for name in names[:_NAMED]) + rest
