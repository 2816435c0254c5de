"""How a tile is cut into blocks: aligned with those of its files, as large as the memory allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, sqrt

from landweave.engine.mapping.block_bytes import bytes_per_pixel, fixed_bytes_of
from landweave.engine.mapping.block_cache import block_cache_bytes
from landweave.engine.mapping.places import Places
from landweave.engine.mapping.surroundings import LOOKS_AT_PIXELS, Looks
from landweave.engine.mapping.tile_series import TileSeries, on_same_pixels, owned_windows
from landweave.engine.mapping.warm_up import warm_up
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.memory import FIXED_BYTES, MIB, memory_budget, plan_memory, requested_workers
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.types import Json

COMPUTE_PIXELS = 1 << 14
"""Pixels whose features are computed at once: they and the classifier's work stay in the caches."""

_READ_PIXELS = 1 << 17
_LARGEST_READ = 1 << 21
_SLOW_FILES = (".jp2", ".j2k", ".jpx")
_TASK_BLOCKS = 8
_TASK_PIXELS = _TASK_BLOCKS * _READ_PIXELS
_RESULT_BYTES = 128 << 20  # of one task, in memory until it is whole
_TASKS_PER_WORKER = 4


@dataclass(frozen=True)
class BlockPlan:
    """How much is done at once.

    Args:
        workers: processes.
        read_pixels: pixels that a process holds of all acquisitions.
        file_rows: rows that the files store together.
        task_shape: (rows, columns) of what is one task: some such blocks, one below the other.
        cache_bytes: what a process keeps of the files' blocks.
    """

    workers: int
    read_pixels: int
    file_rows: int
    task_shape: tuple[int, int]
    cache_bytes: int = 0

    def context(self, context: RunContext) -> RunContext:
        """Return the context in which the tasks are run."""
        return replace(context, workers=self.workers, block_cache_bytes=self.cache_bytes)


