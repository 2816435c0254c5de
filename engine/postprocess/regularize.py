"""`regularize`: a calmer map by a majority filter, larger pixels and a minimum mapping unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.fusion.fuse import map_outputs
from landweave.engine.fusion.maps import check_undecided
from landweave.engine.jobs.postprocess import BURN_TIMES, RegularizeJob
from landweave.engine.mapping.raster_run import Output, RasterTask, refuse_inputs, run_blocks, save_parts
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.postprocess.burning import BurnMask, burnt, prepare_masks
from landweave.engine.postprocess.majority import LARGEST_RADIUS, coarsen, majority
from landweave.engine.postprocess.maps import ClassMap, open_map, read_codes
from landweave.engine.postprocess.regions import REGIONS_FILE, Regions, borders, find_regions, strips
from landweave.engine.postprocess.rules import Rules, load_rules
from landweave.engine.postprocess.sieve import absorb
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.style import write_class_style
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import content_key
from landweave.engine.runtime.memory import MIB, memory_budget
from landweave.engine.types import Json, UInt16Array
from landweave.engine.validation.areas import pixel_areas

AFTER, BEFORE, BOTH = BURN_TIMES
MOST_PASSES = 20
_LOOKED, _FILTERED, _LABELLED, _ABSORBED = 0.1, 0.5, 0.7, 0.8
_BYTES_A_REGION = 320
_HALF_A_PERCENT = 0.005


@dataclass(frozen=True)
class _Setup:
    """What the blocks share; `grid` is that of the input, `factor` how much larger the pixels of the output are."""

    job: RegularizeJob
    grid: Grid
    factor: int
    rules: Rules
    masks: tuple[BurnMask, ...]
    outputs: tuple[Output, ...]


def run(job: RegularizeJob, context: RunContext) -> dict[str, Json]:
    """Regularise a map.

    Masks that come first are burnt in; the majority filter runs; pixels become larger; small regions are absorbed;
    masks that come last are burnt in.

    Raises:
        UserError: if a parameter is out of range, or an input is none.
    """
    _check(job)
    before = open_map(job.input, job.nomenclature, context.part(0, _LOOKED))
    if job.undecided:
        check_undecided(job.undecided, before.codes)
    rules, factor = load_rules(job.rules, before.names), _factor(job, before.grid)
    grid = _coarser(before.grid, factor)
    key = content_key([job.to_json()])
    with work_folder(job.output, context, key) as folder:
        masks = prepare_masks(job.masks, job.mask_codes, before.grid, folder)
        outputs = map_outputs(job.output, "", _names(job, before, masks), _is_small(before, masks))
        refuse_inputs(outputs, (job.input, job.rules, *job.masks))
        filtered = replace(outputs[0], parameter="", path=str(folder / "filtered.tif"))
        first = [filtered] if job.minimum_area else outputs
        setup = _Setup(job, before.grid, factor, rules, masks, tuple(first))
        _block_codes(np.ones((4, 4), np.uint16), job, rules, 1)  # compiled before processes start
        halo = job.radius * job.passes
        end = _FILTERED if job.minimum_area else 1.0
        run_blocks(_block, setup, first, grid, context.part(_LOOKED, end), 16.0 * factor * factor, halo)
        if job.minimum_area:
            _sieve(setup, filtered.path, outputs[0], grid, folder, context.part(_FILTERED, 1))
            _forget(filtered.path)
        for mask in masks:
            if mask.path != mask.source:
                _forget(mask.path)
    context.progress(1.0, "Regularised")
    return {"OUTPUT": job.output}


def _check(job: RegularizeJob) -> None:
    if not 0 <= job.radius <= LARGEST_RADIUS:
        raise UserError(f"RADIUS is {job.radius}.", f"Give a number of pixels from 0 (no filter) to {LARGEST_RADIUS}.")
    if not 1 <= job.passes <= MOST_PASSES:
        raise UserError(f"PASSES is {job.passes}.", f"Give a number from 1 to {MOST_PASSES}.")
    if not 0 <= job.minimum_area < float("inf"):
        raise UserError(f"MINIMUM_AREA is {job.minimum_area:g}.", "Give an area in m2, or 0 to keep every region.")
    if job.burn not in BURN_TIMES:
        raise UserError(f"BURN is '{job.burn}'.", f"Choose one of: {', '.join(BURN_TIMES)}.")


def _factor(job: RegularizeJob, grid: Grid) -> int:
    """Return how many pixels of the map lie along a side of the new ones."""
    if not job.resolution:
        return 1
    factor = round(job.resolution / grid.pixel_width)
    fits = all(abs(factor * side - job.resolution) <= _HALF_A_PERCENT * side
               for side in (grid.pixel_width, grid.pixel_height))
    if factor < 1 or not fits or factor > min(grid.columns, grid.rows):
        size = f"{grid.pixel_width:g} x {grid.pixel_height:g}"
        raise UserError(f"RESOLUTION is {job.resolution:g}, but the pixels of {job.input} are {size}.",
                        f"Give a whole multiple, for example {2 * grid.pixel_width:g}.")
    return factor


def _coarser(grid: Grid, factor: int) -> Grid:
    """Return the grid of larger pixels; the last ones are those that lie at least half inside."""
    columns, rows = ((length + factor // 2) // factor for length in (grid.columns, grid.rows))
    return replace(grid, pixel_width=grid.pixel_width * factor, pixel_height=grid.pixel_height * factor,
                   columns=columns, rows=rows)


def _names(job: RegularizeJob, before: ClassMap, masks: tuple[BurnMask, ...]) -> Nomenclature:
    """Return the classes of the result, in the order of the map's."""
    codes = {*before.codes, *(mask.code for mask in masks), job.undecided} - {0}
    names = {job.undecided: "undecided"} if job.undecided else None
    if any(mask.code == 0 for mask in masks):
        codes |= set(before.names.codes)
    return before.names.limited_to(codes, names)


