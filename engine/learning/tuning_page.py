"""The page of `tune_classifier`: the best options, and how all candidates did on each fold."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape

from landweave.engine.types import Json
from landweave.engine.validation.charts import svg_picture
from landweave.engine.validation.page import page_header, write_page
from landweave.engine.validation.provenance import provenance

_TITLES = {"macro_f1": "mean F-score of the classes", "overall_accuracy": "overall accuracy", "kappa": "kappa"}
_SHOWN = 30
_WIDTH = 420
_ROW = 22
_STYLE = """
.cards.tuning{grid-template-columns:1.35fr 1fr 1fr}
code{font:12.5px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
svg .dot{fill:#6f9cb5;fill-opacity:.75}
svg .mark{fill:#17506f}
"""


def write_tuning_page(path: str, report: Mapping[str, Json]) -> None:
    """Write the page; equal reports give equal bytes.

    Args:
        path: HTML file.
        report: what `tuning.tune` gave.
    """
    title = str(report["title"])
    score = _TITLES[report["score"]]
    said = (f"{report['samples']:,} samples of {report['groups']:,} groups, {len(report['candidates'])} candidates, "
            f"judged by the {score} on groups that were held out")
    parts = [page_header("tuning", title, said), _headline(report, score), _warnings(report["warnings"]),
             _picture(report["candidates"], score), _values(report["candidates"]), _table(report["candidates"]),
             provenance(report["parameters"], report["versions"])]
    write_page(path, title, parts, _STYLE)


def options_text(options: Mapping[str, Json]) -> str:
    """Return options in one line."""
    return ", ".join(f"{key} = {json.dumps(value)}" for key, value in options.items()) or "the defaults"


def _headline(report: Mapping[str, Json], score: str) -> str:
    best, defaults, nested = report["best"], report["defaults"], report["nested"]
    cards = [f'<div class="card"><h3>Best candidate</h3><b>{best["score"]:.3f}</b>'
             f"<span>{score}; over the folds {best['mean']:.3f} ± {best['std']:.3f}</span></div>"]
    if defaults is not None:
        cards.append(f'<div class="card"><h3>The defaults</h3><b>{defaults["score"]:.3f}</b>'
                     "<span>what the classifier reaches without tuning</span></div>")
    if nested is not None:
        cards.append(f'<div class="card"><h3>What to expect</h3><b>{nested["score"]:.3f}</b>'
                     "<span>tuned anew on each outer fold, scored on groups without part in the choice</span></div>")
    equals = sum(c["as_good"] for c in report["candidates"]) - 1
    close = (f"{equals} other candidates are as good within what the folds can tell: prefer the one that is simplest "
             "or fastest. ") if equals > 0 else ""
    honest = "" if nested is not None else ("The score of the best of many is a little too good; the nested estimate "
                                            "(NESTED) tells what to expect on new ground.")
    return (f'<section class="headline"><p class="verdict"><code>METHOD_OPTIONS={escape(report["method_options"])}'
            f'</code></p><div class="cards tuning">{"".join(cards)}</div><p class="soft">{close}{honest}</p></section>')


def _warnings(sentences: Sequence[str]) -> str:
    listed = "".join(f"<li>{escape(text)}</li>" for text in sentences)
    return f'<div class="notes grave"><h2>Before you use it</h2><ul>{listed}</ul></div>' if listed else ""


def _picture(candidates: Sequence[Json], score: str) -> str:
    """Return a row a candidate: folds as discs, the score as a stroke, mean and deviation as a whisker."""
    shown = [c for c in candidates if c["by_fold"]][:_SHOWN]
    values = [v for c in shown for v in (*c["by_fold"], c["score"])]
    low, high = min(values), max(values)
    span = max(high - low, 1e-6)

    def x(value: float) -> float:
        place: float = 40 + (min(max(value, low), high) - low) / span * _WIDTH
        return place

    parts = []
    for row, candidate in enumerate(shown):
        y = 12 + row * _ROW
        mean, deviation = candidate["mean"], candidate["std"]
        parts.append(f'<text x="26" y="{y + 4}" class="row">{row + 1}</text>'
                     f'<path d="M{x(mean - deviation):.1f} {y}H{x(mean + deviation):.1f}" class="whisker"/>')
        parts += [f'<circle cx="{x(v):.1f}" cy="{y}" r="3.5" class="dot"/>' for v in candidate["by_fold"]]
        parts.append(f'<rect x="{x(candidate["score"]) - 1.5:.1f}" y="{y - 7}" width="3" height="14" class="mark">'
                     f"<title>{escape(options_text(candidate['options']))}: {candidate['score']:.3f}</title></rect>")
    y = 12 + len(shown) * _ROW
    parts += [f'<text x="{x(v):.0f}" y="{y + 8}" class="tick">{v:.3f}</text>' for v in (low, high)]
    return (f"<section><h2>Candidates</h2>{svg_picture(_WIDTH + 80, y + 14, parts, f'{score} of the candidates')}"
            '<p class="soft">A row a candidate, numbered as in the table. Discs: the folds. Thin line: their mean and '
            "standard deviation. Stroke: all held-out samples together, by which candidates are ordered.</p></section>")


def _values(candidates: Sequence[Json]) -> str:
    """Return what each value of each option reaches at best, so that it shows whether a list was too short."""
    full = [c for c in candidates if c["share_of_groups"] == 1.0 and not c["error"]]
    rows = []
    for key in sorted({key for c in full for key in c["options"]}):
        best: dict[str, float] = {}
        for candidate in full:
            if key in candidate["options"]:
                text = json.dumps(candidate["options"][key])
                best[text] = max(best.get(text, 0.0), candidate["score"])
        said = ", ".join(f"{escape(text)}: {value:.3f}" for text, value in best.items())
        rows.append(f"<tr><td>{escape(key)}</td><td>{said}</td></tr>")
    return ("<section><h2>Values</h2><table><thead><tr><th>Option</th><th>Best score of each value</th></tr></thead>"
            f'<tbody>{"".join(rows)}</tbody></table><p class="soft">Where the first or the last value of a list is the '
            "best, a longer list may do better.</p></section>") if rows else ""


def _table(candidates: Sequence[Json]) -> str:
    rows = []
    for number, candidate in enumerate(candidates, start=1):
        options = f"<code>{escape(options_text(candidate['options']))}</code>"
        if candidate["error"]:
            rows.append(f'<tr><td class="n">{number}</td><td>{options}</td><td colspan="4" class="soft">'
                        f"{escape(candidate['error'])}</td></tr>")
            continue
        rows.append(f'<tr><td class="n">{number}</td><td>{options}</td><td class="n">{candidate["score"]:.3f}</td>'
                    f'<td class="n">{candidate["mean"]:.3f} ± {candidate["std"]:.3f}</td>'
                    f'<td class="n">{candidate["share_of_groups"]:.0%}</td>'
                    f"<td>{'as good as the best' if candidate['as_good'] and number > 1 else ''}</td></tr>")
    return ('<section><h2>All candidates</h2><table><thead><tr><th class="n"></th><th>Options</th><th class="n">Score'
            '</th><th class="n">Mean ± deviation</th><th class="n">Groups used</th><th></th></tr></thead><tbody>'
            f"{''.join(rows)}</tbody></table></section>")
