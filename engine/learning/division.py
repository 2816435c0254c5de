"""How cross_validate makes its folds: what stays whole, and how far apart the folds are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.learning import SPLITS, CrossValidateJob
from landweave.engine.learning.folds import Split, check_no_leak, group_folds, joined_groups
from landweave.engine.learning.prepare import Table, find_column, group_numbers, is_augmented, is_null
from landweave.engine.learning.train import known_groups
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.blocks import autocorrelation_range, block_of, looked_at, smaller_until
from landweave.engine.samples.domain import mapped_places
from landweave.engine.samples.knndm import matched_folds
from landweave.engine.samples.prepared import YEAR
from landweave.engine.samples.sets import CAMPAIGN, texts
from landweave.engine.samples.spacing import in_metres
from landweave.engine.types import BoolArray, Float64Array, IntArray, Json

_BLOCKS_A_FOLD = 2
_BLOCKS_ACROSS = 10


@dataclass(frozen=True, eq=False)
class Division:
    """What stays whole, and the folds of it.

    Args:
        groups: number of each sample's polygon or group, shape (sample,).
        units: number of what stays on one side: the group, or the block, tile, region, year that it lies in.
        what: these units in words.
        folds_of: gives the folds of a seed.
        summary: what the report tells.
        fewer: what the user can do if there are too few units.
        counts: whether the number of folds is the user's.
    """

    groups: IntArray
    units: IntArray
    what: str
    folds_of: Callable[[int], list[Split]]
    summary: dict[str, Json] = field(default_factory=dict)
    fewer: str = "Use fewer FOLDS."
    counts: bool = True


def make_division(job: CrossValidateJob, table: Table, context: RunContext) -> Division:
    """Return how the samples are divided.

    Raises:
        UserError: if there is no such division, or the samples lack what it needs.
    """
    if job.split not in SPLITS:
        raise UserError(f"There is no SPLIT '{job.split}'.", f"Choose one of: {', '.join(SPLITS)}.")
    groups = group_numbers(table.samples, job.samples, job.group_field)
    if job.split == "group":
        what = f"groups ('{job.group_field}')" if job.group_field else "samples"
        return _of_units(job, table, groups, groups, what)
    polygons = known_groups(table)
    groups = groups if polygons is None else joined_groups(groups, polygons)
    if job.split == "year":
        return _by_year(job, table, groups)
    if job.split in ("tile", "region"):
        column = find_column(table.samples, job.samples, job.split, "SPLIT")
        if is_null(column).any():
            raise UserError(f"{int(is_null(column).sum())} samples of {job.samples} have no {job.split}.",
                            "Delete them, or choose another SPLIT.")
        names = np.unique(texts(column).astype(str), return_inverse=True)[1].ravel().astype(np.int64)
        return _of_units(job, table, groups, _commonest(groups, names)[groups], f"{job.split}s")
    return _by_place(job, table, groups, context)


def _of_units(
    job: CrossValidateJob, table: Table, groups: IntArray, units: IntArray, what: str,
    summary: dict[str, Json] | None = None, fewer: str = "Use fewer FOLDS.",
) -> Division:  # fmt: skip
    """Return a division whose folds hold whole units and about the classes' shares."""
    told = {"method": job.split, "units": len(np.unique(units)), **(summary or {})}
    return Division(groups, units, what, lambda seed: group_folds(table.classes, units, job.folds, seed), told, fewer)


def _commonest(groups: IntArray, names: IntArray) -> IntArray:
    """Return the name that most samples of each group have, the first of several, shape (group,)."""
    counts = np.zeros((int(groups.max()) + 1, int(names.max()) + 1), np.int64)
    np.add.at(counts, (groups, names), 1)
    found: IntArray = counts.argmax(axis=1)
    return found


def _by_place(job: CrossValidateJob, table: Table, groups: IntArray, context: RunContext) -> Division:
    """Return a division by blocks, or by nearest neighbour distance matching."""
    samples = table.samples
    if not samples.has_places:
        raise UserError(f"The samples of {job.samples} have no places (they were imported without coordinates), which "
                        f"the split '{job.split}' needs.", "Choose another SPLIT, or samples made by extract_samples.")
    if job.split == "block":
        places = np.column_stack(in_metres(samples.x, np.nan_to_num(samples.y), samples.crs_wkt))
        return _by_block(job, table, groups, _centres(job, table, groups, places), places, context)
    known = np.isfinite(samples.x) & np.isfinite(samples.y)
    boxes = []
    if not job.map and not job.extent:
        context.warning("Neither MAP nor EXTENT is given: the box around the samples stands for the mapped area.")
        x, y = samples.x[known], samples.y[known]
        boxes = [((float(x.min()), float(y.min()), float(x.max()), float(y.max())), samples.crs_wkt)]
    domain = mapped_places(job.map, job.extent, job.extent_crs, boxes, samples.crs_wkt)
    # Together: degrees become metres by the mean latitude of what is given.
    x, y = np.concatenate([samples.x[known], domain[:, 0]]), np.concatenate([samples.y[known], domain[:, 1]])
    together = np.column_stack(in_metres(x, y, samples.crs_wkt))
    places = np.full((len(samples), 2), np.nan)
    places[known] = together[: known.sum()]
    return _matched(job, table, groups, _centres(job, table, groups, places), together[known.sum():], context)


