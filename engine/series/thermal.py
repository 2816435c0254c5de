"""Growing-degree time: days counted by the warmth that plants had, so that early and late years lie on each other.

A day adds its mean temperature above a base to the thermal time; a mean below the base counts as the base, one above
a cap as the cap: method 1 of McMaster and Wilhelm 1997, doi 10.1016/S0168-1923(97)00027-0. Thermal time is held in
tenths of degree-days, int64. A day adds one tenth at least, so that no two days fall together and the fillings, which
need strictly ascending days, can take it in the place of days.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Union

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.sensors.user_dates import date_of_text
from landweave.engine.types import AnyArray, Float32Array, IntArray, Json

MAX_GAP_DAYS = 5
"""Days in a row that a table of temperatures may lack: they are filled linearly."""

TENTHS = 10
"""Steps of thermal time in one degree-day."""

_LOWEST, _HIGHEST = -90.0, 60.0  # daily means on Earth, deg C
_REMEDY = "The table needs the columns date,temperature (daily mean in degrees Celsius) and perhaps tile."

Temperatures = Mapping[Union[int, str, date], float]


@dataclass(frozen=True, eq=False)
class ThermalTable:
    """Thermal time of one place.

    Args:
        first_day: proleptic ordinal of the first element.
        degree_days: thermal time at the end of each day in tenths of degree-days, strictly ascending, shape (day,).
        name: of the table, for messages.
    """

    first_day: int
    degree_days: IntArray
    name: str = "The table of temperatures"

    @property
    def last_day(self) -> int:
        """Proleptic ordinal of the last element."""
        return self.first_day + len(self.degree_days) - 1

    def to_json(self) -> Json:
        """Return plain values."""
        return {"first_day": self.first_day, "degree_days": [int(v) for v in self.degree_days], "name": self.name}

    @classmethod
    def from_json(cls, values: Json) -> ThermalTable:
        """Build from what `to_json` gave."""
        return cls(values["first_day"], np.array(values["degree_days"], np.int64), values["name"])


def thermal_time(temperature: AnyArray, base: float = 0.0, cap: float | None = None) -> IntArray:
    """Add up the growing-degree time.

    Args:
        temperature: daily means, deg C, shape (cell, day) or (day,).
        base: deg C below which nothing grows.
        cap: deg C above which nothing grows faster; None: there is no such limit.

    Returns:
        Thermal time at the end of each day in tenths of degree-days, strictly ascending along the days, same shape.

    Raises:
        ValueError: if a temperature is unknown, or the cap is not above the base.
    """
    temperature = np.asarray(temperature, np.float64)
    if not np.isfinite(temperature).all():
        raise ValueError("a daily temperature is unknown")
    if cap is not None and not cap > base:
        raise ValueError(f"the cap of {cap} deg C is not above the base of {base} deg C")
    grown = np.clip(temperature, base, np.inf if cap is None else cap) - base
    tenths = np.maximum(np.rint(TENTHS * grown), 1).astype(np.int64)
    return np.asarray(np.cumsum(tenths, axis=-1), np.int64)


def thermal_table(
    source: str | Path | Temperatures,
    tile: str = "",
    base: float = 0.0,
    cap: float | None = None,
    start_day: int | None = None,
) -> ThermalTable:
    """Make thermal time of daily mean temperatures.

    Args:
        source: a CSV file as in `read_temperatures`, or temperatures by date (ISO text, date or proleptic ordinal).
        tile: whose rows are used where the file has a column `tile`.
        base: as in `thermal_time`.
        cap: as in `thermal_time`.
        start_day: day before which nothing counts, as a proleptic ordinal: 1 January, or the day of sowing, so that
            years compare. By default the first of the table. At the end of the day before it thermal time is 0.

    Raises:
        UserError: naming the file and what is wrong with it, or the days that are missing.
    """
    if isinstance(source, (str, Path)):
        name, found = f"The table of temperatures {source}", read_temperatures(source)
        if found and tile not in found and "" not in found:
            known = ", ".join(sorted(found)) or "none"
            raise UserError(f"{name} has no rows of the tile '{tile}'.", f"It has: {known}.")
        by_day = found.get(tile, found.get("", {}))
    else:
        name, by_day = "The table of temperatures", {_ordinal(day): float(value) for day, value in source.items()}
    if cap is not None and not cap > base:
        raise UserError(f"The cap of thermal time, {cap} deg C, is not above its base, {base} deg C.",
                        "Correct 'thermal_time' in the series options.")
    first, daily = daily_temperatures(by_day, name)
    table = ThermalTable(first, thermal_time(daily, base, cap), name)
    if start_day is None or start_day == first:
        return table
    if not first <= start_day <= table.last_day:
        raise _outside(table, start_day)
    before = start_day - first
    return ThermalTable(start_day, table.degree_days[before:] - table.degree_days[before - 1], name)


def to_axis(days: Sequence[int] | IntArray, table: ThermalTable) -> IntArray:
    """Return days as thermal time: an axis for the fillings, in the place of acquisition days or target days.

    Args:
        days: proleptic ordinals.
        table: of the place.

    Returns:
        Tenths of degree-days, ascending as the days are, shape (day,).

    Raises:
        UserError: naming a day that the table does not have.
    """
    ordinals = np.asarray(days, np.int64)
    for day in ordinals[(ordinals < table.first_day) | (ordinals > table.last_day)][:1]:
        raise _outside(table, int(day))
    return np.asarray(table.degree_days[ordinals - table.first_day], np.int64)


def degree_day_targets(table: ThermalTable, first_day: int, last_day: int, step_degree_days: float) -> IntArray:
    """Return target times at whole multiples of a step of degree-days that lie within two days.

    Multiples of the step are the same in every year and place.

    Args:
        table: of the place.
        first_day: proleptic ordinal.
        last_day: proleptic ordinal.
        step_degree_days: distance of the targets, one tenth at least.

    Returns:
        Tenths of degree-days, strictly ascending, shape (target,).

    Raises:
        UserError: naming a day that the table does not have, or that the step is too small, or too large for any
            target.
    """
    step = round(TENTHS * step_degree_days)
    if step < 1:
        raise UserError(f"Targets every {step_degree_days:g} degree-days are too close.",
                        "Set 'step_degree_days' to 0.1 or more.")
    first, last = (int(v) for v in to_axis([first_day, last_day], table))
    targets = np.arange(-(-first // step) * step, last + 1, step, dtype=np.int64)
    if not len(targets):
        raise UserError(
            f"From {date.fromordinal(first_day)} to {date.fromordinal(last_day)} thermal time passes no multiple of "
            f"{step_degree_days:g} degree-days.", "Set a smaller 'step_degree_days'.",
        )
    return targets


def axis_to_days(axis: Sequence[int] | IntArray, table: ThermalTable) -> IntArray:
    """Return the first day on which each thermal time is reached, the last of the table where it never is."""
    places = np.searchsorted(table.degree_days, np.asarray(axis, np.int64))
    return np.asarray(table.first_day + np.minimum(places, len(table.degree_days) - 1), np.int64)


def daily_temperatures(by_day: Mapping[int, float], name: str) -> tuple[int, Float32Array]:
    """Return temperatures of every day from the first known to the last, short gaps filled linearly.

    Args:
        by_day: daily means by proleptic ordinal, deg C; NaN is as good as none.
        name: of the table, for messages.

    Returns:
        The first day, and temperatures of shape (day,).

    Raises:
        UserError: if more than `MAX_GAP_DAYS` in a row are missing, or all.
    """
    known = np.array(sorted(day for day, value in by_day.items() if isfinite(value)), np.int64)
    if not len(known):
        raise UserError(f"{name} has no temperature.", _REMEDY)
    for before, after in zip(known[:-1], known[1:]):
        if after - before - 1 > MAX_GAP_DAYS:
            first, last = date.fromordinal(int(before) + 1), date.fromordinal(int(after) - 1)
            raise UserError(f"{name} has no temperature from {first} to {last}.",
                            f"Add these days; gaps of up to {MAX_GAP_DAYS} days are filled.")
    days = np.arange(known[0], known[-1] + 1)
    filled = np.interp(days, known, [by_day[int(day)] for day in known])
    return int(known[0]), filled.astype(np.float32)


def read_temperatures(path: str | Path) -> dict[str, dict[int, float]]:
    """Read a CSV with the columns `date` and `temperature`, and perhaps `tile`.

    Comma between columns, or semicolon, then with decimal points or commas. A row without a temperature is a gap.

    Returns:
        Daily means in deg C by proleptic ordinal, by tile; the tile is empty where the table names none.

    Raises:
        UserError: naming the column or the line that is wrong.
    """
    separator, columns, found = _rows(Path(path))
    for column in ("date", "temperature"):
        if column not in columns:
            raise UserError(f"The table of temperatures {path} has no column '{column}'.", _REMEDY)
    tiles: dict[str, dict[int, float]] = {}
    for line, cells in found:
        day = date_of_text(cells["date"])[:10]
        if not day:
            raise UserError(f"Line {line} of {path}: '{cells['date']}' is not a date.", "Write it as YYYY-MM-DD.")
        by_day = tiles.setdefault(cells.get("tile", ""), {})
        ordinal = date.fromisoformat(day).toordinal()
        if ordinal in by_day:
            raise UserError(f"Line {line} of {path}: the date {day} is there twice.", "Leave one row for each day.")
        by_day[ordinal] = _temperature(cells["temperature"], path, line, separator)
    return tiles


def _rows(path: Path) -> tuple[str, tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    """Return what separates columns, their names in small letters, and each row with its line."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            separator = ";" if ";" in file.readline() else ","
            file.seek(0)
            rows = csv.DictReader(file, delimiter=separator)
            columns = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
            found = [(rows.line_num, {name: (row[key] or "").strip() for name, key in columns.items()}) for row in rows]
    except OSError as error:
        cause = f"The table of temperatures {path} cannot be read: {error.strerror}."
        raise UserError(cause, "Check the path.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        cause = f"The table of temperatures {path} is not a CSV in UTF-8."
        raise UserError(cause, "Save it as CSV in UTF-8.") from error
    return separator, tuple(columns), found


def _temperature(text: str, path: str | Path, line: int, separator: str) -> float:
    if not text or text.lower() in ("nan", "na"):
        return float("nan")
    try:
        value = float(text.replace(",", ".") if separator == ";" else text)
    except ValueError:
        value = float("nan")
    if not _LOWEST <= value <= _HIGHEST:
        raise UserError(f"Line {line} of {path}: '{text}' is no temperature of a day in degrees Celsius.", _REMEDY)
    return value


def _ordinal(day: int | str | date) -> int:
    if isinstance(day, str):
        return date.fromisoformat(day).toordinal()
    return day.toordinal() if isinstance(day, date) else int(day)


def _outside(table: ThermalTable, day: int) -> UserError:
    first, last = date.fromordinal(table.first_day), date.fromordinal(table.last_day)
    cause = f"{table.name} goes from {first} to {last}: it has no {date.fromordinal(day)}."
    return UserError(cause, "Add the days that it lacks.")
