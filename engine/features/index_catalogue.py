"""Published spectral indices by name, as formulas in the bands of a sensor.

The facts (name, formula, source) are those of the Awesome Spectral Indices, Montero et al. 2023,
doi 10.1038/s41597-023-02096-0, kept in `resources/spectral_indices.json` (made by `tools/make_indices.py`; their
licence stands in the file). Their constants have the defaults of that list: where an author gives another (L = 0.5
of SAVI), the user writes the formula.

Formulas speak of standard letters: A (aerosols), B, G, R, RE1, RE2, RE3 (red edge), N (near infrared, broad), N2
(near infrared, narrow), WV (water vapour), S1, S2 (short-wave infrared), VV, VH. NDWI of the list, McFeeters', is
`NDWIMcFeeters` here, where NDWI is Gao's.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Union

from landweave.engine.features.expressions import Expression, parse
from landweave.engine.features.indices import is_db
from landweave.engine.types import Json

Roles = Union[Mapping[str, str], Iterable[tuple[str, str]]]

RESOURCE = Path(__file__).resolve().parents[2] / "resources" / "spectral_indices.json"

_SENTINEL_2 = {
    "B1": "A", "B2": "B", "B3": "G", "B4": "R", "B5": "RE1", "B6": "RE2", "B7": "RE3", "B8": "N", "B8A": "N2",
    "B9": "WV", "B11": "S1", "B12": "S2",
}  # fmt: skip
_LANDSAT_8 = {"B1": "A", "B2": "B", "B3": "G", "B4": "R", "B5": "N", "B6": "S1", "B7": "S2"}
_LANDSAT_7 = {"B1": "B", "B2": "G", "B3": "R", "B4": "N", "B5": "S1", "B7": "S2"}
_NUMBERS = {
    "S2": _SENTINEL_2, "S2L3A": _SENTINEL_2, "HLSS": _SENTINEL_2,
    "L8": _LANDSAT_8, "L9": _LANDSAT_8, "HLSL": _LANDSAT_8,
    "L7": _LANDSAT_7, "L5": _LANDSAT_7, "L4": _LANDSAT_7,
}  # fmt: skip
_WAVELENGTHS = {id(_SENTINEL_2): "S2", id(_LANDSAT_8): "L8", id(_LANDSAT_7): "L7"}
_COMMON_NAMES = {
    "coastal": "A", "blue": "B", "green": "G", "red": "R", "rededge1": "RE1", "rededge2": "RE2", "rededge3": "RE3",
    "rededge071": "RE1", "rededge075": "RE2", "rededge078": "RE3", "nir": "N", "nir08": "N2", "nir09": "WV",
    "swir": "S1", "swir1": "S1", "swir16": "S1", "swir2": "S2", "swir22": "S2", "vv": "VV", "vh": "VH",
}  # fmt: skip
_ROLES = {"blue": "B", "green": "G", "red": "R", "nir": "N", "swir": "S1", "vv": "VV", "vh": "VH"}


@dataclass(frozen=True)
class Index:
    """One published index.

    Args:
        name: by which it is asked for.
        title: in words.
        domain: vegetation, water, soil, urban, burn, snow, clouds, radar, kernel.
        formula: in standard letters and constants.
        reference: where it was published.
        divisor: power of ten by which it is divided so that it fits int16 x 10000.
    """

    name: str
    title: str
    domain: str
    formula: str
    reference: str
    divisor: int

    @property
    def unit(self) -> str:
        """What 1 of the stored number means."""
        return f"index x {10000 / self.divisor:g}"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Index]:
    """Return the indices by name."""
    return {entry["name"]: Index(**entry) for entry in _content()["indices"]}


def formula_unit(name: str, text: str) -> str:
    """Return the unit of an index that is computed by a formula: that of the catalogue where it is the catalogue's."""
    index = catalogue().get(name)
    is_theirs = index is not None and text.endswith(f" / {index.divisor}")
    return index.unit if index is not None and is_theirs else "index x 10000"


def index_problem(name: str) -> str:
    """Say that there is no index of a name, and which are near; empty if there is one."""
    if name in catalogue():
        return ""
    lower = {n.lower(): n for n in catalogue()}
    near = [lower[n] for n in difflib.get_close_matches(name.lower(), lower, 3)]
    hint = f" (is it {' or '.join(near)}?)" if near else ""
    return f"the index '{name}' is not in the list of spectral indices{hint}"


