"""The report as one HTML page that needs nothing else: it opens from a mail and prints on A4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from landweave.engine.raster.thumbnail import RAMP_CSS
from landweave.engine.runtime.files import atomic_path
from landweave.engine.types import Json
from landweave.engine.validation.charts import class_bars, confusion_chart, dates_chart

_TITLES = {"overall_accuracy": "Overall accuracy", "kappa": "Kappa", "balanced_accuracy": "Balanced accuracy",
           "macro_f1": "Mean F-score"}
_MEANINGS = {
    "overall_accuracy": "share of the reference pixels whose class the map has right",
    "kappa": "agreement beyond what chance would give (1 is perfect)",
    "balanced_accuracy": "mean of the classes' recalls: every class counts the same",
    "macro_f1": "mean of the classes' F-scores",
}
_BARS = ("precision", "recall", "f1")
_METHODS = {
    "bootstrap_polygons": "The 95 % intervals come from drawing whole reference polygons anew, because pixels of one "
                          "polygon are alike.",
    "student_runs": "The 95 % intervals are Student intervals of the mean over the runs. The runs share one set of "
                    "polygons and differ in how it was split.",
}
_STYLE = Path(__file__).with_name("report.css")


@dataclass(frozen=True)
class Details:
    """What the page shows beside the figures; everything may be missing.

    Args:
        map_png, confidence_png: pictures as `data:` addresses.
        legend: (code, name, colour, area in m2, share of the mapped area) of each class of the map.
        acquisitions: (tile, ISO date, cloud percent or None).
        target_dates: ISO dates at which the series is described.
        sensors: sensors with their bands and indices, one line each.
        parameters: of the job.
        versions: of the software.
        left_out: number of products that the scan left out.
    """

    map_png: str = ""
    confidence_png: str = ""
    legend: tuple[tuple[int, str, str, float, float], ...] = ()
    acquisitions: tuple[tuple[str, str, float | None], ...] = ()
    target_dates: tuple[str, ...] = ()
    sensors: tuple[str, ...] = ()
    parameters: Json = field(default_factory=dict)
    versions: Json = field(default_factory=dict)
    left_out: int = 0


def write_report(path: str, report: Mapping[str, Json], details: Details | None = None) -> None:
    """Write the page.

    Args:
        path: HTML file.
        report: figures in the shape of `combine_runs`; `title` and `random_split_overall_accuracy` are shown if there.
        details: what is shown beside the figures.
    """
    about = details or Details()
    title = report.get("title") or ("Land-cover map: how good it is" if about.map_png else "Accuracy")
    parts = [f"<h1>{escape(str(title))}</h1>", _subtitle(report, about), _headline(report), _maps(about),
             _classes(report, about), _matrix(report), _runs(report), _dates(about), _provenance(about)]
    body = "\n".join(part for part in parts if part)
    style = _STYLE.read_text(encoding="utf-8")
    page = ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{escape(str(title))}</title><style>\n{style}</style></head><body><main>\n{body}\n"
            "</main></body></html>\n")
    with atomic_path(path) as part:
        part.write_text(page, encoding="utf-8")


def _subtitle(report: Mapping[str, Json], about: Details) -> str:
    count, groups = report.get("samples"), report.get("groups")
    said = []
    if about.acquisitions:
        days = sorted(d for _, d, _ in about.acquisitions)
        tiles = sorted({t for t, _, _ in about.acquisitions})
        said.append(f"{len(days)} images from {days[0]} to {days[-1]} on {', '.join(tiles[:6])}"
                    f"{' and others' if len(tiles) > 6 else ''}")
    if count:
        said.append(f"assessed on {count:,.0f} reference pixels" + (f" of {groups:,} polygons" if groups else ""))
    return f'<p class="soft">{escape("; ".join(said))}</p>'


def _headline(report: Mapping[str, Json]) -> str:
    cards = []
    for key, title in _TITLES.items():
        low, high = report.get("intervals", {}).get(key) or (None, None)
        between = f"95 % interval {_figure(low, key)} to {_figure(high, key)}" if low is not None else ""
        cards.append(f'<div class="card">{title}<b>{_figure(report.get(key), key)}</b>'
                     f"<span>{between}</span><span>{_MEANINGS[key]}</span></div>")
    sentences = [_in_words(report), _METHODS.get(str(report.get("interval_method")), ""), _optimistic(report)]
    if report.get("unmapped_samples"):
        sentences.append(f"{report['unmapped_samples']:,} reference pixels lie where the map has no data.")
    text = " ".join(s for s in sentences if s)
    return f'<div class="cards">{"".join(cards)}</div><p>{text}</p>'


def _in_words(report: Mapping[str, Json]) -> str:
    value, interval = report.get("overall_accuracy"), report.get("intervals", {}).get("overall_accuracy")
    if value is None:
        return ""
    between = ""
    if interval and interval[0] is not None:
        between = f" (with 95 % confidence between {interval[0] * 100:.0f} and {interval[1] * 100:.0f})"
    return (f"Of 100 places like those of the reference, about {value * 100:.0f} are right{between}. The reference "
            "polygons scored here were not used to learn.")


def _optimistic(report: Mapping[str, Json]) -> str:
    value = report.get("random_split_overall_accuracy")
    if value is None:
        return ""
    return (f"A random split of the samples would have claimed {value:.1%}; that figure is optimistic, because "
            "neighbours of the same polygon stand on both sides.")


def _maps(about: Details) -> str:
    if not about.map_png:
        return ""
    rows = "".join(
        f'<tr><td><i class="chip" style="background:{colour}"></i>{escape(name)}</td><td class="n">{code}</td>'
        f'<td class="n">{area / 1e4:,.0f}</td><td class="n">{share:.1%}</td></tr>'
        for code, name, colour, area, share in about.legend)
    confidence = ""
    if about.confidence_png:
        confidence = (f'<figure><img src="{about.confidence_png}" alt="Confidence">'
                      f'<div class="ramp" style="background:{RAMP_CSS}"></div>'
                      "<figcaption>Confidence: the model's probability of the class it chose, 0 to 100</figcaption>"
                      "</figure>")
    return (f'<h2>Map</h2><div class="maps"><figure><img src="{about.map_png}" alt="Land-cover map">'
            f"<figcaption>Land cover</figcaption></figure>{confidence}</div>"
            '<h2>Legend and mapped areas</h2><table><tr><th>Class</th><th class="n">Code</th>'
            f'<th class="n">Mapped area (ha)</th><th class="n">Share</th></tr>{rows}</table>'
            '<p class="soft">Mapped areas are counts of pixels. They carry the errors of the map: an estimate with an '
            "interval needs an area sample.</p>")


def _classes(report: Mapping[str, Json], about: Details) -> str:
    colours = {code: colour for code, _, colour, _, _ in about.legend}
    rows = []
    for entry in report.get("classes", []):
        colour = colours.get(entry["code"], "#1d5f8a")
        bars = "".join(f'<td class="bars">{class_bars(entry, key, colour)}</td>' for key in _BARS)
        rows.append(f'<tr><td><i class="chip" style="background:{colour}"></i>{escape(str(entry["name"]))}</td>{bars}'
                    f'<td class="n">{entry["support"]:,.0f}</td></tr>')
    return ("<h2>Each class</h2><table><tr><th>Class</th><th>Precision (user's accuracy)</th>"
            '<th>Recall (producer\'s accuracy)</th><th>F-score</th><th class="n">Pixels</th></tr>'
            f'{"".join(rows)}</table><p class="soft">Precision: how much of what the map calls so is so. Recall: how '
            "much of what is so, the map finds. The thin line is the 95 % interval.</p>")


def _matrix(report: Mapping[str, Json]) -> str:
    if not report.get("confusion"):
        return ""
    return (f'<h2>Confusion matrix</h2>{confusion_chart(report["confusion"])}<p class="soft">Each row is 100 % of the '
            "reference pixels of a class; the numbers tell as what they are mapped, in percent. Green is right.</p>")


def _runs(report: Mapping[str, Json]) -> str:
    runs = report.get("runs") or []
    if len(runs) < 2:
        return ""
    rows = "".join(f'<tr><td>{i}</td>{"".join(f"<td>{_figure(r.get(k), k)}</td>" for k in _TITLES)}</tr>'
                   for i, r in enumerate(runs, start=1))
    head = "".join(f"<th>{title}</th>" for title in _TITLES.values())
    return f"<h2>Runs</h2><table><tr><th>Run</th>{head}</tr>{rows}</table>"


def _dates(about: Details) -> str:
    if not about.acquisitions and not about.sensors:
        return ""
    chart = dates_chart(about.acquisitions, about.target_dates)
    left = f" {about.left_out} files or folders were left out; the catalogue says why." if about.left_out else ""
    return (f"<h2>Images</h2>{chart}<p class='soft'>Each disc is an image, paler when cloudier; the strokes are the "
            f"dates for which every pixel was filled from its clear neighbours in time.{left}</p>"
            + _definitions([("Features", text) for text in about.sensors]))


def _provenance(about: Details) -> str:
    parts = []
    if about.parameters:
        shown = [(k, str(v)) for k, v in about.parameters.items() if v not in ("", [], (), None)]
        parts.append(f"<h2>How it was made</h2>{_definitions(shown)}")
    if about.versions:
        parts.append(f"<h2>Software</h2>{_definitions([(k, str(v)) for k, v in about.versions.items()])}")
    parts.append("<h2>How to cite</h2><p>Method: Inglada, J., Vincent, A., Arias, M., Tardy, B., Morin, D. and Rodes, "
                 "I. (2017). Operational high resolution land cover map production at the country scale using "
                 "satellite image time series. Remote Sensing 9(1), 95. doi 10.3390/rs9010095. Accuracy: Olofsson, P. "
                 "et al. (2014). Good practices for estimating area and assessing accuracy of land change. Remote "
                 "Sensing of Environment 148, 42-57. doi 10.1016/j.rse.2014.02.015.</p>")
    return "".join(parts)


def _definitions(pairs: Sequence[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in pairs) + "</dl>" if pairs else ""


def _figure(value: Json, key: str) -> str:
    if value is None:
        return "n/a"
    return f"{value:.3f}" if key == "kappa" else f"{value:.1%}"
