"""`classify`: the map of every tile, block by block, resumable; nothing of the time series touches the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs.mapping import ClassifyJob
from landweave.engine.mapping.areas import load_areas
from landweave.engine.mapping.blocks import COMPUTE_PIXELS, plan_blocks, shape_from_json, task_windows
from landweave.engine.mapping.classify_block import ClassifySetup, ClassifyTask, classify_block
from landweave.engine.mapping.combine import Ensemble, is_regional, load_ensemble
from landweave.engine.mapping.masks import Mask, prepare_mask
from landweave.engine.mapping.outputs import GroupParts, output_paths, wanted_kinds, write_output, write_style
from landweave.engine.mapping.parts import Kind, Part, remove_parts
from landweave.engine.mapping.tile_series import TileSeries, grid_window, on_same_pixels, tile_series, union_grid
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.style import style_path
from landweave.engine.raster.warp import checked_extent, crs_name, reproject_extent, same_crs, spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import Task, run_tasks
from landweave.engine.runtime.files import content_key, disk_path, file_digest, file_fingerprint, source_prints
from landweave.engine.runtime.journal import Journal
from landweave.engine.runtime.run_folder import journal_of, versions
from landweave.engine.types import Json

_MAPPED = 0.93  # share of the time that goes before the outputs are put together


@dataclass(frozen=True, eq=False)
class _Group:
    """Tiles of one pixel grid, by their number among all, and the part of the grid that becomes a map."""

    tiles: tuple[int, ...]
    grid: Grid


@dataclass(frozen=True, eq=False)
class _Run:
    """What one run of the job works with: its models, journal and context."""

    ensemble: Ensemble
    journal: Journal | None
    context: RunContext


def run(job: ClassifyJob, context: RunContext) -> dict[str, Json]:
    """Classify every pixel that the extent, the mask and the regions leave.

    Raises:
        UserError: naming the model, tile, band, image or region that does not fit or is damaged.
    """
    ensemble = load_ensemble(job.models)
    tiles = tile_series(load_catalogue(job.catalogue), ensemble.plan, job.tiles)
    groups = _groups(job, tiles)
    names = Nomenclature.load(job.nomenclature).limited_to(ensemble.codes, ensemble.names)
    kinds = wanted_kinds(job, ensemble, names)
    _check_outputs(job, kinds, tiles)
    regions = _region_names(job, ensemble, tiles, context)
    _warn_other_season(ensemble, tiles, context)
    key = _key(job, tiles, groups, kinds)
    outputs = {kind.name: output_paths(job)[kind.name] for kind in kinds}
    whole = content_key(key, outputs, job.target_crs, [e.__dict__ for e in names.entries])
    with journal_of(context) as journal:
        if journal is None or journal.get(whole) is None:
            setup = _setup(job, tiles, regions, kinds)
            _make(job, setup, groups, names, key, _Run(ensemble, journal, context))
            if journal is not None:
                journal.put(whole, "map", outputs, list(outputs.values()))
        else:
            _restyle(kinds, outputs, names, tiles)
    return {_title(name): path for name, path in outputs.items()}


def _check_outputs(job: ClassifyJob, kinds: Sequence[Kind], tiles: Sequence[TileSeries]) -> None:
    """Refuse to write a map where an image is."""
    images = {os.path.realpath(disk_path(file)) for tile in tiles for file in tile.files}
    for kind in kinds:
        path = output_paths(job)[kind.name]
        if os.path.realpath(path) in images:
            raise UserError(f"The output {path} is one of the images.", "Choose another name.")


def _make(
    job: ClassifyJob, setup: ClassifySetup, groups: Sequence[_Group], names: Nomenclature, key: str, of: _Run
) -> None:
    """Do the tasks that are not done yet, and write the outputs."""
    with work_folder(job.output, of.context, key) as folder:
        plan = plan_blocks(setup.tiles, of.context, _bytes_besides(job, of.ensemble, setup.kinds))
        masks = _masks(job, setup.tiles, groups, folder)
        setup = replace(setup, masks=masks, read_pixels=plan.read_pixels, file_rows=plan.file_rows)
        remembered = of.journal.remember(f"classify {key}", plan.task_shape) if of.journal else plan.task_shape
        tasks = list(_tasks(key, setup.tiles, groups, shape_from_json(remembered), folder))
        context = replace(of.context.part(0, _MAPPED), workers=plan.workers)
        found = _run(tasks, setup, context, of.journal, groups)
        if not any(group.parts for group in found):
            context.warning("No pixel was classified: the extent, the mask and the regions leave none.")
        _write(job, setup, found, groups, folder, names, of.context.part(_MAPPED, 1))
        remove_parts([part for group in found for part in group.parts], setup.kinds)


def _groups(job: ClassifyJob, tiles: Sequence[TileSeries]) -> list[_Group]:
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
    if len(numbers) > 1 and not job.target_crs:
        first, other = tiles[numbers[0][0]], tiles[numbers[1][0]]
        here, there = crs_name(first.grid.crs), crs_name(other.grid.crs)
        raise UserError(
            f"Tile {first.tile} is in {here}, but tile {other.tile} is in {there}."
            if here != there
            else f"The pixels of the tiles {first.tile} and {other.tile} do not lie on one grid.",
            "Set TARGET_CRS to bring the map to one coordinate reference system, or choose tiles of one (TILES).",
        )
    cut = [(tuple(n), _cut(job, union_grid([tiles[i].grid for i in n]))) for n in numbers]
    groups = [_Group(n, grid) for n, grid in cut if grid.columns and grid.rows]
    if not groups:
        raise UserError("The extent lies outside all images.", "Choose an extent (EXTENT) that touches the images.")
    return groups


def _cut(job: ClassifyJob, grid: Grid) -> Grid:
    if not job.extent:
        return grid
    extent = reproject_extent(checked_extent(job.extent), job.extent_crs or grid.crs, grid.crs)
    return grid.subgrid(grid.window_of(extent).intersection(grid.window))


def _region_names(
    job: ClassifyJob, ensemble: Ensemble, tiles: Sequence[TileSeries], context: RunContext
) -> tuple[str, ...]:
    """Return the names by region code; say which have no model."""
    if not job.regions:
        if is_regional(ensemble):
            known = sorted({r for m in ensemble.models for r in m.regions})
            raise UserError(
                f"The models were made for the regions {', '.join(known)}, but no regions are given.",
                "Give the polygons of the regions (REGIONS) and the field of their names (REGION_FIELD).",
            )
        return ("",)
    if not job.region_field:
        raise UserError(f"No field is given that names the regions of {job.regions}.", "Choose a region field.")
    areas = load_areas(job.regions, job.region_field, tiles[0].grid.crs, source_prints(job.regions))
    lacking = [name for name in areas.keys if not ensemble.knows(name)]
    if len(lacking) == len(areas.keys):
        known = sorted({r for m in ensemble.models for r in m.regions})
        raise UserError(
            f"No region of {job.regions} has a model: the field {job.region_field} holds "
            f"{', '.join(areas.keys[:10])}; the models are for {', '.join(known)}.",
            "Choose the regions, and the field, that the models were trained with.",
        )
    if lacking:
        context.warning(f"No model is for the region {', '.join(lacking)}: the map has no data there.")
    return ("", *areas.keys)


def _warn_other_season(ensemble: Ensemble, tiles: Sequence[TileSeries], context: RunContext) -> None:
    """Warn when the images are of another time than what the model was made for."""
    for number, plan in enumerate(ensemble.plan.sensors):
        days = [p.day for t in tiles for p in t.sensors[number].products]
        first, last = date.fromisoformat(plan.target_dates[0]), date.fromisoformat(plan.target_dates[-1])
        if max(days) < first or min(days) > last:
            context.warning(
                f"The images of {plan.sensor} are from {min(days)} to {max(days)}, but the model was made for "
                f"{first} to {last}: the map will mean little."
            )


def _masks(
    job: ClassifyJob, tiles: Sequence[TileSeries], groups: Sequence[_Group], folder: Path
) -> tuple[Mask | None, ...]:
    """Return the mask of each tile."""
    masks: dict[int, Mask | None] = {}
    for number, group in enumerate(groups):
        masks.update(dict.fromkeys(group.tiles, prepare_mask(job.mask, group.grid, folder, f"mask_{number}")))
    return tuple(masks.get(number) for number in range(len(tiles)))


def _setup(
    job: ClassifyJob, tiles: tuple[TileSeries, ...], regions: tuple[str, ...], kinds: tuple[Kind, ...]
) -> ClassifySetup:
    return ClassifySetup(
        tiles, job.models, tuple(file_digest(m) for m in job.models), job.regions, job.region_field,
        source_prints(job.regions), regions, (None,) * len(tiles), kinds,
    )


def _tasks(
    key: str, tiles: Sequence[TileSeries], groups: Sequence[_Group], shape: tuple[int, int], folder: Path
) -> Iterator[Task]:
    """Yield the tasks, group by group and tile by tile."""
    for group in groups:
        members = [tiles[n] for n in group.tiles]
        for number in group.tiles:
            tile = tiles[number]
            windows = list(task_windows(tile, members, grid_window(tile.grid, group.grid), shape))
            place = grid_window(group.grid, tile.grid)
            for count, window in enumerate(windows, start=1):
                name = f"{number}_{window.row}_{window.column}"
                part = Part(window.shifted(place.column, place.row), str(folder / name))
                yield Task(
                    content_key(key, tile.tile, window.__dict__, str(folder)),
                    f"{tile.tile}, block {count} of {len(windows)}",
                    ClassifyTask(number, window, part),
                    float(window.pixels),
                )


def _run(
    tasks: Sequence[Task], setup: ClassifySetup, context: RunContext, journal: Journal | None,
    groups: Sequence[_Group],
) -> list[GroupParts]:
    """Do the tasks, and return the parts that hold something, in the order of the tasks."""
    left = {task.key for task, result in run_tasks(classify_block, tasks, context, journal, setup) if result["files"]}
    parts = [task.argument for task in tasks if task.key in left]
    return [GroupParts(g.grid, tuple(p.part for p in parts if p.tile in g.tiles)) for g in groups]


def _write(
    job: ClassifyJob, setup: ClassifySetup, found: Sequence[GroupParts], groups: Sequence[_Group], folder: Path,
    names: Nomenclature, context: RunContext,
) -> None:
    target = job.target_crs if job.target_crs and _moves(job.target_crs, groups) else ""
    most_clear = _most_clear(setup.tiles)
    for number, kind in enumerate(setup.kinds):
        path = output_paths(job)[kind.name]
        part = context.part(number / len(setup.kinds), (number + 1) / len(setup.kinds))
        write_output(kind, found, path, target, folder, names, partial(part.progress, message="writing the map"))
        write_style(kind, path, names, most_clear)
        context.artifact(_title(kind.name), path)


def _restyle(
    kinds: Sequence[Kind], outputs: dict[str, str], names: Nomenclature, tiles: Sequence[TileSeries]
) -> None:
    """Write the styles that are gone beside rasters that are there. One that is there may be the user's own."""
    for kind in kinds:
        if not style_path(outputs[kind.name]).exists():
            write_style(kind, outputs[kind.name], names, _most_clear(tiles))


