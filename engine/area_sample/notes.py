"""What a reader of estimated areas must know before using them, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from landweave.engine.area_sample.estimation import wilson_interval
from landweave.engine.area_sample.words import area_text, listed
from landweave.engine.language import Texts
from landweave.engine.types import Json
from landweave.engine.validation.notes import ALERT, CAUTION, NOTE, Note

FEW_POINTS = 20
FEW_OMITTED = 5
WIDE = 0.5
_SMALL_PART = 0.02


def area_notes(report: Mapping[str, Json], tr: Texts) -> list[Note]:
    """Return what limits the figures of `estimate_area`, the gravest first.

    Args:
        report: in the shape of its JSON file.
        tr: of the page.
    """
    found = [*_sample(report, tr), *_strata(report, tr), *_classes(report, tr)]
    return sorted(found, key=lambda note: (ALERT, CAUTION, NOTE).index(note.level))


def _sample(report: Mapping[str, Json], tr: Texts) -> Iterator[Note]:
    """Say where the points are not the random sample that the estimator takes them for."""
    differing, points = report["points_where_the_map_differs"], report["points"]
    if differing:
        yield Note(ALERT, tr("At {number} of {points} points the map shows another class than the field says. If the "
                             "map was changed after the sample was drawn, the strata are those of the older map: "
                             "estimate with that one.", number=tr.number(differing), points=tr.number(points)))
    left = report["points_without_class"]
    if left and not report["points_in_order"]:
        yield Note(CAUTION, tr.count(
            left, "{n} point has no class yet, though later ones have. Points that were left out because they are hard "
                  "to interpret make the map look better than it is.",
            "{n} points have no class yet, though later ones have. Points that were left out because they are hard to "
            "interpret make the map look better than it is."))
    elif left:
        yield Note(NOTE, tr.count(left, "{n} point without a class is left out.",
                                  "{n} points without a class are left out."))
    shared = report["points_in_a_shared_pixel"]
    if shared:
        yield Note(CAUTION, tr("No pixel is drawn twice, but points in the same pixel as another one: {number}.",
                               number=tr.number(shared)))


def _strata(report: Mapping[str, Json], tr: Texts) -> Iterator[Note]:
    few = [str(s["name"]) for s in report["strata"] if s["points"] < FEW_POINTS and s["points"] < s.get("pixels", 1e18)]
    if few:
        yield Note(CAUTION, tr("Fewer than {number} points in: {strata}. Intervals from so few points are rough.",
                               number=FEW_POINTS, strata=listed(few, tr)))
    if len(report["strata"]) == 1:
        yield Note(NOTE, tr("There is one stratum only: the points are a simple random sample."))
    if len([c for c in report["classes"] if c["points_mapped"]]) == 1:
        yield Note(CAUTION, tr("The map has one class only at all points: its accuracy is the share of this class."))
    for s in report["strata"]:
        if s["right"] == s["points"] and s["points"] < s.get("pixels", 1e18):
            worst = 1 - float(wilson_interval(np.ones(1), np.array([float(s["points"])]))[0][0])
            yield Note(NOTE, tr("All {points} points of {stratum} are right. That does not mean that it has no error: "
                                "up to {share} ({area}) may be wrong, of which the standard errors know nothing.",
                                points=tr.number(s["points"]), stratum=s["name"], share=tr.percent(worst),
                                area=area_text(worst * s["area_m2"], tr)))


def _classes(report: Mapping[str, Json], tr: Texts) -> Iterator[Note]:
    classes, counts = report["classes"], np.asarray(report["matrix"]["points"])
    unmapped = [str(c["name"]) for c in classes if not c["mapped_area_m2"] and c["points_reference"]]
    if unmapped:
        yield Note(CAUTION, tr("Found on the ground and not on the map: {classes}.", classes=listed(unmapped, tr)))
    absent = [str(c["name"]) for c in classes if c["mapped_area_m2"] and not c["points_reference"]]
    if absent:
        yield Note(CAUTION, tr("On the map, but no point shows them on the ground: {classes}.",
                               classes=listed(absent, tr)))
    total = report["total_area_m2"]
    thin = [str(c["name"]) for i, c in enumerate(classes)
            if c["area_m2"] < _SMALL_PART * total and 0 < counts[:, i].sum() - counts[i, i] < FEW_OMITTED]
    if thin:
        yield Note(CAUTION, tr("What the map misses of {classes} rests on fewer than {number} points: the interval of "
                               "the area is rough, and rather too short. The wider interval in the JSON file is safe.",
                               classes=listed(thin, tr), number=FEW_OMITTED))
    wide = [str(c["name"]) for c in classes
            if c["area_m2"] and c["area_interval_m2"][1] - c["area_m2"] > WIDE * c["area_m2"]]
    if wide:
        yield Note(CAUTION, tr("Known no better than within {share} of the estimate: the area of {classes}. More "
                               "points in their strata, and in those where they are missed, would narrow it.",
                               share=tr.percent(WIDE, 0), classes=listed(wide, tr)))
    if report["mapped_areas_are_estimated"]:
        yield Note(NOTE, tr("No map was given: the mapped areas are estimated from the sample too."))
    if report["areas_on_the_ellipsoid"]:
        yield Note(NOTE, tr("The areas of the strata were measured on the ellipsoid, because the CRS of the map does "
                            "not keep areas."))
