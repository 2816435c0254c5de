"""The page of `check_inputs`, in the look of the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from landweave.engine.inspection.calendar import VERY_LONG_GAP, Calendar
from landweave.engine.inspection.findings import ERROR, NOTE, WARNING, Finding, Findings
from landweave.engine.inspection.reference import FEW_POLYGONS, ClassRow
from landweave.engine.inspection.series import Needs
from landweave.engine.runtime.run_folder import versions
from landweave.engine.series.plan import SensorPlan, SeriesPlan
from landweave.engine.types import Json
from landweave.engine.validation import page as frame
from landweave.engine.validation.charts import dates_chart
from landweave.engine.validation.details import Acquisition
from landweave.engine.validation.provenance import definitions

_TITLES = {ERROR: "Errors: a map cannot be made like this", WARNING: "Warnings: look at these first", NOTE: "Notes"}
_MOST_ROWS = 60
_LABELS = {"catalogue": "Catalogue", "series": "Options of the series", "reference": "Reference",
           "class_field": "Field of the class codes", "regions": "Regions", "region_field": "Field of the regions",
           "nomenclature": "Nomenclature"}
_STYLE = """
.cards.checks{grid-template-columns:1fr 1fr 1fr 1fr}
.card.bad:first-child{background:#a3201d;border-color:#a3201d}
.card.good:first-child{background:#186950;border-color:#186950}
.found{list-style:none;margin:8px 0;padding:0}
.found li{border-left:5px solid #9aa7ad;background:var(--pale);padding:8px 14px;margin:7px 0}
.found li{font-size:14px;break-inside:avoid;overflow-wrap:anywhere}
.found li.error{border-color:#a3201d;background:#fbeeed}
.found li.warning{border-color:#c08a1e;background:#fcf6e8}
.found b{font-size:12px;font-weight:600;color:var(--soft);display:block}
.found span{display:block;color:var(--soft);font-size:13px}
td.low{color:#9c4a10;font-weight:600}
@media screen and (max-width:760px){.cards.checks{grid-template-columns:1fr 1fr}}
"""


@dataclass(frozen=True)
class Inspection:
    """All that was found, and what the page shows beside it.

    Args:
        findings: of all checks.
        calendars: of each tile and sensor.
        classes: of the reference in the images.
        plan: what the options lead to; None if they are wrong.
        needs: of a run; None if it could not be judged.
        images: number of products that the tiles are read from.
        acquisitions: images of the chart; their tile is the row that they stand in.
        parameters: that were checked.
    """

    findings: Findings
    calendars: tuple[Calendar, ...] = ()
    classes: tuple[ClassRow, ...] = ()
    plan: SeriesPlan | None = None
    needs: Needs | None = None
    images: int = 0
    acquisitions: tuple[Acquisition, ...] = ()
    parameters: Json = field(default_factory=dict)


def write_page(path: str, inspection: Inspection) -> None:
    """Write the page."""
    parts = [_header(inspection), _headline(inspection), _findings(inspection.findings), _calendar(inspection),
             _classes(inspection.classes), _plan(inspection.plan), _needs(inspection.needs),
             _checked(inspection.parameters)]
    frame.write_page(path, "Check of the inputs", parts, _STYLE)


def _header(inspection: Inspection) -> str:
    days = sorted(a.day for a in inspection.acquisitions)
    tiles = sorted({row.tile for row in inspection.calendars})
    said = ""
    if days:
        named = f"tile{'s' if len(tiles) > 1 else ''} {', '.join(tiles[:4])}{' and others' if len(tiles) > 4 else ''}"
        said = f"{inspection.images:,} images from {days[0]} to {days[-1]}, {named}"
    return frame.page_header("check of the inputs", "Before the map is made", said)


def _headline(inspection: Inspection) -> str:
    errors, warnings, notes = (len(inspection.findings.of(s)) for s in (ERROR, WARNING, NOTE))
    if errors:
        verdict = f"<strong>{_counted(errors, 'error')}</strong> must be mended before a map can be made."
    elif warnings:
        verdict = f"A map can be made. <strong>{_counted(warnings, 'warning')}</strong> should be looked at first."
    else:
        verdict = "A map can be made; nothing was found to be wrong."
    features = f"{len(inspection.plan.features()):,}" if inspection.plan is not None else "–"
    cards = [(errors, "Errors", "what stops a run"), (warnings, "Warnings", "what may spoil a map"),
             (notes, "Notes", "what is good to know"), (features, "Features", "of each pixel, by the options")]
    boxes = "".join(
        f'<div class="card{(" bad" if errors else " good") if i == 0 else ""}"><h3>{title}</h3><b>{value}</b>'
        f"<span>{meaning}</span></div>" for i, (value, title, meaning) in enumerate(cards))
    return (f'<section class="headline"><p class="verdict">{verdict}</p><div class="cards checks">{boxes}</div>'
            "</section>")


def _findings(findings: Findings) -> str:
    parts = []
    for severity, title in _TITLES.items():
        own = findings.of(severity)
        if own:
            parts.append(f'<section><h2>{title}</h2><ul class="found">{"".join(map(_finding, own))}</ul></section>')
    return "".join(parts)


def _finding(finding: Finding) -> str:
    remedy = f"<span>{escape(finding.remedy)}</span>" if finding.remedy else ""
    return f'<li class="{finding.severity}"><b>{escape(finding.about)}</b>{escape(finding.text)}{remedy}</li>'


def _calendar(inspection: Inspection) -> str:
    if not inspection.acquisitions:
        return ""
    sensor, targets = _target_dates(inspection)
    chart = dates_chart(inspection.acquisitions, targets)
    rows = inspection.calendars[:_MOST_ROWS]
    rest = len(inspection.calendars) - len(rows)
    more = f'<p class="soft">And {rest} rows more, which the JSON file holds.</p>' if rest else ""
    head = ('<tr><th>Tile</th><th>Sensor</th><th class="n">Images</th><th class="n">Usable</th><th>First</th>'
            '<th>Last</th><th class="n">Longest gap</th><th>From</th><th>To</th><th class="n">Mean cloud</th></tr>')
    return (f'<section><h2>Calendar of the images</h2><div class="scroll">{chart}</div><p class="soft">A dot is an '
            f"image, paler when cloudier; the strokes are the dates on which {sensor} is described.</p>"
            f'<div class="scroll"><table><thead>{head}</thead><tbody>{"".join(map(_calendar_row, rows))}</tbody>'
            f'</table></div>{more}<p class="soft">Usable: less than 90 % cloud. The gap is the longest time without a '
            "usable image between the first and the last target date.</p></section>")


def _target_dates(inspection: Inspection) -> tuple[str, Sequence[str]]:
    """Return the target dates of the sensor of most images, and its name; `the year` if all have the same."""
    plans = {s.sensor: s.target_dates for s in inspection.plan.sensors} if inspection.plan else {}
    if not plans:
        return "the year", ()
    most = max(plans, key=lambda name: sum(row.images for row in inspection.calendars if row.sensor == name))
    return ("the year" if len(set(plans.values())) == 1 else escape(most)), plans[most]


def _calendar_row(row: Calendar) -> str:
    cloud = "–" if row.cloud_percent is None else f"{row.cloud_percent:.0f} %"
    low = " low" if row.gap_days > VERY_LONG_GAP else ""
    gap = f'<td class="n{low}">{row.gap_days} days</td><td>{row.gap_start}</td><td>{row.gap_end}</td>'
    if not row.images:
        gap = '<td class="n">–</td><td></td><td></td>'
    return (f"<tr><td>{escape(row.tile)}</td><td>{escape(row.sensor)}</td>"
            f'<td class="n{"" if row.images else " low"}">{row.images}</td><td class="n">{row.usable}</td>'
            f"<td>{row.first or '–'}</td><td>{row.last or '–'}</td>{gap}<td class=\"n\">{cloud}</td></tr>")


def _classes(rows: Sequence[ClassRow]) -> str:
    if not rows:
        return ""
    several = any(row.regions > 1 for row in rows)
    head = '<tr><th>Class</th><th class="n">Code</th><th class="n">Polygons</th><th class="n">Hectares</th>'
    head += f'{"<th class=n>Regions</th>" if several else ""}</tr>'
    body = "".join(
        f'<tr><td>{escape(row.name)}</td><td class="n soft">{row.code}</td>'
        f'<td class="n{" low" if row.polygons < FEW_POLYGONS else ""}">{row.polygons:,}</td>'
        f'<td class="n">{row.area_m2 / 1e4:,.1f}</td>{f"<td class=n>{row.regions}</td>" if several else ""}</tr>'
        for row in rows)
    return (f'<section><h2>Reference polygons in the images</h2><table><thead>{head}</thead><tbody>{body}</tbody>'
            "</table></section>")


def _plan(plan: SeriesPlan | None) -> str:
    if plan is None:
        return ""
    head = '<tr><th>Sensor</th><th>Bands</th><th>Indices</th><th>Dates</th><th>Filling</th><th>Described by</th></tr>'
    body = "".join(map(_plan_row, plan.sensors))
    others = [*(f"layer {layer.name}" for layer in plan.static), *(group.kind for group in plan.around),
              *((f"your own functions {', '.join(plan.user.functions)}",) if plan.user else ())]
    beside = f'<p class="soft">Besides: {escape("; ".join(others))}.</p>' if others else ""
    return (f'<section><h2>What is made of the images</h2><div class="scroll"><table><thead>{head}</thead><tbody>{body}'
            f"</tbody></table></div>{beside}</section>")


def _plan_row(sensor: SensorPlan) -> str:
    dates = sensor.target_dates
    said = f"{len(dates)}, {dates[0]} to {dates[-1]}" if dates else "none"
    cells = (sensor.sensor, " ".join(sensor.bands), " ".join(sensor.indices) or "none", said,
             sensor.filling.replace("_", " "), ", ".join(group.kind for group in sensor.groups))
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _needs(needs: Needs | None) -> str:
    if needs is None:
        return ""
    rows = [("Pixels of the map", f"{needs.pixels:,}"), ("Images to read", _size(needs.image_bytes)),
            ("Class, confidence and validity, before compression", _size(needs.map_bytes)),
            (f"All {needs.features:,} features as a raster (only if asked for)", _size(needs.raster_bytes)),
            ("Processes, and memory they may use", f"{needs.workers}, {_size(needs.memory_bytes)}")]
    if needs.seconds:
        rows.append(("Reading the images and making the features, judged by one block (without the classifier)",
                     _duration(needs.seconds)))
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    return f"<section><h2>What a run needs</h2><dl>{listed}</dl></section>"


def _checked(parameters: Json) -> str:
    rows = [(label, parameters[key], "field" not in key) for key, label in _LABELS.items() if parameters.get(key)]
    said = ", ".join(f"{name} {version}" for name, version in versions().items())
    return f'<section><h2>What was checked</h2>{definitions(rows)}<p class="soft small">{escape(said)}</p></section>'


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count != 1 else ''}"


def _size(count: float) -> str:
    for unit in ("bytes", "KB", "MB", "GB"):
        if count < 1000:
            return f"{count:.3g} {unit}" if count < 100 else f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.3g} TB"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    if seconds < 5400:
        return f"about {seconds / 60:.0f} min"
    return f"about {seconds / 3600:.1f} h"
