"""`select_samples`: which pixels of the polygons become samples."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from landweave.engine.errors import UserError
from landweave.engine.jobs.base import check_seed
from landweave.engine.jobs.samples import SelectSamplesJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.samples.checks import some
from landweave.engine.samples.gpkg import open_for_writing, write_values
from landweave.engine.samples.pixels import Pixels, pixel_places, pixels_of
from landweave.engine.samples.prepared import LEARN, VALIDATION, Reference, load_reference
from landweave.engine.types import AnyArray, BoolArray, IntArray, Json
from landweave.engine.vector.layers import points_wkb, write_layer

STRATEGIES = ("all", "maximum", "proportional")
SPARE = "spare"
"""Side of a point that another run needs, and this run has enough of."""


_SIDES = (LEARN, VALIDATION)


@dataclass(frozen=True)
class Quota:
    """How many pixels of a group (class and region) to take.

    Args:
        strategy: one of `STRATEGIES`.
        maximum: for `maximum`.
        percent: for `proportional`.
    """

    strategy: str
    maximum: int
    percent: float

    def of(self, count: int) -> int:
        """Return how many of a group's pixels are taken."""
        if self.strategy == "maximum":
            return min(count, self.maximum)
        return count if self.strategy == "all" else math.ceil(count * self.percent / 100)


def run(job: SelectSamplesJob, context: RunContext) -> dict[str, Json]:
    """Write the layer `points`, one point in the middle of each chosen pixel.

    Returns:
        `OUTPUT` (path), `COUNT`.

    Raises:
        UserError: if the strategy is unknown, or no pixel's centre lies in a polygon.
    """
    _check(job)
    reference = load_reference(job.input)
    wanted = np.ones(len(reference), np.bool_) if job.validation else reference.learns()
    chooser = Chooser(reference, Quota(job.strategy, job.maximum, job.percent), job.validation)
    pixels, counts = pixels_of(reference, wanted, job.seed, chooser.candidates, context.part(0.0, 0.6))
    _check_found(job, reference, wanted, counts, context)
    context.progress(0.6, "choosing")
    chosen, sides = chooser.choose(pixels)
    context.progress(0.8, "writing")
    _write(job.output, reference, pixels.subset(chosen), sides)
    context.artifact("OUTPUT", job.output)
    context.log(f"{len(chosen)} of {counts.sum()} pixels are samples.")
    return {"OUTPUT": job.output, "COUNT": len(chosen)}


def _check(job: SelectSamplesJob) -> None:
    if job.strategy not in STRATEGIES:
        raise UserError(f"There is no strategy '{job.strategy}'.", f"Use one of: {', '.join(STRATEGIES)}.")
    if job.strategy == "maximum" and job.maximum < 1:
        raise UserError(f"The maximum is {job.maximum} samples a class.", "Give a positive number.")
    if job.strategy == "proportional" and not 0 < job.percent <= 100:
        raise UserError(f"The share is {job.percent:g} percent.", "Give a number above 0, at most 100.")
    check_seed(job.seed)


def _check_found(
    job: SelectSamplesJob, reference: Reference, wanted: BoolArray, counts: IntArray, context: RunContext
) -> None:
    if not counts.any():
        raise UserError(
            f"No pixel's centre lies in a polygon of {job.input}.", "Draw polygons that are larger than a pixel."
        )
    had = np.unique(reference.polygon_id[wanted])
    empty = np.setdiff1d(had, reference.polygon_id[counts > 0])
    if len(empty):
        context.warning(f"{len(empty)} of {len(had)} polygons hold no pixel's centre: {some(empty.tolist())}.")
    lost = np.setdiff1d(reference.codes[wanted], reference.codes[counts > 0]).tolist()
    if lost:
        context.warning(f"Class {some(lost)} has no pixel and will not be learnt.")


