"""The page of `temporal_profile`: one HTML file that needs nothing else; its script draws what the reader chooses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from landweave.engine.features.groups import source_unit
from landweave.engine.profile.read import CLEAR, NOTHING, SensorProfile
from landweave.engine.runtime.files import atomic_path
from landweave.engine.series.plan import SensorPlan
from landweave.engine.types import SERIES_NODATA, AnyArray, Json

if TYPE_CHECKING:
    from landweave.engine.profile.run import PointProfile

MOST_POINTS = 500
"""Points that a page shows; of more, so many spread evenly over them."""

MOST_VALUES = 3_000_000
"""Numbers that a page holds, about 5 bytes each: a browser opens it at once."""

_HERE = Path(__file__).parent
_EPOCH = date(1970, 1, 1).toordinal()
_SCALED = re.compile(r"^(?P<name>.*) x (?P<factor>\d+)$")


def write_page(path: str, profiles: Sequence[PointProfile], say: Callable[[str], None]) -> None:
    """Write the page; equal profiles give equal bytes.

    Args:
        path: HTML file.
        profiles: at least one.
        say: told in one sentence if points are left out to keep the page small.
    """
    shown = chosen(profiles)
    if len(shown) < len(profiles):
        say(f"{path} shows {len(shown)} of the {len(profiles)} points, spread evenly over them; a page of all would be "
            "too large for a browser. Give OUTPUT_CSV for all of them, or fewer points.")
    data = json.dumps(page_data(shown), separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    data = data.replace("<", "\\u003c")  # no text of the user ends the element
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    with atomic_path(path) as part:
        part.write_text(_frame(shown, len(profiles), style, script, data), encoding="utf-8")


def chosen(profiles: Sequence[PointProfile]) -> list[PointProfile]:
    """Return the points that a page has room for, spread evenly."""
    values = sum(s.values[:, :, 0].size + s.filled[:, :, 0].size for s in profiles[0].sensors)
    most = max(1, min(MOST_POINTS, MOST_VALUES // max(1, values)))
    if len(profiles) <= most:
        return list(profiles)
    return [profiles[i] for i in np.unique(np.linspace(0, len(profiles) - 1, most).round().astype(int))]


def page_data(profiles: Sequence[PointProfile]) -> Json:
    """Return what the script reads.

    `points` (name, tile, place), `sensors` (name, filling, target days, sources with unit and factor), `tiles` (days
    of each sensor; days are counted from 1970-01-01), and `series` by point and sensor: `s` a letter a date (c clear,
    m masked, n nothing), `v` values by source and date, `f` filled values by source and target date, `w` masks by
    date. What is unknown is null.
    """
    tiles: dict[str, int] = {}
    days = []
    for point in profiles:
        if point.tile not in tiles:
            tiles[point.tile] = len(tiles)
            days.append([(s.days - _EPOCH).tolist() for s in point.sensors])
    return {
        "points": [{"name": p.name, "tile": tiles[p.tile], "tile_name": p.tile, "lon": _rounded(p.longitude),
                    "lat": _rounded(p.latitude)} for p in profiles],
        "sensors": [_sensor(s.plan) for s in profiles[0].sensors],
        "tiles": days,
        "series": [[_series(s, p.place) for s in p.sensors] for p in profiles],
    }


def _sensor(plan: SensorPlan) -> Json:
    sources = []
    for source in (*plan.bands, *plan.indices):
        unit = source_unit(plan, source)
        scaled = _SCALED.match(unit)
        sources.append({"name": source, "unit": scaled["name"] if scaled else unit,
                        "factor": int(scaled["factor"]) if scaled else 1, "index": source not in plan.bands})
    return {"name": plan.sensor, "filling": plan.filling, "targets": [d - _EPOCH for d in plan.target_days],
            "sources": sources}


def _series(sensor: SensorProfile, place: int) -> Json:
    state = sensor.state[:, place]
    letters = "".join("n" if s == NOTHING else "c" if s == CLEAR else "m" for s in state.tolist())
    masks = {str(row): sensor.masks[row, place] for row in range(len(state)) if (row, place) in sensor.masks}
    return {"s": letters, "v": _numbers(sensor.values[:, :, place]), "f": _numbers(sensor.filled[:, :, place]),
            "w": masks}


def _numbers(values: AnyArray) -> Json:
    """Return values, (date, source), as lists by source; None where unknown."""
    return [[None if v == SERIES_NODATA else v for v in row] for row in values.T.tolist()]


def _rounded(degrees: float) -> float | None:
    return round(degrees, 6) if np.isfinite(degrees) else None


def _frame(shown: Sequence[PointProfile], total: int, style: str, script: str, data: str) -> str:
    sensors = ", ".join(s.plan.sensor for s in shown[0].sensors)
    days = sorted(d for s in shown[0].sensors for d in (s.days.min(initial=2**31), s.days.max(initial=-1))
                  if 0 < d < 2**31)
    span = f", {date.fromordinal(int(days[0]))} to {date.fromordinal(int(days[-1]))}" if days else ""
    part = "" if len(shown) == total else f" of {total}, spread evenly"
    title = f"Time series of {len(shown)} point{'s' if len(shown) > 1 else ''}"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" '
        'content="light dark"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>\n{style}</style></head><body><main>\n"
        f'<header><p class="kicker">Landweave · time series</p><h1>{escape(title + part)}</h1>'
        f'<p class="soft">{escape(sensors + span)}. Choose points, bands and indices at the left; point at a mark for '
        "its value. The address of the page keeps the choice.</p></header>\n"
        '<div class="columns"><aside id="controls"></aside><div id="panels"></div></div>\n'
        "<noscript>This page draws with JavaScript, which is switched off in this browser.</noscript>\n"
        f'</main><div id="tip" hidden></div><script type="application/json" id="data">{data}</script>\n'
        f"<script>\n{script}</script></body></html>\n"
    )
