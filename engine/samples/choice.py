"""Which pixels become samples: as many of each class and region as its rule says, at random or evenly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from landweave.engine.errors import UserError
from landweave.engine.jobs.samples import SAMPLERS
from landweave.engine.jobs.sampling import SamplingOptions
from landweave.engine.samples.pixels import Pixels, pixel_places
from landweave.engine.samples.prepared import LEARN, SPARE, VALIDATION, Reference
from landweave.engine.samples.quotas import Rule, bounds, quotas
from landweave.engine.samples.rules import Strata
from landweave.engine.samples.spacing import in_metres, spaced
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray

_SIDES = (LEARN, VALIDATION)


@dataclass(frozen=True)
class Sampler:
    """How the pixels of a class and region are told apart.

    Args:
        kind: `random`, or `periodic`: every k-th in the order of tiles, rows and columns.
        per_polygon: most samples of a polygon in one region, 0: no limit.
        spacing: least distance in metres between samples of one class and region, 0: none.
    """

    kind: str = "random"
    per_polygon: int = 0
    spacing: float = 0.0

    @classmethod
    def of(cls, options: SamplingOptions) -> Sampler:
        """Return the sampler of a job.

        Raises:
            UserError: if one of its options cannot be used.
        """
        if options.sampler not in SAMPLERS:
            raise UserError(f"There is no sampler '{options.sampler}'.", f"Use one of: {', '.join(SAMPLERS)}.")
        if options.per_polygon < 0:
            raise UserError(f"{options.per_polygon} samples a polygon are asked for.", "Give a number, or 0: no limit.")
        if not 0 <= options.spacing < float("inf"):
            raise UserError(f"The spacing is {options.spacing:g} m.", "Give a distance in metres, or 0: none.")
        return cls(options.sampler, options.per_polygon, options.spacing)


class Chooser:
    """Chooses pixels for every run at once.

    Each pixel has one random rank. In each run and each class, region and side those of the lowest ranks
    are taken, so runs share as many pixels as they can. A pixel that only other runs take is
    `spare` in this one: the quota holds in every run exactly.
    """

    def __init__(
        self, reference: Reference, strata: Strata, rules: Sequence[Rule], sampler: Sampler, validation: bool = False
    ) -> None:
        """Number the sides and polygons of the pieces.

        Args:
            reference: pieces with their runs.
            strata: its classes and regions.
            rules: one a stratum.
            sampler: how pixels are told apart.
            validation: take pixels of the validation side too.
        """
        self._reference, self._strata, self._rules, self._sampler = reference, strata, rules, sampler
        self._taken_sides = (0, 1) if validation else (0,)
        everything = np.zeros(len(reference), np.int8)
        self._sides = [_side_numbers(side) for side in reference.runs.values()] or [everything]
        ids = np.unique(reference.polygon_id, return_inverse=True)[1].astype(np.int64)
        keys = ids * len(strata.codes) + strata.of_piece
        self._polygons = np.unique(keys, return_inverse=True)[1].astype(np.int64)

    @property
    def wanted(self) -> BoolArray:
        """Which pieces may give a sample in some run, shape (piece,)."""
        wanted: BoolArray = np.any([np.isin(side, self._taken_sides) for side in self._sides], axis=0)
        return wanted

    def candidates(self, pixels: Pixels) -> IntArray:
        """Return the rows of a part of the pixels that may be chosen when all are known.

        The lowest ranks of the whole are among the lowest ranks of its parts.
        """
        if self._sampler.kind != "random" or self._sampler.spacing > 0:
            return np.arange(len(pixels))
        most, cap = bounds(self._rules), self._sampler.per_polygon
        if not cap and not np.isfinite(most).any():
            return np.arange(len(pixels))
        kept = np.zeros(len(pixels), np.bool_)
        for rows, _, _ in self._parts(pixels):
            # With both limits only the one a polygon: pixels that the others of their polygon replace later must
            # not have kept those of another polygon out.
            group = self._groups(pixels, rows, cap)
            limit = np.full(int(group.max()) + 1, cap, np.float64) if cap else most
            kept[rows[lowest_ranks(group, pixels.rank[rows], limit)]] = True
        return np.flatnonzero(kept)

    def choose(self, pixels: Pixels, counts: IntArray) -> tuple[IntArray, dict[str, AnyArray]]:
        """Return rows of the chosen pixels, ascending, and for each run their sides, shape (chosen,).

        Args:
            pixels: the candidates.
            counts: how many pixels each piece has, shape (piece,).
        """
        taken = self.taken(pixels, counts)
        chosen = np.flatnonzero(np.any(taken, axis=0))
        piece = pixels.piece[chosen]
        sides: dict[str, AnyArray] = {}
        for (name, side), numbers, in_run in zip(self._reference.runs.items(), self._sides, taken):
            left = ~in_run[chosen] & np.isin(numbers[piece], self._taken_sides)
            sides[name] = np.where(left, SPARE, side[piece]).astype(object)
        return chosen, sides

    def taken(self, pixels: Pixels, counts: IntArray) -> list[BoolArray]:
        """Return for each run which pixels it takes, of all sides."""
        found = [np.zeros(len(pixels), np.bool_) for _ in self._sides]
        x, y = np.zeros(0), np.zeros(0)
        if self._sampler.spacing > 0:
            x, y = in_metres(*pixel_places(self._reference, pixels), self._reference.crs)
        for rows, run, side in self._parts(pixels):
            quota = quotas(self._rules, self._strata.region, self.stratum_counts(counts, run, side))
            if self._sampler.spacing > 0:
                found[run][self._spaced(pixels, rows, quota, x, y)] = True
            else:
                found[run][self._thinned(pixels, rows, quota)] = True
        return found

    def stratum_counts(self, counts: IntArray, run: int, side: int = 0) -> IntArray:
        """Return how many things of a side of a run lie in each stratum, shape (stratum,).

        Args:
            counts: how many each piece has, shape (piece,).
            run: number of the run, from 0.
            side: 0 to learn from, 1 to validate.
        """
        of_side = np.flatnonzero(self._sides[run] == side)
        strata, weights = self._strata.of_piece[of_side], counts[of_side]
        return np.bincount(strata, weights=weights, minlength=len(self._rules)).astype(np.int64)

    def polygon_counts(self, run: int) -> IntArray:
        """Return how many polygons each stratum has to learn from in a run, shape (stratum,)."""
        of_side = np.flatnonzero(self._sides[run] == 0)
        first = np.unique(self._polygons[of_side], return_index=True)[1]
        return np.bincount(self._strata.of_piece[of_side[first]], minlength=len(self._rules))

    @property
    def runs(self) -> int:
        """Number of runs; one where the reference is not split."""
        return len(self._sides)

    def _parts(self, pixels: Pixels) -> Iterator[tuple[IntArray, int, int]]:
        """Yield the rows of each run and side that has any, its run and its side."""
        for run, of_piece in enumerate(self._sides):
            of_pixel = of_piece[pixels.piece]
            for side in self._taken_sides:
                rows = np.flatnonzero(of_pixel == side)
                if len(rows):
                    yield rows, run, side

    def _groups(self, pixels: Pixels, rows: IntArray, cap: int) -> IntArray:
        of_piece = self._polygons if cap else self._strata.of_piece
        groups: IntArray = of_piece[pixels.piece[rows]]
        return groups

    def _thinned(self, pixels: Pixels, rows: IntArray, quota: IntArray) -> IntArray:
        """Return the rows that the limits leave: first as many as each polygon may give, then as many as wanted."""
        thin = lowest_ranks if self._sampler.kind == "random" else _every_kth
        cap = self._sampler.per_polygon
        if cap:
            group = self._groups(pixels, rows, cap)
            limit = np.full(int(group.max()) + 1, cap, np.float64)
            rows = rows[thin(group, pixels.rank[rows], limit)]
        return rows[thin(self._groups(pixels, rows, 0), pixels.rank[rows], quota.astype(np.float64))]

    def _spaced(self, pixels: Pixels, rows: IntArray, quota: IntArray, x: Float64Array, y: Float64Array) -> IntArray:
        """Return the rows taken one by one, with their distances."""
        strata, sampler, found = self._groups(pixels, rows, 0), self._sampler, []
        for members in groups_of(strata):
            most = int(quota[strata[members[0]]])
            own = self._in_order(pixels, rows[members], most)
            polygon = np.unique(self._polygons[pixels.piece[own]], return_inverse=True)[1].astype(np.int64)
            found.append(own[spaced(x[own], y[own], polygon, sampler.spacing, most, sampler.per_polygon)])
        return np.concatenate(found)

    def _in_order(self, pixels: Pixels, rows: IntArray, most: int) -> IntArray:
        """Return the rows of one stratum in the order in which they are tried."""
        if self._sampler.kind == "random":
            return rows[np.argsort(pixels.rank[rows], kind="stable")]
        first = np.zeros(len(rows), np.bool_)
        first[_even_places(len(rows), most)] = True
        return np.concatenate([rows[first], rows[~first]])


def _side_numbers(side: AnyArray) -> npt.NDArray[np.int8]:
    """Return 0 for `learn`, 1 for `validation`, 2 for anything else."""
    return np.select([side == LEARN, side == VALIDATION], [0, 1], 2).astype(np.int8)


def groups_of(group: IntArray) -> list[IntArray]:
    """Return the rows of each group, ascending, in the order of the groups' numbers."""
    order = np.argsort(group, kind="stable")
    bounds_of = np.flatnonzero(np.diff(group[order])) + 1
    return np.split(order, bounds_of) if len(order) else []


