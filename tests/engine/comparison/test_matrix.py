"""Tables of two maps against loops, scikit-learn, published figures and closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from landweave.engine.comparison.matrix import PairTable, balance, disagreement, figures
from landweave.engine.comparison.mcnemar import chi2_tail, clustered, mcnemar, of_counts

TABLES = arrays(np.int64, st.integers(2, 6).map(lambda n: (n, n)), elements=st.integers(0, 50)).filter(
    lambda table: table.sum() > 0
)


@given(TABLES)
@settings(max_examples=60, deadline=None)
def test_quantity_and_allocation_add_up_to_the_difference(table):
    quantity, allocation = disagreement(table)
    assert quantity >= 0 and allocation >= -1e-12
    assert quantity + allocation == pytest.approx(1 - np.trace(table) / table.sum())


@pytest.mark.parametrize(
    ("table", "quantity", "allocation"),
    [  # maps of 9 pixels in two classes, counted by hand: one is larger, or only lies elsewhere
        ([[4, 2], [0, 3]], 2 / 9, 0.0),
        ([[4, 2], [2, 1]], 0.0, 4 / 9),
        ([[2, 3], [1, 3]], 2 / 9, 2 / 9),
    ],
)
def test_disagreement_by_hand(table, quantity, allocation):
    assert disagreement(np.array(table)) == (pytest.approx(quantity), pytest.approx(allocation))


@given(TABLES)
@settings(max_examples=60, deadline=None)
def test_gains_and_losses_balance(table):
    found = balance(table)
    assert np.allclose(found["first"] - found["loss"] + found["gain"], found["second"])
    assert found["net"].sum() == pytest.approx(0)
    assert np.allclose(found["gain"] + found["loss"], np.abs(found["net"]) + found["swap"])
    for code in range(len(table)):  # from the definition, one class at a time
        assert found["loss"][code] == sum(table[code, k] for k in range(len(table)) if k != code)


def test_kappa_is_that_of_scikit_learn():
    random = np.random.default_rng(0)
    one, two = random.integers(0, 4, 500), random.integers(0, 4, 500)
    two = np.where(random.random(500) < 0.6, one, two)
    table = np.zeros((4, 4), np.int64)
    np.add.at(table, (one, two), 1)
    found = figures(PairTable((1, 2, 3, 4), table, table * 100.0))
    assert found["kappa"] == pytest.approx(cohen_kappa_score(one, two))
    assert found["overall_agreement"] == pytest.approx((one == two).mean())
    assert found["changed_m2"] == pytest.approx(100 * (one != two).sum())


@given(st.integers(0, 300), st.integers(0, 300))
@settings(max_examples=80, deadline=None)
def test_mcnemar_is_that_of_scipy(only_first, only_second):
    found = of_counts(1000, only_first, only_second)
    number = only_first + only_second
    if not number:
        assert (found.chi2, found.p) == (None, 1.0)
        return
    chi2 = max(abs(only_first - only_second) - 1, 0) ** 2 / number
    assert found.chi2 == pytest.approx(chi2)
    assert found.p_chi2 == pytest.approx(stats.chi2.sf(chi2, 1), abs=1e-12)
    assert found.p_exact == pytest.approx(stats.binomtest(only_first, number).pvalue, rel=1e-7)
    assert found.p == (found.p_exact if number < 25 else found.p_chi2)


def test_mcnemar_of_a_textbook():
    """Agresti, Categorical Data Analysis, table 11.1: approval of the prime minister, 150 and 86 of 1600 changed."""
    found = of_counts(1600, 150, 86)
    assert found.chi2 == pytest.approx((64 - 1) ** 2 / 236)
    assert found.p < 0.001


def test_counts_come_from_the_places():
    first = np.array([1, 1, 0, 0, 1], bool)
    second = np.array([1, 0, 1, 1, 0], bool)
    found = mcnemar(first, second)
    assert (found.places, found.only_first, found.only_second) == (5, 2, 2)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_one_place_a_polygon_is_plain_mcnemar(seed):
    random = np.random.default_rng(seed)
    first, second = random.random(200) < 0.7, random.random(200) < 0.8
    found = clustered(first, second, np.arange(200))
    b, c = int((first & ~second).sum()), int((second & ~first).sum())
    assert found.chi2 == pytest.approx((c - b) ** 2 / (b + c))
    assert found.difference == pytest.approx((c - b) / 200)


def test_copies_of_a_pixel_tell_nothing_new():
    """Twenty equal pixels a polygon make the test of pixels sure of itself; that of polygons stays as it was."""
    random = np.random.default_rng(3)
    first, second = random.random(60) < 0.70, random.random(60) < 0.78
    polygons = np.arange(60)
    once = clustered(first, second, polygons)
    often = clustered(first.repeat(20), second.repeat(20), polygons.repeat(20))
    assert often.chi2 == pytest.approx(once.chi2)
    assert often.p_exact == once.p_exact
    assert mcnemar(first.repeat(20), second.repeat(20)).p < mcnemar(first, second).p


def test_the_clustered_test_keeps_its_level():
    """Two maps equally right, errors by polygon: 5 % of the tests say that one is better, of pixels many more."""
    random = np.random.default_rng(11)
    polygons = np.repeat(np.arange(120), 15)
    false = {"pixels": 0, "polygons": 0}
    for _ in range(400):
        first, second = ((random.random(120) < 0.75).repeat(15) for _ in range(2))
        false["pixels"] += mcnemar(first, second).p < 0.05
        false["polygons"] += clustered(first, second, polygons).p < 0.05
    assert 0.02 <= false["polygons"] / 400 <= 0.085
    assert false["pixels"] / 400 > 0.4


def test_the_tail_of_chi_squared():
    for value in (0.0, 0.5, 3.841458820694124, 30.0):
        assert chi2_tail(value) == pytest.approx(stats.chi2.sf(value, 1))
    assert math.isclose(chi2_tail(3.841458820694124), 0.05, rel_tol=1e-9)
