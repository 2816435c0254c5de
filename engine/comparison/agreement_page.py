"""The page of `map_agreement`."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from landweave.engine.comparison.parts import STYLE, card, chip, citations, parameters_section, row_of, table_of
from landweave.engine.language import Texts
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.thumbnail import RAMP_CSS, percent_thumbnail
from landweave.engine.types import Json
from landweave.engine.validation.page import page_header, write_page

_CITED = (
    "Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, "
    "37-46. doi 10.1177/001316446002000104.",
)
_MOST_IN_GRID = 16


def write_agreement_page(path: str, report: Mapping[str, Json], raster: str, names: Nomenclature, tr: Texts) -> None:
    """Write the page; equal reports give equal bytes.

    Args:
        path: HTML file.
        report: what the JSON file holds.
        raster: of the agreement in percent, shown.
        names: of the classes, with their colours.
        tr: of the page's language.
    """
    title = tr.count(len(report["maps"]), "Agreement of {n} map", "Agreement of {n} maps")
    said = tr.count(report["pixels"], "{n} pixel where two maps or more have a class",
                    "{n} pixels where two maps or more have a class")
    parts = [page_header(tr("agreement of maps"), title, said), _headline(report, tr), _map(raster, tr),
             _classes(report, names, tr), _pairs(report, tr), parameters_section(report["parameters"], tr),
             citations(_CITED, report["versions"], tr)]
    write_page(path, title, parts, STYLE, tr.language)


def _headline(report: Mapping[str, Json], tr: Texts) -> str:
    verdict = tr("On <strong>{share}</strong> of the pixels all maps say the same.",
                 share=tr.percent(report["unanimous_share"]))
    kappas = [pair["kappa"] for pair in report["pairs"] if pair["kappa"] is not None]
    cards = [
        card(tr("All agree"), tr.percent(report["unanimous_share"]), tr("share of the pixels")),
        card(tr("Mean agreement"), tr.percent(report["mean_agreement"]), tr("maps that say what most say")),
        card(tr("Ties"), tr.percent(report["tied_share"]), tr("pixels without a majority")),
        card(tr("Mean kappa of pairs"), tr.number(sum(kappas) / len(kappas), 3) if kappas else tr("n/a"),
             tr("agreement beyond chance; 1: the same maps")),
    ]  # fmt: skip
    said = tr("Agreement is no accuracy: maps of one method, or of the same samples, may be wrong together. Where they "
              "differ, at least one of them is wrong.")
    return (f'<section class="headline"><p class="verdict">{verdict}</p><div class="cards">{"".join(cards)}</div>'
            f'<p class="soft">{said}</p></section>')


def _map(raster: str, tr: Texts) -> str:
    caption = tr("The share of the maps that say what most of them say, in percent.")
    return (f'<section><h2>{tr("Where the maps agree")}</h2><figure><img src="{percent_thumbnail(raster)}" '
            f'alt="{caption}"><div class="ramp" style="background:{RAMP_CSS}"></div>'
            f'<div class="ends"><span>0</span><span>100</span></div><figcaption>{caption}</figcaption></figure>'
            "</section>")


def _classes(report: Mapping[str, Json], names: Nomenclature, tr: Texts) -> str:
    head = [(tr("Class"), ""), (tr("Pixels with this majority"), "n"), (tr("Maps that say so there"), "n"),
            (tr("Pixels where any map says so"), "n"), (tr("of them all say so"), "n")]
    rows = []
    for entry in report["classes"]:
        shares = [tr("n/a") if entry[key] is None else tr.percent(entry[key])
                  for key in ("agreement", "unanimous_share")]
        rows.append(row_of([(f"{chip(names, entry['code'])}{escape(entry['name'])}", ""),
                            (tr.number(entry["majority_pixels"]), "n"), (shares[0], "n"),
                            (tr.number(entry["any_pixels"]), "n"), (shares[1], "n")]))
    return f'<section><h2>{tr("Each class")}</h2>{table_of(head, rows)}</section>'


def _pairs(report: Mapping[str, Json], tr: Texts) -> str:
    if len(report["maps"]) <= _MOST_IN_GRID and len(report["maps"]) > 2:
        return _grid(report, tr)
    head = [(tr("First map"), ""), (tr("Second map"), ""), (tr("Overall agreement"), "n"), (tr("Kappa"), "n"),
            (tr("Pixels"), "n")]
    rows = [row_of([(escape(pair["maps"][0]), ""), (escape(pair["maps"][1]), ""), (_share(pair, tr), "n"),
                    (_kappa(pair, tr), "n"), (tr.number(pair["pixels"]), "n")]) for pair in report["pairs"]]
    return f'<section><h2>{tr("Pairs of maps")}</h2>{table_of(head, rows)}</section>'


def _grid(report: Mapping[str, Json], tr: Texts) -> str:
    """Return the pairs as a square: overall agreement above the diagonal, kappa below."""
    called = [entry["name"] for entry in report["maps"]]
    pairs = {tuple(pair["maps"]): pair for pair in report["pairs"]}
    head = "".join(f'<th class="top">{escape(name)}</th>' for name in called)
    rows = []
    for row, name in enumerate(called):
        cells = "".join("<td></td>" if row == column else
                        _shaded(pairs[(name, other)], "overall_agreement", _share(pairs[(name, other)], tr))
                        if row < column else _shaded(pairs[(other, name)], "kappa", _kappa(pairs[(other, name)], tr))
                        for column, other in enumerate(called))
        rows.append(f'<tr><td class="name">{escape(name)}</td>{cells}</tr>')
    said = tr("Above the diagonal: overall agreement. Below: kappa.")
    return (f'<section><h2>{tr("Pairs of maps")}</h2><div class="grid"><table><thead><tr><th style="border:0"></th>'
            f'{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div><p class="soft">{said}</p></section>')


def _shaded(pair: Json, key: str, text: str) -> str:
    value = min(max(pair[key] or 0.0, 0.0), 1.0)
    dark = ' class="dark"' if value > 0.5 else ""
    return f'<td{dark} style="background:rgba(24,105,80,{0.08 + 0.86 * value:.2f})">{text}</td>'


def _share(pair: Json, tr: Texts) -> str:
    return tr("n/a") if pair["overall_agreement"] is None else tr.percent(pair["overall_agreement"])


def _kappa(pair: Json, tr: Texts) -> str:
    return tr("n/a") if pair["kappa"] is None else tr.number(pair["kappa"], 3)
