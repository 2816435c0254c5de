"""The format of patches: one GeoPackage that opens in QGIS and carries the features of every pixel.

Layer `patches` holds a footprint a row, with a `patch_id`; patches deleted in QGIS are left out. Table `pieces` says
of what class, polygon, region and side of each run the pieces of the reference are. Table `patch_arrays` holds the
arrays by the patch's id, compressed: features (feature, row, column), and for each pixel the number of its piece, 0
where it has no label. `feature_description` and `landweave` are those of samples (`store.py`).
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.runtime.files import atomic_path, content_key, source_prints
from landweave.engine.samples.gpkg import (
    has_table,
    open_for_reading,
    open_for_writing,
    read_values,
    register_table,
    write_values,
)
from landweave.engine.samples.points import column_array
from landweave.engine.samples.row_file import map_rows, save_rows
from landweave.engine.series.plan import Feature, SeriesPlan
from landweave.engine.types import AnyArray, IntArray
from landweave.engine.vector.geometry import box_shape, wkb_of
from landweave.engine.vector.layers import Layer, read_layer, write_layers

VERSION = "1"
_WHAT = "patches file"
_REMEDY = "Choose a file made by extract_patches."
_ARRAYS = "CREATE TABLE patch_arrays (patch_id INTEGER PRIMARY KEY, features BLOB NOT NULL, pieces BLOB NOT NULL)"
_DESCRIPTION = (
    "CREATE TABLE feature_description (feature INTEGER PRIMARY KEY, name TEXT NOT NULL, "
    "sensor TEXT NOT NULL, source TEXT NOT NULL, date TEXT NOT NULL, unit TEXT NOT NULL)"
)
_FEATURES, _PIECES = 0, 1  # columns of arrays
_COMPRESSION = 3
_DTYPES = {"int16": "<i2", "float32": "<f4"}


@dataclass(frozen=True, eq=False)
class Patches:
    """Squares of pixels, some of which have a label.

    Args:
        size: pixels along a side.
        features: of every pixel, in order.
        plan: how they are made.
        tiles: name of each patch's tile.
        rows, columns: of the upper left pixel in the tile's grid, shape (patch,).
        values: shape (patch, feature * row * column), int16 or float32; in memory, or in a mapped file.
        pieces: number of the piece that a pixel lies in, 0 where it has no label, shape (patch, row, column), int32.
        attributes: columns of the pieces by name, those of number 1 first: the class, `polygon_id`, `region`, runs.
    """

    size: int
    features: tuple[Feature, ...]
    plan: SeriesPlan
    tiles: AnyArray
    rows: IntArray
    columns: IntArray
    values: AnyArray
    pieces: AnyArray
    attributes: dict[str, AnyArray]

    def __len__(self) -> int:
        return len(self.rows)

    def pixels(self, number: int) -> AnyArray:
        """Return the features of a patch as a matrix, shape (row * column, feature)."""
        return np.ascontiguousarray(self.values[number].reshape(len(self.features), -1).T)

    def of_pixels(self, column: AnyArray, nothing: Any) -> AnyArray:
        """Return what a column says of the pixels, shape (patch, row, column).

        Args:
            column: a value for each piece.
            nothing: value of pixels without a label.
        """
        table = np.concatenate([np.array([nothing], column.dtype), column])
        found: AnyArray = table[self.pieces]
        return found


@dataclass(frozen=True, eq=False)
class PatchTable:
    """What is known of patches before their features are read; as in `Patches`, with the tiles' grids."""

    size: int
    tiles: AnyArray
    rows: IntArray
    columns: IntArray
    pieces: AnyArray
    attributes: dict[str, AnyArray]
    grids: dict[str, Grid]
    class_field: str
    crs: str

    def __len__(self) -> int:
        return len(self.rows)


def save_patches(path: str, table: PatchTable, plan: SeriesPlan, values: Iterable[AnyArray]) -> None:
    """Write patches; the file appears when it is whole, and the same patches give the same bytes.

    Args:
        path: GeoPackage.
        table: what is known of the patches.
        plan: of the features.
        values: features of each patch in turn, shape (feature, row, column).
    """
    features, dtype = plan.features(), str(np.dtype(plan.dtype))
    with atomic_path(path) as temporary:
        write_layers(str(temporary), [_footprints(table), _piece_table(table)])
        with open_for_writing(str(temporary)) as connection:
            connection.execute(_ARRAYS)
            connection.executemany("INSERT INTO patch_arrays VALUES (?, ?, ?)", _packed(table, values, dtype))
            connection.execute(_DESCRIPTION)
            described = [(i + 1, f.name, f.sensor, f.source, f.date, f.unit) for i, f in enumerate(features)]
            connection.executemany("INSERT INTO feature_description VALUES (?, ?, ?, ?, ?, ?)", described)
            register_table(connection, "patch_arrays", f"Arrays by patch_id ({dtype} and int32, zlib, little endian)")
            register_table(connection, "feature_description", "The features in the order of the arrays")
            write_values(connection, {
                "format": "patches", "version": VERSION, "dtype": dtype, "size": str(table.size),
                "class_field": table.class_field, "plan": json.dumps(plan.to_json(), sort_keys=True),
            })  # fmt: skip


def _packed(table: PatchTable, values: Iterable[AnyArray], dtype: str) -> Iterator[tuple[int, bytes, bytes]]:
    for number, found in enumerate(values):
        pieces = zlib.compress(table.pieces[number].astype("<i4").tobytes(), _COMPRESSION)
        yield number + 1, zlib.compress(found.astype(_DTYPES[dtype]).tobytes(), _COMPRESSION), pieces


