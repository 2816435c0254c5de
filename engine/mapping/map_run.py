"""What every raster that is made block by block shares: grids, tasks, parts, resuming, writing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.mapping.blocks import plan_blocks, shape_from_json, task_windows
from landweave.engine.mapping.masks import Mask, prepare_mask
from landweave.engine.mapping.parts import Kind, Part
from landweave.engine.mapping.surroundings import LOOKS_AT_PIXELS, Looks
from landweave.engine.mapping.tile_series import TileSeries, grid_window, on_same_pixels, union_grid
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.warp import checked_extent, crs_name, reproject_extent, same_crs, spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import Task, run_tasks
from landweave.engine.runtime.files import content_key, disk_path, file_fingerprint
from landweave.engine.runtime.journal import Journal
from landweave.engine.types import Json


@dataclass(frozen=True)
class Area:
    """What of the tiles becomes a map.

    Args:
        extent: (x_min, y_min, x_max, y_max); empty: all.
        extent_crs: of the extent; empty: that of the tiles.
        mask: raster (0 = leave out) or polygons (outside = leave out); empty: none.
        target_crs: of the result where the tiles lie in several; empty: their own.
    """

    extent: tuple[float, ...] = ()
    extent_crs: str = ""
    mask: str = ""
    target_crs: str = ""


@dataclass(frozen=True, eq=False)
class Group:
    """Tiles of one pixel grid, by their number among all, and the part of the grid that becomes a map."""

    tiles: tuple[int, ...]
    grid: Grid


@dataclass(frozen=True, eq=False)
class GroupParts:
    """What the tasks of the tiles of one pixel grid left, and the grid of their map."""

    grid: Grid
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class BlockTask:
    """A window of a tile, and the part that it becomes."""

    tile: int
    window: Window
    part: Part


@dataclass(frozen=True, eq=False)
class MapRun:
    """One run over the blocks of some tiles.

    Args:
        name: of what is made, for the journal (`classify`).
        key: tells it from others: all that its parts depend on.
        tiles: all of the run.
        groups: of the tiles.
        folder: of the parts.
        journal: of what is done; None: nothing is remembered.
        context: progress, processes, memory.
        beside: the same tiles as other plans see them, which the tasks read too.
    """

    name: str
    key: str
    tiles: tuple[TileSeries, ...]
    groups: Sequence[Group]
    folder: Path
    journal: Journal | None
    context: RunContext
    beside: Sequence[tuple[TileSeries, ...]] = ()

    def masks(self, source: str) -> tuple[Mask | None, ...]:
        """Return the mask of each tile."""
        masks: dict[int, Mask | None] = {}
        for number, group in enumerate(self.groups):
            masks.update(dict.fromkeys(group.tiles, prepare_mask(source, group.grid, self.folder, f"mask_{number}")))
        return tuple(masks.get(number) for number in range(len(self.tiles)))

    def parts(
        self, function: Callable[[Any, Any], Json], setup: Any, result_bytes: int, bytes_besides: int = 0,
        heard: Callable[[Json, float, int], None] | None = None, looks: Looks = LOOKS_AT_PIXELS,
    ) -> list[GroupParts]:
        """Do the tasks that are not done yet, and return the parts that hold something, group by group.

        Args:
            function: does one `BlockTask`; its result lists under `files` what it wrote.
            setup: what all tasks share; a dataclass with `read_pixels` and `file_rows`, which are set here.
            result_bytes: what a pixel of the results takes.
            bytes_besides: what a process holds besides images and results.
            heard: is told each new result, the pixels that are left, and the number of processes.
            looks: what models look at around a pixel.
        """
        plan = plan_blocks(self.tiles, self.context, bytes_besides, result_bytes, self.beside, looks)
        setup = replace(setup, read_pixels=plan.read_pixels, file_rows=plan.file_rows)
        shape = plan.task_shape
        if self.journal is not None:
            shape = shape_from_json(self.journal.remember(f"{self.name} {self.key}", shape))
        tasks = list(self._tasks(shape))
        context = plan.context(self.context)
        tell = None if heard is None else lambda result, left: heard(result, left, min(plan.workers, len(tasks)))
        ended = run_tasks(function, tasks, context, self.journal, setup, tell)
        done = [(task.key, result) for task, result in ended]
        left = {key for key, result in done if result["files"]}
        if left and not any(result.get("clear", True) for _, result in done):
            self.context.warning("No pixel is clear on any date: the masks leave nothing, and the result is no data.")
        parts = [task.argument for task in tasks if task.key in left]
        return [GroupParts(g.grid, tuple(p.part for p in parts if p.tile in g.tiles)) for g in self.groups]

    def _tasks(self, shape: tuple[int, int]) -> Iterator[Task]:
        """Yield the tasks, group by group and tile by tile."""
        for group in self.groups:
            members = [self.tiles[n] for n in group.tiles]
            for number in group.tiles:
                tile = self.tiles[number]
                windows = list(task_windows(tile, members, grid_window(tile.grid, group.grid), shape))
                place = grid_window(group.grid, tile.grid)
                for count, window in enumerate(windows, start=1):
                    name = f"{number}_{window.row}_{window.column}"
                    part = Part(window.shifted(place.column, place.row), str(self.folder / name))
                    yield Task(
                        content_key(self.key, tile.tile, window.__dict__, str(self.folder)),
                        f"{tile.tile}, block {count} of {len(windows)}",
                        BlockTask(number, window, part),
                        float(window.pixels),
                    )


def make_groups(tiles: Sequence[TileSeries], area: Area) -> list[Group]:
    """Divide the tiles by pixel grid, and cut each grid to the extent.

    Raises:
        UserError: if there are several grids and no target CRS, or the extent touches no tile.
    """
    numbers: list[list[int]] = []
    for number, tile in enumerate(tiles):
        same = next((n for n in numbers if on_same_pixels(tiles[n[0]].grid, tile.grid)), None)
        if same is None:
            numbers.append([number])
        else:
            same.append(number)
    if len(numbers) > 1 and not area.target_crs:
        first, other = tiles[numbers[0][0]], tiles[numbers[1][0]]
        here, there = crs_name(first.grid.crs), crs_name(other.grid.crs)
        raise UserError(
            f"Tile {first.tile} is in {here}, but tile {other.tile} is in {there}."
            if here != there
            else f"The pixels of the tiles {first.tile} and {other.tile} do not lie on one grid.",
            "Set TARGET_CRS to bring the map to one coordinate reference system, or choose tiles of one (TILES).",
        )
    cut = [(tuple(n), _cut(area, union_grid([tiles[i].grid for i in n]))) for n in numbers]
    groups = [Group(n, grid) for n, grid in cut if grid.columns and grid.rows]
    if not groups:
        raise UserError("The extent lies outside all images.", "Choose an extent (EXTENT) that touches the images.")
    return groups


def target_crs(area: Area, groups: Sequence[Group]) -> str:
    """Return the CRS that the groups must be brought to; empty when they stay as they are."""
    if not area.target_crs:
        return ""
    wkt = spatial_reference(area.target_crs).ExportToWkt()
    moves = len(groups) > 1 or not same_crs(groups[0].grid.crs, wkt)
    return area.target_crs if moves else ""


def refuse_images(outputs: Sequence[str], tiles: Sequence[TileSeries]) -> None:
    """Refuse to write a raster where an image is.

    Raises:
        UserError: naming it.
    """
    images = {os.path.realpath(disk_path(file)) for tile in tiles for file in tile.files}
    for path in outputs:
        if os.path.realpath(path) in images:
            raise UserError(f"The output {path} is one of the images.", "Choose another name.")


def images_key(tiles: Sequence[TileSeries]) -> list[Json]:
    """Return what tells the images of a run from others: products as described, files by size and time."""
    images = [[t.tile, [p.to_json() for s in t.sensors for p in s.products]] for t in tiles]
    return [images, [file_fingerprint(f) for t in tiles for f in t.files]]


def most_clear(tiles: Sequence[TileSeries]) -> int:
    """Return the most acquisitions that a tile has."""
    return max(sum(len({p.day for p in s.products}) for s in t.sensors) for t in tiles)


def kinds_bytes(kinds: Sequence[Kind]) -> int:
    """Return what a pixel takes of all kinds."""
    return sum(k.layers * np.dtype(k.dtype).itemsize for k in kinds)


def _cut(area: Area, grid: Grid) -> Grid:
    if not area.extent:
        return grid
    extent = reproject_extent(checked_extent(area.extent), area.extent_crs or grid.crs, grid.crs)
    return grid.subgrid(grid.window_of(extent).intersection(grid.window))
