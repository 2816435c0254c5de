"""One task of a map: read, mask, fill, features, predict, for the pixels that are wanted and for no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from landweave.engine.mapping.areas import load_areas
from landweave.engine.mapping.block_features import FeatureBlock, PreparedBlock, block_features, prepare_block
from landweave.engine.mapping.block_reader import read_ahead, read_block
from landweave.engine.mapping.blocks import COMPUTE_PIXELS, strips
from landweave.engine.mapping.combine import Ensemble, best_class, load_ensemble, scaled_probabilities
from landweave.engine.mapping.map_run import BlockTask
from landweave.engine.mapping.masks import Mask
from landweave.engine.mapping.parts import Kind, save_part
from landweave.engine.mapping.tile_series import TileSeries
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.series.plan import SeriesPlan
from landweave.engine.types import AnyArray, Float32Array, IntArray, Json

OUTSIDE = -1
"""Stands for "leave out" among region codes; 0 is "in no region"."""


@dataclass(frozen=True)
class ClassifySetup:
    """What all tasks share; picklable, names files only.

    Args:
        tiles: all of the run.
        models: model files.
        fingerprints: of the model files.
        regions: polygons; empty: none.
        region_field: names them.
        region_fingerprint: of their file.
        region_names: by region code; the first, empty, is that of pixels in no region.
        masks: one for each tile, or None.
        kinds: rasters wanted.
        read_pixels: most pixels read at once.
        file_rows: see `BlockPlan`.
    """

    tiles: tuple[TileSeries, ...]
    models: tuple[str, ...]
    fingerprints: tuple[str, ...]
    regions: str
    region_field: str
    region_fingerprint: str
    region_names: tuple[str, ...]
    masks: tuple[Mask | None, ...]
    kinds: tuple[Kind, ...]
    read_pixels: int = COMPUTE_PIXELS
    file_rows: int = 1

    @property
    def counts_clear(self) -> bool:
        """Tell whether the number of clear acquisitions is wanted, also where no model holds."""
        return any(kind.name == "validity" for kind in self.kinds)


def classify_block(task: BlockTask, setup: ClassifySetup) -> Json:
    """Do one task; the result lists the files it wrote (none where every pixel is left out)."""
    tile, window = setup.tiles[task.tile], task.window
    ensemble = kept_ensemble(setup.models, setup.fingerprints)
    results = {kind.name: kind.empty(1, window.pixels)[:, 0] for kind in setup.kinds}
    done, clear, halo = 0, False, ensemble.plan.halo
    with RasterReader() as reader:
        wanted = list(_wanted_strips(task, setup, ensemble, reader))
        for (strip, codes), series in read_ahead(wanted, lambda item: read_block(tile, item[0], reader, halo)):
            first = (strip.row - window.row) * window.columns
            block = prepare_block(series, tile.plan)
            for pixels in _chunks(np.flatnonzero(codes != OUTSIDE)):
                found = classify_pixels(block.select(pixels), codes[pixels], setup, ensemble, tile.plan)
                for name, values in found.items():
                    results[name][:, first : first + strip.pixels][:, pixels] = values
            done += int((codes != OUTSIDE).sum())
            clear = clear or any(bool(s.valid.any()) for s in series.sensors)
            del series, block  # before the next one is waited for
    return {"files": _save(task, setup, results) if done else [], "pixels": done, "clear": clear}


def classify_pixels(
    prepared: PreparedBlock, codes: IntArray, setup: ClassifySetup, ensemble: Ensemble, plan: SeriesPlan
) -> dict[str, AnyArray]:
    """Return the values of each kind, (layer, pixel), for pixels of given region codes, (pixel,)."""
    block = block_features(prepared, plan)
    probabilities, known = _probabilities(block, codes, setup, ensemble)
    classes, percent = best_class(probabilities, ensemble.codes)
    values = {"classes": classes[None], "confidence": percent[None]}
    if any(kind.name == "probabilities" for kind in setup.kinds):
        values["probabilities"] = scaled_probabilities(probabilities)
    found = {k.name: np.where(known, values[k.name], k.nodata).astype(k.dtype) for k in setup.kinds if k.name in values}
    if setup.counts_clear:
        found["validity"] = block.clear[None]
    return found


@lru_cache(maxsize=2)
def kept_ensemble(models: tuple[str, ...], fingerprints: tuple[str, ...]) -> Ensemble:
    """Return the models, read once a process as long as their files do not change."""
    del fingerprints
    return load_ensemble(models)


def _wanted_strips(
    task: BlockTask, setup: ClassifySetup, ensemble: Ensemble, reader: RasterReader
) -> Iterator[tuple[Window, IntArray]]:
    """Yield the strips in which something is to be done, and the region codes of their pixels, (pixel,)."""
    tile, mask = setup.tiles[task.tile], setup.masks[task.tile]
    useful = np.array([setup.counts_clear or ensemble.knows(name) for name in setup.region_names])
    for strip in strips(task.window, setup.read_pixels, setup.file_rows):
        grid = tile.grid.subgrid(strip)
        codes = np.zeros((strip.rows, strip.columns), np.int64)
        if setup.regions:
            areas = load_areas(setup.regions, setup.region_field, grid.crs, setup.region_fingerprint)
            codes = areas.pixels(grid)
        codes = np.where(useful[codes], codes, OUTSIDE)
        if mask is not None and (codes != OUTSIDE).any():
            codes[~mask.pixels(grid, reader)] = OUTSIDE
        if (codes != OUTSIDE).any():
            yield strip, codes.ravel()


def _chunks(pixels: IntArray) -> Iterator[IntArray | slice]:
    """Cut the numbers of wanted pixels into what is computed at once; unbroken runs as slices, which copy less."""
    for start in range(0, len(pixels), COMPUTE_PIXELS):
        chunk = pixels[start : start + COMPUTE_PIXELS]
        first, last = int(chunk[0]), int(chunk[-1])
        yield slice(first, last + 1) if last - first + 1 == len(chunk) else chunk


def _probabilities(
    block: FeatureBlock, codes: IntArray, setup: ClassifySetup, ensemble: Ensemble
) -> tuple[Float32Array, AnyArray]:
    """Return probabilities, (pixel, class), and where there are any, (pixel,)."""
    probabilities = np.zeros((len(codes), len(ensemble.codes)), np.float32)
    known = np.zeros(len(codes), np.bool_)
    for code in np.unique(codes):
        region = setup.region_names[code]
        here = (codes == code) & block.usable
        if not ensemble.knows(region) or not here.any():
            continue
        if here.all():
            return ensemble.probabilities(block.features, region), here
        probabilities[here] = ensemble.probabilities(block.features[here], region)
        known |= here
    return probabilities, known


def _save(task: BlockTask, setup: ClassifySetup, results: dict[str, AnyArray]) -> list[str]:
    rows, columns = task.window.rows, task.window.columns
    return [save_part(task.part, k, results[k.name].reshape(-1, rows, columns)) for k in setup.kinds]
