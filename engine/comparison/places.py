"""Places of change: a raster of what became what, and polygons with their confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from landweave.engine.comparison.matrix import PairTable
from landweave.engine.comparison.tabulate import Lookup, both_right, class_index
from landweave.engine.errors import UserError
from landweave.engine.kernel import kernel
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.nomenclature import Colour, Entry, Nomenclature
from landweave.engine.postprocess.maps import ClassMap
from landweave.engine.postprocess.regions import REGIONS_FILE, Regions, find_regions, strips
from landweave.engine.postprocess.vectorize import SEEN_FILE, region_polygons
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.style import write_class_style
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import AnyArray, Float32Array, Float64Array
from landweave.engine.validation.areas import pixel_areas
from landweave.engine.vector.polygon_file import INTEGER, REAL, TEXT, PolygonWriter
from landweave.engine.vector.styles import Fill, fills_style

UNCHANGED = 1
"""Value of the map of changes where both maps say the same; changes follow from 2 in the order of their codes."""
FIELDS = {"change": INTEGER, "from_code": INTEGER, "from_name": TEXT, "to_code": INTEGER, "to_name": TEXT,
          "area_m2": REAL, "confidence": REAL}
_MOST_VALUES = 65_534
_GREY = (224, 228, 230)
_OF_THE_LATER = 0.75
_LABELLED = 0.4
_ARROW = " → "


@dataclass(frozen=True, eq=False)
class Changes:
    """The changes between two maps, numbered.

    Args:
        pairs: (code before, code after) of each, in the order of their values from 2.
        lookup: value of each pair of classes.
        names: of the values, with colours.
        classes: of the codes.
    """

    pairs: tuple[tuple[int, int], ...]
    lookup: Lookup
    names: Nomenclature
    classes: Nomenclature

    def value(self, pair: tuple[int, int]) -> int:
        """Return the value of a change in the map of changes."""
        return self.pairs.index(pair) + UNCHANGED + 1


def changes_of(table: PairTable, first: ClassMap, second: ClassMap, classes: Nomenclature, unchanged: str) -> Changes:
    """Number the changes of a table.

    Args:
        table: of the two maps.
        first: map of the rows.
        second: map of the columns.
        classes: names and colours.
        unchanged: what the value 1 is called.

    Raises:
        UserError: if there are more kinds of change than a raster has values.
    """
    cells = table.changes()
    if len(cells) > _MOST_VALUES:
        raise UserError(f"{first.path} and {second.path} hold {len(cells):,} kinds of change.",
                        "Group the classes first, or leave CHANGES and CHANGE_MAP empty.")
    values = np.zeros(table.pixels.shape, np.uint16)
    np.fill_diagonal(values, UNCHANGED)
    for number, cell in enumerate(cells, start=UNCHANGED + 1):
        values[cell] = number
    pairs = tuple((table.codes[row], table.codes[column]) for row, column in cells)
    entries = [Entry(UNCHANGED, unchanged, _GREY)]
    entries += [Entry(number, f"{classes.name(a)}{_ARROW}{classes.name(b)}", _mixed(classes, a, b))
                for number, (a, b) in enumerate(pairs, start=UNCHANGED + 1)]
    lookup = Lookup(first, second, values, class_index(table.codes))
    return Changes(pairs, lookup, Nomenclature(tuple(entries)), classes)


def write_change_map(path: str, changes: Changes, context: RunContext) -> None:
    """Write the raster of changes with its categories and its style.

    Raises:
        UserError: if it cannot be written.
    """
    grid, names = changes.lookup.first.grid, changes.names
    dtype = "uint8" if max(names.codes) < 256 else "uint16"
    colours = {e.code: e.colour for e in names.entries}
    writer = RasterWriter(path, grid, 1, dtype, 0, ("change",), colours, {e.code: e.name for e in names.entries})
    windows = strips(grid)
    with writer, RasterReader() as reader:
        for number, window in enumerate(windows, start=1):
            writer.write(window, changes.lookup.read(window, reader).astype(dtype))
            context.progress(number / len(windows), "Writing the map of changes")
    write_class_style(path, names)


def write_places(
    path: str, changes: Changes, confidences: Sequence[str], minimum_area: float, key: str, context: RunContext
) -> int:
    """Write the places of change as polygons, and return their number.

    A place is a connected region (by sides of pixels) of one kind of change. Its confidence is the mean over its
    pixels of the product of the maps' confidences, in percent: the chance that both are right, if confidences are
    true and the maps err apart from each other.

    Args:
        path: file of polygons; its ending says the format.
        changes: what to look for.
        confidences: rasters of 0 to 100; none: the field stays empty.
        minimum_area: smaller places are left out, in m2.
        key: of the work.
        context: told how far it is.

    Raises:
        UserError: if the file cannot be written.
    """
    lookup, grid = changes.lookup, changes.lookup.first.grid
    values = lookup.values.copy()
    values[values == UNCHANGED] = 0
    only = replace(lookup, values=values)
    with work_folder(path, context, key) as folder:
        with RasterReader() as reader:
            regions = find_regions(lambda window: only.read(window, reader), grid, pixel_areas(grid), False, folder,
                                   context.part(0, _LABELLED))
        sure = _kept(regions, lookup.first, confidences, minimum_area)
        count = _write(path, regions, grid, changes, sure, folder, context.part(_LABELLED, 1))
        del regions  # closes the file of their numbers
        for name in (REGIONS_FILE, SEEN_FILE):
            (folder / name).unlink()
    return count


def _write(
    path: str, regions: Regions, grid: Grid, changes: Changes, sure: Float64Array | None, folder: Path,
    context: RunContext,
) -> int:
    fills = [Fill(str(e.code), e.name, e.hex) for e in changes.names.entries if e.code != UNCHANGED]
    names = {code: changes.classes.name(code) for pair in changes.pairs for code in pair}
    count = 0
    with PolygonWriter(path, grid.crs, FIELDS, fills_style("change", fills, list(FIELDS))) as writer:
        for region, wkb in region_polygons(regions, grid, folder, context):
            value = int(regions.codes[region])
            before, after = changes.pairs[value - UNCHANGED - 1]
            confidence = None if sure is None else round(float(sure[region]), 2)
            writer.add(wkb, (value, before, names[before], after, names[after], float(regions.areas[region]),
                             confidence))
            count += 1
    return count


def _kept(regions: Regions, of: ClassMap, confidences: Sequence[str], minimum_area: float) -> Float64Array | None:
    """Take small regions out of the labels, and return the mean confidence of each region in percent."""
    keep = regions.areas >= minimum_area
    sums, counts = (np.zeros(len(regions.codes) if confidences else 0) for _ in range(2))
    with RasterReader() as reader:
        for window in strips(of.grid) if minimum_area or confidences else ():
            labels = regions.labels[window.row : window.row + window.rows]
            if minimum_area:
                labels[~keep[labels]] = 0
            sure = both_right(tuple(confidences), of, window, reader)
            if sure is not None:
                _add(labels, sure, sums, counts)
    return 100 * sums / np.maximum(counts, 1) if confidences else None


@kernel
def _add(labels: AnyArray, sure: Float32Array, sums: Float64Array, counts: Float64Array) -> None:
    for row in range(labels.shape[0]):
        for column in range(labels.shape[1]):
            sums[labels[row, column]] += sure[row, column]
            counts[labels[row, column]] += 1


def _mixed(classes: Nomenclature, before: int, after: int) -> Colour:
    """Return the colour of a change: mostly that of the later class."""
    one, two = classes.entry(before).colour, classes.entry(after).colour
    red, green, blue = (round(_OF_THE_LATER * b + (1 - _OF_THE_LATER) * a) for a, b in zip(one, two))
    return red, green, blue
