"""Charts of the report as inline SVG: nothing to load, sharp in print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from landweave.engine.types import Json

_CELL = 34
_BAR_WIDTH = 150
_MAX_LABEL = 26


def confusion_chart(confusion: Json) -> str:
    """Return a heat map of a confusion matrix: rows reference, columns map, shades by share of the row.

    Args:
        confusion: `labels`, `names` and `matrix` as in the report's JSON.
    """
    names, matrix = [_short(n) for n in confusion["names"]], confusion["matrix"]
    size = len(names)
    left = 8 + 7 * max(len(n) for n in names) + 24
    top = 8 + round(5.2 * max(len(n) for n in names)) + 24
    parts = [f'<text x="{left + size * _CELL / 2}" y="14" class="axis">Map</text>',
             f'<text transform="translate(12 {top + size * _CELL / 2}) rotate(-90)" class="axis">Reference</text>']
    for i, name in enumerate(names):
        middle = i * _CELL + _CELL / 2
        parts.append(f'<text x="{left - 6}" y="{top + middle + 4}" class="row">{escape(name)}</text>')
        parts.append(f'<text transform="translate({left + middle + 4} {top - 6}) rotate(-50)">{escape(name)}</text>')
        total = sum(matrix[i])
        for j, count in enumerate(matrix[i]):
            parts.append(_cell(left + j * _CELL, top + i * _CELL, count, total, i == j,
                               f"{name} mapped as {names[j]}"))
    width, height = left + size * _CELL + 60, top + size * _CELL + 8
    return _svg(width, height, parts, "Confusion matrix")


def class_bars(entry: Json, key: str, colour: str) -> str:
    """Return one bar from 0 to 1 with its 95 % interval.

    Args:
        entry: one of the report's `classes`.
        key: `precision`, `recall` or `f1`.
        colour: of the bar, `#rrggbb`.
    """
    value = entry.get(key)
    if value is None:
        return '<span class="none">no data</span>'
    parts = [f'<rect width="{_BAR_WIDTH}" height="12" class="ground"/>',
             f'<rect width="{value * _BAR_WIDTH:.1f}" height="12" fill="{colour}"/>']
    low, high = entry.get("intervals", {}).get(key) or (None, None)
    if low is not None and high is not None:
        x1, x2 = low * _BAR_WIDTH, high * _BAR_WIDTH
        parts.append(f'<path d="M{x1:.1f} 2v8M{x2:.1f} 2v8M{x1:.1f} 6H{x2:.1f}" class="whisker"/>')
    return f"{_svg(_BAR_WIDTH, 12, parts, f'{value:.1%}')} <span class='figure'>{value:.1%}</span>"


def dates_chart(acquisitions: Sequence[tuple[str, str, float | None]], targets: Sequence[str]) -> str:
    """Return a timeline: a row a tile with its acquisitions (paler when cloudier), and one of the target dates.

    Args:
        acquisitions: tile, ISO date, cloud share in percent or None.
        targets: ISO dates at which the series is described.
    """
    tiles = sorted({tile for tile, _, _ in acquisitions})
    days = [date.fromisoformat(d).toordinal() for _, d, _ in acquisitions]
    days += [date.fromisoformat(d).toordinal() for d in targets]
    if not days:
        return ""
    first, span = min(days), max(1, max(days) - min(days))
    left, width = 110, 640

    def x(iso: str) -> float:
        return left + (date.fromisoformat(iso).toordinal() - first) / span * width

    rows = {tile: 14 + 22 * i for i, tile in enumerate(tiles)}
    parts = [f'<text x="{left - 8}" y="{y + 5}" class="row">{escape(tile)}</text>' for tile, y in rows.items()]
    for tile, iso, cloud in acquisitions:
        clear = 1.0 if cloud is None else max(0.12, 1 - cloud / 100)
        said = "" if cloud is None else f", {cloud:.0f} % cloud"
        parts.append(f'<circle cx="{x(iso):.1f}" cy="{rows[tile]}" r="6" fill="#1d5f8a" fill-opacity="{clear:.2f}" '
                     f'stroke="#1d5f8a"><title>{iso}{said}</title></circle>')
    y = 14 + 22 * len(tiles)
    parts.append(f'<text x="{left - 8}" y="{y + 5}" class="row">target dates</text>')
    parts += [f'<path d="M{x(iso):.1f} {y - 5}v10" stroke="#7a7a7a"><title>{iso}</title></path>' for iso in targets]
    parts += _months(first, span, left, width, y + 26)
    return _svg(left + width + 20, y + 34, parts, "Dates of the images")


def _months(first: int, span: int, left: int, width: int, y: int) -> list[str]:
    """Return a scale of months, thinned where the series is long."""
    firsts = [date.fromordinal(d) for d in range(first, first + span + 1) if date.fromordinal(d).day == 1]
    step = max(1, -(-len(firsts) // 14))
    return [f'<text x="{left + (d.toordinal() - first) / span * width:.1f}" y="{y}" class="month">{d:%Y-%m}</text>'
            for d in firsts[::step]]


def _cell(x: int, y: int, count: float, total: float, hit: bool, what: str) -> str:
    share = count / total if total else 0.0
    colour = "31,120,80" if hit else "190,60,30"
    text = f'<text x="{x + _CELL / 2}" y="{y + _CELL / 2 + 4}" class="cell{" dark" if share > 0.55 else ""}">'
    label = f"{text}{share * 100:.0f}</text>" if share >= 0.005 else ""
    return (f'<g><title>{escape(what)}: {count:g} ({share:.1%})</title><rect x="{x}" y="{y}" width="{_CELL - 1}" '
            f'height="{_CELL - 1}" fill="rgba({colour},{0.04 + 0.9 * share:.2f})"/>{label}</g>')


def _short(name: str) -> str:
    return name if len(name) <= _MAX_LABEL else name[: _MAX_LABEL - 1] + "…"


def _svg(width: float, height: float, parts: Sequence[str], title: str) -> str:
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>')
