"""A worker that knows some ill-behaved jobs beside the real ones: `python -m landweave.tests....jobs_of_tests`."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import ClassVar

from landweave.engine.errors import UserError
from landweave.engine.jobs import Job
from landweave.engine.runtime.executor import Task, run_tasks
from landweave.engine.runtime.files import atomic_path
from landweave.engine.runtime.run_folder import journal_of
from landweave.tests.engine.runtime import work

HERE = "landweave.tests.engine.runtime.jobs_of_tests"


@dataclass(frozen=True)
class Blocks(Job):
    """Run a task function of work.py over some blocks."""

    KIND: ClassVar[str] = "test_blocks"
    RUN: ClassVar[str] = f"{HERE}:run_blocks"
    OUTPUTS: ClassVar[tuple[str, ...]] = ("output",)

    folder: str
    function: str = "write"
    count: int = 4
    seconds: float = 0.0
    output: str = ""


def run_blocks(job, context):
    tasks = [
        Task(f"k{i}", f"31TCJ, block {i + 1} of {job.count}", work.Argument(i, job.folder, job.seconds))
        for i in range(job.count)
    ]
    with journal_of(context) as journal:
        found = [t.key for t, _ in run_tasks(getattr(work, job.function), tasks, context, journal)]
    return {"OUTPUT": sorted(found)}


@dataclass(frozen=True)
class Noise(Job):
    """Print in every way that there is, and send one event of each kind."""

    KIND: ClassVar[str] = "test_noise"
    RUN: ClassVar[str] = f"{HERE}:run_noise"


def run_noise(job, context):
    print("printed by Python")
    os.write(1, b"written to the descriptor\n")
    subprocess.run(["echo", "printed by another program"], check=True)
    sys.stdout.flush()
    context.progress(0.5, "half")
    context.progress(0.25, "back")
    context.log("a log line")
    context.warning("a warning")
    context.metric("overall_accuracy", 0.5)
    context.artifact("OUTPUT", "/there")
    return {"OUTPUT": "/there"}


@dataclass(frozen=True)
class Trouble(Job):
    """End badly."""

    KIND: ClassVar[str] = "test_trouble"
    RUN: ClassVar[str] = f"{HERE}:run_trouble"

    how: str
    path: str = ""


def run_trouble(job, context):
    context.log(f"about to: {job.how}")
    if job.how == "SIGKILL":
        os.kill(os.getpid(), signal.SIGKILL)
    if job.how == "abort":
        sys.stderr.write("libfoo: assertion failed\n")
        sys.stderr.flush()
        os.abort()
    if job.how == "exit":
        os._exit(7)
    raise {
        "user": UserError("b.tif is cut.", "Fetch it again."),
        "memory": MemoryError(),
        "full": OSError(errno.ENOSPC, "No space left on device", "/disk/map.tif"),
        "read-only": OSError(errno.EROFS, "Read-only file system", "/disk/map.tif"),
        "gone": FileNotFoundError(errno.ENOENT, "No such file or directory", "/disk/b2.tif"),
        "bug": ZeroDivisionError("division by zero"),
    }[job.how]


@dataclass(frozen=True)
class Sleep(Job):
    """Hold a half-written file, without ever asking whether to stop."""

    KIND: ClassVar[str] = "test_sleep"
    RUN: ClassVar[str] = f"{HERE}:run_sleep"

    output: str
    stubborn: bool = False


def run_sleep(job, context):
    with atomic_path(job.output) as part:
        part.write_bytes(b"half")
        context.progress(0.1, "asleep")
        while True:
            with contextlib.suppress(BaseException if job.stubborn else ()):
                time.sleep(60)


if __name__ == "__main__":
    from landweave.engine.worker import main

    sys.modules[HERE] = sys.modules["__main__"]  # the jobs are registered once
    sys.exit(main(sys.argv[1:]))
