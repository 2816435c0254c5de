"""Jobs run in a worker and what the user hears of it."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

qgis_core = pytest.importorskip("qgis.core")

from landweave.processing_provider import interpreter, runner  # noqa: E402
from landweave.processing_provider.runner import IN_A_SHELL, IN_A_WINDOW, RunOptions, crash_message, run_job  # noqa: E402
from landweave.tests.engine.runtime.worker_process import TEST_WORKER, all_gone  # noqa: E402


class Feedback(qgis_core.QgsProcessingFeedback):
    """Keeps what it hears; cancels when a condition holds."""

    def __init__(self, cancel_when=None):
        super().__init__(False)
        self.heard = []
        self.percentages = []
        self.cancelled_at = None
        self._cancel_when = cancel_when

    def pushInfo(self, text):
        self.heard.append(("info", text))

    def pushWarning(self, text):
        self.heard.append(("warning", text))

    def pushDebugInfo(self, text):
        self.heard.append(("debug", text))

    def setProgressText(self, text):
        self.heard.append(("text", text))

    def setProgress(self, percentage):
        self.percentages.append(percentage)

    def isCanceled(self):
        if self.cancelled_at is None and self._cancel_when and self._cancel_when():
            self.cancelled_at = time.monotonic()
        return self.cancelled_at is not None


class PlainJob:
    """Stands for a job of the test worker; registers nothing in this process."""

    def __init__(self, kind, **values):
        self.values = {"kind": kind, **values}

    def to_json(self):
        return self.values


@pytest.fixture(autouse=True)
def known_worker(monkeypatch):
    monkeypatch.setattr(runner, "WORKER_MODULE", TEST_WORKER)
    monkeypatch.setenv("LANDWEAVE_PYTHON", sys.executable)


@pytest.fixture
def started(monkeypatch):
    """The workers that were started."""
    processes = []
    popen = subprocess.Popen

    def keep(*arguments, **options):
        process = popen(*arguments, **options)
        processes.append(process)
        return process

    monkeypatch.setattr(runner.subprocess, "Popen", keep)
    return processes


def failure(job, feedback=None, options=None):
    with pytest.raises(qgis_core.QgsProcessingException) as caught:
        run_job(job, options or RunOptions(), feedback or Feedback())
    return str(caught.value)


def test_events_reach_the_feedback_and_outputs_the_caller(qgis_app):
    feedback = Feedback()
    assert run_job(PlainJob("test_noise"), RunOptions(), feedback) == {"OUTPUT": "/there"}
    for expected in [
        ("info", "a log line"), ("warning", "a warning"), ("info", "overall_accuracy: 0.5"),
        ("info", "OUTPUT: /there"), ("text", "half"),
    ]:
        assert expected in feedback.heard
    assert feedback.percentages == [50.0, 50.0, 100.0]
    assert any(kind == "debug" and sys.executable in text for kind, text in feedback.heard)


def test_the_last_text_stays_above_the_bar(qgis_app, monkeypatch):
    """A text that came too soon to be read is shown as soon as the worker is silent, not dropped."""
    now = [100.0]
    monkeypatch.setattr(runner.time, "monotonic", lambda: now[0])
    feedback = Feedback()
    relay = runner.Relay(feedback)
    for text in ("block 1, 1 s left", "block 2", "Training"):
        relay.take({"event": "progress", "fraction": 0.5, "message": text})
    assert [text for kind, text in feedback.heard if kind == "text"] == ["block 1, 1 s left"]
    now[0] += runner.TEXT_SECONDS
    relay.take({})
    relay.take({})
    assert [text for kind, text in feedback.heard if kind == "text"] == ["block 1, 1 s left", "Training"]


def test_figures_are_told_with_the_digits_that_mean_something(qgis_app):
    feedback = Feedback()
    relay = runner.Relay(feedback)
    for value in (0.9650983320886234, 12, None, float("nan")):
        relay.take({"event": "metric", "name": "figure", "value": value})
    assert feedback.heard == [("info", f"figure: {text}") for text in ("0.9651", "12", "None", "nan")]


def test_nothing_is_printed_by_this_process(qgis_app, capfd):
    run_job(PlainJob("test_noise"), RunOptions(), Feedback())
    assert capfd.readouterr().out == ""


def test_options_reach_the_worker(qgis_app, tmp_path):
    options = RunOptions(workers=1, memory_mib=700, run_folder=str(tmp_path / "run"))
    run_job(PlainJob("test_noise"), options, Feedback())
    run = json.loads((tmp_path / "run" / "run.json").read_text())
    assert run["options"] == {"workers": 1, "memory_mib": 700, "run_folder": str(tmp_path / "run"), "scheduler": "",
                              "cache": "", "cache_gib": 0}


def test_a_users_mistake_is_cause_and_remedy(qgis_app):
    assert failure(PlainJob("test_trouble", how="user")) == "b.tif is cut.\nFetch it again."


def test_a_bug_shows_no_trace_but_keeps_it_for_the_log(qgis_app):
    feedback = Feedback()
    message = failure(PlainJob("test_trouble", how="bug"), feedback)
    assert "ZeroDivisionError" in message
    assert "Traceback" not in message
    assert any(kind == "debug" and "Traceback" in text for kind, text in feedback.heard)


@pytest.mark.parametrize(("how", "words"), [
    ("SIGKILL", ["SIGKILL", "memory", "about to: SIGKILL", "WORKERS"]),
    ("abort", ["SIGABRT", "libfoo: assertion failed", "about to: abort"]),
    ("exit", ["7", "about to: exit", "report"]),
])
def test_a_crash_is_readable(qgis_app, how, words):
    message = failure(PlainJob("test_trouble", how=how))
    for word in words:
        assert word in message


def test_windows_exit_codes_are_readable():
    assert "0xC0000005" in crash_message(0xC0000005)
    assert "0xC0000005" in crash_message(0xC0000005 - (1 << 32))
    assert "UserWarning" not in crash_message(-9, "reading", "a.py:3: UserWarning: old")
    assert "MemoryError" in crash_message(1, "reading", "MemoryError: no room")


@pytest.mark.parametrize(("platform", "seconds"), [("", 3.0), ("qgis_process", 2.0)])
def test_cancel_stops_all_and_raises(qgis_app, tmp_path, monkeypatch, started, platform, seconds):
    if platform:
        monkeypatch.setattr(qgis_core.QgsApplication, "platform", lambda: platform)
    families = []

    def two_are_busy():
        if len(list(tmp_path.glob("pid*"))) == 2 and not families:
            parent = psutil.Process(started[-1].pid)
            families.extend([parent, *parent.children(recursive=True)])
        return bool(families)

    feedback = Feedback(two_are_busy)
    job = PlainJob("test_blocks", folder=str(tmp_path), function="half_written", seconds=60.0)
    assert failure(job, feedback, RunOptions(workers=2)) == "Cancelled."
    assert time.monotonic() - feedback.cancelled_at < seconds
    assert not all_gone(families, 1.0)
    assert not list(tmp_path.glob("*.bin"))


@pytest.mark.parametrize("platform", ["", "qgis_process"])
def test_a_worker_that_does_not_listen_is_killed(qgis_app, tmp_path, monkeypatch, started, platform):
    if platform:
        monkeypatch.setattr(qgis_core.QgsApplication, "platform", lambda: platform)
    feedback = Feedback(lambda: bool(started) and frozen(started))

    def frozen(processes):
        if not (tmp_path / f"map.part{processes[-1].pid}.tif").exists():
            return False
        os.kill(processes[-1].pid, signal.SIGSTOP)
        return True

    failure(PlainJob("test_sleep", output=str(tmp_path / "map.tif")), feedback)
    patience = IN_A_SHELL if platform else IN_A_WINDOW
    assert time.monotonic() - feedback.cancelled_at < patience.kill + 0.6
    assert started[-1].poll() == -signal.SIGKILL


def test_a_run_cancelled_before_it_began_starts_nothing(qgis_app, started):
    failure(PlainJob("test_noise"), Feedback(lambda: True))
    assert all(process.poll() is not None for process in started)


def test_an_exception_of_the_feedback_leaves_no_worker(qgis_app, tmp_path, started):
    class Broken(Feedback):
        def setProgress(self, percentage):
            raise RuntimeError("widget is gone")

    with pytest.raises(RuntimeError):
        run_job(PlainJob("test_sleep", output=str(tmp_path / "map.tif")), RunOptions(), Broken())
    assert started[-1].poll() is not None


def test_a_python_without_landweaves_packages_is_explained(qgis_app, tmp_path, monkeypatch):
    bare = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    python = str(bare / "bin" / "python")
    monkeypatch.setenv("LANDWEAVE_PYTHON", python)
    message = failure(PlainJob("test_noise"))
    assert f"{python} (named by LANDWEAVE_PYTHON): lacks " in message
    assert "skops" in message
    assert f'"{python}" -m pip install "numpy>=' in message


@pytest.mark.parametrize("content", [None, "#!/bin/sh\necho hello\n", "#!/bin/sh\nexit 3\n"])
def test_something_that_is_no_python_is_refused_and_nothing_else_is_taken(qgis_app, tmp_path, monkeypatch, content):
    path = tmp_path / "python"
    if content:
        path.write_text(content)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("LANDWEAVE_PYTHON", str(path))
    message = failure(PlainJob("test_noise"))
    assert f"{path} (named by LANDWEAVE_PYTHON): cannot be run" in message


def test_the_setting_is_taken_when_the_variable_is_not_set(qgis_app, monkeypatch):
    monkeypatch.delenv("LANDWEAVE_PYTHON")
    settings = qgis_core.QgsSettings()
    settings.setValue(interpreter.SETTING, "/no/such/python")
    try:
        assert "/no/such/python (chosen in the settings of Landweave)" in failure(PlainJob("test_noise"))
    finally:
        settings.remove(interpreter.SETTING)


def test_without_a_choice_the_plugins_environment_comes_first(qgis_app, monkeypatch):
    monkeypatch.delenv("LANDWEAVE_PYTHON")
    found = interpreter.candidates()
    assert [c.is_own for c in found] == sorted(c.is_own for c in found)
    assert len({c.python for c in found}) == len(found)
    assert all(Path(c.python).is_file() for c in found)


def test_a_found_interpreter_is_found_once(qgis_app, monkeypatch, started):
    first = interpreter.find_interpreter()
    count = len(started)
    assert interpreter.find_interpreter() is first
    assert len(started) == count


def test_the_worker_sees_none_of_qgis_own_variables(qgis_app, monkeypatch):
    for name in ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH"):
        monkeypatch.setenv(name, "/qgis")
    chosen = interpreter.worker_environment(interpreter.Interpreter("python", ""))
    assert "PYTHONHOME" not in chosen
    assert "LD_LIBRARY_PATH" not in chosen
    assert chosen["PYTHONPATH"] == interpreter.import_folder()
    assert chosen["PYTHONNOUSERSITE"] == "1"
    assert "PYTHONNOUSERSITE" not in interpreter.worker_environment(interpreter.Interpreter("p", "", is_own=True))


def test_a_checkout_of_any_name_is_importable(tmp_path):
    root = tmp_path / "landweave-main"
    (root / "engine").mkdir(parents=True)
    (root / "engine" / "__init__.py").write_text("HERE = 42\n")
    folder = interpreter._stand_in(root)
    command = [sys.executable, "-c", "import landweave.engine; print(landweave.engine.HERE)"]
    done = subprocess.run(command, env={"PYTHONPATH": folder}, capture_output=True, check=True)
    assert done.stdout.strip() == b"42"
