"""The self-organising map: what it promises, and the smoothing against a loop."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.learning.label_noise import CHECK, KEEP, REMOVE
from landweave.engine.learning.som import (
    Som,
    class_shares,
    grid_shape,
    nearest_neurons,
    posterior_shares,
    som_verdict,
    train_som,
)


def heaps(seed=0, each=40):
    """Four heaps of points in five dimensions, far from each other."""
    generator = np.random.default_rng(seed)
    centres = np.array([[0, 0], [9, 0], [0, 9], [9, 9]]) @ generator.normal(size=(2, 5))
    points = np.concatenate([c + generator.normal(0, 0.3, (each, 5)) for c in centres])
    return points, np.repeat(np.arange(4), each)


def test_neurons_do_not_mix_what_is_far_apart():
    points, heap = heaps()
    som = train_som(points, (6, 6))
    shares = class_shares(som.neurons, heap, 36, 4)
    np.testing.assert_allclose(shares.max(axis=1)[np.unique(som.neurons)], 1.0)


def test_neighbouring_neurons_are_alike():
    """The order on the grid is that of the points: neurons beside each other are nearer than others."""
    points, _ = heaps()
    som = train_som(points, (6, 6))
    row, column = np.divmod(np.arange(36), 6)
    steps = np.abs(row[:, None] - row) + np.abs(column[:, None] - column)
    away = np.sqrt(((som.weights[:, None] - som.weights) ** 2).sum(axis=2))
    assert away[steps == 1].mean() < 0.5 * away[steps > 3].mean()


def test_samples_lie_in_their_nearest_neuron_and_the_order_of_rows_does_not_matter():
    points, _ = heaps(1)
    som = train_som(points, (5, 4))
    away = ((points[:, None] - som.weights) ** 2).sum(axis=2)
    np.testing.assert_array_equal(nearest_neurons(points, som.weights), away.argmin(axis=1))
    order = np.random.default_rng(0).permutation(len(points))
    other = train_som(points[order], (5, 4))
    np.testing.assert_allclose(other.weights, som.weights, atol=1e-8)
    np.testing.assert_array_equal(other.neurons, som.neurons[order])


def test_the_map_represents_better_than_the_plane_it_begins_with():
    points, _ = heaps(2)

    def error(som):
        return ((points - som.weights[som.neurons]) ** 2).sum(axis=1).mean()

    assert error(train_som(points, (6, 6), rounds=30)) < 0.5 * error(train_som(points, (6, 6), rounds=1))


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 5), st.integers(2, 5), st.integers(0, 2**32 - 1))
def test_posterior_is_that_of_a_loop(rows, columns, seed):
    generator = np.random.default_rng(seed)
    shares = generator.dirichlet(np.full(3, 0.5), rows * columns)
    shares[generator.random(len(shares)) < 0.2] = 0
    found = posterior_shares(shares, (rows, columns))
    for n in range(rows * columns):
        near = [m for m in range(rows * columns)
                if max(abs(m // columns - n // columns), abs(m % columns - n % columns)) == 1]
        spread = abs(1 - max(shares[n]))
        for c in range(3):
            values = [shares[m, c] for m in near]
            mean = sum(values) / len(values)
            variance = sum((v - mean) ** 2 for v in values) / (len(values) - 1)
            weight = variance / (variance + spread) if variance + spread > 0 else 1.0
            np.testing.assert_allclose(found[n, c], weight * shares[n, c] + (1 - weight) * mean, atol=1e-12)


def test_advice():
    """A neuron of nine of one class and one of another, and a mixed one; far apart on the grid."""
    neurons = np.array([0] * 10 + [8] * 9)
    classes = np.array([0] * 9 + [1] + [1] * 5 + [0] * 4)
    verdict = som_verdict(Som((3, 3), np.zeros((9, 1)), neurons), classes, 2)
    assert verdict.advice[9] == REMOVE
    assert verdict.suggested[9] == 0
    assert set(verdict.advice[15:]) == {REMOVE}
    assert set(verdict.advice[10:15]) == {CHECK}, "55 % of a neuron are fewer than 60 %"
    assert not verdict.suspicious[10:15].any()
    assert set(verdict.advice[:9]) <= {KEEP, CHECK}


def test_size_of_the_grid():
    assert grid_shape(4) == (3, 3)
    assert grid_shape(10**9) == (30, 30)
    side = grid_shape(1837)[0]
    assert abs(side * side - 5 * 1837**0.5) < 2 * side
