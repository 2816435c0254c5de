"""The page of `plan_area_sample`: how many points each way to divide them gives, and what can be expected of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from landweave.engine.area_sample.estimation import Z
from landweave.engine.area_sample.page import sources
from landweave.engine.area_sample.planning import expected_errors
from landweave.engine.area_sample.words import STYLE, notes_html
from landweave.engine.jobs.areas import ALLOCATIONS
from landweave.engine.language import Texts, phrase, texts
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.types import Float64Array, IntArray
from landweave.engine.validation.map_section import chip, hectares
from landweave.engine.validation.notes import CAUTION, NOTE, Note
from landweave.engine.validation.page import page_header, write_page

_TITLES = {
    "minimum": phrase("Minimum"), "proportional": phrase("Proportional"), "neyman": phrase("Neyman"),
    "equal": phrase("Equal"),
}
_MEANINGS = {
    "minimum": phrase("no stratum gets fewer than {minimum} points, the others share the rest by their area. A good "
                      "choice for most maps: rare classes get an accuracy of their own, and large ones keep most of "
                      "the points."),
    "proportional": phrase("by the area of the strata. Good for overall accuracy and for the areas of large classes; "
                           "rare classes get hardly any points."),
    "neyman": phrase("by area and by how wrong the map is expected to be there. Overall accuracy gets its smallest "
                     "error; that holds only if the expectations do."),
    "equal": phrase("the same number everywhere. User's accuracies are known equally well; the areas and overall "
                    "accuracy are known less well than they could be."),
}
_MINUTES_A_POINT = 3
_FEW = 20


@dataclass(frozen=True)
class Plan:
    """A planned sample.

    Args:
        codes: of the strata.
        names: of the strata.
        areas_m2: shape (stratum,).
        users: expected user's accuracies, shape (stratum,).
        points: points of each stratum by every allocation.
        allocation: the chosen one.
        target: standard error of overall accuracy that was asked for; 0: the number of points was given.
        minimum: of the allocation `minimum`.
        corrected: whether the areas were taken on the ellipsoid.
    """

    codes: tuple[int, ...]
    names: tuple[str, ...]
    areas_m2: Float64Array
    users: Float64Array
    points: Mapping[str, IntArray]
    allocation: str
    target: float
    minimum: int
    corrected: bool = False

    @property
    def chosen(self) -> IntArray:
        """Points of each stratum by the chosen allocation."""
        return self.points[self.allocation]


def write_plan_page(path: str, plan: Plan, names: Nomenclature, language: str) -> None:
    """Write the page; equal plans give equal bytes.

    Args:
        path: HTML file.
        plan: to be shown.
        names: with the colours of the classes.
        language: of its sentences.
    """
    tr = texts(language)
    title = tr("Plan of an area sample")
    said = tr.count(len(plan.codes), "{n} stratum; {area} ha in all", "{n} strata; {area} ha in all",
                    area=hectares(float(plan.areas_m2.sum()), tr))
    errors = {name: expected_errors(points, plan.areas_m2, plan.users) for name, points in plan.points.items()}
    parts = [
        page_header(tr("sample plan"), title, said),
        _headline(plan, errors, tr),
        notes_html(_notes(plan, errors[plan.allocation][0], tr), tr("Good to know"), tr("Before you draw the sample")),
        _points(plan, names, tr),
        _expected(plan, errors, names, tr),
        _choices(plan, tr),
        _next(tr),
        _cited(tr),
    ]
    write_page(path, title, parts, STYLE, language)


def _headline(plan: Plan, errors: Mapping[str, tuple[float, Float64Array]], tr: Texts) -> str:
    total = int(plan.chosen.sum())
    verdict = tr("<strong>{points} points</strong> to interpret. If the map is as right as expected, its overall "
                 "accuracy will be known within ± {half} (95 % confidence).", points=tr.number(total),
                 half=tr.percent(Z * errors[plan.allocation][0]))
    hours = total * _MINUTES_A_POINT / 60
    effort = tr("At {minutes} minutes a point that is about {hours} hours of interpreting. The points are drawn in an "
                "order that lets you stop early: what is done by then is a smaller sample of the same kind.",
                minutes=_MINUTES_A_POINT, hours=tr.number(hours, 1 if hours < 10 else 0))
    return f'<section class="headline"><p class="verdict">{verdict}</p><p>{effort}</p></section>'


def _notes(plan: Plan, error: float, tr: Texts) -> list[Note]:
    found = []
    if plan.target and error > plan.target * 1.05:
        found.append(Note(NOTE, tr("The number of points is that of Neyman's division for a standard error of "
                                   "{target}. The one that was chosen gives {error}: that is the price of knowing rare "
                                   "classes better. For the target itself give a larger number "
                                   "(TOTAL).", target=tr.percent(plan.target, 2),
                                   error=tr.percent(error, 2))))
    few = [name for name, points in zip(plan.names, plan.chosen) if points < _FEW]
    if few:
        found.append(Note(CAUTION, tr("Fewer than {number} points for: {classes}. Their accuracy will hardly be known.",
                                      number=_FEW, classes=tr.listed(few))))
    if len(plan.codes) == 1:
        found.append(Note(CAUTION, tr("There is one class only: the sample can tell its share of the area, and nothing "
                                      "of others but that they are there.")))
    if plan.corrected:
        found.append(Note(NOTE, tr("The areas of the strata were measured on the ellipsoid, because the CRS of the map "
                                   "does not keep areas.")))
    return found


def _points(plan: Plan, names: Nomenclature, tr: Texts) -> str:
    share = plan.areas_m2 / plan.areas_m2.sum()
    rows = []
    for i, code in enumerate(plan.codes):
        cells = "".join(f'<td class="n{_best(plan, name)}">{tr.number(plan.points[name][i])}</td>'
                        for name in ALLOCATIONS)
        rows.append(f'<tr><td>{chip(names.entry(code).hex)}{escape(plan.names[i])}</td>'
                    f'<td class="n">{hectares(float(plan.areas_m2[i]), tr)}</td><td class="n">'
                    f'{tr.percent(share[i])}</td><td class="n">{tr.percent(plan.users[i], 0)}</td>{cells}</tr>')
    sums = "".join(f'<td class="n{_best(plan, name)}"><b>{tr.number(plan.points[name].sum())}</b></td>'
                   for name in ALLOCATIONS)
    head = "".join(f'<th class="n">{label}</th>' for label in (tr("Mapped (ha)"), tr("Share"), tr("Expected right")))
    return (f"<section><h2>{tr('Points of each stratum')}</h2><div class=\"wide-table\"><table><thead><tr>"
            f"<th>{tr('Class')}</th>{head}{_titles(plan, tr)}</tr></thead><tbody>{''.join(rows)}"
            f'<tr><td><b>{tr("All")}</b></td><td class="n">{hectares(float(plan.areas_m2.sum()), tr)}</td><td></td>'
            f'<td></td>{sums}</tr></tbody></table></div><p class="soft">'
            + tr("The coloured column is the one that was chosen; it stands in the table as samples, where you may "
                 "change any number.") + "</p></section>")


def _expected(plan: Plan, errors: Mapping[str, tuple[float, Float64Array]], names: Nomenclature, tr: Texts) -> str:
    overall = "".join(f'<td class="n{_best(plan, name)}">± {tr.percent(Z * errors[name][0])}</td>'
                      for name in ALLOCATIONS)
    rows = [f"<tr><td><b>{tr('Overall accuracy')}</b></td>{overall}</tr>"]
    for i, code in enumerate(plan.codes):
        cells = "".join(f'<td class="n{_best(plan, name)}">{_half(Z * errors[name][1][i], plan.areas_m2[i], tr)}</td>'
                        for name in ALLOCATIONS)
        rows.append(f'<tr><td>{chip(names.entry(code).hex)}{escape(plan.names[i])}</td>{cells}</tr>')
    return (f"<section><h2>{tr('What to expect')}</h2><div class=\"wide-table\"><table><thead><tr><th></th>"
            f'{_titles(plan, tr)}</tr></thead><tbody>{"".join(rows)}</tbody></table></div><p class="soft">'
            + tr("Half the width of the 95 % intervals: of overall accuracy, and of the area of each class in hectares "
                 "and in percent of the mapped area. Where the map is wrong, any other class is expected in proportion "
                 "to its area; what is really confused with what shows only when the sample is interpreted.") + ""
                                                                                                                "</p></section>")


def _half(half: float, mapped: float, tr: Texts) -> str:
    return f'± {hectares(half, tr)} <span class="soft">({tr.percent(half / mapped, 0)})</span>'


def _choices(plan: Plan, tr: Texts) -> str:
    rows = "".join(f"<dt>{tr(_TITLES[name])}</dt><dd>{tr(_MEANINGS[name], minimum=plan.minimum)}</dd>"
                   for name in ALLOCATIONS)
    number = tr("The number of points follows from the standard error that overall accuracy is to have (Cochran's "
                "formula, equation 13 of Olofsson et al. 2014): the sum over the strata of their share of the area "
                "times √(U (1 − U)), divided by the standard error, squared. U is the user's accuracy that is "
                "expected.")
    return (f"<section><h2>{tr('The ways to divide the points')}</h2><dl>{rows}</dl>"
            f"<p>{number}</p></section>")


def _next(tr: Texts) -> str:
    said = [tr("Change the column samples of the table where you know better, and save it as CSV."),
            tr("Draw the points: draw_area_sample with the map and the table."),
            tr("Interpret them on images that are better than those the map was made of, without looking at the map, "
               "in the order of their numbers."),
            tr("Estimate: estimate_area with the points and the map.")]
    return f"<section><h2>{tr('What comes next')}</h2><ol>{''.join(f'<li>{text}</li>' for text in said)}</ol></section>"


def _cited(tr: Texts) -> str:
    cited = "".join(f"<p>{escape(text)}</p>" for text in sources(are_classes=True))
    return f'<section class="cite"><h2>{tr("Source")}</h2>{cited}</section>'


def _titles(plan: Plan, tr: Texts) -> str:
    return "".join(f'<th class="n{_best(plan, name)}">{tr(_TITLES[name])}</th>' for name in ALLOCATIONS)


def _best(plan: Plan, name: str) -> str:
    return " best" if name == plan.allocation else ""
