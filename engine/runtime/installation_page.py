"""The page of check_installation: self-contained, readable without a network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from landweave.engine.types import Json

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1c2a22; }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .7rem .3rem 0; }
th { border-bottom: 2px solid #cfd8d2 } td { border-bottom: 1px solid #e6ebe8; vertical-align: top }
code { background: #f1f4f2; padding: .1rem .3rem; overflow-wrap: anywhere }
.good { color: #1b6e3c } .bad { color: #a1260d; font-weight: 600 } .soft { color: #5b6a62 }
"""


def installation_page(found: dict[str, Json]) -> str:
    """Return the HTML of what `inspect_installation` found."""
    python, system = found["python"], found["system"]
    verdict = (
        '<p class="good">All that the main job needs is there.</p>'
        if found["ready"]
        else '<p class="bad">Something that the main job needs is missing.</p>'
    )
    command = f"<p>To mend it:</p><p><code>{escape(found['install'])}</code></p>" if found["install"] else ""
    machine = [
        ("Landweave", found["landweave"]),
        ("Python", f"{python['version']} ({python['executable']})"),
        ("System", system["platform"]),
        ("Processor cores", system["cores"]),
        ("Memory free", f"{system['available_memory_mib']} MiB"),
        ("Graphics card", found["graphics_card"]["said"]),
        ("Memory that a run uses at most, unless MEMORY_MIB says otherwise", f"{system['default_memory_mib']} MiB"),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Landweave: installation</title>'
        f"<style>{STYLE}</style></head><body><h1>Landweave: installation</h1>{verdict}{command}"
        f"<h2>This machine</h2>{_table((), machine)}"
        f"<h2>Packages that are needed</h2>{_packages(found['required'], 'bad')}"
        f"<h2>Packages that single algorithms need</h2>{_packages(found['optional'], 'soft')}"
        f"<h2>Packages for later versions (this one does not need them)</h2>{_packages(found['later'], 'soft')}"
        f"<h2>Formats (GDAL)</h2>{_drivers(found['drivers'])}</body></html>\n"
    )


def _packages(packages: Sequence[Json], missing_class: str) -> str:
    head = "<tr><th>Package</th><th>What for</th><th>Version</th><th>Tried</th><th>State</th></tr>"
    rows = []
    for package in packages:
        kind = "good" if package["state"] == "fine" else missing_class
        remedy = f"<br><span class='soft'>{escape(package['remedy'])}</span>" if package["remedy"] else ""
        plain = "".join(f"<td>{escape(package[key])}</td>" for key in ("name", "purpose", "version", "wanted"))
        rows.append(f"<tr>{plain}<td><span class='{kind}'>{escape(package['state'])}</span>{remedy}</td></tr>")
    return f"<table>{head}{''.join(rows)}</table>"


def _drivers(drivers: Sequence[Json]) -> str:
    rows = [(d["name"], d["purpose"], "there" if d["present"] else "missing") for d in drivers]
    return _table(("Format", "What for", "State"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    titles = f"<tr>{''.join(f'<th>{escape(title)}</th>' for title in head)}</tr>" if head else ""
    cells = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{titles}{cells}</table>"
