"""Harmonic regression against numpy's least squares."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from landweave.engine.series.harmonic import fill_harmonic, harmonic_coefficients
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.series.cases import check_blocks, check_rounded, many

REFERENCE = 730000


def design(days, terms, trend, period=365.25):
    angle = 2 * np.pi * (np.asarray(days) - REFERENCE) / period
    columns = [np.ones(len(days))]
    if trend:
        columns.append((np.asarray(days) - REFERENCE) / period)
    for term in range(1, terms + 1):
        columns += [np.cos(term * angle), np.sin(term * angle)]
    return np.stack(columns, axis=1)


@given(st.integers(0, 2**31), st.integers(0, 3), st.booleans(), st.sampled_from([365.25, 180.0]))
def test_it_is_least_squares_on_the_valid_dates(seed, terms, trend, period):
    random = np.random.default_rng(seed)
    days = REFERENCE + np.sort(random.choice(500, 40, replace=False))
    values, valid = random.integers(-9000, 9000, (40, 2, 5)).astype(np.int16), random.random((40, 5)) < 0.6
    targets = REFERENCE + np.arange(0, 500, 31)
    filled = fill_harmonic(values, valid, days, targets, terms, trend, period)
    found = harmonic_coefficients(values, valid, days, terms, period, REFERENCE, trend)
    assert found.dtype == np.float32
    matrix = design(days, terms, trend, period)
    for pixel in range(5):
        clear = valid[:, pixel]
        assume(clear.sum() >= matrix.shape[1] and np.linalg.cond(matrix[clear]) < 100)
        exact = np.linalg.lstsq(matrix[clear], values[clear, :, pixel].astype(float), rcond=None)[0]
        check_rounded(filled[:, :, pixel], design(targets, terms, trend, period) @ exact)
        assert np.allclose(found[:, :, pixel], exact, rtol=1e-4, atol=0.05)


def test_fewer_dates_tell_fewer_terms():
    random = np.random.default_rng(1)
    days = REFERENCE + np.array([3, 60, 130, 200, 260, 300, 350])
    values = random.integers(0, 9000, (7, 2, 8)).astype(np.int16)
    valid = np.arange(7)[:, None] < np.arange(8)[None, :]  # pixel p has p valid dates
    found = harmonic_coefficients(values, valid, days, 2, 365.25, REFERENCE, True)
    filled = fill_harmonic(values, valid, days, days, 2, True)
    assert np.isnan(found[:, :, 0]).all()
    assert (filled[:, :, 0] == SERIES_NODATA).all()
    for pixel in range(1, 8):
        terms, trend = min((pixel - 1) // 2, 2), pixel >= 6
        matrix, clear = design(days, terms, trend), valid[:, pixel]
        exact = np.linalg.lstsq(matrix[clear], values[clear, :, pixel].astype(float), rcond=None)[0]
        rows = [0, *([1] if trend else []), *range(2, 2 + 2 * terms)]
        assert np.allclose(found[rows, :, pixel], exact, rtol=1e-3, atol=0.5)
        assert np.isnan(np.delete(found[:, :, pixel], rows, axis=0)).all()
        check_rounded(filled[:, :, pixel], matrix @ exact, 1e-4)


def test_dates_that_do_not_tell_a_term_apart_give_fewer():
    days = REFERENCE + np.array([0, 50, 100, 150])  # of a period of 50 days: always the same phase
    values = np.array([10, 20, 30, 40], np.int16)[:, None, None]
    found = harmonic_coefficients(values, np.ones((4, 1), bool), days, 1, 50.0, REFERENCE)
    assert found[0, 0, 0] == 25
    assert np.isnan(found[1:]).all()


def test_a_season_is_found_again():
    days = REFERENCE + np.arange(0, 730, 9)
    angle = 2 * np.pi * (days - REFERENCE) / 365.25
    exact = 5000 + 2000 * np.cos(angle) - 700 * np.sin(2 * angle) + 300 * (days - REFERENCE) / 365.25
    values = np.rint(exact).astype(np.int16)[:, None, None]
    found = harmonic_coefficients(values, np.ones((len(days), 1), bool), days, 2, 365.25, REFERENCE, True)
    assert np.allclose(found[:, 0, 0], [5000, 300, 2000, 0, 0, -700], atol=1)
    again = fill_harmonic(values, np.ones((len(days), 1), bool), days, days, 2, True)
    assert np.abs(again - values).max() <= 1


def test_pixels_do_not_depend_on_their_block():
    check_blocks(fill_harmonic)
    values, valid, days, _ = many(700)
    whole = harmonic_coefficients(values, valid, days, 2, 365.25, REFERENCE)
    part = harmonic_coefficients(values[:, :, 333:], valid[:, 333:], days, 2, 365.25, REFERENCE)
    assert np.array_equal(part, whole[:, :, 333:], equal_nan=True)
    assert harmonic_coefficients(values[:0], valid[:0], days[:0], 1, 365.25, REFERENCE).shape == (3, 2, 700)


def test_impossible_shapes_are_refused():
    for terms, period in ((-1, 365), (1, 0)):
        with pytest.raises(ValueError, match="terms"):
            fill_harmonic(np.zeros((1, 1, 1), np.int16), np.ones((1, 1), bool), [0], [0], terms, False, period)