def lowest_ranks(group: IntArray, rank: AnyArray, limit: Float64Array) -> BoolArray:
    """Return which elements are among the lowest ranks of their group.

    Args:
        group: of each element, shape (element,).
        rank: of each element.
        limit: how many of each group; may be more than it has.
    """
    taken = np.zeros(len(group), np.bool_)
    for rows in groups_of(group):
        count = int(min(limit[group[rows[0]]], len(rows)))
        whole = count == len(rows)
        taken[rows if whole else rows[np.argpartition(rank[rows], max(count - 1, 0))[:count]]] = True
    return taken


def _every_kth(group: IntArray, rank: AnyArray, limit: Float64Array) -> BoolArray:
    """Return evenly spread elements of each group, in the order of the elements; arguments as `lowest_ranks`."""
    del rank
    taken = np.zeros(len(group), np.bool_)
    for rows in groups_of(group):
        taken[rows[_even_places(len(rows), int(min(limit[group[rows[0]]], len(rows))))]] = True
    return taken


def _even_places(length: int, count: int) -> IntArray:
    """Return `count` places among `length` in the middle of equal parts of them; all of them if there are fewer."""
    count = min(count, length)
    return (2 * np.arange(count, dtype=np.int64) + 1) * length // (2 * max(count, 1))
