"""The few values needed from a Theia MTD_ALL.xml.

They are found by pattern: copies in circulation are cut or not well-formed, and what can be
read of them is worth having.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_MOST_CHARACTERS = 20_000_000
_NODATA, _QUANTIFICATION = -10000.0, 10000.0
_NUMBER = r"\s*(-?\d+(?:\.\d+)?)"


@dataclass(frozen=True)
class Metadata:
    """What the metadata say.

    Args:
        day: acquisition day, ISO; empty when unknown.
        orbit: relative orbit; empty when unknown.
        cloud_percent: share of cloud; None when unknown.
        nodata, quantification: values in the band files for "nothing" and for reflectance 1.
        note: what a person should know about them; empty when all is well.
    """

    day: str = ""
    orbit: str = ""
    cloud_percent: float | None = None
    nodata: float = _NODATA
    quantification: float = _QUANTIFICATION
    note: str = ""


def read_metadata(path: str) -> Metadata:
    """Read what can be read; an empty path stands for a missing file."""
    if not path:
        return Metadata(note="its metadata (MTD_ALL.xml) are missing: cloud cover and orbit are unknown")
    try:
        with Path(path).open(encoding="utf-8", errors="replace") as file:
            text = file.read(_MOST_CHARACTERS)
    except OSError as error:
        return Metadata(note=f"its metadata cannot be read ({error.strerror})")
    return parse_metadata(text)


def parse_metadata(text: str) -> Metadata:
    """Find the values in the text of a MTD_ALL.xml or of a part of it."""
    day = _first(r"<ACQUISITION_DATE>\s*(\d{4}-\d{2}-\d{2})", text)
    cloud = _first(r'<QUALITY_INDEX name="CloudPercent">' + _NUMBER, text)
    nodata = _first(r'<SPECIAL_VALUE name="nodata">' + _NUMBER, text)
    quantification = float(_first("<REFLECTANCE_QUANTIFICATION_VALUE>" + _NUMBER, text) or 0)
    return Metadata(
        day=day,
        orbit=_first(r"<ORBIT_NUMBER[^>]*>\s*(\d+)", text),
        cloud_percent=float(cloud) if cloud else None,
        nodata=float(nodata) if nodata else _NODATA,
        quantification=quantification if quantification > 0 else _QUANTIFICATION,
        note="" if day else "its metadata are incomplete: time and tile are taken from its name",
    )


def _first(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    return match.group(1) if match else ""
