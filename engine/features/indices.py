"""Spectral indices of filled bands, as int16 x 10000. Arrays in, arrays out.

- NDVI = (NIR - red) / (NIR + red): Rouse et al. 1974 (NASA SP-351, 309-317); Tucker 1979,
  doi 10.1016/0034-4257(79)90013-0.
- NDWI = (NIR - SWIR) / (NIR + SWIR): Gao 1996, doi 10.1016/S0034-4257(96)00067-3, the water of the canopy,
  high where it is moist. The sign is Gao's; the iota2 chain has the opposite one, which classifies alike but
  reads against the literature. Gao's SWIR band is at 1.24 um; the nearest that Sentinel-2 and Landsat have is
  at 1.6 um.
- brightness = square root of the sum of the squares of all bands: Inglada et al. 2017, doi 10.3390/rs9010095.

A normalised difference whose denominator is 0 is 0. What does not fit int16 (sums of negative reflectances near
0, the brightness of several saturated bands) is held at -32767 or 32767, so that it is never taken for NODATA.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import SERIES_NODATA, BoolArray, Float64Array, Int16Array

INDEX_ROLES: dict[str, tuple[str, ...]] = {"NDVI": ("nir", "red"), "NDWI": ("nir", "swir"), "brightness": ()}
"""Indices that can be computed, and the roles of the bands that each needs (none: all bands)."""

_SCALE = np.float32(10000)
_LIMIT = np.float32(32767)
_ROUND = np.float32(1.5 * 2**23)  # adding and taking away again rounds to the nearest integer, halves to even


def spectral_indices(
    filled: Int16Array, roles: Mapping[str, int], names: Sequence[str], out: Int16Array | None = None
) -> Int16Array:
    """Compute indices on every date.

    Args:
        filled: reflectance x 10000, shape (target, band, pixel); NODATA where unknown.
        roles: position of the band that plays each role (`{"nir": 3, "red": 2}`).
        names: indices, among those of `INDEX_ROLES`.
        out: array to write, C order; a new one by default.

    Returns:
        `out`: index x 10000 (brightness: reflectance x 10000), shape (index, target, pixel);
        NODATA where a band that the index needs is NODATA.

    Raises:
        ValueError: if an index is unknown or a band that it needs has no role.
    """
    filled = np.ascontiguousarray(filled)
    if out is None:
        out = np.empty((len(names), filled.shape[0], filled.shape[2]), np.int16)
    for name, plane in zip(names, out):
        _compute(name, filled, roles, plane)
    return out


def _compute(name: str, filled: Int16Array, roles: Mapping[str, int], out: Int16Array) -> None:
    if name not in INDEX_ROLES:
        raise ValueError(f"unknown index {name!r}")
    missing = [role for role in INDEX_ROLES[name] if role not in roles]
    if missing:
        raise ValueError(f"index {name} needs a band with the role {missing[0]!r}")
    if name == "brightness":
        _brightness(filled, out)
    else:
        first, second = INDEX_ROLES[name]
        _normalised_difference(filled, roles[first], roles[second], out)


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
