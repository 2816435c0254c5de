"""Maps that are to be fused: what they are, what their classes are called, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.mapping.raster_run import window_in
from landweave.engine.nomenclature import Entry, Nomenclature, default_colour
from landweave.engine.raster.codes import LARGEST_CODE, class_codes_of
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.style import own_names
from landweave.engine.types import CONFIDENCE_NODATA, MAP_NODATA, Float32Array, IntArray

GREY = (128, 128, 128)
UNDECIDED = "undecided"
KEEP, FIRST, MOST_CONFIDENT = "keep", "first", "confidence"
NO_LABEL = (KEEP, FIRST, MOST_CONFIDENT)


def check_maps(paths: Sequence[str], reader: RasterReader, remedy: str = "Choose a map of one band.") -> None:
    """Refuse what is no map.

    Args:
        paths: of the rasters.
        reader: that opens them.
        remedy: what to do about several bands.

    Raises:
        UserError: if one is named twice, or has several bands.
    """
    twice = next((path for number, path in enumerate(paths) if path in paths[:number]), "")
    if twice:
        raise UserError(f"{twice} is named twice.", "Name each raster once.")
    for path in paths:
        layers = reader.info(path).layers
        if layers > 1:
            raise UserError(f"{path} is no map of classes: it has {layers} bands.", remedy)


def check_undecided(code: int, classes: Sequence[int]) -> None:
    """Refuse a code for undecided that cannot be one.

    Raises:
        UserError: if it is no code, or one of the classes.
    """
    if not 1 <= code <= LARGEST_CODE:
        raise UserError(f"UNDECIDED is {code}.", f"Give it a number from 1 to {LARGEST_CODE}.")
    if code in classes:
        raise UserError(f"The code for undecided, {code}, is a class of the maps.", "Give UNDECIDED another number.")


def read_votes(paths: Sequence[str], grid: Grid, window: Window, reader: RasterReader) -> IntArray:
    """Return the class codes of a window of the common grid, shape (map, pixel); 0 where a map has no data.

    Raises:
        UserError: if a map holds no class codes.
    """
    votes = np.empty((len(paths), window.pixels), np.int64)
    for row, path in zip(votes, paths):
        info = reader.info(path)
        fill = MAP_NODATA if info.nodata is None else info.nodata
        values = reader.read(path, 1, window_in(grid, window, info.grid), fill)
        row[:] = class_codes_of(values, info.nodata, path).ravel()
    return votes


def read_confidences(paths: Sequence[str], grid: Grid, window: Window, reader: RasterReader) -> Float32Array:
    """Return confidences of a window of the common grid, shape (map, pixel), as they stand; 0 where there is none."""
    found = np.zeros((len(paths), window.pixels), np.float32)
    for row, path in zip(found, paths):
        info = reader.info(path)
        nodata = CONFIDENCE_NODATA if info.nodata is None else info.nodata
        values = reader.read(path, 1, window_in(grid, window, info.grid), nodata).ravel()
        row[:] = np.nan_to_num(np.where(values == nodata, 0, values))
    return found


def with_labels(
    codes: IntArray, votes: IntArray, undecided: int, no_label: str, confidences: Float32Array | None
) -> IntArray:
    """Return fused codes with what stands where no class wins.

    Args:
        codes: fused, shape (pixel,).
        votes: of the maps, shape (map, pixel).
        undecided: the code to replace.
        no_label: one of NO_LABEL.
        confidences: of the maps, shape (map, pixel), for MOST_CONFIDENT; of equals the first counts.
    """
    open_ones = np.flatnonzero(codes == undecided)
    if no_label == KEEP or not open_ones.size:
        return codes
    here = votes[:, open_ones]
    says = (here != MAP_NODATA) & (here != undecided)
    rank = says.astype(np.float32)
    if no_label == MOST_CONFIDENT and confidences is not None:
        rank = np.where(says, 1 + confidences[:, open_ones], 0)
    best = rank.argmax(axis=0)
    found = here[best, np.arange(open_ones.size)]
    replaced = codes.copy()
    replaced[open_ones] = np.where(says.any(axis=0), found, undecided)
    return replaced


def class_names(paths: Sequence[str], nomenclature: str, codes: Sequence[int], undecided: int | None) -> Nomenclature:
    """Return names and colours of the classes of maps.

    Args:
        paths: of the maps; the first that names a class counts: its style beside it, then its own categories.
        nomenclature: file that counts before them; empty: none.
        codes: of classes that are there in any case.
        undecided: code that is named so; None: there is none.

    Raises:
        UserError: if this code is a class that has another name.
    """
    entries = {entry.code: entry for entry in Nomenclature.load(nomenclature).entries}
    for path in paths:
        for entry in own_names(path):
            entries.setdefault(entry.code, entry)
    for code in codes:
        entries.setdefault(code, Entry(code, str(code), default_colour(code)))
    if undecided is not None:
        known = entries.get(undecided)
        if known is not None and known.name.lower() not in (UNDECIDED, str(undecided)):
            raise UserError(f"The code for undecided, {undecided}, is the class '{known.name}'.",
                            "Give UNDECIDED another number.")
        entries[undecided] = Entry(undecided, UNDECIDED, GREY)
    return Nomenclature(tuple(entries.values()))


def of_bands(names: Sequence[Mapping[int, str]], nomenclature: str, undecided: int | None = None) -> Nomenclature:
    """Return names and colours of the classes of rasters of probabilities."""
    listed = Nomenclature.load(nomenclature)
    known = {code: name for one in reversed(names) for code, name in one.items()}
    found = listed.limited_to(known, known)
    if undecided is None:
        return found
    return Nomenclature((*found.entries, Entry(undecided, UNDECIDED, GREY)))
