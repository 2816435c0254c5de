"""clean_samples and apply_review: what is written, what is decided, and what cannot be."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr

from landweave.engine.errors import UserError
from landweave.engine.jobs import ApplyReviewJob, CleanSamplesJob
from landweave.engine.learning.review import REVIEW_COLUMNS
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples, save_samples
from landweave.engine.vector.layers import layer_names, read_layer
from landweave.tests.engine.learning.makers import sample_set, table_set
from landweave.tests.engine.samples.made import UTM31, Said

METHODS = ("confident", "knn", "som")
WRONG = 5  # polygon


def with_places(samples):
    n = len(samples)
    return replace(samples, x=np.arange(n) * 10.0 + 500000, y=np.full(n, 4800000.0), crs_wkt=UTM31)


@pytest.fixture
def noisy(tmp_path):
    """Three classes; polygon 5 (class 1) is called 7, and so is the first sample of polygon 1."""
    samples = with_places(sample_set(polygons=8, pixels=6, spread=120))
    code = samples.attributes["code"].copy()
    code[samples.attributes["polygon_id"] == WRONG] = 7
    code[0] = 7
    path = str(tmp_path / "noisy.gpkg")
    save_samples(path, replace(samples, attributes={**samples.attributes, "code": code}))
    return path


def cleaned(path, tmp_path, context=None, **options):
    output = str(tmp_path / "review.gpkg")
    result = CleanSamplesJob(path, options.pop("class_field", "code"), output, **options).execute(
        context or RunContext())
    return output, result


def decide(path, layer, where, decision):
    dataset = ogr.Open(path, 1)
    rows = dataset.GetLayerByName(layer)
    rows.SetAttributeFilter(where)
    assert rows.GetFeatureCount() > 0
    for feature in rows:
        feature.SetField("decision", decision)
        rows.SetFeature(feature)


def test_confident_learning_finds_a_wrong_polygon(noisy, tmp_path):
    path, result = cleaned(noisy, tmp_path)
    samples = load_samples(path)
    wrong = samples.attributes["polygon_id"] == WRONG
    np.testing.assert_array_equal(samples.attributes["suspicious"][1:] == 1, wrong[1:])
    assert result["SUSPICIOUS_POLYGONS"] == 1
    assert set(np.flatnonzero(samples.attributes["rank"] <= 7)) == {0, *np.flatnonzero(wrong)}


def test_neighbours_find_a_wrong_polygon_and_a_wrong_sample(noisy, tmp_path):
    path, result = cleaned(noisy, tmp_path, method="knn", output_html=str(tmp_path / "page.html"), neighbours=10)
    samples = load_samples(path)
    suspicious = samples.attributes["suspicious"] == 1
    wrong = samples.attributes["polygon_id"] == WRONG
    wrong[0] = True
    np.testing.assert_array_equal(suspicious, wrong)
    assert set(samples.attributes["suggested"][suspicious]) == {"1"}
    assert set(samples.attributes["decision"]) == {""}
    assert all(bool(r) == bool(s) for r, s in zip(samples.attributes["reason"], suspicious))
    assert result["SUSPICIOUS"] == 7
    assert result["SUSPICIOUS_POLYGONS"] == 1
    polygons = read_layer(f"{path}|layername=polygons")
    assert polygons.fields["polygon_id"][0] == WRONG
    assert polygons.fields["suspicious_share"][:2] == [1.0, pytest.approx(1 / 6, abs=1e-4)]
    assert polygons.fields["code"][0] == "7"
    assert polygons.fields["suggested"][0] == "1"
    assert polygons.fields["advice"][:3] == ["remove", "check", "keep"]
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "7</strong> of 144" in page


@pytest.mark.parametrize("method", METHODS)
def test_nothing_is_lost_or_changed(noisy, tmp_path, method):
    path, _ = cleaned(noisy, tmp_path, method=method)
    before, after = load_samples(noisy), load_samples(path)
    np.testing.assert_array_equal(after.matrix, before.matrix)
    for name, column in before.attributes.items():
        np.testing.assert_array_equal(after.attributes[name], column)
    assert set(after.attributes) - set(before.attributes) <= set(REVIEW_COLUMNS)
    assert sorted(after.attributes["rank"]) == list(range(1, len(before) + 1))
    by_rank = after.attributes["suspicion"][np.argsort(after.attributes["rank"])]
    assert (np.diff(by_rank) <= 0).all()
    again, _ = cleaned(path, tmp_path / "again", method=method)  # a review may be judged anew
    assert list(load_samples(again).attributes) == list(after.attributes)


@pytest.mark.parametrize("method", METHODS)
def test_same_bytes_whatever_the_number_of_workers(noisy, tmp_path, method):
    written = []
    for workers in (1, 2):
        folder = tmp_path / str(workers)
        path, _ = cleaned(noisy, folder, RunContext(workers=workers), method=method, seed=3,
                          output_html=str(folder / "page.html"))
        written.append(((folder / "page.html").read_bytes(), Path(path).read_bytes()))
    assert written[0] == written[1]


def test_layers_open_styled(noisy, tmp_path):
    path, _ = cleaned(noisy, tmp_path)
    with sqlite3.connect(path) as connection:
        styles = dict(connection.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1"))
    assert set(styles) == {"samples", "polygons"}
    assert all("ValueMap" in text and 'attr="advice"' in text for text in styles.values())
    assert {"samples", "polygons"} <= set(layer_names(path))


def test_decisions_are_followed(noisy, tmp_path):
    """The sample's own decision first, then that of its polygon, then SUSPICIOUS."""
    path, _ = cleaned(noisy, tmp_path, method="knn", neighbours=10)
    decide(path, "polygons", f"polygon_id = {WRONG}", " Remove ")
    samples = load_samples(path)
    spared = int(np.flatnonzero(samples.attributes["polygon_id"] == WRONG)[0])
    decide(path, "samples", f"sample_id = {spared + 1}", "1")
    decide(path, "samples", "sample_id = 40", "3")
    said = Said()
    output = str(tmp_path / "cleaned.gpkg")
    result = ApplyReviewJob(path, "code", output).execute(said.context)
    before, after = load_samples(noisy), load_samples(output)
    gone = before.attributes["polygon_id"] == WRONG
    gone[spared] = False
    expected = before.attributes["code"].copy()
    expected[spared], expected[39] = 1, 3
    np.testing.assert_array_equal(after.attributes["code"], expected[~gone])
    np.testing.assert_array_equal(after.matrix, before.matrix[~gone])
    assert list(after.attributes) == list(before.attributes)
    assert result == {"OUTPUT": output, "KEPT": 139, "REMOVED": 5, "RELABELLED": 2}
    assert any("1 suspicious samples without a decision are kept" in e.get("message", "") for e in said.events)


