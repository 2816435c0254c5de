"""Nearest neighbour distance matching against its definition, computed by loops."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.samples import knndm
from landweave.engine.samples.knndm import held_out_distances, matched_folds, matched_side, mismatch

SIDE = 10_000.0


def clustered(seed, count=120, villages=6, spread=300.0):
    """Return places around a few villages."""
    random = np.random.default_rng(seed)
    middles = random.uniform(0.1 * SIDE, 0.9 * SIDE, (villages, 2))
    return middles[random.integers(0, villages, count)] + random.normal(0, spread, (count, 2))


def everywhere(step=500.0):
    axis = np.arange(step / 2, SIDE, step)
    return np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)


def distances_by_loops(places, folds):
    """Return the distance of each place to the nearest one of another fold."""
    return [min(np.hypot(*(a - b)) for b, g in zip(places, folds) if g != f) for a, f in zip(places, folds)]


def area_between(first, second):
    """Return the area between two distribution functions (G functions), summed step by step."""
    first, second = np.sort(first), np.sort(second)
    steps = np.unique(np.concatenate([first, second]))
    area = 0.0
    for low, high in zip(steps[:-1], steps[1:]):
        g1, g2 = (first <= low).mean(), (second <= low).mean()
        area += abs(g1 - g2) * (high - low)
    return area


def off(places, folds, domain):
    wanted = [min(np.hypot(*(p - q)) for q in places) for p in domain]
    return area_between(distances_by_loops(places, folds), wanted)


@given(st.integers(0, 10_000), st.integers(2, 6))
@settings(max_examples=15, deadline=None)
def test_distances_and_mismatch_are_those_of_the_definition(seed, count):
    random = np.random.default_rng(seed)
    places, other = random.uniform(0, 100, (30, 2)), random.uniform(0, 100, 40)
    folds = random.permutation(np.arange(30) % count)
    found = held_out_distances(places, folds)
    assert np.allclose(found, distances_by_loops(places, folds))
    assert mismatch(found, other) == pytest.approx(area_between(found, other))


@pytest.mark.parametrize("seed", range(5))
def test_matches_better_than_random_and_block_folds(seed):
    places, domain = clustered(seed, villages=12), everywhere(1000.0)
    found = matched_folds(places, domain, 5, seed)
    matched = off(places, found.folds, domain)
    assert found.distance == pytest.approx(matched)
    random = np.random.default_rng(seed + 50)
    by_chance = off(places, random.permutation(np.arange(len(places)) % 5), domain)
    block = np.unique(np.floor(places / 1000), axis=0, return_inverse=True)[1].ravel()
    in_blocks = off(places, random.permutation(block.max() + 1)[block] % 5, domain)
    assert matched < 0.5 * by_chance
    assert matched <= in_blocks
    assert found.random_distance > matched


def test_samples_all_over_the_map_are_drawn_one_by_one_or_nearly():
    domain = everywhere(250.0)
    random = np.random.default_rng(3)
    places = random.uniform(0, SIDE, (400, 2))
    found = matched_folds(places, domain, 10, 0)
    assert found.clusters == 0 or found.clusters > 100
    assert found.distance < 60


@given(st.integers(0, 10_000), st.integers(2, 8), st.integers(8, 60))
@settings(max_examples=30, deadline=None)
def test_folds_are_all_there_repeat_and_are_not_too_large(seed, count, places):
    made = clustered(seed, places, villages=3)
    first, again = (matched_folds(made, everywhere(2000.0), count, seed) for _ in range(2))
    assert np.array_equal(first.folds, again.folds)
    size = np.bincount(first.folds, minlength=count)
    assert len(size) == count and size.min() > 0
    assert size.max() <= max(0.5, 1.3 / count, np.ceil(places / count) / places) * places
    assert first.distance <= first.random_distance


def test_places_that_are_one_are_no_trouble():
    found = matched_folds(np.zeros((6, 2)), everywhere(5000.0), 3, 0)
    assert np.bincount(found.folds).tolist() == [2, 2, 2]


def test_many_places_are_clustered_from_squares(monkeypatch):
    places = clustered(1, 400)
    monkeypatch.setattr(knndm, "_MOST_CLUSTERED", 50)
    found = matched_folds(places, everywhere(1000.0), 5, 0)
    assert found.distance < 0.6 * found.random_distance


def test_ten_thousand_places_take_seconds():
    began = time.process_time()
    matched_folds(clustered(0, 10_000, villages=40), everywhere(250.0), 5, 0)
    assert time.process_time() - began < 30


@pytest.mark.parametrize("seed", range(4))
def test_a_side_is_as_far_as_the_map(seed):
    places, domain = clustered(seed, 200, villages=12), everywhere(500.0)
    order = np.random.default_rng(seed).random(200)

    def draw(clusters):
        groups = np.arange(200) if clusters is None else clusters
        turn = np.argsort([order[groups == g].min() for g in range(groups.max() + 1)])
        taken, side = 0, np.zeros(200, bool)
        for group in turn:
            if taken < 100:
                side |= groups == group
                taken = side.sum()
        return side

    side, distance, clusters = matched_side(places, domain, 0.5, draw)

    def off_of(chosen):
        learnt = places[chosen]
        held = [min(np.hypot(*(p - q)) for q in learnt) for p in places[~chosen]]
        return area_between(held, [min(np.hypot(*(p - q)) for q in learnt) for p in domain])

    assert distance == pytest.approx(off_of(side))
    assert distance <= off_of(draw(None))
    assert clusters > 1 and 0.4 <= side.mean() <= 0.6


def test_clusters_are_dealt_out_so_that_folds_get_about_the_shares_of_the_classes():
    uneven = {True: [], False: []}
    for seed in range(10):
        random = np.random.default_rng(seed)
        places, clusters = random.uniform(0, SIDE, (300, 2)), random.integers(0, 30, 300)
        own = random.integers(0, 3, 30)[clusters]
        classes = np.eye(3)[np.where(random.random(300) < 0.8, own, random.integers(0, 3, 300))]
        for balanced, found in uneven.items():
            what = classes if balanced else np.ones((300, 1))
            folds = knndm._dealt_out(places, clusters, 5, what, np.random.default_rng(seed))
            for cluster in range(30):
                assert len(set(folds[clusters == cluster])) == 1
            shares = np.array([classes[folds == fold].sum(axis=0) for fold in range(5)]) / classes.sum(axis=0)
            found.append(np.abs(shares - 0.2).mean())
    assert np.mean(uneven[True]) < 0.7 * np.mean(uneven[False])


def test_broken_clusters_are_single_places_and_the_others_stay():
    clusters = np.random.default_rng(0).integers(0, 20, 200)
    found = knndm._broken(clusters, 0.3, np.random.default_rng(1))
    size = np.bincount(found)[found]
    alone = size == 1
    assert 0.15 < alone.mean() <= 0.3
    for cluster in range(20):
        own = clusters == cluster
        assert alone[own].all() or len(set(found[own])) == 1
    assert np.array_equal(np.sort(np.unique(found)), np.arange(found.max() + 1))
