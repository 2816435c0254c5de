"""The report's glossary: each figure and word of it in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from landweave.engine.language import Texts, phrase
from landweave.engine.types import Json

_TERMS = (
    (phrase("Reference"),
     phrase("Polygons or points whose class is known from the ground or from images; the map is compared with them.")),
    (phrase("Overall accuracy"),
     phrase("The share of the compared places where map and reference agree. Common classes weigh most.")),
    (phrase("95 % interval"),
     phrase("The range that would hold the true figure in 95 of 100 such assessments. A wide one means: too few "
            "reference polygons to be sure.")),
    (phrase("Kappa"),
     phrase("Agreement beyond what chance alone would give: 1 is perfect, 0 is chance. Kept for comparison with older "
            "reports.")),
    (phrase("Balanced accuracy"),
     phrase("The mean of the recalls of all classes: a rare class counts as much as a common one.")),
    (phrase("Precision (user's accuracy)"),
     phrase("Of the places that the map gives to a class, the share that is this class. Low: the map shows too much of "
            "it.")),
    (phrase("Recall (producer's accuracy)"),
     phrase("Of the places that are a class on the ground, the share that the map finds. Low: the map misses it.")),
    (phrase("F-score"),
     phrase("One figure for both: the harmonic mean of precision and recall. The mean F-score is its mean over the "
            "classes.")),
    (phrase("Confusion matrix"),
     phrase("The table of what each reference class is mapped as. Its diagonal is what is right.")),
    (phrase("Held back"),
     phrase("Kept away from learning, whole polygons at a time, so that the map is judged on places that it does not "
            "know.")),
)
_OPTIMISTIC = (phrase("Optimistic figure"),
               phrase("The accuracy on pixels split at random. Pixels of one polygon are alike, so the model has as "
                      "good as seen those it is judged on."))
_CONFIDENCE = (
    (phrase("Confidence"), phrase("How sure the model is of the class that it shows, from 0 to 100, at each pixel.")),
    (phrase("Expected calibration error (ECE)"),
     phrase("How far confidence and accuracy are apart, on average over all levels of confidence.")),
    (phrase("Brier score"),
     phrase("The mean squared error of probabilities: small only if they are both true and decided.")),
)
_AREAS = (
    (phrase("Mapped area"), phrase("The number of pixels of a class times the area of a pixel. It carries the map's "
                                   "errors.")),
    (phrase("Estimated area"),
     phrase("The area of a class on the ground, from a random sample of places whose class was looked up; unbiased, "
            "and with an interval.")),
)


def glossary(report: Mapping[str, Json], with_map: bool, tr: Texts) -> str:
    """Return the terms that this report uses.

    Args:
        report: decides about the optimistic figure and reliability.
        with_map: whether there is a map with areas.
        tr: of the page.
    """
    terms = list(_TERMS)
    if report.get("random_split_overall_accuracy") is not None:
        terms.append(_OPTIMISTIC)
    if report.get("reliability"):
        terms += _CONFIDENCE
    if with_map:
        terms += _AREAS
    said = "".join(f"<dt>{tr(term)}</dt><dd>{tr(meaning)}</dd>" for term, meaning in terms)
    return f'<section><h2>{tr("Glossary")}</h2><dl class="glossary">{said}</dl></section>'
