"""Maps that are compared lie on one grid, pixel for pixel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.fusion.maps import check_maps, read_confidences
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.postprocess.maps import open_map, require_crs
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import crs_name, same_crs
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import Float32Array

MOST_CLASSES = 1000
_WHOLE = 100
_CONFIDENCES = "Choose the raster of percentages, 0 to 100, that belongs to the map."


def one_grid(maps: Sequence[str], others: Sequence[str], reader: RasterReader) -> Grid:
    """Return the grid that rasters share.

    Args:
        maps: of classes.
        others: rasters of one band beside them.
        reader: that opens them.

    Raises:
        UserError: naming the two that differ, or one that is no map of classes or has no CRS.
    """
    check_maps(maps, reader)
    first = reader.grid(maps[0])
    for path in (*maps, *others):
        grid = reader.grid(path)
        require_crs(path, grid.crs)
        if not same_crs(first.crs, grid.crs):
            raise UserError(f"{maps[0]} is in {crs_name(first.crs)}, {path} in {crs_name(grid.crs)}.",
                            f"{_remedy(path, maps[0])}, with the CRS of the other as target.")
        if not (first.same_pixels(grid) and _shape(first) == _shape(grid) and _begins_alike(first, grid)):
            raise UserError(f"The grids differ: {maps[0]} has {_said(first)}; {path} has {_said(grid)}.",
                            f"{_remedy(path, maps[0])}, with nearest neighbour and the other's resolution and extent.")
    return first


def check_confidences(paths: Sequence[str], reader: RasterReader) -> None:
    """Refuse rasters of several bands, which hold no confidence.

    Raises:
        UserError: naming the first.
    """
    for path in paths:
        layers = reader.info(path).layers
        if layers > 1:
            raise UserError(f"{path} is no raster of confidences: it has {layers} bands.", _CONFIDENCES)


def read_percent(paths: Sequence[str], grid: Grid, window: Window, reader: RasterReader) -> Float32Array:
    """Return confidences of a window in percent, shape (raster, pixel); 0 where there is none.

    Raises:
        UserError: naming the raster that holds something else.
    """
    values = read_confidences(paths, grid, window, reader)
    for path, row in zip(paths, values):
        wrong = (row < 0) | (row > _WHOLE)
        if wrong.any():
            raise UserError(f"{path} is no raster of confidences: it holds {row[wrong][0]:g}.", _CONFIDENCES)
    return values


def check_classes(codes: Sequence[int], paths: Sequence[str]) -> None:
    """Refuse maps with so many classes that no table of pairs of them can be read.

    Raises:
        UserError: naming the maps.
    """
    if len(codes) > MOST_CLASSES:
        raise UserError(f"{' and '.join(paths[:3])} hold {len(codes):,} classes together: more than "
                        f"{MOST_CLASSES:,} are not compared.", "Choose maps of classes, or group the classes first.")


def warn_of_unlisted(
    path: str, codes: Sequence[int], nomenclature: str, names: Nomenclature, warn: Callable[[str], None]
) -> None:
    """Say which classes of a map the file of the nomenclature does not list.

    Args:
        path: of the map.
        codes: that it holds.
        nomenclature: the file; empty: none was given.
        names: what it lists.
        warn: takes the sentence.
    """
    lacking = sorted(set(codes) - set(names.codes) - {e.code for e in names.groups}) if nomenclature else []
    if lacking:
        shown = ", ".join(map(str, lacking[:10])) + (" ..." if len(lacking) > 10 else "")
        warn(f"{path} holds class {shown}, which the nomenclature {nomenclature} does not list: "
             "it is called by its number.")


def codes_of_maps(paths: Sequence[str], nomenclature: str, context: RunContext) -> Iterator[Sequence[int]]:
    """Give the class codes of each map, ascending, as each is read; what the nomenclature does not list is told.

    Args:
        paths: of the maps.
        nomenclature: file of names; empty: none.
        context: is told how far it is, and of classes that are not listed.

    Raises:
        UserError: if a raster is no map of classes, or they have too many together.
    """
    listed = Nomenclature.load(nomenclature)
    found: set[int] = set()
    for number, path in enumerate(paths):
        own = open_map(path, "", context.part(number / len(paths), (number + 1) / len(paths))).codes
        warn_of_unlisted(path, own, nomenclature, listed, context.warning)
        found |= set(own)
        check_classes(sorted(found), paths)
        yield own


def called(paths: Sequence[str]) -> list[str]:
    """Return what maps are called: by their files, with the folder where two files are called the same."""
    stems = [Path(path).stem for path in paths]
    if len(set(stems)) < len(stems):
        stems = [f"{Path(path).parent.name}/{stem}" for path, stem in zip(paths, stems)]
    if len(set(stems)) < len(stems):
        stems = [f"{stem} ({number})" for number, stem in enumerate(stems, start=1)]
    return stems


def _shape(grid: Grid) -> tuple[int, int]:
    return grid.rows, grid.columns


def _begins_alike(one: Grid, other: Grid) -> bool:
    """Tell whether two grids on the same pixels begin at the same one."""
    return (abs(one.x_min - other.x_min) < one.pixel_width / 2
            and abs(one.y_max - other.y_max) < one.pixel_height / 2)


def _said(grid: Grid) -> str:
    return (f"{grid.columns:,} x {grid.rows:,} pixels of {grid.pixel_width:g} x {grid.pixel_height:g} from "
            f"{grid.x_min:.10g} {grid.y_max:.10g}")


def _remedy(path: str, first: str) -> str:
    return f"Bring {path} to the grid of {first}: Raster > Projections > Warp"
