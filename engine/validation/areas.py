"""How much ground each class of a map covers, in any CRS."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.raster.codes import class_codes_of
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import MAP_NODATA, Float64Array
from landweave.engine.vector.geometry import box_shape

_COLUMNS, _ROWS = 4096, 256
_ROWS_OF_A_STRIP = 16
_EQUAL_AREA = "EPSG:6933"
_TRUE_TO_SCALE = 0.01


@dataclass(frozen=True)
class ClassAreas:
    """What a map shows.

    Args:
        m2: ground covered by each class, by code; empty when the map has no CRS.
        pixels: number of pixels of each class, by code.
        nodata_pixels: number of pixels without a class.
        corrected: whether the areas were taken on the ellipsoid because the CRS does not measure them (degrees,
            Mercator).
    """

    m2: dict[int, float]
    pixels: dict[int, int]
    nodata_pixels: int = 0
    corrected: bool = False

    def share(self, code: int) -> float:
        """Return the share of the mapped area that a class has."""
        sizes: dict[int, float] = self.m2 or {c: float(n) for c, n in self.pixels.items()}
        return sizes[code] / (sum(sizes.values()) or 1.0)


def class_areas(path: str, context: RunContext | None = None) -> ClassAreas:
    """Measure the classes of a map, block by block.

    In a projected CRS that keeps areas within 1 % a pixel counts as its width times its height (in metres, also
    where the CRS has feet); elsewhere each strip of pixels is measured in the equal-area projection EPSG:6933.

    Args:
        path: of the map.
        context: told how far it is, and asked whether to go on; None: nobody is.

    Raises:
        UserError: if the raster is damaged or holds no class codes.
    """
    m2: dict[int, float] = {}
    pixels: dict[int, int] = {}
    with RasterReader() as reader:
        info = reader.info(path)
        flat_m2 = flat_pixel_m2(info.grid)
        for window in info.grid.blocks(_COLUMNS, _ROWS if flat_m2 else _ROWS_OF_A_STRIP):
            counts = np.bincount(class_codes_of(reader.read(path, 1, window), info.nodata, path).ravel())
            pixel_m2 = flat_m2 if flat_m2 else _true_pixel_m2(info.grid.subgrid(window))
            for code in np.flatnonzero(counts).tolist():
                pixels[code] = pixels.get(code, 0) + int(counts[code])
                m2[code] = m2.get(code, 0.0) + float(counts[code]) * pixel_m2
            if context is not None:
                context.progress((window.row + window.rows) / info.grid.rows, "Measuring the classes")
    empty = pixels.pop(MAP_NODATA, 0)
    m2.pop(MAP_NODATA, None)
    return ClassAreas(dict(sorted(m2.items())) if info.grid.crs else {}, dict(sorted(pixels.items())), empty,
                      corrected=bool(info.grid.crs) and not flat_m2)


def flat_pixel_m2(grid: Grid) -> float:
    """Return width times height of a pixel in m2; 0 where the CRS does not measure areas."""
    if not grid.crs:
        return 1.0
    reference = spatial_reference(grid.crs)
    if reference.IsGeographic():
        return 0.0
    unit_m = float(reference.GetLinearUnits())
    flat = grid.pixel_width * grid.pixel_height * unit_m * unit_m
    try:
        true = _true_pixel_m2(grid)
    except RuntimeError:  # a local CRS that no transformation leads out of
        return flat
    return flat if abs(true / flat - 1) <= _TRUE_TO_SCALE else 0.0


def pixel_areas(grid: Grid) -> Float64Array:
    """Return the area in m2 of a pixel of each row, shape (row,), as `class_areas` counts it."""
    flat_m2 = flat_pixel_m2(grid)
    if flat_m2:
        return np.full(grid.rows, flat_m2)
    rows = (grid.subgrid(Window(0, row, grid.columns, 1)) for row in range(grid.rows))
    return np.array([_true_pixel_m2(row) for row in rows], np.float64)


def _true_pixel_m2(grid: Grid) -> float:
    """Return the mean area of the pixels of a grid on the ellipsoid, in m2."""
    return float(box_shape(grid.extent, grid.crs, _EQUAL_AREA).Area()) / grid.window.pixels
