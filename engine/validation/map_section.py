"""The report's map: thumbnails with scale, and the legend with mapped areas."""

from __future__ import annotations

from html import escape

from landweave.engine.language import Texts
from landweave.engine.raster.thumbnail import RAMP_CSS
from landweave.engine.validation.charts import scale_bar
from landweave.engine.validation.details import Details, LegendRow

_LARGEST_LEGEND = 80
_M2_A_HECTARE = 1e4


def maps(about: Details, tr: Texts) -> str:
    """Return the map with its scale bar beside its confidence, and the legend with mapped areas."""
    if not about.map_png:
        return ""
    bar = ""
    if about.width_m > 0:
        text, share = scale_bar(about.width_m)
        bar = f'<div class="scale" style="width:{share:.2%}"><span>{text}</span></div>'
    confidence = ""
    if about.confidence_png:
        said = tr("Confidence: the share of the model's vote for the class it chose. It shows where to look twice; it "
                  "is no measured accuracy.")
        confidence = (f'<figure><img src="{about.confidence_png}" alt="{tr("Confidence")}">'
                      f'<div class="ramp" style="background:{RAMP_CSS}"></div>'
                      f'<div class="ends"><span>{tr("0 unsure")}</span><span>{tr("100 sure")}</span></div>'
                      f"<figcaption>{said}</figcaption></figure>")
    return (f'<section><h2>{tr("Map")}</h2><div class="maps{"" if confidence else " alone"}"><figure>'
            f'<div class="picture"><img src="{about.map_png}" alt="{tr("Land-cover map")}">{bar}</div></figure>'
            f"{confidence}</div>"
            f'<p class="soft small">{escape(about.place)}{"." if about.place else ""} {tr("North is up.")}</p>'
            "</section>" + _legend(about, tr))


def hectares(area_m2: float, tr: Texts) -> str:
    """Return an area as people read it, without its unit."""
    value = area_m2 / _M2_A_HECTARE
    return tr.number(value, 0 if abs(value) >= 10 else 2)


def chip(colour: str) -> str:
    """Return the small square of a class's colour."""
    return f'<i class="chip" style="background:{colour}"></i>'


def _legend(about: Details, tr: Texts) -> str:
    shown = sorted(about.legend, key=lambda row: -row.share)[:_LARGEST_LEGEND]
    kept = [row for row in about.legend if row in set(shown)]
    with_area = any(row.area_m2 is not None for row in kept)
    most = max((row.share for row in kept), default=0.0) or 1.0
    rows = "".join(_legend_row(row, with_area, most, tr) for row in kept)
    head = f'<th class="n">{tr("Area (ha)")}</th>' if with_area else ""
    said = []
    if about.areas_corrected:
        said.append(tr("The areas were measured on the ellipsoid, because the map's CRS does not keep areas."))
    if about.nodata_share >= 0.0005:
        said.append(tr("{share} of the map's pixels have no class.", share=tr.percent(about.nodata_share)))
    if len(about.legend) > len(kept):
        said.append(tr("The {shown} largest of {all} classes are shown.", shown=len(kept), all=len(about.legend)))
    text = f'<p class="soft">{" ".join(said)}</p>' if said else ""
    return (f'<section><h2>{tr("Legend and mapped areas")}</h2><table class="legend"><thead><tr><th>{tr("Class")}</th>'
            f'<th class="n">{tr("Code")}</th>{head}<th class="n">{tr("Share")}</th><th class="wide"></th></tr></thead>'
            f"<tbody>{rows}</tbody></table>{text}</section>")


def _legend_row(row: LegendRow, with_area: bool, most: float, tr: Texts) -> str:
    area = f'<td class="n">{hectares(row.area_m2 or 0.0, tr)}</td>' if with_area else ""
    return (f'<tr><td>{chip(row.colour)}{escape(row.name)}</td><td class="n soft">{row.code}</td>{area}'
            f'<td class="n">{tr.percent(row.share)}</td><td class="wide"><i class="share" style="width:'
            f'{row.share / most:.1%};background:{row.colour}"></i></td></tr>')
