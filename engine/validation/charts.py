"""Charts of the report as inline SVG: nothing to load, sharp in print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from landweave.engine.language import ENGLISH, Texts, phrase
from landweave.engine.types import Json
from landweave.engine.validation.details import Acquisition

MAX_MATRIX_CLASSES = 60
_BAR_WIDTH = 120
_MAX_LABEL = 26
_MAX_ROWS = 12
_CHART_WIDTH = 620
_TICKS = 13
_MONTHS = (phrase("Jan"), phrase("Feb"), phrase("Mar"), phrase("Apr"), phrase("May"), phrase("Jun"), phrase("Jul"),
           phrase("Aug"), phrase("Sep"), phrase("Oct"), phrase("Nov"), phrase("Dec"))
_RIGHT, _WRONG, _EMPTY = (24, 105, 80), (188, 84, 36), "#f3f5f5"


def confusion_chart(
    confusion: Json, axes: tuple[str, str] = ("Reference", "Map"), joined: str = "mapped as", unit: str = "pixels",
    tr: Texts = ENGLISH,
) -> str:
    """Return a heat map of a confusion matrix, shades by share of the row.

    Args:
        confusion: `labels`, `names` and `matrix` as in the report's JSON; at most MAX_MATRIX_CLASSES classes.
        axes: what rows and columns are.
        joined: words between a row's class and a column's.
        unit: what is counted.
        tr: of the page; the words above are in its language.
    """
    names, matrix = [short_name(str(n)) for n in confusion["names"]], confusion["matrix"]
    size, longest = len(names), max(len(n) for n in names)
    cell = 38 if size <= 12 else 28 if size <= 24 else 17
    left, top = 34 + 6.6 * longest, 34 + 5.4 * longest
    parts = [f'<text x="{left + size * cell / 2:.0f}" y="13" class="axis">{axes[1]}</text>',
             f'<text transform="translate(12 {top + size * cell / 2:.0f}) rotate(-90)" class="axis">{axes[0]}</text>',
             f'<text x="{left + size * cell + 10:.0f}" y="{top - 6:.0f}" class="total">{unit}</text>']
    for i, name in enumerate(names):
        middle, total = i * cell + cell / 2, sum(matrix[i])
        parts.append(f'<text x="{left - 7:.0f}" y="{top + middle + 4:.0f}" class="row">{escape(name)}</text>')
        parts.append(f'<text transform="translate({left + middle + 4:.0f} {top - 6:.0f}) rotate(-50)">'
                     f"{escape(name)}</text>")
        parts.append(f'<text x="{left + size * cell + 10:.0f}" y="{top + middle + 4:.0f}" class="total">'
                     f"{tr.number(total)}</text>")
        for j, count in enumerate(matrix[i]):
            parts.append(_cell(left + j * cell, top + i * cell, cell, count, total, i == j,
                               f"{name} {joined} {names[j]}", tr))
    return svg_picture(left + size * cell + 74, top + size * cell + 6, parts, tr("Confusion matrix"))


def value_bar(entry: Json, key: str, tr: Texts = ENGLISH) -> str:
    """Return one bar from 0 to 1 with its 95 % interval, and the figure.

    Args:
        entry: one of the report's `classes`.
        key: `precision`, `recall` or `f1`.
        tr: of the page.
    """
    value = entry.get(key)
    if value is None:
        return '<span class="none">' + tr("no value") + "</span>"
    parts = [f'<rect y="3" width="{_BAR_WIDTH}" height="8" class="ground"/>',
             f'<rect y="3" width="{value * _BAR_WIDTH:.1f}" height="8" class="bar"/>']
    low, high = (entry.get("intervals") or {}).get(key) or (None, None)
    said = figure = tr.percent(value)
    if low is not None and high is not None:
        x1, x2 = low * _BAR_WIDTH, high * _BAR_WIDTH
        parts.append(f'<path d="M{x1:.1f} 3v8M{x2:.1f} 3v8M{x1:.1f} 7H{x2:.1f}" class="whisker"/>')
        said += " " + tr("(95 % interval {low} to {high})", low=tr.percent(low, 0), high=tr.percent(high, 0))
    return f"{svg_picture(_BAR_WIDTH, 14, parts, said)} <span class='figure'>{figure}</span>"


def dates_chart(acquisitions: Sequence[Acquisition], targets: Sequence[str], tr: Texts = ENGLISH) -> str:
    """Return a timeline: a row a tile with its acquisitions (paler when cloudier), and one of the target dates.

    Args:
        acquisitions: images; with many tiles they share one row.
        targets: ISO dates at which the series is described.
        tr: of the page.
    """
    tiles = sorted({a.tile for a in acquisitions})
    together = tr.count(len(tiles), "{n} tile", "{n} tiles") if len(tiles) > _MAX_ROWS else ""
    days = [date.fromisoformat(d).toordinal() for d in (*(a.day for a in acquisitions), *targets)]
    if not days:
        return ""
    first, span = min(days), max(1, max(days) - min(days))
    names = [together] if together else tiles
    left = 30 + 6.6 * max(len(short_name(n)) for n in (*names, tr("target dates")))

    def x(iso: str) -> float:
        return left + (date.fromisoformat(iso).toordinal() - first) / span * _CHART_WIDTH

    rows = {name: 14 + 22 * i for i, name in enumerate(names)}
    parts = [f'<text x="{left - 14:.0f}" y="{y + 4}" class="row">{escape(short_name(n))}</text>'
             for n, y in rows.items()]
    for tile, iso, cloud in sorted(acquisitions, key=lambda a: (a.tile, a.day)):
        clear = 1.0 if cloud is None else min(1.0, max(0.1, 1 - cloud / 100))
        said = "" if cloud is None else tr(", {share} cloud", share=tr.percent(cloud / 100, 0))
        parts.append(f'<circle cx="{x(iso):.1f}" cy="{rows[together or tile]}" r="5.5" class="image" '
                     f'fill-opacity="{clear:.2f}"><title>{escape(tile)}, {iso}{said}</title></circle>')
    y = 14 + 22 * len(rows)
    if targets:
        parts.append(f'<text x="{left - 14:.0f}" y="{y + 4}" class="row">{tr("target dates")}</text>')
        parts += [f'<path d="M{x(iso):.1f} {y - 5}v10" class="target"><title>{iso}</title></path>' for iso in targets]
        y += 20
    parts += _scale(first, span, left, y, tr)
    return svg_picture(left + _CHART_WIDTH + 34, y + 26, parts, tr("Dates of the images"))


def time_ticks(first: date, last: date, tr: Texts = ENGLISH) -> list[tuple[date, str]]:
    """Return at most 14 dates of a scale from a first to a last day, each with what to write there.

    Days when the series is shorter than about two months, then months, then years.
    """
    span = (last - first).days
    if span <= 62:
        step = max(1, -(-span // (_TICKS - 6)))
        return [(day, f"{day.day} {_month(day, tr)}" + (f" {day.year}" if i == 0 else ""))
                for i, day in enumerate(first + timedelta(n) for n in range(0, span + 1, step))]
    months = [date(first.year + n // 12, n % 12 + 1, 1)
              for n in range(first.month - 1, first.month + 1 + span // 28)]
    months = [month for month in months if first <= month <= last]
    step = next(s for s in (1, 2, 3, 6, 12, 24, 60, 120, 240, 1200) if len(months) / s <= _TICKS)
    kept = [m for m in months if (m.year * 12 + m.month - 1) % step == 0] or months[:1]
    if step >= 12:
        return [(m, str(m.year)) for m in kept]
    return [(m, _month(m, tr) + (f" {m.year}" if i == 0 or m.year != kept[i - 1].year else ""))
            for i, m in enumerate(kept)]


def _month(day: date, tr: Texts) -> str:
    return tr(_MONTHS[day.month - 1])


def scale_bar(width_m: float) -> tuple[str, float]:
    """Return the text of a scale bar and its share of a picture that shows so many metres from left to right."""
    power = 1.0
    while power * 10 <= width_m * 0.4:
        power *= 10
    while power > width_m * 0.4:
        power /= 10
    length = max(n * power for n in (1, 2, 5) if n * power <= width_m * 0.4)
    return (f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"), length / width_m


def _scale(first: int, span: int, left: float, y: float, tr: Texts) -> list[str]:
    """Return the axis of time below the rows."""
    parts = [f'<path d="M{left:.0f} {y}H{left + _CHART_WIDTH:.0f}" class="axis-line"/>']
    for day, text in time_ticks(date.fromordinal(first), date.fromordinal(first + span), tr):
        x = left + (day.toordinal() - first) / span * _CHART_WIDTH
        parts.append(f'<path d="M{x:.1f} {y}v5" class="axis-line"/><text x="{x:.1f}" y="{y + 17}" class="tick">'
                     f"{text}</text>")
    return parts


def _cell(x: float, y: float, side: int, count: float, total: float, hit: bool, what: str, tr: Texts) -> str:
    share = count / total if total else 0.0
    red, green, blue = _RIGHT if hit else _WRONG
    fill = f"rgba({red},{green},{blue},{0.08 + 0.86 * share:.2f})" if count else _EMPTY
    label = ""
    if share >= 0.005 and side > 20:
        shade = " dark" if share > 0.5 else ""
        label = f'<text x="{x + side / 2:.0f}" y="{y + side / 2 + 4:.0f}" class="cell{shade}">{share * 100:.0f}</text>'
    return (f'<g><title>{escape(what)}: {tr.number(count)} ({tr.percent(share)})</title><rect x="{x:.0f}" y="{y:.0f}" '
            f'width="{side - 1.5}" height="{side - 1.5}" fill="{fill}"/>{label}</g>')


def short_name(name: str) -> str:
    """Return a name that fits beside a chart."""
    return name if len(name) <= _MAX_LABEL else name[: _MAX_LABEL - 1] + "…"


def svg_picture(width: float, height: float, parts: Sequence[str], title: str) -> str:
    """Return an inline picture of so many pixels; its title is read out where pictures are not seen."""
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>')
