"""`segment_superpixels`: window by window, without the windows' borders showing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.segments import SegmentSuperpixelsJob
from landweave.engine.mapping.parts import Kind, Part, assemble, save_part
from landweave.engine.mapping.raster_run import Output, refuse_inputs
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.style import write_ramp_style
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import Task, TaskFunction, run_tasks
from landweave.engine.runtime.files import content_key
from landweave.engine.runtime.memory import FIXED_BYTES, plan_memory
from landweave.engine.segments.slic import segmenter, standardised, superpixels, touching_edge
from landweave.engine.types import AnyArray, Float64Array, IntArray, Json

SIDE = 256
"""Pixels of a window's side. Fixed: superpixels shall not depend on memory or the number of processes."""
SMALLEST, LARGEST = 20, 4096
KIND = Kind("segments", "uint32", 0, descriptions=("superpixel",))
_PICKED = 1024
_LAST = 2**32 - 1
_PARTS = (0.6, 0.9)  # share of the time at which the two rounds end


@dataclass(frozen=True)
class _Setup:
    """What the windows share; `capacity`: numbers that each may give."""

    job: SegmentSuperpixelsJob
    grid: Grid
    nodata: Float64Array
    mean: Float64Array
    spread: Float64Array
    capacity: int


@dataclass(frozen=True)
class _Argument:
    """A window, its number among all, and the windows of the first round that it lies on."""

    part: Part
    number: int
    around: tuple[Part, ...] = ()


