"""The samples format: what is written is read, whatever was deleted or edited in between."""

import hashlib
import sqlite3

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal, ogr

from landweave.engine.errors import UserError
from landweave.engine.samples.store import SampleSet, load_samples, save_samples
from landweave.engine.series.plan import Feature, SensorPlan, SeriesPlan

PLAN = SeriesPlan((SensorPlan("S2", ("B4", "B8"), ("NDVI",), (("red", "B4"), ("nir", "B8")), ("2018-05-11",)),))
UTM = "EPSG:32631"


def sample_set(rows=7, dtype="int16", places=True, seed=0):
    rng = np.random.default_rng(seed)
    matrix = rng.integers(-32768, 32767, (rows, 3)).astype(dtype)
    attributes = {
        "code": rng.integers(1, 5, rows),
        "label": np.array([f"class é {i % 3}" for i in range(rows)], dtype=object),
        "area_m2": rng.random(rows) * 100,
        "run_1": np.array(["learn", "validation"] * rows, dtype=object)[:rows],
    }
    x, y = (rng.random(rows) * 1000 + 5e5, rng.random(rows) * 1000 + 4e6) if places else (np.full(rows, np.nan),) * 2
    return SampleSet(PLAN.features(), matrix, attributes, x, y, UTM if places else "", PLAN)


def assert_same(a, b):
    assert a.features == b.features
    assert a.plan == b.plan
    assert a.matrix.dtype == b.matrix.dtype
    np.testing.assert_array_equal(a.matrix, b.matrix)
    np.testing.assert_array_equal(a.x, b.x)
    np.testing.assert_array_equal(a.y, b.y)
    assert list(a.attributes) == list(b.attributes)
    for name, column in a.attributes.items():
        np.testing.assert_array_equal(column, b.attributes[name])
        assert column.dtype == b.attributes[name].dtype


@pytest.mark.parametrize("dtype", ["int16", "float32"])
@pytest.mark.parametrize("places", [True, False])
def test_round_trip(tmp_path, dtype, places):
    path = str(tmp_path / "s.gpkg")
    samples = sample_set(dtype=dtype, places=places)
    save_samples(path, samples)
    loaded = load_samples(path)
    assert_same(samples, loaded)
    assert bool(loaded.crs_wkt) == places


@given(st.integers(1, 40), st.sampled_from(["int16", "float32"]), st.integers(0, 1000))
def test_round_trip_of_any_size(tmp_path_factory, rows, dtype, seed):
    path = str(tmp_path_factory.mktemp("s") / "s.gpkg")
    samples = sample_set(rows, dtype, seed=seed)
    save_samples(path, samples)
    assert_same(samples, load_samples(path))


def test_same_samples_same_bytes(tmp_path):
    digests = set()
    for name in ("a.gpkg", "b.gpkg"):
        save_samples(str(tmp_path / name), sample_set())
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.gpkg", "b.gpkg"]


def test_it_is_a_geopackage_of_one_layer_and_tables(tmp_path):
    path = str(tmp_path / "s.gpkg")
    save_samples(path, sample_set())
    dataset = gdal.OpenEx(path)
    names = {dataset.GetLayer(i).GetName(): dataset.GetLayer(i).GetGeomType() for i in range(dataset.GetLayerCount())}
    assert names["samples"] == ogr.wkbPoint
    assert {n for n, kind in names.items() if kind == ogr.wkbNone} == {
        "feature_vectors", "feature_description", "landweave"}


def edit(path, statement):
    dataset = gdal.OpenEx(path, gdal.OF_UPDATE)
    dataset.ExecuteSQL(statement)
    del dataset


def test_rows_deleted_or_edited_are_honoured(tmp_path):
    path = str(tmp_path / "s.gpkg")
    samples = sample_set()
    save_samples(path, samples)
    edit(path, "DELETE FROM samples WHERE sample_id IN (2, 5)")
    edit(path, "UPDATE samples SET code = 9 WHERE sample_id = 3")
    loaded = load_samples(path)
    expected = samples.subset(np.array([0, 2, 3, 5, 6]))
    np.testing.assert_array_equal(loaded.matrix, expected.matrix)
    np.testing.assert_array_equal(loaded.x, expected.x)
    assert loaded.attributes["code"].tolist()[1] == 9


def test_rows_out_of_order_keep_their_vectors(tmp_path):
    path = str(tmp_path / "s.gpkg")
    samples = sample_set()
    save_samples(path, samples)
    edit(path, "UPDATE samples SET fid = 100 WHERE sample_id = 1")
    assert_same(samples, load_samples(path))


def test_a_copied_row_has_its_vector_twice(tmp_path):
    path = str(tmp_path / "s.gpkg")
    save_samples(path, sample_set())
    edit(path, "INSERT INTO samples (sample_id, code) SELECT sample_id, code FROM samples WHERE sample_id = 4")
    loaded = load_samples(path)
    np.testing.assert_array_equal(loaded.matrix[3], loaded.matrix[4])
    assert len(loaded) == 8


def test_a_missing_value_is_nan_or_empty(tmp_path):
    path = str(tmp_path / "s.gpkg")
    save_samples(path, sample_set())
    edit(path, "UPDATE samples SET code = NULL, label = NULL WHERE sample_id = 1")
    loaded = load_samples(path)
    assert np.isnan(loaded.attributes["code"][0])
    assert loaded.attributes["label"][0] == ""


def test_a_point_added_by_hand_is_refused(tmp_path):
    path = str(tmp_path / "s.gpkg")
    save_samples(path, sample_set())
    edit(path, "INSERT INTO samples (code) VALUES (3)")
    with pytest.raises(UserError, match=r"1 rows of .* have no feature vector"):
        load_samples(path)


def test_what_is_no_samples_file_is_refused(tmp_path):
    missing = tmp_path / "none.gpkg"
    with pytest.raises(UserError, match="does not exist"):
        load_samples(str(missing))
    text = tmp_path / "t.gpkg"
    text.write_text("code,name\n1,water\n" * 100)
    with pytest.raises(UserError, match="cannot be read as a samples file"):
        load_samples(str(text))
    other = tmp_path / "o.gpkg"
    sqlite3.connect(other).execute("CREATE TABLE x (y)").connection.close()
    with pytest.raises(UserError, match="not in the samples format"):
        load_samples(str(other))


def test_a_cut_file_is_refused(tmp_path):
    path = tmp_path / "s.gpkg"
    save_samples(str(path), sample_set(3000))
    path.write_bytes(path.read_bytes()[:-60000])
    with pytest.raises(UserError):
        load_samples(str(path))


def test_reserved_names_are_refused(tmp_path):
    samples = sample_set()
    samples.attributes["FID"] = samples.attributes["code"]
    with pytest.raises(ValueError, match="reserved"):
        save_samples(str(tmp_path / "s.gpkg"), samples)
    assert not list(tmp_path.iterdir())


def test_the_features_are_described(tmp_path):
    path = str(tmp_path / "s.gpkg")
    save_samples(path, sample_set())
    assert load_samples(path).features[0] == Feature(
        "S2_B4_20180511", "S2", "B4", "2018-05-11", "reflectance x 10000")
