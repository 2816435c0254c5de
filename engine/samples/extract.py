"""`extract_samples`: the features of points, read through the same blocks as a map."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs.samples import ExtractSamplesJob
from landweave.engine.mapping.block_cache import block_cache_bytes
from landweave.engine.mapping.blocks import BlockPlan, plan_blocks, shape_from_json
from landweave.engine.mapping.feature_maps import features_summary
from landweave.engine.mapping.tile_series import TileSeries, tile_series
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import Task, run_tasks
from landweave.engine.runtime.files import content_key, file_fingerprint
from landweave.engine.runtime.memory import memory_budget, requested_workers
from landweave.engine.runtime.run_folder import journal_of, versions
from landweave.engine.samples.extract_block import ExtractSetup, extract_block
from landweave.engine.samples.points import column_array
from landweave.engine.samples.row_file import map_rows, row_slices, save_rows
from landweave.engine.samples.store import RESERVED_COLUMNS, SampleSet, save_samples
from landweave.engine.samples.task_files import PlacesTask, close_files
from landweave.engine.series.options import load_options
from landweave.engine.series.plan import SeriesPlan
from landweave.engine.series.planning import make_plan
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray, Json
from landweave.engine.vector.layers import (
    Layer,
    layer_names,
    point_coordinates,
    read_layer,
    reproject_geometries,
    split_source,
)

_READ = 0.95  # share of the time that goes before the samples are written
_SMALLEST_PART_BYTES = 64 << 20
_GATHERED_ROWS = 1 << 16  # at once: each time, all parts that hold some of them are opened
_CACHE_SHARE = 0.25  # of a process's memory, that files' blocks may take beyond what a map needs


@dataclass(frozen=True, eq=False)
class Places:
    """Where points lie in the tiles, arrays of shape (point,).

    Args:
        tile: number of the tile, -1 where there is none.
        row: pixel row in the tile's grid.
        column: pixel column in the tile's grid.
    """

    tile: IntArray
    row: IntArray
    column: IntArray


def run(job: ExtractSamplesJob, context: RunContext) -> dict[str, Json]:
    """Write the samples of all points that lie in the images and are clear often enough, in the points' order.

    Raises:
        UserError: naming the layer, option or image that cannot be used.
    """
    if job.minimum_clear < 1:
        raise UserError(f"Samples that are clear {job.minimum_clear} times are asked for.", "Give a number from 1.")
    catalogue = load_catalogue(job.catalogue)
    options = load_options(job.series)
    plan = make_plan(options, catalogue.products, context.log, catalogue.static_names)
    for sentence in options.unused():
        context.warning(sentence)
    tiles = tile_series(catalogue, plan, say=context.warning)
    layer = _read_points(job.points)
    places = find_places(layer, tiles)
    if (places.tile < 0).all():
        raise UserError(f"No point of {job.points} lies in the images of {job.catalogue}.", "Check both layers.")
    features = plan.features()
    for line in (*features_summary(features), f"{len(features)} features of each sample."):
        context.log(line)
    with extracted(job.output, tiles, places, context, job.minimum_clear) as (path, kept):
        _tell_dropped(job, places, kept, context)
        save_samples(job.output, _sample_set(layer, places, tiles, kept, map_rows(path), plan))
    context.metric("samples", len(kept))
    context.artifact("OUTPUT", job.output)
    context.progress(1.0, "samples are written")
    return {"OUTPUT": job.output}


def find_places(layer: Layer, tiles: Sequence[TileSeries]) -> Places:
    """Return the pixel of each point, in the tile that its field `tile` names, else in the first that covers it."""
    named = np.array([str(v) for v in layer.fields.get("tile", [""] * len(layer))], dtype=object)
    is_named = np.isin(named.astype(str), [t.tile for t in tiles])
    found = Places(*(np.full(len(layer), -1, np.int64) for _ in range(3)))
    places = {crs: point_coordinates(reproject_geometries(layer.geometries, layer.crs, crs))
              for crs in dict.fromkeys(t.grid.crs for t in tiles)}
    for number, tile in enumerate(tiles):
        _place(found, number, tile, *places[tile.grid.crs], (named == tile.tile) | ~is_named)
    strayed = found.tile < 0  # moved by hand out of the tile that they were drawn in
    for number, tile in enumerate(tiles if strayed.any() else ()):
        _place(found, number, tile, *places[tile.grid.crs], strayed)
    return found


def _place(found: Places, number: int, tile: TileSeries, x: Float64Array, y: Float64Array, may: BoolArray) -> None:
    """Note the pixels of points that lie in a tile; a tile that comes first by number keeps its points."""
    grid = tile.grid
    with np.errstate(invalid="ignore"):
        column = np.floor((x - grid.x_min) / grid.pixel_width)
        row = np.floor((grid.y_max - y) / grid.pixel_height)
        inside = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows) & may
    take = inside & ((found.tile < 0) | (found.tile > number))
    found.tile[take], found.row[take], found.column[take] = number, row[take], column[take]


def _read_points(source: str) -> Layer:
    path, options = split_source(source)
    chosen = source
    if "layername" not in options and Path(path).is_file() and "points" in layer_names(path):
        chosen = f"{path}|layername=points"
    layer = read_layer(chosen)
    if not any(layer.geometries):
        raise UserError(f"{source} has no point.", "Choose a layer of points, made by select_samples for example.")
    if "Point" not in layer.geometry_type and layer.geometry_type != "Unknown":
        raise UserError(
            f"{source} holds {layer.geometry_type} features, not points.", "Make points of them with select_samples."
        )
    if not layer.crs:
        raise UserError(f"{source} has no coordinate reference system.", "Assign one to the layer.")
    return layer


def extract_features(
    output: str, tiles: tuple[TileSeries, ...], places: Places, context: RunContext, minimum_clear: int = 1
) -> tuple[AnyArray, IntArray]:
    """Read the features of points into memory; see `extracted`.

    Returns:
        The features, (kept point, feature), and the numbers of the points kept, ascending.
    """
    with extracted(output, tiles, places, context, minimum_clear) as (path, kept):
        return np.load(path, allow_pickle=False), kept


@contextmanager
def extracted(
    output: str, tiles: tuple[TileSeries, ...], places: Places, context: RunContext, minimum_clear: int
) -> Iterator[tuple[Path, IntArray]]:
    """Read the features of points into a file that is there until the block ends.

    Whoever maps the file lets it go before: Windows removes no file that is in use.

    Args:
        output: what they become: parts are kept beside it.
        tiles: of the images.
        places: of the points in them.
        context: progress, processes, memory.
        minimum_clear: fewest clear acquisitions of a point that is kept.

    Yields:
        The file of the features, (kept point, feature), and the numbers of the points kept, ascending.
    """
    key = _key(tiles, places, minimum_clear)
    with journal_of(context) as journal, work_folder(output, context, key) as folder:
        blocks = _blocks(tiles, context)
        shape = blocks.task_shape if journal is None else shape_from_json(
            journal.remember(f"extract {key}", blocks.task_shape))
        cut = list(_tasks(key, tiles, places, shape, folder))
        setup = ExtractSetup(tiles, blocks.read_pixels, blocks.file_rows, minimum_clear)
        part = blocks.context(context.part(0, _READ))
        try:
            list(run_tasks(extract_block, [task for task, _ in cut], part, journal, setup))
        finally:
            close_files()
        path = folder / "gathered.npy"
        yield path, _gather(cut, len(places.tile), tiles[0].plan, path)


def _blocks(tiles: Sequence[TileSeries], context: RunContext) -> BlockPlan:
    """Return how tiles are cut, with room for the files' blocks of a whole row of tasks where that is little memory.

    The row below finds those that it shares with it: bands coarser than the grid are interpolated across its edge.
    """
    blocks = plan_blocks(tiles, context, _SMALLEST_PART_BYTES)
    rows = blocks.task_shape[0]
    row = max(block_cache_bytes(t, (rows, t.grid.columns), t.plan.halo, math.inf) for t in tiles)
    budget = memory_budget(context.memory_mib, requested_workers(context.workers)) / blocks.workers
    if not blocks.cache_bytes < row <= budget * _CACHE_SHARE:
        return blocks
    again = plan_blocks(tiles, context, _SMALLEST_PART_BYTES + row)
    return replace(again, cache_bytes=max(row, again.cache_bytes))


def _tasks(
    key: str, tiles: Sequence[TileSeries], places: Places, shape: tuple[int, int], folder: Path
) -> Iterator[tuple[Task, IntArray]]:
    """Yield a task for each block that holds points, and the numbers of these points."""
    for number, tile in enumerate(tiles):
        own = np.flatnonzero(places.tile == number)
        across = -(-tile.grid.columns // shape[1])
        block = places.row[own] // shape[0] * across + places.column[own] // shape[1]
        order = np.argsort(block, kind="stable")
        names, starts = np.unique(block[order], return_index=True)
        for count, (name, points) in enumerate(zip(names, np.split(own[order], starts[1:])), start=1):
            task = PlacesTask(
                number, places.row[points].astype(np.int32), places.column[points].astype(np.int32),
                str(folder / f"{number}_{name}"),
            )
            label = f"{tile.tile}, block {count} of {len(names)}"
            yield Task(content_key(key, tile.tile, int(name), shape, str(folder)), label, task, 1.0), points


def _gather(cut: Sequence[tuple[Task, IntArray]], points: int, plan: SeriesPlan, path: Path) -> IntArray:
    """Bring the parts into the order of the points, in a file; return the numbers of the points kept."""
    usable = np.zeros(points, np.bool_)
    task_of, row_of = np.zeros(points, np.int64), np.zeros(points, np.int64)
    for count, (task, numbers) in enumerate(cut):
        usable[numbers] = np.load(task.argument.usable_path, allow_pickle=False)
        task_of[numbers], row_of[numbers] = count, np.arange(len(numbers))
    kept = np.flatnonzero(usable)
    shape, dtype = (len(kept), len(plan.features())), np.dtype(plan.dtype)

    def parts() -> Iterator[AnyArray]:
        for some in row_slices(len(kept), _GATHERED_ROWS):
            chosen = kept[some]
            features = np.empty((len(chosen), shape[1]), dtype)
            for count in np.unique(task_of[chosen]):
                here = task_of[chosen] == count
                features[here] = map_rows(cut[count][0].argument.features_path)[row_of[chosen[here]]]
            yield features

    save_rows(path, shape, dtype, parts())
    return kept


def _tell_dropped(job: ExtractSamplesJob, places: Places, kept: IntArray, context: RunContext) -> None:
    outside = int((places.tile < 0).sum())
    cloudy = len(places.tile) - outside - len(kept)
    often = "on any date" if job.minimum_clear == 1 else f"{job.minimum_clear} times"
    if not len(kept):
        raise UserError(f"No point of {job.points} is clear {often}.", "Check the masks of the products.")
    if outside:
        context.warning(f"{outside} of {len(places.tile)} points of {job.points} lie outside the images; left out.")
    if cloudy:
        seldom = "never clear" if job.minimum_clear == 1 else f"clear fewer than {job.minimum_clear} times"
        context.warning(f"{cloudy} of {len(places.tile)} points of {job.points} are {seldom}; left out.")


def _sample_set(
    layer: Layer, places: Places, tiles: Sequence[TileSeries], kept: IntArray, matrix: AnyArray, plan: SeriesPlan
) -> SampleSet:
    columns = {n: column_array(v)[kept] for n, v in layer.fields.items() if n.lower() not in RESERVED_COLUMNS}
    columns["tile"] = np.array([tiles[n].tile for n in places.tile[kept]], dtype=object)
    x, y = point_coordinates([layer.geometries[i] for i in kept])
    return SampleSet(plan.features(), matrix, columns, x, y, layer.crs, plan)


def _key(tiles: Sequence[TileSeries], places: Places, minimum_clear: int) -> str:
    """Return what tells this extraction from others: images, plan and pixels."""
    images = [[t.tile, [p.to_json() for s in t.sensors for p in s.products]] for t in tiles]
    prints = [file_fingerprint(f) for t in tiles for f in t.files]
    pixels = [array_digest(a) for a in (places.tile, places.row, places.column)]
    return content_key("extract", versions(), tiles[0].plan.to_json(), images, prints, pixels, minimum_clear)


def array_digest(values: AnyArray) -> str:
    """Return the SHA-256 of an array's bytes."""
    import hashlib

    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()
