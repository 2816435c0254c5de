"""The prepared reference: polygons (or points) cut by tile and region, with the tiles' grids beside them.

Layer `reference` of a GeoPackage. Its table `landweave` names the class field and holds the
grids, so that the steps after `prepare_reference` need no catalogue.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.runtime.files import atomic_path
from landweave.engine.samples.gpkg import has_table, open_for_reading, open_for_writing, read_values, write_values
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray
from landweave.engine.vector.layers import read_layer, write_layer

LEARN, VALIDATION, TEST = "learn", "validation", "test"
SPARE = "spare"
"""Side of a sample that another run needs, and this run does not learn from."""
ALL_REGIONS = "all"
"""Name of the region where the user gave none."""

YEAR = "year"
"""Column of the year (or campaign) in which a polygon was seen, where the user told it."""
OWN_FIELDS = ("fid", "geom", "polygon_id", "region", "tile", "area_m2", YEAR)
RUN_FIELD = re.compile(r"^run_(\d+)$")
_POINT_BYTES = 21
"""Of a point as WKB; of polygons, which have four corners, more."""

_WHAT = "prepared reference"
_REMEDY = "Run prepare_reference, and use its output."


@dataclass(frozen=True, eq=False)
class Reference:
    """Pieces of reference polygons; one piece lies in one tile and one region.

    Args:
        class_field: name of the class column, as the user has it.
        crs: of the geometries, well-known text.
        tiles: grid of each tile, in order of ownership.
        geometries: WKB polygons, single-part, or points: each of them is one pixel.
        codes: class code of each piece.
        polygon_id: the polygon a piece was cut from.
        region, tile: names.
        area_m2: of the piece.
        runs: for each split run the side of each piece (`learn`, `validation`, `test`).
        year: when each was seen, as text; None where nobody told.
    """

    class_field: str
    crs: str
    tiles: dict[str, Grid]
    geometries: tuple[bytes, ...]
    codes: IntArray
    polygon_id: IntArray
    region: AnyArray
    tile: AnyArray
    area_m2: Float64Array
    runs: dict[str, AnyArray] = field(default_factory=dict)
    year: AnyArray | None = None

    def __len__(self) -> int:
        return len(self.geometries)

    @property
    def are_points(self) -> bool:
        """Whether the pieces are points."""
        return bool(self.geometries) and len(self.geometries[0]) == _POINT_BYTES

    @property
    def years(self) -> dict[str, AnyArray]:
        """The column of the years, where there is one."""
        return {} if self.year is None else {YEAR: self.year}

    def learns(self) -> BoolArray:
        """Tell which pieces are learnt from in some run (all, before the split)."""
        sides = [side == LEARN for side in self.runs.values()]
        return np.any(sides, axis=0) if sides else np.ones(len(self), np.bool_)


def save_reference(path: str, reference: Reference) -> None:
    """Write a prepared reference; it appears when it is whole."""
    fields: dict[str, Any] = {
        reference.class_field: reference.codes, "polygon_id": reference.polygon_id, "region": reference.region,
        "tile": reference.tile, "area_m2": np.round(reference.area_m2, 3), **reference.years, **reference.runs,
    }
    values = {
        "format": "reference", "version": "1", "class_field": reference.class_field,
        "tiles": json.dumps({name: grid.to_json() for name, grid in reference.tiles.items()}),
    }
    with atomic_path(path) as temporary:
        kind = "Point" if reference.are_points else "Polygon"
        write_layer(temporary, "reference", reference.crs, kind, reference.geometries, fields)
        with open_for_writing(str(temporary)) as connection:
            write_values(connection, values)


def load_reference(path: str) -> Reference:
    """Read a prepared reference as it stands now, with the rows deleted or edited in QGIS.

    Raises:
        UserError: if the file is not one, or a row lacks a value.
    """
    path = path.split("|", maxsplit=1)[0]
    with open_for_reading(path, _WHAT) as connection:
        values = read_values(connection)
        if values.get("format") != "reference" or not has_table(connection, "reference"):
            raise UserError(f"{path} is not a prepared reference.", _REMEDY)
    layer = read_layer(f"{path}|layername=reference")
    class_field = values["class_field"]
    needed = (class_field, "polygon_id", "region", "tile", "area_m2")
    for name in needed:
        _check_column(path, name, layer.fields.get(name), layer.fids)
    if None in layer.geometries:
        raise UserError(f"{path} has rows without a geometry.", "Delete them, or run prepare_reference again.")
    columns = [layer.fields[name] for name in needed]
    year = layer.fields.get(YEAR)
    if year is not None:
        _check_column(path, YEAR, year, layer.fids)
    runs = {name: np.array(layer.fields[name], object) for name in layer.fields if RUN_FIELD.match(name)}
    tiles = {name: Grid.from_json(grid) for name, grid in json.loads(values["tiles"]).items()}
    geometries = tuple(g for g in layer.geometries if g is not None)
    return Reference(
        class_field, layer.crs, tiles, geometries, np.array(columns[0], np.int64), np.array(columns[1], np.int64),
        np.array(columns[2], object), np.array(columns[3], object), np.array(columns[4], np.float64), runs,
        None if year is None else np.array([str(value) for value in year], object),
    )


def _check_column(path: str, name: str, column: Sequence[Any] | None, fids: Sequence[int]) -> None:
    if column is None:
        raise UserError(f"The layer reference of {path} lost its field {name}.", _REMEDY)
    if not column:
        raise UserError(f"The layer reference of {path} is empty.", _REMEDY)
    missing = [fid for fid, value in zip(fids, column) if value is None]
    if missing:
        raise UserError(
            f"{path}: the field {name} is empty in feature {missing[0]} ({len(missing)} in all).",
            "Fill it, delete the row, or run prepare_reference again.",
        )
