"""Relative reflectances, against the quotient in double precision."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from landweave.engine.features.relative import divide_by_band, relative_unit
from landweave.engine.types import SERIES_NODATA


@given(hnp.arrays(np.int16, (2, 3, 6), elements=st.integers(-32768, 32767)), st.integers(0, 2))
def test_bands_are_divided_by_the_reference_of_their_date(bands, reference):
    found = bands.copy()
    divide_by_band(found, reference)
    assert np.array_equal(found[:, reference], bands[:, reference])
    for band in {0, 1, 2} - {reference}:
        a, b = bands[:, band].astype(float), bands[:, reference].astype(float)
        with np.errstate(all="ignore"):
            exact = np.clip(np.where(b == 0, 0, 1000 * a / b), -32767, 32767)
        unknown = (bands[:, [band, reference]] == SERIES_NODATA).any(axis=1)
        assert (found[:, band][unknown] == SERIES_NODATA).all()
        assert np.abs(found[:, band] - exact)[~unknown].max(initial=0) <= 0.51


def test_light_cancels_out():
    sunny = np.array([[[500], [4000], [2000]]], np.int16)
    shaded = (sunny // 2).astype(np.int16)
    divide_by_band(sunny, 0)
    divide_by_band(shaded, 0)
    assert np.array_equal(sunny[:, 1:], shaded[:, 1:])
    assert sunny[0, 1, 0] == 8000


def test_the_band_must_be_there_and_units_tell():
    with pytest.raises(ValueError, match="no band 3"):
        divide_by_band(np.zeros((1, 3, 1), np.int16), 3)
    assert relative_unit("B8", "B4", "reflectance x 10000") == "share of B4 x 1000"
    assert relative_unit("B4", "B4", "reflectance x 10000") == "reflectance x 10000"
