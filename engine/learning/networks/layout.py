"""Which columns of a matrix of features are which band of which date: the shape that networks see.

Features of a date (bands, indices, composites) are channels of a series; those without one (statistics, layers) are
static. A table whose columns are numbered by the rank of their date is a series of equal steps over a year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from landweave.engine.series.plan import Feature
from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, IntArray, Json

DAYS_OF_YEAR = 365.25
ABSENT = -1
"""Column of a channel that a date does not have."""

_RANKED = re.compile(r"_0*(\d+)(dd)?$")


@dataclass(frozen=True)
class SensorLayout:
    """One series.

    Args:
        sensor: its key; empty for tables.
        channels: what each date has, in order.
        days: of the dates, ascending, counted from the layout's origin.
        columns: of each date and channel, or `ABSENT`; (date)(channel).
    """

    sensor: str
    channels: tuple[str, ...]
    days: tuple[float, ...]
    columns: tuple[tuple[int, ...], ...]

    def column_array(self) -> IntArray:
        """Return the columns, shape (date, channel)."""
        return np.array(self.columns, np.int64).reshape(len(self.days), len(self.channels))


@dataclass(frozen=True)
class SeriesLayout:
    """All series of a matrix.

    Args:
        sensors: the series.
        static: columns without date.
        width: number of columns of the matrix.
        origin: ordinal of the day 0; 0 where columns are numbered by rank.
    """

    sensors: tuple[SensorLayout, ...]
    static: tuple[int, ...]
    width: int
    origin: int = 0

    def joined(self) -> SeriesLayout:
        """Return the layout with one series of all sensors: on the days of any of them, with the channels of each."""
        if len(self.sensors) < 2:
            return self
        days = sorted({day for s in self.sensors for day in s.days})
        table = np.full((len(days), sum(len(s.channels) for s in self.sensors)), ABSENT, np.int64)
        first = 0
        for sensor in self.sensors:
            table[np.searchsorted(days, sensor.days), first : first + len(sensor.channels)] = sensor.column_array()
            first += len(sensor.channels)
        channels = tuple(f"{s.sensor} {c}".strip() for s in self.sensors for c in s.channels)
        name = "+".join(s.sensor for s in self.sensors)
        return replace(self, sensors=(SensorLayout(name, channels, tuple(days), _tuples(table)),))

    def on(self, other: SeriesLayout) -> SeriesLayout:
        """Return another layout with the channels, and the count of days, that this one has.

        The days of another year are counted from the same day of that year, so that a season stays where it was. What
        this one has on no date, the other one may lack.

        Raises:
            ValueError: naming the sensor, channel or static columns that the other one lacks.
        """
        check_static(self.static, other.static)
        there = {s.sensor: s for s in other.sensors}
        shift = _whole_years(self, other)
        sensors = []
        for own in self.sensors:
            if own.sensor not in there:
                raise ValueError(f"there is no series of {own.sensor or 'the table'}")
            found = there[own.sensor]
            table = np.full((len(found.days), len(own.channels)), ABSENT, np.int64)
            for place, channel in enumerate(own.channels):
                if channel in found.channels:
                    table[:, place] = found.column_array()[:, found.channels.index(channel)]
                elif (own.column_array()[:, place] != ABSENT).any():
                    raise ValueError(f"the series of {own.sensor} has no {channel}")
            days = tuple(round(day + shift, 3) for day in found.days)
            sensors.append(SensorLayout(own.sensor, own.channels, days, _tuples(table)))
        return SeriesLayout(tuple(sensors), other.static, other.width, self.origin)

    def to_json(self) -> Json:
        """Return plain values."""
        return {
            "sensors": [
                {"sensor": s.sensor, "channels": list(s.channels), "days": list(s.days),
                 "columns": [list(row) for row in s.columns]}
                for s in self.sensors
            ],
            "static": list(self.static), "width": self.width, "origin": self.origin,
        }  # fmt: skip

    @classmethod
    def from_json(cls, values: Json) -> SeriesLayout:
        """Build from what `to_json` gave.

        Raises:
            KeyError, TypeError, ValueError: if it is no layout.
        """
        sensors = tuple(
            SensorLayout(str(s["sensor"]), tuple(map(str, s["channels"])), tuple(map(float, s["days"])),
                         tuple(tuple(map(int, row)) for row in s["columns"]))
            for s in values["sensors"]
        )  # fmt: skip
        return cls(sensors, tuple(map(int, values["static"])), int(values["width"]), int(values["origin"]))


def layout_of(features: Sequence[Feature]) -> SeriesLayout:
    """Return the layout of the columns of a matrix.

    Args:
        features: of the columns, in order.
    """
    dated = [f.date for f in features if f.date]
    origin = date.fromisoformat(min(dated)).replace(month=1, day=1).toordinal() if dated else 0
    ranks = {} if dated else _ranks(features)
    by_sensor: dict[str, dict[tuple[float, str], int]] = {}
    static = []
    for column, feature in enumerate(features):
        if feature.date:
            day: float | None = date.fromisoformat(feature.date).toordinal() - origin
        else:
            day = ranks.get(column)
        if day is None:
            static.append(column)
        else:
            by_sensor.setdefault(feature.sensor, {})[day, feature.source] = column
    sensors = tuple(_sensor(name, places) for name, places in by_sensor.items())
    return SeriesLayout(sensors, tuple(static), len(features), origin)


def check_static(wanted: Sequence[int], there: Sequence[int]) -> None:
    """Raise ValueError if the columns without date are not as many as those wanted."""
    if len(wanted) != len(there):
        raise ValueError(f"{len(wanted)} features without date are wanted, {len(there)} are there")


def is_known(rows: AnyArray) -> BoolArray:
    """Return where values are known: neither NODATA nor, of real numbers, NaN or infinite."""
    known: BoolArray = rows != SERIES_NODATA
    return known & np.isfinite(rows) if rows.dtype.kind == "f" else known


def known_at(rows: AnyArray, columns: IntArray) -> tuple[AnyArray, BoolArray]:
    """Return the values at some columns, and where they are known, both of shape (row, *columns' shape).

    Args:
        rows: shape (row, column).
        columns: numbers of columns; what is `ABSENT` has any value and is not known.
    """
    taken = rows[:, np.maximum(columns, 0)]
    return taken, is_known(taken) & (columns != ABSENT)


def _sensor(name: str, places: dict[tuple[float, str], int]) -> SensorLayout:
    days = sorted({day for day, _ in places})
    channels = list(dict.fromkeys(source for _, source in places))
    table = np.full((len(days), len(channels)), ABSENT, np.int64)
    for (day, source), column in places.items():
        table[days.index(day), channels.index(source)] = column
    return SensorLayout(name, tuple(channels), tuple(map(float, days)), _tuples(table))


def _ranks(features: Sequence[Feature]) -> dict[int, float]:
    """Return the day of each column that its name numbers (`NDVI_03`, `S2_B4_500dd`): equal steps over a year."""
    numbers: dict[int, int] = {}
    for column, feature in enumerate(features):
        found = _RANKED.search(feature.name)
        if found and feature.name[: found.start()].endswith(feature.source):
            numbers[column] = int(found.group(1))
    every = sorted(set(numbers.values()))
    if len(every) < 2:
        return {}
    step = DAYS_OF_YEAR / len(every)
    place = {number: round(step * (i + 0.5), 3) for i, number in enumerate(every)}
    return {column: place[number] for column, number in numbers.items()}


def _whole_years(own: SeriesLayout, other: SeriesLayout) -> float:
    """Return the days to add to another layout's days to count them from this one's origin, whole years apart."""
    if not own.origin or not other.origin:
        return 0.0
    middles = [np.mean([(s.days[0] + s.days[-1]) / 2 for s in layout.sensors]) for layout in (own, other)]
    apart = other.origin + middles[1] - own.origin - middles[0]
    years = round(apart / DAYS_OF_YEAR)
    first = date.fromordinal(own.origin)
    return float(other.origin - date(first.year + years, first.month, first.day).toordinal())


def _tuples(table: IntArray) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(column) for column in row) for row in table)
