"""One run at a time in a folder, and one job."""

import json
import os
import socket
import subprocess
import sys
import time

import psutil
import pytest

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs import ClassificationChainJob, DemoDataJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.lock import GUARD_FOLDER, LOCK_FILE, FolderLock, is_alive
from landweave.engine.runtime.run_folder import RunFolder, journal_of, read_run

JOB = DemoDataJob(output="/somewhere", size=128)


def me(**changes):
    started = psutil.Process().create_time()
    return {"host": socket.gethostname(), "pid": os.getpid(), "process_started": started, **changes}


def test_the_folder_tells_job_versions_and_state(tmp_path):
    with RunFolder.open(tmp_path / "new" / "run", JOB, {"workers": 2}) as folder:
        assert read_run(folder.path)["state"] == "running"
    run = read_run(folder.path)
    assert run["job"] == json.loads(json.dumps(JOB.to_json()))
    assert run["options"] == {"workers": 2}
    assert {"landweave", "numpy", "scikit-learn"} <= run["versions"].keys()
    assert run["state"] == "finished"


@pytest.mark.parametrize(("error", "state"), [(Cancelled(), "cancelled"), (ValueError("x"), "failed")])
def test_how_it_ended(tmp_path, error, state):
    with pytest.raises(type(error)), RunFolder.open(tmp_path, JOB):
        raise error
    assert read_run(tmp_path)["state"] == state
    assert not (tmp_path / LOCK_FILE).exists()


def test_events_are_kept_once_however_often_the_folder_is_opened(tmp_path):
    heard = []
    with RunFolder.open(tmp_path, JOB) as outer:
        context = outer.attach(RunContext(emit=heard.append))
        with RunFolder.open(tmp_path, JOB) as inner:
            assert inner is outer
            context = inner.attach(context)
            context.log("hello")
            context.warning("careful")
            context.metric("kappa", 0.5)
            context.progress(0.5, "31TCJ")
        assert read_run(tmp_path)["state"] == "running"  # the inner one does not end it
    log = (tmp_path / "run.log").read_text()
    assert [log.count(word) for word in ("hello", "careful", "kappa = 0.5")] == [1, 1, 1]
    (line,) = (tmp_path / "progress.jsonl").read_text().splitlines()
    assert json.loads(line)["message"] == "31TCJ"
    assert len(heard) == 4


def test_steps_find_the_journal_of_their_run(tmp_path):
    with RunFolder.open(tmp_path, JOB) as folder:
        context = folder.attach(RunContext())
        with journal_of(context) as journal:
            journal.put("k", "step", 7)
    with journal_of(RunContext(run_folder=str(tmp_path))) as journal:
        assert journal.get("k") == 7
    with journal_of(RunContext()) as journal:
        assert journal is None


def test_outputs_elsewhere_are_the_same_job(tmp_path):
    job = ClassificationChainJob(reference="r.gpkg", class_field="code", input="i", map="/tmp/1.tif")
    with RunFolder.open(tmp_path, job):
        pass
    with RunFolder.open(tmp_path, ClassificationChainJob(**{**vars(job), "map": "/tmp/2.tif"})):
        pass
    other = ClassificationChainJob(**{**vars(job), "seed": 3, "method": "svm"})
    with pytest.raises(UserError, match=r"another job \(different: method, seed\)"), RunFolder.open(tmp_path, other):
        pass
    assert len(read_run(tmp_path)["attempts"]) == 2


def test_a_run_that_made_nothing_leaves_its_folder_to_another_job(tmp_path):
    mistyped = ClassificationChainJob(reference="r.gpkg", class_field="kode", input="i")
    mended = ClassificationChainJob(reference="r.gpkg", class_field="code", input="i")
    (tmp_path / "steps").mkdir()
    (tmp_path / "steps" / "catalogue.gpkg").write_text("a list")
    with pytest.raises(UserError, match="kode"), RunFolder.open(tmp_path, mistyped):
        raise UserError("There is no field 'kode'.", "Choose one of: code.")
    with RunFolder.open(tmp_path, mended):
        (tmp_path / "steps" / "reference.gpkg").write_text("work")
    assert read_run(tmp_path)["job"]["class_field"] == "code"
    with pytest.raises(UserError, match="another job"), RunFolder.open(tmp_path, mistyped):
        pass


