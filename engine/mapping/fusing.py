"""How the answers of several models to one pixel become one, while the map is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.fusion.dempster_shafer import dempster_shafer
from landweave.engine.fusion.probabilities import mean, product
from landweave.engine.fusion.scores import masses
from landweave.engine.fusion.votes import majority, weighted
from landweave.engine.jobs.mapping import RULES, ClassifyJob
from landweave.engine.mapping.answer import Answer
from landweave.engine.mapping.certainty import best_class
from landweave.engine.mapping.combine import Ensemble
from landweave.engine.raster.codes import LARGEST_CODE
from landweave.engine.types import MAP_NODATA, BoolArray, Float32Array, IntArray

MEAN, PRODUCT, MAJORITY, WEIGHTED, DEMPSTER_SHAFER = "mean", "product", "majority", "weighted", "dempster_shafer"
VOTES = (MAJORITY, WEIGHTED, DEMPSTER_SHAFER)
"""Rules by which each model names one class."""
FROM_SCORES = (WEIGHTED, DEMPSTER_SHAFER)
"""Rules that need to know how good each model is."""


@dataclass(frozen=True)
class Fusion:
    """How answers are fused.

    Args:
        rule: one of `RULES`.
        worth: of each model's vote for each class (its weight, or its mass of belief), (model, class) as tuples;
            empty where the rule needs none.
        undecided: code where the votes are tied.
    """

    rule: str = MEAN
    worth: tuple[tuple[float, ...], ...] = ()
    undecided: int = 255


def fuse(
    fusion: Fusion, probabilities: Sequence[Float32Array], known: Sequence[BoolArray], codes: Sequence[int]
) -> Answer:
    """Return one answer; a model without one in a pixel takes no part there.

    Where votes decide, the probabilities beside them are the mean of all models.

    Args:
        fusion: how.
        probabilities: of each model, shape (pixel, class).
        known: where each model has an answer, shape (pixel,).
        codes: of the classes.
    """
    if len(probabilities) == 1:
        classes, top = best_class(probabilities[0], codes)
        return Answer(classes, top, probabilities[0], known[0])
    everyone, there = np.stack(list(probabilities)), np.stack(list(known))
    anywhere: BoolArray = there.any(axis=0)
    together = (product if fusion.rule == PRODUCT else mean)(everyone, there)
    if fusion.rule in (MEAN, PRODUCT):
        classes, top = best_class(together, codes)
        return Answer(classes, top, together, anywhere)
    votes = np.stack([np.where(k, best_class(p, codes)[0], MAP_NODATA) for p, k in zip(probabilities, known)])
    classes, share = _elected(fusion, votes, codes)
    return Answer(classes, np.nan_to_num(share), together, anywhere)


def _elected(fusion: Fusion, votes: IntArray, codes: Sequence[int]) -> tuple[IntArray, Float32Array]:
    """Return the class that votes of shape (model, pixel) give, and its share of them, (pixel,)."""
    if fusion.rule == MAJORITY:
        return majority(votes, fusion.undecided)
    worth = np.asarray(fusion.worth, np.float64)
    if fusion.rule == WEIGHTED:
        return weighted(votes, worth, fusion.undecided, codes)
    return dempster_shafer(votes, worth, codes, fusion.undecided)


def make_fusion(job: ClassifyJob, ensemble: Ensemble) -> Fusion:
    """Return how a job's models are fused.

    Raises:
        UserError: if the rule is unknown, or the reports of the models are missing, too many or of other classes.
    """
    if job.fusion not in RULES:
        raise UserError(f"There is no way to fuse called '{job.fusion}'.", f"Choose one of: {', '.join(RULES)}.")
    fusion = Fusion(job.fusion, (), job.undecided)
    if may_be_undecided(fusion, len(ensemble.models)):
        if job.undecided in ensemble.codes:
            raise UserError(f"The code for undecided, {job.undecided}, is a class of the models.",
                            "Give UNDECIDED another number.")
        if not 1 <= job.undecided <= LARGEST_CODE:
            raise UserError(f"UNDECIDED is {job.undecided}.", f"Give it a number from 1 to {LARGEST_CODE}.")
    if job.fusion not in FROM_SCORES or len(ensemble.models) == 1:
        return fusion
    if len(job.scores) != len(job.models):
        raise UserError(
            f"Fusion by '{job.fusion}' needs the report of each model; {len(job.models)} models and "
            f"{len(job.scores)} reports are given.",
            "Give SCORES the report (JSON) of each model, in the order of the models.",
        )
    return Fusion(job.fusion, masses(job.scores, job.mass, ensemble.codes), job.undecided)


def may_be_undecided(fusion: Fusion, models: int) -> bool:
    """Tell whether votes may be tied."""
    return models > 1 and fusion.rule in VOTES
