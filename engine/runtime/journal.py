"""The journal of a run: which tasks are done, with what result, and the files that they made."""

from __future__ import annotations

import errno
import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.runtime.files import explain, file_fingerprint
from landweave.engine.types import Json

SCHEMA = """
CREATE TABLE IF NOT EXISTS tasks (
    key TEXT PRIMARY KEY, label TEXT NOT NULL, result TEXT NOT NULL, files TEXT NOT NULL, done_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Journal:
    """A small SQLite file, written after each task, readable after a crash at any moment.

    The rollback journal of SQLite is used, not the write-ahead log, which network drives do not support.
    """

    def __init__(self, path: str | Path) -> None:
        """Open or make the journal.

        Raises:
            UserError: if the file is damaged, or cannot be written.
        """
        self.path = Path(path)
        with self._explained():
            self._connection = sqlite3.connect(self.path, timeout=30.0, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = DELETE")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.executescript(SCHEMA)

    def get(self, key: str) -> Json | None:
        """Return the result of a task that is done and whose files are as it left them; else None."""
        with self._explained():
            row = self._connection.execute("SELECT result, files FROM tasks WHERE key = ?", (key,)).fetchone()
        if row is None or not _unchanged(json.loads(row[1])):
            return None
        return json.loads(row[0])

    def put(self, key: str, label: str, result: Json, files: Sequence[str | Path] = ()) -> None:
        """Note that a task is done.

        Args:
            key: changes with everything the result depends on (`content_key`).
            label: for people.
            result: plain values, not None (that is what `get` returns for a task that is not done).
            files: what the task wrote; the task counts as done only while they stay as they are now.
        """
        if result is None:
            raise ValueError(f"task '{label}' has no result to keep")
        prints = json.dumps({str(path): file_fingerprint(path) for path in files})
        row = (key, label, json.dumps(result), prints, time.time())
        with self._explained(), self._connection:
            self._connection.execute("INSERT OR REPLACE INTO tasks VALUES (?, ?, ?, ?, ?)", row)

    def remember(self, name: str, value: Json) -> Json:
        """Return the value stored first under a name: what a run began with, it ends with."""
        with self._explained(), self._connection:
            self._connection.execute("INSERT OR IGNORE INTO facts VALUES (?, ?)", (name, json.dumps(value)))
            row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0])

    def labels(self) -> list[str]:
        """Return the labels of the tasks that are done, in the order in which they ended."""
        with self._explained():
            return [row[0] for row in self._connection.execute("SELECT label FROM tasks ORDER BY done_at, rowid")]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise _refusal(self.path, error) from error
        except (sqlite3.DatabaseError, json.JSONDecodeError) as error:
            raise UserError(
                f"The journal {self.path} is damaged ({error}).", "Delete it: the run then starts from its beginning."
            ) from error


def _unchanged(prints: dict[str, str]) -> bool:
    return all(print_ != "absent" and file_fingerprint(path) == print_ for path, print_ in prints.items())


def _refusal(path: Path, error: sqlite3.OperationalError) -> Exception:
    """Return the sentence for a journal that cannot be opened or written."""
    text = str(error)
    if "full" in text:
        return explain(OSError(errno.ENOSPC, text), path)
    if "locked" in text:
        return UserError(f"The journal {path} is held by another program.", "Close that program and run again.")
    return UserError(f"The journal {path} cannot be written ({text}).", "Choose another run folder.")
