"""Radial basis filling against the definition: kernel by kernel, mean by mean."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.series.fill import fill_linear
from landweave.engine.series.radial_basis import fill_radial_basis
from landweave.tests.engine.series.cases import check_blocks, check_rounded, series


def ensemble(values, valid, days, target, widths):
    """Mean of the kernels of one pixel of one band, weighted by the share of data; None out of reach."""
    means, shares = [], []
    for width in widths:
        sigma = width / (2 * np.sqrt(2 * np.log(2)))
        weight = np.exp(-((days - target) ** 2) / (2 * sigma**2))
        weight[weight < 0.01] = 0
        if weight[valid].sum() > 0:
            means.append((weight * values)[valid].sum() / weight[valid].sum())
            shares.append(weight[valid].sum() / weight.sum())
    return np.average(means, weights=shares) if means else None


@given(series(), st.lists(st.sampled_from([4, 8.5, 16, 33, 90]), min_size=1, max_size=3))
def test_kernels_are_averaged_by_their_share_of_data(data, widths):
    values, valid, days, targets = data
    filled = fill_radial_basis(values, valid, days, targets, widths)
    exact = fill_linear(values, valid, days, targets).astype(float)
    for row, band, pixel in np.ndindex(exact.shape):
        known = ensemble(values[:, band, pixel], valid[:, pixel], days, targets[row], widths)
        if known is not None:
            exact[row, band, pixel] = known
    never = ~valid.any(axis=0)
    check_rounded(filled[:, :, ~never], exact[:, :, ~never])
    assert np.array_equal(filled[:, :, never], exact[:, :, never])


def test_pixels_do_not_depend_on_their_block():
    check_blocks(fill_radial_basis)


def test_widths_must_be_above_zero():
    for widths in ([], [8, 0]):
        with pytest.raises(ValueError, match="above 0"):
            fill_radial_basis(np.zeros((1, 1, 1), np.int16), np.ones((1, 1), bool), [0], [0], widths)
    empty = fill_radial_basis(np.zeros((0, 1, 2), np.int16), np.ones((0, 2), bool), [], [0, 5])
    assert (empty == -32768).all()
