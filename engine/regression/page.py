"""The page of a regression: figures in words, and what was found against what is true."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import numpy as np

from landweave.engine.regression.scores import FIGURES
from landweave.engine.types import Float64Array, Json
from landweave.engine.validation.charts import svg_picture
from landweave.engine.validation.page import page_header, write_page

_CELLS, _SIDE, _LEFT, _BOTTOM = 48, 8, 70, 44
_TICKS = 5
_NAMES = {"r2": "r²", "rmse": "RMSE", "mae": "Mean absolute error", "bias": "Bias (found − true)"}
_WORDS = {
    "r2": "Share of the variation that the model explains: 1 is perfect, 0 no better than the mean of all.",
    "rmse": "Typical error; large errors weigh more.",
    "mae": "Mean size of the error.",
    "bias": "Above 0: the model finds too much on average.",
}


def write_value_page(path: str, report: Mapping[str, Json], truth: Float64Array, found: Float64Array) -> None:
    """Write the page of a report, with truth and found values of the samples that were held out, shape (sample,)."""
    name, method = str(report["target"]), str(report["method"])
    said = f"{report['samples']:,} samples of {report['groups']:,} polygons that the model had not seen."
    parts = [
        page_header("regression", f"{name} by {method}", said),
        _figures(report),
        f"<section><h2>Found against true</h2><p>Each square is a group of samples, the darker the more of them. On "
        f"the line both are equal.</p>{scatter(truth, found, name)}</section>",
        _runs(report),
        _notes(report),
    ]
    write_page(path, f"Landweave: {name}", parts)


def scatter(truth: Float64Array, found: Float64Array, name: str) -> str:
    """Return a picture of counts by true and found value."""
    low, high = float(min(truth.min(), found.min())), float(max(truth.max(), found.max()))
    high = high if high > low else low + 1
    counts, _, _ = np.histogram2d(truth, found, bins=_CELLS, range=[[low, high], [low, high]])
    width = _CELLS * _SIDE
    most = np.log1p(counts.max()) or 1.0
    cells = [
        f'<rect x="{_LEFT + i * _SIDE}" y="{width - (j + 1) * _SIDE}" width="{_SIDE}" height="{_SIDE}" '
        f'fill="rgba(34,94,168,{0.15 + 0.85 * np.log1p(counts[i, j]) / most:.2f})"><title>{counts[i, j]:.0f} samples'
        "</title></rect>"
        for i, j in np.argwhere(counts > 0).tolist()
    ]
    frame = (f'<rect x="{_LEFT}" y="0" width="{width}" height="{width}" fill="none" stroke="#999"/>'
             f'<line x1="{_LEFT}" y1="{width}" x2="{_LEFT + width}" y2="0" stroke="#c33" stroke-dasharray="5 4"/>')
    ticks = []
    for n in range(_TICKS + 1):
        place, value = n / _TICKS * width, f"{low + (high - low) * n / _TICKS:.3g}"
        ticks += [f'<text x="{_LEFT + place:.0f}" y="{width + 16}" text-anchor="middle" class="axis">{value}</text>',
                  f'<text x="{_LEFT - 8}" y="{width - place + 4:.0f}" text-anchor="end" class="axis">{value}</text>']
    labels = (f'<text x="{_LEFT + width / 2:.0f}" y="{width + 36}" text-anchor="middle">true {escape(name)}</text>'
              f'<text x="14" y="{width / 2:.0f}" text-anchor="middle" transform="rotate(-90 14 {width / 2:.0f})">found'
              "</text>")
    parts = [*cells, frame, *ticks, labels]
    return svg_picture(_LEFT + width + 20, width + _BOTTOM, parts, f"found against true {name}")


def number(value: float | None) -> str:
    """Return a figure as text."""
    return "–" if value is None else f"{value:.4g}"


def _figures(report: Mapping[str, Json]) -> str:
    rows = []
    for key in FIGURES:
        low, high = report["intervals"].get(key, [None, None])
        span = f"{number(low)} to {number(high)}" if low is not None else "–"
        rows.append(f"<tr><th>{_NAMES[key]}</th><td>{number(report[key])}</td><td>{span}</td><td>{_WORDS[key]}</td></tr>")
    values = report["values"]
    about = (f"The true values run from {number(values['min'])} to {number(values['max'])}; their mean is "
             f"{number(values['mean'])}, their standard deviation {number(values['std'])}.")
    return (f"<section><h2>Figures</h2><table><tr><th></th><th>value</th><th>95 % interval</th><th></th></tr>"
            f"{''.join(rows)}</table><p>{about}</p></section>")


def _runs(report: Mapping[str, Json]) -> str:
    runs = report.get("runs", [])
    if len(runs) < 2:
        return ""
    heads = "".join(f"<th>{_NAMES[key]}</th>" for key in FIGURES)
    rows = "".join(f"<tr><th>{n}</th>{''.join(f'<td>{number(run[key])}</td>' for key in FIGURES)}</tr>"
                   for n, run in enumerate(runs, start=1))
    return f"<section><h2>Runs</h2><table><tr><th>run</th>{heads}</tr>{rows}</table></section>"


def _notes(report: Mapping[str, Json]) -> str:
    notes = "".join(f"<li>{escape(note)}</li>" for note in report.get("warnings", []))
    return f"<section><h2>Notes</h2><ul>{notes}</ul></section>" if notes else ""
