"""The values needed from the MTD_MSIL2A.xml of a Sentinel-2 product of Sen2Cor.

They are found by pattern, because the namespace and its prefix change with the version of the format and the elements
do not.
Source: Sentinel-2 Products Specification Document, S2-PDGS-TAS-DI-PSD, issues 14 and 15.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from landweave.engine.errors import UserError

BAND_IDS = {"B02": 1, "B03": 2, "B04": 3, "B05": 4, "B06": 5, "B07": 6, "B08": 7, "B8A": 8, "B11": 11, "B12": 12}
"""Numbers by which the metadata name the bands that are read."""

_FIRST_WITH_OFFSET, _LOCAL_PROCESSING = (4, 0), (99, 99)
_NUMBER = r"\s*(-?\d+(?:\.\d+)?)"
_IS_NODATA = r"\s*NODATA\s*<[^>]*>\s*"
_OFFSET = r'<(?:\w+:)?BOA_ADD_OFFSET\s+band_id="(\d+)"[^>]*>'


@dataclass(frozen=True)
class Metadata:
    """What the metadata say.

    Args:
        name: the product's own name, without `.SAFE`; empty when unknown.
        baseline: processing baseline (`04.00`); empty when unknown.
        strip: sensing start of the strip of data (`20190501T105819`); two strips can meet in one tile.
        orbit: relative orbit; empty when unknown.
        pass_direction: `ASC`, `DES`; empty when unknown.
        cloud_percent: share of cloud; None when unknown.
        nodata: value in the band files for "nothing".
        quantification: value in the band files for reflectance 1, without offset.
        offsets: what is added to a band's values before they are divided, by band name.
    """

    name: str
    baseline: str
    strip: str
    orbit: str
    pass_direction: str
    cloud_percent: float | None
    nodata: float
    quantification: float
    offsets: Mapping[str, float]


def parse_metadata(text: str, baseline_in_name: str = "") -> Metadata:
    """Find the values in the text of a MTD_MSIL2A.xml.

    Args:
        text: the file's content.
        baseline_in_name: baseline (`04.00`) by the product's name, for files that do not tell.

    Raises:
        UserError: when what turns values into reflectance is missing.
    """
    baseline = _first(_tag("PROCESSING_BASELINE") + r"\s*(\d\d\.\d\d)", text) or baseline_in_name
    quantification = float(_first(_tag("(?:L2A_)?BOA_QUANTIFICATION_VALUE") + _NUMBER, text) or 0)
    if quantification <= 0:
        raise UserError("its metadata (MTD_MSIL2A.xml) lack BOA_QUANTIFICATION_VALUE.", "Download the product again.")
    cloud = _first(_tag("Cloud_Coverage_Assessment") + _NUMBER, text)
    nodata = _first(_tag("SPECIAL_VALUE_TEXT") + _IS_NODATA + _tag("SPECIAL_VALUE_INDEX") + _NUMBER, text)
    return Metadata(
        name=_first(_tag("PRODUCT_URI(?:_2A)?") + r"\s*(\w+)", text),
        baseline=baseline,
        strip=_first(r'datastripIdentifier="[^"]*_S(\d{8}T\d{6})_', text),
        orbit=_first(_tag("SENSING_ORBIT_NUMBER") + r"\s*(\d+)", text),
        pass_direction=_first(_tag("SENSING_ORBIT_DIRECTION") + r"\s*(ASC|DES)", text),
        cloud_percent=float(cloud) if cloud else None,
        nodata=float(nodata or 0),
        quantification=quantification,
        offsets=_offsets(text, baseline),
    )


def parse_sun_angles(text: str) -> tuple[float | None, float | None]:
    """Find the mean zenith and azimuth of the sun, in degrees, in the text of a granule's MTD_TL.xml."""
    inside = _tag("Mean_Sun_Angle") + r"(?:(?!Mean_Sun_Angle).)*?"
    zenith, azimuth = (_first(inside + _tag(f"{name}_ANGLE") + _NUMBER, text) for name in ("ZENITH", "AZIMUTH"))
    return float(zenith) if zenith else None, float(azimuth) if azimuth else None


def _offsets(text: str, baseline: str) -> dict[str, float]:
    """Return the offset of each band; products before baseline 04.00 have none."""
    found = {int(m[1]): float(m[2]) for m in re.finditer(_OFFSET + _NUMBER, text)}
    version = tuple(int(n) for n in baseline.split(".")) if baseline else (0, 0)
    needed = found or _FIRST_WITH_OFFSET <= version < _LOCAL_PROCESSING
    lacking = [band for band, number in BAND_IDS.items() if number not in found]
    if needed and lacking:
        message = f"its metadata (MTD_MSIL2A.xml, baseline {baseline}) lack BOA_ADD_OFFSET of {', '.join(lacking[:2])}."
        raise UserError(message, "Download the product again.")
    return {band: found.get(number, 0.0) for band, number in BAND_IDS.items()}


def _tag(name: str) -> str:
    """Return the pattern of an element's opening tag."""
    return rf"<(?:\w+:)?{name}(?:\s[^>]*)?>"


def _first(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.DOTALL)
    return match.group(1) if match else ""
