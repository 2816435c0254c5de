"""Principal components: those of scikit-learn, the same bits in any block, fitted on the training side only."""

import json
from dataclasses import replace

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from landweave.engine.errors import UserError
from landweave.engine.jobs.learning import CrossValidateJob, TrainClassifierJob
from landweave.engine.learning import before, crossval
from landweave.engine.learning.estimators import METHODS
from landweave.engine.learning.fitting import Recipe, fit, fit_some
from landweave.engine.learning.model_file import ClassEntry, Model, load_model, save_model
from landweave.engine.learning.portable import zip_bytes
from landweave.engine.learning.predictors import ReducedPredictor
from landweave.engine.learning.reduction import Reduction, fit_reduction, group_columns
from landweave.engine.learning.train import run
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import save_samples
from landweave.engine.series.plan import Feature
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.learning.makers import sample_set

UNIT = "reflectance x 10000"
FEATURES = tuple(
    Feature(f"S2_{b}_{d}", "S2", b, d, UNIT) for d in ("2018-01-01", "2018-02-01", "2018-03-01") for b in ("B4", "B8")
)
MIXED = (*FEATURES, Feature("S2_NDVI_p50", "S2", "NDVI_p50", "", "index x 10000"))


def table(rows=200, columns=6, seed=0):
    random = np.random.default_rng(seed)
    hidden = random.normal(0, 1, (rows, 3)) * (900, 300, 100)
    values = 3000 + hidden @ random.normal(0, 1, (3, columns)) + random.normal(0, 20, (rows, columns))
    return values.astype(np.int16)


def aligned(ours, theirs):
    """Return their components with our signs."""
    return theirs * np.sign((ours * theirs).sum(axis=0))


@pytest.mark.parametrize("components", [1, 2, 6, 50, 0.5, 0.9, 0.999])
def test_all_features_together_are_those_of_scikit_learn(components):
    matrix = table()
    reduction = fit_reduction(matrix, FEATURES, {"by": "global", "components": components})
    found = reduction.apply(matrix)
    oracle = PCA(min(components, 6), svd_solver="full").fit(matrix.astype(float))
    expected = oracle.transform(matrix.astype(float))
    assert (found.dtype, found.shape) == (np.float32, expected.shape)
    assert np.allclose(found, aligned(found, expected), atol=0.05)
    others = table(seed=0)[::-1] + 5
    assert np.allclose(reduction.apply(others), aligned(found, expected)[::-1] + _shift(reduction, 5), atol=0.05)


def _shift(reduction, by):
    return np.concatenate([by * part.weights.sum(axis=0) for part in reduction.parts])


@pytest.mark.parametrize(
    ("by", "groups"), [("band", [[0, 2, 4], [1, 3, 5], [6]]), ("date", [[0, 1], [2, 3], [4, 5], [6]])]
)
def test_groups_are_reduced_one_by_one(by, groups):
    assert [g.tolist() for g in group_columns(MIXED, by)] == groups
    matrix = table(columns=7)
    reduction = fit_reduction(matrix, MIXED, {"by": by, "components": 2})
    found = reduction.apply(matrix)
    expected = [PCA(min(2, len(g))).fit_transform(matrix[:, g].astype(float)) for g in groups]
    assert np.allclose(found, aligned(found, np.concatenate(expected, axis=1)), atol=0.05)


def test_features_of_different_units_weigh_alike():
    matrix = table(columns=7)
    matrix[:, 6] //= 100
    found = fit_reduction(matrix, MIXED, {"by": "global", "components": 3}).apply(matrix)
    expected = PCA(3).fit_transform(StandardScaler().fit_transform(matrix.astype(float)))
    assert np.allclose(found, aligned(found, expected), atol=1e-3)
    matrix[:, 3] = 7  # does not vary
    assert np.isfinite(fit_reduction(matrix, MIXED, {"components": 3}).apply(matrix)).all()


