"""Tasks and what runs them: this process, or processes beside it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from landweave.engine.errors import UserError
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.journal import Journal
from landweave.engine.runtime.memory import requested_workers
from landweave.engine.types import Json

TaskFunction = Callable[..., Json]
Results = Generator[tuple["Task", Json], None, None]


@dataclass(frozen=True)
class Task:
    """One unit of work.

    Args:
        key: content key: changes with everything that the result depends on.
        label: for people ("31TCJ, block 3 of 12").
        argument: picklable description that names files; never open handles or large arrays.
        weight: its share of the work (pixels, say), for the progress bar and the time left.
    """

    key: str
    label: str
    argument: Any
    weight: float = 1.0


class Executor(Protocol):
    """Runs tasks somewhere. A cluster's scheduler fits behind the same method."""

    def run(
        self, function: TaskFunction, tasks: Sequence[Task], context: RunContext, shared: Any
    ) -> Results:
        """Yield each task with its result, in the order in which they end.

        Raises:
            UserError: raised by a task, or because the process of a task was killed.
            Cancelled: within a second of the context's being cancelled; no process is left then.
        """


def run_tasks(
    function: TaskFunction,
    tasks: Sequence[Task],
    context: RunContext,
    journal: Journal | None = None,
    shared: Any = None,
    heard: Callable[[Json, float], None] | None = None,
) -> Iterator[tuple[Task, Json]]:
    """Run tasks that are not done yet, and yield every task with its result.

    Args:
        function: module-level function, called as `function(argument)`, or as `function(argument, shared)` if
            `shared` is not None. Returns plain values; a dict's entry `files` lists the paths that the task wrote.
        tasks: in the order in which to begin them; keys differ.
        context: `workers` processes (0: one per core; 1: this process); progress goes out through it.
        journal: results of tasks that are done are taken from it (if their files are unchanged), new ones noted.
        shared: picklable, the same for all tasks, sent once to each process.
        heard: is told the result of each task that ends, and the weight of those that are left.

    Yields:
        Tasks already done first, in order; the others as they end.
    """
    clock = WorkClock(tasks)
    waiting: list[Task] = []
    for task in tasks:
        stored = journal.get(task.key) if journal is not None else None
        if stored is None:
            waiting.append(task)
            continue
        clock.skip(task)
        yield task, stored
    if not waiting:
        return
    context.progress(clock.fraction, waiting[0].label)
    executor = choose_executor(context, len(waiting))
    # Closed here and now, not when the garbage collector finds it: processes hang on it.
    with contextlib.closing(executor.run(function, waiting, context, shared)) as results:
        for task, result in results:
            if journal is not None:
                journal.put(task.key, task.label, result, _files_of(result))
            clock.done(task)
            context.progress(clock.fraction, clock.message(task))
            if heard is not None:
                heard(result, clock.left)
            yield task, result


def choose_executor(context: RunContext, tasks: int) -> Executor:
    """Return what runs so many tasks under the context's options."""
    from landweave.engine.runtime.local import InProcess, LocalProcesses

    if context.scheduler:
        raise UserError(
            f"The scheduler {context.scheduler} cannot be used: this version runs on one machine.",
            "Leave SCHEDULER empty.",
        )
    workers = requested_workers(context.workers, tasks)
    return InProcess() if workers == 1 else LocalProcesses(workers)


@dataclass
class WorkClock:
    """Weighs what is done, and guesses from its pace how long the rest takes."""

    tasks: Sequence[Task]
    now: Callable[[], float] = time.monotonic
    _before: float = 0.0
    _done: float = 0.0
    _total: float = field(init=False)
    _start: float = field(init=False)

    def __post_init__(self) -> None:
        self._total = sum(task.weight for task in self.tasks) or 1.0
        self._start = self.now()

    @property
    def fraction(self) -> float:
        """The share of the work that is done, 0 to 1."""
        return min((self._before + self._done) / self._total, 1.0)

    def skip(self, task: Task) -> None:
        """Count a task that was done before: it says nothing about the pace."""
        self._before += task.weight
        self._start = self.now()

    def done(self, task: Task) -> None:
        """Count a task that has just ended."""
        self._done += task.weight

    @property
    def left(self) -> float:
        """The weight of what is not done."""
        return max(self._total - self._before - self._done, 0.0)

    def seconds_left(self) -> float | None:
        """Return the time that the rest takes at the pace so far, or None while there is none."""
        if self._done <= 0:
            return None
        return (self.now() - self._start) / self._done * self.left

    def message(self, task: Task) -> str:
        """Return `31TCJ, block 3 of 12, 2 min left`."""
        left = self.seconds_left()
        return task.label if left is None or self.fraction >= 1 else f"{task.label}, {duration_text(left)} left"


def duration_text(seconds: float) -> str:
    """Return a duration in the coarsest unit that tells something."""
    if seconds < 60:
        return f"{max(round(seconds), 1)} s"
    if seconds < 3600:
        return f"{round(seconds / 60)} min"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02d} min"


def _files_of(result: Json) -> list[str]:
    files = result.get("files", []) if isinstance(result, dict) else []
    return [str(path) for path in files]
