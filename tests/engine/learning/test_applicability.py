"""The area of applicability: equal to a plain computation, and true to its purpose."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist, pdist

from landweave.engine.errors import UserError
from landweave.engine.learning.applicability import Applicability, fit_applicability, fold_numbers, thinned
from landweave.engine.learning.estimators import METHODS
from landweave.engine.learning.fitting import Recipe
from landweave.engine.learning.prepare import group_numbers, make_table
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.learning.makers import sample_set


def plain(features, importances, folds, pixels):
    """The paper's definition with whole distance matrices, in double precision."""
    mean, deviation = features.mean(axis=0), features.std(axis=0)
    known, unknown = ((a - mean) / deviation * importances for a in (features, pixels))
    spread = pdist(known).mean()
    between = cdist(known, known)
    between[folds[:, None] == folds] = np.inf
    own = between.min(axis=1) / spread
    low, high = np.percentile(own, [25, 75])
    return cdist(unknown, known).min(axis=1) / spread, own[own <= high + 1.5 * (high - low)].max()


@given(seed=st.integers(0, 1000), samples=st.integers(8, 60), features=st.integers(1, 8), folds=st.integers(2, 4))
@settings(max_examples=25, deadline=None)
def test_it_is_the_definition(seed, samples, features, folds):
    generator = np.random.default_rng(seed)
    known = generator.normal(1000, 300, (samples, features)).astype(np.float32)
    pixels = generator.normal(1000, 600, (30, features)).astype(np.float32)
    importances = generator.random(features) + 0.05
    numbers = np.arange(samples) % folds
    found = Applicability.fit(known, importances, numbers)
    expected, threshold = plain(known.astype(np.float64), importances, numbers, pixels.astype(np.float64))
    np.testing.assert_allclose(found.dissimilarity(pixels), expected, rtol=2e-3, atol=2e-3)
    assert found.threshold == pytest.approx(threshold, rel=2e-3, abs=2e-3)


@pytest.fixture(scope="module")
def area():
    generator = np.random.default_rng(0)
    return Applicability.fit(generator.normal(0, 1, (300, 21)), np.ones(21), np.arange(300) % 3, prototypes=130)


@given(start=st.integers(0, 1200), count=st.integers(1, 1400), seed=st.integers(0, 5))
@settings(max_examples=20, deadline=None)
def test_a_pixel_is_the_same_whatever_stands_beside_it(area, start, count, seed):
    pixels = np.random.default_rng(seed).normal(0, 2, (2600, 21)).astype(np.float32)
    whole = area.dissimilarity(pixels)
    assert whole.dtype == np.float32
    assert np.array_equal(area.dissimilarity(pixels[start : start + count]), whole[start : start + count])


def test_bytes_carry_it_and_are_the_same_again(area):
    again = Applicability.from_bytes(area.to_bytes())
    pixels = np.random.default_rng(1).normal(0, 2, (50, 21))
    assert np.array_equal(again.dissimilarity(pixels), area.dissimilarity(pixels))
    assert (again.threshold, again.to_bytes()) == (area.threshold, area.to_bytes())


@pytest.mark.parametrize("damage", ["cut", "shape", "nan", "object"])
def test_damaged_bytes_are_refused(area, damage):
    with np.load(io.BytesIO(area.to_bytes())) as stored:
        arrays = dict(stored)
    if damage == "shape":
        arrays["weights"] = arrays["weights"][:-1]
    if damage == "nan":
        arrays["means"][0] = np.nan
    if damage == "object":
        arrays["means"] = np.array([{}], dtype=object)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    data = buffer.getvalue()[: 50 if damage == "cut" else None]
    with pytest.raises(UserError, match="area of applicability"):
        Applicability.from_bytes(data)


def test_what_is_unknown_counts_as_the_mean(area):
    pixels = np.tile(area.means, (3, 1))
    pixels[0, 4], pixels[1, 4] = SERIES_NODATA, np.nan
    found = area.dissimilarity(pixels)
    assert found[0] == found[1] == found[2]


