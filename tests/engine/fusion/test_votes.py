"""Votes are counted as a loop of counters counts them; products and means as their formulas say."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from landweave.engine.fusion.probabilities import FLOOR, mean, product
from landweave.engine.fusion.votes import majority, weighted

UNDECIDED = 255
VOTES = st.tuples(st.integers(1, 6), st.integers(1, 12)).flatmap(
    lambda shape: arrays(np.uint8, shape, elements=st.sampled_from([0, 1, 2, 3, 7, UNDECIDED])))


def counted(column, weights):
    """Return code and share by counters."""
    sums = Counter()
    for vote, weight in zip(column, weights):
        if vote not in (0, UNDECIDED) and weight > 0:
            sums[int(vote)] += weight
    if not any(column):
        return 0, None
    if not sums:
        return UNDECIDED, 0
    top = max(sums.values())
    best = [code for code, value in sums.items() if abs(value - top) < 1e-9]
    return best[0] if len(best) == 1 else UNDECIDED, top / sum(sums.values())


def agrees(found, expected):
    codes, shares = found
    assert codes.tolist() == [code for code, _ in expected]
    assert np.allclose(shares, [np.nan if share is None else share for _, share in expected], equal_nan=True)


@settings(max_examples=80, deadline=None)
@given(VOTES)
def test_majority(votes):
    agrees(majority(votes, UNDECIDED), [counted(column, np.ones(len(votes))) for column in votes.T])


@settings(max_examples=80, deadline=None)
@given(VOTES, st.randoms(use_true_random=False))
def test_weighted(votes, random):
    weights = np.array([random.choice([0.0, 0.25, 0.5, 1.0, 3.0]) for _ in votes])
    agrees(weighted(votes, weights, UNDECIDED), [counted(column, weights) for column in votes.T])


def test_weights_by_class():
    votes = np.array([[1, 2, 2], [2, 1, 2], [2, 1, 0]])
    weights = np.array([[5.0, 1.0], [2.0, 2.0], [2.0, 2.0]])
    codes, shares = weighted(votes, weights, UNDECIDED, codes=np.array([1, 2]))
    assert codes.tolist() == [1, 1, 2]
    assert np.allclose(shares, [5 / 9, 4 / 5, 1])


@pytest.mark.parametrize("weights", [np.array([1.0, -1.0]), np.array([1.0, np.nan]), np.ones(3), np.ones((2, 3))])
def test_weights_that_make_no_sense(weights):
    with pytest.raises(ValueError, match="weight"):
        weighted(np.ones((2, 4), np.uint8), weights, UNDECIDED)


def test_undecided_is_no_class():
    with pytest.raises(ValueError, match="2"):
        weighted(np.array([[1, 2]]), np.ones((1, 2)), 2, codes=np.array([1, 2]))
    with pytest.raises(ValueError, match="class 3"):
        weighted(np.array([[1, 3]]), np.ones((1, 2)), UNDECIDED, codes=np.array([1, 2]))


def test_many_codes_and_maps():
    random = np.random.default_rng(2)
    votes = random.integers(60000, 60400, (40, 300)).astype(np.uint16)
    agrees(majority(votes, UNDECIDED), [counted(column, np.ones(40)) for column in votes.T])


def some_probabilities(seed, maps=3, pixels=50, classes=5):
    random = np.random.default_rng(seed)
    p = random.dirichlet(np.full(classes, 0.3), (maps, pixels))
    known = random.random((maps, pixels)) < 0.7
    return p, known


def test_mean_of_what_is_known():
    p, known = some_probabilities(3)
    weights = np.array([1.0, 2.0, 0.5])
    found = mean(np.where(known[..., None], p, np.nan), known, weights)
    for pixel in range(p.shape[1]):
        voters = np.flatnonzero(known[:, pixel])
        expected = np.average(p[voters, pixel], axis=0, weights=weights[voters]) if voters.size else np.zeros(5)
        assert np.allclose(found[pixel], expected, atol=1e-6)


def test_product_of_what_is_known():
    p, known = some_probabilities(4)
    found = product(np.where(known[..., None], p, np.nan), known)
    for pixel in range(p.shape[1]):
        voters = np.flatnonzero(known[:, pixel])
        joint = np.prod(np.maximum(p[voters, pixel], FLOOR), axis=0)
        assert np.allclose(found[pixel], joint / joint.sum() if voters.size else 0, atol=1e-5)


def test_product_of_many_maps_does_not_vanish():
    p = np.full((300, 1, 4), 1e-9)
    p[:, :, 1] = 2e-4
    assert np.allclose(product(p), [[0, 1, 0, 0]], atol=1e-6)