def test_a_row_is_the_same_whatever_stands_beside_it():
    matrix = table(5000)
    reduction = fit_reduction(matrix[:300], FEATURES, {"by": "band", "components": 2})
    whole = reduction.apply(matrix)
    pieces = [reduction.apply(matrix[i : i + 7]) for i in range(0, 5000, 7)]
    assert np.array_equal(np.concatenate(pieces), whole)
    assert np.array_equal(reduction.apply(matrix.astype(np.float32)), whole)
    assert np.array_equal(reduction.apply(np.asfortranarray(matrix)), whole)
    assert reduction.apply(matrix[:0]).shape == (0, 4)


def test_the_unknown_counts_as_the_mean():
    matrix = table()
    holes = matrix.copy()
    holes[3, 2] = holes[90, 5] = SERIES_NODATA
    reduction = fit_reduction(holes, FEATURES, {"components": 3})
    filled = matrix.astype(np.float64)
    filled[3, 2], filled[90, 5] = np.delete(matrix[:, 2], 3).mean(), np.delete(matrix[:, 5], 90).mean()
    expected = PCA(3, svd_solver="full").fit_transform(filled)
    found = reduction.apply(holes)
    assert np.allclose(found, aligned(found, expected), atol=0.05)
    real = holes.astype(np.float32)
    real[3, 2] = np.nan
    assert np.array_equal(reduction.apply(real), found)
    holes[:, 1] = SERIES_NODATA  # of which nothing is known
    assert np.isfinite(fit_reduction(holes, FEATURES, {"components": 3}).apply(holes)).all()


@pytest.mark.parametrize(
    ("options", "said"),
    [({"by": "sensor"}, "sensor"), ({"components": 0}, "0"), ({"components": 1.5}, "1.5"),
     ({"components": "all"}, "all"), ({"components": True}, "True")],
)  # fmt: skip
def test_options_are_checked(options, said):
    with pytest.raises(UserError, match=said):
        fit_reduction(table(), FEATURES, options)


def test_too_few_samples_and_other_features_are_refused():
    with pytest.raises(UserError, match="2 samples"):
        fit_reduction(table()[:1], FEATURES, {})
    with pytest.raises(ValueError, match="of 6 features"):
        fit_reduction(table(), FEATURES, {}).apply(table(columns=5))


def test_bytes_come_back_and_damage_is_noticed():
    reduction = fit_reduction(table(columns=7), MIXED, {"by": "date", "components": 0.9})
    data = reduction.to_bytes()
    read = Reduction.from_bytes(data)
    assert read.to_bytes() == data
    assert np.array_equal(read.apply(table(columns=7)), reduction.apply(table(columns=7)))
    with pytest.raises(UserError, match="cannot be read"):
        Reduction.from_bytes(data[:200])
    wrong = {"columns": np.int64([0, 1, 9, 3, 4, 5, 6]), "sizes": np.int64([[7, 900]]), "means": np.full(7, np.nan)}
    for name, array in wrong.items():
        broken = {"columns": np.arange(7), "sizes": np.int64([[7, 1]]), "means": np.zeros(7), "weights": np.zeros(7)}
        import io

        buffer = io.BytesIO()
        np.savez(buffer, **{**broken, name: array})
        with pytest.raises(UserError, match="damaged"):
            Reduction.from_bytes(buffer.getvalue())


def recipe(name="random_forest", samples=None, **options):
    quick = {"random_forest": {"n_estimators": 10}, "mlp": {"max_iter": 30}, "boosting": {"max_iter": 5}}
    features = (samples or sample_set()).features
    return Recipe(METHODS[name], quick.get(name, {}), 1, 1, False, lambda _: None, options or None, features)


