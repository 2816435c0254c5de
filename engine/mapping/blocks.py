"""How a tile is cut into blocks: aligned with those of its files, as large as the memory allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from landweave.engine.features.stack import kernels_are_kept
from landweave.engine.mapping.tile_series import TileSeries, owned_windows
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.memory import FIXED_BYTES, plan_memory
from landweave.engine.types import Json

COMPUTE_PIXELS = 1 << 14
"""Pixels whose features are computed at once: they and the classifier's work stay in the caches."""

_READ_PIXELS = 1 << 17
_TASK_BLOCKS = 8
_TASKS_PER_WORKER = 4


@dataclass(frozen=True)
class BlockPlan:
    """How much is done at once.

    Args:
        workers: processes.
        read_pixels: pixels that a process holds of all acquisitions.
        file_rows: rows that the files store together.
        task_shape: (rows, columns) of what is one task: some such blocks, one below the other.
    """

    workers: int
    read_pixels: int
    file_rows: int
    task_shape: tuple[int, int]


def plan_blocks(tiles: Sequence[TileSeries], context: RunContext, fixed_bytes: int = 0) -> BlockPlan:
    """Return block sizes and the number of processes for the memory that may be used.

    Args:
        tiles: what is read.
        context: says how many processes and how much memory.
        fixed_bytes: what each process holds besides (models, results of a task).
    """
    if not kernels_are_kept():
        context.log("Preparing the kernels for this machine: the first run only, up to a minute.")
    files = [_file_block(t) for t in tiles]
    columns = max(t.grid.columns for t in tiles)
    file_block = (max(f[0] for f in files), min(max(f[1] for f in files), columns))
    features = len(tiles[0].plan.features())
    fixed = FIXED_BYTES + fixed_bytes + COMPUTE_PIXELS * 6 * features
    memory = plan_memory(context, max(_bytes_per_pixel(t) for t in tiles), fixed)
    pixels = min(memory.pixels_per_block, _READ_PIXELS)
    rows, columns = block_shape(file_block, columns, pixels)
    total = sum(t.grid.window.pixels for t in tiles)
    wanted = total // (memory.workers * _TASKS_PER_WORKER * rows * columns)
    # Two blocks a task if every process has one: a task's second block is read while its first is computed.
    fewest = 2 if total >= 2 * memory.workers * rows * columns else 1
    count = min(max(wanted, fewest), _TASK_BLOCKS)
    return BlockPlan(memory.workers, pixels, file_block[0], (rows * count, columns))


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
    step = step // file_rows * file_rows if step >= file_rows else step
    end = window.row + window.rows
    edges = [window.row, *range((window.row // step + 1) * step, end, step), end]
    return tuple(Window(window.column, top, window.columns, bottom - top) for top, bottom in zip(edges, edges[1:]))


def shape_from_json(values: Json) -> tuple[int, int]:
    """Return a task's shape as the journal keeps it."""
    rows, columns = values
    return int(rows), int(columns)


def _file_block(tile: TileSeries) -> tuple[int, int]:
    """Return (rows, columns) of the largest file block of a tile, in pixels of its grid."""
    rows, columns = 1, 1
    with RasterReader() as reader:
        for sensor in tile.sensors:
            for band in sensor.products[0].bands:
                high, wide = reader.info(band.path).block_shape
                rows, columns = max(rows, high * band.factor), max(columns, wide * band.factor)
    return min(rows, tile.grid.rows), min(columns, tile.grid.columns)


def _bytes_per_pixel(tile: TileSeries) -> float:
    """Return what a pixel costs while one block is computed and the next is read."""
    stored = sum(len(s.products) * (2 * len(s.plan.bands) + 1) for s in tile.sensors)
    return 2.5 * stored + 64

