"""One task of a map: read, mask, fill, features, predict, for the pixels that are wanted and for no others."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from landweave.engine.mapping.answer import Answer, answer_values
from landweave.engine.mapping.areas import load_areas
from landweave.engine.mapping.block_features import FeatureBlock, PreparedBlock, block_features, prepare_block
from landweave.engine.mapping.block_reader import BlockSeries, read_ahead, read_block
from landweave.engine.mapping.blocks import COMPUTE_PIXELS, strips
from landweave.engine.mapping.borders import OUTSIDE, Shares, soft_shares
from landweave.engine.mapping.combine import Ensemble, load_ensemble
from landweave.engine.mapping.fusing import Fusion, fuse
from landweave.engine.mapping.map_run import BlockTask
from landweave.engine.mapping.masks import Mask
from landweave.engine.mapping.pace import why_on_cpu
from landweave.engine.mapping.parts import Kind, save_part
from landweave.engine.mapping.surroundings import Given, given_by, placed, read_window, squares_of_plans
from landweave.engine.mapping.tile_series import TileSeries
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.series.fill import clear_count
from landweave.engine.series.plan import SeriesPlan
from landweave.engine.types import AnyArray, Float32Array, IntArray, Json, UInt16Array


@dataclass(frozen=True)
class ClassifySetup:
    """What all tasks share; picklable, names files only.

    Args:
        series: the tiles as each plan of the models sees them, plan by plan; all plans have the same tiles and pixels.
        models: model files.
        fingerprints: of the model files.
        fusion: how the models' answers become one.
        regions: polygons or a raster; empty: none.
        region_field: names them.
        region_priority: field that says which holds where they overlap; empty: the first.
        region_fingerprint: of their file.
        region_names: by region code; the first, empty, is that of pixels in no region.
        border: distance within which the models of two regions are blended, in the unit of the tiles; 0: not.
        masks: one for each tile, or None.
        kinds: rasters wanted.
        user_network: where the file of the user's own network lies now; empty: where it was.
        read_pixels: most pixels read at once.
        file_rows: see `BlockPlan`.
    """

    series: tuple[tuple[TileSeries, ...], ...]
    models: tuple[str, ...]
    fingerprints: tuple[str, ...]
    fusion: Fusion
    regions: str
    region_field: str
    region_priority: str
    region_fingerprint: str
    region_names: tuple[str, ...]
    border: float
    masks: tuple[Mask | None, ...]
    kinds: tuple[Kind, ...]
    user_network: str = ""
    read_pixels: int = COMPUTE_PIXELS
    file_rows: int = 1

    @property
    def tiles(self) -> tuple[TileSeries, ...]:
        """The tiles as the first plan sees them."""
        return self.series[0]

    def weights(self, shares: Shares) -> dict[str, Float32Array]:
        """Return the weight of each region by its name, shape (pixel,)."""
        return {self.region_names[code]: weight for code, weight in shares.weights().items()}

    @property
    def counts_clear(self) -> bool:
        """Tell whether the number of clear acquisitions is wanted, also where no model holds."""
        return any(kind.name == "validity" for kind in self.kinds)


def classify_block(task: BlockTask, setup: ClassifySetup) -> Json:
    """Do one task; the result lists the files it wrote (none where every pixel is left out)."""
    window, started = task.window, time.monotonic()
    plans = tuple(json.dumps(tiles[0].plan.to_json()) for tiles in setup.series)
    ensemble = kept_ensemble(setup.models, setup.fingerprints, plans, setup.user_network)
    squares = squares_of_plans(ensemble)
    results = {kind.name: kind.empty(1, window.pixels)[:, 0] for kind in setup.kinds}
    done, clear = 0, False
    views = [tiles[task.tile] for tiles in setup.series]
    with RasterReader() as reader:

        def read(item: tuple[Window, Shares]) -> list[BlockSeries]:
            wide = [read_window(one, item[0]) for one in squares]
            return [read_block(view, window, reader, view.plan.halo) for view, window in zip(views, wide)]

        for (strip, shares), series in read_ahead(list(_wanted_strips(task, setup, ensemble, reader)), read):
            first = (strip.row - window.row) * window.columns
            whole = [prepare_block(one, view.plan) for one, view in zip(series, views)]
            around = [read_window(one, strip) for one in squares]
            given = given_by(ensemble, whole, around, views, strip, setup.weights(shares))
            blocks = [placed(block, wide, strip) for block, wide in zip(whole, around)]
            for pixels in _chunks(np.flatnonzero(shares.codes != OUTSIDE)):
                some = [block.select(pixels) for block in blocks]
                found = classify_pixels(some, shares.select(pixels), given.select(pixels), setup, ensemble, views)
                for name, values in found.items():
                    results[name][:, first : first + strip.pixels][:, pixels] = values
            done += int((shares.codes != OUTSIDE).sum())
            clear = clear or any(bool(s.valid.any()) for one in series for s in one.sensors)
            del series, whole, blocks, given  # before the next one is waited for
    files = _save(task, setup, results) if done else []
    pace = {"slow": why_on_cpu(ensemble) if done else "", "seconds": time.monotonic() - started}
    return {"files": files, "pixels": done, "clear": clear, **pace}


def classify_pixels(
    prepared: list[PreparedBlock], shares: Shares, given: Given, setup: ClassifySetup, ensemble: Ensemble,
    views: list[TileSeries],
) -> dict[str, AnyArray]:  # fmt: skip
    """Return the values of each kind, (layer, pixel), for pixels of given regions; blocks and tiles plan by plan."""
    blocks = [block_features(block, view.plan) for block, view in zip(prepared, views)]
    weights = setup.weights(shares)
    answer = _answer(blocks, weights, given, setup, ensemble)
    found = answer_values(answer, ensemble, setup.kinds, [blocks[n].features for n in ensemble.plan_of], weights)
    if setup.counts_clear:
        found["validity"] = _clear(blocks, prepared, views)[None]
    return found


@lru_cache(maxsize=2)
def kept_ensemble(
    models: tuple[str, ...], fingerprints: tuple[str, ...], plans: tuple[str, ...], user_network: str = ""
) -> Ensemble:
    """Return the models for plans (as JSON), read once a process as long as their files do not change."""
    del fingerprints
    return load_ensemble(models, user_network).on([SeriesPlan.from_json(json.loads(plan)) for plan in plans])


def _answer(
    blocks: list[FeatureBlock], weights: dict[str, Float32Array], given: Given, setup: ClassifySetup,
    ensemble: Ensemble,
) -> Answer:  # fmt: skip
    """Return what the models say together."""
    said = []
    for number, plan in enumerate(ensemble.plan_of):
        block = blocks[plan]
        said.append(ensemble.probabilities(number, block.features, block.usable, weights, given.of(number)))
    return fuse(setup.fusion, [p for p, _ in said], [k for _, k in said], ensemble.codes)


def _clear(blocks: list[FeatureBlock], prepared: list[PreparedBlock], views: list[TileSeries]) -> UInt16Array:
    """Return the number of clear acquisitions, (pixel,); of a sensor that several plans use, of the one with most."""
    if len(blocks) == 1:
        return blocks[0].clear
    most: dict[str, UInt16Array] = {}
    for one, view in zip(prepared, views):
        for plan, block in zip(view.plan.sensors, one.series.sensors):
            count = clear_count(block.valid)
            most[plan.sensor] = np.maximum(most.get(plan.sensor, count), count)
    total: UInt16Array = np.sum(list(most.values()), axis=0, dtype=np.uint16)
    return total


def _wanted_strips(
    task: BlockTask, setup: ClassifySetup, ensemble: Ensemble, reader: RasterReader
) -> Iterator[tuple[Window, Shares]]:
    """Yield the strips in which something is to be done, and what regions count in their pixels."""
    tile, mask = setup.tiles[task.tile], setup.masks[task.tile]
    modelled = np.array([ensemble.knows(name) for name in setup.region_names])
    areas = None
    near: dict[int, Float32Array] = {}
    if setup.regions:
        areas = load_areas(
            setup.regions, setup.region_field, tile.grid.crs, setup.region_fingerprint, setup.region_priority
        )
        if setup.border:
            near = soft_shares(areas, tile.grid, task.window, setup.border)
    for strip in strips(task.window, setup.read_pixels, setup.file_rows):
        grid = tile.grid.subgrid(strip)
        codes = np.zeros((strip.rows, strip.columns), np.int64) if areas is None else areas.pixels(grid)
        own = modelled[codes]
        codes = np.where(own | setup.counts_clear, codes, OUTSIDE)
        if mask is not None and (codes != OUTSIDE).any():
            codes[~mask.pixels(grid, reader)] = OUTSIDE
        if (codes != OUTSIDE).any():
            first = (strip.row - task.window.row) * task.window.columns
            rows = slice(first, first + strip.pixels)
            # Near a soft border, the model of the next region does not reach into one that has none.
            yield strip, Shares(codes.ravel(), {code: weight[rows] * own.ravel() for code, weight in near.items()})


def _chunks(pixels: IntArray) -> Iterator[IntArray | slice]:
    """Cut the numbers of wanted pixels into what is computed at once; unbroken runs as slices, which copy less."""
    for start in range(0, len(pixels), COMPUTE_PIXELS):
        chunk = pixels[start : start + COMPUTE_PIXELS]
        first, last = int(chunk[0]), int(chunk[-1])
        yield slice(first, last + 1) if last - first + 1 == len(chunk) else chunk


def _save(task: BlockTask, setup: ClassifySetup, results: dict[str, AnyArray]) -> list[str]:
    rows, columns = task.window.rows, task.window.columns
    return [save_part(task.part, k, results[k.name].reshape(-1, rows, columns)) for k in setup.kinds]
