"""Filling with the nearest valid date, against a loop."""

import numpy as np
from hypothesis import given

from landweave.engine.series.fill import fill_nearest
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.series.cases import check_blocks, series


@given(series())
def test_the_nearest_valid_date_is_taken_and_the_earlier_of_two(data):
    values, valid, days, targets = data
    filled = fill_nearest(values, valid, days, targets)
    for row, target in enumerate(targets):
        for pixel in range(values.shape[2]):
            clear = np.flatnonzero(valid[:, pixel])
            if not len(clear):
                assert (filled[row, :, pixel] == SERIES_NODATA).all()
                continue
            best = clear[np.argmin(np.abs(days[clear] - target))]  # the first of several
            assert np.array_equal(filled[row, :, pixel], values[best, :, pixel])


def test_of_two_dates_as_near_the_earlier_one_is_taken():
    values = np.array([[[5]], [[9]]], np.int16)
    assert fill_nearest(values, np.ones((2, 1), bool), [10, 20], [14, 15, 16]).ravel().tolist() == [5, 5, 9]


def test_pixels_do_not_depend_on_their_block():
    check_blocks(fill_nearest)
