"""When an image of the user was taken: by its file name, or by a table."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from landweave.engine.errors import UserError

_EARLIEST_YEAR, _LATEST_YEAR = 1970, 2100
_SEPARATED = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<s>[-_.])(?P<m>\d{2})(?P=s)(?P<d>\d{2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:[T_-]?(?P<t>\d{6})(?:\d{3})?)?(?!\d)")
_DAY_OF_YEAR = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<n>\d{3})(?!\d)")


@dataclass(frozen=True)
class Dated:
    """Acquisition time of an image.

    Args:
        acquired: ISO 8601 date, or date and time.
        start: where the date begins in the name; -1 when it comes from a table.
        mask: mask file that the table names; empty when it names none.
    """

    acquired: str
    start: int = -1
    mask: str = ""


def dates_in_name(stem: str) -> list[Dated]:
    """Return the dates that a file name may mean, without repeats of one day.

    `YYYY-MM-DD`, `YYYY_MM_DD`, `YYYY.MM.DD` and `YYYYMMDD` (with `hhmmss` where it follows) count first;
    only a name without any of them is searched for year and day of year, `YYYYDDD`.
    """
    found = [(m.start(), _calendar(m)) for pattern in (_SEPARATED, _COMPACT) for m in pattern.finditer(stem)]
    if not any(acquired for _, acquired in found):
        found = [(m.start(), _ordinal(m)) for m in _DAY_OF_YEAR.finditer(stem)]
    by_day: dict[str, Dated] = {}
    for start, acquired in sorted(found):
        if acquired:
            by_day.setdefault(acquired[:10], Dated(acquired, start))
    return list(by_day.values())


def read_dates_table(path: str, folder: str) -> dict[str, Dated]:
    """Read a CSV with the columns `file` and `date`, and perhaps `time` and `mask`.

    Args:
        path: the table; comma or semicolon; other columns do not matter.
        folder: scanned folder: files are looked for beside the table, then there.

    Returns:
        Dates by resolved file path; files that exist in neither place keep the path beside the table.

    Raises:
        UserError: naming the column or the line that is wrong.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"The table of dates {path} cannot be read ({error}).", "Give a CSV file in UTF-8.") from error
    lines = text.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.DictReader(lines, delimiter=delimiter)
    columns = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    for wanted in ("file", "date"):
        if wanted not in columns:
            had = ", ".join(columns) or "none"
            raise UserError(f"The table of dates {path} has no column '{wanted}'.",
                            f"It needs the columns file,date and perhaps time and mask; it has: {had}.")
    entries: dict[str, Dated] = {}
    for row in rows:
        cells = {name: (row[original] or "").strip() for name, original in columns.items()}
        if cells["file"]:
            file = _resolve(cells["file"], path, folder)
            mask = _resolve(cells["mask"], path, folder) if cells.get("mask") else ""
            entries[file] = Dated(_moment(cells, path, rows.line_num), -1, mask)
    return entries


def _resolve(name: str, table: str, folder: str) -> str:
    beside = Path(table).resolve().parent / name
    below = Path(folder).resolve() / name
    return str((below if below.exists() and not beside.exists() else beside).resolve())


def _moment(cells: dict[str, str], path: str, line: int) -> str:
    """Return ISO 8601 of a row; a time of its own refines the date."""
    found = dates_in_name(cells["date"])
    if len(found) != 1:
        raise UserError(f"Line {line} of {path}: '{cells['date']}' is not a date.", "Write it as YYYY-MM-DD.")
    acquired = found[0].acquired
    for text in (cells["date"], cells.get("time", "")):
        match = re.search(r"(?:^|[T ])(\d{2}):(\d{2})(?::(\d{2}))?", text)
        if match and "T" not in acquired:
            acquired = f"{acquired[:10]}T{match[1]}:{match[2]}:{match[3] or '00'}"
    try:
        datetime.fromisoformat(acquired)
    except ValueError as error:
        raise UserError(f"Line {line} of {path}: the time is not one ({error}).", "Write it as hh:mm:ss.") from error
    return acquired


def _calendar(match: re.Match[str]) -> str:
    try:
        day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return ""
    if not _EARLIEST_YEAR <= day.year <= _LATEST_YEAR:
        return ""
    digits = match.groupdict().get("t") or ""
    if digits and digits[:2] < "24" and digits[2:4] < "60" and digits[4:] < "60":
        return f"{day.isoformat()}T{digits[:2]}:{digits[2:4]}:{digits[4:]}"
    return day.isoformat()


def _ordinal(match: re.Match[str]) -> str:
    year, number = int(match["y"]), int(match["n"])
    if not (_EARLIEST_YEAR <= year <= _LATEST_YEAR and 1 <= number <= 366):
        return ""
    day = date.fromordinal(date(year, 1, 1).toordinal() + number - 1)
    return day.isoformat() if day.year == year else ""
