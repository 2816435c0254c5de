"""A process that has the engine imported and forks a worker for each line on its standard input.

A line: `{"folder": where job.json is and out and err go, "user": id, "memory": bytes of address space}`.
The answer: the worker's exit code, minus the signal's number if one killed it.
"""

import json
import os
import resource
import sys
from pathlib import Path

import landweave.engine.chains.classification
import landweave.engine.learning.train
import landweave.engine.mapping.mosaic
import landweave.engine.samples.tables  # noqa: F401
from landweave.engine.worker import main


def serve():
    """Answer each line."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            be_worker(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def be_worker(wish):
    """Do the job of a folder, and end this process."""
    try:
        os.setsid()
        folder = Path(wish["folder"])
        for number, name in enumerate(("in", "out", "err")):
            os.dup2(os.open(folder / name, os.O_RDWR | os.O_CREAT), number)
        if wish.get("memory"):
            resource.setrlimit(resource.RLIMIT_AS, (wish["memory"], wish["memory"]))
        if wish.get("user"):
            os.setgid(wish["user"])
            os.setuid(wish["user"])
        os._exit(main([str(folder / "job.json")]))
    finally:
        os._exit(70)


if __name__ == "__main__":
    serve()
