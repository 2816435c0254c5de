"""Bands divided by a reference band of the same date: what is left does not depend on the light. Arrays in, arrays out.

The quotient is stored x 1000, which holds quotients up to 32 (vegetation is ten times brighter in the near infrared
than in the red). The reference band keeps its reflectance: its quotient would tell nothing. Relative reflectances as
in the iota2 chain, Inglada et al. 2017, doi 10.3390/rs9010095.
"""

from __future__ import annotations

import numpy as np

from landweave.engine.kernel import kernel
from landweave.engine.types import SERIES_NODATA, Int16Array

SCALE = 1000
_FACTOR = np.float32(SCALE)
_LIMIT = np.float32(32767)
_ROUND = np.float32(1.5 * 2**23)  # adding and taking away again rounds to the nearest integer, halves to even


def divide_by_band(bands: Int16Array, reference: int) -> None:
    """Divide the bands of every date by one of them, in place.

    Args:
        bands: shape (target, band, pixel), all in one unit; becomes the quotient x 1000, held at +-32767, 0 where
            the reference is 0, NODATA where either is NODATA. The reference band stays as it is.
        reference: position of the band.

    Raises:
        ValueError: if there is no such band.
    """
    if not 0 <= reference < bands.shape[1]:
        raise ValueError(f"there is no band {reference} among {bands.shape[1]}")
    _divide(bands, reference)


def relative_unit(band: str, reference: str, unit: str) -> str:
    """Return the unit of a band after the division; `unit` is that of the bands before."""
    return unit if band == reference else f"share of {reference} x {SCALE}"


@kernel
def _divide(bands: Int16Array, reference: int) -> None:
    for target in range(bands.shape[0]):
        for band in range(bands.shape[1]):
            if band != reference:
                _divide_row(bands[target, band], bands[target, reference])


@kernel
def _divide_row(row: Int16Array, reference: Int16Array) -> None:
    for p in range(len(row)):
        quotient = np.float32(row[p]) * _FACTOR / np.float32(reference[p])
        quotient = np.float32(0) if reference[p] == 0 else quotient
        quotient = min(max(quotient, -_LIMIT), _LIMIT)
        known = (row[p] != SERIES_NODATA) & (reference[p] != SERIES_NODATA)
        row[p] = np.int16((quotient + _ROUND) - _ROUND) if known else np.int16(SERIES_NODATA)
