"""A cache of decoded JPEG 2000 files: each is decoded once into a tiled GeoTIFF that reads many times as fast.

The cache is a folder that runs and processes share. An entry is known by the path of its source and by what the file
system says of it (size, times of writing and of change, number of the file): a source that changed in any way has
another entry, and the old one is forgotten in time. Entries appear whole or not at all. What cannot be cached is read
from its source: a cache saves time, and never changes or costs a result.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import psutil
from osgeo import gdal

from landweave.engine.errors import UserError
from landweave.engine.raster.io import open_dataset
from landweave.engine.raster.tile_copy import most_bytes, write_copy
from landweave.engine.runtime.files import (
    PART_MARK,
    atomic_path,
    content_key,
    disk_path,
    explain,
    file_fingerprint,
    free_bytes,
)

_ENDINGS = (".jp2", ".j2k", ".jpx")
_SUBFOLDER = "landweave_tiles_1"
"""Entries lie in a folder of their own, so that nothing of the user's is ever taken for one; 1: how they are made."""
_SETTLED_S = 2.0
"""A file that changed more recently is not cached: its file system's clock may not tell the next change from it."""
_GRACE_S = 600.0
"""What was used more recently stays: another process may be about to open it."""
_TOUCH_S = 30.0
_POLL_S, _MOST_WAIT_S = 0.05, 300.0
_SPARE_BYTES = 256 << 20
_ABANDONED_S = 86400.0
_BESIDE = (".aux.xml", ".msk", ".ovr")
_WORLD_FILES = (".j2w", ".wld", ".tfw")
_busy = Lock()
_refused: set[tuple[str, str, str]] = set()
"""Folder, path and prints of what this process could not cache: not tried again at every opening."""


class _ChangedError(Exception):
    """The source changed while it was read."""


@dataclass(frozen=True)
class TileCache:
    """Where decoded files are kept, and how much of them. Plain values: each process makes its own of them.

    Args:
        folder: made when it is not there.
        limit_bytes: of all entries together; the least recently used go first.
    """

    folder: str
    limit_bytes: int

    def check(self) -> None:
        """Make the folder, before the work starts.

        Raises:
            UserError: if it cannot be written to, or the limit is no size.
        """
        if self.limit_bytes <= 0:
            raise UserError(f"The size of the cache is {self.limit_bytes} bytes.", "Give a size above 0.")
        probe = self.place / f"probe{PART_MARK}{os.getpid()}"
        try:
            self.place.mkdir(parents=True, exist_ok=True)
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise explain(error, self.place) from error

    @property
    def place(self) -> Path:
        """Folder of the entries."""
        return Path(self.folder) / _SUBFOLDER

    def used_bytes(self) -> int:
        """Return the size of all entries together."""
        return sum(size for _, size, _ in self._entries())

    def make_room(self, wanted: int) -> bool:
        """Forget the least recently used entries until so many bytes more are within the limit, and on the disk.

        False where that is not possible without what is in use: then nothing is forgotten.
        """
        entries = sorted(self._entries())
        excess = sum(size for _, size, _ in entries) + wanted - self.limit_bytes
        idle = [entry for entry in entries if entry[0] < time.time() - _GRACE_S]
        if excess > sum(size for _, size, _ in idle):
            return False
        for _, size, path in idle:
            if excess <= 0:
                break
            with suppress(PermissionError):  # open in another process, on Windows
                path.unlink(missing_ok=True)
                excess -= size
        if excess > 0:
            return False
        return free_bytes(self.place / "x") > wanted + _SPARE_BYTES

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """Yield time of the last use, size and path of each entry; what killed processes left goes."""
        if not self.place.is_dir():
            return
        for path in self.place.iterdir():
            try:
                status = path.stat()
            except FileNotFoundError:  # another process forgot it just now
                continue
            if path.suffix == ".tif" and PART_MARK not in path.name:
                yield status.st_mtime, status.st_size, path
            elif status.st_mtime < time.time() - _ABANDONED_S:
                path.unlink(missing_ok=True)


