"""One task of an extraction of patches: the features of squares of pixels, read as the blocks of a map are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from landweave.engine.mapping.block_features import prepare_block
from landweave.engine.mapping.block_reader import read_ahead, read_block
from landweave.engine.mapping.surroundings import window_features
from landweave.engine.mapping.tile_series import TileSeries
from landweave.engine.raster.grid import Window
from landweave.engine.samples.task_files import PlacesTask, open_reader
from landweave.engine.types import IntArray, Json


@dataclass(frozen=True)
class PatchSetup:
    """What all tasks share.

    Args:
        tiles: all of the run.
        size: pixels along the side of a patch.
        read_pixels: most pixels read at once, but a patch is read at once.
    """

    tiles: tuple[TileSeries, ...]
    size: int
    read_pixels: int


def patch_block(task: PlacesTask, setup: PatchSetup) -> Json:
    """Do one task, whose places are the upper left pixels of patches, ordered by row, then by column.

    Features have the shape (patch, feature, row, column), usable (patch, row, column).
    """
    tile, size = setup.tiles[task.tile], setup.size
    plan, halo = tile.plan, tile.plan.halo
    features = np.empty((len(task.rows), len(plan.features()), size, size), plan.dtype)
    usable = np.zeros((len(task.rows), size, size), np.bool_)
    parts = list(_runs(task, setup))
    for (window, patches), series in read_ahead(parts, lambda part: read_block(tile, part[0], open_reader(), halo)):
        values, known = window_features(prepare_block(series, plan), tile, window)
        for number in patches.tolist():
            left = int(task.columns[number]) - window.column
            features[number] = values[:, left : left + size].transpose(2, 0, 1)
            usable[number] = known[:, left : left + size]
        del series  # before the next one is waited for
    return task.save(features, usable)


def _runs(task: PlacesTask, setup: PatchSetup) -> Iterator[tuple[Window, IntArray]]:
    """Yield windows of patches that stand side by side, and the numbers of these patches."""
    size = setup.size
    most = max(setup.read_pixels // (size * size), 1)
    first = 0
    for number in range(1, len(task.rows) + 1):
        if number < len(task.rows) and number - first < most and task.rows[number] == task.rows[first] \
                and task.columns[number] == task.columns[number - 1] + size:  # fmt: skip
            continue
        window = Window(int(task.columns[first]), int(task.rows[first]), size * (number - first), size)
        yield window, np.arange(first, number)
        first = number
