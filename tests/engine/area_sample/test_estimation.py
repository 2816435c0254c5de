"""The estimators against the worked examples of their papers, their printed formulas, and properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.area_sample.estimation import Z, estimate_areas, wilson_interval
from landweave.tests.engine.area_sample import published


def of_counts(counts, sizes, pixels=None):
    """Return the estimate of a matrix of counts whose rows are classes of the map and strata in one."""
    mapped, reference = published.pairs_of(counts)
    return estimate_areas(mapped, mapped, reference, np.asarray(sizes, float), len(counts), pixels)


@pytest.fixture
def olofsson():
    return of_counts(published.OLOFSSON_COUNTS, published.OLOFSSON_PIXELS)


def test_olofsson_areas_to_the_printed_digits(olofsson):
    hectares = published.OLOFSSON_PIXELS.sum() * published.HECTARES_A_PIXEL
    assert np.round(olofsson.areas.value * hectares).tolist() == [21158, 11686, 285770, 581386]
    assert np.round(1.96 * olofsson.areas.error * hectares).tolist() == [6158, 3756, 15510, 16282]
    assert np.allclose(olofsson.areas.high - olofsson.areas.value, 1.96 * olofsson.areas.error)


def test_olofsson_error_matrix_to_the_printed_digits(olofsson):
    printed = [[0.0176, 0, 0.0013, 0.0011], [0, 0.0110, 0.0016, 0.0024], [0.0019, 0, 0.2967, 0.0213],
               [0.0040, 0.0020, 0.0179, 0.6212]]  # fmt: skip
    assert np.allclose(olofsson.proportions, printed, atol=6e-5)


def test_olofsson_accuracies_to_the_printed_digits(olofsson):
    assert np.round(olofsson.users.value, 2).tolist() == [0.88, 0.73, 0.93, 0.96]
    assert np.round(1.96 * olofsson.users.error, 2).tolist() == [0.07, 0.10, 0.04, 0.02]
    assert np.round(olofsson.producers.value, 2).tolist() == [0.75, 0.85, 0.93, 0.96]
    # The paper prints 0.23 and 0.01 for the second and the fourth; its own equation 7 gives 0.25 and 0.02.
    assert np.round(1.96 * olofsson.producers.error, 2).tolist() == [0.21, 0.25, 0.03, 0.02]
    assert olofsson.overall.value.round(2) == 0.95
    assert np.round(1.96 * olofsson.overall.error, 2) == 0.02


def test_stehman_2014_to_the_printed_digits():
    found = estimate_areas(published.STEHMAN_STRATUM, published.STEHMAN_MAP, published.STEHMAN_REFERENCE,
                           published.STEHMAN_SIZES.astype(float), 4, published.STEHMAN_SIZES)
    a, b, c = 0, 1, 2
    assert (found.areas.value[a].round(2), found.areas.value[c].round(2)) == (0.35, 0.20)
    assert (found.areas.error[a].round(3), found.areas.error[c].round(3)) == (0.082, 0.064)
    assert (found.overall.value[0].round(2), found.overall.error[0].round(3)) == (0.63, 0.085)
    assert (found.users.value[b].round(3), found.users.error[b].round(3)) == (0.574, 0.125)
    # The paper prints 0.114: it takes the variance of x in the fourth stratum as 0, which its table 3 gives as 0.1.
    assert (found.producers.value[b].round(3), found.producers.error[b].round(2)) == (0.794, 0.12)
    assert found.proportions[b, c].round(2) == 0.08


def drawn_counts(seed):
    """Return a matrix of counts with at least two points a row, many cells empty, and sizes of the strata."""
    random = np.random.default_rng(seed)
    size = random.integers(2, 6)
    counts = random.integers(0, 30, (size, size)) * (random.random((size, size)) < random.random())
    return counts + 2 * np.eye(size, dtype=int), random.uniform(0.1, 1e6, size)


COUNTS = st.integers(0, 2**32 - 1).map(drawn_counts)


@given(COUNTS)
def test_strata_that_are_classes_give_olofssons_equations(drawn):
    """Equations 4 to 11 of Olofsson et al. 2014, written out one by one."""
    counts, sizes = drawn
    found = of_counts(counts, sizes)
    n, weight = counts.sum(axis=1), sizes / sizes.sum()
    p = weight[:, None] * counts / n[:, None]
    users = np.diag(p) / p.sum(axis=1)
    producers = np.diag(p) / p.sum(axis=0)
    assert found.overall.value[0] == pytest.approx(np.trace(p))
    assert found.users.value == pytest.approx(users)
    assert found.producers.value == pytest.approx(producers)
    assert found.areas.value == pytest.approx(p.sum(axis=0))
    assert found.mapped.value == pytest.approx(weight)
    of_users = users * (1 - users) / (n - 1)
    assert found.overall.error[0] == pytest.approx(np.sqrt((weight**2 * of_users).sum()), abs=1e-9)
    assert found.users.error == pytest.approx(np.sqrt(of_users), abs=1e-7)
    for j in range(len(counts)):
        share = counts[:, j] / n
        parts = share * (1 - share) / (n - 1)
        assert found.areas.error[j] == pytest.approx(np.sqrt((weight**2 * parts).sum()), abs=1e-9)
        total = (sizes * share).sum()
        own = sizes[j] ** 2 * (1 - producers[j]) ** 2 * of_users[j]
        others = producers[j] ** 2 * sum(sizes[i] ** 2 * parts[i] for i in range(len(counts)) if i != j)
        assert found.producers.error[j] == pytest.approx(np.sqrt(own + others) / total, abs=1e-7)


@given(COUNTS, st.integers(1, 4), st.integers(0, 1000))
def test_shares_add_up_and_intervals_hold_them(drawn, strata, seed):
    counts, _ = drawn
    mapped, reference = published.pairs_of(counts)
    random = np.random.default_rng(seed)
    stratum = random.integers(0, strata, len(mapped))
    stratum = np.concatenate([stratum, np.repeat(np.arange(strata), 2)])
    mapped, reference = (np.concatenate([a, np.zeros(2 * strata, int)]) for a in (mapped, reference))
    sizes = random.uniform(1, 9, strata)
    found = estimate_areas(stratum, mapped, reference, sizes, len(counts))
    assert found.areas.value.sum() == pytest.approx(1)
    assert found.proportions.sum() == pytest.approx(1)
    assert found.proportions.sum(axis=0) == pytest.approx(found.areas.value)
    assert found.proportions.sum(axis=1) == pytest.approx(found.mapped.value)
    assert np.trace(found.proportions) == pytest.approx(found.overall.value[0])
    assert found.counts.sum() == len(mapped)
    for shares in (found.overall, found.users, found.producers, found.areas):
        known = np.isfinite(shares.value)
        assert (shares.low[known] <= shares.value[known] + 1e-12).all()
        assert (shares.high[known] >= shares.value[known] - 1e-12).all()
        assert (shares.low[known] >= 0).all() and (shares.high[known] <= 1).all()
    assert (found.wilson[0] <= found.areas.value + 1e-12).all()
    assert (found.wilson[1] >= found.areas.value - 1e-12).all()


@given(COUNTS)
def test_one_stratum_is_a_simple_random_sample(drawn):
    counts, _ = drawn
    mapped, reference = published.pairs_of(counts)
    found = estimate_areas(np.zeros(len(mapped), int), mapped, reference, np.array([7.0]), len(counts))
    n = len(mapped)
    for j in range(len(counts)):
        share = (reference == j).mean()
        assert found.areas.value[j] == pytest.approx(share)
        assert found.areas.error[j] == pytest.approx((reference == j).std(ddof=1) / np.sqrt(n), abs=1e-12)
    # The textbook's ratio estimator, with sums over the points (Cochran 1977, equation 6.13).
    x, y = (mapped == 0).astype(float), ((mapped == 0) & (reference == 0)).astype(float)
    ratio = y.sum() / x.sum()
    residual = ((y - ratio * x) ** 2).sum() / (n - 1)
    assert found.users.value[0] == pytest.approx(ratio)
    assert found.users.error[0] == pytest.approx(np.sqrt(residual / n) / x.mean(), abs=1e-7)


def test_a_stratum_interpreted_wholly_has_no_sampling_error():
    counts = np.array([[3, 1], [10, 40]])
    open_ended = of_counts(counts, [4.0, 5000.0])
    found = of_counts(counts, [4.0, 5000.0], np.array([4, 5000]))
    assert found.users.error[0] == 0
    assert found.areas.error[0] < open_ended.areas.error[0]
    # The second stratum is far from a twentieth: it has no correction.
    assert found.areas.error[0] == pytest.approx(5000 / 5004 * np.sqrt(0.2 * 0.8 / 49))


def test_more_than_a_twentieth_is_corrected():
    counts = np.array([[40, 10], [10, 40]])
    plain, found = (of_counts(counts, [500, 5e6], pixels) for pixels in (None, np.array([500, 5_000_000])))
    assert found.users.error[0] == pytest.approx(plain.users.error[0] * np.sqrt(0.9))
    assert found.users.error[1] == plain.users.error[1]


def test_a_single_pixel_that_is_seen_is_known():
    found = of_counts(np.array([[1, 0], [10, 40]]), [1.0, 99.0], np.array([1, 99]))
    assert found.users.value[0] == 1


@pytest.mark.parametrize("pixels", [None, np.array([50, 50])])
def test_one_point_of_a_stratum_is_too_few(pixels):
    with pytest.raises(ValueError, match="fewer points"):
        of_counts(np.array([[1, 0], [10, 40]]), [50.0, 50.0], pixels)


def test_all_right_has_wilsons_interval():
    """Scores of Wilson: all of n right goes down to n / (n + z^2)."""
    found = of_counts(np.array([[50, 0], [0, 100]]), [10.0, 10.0])
    assert found.users.low == pytest.approx([50 / (50 + Z**2), 100 / (100 + Z**2)])
    assert found.users.high == pytest.approx([1, 1])
    assert found.overall.error[0] == 0
    # Two strata of equal area with 50 and 100 points are worth 1 / (0.25 / 50 + 0.25 / 100) points.
    assert found.overall.low[0] == pytest.approx((400 / 3) / (400 / 3 + Z**2))
    assert found.areas.error.tolist() == [0, 0]
    assert found.areas.low[0] < 0.5 < found.areas.high[0]
    assert found.areas.low.tolist() == found.wilson[0].tolist()
    # Half of the area with 50 of 50 and half with 0 of 100, each with its own limits (Zou and Donner 2008).
    below, above = 0.5 * (1 - 50 / (50 + Z**2)), 0.5 * Z**2 / (100 + Z**2)
    assert (0.5 - found.areas.low[0], found.areas.high[0] - 0.5) == pytest.approx((below, above))


def test_a_class_that_no_point_shows_has_no_accuracy():
    found = estimate_areas(np.array([0, 0, 0]), np.array([0, 0, 1]), np.array([0, 0, 0]), np.array([1.0]), 3)
    assert np.isnan(found.users.value[2]) and np.isnan(found.producers.value[1])
    assert found.areas.value.tolist() == [1, 0, 0]


def test_wilson_interval_against_its_definition():
    """The limits are where the distance to the share is z standard errors of the limit itself."""
    share, number = np.array([0.1, 0.5, 0.97]), np.array([20.0, 33.0, 400.0])
    for limit in wilson_interval(share, number):
        assert np.abs(share - limit) == pytest.approx(Z * np.sqrt(limit * (1 - limit) / number))
