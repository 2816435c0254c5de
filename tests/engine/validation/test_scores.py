"""Scores against scikit-learn and closed forms; intervals by their coverage."""

import json
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats
from sklearn import metrics

from landweave.engine.validation.intervals import assess, combine_runs, student
from landweave.engine.validation.scores import confusion, measures, scores

LABELS = [3, 1, 12, 7]
PAIRS = st.integers(1, 60).flatmap(
    lambda n: st.tuples(*[hnp.arrays(np.int64, n, elements=st.sampled_from(LABELS)) for _ in range(2)])
)


@given(PAIRS)
def test_figures_equal_scikit_learns(pair):
    truth, mapped = pair
    matrix = confusion(truth, mapped, LABELS)
    report = scores(matrix, LABELS, ["c", "a", "l", "g"])
    assert np.array_equal(matrix, metrics.confusion_matrix(truth, mapped, labels=LABELS))
    assert report["overall_accuracy"] == pytest.approx(metrics.accuracy_score(truth, mapped))
    present = sorted(set(truth) | set(mapped))
    assert report["macro_f1"] == pytest.approx(
        metrics.f1_score(truth, mapped, labels=present, average="macro", zero_division=0)
    )
    in_reference = sorted(set(truth))
    recalls = metrics.recall_score(truth, mapped, labels=in_reference, average=None)
    assert report["balanced_accuracy"] == pytest.approx(recalls.mean())
    if len(present) > 1:
        assert report["kappa"] == pytest.approx(metrics.cohen_kappa_score(truth, mapped))
    else:
        assert report["kappa"] is None
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, mapped, labels=LABELS, zero_division=0
    )
    for i, entry in enumerate(report["classes"]):
        assert entry["code"] == LABELS[i]
        assert entry["support"] == support[i]
        assert entry["precision"] == (pytest.approx(precision[i]) if LABELS[i] in mapped else None)
        assert entry["recall"] == (pytest.approx(recall[i]) if LABELS[i] in truth else None)
        assert entry["f1"] == (pytest.approx(f1[i]) if LABELS[i] in present else None)
    json.dumps(report, allow_nan=False)


def test_many_matrices_at_once_give_what_each_gives():
    matrices = np.random.default_rng(0).integers(0, 9, (4, 6, 3, 3))
    together = measures(matrices)
    for key, values in together.items():
        assert np.allclose(values[2, 5], measures(matrices[2, 5])[key], equal_nan=True)


def test_a_class_outside_the_labels_is_refused():
    with pytest.raises(ValueError, match="9"):
        confusion(np.array([1, 9]), np.array([1, 1]), [1, 2])


def polygons(generator, per_class, shares=(0.9, 0.7, 0.6), pixels=20):
    """Pixels whose chance of being right is their polygon's own (beta distributed)."""
    truth, mapped, groups = [], [], []
    for c, share in enumerate(shares):
        for _ in range(per_class):
            right = generator.random(pixels) < generator.beta(share * 3, (1 - share) * 3)
            truth.append(np.full(pixels, c))
            mapped.append(np.where(right, c, (c + 1) % 3))
            groups.append(np.full(pixels, len(groups)))
    return np.concatenate(truth), np.concatenate(mapped), np.concatenate(groups)


@pytest.mark.parametrize("per_class", [2, 4, 20])
def test_interval_over_polygons_covers_the_truth(per_class):
    generator = np.random.default_rng(per_class)
    hits = {"overall_accuracy": 0.0, "recall": 0.0, "pixel": 0.0}
    times = 200
    for seed in range(times):
        truth, mapped, groups = polygons(generator, per_class)
        expected = np.mean([0.9, 0.7, 0.6])
        report = assess(truth, mapped, groups, [0, 1, 2], seed=seed, draws=400)
        low, high = report["intervals"]["overall_accuracy"]
        for share, entry in zip((0.9, 0.7, 0.6), report["classes"]):
            hits["recall"] += (entry["intervals"]["recall"][0] <= share <= entry["intervals"]["recall"][1]) / 3
        hits["overall_accuracy"] += low <= expected <= high
        half = 1.96 * np.sqrt(np.mean(truth == mapped) * np.mean(truth != mapped) / len(truth))
        hits["pixel"] += abs(np.mean(truth == mapped) - expected) <= half
    assert 0.9 <= hits["overall_accuracy"] / times <= 0.99
    assert 0.9 <= hits["recall"] / times <= 0.99
    assert hits["pixel"] / times < 0.75  # what an interval that takes pixels for independent is worth