def _footprints(table: PatchTable) -> Layer:
    shapes, counts, names = [], [], []
    codes = table.attributes[table.class_field]
    for tile, row, column, pieces in zip(table.tiles, table.rows, table.columns, table.pieces):
        grid = table.grids[tile]
        square = grid.subgrid(Window(int(column), int(row), table.size, table.size))
        shapes.append(wkb_of(box_shape(square.extent, grid.crs, table.crs)))
        labelled = pieces[pieces > 0]
        counts.append(len(labelled))
        names.append(", ".join(map(str, np.unique(codes[labelled - 1]).tolist())))
    fields = {
        "patch_id": list(range(1, len(table) + 1)), "tile": table.tiles.tolist(), "row": table.rows.tolist(),
        "column": table.columns.tolist(), "labelled": counts,
    }  # fmt: skip
    fields.setdefault(table.class_field, names)  # so that dialogs offer it as the field of the class
    return Layer("patches", table.crs, "Polygon", tuple(shapes), fields)


def _piece_table(table: PatchTable) -> Layer:
    count = len(table.attributes[table.class_field])
    fields = {"piece": list(range(1, count + 1))} | {n: c.tolist() for n, c in table.attributes.items()}
    return Layer("pieces", "", "None", (None,) * count, fields)


def load_patches(path: str, folder: str | Path = "") -> Patches:
    """Read patches as they stand now, without those deleted in QGIS.

    Args:
        path: GeoPackage.
        folder: where the features are kept as a mapped file; see `store.load_samples`. Empty: in memory.

    Raises:
        UserError: if the file is no patches file, damaged, or has no patch.
    """
    with open_for_reading(path, _WHAT) as connection:
        values = read_values(connection)
        _check_format(path, connection, values)
        rows = connection.execute("SELECT name, sensor, source, date, unit FROM feature_description ORDER BY feature")
        features = tuple(Feature(*row) for row in rows)
        size = int(values["size"])
        footprints = read_layer(f"{path}|layername=patches").fields
        table = read_layer(f"{path}|layername=pieces").fields
        order = np.argsort(footprints["patch_id"], kind="stable")
        ids = np.array(footprints["patch_id"], np.int64)[order]
        if not len(ids):
            raise UserError(f"{path} has no patch.", "Make the patches again, or undo the deletion.")
        shape, dtype = (len(ids), len(features) * size * size), np.dtype(_DTYPES[values["dtype"]])
        arrays = _unpacked(path, connection, ids, shape[1], dtype, _FEATURES)
        if folder == "":
            matrix = np.concatenate(list(arrays)).astype(dtype.newbyteorder("="), copy=False)
        else:
            file = Path(folder) / f"patches_{content_key(str(Path(path).resolve()), source_prints(path))}.npy"
            if not file.is_file():
                save_rows(file, shape, dtype.newbyteorder("="), arrays)
            matrix = map_rows(file)
        found = list(_unpacked(path, connection, ids, size * size, np.dtype("<i4"), _PIECES))
    pieces = np.concatenate(found).reshape(-1, size, size).astype(np.int32)
    attributes = {name: column_array(column) for name, column in table.items() if name != "piece"}
    if pieces.max() > len(table["piece"]):
        raise UserError(f"The table pieces of {path} lost rows.", "Make the patches again.")
    plan = SeriesPlan.from_json(json.loads(values["plan"]))
    tiles, tops, lefts = (np.array(footprints[name], object)[order] for name in ("tile", "row", "column"))
    return Patches(size, features, plan, tiles, tops.astype(np.int64), lefts.astype(np.int64), matrix, pieces,
                   attributes)  # fmt: skip


def is_patches(path: str) -> bool:
    """Tell whether a file holds patches. Raises UserError if it is missing or no GeoPackage."""
    with open_for_reading(path, "samples file") as connection:
        return read_values(connection).get("format") == "patches"


def _check_format(path: str, connection: sqlite3.Connection, values: dict[str, str]) -> None:
    if values.get("format") == "samples":
        raise UserError(f"{path} holds samples, not patches: this network looks at the surroundings of a pixel.",
                        "Make patches with extract_patches, or choose a network of pixels, such as ltae.")
    tables = ("patches", "pieces", "patch_arrays", "feature_description")
    missing = [name for name in tables if not has_table(connection, name)]
    if values.get("format") != "patches" or missing:
        said = f" (it lacks {', '.join(missing)})" if missing else ""
        raise UserError(f"{path} is not in the format of patches{said}.", _REMEDY)
    if values["version"] != VERSION:
        raise UserError(
            f"{path} is in version {values['version']} of the format of patches, not {VERSION}.", "Update Landweave."
        )


def _unpacked(
    path: str, connection: sqlite3.Connection, ids: IntArray, length: int, dtype: np.dtype[Any], column: int
) -> Iterator[AnyArray]:
    """Yield the arrays of patches in turn, each of shape (1, length)."""
    for number in ids.tolist():
        row = connection.execute("SELECT features, pieces FROM patch_arrays WHERE patch_id = ?", (number,)).fetchone()
        try:
            found = np.frombuffer(zlib.decompress(row[column]), dtype)[None]
        except (TypeError, zlib.error, ValueError):
            found = np.empty((1, 0), dtype)
        if found.shape[1] != length:
            raise UserError(f"Patch {number} of {path} is damaged.", "Make the patches again.")
        yield found
