"""What the pages of comparisons are put together from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from landweave.engine.language import Texts, phrase
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.types import Json
from landweave.engine.validation.provenance import definitions

_M2_A_HECTARE = 1e4
_RIGHT, _WRONG = (24, 105, 80), (188, 84, 36)
_LABELS = {
    "map_1": phrase("First map"), "map_2": phrase("Second map"), "confidence_1": phrase("Confidence of the first map"),
    "confidence_2": phrase("Confidence of the second map"), "nomenclature": phrase("Nomenclature"),
    "minimum_area": phrase("Smallest place of change (m²)"), "reference": phrase("Reference"),
    "class_field": phrase("Field of the class codes"), "polygon_field": phrase("Field that numbers the polygons"),
    "report_1": phrase("Report of the first map"), "report_2": phrase("Report of the second map"),
    "area_estimate": phrase("Area estimate"), "inputs": phrase("Maps"),
}  # fmt: skip
STYLE = """
.beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(250px,1fr));gap:18px}
.chips span{display:inline-block;margin:0 18px 4px 0;font-size:13.5px}
.grid{overflow-x:auto}
.grid table{width:auto;font-size:12.5px}
.grid th.top{writing-mode:vertical-rl;transform:rotate(180deg);padding:4px 5px;font-weight:500;border:0;text-align:left}
.grid td{padding:4px 7px;text-align:right;border:1px solid #fff;min-width:34px}
.grid td.name{text-align:right;color:var(--ink);border:0;white-space:nowrap}
.grid td.dark{color:#fff}
.grid td.sum{color:var(--soft);border:0}
.wide-table{overflow-x:auto}
@media screen and (max-width:760px){.wide-table td{white-space:nowrap}}
@media print{.grid table{font-size:7.5pt}.grid td{padding:2px 3px;min-width:0}}
@media print{.beside{grid-template-columns:1fr 1fr 1fr}}
"""


def hectares(m2: float, tr: Texts, signed: bool = False) -> str:
    """Return an area as people write it: whole hectares, or two decimals of small ones."""
    value = m2 / _M2_A_HECTARE
    text = tr.number(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2).replace("-", "−")
    return f"+{text}" if signed and value > 0 else text


def card(title: str, figure: str, meaning: str) -> str:
    """Return a headline figure."""
    return f'<div class="card"><h3>{title}</h3><b>{figure}</b><span>{meaning}</span></div>'


def chip(names: Nomenclature, code: int) -> str:
    """Return a square of the colour of a class."""
    return f'<i class="chip" style="background:{names.entry(code).hex}"></i>'


def row_of(cells: Sequence[tuple[str, str]]) -> str:
    """Return a row of a table from HTML and the class of each cell."""
    said = "".join(f'<td class="{kind}">{text}</td>' if kind else f"<td>{text}</td>" for text, kind in cells)
    return f"<tr>{said}</tr>"


def table_of(head: Sequence[tuple[str, str]], rows: Sequence[str]) -> str:
    """Return a table from HTML and the class of each column, and its rows."""
    said = "".join(f'<th class="{kind}">{text}</th>' if kind else f"<th>{text}</th>" for text, kind in head)
    return (f'<div class="wide-table"><table><thead><tr>{said}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
            "</div>")


def matrix_table(names: Sequence[str], m2: Sequence[Sequence[float]], tr: Texts) -> str:
    """Return a table of areas from class to class, shaded by the share of the row."""
    total = tr("sum")
    head = "".join(f'<th class="top">{escape(name)}</th>' for name in (*names, total))
    rows = []
    for number, (name, values) in enumerate(zip(names, m2)):
        whole = sum(values)
        cells = "".join(_cell(value, whole, row_is_column=number == column, tr=tr)
                        for column, value in enumerate(values))
        rows.append(f'<tr><td class="name">{escape(name)}</td>{cells}<td class="sum">{hectares(whole, tr)}</td></tr>')
    sums = "".join(f'<td class="sum">{hectares(sum(column), tr)}</td>' for column in zip(*m2))
    rows.append(f'<tr><td class="name">{total}</td>{sums}'
                f'<td class="sum">{hectares(sum(map(sum, m2)), tr)}</td></tr>')
    return (f'<div class="grid"><table><thead><tr><th style="border:0"></th>{head}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>")


def _cell(value: float, whole: float, row_is_column: bool, tr: Texts) -> str:
    share = value / whole if whole else 0.0
    red, green, blue = _RIGHT if row_is_column else _WRONG
    fill = f"rgba({red},{green},{blue},{0.08 + 0.86 * share:.2f})" if value else "#f3f5f5"
    dark = ' class="dark"' if share > 0.5 else ""
    return f'<td{dark} style="background:{fill}">{hectares(value, tr) if value else ""}</td>'


def parameters_section(parameters: Mapping[str, Json], tr: Texts) -> str:
    """Return the parameters of a job as a section."""
    rows = []
    for key, value in parameters.items():
        if key == "kind" or value in ("", [], (), None, 0) or key not in _LABELS:
            continue
        text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
        rows.append((tr(_LABELS[key]), text, "/" in text))
    return f'<section><h2>{tr("How it was made")}</h2>{definitions(rows)}</section>' if rows else ""


def citations(texts: Sequence[str], versions: Mapping[str, Json], tr: Texts) -> str:
    """Return the literature and the software as sections."""
    cited = "".join(f"<p>{escape(text)}</p>" for text in texts)
    said = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (f'<section><h2>{tr("Software")}</h2><p class="soft">{escape(said)}</p></section>'
            f'<section class="cite"><h2>{tr("Literature")}</h2>{cited}</section>')
