"""Files appear whole or not at all, and are known by their content key."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.types import Json

PART_MARK = ".part"
"""Stands in the name of a file that is being written."""
_COMPANIONS = {".shp": (".dbf", ".shx", ".prj", ".cpg"), ".tab": (".dat", ".map", ".id"), ".mif": (".mid",)}
_IN_ARCHIVE = re.compile(r"/vsizip/\{(?P<archive>.+)\}/")
_MARKED = re.compile(re.escape(PART_MARK) + r"\d+")


@contextmanager
def atomic_path(final: str | Path) -> Iterator[Path]:
    """Give a temporary path beside a file; on a clean exit it becomes the file, on an error it is removed.

    Raises:
        UserError: if the folder cannot be written to or the disk is full.
    """
    target = Path(final)
    part = target.with_name(f"{target.stem}{PART_MARK}{os.getpid()}{target.suffix}")
    try:
        with explained(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            part.touch()  # a read-only folder is noticed here: SQLite and GDAL do not say what is wrong with it
            part.unlink()
            yield part
            if target.suffix == ".gpkg":  # a log of the older file, open in QGIS, would be replayed into the new one
                for log in ("-wal", "-shm"):
                    target.with_name(target.name + log).unlink(missing_ok=True)
            part.replace(target)
    except BaseException:
        _remove(part)
        raise


@contextmanager
def explained(path: str | Path) -> Iterator[None]:
    """Turn the operating system's refusals around a file into sentences for the user."""
    try:
        yield
    except OSError as error:
        raise explain(error, path) from error


def explain(error: OSError, path: str | Path) -> Exception:
    """Return the UserError for a full disk or a folder without permission; any other error as it is."""
    path = final_name(path)
    # NumPy tells a full disk only as "16384 requested and 8064 written".
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or "requested and" in str(error):
        return disk_full(path)
    if error.errno in (errno.EACCES, errno.EPERM) and Path(path).exists() and os.access(Path(path).parent, os.W_OK):
        return UserError(f"{path} cannot be replaced: it is protected, or open in another program.",
                         "Close it there, or choose another name.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UserError(f"{path} cannot be written: the folder is read-only for you.", "Choose another folder.")
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP):
        return UserError(f"{path} cannot be written: {error.strerror}.", "Choose another name.")
    return error


def check_readable(path: str | Path) -> None:
    """Say it plainly where a file is there and its owner keeps it closed.

    Raises:
        UserError: if so.
    """
    if Path(path).is_file() and not os.access(path, os.R_OK):
        raise UserError(f"{path} cannot be read: you have no permission.", "Ask its owner for access.")


def final_name(path: str | Path) -> Path:
    """Return the name that a file has for people: without the mark of one that is being written."""
    return Path(_MARKED.sub("", str(path)))


def disk_full(path: str | Path) -> UserError:
    """Return the error of a full disk."""
    path = final_name(path)
    folder = next(p for p in path.parents if not p.name.startswith(".landweave"))
    return UserError(f"The disk is full: {path} could not be written.", f"Free space in {folder} and run again.")


def free_bytes(path: str | Path) -> int:
    """Return the space left where a file would be written."""
    folder = Path(path).parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def disk_path(path: str) -> str:
    """Return the file on the disk that a path is read from: the archive of `/vsizip/{archive}/member`."""
    match = _IN_ARCHIVE.match(path)
    return match["archive"] if match else path


def file_fingerprint(path: str | Path) -> str:
    """Return size and time of change of a file (of the archive that it is read from), or `absent`.

    A file on a server is known by its address alone: archives keep what they published, hundreds of questions to a
    server at the start of each step would take minutes, and an answer that fails is no change of the file.
    """
    on_disk = disk_path(str(path))
    if on_disk.startswith("/vsi"):
        return f"remote:{on_disk}"
    try:
        status = Path(on_disk).stat()
    except OSError:
        return "absent"
    return f"{status.st_size}:{status.st_mtime_ns}"


def source_files(source: str) -> tuple[Path, ...]:
    """Return the files that a source (`path|layername=...`) is read from: a shapefile's table, an edit in a log."""
    path = Path(source.split("|", 1)[0])
    beside = [path.with_suffix(ending) for ending in _COMPANIONS.get(path.suffix.lower(), ())]
    logs = [log for log in (path.with_name(f"{path.name}-wal"),) if log.is_file() and log.stat().st_size]
    return (path, *(p for p in beside if p.is_file()), *logs)


def source_prints(source: str) -> str:
    """Return sizes and times of change of the files of a source; empty for none."""
    return ";".join(file_fingerprint(path) for path in source_files(source)) if source else ""


def content_key(*parts: Json) -> str:
    """Return a digest of plain values: equal values, equal key."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def file_digest(path: str | Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _remove(part: Path) -> None:
    for path in (part, *part.parent.glob(f"{escape(part.name)}*")):
        if path.exists():  # also where the "folder" is a file, for which unlink has no mercy
            path.unlink(missing_ok=True)
