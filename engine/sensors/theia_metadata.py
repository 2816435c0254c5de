"""The few values needed from a Theia MTD_ALL.xml.

They are found by pattern: copies in circulation are cut or not well-formed, and what can be
read of them is worth having.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

MOST_CHARACTERS = 20_000_000
_NODATA, _QUANTIFICATION = -10000.0, 10000.0
_NUMBER = r"\s*(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)"
_IN_SUN_ANGLES = r"<Sun_Angles(?:\s[^>]*)?>(?:(?!</Sun_Angles>).)*?"


@dataclass(frozen=True)
class Metadata:
    """What the metadata say.

    Args:
        day: acquisition day, ISO; empty when unknown.
        orbit: relative orbit; empty when unknown.
        cloud_percent: share of cloud; None when unknown.
        sun_zenith, sun_azimuth: degrees, mean of the scene; None when unknown.
        nodata, quantification: values in the band files for "nothing" and for reflectance 1.
        note: what a person should know about them; empty when all is well.
    """

    day: str = ""
    orbit: str = ""
    cloud_percent: float | None = None
    sun_zenith: float | None = None
    sun_azimuth: float | None = None
    nodata: float = _NODATA
    quantification: float = _QUANTIFICATION
    note: str = ""


def read_metadata(path: str) -> Metadata:
    """Read what can be read; an empty path stands for a missing file."""
    if not path:
        return Metadata(note="its metadata (MTD_ALL.xml) are missing: cloud cover and orbit are unknown")
    try:
        with Path(path).open(encoding="utf-8", errors="replace") as file:
            text = file.read(MOST_CHARACTERS)
    except OSError as error:
        return Metadata(note=f"its metadata cannot be read ({error.strerror})")
    return parse_metadata(text)


def parse_metadata(text: str) -> Metadata:
    """Find the values in the text of a MTD_ALL.xml or of a part of it."""
    day = first(r"<ACQUISITION_DATE>\s*(\d{4}-\d{2}-\d{2})", text)
    nodata = number(r'<SPECIAL_VALUE name="nodata">', text)
    quantification = number("<REFLECTANCE_QUANTIFICATION_VALUE>", text)
    return Metadata(
        day=day,
        orbit=first(r"<ORBIT_NUMBER[^>]*>\s*(\d+)", text),
        cloud_percent=number(r'<QUALITY_INDEX name="CloudPercent">', text),
        sun_zenith=number(_IN_SUN_ANGLES + r"<ZENITH_ANGLE[^>]*>", text),
        sun_azimuth=number(_IN_SUN_ANGLES + r"<AZIMUTH_ANGLE[^>]*>", text),
        nodata=_NODATA if nodata is None else nodata,
        quantification=quantification if quantification and quantification > 0 else _QUANTIFICATION,
        note="" if day else "its metadata are incomplete: time and tile are taken from its name",
    )


def first(pattern: str, text: str) -> str:
    """Return the first group of the first match, or an empty text."""
    match = re.search(pattern, text, re.DOTALL)
    return match.group(1) if match else ""


def number(before: str, text: str) -> float | None:
    """Return the number that follows the first match of a pattern; None where there is none."""
    found = first(before + _NUMBER, text)
    return float(found) if found else None