def run(job: SegmentSuperpixelsJob, context: RunContext) -> dict[str, Json]:
    """Divide a raster into superpixels.

    Windows of a fixed size are segmented one by one, and superpixels that a window has cut are given up. The strips
    that this leaves are segmented in windows that lie half a window further, so that none of the first borders is left;
    those of the second cross the strips only, over the width of a superpixel or two.

    Raises:
        UserError: if a parameter is out of range, the raster holds nothing, or scikit-image is missing.
    """
    _check(job)
    segmenter()
    setup = _setup(job)
    output = Output("OUTPUT", job.output, KIND)
    refuse_inputs([output], [job.input])
    bands = len(setup.mean)
    plan = plan_memory(context, 1.0, FIXED_BYTES + SIDE * SIDE * (32 * bands + 400))
    key = content_key([job.to_json()])
    with work_folder(job.output, context, key) as folder:
        working = replace(context, workers=plan.workers)
        first = list(_windows(setup.grid, 0))
        parts = [Part(window, str(folder / f"first_{n}")) for n, window in enumerate(first)]
        tasks = [_Argument(part, number) for number, part in enumerate(parts)]
        counts = _round(_first_round, tasks, setup, working.part(0, _PARTS[0]))
        second = [Part(w, str(folder / f"second_{n}")) for n, w in enumerate(_windows(setup.grid, SIDE // 2))]
        tasks = [_Argument(part, len(parts) + n, _around(part.window, parts)) for n, part in enumerate(second)]
        counts += _round(_second_round, tasks, setup, working.part(*_PARTS))
        if not sum(counts):
            raise UserError(f"{job.input} holds no value: every pixel is no data.", "Choose another raster.")
        with RasterWriter(job.output, setup.grid, 1, KIND.dtype, KIND.nodata, KIND.descriptions) as writer:
            assemble(KIND, second, setup.grid, writer, context.part(_PARTS[1], 1).progress)
        for part in (*parts, *second):
            part.path(KIND).unlink(missing_ok=True)
    write_ramp_style(job.output, 0, (len(parts) + len(second)) * setup.capacity, "count")
    context.metric("superpixels", sum(counts))
    context.artifact("OUTPUT", job.output)
    return {"OUTPUT": job.output, "SUPERPIXELS": sum(counts)}


def _check(job: SegmentSuperpixelsJob) -> None:
    if not SMALLEST <= job.size <= LARGEST:
        raise UserError(f"SIZE is {job.size} pixels.", f"Give a number of pixels from {SMALLEST} to {LARGEST}.")
    if not 0.01 <= job.compactness <= 100:
        raise UserError(f"COMPACTNESS is {job.compactness:g}.", "Give a number from 0.01 to 100, for example 1.")


def _setup(job: SegmentSuperpixelsJob) -> _Setup:
    """Look the raster over: grid, and mean and spread of each band from pixels picked evenly."""
    mean, spread, nodata = [], [], []
    with RasterReader() as reader:
        info = reader.info(job.input)
        for band in range(1, info.layers + 1):
            missing = info.nodatas[band - 1]
            picked = reader.overview(job.input, band, _PICKED).astype(np.float64)
            known = picked[np.isfinite(picked) & (picked != missing if missing is not None else True)]
            mean.append(float(known.mean()) if known.size else 0.0)
            spread.append((float(known.std()) if known.size else 0.0) or 1.0)
            nodata.append(np.nan if missing is None else float(missing))
    windows = len(list(_windows(info.grid, 0))) + len(list(_windows(info.grid, SIDE // 2)))
    capacity = min(SIDE * SIDE, _LAST // windows)
    if capacity < 4 * SIDE * SIDE // job.size:
        raise UserError(f"{job.input} is too large for superpixels of {job.size} pixels.", "Give a larger SIZE.")
    return _Setup(job, info.grid, np.array(nodata), np.array(mean), np.array(spread), capacity)


def _windows(grid: Grid, offset: int) -> Sequence[Window]:
    """Return the windows that cover a grid, in rows; the first begin so many pixels before it."""
    whole = grid.window
    starts = [range(-offset, length, SIDE) for length in (grid.rows, grid.columns)]
    found = [Window(c, r, SIDE, SIDE).intersection(whole) for r in starts[0] for c in starts[1]]
    return [window for window in found if window.pixels]


def _around(window: Window, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the windows of the first round, in their rows, that a window of the second lies on."""
    across = next((n for n, part in enumerate(parts) if part.window.row > 0), len(parts))
    rows = range(window.row // SIDE, (window.row + window.rows - 1) // SIDE + 1)
    columns = range(window.column // SIDE, (window.column + window.columns - 1) // SIDE + 1)
    return tuple(parts[row * across + column] for row in rows for column in columns)


def _round(function: TaskFunction, arguments: Sequence[_Argument], setup: _Setup, context: RunContext) -> list[int]:
    """Do the windows of a round, and return how many superpixels each made."""
    tasks = [
        Task(str(a.number), f"window {n} of {len(arguments)}", a, float(a.part.window.pixels))
        for n, a in enumerate(arguments, start=1)
    ]
    done = {task.key: result for task, result in run_tasks(function, tasks, context, None, setup)}
    return [int(done[task.key]["count"]) for task in tasks]


def _first_round(task: _Argument, setup: _Setup) -> Json:
    """Segment a window, and keep the superpixels that it did not cut."""
    window, grid = task.part.window, setup.grid
    image, known = _read(window, setup)
    labels = superpixels(image, setup.job.size, setup.job.compactness) if known.any() else np.zeros(known.shape, int)
    goes_on = (window.row > 0, window.row + window.rows < grid.rows,
               window.column > 0, window.column + window.columns < grid.columns)
    labels[touching_edge(labels, goes_on) | ~known] = 0
    return _save(task, _numbered(labels, task.number, setup), labels)


def _second_round(task: _Argument, setup: _Setup) -> Json:
    """Segment what the first round left of a window."""
    window = task.part.window
    before = _before(window, task.around)
    image, known = _read(window, setup)
    labels = superpixels(image, setup.job.size, setup.job.compactness, known & (before == 0))
    return _save(task, np.where(labels > 0, _numbered(labels, task.number, setup), before), labels)


def _read(window: Window, setup: _Setup) -> tuple[AnyArray, AnyArray]:
    with RasterReader() as reader:
        values = np.stack([reader.read(setup.job.input, b, window) for b in range(1, len(setup.mean) + 1)])
    return standardised(values, setup.nodata, setup.mean, setup.spread)


def _before(window: Window, parts: Sequence[Part]) -> AnyArray:
    """Return what the first round made of a window."""
    out = np.zeros((window.rows, window.columns), np.uint32)
    for part in parts:
        shared = part.window.intersection(window)
        if shared.pixels:
            stored = np.load(part.path(KIND), mmap_mode="r", allow_pickle=False)[0]
            out[_place(shared, window)] = stored[_place(shared, part.window)]
    return out


def _place(inner: Window, outer: Window) -> tuple[slice, slice]:
    row, column = inner.row - outer.row, inner.column - outer.column
    return slice(row, row + inner.rows), slice(column, column + inner.columns)


def _numbered(labels: IntArray, number: int, setup: _Setup) -> AnyArray:
    """Return labels that no other window has; those of a window are numbered without gaps first."""
    _, place = np.unique(labels, return_inverse=True)
    dense = place.reshape(labels.shape) + (0 if (labels == 0).any() else 1)
    return np.where(labels > 0, number * setup.capacity + np.minimum(dense, setup.capacity), 0).astype(np.uint32)


def _save(task: _Argument, numbers: AnyArray, labels: IntArray) -> Json:
    file = save_part(task.part, KIND, numbers[None].astype(KIND.dtype))
    return {"files": [file], "count": len(np.unique(labels[labels > 0]))}
