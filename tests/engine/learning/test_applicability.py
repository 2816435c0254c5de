"""The area of applicability: equal to a plain computation, and true to its purpose."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.ensemble import RandomForestClassifier

from landweave.engine.errors import UserError
from landweave.engine.learning import applicability as room
from landweave.engine.learning.applicability import (
    Applicability,
    class_space,
    fit_applicability,
    fold_numbers,
    thinned,
)
from landweave.engine.learning.prepare import group_numbers, make_table
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.learning.makers import sample_set


def some(count=120, features=5, classes=3, seed=0):
    """Samples of classes side by side: features, class, group, fold."""
    generator = np.random.default_rng(seed)
    numbers = np.arange(count) % classes
    known = generator.normal(0, 300, (count, features)) + 900 * generator.normal(0, 1, (classes, features))[numbers]
    return known.astype(np.float32), numbers, np.arange(count) // classes, np.arange(count) // classes % 4


def surprise(seen, numbers):
    """-ln of the share of numbers seen that are at least as large, one number after the other."""
    seen, out = np.sort(seen), []
    for number in numbers:
        if number > seen[-1]:
            last = -np.log(((seen >= seen[-1]).sum() + 1) / (len(seen) + 1))
            out.append(last + max(last, 1) * (number / seen[-1] - 1))
            continue
        places = [-np.log(((seen >= s).sum() + 1) / (len(seen) + 1)) for s in seen]
        out.append(np.interp(number, seen, places))
    return np.array(out)


def plain(known, classes, folds, pixels, seed=0):
    """The index by whole distance matrices and scikit-learn's forest, and the limit."""
    mean = known.mean(axis=0)
    own = [known[classes == c] for c in np.unique(classes)]
    spread = np.sqrt(np.mean([part.var(axis=0) for part in own], axis=0))
    weighed = np.concatenate([(part - mean) / spread / np.sqrt(len(part)) for part in own])
    axes = np.linalg.svd(weighed, full_matrices=False)[2].T
    points, there = ((a - mean) / spread @ axes for a in (known, pixels))
    between = cdist(points, points)
    between[folds[:, None] == folds] = np.inf
    alike = np.where(classes[:, None] == classes, between, np.inf).min(axis=1)
    kept = 1 - room.MISSED
    scale = np.array([np.quantile(alike[classes == c], kept, method="higher") for c in range(len(own))])[classes]
    near = (between / scale).min(axis=1)
    forest = RandomForestClassifier(room.TREES, random_state=seed)
    doubt = np.empty(len(known))
    for fold in np.unique(folds):
        learnt = forest.fit(known[folds != fold], classes[folds != fold])
        doubt[folds == fold] = 1 - learnt.predict_proba(known[folds == fold]).max(axis=1)
    limit = np.quantile(surprise(near, near) + surprise(doubt, doubt), kept, method="higher")
    strange = 1 - forest.fit(known, classes).predict_proba(pixels).max(axis=1)
    return surprise(near, (cdist(there, points) / scale).min(axis=1)) + surprise(doubt, strange), limit


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_definition(seed):
    known, classes, groups, folds = some(seed=seed)
    pixels = (known + np.random.default_rng(seed).normal(0, 400, known.shape)).astype(np.float32)
    found = Applicability.fit(known, classes, groups, folds)
    expected, limit = plain(known.astype(np.float64), classes, folds, pixels.astype(np.float64))
    index = found.dissimilarity(pixels)
    assert np.mean(np.abs(index - expected) < 0.05 + 0.02 * expected) > 0.95  # a tree may turn at a rounded number
    assert found.threshold == pytest.approx(limit, rel=0.05)
    assert 0.03 < np.mean(index > found.threshold) < 0.9


def test_features_are_weighed_by_how_they_vary_within_classes():
    generator = np.random.default_rng(5)
    classes = np.arange(400) % 2
    known = np.stack([classes * 10 + generator.normal(0, 1, 400), generator.normal(0, 50, 400)], axis=1)
    pixels = np.array([[0, 0], [4, 0], [0, 200]])
    points = class_space(known, classes).apply(pixels)
    steps = np.linalg.norm(points - points[0], axis=1)
    assert steps[1:] == pytest.approx([4, 4], rel=0.1)


@pytest.fixture(scope="module")
def area():
    known, classes, groups, folds = some(300, 21)
    return Applicability.fit(known, classes, groups, folds, prototypes=130)


@given(start=st.integers(0, 1200), count=st.integers(1, 1400), seed=st.integers(0, 5))
@settings(max_examples=10, deadline=None)
def test_a_pixel_is_the_same_whatever_stands_beside_it(area, start, count, seed):
    pixels = np.random.default_rng(seed).normal(0, 900, (2600, 21)).astype(np.float32)
    whole = area.dissimilarity(pixels)
    assert whole.dtype == np.float32
    assert np.array_equal(area.dissimilarity(pixels[start : start + count]), whole[start : start + count])


def test_threads_change_nothing(area):
    known, classes, groups, folds = some(300, 21)
    assert Applicability.fit(known, classes, groups, folds, jobs=2, prototypes=130).to_bytes() == area.to_bytes()


def test_bytes_carry_it_and_are_the_same_again(area):
    again = Applicability.from_bytes(area.to_bytes())
    pixels = np.random.default_rng(1).normal(0, 900, (50, 21)).astype(np.float32)
    assert np.array_equal(again.dissimilarity(pixels), area.dissimilarity(pixels))
    assert (again.threshold, again.to_bytes()) == (area.threshold, area.to_bytes())


