"""Model files: what goes in comes out, byte for byte, and nothing else is believed."""

import hashlib
import json
import pickle
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from landweave.engine.errors import UserError
from landweave.engine.learning.estimators import METHODS, find_method, parse_options
from landweave.engine.learning.fitting import Recipe, fit_some
from landweave.engine.learning.model_file import ClassEntry, Model, load_model, save_model
from landweave.engine.learning.portable import from_bytes, to_bytes, zip_bytes
from landweave.tests.engine.learning.makers import sample_set

QUICK = {"mlp": {"max_iter": 30}, "boosting": {"max_iter": 10}, "random_forest": {"n_estimators": 10}}
CODES = (1, 3, 7)


def fitted(name, balanced=False, seed=0, jobs=1, classes=(0, 1, 2)) -> Model:
    samples = sample_set()
    numbers = np.searchsorted(CODES, samples.attributes["code"])
    rows = np.isin(numbers, classes)
    method = find_method(name)
    recipe = Recipe(method, parse_options(method, json.dumps(QUICK.get(name, {}))), seed, jobs, balanced)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        groups = samples.attributes["polygon_id"][rows]
        predictor = fit_some(recipe, samples.matrix[rows], numbers[rows], groups, 3)
    entries = tuple(ClassEntry(code, f"class {code}") for code in CODES)
    return Model(samples.plan, samples.features, entries, {"all": predictor}, {"method": name, "seed": seed})


@pytest.mark.parametrize("name", METHODS)
def test_every_method_survives_the_file(name, tmp_path):
    model = fitted(name)
    save_model(tmp_path / "a.lwm", model)
    read = load_model(tmp_path / "a.lwm")
    matrix = np.random.default_rng(5).integers(-500, 3000, (2500, 5)).astype(np.int16)
    before = model.regions["all"].predict_proba(matrix)
    after = read.regions["all"].predict_proba(matrix)
    assert before.dtype == after.dtype == np.float32
    assert after.shape == (2500, 3)
    assert np.array_equal(before, after)
    assert np.allclose(after.sum(axis=1), 1, atol=1e-5)
    assert (read.plan, read.features, read.classes, read.training) == (
        model.plan, model.features, model.classes, model.training,
    )  # fmt: skip
    assert read.codes == CODES
    # whatever the block, the same bits
    pieces = [read.regions["all"].predict_proba(matrix[i : i + 333]) for i in range(0, 2500, 333)]
    assert np.array_equal(np.concatenate(pieces), after)
    assert read.regions["all"].predict_proba(matrix[:0]).shape == (0, 3)


@pytest.mark.parametrize("name", METHODS)
def test_same_seed_same_bytes_whatever_the_threads(name, tmp_path):
    save_model(tmp_path / "a.lwm", fitted(name))
    save_model(tmp_path / "b.lwm", fitted(name, jobs=2))
    assert (tmp_path / "a.lwm").read_bytes() == (tmp_path / "b.lwm").read_bytes()
    save_model(tmp_path / "c.lwm", load_model(tmp_path / "a.lwm"))
    assert (tmp_path / "a.lwm").read_bytes() == (tmp_path / "c.lwm").read_bytes()


@pytest.mark.parametrize("name", ["random_forest", "svm", "lda"])
def test_a_region_without_a_class_gives_it_no_chance(name, tmp_path):
    model = fitted(name, classes=(0, 2))
    save_model(tmp_path / "a.lwm", model)
    found = load_model(tmp_path / "a.lwm").regions["all"].predict_proba(sample_set().matrix)
    assert np.all(found[:, 1] == 0)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    assert np.array_equal(found, model.regions["all"].predict_proba(sample_set().matrix))


def test_labels_follow_the_scores_of_the_svm():
    model = fitted("svm")
    samples = sample_set(seed=9)
    inner = model.regions["all"].inner
    probabilities = inner.predict_proba(samples.matrix)
    scores = inner.estimator.decision_function(samples.matrix.astype(float))
    assert np.array_equal(probabilities.argmax(axis=1), scores.argmax(axis=1))
    agreement = np.mean(probabilities.argmax(axis=1) == inner.estimator.predict(samples.matrix.astype(float)))
    assert agreement > 0.99


