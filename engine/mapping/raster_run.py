"""Rasters made from rasters, block by block in several processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isqrt
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.mapping.parts import Kind, Part, assemble, save_part
from landweave.engine.mapping.tile_grid import grid_window, union_grid
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.style import write_class_style, write_ramp_style
from landweave.engine.raster.warp import crs_name, same_crs
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import Task, run_tasks
from landweave.engine.runtime.files import content_key
from landweave.engine.runtime.memory import plan_memory
from landweave.engine.types import AnyArray, Json

_LONGEST_SIDE, _SHORTEST_SIDE, _STEP = 512, 32, 32
_WORKED = 0.9  # share of the time that goes before the parts are put together


@dataclass(frozen=True)
class Output:
    """A raster to write.

    Args:
        parameter: of the algorithm, for what the run says (`OUTPUT`); empty: nothing, the raster is the run's own.
        path: of the file.
        kind: what its bands are.
        names: of the classes, if its values are codes; gives colours and categories.
        ramp: lowest and highest value and kind of colours of the style, if they are not.
    """

    parameter: str
    path: str
    kind: Kind
    names: Nomenclature | None = None
    ramp: tuple[float, float, str] = (0, 100, "confidence")


@dataclass(frozen=True)
class RasterTask:
    """A window of the whole grid, and the part that it becomes."""

    window: Window
    part: Part


def common_grid(paths: Sequence[str], reader: RasterReader) -> Grid:
    """Return the grid that covers rasters of one CRS and one alignment of pixels.

    Raises:
        UserError: naming two that do not fit.
    """
    grids = [reader.grid(path) for path in paths]
    for path, grid in zip(paths, grids):
        remedy = f"Bring {path} to the pixels of {paths[0]}: 'mosaic' with TARGET_CRS, or Raster > Projections > Warp."
        if bool(grids[0].crs) != bool(grid.crs):
            raise UserError(f"{path if grids[0].crs else paths[0]} has no coordinate reference system.",
                            "Assign one: Raster > Projections > Assign Projection.")
        if not same_crs(grids[0].crs, grid.crs):
            here, there = crs_name(grids[0].crs), crs_name(grid.crs)
            raise UserError(f"{paths[0]} is in {here}, but {path} is in {there}.", remedy)
        if not grids[0].same_pixels(grid):
            raise UserError(f"The pixels of {paths[0]} and {path} do not lie on one grid.", remedy)
    return union_grid(grids)


def window_in(grid: Grid, window: Window, own: Grid) -> Window:
    """Return a window of a grid as one of another grid on the same pixels; it may reach outside."""
    place = grid_window(grid, own)
    return window.shifted(-place.column, -place.row)


def refuse_inputs(outputs: Sequence[Output], inputs: Sequence[str]) -> None:
    """Refuse to write a raster where one is read.

    Raises:
        UserError: naming it.
    """
    read = {os.path.realpath(path) for path in inputs}
    for output in outputs:
        if os.path.realpath(output.path) in read:
            named = f" ({output.parameter})" if output.parameter else ""
            raise UserError(f"{output.path} is an input and an output{named}.", "Choose another name.")


def run_blocks(
    function: Callable[[RasterTask, Any], Json], setup: Any, outputs: Sequence[Output], grid: Grid,
    context: RunContext, bytes_per_pixel: float, halo: int = 0,
) -> list[Json]:
    """Do a function for every block of a grid, and write the rasters that it leaves parts of.

    Args:
        function: at the top of a module; gets a task and the setup, writes its parts by `save_parts`, and returns a
            dictionary with `files`, what that gave.
        setup: what all tasks share.
        outputs: rasters to write; their styles are written beside them.
        grid: of the rasters.
        context: progress, processes, memory.
        bytes_per_pixel: what a process holds of each pixel of a block.
        halo: pixels around a block that the function reads as well.

    Returns:
        What the function returned, in the order of the blocks.

    Raises:
        UserError: whatever the function raises, or if a raster cannot be written.
    """
    plan = plan_memory(context, bytes_per_pixel)
    side = min(max(isqrt(plan.pixels_per_block) - 2 * halo, _SHORTEST_SIDE), _LONGEST_SIDE) // _STEP * _STEP
    windows = list(grid.blocks(_even(grid.columns, side), _even(grid.rows, side)))
    key = content_key([o.path for o in outputs])
    with work_folder(outputs[0].path, context, key) as folder:
        tasks = [
            Task(f"{key} {number}", f"block {number + 1} of {len(windows)}",
                 RasterTask(window, Part(window, str(folder / f"block_{number}"))), float(window.pixels))
            for number, window in enumerate(windows)
        ]  # fmt: skip
        working = replace(context.part(0, _WORKED), workers=plan.workers)
        done = {task.key: result for task, result in run_tasks(function, tasks, working, None, setup)}
        parts = [task.argument.part for task in tasks if done[task.key]["files"]]
        for number, output in enumerate(outputs):
            step = (1 - _WORKED) / len(outputs)
            start = _WORKED + number * step
            _write(output, parts, grid, context.part(start, start + step))
    for output in outputs:
        if output.parameter:
            context.artifact(output.parameter, output.path)
    return [done[task.key] for task in tasks]


def save_parts(task: RasterTask, outputs: Sequence[Output], values: dict[str, AnyArray]) -> list[str]:
    """Write what a task made, by the names of kinds, (layer, row, col) or (row, col), and return the files."""
    files = []
    for output in outputs:
        layers = values[output.kind.name]
        shaped = layers.reshape(output.kind.layers, task.window.rows, task.window.columns)
        files.append(save_part(task.part, output.kind, shaped.astype(output.kind.dtype)))
    return files


def _even(length: int, side: int) -> int:
    """Return the side of blocks of about the same size, at most `side`, that cover a length: no slivers."""
    count = -(-length // side)
    return -(-length // (count * _STEP)) * _STEP


def _write(output: Output, parts: Sequence[Part], grid: Grid, context: RunContext) -> None:
    kind, names = output.kind, output.names
    colours = {e.code: e.colour for e in names.entries} if names is not None else None
    categories = {e.code: e.name for e in names.entries} if names is not None else None
    writer = RasterWriter(
        output.path, grid, kind.layers, kind.dtype, kind.nodata, kind.descriptions, colours, categories
    )
    with writer:
        assemble(kind, parts, grid, writer, context.progress)
    if names is not None:
        write_class_style(output.path, names)
    else:
        write_ramp_style(output.path, *output.ramp)
