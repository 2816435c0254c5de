"""`mosaic`: rasters of one pixel grid become one, without seams or shifts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.mapping import MosaicJob
from landweave.engine.mapping.tile_series import grid_window, union_grid
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterInfo, RasterReader, RasterWriter
from landweave.engine.raster.palette import read_palette
from landweave.engine.raster.style import style_path
from landweave.engine.raster.warp import (
    crs_name,
    grid_in_crs,
    reproject_extent,
    same_crs,
    spatial_reference,
    warp_to_grid,
)
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.runtime.leftovers import scratch_folder
from landweave.engine.types import AnyArray, BoolArray, Json

_ROWS, _COLUMNS = 512, 2048
_SAME_SIZE = 0.05


def run(job: MosaicJob, context: RunContext) -> dict[str, Json]:
    """Join rasters; earlier inputs win where they overlap, except where they have no data.

    Raises:
        UserError: naming the inputs whose type, CRS or pixels differ.
    """
    join_rasters(job.inputs, job.output, job.target_crs, context.progress)
    context.artifact("OUTPUT", job.output)
    return {"OUTPUT": job.output}


def join_rasters(inputs: Sequence[str], output: str, target_crs: str, tick: Callable[[float], None]) -> None:
    """Write the mosaic of rasters.

    Args:
        inputs: the first wins.
        output: raster to write; it keeps type, layers, NODATA, colours, names and style of the first.
        target_crs: of the result; inputs on other pixels are brought to it by nearest neighbour. Empty: all inputs
            must lie on one pixel grid.
        tick: told the share that is done.
    """
    if not inputs:
        raise UserError("There is nothing to join.", "Choose at least one raster.")
    if output in inputs:
        raise UserError(f"{output} is an input and the output.", "Choose another name for the output.")
    with RasterReader() as reader:
        infos = [reader.info(path) for path in inputs]
    _check_kinds(inputs, infos)
    if not target_crs:
        _check_pixels(inputs, infos)
    grids = [info.grid for info in infos]
    grid = target_grid(grids, target_crs) if target_crs else union_grid(grids)
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    with scratch_folder(Path(output).parent) as folder:
        copies = [Path(folder) / f"{number}.tif" for number in range(len(inputs))]
        paths = [_on_grid(path, info.grid, grid, copy) for path, info, copy in zip(inputs, infos, copies)]
        _write(paths, inputs[0], infos[0], grid, output, tick)
    _copy_style(inputs, output)


def target_grid(grids: Sequence[Grid], crs: str) -> Grid:
    """Return the grid of a CRS that covers grids of any CRS.

    Its pixels are those of the first grid that has this CRS; else about as large as the first grid's, with edges
    at multiples of their size.
    """
    wkt = spatial_reference(crs).ExportToWkt()
    native = [g for g in grids if same_crs(g.crs, wkt)]
    base = native[0] if native else _snapped(grid_in_crs(grids[0], wkt), grids[0])
    windows = [base.window_of(reproject_extent(g.extent, g.crs, wkt)) for g in grids]
    return union_grid([base.subgrid(w) for w in windows])


def _snapped(grid: Grid, source: Grid) -> Grid:
    """Return a grid with the source's pixel size where that is nearly its own, and edges at multiples of it."""
    width, height = grid.pixel_width, grid.pixel_height
    if abs(width / source.pixel_width - 1) < _SAME_SIZE and abs(height / source.pixel_height - 1) < _SAME_SIZE:
        width, height = source.pixel_width, source.pixel_height
    x_min, y_max = np.floor(grid.x_min / width) * width, np.ceil(grid.y_max / height) * height
    return replace(grid, x_min=float(x_min), y_max=float(y_max), pixel_width=width, pixel_height=height)


def _check_kinds(inputs: Sequence[str], infos: Sequence[RasterInfo]) -> None:
    for path, info in zip(inputs, infos):
        for what in ("dtype", "layers", "nodata"):
            first, other = getattr(infos[0], what), getattr(info, what)
            if repr(first) != repr(other):  # as text, NaN is NaN
                raise UserError(
                    f"{inputs[0]} and {path} are not of one kind: their {_WORDS[what]} are {first} and {other}.",
                    "Join rasters of the same kind, for example the class maps of several tiles.",
                )


_WORDS = {"dtype": "data types", "layers": "numbers of bands", "nodata": "NODATA values"}


def _check_pixels(inputs: Sequence[str], infos: Sequence[RasterInfo]) -> None:
    for path, info in zip(inputs, infos):
        if not same_crs(infos[0].grid.crs, info.grid.crs):
            raise UserError(
                f"{inputs[0]} is in {crs_name(infos[0].grid.crs)}, but {path} is in {crs_name(info.grid.crs)}.",
                "Set TARGET_CRS to bring them to one coordinate reference system.",
            )
        if not infos[0].grid.same_pixels(info.grid):
            raise UserError(
                f"The pixels of {inputs[0]} and {path} do not lie on one grid.",
                "Set TARGET_CRS to bring them to the pixels of the first.",
            )


def _on_grid(path: str, own: Grid, grid: Grid, warped: Path) -> str:
    """Return the raster if it lies on the grid's pixels, else a copy that does."""
    if same_crs(own.crs, grid.crs) and own.same_pixels(grid):
        return path
    part = grid.window_of(reproject_extent(own.extent, own.crs, grid.crs)).intersection(grid.window)
    warp_to_grid(path, grid.subgrid(part), str(warped), "near")
    return str(warped)


def _write(
    paths: Sequence[str], first: str, info: RasterInfo, grid: Grid, output: str, tick: Callable[[float], None]
) -> None:
    colours, categories = read_palette(first)
    windows = list(grid.blocks(_COLUMNS, _ROWS))
    writer = RasterWriter(
        output, grid, info.layers, info.dtype, info.nodata, info.descriptions, colours or None, categories or None
    )
    with writer, RasterReader() as reader:
        for number, window in enumerate(windows):
            layers = [_join(paths, layer + 1, window, grid, info, reader) for layer in range(info.layers)]
            writer.write(window, np.stack(layers))
            tick((number + 1) / len(windows))


def _join(
    paths: Sequence[str], layer: int, window: Window, grid: Grid, info: RasterInfo, reader: RasterReader
) -> AnyArray:
    """Return one layer of a window, (row, col): the first value that is known, pixel by pixel."""
    empty = 0 if info.nodata is None else info.nodata
    values = np.full((window.rows, window.columns), empty, info.dtype)
    unset = np.ones(values.shape, np.bool_)
    for path in paths:
        place = grid_window(grid, reader.grid(path))
        shared = window.intersection(place)
        if not shared.pixels or not unset.any():
            continue
        row, column = shared.row - window.row, shared.column - window.column
        here = (slice(row, row + shared.rows), slice(column, column + shared.columns))
        found = reader.read(path, layer, shared.shifted(-place.column, -place.row))
        take = unset[here] & _known(found, info.nodata)
        values[here][take] = found[take]
        unset[here] &= ~take
    return values


def _known(values: AnyArray, nodata: float | None) -> BoolArray:
    if nodata is None:
        return np.ones(values.shape, np.bool_)
    known: BoolArray = ~np.isnan(values) if np.isnan(nodata) else values != nodata
    return known


def _copy_style(inputs: Sequence[str], output: str) -> None:
    """Give the mosaic the style of the first input that has one."""
    styles = [style_path(path) for path in inputs]
    found = next((s for s in styles if s.is_file()), None)
    if found is not None and found != style_path(output):
        with atomic_path(style_path(output)) as part:
            part.write_bytes(found.read_bytes())
