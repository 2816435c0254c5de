"""Windows agree on a shift however many others tell anything; phases tell shifts of a known part of a pixel."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.coregister.correlate import (
    WindowShift,
    agree,
    correlator,
    has_detail,
    spectrum,
    window_shift,
)
from landweave.engine.coregister.measure import Search, lattice
from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Window
from landweave.tests.engine.coregister import made

CLEAR = np.ones((64, 64), bool)


def windows(places):
    return [WindowShift(float(x), float(y), 0.5) for x, y in places]


@given(st.integers(0, 2**32 - 1), st.integers(12, 80), st.floats(0, 0.75), st.floats(-4, 4), st.floats(-2, 2))
def test_most_windows_decide(seed, count, wrong, x, y):
    """A part of the windows tells anything, the rest the truth with noise."""
    rng = np.random.default_rng(seed)
    places = np.array([x, y]) + rng.normal(0, 0.1, (count, 2))
    outliers = rng.random(count) < wrong
    places[outliers] = rng.uniform(-32, 32, (outliers.sum(), 2))
    if count - outliers.sum() < 12:
        return
    found = agree(windows(places), 5.0, 8, 50)
    assert (found.columns, found.rows) == pytest.approx((x, y), abs=0.15)
    assert found.windows >= count - outliers.sum() - 2
    assert found.compared == count
    again = agree(windows(places[rng.permutation(count)]), 5.0, 8, 50)
    assert (again.columns, again.rows) == pytest.approx((found.columns, found.rows), abs=1e-9)


@given(st.integers(0, 2**32 - 1), st.integers(0, 200))
def test_chance_is_no_agreement(seed, count):
    places = np.random.default_rng(seed).uniform(-16, 16, (count, 2))
    assert agree(windows(places), 5.0, 10, 50) is None


def test_larger_shifts_than_allowed_are_not_believed():
    assert agree(windows(np.full((30, 2), 4.0)), 5.0, 10, 50) is None  # 5.7 pixels along the diagonal
    assert agree(windows(np.full((30, 2), 3.5)), 5.0, 10, 50).columns == pytest.approx(3.5)


@pytest.mark.parametrize(("columns", "rows"), [(0, 0), (0.25, -0.4), (-3.3, 1.9), (4.6, 4.6)])
def test_a_window_tells_its_shift(textures, columns, rows):
    still, moved = (made.moved(textures[0][0], *by)[60:124, 60:124] for by in ((0, 0), (columns, rows)))
    found = window_shift(*(spectrum(np.rint(v).astype(np.int16), CLEAR) for v in (still, moved)), 50, correlator())
    assert (found.columns, found.rows) == pytest.approx((-columns, -rows), abs=0.15)
    assert found.correlation > 0.5


def test_slopes_and_rounding_are_no_detail(textures):
    y, x = np.mgrid[:64, :64]
    assert not has_detail(np.full((64, 64), 300, np.int16), CLEAR)
    assert not has_detail(np.rint(40.3 * x - 17.7 * y).astype(np.int16), CLEAR)
    assert not has_detail(np.rint(2000 * np.sin(x / 90) * np.cos(y / 70)).astype(np.int16), CLEAR)
    assert has_detail(np.rint(textures[0][0][:64, :64]).astype(np.int16), CLEAR)
    assert not has_detail(np.rint(textures[0][0][:64, :64]).astype(np.int16), ~CLEAR)


@given(st.integers(1, 3000), st.integers(1, 3000), st.sampled_from([32, 64, 256]))
def test_windows_lie_inside_and_reach_all_sides(columns, rows, size):
    place = Window(7, 11, columns, rows)
    found = lattice(place, size)
    assert len(found) <= 256
    assert bool(found) == (min(columns, rows) >= size)
    assert all(w.intersection(place) == w and w.pixels == size * size for w in found)
    if found:
        step = max([b.column - a.column for a, b in zip(found, found[1:]) if a.row == b.row], default=size)
        assert found[0].column - place.column < step
        assert place.column + columns - (found[-1].column + size) <= step


@pytest.mark.parametrize(("search", "said"), [
    (Search(window=64, smallest_window=128), "larger than the largest"),
    (Search(window=64, max_shift=40.0), "Give a WINDOW of 120 pixels or more"),
])
def test_searches_without_windows_are_refused(search, said):
    with pytest.raises(UserError, match=said):
        search.check()


def test_windows_are_halved():
    assert Search().sizes == (256, 128, 64, 32)
    assert Search(window=100, smallest_window=20).sizes == (100, 50, 25)
    assert Search(max_shift=20.0).sizes == (256, 128, 64)
