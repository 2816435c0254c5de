"""The report's sections on how far its figures and the map's confidence go: the optimistic figure, reliability."""

from __future__ import annotations

from collections.abc import Mapping

from landweave.engine.language import Texts
from landweave.engine.types import Json
from landweave.engine.validation.charts import svg_picture

_SIDE, _LEFT, _FOOT = 250, 52, 40
_BAR = 300
_TRUE_WITHIN = 0.02


def optimism(report: Mapping[str, Json], tr: Texts) -> str:
    """Return the figure of polygons held back beside what a random split of pixels would have claimed."""
    claimed, honest = report.get("random_split_overall_accuracy"), report.get("overall_accuracy")
    if claimed is None or honest is None:
        return ""
    rows = ((tr("On polygons that were held back"), honest, "bar"),
            (tr("On pixels split at random (optimistic)"), claimed, "bar pale"))
    drawn = "".join(f'<div class="compare"><span>{title}</span>'
                    + svg_picture(_BAR, 14, [f'<rect y="2" width="{_BAR}" height="10" class="ground"/>',
                                             f'<rect y="2" width="{value * _BAR:.1f}" height="10" class="{kind}"/>'],
                                  title)
                    + f"<b>{tr.percent(value)}</b></div>" for title, value, kind in rows)
    points = (claimed - honest) * 100
    if points >= 0.05:
        said = tr("A random split of the samples would have claimed {claimed}: {points} points more. That figure is "
                  "optimistic, because neighbours of the same polygon stand on both sides, and says nothing about "
                  "places that the model has not seen. Do not quote it.", claimed=tr.percent(claimed),
                  points=tr.number(points, 1))
    else:
        said = tr("A random split of the samples would have claimed {claimed}. Such a figure is usually optimistic, "
                  "because neighbours of the same polygon stand on both sides; here it is no higher.",
                  claimed=tr.percent(claimed))
    return (f'<section><h2>{tr("The honest figure and the optimistic one")}</h2>{drawn}<p class="soft">{said}</p>'
            "</section>")


def reliability(report: Mapping[str, Json], tr: Texts) -> str:
    """Return whether the confidence is true, with a plot where its bins are known."""
    found = report.get("reliability") or {}
    ece, brier = found.get("ece"), found.get("brier_right", found.get("brier"))
    if ece is None or brier is None:
        return ""
    plot = _plot(found["bins"], tr) if found.get("bins") else ""
    said = [_verdict(found, tr)] if plot else []
    points = tr.number(ece * 100, 1)
    if plot:
        said.append(tr("Expected calibration error (ECE): {points} points, the mean distance of the discs from the "
                       "diagonal; 0 is best.", points=points))
    else:
        said.append(tr("Expected calibration error (ECE): {points} points, the mean difference between how sure the "
                       "model is and how often it is right; 0 is best.", points=points))
    if "brier_right" in found:
        said.append(tr("Brier score: {brier}, the mean squared difference between the confidence and what turned out "
                       "(1 right, 0 wrong); 0 is best, and always saying 50 % gets 0.25.", brier=tr.number(brier, 3)))
    else:
        said.append(tr("Brier score: {brier}, the squared differences between probabilities and what turned out, "
                       "summed over the classes; from 0, the best, to 2.", brier=tr.number(brier, 3)))
    text = "".join(f'<p{"" if plot and i == 0 else " class=soft"}>{one}</p>' for i, one in enumerate(said))
    return (f'<section><h2>{tr("Can the confidence be believed?")}</h2><div class="trust">{plot}<div>{text}</div></div>'
            "</section>")


def _verdict(found: Json, tr: Texts) -> str:
    sure, right = found["confidence"], found["accuracy"]
    values = {"sure": tr.percent(sure, 0), "right": tr.percent(right, 0)}
    if sure - right > _TRUE_WITHIN:
        return tr("Where the reference is, the map is {sure} sure on average, and right in {right}: it is too sure of "
                  "itself. Read its confidence as an order, not as a probability.", **values)
    if right - sure > _TRUE_WITHIN:
        return tr("Where the reference is, the map is {sure} sure on average, and right in {right}: it is better than "
                  "it says. Its confidence is a cautious one.", **values)
    return tr("Where the reference is, the map is {sure} sure on average, and right in {right}: on the whole its "
              "confidence says what can be expected.", **values)


def _plot(bins: Json, tr: Texts) -> str:
    """Return how often the map is right against how sure it is; discs as large as they have places."""
    def x(share: float) -> float:
        return _LEFT + share * _SIDE

    def y(share: float) -> float:
        return 8 + (1 - share) * _SIDE

    parts = [f'<rect x="{x(0)}" y="{y(1)}" width="{_SIDE}" height="{_SIDE}" class="plot"/>']
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        label = tr.percent(tick, 0)
        parts.append(f'<path d="M{x(tick):.0f} {y(0)}v5M{x(0)} {y(tick):.1f}h-5" class="axis-line"/>'
                     f'<text x="{x(tick):.0f}" y="{y(0) + 17}" class="tick">{label}</text>'
                     f'<text x="{x(0) - 8}" y="{y(tick) + 4:.1f}" class="row">{label}</text>')
    parts.append(f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" class="diagonal"/>')
    line = "L".join(f"{x(b['confidence']):.1f} {y(b['accuracy']):.1f}" for b in bins)
    parts.append(f'<path d="M{line}" class="curve"/>')
    most = max(b["samples"] for b in bins)
    for b in bins:
        said = tr("{sure} sure, right in {right} ({places} places)", sure=tr.percent(b["confidence"], 0),
                  right=tr.percent(b["accuracy"], 0), places=tr.number(b["samples"]))
        parts.append(f'<circle cx="{x(b["confidence"]):.1f}" cy="{y(b["accuracy"]):.1f}" '
                     f'r="{2.5 + 7 * (b["samples"] / most) ** 0.5:.1f}" class="bin"><title>{said}</title></circle>')
    below, beside = tr("How sure the map is"), tr("How often it is right")
    parts.append(f'<text x="{x(0.5)}" y="{y(0) + 34}" class="axis">{below}</text>'
                 f'<text transform="translate(11 {y(0.5)}) rotate(-90)" class="axis">{beside}</text>')
    return f"<div>{svg_picture(_LEFT + _SIDE + 22, 8 + _SIDE + _FOOT, parts, tr('Reliability'))}</div>"
