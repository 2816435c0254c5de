"""Gradient boosting: LightGBM's own predictions, and what is unknown as such."""

import subprocess
import sys

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.learning.estimators import METHODS
from landweave.engine.learning.fitting import Recipe, fit
from landweave.engine.learning.kinds import Packed
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.learning.makers import sample_set

lightgbm = pytest.importorskip("lightgbm", reason="the optional package lightgbm is not installed")
from landweave.engine.learning.boosted import BoostedPredictor  # noqa: E402


def learnt(classes=(1, 3, 7), jobs=1, **options):
    samples = sample_set(classes)
    numbers = np.searchsorted(classes, samples.attributes["code"])
    recipe = Recipe(METHODS["lightgbm"], {"n_estimators": 20, **options}, jobs=jobs, seed=3)
    return samples.matrix, numbers, fit(recipe, samples.matrix, numbers, None)


@pytest.mark.parametrize("classes", [(1, 3), (1, 3, 7)])
def test_probabilities_are_those_of_lightgbm(classes):
    matrix, numbers, predictor = learnt(classes)
    peer = lightgbm.LGBMClassifier(
        n_estimators=20, learning_rate=0.05, random_state=3, deterministic=True, force_col_wise=True, verbosity=-1,
        n_jobs=1,
    ).fit(matrix.astype(float), numbers)  # fmt: skip
    fresh = sample_set(classes, seed=5).matrix
    assert np.allclose(predictor.predict_proba(fresh), peer.booster_.predict(fresh.astype(float)).reshape(
        len(fresh), -1) if len(classes) > 2 else peer.predict_proba(fresh.astype(float)), atol=1e-6)  # fmt: skip
    assert predictor.class_count == len(classes)
    assert predictor.feature_count == 5
    again = BoostedPredictor.unpack(Packed(*predictor.pack()))
    assert np.array_equal(again.predict_proba(fresh), predictor.predict_proba(fresh))


def test_threads_leave_no_trace():
    assert learnt(jobs=1)[2].pack() == learnt(jobs=2)[2].pack()
    assert "num_threads" not in learnt()[2].text


@pytest.mark.parametrize("method", ["boosting", "lightgbm"])
def test_what_is_unknown_is_a_value_of_its_own(method):
    """NODATA carries the class here, and lies on either side of all numbers: one split cannot tell it as a number."""
    random = np.random.default_rng(0)
    matrix = random.integers(-32000, 32000, (600, 2)).astype(np.int16)
    unknown = random.random(600) < 0.5
    matrix[unknown, 0] = SERIES_NODATA
    options = {"max_iter": 5, "max_leaf_nodes": 2} if method == "boosting" else {"n_estimators": 20, "num_leaves": 2}
    predictor = fit(Recipe(METHODS[method], options), matrix, unknown.astype(int), None)
    assert np.array_equal(predictor.predict_proba(matrix).argmax(axis=1), unknown)
    as_nan = np.where(matrix == SERIES_NODATA, np.nan, matrix).astype(np.float32)
    assert np.array_equal(predictor.predict_proba(as_nan), predictor.predict_proba(matrix))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("left_child=", "left_child=700 "), ("split_feature=", "split_feature=9 "), ("num_leaves=", "num_leaves=9"),
        ("left_child=", "left_child=0 "), ("num_cat=0", "num_cat=1"), ("threshold=", "threshold=1 "),
    ],
)  # fmt: skip
def test_damaged_trees_are_refused(old, new):
    text = learnt()[2].text.replace(old, new)
    with pytest.raises(UserError, match="LightGBM"):
        BoostedPredictor.unpack(Packed({}, text.encode()))


def test_without_the_package_it_is_said_what_to_install():
    code = (
        "import sys; sys.modules['lightgbm'] = None\n"
        "from landweave.engine.learning.estimators import METHODS, parse_options, make_estimator\n"
        "from landweave.engine.errors import UserError\n"
        "try: make_estimator(METHODS['lightgbm'], {}, 0, 1)\n"
        "except UserError as error: print(error.message, error.hint)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "lightgbm" in said
    assert 'pip install "lightgbm>=4.7,<4.8"' in said
