"""Series with random gaps, and what every filling must keep to."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from landweave.engine.types import SERIES_NODATA


@st.composite
def series(draw, low=-32767, high=32767, most_dates=9, regular=False):
    """Values, validity, days and target days: none, some or all of a pixel's dates are valid."""
    dates, bands, pixels = draw(st.integers(1, most_dates)), draw(st.integers(1, 3)), draw(st.integers(1, 9))
    days = sorted(draw(st.sets(st.integers(730000, 730400), min_size=dates, max_size=dates)))
    if regular:
        start, step, count = draw(st.integers(729950, 730300)), draw(st.integers(1, 30)), draw(st.integers(1, 16))
        targets = start + step * np.arange(count)
    else:
        targets = np.array(sorted(draw(st.lists(st.integers(729950, 730450), min_size=1, max_size=8))))
    values = draw(hnp.arrays(np.int16, (dates, bands, pixels), elements=st.integers(low, high)))
    valid = draw(hnp.arrays(np.bool_, (dates, pixels)))
    return values, valid, np.array(days), targets


def many(pixels, dates=14, bands=2, seed=3):
    """A series of many pixels, some never valid, some once."""
    random = np.random.default_rng(seed)
    values = random.integers(-100, 12000, (dates, bands, pixels)).astype(np.int16)
    valid = random.random((dates, pixels)) < random.random(pixels)
    valid[:, ::7] = False
    valid[3, ::14] = True
    return values, valid, 730000 + np.arange(dates) * 7, 730000 + np.arange(0, 110, 10)


def check_blocks(fill):
    """Pixels do not depend on how they are cut into blocks, nor on the array that is written."""
    values, valid, days, targets = many(1100)
    whole = fill(values, valid, days, targets)
    for cut in (1, 129, 511, 1099):
        parts = [fill(values[:, :, s], valid[:, s], days, targets) for s in (slice(cut), slice(cut, None))]
        assert np.array_equal(np.concatenate(parts, axis=2), whole)
    out = np.zeros((len(targets), 2, 300), np.int16)
    assert fill(values, valid, days, targets, out=out, first=517) is out
    assert np.array_equal(out, whole[:, :, 517:817])
    assert (whole[:, :, ~valid.any(axis=0)] == SERIES_NODATA).all()
    assert (whole[:, :, valid.any(axis=0)] != SERIES_NODATA).all()


def check_rounded(found, exact, off=1e-6):
    """The values are the exact ones, held within +-32767 and rounded; halves may go either way by `off`."""
    assert found.dtype == np.int16
    away = np.abs(found - np.clip(exact, -32767, 32767))
    assert away.max(initial=0) <= 0.5 + off
