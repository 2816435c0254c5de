"""`split_reference`: learning and validation sides, whole polygons at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.base import check_seed
from landweave.engine.jobs.samples import SplitReferenceJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.blocks import autocorrelation_range, block_of, raster_values, smaller_until
from landweave.engine.samples.checks import some
from landweave.engine.samples.prepared import LEARN, TEST, VALIDATION, YEAR, Reference, load_reference, save_reference
from landweave.engine.samples.rules import undivided
from landweave.engine.samples.spacing import in_metres
from landweave.engine.samples.split_matched import Matcher, matcher_of
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray, Json
from landweave.engine.vector.layers import envelopes

METHODS = ("polygon", "block", "tile", "region", "year", "knndm")
_BLOCKS_ACROSS = 10
_FEWEST_BLOCKS = 4
_OTHER_WAY = "Split by polygon instead."
_LIE = {"year": "are of one"}


@dataclass(frozen=True, eq=False)
class PolygonTable:
    """The original polygons behind the pieces, ascending by id; a group of several classes has a row for each.

    Args:
        piece: row in this table of each piece.
        ids, codes: one a row.
        mixed: whether a polygon's id stands for a group with several classes, shape (polygon,).
        region, tile: where the larger part of the polygon lies.
        centre: middle of its largest piece's box, shape (polygon, 2).
        year: when it was seen; None where the reference does not tell.
    """

    piece: IntArray
    ids: IntArray
    codes: IntArray
    mixed: BoolArray
    region: AnyArray
    tile: AnyArray
    centre: Float64Array
    year: AnyArray | None = None


def run(job: SplitReferenceJob, context: RunContext) -> dict[str, Json]:
    """Write the reference with columns `run_1` to `run_n`, each `learn`, `validation` or `test` (in all runs).

    Returns:
        `OUTPUT` (path).
    """
    reference = load_reference(job.input)
    context.progress(0.3, "splitting")
    divided = split(reference, job, context)
    context.progress(0.8, "writing")
    save_reference(job.output, divided)
    context.artifact("OUTPUT", job.output)
    return {"OUTPUT": job.output}


def split(reference: Reference, job: SplitReferenceJob, context: RunContext) -> Reference:
    """Return the reference with its runs; an earlier split is replaced.

    Raises:
        UserError: if method, ratio or number of runs cannot be used, or there is one group only.
    """
    _check(job)
    table = polygon_table(reference)
    matcher = matcher_of(job, reference, table.centre) if job.method == "knndm" else None
    groups = _groups(reference, table, job, context)
    held = _held_back(job, table, groups, matcher)
    rest = np.flatnonzero(~held)
    runs: dict[str, AnyArray] = {}
    for number in range(1, job.runs + 1):
        # One number a polygon, in the order of ids: neither the order of rows nor other runs matter.
        order = np.random.default_rng([job.seed, number]).random(len(table.ids))
        learns = np.zeros(len(table.ids), np.bool_)
        learns[rest] = _side(table, groups, rest, job.ratio, order, job.method, matcher)
        if matcher is not None:
            context.log(f"Run {number}: {matcher.said}")
        sides = np.where(held, TEST, np.where(learns, LEARN, VALIDATION))
        runs[f"run_{number}"] = sides.astype(object)[table.piece]
        _check_sides(job, reference.codes, runs[f"run_{number}"], number, context)
    return replace(reference, runs=runs)


def _side(
    table: PolygonTable, groups: AnyArray | None, rows: IntArray, ratio: float, order: Float64Array, method: str,
    matcher: Matcher | None,
) -> BoolArray:  # fmt: skip
    """Return which polygons of some rows are on the side that takes a share of them."""
    if matcher is not None:
        return matcher.side(rows, ratio, _drawing(table, rows, table.region, ratio, order))
    if groups is None:
        return _by_polygon_or_group(table, rows, table.region, ratio, order)
    return by_group(groups[rows], table.codes[rows], ratio, order[rows], f"{_LIE.get(method, 'lie in one')} {method}",
                    _OTHER_WAY)


def _drawing(
    table: PolygonTable, rows: IntArray, region: AnyArray, ratio: float, order: Float64Array, spare: int = 1
) -> Callable[[IntArray | None], BoolArray]:
    """Return what draws polygons of some rows, clusters of them whole, or each for itself."""

    def draw(clusters: IntArray | None) -> BoolArray:
        if clusters is None:
            return _by_polygon_or_group(table, rows, region, ratio, order, spare)
        return by_group(clusters, table.codes[rows], ratio, order[rows], "lie in one place", _OTHER_WAY, spare)

    return draw


def _by_polygon_or_group(
    table: PolygonTable, rows: IntArray, region: AnyArray, ratio: float, order: Float64Array, spare: int = 1
) -> BoolArray:
    """Return which polygons of some rows are taken, groups of several classes whole.

    Polygons of one class are drawn first, by class and region; then each group goes to the side that keeps the shares
    of its classes and regions nearest to the ratio.
    """
    ids, codes, mixed = table.ids[rows], table.codes[rows], table.mixed[rows]
    if mixed.all():
        what = "are of one group with several classes"
        return by_group(ids, codes, ratio, order[rows], what, "Choose another GROUP_FIELD in prepare_reference.", spare)
    plain = np.flatnonzero(~mixed)
    taken = np.zeros(len(rows), np.bool_)
    taken[plain] = by_polygon(codes[plain], region[rows][plain], ratio, order[rows][plain], spare)
    if not mixed.any():
        return taken
    stratum = np.unique(np.stack([codes.astype(str), region[rows].astype(str)], axis=1), axis=0, return_inverse=True)[1]
    stratum = stratum.ravel()
    group = np.unique(ids[mixed], return_inverse=True)[1].ravel()
    counts = _counts(group, stratum[mixed], int(stratum.max()) + 1)
    drawn = np.stack([np.bincount(stratum[which], minlength=counts.shape[1]) for which in (plain, plain[taken[plain]])])
    sides = _balanced_sides(counts, ratio, _turn(group, order[rows][mixed]), drawn.astype(np.float64))
    if spare > 1:  # what is held back leaves some groups to learn from and to validate with
        sides[_turn(group, order[rows][mixed])[max(len(counts) - spare, 0):]] = False
    taken[mixed] = sides[group]
    return taken


def _held_back(
    job: SplitReferenceJob, table: PolygonTable, groups: AnyArray | None, matcher: Matcher | None
) -> BoolArray:
    """Return which polygons no run sees, shape (polygon,)."""
    if not job.hold_back:
        return np.zeros(len(table.ids), np.bool_)
    order = np.random.default_rng([job.seed, 0]).random(len(table.ids))  # runs count from 1
    if groups is None:
        # The parts of a divided region are mapped together, so that what they have in common is enough.
        region, rows = np.array([undivided(name) for name in table.region], object), np.arange(len(table.ids))
        if matcher is not None:  # the others are what is learnt from
            draw = _drawing(table, rows, region, job.hold_back, order, spare=2)
            return ~matcher.side(rows, 1 - job.hold_back, lambda clusters: ~draw(clusters))
        return _by_polygon_or_group(table, rows, region, job.hold_back, order, spare=2)
    names = len(np.unique(groups.astype(str)))
    if names < 3:
        raise UserError(
            f"{job.input} has {names} groups to split by {job.method}; holding some back needs at least three.",
            "Set HOLD_BACK to 0, or split by polygon.",
        )
    what = f"{_LIE.get(job.method, 'lie in one')} {job.method}"
    return by_group(groups, table.codes, job.hold_back, order, what, _OTHER_WAY, spare=2)


def _check(job: SplitReferenceJob) -> None:
    if job.method not in METHODS:
        raise UserError(f"There is no split method '{job.method}'.", f"Use one of: {', '.join(METHODS)}.")
    if not 0.0 < job.ratio < 1.0:
        raise UserError(f"The ratio is {job.ratio:g}; it is the share to learn from.", "Give one between 0 and 1.")
    if job.runs < 1:
        raise UserError(f"{job.runs} runs are asked for.", "Ask for at least one.")
    if not 0.0 <= job.hold_back < 1.0:
        raise UserError(f"The share to hold back is {job.hold_back:g}.", "Give one from 0 (none) to below 1.")
    check_seed(job.seed)
    if not 0 <= job.block_size_m < np.inf:
        raise UserError(f"The block size is {job.block_size_m:g} m.", "Give a positive one, or 0 for the default.")


def polygon_table(reference: Reference) -> PolygonTable:
    """Return the original polygons; each lies where the larger part of it lies."""
    ids, by_id = np.unique(reference.polygon_id, return_inverse=True)
    pairs = np.column_stack([by_id, reference.codes])
    rows, piece = np.unique(pairs, axis=0, return_inverse=True)
    boxes = envelopes(reference.geometries)
    centres = np.column_stack([(boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2])
    largest = np.lexsort((-reference.area_m2, by_id))[np.searchsorted(np.sort(by_id), np.arange(len(ids)))]
    of_row = rows[:, 0]
    return PolygonTable(
        piece.ravel(), ids[of_row], rows[:, 1], np.bincount(of_row)[of_row] > 1,
        _main(reference.region, reference.area_m2, by_id)[of_row],
        _main(reference.tile, reference.area_m2, by_id)[of_row], centres[largest][of_row],
        None if reference.year is None else _main(reference.year, reference.area_m2, by_id)[of_row],
    )


def _main(names: AnyArray, areas: Float64Array, polygon: IntArray) -> AnyArray:
    """Return for each polygon the name under which most of its area stands."""
    known, name = np.unique(names.astype(str), return_inverse=True)
    pairs, place = np.unique(np.column_stack([polygon, name]), axis=0, return_inverse=True)
    size = np.bincount(place.ravel(), weights=areas)
    order = np.lexsort((pairs[:, 1], -size, pairs[:, 0]))
    best = order[np.searchsorted(pairs[order, 0], np.arange(int(polygon.max()) + 1))]
    main: AnyArray = known[pairs[best, 1]].astype(object)
    return main


def by_polygon(
    codes: IntArray, region: AnyArray, ratio: float, order: Float64Array, spare: int = 1
) -> BoolArray:
    """Return which polygons are taken (to learn from), stratified by class and region.

    Every class and region has at least one polygon to learn from, and with two or more at least one to
    validate. A class with one polygon in each region gives one of them to validation.

    Args:
        codes: class of each polygon, shape (polygon,).
        region: region of each polygon.
        ratio: share to take.
        order: a random number a polygon.
        spare: polygons that a class and region keeps on the other side; where it has no more, and that is above 1,
            none is taken.
    """
    learns = np.zeros(len(codes), np.bool_)
    for code in np.unique(codes):
        of_class = np.flatnonzero(codes == code)
        for name in np.unique(region[of_class].astype(str)):
            stratum = of_class[region[of_class] == name]
            count = len(stratum)
            wanted = min(max(int(np.floor(ratio * count + 0.5)), 1), max(count - spare, 2 - spare))
            learns[stratum[np.argsort(order[stratum], kind="stable")[:wanted]]] = True
        if len(of_class) > 1 and learns[of_class].all():
            learns[of_class[np.argmax(order[of_class])]] = False
    return learns


def by_group(
    groups: AnyArray, codes: IntArray, ratio: float, order: Float64Array, what: str, remedy: str, spare: int = 1
) -> BoolArray:
    """Return which polygons are learnt from, whole groups on one side.

    Groups come in random order, and each goes to the side that keeps the classes' shares nearest to the ratio.

    Args:
        groups: name of each polygon's group.
        codes: class of each polygon.
        ratio: share to learn from.
        order: a random number a polygon.
        what: what all polygons have in common where there is one group, for the message: `lie in one tile`.
        remedy: what helps then.
        spare: groups that stay on the other side at least.

    Raises:
        UserError: if there is one group only.
    """
    names, group = np.unique(groups.astype(str), return_inverse=True)
    if len(names) < 2:
        raise UserError(f"All reference polygons {what}: they cannot be divided.", remedy)
    classes, column = np.unique(codes, return_inverse=True)
    turn = _turn(group, order)
    side = _balanced_sides(_counts(group, column, len(classes)), ratio, turn)
    taken = turn[side[turn]]
    side[taken[max(len(names) - spare, 1):]] = False
    if not side.any():
        side[turn[0]] = True
    return side[group]


def _counts(group: IntArray, column: IntArray, columns: int) -> Float64Array:
    """Return how many polygons of each class, or class and region, each group has, shape (group, column)."""
    counts = np.zeros((int(group.max()) + 1, columns))
    np.add.at(counts, (group, column), 1)
    return counts


def _turn(group: IntArray, order: Float64Array) -> IntArray:
    """Return the groups in their random order: that of the lowest number that one of their polygons has."""
    first = np.full(int(group.max()) + 1, np.inf)
    np.minimum.at(first, group, order)
    return np.argsort(first, kind="stable")


def _balanced_sides(
    counts: Float64Array, ratio: float, turn: IntArray, drawn: Float64Array | None = None
) -> BoolArray:
    """Return which groups are learnt from, shape (group,).

    Args:
        counts: polygons of each class in each group, shape (group, class).
        ratio: share to learn from.
        turn: the groups, in the order in which they are drawn.
        drawn: polygons of each class that were drawn before, and those of them that are learnt from, shape (2, class).
    """
    learns = np.zeros(len(counts), np.bool_)
    seen, learnt = np.zeros((2, counts.shape[1])) if drawn is None else drawn.copy()
    total = np.maximum(counts.sum(axis=0) + seen, 1.0)
    for g in turn:
        seen += counts[g]
        with_it = np.abs((learnt + counts[g]) - ratio * seen) / total
        without = np.abs(learnt - ratio * seen) / total
        if with_it.sum() <= without.sum():
            learns[g], learnt = True, learnt + counts[g]
    return learns


def _groups(
    reference: Reference, table: PolygonTable, job: SplitReferenceJob, context: RunContext
) -> AnyArray | None:
    """Return what stays together, a name a polygon; None where every polygon, or group, is drawn for itself."""
    if job.method in ("polygon", "knndm"):
        return None
    if job.method == "tile":
        return table.tile
    if job.method == "region":
        return table.region
    if job.method == "year":
        if table.year is None:
            raise UserError(f"{job.input} does not tell the year of its polygons (it has no column {YEAR}).",
                            "Give prepare_reference the column of the years (YEAR_FIELD), or split by polygon.")
        return table.year
    places = np.column_stack(in_metres(table.centre[:, 0], table.centre[:, 1], reference.crs))
    block: AnyArray = block_of(places, _block_size(job, reference, places, context)).astype(object)
    return block


def _block_size(job: SplitReferenceJob, reference: Reference, places: Float64Array, context: RunContext) -> float:
    """Return the side of the blocks, metres."""
    if job.block_size_m:
        return job.block_size_m
    side = float((places.max(axis=0) - places.min(axis=0)).max()) or 1.0
    if not job.predictors:
        context.log(f"Blocks of {side / _BLOCKS_ACROSS:.0f} m, a tenth of the side of the area.")
        return side / _BLOCKS_ACROSS
    found = autocorrelation_range(*raster_values(job.predictors, reference.crs))
    if found is None:
        raise UserError(f"{job.predictors} does not tell how far its values resemble each other.",
                        "Choose a raster that covers the area and whose values vary, or give BLOCK_SIZE_M.")
    context.log(f"Autocorrelation range of {job.predictors}: {found.range_m:.0f} m.")
    size = smaller_until(places, found.range_m, _FEWEST_BLOCKS)
    if size < found.range_m:
        context.warning(f"The polygons do not fill {_FEWEST_BLOCKS} blocks of the autocorrelation range "
                        f"({found.range_m:.0f} m): blocks of {size:.0f} m are taken, and neighbours are alike.")
    context.log(f"Blocks of {size:.0f} m.")
    return size


def _check_sides(job: SplitReferenceJob, codes: IntArray, side: AnyArray, number: int, context: RunContext) -> None:
    """Warn of classes that are on one side only; refuse a split without a side to validate with."""
    if not (side == VALIDATION).any():
        if job.hold_back:
            raise UserError(f"{job.input} has no polygon left to validate with: HOLD_BACK = {job.hold_back:g} and the "
                            "learning side take all of them.", "Give a smaller HOLD_BACK, or add polygons.")
        raise UserError(
            f"Every class of {job.input} has one polygon only: none is left to validate with.",
            "Draw at least two polygons a class.",
        )
    classes = np.unique(codes)
    not_learnt = np.setdiff1d(classes, codes[side == LEARN]).tolist()
    not_validated = np.setdiff1d(classes, codes[side == VALIDATION]).tolist()
    if not_learnt:
        context.warning(f"Run {number}: class {some(not_learnt)} has no polygon to learn from.")
    if not_validated:
        context.warning(
            f"Run {number}: class {some(not_validated)} has no polygon left for validation; "
            "its accuracy cannot be estimated."
        )
    if job.hold_back and number == 1:
        not_held = np.setdiff1d(classes, codes[side == TEST]).tolist()
        if not_held:
            context.warning(f"Class {some(not_held)} has too few polygons for one to be held back.")