def _centres(job: CrossValidateJob, table: Table, groups: IntArray, places: Float64Array) -> Float64Array:
    """Return the middle of each group's samples, shape (group, 2)."""
    known: BoolArray = np.isfinite(places).all(axis=1)
    count = np.bincount(groups[known], minlength=int(groups.max()) + 1)
    lost = np.flatnonzero(np.bincount(groups[~is_augmented(table.samples)], minlength=len(count)) * (count == 0))
    if len(lost):
        raise UserError(f"{len(lost)} groups of {job.samples} have no place.", "Delete them, or choose another SPLIT.")
    centres = np.column_stack([
        np.bincount(groups[known], places[known, axis], minlength=len(count)) / np.maximum(count, 1) for axis in (0, 1)
    ])
    centres[count == 0] = centres[count > 0][0]  # of made-up samples only: nothing is measured on them
    return centres


def _by_block(
    job: CrossValidateJob, table: Table, groups: IntArray, centres: Float64Array, places: Float64Array,
    context: RunContext,
) -> Division:  # fmt: skip
    if not 0 <= job.block_size_m < np.inf:
        raise UserError(f"The block size is {job.block_size_m:g} m.", "Give a positive one, or 0 for the default.")
    told: dict[str, Json] = {}
    size = job.block_size_m
    if not size:
        rows = np.flatnonzero(np.isfinite(places).all(axis=1) & ~is_augmented(table.samples))
        rows = rows[looked_at(len(rows), job.seed)]
        found = autocorrelation_range(places[rows], table.matrix[rows].reshape(len(rows), -1))
        side = float((centres.max(axis=0) - centres.min(axis=0)).max()) or 1.0
        wanted = found.range_m if found is not None else side / _BLOCKS_ACROSS
        told["autocorrelation_range_m"] = round(found.range_m, 1) if found is not None else None
        size = smaller_until(centres, wanted, _BLOCKS_A_FOLD * job.folds)
        if found is None:
            context.warning(f"How far the features resemble each other cannot be told from so few samples: blocks of "
                            f"{size:.0f} m are taken.")
        elif size < wanted:
            context.warning(f"The features resemble each other over {wanted:.0f} m, and the samples do not fill "
                            f"{_BLOCKS_A_FOLD * job.folds} blocks of that size: blocks of {size:.0f} m are taken, and "
                            "the figures may still be optimistic.")
        else:
            context.log(f"The features resemble each other over {wanted:.0f} m.")
    units = block_of(centres, size)[groups]
    context.log(f"{len(np.unique(units))} blocks of {size:.0f} m.")
    told["block_size_m"] = round(float(size), 1)
    return _of_units(job, table, groups, units, f"blocks of {size:.0f} m", told,
                     "Use fewer FOLDS or a smaller BLOCK_SIZE_M.")


def _matched(
    job: CrossValidateJob, table: Table, groups: IntArray, centres: Float64Array, domain: Float64Array,
    context: RunContext,
) -> Division:  # fmt: skip
    told: dict[str, Json] = {"method": job.split, "units": len(centres)}
    classes = np.zeros((len(centres), len(table.entries)))
    np.add.at(classes, (groups, table.classes), 1)

    def folds_of(seed: int) -> list[Split]:
        found = matched_folds(centres, domain, job.folds, seed, classes)
        if "distance_m" not in told:
            told.update(distance_m=round(found.distance, 1), random_distance_m=round(found.random_distance, 1),
                        clusters=found.clusters)
            context.log(f"Held-out polygons lie as far from the others as the map does from the samples, but for "
                        f"{found.distance:.0f} m on average (folds drawn at random: {found.random_distance:.0f} m).")
        return _splits(groups, found.folds[groups])

    what = f"groups ('{job.group_field}')" if job.group_field else "samples"
    return Division(groups, groups, what, folds_of, told)


def _splits(groups: IntArray, fold: IntArray) -> list[Split]:
    """Return each fold once as what is held out."""
    splits = [(np.flatnonzero(fold != number), np.flatnonzero(fold == number)) for number in np.unique(fold)]
    for learn, held in splits:
        check_no_leak(groups, learn, held)
    return splits


def _by_year(job: CrossValidateJob, table: Table, groups: IntArray) -> Division:
    """Return a division whose folds are the years; where polygons come back, they are held out too."""
    there = table.samples.attributes
    name = job.year_field or next((column for column in (YEAR, CAMPAIGN) if column in there), "")
    if not name:
        raise UserError(f"{job.samples} does not tell the year of its samples (no column {YEAR} or {CAMPAIGN}).",
                        "Set YEAR_FIELD to the column of the years, or merge the samples of several years.")
    column = find_column(table.samples, job.samples, name, "YEAR_FIELD")
    if is_null(column).any():
        raise UserError(f"{int(is_null(column).sum())} samples of {job.samples} have no value in '{name}'.",
                        "Delete them, or choose another YEAR_FIELD.")
    years = np.unique(texts(column).astype(str), return_inverse=True)[1].ravel().astype(np.int64)
    if years.max() < 1:
        raise UserError(f"All samples of {job.samples} are of one year ('{name}'): none is left to test with.",
                        "Add samples of another year, or choose another SPLIT.")
    comes_back = len(np.unique(np.stack([groups, years]), axis=1).T) > len(np.unique(groups))

    def folds_of(seed: int) -> list[Split]:
        if not comes_back:
            return _splits(groups, years)
        found = []
        for of_others, held in group_folds(table.classes, groups, job.folds, seed):
            for year in np.unique(years[held]):
                own = held[years[held] == year]
                found.append((of_others[years[of_others] != year], own))
        return found

    told = {"method": job.split, "units": int(years.max()) + 1, "year_field": name, "polygons_come_back": comes_back}
    units = groups if comes_back else years
    what = f"groups ('{job.group_field}')" if comes_back and job.group_field else "years"
    return Division(groups, units, what, folds_of, told, counts=comes_back)