def letters_of(sensor: str, bands: Sequence[str], roles: Roles) -> dict[str, str]:
    """Tell which band plays each standard letter.

    Args:
        sensor: its key. Band numbers mean what they mean on that sensor; on others they are read as Sentinel-2's
            where B8 or B8A is among them.
        bands: names (`B2`, `B02`, `blue`, `swir16`).
        roles: role to band name, or pairs of them; they win over the names.

    Returns:
        Letter to band name. A sensor with one near infrared band has it as N and as N2.
    """
    numbers = _numbers_of(sensor, bands)
    found: dict[str, str] = {}
    for band in bands:
        letter = numbers.get(_plain(band)) or _COMMON_NAMES.get(band.lower())
        if letter:
            found.setdefault(letter, band)
    found.update({_ROLES[role]: band for role, band in dict(roles).items() if role in _ROLES and band in bands})
    for one, other in (("N", "N2"), ("N2", "N")):
        if one in found:
            found.setdefault(other, found[one])
    return found


def index_expression(name: str, sensor: str, bands: Sequence[str], roles: Roles, unit: str = "") -> Expression | str:
    """Return an index of the catalogue as a formula in band names.

    Args:
        name: of the index.
        sensor: as in `letters_of`.
        bands: as in `letters_of`.
        roles: as in `letters_of`.
        unit: of the bands: formulas of backscatter are of linear values, so those in dB are turned into them.

    Returns:
        The formula, divided by the index's `divisor`; or a sentence that tells what is missing.
    """
    problem = index_problem(name)
    if problem:
        return f"{problem[:1].upper()}{problem[1:]}."
    index = catalogue()[name]
    formula = parse(index.formula)
    letters = letters_of(sensor, bands, roles)
    constants = _content()["constants"]
    waves = _content()["wavelengths_nm"].get(_WAVELENGTHS.get(id(_numbers_of(sensor, bands)), ""), {})
    values: dict[str, str | float | Expression] = {}
    for letter in formula.names:
        value = _meaning(letter, letters, constants, waves)
        if value is None:
            return f"The index {name} needs {_in_words(letter)}, which {sensor} has not."
        if isinstance(value, str) and not value.isidentifier():
            return f"The index {name} needs the band '{value}' of {sensor}, whose name cannot stand in a formula."
        is_power = letter in ("VV", "VH") and is_db(unit)
        values[letter] = parse(f"10 ** ({value} / 10)") if is_power else value
    if index.divisor != 1:
        formula = parse(f"({formula.text}) / {index.divisor}")
    return formula.renamed(values)


def _meaning(
    name: str, letters: Mapping[str, str], constants: Mapping[str, float], waves: Mapping[str, float]
) -> str | float | None:
    """Return the band or number that a name of a formula stands for; None when there is none."""
    if name in constants:
        return constants[name]
    if name.startswith("lambda"):
        return waves.get(name[len("lambda") :])
    return letters.get(name)


def _in_words(letter: str) -> str:
    words = {
        "A": "aerosol", "B": "blue", "G": "green", "R": "red", "RE1": "first red edge", "RE2": "second red edge",
        "RE3": "third red edge", "N": "near infrared", "N2": "narrow near infrared", "WV": "water vapour",
        "S1": "short-wave infrared (1.6 um)", "S2": "short-wave infrared (2.2 um)",
    }  # fmt: skip
    if letter.startswith("lambda"):
        return f"the wavelength of the {words.get(letter[len('lambda') :], letter)} band"
    return f"a {words.get(letter, letter)} band"


def _numbers_of(sensor: str, bands: Sequence[str]) -> dict[str, str]:
    if sensor in _NUMBERS:
        return _NUMBERS[sensor]
    return _SENTINEL_2 if {"B8", "B8A"} & {_plain(b) for b in bands} else {}


def _plain(band: str) -> str:
    """Return `B2` for `B02` and `b2`."""
    upper = band.upper()
    return f"B{upper[2:]}" if upper.startswith("B0") else upper


@lru_cache(maxsize=1)
def _content() -> Json:
    return json.loads(RESOURCE.read_text(encoding="utf-8"))