def test_interval_is_seeded_ordered_and_holds_the_figure():
    truth, mapped, groups = polygons(np.random.default_rng(1), 5)
    first = assess(truth, mapped, groups, [0, 1, 2], seed=3)
    assert first == assess(truth, mapped, groups, [0, 1, 2], seed=3)
    assert first != assess(truth, mapped, groups, [0, 1, 2], seed=4)
    assert first["interval_method"] == "bootstrap_polygons"
    assert first["groups"] == 15
    for key, (low, high) in first["intervals"].items():
        assert low <= first[key] <= high
        assert low < high
    for entry in first["classes"]:
        for key, (low, high) in entry["intervals"].items():
            assert low <= entry[key] <= high


def test_shuffled_rows_and_renamed_groups_change_nothing():
    truth, mapped, groups = polygons(np.random.default_rng(2), 4)
    order = np.random.default_rng(0).permutation(len(truth))
    same = assess(truth[order], mapped[order], groups[order] * 10 + 5, [0, 1, 2])
    assert same["intervals"]["kappa"] == pytest.approx(assess(truth, mapped, groups, [0, 1, 2])["intervals"]["kappa"])


def test_classes_with_one_polygon_each_do_not_look_certain():
    truth = np.repeat([0, 1, 2, 2], 10)
    mapped = truth.copy()
    mapped[:9] = 1
    report = assess(truth, mapped, np.repeat([0, 1, 2, 3], 10), [0, 1, 2])
    low, high = report["intervals"]["overall_accuracy"]
    assert high - low > 0.2


def test_a_class_that_is_always_right_is_not_certain():
    truth = np.repeat([0, 1], 50)
    report = assess(truth, truth, np.repeat(np.arange(10), 10), [0, 1])
    low, high = report["intervals"]["overall_accuracy"]
    assert high == pytest.approx(1)
    assert low == pytest.approx(10 / (10 + stats.t.ppf(0.975, 8) ** 2))  # Wilson's for 10 of 10


def test_ten_thousand_polygons_are_quick():
    generator = np.random.default_rng(0)
    truth = np.repeat(generator.integers(0, 20, 10_000), 20)
    mapped = np.where(generator.random(len(truth)) < 0.8, truth, 3)
    started = time.process_time()
    report = assess(truth, mapped, np.repeat(np.arange(10_000), 20), list(range(20)))
    assert report["groups"] == 10_000
    assert time.process_time() - started < 30


def test_runs_give_mean_and_student_interval():
    values = [0.81, 0.84, 0.79, 0.88]
    mean, (low, high) = student(values)
    expected = stats.t.interval(0.95, 3, loc=np.mean(values), scale=stats.sem(values))
    assert (mean, low, high) == pytest.approx((np.mean(values), *expected))
    assert student([0.5]) == (0.5, [None, None])
    assert student([None, None]) == (None, [None, None])


def test_several_runs_are_combined():
    runs = [assess(*polygons(np.random.default_rng(s), 4), [0, 1, 2], ["a", "b", "c"]) for s in range(3)]
    report = combine_runs(runs)
    assert report["interval_method"] == "student_runs"
    assert report["overall_accuracy"] == pytest.approx(np.mean([r["overall_accuracy"] for r in runs]))
    assert report["classes"][1]["recall"] == pytest.approx(np.mean([r["classes"][1]["recall"] for r in runs]))
    summed = np.sum([r["confusion"]["matrix"] for r in runs], axis=0)
    assert np.array_equal(report["confusion"]["matrix"], summed)
    assert [r["overall_accuracy"] for r in report["runs"]] == [r["overall_accuracy"] for r in runs]
    alone = combine_runs(runs[:1])
    assert alone["intervals"] == runs[0]["intervals"]
    assert len(alone["runs"]) == 1
