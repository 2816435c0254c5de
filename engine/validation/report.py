"""The report as one HTML page that needs nothing else: it opens from a mail and prints on A4."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from landweave.engine.language import Texts, phrase, texts
from landweave.engine.types import Json
from landweave.engine.validation import sections, trust_section
from landweave.engine.validation.area_section import areas
from landweave.engine.validation.details import Details
from landweave.engine.validation.error_section import errors
from landweave.engine.validation.glossary import glossary
from landweave.engine.validation.map_section import maps
from landweave.engine.validation.notes import ALERT, CAUTION, notes
from landweave.engine.validation.page import page_header, write_page
from landweave.engine.validation.provenance import method_name, provenance

_MEANINGS = {
    "overall_accuracy": phrase("share of the reference that the map has right"),
    "kappa": phrase("agreement beyond chance; 1 is perfect"),
    "balanced_accuracy": phrase("mean of the classes' recalls: rare classes count like common ones"),
    "macro_f1": phrase("mean of the classes' F-scores"),
}
_METHODS = {
    "bootstrap_polygons": phrase("The 95 % intervals come from drawing whole reference polygons anew, because the "
                                 "pixels of one polygon are alike."),
    "bootstrap_points": phrase("The 95 % intervals come from drawing the reference points anew."),
    "student_runs": phrase("Figures are means over the runs, with Student's 95 % interval of the mean. The runs share "
                           "one set of polygons and differ in how it was split; the matrix is their sum."),
}
_TILES_NAMED = 4


_APART = {
    "block": phrase("Whole square blocks were held back: the figures hold for places that far from the samples."),
    "tile": phrase("Whole image tiles were held back: the figures hold for tiles without samples."),
    "region": phrase("Whole regions were held back: the figures hold for regions without samples."),
    "year": phrase("Whole years were held back: the figures hold for a year without samples."),
    "knndm": phrase("Polygons were held back so that they lie as far from those learnt from as the places of the map "
                    "do (kNNDM): the figures hold for the whole map."),
}


def write_report(path: str, report: Mapping[str, Json], details: Details | None = None, language: str = "en") -> None:
    """Write the page; equal reports give equal bytes.

    Args:
        path: HTML file.
        report: figures in the shape of `combine_runs`; `title`, `warnings`, `parameters`, `versions`, `places`,
            `reliability` and `random_split_overall_accuracy` are shown if there.
        details: what is shown beside the figures.
        language: of the page.

    Raises:
        UserError: if pages are not written in the language.
    """
    tr = texts(language)
    about = details or Details()
    title = _title(report, about, tr)
    alerts, remarks = _notes(report, tr)
    parts = [_header(title, report, about, tr), alerts, _headline(report, tr), remarks, maps(about, tr),
             areas(about, tr), sections.classes(report, about, tr), errors(report, about, tr),
             sections.matrix(report, tr), sections.levels(report, tr), trust_section.optimism(report, tr),
             trust_section.reliability(report, tr), sections.runs(report, tr), sections.images(about, tr),
             glossary(report, bool(about.map_png), tr),
             provenance(report.get("parameters") or {}, about.versions or report.get("versions") or {}, tr)]
    write_page(path, title, parts, language=language)


def _title(report: Mapping[str, Json], about: Details, tr: Texts) -> str:
    if report.get("title"):
        return str(report["title"])
    if report.get("method"):
        return tr("Cross-validation of {method}", method=method_name(str(report["method"]), tr))
    return tr("Accuracy of the land-cover map") if about.map_png else tr("Accuracy")


def _header(title: str, report: Mapping[str, Json], about: Details, tr: Texts) -> str:
    said = []
    if about.acquisitions:
        days = sorted(a.day for a in about.acquisitions)
        tiles = sorted({a.tile for a in about.acquisitions})
        shown = ", ".join(tiles[:_TILES_NAMED])
        shown = tr("{names} and others", names=shown) if len(tiles) > _TILES_NAMED else shown
        said.append(tr.count(len(days), "{n} image from {first} to {last}", "{n} images from {first} to {last}",
                             first=days[0], last=days[-1]) + (f" ({shown})" if len(tiles) > 1 else ""))
    count, groups = report.get("samples"), report.get("groups")
    if count:
        if count == groups:
            said.append(tr.count(count, "assessed on {n} reference point", "assessed on {n} reference points"))
        else:
            pixels = tr.count(count, "assessed on {n} reference pixel", "assessed on {n} reference pixels")
            of = tr.count(groups, "of {n} polygon", "of {n} polygons") if groups else ""
            said.append(f"{pixels} {of}".strip())
    return page_header(tr("accuracy report"), title, " · ".join(said))


def _headline(report: Mapping[str, Json], tr: Texts) -> str:
    cards = []
    for key, title in sections.TITLES.items():
        low, high = (report.get("intervals") or {}).get(key) or (None, None)
        between = ""
        if low is not None and high is not None:
            said = tr("95 % interval: {low} to {high}", low=sections.figure_text(low, key, tr),
                      high=sections.figure_text(high, key, tr))
            between = f'<span class="interval">{said}</span>'
        cards.append(f'<div class="card"><h3>{tr(title)}</h3><b>{sections.figure_text(report.get(key), key, tr)}</b>'
                     f"{between}<span>{tr(_MEANINGS[key])}</span></div>")
    kind = str(report.get("interval_method"))
    if kind == "bootstrap_polygons" and report.get("samples") == report.get("groups"):
        kind = "bootstrap_points"
    method = _METHODS.get(kind)
    text = " ".join(s for s in (tr(method) if method else "", _independence(report, tr)) if s)
    return (f'<section class="headline"><p class="verdict">{_in_words(report, tr)}</p>{_best_and_worst(report, tr)}'
            f'<div class="cards">{"".join(cards)}</div><p class="soft">{text}</p></section>')


def _in_words(report: Mapping[str, Json], tr: Texts) -> str:
    value = report.get("overall_accuracy")
    if value is None:
        return tr("No figure could be computed.")
    said = tr("Of 100 places like those of the reference, about <strong>{value}</strong> are mapped as what they are.",
              value=tr.number(value * 100))
    low, high = (report.get("intervals") or {}).get("overall_accuracy") or (None, None)
    if low is None or high is None:
        return said
    return said + " " + tr("With 95 % confidence it is between {low} and {high}.", low=tr.number(low * 100),
                           high=tr.number(high * 100))


def _best_and_worst(report: Mapping[str, Json], tr: Texts) -> str:
    """Name the class that the map does best and that it does worst, where there are enough to choose from."""
    known = [c for c in report.get("classes") or [] if c["support"] and c.get("f1") is not None]
    if len(known) < 3:
        return ""
    best, worst = max(known, key=lambda c: c["f1"]), min(known, key=lambda c: c["f1"])
    said = tr("It does best on <strong>{best}</strong> (F-score {good}) and worst on <strong>{worst}</strong> ({bad}).",
              best=escape(str(best["name"])), good=tr.percent(best["f1"], 0), worst=escape(str(worst["name"])),
              bad=tr.percent(worst["f1"], 0))
    return f"<p>{said}</p>" if best["f1"] > worst["f1"] else ""


def _independence(report: Mapping[str, Json], tr: Texts) -> str:
    asked = report.get("parameters") or {}
    if asked.get("kind") == "classification_chain" or (asked.get("kind") == "accuracy" and asked.get("run")):
        held = tr("The polygons scored here were held back from learning.")
        return f"{held} {_apart(asked.get('split'), tr)}".rstrip()
    return _apart((report.get("split") or {}).get("method"), tr)


def _apart(split: str | None, tr: Texts) -> str:
    """Return what was kept together when what is scored was parted from what was learnt from."""
    sentence = _APART.get(str(split))
    return tr(sentence) if sentence else ""


def _notes(report: Mapping[str, Json], tr: Texts) -> tuple[str, str]:
    """Return what stands above the figures and what stands below them."""
    found = notes(report, tr)
    boxes = "".join(f'<div class="{ALERT}" role="alert"><p>{escape(note.text)}</p></div>'
                    for note in found if note.level == ALERT)
    rest = "".join(f'<li class="{note.level}">{escape(note.text)}</li>' for note in found if note.level != ALERT)
    grave = any(note.level == CAUTION for note in found)
    title = tr("Before you use these figures") if grave else tr("Good to know")
    listed = f'<div class="notes{" grave" if grave else ""}"><h2>{title}</h2><ul>{rest}</ul></div>' if rest else ""
    return boxes, listed
