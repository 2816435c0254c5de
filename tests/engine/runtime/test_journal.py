"""The journal tells what is done, and survives what may happen to it."""

import os
import sqlite3
import subprocess
import sys

import pytest

from landweave.engine.errors import UserError
from landweave.engine.runtime.journal import Journal


@pytest.fixture
def journal(tmp_path):
    journal = Journal(tmp_path / "journal.sqlite")
    yield journal
    journal.close()


def test_what_is_put_is_got_again_by_another_reader(journal):
    journal.put("k", "block 1", {"a": [1, 2.5, None]})
    other = Journal(journal.path)
    assert other.get("k") == {"a": [1, 2.5, None]}
    assert other.get("unknown") is None
    assert other.labels() == ["block 1"]
    other.close()


def test_a_result_is_needed(journal):
    with pytest.raises(ValueError, match="block 1"):
        journal.put("k", "block 1", None)


@pytest.mark.parametrize("change", ["removed", "rewritten", "touched"])
def test_a_task_counts_only_while_its_files_stay(tmp_path, journal, change):
    file = tmp_path / "part.tif"
    file.write_bytes(b"abc")
    journal.put("k", "block 1", 1, [file])
    assert journal.get("k") == 1
    if change == "removed":
        file.unlink()
    elif change == "rewritten":
        file.write_bytes(b"abcd")
    else:
        os.utime(file, (1, 1))
    assert journal.get("k") is None
    file.write_bytes(b"abc")
    journal.put("k", "block 1", 2, [file])
    assert journal.get("k") == 2


def test_a_file_that_is_not_there_never_counts(tmp_path, journal):
    journal.put("k", "block 1", 1, [tmp_path / "none.tif"])
    assert journal.get("k") is None


def test_the_first_value_is_remembered(journal):
    assert journal.remember("block", {"rows": 256}) == {"rows": 256}
    assert journal.remember("block", {"rows": 128}) == {"rows": 256}


def test_a_damaged_journal_is_named(tmp_path):
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(UserError, match=r"journal.sqlite is damaged") as caught:
        Journal(path)
    assert "Delete it" in caught.value.hint


def test_damage_found_later_is_named(tmp_path):
    path = tmp_path / "journal.sqlite"
    journal = Journal(path)
    for i in range(300):
        journal.put(f"k{i}", "x" * 100, i)
    journal.close()
    damaged = bytearray(path.read_bytes())
    damaged[4096:] = b"\xff" * (len(damaged) - 4096)
    path.write_bytes(damaged)
    with pytest.raises(UserError, match="damaged"):
        Journal(path).get("k7")


def test_a_journal_where_nothing_can_be_made(tmp_path):
    with pytest.raises(UserError, match="cannot be written"):
        Journal(tmp_path / "no" / "such" / "journal.sqlite")


def test_no_write_ahead_log(journal, tmp_path):
    journal.put("k", "block 1", 1)
    assert sqlite3.connect(journal.path).execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert {p.name for p in tmp_path.iterdir()} == {"journal.sqlite"}


def test_killed_while_writing_it_stays_readable(tmp_path):
    path = tmp_path / "journal.sqlite"
    program = (
        "import itertools, sys; from landweave.engine.runtime.journal import Journal; j = Journal(sys.argv[1])\n"
        "for i in itertools.count(): j.put(f'k{i}', f'block {i}', i); print(i, flush=True)"
    )
    for _ in range(3):
        writer = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE)
        last = -1
        while last < 20:
            last = int(writer.stdout.readline())
        writer.kill()
        said = writer.stdout.read().split()
        writer.wait()
        last = int(said[-1]) if said else last
        journal = Journal(path)
        assert journal.get(f"k{last}") == last
        journal.close()
