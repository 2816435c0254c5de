"""Rasters of probabilities: one band a class, whose description begins with the code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.types import PROBABILITY_SCALE, Float32Array

_BAND = re.compile(r"(?P<code>\d+)\b\s*(?P<name>.*?)\s*(?::\s*probability(?:\s+x\s+(?P<scale>\d+))?)?$")
_SUM_TOLERANCE = 0.01
_REMEDY = "Choose the probabilities that 'classify' or 'smooth_probabilities' wrote."


@dataclass(frozen=True)
class ProbabilityRaster:
    """What a raster of probabilities holds.

    Args:
        path: of the file.
        grid: its pixels.
        codes: class code of each band.
        names: of the classes.
        scale: what stands for 1.
        nodata: of the bands; None where there is none.
    """

    path: str
    grid: Grid
    codes: tuple[int, ...]
    names: Mapping[int, str]
    scale: float
    nodata: float | None


def band_text(code: int, name: str) -> str:
    """Return the description of the band of a class."""
    return f"{code} {name}: probability x {PROBABILITY_SCALE}"


def open_probabilities(path: str, reader: RasterReader | None = None) -> ProbabilityRaster:
    """Return what a raster of probabilities holds, read from the descriptions of its bands.

    Raises:
        UserError: if a band does not say its class, or two say the same.
    """
    info = (reader or RasterReader()).info(path)
    names: dict[int, str] = {}
    scales = set()
    for number, text in enumerate(info.descriptions, start=1):
        found = _BAND.match(text.strip())
        if found is None:
            raise UserError(f"Band {number} of {path} does not say which class it is of.", _REMEDY)
        code = int(found["code"])
        if code in names:
            raise UserError(f"Two bands of {path} are of class {code}.", _REMEDY)
        names[code] = found["name"] or str(code)
        scales.add(float(found["scale"] or (1 if info.dtype.startswith("float") else PROBABILITY_SCALE)))
    if len(scales) > 1:
        raise UserError(f"The bands of {path} are not of one scale.", _REMEDY)
    return ProbabilityRaster(path, info.grid, tuple(names), names, scales.pop(), info.nodata)


def read_probabilities(reader: RasterReader, raster: ProbabilityRaster, window: Window) -> Float32Array:
    """Return the probabilities of a window, shape (class, row, col), 0 to 1; NaN where there are none.

    The window may reach outside the raster.

    Raises:
        UserError: if the probabilities of a pixel do not add up to 1, naming it.
    """
    values = np.full((len(raster.codes), window.rows, window.columns), np.nan, np.float32)
    inside = window.intersection(raster.grid.window)
    if not inside.pixels:
        return values
    row, column = inside.row - window.row, inside.column - window.column
    here = (slice(row, row + inside.rows), slice(column, column + inside.columns))
    for band in range(len(raster.codes)):
        stored = reader.read(raster.path, band + 1, inside)
        layer = stored / np.float32(raster.scale)
        if raster.nodata is not None:
            layer[stored == raster.nodata] = np.nan
        values[(band, *here)] = layer
    values[:, np.isnan(values).any(axis=0)] = np.nan
    _check_sums(raster, values, window)
    return values


def _check_sums(raster: ProbabilityRaster, values: Float32Array, window: Window) -> None:
    sums = values.sum(axis=0)
    slack = _SUM_TOLERANCE + len(raster.codes) / raster.scale if raster.scale > 1 else _SUM_TOLERANCE
    negative = (values < 0).any(axis=0)
    wrong = (np.abs(sums - 1) > slack) | negative
    if wrong.any():
        row, column = (int(n) for n in np.argwhere(wrong)[0])
        what = "one is negative" if negative[row, column] else f"their sum is {sums[row, column]:.4g}"
        raise UserError(
            f"The probabilities of {raster.path} do not add up to 1: in row {window.row + row}, column "
            f"{window.column + column} {what}.",
            _REMEDY,
        )
