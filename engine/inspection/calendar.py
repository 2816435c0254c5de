"""Dates: how many images a tile has, where the calendar is empty, and target dates that no image is near."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from landweave.engine.inspection.findings import CALENDAR, NOTE, WARNING, Findings
from landweave.engine.mapping.tile_series import SensorSeries, TileSeries
from landweave.engine.types import Json

USABLE_CLOUD = 90.0
"""Percent: an image with more clouds fills no gap."""

LONG_GAP, VERY_LONG_GAP = 30, 60
"""Days: worth a note, worth a warning."""

FEW = 6
"""Images: fewer do not show a year."""

_ADD = "Add images (list a folder that holds more, raise MAX_CLOUD), or another sensor."


class Calendar(NamedTuple):
    """The images of one sensor on one tile.

    Args:
        tile, sensor: names.
        images: days with an image.
        usable: of them, those not under clouds altogether.
        first, last: ISO dates of the usable ones; empty: none.
        gap_days: longest time without a usable image, from the start of the series to its end.
        gap_start, gap_end: ISO dates on which it begins and ends.
        cloud_percent: mean, where known.
    """

    tile: str
    sensor: str
    images: int
    usable: int
    first: str
    last: str
    gap_days: int
    gap_start: str
    gap_end: str
    cloud_percent: float | None

    def to_json(self) -> Json:
        """Return plain values."""
        return self._asdict()


def calendars(tiles: Sequence[TileSeries]) -> list[Calendar]:
    """Return the calendar of each sensor on each tile."""
    return [_calendar(tile.tile, sensor) for tile in tiles for sensor in tile.sensors]


def check_calendar(tiles: Sequence[TileSeries], findings: Findings) -> list[Calendar]:
    """Find empty and thin calendars, gaps, and target dates outside the images; return the calendars."""
    rows = calendars(tiles)
    plans = {(t.tile, s.plan.sensor): s.plan for t in tiles for s in t.sensors}
    for sensor in dict.fromkeys(row.sensor for row in rows):
        own = [row for row in rows if row.sensor == sensor and row.images]
        _say(findings, WARNING, [r for r in own if r.usable < FEW], _few, _ADD)
        _say(findings, WARNING, [r for r in own if r.gap_days > VERY_LONG_GAP], _gap, _ADD)
        _say(findings, NOTE, [r for r in own if LONG_GAP < r.gap_days <= VERY_LONG_GAP], _gap, "")
        for row in own[:1]:  # dates are those of the sensor, and images of the first tile tell of the others
            targets = plans[row.tile, sensor].target_dates
            _check_ends(row, targets, findings)
    return rows


def _say(findings: Findings, severity: str, rows: Sequence[Calendar], sentence: Json, remedy: str) -> None:
    """Say of the worst tile, and how many more there are."""
    if rows:
        worst = max(rows, key=lambda r: (r.gap_days, -r.usable))
        others = len(rows) - 1
        more = f" Likewise on {others} more tile{'s' if others > 1 else ''}." if others else ""
        findings.add(severity, CALENDAR, sentence(worst) + more, remedy)


def _few(row: Calendar) -> str:
    count = f"{row.usable} usable image{'s' if row.usable != 1 else ''}"
    return f"Tile {row.tile} has {count} of {row.sensor} only: they hardly show how a year goes."


def _gap(row: Calendar) -> str:
    months = list(_whole_months(date.fromisoformat(row.gap_start), date.fromisoformat(row.gap_end)))
    unseen = f", so {_listed(months)} not seen at all" if months else ""
    return (f"Tile {row.tile} has no usable image of {row.sensor} from {row.gap_start} to {row.gap_end} "
            f"({row.gap_days} days){unseen}.")


def _check_ends(row: Calendar, targets: Sequence[str], findings: Findings) -> None:
    if not targets or not row.first:
        return
    before = (date.fromisoformat(row.first) - date.fromisoformat(targets[0])).days
    after = (date.fromisoformat(targets[-1]) - date.fromisoformat(row.last)).days
    for days, what in ((before, f"begin on {targets[0]}, {before} days before its first usable image on tile "
                        f"{row.tile} ({row.first}): the first value is held back to there"),
                       (after, f"end on {targets[-1]}, {after} days after its last usable image on tile {row.tile} "
                        f"({row.last}): the last value is held on to there")):
        if days > LONG_GAP:
            key = "start_date" if days == before else "end_date"
            findings.add(WARNING, CALENDAR, f"The target dates of {row.sensor} {what}.",
                         f"Change {key} in SERIES, or add images.")


def _calendar(tile: str, sensor: SensorSeries) -> Calendar:
    products = sensor.products
    usable = sorted({p.day for p in products if p.cloud_percent is None or p.cloud_percent < USABLE_CLOUD})
    clouds = [p.cloud_percent for p in products if p.cloud_percent is not None]
    limits = [date.fromisoformat(d) for d in sensor.plan.target_dates]
    edges = sorted({*usable, *limits[:1], *limits[-1:]}) if usable else limits[:1] + limits[-1:]
    edges = [d for d in edges if not limits or limits[0] <= d <= limits[-1]] if len(limits) > 1 else edges
    gaps = list(zip(edges, edges[1:])) or [(d, d) for d in edges[:1]]
    start, end = max(gaps, key=lambda g: g[1] - g[0]) if gaps else (date.min, date.min)
    return Calendar(
        tile, sensor.plan.sensor, len({p.day for p in products}), len(usable),
        usable[0].isoformat() if usable else "", usable[-1].isoformat() if usable else "",
        (end - start).days, start.isoformat(), end.isoformat(), sum(clouds) / len(clouds) if clouds else None,
    )


def _whole_months(start: date, end: date) -> Iterator[str]:
    """Yield the months that lie in a gap whole; its first and last day are seen."""
    month = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    while True:
        following = (month + timedelta(days=32)).replace(day=1)
        if following > end:
            return
        yield f"{month:%B %Y}"
        month = following


def _listed(months: Sequence[str]) -> str:
    """Return months that follow each other in words."""
    if len(months) <= 2:
        return f"{' and '.join(months)} {'is' if len(months) == 1 else 'are'}"
    return f"the {len(months)} months from {months[0]} to {months[-1]} are"
