"""Compiled forests against scikit-learn's own prediction."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier

from landweave.engine.errors import UserError
from landweave.engine.learning import forest_leaves
from landweave.engine.learning.forest import CompiledForest

FORESTS = (RandomForestClassifier, ExtraTreesClassifier)


def samples(count, features=6, classes=4, seed=0, low=-32768, high=32767):
    random = np.random.default_rng(seed)
    table = random.integers(low, high, (count, features), endpoint=True)
    labels = (table[:, 0] > 0) * 2 + (table[:, 1] + table[:, 2] > 0) + (random.random(count) < 0.1)
    return table.astype(np.int16), labels % classes


def fitted(kind=RandomForestClassifier, table=None, labels=None, **options):
    if table is None:
        table, labels = samples(300)
    return kind(n_estimators=7, random_state=1, **options).fit(table, labels)


def agree(estimator, features):
    exact = estimator.predict_proba(features)
    computed = CompiledForest.from_sklearn(estimator).predict_proba(features)
    assert computed.dtype == np.float32
    assert np.abs(computed - exact).max(initial=0) <= 1e-6
    top = np.sort(exact, axis=1)[:, -2:]
    clear = np.diff(top, axis=1)[:, 0] > 1e-7 if exact.shape[1] > 1 else slice(None)
    assert np.array_equal(computed.argmax(axis=1)[clear], exact.argmax(axis=1)[clear])
    return True


@pytest.mark.parametrize("kind", FORESTS)
@given(seed=st.integers(0, 10**6), depth=st.sampled_from([None, 1, 5]), leaf=st.integers(1, 5))
@settings(max_examples=12)
def test_integer_features_give_the_same_probabilities(kind, seed, depth, leaf):
    table, labels = samples(200, seed=seed)
    estimator = fitted(kind, table, labels, max_depth=depth, min_samples_leaf=leaf)
    assert agree(estimator, samples(700, seed=seed + 1)[0])


@pytest.mark.parametrize("kind", FORESTS)
@pytest.mark.parametrize("scale", [1e-6, 0.37, 1e30])
def test_float_features_give_the_same_probabilities(kind, scale):
    random = np.random.default_rng(2)
    table = (random.normal(size=(400, 5)) * scale).astype(np.float32)
    labels = (table[:, 0] > table[:, 1]).astype(int) + (table[:, 2] > 0)
    estimator = fitted(kind, table, labels)
    assert agree(estimator, table)
    edges = np.unique(np.concatenate([e.tree_.threshold for e in estimator.estimators_])).astype(np.float32)
    around = np.stack([np.nextafter(edges, np.float32(s)) for s in (-np.inf, np.inf)] + [edges])
    assert agree(estimator, np.repeat(around.reshape(-1, 1), 5, axis=1))


@pytest.mark.parametrize("bound", [-32768, 32767])
def test_thresholds_at_the_ends_of_int16(bound):
    table = np.full((40, 2), bound, np.int16)
    table[::2, 0] = bound + 1 if bound < 0 else bound - 1
    estimator = fitted(table=table, labels=np.arange(40) % 2)
    assert agree(estimator, np.array([[-32768, 0], [-32767, 0], [0, 0], [32766, 0], [32767, 0]], np.int16))


def test_thresholds_outside_int16_send_all_pixels_one_way():
    random = np.random.default_rng(4)
    table = random.integers(-90000, 90000, (300, 3)).astype(np.float64)
    labels = (table[:, 0] < -60000) + 2 * (table[:, 1] > 60000) + (table[:, 2] > 100)
    estimator = fitted(table=table, labels=labels)
    assert agree(estimator, samples(500, features=3, seed=5)[0])


def test_trees_of_a_single_leaf():
    table, labels = samples(50)
    assert agree(fitted(table=table, labels=labels, max_depth=1, min_samples_leaf=50), table)
    assert agree(fitted(table=table, labels=np.zeros(50)), table)


def test_class_weights_and_labels_that_are_no_numbers():
    table, labels = samples(300)
    named = np.array(["crop", "meadow", "wood", "water"])[labels]
    assert agree(fitted(table=table, labels=named, class_weight="balanced"), table)


def test_probabilities_do_not_depend_on_blocks_of_pixels():
    table = samples(5000, seed=3)[0]
    forest = CompiledForest.from_sklearn(fitted())
    whole = forest.predict_proba(table)
    for cut in (1, 255, 257, 4095, 4097):
        assert np.array_equal(np.concatenate([forest.predict_proba(t) for t in (table[:cut], table[cut:])]), whole)
    assert forest.predict_proba(table[:0]).shape == (0, 4)
    assert np.array_equal(forest.predict_proba(np.asfortranarray(table)), whole)
    assert np.array_equal(forest.predict_proba(table.astype(np.float64)), whole)


def test_more_trees_than_are_added_up_at_once():
    table, labels = samples(150)
    for count in (127, 128, 300):
        assert agree(RandomForestClassifier(count, max_depth=4, random_state=1).fit(table, labels), table)


@pytest.mark.parametrize("classes", [1, 2, 7, 8, 9, 31])
def test_any_number_of_classes(classes):
    table = samples(400, seed=2)[0]
    labels = np.random.default_rng(3).permutation(np.arange(400) % classes)
    assert agree(fitted(table=table, labels=labels, min_samples_leaf=3), table)


def test_leaves_as_lists_say_the_same_as_a_table_of_them(monkeypatch):
    table = samples(700, seed=5)[0]
    by_table = CompiledForest.from_sklearn(fitted(max_depth=6)).predict_proba(table)
    monkeypatch.setattr(forest_leaves, "_LARGEST_TABLE", 0)
    for kind in (np.int16, np.float32):
        by_list = CompiledForest.from_sklearn(fitted(max_depth=6)).predict_proba(table.astype(kind))
        assert np.array_equal(by_list, by_table)


@pytest.mark.parametrize("kind", [np.int16, np.float32])
def test_more_different_leaves_than_two_bytes_can_number(kind):
    random = np.random.default_rng(6)
    table = random.integers(-32768, 32768, (90_000, 2)).astype(kind)
    values = random.uniform(0.1, 1, len(table))
    estimator = ExtraTreesRegressor(2, random_state=1).fit(table, values)
    forest = CompiledForest.from_sklearn(estimator)
    assert len(np.unique(forest.leaf_share)) > 1 << 16
    assert np.abs(forest.predict_proba(table)[:, 0] - estimator.predict(table)).max() < 1e-7


def test_as_many_features_as_a_node_can_name():
    table = np.zeros((4, 65535), np.int16)
    table[2:, -1] = 1
    estimator = RandomForestClassifier(2, max_features=None, random_state=1).fit(table, [0, 0, 1, 1])
    assert agree(estimator, table)
    arrays = CompiledForest.from_sklearn(estimator).to_arrays()
    arrays["shape"] = np.array([65536, 2])
    with pytest.raises(UserError, match="damaged"):
        CompiledForest.from_arrays(arrays)


def test_a_forest_survives_its_file():
    forest = CompiledForest.from_sklearn(fitted())
    file = io.BytesIO()
    np.savez(file, **forest.to_arrays())
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        loaded = CompiledForest.from_arrays(dict(arrays))
    table = samples(300, seed=9)[0]
    assert np.array_equal(loaded.predict_proba(table), forest.predict_proba(table))
    assert (loaded.tree_count, loaded.feature_count, loaded.class_count) == (7, 6, 4)


def _set(name, index, value):
    def damage(arrays):
        arrays[name] = arrays[name].copy()
        arrays[name][index] = value

    return damage


DAMAGES = {
    "child outside": _set("left", 0, 10**6),
    "child before its parent": _set("left", 3, 0),
    "negative child": _set("left", 0, -5),
    "feature outside": _set("feature", 0, 6),
    "threshold missing": _set("threshold", 0, np.nan),
    "class outside": _set("leaf_class", 0, 4),
    "share outside": _set("leaf_share", 0, 3.0),
    "share missing": _set("leaf_share", 0, np.nan),
    "entries outside": _set("leaf_start", -1, 10**6),
    "entries backward": _set("leaf_start", 5, -1),
    "too many entries": lambda arrays: arrays.update(
        leaf_start=np.where(np.arange(len(arrays["leaf_start"])) > 0, len(arrays["leaf_class"]), 0).astype(np.int32)
    ),
    "root outside": _set("roots", -1, 10**6),
    "first root": _set("roots", 0, 1),
    "no classes": _set("shape", 1, 0),
    "array cut": lambda arrays: arrays.update(left=arrays["left"][:-1]),
    "array missing": lambda arrays: arrays.pop("feature"),
    "array of another type": lambda arrays: arrays.update(left=arrays["left"].astype(np.float64)),
    "no trees": lambda arrays: arrays.update(roots=arrays["roots"][:0]),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_forest_is_refused(damage):
    arrays = CompiledForest.from_sklearn(fitted()).to_arrays()
    damage(arrays)
    with pytest.raises(UserError, match="damaged") as caught:
        CompiledForest.from_arrays(arrays)
    assert caught.value.hint


def test_features_must_be_those_of_the_forest():
    forest = CompiledForest.from_sklearn(fitted())
    with pytest.raises(ValueError, match="6 features"):
        forest.predict_proba(np.zeros((2, 5), np.int16))
    with pytest.raises(ValueError, match="missing"):
        forest.predict_proba(np.full((2, 6), np.nan, np.float32))
