"""One run at a time in a folder, on every system, also after a crash."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path
from types import TracebackType

from landweave.engine.errors import UserError
from landweave.engine.runtime.files import atomic_path, explained
from landweave.engine.types import Json

LOCK_FILE = "run.lock"
GUARD_FOLDER = "run.lock.guard"
GUARD_SECONDS = 10.0
"""A guard is held for milliseconds: an older one is of a process that died."""
CLOCK_TOLERANCE_S = 2.0


class FolderLock:
    """Holds a folder by a file that names its owner: host, process id and the time that process began.

    Locks of the operating system are not used: network drives forget them or never give them back. An owner
    that no longer runs on this host holds nothing.
    """

    def __init__(self, folder: Path) -> None:
        """Name the folder; `with` takes it."""
        self.folder = folder
        self.path = folder / LOCK_FILE
        self._me = {"host": socket.gethostname(), "pid": os.getpid(), "process_started": _process_started(os.getpid())}

    def __enter__(self) -> FolderLock:
        """Take the lock.

        Raises:
            UserError: if a live process holds it.
        """
        self._guard()
        try:
            owner = self._owner()
            if owner is not None and owner != self._me and is_alive(owner):
                raise _in_use(self.folder, owner)
            with atomic_path(self.path) as part:
                part.write_text(json.dumps(self._me), encoding="utf-8")
        finally:
            (self.folder / GUARD_FOLDER).rmdir()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lock back."""
        if self._owner() == self._me:
            self.path.unlink(missing_ok=True)

    def _guard(self) -> None:
        """Make the guard folder, which only one process can: looking at the owner and replacing it is one step."""
        guard = self.folder / GUARD_FOLDER
        for _ in range(int(GUARD_SECONDS * 2 / 0.05)):
            try:
                with explained(self.path):
                    guard.mkdir()
                return
            except UserError:
                if not guard.exists():
                    raise
            if _age_s(guard) > GUARD_SECONDS:
                _remove_guard(guard)
            else:
                time.sleep(0.05)
        raise UserError(f"The run folder {self.folder} is being opened by another run.", "Wait, and run again.")

    def _owner(self) -> Json:
        try:
            return json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # none, or one that died while writing
            return None


def is_alive(owner: Json) -> bool:
    """Tell whether the owner of a lock still runs; of another host that cannot be known, so it does."""
    import psutil

    if not isinstance(owner, dict) or not isinstance(owner.get("pid"), int):
        return False
    if owner.get("host") != socket.gethostname():
        return True
    if not psutil.pid_exists(owner["pid"]):
        return False
    started = _process_started(owner["pid"])
    return started > 0 and abs(started - float(owner.get("process_started", 0))) < CLOCK_TOLERANCE_S


def _process_started(pid: int) -> float:
    """Return when a process began, which tells it from a later one with the same number; 0 if it is gone."""
    import psutil

    try:
        process = psutil.Process(pid)
        return 0.0 if process.status() == psutil.STATUS_ZOMBIE else float(process.create_time())
    except psutil.Error:
        return 0.0


def _in_use(folder: Path, owner: Json) -> UserError:
    message = f"The run folder {folder} is in use by process {owner['pid']} on {owner['host']}."
    if owner["host"] == socket.gethostname():
        return UserError(message, "Wait until that run ends, or stop it, or choose another run folder.")
    lock = folder / LOCK_FILE
    return UserError(message, f"If nothing runs there any more, delete {lock}; else choose another run folder.")


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _remove_guard(guard: Path) -> None:
    try:
        guard.rmdir()
    except OSError:  # another process was faster
        return