@pytest.mark.parametrize("damage", ["cut", "shape", "nan", "object", "tail", "forest"])
def test_damaged_bytes_are_refused(area, damage):
    with np.load(io.BytesIO(area.to_bytes())) as stored:
        arrays = dict(stored)
    if damage == "shape":
        arrays["scales"] = arrays["scales"][:-1]
    if damage == "nan":
        arrays["threshold"][0] = np.nan
    if damage == "object":
        arrays["prototypes"] = np.array([{}], dtype=object)
    if damage == "tail":
        arrays["far"] = arrays["far"][:, ::-1]
    if damage == "forest":
        del arrays["forest_left"]
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    data = buffer.getvalue()[: 50 if damage == "cut" else None]
    with pytest.raises(UserError, match=r"area of applicability|forest"):
        Applicability.from_bytes(data)


def test_what_is_unknown_counts_as_the_mean(area):
    pixels = np.tile(area.space.means, (3, 1)).astype(np.float32)
    pixels[0, 4], pixels[1, 4] = SERIES_NODATA, np.nan
    found = area.dissimilarity(pixels)
    assert found[0] == found[1] == found[2]


def test_whole_numbers_are_as_good_as_real_ones():
    known, classes, groups, folds = some()
    whole = np.rint(known).astype(np.int16)
    one = Applicability.fit(whole, classes, groups, folds)
    other = Applicability.fit(whole.astype(np.float32), classes, groups, folds)
    assert np.allclose(one.dissimilarity(whole), other.dissimilarity(whole.astype(np.float32)), atol=1e-3)


def test_far_away_is_outside_however_sure_the_forest_is(area):
    known = some(300, 21)[0]
    assert (area.dissimilarity(known * 60 + 20000) > 2 * area.threshold).all()


def test_thinning_is_fair_and_repeats():
    classes = np.repeat([0, 1, 2], [1000, 500, 20])
    groups = np.arange(1520) // 10
    kept = thinned(1520, classes, groups, 150, 7)
    assert np.array_equal(kept, thinned(1520, classes, groups, 150, 7))
    assert np.bincount(classes[kept]).tolist() == [65, 65, 20]
    of_first = np.bincount(groups[kept][classes[kept] == 0], minlength=100)[:100]
    assert of_first.max() == 1  # 65 of 100 polygons: none twice


@pytest.fixture(scope="module")
def field():
    """Five classes with 30 polygons each, well apart."""
    samples = sample_set(classes=(1, 2, 3, 4, 5), polygons=30, pixels=8, features=12, spread=120, seed=2)
    table = make_table(samples, "s", "code", RunContext())
    return table, group_numbers(samples, "s", "polygon_id")


def test_a_class_that_was_not_learnt_is_outside_and_the_others_are_inside(field):
    table, groups = field
    others = []
    for left_out in range(5):
        learnt = np.flatnonzero((table.classes != left_out) & (groups % 3 != 0))
        found = fit_applicability(table, learnt, groups, seed=1)
        dissimilar = found.dissimilarity(table.matrix) > found.threshold
        assert dissimilar[table.classes == left_out].mean() >= 0.8
        others.append(dissimilar[(table.classes != left_out) & (groups % 3 == 0)].mean())
    assert np.mean(others) <= 0.11
    assert max(others) <= 0.15  # of 40 polygons


def test_a_region_with_another_season_is_outside(field):
    table, groups = field
    learnt = np.flatnonzero(groups % 3 != 0)
    found = fit_applicability(table, learnt, groups, seed=1)
    elsewhere = table.matrix[groups % 3 == 0][:, [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]]  # two seasons a year
    assert (found.dissimilarity(elsewhere) > found.threshold).mean() >= 0.8


def test_a_fold_of_its_own_for_no_one():
    """One group only: its samples are divided, as there must be two folds."""
    classes = np.array([0, 1] * 6)
    assert len(np.unique(fold_numbers(classes, np.zeros(12, np.int64), 5, 0))) > 1
    groups = np.arange(12) // 4
    folds = fold_numbers(classes, groups, 5, 0)
    assert all(len(np.unique(folds[groups == g])) == 1 for g in range(3))


def test_features_that_are_constant():
    known, classes, groups, folds = some(seed=3)
    beside = np.concatenate([known, np.ones((len(known), 1), np.float32)], axis=1)
    one = Applicability.fit(known, classes, groups, folds)
    other = Applicability.fit(beside, classes, groups, folds)
    assert np.isfinite(other.dissimilarity(beside)).all()
    assert other.threshold == pytest.approx(one.threshold, rel=0.2)


def test_samples_that_are_all_the_same():
    classes = np.arange(20) % 2
    found = Applicability.fit(np.ones((20, 3), np.float32), classes, np.arange(20), np.arange(20) // 2 % 2)
    same = found.dissimilarity(np.ones((2, 3), np.float32))
    assert (same <= found.threshold).all()
    assert (found.dissimilarity(np.full((1, 3), 50, np.float32)) > found.threshold).all()


@pytest.mark.parametrize(("count", "folds", "classes"), [(10, [0] * 10, [0, 1] * 5), (10, [0, 1] * 5, [1] * 10),
                                                         (9, [0, 1] * 5, [0, 1] * 5)])
def test_what_does_not_fit_is_refused(count, folds, classes):
    with pytest.raises(ValueError, match=r"fold|features"):
        Applicability.fit(np.zeros((count, 2)), np.array(classes), np.arange(10), np.array(folds))


def test_other_features_are_refused(area):
    with pytest.raises(ValueError, match="features"):
        area.dissimilarity(np.zeros((1, 3), np.float32))


def test_a_thinned_set_keeps_two_folds():
    folds = np.r_[np.zeros(199, np.int64), 1]
    known = np.random.default_rng(0).random((200, 2)).astype(np.float32)
    found = Applicability.fit(known, np.arange(200) % 2, np.arange(200), folds, prototypes=3)
    assert np.isfinite(found.threshold)
