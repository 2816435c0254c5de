"""Matrices that stay on the disk: the same rows as in memory, without all of them in memory."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.errors import UserError
from landweave.engine.samples.points import GrowingColumn, column_array
from landweave.engine.samples.row_file import map_rows, row_slices, save_rows, take_rows
from landweave.engine.samples.store import SampleSet, load_samples, save_samples
from landweave.engine.series.plan import SensorPlan, SeriesPlan
from landweave.tests.engine.samples.test_store import assert_same, edit, sample_set

CELLS = st.one_of(st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.none(), st.sampled_from("abc"),
                  st.binary(max_size=3))


@given(st.data())
def test_a_column_in_parts_is_the_column(data):
    kind = data.draw(st.sampled_from([CELLS, st.integers(-5, 5), st.one_of(st.none(), st.floats(0, 1)), st.text()]))
    parts = data.draw(st.lists(st.lists(kind, min_size=1, max_size=4), min_size=1, max_size=5))
    column = GrowingColumn()
    for part in parts:
        column.add(part)
    whole = column_array([value for part in parts for value in part])
    assert column.array().dtype == whole.dtype
    np.testing.assert_array_equal(column.array(), whole)


def test_slices_go_through_all_rows_once():
    assert [list(range(10))[s] for s in row_slices(10, 4)] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert not list(row_slices(0))


@pytest.mark.parametrize("dtype", ["int16", "float32"])
def test_what_is_saved_in_parts_is_what_numpy_reads(tmp_path, dtype):
    matrix = np.random.default_rng(0).integers(-9, 9, (23, 5)).astype(dtype)
    save_rows(tmp_path / "m.npy", matrix.shape, matrix.dtype, np.split(matrix, [4, 4, 15]))
    found = np.load(tmp_path / "m.npy")
    assert found.dtype == dtype
    np.testing.assert_array_equal(found, matrix)


def test_too_few_rows_leave_no_file(tmp_path):
    with pytest.raises(ValueError, match="4 rows"):
        save_rows(tmp_path / "m.npy", (5, 2), np.dtype(np.int16), [np.zeros((4, 2), np.int16)])
    assert not list(tmp_path.iterdir())


@given(st.data())
def test_chosen_rows_are_those_of_memory(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("rows")
    matrix = np.arange(60, dtype=np.float32).reshape(12, 5)
    save_rows(folder / "m.npy", matrix.shape, matrix.dtype, [matrix])
    if data.draw(st.booleans()):
        rows = np.array(data.draw(st.lists(st.booleans(), min_size=12, max_size=12)))
    else:
        rows = np.array(data.draw(st.lists(st.integers(0, 11), max_size=30)), np.int64)
    found = take_rows(map_rows(folder / "m.npy"), rows)
    assert isinstance(found, np.memmap)
    np.testing.assert_array_equal(found, matrix[rows])
    np.testing.assert_array_equal(take_rows(matrix, rows), matrix[rows])


def test_all_rows_are_not_copied_and_equal_choices_share_a_file(tmp_path):
    matrix = np.arange(60, dtype=np.int16).reshape(12, 5)
    save_rows(tmp_path / "m.npy", matrix.shape, matrix.dtype, [matrix])
    mapped = map_rows(tmp_path / "m.npy")
    for some in (matrix, mapped):
        assert take_rows(some, np.ones(12, np.bool_)) is some
        assert take_rows(some, np.arange(12)) is some
    take_rows(mapped, np.arange(12) > 3)
    take_rows(mapped, np.arange(4, 12))
    assert len(list(tmp_path.iterdir())) == 2
    np.testing.assert_array_equal(take_rows(mapped[:, 2:], np.arange(4, 12)), matrix[4:, 2:])
    np.testing.assert_array_equal(take_rows(mapped[:, :3], np.arange(4, 12)), matrix[4:, :3])


@pytest.mark.parametrize("dtype", ["int16", "float32"])
def test_a_folder_gives_the_same_samples(tmp_path, dtype, monkeypatch):
    monkeypatch.setattr("landweave.engine.samples.store.ROWS_AT_ONCE", 3)
    path, folder = str(tmp_path / "s.gpkg"), tmp_path / "features"
    save_samples(path, sample_set(8, dtype))
    edit(path, "UPDATE samples SET fid = 100 WHERE sample_id = 1")
    edit(path, "DELETE FROM samples WHERE sample_id = 6")
    edit(path, "INSERT INTO samples (sample_id, code, label, run_1, area_m2) "
               "SELECT sample_id, code, label, run_1, area_m2 FROM samples WHERE sample_id = 4")
    mapped = load_samples(path, folder)
    assert_same(load_samples(path), mapped)
    assert_same(sample_set(8, dtype).subset(np.array([0, 1, 2, 3, 3, 4, 6, 7])).subset(np.array([0, 1, 2])),
                mapped.subset(np.array([0, 1, 2])))
    assert isinstance(mapped.matrix, np.memmap)
    assert Path(mapped.matrix.filename).parent == folder
    with pytest.raises(ValueError, match="read-only"):
        mapped.matrix[0] = 0


def test_a_column_whose_type_a_later_part_decides(tmp_path, monkeypatch):
    monkeypatch.setattr("landweave.engine.samples.store.ROWS_AT_ONCE", 3)
    path = str(tmp_path / "s.gpkg")
    samples = sample_set(8)
    save_samples(path, samples)
    codes = samples.attributes["code"].tolist()
    edit(path, "UPDATE samples SET code = NULL WHERE sample_id = 2")
    assert load_samples(path).attributes["code"].tolist()[2:] == codes[2:]
    edit(path, "UPDATE samples SET code = 'water' WHERE sample_id = 7")
    expected = [str(codes[0]), "", *map(str, codes[2:6]), "water", str(codes[7])]
    assert load_samples(path).attributes["code"].tolist() == expected


def test_the_file_is_used_again_until_the_samples_change(tmp_path):
    path, folder = str(tmp_path / "s.gpkg"), str(tmp_path / "features")
    samples = sample_set()
    save_samples(path, samples)
    first = load_samples(path, folder).matrix
    written = Path(first.filename).stat()
    assert Path(load_samples(path, folder).matrix.filename).stat() == written
    edit(path, "DELETE FROM samples WHERE sample_id = 2")
    np.testing.assert_array_equal(load_samples(path, folder).matrix, np.delete(samples.matrix, 1, axis=0))
    np.testing.assert_array_equal(first, samples.matrix)


@pytest.mark.parametrize("statement", ["INSERT INTO samples (code) VALUES (3)",
                                       "UPDATE feature_vectors SET vector = x'00' WHERE sample_id = 5"])
def test_what_is_refused_leaves_no_file(tmp_path, statement):
    path, folder = str(tmp_path / "s.gpkg"), tmp_path / "features"
    save_samples(path, sample_set())
    edit(path, statement)
    with pytest.raises(UserError):
        load_samples(path, folder)
    assert not list(folder.iterdir())


def test_memory_holds_a_part_of_the_features_at_a_time(tmp_path, monkeypatch):
    for room in ("row_file.ROWS_AT_ONCE", "store.ROWS_AT_ONCE"):
        monkeypatch.setattr(f"landweave.engine.samples.{room}", 256)
    dates = tuple(f"2018-{1 + i // 28:02d}-{1 + i % 28:02d}" for i in range(200))
    plan = SeriesPlan((SensorPlan("S2", ("B2", "B3", "B4", "B8"), (), (), dates),))
    rows, path = 6000, str(tmp_path / "s.gpkg")
    random = np.random.default_rng(0)
    parts = (random.integers(0, 9000, (1000, 800)) for _ in range(6))
    save_rows(tmp_path / "m.npy", (rows, 800), np.dtype(np.int16), parts)
    places = random.random(rows)
    samples = SampleSet(plan.features(), map_rows(tmp_path / "m.npy"), {"code": np.arange(rows)}, places, places,
                        "EPSG:32631", plan)
    tracemalloc.start()
    save_samples(path, samples)
    loaded = load_samples(path, tmp_path / "features")
    chosen = loaded.subset(np.arange(rows) % 3 > 0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < samples.matrix.nbytes / 2
    np.testing.assert_array_equal(chosen.matrix, samples.matrix[np.arange(rows) % 3 > 0])