def test_each_class_has_its_own_limit():
    """By a loop: a pixel is inside if it lies within the whisker of the class of its nearest sample."""
    generator = np.random.default_rng(8)
    classes = np.repeat([0, 1], 60)
    known = np.where(classes[:, None] == 0, generator.normal(0, 0.1, (120, 2)), generator.normal(6, 1.5, (120, 2)))
    folds = np.arange(120) % 3
    found = Applicability.fit(known, [1, 1], folds, classes)
    pixels = generator.uniform(-3, 12, (300, 2))
    scaled, points = pixels / known.std(axis=0), known / known.std(axis=0)
    between = cdist(points, points)
    between[folds[:, None] == folds] = np.inf
    limits = []
    for number in (0, 1):
        own = between.min(axis=1)[classes == number]
        low, high = np.percentile(own, [25, 75])
        limits.append(own[own <= high + 1.5 * (high - low)].max())
    expected = [min(row) <= limits[classes[row.argmin()]] for row in cdist(scaled, points)]
    inside = found.dissimilarity(pixels) <= found.threshold
    assert np.mean(inside == expected) > 0.99  # rounding, at a limit
    assert limits[1] > 4 * limits[0]
    assert 0.05 < inside.mean() < 0.9


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


@pytest.mark.parametrize("left_out", range(5))
def test_a_class_that_was_not_learnt_is_outside_and_the_others_are_inside(field, left_out):
    table, groups = field
    learnt = np.flatnonzero((table.classes != left_out) & (groups % 3 != 0))
    found = fit_applicability(Recipe(METHODS["random_forest"], seed=1), table, learnt, groups)
    dissimilar = found.dissimilarity(table.matrix) > found.threshold
    assert dissimilar[table.classes == left_out].mean() >= 0.8
    assert dissimilar[(table.classes != left_out) & (groups % 3 == 0)].mean() <= 0.1


def test_a_region_with_another_season_is_outside(field):
    table, groups = field
    learnt = np.flatnonzero(groups % 3 != 0)
    found = fit_applicability(Recipe(METHODS["svm"], seed=1), table, learnt, groups)
    elsewhere = table.matrix[groups % 3 == 0][:, [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]]  # two seasons a year
    assert (found.dissimilarity(elsewhere) > found.threshold).mean() >= 0.8


def test_a_fold_of_its_own_for_no_one():
    """One group only: its samples are divided, as there must be two folds."""
    classes = np.array([0, 1] * 6)
    assert len(np.unique(fold_numbers(classes, np.zeros(12, np.int64), 5, 0))) > 1
    groups = np.arange(12) // 4
    folds = fold_numbers(classes, groups, 5, 0)
    assert all(len(np.unique(folds[groups == g])) == 1 for g in range(3))


def test_features_that_do_not_count():
    """Constant or unimportant ones change nothing; where none counts, all do alike."""
    generator = np.random.default_rng(3)
    known, folds = generator.normal(0, 1, (60, 3)), np.arange(60) % 3
    beside = np.concatenate([known, np.ones((60, 1)), generator.normal(0, 9, (60, 1))], axis=1)
    one = Applicability.fit(known, [1, 2, 3], folds)
    other = Applicability.fit(beside, [1, 2, 3, 5, -1], folds)
    pixels = np.concatenate([known + 1, np.full((60, 1), 7), np.full((60, 1), 50)], axis=1)
    np.testing.assert_allclose(other.dissimilarity(pixels), one.dissimilarity(pixels[:, :3]), rtol=1e-4)
    alike = [Applicability.fit(known, weights, folds).dissimilarity(known + 1) for weights in ([0, 0, 0], [1, 1, 1])]
    assert np.array_equal(*alike)


def test_samples_that_are_all_the_same():
    found = Applicability.fit(np.ones((20, 3)), [1, 1, 1], np.arange(20) % 2)
    assert found.dissimilarity(np.ones((2, 3))).tolist() == [0, 0]


@pytest.mark.parametrize(("shape", "folds"), [((10, 2), [0] * 10), ((10, 3), [0, 1] * 5), ((9, 2), [0, 1] * 5)])
def test_what_does_not_fit_is_refused(shape, folds):
    with pytest.raises(ValueError, match=r"fold|importances"):
        Applicability.fit(np.zeros(shape), [1, 1], np.array(folds))
    with pytest.raises(ValueError, match="features"):
        Applicability.fit(np.random.default_rng(0).random((10, 2)), [1, 1], np.arange(10) % 2).dissimilarity(
            np.zeros((1, 3))
        )


def test_a_thinned_set_keeps_two_folds():
    folds = np.r_[np.zeros(199, np.int64), 1]
    found = Applicability.fit(np.random.default_rng(0).random((200, 2)), [1, 1], folds, prototypes=3)
    assert np.isfinite(found.threshold)
