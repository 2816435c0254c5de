"""The report's tables: classes, levels, confusion matrix, runs, images."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from landweave.engine.language import ENGLISH, Texts, phrase
from landweave.engine.types import Json
from landweave.engine.validation.charts import MAX_MATRIX_CLASSES, confusion_chart, dates_chart, value_bar
from landweave.engine.validation.details import Details
from landweave.engine.validation.map_section import chip
from landweave.engine.validation.provenance import definitions

TITLES = {"overall_accuracy": phrase("Overall accuracy"), "kappa": phrase("Kappa"),
          "balanced_accuracy": phrase("Balanced accuracy"), "macro_f1": phrase("Mean F-score")}
_BARS = {"precision": phrase("Precision (user's accuracy)"), "recall": phrase("Recall (producer's accuracy)"),
         "f1": phrase("F-score")}
_CONFUSIONS = 6
_WORTH_NAMING = 0.03
_CREDITS = (
    (("S1", "S2", "HLSS"), phrase("Contains modified Copernicus Sentinel data ({years}).")),
    (("L5", "L7", "L8", "L9", "HLSL"), phrase("Landsat images courtesy of the U.S. Geological Survey ({years}).")),
)


def figure_text(value: float | None, key: str, tr: Texts = ENGLISH) -> str:
    """Return a figure as people write it: kappa as a number, the others in percent."""
    if value is None:
        return tr("n/a")
    return tr.number(value, 3) if key == "kappa" else tr.percent(value)


def classes(report: Mapping[str, Json], about: Details, tr: Texts) -> str:
    """Return a row a class with precision, recall and F-score."""
    entries = report.get("classes") or []
    if not entries:
        return ""
    colours = {row.code: row.colour for row in about.legend}
    with_polygons = any(entry.get("polygons", entry["support"]) != entry["support"] for entry in entries)
    unit = tr("Pixels") if with_polygons or "polygons" not in entries[0] else tr("Points")
    rows = []
    for entry in entries:
        bars = "".join(f'<td data-label="{tr(title)}">{value_bar(entry, key, tr)}</td>' for key, title in _BARS.items())
        colour = chip(colours[entry["code"]]) if entry["code"] in colours else ""
        count = tr.number(entry.get("polygons", 0))
        polygons = f'<td class="n" data-label="{tr("Polygons")}">{count}</td>' if with_polygons else ""
        rows.append(f'<tr><td class="name">{colour}{escape(str(entry["name"]))}</td>{bars}{polygons}'
                    f'<td class="n" data-label="{unit}">{tr.number(entry["support"])}</td></tr>')
    head = "".join(f"<th>{tr(title)}</th>" for title in _BARS.values())
    head += f'<th class="n">{tr("Polygons")}</th>' if with_polygons else ""
    said = tr("Precision: of what the map gives to the class, how much is it. Recall: of what is the class on the "
              "ground, how much does the map find. The F-score is high only if both are. The thin line is the 95 % "
              "interval; the counts are those of the reference.")
    return (f'<section><h2>{tr("Each class")}</h2><table class="bars"><thead><tr><th>{tr("Class")}</th>{head}'
            f'<th class="n">{unit}</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
            f'<p class="soft">{said}</p></section>')


def levels(report: Mapping[str, Json], tr: Texts) -> str:
    """Return the figures at the upper levels of the nomenclature, and the F-scores of the classes there."""
    found = report.get("levels") or []
    if not found:
        return ""
    keys = ("overall_accuracy", "kappa", "macro_f1")
    rows = "".join(
        f'<tr><td>{entry["level"]}</td><td>{_f_scores(entry["classes"], tr)}</td>'
        f'{"".join(f"<td>{figure_text(entry[key], key, tr)}</td>" for key in keys)}</tr>'
        for entry in found
    )
    head = "".join(f"<th>{tr(TITLES[key])}</th>" for key in keys)
    said = tr("Level 1 is the coarsest. Classes of one group are taken together there, so that confusions among them "
              "do not count.")
    return (f'<section><h2>{tr("Levels of the nomenclature")}</h2><table><thead><tr><th>{tr("Level")}</th>'
            f'<th>{tr("Classes and their F-scores")}</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
            f'<p class="soft">{said}</p></section>')


def _f_scores(entries: Json, tr: Texts) -> str:
    return ", ".join(f'{escape(str(entry["name"]))} {figure_text(entry["f1"], "f1", tr)}' for entry in entries)


def matrix(report: Mapping[str, Json], tr: Texts) -> str:
    """Return the confusion matrix and the confusions worth naming."""
    confusion = report.get("confusion")
    if not confusion or not confusion["labels"]:
        return ""
    if len(confusion["labels"]) > MAX_MATRIX_CLASSES:
        said = tr("{count} classes are too many for a picture; the matrix is in the JSON and the CSV file.",
                  count=len(confusion["labels"]))
        chart = f"<p>{said}</p>"
    else:
        chart = confusion_chart(confusion, (tr("Reference"), tr("Map")), tr("mapped as"), tr("pixels"), tr)
    said = tr("Each row is what the reference calls so; the numbers tell as what the map shows it, in percent of the "
              "row. Green: right. Brown: wrong.")
    return (f'<section><h2>{tr("Confusion matrix")}</h2><div class="matrix"><div>{chart}</div>'
            f'{_confusions(confusion, tr)}</div><p class="soft">{said}</p></section>')


def _confusions(confusion: Json, tr: Texts) -> str:
    names, found = confusion["names"], []
    for i, row in enumerate(confusion["matrix"]):
        total = sum(row)
        found += [(count, count / total, i, j) for j, count in enumerate(row)
                  if i != j and total and count / total >= _WORTH_NAMING]
    if not found:
        return ""
    found.sort(key=lambda f: (-f[1], f[2], f[3]))
    said = [tr("<b>{share}</b> of {reference} is mapped as {mapped}", share=tr.percent(share, 0),
               reference=escape(str(names[i])), mapped=escape(str(names[j])))
            for _, share, i, j in found[:_CONFUSIONS]]
    listed = "".join(f"<li>{one}</li>" for one in said)
    return f'<div class="confusions"><h3>{tr("Largest confusions")}</h3><ol>{listed}</ol></div>'


def runs(report: Mapping[str, Json], tr: Texts) -> str:
    """Return the figures of each run, when there are several."""
    several = report.get("runs") or []
    if len(several) < 2:
        return ""
    rows = "".join(f'<tr><td>{i}</td>{"".join(f"<td>{figure_text(r.get(k), k, tr)}</td>" for k in TITLES)}</tr>'
                   for i, r in enumerate(several, start=1))
    head = "".join(f"<th>{tr(title)}</th>" for title in TITLES.values())
    return (f'<section><h2>{tr("Runs")}</h2><table><thead><tr><th>{tr("Run")}</th>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table></section>")


def images(about: Details, tr: Texts) -> str:
    """Return the timeline of the images, and what was computed from them."""
    if not about.acquisitions and not about.sensors:
        return ""
    clouds = any(a.cloud_percent is not None for a in about.acquisitions)
    said = [tr("Each disc is an image, paler when cloudier.") if clouds else tr("Each disc is an image.")]
    if about.target_dates:
        said.append(tr("The strokes are the dates at which every pixel is described, filled between its clear images."))
    if about.left_out:
        said.append(tr.count(about.left_out, "{n} file or folder was left out; the catalogue says why.",
                             "{n} files or folders were left out; the catalogue says why."))
    said += _credits(about, tr)
    rows = [(tr("Used of {sensor}", sensor=sensor), text, False) for sensor, text in about.sensors]
    chart = dates_chart(about.acquisitions, about.target_dates, tr)
    return (f'<section><h2>{tr("Images")}</h2><div class="scroll">{chart}</div>'
            f'<p class="soft">{" ".join(said)}</p>{definitions(rows)}</section>')


def _credits(about: Details, tr: Texts) -> list[str]:
    """Return what the owners of the images want to be said where these are used."""
    years = sorted({a.day[:4] for a in about.acquisitions})
    span = "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""
    sensors = {sensor for sensor, _ in about.sensors}
    return [tr(sentence, years=span) for names, sentence in _CREDITS if span and sensors & set(names)]
