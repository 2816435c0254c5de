"""The folder of a run: what was asked, what is done, what was said; one run at a time."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import IO, ClassVar

from landweave.engine import __version__
from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs import Job, job_from_json
from landweave.engine.runtime.context import Emit, RunContext
from landweave.engine.runtime.files import atomic_path, explained
from landweave.engine.runtime.journal import Journal
from landweave.engine.runtime.leftovers import remove_dead_parts
from landweave.engine.runtime.lock import FolderLock
from landweave.engine.runtime.stillborn import is_stillborn
from landweave.engine.types import Json

RUN_FILE = "run.json"
JOURNAL_FILE = "journal.sqlite"
LOG_FILE = "run.log"
PROGRESS_FILE = "progress.jsonl"


class RunFolder:
    """A run's folder while this process holds it. Made by `RunFolder.open`.

    Inside one process the folder may be opened again (by the chain inside the worker, say): that gives the
    same object, and the outermost `with` decides how the run ended.
    """

    _held: ClassVar[dict[Path, RunFolder]] = {}

    def __init__(self, path: Path, job: Job) -> None:
        """Keep the place; `open` does the rest."""
        self.path = path
        self.job = job
        self._streams: list[IO[str]] = []

    @classmethod
    @contextmanager
    def open(cls, path: str | Path, job: Job, options: Json = None) -> Iterator[RunFolder]:
        """Hold the folder for a job: a new one, or one that began (or did) the same job before.

        Args:
            path: made if it is not there.
            job: what is to be done. Where its outputs go is no part of what tells jobs apart.
            options: of the run (workers, memory), noted in run.json; they change no result.

        Raises:
            UserError: if another run holds the folder, or it belongs to another job, or cannot be written.
        """
        where = Path(path).resolve()
        if where in cls._held:
            yield cls._held[where]
            return
        folder = cls(where, job)
        with explained(where / RUN_FILE):
            where.mkdir(parents=True, exist_ok=True)
        with FolderLock(where):
            folder._begin(options)
            cls._held[where] = folder
            try:
                yield folder
            except BaseException as error:
                folder._end("cancelled" if isinstance(error, (Cancelled, KeyboardInterrupt)) else "failed", str(error))
                raise
            else:
                folder._end("finished", "")
            finally:
                del cls._held[where]

    @cached_property
    def journal(self) -> Journal:
        """The journal of the tasks of this run."""
        return Journal(self.path / JOURNAL_FILE)

    def attach(self, context: RunContext) -> RunContext:
        """Return a context whose events are kept in run.log and progress.jsonl too."""
        return replace(context, emit=self.tee(context.emit), run_folder=str(self.path))

    def tee(self, emit: Emit) -> Emit:
        """Return a receiver of events that keeps each, and passes it on. One is enough: a second keeps nothing."""
        if self._streams:
            return emit
        with explained(self.path / LOG_FILE):
            self._streams = [(self.path / name).open("a", encoding="utf-8") for name in (LOG_FILE, PROGRESS_FILE)]

        def keep_and_emit(event: Json) -> None:
            self.keep(event)
            emit(event)

        return keep_and_emit

    def keep(self, event: Json) -> None:
        """Note an event in run.log or progress.jsonl."""
        if not self._streams:
            return
        log, progress = self._streams
        if event.get("event") == "progress":
            line = {"time": round(time.time(), 3), **event}
            progress.write(json.dumps(line) + "\n")
            progress.flush()
        else:
            log.write(log_line(event))
            log.flush()

    def _begin(self, options: Json) -> None:
        before = read_run(self.path)
        if before is not None:
            if not is_stillborn(self.path):
                _check_same_job(self.path, self.job, before.get("job") or {})
            remove_dead_parts(self.path.rglob("*"))
        self._run = {
            "job": self.job.to_json(),
            "options": options or {},
            "versions": versions(),
            "state": "running",
            "started": (before or {}).get("started") or _now(),
            "attempts": [*(before or {}).get("attempts", []), {"started": _now()}],
        }
        self._write()

    def _end(self, state: str, message: str) -> None:
        self._run.update(state=state, ended=_now())
        self._run["attempts"][-1].update(state=state, ended=_now(), message=message)
        if "journal" in self.__dict__:
            self.journal.close()
        for stream in self._streams:
            stream.close()
        self._streams = []
        if state != "finished":
            remove_dead_parts(self.path.rglob("*"))
        self._write()

    def _write(self) -> None:
        with atomic_path(self.path / RUN_FILE) as part:
            part.write_text(json.dumps(self._run, indent=2) + "\n", encoding="utf-8")


def is_run_folder(files: Iterable[str]) -> bool:
    """Tell by the names of the files in a folder whether it is that of a run, its images none of the user's."""
    names = set(files)
    return RUN_FILE in names and bool(names & {LOG_FILE, JOURNAL_FILE})


@contextmanager
def journal_of(context: RunContext) -> Iterator[Journal | None]:
    """Give the journal of the run that a step belongs to, or None if the run is not to be resumed."""
    held = RunFolder._held.get(Path(context.run_folder).resolve()) if context.run_folder else None
    if held is not None:
        yield held.journal
        return
    if not context.run_folder:
        yield None
        return
    with explained(Path(context.run_folder) / JOURNAL_FILE):
        Path(context.run_folder).mkdir(parents=True, exist_ok=True)
    journal = Journal(Path(context.run_folder) / JOURNAL_FILE)
    try:
        yield journal
    finally:
        journal.close()


def read_run(folder: str | Path) -> dict[str, Json] | None:
    """Return what run.json says, or None if there is none.

    Raises:
        UserError: if it cannot be read.
    """
    path = Path(folder) / RUN_FILE
    if not path.exists():
        return None
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        remedy = "Choose another run folder, or delete this one."
        raise UserError(f"{path} cannot be read ({error}).", remedy) from error
    return run if isinstance(run, dict) else {}


def versions(*more: str) -> dict[str, str]:
    """Return the versions that a result depends on; of more packages besides, where they are there."""
    from importlib import metadata

    found = {"landweave": __version__, "python": platform.python_version()}
    for package in ("numpy", "scipy", "scikit-learn", "numba", "gdal", *more):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def log_line(event: Json) -> str:
    """Return an event as a line of run.log."""
    kind = event.get("event", "log")
    if kind == "metric":
        text = f"{event.get('name')} = {event.get('value')}"
    elif kind == "artifact":
        text = f"{event.get('name')}: {event.get('path')}"
    elif kind == "result":
        text = json.dumps(event.get("outputs"))
    else:
        text = " ".join(str(event[key]) for key in ("message", "hint", "trace") if event.get(key))
    return f"{_now()} {kind.upper():8} {text}\n"


def identity(job: Json, outputs: tuple[str, ...]) -> dict[str, Json]:
    """Return what tells two jobs apart: all but where the outputs go, and their language."""
    plain: dict[str, Json] = json.loads(json.dumps(job))
    return {name: value for name, value in plain.items() if name not in outputs}


def _check_same_job(folder: Path, job: Job, before: Json) -> None:
    try:
        before = job_from_json(before).to_json()  # parameters that were not known then have their default
    except UserError:
        before = before if isinstance(before, dict) else {}
    old, new = (identity(values, (*job.OUTPUTS, *job.WORDING)) for values in (before, job.to_json()))
    if old == new:
        return
    names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    raise UserError(
        f"The run folder {folder} holds a run of another job (different: {', '.join(names)}).",
        "Choose another run folder, or delete this one.",
    )


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")
