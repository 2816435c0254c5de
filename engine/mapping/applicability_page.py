"""The page of `applicability`: how much of the area the model has seen anything like."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from landweave.engine.language import Texts
from landweave.engine.types import Json
from landweave.engine.validation.page import page_header, write_page

_STYLE = """
.share{display:inline-block;width:9em;height:.7em;background:#e4e4e0;vertical-align:middle;margin-right:.6em}
.share i{display:block;height:100%;background:#2a6f4e}
"""


def write_applicability_page(path: str, found: Mapping[str, Json], tr: Texts) -> None:
    """Write the page.

    Args:
        path: of the page.
        found: what `applicability.shares` gave.
        tr: language of the page.
    """
    title = tr("Where the model may be used")
    said = tr.count(found["pixels"], "{n} pixel", "{n} pixels")
    write_page(path, title, [page_header(tr("area of applicability"), title, said), _headline(found, tr),
                             _classes(found, tr), _meaning(tr)], _STYLE, tr.language)


def _headline(found: Mapping[str, Json], tr: Texts) -> str:
    if found["inside"] is None:
        return f"<p>{tr('No pixel is known: the extent, the mask and the clouds leave none.')}</p>"
    said = tr("{share} of the area is like the samples.", share=tr.percent(found["inside"]))
    return f"<h2>{escape(said)}</h2>"


def _classes(found: Mapping[str, Json], tr: Texts) -> str:
    """Return a row for each class of the map, those with most outside first."""
    if not found["classes"]:
        return ""
    rows = "".join(
        f"<tr><td>{escape(str(row['name']))}</td><td>{tr.number(row['pixels'])}</td><td>{_bar(row['inside'])}"
        f"{tr.percent(row['inside'])}</td></tr>"
        for row in sorted(found["classes"], key=lambda row: (row["inside"], row["code"]))
    )
    head = f"<th>{tr('Class of the map')}</th><th>{tr('Pixels')}</th><th>{tr('Share inside')}</th>"
    return f"<h2>{tr('By class of the map')}</h2><table><tr>{head}</tr>{rows}</table>"


def _bar(share: float) -> str:
    return f'<span class="share"><i style="width:{share * 100:.1f}%"></i></span>'


def _meaning(tr: Texts) -> str:
    """Return what the figures mean and what to do."""
    return "".join(f"<p>{text}</p>" for text in (
        tr("Inside, the images look as they do at the samples, and one class fits clearly. Up to one in ten places "
           "that are like the samples lie outside too, because they are unusual of their kind or on a border of two "
           "classes: more than that points to ground that the samples do not show."),
        tr("Outside, the accuracy of the report does not hold. Label some of these places and train again, or leave "
           "them out of what is published. Inside, the map can still be wrong: ground that was not learnt but looks "
           "like what was is not found."),
    ))
