"""Tables without geometry inside a GeoPackage: how samples and references carry what a layer cannot.

Every GeoPackage of this room has a table `landweave` of keys and values (format, version, plan, grids).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.runtime.files import check_readable, disk_full, free_bytes

_VALUES_TABLE = "CREATE TABLE landweave (fid INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL)"
_REGISTER = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
    "VALUES (?, 'attributes', ?, ?, '2000-01-01T00:00:00.000Z')"
)


@contextmanager
def open_for_writing(path: str) -> Iterator[sqlite3.Connection]:
    """Give a connection to an existing GeoPackage; what was done is kept only if all of it worked.

    Raises:
        UserError: if the disk is full.
    """
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            yield connection
    except sqlite3.OperationalError as error:
        full = "full" in str(error) or "disk I/O" in str(error) or free_bytes(path) < 1 << 16
        raise (disk_full(path) if full else error) from error


@contextmanager
def open_for_reading(path: str, what: str) -> Iterator[sqlite3.Connection]:
    """Give a read-only connection.

    Args:
        path: the GeoPackage.
        what: what the file should be ("samples file"), for messages.

    Raises:
        UserError: if the file is missing, damaged or no GeoPackage.
    """
    if not Path(path).is_file():
        raise UserError(f"The {what} {path} does not exist.", "Check the path, or make the file first.")
    check_readable(path)
    try:
        with closing(_connect(path)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise UserError(
            f"{path} cannot be read as a {what} ({error}).", "Choose a file that Landweave wrote, or make it again."
        ) from error


def _connect(path: str) -> sqlite3.Connection:
    uri = Path(path).resolve().as_uri()
    connection = sqlite3.connect(f"{uri}?mode=ro", uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        # QGIS leaves a GeoPackage in WAL mode, which a read-only folder does not allow to be opened the usual way.
        connection.close()
        connection = sqlite3.connect(f"{uri}?immutable=1", uri=True)
    return connection


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """Tell whether the file has a table of this name."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone()
    return found is not None


def register_table(connection: sqlite3.Connection, name: str, description: str) -> None:
    """List a table in `gpkg_contents`, so that QGIS and GDAL show it as a table without geometry."""
    connection.execute(_REGISTER, (name, name, description))


def write_values(connection: sqlite3.Connection, values: dict[str, str]) -> None:
    """Write the table `landweave`."""
    connection.execute(_VALUES_TABLE)
    connection.executemany("INSERT INTO landweave (key, value) VALUES (?, ?)", values.items())
    register_table(connection, "landweave", "What Landweave needs to know about this file")


def read_values(connection: sqlite3.Connection) -> dict[str, str]:
    """Read the table `landweave`; empty when the file has none."""
    if not has_table(connection, "landweave"):
        return {}
    return dict(connection.execute("SELECT key, value FROM landweave").fetchall())
