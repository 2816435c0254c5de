"""Doubtful labels against loops and scikit-learn's neighbours."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

from landweave.engine.learning.label_noise import (
    CHECK,
    KEEP,
    REMOVE,
    believed_classes,
    confident_learning,
    joint_distribution,
    neighbour_consistency,
    self_confidence_thresholds,
)
from landweave.engine.learning.neighbours import comparable_features, neighbour_shares, neighbours_of_others
from landweave.engine.types import SERIES_NODATA


@st.composite
def judged(draw, classes=4):
    """Probabilities and labels of a few samples; not every class need occur."""
    count = draw(st.integers(1, 25))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    probabilities = generator.dirichlet(np.full(classes, draw(st.sampled_from([0.1, 1.0, 5.0]))), count)
    return probabilities.astype(np.float32), generator.integers(0, classes, count)


def counted_by_loop(probabilities, classes):
    """The confident joint, written as in the paper: thresholds, then one sample after the other."""
    count = probabilities.shape[1]
    thresholds = []
    for j in range(count):
        own = [p[j] for p, y in zip(probabilities, classes) if y == j]
        thresholds.append(sum(map(float, own)) / len(own) if own else float("inf"))
    joint = np.zeros((count, count))
    for p, y in zip(probabilities, classes):
        reached = [j for j in range(count) if p[j] >= thresholds[j] - 1e-6]
        if reached:
            joint[y, max(reached, key=lambda j: p[j])] += 1
    return joint


@settings(max_examples=60, deadline=None)
@given(judged())
def test_confident_joint_is_that_of_a_loop(case):
    probabilities, classes = case
    believed = believed_classes(probabilities, self_confidence_thresholds(probabilities, classes))
    found = np.zeros((4, 4))
    for y, j in zip(classes, believed):
        if j >= 0:
            found[y, j] += 1
    np.testing.assert_array_equal(found, counted_by_loop(probabilities, classes))


@settings(max_examples=60, deadline=None)
@given(judged())
def test_joint_distribution_keeps_the_shares_of_the_given_classes(case):
    probabilities, classes = case
    believed = believed_classes(probabilities, self_confidence_thresholds(probabilities, classes))
    joint = joint_distribution(classes, believed, 4)
    np.testing.assert_allclose(joint.sum(axis=1), np.bincount(classes, minlength=4) / len(classes), atol=1e-12)
    counts = counted_by_loop(probabilities, classes)
    for i in range(4):  # scaled row by row only
        if counts[i].sum():
            np.testing.assert_allclose(joint[i] / max(joint[i].sum(), 1e-12), counts[i] / counts[i].sum(), atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(judged())
def test_verdict_of_confident_learning(case):
    probabilities, classes = case
    verdict = confident_learning(probabilities, classes)
    rows = np.arange(len(classes))
    assert set(verdict.advice) <= {KEEP, CHECK, REMOVE}
    np.testing.assert_allclose(verdict.share, probabilities[rows, classes])
    assert (verdict.suggested[verdict.suspicious] != classes[verdict.suspicious]).all()
    assert ((verdict.suspicion >= 0) & (verdict.suspicion <= 1)).all()
    others = np.where(np.eye(4, dtype=bool)[classes], -1, probabilities).max(axis=1)
    np.testing.assert_allclose(verdict.suspicion, (1 + others - verdict.share) / 2, atol=1e-6)
    believed = believed_classes(probabilities, self_confidence_thresholds(probabilities, classes))
    np.testing.assert_array_equal(verdict.advice == REMOVE, (believed >= 0) & (believed != classes))


def test_right_labels_and_sure_probabilities_leave_nothing_to_suspect():
    classes = np.arange(30) % 3
    assert not confident_learning(np.eye(3, dtype=np.float32)[classes], classes).suspicious.any()


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 40), st.integers(1, 6), st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_neighbours_are_those_of_scikit_learn(samples, groups, count, seed):
    generator = np.random.default_rng(seed)
    points, group = generator.normal(size=(samples, 3)), generator.integers(0, groups, samples)
    found = neighbours_of_others(points, group, count)
    for n in range(samples):
        others = np.flatnonzero(group != group[n])
        there = min(count, len(others))
        assert (found[n, there:] == -1).all()
        if there:
            near = NearestNeighbors(n_neighbors=there).fit(points[others]).kneighbors(points[[n]])[1][0]
            np.testing.assert_array_equal(found[n, :there], others[near])


def test_neighbours_do_not_depend_on_the_chunks(monkeypatch):
    generator = np.random.default_rng(0)
    points, group = generator.normal(size=(50, 4)), generator.integers(0, 9, 50)
    whole = neighbours_of_others(points, group, 5)
    monkeypatch.setattr("landweave.engine.learning.neighbours._CHUNK_BYTES", 8 * 50 * 7)
    np.testing.assert_array_equal(neighbours_of_others(points, group, 5), whole)


def test_shares_of_neighbours_count_those_there_are():
    neighbours = np.array([[1, 2, 3], [0, 2, -1], [-1, -1, -1], [0, 1, 2]])
    shares = neighbour_shares(neighbours, np.array([0, 1, 1, 0]), 2)
    np.testing.assert_allclose(shares, [[1 / 3, 2 / 3], [0.5, 0.5], [0, 0], [1 / 3, 2 / 3]])


def test_a_label_that_its_neighbours_do_not_share():
    shares = np.array([[0.1, 0.8, 0.1], [0.25, 0.4, 0.35], [0.4, 0.35, 0.25], [0.0, 0.0, 0.0]])
    verdict = neighbour_consistency(shares, np.array([0, 0, 0, 0]), 0.3)
    assert list(verdict.advice) == [REMOVE, CHECK, KEEP, KEEP]
    assert list(verdict.suggested[:2]) == [1, 1]


def test_distances_are_those_of_standardised_features():
    generator = np.random.default_rng(1)
    matrix = generator.normal(500, 200, (60, 6)).astype(np.int16)
    plain = StandardScaler().fit_transform(matrix)
    ours = comparable_features(matrix)
    expected = ((plain[:, None] - plain) ** 2).sum(axis=2)
    np.testing.assert_allclose(((ours[:, None] - ours) ** 2).sum(axis=2), expected, atol=1e-4)
    fewer = comparable_features(matrix, 2)
    np.testing.assert_allclose(np.abs(fewer), np.abs(PCA(2).fit_transform(plain)), atol=1e-4)


def test_what_is_unknown_lies_in_the_middle():
    matrix = np.array([[1, 0], [3, 0], [9, 0], [SERIES_NODATA, 0], [SERIES_NODATA, SERIES_NODATA]], np.int16)
    filled = np.array([[1, 0], [3, 0], [9, 0], [3, 0], [3, 0]], np.int16)
    np.testing.assert_allclose(comparable_features(matrix), comparable_features(filled), atol=1e-6)


@pytest.mark.parametrize("classes", [2, 3])
def test_probabilities_that_say_nothing(classes):
    """All classes equally likely everywhere: no label is worse than another."""
    labels = np.arange(12) % classes
    verdict = confident_learning(np.full((12, classes), 1 / classes, np.float32), labels)
    assert not (verdict.advice == CHECK).any()
