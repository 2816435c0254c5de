"""The page of `clean_samples`: what is suspicious by class and polygon, and the self-organising map as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.jobs.cleaning import CleanSamplesJob
from landweave.engine.learning.review_layers import Judged, Review
from landweave.engine.learning.som import Som, class_shares
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.runtime.run_folder import versions
from landweave.engine.types import IntArray
from landweave.engine.validation.charts import MAX_MATRIX_CLASSES, confusion_chart
from landweave.engine.validation.page import page_header, write_page
from landweave.engine.validation.provenance import definitions

_TITLES = {"confident": "confident learning", "knn": "nearest neighbours", "som": "self-organising map"}
_HOW = {
    "confident": "Each sample was judged by a classifier that had not seen its group. A label is suspicious where "
                 "another class reaches the probability that is usual for it and is the likelier one, or where it is "
                 "among the most doubtful ones of the number of wrong labels that is expected. Source: Northcutt, "
                 "Jiang and Chuang 2021, doi 10.1613/jair.1.12125.",
    "knn": "Each sample was compared with its nearest neighbours among the samples of other groups, in all features. "
           "A label is suspicious where few of them share it and more are of another class.",
    "som": "All samples were laid out on a grid of neurons, like beside like. A label is suspicious where another "
           "class has more of the neuron's samples. Source: Santos et al. 2021, doi 10.1016/j.isprsjprs.2021.04.014.",
}
_MOST_POLYGONS = 30
_CELL = 30
_STYLE = """
.cards.review{grid-template-columns:1fr 1fr 1fr}
.legend-line span{display:inline-block;margin-right:18px;font-size:13px}
svg .count{text-anchor:middle;font-size:9.5px}
"""


def write_cleaning_page(path: str, judged: Judged, review: Review, job: CleanSamplesJob) -> None:
    """Write the page; equal reviews give equal bytes.

    Args:
        path: HTML file.
        judged: samples and what was found.
        review: the layers that are written.
        job: what was asked.
    """
    names = [entry.label for entry in judged.table.entries]
    parts = [
        page_header("doubtful labels", "Labels to look at", f"{Path(job.samples).name}, by {_TITLES[job.method]}"),
        _headline(judged, review, job),
        _matrix(judged, names),
        _neurons(judged.som, judged.table.classes, names) if judged.som is not None else "",
        _polygons(review, job),
        _made(job),
    ]
    write_page(path, "Labels to look at", parts, _STYLE)


def _headline(judged: Judged, review: Review, job: CleanSamplesJob) -> str:
    count, of = int(judged.verdict.suspicious.sum()), len(judged.rows)
    cards = [(f"{count:,}", "Suspicious samples", f"of {of:,} that were judged"), (f"{count / of:.1%}", "Share", "")]
    if job.group_field:
        cards.append((f"{review.whole_polygons:,}", "Suspicious groups", f"more than half of the samples of one "
                      f"'{job.group_field}'"))
    boxes = "".join(f'<div class="card"><h3>{escape(title)}</h3><b>{value}</b><span>{escape(text)}</span></div>'
                    for value, title, text in cards)
    verdict = f"<strong>{count:,}</strong> of {of:,} labels are doubtful." if count else "No label is doubtful."
    return (f'<section class="headline"><p class="verdict">{verdict}</p><div class="cards review">{boxes}</div>'
            f'<p class="soft">{_HOW[job.method]} Doubtful is not wrong: a rare kind of a class looks like this too. '
            "Look at the layers in QGIS before you decide.</p></section>")


def _matrix(judged: Judged, names: list[str]) -> str:
    """Return given against suggested classes."""
    verdict, count = judged.verdict, len(names)
    if count > MAX_MATRIX_CLASSES:
        return f"<section><h2>Classes</h2><p>{count} classes are too many for a picture.</p></section>"
    found = np.where(verdict.suspicious, verdict.suggested, verdict.given)
    counts = np.zeros((count, count), dtype=np.int64)
    np.add.at(counts, (verdict.given, found), 1)
    chart = confusion_chart({"labels": names, "names": names, "matrix": counts.tolist()},
                            ("Given", "Looks like"), "looks like", "samples")
    return (f'<section><h2>Given and suggested classes</h2><div class="matrix"><div>{chart}</div></div>'
            '<p class="soft">Each row is a class as given; the numbers tell what its samples look like, in percent of '
            "the row. Green: nothing speaks against the label. Brown: suspicious.</p></section>")


def _neurons(som: Som, classes: IntArray, names: list[str]) -> str:
    """Return the map: a square a neuron, coloured by its commonest class, paler where it is mixed."""
    shares = class_shares(som.neurons, classes, len(som.weights), len(names))
    counts = np.bincount(som.neurons, minlength=len(som.weights))
    colours = [e.hex for e in Nomenclature.for_codes(range(1, len(names) + 1)).entries]
    squares = "".join(_square(n, som.shape[1], shares[n], int(counts[n]), names, colours)
                      for n in range(len(som.weights)))
    width, height = som.shape[1] * _CELL, som.shape[0] * _CELL
    there = sorted({int(shares[n].argmax()) for n in np.flatnonzero(counts)})
    legend = "".join(f'<span><i class="chip" style="background:{colours[c]}"></i>{escape(names[c])}</span>'
                     for c in there)
    return (f'<section><h2>Map of the samples</h2><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} '
            f'{height}" width="{width}" height="{height}" role="img" aria-label="Self-organising map">{squares}</svg>'
            f'<p class="legend-line">{legend}</p><p class="soft">A square is a neuron with its number of samples; '
            "neighbours are alike. The colour is the class that most of them have, paler the more they are mixed. A "
            "class in several places has several kinds. The columns neuron_row and neuron_column of the samples say "
            "where each lies.</p></section>")


def _square(n: int, columns: int, shares: Any, count: int, names: list[str], colours: list[str]) -> str:
    row, column = divmod(n, columns)
    best = int(shares.argmax())
    told = ", ".join(f"{names[c]} {shares[c]:.0%}" for c in np.argsort(-shares, kind="stable")[:3] if shares[c] > 0)
    fill = f'fill="{colours[best]}" fill-opacity="{0.15 + 0.85 * shares[best] ** 2:.2f}"' if count else 'fill="#f3f5f5"'
    x, y = column * _CELL, row * _CELL
    label = f'<text x="{x + _CELL / 2:.0f}" y="{y + _CELL / 2 + 3:.0f}" class="count">{count}</text>' if count else ""
    title = escape(f"row {row + 1}, column {column + 1}: {count} samples. {told}")
    return (f'<g><title>{title}</title><rect x="{x}" y="{y}" width="{_CELL - 1.5}" height="{_CELL - 1.5}" {fill}/>'
            f"{label}</g>")


def _polygons(review: Review, job: CleanSamplesJob) -> str:
    if not review.layers:
        return ""
    fields = review.layers[0].fields
    shown = [n for n, count in enumerate(fields["suspicious"]) if count][:_MOST_POLYGONS]
    total = sum(count > 0 for count in fields["suspicious"])
    if not shown:
        return ""
    rows = "".join(_polygon(fields, n, job) for n in shown)
    more = f" The first {len(shown)} of {total:,} are shown." if total > len(shown) else ""
    return (f"<section><h2>Groups with suspicious samples</h2><table><thead><tr><th>{escape(job.group_field)}</th>"
            '<th>Given</th><th>Looks like</th><th class="n">Suspicious</th><th class="n">Samples</th>'
            f'<th class="n">Share</th></tr></thead><tbody>{rows}</tbody></table><p class="soft">A group with a high '
            f"share is suspicious as a whole: look at those at the top first.{more}</p></section>")


def _polygon(fields: dict[str, list[Any]], n: int, job: CleanSamplesJob) -> str:
    cells = [fields[job.group_field][n], fields[job.class_field][n], fields["suggested"][n]]
    numbers = [fields["suspicious"][n], fields["samples"][n], f"{fields['suspicious_share'][n]:.0%}"]
    texts = "".join(f"<td>{escape(str(c))}</td>" for c in cells)
    return f'<tr>{texts}{"".join(f"<td class=n>{c}</td>" for c in numbers)}</tr>'


def _made(job: CleanSamplesJob) -> str:
    software = ", ".join(f"{name} {version}" for name, version in versions().items())
    rows = definitions(list(_asked(job)))
    return f'<section><h2>How it was made</h2>{rows}<p class="soft">{escape(software)}</p></section>'


def _asked(job: CleanSamplesJob) -> Iterator[tuple[str, str, bool]]:
    yield "Samples", job.samples, True
    yield "Column of the class", job.class_field, False
    yield "Groups kept together", job.group_field or "none", False
    yield "Method", _TITLES[job.method], False
    if job.method == "confident":
        yield "Classifier", f"{job.classifier} {job.classifier_options}".strip(), False
        yield "Parts (folds)", str(job.folds), False
        yield "Seed of the random numbers", str(job.seed), False
    elif job.method == "knn":
        yield "Neighbours", str(job.neighbours), False
