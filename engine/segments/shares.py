"""`class_shares`: what classes lie around each pixel, as rasters and as layers that classifiers can learn from.

Source: Derksen et al. 2020, doi 10.3390/rs12030513, section 2: histograms of auto-context classes in superpixels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from landweave.engine.catalogue.store import Catalogue, load_catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs.segments import ClassSharesJob
from landweave.engine.mapping.parts import Kind, Part, assemble, save_part
from landweave.engine.mapping.raster_run import Output, common_grid, refuse_inputs, window_in
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.style import write_ramp_style
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import Task, TaskFunction, run_tasks
from landweave.engine.runtime.files import content_key, explained
from landweave.engine.runtime.memory import FIXED_BYTES, plan_memory
from landweave.engine.sensors.product import StaticLayer
from landweave.engine.types import SERIES_NODATA, AnyArray, IntArray, Json

SCALE = 10000
_SIDE = 512
_NAME = "around"
_MOST_CODES = 1 << 16
_ENDS = (0.4, 0.9)  # share of the time at which counting and writing end


@dataclass(frozen=True)
class _Setup:
    """What the blocks share; `border`: file of the counts of the superpixels that lie in several blocks."""

    job: ClassSharesJob
    grid: Grid
    map_grid: Grid
    segment_grid: Grid
    codes: tuple[int, ...] = ()
    border: str = ""


def run(job: ClassSharesJob, context: RunContext) -> dict[str, Json]:
    """Count the classes in each superpixel and write their shares.

    Superpixels hang together: each lies in one block, or touches the sides of all blocks that it lies in. Only the
    counts of the latter are held at once.

    Raises:
        UserError: if the rasters do not fit together, the map holds no class, or only one of CATALOGUE and
            OUTPUT_CATALOGUE is given.
    """
    if bool(job.catalogue) != bool(job.output_catalogue):
        raise UserError("CATALOGUE and OUTPUT_CATALOGUE belong together.", "Give both, or neither.")
    catalogue = load_catalogue(job.catalogue) if job.catalogue else None
    setup = _setup(job)
    key = content_key([job.to_json()])
    with work_folder(job.output, context, key) as folder:
        parts = [Part(w, str(folder / f"block_{n}")) for n, w in enumerate(setup.grid.blocks(_SIDE, _SIDE))]
        setup = _counted(setup, parts, str(folder / "border"), _planned(context.part(0, _ENDS[0]), 80))
        kind = Kind("shares", "int16", SERIES_NODATA, len(setup.codes),
                    tuple(f"class {code}: share x {SCALE}" for code in setup.codes))
        output = Output("OUTPUT", job.output, kind)
        refuse_inputs([output], [job.map, job.segments])
        working = _planned(context.part(*_ENDS), 80 + 12 * len(setup.codes))
        done = _each(_write_block, parts, setup, working)
        left = [part for part, result in zip(parts, done) if result["files"]]
        with RasterWriter(job.output, setup.grid, kind.layers, kind.dtype, kind.nodata, kind.descriptions) as writer:
            assemble(kind, left, setup.grid, writer, context.part(_ENDS[1], 1).progress)
        for path in folder.glob("*.npy"):
            path.unlink()
    write_ramp_style(job.output, 0, SCALE, "probability")
    context.artifact("OUTPUT", job.output)
    result: dict[str, Json] = {"OUTPUT": job.output}
    if catalogue is not None:
        save_catalogue(job.output_catalogue, replace(catalogue, static=_layers(job, catalogue, setup)))
        context.artifact("OUTPUT_CATALOGUE", job.output_catalogue)
        result["OUTPUT_CATALOGUE"] = job.output_catalogue
    return result


def shares(numbers: IntArray, places: IntArray, codes: int) -> tuple[IntArray, IntArray, AnyArray]:
    """Count the classes of the superpixels of a block.

    Args:
        numbers: of the superpixels, any shape; 0: none.
        places: of the classes in the list of codes, same shape; -1: none.
        codes: how many there are.

    Returns:
        The numbers that occur, ascending; the place of each pixel's number in them; counts, shape (number, class).
    """
    found, inverse = np.unique(numbers, return_inverse=True)
    inverse = inverse.reshape(numbers.shape)
    counts = np.zeros((len(found), codes), np.int64)
    known = (places >= 0) & (numbers > 0)
    flat = np.bincount(inverse[known] * codes + places[known], minlength=len(found) * codes)
    counts += flat.reshape(len(found), codes)
    return np.asarray(found, np.int64), np.asarray(inverse, np.int64), counts


def _layers(job: ClassSharesJob, catalogue: Catalogue, setup: _Setup) -> tuple[StaticLayer, ...]:
    """Return the layers of a catalogue, with these shares in place of those of an earlier map."""
    path = str(Path(job.output).absolute())
    mine = [StaticLayer(f"{_NAME}{code}", path, band, setup.grid, float(SERIES_NODATA))
            for band, code in enumerate(setup.codes, start=1)]
    old = re.compile(rf"{_NAME}\d+", re.IGNORECASE)
    others = [layer for layer in catalogue.static if not old.fullmatch(layer.name)]
    return tuple(sorted([*others, *mine], key=lambda layer: layer.name.lower()))


def _setup(job: ClassSharesJob) -> _Setup:
    with RasterReader() as reader:
        for path in (job.map, job.segments):
            if reader.info(path).dtype.startswith("float"):
                raise UserError(f"{path} holds decimal numbers, no classes or superpixels.", "Choose another raster.")
        common_grid([job.map, job.segments], reader)
        return _Setup(job, reader.grid(job.map), reader.grid(job.map), reader.grid(job.segments))


def _planned(context: RunContext, bytes_per_pixel: float) -> RunContext:
    plan = plan_memory(context, 1.0, FIXED_BYTES + int(_SIDE * _SIDE * bytes_per_pixel))
    return replace(context, workers=plan.workers)


def _each(function: TaskFunction, parts: Sequence[Part], setup: _Setup, context: RunContext) -> list[Json]:
    tasks = [Task(f"{n}", f"block {n + 1} of {len(parts)}", part, float(part.window.pixels))
             for n, part in enumerate(parts)]
    done = {task.key: result for task, result in run_tasks(function, tasks, context, None, setup)}
    return [done[task.key] for task in tasks]


def _counted(setup: _Setup, parts: Sequence[Part], border: str, context: RunContext) -> _Setup:
    """Count the superpixels at the sides of all blocks, and return the setup that knows them and the codes."""
    done = _each(_count_block, parts, setup, context)
    codes = tuple(sorted({code for result in done for code in result["codes"]}))
    if not codes:
        raise UserError(f"The map {setup.job.map} holds no class where {setup.job.segments} has superpixels.",
                        "Choose a map and superpixels of one area.")
    found = [np.load(result["files"][0], allow_pickle=False) for result in done if result["files"]]
    rows = np.concatenate(found) if found else np.zeros((0, 3), np.int64)
    numbers, place = np.unique(rows[:, 0], return_inverse=True)
    counts = np.zeros((len(numbers), len(codes)), np.int64)
    np.add.at(counts, (place.ravel(), np.searchsorted(codes, rows[:, 1])), rows[:, 2])
    with explained(setup.job.output):
        np.save(f"{border}_numbers.npy", numbers)
        np.save(f"{border}_counts.npy", counts)
    return replace(setup, codes=codes, border=border)


def _count_block(part: Part, setup: _Setup) -> Json:
    """List (number, code, count) of the superpixels at the sides of a block, and its codes."""
    numbers, classes = _read(part.window, setup)
    known = (numbers > 0) & (classes > 0)
    codes = np.unique(classes[known])
    sides = np.unique(np.concatenate([numbers[0], numbers[-1], numbers[:, 0], numbers[:, -1]]))
    there = known & np.isin(numbers, sides[sides > 0])
    joined, count = np.unique(numbers[there] * _MOST_CODES + classes[there], return_counts=True)
    rows = np.stack([joined // _MOST_CODES, joined % _MOST_CODES, count], axis=1)
    path = f"{part.stem}.border.npy"
    with explained(setup.job.output):
        np.save(path, rows.astype(np.int64))
    return {"files": [path], "codes": codes.tolist()}


def _write_block(part: Part, setup: _Setup) -> Json:
    """Write the shares of a block."""
    numbers, classes = _read(part.window, setup)
    codes = np.array(setup.codes)
    places = np.where(classes > 0, np.searchsorted(codes, classes), -1)
    found, inverse, counts = shares(numbers, places, len(codes))
    several = np.load(f"{setup.border}_numbers.npy", mmap_mode="r", allow_pickle=False)
    totals = np.load(f"{setup.border}_counts.npy", mmap_mode="r", allow_pickle=False)
    if len(several):
        at = np.minimum(np.searchsorted(several, found), len(several) - 1)
        is_there = several[at] == found
        counts[is_there] = totals[at[is_there]]
    total = counts.sum(axis=1)
    part_of = np.rint(SCALE * counts / np.maximum(total, 1)[:, None])
    table = np.where(((found > 0) & (total > 0))[:, None], part_of, SERIES_NODATA).astype(np.int16)
    if (table == SERIES_NODATA).all():
        return {"files": []}
    kind = Kind("shares", "int16", SERIES_NODATA, len(codes))
    return {"files": [save_part(part, kind, np.moveaxis(table[inverse], -1, 0))]}


def _read(window: Window, setup: _Setup) -> tuple[IntArray, IntArray]:
    """Return the superpixels and the classes of a block."""
    with RasterReader() as reader:
        numbers = reader.read(setup.job.segments, 1, window_in(setup.grid, window, setup.segment_grid))
        classes = reader.read(setup.job.map, 1, window)
    return numbers.astype(np.int64), classes.astype(np.int64)
