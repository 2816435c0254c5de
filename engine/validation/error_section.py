"""The report's map of errors: reference polygons and points, right or wrong, over the pale map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import numpy as np

from landweave.engine.language import Texts, phrase
from landweave.engine.types import IntArray, Json
from landweave.engine.validation.charts import svg_picture
from landweave.engine.validation.details import Details, Picture
from landweave.engine.validation.error_map import STATES, Checked
from landweave.engine.vector.geometry import Shape, polygon_parts, shape_of
from landweave.engine.vector.layers import envelopes

MOST_DRAWN = 3000
_MOST_TITLES = 800
_WIDTH, _LARGEST_HEIGHT = 640.0, 760.0
_SMALLEST = 5.0  # units of the picture below which a polygon is drawn as a disc
_CELLS = 40
_LISTED = 12
_NAMES = {"right": phrase("right (90 % of its pixels or more)"), "mostly_right": phrase("mostly right (half or more)"),
          "wrong": phrase("wrong (less than half)")}
_POINT_NAMES = {"right": phrase("right"), "wrong": phrase("wrong")}

Place = Callable[[float, float], tuple[float, float]]


def errors(report: Mapping[str, Json], about: Details, tr: Texts) -> str:
    """Return where the map is right and wrong, and a list of the worst places."""
    found = report.get("places")
    if not found or not found["features"]:
        return ""
    drawn = _drawing(about.checked, about.picture, tr) if about.checked is not None and about.picture else ""
    numbers = {name: tr.number(found[key]) for name, key in
               (("all", "features"), ("right", "right"), ("mostly", "mostly_right"), ("wrong", "wrong"))}
    if found["mostly_right"]:
        said = tr("Of {all} places of the reference on the map, {right} are right, {mostly} mostly right and {wrong} "
                  "wrong.", **numbers)
    else:
        del numbers["mostly"]
        said = tr("Of {all} places of the reference on the map, {right} are right and {wrong} wrong.", **numbers)
    if len(report.get("runs") or ()) > 1:
        said += " " + tr("These are the places held back from the first run, whose map is shown.")
    return (f'<section><h2>{tr("Where the errors lie")}</h2><p>{said} {_clustering(found, tr)}</p>{drawn}'
            f"{_worst(found['worst'], tr)}</section>")


def _clustering(found: Json, tr: Texts) -> str:
    """Say what share of the wrong pixels lies in the polygons listed, if that is much."""
    missed = sum(row["pixels"] * (1 - row["right"]) for row in found["worst"][:_LISTED])
    total = found.get("wrong_pixels") or 0
    if total < 1 or missed / total < 0.5 or len(found["worst"]) >= found["features"]:
        return ""
    return tr.count(min(len(found["worst"]), _LISTED), "The one listed below holds {share} of all wrong pixels.",
                    "The {n} listed below hold {share} of all wrong pixels.", share=tr.percent(missed / total, 0))


def _drawing(checked: Checked, picture: Picture, tr: Texts) -> str:
    width = min(_WIDTH, _LARGEST_HEIGHT / picture.proportion)
    height = width * picture.proportion
    x_min, y_min, x_max, y_max = picture.extent

    def place(x: float, y: float) -> tuple[float, float]:
        return (x - x_min) / (x_max - x_min) * width, (y_max - y) / (y_max - y_min) * height

    parts = [f'<image href="{picture.png}" width="{width:.0f}" height="{height:.0f}" preserveAspectRatio="none" '
             'class="faint"/>']
    states = checked.states
    many = len(checked) > MOST_DRAWN
    parts += _cells(checked, place, width, height) if many else _features(checked, states, place, tr)
    single = bool((checked.pixels == 1).all())
    names = _POINT_NAMES if single else _NAMES
    key = "".join(f'<span><i class="chip {state}"></i>{tr(names[state])}</span>' for state in STATES if state in names)
    more = tr("There are too many to draw: each disc stands for those around it, and is the larger the more there are; "
              "its colour is that of their mean.") if many else ""
    return (f'<figure class="errors">{svg_picture(width, height, parts, tr("Where the errors lie"))}'
            f'<figcaption class="key">{key}</figcaption><figcaption>{more}</figcaption></figure>')


def _features(checked: Checked, states: IntArray, place: Place, tr: Texts) -> list[str]:
    """Draw each feature, the wrong ones last: nothing hides them."""
    parts = []
    for row in np.argsort(states, kind="stable").tolist():
        wkb = checked.geometries[row]
        if wkb is None:
            continue
        title = ""
        if len(checked) <= _MOST_TITLES:
            said = tr("{polygon}: {share} of {pixels} pixels right", polygon=checked.names[row],
                      share=tr.percent(float(checked.right[row]), 0), pixels=tr.number(int(checked.pixels[row])))
            title = f"<title>{escape(said)}</title>"
        parts.append(_drawn(shape_of(wkb), STATES[int(states[row])], place, title))
    return parts


def _drawn(shape: Shape, state: str, place: Place, title: str) -> str:
    x_min, x_max, y_min, y_max = shape.GetEnvelope()
    (left, top), (right, bottom) = place(x_min, y_max), place(x_max, y_min)
    if shape.GetDimension() == 0 or max(right - left, bottom - top) < _SMALLEST:
        return (f'<circle cx="{(left + right) / 2:.1f}" cy="{(top + bottom) / 2:.1f}" r="3.2" class="{state}">{title}'
                "</circle>")
    tolerance = 0.4 * (x_max - x_min) / max(right - left, 1e-9)
    simple = shape.SimplifyPreserveTopology(tolerance)
    rings = [part.GetGeometryRef(i) for part in polygon_parts(simple) for i in range(part.GetGeometryCount())]
    path = "".join(_ring(ring.GetPoints(), place) for ring in rings)
    return f'<path d="{path}" class="{state}">{title}</path>'


def _ring(points: list[tuple[float, ...]], place: Place) -> str:
    found = [place(point[0], point[1]) for point in points]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in found[:-1]) + "Z"


def _cells(checked: Checked, place: Place, width: float, height: float) -> list[str]:
    """Draw one disc for the features of each cell of a coarse grid."""
    boxes = envelopes(checked.geometries)
    step = max(width, height) / _CELLS
    cells: dict[tuple[int, int], list[int]] = {}
    for row, (x_min, y_min, x_max, y_max) in enumerate(boxes.tolist()):
        x, y = place((x_min + x_max) / 2, (y_min + y_max) / 2)
        cells.setdefault((int(x // step), int(y // step)), []).append(row)
    most = max(map(len, cells.values()))
    parts = []
    for (column, line), rows in sorted(cells.items()):
        right = float(np.average(checked.right[rows], weights=checked.pixels[rows]))
        state = STATES[0 if right >= 0.9 else 1 if right >= 0.5 else 2]
        radius = max(1.5, step / 2 * (len(rows) / most) ** 0.5)
        parts.append(f'<circle cx="{(column + 0.5) * step:.1f}" cy="{(line + 0.5) * step:.1f}" r="{radius:.1f}" '
                     f'class="{state}"><title>{len(rows)}</title></circle>')
    return parts


def _worst(rows: Json, tr: Texts) -> str:
    if not rows:
        return ""
    single = all(row["pixels"] == 1 for row in rows)
    with_degrees = all(row["longitude"] is not None for row in rows)
    where = tr("Latitude, longitude") if with_degrees else tr("Coordinates")
    body = ""
    for row in rows[:_LISTED]:
        place = (f"{row['latitude']:.5f}, {row['longitude']:.5f}" if with_degrees
                 else f"{row['x']:.6g}, {row['y']:.6g}")
        cells = [("name", tr("Point") if single else tr("Polygon"), escape(str(row["polygon"]))),
                 ("", tr("Reference"), escape(str(row["reference_name"]))),
                 ("", tr("Mapped instead"), escape(str(row["mapped_name"])))]
        if not single:
            cells += [("n", tr("Right"), tr.percent(row["right"], 0)), ("n", tr("Pixels"), tr.number(row["pixels"]))]
        cells.append(("n small", where, place))
        body += "<tr>" + "".join(f'<td class="{kind}" data-label="{title}">{cell}</td>' for kind, title, cell in cells)
        body += "</tr>"
    head = "".join(f'<th class="{kind}">{title}</th>' for kind, title, _ in cells)
    if single:
        title = tr("Some of the wrong places")
        said = tr("The layer that accuracy writes as OUTPUT_PLACES has them all. Look at each on an image: either the "
                  "map is wrong there, or the reference is.")
    else:
        title = tr("The worst places")
        said = tr("Those with the most wrong pixels. Look at each on an image: either the map is wrong there, or the "
                  "reference is (a wrong label, a field that changed).")
    return (f'<h3>{title}</h3><table class="worst"><thead><tr>{head}</tr></thead><tbody>{body}</tbody>'
            f'</table><p class="soft">{said}</p>')
