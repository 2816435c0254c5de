"""Writes resources/spectral_indices.json and docs/user/indices.md: the published indices that the sensors allow.

The facts are those of the Awesome Spectral Indices (Montero et al. 2023, doi 10.1038/s41597-023-02096-0), as the
package spyndex carries them; install it to run this.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.features.expressions import parse

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "resources" / "spectral_indices.json"
GUIDE = ROOT / "docs" / "user" / "indices.md"
LETTERS = ("A", "B", "G", "R", "RE1", "RE2", "RE3", "N", "N2", "WV", "S1", "S2", "VV", "VH")
BUILT_IN = ("NDVI", "RATIO", "brightness")
RENAMED = {"NDWI": "NDWIMcFeeters"}
"""Landweave's NDWI is Gao's."""
LEFT_OUT = {"RWI": "needs the median of the image"}
MARK = "<!-- What follows is written by tools/make_indices.py. -->"
DOMAINS = ("vegetation", "water", "soil", "urban", "burn", "snow", "clouds", "kernel", "radar")
KERNEL = re.compile(r"k([A-Z])([A-Z])")


def main() -> None:
    """Write the file."""
    data = files("spyndex.data")
    indices = json.loads((data / "spectral-indices-dict.json").read_text("utf-8"))["SpectralIndices"]
    constants = json.loads((data / "constants.json").read_text("utf-8"))
    bands = json.loads((data / "bands.json").read_text("utf-8"))
    defaults = {name: value["default"] for name, value in constants.items() if value.get("default") is not None}
    found = [entry for name in sorted(indices, key=str.lower) if (entry := _entry(name, indices[name], defaults))]
    waves = {
        sensor: {letter: band["platforms"][key]["wavelength"] for letter, band in bands.items()
                 if key in band["platforms"] and letter in LETTERS}
        for sensor, key in (("S2", "sentinel2a"), ("L8", "landsat8"), ("L7", "landsat7"))
    }  # fmt: skip
    waves["L8"]["N"] = waves["L8"].pop("N2")  # its only near infrared band
    content = {
        "source": "Awesome Spectral Indices, as in spyndex " + distribution("spyndex").version,
        "reference": "Montero et al. 2023, doi 10.1038/s41597-023-02096-0",
        "licence": _licence(),
        "constants": {c: float(defaults[c]) for c in sorted(defaults) if any(c in _names(e["formula"]) for e in found)},
        "wavelengths_nm": waves,
        "indices": found,
    }
    TARGET.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    head = GUIDE.read_text(encoding="utf-8").split(MARK)[0] + MARK if GUIDE.exists() else MARK
    GUIDE.write_text(head + "\n\n" + _tables(found, content["constants"]), encoding="utf-8")
    sys.stdout.write(f"{TARGET}: {len(found)} indices\n")


def _tables(indices: list[dict[str, Any]], constants: dict[str, float]) -> str:
    """Return the part of the guide that lists the indices."""
    lines = [f"Constants: {', '.join(f'{name} = {value:g}' for name, value in constants.items())}.", ""]
    for domain in DOMAINS:
        lines += [f"### {domain.capitalize()}", "", "| name | index | formula | stored x | source |"]
        lines.append("| --- | --- | --- | --- | --- |")
        for e in indices:
            if e["domain"] == domain:
                stored, source = f"{10000 // e['divisor'] if e['divisor'] <= 10000 else 0.1:g}", e["reference"]
                lines.append(f"| `{e['name']}` | {e['title']} | `{e['formula']}` | {stored} | [source]({source}) |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _names(formula: str) -> tuple[str, ...]:
    return parse(formula).names


def _licence() -> str:
    package = distribution("spyndex")
    listed = [f for f in package.files or [] if f.name == "LICENSE"]
    return str(listed[0].read_text())


def _entry(name: str, index: dict[str, Any], defaults: dict[str, float]) -> dict[str, Any] | None:
    """Return what is kept of an index; None when no sensor of Landweave has what it needs."""
    formula = KERNEL.sub(_kernel, index["formula"])
    letters = [n for n in _names(formula) if n not in defaults and not n.startswith("lambda")]
    if name in BUILT_IN or name in LEFT_OUT or not set(letters) <= set(LETTERS):
        return None
    return {
        "name": RENAMED.get(name, name),
        "title": index["long_name"],
        "domain": index["application_domain"],
        "formula": formula,
        "reference": index["reference"],
        "divisor": _divisor(formula, letters, defaults),
    }


def _kernel(found: re.Match[str]) -> str:
    """Return the radial basis kernel of two bands, which of equal ones is 1."""
    first, second = found.groups()
    return "1.0" if first == second else f"exp(-(({first} - {second}) ** 2) / (2 * sigma ** 2))"


def _divisor(formula: str, letters: list[str], defaults: dict[str, float]) -> int:
    """Return the power of ten by which nearly all values fit int16 x 10000, over plausible spectra."""
    generator = np.random.default_rng(0)
    level = np.exp(generator.normal(np.log(0.15), 0.7, 20000))
    values = {letter: np.clip(level * np.exp(generator.normal(0, 0.5, 20000)), 0.005, 0.9) for letter in letters}
    waves = {n: np.full(20000, 500.0 + 200 * i) for i, n in enumerate(_names(formula)) if n.startswith("lambda")}
    given = {c: np.full(20000, float(v)) for c, v in defaults.items()}
    result = np.abs(parse(formula).evaluate({**values, **waves, **given}))
    largest = float(np.percentile(result[np.isfinite(result)], 98))
    return int(10 ** max(0, np.ceil(np.log10(max(largest, 1e-6) / 3.2))))


if __name__ == "__main__":
    main()