@pytest.mark.parametrize(("choice", "kept", "relabelled"), [("keep", 144, 0), ("remove", 137, 0), ("relabel", 144, 7)])
def test_what_becomes_of_the_undecided(noisy, tmp_path, choice, kept, relabelled):
    path, _ = cleaned(noisy, tmp_path, method="knn", neighbours=10)
    output = str(tmp_path / "cleaned.gpkg")
    result = ApplyReviewJob(path, "code", output, suspicious=choice).execute(RunContext())
    assert (result["KEPT"], result["RELABELLED"]) == (kept, relabelled)
    if choice == "relabel":
        assert (load_samples(output).attributes["code"][:48] == 1).all()


def test_labels_as_text_and_without_groups(tmp_path):
    samples = sample_set(labels=("oats", "maize", "rice"))
    column = samples.attributes["code"].copy()
    column[0] = "rice"
    save_samples(str(tmp_path / "s.gpkg"), replace(samples, attributes={**samples.attributes, "code": column}))
    path, result = cleaned(str(tmp_path / "s.gpkg"), tmp_path, group_field="")
    assert result["SUSPICIOUS_POLYGONS"] == 0
    assert "polygons" not in layer_names(path)
    assert load_samples(path).attributes["suggested"][0] == "oats"
    decide(path, "samples", "sample_id = 1", "oats")
    ApplyReviewJob(path, "code", str(tmp_path / "c.gpkg"), group_field="").execute(RunContext())
    assert load_samples(str(tmp_path / "c.gpkg")).attributes["code"][0] == "oats"


def test_what_cannot_be_judged_says_so(noisy, tmp_path):
    samples = load_samples(noisy)
    augmented = np.full(len(samples), "", dtype=object)
    augmented[[3, 4]] = "smote"
    code = samples.attributes["code"].copy()
    code[-6:] = 9  # one polygon only
    save_samples(str(tmp_path / "s.gpkg"),
                 replace(samples, attributes={**samples.attributes, "code": code, "augmented": augmented}))
    said = Said()
    path, _ = cleaned(str(tmp_path / "s.gpkg"), tmp_path, said.context)
    judged = load_samples(path)
    assert len(judged) == len(samples)
    unknown = np.isnan(judged.attributes["suspicion"])
    np.testing.assert_array_equal(np.flatnonzero(unknown), [3, 4, *range(138, 144)])
    assert all(r.startswith("Not judged") for r in judged.attributes["reason"][unknown])
    assert any("augmentation" in w for w in said.warnings())
    assert any("one group ('polygon_id') only" in w for w in said.warnings())


