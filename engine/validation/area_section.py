"""The report's areas: what counted pixels are worth, and what a sample of places says instead."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from html import escape
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.language import Texts
from landweave.engine.types import Json
from landweave.engine.validation.charts import svg_picture
from landweave.engine.validation.details import Details
from landweave.engine.validation.map_section import chip, hectares

_NEEDED = ("code", "mapped_area_m2", "area_m2", "area_interval_m2")
_WIDTH = 150
_ANOTHER_MAP = 0.02


def load_area_estimate(path: str) -> Json:
    """Read what `estimate_area` wrote.

    Raises:
        UserError: if it is something else.
    """
    remedy = "Give AREA_ESTIMATE the JSON file that estimate_area wrote about this map."
    try:
        estimate = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise UserError(f"The area estimate {path} does not exist.", "Check the path (AREA_ESTIMATE).") from error
    except (OSError, ValueError) as error:
        raise UserError(f"{path} is no area estimate: it cannot be read as JSON.", remedy) from error
    classes = estimate.get("classes") if isinstance(estimate, dict) else None
    if not isinstance(classes, list) or not classes or not all(_is_whole(entry) for entry in classes):
        raise UserError(f"{path} is no area estimate: its classes have no areas with intervals.", remedy)
    return estimate


def _is_whole(entry: Json) -> bool:
    if not isinstance(entry, dict) or any(key not in entry for key in _NEEDED) or not isinstance(entry["code"], int):
        return False
    interval = entry["area_interval_m2"]
    numbers = [entry["mapped_area_m2"], entry["area_m2"], *(interval if isinstance(interval, list) else [None])]
    return len(numbers) == 4 and all(isinstance(n, (int, float)) and math.isfinite(n) for n in numbers)


def areas(about: Details, tr: Texts) -> str:
    """Return estimated beside mapped areas where there is an estimate, and how to get one where there is none."""
    if about.area_estimate:
        return _estimated(about.area_estimate, about, tr)
    if not about.map_png:
        return ""
    return (f'<section class="box"><h2>{tr("What the areas above are, and are not")}</h2><p>'
            + tr("They are counts of pixels of the map, and so they carry its errors: a class that the map shows too "
                 "often has too much area, whatever the overall accuracy. Do not publish them as areas of the ground.")
            + "</p><p>"
            + tr("An unbiased area with a 95 % interval needs a random sample of places whose class is looked up: "
                 "plan_area_sample says how many, draw_area_sample draws them, estimate_area makes areas of what was "
                 "found; its result, given to accuracy as AREA_ESTIMATE, then stands here (Olofsson et al. 2014).")
            + "</p></section>")


def _estimated(estimate: Json, about: Details, tr: Texts) -> str:
    entries = estimate["classes"]
    names = {row.code: row.name for row in about.legend}
    colours = {row.code: row.colour for row in about.legend}
    most = max(max(e["area_interval_m2"][1], e["mapped_area_m2"]) for e in entries) or 1.0
    rows = "".join(_row(e, names, colours, most, tr) for e in entries)
    head = "".join(f'<th class="n">{title}</th>' for title in _titles(tr))
    head = f'<th>{tr("Class")}</th>{head}<th class="wide"></th>'
    explained = [
        tr("Mapped: the pixels that the map gives to the class. Estimated: the area of the class on the ground, "
           "computed from a random sample of places whose class was looked up. Within each mapped class the sample "
           "tells what share is really which class; these shares, weighted by the mapped areas, add up to the "
           "estimate. What the map wrongly gives to a class is thus taken away, and what it misses is added: that is "
           "the correction."),
        _example(entries, names, tr),
        tr("The bar is the 95 % interval, the stroke in it the estimate, the ring the mapped area. A ring outside its "
           "bar means that counted pixels are wrong about this class."),
        tr("Source of the estimator: Olofsson et al. 2014."),
    ]
    text = "".join(f'<p class="soft">{said}</p>' for said in explained if said)
    return (f'<section><h2>{tr("Areas, corrected for the errors of the map")}</h2>{_overall(estimate, tr)}'
            f'{_of_another_map(entries, about, tr)}<table class="areas"><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table>{text}</section>")


def _overall(estimate: Json, tr: Texts) -> str:
    value, interval = estimate.get("overall_accuracy"), estimate.get("overall_accuracy_interval")
    if value is None or not isinstance(interval, Sequence) or any(end is None for end in interval):
        return ""
    said = tr("By that sample, the map is right on <strong>{value}</strong> of the area; with 95 % confidence between "
              "{low} and {high}.", value=tr.percent(value), low=tr.percent(interval[0]), high=tr.percent(interval[1]))
    return f"<p>{said}</p>"


def _titles(tr: Texts) -> tuple[str, ...]:
    return (tr("Mapped (ha)"), tr("Estimated (ha)"), tr("95 % interval (ha)"), tr("User's accuracy"),
            tr("Producer's accuracy"))


def _row(entry: Json, names: dict[int, str], colours: dict[int, str], most: float, tr: Texts) -> str:
    low, high = entry["area_interval_m2"]
    code = entry["code"]
    name = f"{chip(colours[code]) if code in colours else ''}{escape(_name(entry, names))}"
    cells = [hectares(entry["mapped_area_m2"], tr), f"<b>{hectares(entry['area_m2'], tr)}</b>",
             tr("{low} to {high}", low=hectares(low, tr), high=hectares(high, tr)),
             _accuracy(entry, "users_accuracy", tr), _accuracy(entry, "producers_accuracy", tr)]
    scale = _WIDTH / most
    parts = [f'<rect y="6" width="{_WIDTH}" height="3" class="ground"/>',
             f'<rect x="{low * scale:.1f}" y="4" width="{max(1.0, (high - low) * scale):.1f}" height="7" class="bar"/>',
             f'<path d="M{entry["area_m2"] * scale:.1f} 2v11" class="whisker"/>',
             f'<circle cx="{entry["mapped_area_m2"] * scale:.1f}" cy="7.5" r="3.5" class="ring"/>']
    picture = svg_picture(_WIDTH + 5, 15, parts, tr("Area"))
    shown = "".join(f'<td class="n" data-label="{title}">{cell}</td>' for title, cell in zip(_titles(tr), cells))
    return (f'<tr><td class="name">{name}</td>{shown}'
            f'<td class="wide">{picture}</td></tr>')


def _name(entry: Json, names: dict[int, str]) -> str:
    return str(entry.get("name") or names.get(entry["code"], entry["code"]))


def _accuracy(entry: Json, key: str, tr: Texts) -> str:
    """Return a share with its interval below."""
    value, interval = entry.get(key), entry.get(f"{key}_interval")
    if value is None:
        return "–"
    if not isinstance(interval, Sequence) or any(end is None for end in interval):
        return tr.percent(value)
    between = tr("{low} to {high}", low=tr.percent(interval[0], 0), high=tr.percent(interval[1], 0))
    return f'{tr.percent(value)}<span class="between">{between}</span>'


def _example(entries: Json, names: dict[int, str], tr: Texts) -> str:
    """Return the correction of the class that it changes most by its interval, in words."""
    entry = max(entries, key=_surprise)
    low, high = entry["area_interval_m2"]
    if entry["area_m2"] == entry["mapped_area_m2"]:
        return ""
    values = {"name": escape(_name(entry, names)), "mapped": hectares(entry["mapped_area_m2"], tr),
              "area": hectares(entry["area_m2"], tr), "low": hectares(low, tr), "high": hectares(high, tr)}
    if low <= entry["mapped_area_m2"] <= high:
        return tr("Example: the map shows {mapped} ha of {name}; corrected, there are about {area} ha, with 95 % "
                  "confidence between {low} and {high} ha. Chance alone may explain the difference.", **values)
    if entry["area_m2"] < entry["mapped_area_m2"]:
        return tr("Example: the map shows {mapped} ha of {name}, which is too much; corrected, there are about {area} "
                  "ha, with 95 % confidence between {low} and {high} ha.", **values)
    return tr("Example: the map shows {mapped} ha of {name}, and misses part of it; corrected, there are about {area} "
              "ha, with 95 % confidence between {low} and {high} ha.", **values)


def _surprise(entry: Json) -> float:
    """Return how far mapped and estimated area are apart, in widths of the interval."""
    low, high = entry["area_interval_m2"]
    apart = abs(entry["area_m2"] - entry["mapped_area_m2"])
    if high > low:
        return float(apart / (high - low))
    return math.inf if apart else 0.0


def _of_another_map(entries: Json, about: Details, tr: Texts) -> str:
    """Say if the mapped areas are not those of this map: the estimate then belongs to another one."""
    own = {row.code: row.area_m2 for row in about.legend if row.area_m2 is not None}
    total = sum(own.values())
    if not total:
        return ""
    theirs = {e["code"]: e["mapped_area_m2"] for e in entries}
    off = sum(abs(own.get(code, 0.0) - theirs.get(code, 0.0)) for code in own.keys() | theirs.keys())
    if off <= _ANOTHER_MAP * total:
        return ""
    said = tr("The mapped areas of this estimate are not those of the map above: it was made of another map, or of a "
              "part of it.")
    return f'<p class="caution">{said}</p>'
