"""The samples format: one GeoPackage that opens in QGIS and carries the feature matrix.

Layer `samples` holds one point a row with its attributes and a `sample_id`. Table
`feature_vectors` holds the vectors by that id, so rows deleted or edited in QGIS are
honoured. Table `feature_description` names the columns; table `landweave` holds the plan.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.runtime.files import atomic_path, content_key, source_prints
from landweave.engine.samples.gpkg import has_table, open_for_reading, open_for_writing, read_values, register_table
from landweave.engine.samples.gpkg import write_values as write_key_values
from landweave.engine.samples.points import GrowingColumn, blob_coordinates, point_geometries
from landweave.engine.samples.row_file import ROWS_AT_ONCE, map_rows, row_slices, save_rows, take_rows
from landweave.engine.series.plan import Feature, SeriesPlan
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray
from landweave.engine.vector.geometry import layer_crs
from landweave.engine.vector.layers import Layer, write_layers
from landweave.engine.vector.styles import write_styles

VERSION = "1"
RESERVED_COLUMNS = ("fid", "geom", "sample_id")
"""Column names that the format needs for itself."""

_WHAT = "samples file"
_REMEDY = "Choose a file made by extract_samples, import_samples or another step that writes samples."
_DTYPES = {"int16": "<i2", "float32": "<f4"}
_CREATE_VECTORS = "CREATE TABLE feature_vectors (sample_id INTEGER PRIMARY KEY, vector BLOB NOT NULL)"
_CREATE_DESCRIPTION = (
    "CREATE TABLE feature_description (feature INTEGER PRIMARY KEY, name TEXT NOT NULL, "
    "sensor TEXT NOT NULL, source TEXT NOT NULL, date TEXT NOT NULL, unit TEXT NOT NULL)"
)


@dataclass(frozen=True, eq=False)
class SampleSet:
    """Samples: attributes in memory, features there or in a mapped file.

    Args:
        features: one a column of the matrix.
        matrix: int16 or float32, shape (sample, feature); nobody changes it in place.
        attributes: columns by name, each of shape (sample,): int64, float64 or str objects.
        x, y: places in the units of `crs_wkt`, NaN where a sample has none, shape (sample,).
        crs_wkt: empty when the samples have no places.
        plan: how the features were made; None for imported tables.
    """

    features: tuple[Feature, ...]
    matrix: AnyArray
    attributes: dict[str, AnyArray]
    x: Float64Array
    y: Float64Array
    crs_wkt: str
    plan: SeriesPlan | None = None

    def __len__(self) -> int:
        return int(self.matrix.shape[0])

    @property
    def has_places(self) -> bool:
        """Tell whether the samples are points on the ground."""
        return bool(self.crs_wkt) and bool(np.isfinite(self.x).any())

    def subset(self, rows: BoolArray | IntArray) -> SampleSet:
        """Return the chosen rows; the matrix is not copied where these are all, and stays on the disk if it is there.

        See `take_rows`.
        """
        attributes = {name: column[rows] for name, column in self.attributes.items()}
        matrix = take_rows(self.matrix, rows)
        return replace(self, matrix=matrix, attributes=attributes, x=self.x[rows], y=self.y[rows])


def save_samples(
    path: str, samples: SampleSet, layers: Sequence[Layer] = (), styles: Mapping[str, str] | None = None
) -> None:
    """Write samples; the file appears when it is whole, and the same samples give the same bytes.

    Args:
        path: GeoPackage.
        samples: what is written.
        layers: that stand beside the layer of the samples.
        styles: of the layers, QML by name.

    Raises:
        ValueError: if shapes or types do not fit, or an attribute has a reserved name.
    """
    _check_shapes(samples)
    with atomic_path(path) as temporary:
        ids = np.arange(1, len(samples) + 1, dtype=np.int64)
        fields: dict[str, AnyArray] = {"sample_id": ids, **samples.attributes}
        places = point_geometries(samples.x, samples.y) if samples.has_places else [None] * len(samples)
        kind, crs = ("Point", samples.crs_wkt) if samples.has_places else ("None", "")
        columns = {name: column.tolist() for name, column in fields.items()}
        write_layers(str(temporary), [Layer("samples", crs, kind, tuple(places), columns), *layers])
        if styles:
            write_styles(str(temporary), styles)
        with open_for_writing(str(temporary)) as connection:
            _write_tables(connection, samples)


def _check_shapes(samples: SampleSet) -> None:
    rows, columns = samples.matrix.shape
    if columns != len(samples.features) or samples.matrix.dtype.name not in _DTYPES:
        raise ValueError(f"matrix {samples.matrix.shape} {samples.matrix.dtype}, {len(samples.features)} features")
    if any(len(column) != rows for column in (*samples.attributes.values(), samples.x, samples.y)):
        raise ValueError("columns of different lengths")
    names = [name.lower() for name in samples.attributes]
    if len(set(names)) != len(names) or set(names) & set(RESERVED_COLUMNS):
        raise ValueError(f"attribute names repeat or are reserved: {', '.join(samples.attributes)}")


def _write_tables(connection: sqlite3.Connection, samples: SampleSet) -> None:
    dtype = samples.matrix.dtype.name
    connection.execute(_CREATE_VECTORS)
    connection.executemany("INSERT INTO feature_vectors VALUES (?, ?)", enumerate(_vectors(samples.matrix), start=1))
    connection.execute(_CREATE_DESCRIPTION)
    described = [(i + 1, f.name, f.sensor, f.source, f.date, f.unit) for i, f in enumerate(samples.features)]
    connection.executemany("INSERT INTO feature_description VALUES (?, ?, ?, ?, ?, ?)", described)
    register_table(connection, "feature_vectors", f"Feature vectors by sample_id ({dtype}, little endian)")
    register_table(connection, "feature_description", "The features in the order of the vectors")
    plan = json.dumps(samples.plan.to_json(), sort_keys=True) if samples.plan else ""
    write_key_values(connection, {"format": "samples", "version": VERSION, "dtype": dtype, "plan": plan})


def _vectors(matrix: AnyArray) -> Iterator[bytes]:
    """Yield the bytes of each row."""
    for some in row_slices(len(matrix)):
        part = np.asarray(matrix[some]).astype(_DTYPES[matrix.dtype.name], copy=False)
        yield from (row.tobytes() for row in part)


def load_samples(path: str, folder: str | Path = "") -> SampleSet:
    """Read samples as they stand now, with the deletions and edits made in QGIS.

    Args:
        path: GeoPackage.
        folder: where the matrix stays, as a file that is mapped read-only (`np.memmap`) and used again as long as the
            samples file does not change; its rows that `subset` chooses go there too. Whoever gives the folder
            removes it, after the samples are let go. Empty: the matrix is in memory.

    Raises:
        UserError: if the file is no samples file, damaged, or has rows without a feature vector; if the folder cannot
            be written to or the disk is full.
    """
    file = Path(folder) / f"samples_{content_key(str(Path(path).resolve()), source_prints(path))}.npy"
    with open_for_reading(path, _WHAT) as connection:
        values = read_values(connection)
        _check_format(path, connection, values)
        described = connection.execute(
            "SELECT name, sensor, source, date, unit FROM feature_description ORDER BY feature"
        ).fetchall()
        features = tuple(Feature(*row) for row in described)
        attributes, x, y = _read_layer(path, connection)
        ids, dtype = attributes.pop("sample_id"), np.dtype(_DTYPES[values["dtype"]])
        shape = len(ids), len(features)
        parts = _read_vectors(path, connection, ids, dtype, len(features))
        if folder == "":
            matrix = _in_memory(shape, dtype.newbyteorder("="), parts)
        else:
            if not file.is_file():
                save_rows(file, shape, dtype.newbyteorder("="), parts)
            matrix = map_rows(file)
    crs = layer_crs(path, "samples")
    try:
        plan = SeriesPlan.from_json(json.loads(values["plan"])) if values.get("plan") else None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(f"{path} does not tell how its features were made ({error}).", _REMEDY) from error
    return SampleSet(features, matrix, attributes, x, y, crs, plan)


def _check_format(path: str, connection: sqlite3.Connection, values: dict[str, str]) -> None:
    if values.get("format") == "patches":
        raise UserError(f"{path} holds patches, not samples: only networks of patches (utae) learn from them.",
                        "Choose such a network, or make samples with extract_samples.")
    tables = ("samples", "feature_vectors", "feature_description")
    missing = [name for name in tables if not has_table(connection, name)]
    if values.get("format") != "samples" or missing or values.get("dtype") not in _DTYPES:
        said = f" (it lacks {', '.join(missing)})" if missing else ""
        raise UserError(f"{path} is not in the samples format{said}.", _REMEDY)
    if values["version"] != VERSION:
        raise UserError(
            f"{path} is in version {values['version']} of the samples format, not {VERSION}.", "Update Landweave."
        )


def _read_layer(path: str, connection: sqlite3.Connection) -> tuple[dict[str, AnyArray], Float64Array, Float64Array]:
    """Return the columns of the layer by name, and the places, in the order of sample_id."""
    names = [row[1] for row in connection.execute("PRAGMA table_info(samples)")]
    if "sample_id" not in names:
        raise UserError(f"The layer samples of {path} lost its column sample_id.", "Make the samples again.")
    columns = {name: GrowingColumn() for name in names if name not in ("fid", "geom")}
    places: list[tuple[Float64Array, Float64Array]] = []
    cursor = connection.execute("SELECT * FROM samples ORDER BY sample_id")
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        cells = dict(zip(names, zip(*rows)))
        places.append(blob_coordinates(cells.get("geom", (None,) * len(rows))))
        for name, column in columns.items():
            column.add(cells[name])
    if not places:
        raise UserError(f"The samples file {path} has no rows.", "Make the samples again, or undo the deletion.")
    x, y = (np.concatenate(parts) for parts in zip(*places))
    return {name: column.array() for name, column in columns.items()}, x, y


def _in_memory(shape: tuple[int, int], dtype: np.dtype[Any], parts: Iterable[AnyArray]) -> AnyArray:
    matrix, start = np.empty(shape, dtype), 0
    for part in parts:
        matrix[start : start + len(part)] = part
        start += len(part)
    return matrix


def _read_vectors(
    path: str, connection: sqlite3.Connection, ids: AnyArray, dtype: np.dtype[Any], features: int
) -> Iterator[AnyArray]:
    """Yield the vectors of the ids (ascending, an id may repeat), shape (some ids, feature).

    Raises:
        UserError: at the end, if there are ids without a vector; before, if vectors are damaged.
    """
    known = ids[np.isfinite(ids)] if ids.dtype.kind in "if" else np.zeros(0)
    lacking = len(ids)
    cursor = connection.execute("SELECT sample_id, vector FROM feature_vectors ORDER BY sample_id")
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        keys = np.array([row[0] for row in rows])
        times = np.searchsorted(known, keys, "right") - np.searchsorted(known, keys, "left")
        chosen = [row[1] for row, count in zip(rows, times) if count]
        if any(len(vector) != features * dtype.itemsize for vector in chosen):
            raise UserError(f"The feature vectors of {path} are damaged.", "Make the samples again.")
        if chosen:
            vectors = np.frombuffer(b"".join(chosen), dtype).reshape(len(chosen), features)
            yield np.repeat(vectors, times[times > 0], axis=0)
            lacking -= int(times.sum())
    if lacking:
        raise UserError(
            f"{lacking} rows of {path} have no feature vector (points added by hand?).",
            "Delete those rows, or run extract_samples on the points.",
        )
