"""One task of a sample extraction: the blocks of a map, of which only some pixels are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from landweave.engine.mapping.block_features import block_features, prepare_block
from landweave.engine.mapping.block_reader import read_ahead, read_block
from landweave.engine.mapping.blocks import COMPUTE_PIXELS, strips
from landweave.engine.mapping.tile_series import TileSeries
from landweave.engine.raster.grid import Window
from landweave.engine.samples.task_files import PlacesTask, open_reader
from landweave.engine.types import AnyArray, IntArray, Json


@dataclass(frozen=True)
class ExtractSetup:
    """What all tasks share.

    Args:
        tiles: all of the run.
        read_pixels: most pixels read at once.
        file_rows: see `BlockPlan`.
        minimum_clear: fewest clear acquisitions of a usable point.
    """

    tiles: tuple[TileSeries, ...]
    read_pixels: int
    file_rows: int
    minimum_clear: int = 1


def extract_block(task: PlacesTask, setup: ExtractSetup) -> Json:
    """Do one task, whose places are pixels: features (point, feature), usable (point,)."""
    tile = setup.tiles[task.tile]
    features = np.empty((len(task.rows), len(tile.plan.features())), tile.plan.dtype)
    usable = np.zeros(len(task.rows), np.bool_)
    halo = tile.plan.halo
    parts = list(_windows(task, setup))
    for (window, points), series in read_ahead(parts, lambda part: read_block(tile, part[0], open_reader(), halo)):
        prepared = prepare_block(series, tile.plan)
        pixels = (task.rows[points] - window.row) * window.columns + (task.columns[points] - window.column)
        for start in range(0, len(points), COMPUTE_PIXELS):
            some = slice(start, start + COMPUTE_PIXELS)
            block = block_features(prepared.select(pixels[some]), tile.plan)
            features[points[some]] = block.features
            usable[points[some]] = block.usable & (block.clear >= setup.minimum_clear)
        del series, prepared  # before the next one is waited for
    return task.save(features, usable)


def _windows(task: PlacesTask, setup: ExtractSetup) -> Iterator[tuple[Window, IntArray]]:
    """Yield windows that hold the points and little more, and the numbers of the points in each."""
    for strip in strips(_around(task.rows, task.columns), setup.read_pixels, setup.file_rows):
        points = np.flatnonzero((task.rows >= strip.row) & (task.rows < strip.row + strip.rows))
        if points.size:
            yield _around(task.rows[points], task.columns[points]), points


def _around(rows: AnyArray, columns: AnyArray) -> Window:
    """Return the smallest window that holds pixels."""
    row, column = int(rows.min()), int(columns.min())
    return Window(column, row, int(columns.max()) - column + 1, int(rows.max()) - row + 1)
