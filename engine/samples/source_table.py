"""Reading a table from CSV or any OGR source, column by column."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.types import Float64Array
from landweave.engine.vector.layers import point_coordinates, read_layer, split_source

_PLACE_COLUMNS = (("longitude", "latitude"), ("lon", "lat"))
_GEOGRAPHIC = "EPSG:4326"


@dataclass(frozen=True)
class SourceTable:
    """A table as read.

    Args:
        columns: values by name, as the source has them (text from CSV).
        rows: number of each row, as the user finds it: line of a CSV file, or feature id.
        x, y: places, NaN where there is none, shape (row,).
        crs: empty when there are no places.
    """

    columns: dict[str, Sequence[Any]]
    rows: Sequence[int]
    x: Float64Array
    y: Float64Array
    crs: str


def read_table(source: str, condition: str = "") -> SourceTable:
    """Read a table.

    Args:
        source: `path` or `path|layername=...`.
        condition: rows to take, as OGR's SQL has it after WHERE; empty: all.

    Raises:
        UserError: if the file is missing, empty or damaged, or the condition is not understood.
    """
    path, options = split_source(source)
    conditions = [text for text in (options.pop("subset", ""), condition) if text]
    plain = "|".join([path, *(f"{key}={value}" for key, value in options.items())])
    filtered = f"{plain}|subset={' AND '.join(f'({text})' for text in conditions)}" if conditions else plain
    if Path(path).suffix.lower() in (".csv", ".tsv", ".txt"):
        if not Path(path).is_file():
            raise UserError(f"The file {path} does not exist.", "Check the path.")
        chosen = read_layer(filtered, []).fids if conditions else None
        table = _read_csv(path, chosen)
    else:
        layer = read_layer(filtered)
        x, y = point_coordinates(layer.geometries)
        crs = layer.crs if bool(np.isfinite(x).any()) else ""
        table = SourceTable(dict(layer.fields), layer.fids, x, y, crs)
    if not len(table.rows):
        said = " that meet the filter" if conditions else ""
        raise UserError(f"{source} has no rows{said}.", "Choose a table that holds samples.")
    return table


def _read_csv(path: str, chosen: Sequence[int] | None) -> SourceTable:
    """Read a CSV file; `chosen` are row numbers from 1 that are kept."""
    try:
        with Path(path).open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file, delimiter=_delimiter(file.readline()))
            file.seek(0)
            header = next(reader, [])
            lines = [(reader.line_num, row) for row in reader if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} is no CSV text in UTF-8 ({error}).", "Save it as CSV, encoding UTF-8.") from error
    names = [name.strip() for name in header]
    if not any(names) and lines:
        raise UserError(f"The first line of {path} is empty.", "It must name the columns.")
    for line, row in lines:
        if len(row) != len(names):
            raise UserError(
                f"{path}: line {line} has {len(row)} values, the header has {len(names)}.",
                "Correct the line (is the file cut off?).",
            )
    if chosen is not None:
        lines = [lines[number - 1] for number in chosen]
    _check_names(path, names)
    columns: dict[str, Sequence[Any]] = dict(zip(names, zip(*(row for _, row in lines)))) if lines else {}
    rows = [line for line, _ in lines]
    x, y = _places(columns, len(rows))
    return SourceTable(columns, rows, x, y, _GEOGRAPHIC if bool(np.isfinite(x).any()) else "")


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _check_names(path: str, names: Sequence[str]) -> None:
    seen: set[str] = set()
    for number, name in enumerate(names, 1):
        if not name:
            raise UserError(f"{path}: column {number} has no name.", "Give every column a name in the first line.")
        if name.lower() in seen:
            raise UserError(f"{path} has two columns called {name}.", "Rename one (capitals make no difference).")
        seen.add(name.lower())


def _places(columns: dict[str, Sequence[Any]], rows: int) -> tuple[Float64Array, Float64Array]:
    """Return longitude and latitude where the table has such columns with sensible numbers in them."""
    nowhere = np.full(rows, np.nan)
    by_name = {name.lower(): values for name, values in columns.items()}
    for x_name, y_name in _PLACE_COLUMNS:
        if x_name in by_name and y_name in by_name:
            try:
                x = np.array([value or "nan" for value in by_name[x_name]], np.float64)
                y = np.array([value or "nan" for value in by_name[y_name]], np.float64)
            except ValueError:
                return nowhere, nowhere
            fits = (np.abs(x) <= 360) & (np.abs(y) <= 90)
            return np.where(fits, x, np.nan), np.where(fits, y, np.nan)
    return nowhere, nowhere