class Chooser:
    """Chooses pixels for every run at once.

    Each pixel has one random rank. In each run and each class, region and side those of the lowest ranks
    are taken, so runs share as many pixels as they can. A pixel that only other runs take is
    `spare` in this one: the quota holds in every run exactly.
    """

    def __init__(self, reference: Reference, quota: Quota, validation: bool) -> None:
        """Number the strata and sides of the pieces.

        Args:
            reference: pieces with their runs.
            quota: how many pixels of a stratum.
            validation: take pixels of the validation side too.
        """
        self._quota = quota
        self._taken_sides = (LEARN, VALIDATION) if validation else (LEARN,)
        self._strata = _strata(reference)
        everything = np.zeros(len(reference), np.int8)
        self._names = tuple(reference.runs)
        self._sides = [_side_numbers(side) for side in reference.runs.values()] or [everything]

    def candidates(self, pixels: Pixels) -> IntArray:
        """Return the rows of a part of the pixels that may be chosen when all are known.

        The lowest ranks of the whole are among the lowest ranks of its parts.
        """
        if self._quota.strategy != "maximum":
            return np.arange(len(pixels))
        return np.flatnonzero(np.any(self._taken(pixels), axis=0))

    def choose(self, pixels: Pixels) -> tuple[IntArray, dict[str, AnyArray]]:
        """Return rows of the chosen pixels, ascending, and for each run their sides, shape (chosen,)."""
        taken = self._taken(pixels)
        chosen = np.flatnonzero(np.any(taken, axis=0))
        names = np.array([*_SIDES, SPARE], object)
        sides: dict[str, AnyArray] = {}
        for name, of_piece, in_run in zip(self._names, self._sides, taken):
            side = of_piece[pixels.piece[chosen]]
            left = ~in_run[chosen] & np.isin(side, [_SIDES.index(s) for s in self._taken_sides])
            sides[name] = names[np.where(left, len(_SIDES), side)]
        return chosen, sides

    def _taken(self, pixels: Pixels) -> list[BoolArray]:
        """Return for each run which pixels it takes."""
        stratum, found = self._strata[pixels.piece], []
        for of_piece in self._sides:
            side, taken = of_piece[pixels.piece], np.zeros(len(pixels), np.bool_)
            for name in self._taken_sides:
                rows = np.flatnonzero(side == _SIDES.index(name))
                taken[rows] = lowest_ranks(stratum[rows], pixels.rank[rows], self._quota)
            found.append(taken)
        return found


def _side_numbers(side: AnyArray) -> npt.NDArray[np.int8]:
    """Return 0 for `learn`, 1 for `validation`, 2 for anything else."""
    return np.select([side == LEARN, side == VALIDATION], [0, 1], 2).astype(np.int8)


def _strata(reference: Reference) -> IntArray:
    """Return a number for the class and region of each piece."""
    regions = np.unique(reference.region.astype(str), return_inverse=True)[1]
    classes = np.unique(reference.codes, return_inverse=True)[1]
    strata: IntArray = classes.astype(np.int64) * (int(regions.max()) + 1) + regions
    return strata


def lowest_ranks(stratum: IntArray, rank: AnyArray, quota: Quota) -> BoolArray:
    """Return which elements are among the lowest ranks of their stratum, as many as the quota says."""
    taken = np.zeros(len(stratum), np.bool_)
    order = np.argsort(stratum, kind="stable")
    bounds = np.flatnonzero(np.diff(stratum[order])) + 1
    for rows in np.split(order, bounds) if len(order) else []:
        count = quota.of(len(rows))
        taken[rows if count == len(rows) else rows[np.argpartition(rank[rows], count - 1)[:count]]] = True
    return taken


def _write(path: str, reference: Reference, pixels: Pixels, sides: dict[str, AnyArray]) -> None:
    x, y = pixel_places(reference, pixels)
    piece = pixels.piece
    fields: dict[str, AnyArray] = {
        reference.class_field: reference.codes[piece], "polygon_id": reference.polygon_id[piece],
        "region": reference.region[piece], "tile": reference.tile[piece], "area_m2": reference.area_m2[piece], **sides,
    }
    with atomic_path(path) as temporary:
        write_layer(temporary, "points", reference.crs, "Point", points_wkb(x, y), fields)
        with open_for_writing(str(temporary)) as connection:
            write_values(connection, {"format": "points", "version": "1", "class_field": reference.class_field})
