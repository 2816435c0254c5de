"""Permutation importance: scikit-learn's for single features, and what is planted for dates and bands."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs.tuning import FeatureImportanceJob
from landweave.engine.learning import importance
from landweave.engine.learning.folds import group_folds
from landweave.engine.learning.importance import bundles_of, permuted
from landweave.engine.learning.importance_page import bars_chart, dates_chart, heat_chart
from landweave.engine.learning.study import make_study
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import SampleSet, save_samples
from landweave.engine.series.plan import Feature, SensorPlan, SeriesPlan
from landweave.tests.engine.learning.makers import sample_set

DATES = ("2020-03-01", "2020-03-11", "2020-05-01", "2020-07-10")


def two_bands(seed=0, polygons=20, pixels=5):
    """Two bands at four dates: B4 knows the class in March (its two dates tell the same), NDVI is noise."""
    generator = np.random.default_rng(seed)
    plan = SeriesPlan((SensorPlan("S2", ("B4", "B8"), (), (), DATES),))
    features = plan.features()
    classes = np.repeat([0, 1, 2], polygons * pixels)
    n = len(classes)
    matrix = generator.normal(1000, 200, (n, len(features)))
    told = classes * 900 + generator.normal(0, 60, n)
    for column, feature in enumerate(features):
        if feature.source == "B4" and feature.date.startswith("2020-03"):
            matrix[:, column] = 1000 + told + generator.normal(0, 10, n)
    attributes = {"code": classes + 1, "polygon_id": np.arange(n) // pixels}
    return SampleSet(features, matrix.astype(np.int16), attributes, np.zeros(n), np.zeros(n), "", plan)


def job(folder, samples, **options):
    save_samples(str(folder / "samples.gpkg"), samples)
    options = {"folds": 3, "method": "lda", **options}
    return FeatureImportanceJob(str(folder / "samples.gpkg"), "code", str(folder / "i.json"), **options)


@pytest.mark.parametrize("score", ["overall_accuracy", "macro_f1"])
def test_single_features_are_scikit_learns(tmp_path, score):
    from sklearn.inspection import permutation_importance
    from sklearn.metrics import accuracy_score, f1_score

    class Shown:
        """The fitted model as scikit-learn wants to see it."""

        def fit(self, *_):
            return self

        def predict(self, features):
            return model.predict_proba(features).argmax(axis=1)

    samples = sample_set(polygons=9, spread=500)
    study, _ = make_study(job(tmp_path, samples), RunContext())
    learn, held = group_folds(study.classes, study.groups, 3, 0)[0]
    model = study.fitted(learn, held, {}, lambda _: None)

    def scorer(shown, features, truth):
        predicted = shown.predict(features)
        return (accuracy_score(truth, predicted) if score == "overall_accuracy"
                else f1_score(truth, predicted, average="macro"))

    theirs = permutation_importance(Shown(), study.matrix[held], study.classes[held], scoring=scorer, n_repeats=7,
                                    random_state=11)
    seed = np.random.RandomState(11).randint(np.iinfo(np.int32).max + 1)  # with which it shuffles each feature
    before = study.matrix[held].copy()
    whole, lost = permuted(model.predict_proba, study, held, bundles_of(study.features, "feature"), 7, score, seed)
    np.testing.assert_allclose(lost, theirs.importances, atol=1e-12)
    assert whole == pytest.approx(scorer(Shown(), study.matrix[held], study.classes[held]))
    assert np.array_equal(study.matrix[held], before)


def test_bundles_shuffle_their_features_together(tmp_path):
    """By a loop: rows of the bundle's columns come from the same other sample."""
    samples = two_bands()
    study, _ = make_study(job(tmp_path, samples), RunContext())
    held = np.arange(0, len(samples), 3)
    seen = []

    def predict(features):
        seen.append(features.copy())
        return np.eye(3)[study.classes[held]]

    bundles = bundles_of(samples.features, "date")
    permuted(predict, study, held, bundles, 2, "kappa", 5)
    own = study.matrix[held]
    for i, bundle in enumerate(bundles):
        others = [c for c in range(own.shape[1]) if c not in bundle.columns]
        for j in range(2):
            shown = seen[1 + 2 * i + j]
            assert np.array_equal(shown[:, others], own[:, others])
            moved = [tuple(row) for row in shown[:, list(bundle.columns)]]
            assert sorted(moved) == sorted(tuple(row) for row in own[:, list(bundle.columns)])
            assert moved != [tuple(row) for row in own[:, list(bundle.columns)]]


