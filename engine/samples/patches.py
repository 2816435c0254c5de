"""`extract_patches`: squares of pixels around reference polygons, read through the same blocks as a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs.base import check_seed
from landweave.engine.jobs.networks import ExtractPatchesJob
from landweave.engine.mapping.blocks import plan_blocks
from landweave.engine.mapping.feature_maps import features_summary
from landweave.engine.mapping.map_run import images_key
from landweave.engine.mapping.tile_series import TileSeries, tile_series
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import Task, run_tasks
from landweave.engine.runtime.files import content_key
from landweave.engine.runtime.run_folder import journal_of, versions
from landweave.engine.samples.checks import some
from landweave.engine.samples.extract import array_digest
from landweave.engine.samples.patch_block import PatchSetup, patch_block
from landweave.engine.samples.patch_file import PatchTable, save_patches
from landweave.engine.samples.pixels import pixels_of, scrambled
from landweave.engine.samples.prepared import Reference, load_reference
from landweave.engine.samples.task_files import PlacesTask, close_files
from landweave.engine.series.options import load_options
from landweave.engine.series.planning import make_plan
from landweave.engine.types import AnyArray, IntArray, Json

SMALLEST, LARGEST, STEP = 16, 256, 8
"""Sizes of patches, and what they are multiples of: networks halve them."""
_READ = 0.9  # share of the time that goes before the patches are written
_TASK_BYTES = 64 << 20
_TASK_SIDE = 512  # pixels; about what the blocks of images have


@dataclass(frozen=True, eq=False)
class _Places:
    """Patches, ordered by tile, row and column.

    Args:
        tile: number of the tile.
        row, column: of the upper left pixel; all of shape (patch,).
        pieces: number of each pixel's piece, 0 where it has none, shape (patch, row, column).
    """

    tile: IntArray
    row: IntArray
    column: IntArray
    pieces: AnyArray


def run(job: ExtractPatchesJob, context: RunContext) -> dict[str, Json]:
    """Write the patches that hold labelled pixels, those with seldom classes first.

    Returns:
        `OUTPUT` (path), `COUNT`.

    Raises:
        UserError: naming the reference, option or image that cannot be used.
    """
    _check(job)
    catalogue = load_catalogue(job.catalogue)
    options = load_options(job.series)
    plan = make_plan(options, catalogue.products, context.log, catalogue.static_names)
    for sentence in options.unused():
        context.warning(sentence)
    reference = load_reference(job.reference)
    if job.class_field not in ("", reference.class_field):
        raise UserError(f"{job.reference} has no class field '{job.class_field}'.",
                        f"Set CLASS_FIELD to {reference.class_field}, or prepare the reference with another field.")
    tiles = tile_series(catalogue, plan, say=context.warning)
    places = _places(job, reference, tiles, context)
    for line in features_summary(plan.features()):
        context.log(line)
    table = _table(reference, tiles, places, job.size)
    key = _key(tiles, places, job.size)
    with journal_of(context) as journal, work_folder(job.output, context, key) as folder:
        blocks = plan_blocks(tiles, context, 2 * _TASK_BYTES)
        cut = list(_tasks(key, tiles, places, job.size, folder))
        setup = PatchSetup(tiles, job.size, blocks.read_pixels)
        try:
            list(run_tasks(patch_block, [t for t, _ in cut], blocks.context(context.part(0.1, _READ)), journal, setup))
        finally:
            close_files()
        table = _without_hidden(table, cut, job, context)
        save_patches(job.output, table, plan, _values(cut))
    context.log(f"{len(table)} patches of {job.size} x {job.size} pixels, {int((table.pieces > 0).sum())} labelled "
                f"pixels, {len(plan.features())} features of each pixel.")
    context.metric("patches", len(table))
    context.artifact("OUTPUT", job.output)
    context.progress(1.0, "patches are written")
    return {"OUTPUT": job.output, "COUNT": len(table)}


def _check(job: ExtractPatchesJob) -> None:
    check_seed(job.seed)
    if job.size % STEP or not SMALLEST <= job.size <= LARGEST:
        raise UserError(f"SIZE is {job.size}.", f"Give a multiple of {STEP} from {SMALLEST} to {LARGEST}.")
    if job.maximum < 1:
        raise UserError(f"MAXIMUM is {job.maximum}.", "Give a number of patches from 1.")


def _places(
    job: ExtractPatchesJob, reference: Reference, tiles: Sequence[TileSeries], context: RunContext
) -> _Places:
    """Return the patches of the tiles' lattices that are chosen."""
    grids = {t.tile: t.grid for t in tiles}
    here = np.isin(reference.tile.astype(str), list(grids))
    if not here.all():
        lost = np.unique(reference.tile[~here].astype(str)).tolist()
        context.warning(f"{int((~here).sum())} of {len(reference)} polygons of {job.reference} lie in tiles that the "
                        f"catalogue lacks ({some(lost)}): left out.")
    placed = replace(reference, tiles=grids)
    pixels, _ = pixels_of(placed, here, job.seed, lambda found: np.arange(len(found)), context.part(0, 0.1))
    if not len(pixels):
        raise UserError(f"No pixel's centre lies in a polygon of {job.reference}.",
                        "Check that the reference was prepared for these images, and has polygons larger than a pixel.")
    names = [t.tile for t in tiles]
    tile = np.searchsorted(names, reference.tile.astype(str))[pixels.piece]
    row, column = np.divmod(pixels.place, np.array([t.grid.columns for t in tiles])[tile])
    size = job.size
    patch, member = np.unique(np.stack([tile, row // size, column // size], axis=1), axis=0, return_inverse=True)
    member = member.ravel()
    chosen = choose(member, reference.codes[pixels.piece], job.maximum, job.seed)
    if len(chosen) < len(patch):
        context.log(f"{len(chosen)} of {len(patch)} patches that hold labelled pixels are taken (MAXIMUM).")
    place = np.full(len(patch), -1)
    place[chosen] = np.arange(len(chosen))
    kept = place[member] >= 0
    pieces = np.zeros((len(chosen), size, size), np.int32)
    pieces[place[member[kept]], row[kept] % size, column[kept] % size] = pixels.piece[kept] + 1
    return _Places(patch[chosen, 0], patch[chosen, 1] * size, patch[chosen, 2] * size, pieces)


def choose(patch: IntArray, codes: IntArray, most: int, seed: int) -> IntArray:
    """Return the patches that are taken, ascending: those that hold the largest shares of classes.

    A patch counts by the sum over the classes of its share in all pixels of the class, so that what is seldom counts
    most. Equal patches are drawn.

    Args:
        patch: number of each labelled pixel's patch; each number from 0 on occurs; shape (pixel,).
        codes: class of each pixel, shape (pixel,).
        most: number of patches.
        seed: of the draw.
    """
    _, classes, counts = np.unique(codes, return_inverse=True, return_counts=True)
    worth = np.bincount(patch, weights=1.0 / counts[classes.ravel()])
    order = np.lexsort([scrambled(np.arange(len(worth)), seed), -np.round(worth, 12)])
    return np.sort(order[:most])


def _table(reference: Reference, tiles: Sequence[TileSeries], places: _Places, size: int) -> PatchTable:
    names = np.array([t.tile for t in tiles], object)
    attributes = {reference.class_field: reference.codes, "polygon_id": reference.polygon_id,
                  "region": reference.region, **reference.runs}  # fmt: skip
    return PatchTable(size, names[places.tile], places.row, places.column, places.pieces, attributes,
                      {t.tile: t.grid for t in tiles}, reference.class_field, reference.crs)  # fmt: skip


def _tasks(
    key: str, tiles: Sequence[TileSeries], places: _Places, size: int, folder: Path
) -> Iterator[tuple[Task, IntArray]]:
    """Yield tasks, each of a few patches near each other, and the numbers of these patches."""
    plan = tiles[0].plan
    most = max(_TASK_BYTES // (len(plan.features()) * size * size * np.dtype(plan.dtype).itemsize), 1)
    side = max(_TASK_SIDE // size, 1) * size
    order = np.lexsort([places.column, places.row, places.column // side, places.row // side, places.tile])
    block = np.stack([places.tile, places.row // side, places.column // side], axis=1)[order]
    starts = np.flatnonzero((np.diff(block, axis=0) != 0).any(axis=1)) + 1
    parts = [p[i : i + most] for p in np.split(order, starts) for i in range(0, len(p), most)]
    for count, patches in enumerate(parts, start=1):
        tile = int(places.tile[patches[0]])
        task = PlacesTask(tile, places.row[patches], places.column[patches], str(folder / f"patches_{count}"))
        label = f"{tiles[tile].tile}, part {count} of {len(parts)}"
        yield Task(content_key(key, count, str(folder)), label, task, float(len(patches))), patches


def _values(cut: Sequence[tuple[Task, IntArray]]) -> Iterator[AnyArray]:
    """Yield the features of the patches in their order; each task's file is mapped, not read."""
    where = {int(p): (task.argument, row) for task, patches in cut for row, p in enumerate(patches)}
    for number in range(len(where)):
        task, row = where[number]
        yield np.load(task.features_path, mmap_mode="r", allow_pickle=False)[row]


def _without_hidden(
    table: PatchTable, cut: Sequence[tuple[Task, IntArray]], job: ExtractPatchesJob, context: RunContext
) -> PatchTable:
    """Return the table without the labels of pixels that are never clear."""
    pieces = table.pieces.copy()
    for task, patches in cut:
        pieces[patches] *= np.load(task.argument.usable_path, allow_pickle=False)
    labelled, left = int((table.pieces > 0).sum()), int((pieces > 0).sum())
    if not left:
        raise UserError(f"No pixel of {job.reference} is clear on any date.", "Check the masks of the products.")
    if left < labelled:
        context.warning(f"{labelled - left} of {labelled} labelled pixels are never clear: they have no label.")
    return replace(table, pieces=pieces)


def _key(tiles: Sequence[TileSeries], places: _Places, size: int) -> str:
    """Return what tells this extraction from others: images, plan and patches."""
    pixels = [array_digest(a) for a in (places.tile, places.row, places.column)]
    return content_key("patches", versions(), tiles[0].plan.to_json(), images_key(tiles), pixels, size)
