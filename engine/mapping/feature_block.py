"""One task of a raster of features: the blocks of a map, of which the features themselves are kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.mapping.block_features import block_features, clear_acquisitions, prepare_block
from landweave.engine.mapping.block_reader import read_ahead, read_block
from landweave.engine.mapping.blocks import COMPUTE_PIXELS, strips
from landweave.engine.mapping.map_run import BlockTask
from landweave.engine.mapping.masks import Mask
from landweave.engine.mapping.parts import Kind, save_part
from landweave.engine.mapping.tile_series import TileSeries
from landweave.engine.raster.io import RasterReader
from landweave.engine.types import AnyArray, Json

FEATURES, VALIDITY = "features", "validity"


@dataclass(frozen=True)
class FeatureSetup:
    """What all tasks share.

    Args:
        tiles: all of the run.
        masks: one for each tile, or None.
        kind: `features`, or `validity`: the number of clear acquisitions of each sensor and of all.
        read_pixels: most pixels read at once.
        file_rows: see `BlockPlan`.
    """

    tiles: tuple[TileSeries, ...]
    masks: tuple[Mask | None, ...]
    kind: Kind
    read_pixels: int = COMPUTE_PIXELS
    file_rows: int = 1


def feature_block(task: BlockTask, setup: FeatureSetup) -> Json:
    """Do one task; the result lists the file it wrote (none where every pixel is left out)."""
    tile, window, mask = setup.tiles[task.tile], task.window, setup.masks[task.tile]
    halo = tile.plan.halo if setup.kind.name == FEATURES else 0
    result = setup.kind.empty(window.rows, window.columns).reshape(setup.kind.layers, -1)
    done, clear = 0, False
    with RasterReader() as reader:
        wanted = []
        for strip in strips(window, setup.read_pixels, setup.file_rows):
            inside = np.ones(strip.pixels, np.bool_)
            if mask is not None:
                inside = mask.pixels(tile.grid.subgrid(strip), reader).ravel()
            if inside.any():
                wanted.append((strip, inside))
        for (strip, inside), series in read_ahead(wanted, lambda item: read_block(tile, item[0], reader, halo)):
            first = (strip.row - window.row) * window.columns
            part = result[:, first : first + strip.pixels]
            if setup.kind.name == VALIDITY:
                counts = [s.valid.sum(axis=0, dtype=np.uint16) for s in series.sensors]
                made = np.stack([clear_acquisitions(series), *(counts if len(counts) > 1 else ())])
                part[:, inside] = made[:, inside]
            else:
                block = prepare_block(series, tile.plan)
                for start in range(0, strip.pixels, COMPUTE_PIXELS):
                    some = slice(start, min(start + COMPUTE_PIXELS, strip.pixels))
                    features: AnyArray = block_features(block.select(some), tile.plan).features.T
                    np.copyto(part[:, some], features, where=inside[None, some])
                del block
            done += int(inside.sum())
            clear = clear or any(bool(s.valid.any()) for s in series.sensors)
            del series  # before the next one is waited for
    files = [save_part(task.part, setup.kind, result.reshape(-1, window.rows, window.columns))] if done else []
    return {"files": files, "pixels": done, "clear": clear}
