"""The frame of all pages without scripts: one HTML file that needs nothing else, in the look of the report."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from landweave.engine.runtime.files import atomic_path

_STYLE = Path(__file__).with_name("report.css")


def write_page(path: str, title: str, parts: Iterable[str], style: str = "", language: str = "en") -> None:
    """Write a page; equal parts give equal bytes.

    Args:
        path: HTML file.
        title: of the window.
        parts: HTML, one below the other; empty ones are left out.
        style: CSS besides that of the report.
        language: of its sentences.
    """
    body = "\n".join(part for part in parts if part)
    rules = _STYLE.read_text(encoding="utf-8") + style
    page = (f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{escape(title)}</title><style>\n{rules}</style></head><body><main>\n{body}\n"
            "</main></body></html>\n")
    with atomic_path(path) as part:
        part.write_text(page, encoding="utf-8")


def page_header(kicker: str, title: str, said: str) -> str:
    """Return the head of a page: what kind it is, its title, and a line below."""
    return (f'<header><p class="kicker">Landweave · {escape(kicker)}</p><h1>{escape(title)}</h1>'
            f'<p class="soft">{escape(said)}</p></header>')
