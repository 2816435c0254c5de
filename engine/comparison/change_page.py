"""The page of `compare_maps`."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from landweave.engine.comparison.parts import (
    STYLE,
    card,
    chip,
    citations,
    hectares,
    matrix_table,
    parameters_section,
    row_of,
    table_of,
)
from landweave.engine.comparison.places import UNCHANGED
from landweave.engine.jobs.comparison import CompareMapsJob
from landweave.engine.language import Texts
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.thumbnail import class_thumbnail
from landweave.engine.types import Json
from landweave.engine.validation.page import page_header, write_page

_MOST_CHANGES = 25
_MOST_IN_MATRIX = 30
_SIDE_PX = 640  # of the pictures, which stand side by side
_CITED = (
    "Pontius, R. G. and Millones, M. (2011). Death to Kappa: birth of quantity disagreement and allocation "
    "disagreement for accuracy assessment. International Journal of Remote Sensing 32(15), 4407-4429. "
    "doi 10.1080/01431161.2011.552923.",
    "Olofsson, P., Foody, G. M., Herold, M., Stehman, S. V., Woodcock, C. E. and Wulder, M. A. (2014). Good practices "
    "for estimating area and assessing accuracy of land change. Remote Sensing of Environment 148, 42-57. "
    "doi 10.1016/j.rse.2014.02.015.",
)
_OF_TESTS = (
    "McNemar, Q. (1947). Note on the sampling error of the difference between correlated proportions or percentages. "
    "Psychometrika 12, 153-157. doi 10.1007/BF02295996.",
    "Durkalski, V. L., Palesch, Y. Y., Lipsitz, S. R. and Rust, P. F. (2003). Analysis of clustered matched-pair data. "
    "Statistics in Medicine 22, 2417-2428. doi 10.1002/sim.1438.",
)


def write_change_page(
    path: str, report: Mapping[str, Json], job: CompareMapsJob, names: Nomenclature, values: Nomenclature, tr: Texts
) -> None:
    """Write the page; equal reports give equal bytes.

    Args:
        path: HTML file.
        report: what the JSON file holds.
        job: names the maps that are shown.
        names: of the classes, with their colours.
        values: of the map of changes, with their colours.
        tr: of the page's language.
    """
    title = tr("From {first} to {second}", first=report["map_1"], second=report["map_2"])
    said = tr("{area} ha where both maps have a class", area=hectares(report["area_m2"], tr))
    parts = [page_header(tr("comparison of maps"), title, said), _headline(report, tr), _biased(report, tr),
             _maps(report, job, names, values, tr), _changes(report, names, tr), _classes(report, names, tr),
             _matrix(report, tr), _which_is_better(report, tr), parameters_section(report["parameters"], tr),
             citations((*_CITED, *(_OF_TESTS if report["mcnemar"] else ())), report["versions"], tr)]
    write_page(path, title, parts, STYLE, tr.language)


def _headline(report: Mapping[str, Json], tr: Texts) -> str:
    share = report["changed_m2"] / report["area_m2"]
    verdict = tr("On <strong>{share}</strong> of the area the second map shows another class than the first: "
                 "{area} ha.", share=tr.percent(share), area=hectares(report["changed_m2"], tr))
    kappa = report["kappa"]
    cards = [
        card(tr("Changed in the maps"), tr.percent(share), tr("share of the area with another class")),
        card(tr("Kappa"), tr("n/a") if kappa is None else tr.number(kappa, 3),
             tr("agreement beyond chance; 1: the same maps")),
        card(tr("Quantity disagreement"), tr.percent(report["quantity_disagreement"]),
             tr("because classes are larger or smaller")),
        card(tr("Allocation disagreement"), tr.percent(report["allocation_disagreement"]),
             tr("because classes lie elsewhere")),
    ]  # fmt: skip
    left = ""
    if report["left_out_pixels"]:
        left = tr.count(report["left_out_pixels"], "{n} pixel has a class in one of the maps only and is left out.",
                        "{n} pixels have a class in one of the maps only and are left out.")
    return (f'<section class="headline"><p class="verdict">{verdict}</p><div class="cards">{"".join(cards)}</div>'
            f'<p class="soft">{left}</p></section>')


def _biased(report: Mapping[str, Json], tr: Texts) -> str:
    """Say what mapped areas of change are worth."""
    if any("area_m2" in entry for entry in report["changes"]):
        said = tr("Areas with an interval were estimated from a sample of places that people interpreted. They heed "
                  "the errors of the maps; mapped areas do not.")
        return f'<div class="notes"><p>{said}</p></div>'
    said = tr("Mapped areas of change are biased. Wherever either map is wrong, the pair shows a change that there was "
              "not, so that small changes are mostly overstated. Do not publish them as areas of change: interpret a "
              "sample of places whose strata are the values of the map of changes (plan_area_sample, "
              "draw_area_sample, estimate_area), and give the estimate as AREA_ESTIMATE.")
    return f'<div class="notes grave"><p>{said}</p></div>'


def _maps(
    report: Mapping[str, Json], job: CompareMapsJob, names: Nomenclature, values: Nomenclature, tr: Texts
) -> str:
    shown = [(report["map_1"], class_thumbnail(job.map_1, names, _SIDE_PX)),
             (report["map_2"], class_thumbnail(job.map_2, names, _SIDE_PX))]
    if job.change_map:
        shown.append((tr("Changes"), class_thumbnail(job.change_map, values, _SIDE_PX)))
    figures = "".join(f'<figure><img src="{png}" alt="{escape(title)}"><figcaption>{escape(title)}</figcaption>'
                      "</figure>" for title, png in shown)
    legend = "".join(f"<span>{chip(names, e['code'])}{escape(e['name'])}</span>" for e in report["classes"])
    note = ""
    if job.change_map:
        note = tr("In the picture of the changes a place has mostly the colour of its later class.")
    return (f'<section><h2>{tr("Maps")}</h2><div class="beside">{figures}</div><p class="chips">{legend}</p>'
            f'<p class="soft small">{note}</p></section>')


def _changes(report: Mapping[str, Json], names: Nomenclature, tr: Texts) -> str:
    kinds = [e for e in report["changes"] if e["value"] != UNCHANGED]
    if not kinds:
        return f'<section><h2>{tr("What changed")}</h2><p>{tr("The maps are the same.")}</p></section>'
    estimated = any("area_m2" in e for e in report["changes"])
    sure = any("confidence" in e for e in kinds)
    head = [(tr("From"), ""), (tr("To"), ""), (tr("Mapped (ha)"), "n"), (tr("Share of the area"), "n")]
    head += [(tr("Estimated (ha)"), "n"), (tr("95 % interval"), "n")] if estimated else []
    alone = _only_sure_map(report)
    right = tr("{map} right", map=escape(alone)) if alone else tr("Both maps right")
    head += [(right, "n")] if sure else []
    rows = []
    for entry in kinds[:_MOST_CHANGES]:
        cells = [(f"{chip(names, entry['from_code'])}{escape(entry['from_name'])}", ""),
                 (f"{chip(names, entry['to_code'])}{escape(entry['to_name'])}", ""),
                 (hectares(entry["mapped_area_m2"], tr), "n"),
                 (tr.percent(entry["mapped_area_m2"] / report["area_m2"], 2), "n")]
        if estimated:
            cells += _estimate(entry, tr)
        if sure:
            cells.append((tr.percent(entry["confidence"] / 100, 0), "n"))
        rows.append(row_of(cells))
    return (f'<section><h2>{tr("What changed")}</h2>{table_of(head, rows)}'
            f'<p class="soft">{_about_changes(report, kinds, sure, tr)}</p></section>')


def _only_sure_map(report: Mapping[str, Json]) -> str:
    """Return the name of the map whose confidence alone was given; empty: that of both or of none was."""
    given = [bool(report["parameters"].get(key)) for key in ("confidence_1", "confidence_2")]
    return "" if given[0] == given[1] else str(report["map_1" if given[0] else "map_2"])


def _about_changes(report: Mapping[str, Json], kinds: list[Json], sure: bool, tr: Texts) -> str:
    said = []
    if len(kinds) > _MOST_CHANGES:
        said.append(tr("The {shown} largest of {all} kinds of change are shown; the others are in the JSON file.",
                       shown=_MOST_CHANGES, all=tr.number(len(kinds))))
    alone = _only_sure_map(report)
    if sure and alone:
        said.append(tr("{map} right: the mean of the confidence of this map. How sure the other one is was not given, "
                       "so that both are right less often than that.", map=escape(alone)))
    elif sure:
        said.append(tr("Both maps right: the mean of the product of the maps' confidences, if these are true and the "
                       "maps err apart from each other. Low figures are changes to doubt first."))
    if report.get("places") is not None:
        said.append(tr.count(report["places"], "The layer of polygons holds {n} place of change.",
                             "The layer of polygons holds {n} places of change."))
    return " ".join(said)


def _estimate(entry: Json, tr: Texts) -> list[tuple[str, str]]:
    if "area_m2" not in entry:
        return [("", "n"), ("", "n")]
    low, high = entry["area_interval_m2"]
    return [(hectares(entry["area_m2"], tr), "n"), (_between(low, high, tr), "n")]


def _between(low: float, high: float, tr: Texts) -> str:
    return tr("{low} to {high}", low=hectares(low, tr), high=hectares(high, tr))


def _classes(report: Mapping[str, Json], names: Nomenclature, tr: Texts) -> str:
    adjusted = any("adjusted_net_m2" in entry for entry in report["classes"])
    head = [(tr("Class"), ""), (escape(report["map_1"]) + " (ha)", "n"), (escape(report["map_2"]) + " (ha)", "n"),
            (tr("Loss"), "n"), (tr("Gain"), "n"), (tr("Net"), "n"), (tr("Swap"), "n")]
    head += [(tr("Net, errors heeded"), "n"), (tr("95 % interval"), "n")] if adjusted else []
    rows = []
    for entry in report["classes"]:
        cells = [(f"{chip(names, entry['code'])}{escape(entry['name'])}", "")]
        cells += [(hectares(entry[f"{key}_m2"], tr), "n") for key in ("first", "second", "loss", "gain")]
        cells += [(hectares(entry["net_m2"], tr, signed=True), "n"), (hectares(entry["swap_m2"], tr), "n")]
        if adjusted:
            low, high = entry["adjusted_net_interval_m2"]
            cells += [(hectares(entry["adjusted_net_m2"], tr, signed=True), "n"), (_between(low, high, tr), "n")]
        rows.append(row_of(cells))
    said = tr("Net is gain less loss; swap is what a class lost in one place and gained in another.")
    if adjusted:
        said += " " + tr("The net change that heeds errors is the difference of two areas, each corrected by what the "
                         "report of its map says of its errors (Olofsson et al. 2014). It holds if the reference of "
                         "each map is a random sample within its classes, the two were drawn apart, and each polygon "
                         "counts as one observation. What became what cannot be corrected so: the reports do not say "
                         "whether both maps err in the same places.")
    return (f'<section><h2>{tr("Gains and losses of each class")}</h2>{table_of(head, rows)}'
            f'<p class="soft">{said}</p></section>')


def _matrix(report: Mapping[str, Json], tr: Texts) -> str:
    found = report["matrix"]
    if len(found["codes"]) > _MOST_IN_MATRIX:
        said = tr.count(len(found["codes"]), "{n} class: the matrix is in the JSON file.",
                        "{n} classes are too many to show; the matrix is in the JSON file.")
        return f'<section><h2>{tr("Change matrix")}</h2><p>{said}</p></section>'
    table = matrix_table(found["names"], found["area_m2"], tr)
    said = tr("Rows: {first}. Columns: {second}. In hectares. Green: the same class; brown: what changed, the darker "
              "the larger a part of its row.", first=escape(report["map_1"]), second=escape(report["map_2"]))
    return f'<section><h2>{tr("Change matrix")}</h2>{table}<p class="soft">{said}</p></section>'


def _which_is_better(report: Mapping[str, Json], tr: Texts) -> str:
    tests = report["mcnemar"]
    if not tests:
        return ""
    rows = [row_of([(tr("Pixels, as if each were an observation (optimistic)"), ""), *_counts(tests["pixels"], tr)]),
            row_of([(tr("Polygons, right where most of their pixels are"), ""), *_counts(tests["polygons"], tr)])]
    of = tests["clustered"]
    counts = {"only_first": of["better_first"], "only_second": of["better_second"], **of}
    rows.append(row_of([(tr("Polygons, by the share of their pixels that is right"), ""), *_counts(counts, tr)]))
    if tests["are_points"]:
        rows = rows[:1]
    head = [(tr("Observations"), ""), (tr("{map} better", map=escape(report["map_1"])), "n"),
            (tr("{map} better", map=escape(report["map_2"])), "n"), ("χ²", "n"), ("p", "n")]
    said = tr("Both maps were compared with the same reference: {first} is right on {one} of its pixels, {second} on "
              "{two}. McNemar's test looks at the places where only one of the maps is right. Pixels of a polygon are "
              "alike, so that the test of pixels finds differences that are chance; the last line is the one to go "
              "by. With fewer than 25 places that differ, p is exact (binomial).",
              first=escape(report["map_1"]), one=tr.percent(tests["accuracy_1"]), second=escape(report["map_2"]),
              two=tr.percent(tests["accuracy_2"]))
    return (f'<section><h2>{tr("Which map is right more often")}</h2><p><b>{_verdict(report, tr)}</b></p>'
            f'{table_of(head, rows)}<p class="soft">{said}</p></section>')


def _counts(test: Json, tr: Texts) -> list[tuple[str, str]]:
    chi2 = "" if test["chi2"] is None else tr.number(test["chi2"], 2)
    p = tr("below 0.001") if test["p"] < 0.001 else tr.number(test["p"], 3)
    return [(tr.number(test["only_first"]), "n"), (tr.number(test["only_second"]), "n"), (chi2, "n"), (p, "n")]


def _verdict(report: Mapping[str, Json], tr: Texts) -> str:
    of = report["mcnemar"]["clustered"]
    if of["p"] >= 0.05 or not of["difference"]:
        return tr("The reference does not tell which map is right more often.")
    better = report["map_2"] if of["difference"] > 0 else report["map_1"]
    return tr("{map} is right more often.", map=escape(better))

