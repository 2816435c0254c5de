"""A worker says how it ends, and leaves nothing behind."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from landweave.tests.engine.runtime.worker_process import WorkerProcess, all_gone, kill_hard, wait_until


def two_busy(folder, **options):
    """A worker whose two processes each hold a half-written file."""
    job = {"kind": "test_blocks", "folder": str(folder), "function": "half_written", "seconds": 60.0}
    worker = WorkerProcess(job, {"workers": 2, **options})
    wait_until(lambda: len(list(folder.glob("pid*"))) == 2)
    return worker


def parts(folder):
    return list(Path(folder).rglob("*.part*"))


def test_prints_never_break_the_protocol():
    worker = WorkerProcess({"kind": "test_noise"})
    code, last = worker.finish()
    assert code == 0
    assert last == {"event": "result", "outputs": {"OUTPUT": "/there"}}
    assert [event["event"] for event in worker.events] == [
        "progress", "progress", "log", "warning", "metric", "artifact", "result"]
    for printed in (b"printed by Python", b"written to the descriptor", b"printed by another program"):
        assert printed in worker.complaints
        assert printed not in worker.raw


def test_progress_never_goes_back():
    worker = WorkerProcess({"kind": "test_noise"})
    worker.finish()
    assert [e["fraction"] for e in worker.events if e["event"] == "progress"] == [0.5, 0.5]


@pytest.mark.parametrize(("how", "code", "in_message", "in_hint"), [
    ("user", 2, "b.tif is cut.", "Fetch it again."),
    ("memory", 2, "Memory ran out", "MEMORY_MIB"),
    ("full", 2, "The disk is full: /disk/map.tif", "Free space in /disk"),
    ("read-only", 2, "/disk/map.tif cannot be written", "another folder"),
    ("gone", 2, "/disk/b2.tif is not there", "Check the path"),
    ("bug", 1, "ZeroDivisionError: division by zero", "report"),
])
def test_errors_become_events(how, code, in_message, in_hint):
    exit_code, last = WorkerProcess({"kind": "test_trouble", "how": how}).finish()
    assert exit_code == last["code"] == code
    assert in_message in last["message"]
    assert in_hint in last["hint"]
    assert ("Traceback" in last.get("trace", "")) == (code == 1)


@pytest.mark.parametrize(("request_line", "words"), [
    ("{", "no JSON"),
    ("[]", "no JSON object"),
    ('{"kind": "paint"}', "no known kind"),
    ('{"job": {"kind": "mosaic"}}', "needs the parameter 'inputs'"),
    ('{"job": {"kind": "demo_data", "output": "/x"}, "options": {"speed": 9}}', "no option 'speed'"),
    ('{"job": {"kind": "demo_data", "output": "/x"}, "options": {"workers": "two"}}', "'workers' is \"two\""),
    ('{"job": {"kind": "demo_data", "output": "/x"}, "options": {"workers": -1}}', "'workers' is -1"),
])
def test_jobs_that_are_not_understood(tmp_path, request_line, words):
    file = tmp_path / "job.json"
    file.write_text(request_line)
    done = subprocess.run([sys.executable, "-m", "landweave.engine", str(file)], capture_output=True, check=False)
    event = json.loads(done.stdout)
    assert done.returncode == event["code"] == 2
    assert words in event["message"]


def test_a_job_file_that_is_not_there():
    done = subprocess.run([sys.executable, "-m", "landweave.engine", "/no/job.json"], capture_output=True, check=False)
    assert done.returncode == 2
    assert "/no/job.json" in json.loads(done.stdout)["message"]


@pytest.mark.parametrize("how", ["cancel", "end of input", "SIGTERM"])
def test_stopping_ends_all_processes_and_half_written_files(tmp_path, how):
    worker = two_busy(tmp_path)
    family = worker.family()
    start = time.monotonic()
    if how == "cancel":
        worker.send("cancel")
    elif how == "SIGTERM":
        worker.process.terminate()
    else:
        worker.process.stdin.close()
    code, last = worker.finish()
    assert time.monotonic() - start < 1.5
    assert code == 3
    assert last["code"] == 3
    assert not all_gone(family, 1.0)
    assert not parts(tmp_path)
    assert not list(tmp_path.glob("*.bin"))


def test_a_job_that_never_asks_is_interrupted(tmp_path):
    worker = WorkerProcess({"kind": "test_sleep", "output": str(tmp_path / "map.tif")})
    worker.wait_for("progress")
    start = time.monotonic()
    worker.send("cancel")
    code, _ = worker.finish()
    assert time.monotonic() - start < 1.5
    assert code == 3
    assert not list(tmp_path.iterdir())


def test_a_job_that_holds_on_is_left(tmp_path):
    worker = WorkerProcess({"kind": "test_sleep", "output": str(tmp_path / "map.tif"), "stubborn": True})
    worker.wait_for("progress")
    start = time.monotonic()
    worker.send("cancel")
    code, _ = worker.finish()
    assert time.monotonic() - start < 4
    assert code == 3
    assert not (tmp_path / "map.tif").exists()


def test_processes_die_with_a_worker_that_is_killed(tmp_path):
    worker = two_busy(tmp_path)
    family = worker.family()
    kill_hard(worker.process.pid)
    assert worker.finish()[0] == -9
    assert not all_gone(family, 3.0)


def test_a_killed_process_is_reported_with_its_block_and_leaves_nothing_half_written(tmp_path):
    worker = two_busy(tmp_path, run_folder=str(tmp_path))
    victim = int(next(tmp_path.glob("pid*")).name[3:])
    kill_hard(victim)
    code, last = worker.finish()
    assert code == 2
    assert "31TCJ, block" in last["message"]
    assert "WORKERS" in last["hint"]
    assert not list(tmp_path.glob("*.bin"))


def test_a_run_killed_at_any_moment_is_resumed(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    run = str(tmp_path / "run")
    job = {"kind": "test_blocks", "folder": str(out), "count": 40}
    worker = WorkerProcess(job, {"workers": 1, "run_folder": run})
    wait_until(lambda: (out / "calls").exists() and len((out / "calls").read_text().split()) >= 3)
    kill_hard(worker.process.pid)
    worker.finish()
    assert json.loads((Path(run) / "run.json").read_text())["state"] == "running"
    code, last = WorkerProcess(job, {"workers": 2, "memory_mib": 900, "run_folder": run}).finish()
    assert code == 0
    assert len(last["outputs"]["OUTPUT"]) == 40
    calls = (out / "calls").read_text().split()
    assert len(calls) <= 41  # at most the block that was under way is done again
    run_json = json.loads((Path(run) / "run.json").read_text())
    assert run_json["state"] == "finished"
    assert [attempt.get("state") for attempt in run_json["attempts"]] == [None, "finished"]
    assert '"result"' not in (Path(run) / "progress.jsonl").read_text()

    code, again = WorkerProcess({**job, "output": "/elsewhere"}, {"workers": 1, "run_folder": run}).finish()
    assert (code, again["outputs"]) == (0, last["outputs"])
    assert (out / "calls").read_text().split() == calls  # nothing is done twice


def test_another_job_is_refused_the_run_folder(tmp_path):
    job = {"kind": "test_blocks", "folder": str(tmp_path), "count": 1}
    options = {"workers": 1, "run_folder": str(tmp_path / "run")}
    assert WorkerProcess(job, options).finish()[0] == 0
    code, last = WorkerProcess({**job, "count": 2}, options).finish()
    assert code == 2
    assert "another job (different: count)" in last["message"]


def test_two_runs_do_not_share_a_folder(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    first = two_busy(out, run_folder=str(tmp_path / "run"))
    job = {"kind": "test_blocks", "folder": str(out), "function": "half_written", "seconds": 60.0}
    code, last = WorkerProcess(job, {"run_folder": str(tmp_path / "run")}).finish()
    assert code == 2
    assert f"in use by process {first.process.pid}" in last["message"]
    first.send("cancel")
    assert first.finish()[0] == 3
    assert not (tmp_path / "run" / "run.lock").exists()
    assert json.loads((tmp_path / "run" / "run.json").read_text())["state"] == "cancelled"


def test_the_log_keeps_the_trace_of_a_bug(tmp_path):
    WorkerProcess({"kind": "test_trouble", "how": "bug"}, {"run_folder": str(tmp_path)}).finish()
    assert "Traceback" in (tmp_path / "run.log").read_text()
    assert json.loads((tmp_path / "run.json").read_text())["state"] == "failed"
