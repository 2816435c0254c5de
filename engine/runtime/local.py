"""Executors of one machine: this process, or loky processes beside it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from landweave.engine.errors import UserError
from landweave.engine.runtime import child
from landweave.engine.types import Json

if TYPE_CHECKING:
    from landweave.engine.runtime.context import RunContext
    from landweave.engine.runtime.executor import Results, Task, TaskFunction

POLL_SECONDS = 0.05
GRACE_SECONDS = 0.3
"""Given to a process to remove its half-written files before it is killed."""
CHILD_ENVIRONMENT = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"),
    "GDAL_NUM_THREADS": "1",
}
"""One thread a process: cores are shared out as processes, and sums keep their order."""


class InProcess:
    """Runs tasks one after the other, here."""

    def run(
        self, function: TaskFunction, tasks: Sequence[Task], context: RunContext, shared: Any
    ) -> Results:
        """Yield each task with its result, in order."""
        from landweave.engine.raster.reading import Reading, reading_as

        reading = Reading.of(context)
        for task in tasks:
            context.check_cancelled()
            with reading_as(reading):
                result = child.call(function, task.label, task.argument, shared)
            yield task, result


class LocalProcesses:
    """Runs tasks in processes of their own, one thread each."""

    def __init__(self, workers: int) -> None:
        """Say how many processes may run side by side."""
        self.workers = workers

    def run(
        self, function: TaskFunction, tasks: Sequence[Task], context: RunContext, shared: Any
    ) -> Results:
        """Yield each task with its result, as they end. A task is handed out only when a process is free for it."""
        from joblib.externals.loky import FIRST_COMPLETED, ProcessPoolExecutor, wait

        from landweave.engine.raster.reading import Reading

        given = (os.getpid(), shared, Reading.of(context))
        pool = ProcessPoolExecutor(self.workers, initializer=child.prepare, initargs=given, env=CHILD_ENVIRONMENT)
        queue = list(reversed(tasks))
        running: dict[Any, Task] = {}
        is_clean = False
        try:
            while queue or running:
                while queue and len(running) < self.workers:
                    task = queue.pop()
                    running[pool.submit(child.call_shared, function, task.label, task.argument)] = task
                ended, _ = wait(running, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
                context.check_cancelled()
                for future in sorted(ended, key=lambda f: running[f].key):
                    result = _result(future, list(running.values()))
                    yield running.pop(future), result
            is_clean = True
        finally:
            if not is_clean:
                _end_tasks(pool, list(running))
            pool.shutdown(wait=True, kill_workers=not is_clean)


def _result(future: Any, in_flight: Sequence[Task]) -> Json:
    """Return what a task gave; if its process was killed, say which tasks were being done."""
    from joblib.externals.loky.process_executor import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool as error:
        labels = "; ".join(sorted(task.label for task in in_flight))
        raise UserError(
            f"A worker process was killed by the system, most likely for want of memory, while doing: {labels}.",
            "Use fewer WORKERS or a smaller MEMORY_MIB, close other programs, and run again.",
        ) from error


def _end_tasks(pool: Any, futures: Sequence[Any]) -> None:
    """Ask the processes to stop what they do, and wait a moment for them to tidy up."""
    if os.name == "nt":  # there, terminate is a kill: nothing to ask
        return
    for pid in list(pool._processes or {}):
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            continue
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and not all(future.done() for future in futures):
        time.sleep(0.01)
