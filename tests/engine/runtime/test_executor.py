"""Tasks run here or elsewhere, once, all the same; and stop at once."""

import itertools
import time

import psutil
import pytest

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import Task, WorkClock, duration_text, run_tasks
from landweave.engine.runtime.journal import Journal
from landweave.tests.engine.runtime import work
from landweave.tests.engine.runtime.work import Argument


def make_tasks(count, **options):
    return [Task(f"key{i}", f"tile T, block {i + 1} of {count}", Argument(i, **options)) for i in range(count)]


_BEFORE = set()


@pytest.fixture(autouse=True)
def _note_processes():
    """Note what other tests of the session keep running: only what comes later is left over."""
    _BEFORE.clear()
    _BEFORE.update(p.pid for p in psutil.Process().children(recursive=True))


def left_over():
    """Processes of this test that are still there (the resource tracker serves the whole session)."""
    children = psutil.Process().children(recursive=True)
    running = [p for p in children if p.pid not in _BEFORE and p.status() != psutil.STATUS_ZOMBIE]
    return [p for p in running if "resource_tracker" not in " ".join(p.cmdline())]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_do_not_depend_on_workers(workers):
    found = {task.argument.value: result["square"] for task, result in run_tasks(
        work.square, make_tasks(7), RunContext(workers=workers))}
    assert found == {i: i * i for i in range(7)}
    assert not left_over()


def test_two_workers_are_two_processes():
    pids = {result["pid"] for _, result in run_tasks(work.square, make_tasks(4, seconds=0.3), RunContext(workers=2))}
    assert len(pids) == 2


@pytest.mark.parametrize("workers", [1, 2])
def test_shared_reaches_every_task(workers):
    results = run_tasks(work.add, make_tasks(3), RunContext(workers=workers), shared=100)
    assert sorted(result for _, result in results) == [100, 101, 102]


def test_one_thread_a_process():
    (_, first), (_, second) = run_tasks(work.threads, make_tasks(2), RunContext(workers=2))
    assert set(first["threads"] + second["threads"]) <= {1}
    assert first["numba"] == "1"


@pytest.mark.parametrize("workers", [1, 2])
def test_user_errors_arrive_whole(workers):
    with pytest.raises(UserError) as caught:
        list(run_tasks(work.refuse, make_tasks(2), RunContext(workers=workers)))
    assert caught.value.message in {"No 0.", "No 1."}
    assert caught.value.hint == "Take another."
    assert not left_over()


@pytest.mark.parametrize("workers", [1, 2])
def test_bugs_stay_bugs(workers):
    with pytest.raises(ZeroDivisionError):
        list(run_tasks(work.fail, make_tasks(2), RunContext(workers=workers)))


@pytest.mark.parametrize("workers", [1, 2])
def test_memory_that_runs_out_names_the_block(workers):
    with pytest.raises(UserError, match=r"Memory ran out while doing: tile T, block [12] of 2"):
        list(run_tasks(work.exhaust, make_tasks(2), RunContext(workers=workers)))


def test_a_killed_worker_names_what_it_did_and_the_remedy():
    with pytest.raises(UserError) as caught:
        list(run_tasks(work.killed, make_tasks(6, seconds=20), RunContext(workers=2)))
    assert "tile T, block 2 of 6" in caught.value.message
    assert "block 3 of 6" not in caught.value.message  # waiting, not in flight
    assert "WORKERS" in caught.value.hint
    assert "MEMORY_MIB" in caught.value.hint
    assert not left_over()


def test_cancel_ends_all_within_a_second_and_leaves_nothing(tmp_path):
    asked = []

    def is_cancelled():
        if not asked and len(list(tmp_path.glob("pid*"))) == 2:
            asked.append(time.monotonic())
        return bool(asked)

    tasks = make_tasks(6, folder=str(tmp_path), seconds=60)
    with pytest.raises(Cancelled):
        list(run_tasks(work.half_written, tasks, RunContext(workers=2, is_cancelled=is_cancelled)))
    assert time.monotonic() - asked[0] < 1.0
    assert not list(tmp_path.glob("*.bin"))
    assert not left_over()


def test_a_consumer_that_stops_early_leaves_no_process():
    results = run_tasks(work.square, make_tasks(6, seconds=0.1), RunContext(workers=2))
    next(results)
    results.close()
    assert not left_over()


def test_what_the_journal_knows_is_not_done_again(tmp_path):
    tasks = make_tasks(4, folder=str(tmp_path))
    context = RunContext(workers=1)
    journal = Journal(tmp_path / "journal.sqlite")
    first = {t.key: r for t, r in itertools.islice(run_tasks(work.write, tasks, context, journal), 2)}
    assert len(first) == 2
    (tmp_path / "1.txt").write_text("changed by someone")
    second = {t.key: r for t, r in run_tasks(work.write, tasks, context, Journal(tmp_path / "journal.sqlite"))}
    assert second.keys() == {t.key for t in tasks}
    assert second["key0"] == first["key0"]
    assert (tmp_path / "calls").read_text().split() == ["0", "1", "1", "2", "3"]


def test_progress_rises_and_tells_label_and_time_left():
    events = []
    list(run_tasks(work.square, make_tasks(4, seconds=0.05), RunContext(emit=events.append, workers=1)))
    fractions = [event["fraction"] for event in events]
    assert fractions == sorted(fractions) == [0, 0.25, 0.5, 0.75, 1.0]
    assert events[0]["message"] == "tile T, block 1 of 4"
    assert events[1]["message"] == "tile T, block 1 of 4, 1 s left"
    assert events[-1]["message"] == "tile T, block 4 of 4"


def test_time_left_follows_the_weights_done_in_this_run():
    now = [0.0]
    tasks = [Task("a", "a", None, 10), Task("b", "b", None, 1), Task("c", "c", None, 3)]
    clock = WorkClock(tasks, now=lambda: now[0])
    clock.skip(tasks[0])
    assert clock.seconds_left() is None
    now[0] = 50.0
    clock.done(tasks[1])
    assert clock.seconds_left() == 150.0
    assert clock.message(tasks[1]) == "b, 2 min left"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (59, "59 s"), (90, "2 min"), (3600, "1 h 00 min"), (5400, "1 h 30 min")]
)
def test_durations_read_well(seconds, text):
    assert duration_text(seconds) == text


def test_a_scheduler_is_refused_with_a_remedy():
    with pytest.raises(UserError, match="SCHEDULER"):
        list(run_tasks(work.square, make_tasks(2), RunContext(scheduler="tcp://nowhere:1")))
