"""Tables to learn from: rows judged some at a time, the same from memory and from the disk."""

import hashlib

import numpy as np
import pytest

from landweave.engine.learning.prepare import digest, has_nodata, knows_nothing, make_table
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.row_file import ROWS_AT_ONCE
from landweave.engine.samples.store import load_samples, save_samples
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.learning.makers import sample_set


@pytest.mark.parametrize("dtype", ["int16", "float32"])
def test_rows_are_judged_one_by_one(dtype):
    random = np.random.default_rng(0)
    matrix = random.integers(0, 9, (2 * ROWS_AT_ONCE + 5, 3)).astype(dtype)
    unknown = random.random(matrix.shape) < 0.5
    matrix[unknown] = SERIES_NODATA
    expected = [(any(row), all(row)) for row in unknown.tolist()]
    if dtype == "int16":
        assert has_nodata(matrix).tolist() == [some for some, _ in expected]
    assert knows_nothing(matrix).tolist() == [every for _, every in expected]
    real = np.where(unknown, [np.nan, np.inf, -np.inf], matrix).astype(np.float32)
    assert has_nodata(real).tolist() == [some for some, _ in expected]


@pytest.mark.parametrize("clear", [True, False])
def test_a_table_from_the_disk_is_that_from_memory(tmp_path, clear):
    path, folder = str(tmp_path / "s.gpkg"), tmp_path / "features"
    samples = sample_set(pixels=400)
    if not clear:
        samples.matrix[::7] = SERIES_NODATA
    save_samples(path, samples)
    memory = make_table(load_samples(path), path, "code", RunContext())
    disk = make_table(load_samples(path, folder), path, "code", RunContext())
    assert isinstance(disk.matrix, np.memmap)
    np.testing.assert_array_equal(disk.matrix, memory.matrix)
    np.testing.assert_array_equal(disk.classes, memory.classes)
    assert disk.entries == memory.entries
    assert len(list(folder.iterdir())) == (1 if clear else 2)
    codes = np.array([memory.entries[number].code for number in memory.classes])
    assert len(codes) > ROWS_AT_ONCE or not clear
    expected = hashlib.sha256(memory.matrix.tobytes() + codes.astype("<i8").tobytes()).hexdigest()
    assert digest(disk) == digest(memory) == expected
