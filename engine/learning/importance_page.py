"""The page of `feature_importance`: bars along the year and by band, and a table of bands and dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from landweave.engine.types import Json
from landweave.engine.validation.charts import short_name, svg_picture, time_ticks
from landweave.engine.validation.page import page_header, write_page
from landweave.engine.validation.provenance import provenance

_TITLES = {"macro_f1": "mean F-score of the classes", "overall_accuracy": "overall accuracy", "kappa": "kappa"}
_WIDTH = 620
_HEIGHT = 150
_SHOWN = 30
_MOST_ROWS = 40
_STYLE = """
svg .heat{stroke:#fff;stroke-width:.5}
svg .drop{fill:#17506f}
"""


def write_importance_page(path: str, report: Mapping[str, Json]) -> None:
    """Write the page; equal reports give equal bytes.

    Args:
        path: HTML file.
        report: what `importance.importance` gave.
    """
    title, score = str(report["title"]), _TITLES[report["score"]]
    whole = report["score_without_shuffling"]["mean"]
    said = (f"{report['samples']:,} samples of {report['groups']:,} groups; what the {score} loses when features are "
            f"shuffled in samples that are held out (without shuffling: {whole:.3f})")
    parts = [
        page_header("feature importance", title, said),
        _section("Dates", dates_chart(report.get("by_date") or []),
                 "Each bar: all features of a day, shuffled together. Where dates stand close, each can stand in for "
                 "its neighbours, and all bars are low."),
        _section("Months", bars_chart(sorted(report.get("by_month") or [], key=lambda e: str(e["name"]))),
                 "Each bar: all features of a month, shuffled together."),
        _section("Bands and indices", bars_chart(report.get("by_band") or []),
                 "Each bar: all dates of a band or index, shuffled together. The thin line is the standard deviation "
                 "over the folds."),
        _section("Bands and dates", heat_chart(report.get("by_feature") or []),
                 "Each cell: one feature, shuffled alone. Pale cells are not useless: other features may tell the "
                 "same."),
        _section("Features that matter most", bars_chart((report.get("by_feature") or [])[:_SHOWN]), ""),
        provenance(report["parameters"], report["versions"]),
    ]  # fmt: skip
    write_page(path, title, parts, _STYLE)


def dates_chart(entries: Sequence[Json]) -> str:
    """Return a bar a date along the year; nothing without dates."""
    dated = sorted(((date.fromisoformat(e["date"]).toordinal(), e) for e in entries if e["date"]), key=lambda d: d[0])
    if not dated:
        return ""
    first, span = dated[0][0], max(1, dated[-1][0] - dated[0][0])
    most = max(1e-9, *(e["importance"] for _, e in dated))
    width = max(2.0, min(14.0, 0.7 * _WIDTH / len(dated)))
    left, floor = 54, 16 + _HEIGHT
    parts = [f'<path d="M{left} {floor}H{left + _WIDTH + 14}" class="axis-line"/>',
             f'<text x="{left - 8}" y="20" class="row">{most:.3f}</text>',
             f'<text x="{left - 8}" y="{floor + 4}" class="row">0</text>']
    for day, entry in dated:
        x = left + 7 + (day - first) / span * _WIDTH
        height = max(entry["importance"], 0.0) / most * _HEIGHT
        parts.append(f'<rect x="{x - width / 2:.1f}" y="{floor - height:.1f}" width="{width:.1f}" '
                     f'height="{height:.1f}" class="drop"><title>{escape(_said(entry))}</title></rect>')
    for tick, text in time_ticks(date.fromordinal(first), date.fromordinal(first + span)):
        x = left + 7 + (tick.toordinal() - first) / span * _WIDTH
        parts.append(f'<path d="M{x:.1f} {floor}v5" class="axis-line"/><text x="{x:.1f}" y="{floor + 17}" '
                     f'class="tick">{text}</text>')
    return svg_picture(left + _WIDTH + 40, floor + 24, parts, "Importance of the dates")


def bars_chart(entries: Sequence[Json]) -> str:
    """Return a horizontal bar an entry, the most important on top."""
    shown = list(entries)[:_MOST_ROWS]
    if not shown:
        return ""
    most = max(1e-9, *(e["importance"] + e["std"] for e in shown))
    left, width = 20 + 6.6 * max(len(short_name(e["name"])) for e in shown), 420
    parts = []
    for row, entry in enumerate(shown):
        y = 4 + 20 * row
        length = max(entry["importance"], 0.0) / most * width
        low, high = (max(entry["importance"] + s * entry["std"], 0.0) / most * width for s in (-1, 1))
        parts.append(f'<text x="{left - 8:.0f}" y="{y + 12}" class="row">{escape(short_name(entry["name"]))}</text>'
                     f'<rect x="{left:.0f}" y="{y + 2}" width="{length:.1f}" height="12" class="bar">'
                     f"<title>{escape(_said(entry))}</title></rect>"
                     f'<path d="M{left + low:.1f} {y + 8}H{left + high:.1f}" class="whisker"/>'
                     f'<text x="{left + width + 10:.0f}" y="{y + 12}">{entry["importance"]:.3f}</text>')
    return svg_picture(left + width + 70, 10 + 20 * len(shown), parts, "Importance")


def heat_chart(entries: Sequence[Json]) -> str:
    """Return a cell a feature, bands below each other, dates side by side; nothing without dates."""
    dated = [e for e in entries if e["date"]]
    days = sorted({e["date"] for e in dated})
    rows = sorted({(e["sensor"], e["band"]) for e in dated})
    if not dated or len(rows) > _MOST_ROWS:
        return ""
    names = [short_name(f"{sensor}:{band}" if sensor else band) for sensor, band in rows]
    most = max(1e-9, *(e["importance"] for e in dated))
    left, width = 20 + 6.6 * max(len(n) for n in names), max(3.0, min(24.0, _WIDTH / len(days)))
    parts = [f'<text x="{left - 8:.0f}" y="{18 * i + 17}" class="row">{escape(n)}</text>' for i, n in enumerate(names)]
    for entry in dated:
        x, y = left + days.index(entry["date"]) * width, 4 + 18 * rows.index((entry["sensor"], entry["band"]))
        share = max(entry["importance"], 0.0) / most
        parts.append(f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="18" fill="rgba(23,80,111,'
                     f'{0.06 + 0.94 * share:.2f})" class="heat"><title>{escape(_said(entry))}</title></rect>')
    step = -(-len(days) // 8)
    floor = 4 + 18 * len(rows)
    parts += [f'<text x="{left + (i + 0.5) * width:.1f}" y="{floor + 14}" class="tick">{days[i]}</text>'
              for i in range(0, len(days), step)]
    return svg_picture(left + width * len(days) + 40, floor + 20, parts, "Importance of bands and dates")


def _section(title: str, chart: str, said: str) -> str:
    if not chart:
        return ""
    text = f'<p class="soft">{escape(said)}</p>' if said else ""
    return f'<section><h2>{title}</h2><div class="scroll">{chart}</div>{text}</section>'


def _said(entry: Mapping[str, Json]) -> str:
    number = f" ({entry['features']} features)" if entry["features"] > 1 else ""
    return f"{entry['name']}{number}: {entry['importance']:.4f} ± {entry['std']:.4f}"