def plan_blocks(
    tiles: Sequence[TileSeries], context: RunContext, fixed_bytes: int = 0, result_bytes: int = 0,
    beside: Sequence[Sequence[TileSeries]] = (), looks: Looks = LOOKS_AT_PIXELS,
) -> BlockPlan:
    """Return block sizes and the number of processes for the memory that may be used.

    Args:
        tiles: what is read.
        context: says how many processes and how much memory.
        fixed_bytes: what each process holds besides (models).
        result_bytes: what a pixel of a task's results takes: tasks are the smaller, the more it is.
        beside: the same tiles as other plans see them, of which a block is read with it.
        looks: what models look at around a pixel; blocks are whole numbers of their squares.
    """
    views = [tiles, *beside]
    for view in views:
        warm_up(view[0].plan, context)
    everything = [tile for view in views for tile in view]
    files = [_file_block(t) for t in everything]
    columns = max(t.grid.columns for t in tiles)
    file_block = (max(f[0] for f in files), min(max(f[1] for f in files), columns))
    halo = max(view[0].plan.halo for view in views)
    task_pixels = max(min(_TASK_PIXELS, _RESULT_BYTES // max(result_bytes, 1)), COMPUTE_PIXELS)
    fixed = FIXED_BYTES + fixed_bytes + result_bytes * task_pixels
    fixed += sum(fixed_bytes_of(view, COMPUTE_PIXELS) for view in views)
    per_pixel = sum(max(bytes_per_pixel(t) for t in view) for view in views) + looks.bytes_per_pixel
    memory = plan_memory(context, per_pixel, fixed)
    pixels = min(memory.pixels_per_block, _READ_PIXELS, task_pixels)
    room = memory_budget(context.memory_mib, requested_workers(context.workers)) / memory.workers - fixed
    if any(_is_slow(t) for t in everything) and not context.cache:
        pixels = _whole_blocks(file_block, max(int(room / per_pixel), pixels), pixels, per_pixel, context)
    if looks.squares:
        file_block = rows, columns = looks.block(pixels, columns, halo)
    else:
        rows, columns = _shape_within(file_block, columns, pixels, halo)
    cache = max(block_cache_bytes(t, (rows, columns), halo, room - per_pixel * pixels) for t in everything)
    total = sum(t.grid.window.pixels for t in tiles)
    wanted = total // (memory.workers * _TASKS_PER_WORKER * rows * columns)
    # Two blocks a task if every process has one: a task's second block is read while its first is computed.
    fewest = 2 if total >= 2 * memory.workers * rows * columns else 1
    count = min(max(wanted, fewest), max(task_pixels // (rows * columns), 1 if result_bytes else 2), _TASK_BLOCKS)
    at_once = rows * columns if halo or looks.squares else pixels
    return BlockPlan(memory.workers, at_once, file_block[0], (rows * count, columns), cache)


def block_shape(file_block: tuple[int, int], columns: int, pixels: int) -> tuple[int, int]:
    """Return (rows, columns) of a block of at most so many pixels, in whole file blocks where they fit.

    Args:
        file_block: (rows, columns) that the files store together.
        columns: width of the tile.
        pixels: most pixels of a block.
    """
    high, wide = file_block
    if high * wide > pixels:
        wide = min(wide, pixels)
        return max(pixels // wide, 1), wide
    across = max(min(pixels // high, columns) // wide, 1) * wide
    if across + wide > columns:  # one more would cover the width
        across = columns if columns * high <= pixels else across
    down = max(pixels // across // high, 1) * high if across >= columns else high
    return down, min(across, columns)


def task_windows(
    tile: TileSeries, tiles: Sequence[TileSeries], wanted: Window, shape: tuple[int, int]
) -> Iterator[Window]:
    """Yield the windows of a tile's tasks: they cover what it owns of the wanted window, once.

    Args:
        tile: the one to cut.
        tiles: all of the run (see `owned_windows`).
        wanted: in the tile's grid.
        shape: (rows, columns) of a task, counted from the tile's corner as the files' blocks are.
    """
    for block in tile.grid.blocks(shape[1], shape[0]):
        part = block.intersection(wanted)
        if part.pixels:
            yield from owned_windows(tile, tiles, part)


def strips(window: Window, pixels: int, file_rows: int = 1) -> tuple[Window, ...]:
    """Cut a window into strips of at most so many pixels, between rows of the files' blocks where they fit.

    Args:
        window: of a task.
        pixels: most pixels of a strip (but one row at least).
        file_rows: rows that the files store together.
    """
    step = max(pixels // window.columns, 1)
    end = window.row + window.rows
    if step >= file_rows:
        step = step // file_rows * file_rows
        inner = list(range((window.row // step + 1) * step, end, step))
    else:  # no strip reaches over two of the files' blocks: each of them is decoded as seldom as can be
        step = ceil(file_rows / ceil(file_rows / step))
        first = window.row // file_rows * file_rows
        starts = (top + k for top in range(first, end, file_rows) for k in range(0, file_rows, step))
        inner = [row for row in starts if window.row < row < end]
    edges = [window.row, *inner, end]
    return tuple(Window(window.column, top, window.columns, bottom - top) for top, bottom in zip(edges, edges[1:]))


def shape_from_json(values: Json) -> tuple[int, int]:
    """Return a task's shape as the journal keeps it."""
    rows, columns = values
    return int(rows), int(columns)


def _shape_within(file_block: tuple[int, int], columns: int, pixels: int, halo: int) -> tuple[int, int]:
    """Return a block's (rows, columns) that has room for its halo too; with one, long strips cost more than squares."""
    if not halo:
        return block_shape(file_block, columns, pixels)
    side = max(int(sqrt(pixels)) - 2 * halo, 1)
    return block_shape((min(file_block[0], side), min(file_block[1], side)), min(columns, side), side * side)


def _whole_blocks(
    file_block: tuple[int, int], most: int, usual: int, per_pixel: float, context: RunContext
) -> int:
    """Return how many pixels to read at once of files whose blocks take long to decode: whole blocks, if they fit."""
    whole = file_block[0] * file_block[1]
    if whole <= usual or whole > _LARGEST_READ:
        return usual
    if most >= whole:
        return whole
    times = ceil(whole / most)
    context.log(
        f"The images are JPEG 2000, and memory holds a part of their blocks only: each is decoded {times} times. "
        f"It takes about {int(per_pixel * whole) // MIB + 1} MiB more a process (MEMORY_MIB) to decode them once."
    )
    return ceil(file_block[0] / times) * file_block[1]


def _file_block(tile: TileSeries) -> tuple[int, int]:
    """Return (rows, columns) of the largest file block of a tile, in pixels of its grid.

    Blocks of sensors on other pixels do not meet those of the map, and count only where they take long to decode.
    """
    rows, columns = 1, 1
    with RasterReader() as reader:
        for product, band in _one_of_each(tile):
            across = down = float(band.factor)
            if not on_same_pixels(tile.grid, product.grid):
                if not band.path.lower().endswith(_SLOW_FILES):
                    continue
                size = Places(tile.grid, Window(0, 0, 1, 1)).size(product.grid)
                across, down = band.factor / size[0], band.factor / size[1]
            high, wide = reader.info(band.path).block_shape
            rows, columns = max(rows, ceil(high * down)), max(columns, ceil(wide * across))
    return min(rows, tile.grid.rows), min(columns, tile.grid.columns)


def _one_of_each(tile: TileSeries) -> Iterator[tuple[Product, BandSource]]:
    """Yield the bands of one product of each sensor."""
    for sensor in tile.sensors:
        for product in sensor.products[:1]:
            for band in product.bands:
                yield product, band


def _is_slow(tile: TileSeries) -> bool:
    return any(band.path.lower().endswith(_SLOW_FILES) for _, band in _one_of_each(tile))
