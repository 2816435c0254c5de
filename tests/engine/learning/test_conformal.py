"""Conformal sets keep what they promise, by the definition and in simulations."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.learning.conformal import (
    fit_conformal,
    nonconformity,
    prediction_sets,
    set_size,
    thresholds,
)
from landweave.engine.learning.estimators import METHODS
from landweave.engine.learning.fitting import Recipe, fit_some
from landweave.engine.learning.prepare import group_numbers, make_table
from landweave.engine.runtime.context import RunContext
from landweave.tests.engine.learning.makers import sample_set


def random_probabilities(generator, samples, classes):
    """Probabilities that are true: classes are drawn by them."""
    found = generator.dirichlet(np.full(classes, 0.5), samples).astype(np.float32)
    drawn = np.array([generator.choice(classes, p=row / row.sum()) for row in found.astype(np.float64)])
    return found, drawn


@given(seed=st.integers(0, 10_000), samples=st.integers(1, 60), alpha=st.sampled_from([0.05, 0.1, 0.2, 0.5]))
@settings(max_examples=40, deadline=None)
def test_thresholds_are_the_ranks_of_the_definition(seed, samples, alpha):
    generator = np.random.default_rng(seed)
    probabilities = generator.dirichlet(np.ones(3), samples).astype(np.float32)
    classes = generator.integers(0, 3, samples)
    found = thresholds(probabilities, classes, alpha)
    for number in range(3):
        scores = sorted(float(np.float32(1) - p[number]) for p, c in zip(probabilities, classes) if c == number)
        rank = next(k for k in range(1, len(scores) + 3) if k >= (len(scores) + 1) * (1 - alpha) - 1e-9)
        assert found[number] == (scores[rank - 1] if rank <= len(scores) else 1)


@given(seed=st.integers(0, 10_000), classes=st.integers(2, 6))
@settings(max_examples=40, deadline=None)
def test_set_sizes_are_those_of_a_loop(seed, classes):
    generator = np.random.default_rng(seed)
    probabilities = generator.dirichlet(np.ones(classes), 30).astype(np.float32)
    limits = generator.random(classes).astype(np.float32)
    expected = [sum(bool(np.float32(1) - p <= t) for p, t in zip(row, limits)) for row in probabilities]
    found = set_size(probabilities, limits)
    assert found.dtype == np.uint8
    assert found.tolist() == expected


def test_nine_of_ten_of_each_class_are_in_their_sets():
    """The promise: 90 % +- 2 overall, +- 4 a class, on samples of the same kind."""
    generator = np.random.default_rng(3)
    probabilities, classes = random_probabilities(generator, 6000, 5)
    limits = thresholds(probabilities[:3000], classes[:3000])
    inside = prediction_sets(probabilities[3000:], limits)[np.arange(3000), classes[3000:]]
    assert inside.mean() == pytest.approx(0.9, abs=0.02)
    for number in range(5):
        assert inside[classes[3000:] == number].mean() == pytest.approx(0.9, abs=0.04)


def test_few_samples_are_covered_as_well():
    """With 20 samples a class the mean coverage over many draws is between 1 - alpha and 1 - alpha + 1 / 21."""
    generator = np.random.default_rng(5)
    covered = []
    for _ in range(400):
        own = generator.random((40, 1)).astype(np.float32)
        probabilities = np.concatenate([own, 1 - own], axis=1)
        limit = thresholds(probabilities[:20], np.zeros(20, np.int64), 0.1)[0]
        covered.append(np.mean(nonconformity(own[20:, 0]) <= limit))
    assert 0.9 - 0.012 <= np.mean(covered) <= 0.9 + 1 / 21 + 0.012


def test_a_class_with_too_few_samples_is_in_every_set():
    probabilities = np.full((8, 2), 0.5, np.float32)
    assert thresholds(probabilities, np.zeros(8, np.int64)).tolist() == [1, 1]
    assert set_size(np.array([[1, 0]], np.float32), np.ones(2, np.float32)).tolist() == [2]


@pytest.mark.parametrize("alpha", [0, 1, -0.1, math.nan])
def test_an_impossible_level_is_refused(alpha):
    with pytest.raises(ValueError, match="alpha"):
        thresholds(np.full((2, 2), 0.5), np.zeros(2, np.int64), alpha)


def test_sets_of_new_polygons_hold_the_truth():
    """Thresholds come from held-out polygons of one half; the other half has never been seen. Mean of 10 draws."""
    right, covered = [], []
    for seed in range(10):
        samples = sample_set(polygons=150, spread=700, seed=seed)
        table = make_table(samples, "s", "code", RunContext())
        groups = group_numbers(samples, "s", "polygon_id")
        first, second = np.flatnonzero(groups % 2 == 0), np.flatnonzero(groups % 2 == 1)
        recipe = Recipe(METHODS["lda"], seed=1)
        found = fit_conformal(recipe, table, first, groups, RunContext())
        assert list(found) == ["1", "3", "7"]
        limits = np.array(list(found.values()), np.float32)
        model = fit_some(recipe, table.matrix[first], table.classes[first], groups[first], 3)
        probabilities = model.predict_proba(table.matrix[second])
        inside = prediction_sets(probabilities, limits)[np.arange(len(second)), table.classes[second]]
        right.append(np.mean(probabilities.argmax(axis=1) == table.classes[second]))
        covered.append([inside[table.classes[second] == number].mean() for number in range(3)])
    assert np.mean(right) < 0.85  # else sets would have nothing to do
    assert np.mean(covered) == pytest.approx(0.9, abs=0.02)
    assert np.mean(covered, axis=0) == pytest.approx(0.9, abs=0.04)


def test_classes_with_few_polygons_are_named():
    events = []
    samples = sample_set(polygons=6)
    table = make_table(samples, "s", "code", RunContext())
    groups = group_numbers(samples, "s", "polygon_id")
    parts = [np.flatnonzero(groups % 2 == 0), np.flatnonzero(groups % 2 == 1)]
    found = fit_conformal(Recipe(METHODS["lda"]), table, parts, groups, RunContext(emit=events.append))
    assert all(0 <= limit <= 1 for limit in found.values())
    assert any("few polygons: 1 (6), 3 (6), 7 (6)" in e.get("message", "") for e in events)
