"""Maps that are worked on after they are made: what they hold, and how their pixels are read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.fusion.maps import check_maps, class_names
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.codes import LARGEST_CODE, class_codes_of
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import MAP_NODATA, IntArray, UInt16Array

_SIDE = 2048


@dataclass(frozen=True, eq=False)
class ClassMap:
    """A map of classes that was looked over.

    Args:
        path: of the raster.
        grid: of its pixels.
        counts: of the pixels of each code, shape (65536,); that of 0 is the number without data.
        names: of the classes that occur, then of the others that the nomenclature or the map's style lists.
    """

    path: str
    grid: Grid
    counts: IntArray
    names: Nomenclature

    @property
    def codes(self) -> tuple[int, ...]:
        """Codes of the classes that occur, ascending."""
        return tuple(int(code) for code in np.flatnonzero(self.counts) if code != MAP_NODATA)


def open_map(path: str, nomenclature: str, context: RunContext) -> ClassMap:
    """Look a map over.

    Args:
        path: raster of one band of whole numbers.
        nomenclature: file of names and colours; empty: the map's own.
        context: told how far it is.

    Raises:
        UserError: if it is no map of classes, has no coordinate reference system, or holds no class.
    """
    counts: IntArray = np.zeros(LARGEST_CODE + 1, np.int64)
    with RasterReader() as reader:
        check_maps([path], reader)
        grid = reader.grid(path)
        require_crs(path, grid.crs)
        windows = list(grid.blocks(_SIDE, _SIDE))
        for number, window in enumerate(windows, start=1):
            counts += np.bincount(read_codes(path, window, reader).ravel(), minlength=counts.size)
            context.progress(number / len(windows), "Looking the map over")
    codes = [int(code) for code in np.flatnonzero(counts[1:]) + 1]
    if not codes:
        raise UserError(f"{path} holds no class: every pixel is 0 or no data.", "Choose another map.")
    return ClassMap(path, grid, counts, class_names([path], nomenclature, codes, None))


def require_crs(path: str, crs: str) -> None:
    """Refuse a layer whose place on the ground is not known.

    Raises:
        UserError: naming it.
    """
    if not crs:
        raise UserError(f"{path} has no coordinate reference system.",
                        "Assign one: Raster > Projections > Assign Projection, or Layer > Set CRS and export it.")


def read_codes(path: str, window: Window, reader: RasterReader) -> UInt16Array:
    """Return the class codes of a window, shape (row, col); 0 where there is no data and outside the map.

    Raises:
        UserError: if a value is no code.
    """
    info = reader.info(path)
    if info.dtype in ("uint8", "uint16"):  # as most maps are: nothing to check, and no copy in a wider type
        values = reader.read(path, 1, window, MAP_NODATA).astype(np.uint16)
        if info.nodata is not None and info.nodata != MAP_NODATA:
            values[values == info.nodata] = MAP_NODATA
        return values
    fill = MAP_NODATA if info.nodata is None else info.nodata
    return class_codes_of(reader.read(path, 1, window, fill), info.nodata, path).astype(np.uint16)

