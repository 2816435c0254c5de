"""The strata of an area sample: the classes of a map, or a table of areas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.fusion.maps import class_names
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.text_rows import TextRow, as_number, read_rows
from landweave.engine.types import Float64Array, IntArray
from landweave.engine.validation.areas import class_areas

MOST_CLASSES = 500
"""A raster with more values than this shows no classes, and no sample could tell them apart."""
_WHAT = "table of strata"


@dataclass(frozen=True)
class Strata:
    """Strata with their sizes.

    Args:
        keys: what each is called in tables, a class code or another text.
        areas_m2: shape (stratum,), all above 0.
        pixels: number of pixels of each, shape (stratum,); None: not known.
        source: file that they come from, for messages.
        corrected: whether the areas were taken on the ellipsoid because the CRS of the map does not measure them.
    """

    keys: tuple[str, ...]
    areas_m2: Float64Array
    pixels: IntArray | None
    source: str
    corrected: bool = False

    @property
    def codes(self) -> list[int]:
        """The keys as class codes."""
        return [int(key) for key in self.keys]


def strata_of_map(path: str, context: RunContext | None = None) -> Strata:
    """Return the classes of a map as strata.

    Args:
        path: of the map.
        context: told how far it is; None: nobody is.

    Raises:
        UserError: if the raster is no map of classes, holds none, or has no coordinate reference system.
    """
    with RasterReader() as reader:
        check_map(path, reader)
    found = class_areas(path, context)
    if not found.pixels:
        raise UserError(f"{path} holds no class: every pixel is 0 or no data.", "Choose another map.")
    if len(found.pixels) > MOST_CLASSES:
        raise UserError(f"{path} is no map of classes: it holds {len(found.pixels):,} different values.",
                        f"Choose a raster of at most {MOST_CLASSES} class codes.")
    codes = sorted(found.pixels)
    return Strata(tuple(map(str, codes)), np.array([found.m2[c] for c in codes]),
                  np.array([found.pixels[c] for c in codes], dtype=np.int64), path, found.corrected)


def check_map(path: str, reader: RasterReader) -> None:
    """Refuse a raster of several bands, or without a place on the ground.

    Raises:
        UserError: naming it.
    """
    info = reader.info(path)
    if info.layers > 1:
        raise UserError(f"{path} is no map of classes: it has {info.layers} bands.", "Choose a map of one band.")
    if not info.grid.crs:
        raise UserError(f"The map {path} has no coordinate reference system, so its place and areas are not known.",
                        "Assign it with Raster > Projections > Assign projection.")


def strata_of_table(path: str, are_classes: bool) -> Strata:
    """Read strata from a CSV with the columns code and area_m2, and pixels if it is there; areas of 0 are left out.

    Args:
        path: of the table.
        are_classes: whether the codes have to be class codes.

    Raises:
        UserError: naming the line, if a code or an area cannot be used, or nothing is left.
    """
    rows = read_rows(path, _WHAT, ("code", "area_m2"))
    areas: dict[str, float] = {}
    pixels: dict[str, int] = {}
    for row in rows:
        key = class_key(row, "code") if are_classes else stratum_key(row.cells["code"])
        if not key:
            raise UserError(f"{row.where}The code is empty.", "Give every stratum a code.")
        if key in areas:
            raise UserError(f"{row.where}The stratum {key} has a row already.", "Keep one row a stratum.")
        areas[key] = positive(row, "area_m2", "area")
        if row.cells.get("pixels"):
            pixels[key] = int(positive(row, "pixels", "number of pixels"))
    kept = [key for key, area in areas.items() if area > 0]
    if not kept:
        raise UserError(f"The {_WHAT} {path} has no area above 0.", "Write the areas in m2 in its column area_m2.")
    known = np.array([pixels[key] for key in kept], dtype=np.int64) if all(pixels.get(key) for key in kept) else None
    return Strata(tuple(kept), np.array([areas[key] for key in kept]), known, path)


def names_of(map_path: str, nomenclature: str, codes: Sequence[int]) -> Nomenclature:
    """Return names and colours of classes: of the nomenclature, else the map's own, else the codes."""
    return class_names([map_path] if map_path else [], nomenclature, codes, None)


def stratum_key(value: object) -> str:
    """Return a stratum as text; spreadsheets and tables may have made `3.0` of 3."""
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    text = "" if value is None else str(value).strip()
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if math.isfinite(number) and number.is_integer() else text


def class_key(row: TextRow, column: str) -> str:
    """Return the class code of a row as text.

    Raises:
        UserError: if it is none.
    """
    text = row.cells[column]
    key = stratum_key(text)
    if not key.isdecimal() or not 1 <= int(key) <= 65535:
        raise UserError(f"{row.where}The {column} '{text}' is no class code.", "Write a whole number from 1 to 65535.")
    return key


def positive(row: TextRow, column: str, what: str) -> float:
    """Return a number of a row that is 0 or above.

    Raises:
        UserError: if it is none.
    """
    text = row.cells[column]
    try:
        number = as_number(text)
    except ValueError as error:
        raise UserError(f"{row.where}The {what} '{text}' is no number.",
                        "Write it in digits, without a unit and without signs between thousands.") from error
    if not math.isfinite(number) or number < 0:
        raise UserError(f"{row.where}The {what} is {text}.", "Write 0 or a number above it.")
    return number
