"""Spectral indices of filled bands, as int16 x 10000. Arrays in, arrays out.

- NDVI = (NIR - red) / (NIR + red): Rouse et al. 1974 (NASA SP-351, 309-317); Tucker 1979,
  doi 10.1016/0034-4257(79)90013-0.
- NDWI = (NIR - SWIR) / (NIR + SWIR): Gao 1996, doi 10.1016/S0034-4257(96)00067-3, the water of the canopy,
  high where it is moist. The sign is Gao's; the iota2 chain has the opposite one, which classifies alike but
  reads against the literature. Gao's SWIR band is at 1.24 um; the nearest that Sentinel-2 and Landsat have is
  at 1.6 um.
- brightness = square root of the sum of the squares of all bands: Inglada et al. 2017, doi 10.3390/rs9010095.
- RATIO = VV over VH of radar backscatter, x 100: the difference in dB of backscatter in dB, else the quotient. Low
  over dense vegetation, whose volume scattering depolarises: Vreugdenhil et al. 2018, doi 10.3390/rs10091396.
- any formula of bands (`expressions.py`, `index_catalogue.py`), x 10000.

A normalised difference whose denominator is 0 is 0, and so is a formula that has no value in a pixel (the root of a
negative reflectance): NODATA would say that nothing is known there. What does not fit int16 (sums of negative
reflectances near 0, the brightness of several saturated bands) is held at -32767 or 32767, so that it is never taken
for NODATA.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from landweave.engine.features.expressions import Expression
from landweave.engine.kernel import kernel
from landweave.engine.types import SERIES_NODATA, BoolArray, Float64Array, Int16Array

INDEX_ROLES: dict[str, tuple[str, ...]] = {
    "NDVI": ("nir", "red"), "NDWI": ("nir", "swir"), "brightness": (), "RATIO": ("vv", "vh"),
}  # fmt: skip
"""Indices that can be computed, and the roles of the bands that each needs (none: all bands)."""

REFLECTANCE = "reflectance x 10000"

_SCALE = np.float32(10000)
_LIMIT = np.float32(32767)
_ROUND = np.float32(1.5 * 2**23)  # adding and taking away again rounds to the nearest integer, halves to even


def spectral_indices(
    filled: Int16Array,
    roles: Mapping[str, int],
    names: Sequence[str],
    out: Int16Array | None = None,
    expressions: Mapping[str, Expression] | None = None,
    bands: Sequence[str] = (),
    unit: str = REFLECTANCE,
) -> Int16Array:
    """Compute indices on every date.

    Args:
        filled: bands in their unit, shape (target, band, pixel); NODATA where unknown.
        roles: position of the band that plays each role (`{"nir": 3, "red": 2}`).
        names: indices, among those of `INDEX_ROLES` and of `expressions`.
        out: array to write, C order; a new one by default.
        expressions: formulas in band names. They see reflectance (backscatter in dB), not the stored integers.
        bands: names of the bands; needed by formulas only.
        unit: of the bands: `reflectance x 10000`, `dB x 100`.

    Returns:
        `out`: in the unit that `index_unit` tells, rounded to the nearest integer, halves to even, shape (index,
        target, pixel); NODATA where a band that the index needs is NODATA.

    Raises:
        ValueError: if an index is unknown, or a band that it needs has no role or is not there.
    """
    filled = np.ascontiguousarray(filled)
    if out is None:
        out = np.empty((len(names), filled.shape[0], filled.shape[2]), np.int16)
    for name, plane in zip(names, out):
        if expressions and name in expressions:
            _formula(name, expressions[name], filled, bands, unit, plane)
        else:
            _compute(name, filled, roles, unit, plane)
    return out


def scale_of(unit: str) -> float:
    """Return the number that values of a unit are stored times: 10000 of `reflectance x 10000`, 1 without any."""
    found = re.search(r" x (\d+)$", unit)
    return float(found.group(1)) if found else 1.0


def index_unit(name: str, unit: str = REFLECTANCE) -> str:
    """Return the unit of an index of bands in a unit."""
    if name == "brightness":
        return unit
    if name == "RATIO":
        return "dB x 100" if is_db(unit) else "ratio x 100"
    return "index x 10000"


def is_db(unit: str) -> bool:
    """Tell whether a unit is logarithmic."""
    return unit.lower().startswith("db")


def _compute(name: str, filled: Int16Array, roles: Mapping[str, int], unit: str, out: Int16Array) -> None:
    if name not in INDEX_ROLES:
        raise ValueError(f"unknown index {name!r}")
    missing = [role for role in INDEX_ROLES[name] if role not in roles]
    if missing:
        raise ValueError(f"index {name} needs a band with the role {missing[0]!r}")
    if name == "brightness":
        _brightness(filled, out)
        return
    first, second = (roles[role] for role in INDEX_ROLES[name])
    if name == "RATIO":
        _ratio(filled[:, first], filled[:, second], is_db(unit), out)
    else:
        _normalised_difference(filled, first, second, out)


def _ratio(first: Int16Array, second: Int16Array, is_db: bool, out: Int16Array) -> None:
    """Divide two planes, or subtract them where they are logarithms in hundredths."""
    known = (first != SERIES_NODATA) & (second != SERIES_NODATA)
    a, b = first.astype(np.float64), second.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        exact = a - b if is_db else np.where(b == 0, 0, 100 * a / b)
    out[:] = np.where(known, np.rint(np.clip(exact, -32767, 32767)), SERIES_NODATA)


def _formula(
    name: str, expression: Expression, filled: Int16Array, bands: Sequence[str], unit: str, out: Int16Array
) -> None:
    missing = [band for band in expression.names if band not in bands]
    if missing:
        raise ValueError(f"index {name} needs the band {missing[0]!r}")
    used = {band: np.ascontiguousarray(filled[:, bands.index(band)]) for band in expression.names}
    known = np.ones(out.shape, np.bool_)
    for plane in used.values():
        known &= plane != SERIES_NODATA
    scale = np.float32(scale_of(unit))
    value = expression.evaluate({band: plane.astype(np.float32) / scale for band, plane in used.items()} or {"": out})
    exact = np.nan_to_num(np.clip(value * _SCALE, -_LIMIT, _LIMIT), nan=0.0)
    out[:] = np.where(known, np.rint(exact), SERIES_NODATA)


@kernel
def _normalised_difference(filled: Int16Array, first: int, second: int, out: Int16Array) -> None:
    for target in range(filled.shape[0]):
        _difference_row(filled[target, first], filled[target, second], out[target])


@kernel
def _difference_row(first: Int16Array, second: Int16Array, out: Int16Array) -> None:
    for p in range(len(out)):
        a, b = np.float32(first[p]), np.float32(second[p])
        total = a + b
        ratio = (a - b) * _SCALE / total
        ratio = np.float32(0) if total == 0 else ratio
        ratio = min(max(ratio, -_LIMIT), _LIMIT)
        known = (first[p] != SERIES_NODATA) & (second[p] != SERIES_NODATA)
        out[p] = np.int16((ratio + _ROUND) - _ROUND) if known else np.int16(SERIES_NODATA)


@kernel
def _brightness(filled: Int16Array, out: Int16Array) -> None:
    """Sum the squares in double precision, where they are exact."""
    targets, bands, pixels = filled.shape
    squares = np.empty(pixels, np.float64)
    known = np.empty(pixels, np.bool_)
    for target in range(targets):
        squares[:] = 0
        known[:] = True
        for band in range(bands):
            _add_squares(filled[target, band], squares, known)
        row = out[target]
        for p in range(pixels):
            length = min(np.rint(np.sqrt(squares[p])), 32767.0)
            row[p] = np.int16(length) if known[p] else np.int16(SERIES_NODATA)


@kernel
def _add_squares(row: Int16Array, squares: Float64Array, known: BoolArray) -> None:
    for p in range(len(row)):
        squares[p] += np.float64(row[p]) * np.float64(row[p])
        known[p] &= row[p] != SERIES_NODATA
