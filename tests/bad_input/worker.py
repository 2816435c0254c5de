"""Does jobs as a worker does, and looks at what the user is told and what is left on the disk.

A case is a fork of one process that calls the worker's own `main`: starting Python and importing the
engine for each of a hundred cases would take minutes. `start` gives a worker of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

MOST_CHARACTERS = 420
"""A sentence without the paths in it is no longer than this."""


@dataclass(frozen=True)
class Outcome:
    """How a job ended."""

    code: int
    events: list
    complaints: str

    @property
    def last(self):
        return self.events[-1] if self.events else {}

    @property
    def outputs(self):
        assert self.code == 0, self.last
        return self.last["outputs"]

    @property
    def said(self):
        """What the user reads at the end."""
        return f"{self.last.get('message', '')} {self.last.get('hint', '')}"

    @property
    def warnings(self):
        return " ".join(e["message"] for e in self.events if e["event"] == "warning")


class Nursery:
    """Workers by forking."""

    def __init__(self):
        self._process = None

    def work(self, job, user=0, memory=0, **options) -> Outcome:
        """Do a job in a worker.

        Args:
            job: what to do.
            user: id of the user that the worker runs as; 0: this one.
            memory: most bytes of address space; 0: no limit.
            options: of the run.
        """
        with tempfile.TemporaryDirectory(dir="/tmp") as name:
            folder = Path(name)
            request = {"job": job.to_json(), "options": {"workers": 1, **options}}
            (folder / "job.json").write_text(json.dumps(request), encoding="utf-8")
            folder.chmod(0o755)
            code = self._fork({"folder": name, "user": user, "memory": memory})
            events = [json.loads(line) for line in (folder / "out").read_text(encoding="utf-8").splitlines()]
            return Outcome(code, events, (folder / "err").read_text(encoding="utf-8", errors="replace"))

    def _fork(self, wish):
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "landweave.tests.bad_input.nursery"], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, text=True)
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


work = Nursery().work


def start(job, **options) -> subprocess.Popen:
    """Start a worker process as QGIS does."""
    process = subprocess.Popen(
        [sys.executable, "-m", "landweave.engine"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True)
    process.stdin.write(json.dumps({"job": job.to_json(), "options": {"workers": 1, **options}}) + "\n")
    process.stdin.flush()
    return process


def finish(process):
    """Wait for a worker that `start` gave; return its exit code, last event and complaints."""
    text = process.stdout.read()  # standard input stays open: its end would stop the worker
    errors = process.stderr.read()
    code = process.wait(timeout=20)
    process.stdin.close()
    return code, json.loads(text.splitlines()[-1]), errors


def check_told(outcome: Outcome, *words: object):
    """Check that the user is told one clear sentence with these words, and a remedy, and sees no trace."""
    assert outcome.code == 2, outcome.last
    message, hint = outcome.last["message"], outcome.last["hint"]
    print(f"TOLD {message} | {hint}")
    for word in words:
        assert str(word) in outcome.said
    assert hint
    for text in (message, hint):
        assert text.isprintable()
        assert text.rstrip()[-1] in ".?!\""
        assert "  " not in text
        assert ".." not in text.replace("...", "")
    bare = " ".join(word for word in message.split() if "/" not in word)
    assert len(bare) <= MOST_CHARACTERS
    assert "Traceback" not in outcome.said + outcome.complaints
    assert ".part" not in outcome.said
    assert "Errno" not in outcome.said


def check_clean(folder, absent=()):
    """Check that nothing half-written lies below a folder, and that outputs are not there."""
    assert not [str(p) for p in Path(folder).rglob("*") if ".part" in p.name]
    for path in absent:
        assert not Path(path).exists()


def check_refused(outcome: Outcome, *words: object, output):
    """Check that the user is told, and that the output is not there, whole or half."""
    check_told(outcome, *words)
    check_clean(Path(output).parent, [output])
