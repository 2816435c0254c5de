"""Augmentation: new samples of a class only, made of learning samples only, as the library makes them."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.errors import UserError
from landweave.engine.jobs import AugmentSamplesJob
from landweave.engine.jobs.sample_sets import AUGMENTATIONS
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.augment import run
from landweave.engine.samples.making_up import augment
from landweave.engine.samples.store import load_samples, save_samples
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.learning.makers import sample_set

imblearn = pytest.importorskip("imblearn.over_sampling", reason="imbalanced-learn is not installed")


def classes_of(counts):
    return np.repeat(np.array(list(counts), object), list(counts.values()))


@st.composite
def cases(draw):
    counts = {f"c{i}": draw(st.integers(2, 12)) for i in range(draw(st.integers(1, 4)))}
    classes = classes_of(counts)
    features = draw(st.integers(1, 5))
    random = np.random.default_rng(draw(st.integers(0, 2**16)))
    whole = draw(st.booleans())
    matrix = random.integers(-32767, 32768, (len(classes), features))
    matrix = matrix.astype(np.int16) if whole else (matrix / 7).astype(np.float32)
    if draw(st.booleans()):
        matrix[random.random(matrix.shape) < 0.15] = SERIES_NODATA if whole else np.nan
    wanted = {name: draw(st.integers(0, 40)) for name in counts}
    return matrix, classes, wanted, draw(st.integers(0, 2**32 - 1))


def unknown(matrix):
    return matrix == SERIES_NODATA if matrix.dtype == np.int16 else ~np.isfinite(matrix)


@given(cases(), st.sampled_from(["replicate", "jitter"]))
@settings(max_examples=60, deadline=None)
def test_each_class_gets_what_it_lacks_from_its_own_samples(case, method):
    matrix, classes, wanted, seed = case
    new, names, parents = augment(matrix, classes, wanted, method, seed)
    for name, goal in wanted.items():
        own = names == name
        assert own.sum() == max(0, goal - (classes == name).sum())
        assert (classes[parents[own]] == name).all()
        used = np.bincount(parents[own][:, 0], minlength=len(classes))[classes == name]
        assert used.max() - used.min() <= 1  # each in turn
    np.testing.assert_array_equal(unknown(new), unknown(matrix[parents[:, 0]]))
    assert new.dtype == matrix.dtype
    if method == "replicate":
        np.testing.assert_array_equal(new, matrix[parents[:, 0]])
    again = augment(matrix, classes, wanted, method, seed)
    np.testing.assert_array_equal(again[0], new)


@given(cases())
@settings(max_examples=40, deadline=None)
def test_smote_lies_between_two_samples_that_know_the_same(case):
    matrix, classes, wanted, seed = case
    pattern = [unknown(row).tobytes() for row in matrix]
    paired = {name: any(pattern[i] == pattern[j] and not unknown(matrix[i]).all()
                        for i in np.flatnonzero(classes == name) for j in np.flatnonzero(classes == name) if i < j)
              for name in wanted}
    possible = {name: goal for name, goal in wanted.items() if paired[name]}
    new, names, parents = augment(matrix, classes, possible, "smote", seed)
    assert len(new) == sum(max(0, goal - (classes == name).sum()) for name, goal in possible.items())
    first, second = matrix[parents[:, 0]].astype(float), matrix[parents[:, 1]].astype(float)
    np.testing.assert_array_equal(unknown(new), unknown(matrix[parents[:, 0]]))
    np.testing.assert_array_equal(unknown(new), unknown(matrix[parents[:, 1]]))
    assert (parents[:, 0] != parents[:, 1]).all() or len(np.unique(matrix, axis=0)) < len(matrix)
    slack = 0.5 if matrix.dtype == np.int16 else 0.01
    for *rows, u in zip(new.astype(float), first, second, unknown(new)):
        z, a, b = (row[~u] for row in rows)
        assert (z >= np.minimum(a, b) - slack).all() and (z <= np.maximum(a, b) + slack).all()
        widest = np.abs(b - a).argmax()
        if b[widest] != a[widest]:  # one share for all features
            share = (z[widest] - a[widest]) / (b[widest] - a[widest])
            np.testing.assert_allclose(z, a + share * (b - a), atol=2 * slack + 0.01)
    assert (names == classes[parents[:, 0]]).all()


def test_smote_is_that_of_the_library():
    """The same parents and steps as imbalanced-learn with the same seed, on all samples and without rounding."""
    random = np.random.default_rng(3)
    matrix = random.normal(size=(40, 6)).astype(np.float32)
    classes = np.array(["a"] * 28 + ["b"] * 12, object)
    new, _, parents = augment(matrix, classes, {"a": 0, "b": 28}, "smote", 11)
    inner = np.random.default_rng([11, 1])
    inner.multinomial(16, [1.0])
    seed = int(inner.integers(2**31))
    theirs, labels = imblearn.SMOTE(random_state=seed, k_neighbors=5).fit_resample(matrix.astype(float),
                                                                                    (classes == "b").astype(int))
    np.testing.assert_array_equal(theirs[40:].astype(np.float32), new)
    assert (labels[40:] == 1).all()
    distances = np.linalg.norm(matrix[28:, None].astype(float) - matrix[None, 28:], axis=2)
    for a, b in parents - 28:
        assert b in np.argsort(distances[a])[1:6]


def test_jitter_is_gaussian_with_the_share_of_the_deviation():
    random = np.random.default_rng(0)
    matrix = np.rint(random.normal(3000, [100, 400, 0], (50, 3))).astype(np.int16)
    matrix[:10, 1] = SERIES_NODATA
    new, _, parents = augment(matrix, np.zeros(50), {0.0: 20050}, "jitter", 5, jitter_factor=4)
    known = matrix[parents[:, 0]] != SERIES_NODATA
    noise = new.astype(float) - matrix[parents[:, 0]]
    assert not noise[:, 2].any()  # no deviation, no noise
    for column in (0, 1):
        expected = matrix[matrix[:, column] != SERIES_NODATA, column].std() / 4
        of_known = noise[known[:, column], column]
        assert of_known.std() == pytest.approx(np.sqrt(expected**2 + 1 / 12), rel=0.03)
        assert abs(of_known.mean()) < 4 * expected / np.sqrt(len(of_known)) + 0.02


def test_numbers_never_become_nodata():
    matrix = np.array([[-32767], [32767]], np.int16)
    new, _, _ = augment(matrix, np.zeros(2), {0.0: 400}, "jitter", 1, jitter_factor=0.5)
    assert (new != SERIES_NODATA).all()


@pytest.mark.parametrize("method", AUGMENTATIONS)
def test_class_without_samples(method):
    with pytest.raises(UserError, match="Class 7 has too few samples"):
        augment(np.zeros((2, 1), np.int16), np.array(["1", "1"], object), {"7": 3}, method, 0)


def test_smote_of_one_sample():
    with pytest.raises(UserError, match="too few samples to make others of"):
        augment(np.zeros((3, 1), np.int16), np.array(["1", "1", "2"], object), {"2": 3}, "smote", 0)


def split_set(runs=2, seed=4):
    """Three classes of 48, 24 and 12 samples, two regions, runs whose sides are drawn by polygon."""
    whole = sample_set(polygons=8, pixels=6)
    rows = np.concatenate([np.flatnonzero(whole.attributes["code"] == code)[:count]
                           for code, count in ((1, 48), (3, 24), (7, 12))])
    samples = whole.subset(rows)
    random = np.random.default_rng(seed)
    polygons = samples.attributes["polygon_id"]
    extra = {"region": np.where(polygons % 2, "north", "south").astype(object)}
    for n in range(1, runs + 1):
        side = dict(zip(np.unique(polygons), random.choice(["learn", "learn", "validation"], len(np.unique(polygons)))))
        extra[f"run_{n}"] = np.array([side[p] for p in polygons], object)
    return replace(samples, attributes={**samples.attributes, **extra})


def done(tmp_path, samples, **options):
    save_samples(str(tmp_path / "in.gpkg"), samples)
    context = RunContext()
    job = AugmentSamplesJob(str(tmp_path / "in.gpkg"), str(tmp_path / "out.gpkg"), "code", **options)
    return run(job, context), load_samples(job.output)


@pytest.mark.parametrize("method", AUGMENTATIONS)
def test_new_samples_learn_in_the_run_of_their_parents_only(tmp_path, method):
    samples = split_set()
    result, found = done(tmp_path, samples, method=method, balance="largest", seed=3)
    made = found.attributes["augmented"] != ""
    assert result["COUNT"] == len(found) == len(samples) + result["ADDED"] and made.sum() == result["ADDED"] > 0
    np.testing.assert_array_equal(found.matrix[~made], samples.matrix)
    assert not made[: len(samples)].any() and (found.attributes["augmented"][made] == method).all()
    sides = np.stack([found.attributes[f"run_{n}"] for n in (1, 2)])
    assert set(sides[:, made].ravel()) == {"learn", "spare"}
    assert ((sides[:, made] == "learn").sum(axis=0) == 1).all()
    polygons, code, region = (found.attributes[n] for n in ("polygon_id", "code", "region"))
    for n in (1, 2):
        learn = found.attributes[f"run_{n}"] == "learn"
        own = made & learn
        learnt = set(polygons[~made & learn])
        seconds = {int(text.split("=")[1]) for text in found.attributes["augmented_with"][own]}
        assert set(polygons[own]) <= learnt and seconds <= learnt
        for name in ("north", "south"):
            here = learn & (region == name)
            counts = {c: (here & (code == c)).sum() for c in np.unique(code[here])}
            assert len(set(counts.values())) == 1  # as many as the largest
            assert next(iter(counts.values())) == max((here & ~made & (code == c)).sum() for c in counts)


def test_samples_without_runs_or_regions(tmp_path):
    samples = sample_set(polygons=2, pixels=3)
    result, found = done(tmp_path, samples, method="jitter", balance="minimum", minimum=10)
    assert result["ADDED"] == 3 * 4 and not [n for n in found.attributes if n.startswith("run_")]
    assert (np.unique(found.attributes["code"], return_counts=True)[1] == 10).all()


def test_table_of_counts(tmp_path):
    table = tmp_path / "counts.csv"
    table.write_text("class;count\n3.0;60\n*;20\n", encoding="utf-8")
    samples = replace(split_set(runs=0), plan=None)
    _, found = done(tmp_path, samples, method="replicate", balance="file", counts=str(table), region_field="")
    codes, counts = np.unique(found.attributes["code"], return_counts=True)
    assert dict(zip(codes.tolist(), counts.tolist())) == {1: 48, 3: 60, 7: 20}


def test_second_time_replaces_the_first(tmp_path):
    samples = split_set(runs=1)
    _, once = done(tmp_path, samples, method="smote", seed=1)
    _, twice = done(tmp_path, once, method="smote", seed=1)
    np.testing.assert_array_equal(once.matrix, twice.matrix)


def test_equal_seeds_give_equal_bytes(tmp_path):
    files = []
    for seed in (5, 5, 6):
        done(tmp_path, split_set(), method="smote", seed=seed)
        files.append((tmp_path / "out.gpkg").read_bytes())
    assert files[0] == files[1] != files[2]


def test_a_class_of_one_sample_is_left_as_it_is_by_smote(tmp_path):
    samples = split_set(runs=0)
    one = samples.subset(np.r_[np.arange(72), 72])
    save_samples(str(tmp_path / "in.gpkg"), one)
    context = Listener()
    run(AugmentSamplesJob(str(tmp_path / "in.gpkg"), str(tmp_path / "out.gpkg"), "code", method="smote",
                          region_field=""), context)
    assert context.warnings == ["Class 7 lacks two samples with the same features known, which smote needs: it is left "
                                "as it is."]
    assert (load_samples(str(tmp_path / "out.gpkg")).attributes["code"] == 7).sum() == 1


class Listener(RunContext):
    """Keeps the warnings."""

    def __init__(self):
        super().__init__()
        self.warnings = []

    def warning(self, message):
        self.warnings.append(message)


@pytest.mark.parametrize(("options", "message"), [
    ({"method": "adasyn"}, "There is no METHOD 'adasyn'.*replicate, jitter, smote"),
    ({"balance": "most"}, "There is no BALANCE 'most'"),
    ({"balance": "file"}, "needs a table of counts"),
    ({"balance": "minimum", "minimum": 0}, "MINIMUM is 0"),
    ({"method": "smote", "neighbours": 0}, "NEIGHBOURS is 0"),
    ({"method": "jitter", "jitter_factor": 0.0}, "JITTER_FACTOR 0"),
    ({"region_field": "zone"}, "has no column 'zone'.*REGION_FIELD"),
    ({"counts": "class,count\n9,5\n"}, r"line 2: No sample has the class '9'.*classes are: 1, 3, 7"),
    ({"counts": "class,count\n3,many\n"}, "line 2: The count is 'many'"),
    ({"counts": "class,count\n3,1.5\n"}, "line 2: The count is '1.5'"),
    ({"counts": "class,count\n3,5\n3,6\n"}, "line 3: Class 3 has a row already"),
    ({"counts": "class,number\n3,x\n"}, "has no column 'count'"),
])
def test_bad_input(tmp_path, options, message):
    if "\n" in options.get("counts", ""):
        (tmp_path / "counts.csv").write_text(options["counts"], encoding="utf-8")
        options = {"balance": "file", "counts": str(tmp_path / "counts.csv")}
    with pytest.raises(UserError, match=message):
        done(tmp_path, split_set(), **options)


def test_missing_class_column(tmp_path):
    save_samples(str(tmp_path / "in.gpkg"), sample_set())
    with pytest.raises(UserError, match=r"has no column 'label'.*CLASS_FIELD"):
        run(AugmentSamplesJob(str(tmp_path / "in.gpkg"), str(tmp_path / "out.gpkg"), "label"), RunContext())


def test_without_the_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "imblearn.over_sampling", None)
    with pytest.raises(UserError, match=r"needs the package imbalanced-learn.*pip install"):
        augment(np.zeros((3, 1), np.int16), np.zeros(3), {0.0: 5}, "smote", 0)
