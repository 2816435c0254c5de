"""What the options of the time series make of the images, and what a run over them needs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from landweave.engine.catalogue.store import Catalogue
from landweave.engine.errors import UserError
from landweave.engine.inspection.findings import NOTE, OPTIONS, WARNING, Findings
from landweave.engine.mapping.block_features import block_features, prepare_block
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.blocks import plan_blocks
from landweave.engine.mapping.tile_series import TileSeries, owned_windows, tile_series
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import disk_path
from landweave.engine.runtime.memory import memory_budget, requested_workers
from landweave.engine.samples.checks import some
from landweave.engine.series.options import SeriesOptions, load_options
from landweave.engine.series.plan import SensorPlan, SeriesPlan
from landweave.engine.series.planning import make_plan
from landweave.engine.types import Json

_MAP_BYTES = 2 + 1 + 2
"""Of a pixel: class (2 bytes where codes are large), confidence, validity."""
_TRIAL_SIDE, _LARGEST_TRIAL = 256, 1024


@dataclass(frozen=True)
class Needs:
    """What a run over all tiles needs.

    Args:
        features: columns of the feature matrix.
        pixels: of all tiles, places that tiles share counted once.
        image_bytes: of the files on this machine that are read.
        map_bytes: of class, confidence and validity, before they are compressed.
        raster_bytes: of all features as a raster.
        workers: processes.
        memory_bytes: that they may use together.
        seconds: that reading the images and making the features takes with so many processes, judged by one block;
            0: not measured.
    """

    features: int
    pixels: int
    image_bytes: int
    map_bytes: int
    raster_bytes: int
    workers: int
    memory_bytes: int
    seconds: float

    def to_json(self) -> Json:
        """Return plain values."""
        return {**self.__dict__}


def check_series(
    path: str, catalogue: Catalogue, findings: Findings
) -> tuple[SeriesPlan | None, tuple[TileSeries, ...]]:
    """Return the plan that the options lead to and its tiles; None, and tiles of default options, where none does."""
    if not catalogue.products:
        with findings.guard(OPTIONS):
            load_options(path)
        return None, ()
    static = [layer.name for layer in catalogue.static]

    def note(message: str) -> None:
        findings.add(NOTE, OPTIONS, message)

    with findings.guard(OPTIONS):
        options = load_options(path)
        plan = make_plan(options, catalogue.products, note, static)
        plan.features()  # names that two features share are refused here
        for sentence in options.unused():
            findings.add(WARNING, OPTIONS, sentence, "List it in 'describe', or leave its options out.")
        unused = [s for s in catalogue.sensors() if s not in {p.sensor for p in plan.sensors}]
        if unused:
            findings.add(NOTE, OPTIONS, f"The images of {some(unused)} are not used: SERIES names other sensors.")
        return plan, tile_series(catalogue, plan)
    try:
        plain = make_plan(SeriesOptions(static=[]), catalogue.products)
        return None, tile_series(catalogue, plain)
    except UserError as error:
        findings.add(NOTE, OPTIONS, f"The calendar cannot be shown: {error.message}", error.hint)
        return None, ()


def sensor_json(plan: SensorPlan) -> Json:
    """Return what a plan makes of a sensor, for people."""
    return {
        "sensor": plan.sensor, "bands": list(plan.bands), "indices": list(plan.indices), "unit": plan.unit,
        "dates": len(plan.target_dates), "first": plan.target_dates[0] if plan.target_dates else "",
        "last": plan.target_dates[-1] if plan.target_dates else "", "filling": plan.filling,
        "groups": [g.kind for g in plan.groups],
    }


def needs_of(plan: SeriesPlan, tiles: Sequence[TileSeries], findings: Findings, context: RunContext) -> Needs | None:
    """Return what a run needs, after reading one block as it will be read.

    A file that cannot be read, or an option that fails on real values, is an error finding.
    """
    pixels = sum(part.pixels for tile in tiles for part in owned_windows(tile, tiles, tile.grid.window))
    features = len(plan.features())
    width = 2 if plan.dtype == "int16" else 4
    files = {disk_path(file) for tile in tiles for file in tile.files}
    image_bytes = sum(Path(f).stat().st_size for f in files if Path(f).is_file())
    silent = replace(context, emit=lambda event: None)
    with findings.guard(OPTIONS):
        blocks = plan_blocks(tiles, silent)
        local = not any(file.startswith("/vsi") for file in files)
        seconds = _trial(tiles[0], plan, blocks.file_rows) * pixels / blocks.workers if local else 0.0
        budget = memory_budget(context.memory_mib, requested_workers(context.workers))
        return Needs(features, pixels, image_bytes, pixels * _MAP_BYTES, pixels * features * width, blocks.workers,
                     int(budget), seconds)
    return None


def _trial(tile: TileSeries, plan: SeriesPlan, file_rows: int) -> float:
    """Return the seconds that a pixel takes, of a block in the middle of a tile."""
    side = min(max(_TRIAL_SIDE, file_rows), _LARGEST_TRIAL)
    grid = tile.grid
    window = Window(grid.columns // 2 - side // 2, grid.rows // 2 - side // 2, side, side).intersection(grid.window)
    small = Window(window.column, window.row, min(4, window.columns), min(4, window.rows))
    started = 0.0
    for part in (small, window):  # the first compiles what is not compiled yet
        with RasterReader() as reader:
            started = time.perf_counter()
            block = prepare_block(read_block(tile, part, reader, plan.halo), plan)
            block_features(block, plan)
    return (time.perf_counter() - started) / window.pixels
