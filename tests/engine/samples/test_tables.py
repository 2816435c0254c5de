"""Import and export: every column kept, every fault named, and one the inverse of the other."""

import csv
import hashlib

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs.samples import ExportSamplesJob, ImportSamplesJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import SampleSet, load_samples, save_samples
from landweave.engine.samples.tables import run_export, run_import
from landweave.engine.series.plan import Feature
from landweave.engine.vector.layers import read_layer
from landweave.tests.engine.samples.made import UTM31


def load(folder, text, class_field="label", name="t.csv", **options):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    output = str(folder / "s.gpkg")
    run_import(ImportSamplesJob(str(path), class_field, output, **options), RunContext())
    return load_samples(output)


def same(a, b):
    assert [f.name for f in a.features] == [f.name for f in b.features]
    assert a.matrix.dtype == b.matrix.dtype
    np.testing.assert_array_equal(a.matrix, b.matrix)
    assert list(a.attributes) == list(b.attributes)
    for name, column in a.attributes.items():
        assert column.dtype == b.attributes[name].dtype, name
        np.testing.assert_array_equal(column, b.attributes[name])


def test_features_are_ordered_by_date_then_band(tmp_path):
    header = "id,label,B8A_20180601,ND_VI_20180601,B8A_20180501,ND_VI_20180501"
    found = load(tmp_path, f"{header}\n1,a,1,2,3,4\n2,b,5,6,7,8\n")
    assert [(f.name, f.source, f.date) for f in found.features] == [
        ("B8A_20180501", "B8A", "2018-05-01"), ("ND_VI_20180501", "ND_VI", "2018-05-01"),
        ("B8A_20180601", "B8A", "2018-06-01"), ("ND_VI_20180601", "ND_VI", "2018-06-01")]
    assert found.matrix.tolist() == [[3, 4, 1, 2], [7, 8, 5, 6]]
    assert found.matrix.dtype == np.int16
    assert found.crs_wkt == ""


def test_ranks_have_no_date_and_sort_as_numbers(tmp_path):
    names = [f"N_{i}" for i in (10, 9, 1)]
    found = load(tmp_path, f"label,{','.join(names)}\na,10,9,1.5\n")
    assert found.matrix.tolist() == [[1.5, 9, 10]]
    assert found.matrix.dtype == np.float32
    assert {f.date for f in found.features} == {""}


def test_attributes_keep_their_types(tmp_path):
    found = load(tmp_path, "fid,code,share,plot,insee,run_1,note,N_1,N_2\n"
                           "7,3,0.5,12,01234,learn,été,1,2\n8,4,,13,31555,validation,,3,4\n", "code")
    assert {n: c.dtype.kind for n, c in found.attributes.items()} == {
        "fid_": "i", "code": "i", "share": "f", "plot": "i", "insee": "O", "run_1": "O", "note": "O"}
    assert found.attributes["insee"].tolist() == ["01234", "31555"]
    assert found.attributes["note"].tolist() == ["été", ""]
    assert np.isnan(found.attributes["share"][1])


def test_places_come_from_longitude_and_latitude(tmp_path):
    found = load(tmp_path, "label;Longitude;Latitude;N_1;N_2\na;1.5;43.25;1;2\n")
    assert (found.x[0], found.y[0]) == (1.5, 43.25)
    assert "WGS 84" in found.crs_wkt


@pytest.mark.parametrize(("text", "field", "message"), [
    ("label,N_1,N_2\na,1,2\n", "klass", r"no field 'klass'.*label, N_1, N_2"),
    ("label,a,b\na,1,2\n", "label", "has no value columns; it has: label, a, b"),
    ("label,A_1,A_2,B_1\nx,1,2,3\n", "label", "lacks the column B_2, while it has A_2"),
    ("label,A_1,A_20180501\nx,1,2\n", "label", r"by rank \(A_1\) and by date \(A_20180501\)"),
    ("label,A_1,A_01\nx,1,2\n", "label", "columns A_1 and A_01 for one band and date"),
    ("label,A_1,A_2\nx,1,2\ny,1,cloud\n", "label", "column A_2 holds 'cloud', which is no number, in row 3"),
    ("label,A_1,A_2\nx,1,\n", "label", r"column A_2 is empty, in row 2 \(1 rows"),
    ("label,A_1,A_2\nx,1,nan\n", "label", "column A_2 holds 'nan'"),
    ("label,A_1,A_2\nx,1,2\n,1,2\n", "label", "class field label is empty in 1 rows: 3"),
    ("code,A_1,A_2\n1,1,2\n,1,2\n", "code", "class field code is empty in 1 rows: 3"),
    ("code,A_1,A_2\n1.5,1,2\n", "code", "holds 1.5, which is neither"),
    ("label,A_1,A_2\nx,1\n", "label", "line 2 has 2 values, the header has 3"),
    ("label,A_1,a_1\nx,1,3\n", "label", "two columns called a_1"),
    ("label,,A_1\nx,1,3\n", "label", "column 2 has no name"),
    ("label,A_1\n", "label", "has no rows"),
])
def test_faults_are_named(tmp_path, text, field, message):
    with pytest.raises(UserError, match=message) as caught:
        load(tmp_path, text, field)
    assert "t.csv" in str(caught.value)
    assert caught.value.hint
    assert not (tmp_path / "s.gpkg").exists()