def test_bundles_are_dates_months_bands_and_features():
    features = (*two_bands().features, Feature("slope", "", "slope", "", "degrees"))
    assert [len(b.columns) for b in bundles_of(features, "date")] == [2, 2, 2, 2, 1]
    assert [b.name for b in bundles_of(features, "month")] == ["2020-03", "2020-05", "2020-07", "no date"]
    assert {b.name: len(b.columns) for b in bundles_of(features, "band")} == {"S2:B4": 4, "S2:B8": 4, "slope": 1}
    assert len(bundles_of(features, "feature")) == 9


def test_what_is_planted_is_found(tmp_path):
    """The band and the month hold all; each of two dates that tell the same seems to hold less."""
    files = {"output_csv": str(tmp_path / "i.csv"), "output_html": str(tmp_path / "i.html")}
    done = importance.run(job(tmp_path, two_bands(), method="random_forest", score="overall_accuracy", **files),
                          RunContext())
    assert set(done) == {"OUTPUT_JSON", "OUTPUT_CSV", "OUTPUT_HTML"}
    report = json.loads((tmp_path / "i.json").read_text())
    assert report["score_without_shuffling"]["mean"] > 0.98
    assert report["by_band"][0]["name"] == "S2:B4"
    assert report["by_month"][0]["name"] == "2020-03"
    for way in ("by_band", "by_month"):
        assert report[way][0]["importance"] == pytest.approx(2 / 3, abs=0.1)  # chance is left
        assert abs(report[way][-1]["importance"]) < 0.05
    assert report["by_date"][0]["importance"] < report["by_month"][0]["importance"]
    assert {e["date"] for e in report["by_feature"][:2]} == set(DATES[:2])
    with (tmp_path / "i.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4 + 3 + 2 + 8
    assert float(rows[0]["importance"]) == report["by_date"][0]["importance"]
    page = (tmp_path / "i.html").read_text()
    assert page.count("<svg") == 5
    for heading in ("Dates", "Months", "Bands and indices", "Bands and dates", "Features that matter most"):
        assert f"<h2>{heading}</h2>" in page


def test_bytes_do_not_depend_on_the_processes(tmp_path, monkeypatch):
    texts = []
    for workers, here in ((1, 10**9), (2, 0)):
        monkeypatch.setattr("landweave.engine.learning.study.LARGEST_HERE", here)
        one = job(tmp_path, two_bands(), method="extra_trees", method_options='{"n_estimators": 5}', max_samples=40)
        importance.run(one, RunContext(workers=workers))
        texts.append((tmp_path / "i.json").read_bytes())
    assert texts[0] == texts[1]


def test_tables_without_dates_have_no_timeline(tmp_path):
    samples = two_bands()
    features = tuple(replace(f, date="", sensor="", source=f.name) for f in samples.features)
    report = importance.importance(job(tmp_path, replace(samples, features=features, plan=None)), RunContext())
    assert [e["name"] for e in report["by_date"]] == ["no date"]
    assert dates_chart(report["by_date"]) == heat_chart(report["by_feature"]) == ""
    assert "<rect" in bars_chart(report["by_feature"])


def test_only_what_is_asked_for(tmp_path):
    report = importance.importance(job(tmp_path, two_bands(), by=("band",)), RunContext())
    assert "by_band" in report and "by_date" not in report and "by_feature" not in report


@pytest.mark.parametrize(
    ("options", "said", "remedy"),
    [
        ({"by": ("week",)}, "not bundled by 'week'", "month"),
        ({"repeats": 0}, "REPEATS is 0", "1 or more"),
        ({"folds": 70}, "60 groups", "fewer FOLDS"),
        ({"score": "auc"}, "no SCORE 'auc'", "kappa"),
        ({"method_options": '{"depth": 3}'}, "no option 'depth'", "It has"),
        ({"run": 2}, "no column 'run_2'", "Split"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, options, said, remedy):
    with pytest.raises(UserError) as caught:
        importance.run(job(tmp_path, two_bands(), **options), RunContext())
    assert said in caught.value.message
    assert remedy in caught.value.hint
    assert not (tmp_path / "i.json").exists()