def cached_path(path: str, cache: TileCache | None) -> str:
    """Return what to read instead of a file: its decoded copy, made now if there is none, or the file itself.

    Args:
        path: anything GDAL opens; JPEG 2000 files on the disk, also those in archives (`/vsizip/`), are cached.
        cache: None: there is none.

    The copy has the same values, pixels, types, no-data values and georeference. A file that is damaged, too recent,
    too large for the cache, or that cannot be written there is read as it is. Ask each time a file is opened: a copy
    that was not asked for in ten minutes may be gone.
    """
    if cache is None or not path.lower().endswith(_ENDINGS):
        return path
    prints = _prints(path)
    known = (cache.folder, path, prints)
    if not prints or known in _refused:
        return path
    entry = cache.place / f"{content_key(str(Path(disk_path(path)).resolve()), path, prints)}.tif"
    try:
        with _busy:  # one decoding at a time in a process
            if _is_there(entry) or _add(path, prints, entry, cache):
                return str(entry)
    except OSError as error:  # a full or read-only disk, which is no news to a worker: the source is there to be read
        gdal.Debug("LANDWEAVE", f"not cached: {error}")
    _refused.add(known)
    return path


def _prints(path: str) -> str:
    """Return what the file system says of a file; empty for one that is not on the disk or changed just now."""
    try:
        status = Path(disk_path(path)).stat()
    except OSError:
        return ""
    if max(status.st_mtime, status.st_ctime) > time.time() - _SETTLED_S:
        return ""
    own = f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"
    beside = (*(path + ending for ending in _BESIDE), *(str(Path(path).with_suffix(e)) for e in _WORLD_FILES))
    return ";".join([own, *(file_fingerprint(name) for name in beside if not path.startswith("/vsi"))])


def _is_there(entry: Path) -> bool:
    """Tell whether an entry is there, and note its use."""
    try:
        used = entry.stat().st_mtime
        if used < time.time() - _TOUCH_S:
            os.utime(entry)
    except FileNotFoundError:
        return False
    return True


def _add(path: str, prints: str, entry: Path, cache: TileCache) -> bool:
    """Decode a file into the cache; True if its entry is there in the end, whoever made it."""
    with _only_one(entry) as is_first:
        if not is_first or _is_there(entry):
            return _is_there(entry)
        try:
            source = open_dataset(path)
            has_mask = source.GetRasterBand(1).GetMaskFlags() & gdal.GMF_PER_DATASET  # or transparency: not copied
            if has_mask or not cache.make_room(most_bytes(source)):
                return False
            with atomic_path(entry) as part:
                write_copy(source, part)
                if _prints(path) != prints:
                    raise _ChangedError(path)
        except (UserError, RuntimeError, _ChangedError):  # the reader of the source says what is wrong with it
            return False
    return _is_there(entry)


@contextmanager
def _only_one(entry: Path) -> Iterator[bool]:
    """Give True to the process that is to make an entry; the others wait until it is done, and get False."""
    entry.parent.mkdir(parents=True, exist_ok=True)
    lock = entry.with_suffix(".lock")
    deadline = time.monotonic() + _MOST_WAIT_S
    while True:
        try:
            handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            if time.monotonic() > deadline or entry.exists():
                yield False
                return
            if _is_abandoned(lock):
                lock.unlink(missing_ok=True)
            time.sleep(_POLL_S)
            continue
        break
    try:
        os.write(handle, f"{platform.node()}\n{os.getpid()}".encode())
        os.close(handle)
        yield True
    finally:
        lock.unlink(missing_ok=True)


def _is_abandoned(lock: Path) -> bool:
    """Tell whether the process that holds a lock is gone, or took longer than it ever should."""
    try:
        age = time.time() - lock.stat().st_mtime
        host, _, number = lock.read_text(encoding="utf-8").rpartition("\n")
    except OSError:  # it is released
        return False
    is_here = host == platform.node() and number.isdigit()
    return age > _MOST_WAIT_S or (is_here and not psutil.pid_exists(int(number)))
