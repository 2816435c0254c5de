"""Starts workers for tests, and looks at what they leave."""

import json
import os
import queue
import subprocess
import sys
import threading
import time

import psutil

TEST_WORKER = "landweave.tests.engine.runtime.jobs_of_tests"


class WorkerProcess:
    """A worker with its pipes."""

    def __init__(self, job, options=None, module=TEST_WORKER):
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.events = []
        self.raw = b""
        self.complaints = b""
        self._queue = queue.Queue()
        self._threads = [threading.Thread(target=f, daemon=True) for f in (self._read, self._complain)]
        for thread in self._threads:
            thread.start()
        self.send(json.dumps({"job": job, "options": options or {}}))

    def send(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def wait_for(self, kind, seconds=20.0):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            event = self._queue.get(timeout=max(end - time.monotonic(), 0.01))
            if event["event"] == kind:
                return event
        raise TimeoutError(kind)

    def finish(self, seconds=30.0):
        """Return exit code and the last event."""
        code = self.process.wait(timeout=seconds)
        for thread in self._threads:
            thread.join(timeout=5)
        return code, (self.events[-1] if self.events else None)

    def family(self):
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def _read(self):
        for line in self.process.stdout:
            self.raw += line
            event = json.loads(line)
            self.events.append(event)
            self._queue.put(event)

    def _complain(self):
        for line in self.process.stderr:
            self.complaints += line


def all_gone(processes, seconds):
    """Wait until processes are gone, or tell which are not."""
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return [p for p in alive if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def wait_until(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


def kill_hard(pid):
    os.kill(pid, 9)