@pytest.mark.parametrize(("options", "said"), [
    ({"class_field": "klass"}, "no column 'klass'"),
    ({"group_field": "plot"}, "no column 'plot'"),
    ({"method": "magic"}, "no METHOD 'magic'"),
    ({"classifier": "magic"}, "no CLASSIFIER 'magic'"),
    ({"classifier_options": "{"}, "not JSON"),
    ({"folds": 1}, "FOLDS is 1"),
    ({"folds": 50}, "fewer than FOLDS"),
    ({"method": "knn", "neighbours": 0}, "NEIGHBOURS is 0"),
    ({"method": "som", "grid": 1}, "GRID is 1"),
    ({"class_field": "decision"}, "a column that a review has for itself"),
    ({"method": "knn", "group_field": "all"}, "are of one group"),
])  # fmt: skip
def test_bad_input_is_one_sentence(noisy, tmp_path, options, said):
    samples = load_samples(noisy)
    save_samples(noisy, replace(samples, attributes={**samples.attributes, "all": np.ones(len(samples), np.int64)}))
    with pytest.raises(UserError, match=said) as caught:
        cleaned(noisy, tmp_path, **options)
    assert caught.value.hint
    assert not (tmp_path / "review.gpkg").exists()


@pytest.mark.parametrize(("decision", "layer"), [("delete", "samples"), ("70000", "samples"), ("0", "polygons")])
def test_a_decision_that_is_none(noisy, tmp_path, decision, layer):
    path, _ = cleaned(noisy, tmp_path)
    decide(path, layer, "rank = 1", decision)
    with pytest.raises(UserError, match=f"decision '{decision}' .* is not understood"):
        ApplyReviewJob(path, "code", str(tmp_path / "c.gpkg")).execute(RunContext())


def test_reviews_that_are_none(noisy, tmp_path):
    with pytest.raises(UserError, match="no review"):
        ApplyReviewJob(noisy, "code", str(tmp_path / "c.gpkg")).execute(RunContext())
    path, _ = cleaned(noisy, tmp_path)
    with pytest.raises(UserError, match="SUSPICIOUS is 'burn'"):
        ApplyReviewJob(path, "code", str(tmp_path / "c.gpkg"), suspicious="burn").execute(RunContext())
    with pytest.raises(UserError, match="no column 'plot'"):
        ApplyReviewJob(path, "code", str(tmp_path / "c.gpkg"), group_field="plot").execute(RunContext())
    decide(path, "samples", "sample_id > 0", "remove")
    with pytest.raises(UserError, match="remove all samples"):
        ApplyReviewJob(path, "code", str(tmp_path / "c.gpkg")).execute(RunContext())


@pytest.mark.parametrize("method", METHODS)
def test_injected_noise_of_mato_grosso_is_found(shared_data, tmp_path, method):
    """A fifth of 1837 labels exchanged for any other class: 0.7 of it at a precision of 0.7 is asked for."""
    with np.load(shared_data / "matogrosso_modis_samples" / "samples_mt_4bands_1892.npz") as data:
        keep = ~np.isin(data["y"], ["Fallow_Cotton", "Soy_Sunflower"])
        matrix = data["X"][keep].reshape(keep.sum(), -1)
        names, classes = np.unique(data["y"][keep].astype(str), return_inverse=True)
        places = data["location_id"][keep].astype(np.int64)
    random = np.random.default_rng(11)
    rows = random.permutation(len(classes))[: len(classes) // 5]
    wrong = np.zeros(len(classes), bool)
    wrong[rows] = True
    classes[rows] = (classes[rows] + random.integers(1, len(names), len(rows))) % len(names)
    bands = [str(i) for i in range(matrix.shape[1])]
    samples = table_set(matrix, bands, {"label": names[classes].astype(object), "location_id": places})
    save_samples(str(tmp_path / "s.gpkg"), samples)
    path, _ = cleaned(str(tmp_path / "s.gpkg"), tmp_path, class_field="label", group_field="location_id", method=method)
    suspicious = load_samples(path).attributes["suspicious"] == 1
    assert (suspicious & wrong).sum() / wrong.sum() >= 0.7
    assert (suspicious & wrong).sum() / suspicious.sum() >= 0.7