def _is_small(before: ClassMap, masks: tuple[BurnMask, ...]) -> bool:
    """Tell whether one byte holds the codes; a mask without a code of its own is trusted to hold known classes."""
    with RasterReader() as reader:
        return max(before.codes) < 256 and all(m.code or reader.info(m.path).dtype == "uint8" for m in masks)


def _block(task: RasterTask, setup: _Setup) -> Json:
    """Filter one block, which sees as much around it as all passes need."""
    job, factor = setup.job, setup.factor
    halo = job.radius * job.passes if job.radius else 0
    own = Window(*(factor * n for n in (task.window.column, task.window.row, task.window.columns, task.window.rows)))
    wide = own.padded(halo)
    with RasterReader() as reader:
        codes = read_codes(job.input, wide, reader)
        if job.burn != AFTER:
            codes = _with(codes, burnt(setup.masks, setup.grid, wide, reader))
        inner = slice(halo, halo + own.rows), slice(halo, halo + own.columns)
        values = _block_codes(codes, job, setup.rules, factor, inner)
        if job.burn != BEFORE and not job.minimum_area:
            values = _with(values, coarsen(burnt(setup.masks, setup.grid, own, reader), factor))
    if not values.any():
        return {"files": []}
    return {"files": save_parts(task, setup.outputs, {"classes": values})}


def _block_codes(
    codes: UInt16Array, job: RegularizeJob, rules: Rules, factor: int, inner: tuple[slice, slice] | None = None
) -> UInt16Array:
    if job.radius:
        codes = majority(codes, job.radius, job.passes, rules, job.undecided)
    if inner is not None:
        codes = np.ascontiguousarray(codes[inner])
    return coarsen(codes, factor) if factor > 1 else codes


def _with(codes: UInt16Array, burnt_in: UInt16Array) -> UInt16Array:
    return np.where(burnt_in != 0, burnt_in, codes)


def _sieve(setup: _Setup, path: str, output: Output, grid: Grid, folder: Path, context: RunContext) -> None:
    """Absorb the small regions of the filtered map, and write the result."""
    job, areas = setup.job, pixel_areas(grid)
    with RasterReader() as reader:
        regions = find_regions(lambda window: read_codes(path, window, reader), grid, areas, job.diagonal, folder,
                               context.part(0, _LABELLED))
    _check_memory(len(regions), context)
    small = regions.areas < job.minimum_area
    small[0] = False
    pairs, sides = borders(regions, grid, small, job.diagonal)
    codes, left = absorb(regions.codes, regions.areas, pairs, sides, job.minimum_area, setup.rules)
    context.progress(_ABSORBED, "Small regions are absorbed")
    context.log(f"{len(regions):,} regions, {int(small.sum()):,} of them below {job.minimum_area:g} m2.")
    if left:
        context.log(f"{left:,} regions below {job.minimum_area:g} m2 stay: no neighbour may absorb them.")
    context.metric("small_regions", int(small.sum()))
    context.metric("small_regions_left", left)
    _write(setup, regions, codes, output, grid, context.part(_ABSORBED, 1))
    context.artifact(output.parameter, output.path)
    del regions  # closes the file of their numbers
    _forget(str(folder / REGIONS_FILE))


def _write(
    setup: _Setup, regions: Regions, codes: UInt16Array, output: Output, grid: Grid, context: RunContext
) -> None:
    names = output.names or Nomenclature()
    colours = {e.code: e.colour for e in names.entries}
    categories = {e.code: e.name for e in names.entries}
    kind, factor = output.kind, setup.factor
    writer = RasterWriter(output.path, grid, 1, kind.dtype, kind.nodata, kind.descriptions, colours, categories)
    windows = strips(grid)
    with writer, RasterReader() as reader:
        for number, window in enumerate(windows, start=1):
            values = codes[regions.labels[window.row : window.row + window.rows]]
            if setup.masks and setup.job.burn != BEFORE:
                fine = Window(0, window.row * factor, window.columns * factor, window.rows * factor)
                values = _with(values, coarsen(burnt(setup.masks, setup.grid, fine, reader), factor))
            writer.write(window, values.astype(kind.dtype))
            context.progress(number / len(windows), "Writing")
    write_class_style(output.path, names)


def _check_memory(regions: int, context: RunContext) -> None:
    """Refuse a map of so many regions that what is known of them does not fit into the memory."""
    needed = regions * _BYTES_A_REGION
    budget = memory_budget(context.memory_mib, 4)
    if needed > budget:
        raise UserError(f"The map breaks into {regions:,} regions, which take {needed // MIB:,} MiB of memory.",
                        "Filter it more (RADIUS, PASSES), or allow more memory (MEMORY_MIB).")


def _forget(path: str) -> None:
    for file in Path(path).parent.glob(f"{Path(path).stem}.*"):
        file.unlink()
