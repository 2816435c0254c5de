"""The page of `estimate_area`: what the areas are, how sure that is, and why they differ from what the map shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from landweave.engine.area_sample.notes import area_notes
from landweave.engine.area_sample.words import STYLE, area_text, between_text, listed, notes_html
from landweave.engine.language import Texts, texts
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.types import Json
from landweave.engine.validation.charts import MAX_MATRIX_CLASSES, confusion_chart, svg_picture, value_bar
from landweave.engine.validation.map_section import chip, hectares
from landweave.engine.validation.page import page_header, write_page

_MATRIX_AS_TABLE = 14
_BAR = 230
_IN_WORDS = 12


def write_area_page(path: str, report: Mapping[str, Json], names: Nomenclature, language: str) -> None:
    """Write the page; equal reports give equal bytes.

    Args:
        path: HTML file.
        report: in the shape of the JSON file.
        names: with the colours of the classes.
        language: of its sentences.
    """
    tr = texts(language)
    title = tr("Areas with their uncertainty")
    said = tr.count(len(report["strata"]), "{points} interpreted points in {n} stratum; {area} ha in all",
                    "{points} interpreted points in {n} strata; {area} ha in all",
                    points=tr.number(report["points"]), area=hectares(report["total_area_m2"], tr))
    parts = [
        page_header(tr("area estimate"), title, said),
        _headline(report, tr),
        notes_html(area_notes(report, tr), tr("Good to know"), tr("Before you use these figures")),
        _words(report, names, tr),
        _table(report, names, tr),
        _accuracies(report, names, tr),
        _matrix(report, tr),
        _explained(report, tr),
        _strata(report, tr),
        _cited(report, tr),
    ]
    write_page(path, title, parts, STYLE, language)


def _headline(report: Mapping[str, Json], tr: Texts) -> str:
    low, high = report["overall_accuracy_interval"]
    verdict = tr("The map is right for <strong>{share}</strong> of the area. With 95 % confidence it is between {low} "
                 "and {high}.", share=tr.percent(report["overall_accuracy"]), low=tr.percent(low),
                 high=tr.percent(high))
    short = [str(c["name"]) for c in report["classes"] if c["mapped_area_m2"] < c["area_interval_m2"][0]]
    much = [str(c["name"]) for c in report["classes"] if c["mapped_area_m2"] > c["area_interval_m2"][1]]
    more = []
    if short:
        more.append(tr("The map shows too little of {classes}.", classes=escape(listed(short, tr))))
    if much:
        more.append(tr("It shows too much of {classes}.", classes=escape(listed(much, tr))))
    if not more:
        more.append(tr("No mapped area differs from its estimate by more than chance explains."))
    return (f'<section class="headline"><p class="verdict">{verdict} {" ".join(more)}</p><p class="soft">'
            + tr("These figures hold for the whole mapped area, because the points were drawn at random in it: they "
                 "are estimates of what one would find by visiting every pixel.") + "</p></section>")


def _words(report: Mapping[str, Json], names: Nomenclature, tr: Texts) -> str:
    classes = sorted(report["classes"], key=lambda c: -c["area_m2"])
    lines = "".join(f'<li>{chip(names.entry(c["code"]).hex)}{_in_words(c, tr)}</li>' for c in classes[:_IN_WORDS])
    rest = len(classes) - _IN_WORDS
    more = tr.count(rest, "{n} smaller class: see the table.", "{n} smaller classes: see the table.")
    more = f'<p class="soft">{more}</p>'
    return (f"<section><h2>{tr('How much there is')}</h2><ul class=\"words\">{lines}</ul>{more if rest > 0 else ''}"
            f"</section>")


def _in_words(c: Mapping[str, Json], tr: Texts) -> str:
    low, high = c["area_interval_m2"]
    name, mapped = escape(str(c["name"])), area_text(c["mapped_area_m2"], tr)
    if not c["points_reference"]:
        return tr("<b>{name}</b>: no point shows it on the ground. The map shows {mapped}.", name=name, mapped=mapped)
    if high - low <= 0:
        return tr("<b>{name}</b>: {area}, as the map shows. No point tells of an error, so there is no interval.",
                  name=name, area=area_text(c["area_m2"], tr))
    values = {"name": name, "between": between_text(low, high, tr), "area": area_text(c["area_m2"], tr),
              "mapped": mapped}
    if c["mapped_area_m2"] < low:
        return tr("<b>{name}</b>: {between}, at best estimate {area}. The map shows too little: {mapped}.", **values)
    if c["mapped_area_m2"] > high:
        return tr("<b>{name}</b>: {between}, at best estimate {area}. The map shows too much: {mapped}.", **values)
    return tr("<b>{name}</b>: {between}, at best estimate {area}. The map shows {mapped}.", **values)


def _table(report: Mapping[str, Json], names: Nomenclature, tr: Texts) -> str:
    most = max(max(c["mapped_area_m2"], c["area_interval_m2"][1]) for c in report["classes"]) or 1.0
    rows = []
    for c in report["classes"]:
        low, high = c["area_interval_m2"]
        cells = [hectares(c["mapped_area_m2"], tr), hectares(c["area_m2"], tr),
                 f"{hectares(low, tr)} – {hectares(high, tr)}"]
        numbers = "".join(f'<td class="n" data-label="{label}">{cell}</td>' for label, cell in zip(
            (tr("Mapped (ha)"), tr("Estimated (ha)"), tr("95 % interval (ha)")), cells))
        colour = names.entry(c["code"]).hex
        rows.append(f'<tr><td class="name">{chip(colour)}{escape(str(c["name"]))}</td>{numbers}'
                    f'<td data-label="{tr("Mapped and estimated")}">{_bar(c, most, colour, tr)}</td></tr>')
    head = "".join(f'<th class="n">{label}</th>' for label in (tr("Mapped (ha)"), tr("Estimated (ha)"),
                                                               tr("95 % interval (ha)")))
    return (f"<section><h2>{tr('Mapped and estimated areas')}</h2><table class=\"bars areas\"><thead><tr>"
            f"<th>{tr('Class')}</th>{head}<th>{tr('Mapped and estimated')}</th></tr></thead>"
            f'<tbody>{"".join(rows)}</tbody></table><p class="soft">'
            + tr("The coloured bar is what the map shows. The dot is the estimate, the line its 95 % interval: if the "
                 "sample were drawn and interpreted many times, 95 of 100 such lines would hold the true area.")
            + "</p></section>")


def _bar(c: Mapping[str, Json], most: float, colour: str, tr: Texts) -> str:
    mapped, at, low, high = (value / most * (_BAR - 8) + 1
                             for value in (c["mapped_area_m2"], c["area_m2"], *c["area_interval_m2"]))
    parts = [f'<rect x="1" y="3" width="{max(mapped - 1, 0.5):.1f}" height="12" fill="{colour}" stroke="#0003"/>',
             f'<path d="M{low:.1f} 5v8M{high:.1f} 5v8M{low:.1f} 9H{high:.1f}" class="interval-line"/>',
             f'<circle cx="{at:.1f}" cy="9" r="3.4" fill="#fff" stroke="#1c262b" stroke-width="1.6"/>']
    said = tr("mapped {mapped}, estimated {area}", mapped=area_text(c["mapped_area_m2"], tr),
              area=area_text(c["area_m2"], tr))
    return svg_picture(_BAR, 18, parts, said)


def _accuracies(report: Mapping[str, Json], names: Nomenclature, tr: Texts) -> str:
    labels = {"users_accuracy": tr("User's accuracy"), "producers_accuracy": tr("Producer's accuracy")}
    rows = []
    for c in report["classes"]:
        entry = {**{key: c[key] for key in labels}, "intervals": {key: c[f"{key}_interval"] for key in labels}}
        bars = "".join(f'<td data-label="{label}">{value_bar(entry, key, tr)}</td>' for key, label in labels.items())
        points = "".join(f'<td class="n" data-label="{label}">{tr.number(c[key])}</td>' for label, key in (
            (tr("Points mapped so"), "points_mapped"), (tr("Points found so"), "points_reference")))
        rows.append(f'<tr><td class="name">{chip(names.entry(c["code"]).hex)}{escape(str(c["name"]))}</td>'
                    f"{bars}{points}</tr>")
    head = "".join(f"<th>{label}</th>" for label in labels.values())
    return (f"<section><h2>{tr('How right the map is')}</h2><table class=\"bars\"><thead><tr><th>{tr('Class')}</th>"
            f'{head}<th class="n">{tr("Points mapped so")}</th><th class="n">{tr("Points found so")}</th></tr></thead>'
            f'<tbody>{"".join(rows)}</tbody></table><p class="soft">'
            + tr("User's accuracy: of the area that the map gives to the class, how much is it. Producer's accuracy: "
                 "of the area that is the class on the ground, how much does the map find. Both are shares of area, "
                 "not of points. Where all points are right the interval is Wilson's.") + "</p></section>")


def _matrix(report: Mapping[str, Json], tr: Texts) -> str:
    matrix = report["matrix"]
    size = len(matrix["labels"])
    said = tr("Rows are the map, columns the ground, in percent of the whole area. The diagonal is what is right. The "
              "sum of a column is the estimated share of the class; what the points say is weighted by the area that "
              "each stands for.")
    if size <= _MATRIX_AS_TABLE:
        shown = f'<div class="wide-table">{_share_table(matrix, tr)}</div>'
    elif size <= MAX_MATRIX_CLASSES:
        hectares_of = (np.asarray(matrix["area_proportions"]) * report["total_area_m2"] / 1e4).tolist()
        shown = confusion_chart({**matrix, "matrix": hectares_of}, (tr("Map"), tr("Ground")), tr("is on the ground"),
                                tr("ha"), tr)
        said = tr("Rows are the map, columns the ground, in percent of the row, whose hectares stand beside it.")
    else:
        shown, said = "", tr("There are too many classes for a picture; the matrix is in the JSON file.")
    return f'<section><h2>{tr("Error matrix of the area")}</h2>{shown}<p class="soft">{said}</p></section>'


def _share_table(matrix: Mapping[str, Json], tr: Texts) -> str:
    shares = np.asarray(matrix["area_proportions"])
    names = [escape(str(name)) for name in matrix["names"]]
    head = "".join(f"<th>{name}</th>" for name in names)
    rows = "".join(
        f"<tr><td>{name}</td>" + "".join(f'<td{" class=hit" if i == j else ""}>{_share(value, tr)}</td>'
                                         for j, value in enumerate(shares[i]))
        + f"<td><b>{_share(shares[i].sum(), tr)}</b></td></tr>" for i, name in enumerate(names))
    sums = "".join(f"<td>{_share(value, tr)}</td>" for value in shares.sum(axis=0))
    return (f'<table class="shares"><thead><tr><th>{tr("Map")}</th>{head}<th>{tr("Mapped")}</th></tr></thead>'
            f'<tbody>{rows}<tr class="sum"><td>{tr("On the ground")}</td>{sums}<td>{tr.number(100, 2)}</td></tr>'
            "</tbody></table>")


def _share(value: float, tr: Texts) -> str:
    return tr.number(value * 100, 2) if value else "·"


def _explained(report: Mapping[str, Json], tr: Texts) -> str:
    said = [tr("Counting the pixels of a class carries the map's errors into its area: what the map gives to the class "
               "wrongly is counted, and what it misses is not. The sample says how large both are, in every stratum. "
               "Each point stands for the same share of its stratum, so that the shares found among the points, times "
               "the areas of the strata, add up to areas of what is on the ground.")]
    example = _example(report, tr)
    if example:
        said.append(example)
    said.append(tr("The interval tells what another sample could have given. It knows nothing of mistakes of the "
                   "interpreters, and nothing of points that were left out on purpose."))
    paragraphs = "".join(f"<p>{text}</p>" for text in said)
    return f"<section><h2>{tr('How the areas were corrected')}</h2>{paragraphs}</section>"


def _example(report: Mapping[str, Json], tr: Texts) -> str:
    """Return the sum behind the area whose correction is largest by its interval, written out."""
    shares, total = np.asarray(report["matrix"]["area_proportions"]), report["total_area_m2"]
    changed = [(abs(c["area_m2"] - c["mapped_area_m2"]) / c["area_se_m2"], i)
               for i, c in enumerate(report["classes"]) if c["area_se_m2"] > 0 and c["points_mapped"]]
    if not changed:
        return ""
    i = max(changed)[1]
    c = report["classes"][i]
    found = np.where(np.arange(len(shares)) == i, 0.0, shares[:, i])
    if not found.any():
        return tr("An example: of the {mapped} that the map shows of {name}, {kept} are it; no point tells of more "
                  "elsewhere.", mapped=area_text(c["mapped_area_m2"], tr), name=escape(str(c["name"])),
                  kept=area_text(shares[i, i] * total, tr))
    return tr("An example: of the {mapped} that the map shows of {name}, {kept} are it on the ground. To these come "
              "{more} that the map takes for something else, most of it for {other}. Together that is {area}.",
              mapped=area_text(c["mapped_area_m2"], tr), name=escape(str(c["name"])),
              kept=area_text(shares[i, i] * total, tr), more=area_text(found.sum() * total, tr),
              other=escape(str(report["classes"][int(found.argmax())]["name"])), area=area_text(c["area_m2"], tr))


def _strata(report: Mapping[str, Json], tr: Texts) -> str:
    rows = "".join(f'<tr><td>{escape(str(s["name"]))}</td><td class="n">{hectares(s["area_m2"], tr)}</td>'
                   f'<td class="n">{tr.percent(s["area_m2"] / report["total_area_m2"])}</td>'
                   f'<td class="n">{tr.number(s["points"])}</td><td class="n">{tr.number(s["right"])}</td></tr>'
                   for s in report["strata"])
    head = "".join(f'<th class="n">{label}</th>' for label in (tr("Area (ha)"), tr("Share"), tr("Points"),
                                                               tr("Points right")))
    said = (tr("The strata are the classes of the map.") if report["strata_are_classes"] else
            tr("The strata are not the classes of the map: accuracies are ratios of areas estimated over all strata."))
    return (f"<section><h2>{tr('Strata')}</h2><table><thead><tr><th>{tr('Stratum')}</th>{head}</tr></thead>"
            f'<tbody>{rows}</tbody></table><p class="soft">{said}</p></section>')


def _cited(report: Mapping[str, Json], tr: Texts) -> str:
    own = tr("Areas and accuracies were estimated from {points} points drawn at random in {strata} strata, with the "
             "stratified estimator of Olofsson et al. (2014), computed with Landweave {version}. Intervals are 1.96 "
             "standard errors on each side.", points=tr.number(report["points"]),
             strata=tr.number(len(report["strata"])), version=report.get("versions", {}).get("landweave", ""))
    return (f'<section class="cite"><h2>{tr("How to cite")}</h2><p>{own}</p>'
            + "".join(f"<p>{escape(text)}</p>" for text in sources(report["strata_are_classes"])) + "</section>")


def sources(are_classes: bool) -> Sequence[str]:
    """Return the papers that an area estimate rests on."""
    olofsson = ("Olofsson, P., Foody, G. M., Herold, M., Stehman, S. V., Woodcock, C. E. and Wulder, M. A. (2014). "
                "Good practices for estimating area and assessing accuracy of land change. Remote Sensing of "
                "Environment 148, 42-57. doi 10.1016/j.rse.2014.02.015.")
    stehman = ("Stehman, S. V. (2014). Estimating area and map accuracy for stratified random sampling when the strata "
               "are different from the map classes. International Journal of Remote Sensing 35, 4923-4939. "
               "doi 10.1080/01431161.2014.930207.")
    return (olofsson,) if are_classes else (olofsson, stehman)