def test_files_that_are_no_tables_are_named(tmp_path):
    with pytest.raises(UserError, match="does not exist"):
        run_import(ImportSamplesJob(str(tmp_path / "no.csv"), "label", str(tmp_path / "s.gpkg")), RunContext())
    (tmp_path / "b.csv").write_bytes(b"label,A_1\n\xff\xfe,2\n")
    with pytest.raises(UserError, match="UTF-8"):
        run_import(ImportSamplesJob(str(tmp_path / "b.csv"), "label", str(tmp_path / "s.gpkg")), RunContext())


def test_a_filter_takes_rows(tmp_path):
    text = "label,A_1,A_2\nx,1,2\ny,3,4\nz,5,6\n"
    found = load(tmp_path, text, filter="label <> 'y'")
    assert found.attributes["label"].tolist() == ["x", "z"]
    assert found.matrix.tolist() == [[1, 2], [5, 6]]
    with pytest.raises(UserError, match=r"filter .* not understood"):
        load(tmp_path, text, filter="label <> ")
    with pytest.raises(UserError, match="no rows that meet the filter"):
        load(tmp_path, text, filter="label = 'w'")


@pytest.mark.parametrize("kind", ["csv", "gpkg"])
@pytest.mark.parametrize("dtype", ["int16", "float32"])
@pytest.mark.parametrize("crs", ["", UTM31])
def test_export_is_the_inverse(tmp_path, kind, dtype, crs):
    rng = np.random.default_rng(0)
    features = tuple(Feature(f"B{b}_{d:02}", "", f"B{b}", "", "as in the table") for d in range(1, 4) for b in (1, 2))
    matrix = (rng.random((9, 6)) * 1000).astype(dtype)
    attributes = {"label": np.array(list("aabbccdde"), object), "code": rng.integers(1, 9, 9), "share": rng.random(9)}
    x, y = (rng.random(9) * 1e4 + 5e5, rng.random(9) * 1e4 + 4.8e6) if crs else (np.full(9, np.nan),) * 2
    first = SampleSet(features, matrix, attributes, x, y, crs)
    save_samples(str(tmp_path / "a.gpkg"), first)
    table, again = str(tmp_path / f"t.{kind}"), str(tmp_path / "b.gpkg")
    run_export(ExportSamplesJob(str(tmp_path / "a.gpkg"), table), RunContext())
    run_import(ImportSamplesJob(table, "label", again), RunContext())
    found = load_samples(again)
    if crs and kind == "csv":
        assert {found.attributes.pop(n).dtype.kind for n in ("longitude", "latitude")} == {"f"}
    elif crs:
        np.testing.assert_array_equal(found.x, x)
    same(first, found)


def test_another_kind_of_table_is_refused(tmp_path):
    with pytest.raises(UserError):
        run_export(ExportSamplesJob(str(tmp_path / "no.gpkg"), str(tmp_path / "t.xlsx")), RunContext())


@pytest.fixture
def mato_grosso(shared_data):
    return shared_data / "matogrosso_modis_samples" / "samples_mt_4bands_1892.csv"


def test_mato_grosso(mato_grosso, tmp_path):
    output = str(tmp_path / "s.gpkg")
    run_import(ImportSamplesJob(str(mato_grosso), "label", output), RunContext())
    found = load_samples(output)
    published = np.load(mato_grosso.with_suffix(".npz"), allow_pickle=False)
    assert [f.source for f in found.features[:4]] == ["NDVI", "EVI", "NIR", "MIR"]
    np.testing.assert_allclose(found.matrix, published["X"].reshape(1892, 92), atol=1e-6)
    np.testing.assert_array_equal(found.attributes["location_id"], published["location_id"])
    assert found.attributes["label"].tolist() == published["y"].tolist()
    np.testing.assert_allclose(found.x, published["lon"])
    classes = "label NOT IN ('Fallow_Cotton', 'Soy_Sunflower')"
    run_import(ImportSamplesJob(str(mato_grosso), "label", output, classes), RunContext())
    assert len(load_samples(output)) == 1837
    digest = hashlib.sha256((tmp_path / "s.gpkg").read_bytes()).hexdigest()
    run_import(ImportSamplesJob(f"{mato_grosso}|subset={classes}", "label", output), RunContext())
    assert hashlib.sha256((tmp_path / "s.gpkg").read_bytes()).hexdigest() == digest


def test_mato_grosso_comes_out_as_it_went_in(mato_grosso, tmp_path):
    output, table = str(tmp_path / "s.gpkg"), tmp_path / "t.csv"
    run_import(ImportSamplesJob(str(mato_grosso), "label", output), RunContext())
    run_export(ExportSamplesJob(output, str(table)), RunContext())
    with mato_grosso.open() as before, table.open() as after:
        first, second = list(csv.reader(before)), list(csv.reader(after))
    assert first[0] == second[0]
    for a, b in zip(first[1:], second[1:]):
        assert a[3:7] == b[3:7]
        np.testing.assert_allclose(np.array(a[7:], float), np.array(b[7:], float), rtol=1e-6)


def test_a_layer_without_value_columns_says_so(mato_grosso, tmp_path):
    source = str(mato_grosso.with_suffix(".gpkg"))
    assert len(read_layer(source)) == 1892
    with pytest.raises(UserError, match="has no value columns"):
        run_import(ImportSamplesJob(source, "label", str(tmp_path / "s.gpkg")), RunContext())
