"""What runs inside a process that does tasks."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.types import Json

if TYPE_CHECKING:
    from landweave.engine.raster.reading import Reading

PARENT_CHECK_SECONDS = 0.5


class _State:
    """Of this process: what the tasks share, whether one is running, whether to stop."""

    shared: Any = None
    busy = False
    stopping = False


def prepare(parent: int, shared: Any, reading: Reading | None = None) -> None:
    """Make this process ready: keep what tasks share, stop when told to, die with the parent, read as the run does."""
    _State.shared = shared
    if reading is not None:
        reading.start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_die_with, args=(parent,), daemon=True).start()


def call_shared(function: Callable[..., Json], label: str, argument: Any) -> Json:
    """Do one task with what `prepare` was given."""
    if _State.stopping:
        raise Cancelled
    _State.busy = True
    try:
        return call(function, label, argument, _State.shared)
    finally:
        _State.busy = False


def call(function: Callable[..., Json], label: str, argument: Any, shared: Any) -> Json:
    """Do one task on one thread, so that the order of sums is the same everywhere.

    Raises:
        UserError: also when memory runs out.
    """
    from threadpoolctl import threadpool_limits

    try:
        with threadpool_limits(limits=1):
            return function(argument) if shared is None else function(argument, shared)
    except MemoryError as error:
        raise UserError(
            f"Memory ran out while doing: {label}.", "Use fewer WORKERS or a smaller MEMORY_MIB, and run again."
        ) from error


def _stop(number: int, frame: Any) -> None:
    """Leave the task that is running through its `finally` blocks, so that half-written files go."""
    del number, frame
    first = not _State.stopping
    _State.stopping = True
    if _State.busy and first:
        raise Cancelled


def _die_with(parent: int) -> None:
    """Leave at once when the parent is gone: nobody waits for the result."""
    while _is_parent(parent):
        time.sleep(PARENT_CHECK_SECONDS)
    os._exit(3)


def _is_parent(pid: int) -> bool:
    if os.name == "posix":
        return os.getppid() == pid
    import psutil

    return bool(psutil.pid_exists(pid))
