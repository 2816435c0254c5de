"""How areas are written on pages, and the small pieces of HTML that their pages share."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape

from landweave.engine.language import Texts
from landweave.engine.validation.notes import ALERT, CAUTION, Note

M2_A_HECTARE = 1e4
_NAMED = 8
_ROUND_DIGITS = 3

STYLE = """
.areas td svg{width:230px}
.areas .much{color:#a3201d}
.interval-line{stroke:#1c262b;stroke-width:1.6;fill:none}
.words{padding:0;margin:10px 0 0;list-style:none}
.words li{padding:5px 0;border-top:1px solid #edf0f1}
.shares td,.shares th{text-align:right;padding:4px 8px}
.shares th:first-child,.shares td:first-child{text-align:left;padding-left:0}
.shares td.hit{background:#dcebe4}
.shares tr.sum td{border-top:1px solid #b9c3c7;font-weight:600}
.best{background:#e8f0f4}
@media screen and (max-width:760px){.wide-table{overflow-x:auto}.bars.areas svg{width:170px}}
"""


def area_text(area_m2: float, tr: Texts) -> str:
    """Return an area in words: rounded to three digits, in hectares, or in m2 where it is very small."""
    if area_m2 >= 0.05 * M2_A_HECTARE or area_m2 == 0:
        return tr("{area} ha", area=_rounded(area_m2 / M2_A_HECTARE, tr))
    return tr("{area} m²", area=_rounded(area_m2, tr))


def between_text(low_m2: float, high_m2: float, tr: Texts) -> str:
    """Return an interval of areas in words: `between 15,000 and 27,300 ha`."""
    return tr("between {low} and {high} ha", low=_rounded(low_m2 / M2_A_HECTARE, tr),
              high=_rounded(high_m2 / M2_A_HECTARE, tr))


def listed(names: Sequence[str], tr: Texts) -> str:
    """Return the first names as a list in words, with the number of those left out."""
    shown = list(names[:_NAMED])
    if len(names) > _NAMED:
        shown.append(tr.count(len(names) - _NAMED, "{n} other", "{n} others"))
    return tr.listed(shown)


def notes_html(found: Iterable[Note], title: str, grave_title: str) -> str:
    """Return notes as boxes: alerts each on their own, the others as a list."""
    found = list(found)
    alerts = "".join(f'<div class="{ALERT}" role="alert"><p>{escape(note.text)}</p></div>'
                     for note in found if note.level == ALERT)
    rest = "".join(f'<li class="{note.level}">{escape(note.text)}</li>' for note in found if note.level != ALERT)
    grave = any(note.level == CAUTION for note in found)
    if not rest:
        return alerts
    return (f'{alerts}<div class="notes{" grave" if grave else ""}"><h2>{grave_title if grave else title}</h2>'
            f"<ul>{rest}</ul></div>")


def _rounded(value: float, tr: Texts) -> str:
    if value <= 0:
        return tr.number(0)
    digits = _ROUND_DIGITS - 1 - math.floor(math.log10(value))
    return tr.number(round(value, digits), max(0, min(digits, 2)))