def _most_clear(tiles: Sequence[TileSeries]) -> int:
    """Return the most acquisitions that a tile has."""
    return max(sum(len({p.day for p in s.products}) for s in t.sensors) for t in tiles)


def _title(kind: str) -> str:
    """Return the name of the job's output that a kind of raster is."""
    return "OUTPUT" if kind == "classes" else kind.upper()


def _moves(target_crs: str, groups: Sequence[_Group]) -> bool:
    wkt = spatial_reference(target_crs).ExportToWkt()
    return len(groups) > 1 or not same_crs(groups[0].grid.crs, wkt)


def _bytes_besides(job: ClassifyJob, ensemble: Ensemble, kinds: Sequence[Kind]) -> int:
    """Return what a process holds besides images: models, probabilities, the results of a task."""
    models = sum(4 * Path(m).stat().st_size for m in job.models)
    results = (1 << 20) * sum(k.layers * (1 if k.dtype == "uint8" else 2) for k in kinds)
    return models + results + COMPUTE_PIXELS * 16 * len(ensemble.codes)


def _key(job: ClassifyJob, tiles: Sequence[TileSeries], groups: Sequence[_Group], kinds: Sequence[Kind]) -> str:
    """Return what tells this classification from others: everything that its parts depend on."""
    images = [[t.tile, [p.to_json() for s in t.sensors for p in s.products]] for t in tiles]
    prints = [file_fingerprint(f) for t in tiles for f in t.files]
    others = [source_prints(source) for source in (job.regions, job.mask)]
    return content_key(
        "classify", versions(), images, prints, [file_digest(m) for m in job.models], job.regions, job.region_field,
        job.mask, others, [g.grid.to_json() for g in groups], [k.__dict__ for k in kinds],
    )