def rewritten(path: Path, change) -> None:
    """Rewrite a zip with changed members, its comment kept."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
        comment = archive.comment
    path.write_bytes(zip_bytes(change(members), comment))


@pytest.mark.parametrize("name", ["random_forest", "svm"])
def test_every_cut_and_every_flipped_byte_is_noticed(name, tmp_path):
    path = tmp_path / "m.lwm"
    save_model(path, fitted(name))
    whole = path.read_bytes()
    generator = np.random.default_rng(0)
    for length in [0, 1, 3, 100, len(whole) // 2, len(whole) - 1, *generator.integers(0, len(whole), 20)]:
        path.write_bytes(whole[:length])
        with pytest.raises(UserError) as caught:
            load_model(path)
        assert str(path) in caught.value.message
        assert caught.value.hint
    survivors = 0
    for at in generator.integers(0, len(whole), 60):
        broken = bytearray(whole)
        broken[at] ^= 0x55
        path.write_bytes(bytes(broken))
        try:
            read = load_model(path)
        except UserError:
            continue
        survivors += 1  # bytes of the zip that mean nothing (times, attributes)
        assert np.array_equal(
            read.regions["all"].predict_proba(sample_set().matrix),
            fitted(name).regions["all"].predict_proba(sample_set().matrix),
        )
    assert survivors < 20


def test_edited_description_or_member_is_noticed(tmp_path):
    path = tmp_path / "m.lwm"
    for victim in ("model.json", "region_000.npz"):
        save_model(path, fitted("random_forest"))
        rewritten(path, lambda members, victim=victim: {**members, victim: members[victim].replace(b"3", b"4")})
        with pytest.raises(UserError, match="changed after it was written"):
            load_model(path)


@pytest.mark.parametrize("content", [b"", b"hello", pickle.dumps([1]), zip_bytes({"readme.txt": b"hi"})])
def test_foreign_files_are_named(content, tmp_path):
    path = tmp_path / "m.lwm"
    path.write_bytes(content)
    with pytest.raises(UserError, match="no model file of Landweave"):
        load_model(path)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(UserError, match=r"none\.lwm"):
        load_model(tmp_path / "none.lwm")


def test_types_off_the_list_are_never_built():
    strange = DecisionTreeClassifier().fit([[0], [1]], [0, 1])
    with pytest.raises(UserError, match=r"sklearn\.tree\._tree\.Tree"):
        to_bytes(strange)
    from skops import io as sio

    with pytest.raises(UserError, match=r"sklearn\.tree"):
        from_bytes(sio.dumps(strange), "1.9")


def test_boosted_trees_that_point_outside_are_refused():
    inner = fitted("boosting").regions["all"].inner
    nodes = inner.estimator._predictors[0][0].nodes
    nodes["left"][0] = 10**6
    with pytest.raises(UserError, match="damaged tree"):
        from_bytes(to_bytes(inner.estimator), "1.9")


def test_a_failed_write_leaves_nothing(tmp_path):
    class Broken:
        def predict_proba(self, features):
            return features

    model = fitted("lda")
    with pytest.raises(TypeError):
        save_model(tmp_path / "x.lwm", Model(None, model.features, model.classes, {"all": Broken()}))
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError):
        save_model(tmp_path / "file" / "x.lwm", model)


def as_first_version(path: Path) -> None:
    """Rewrite a model file as the first version was: one kind a region, its components beside it, no list of parts."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    head = json.loads(members.pop("model.json"))
    del head["conformal"]
    head["version"] = 1
    for region in head["regions"]:
        *before, learner = region.pop("parts")
        values = learner.pop("values")
        region.update(learner, temperature=values.get("temperature"))
        for part in before:
            region["pca"] = {name: part[name] for name in ("member", "sha256", "bytes")}
    packed = json.dumps(head).encode()
    path.write_bytes(zip_bytes({"model.json": packed, **members}, hashlib.sha256(packed).hexdigest().encode()))


@pytest.mark.parametrize("name", ["random_forest", "svm", "boosting", "lda"])
def test_the_first_version_is_read_as_it_was_meant(name, tmp_path):
    model = fitted(name)
    save_model(tmp_path / "m.lwm", model)
    as_first_version(tmp_path / "m.lwm")
    read = load_model(tmp_path / "m.lwm")
    matrix = sample_set(seed=3).matrix
    assert np.array_equal(read.predictor("all").predict_proba(matrix), model.predictor("all").predict_proba(matrix))
    assert read.conformal is None
    assert read.applicability == {}


@pytest.mark.parametrize("version", [0, 3, None, "1"])
def test_other_versions_are_refused(version, tmp_path):
    save_model(tmp_path / "m.lwm", fitted("lda"))
    with zipfile.ZipFile(tmp_path / "m.lwm") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["model.json"] = json.dumps({**json.loads(members["model.json"]), "version": version}).encode()
    (tmp_path / "m.lwm").write_bytes(zip_bytes(members))
    with pytest.raises(UserError, match="of version"):
        load_model(tmp_path / "m.lwm")


def test_a_kind_that_is_not_known_is_named(tmp_path):
    save_model(tmp_path / "m.lwm", fitted("lda"))
    with zipfile.ZipFile(tmp_path / "m.lwm") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    packed = members["model.json"].replace(b'"estimator"', b'"oracle"')
    comment = hashlib.sha256(packed).hexdigest().encode()
    (tmp_path / "m.lwm").write_bytes(zip_bytes({**members, "model.json": packed}, comment))
    with pytest.raises(UserError, match="oracle"):
        load_model(tmp_path / "m.lwm").predictor("all").predict_proba(sample_set().matrix)


def test_a_region_in_pieces_is_predicted_by_their_mean(tmp_path):
    one, two = (fitted("random_forest", seed=s).regions["all"] for s in (1, 2))
    other = fitted("lda").regions["all"]
    base = fitted("lda")
    regions = {"north#1": one, "north#2": two, "north#2#1": other, "south": other}
    save_model(tmp_path / "m.lwm", Model(base.plan, base.features, base.classes, regions))
    model = load_model(tmp_path / "m.lwm")
    matrix = sample_set(seed=3).matrix
    mean = (one.predict_proba(matrix).astype(float) + two.predict_proba(matrix)) / 2
    assert np.allclose(model.predictor("north").predict_proba(matrix), mean, atol=1e-7)
    assert np.array_equal(model.predictor("north#2").predict_proba(matrix), two.predict_proba(matrix))
    assert np.array_equal(model.predictor("south").predict_proba(matrix), other.predict_proba(matrix))
    assert model.predictor("nor") is None
    assert model.predictor("") is None


def test_thresholds_of_prediction_sets_are_kept(tmp_path):
    model = replace(fitted("lda"), conformal={"1": 0.25, "3": 1.0, "7": 0.1 + 0.2})
    save_model(tmp_path / "m.lwm", model)
    assert load_model(tmp_path / "m.lwm").conformal == model.conformal
