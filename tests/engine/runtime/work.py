"""Task functions and jobs of the runtime's tests; imported by the processes under test."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.runtime.files import atomic_path


@dataclass(frozen=True)
class Argument:
    value: int
    folder: str = ""
    seconds: float = 0.0


def square(argument):
    time.sleep(argument.seconds)
    return {"square": argument.value**2, "pid": os.getpid()}


def add(argument, shared):
    return argument.value + shared


def write(argument):
    path = Path(argument.folder) / f"{argument.value}.txt"
    path.write_text(str(argument.value))
    with (path.parent / "calls").open("a") as calls:
        calls.write(f"{argument.value}\n")
    return {"files": [str(path)]}


def refuse(argument):
    raise UserError(f"No {argument.value}.", "Take another.")


def fail(argument):
    raise ZeroDivisionError(argument.value)


def exhaust(argument):
    raise MemoryError


def killed(argument):
    if argument.value == 1:
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(argument.seconds)
    return argument.value


def half_written(argument):
    """Leave a file half written for as long as it takes."""
    with atomic_path(Path(argument.folder) / f"{argument.value}.bin") as part:
        part.write_bytes(b"half")
        (Path(argument.folder) / f"pid{os.getpid()}").touch()
        end = time.monotonic() + argument.seconds
        while time.monotonic() < end:
            time.sleep(0.05)
    return argument.value


def threads(argument):
    import numpy as np
    from threadpoolctl import threadpool_info

    np.ones((2, 2)) @ np.ones((2, 2))
    return {"threads": [pool["num_threads"] for pool in threadpool_info()], "numba": os.environ["NUMBA_NUM_THREADS"]}
