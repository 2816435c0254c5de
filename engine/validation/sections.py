"""The report's middle parts: map, classes, confusion matrix, runs, images."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from landweave.engine.raster.thumbnail import RAMP_CSS
from landweave.engine.types import Json
from landweave.engine.validation.charts import (
    MAX_MATRIX_CLASSES,
    confusion_chart,
    dates_chart,
    scale_bar,
    value_bar,
)
from landweave.engine.validation.details import Details, LegendRow
from landweave.engine.validation.provenance import definitions

TITLES = {"overall_accuracy": "Overall accuracy", "kappa": "Kappa", "balanced_accuracy": "Balanced accuracy",
          "macro_f1": "Mean F-score"}
_BARS = {"precision": "Precision (user's accuracy)", "recall": "Recall (producer's accuracy)", "f1": "F-score"}
_LARGEST_LEGEND = 80
_CONFUSIONS = 6
_WORTH_NAMING = 0.03
_M2_A_HECTARE = 1e4


def figure_text(value: float | None, key: str) -> str:
    """Return a figure as people write it: kappa as a number, the others in percent."""
    if value is None:
        return "n/a"
    return f"{value:.3f}" if key == "kappa" else f"{value:.1%}"


def maps(about: Details) -> str:
    """Return the map with its scale bar beside its confidence, and the legend with mapped areas."""
    if not about.map_png:
        return ""
    bar = ""
    if about.width_m > 0:
        text, share = scale_bar(about.width_m)
        bar = f'<div class="scale" style="width:{share:.2%}"><span>{text}</span></div>'
    confidence = ""
    if about.confidence_png:
        confidence = (f'<figure><img src="{about.confidence_png}" alt="Confidence">'
                      f'<div class="ramp" style="background:{RAMP_CSS}"></div>'
                      '<div class="ends"><span>0 unsure</span><span>100 sure</span></div>'
                      "<figcaption>Confidence: the share of the model's vote for the class it chose. It shows where "
                      "to look twice; it is no measured accuracy.</figcaption></figure>")
    return (f'<section><h2>Map</h2><div class="maps{"" if confidence else " alone"}"><figure>'
            f'<div class="picture"><img src="{about.map_png}" alt="Land-cover map">{bar}</div></figure>'
            f"{confidence}</div>"
            f'<p class="soft small">{escape(about.place)}{"." if about.place else ""} North is up.</p></section>'
            + _legend(about))


def _legend(about: Details) -> str:
    shown = sorted(about.legend, key=lambda row: -row.share)[:_LARGEST_LEGEND]
    kept = [row for row in about.legend if row in set(shown)]
    with_area = any(row.area_m2 is not None for row in kept)
    most = max((row.share for row in kept), default=0.0) or 1.0
    rows = "".join(_legend_row(row, with_area, most) for row in kept)
    head = '<th class="n">Area (ha)</th>' if with_area else ""
    said = ["Areas are counts of pixels and carry the map's errors; an unbiased estimate with an interval needs an "
            "area sample."]
    if about.areas_corrected:
        said.append("They were measured on the ellipsoid, because the map's CRS does not keep areas.")
    if about.nodata_share >= 0.0005:
        said.append(f"{about.nodata_share:.1%} of the map's pixels have no class.")
    if len(about.legend) > len(kept):
        said.append(f"The {len(kept)} largest of {len(about.legend)} classes are shown.")
    return (f'<section><h2>Legend and mapped areas</h2><table class="legend"><thead><tr><th>Class</th>'
            f'<th class="n">Code</th>{head}<th class="n">Share</th><th class="wide"></th></tr></thead><tbody>{rows}'
            f'</tbody></table><p class="soft">{" ".join(said)}</p></section>')


def _legend_row(row: LegendRow, with_area: bool, most: float) -> str:
    area = ""
    if with_area:
        hectares = (row.area_m2 or 0.0) / _M2_A_HECTARE
        area = f'<td class="n">{hectares:,.0f}</td>' if hectares >= 10 else f'<td class="n">{hectares:.2f}</td>'
    return (f'<tr><td>{_chip(row.colour)}{escape(row.name)}</td><td class="n soft">{row.code}</td>{area}'
            f'<td class="n">{row.share:.1%}</td><td class="wide"><i class="share" style="width:'
            f'{row.share / most:.1%};background:{row.colour}"></i></td></tr>')


def classes(report: Mapping[str, Json], about: Details) -> str:
    """Return a row a class with precision, recall and F-score."""
    entries = report.get("classes") or []
    if not entries:
        return ""
    colours = {row.code: row.colour for row in about.legend}
    with_polygons = any("polygons" in entry for entry in entries)
    rows = []
    for entry in entries:
        bars = "".join(f'<td data-label="{title}">{value_bar(entry, key)}</td>' for key, title in _BARS.items())
        chip = _chip(colours[entry["code"]]) if entry["code"] in colours else ""
        polygons = f'<td class="n" data-label="Polygons">{entry.get("polygons", 0):,}</td>' if with_polygons else ""
        rows.append(f'<tr><td class="name">{chip}{escape(str(entry["name"]))}</td>{bars}{polygons}'
                    f'<td class="n" data-label="Pixels">{entry["support"]:,.0f}</td></tr>')
    head = "".join(f"<th>{title}</th>" for title in _BARS.values())
    head += '<th class="n">Polygons</th>' if with_polygons else ""
    return (f'<section><h2>Each class</h2><table class="bars"><thead><tr><th>Class</th>{head}'
            f'<th class="n">Pixels</th></tr></thead><tbody>{"".join(rows)}</tbody></table><p class="soft">Precision: '
            "of what the map gives to the class, how much is it. Recall: of what is the class on the ground, how "
            "much does the map find. The F-score is high only if both are. The thin line is the 95 % interval; the "
            "counts are those of the reference.</p></section>")


def levels(report: Mapping[str, Json]) -> str:
    """Return the figures at the upper levels of the nomenclature, and the F-scores of the classes there."""
    found = report.get("levels") or []
    if not found:
        return ""
    keys = ("overall_accuracy", "kappa", "macro_f1")
    rows = "".join(
        f'<tr><td>{entry["level"]}</td><td>{_f_scores(entry["classes"])}</td>'
        f'{"".join(f"<td>{figure_text(entry[key], key)}</td>" for key in keys)}</tr>'
        for entry in found
    )
    head = "".join(f"<th>{TITLES[key]}</th>" for key in keys)
    return ("<section><h2>Levels of the nomenclature</h2><table><thead><tr><th>Level</th>"
            f"<th>Classes and their F-scores</th>{head}</tr></thead><tbody>{rows}</tbody></table>"
            '<p class="soft">Level 1 is the coarsest. Classes of '
            "one group are taken together there, so that confusions among them do not count.</p></section>")


def _f_scores(entries: Json) -> str:
    return ", ".join(f'{escape(str(entry["name"]))} {figure_text(entry["f1"], "f1")}' for entry in entries)


def matrix(report: Mapping[str, Json]) -> str:
    """Return the confusion matrix and the confusions worth naming."""
    confusion = report.get("confusion")
    if not confusion or not confusion["labels"]:
        return ""
    if len(confusion["labels"]) > MAX_MATRIX_CLASSES:
        chart = (f"<p>{len(confusion['labels'])} classes are too many for a picture; the matrix is in the JSON and the "
                 "CSV file.</p>")
    else:
        chart = confusion_chart(confusion)
    return (f'<section><h2>Confusion matrix</h2><div class="matrix"><div>{chart}</div>{_confusions(confusion)}</div>'
            '<p class="soft">Each row is what the reference calls so; the numbers tell as what the map shows it, in '
            "percent of the row. Green: right. Brown: wrong.</p></section>")


def _confusions(confusion: Json) -> str:
    names, found = confusion["names"], []
    for i, row in enumerate(confusion["matrix"]):
        total = sum(row)
        found += [(count, count / total, i, j) for j, count in enumerate(row)
                  if i != j and total and count / total >= _WORTH_NAMING]
    if not found:
        return ""
    found.sort(key=lambda f: (-f[1], f[2], f[3]))
    said = "".join(f"<li><b>{share:.0%}</b> of {escape(str(names[i]))} is mapped as {escape(str(names[j]))}</li>"
                   for _, share, i, j in found[:_CONFUSIONS])
    return f'<div class="confusions"><h3>Largest confusions</h3><ol>{said}</ol></div>'


def runs(report: Mapping[str, Json]) -> str:
    """Return the figures of each run, when there are several."""
    several = report.get("runs") or []
    if len(several) < 2:
        return ""
    rows = "".join(f'<tr><td>{i}</td>{"".join(f"<td>{figure_text(r.get(k), k)}</td>" for k in TITLES)}</tr>'
                   for i, r in enumerate(several, start=1))
    head = "".join(f"<th>{title}</th>" for title in TITLES.values())
    return (f"<section><h2>Runs</h2><table><thead><tr><th>Run</th>{head}</tr></thead><tbody>{rows}</tbody></table>"
            "</section>")


def images(about: Details) -> str:
    """Return the timeline of the images, and what was computed from them."""
    if not about.acquisitions and not about.sensors:
        return ""
    said = ["Each disc is an image" + (", paler when cloudier" if any(a.cloud_percent is not None
                                                                      for a in about.acquisitions) else "") + "."]
    if about.target_dates:
        said.append("The strokes are the dates at which every pixel is described, filled between its clear images.")
    if about.left_out:
        said.append(f"{about.left_out:,} files or folders were left out; the catalogue says why.")
    rows = [(f"Used of {sensor}", text, False) for sensor, text in about.sensors]
    return (f'<section><h2>Images</h2><div class="scroll">{dates_chart(about.acquisitions, about.target_dates)}</div>'
            f'<p class="soft">{" ".join(said)}</p>{definitions(rows)}</section>')


def _chip(colour: str) -> str:
    return f'<i class="chip" style="background:{colour}"></i>'