def test_work_that_failed_later_is_kept_from_another_job(tmp_path):
    first = ClassificationChainJob(reference="r.gpkg", class_field="code", input="i")
    with pytest.raises(UserError, match="full"), RunFolder.open(tmp_path, first):
        (tmp_path / "steps").mkdir()
        (tmp_path / "steps" / "samples.gpkg").write_text("hours of work")
        raise UserError("The disk is full.", "Free space.")
    other = ClassificationChainJob(reference="r.gpkg", class_field="code", input="i", seed=1)
    with pytest.raises(UserError, match="another job"), RunFolder.open(tmp_path, other):
        pass


def test_parameters_of_a_later_version_have_their_default(tmp_path):
    with RunFolder.open(tmp_path, JOB):
        pass
    run = json.loads((tmp_path / "run.json").read_text())
    del run["job"]["seed"]
    (tmp_path / "run.json").write_text(json.dumps(run))
    with RunFolder.open(tmp_path, JOB) as folder:
        assert folder.job == JOB


def test_a_damaged_run_file_is_named(tmp_path):
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(UserError, match=r"run\.json cannot be read"), RunFolder.open(tmp_path, JOB):
        pass


def test_half_written_files_of_the_dead_are_removed_and_no_others(tmp_path):
    with RunFolder.open(tmp_path, JOB):
        pass
    dead, alive, whole = (tmp_path / name for name in ("a.part4194304.tif", f"a.part{os.getpid()}.tif", "a.tif"))
    for path in (dead, alive, whole):
        path.write_text("x")
    with RunFolder.open(tmp_path, JOB):
        assert [p.exists() for p in (dead, alive, whole)] == [False, True, True]


def test_a_folder_below_a_file(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="cannot be written"), RunFolder.open(tmp_path / "file" / "run", JOB):
        pass


def test_a_live_owner_keeps_others_out_and_a_dead_one_does_not(tmp_path):
    program = (
        "import sys, time; from pathlib import Path; from landweave.engine.runtime.lock import FolderLock\n"
        "with FolderLock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    owner = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert owner.stdout.readline() == b"held\n"
        with pytest.raises(UserError, match=f"in use by process {owner.pid} on {socket.gethostname()}"):
            FolderLock(tmp_path).__enter__()
    finally:
        owner.kill()
        owner.wait()
    with FolderLock(tmp_path):
        assert json.loads((tmp_path / LOCK_FILE).read_text())["pid"] == os.getpid()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("owner", "alive"), [
    (me(), True),
    (me(process_started=1.0), False),  # the number was given to another process since
    (me(pid=4194304), False),
    (me(pid=4194304, host="another"), True),  # cannot be known from here
    (me(pid="x"), False),
    ("garbage", False),
])
def test_who_is_alive(owner, alive):
    assert is_alive(owner) is alive


def test_the_lock_of_another_host_names_the_file_to_delete(tmp_path):
    (tmp_path / LOCK_FILE).write_text(json.dumps(me(host="another", pid=7)))
    with pytest.raises(UserError, match="process 7 on another") as caught:
        FolderLock(tmp_path).__enter__()
    assert str(tmp_path / LOCK_FILE) in caught.value.hint


def test_a_guard_of_the_dead_and_a_lock_cut_short_do_no_harm(tmp_path):
    (tmp_path / LOCK_FILE).write_text('{"pi')
    (tmp_path / GUARD_FOLDER).mkdir()
    long_ago = time.time() - 60
    os.utime(tmp_path / GUARD_FOLDER, (long_ago, long_ago))
    with FolderLock(tmp_path):
        assert (tmp_path / LOCK_FILE).exists()


def test_of_many_at_once_one_wins(tmp_path):
    (tmp_path / LOCK_FILE).write_text(json.dumps(me(pid=4194304)))  # a dead owner, to be replaced
    program = (
        "import sys, time; from pathlib import Path; from landweave.engine.runtime.lock import FolderLock\n"
        "from landweave.engine.errors import UserError\nimport psutil; sys.stdin.readline()\n"
        "try:\n    FolderLock(Path(sys.argv[1])).__enter__(); print('won', flush=True); sys.stdin.readline()\n"
        "except UserError: print('lost', flush=True)"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    racers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = sorted(racer.stdout.readline().strip() for racer in racers)
    for racer in racers:
        racer.communicate("\n", timeout=20)
    assert said == ["lost", "lost", "lost", "won"]