@pytest.mark.parametrize("name", ["random_forest", "svm", "boosting"])
def test_a_model_keeps_its_components(name, tmp_path):
    samples = sample_set()
    numbers = np.searchsorted((1, 3, 7), samples.attributes["code"])
    predictor = fit_some(recipe(name, by="band", components=3), samples.matrix, numbers, None, 3)
    entries = tuple(ClassEntry(code, str(code)) for code in (1, 3, 7))
    save_model(tmp_path / "m.lwm", Model(samples.plan, samples.features, entries, {"all": predictor}))
    read = load_model(tmp_path / "m.lwm").regions["all"]
    matrix = np.random.default_rng(5).integers(-500, 3000, (2500, 5)).astype(np.int16)
    expected = predictor.predict_proba(matrix)
    assert np.array_equal(read.predict_proba(matrix), expected)
    assert isinstance(read.inner, ReducedPredictor)
    pieces = [read.predict_proba(matrix[i : i + 333]) for i in range(0, 2500, 333)]
    assert np.array_equal(np.concatenate(pieces), expected)
    plain = fit_some(recipe(name), read.inner.reduction.apply(samples.matrix), numbers, None, 3)
    assert np.array_equal(plain.predict_proba(read.inner.reduction.apply(matrix)), expected)
    save_model(tmp_path / "n.lwm", load_model(tmp_path / "m.lwm"))
    assert (tmp_path / "m.lwm").read_bytes() == (tmp_path / "n.lwm").read_bytes()


def test_edited_components_are_noticed(tmp_path):
    import zipfile

    samples = sample_set()
    numbers = np.searchsorted((1, 3, 7), samples.attributes["code"])
    predictor = fit(recipe(components=2), samples.matrix, numbers, None)
    entries = tuple(ClassEntry(code, str(code)) for code in (1, 3, 7))
    path = tmp_path / "m.lwm"
    save_model(path, Model(samples.plan, samples.features, entries, {"all": predictor}))
    with zipfile.ZipFile(path) as archive:
        members, comment = {n: archive.read(n) for n in archive.namelist()}, archive.comment
    other = fit_reduction(samples.matrix[:50], samples.features, {"components": 2}).to_bytes()
    path.write_bytes(zip_bytes({**members, "region_000_pca.npz": other}, comment))
    with pytest.raises(UserError, match="changed after it was written"):
        load_model(path)


def with_pca(samples, **options):
    return replace(samples, plan=replace(samples.plan, reduction=options))


def test_training_follows_the_plan(tmp_path):
    save_samples(str(tmp_path / "s.gpkg"), with_pca(sample_set(), by="global", components=2))
    events = []
    found = []
    for workers in (1, 2):
        job = TrainClassifierJob(str(tmp_path / "s.gpkg"), "code", str(tmp_path / "m.lwm"),
                                 method_options='{"n_estimators": 15}')  # fmt: skip
        run(job, RunContext(emit=events.append, workers=workers))
        found.append((tmp_path / "m.lwm").read_bytes())
    assert found[0] == found[1]
    model = load_model(tmp_path / "m.lwm")
    assert model.training["pca"] == {"by": "global", "components": 2}
    assert len(model.features) == 5
    assert model.predictor("all").inner.reduction.component_count == 2
    assert any("5 features became 2 principal components" in e.get("message", "") for e in events)


def test_cross_validation_fits_components_without_the_held_out(tmp_path, monkeypatch):
    samples = with_pca(sample_set(), by="global", components=2)
    save_samples(str(tmp_path / "s.gpkg"), samples)
    seen = []

    def spy(matrix, features, options):
        seen.append(len(matrix))
        return fit_reduction(matrix, features, options)

    monkeypatch.setattr(before, "fit_reduction", spy)
    job = CrossValidateJob(str(tmp_path / "s.gpkg"), "code", str(tmp_path / "cv.json"), folds=4,
                           method_options='{"n_estimators": 15}')  # fmt: skip
    crossval.run(job, RunContext())
    report = json.loads((tmp_path / "cv.json").read_text())
    assert report["overall_accuracy"] > 0.8
    assert report["parameters"]["pca"] == {"by": "global", "components": 2}
    assert len(seen) >= 4
    assert max(seen) < len(samples)
