"""The report as one HTML page that needs nothing else: it opens from a mail and prints on A4."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from landweave.engine.types import Json
from landweave.engine.validation import sections
from landweave.engine.validation.details import Details
from landweave.engine.validation.notes import ALERT, CAUTION, notes
from landweave.engine.validation.page import page_header, write_page
from landweave.engine.validation.provenance import provenance

_MEANINGS = {
    "overall_accuracy": "share of the reference that the map has right",
    "kappa": "agreement beyond chance; 1 is perfect",
    "balanced_accuracy": "mean of the classes' recalls: rare classes count like common ones",
    "macro_f1": "mean of the classes' F-scores",
}
_METHODS = {
    "bootstrap_polygons": "The 95 % intervals come from drawing whole reference polygons anew, because the pixels of "
                          "one polygon are alike.",
    "student_runs": "Figures are means over the runs, with Student's 95 % interval of the mean. The runs share one set "
                    "of polygons and differ in how it was split; the matrix is their sum.",
}


def write_report(path: str, report: Mapping[str, Json], details: Details | None = None) -> None:
    """Write the page; equal reports give equal bytes.

    Args:
        path: HTML file.
        report: figures in the shape of `combine_runs`; `title`, `warnings`, `parameters`, `versions` and
            `random_split_overall_accuracy` are shown if there.
        details: what is shown beside the figures.
    """
    about = details or Details()
    title = str(report.get("title") or ("Accuracy of the land-cover map" if about.map_png else "Accuracy"))
    alerts, remarks = _notes(report)
    parts = [_header(title, report, about), alerts, _headline(report), remarks, sections.maps(about),
             sections.classes(report, about), sections.levels(report), sections.matrix(report), sections.runs(report),
             sections.images(about),
             provenance(report.get("parameters") or {}, about.versions or report.get("versions") or {})]
    write_page(path, title, parts)


def _header(title: str, report: Mapping[str, Json], about: Details) -> str:
    said = []
    if about.acquisitions:
        days = sorted(a.day for a in about.acquisitions)
        tiles = sorted({a.tile for a in about.acquisitions})
        named = f" ({', '.join(tiles[:4])}{' and others' if len(tiles) > 4 else ''})" if len(tiles) > 1 else ""
        said.append(f"{len(days):,} images from {days[0]} to {days[-1]}{named}")
    count, groups = report.get("samples"), report.get("groups")
    if count:
        said.append(f"assessed on {count:,.0f} reference pixels" + (f" of {groups:,} polygons" if groups else ""))
    return page_header("accuracy report", title, "; ".join(said))


def _headline(report: Mapping[str, Json]) -> str:
    cards = []
    for key, title in sections.TITLES.items():
        low, high = (report.get("intervals") or {}).get(key) or (None, None)
        between = ""
        if low is not None and high is not None:
            between = (f'<span class="interval">95 % interval: {sections.figure_text(low, key)} to '
                       f"{sections.figure_text(high, key)}</span>")
        cards.append(f'<div class="card"><h3>{title}</h3><b>{sections.figure_text(report.get(key), key)}</b>'
                     f"{between}<span>{_MEANINGS[key]}</span></div>")
    sentences = [_METHODS.get(str(report.get("interval_method")), ""), _independence(report), _optimistic(report)]
    text = " ".join(s for s in sentences if s)
    return (f'<section class="headline"><p class="verdict">{_in_words(report)}</p><div class="cards">{"".join(cards)}'
            f'</div><p class="soft">{text}</p></section>')


def _in_words(report: Mapping[str, Json]) -> str:
    value = report.get("overall_accuracy")
    if value is None:
        return "No figure could be computed."
    low, high = (report.get("intervals") or {}).get("overall_accuracy") or (None, None)
    between = ""
    if low is not None and high is not None:
        between = f" With 95 % confidence it is between {low * 100:.0f} and {high * 100:.0f}."
    subject = "places like those of the reference"
    return f"Of 100 {subject}, about <strong>{value * 100:.0f}</strong> are mapped as what they are.{between}"


def _independence(report: Mapping[str, Json]) -> str:
    asked = report.get("parameters") or {}
    if asked.get("kind") == "classification_chain" or (asked.get("kind") == "accuracy" and asked.get("run")):
        return "The polygons scored here were held back from learning."
    return ""


def _optimistic(report: Mapping[str, Json]) -> str:
    value = report.get("random_split_overall_accuracy")
    if value is None:
        return ""
    return (f"A random split of the samples would have claimed {value:.1%}; that figure is optimistic, because "
            "neighbours of the same polygon stand on both sides.")


def _notes(report: Mapping[str, Json]) -> tuple[str, str]:
    """Return what stands above the figures and what stands below them."""
    found = notes(report)
    boxes = "".join(f'<div class="{ALERT}" role="alert"><p>{escape(note.text)}</p></div>'
                    for note in found if note.level == ALERT)
    rest = "".join(f'<li class="{note.level}">{escape(note.text)}</li>' for note in found if note.level != ALERT)
    grave = any(note.level == CAUTION for note in found)
    title = "Before you use these figures" if grave else "Good to know"
    listed = f'<div class="notes{" grave" if grave else ""}"><h2>{title}</h2><ul>{rest}</ul></div>' if rest else ""
    return boxes, listed
