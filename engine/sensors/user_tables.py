"""Tables of dates: CSV files that say when the user's images, or the layers of a raster, were taken."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.sensors.user_dates import Dated, date_of_text, with_time

TIMELINES = ("timeline.csv", "dates.csv")
"""Names of tables that are looked for beside a raster whose layers may be dates; and its own name with `.csv`."""


@dataclass(frozen=True)
class DateTable:
    """What a table of dates says.

    Args:
        path: the table; empty when there is none.
        files: one date for each file, by resolved path.
        layers: dates of the layers of a file, by layer number from 1.
        timeline: a table without file names: the date of layer 1, 2, ... of every raster with as many layers.
    """

    path: str = ""
    files: Mapping[str, Dated] = field(default_factory=dict)
    layers: Mapping[str, Mapping[int, Dated]] = field(default_factory=dict)
    timeline: tuple[Dated, ...] = ()

    @property
    def listed(self) -> frozenset[str]:
        """Every file that the table names."""
        return frozenset(self.files) | frozenset(self.layers)


def read_dates_table(path: str, folder: str) -> DateTable:
    """Read a CSV with the column `date`, and perhaps `file`, `layer`, `time` and `mask`.

    Args:
        path: the table; comma or semicolon; other columns do not matter.
        folder: scanned folder: files are looked for beside the table, then there.

    Returns:
        Dates by resolved file path; files that exist in neither place keep the path beside the table. Without the
        column `file`, the rows are a timeline.

    Raises:
        UserError: naming the column or the line that is wrong.
    """
    columns, rows = _rows(path)
    if "date" not in columns:
        had = ", ".join(columns) or "none"
        raise UserError(f"The table of dates {path} has no column 'date'.",
                        f"It needs the columns file,date and perhaps layer, time and mask; it has: {had}.")
    if "file" not in columns:
        return DateTable(path, timeline=tuple(_dated(cells, path, line, "") for line, cells in rows))
    files: dict[str, Dated] = {}
    layers: dict[str, dict[int, Dated]] = {}
    for line, cells in rows:
        if not cells["file"]:
            continue
        file = _resolve(cells["file"], path, folder)
        dated = _dated(cells, path, line, _resolve(cells["mask"], path, folder) if cells.get("mask") else "")
        if cells.get("layer"):
            layers.setdefault(file, {})[_layer(cells["layer"], path, line)] = dated
        else:
            files[file] = dated
    return DateTable(path, files, layers)


def timeline_beside(path: str) -> DateTable:
    """Return the table of dates that lies beside a raster and speaks of its layers; an empty one if there is none.

    Raises:
        UserError: naming the line of the table that is wrong.
    """
    raster = Path(path)
    for name in (f"{raster.stem}.csv", *TIMELINES):
        table = raster.with_name(name)
        if table.is_file():
            columns, _ = _rows(str(table))
            if "date" in columns and "file" not in columns:
                return read_dates_table(str(table), str(raster.parent))
    return DateTable()


def _rows(path: str) -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    """Return the names of the columns in lower case, and each row with its line number."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"The table of dates {path} cannot be read ({error}).", "Give a CSV file in UTF-8.") from error
    lines = text.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.DictReader(lines, delimiter=delimiter)
    columns = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    cells = [
        (rows.line_num, {name: (row[original] or "").strip() for name, original in columns.items()}) for row in rows
    ]
    return tuple(columns), cells


def _resolve(name: str, table: str, folder: str) -> str:
    beside = Path(table).resolve().parent / name
    below = Path(folder).resolve() / name
    return str((below if below.exists() and not beside.exists() else beside).resolve())


def _layer(text: str, path: str, line: int) -> int:
    if not text.isdigit() or int(text) < 1:
        raise UserError(f"Line {line} of {path}: '{text}' is no layer.", "Layers are counted 1, 2, 3, ...")
    return int(text)


def _dated(cells: Mapping[str, str], path: str, line: int, mask: str) -> Dated:
    """Return when the image of a row was taken; a time of its own refines the date."""
    acquired = date_of_text(cells["date"])
    if not acquired:
        raise UserError(f"Line {line} of {path}: '{cells['date']}' is not a date.", "Write it as YYYY-MM-DD.")
    try:
        for text in (cells["date"], cells.get("time", "")):
            acquired = with_time(acquired, text)
    except ValueError as error:
        raise UserError(f"Line {line} of {path}: the time is not one ({error}).", "Write it as hh:mm:ss.") from error
    return Dated(acquired, -1, mask)
