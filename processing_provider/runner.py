"""Runs a job in a worker process and tells the user what happens."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import queue
import signal
import subprocess
import threading
import time
from collections import deque
from dataclasses import dataclass

from qgis.core import QgsApplication, QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication

from landweave.engine.jobs import Job
from landweave.processing_provider.interpreter import (
    Interpreter,
    NoInterpreterError,
    detached,
    find_interpreter,
    import_folder,
    worker_environment,
)

WORKER_MODULE = "landweave.engine"
POLL_SECONDS = 0.1
TEXT_SECONDS = 0.5
"""Between two texts above the progress bar: more cannot be read."""
CANCELLED_CODE = 3


@dataclass(frozen=True)
class RunOptions:
    """What a run may use; changes no result.

    Args:
        workers: processes; 0: one per core.
        memory_mib: of all processes together; 0: automatic.
        run_folder: where the state of a run that can be resumed is kept; empty: nowhere.
        scheduler: address of a cluster's scheduler; empty: this machine.
        cache: folder of decoded images that runs share; empty: none.
        cache_gib: what it may take; 0: automatic.
    """

    workers: int = 0
    memory_mib: int = 0
    run_folder: str = ""
    scheduler: str = ""
    cache: str = ""
    cache_gib: int = 0


@dataclass(frozen=True)
class Patience:
    """Seconds after the cancel until the worker is terminated, and until its group is killed."""

    terminate: float
    kill: float


IN_A_WINDOW = Patience(3.0, 5.0)
IN_A_SHELL = Patience(1.0, 1.4)
"""Ctrl-C stops within 2 s."""


def run_job(job: Job, options: RunOptions, feedback: QgsProcessingFeedback) -> dict:
    """Do a job in a worker process.

    Args:
        job: what to do.
        options: what the run may use.
        feedback: hears of progress and warnings, and may cancel. Only used in the calling thread.

    Returns:
        The outputs of the job, by the names of the algorithm's outputs.

    Raises:
        QgsProcessingException: with cause and remedy, if it fails or is cancelled.
    """
    try:
        interpreter = find_interpreter(lambda: _stop_if_cancelled(feedback))
    except NoInterpreterError as error:
        raise QgsProcessingException(str(error)) from error
    feedback.pushDebugInfo(interpreter.describe())
    with _Worker(interpreter) as worker:
        worker.send({"job": job.to_json(), "options": dataclasses.asdict(options)})
        relay = Relay(feedback)
        for event in worker.events(feedback):
            relay.take(event)
        return _outcome(worker, relay, feedback, can_go_on=bool(options.run_folder))


class Relay:
    """Passes a worker's events on to the feedback of Processing."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        """Say who hears of the events."""
        self._feedback = feedback
        self._text_time = 0.0
        self._text = self._shown = ""
        self.outputs: dict | None = None
        self.error: dict | None = None
        self.last_words = ""

    def take(self, event: dict) -> None:
        """Pass one event on; an empty one gives time to show what came too fast."""
        kind, message = event.get("event"), str(event.get("message") or "")
        if kind in ("progress", "log", "warning") and message:
            self.last_words = message
        if kind in ("metric", "artifact", "result"):
            self._text = ""  # what was about to be shown is over
        if kind == "progress":
            self._progress(float(event.get("fraction") or 0.0), message)
        elif kind == "log":
            self._feedback.pushInfo(message)
        elif kind == "warning":
            self._feedback.pushWarning(message)
        elif kind == "metric":
            value = event.get("value")
            self._feedback.pushInfo(f"{event.get('name')}: {round(value, 4) if isinstance(value, float) else value}")
        elif kind == "artifact":
            self._feedback.pushInfo(f"{event.get('name')}: {event.get('path')}")
        elif kind == "result":
            self.outputs = dict(event.get("outputs") or {})
        elif kind == "error":
            self.error = event
        self._show_text()

    def _progress(self, fraction: float, message: str) -> None:
        self._feedback.setProgress(100.0 * fraction)
        self._text = message or self._text

    def _show_text(self) -> None:
        now = time.monotonic()
        if self._text == self._shown:  # QGIS also writes each text into its log
            self._text = ""
        if self._text and now - self._text_time >= TEXT_SECONDS:
            self._text_time = now
            self._feedback.setProgressText(self._text)
            self._shown, self._text = self._text, ""


class _Worker:
    """A worker process, its pipes, and the threads that read them."""

    def __init__(self, interpreter: Interpreter) -> None:
        """Start it. Its Python was tried before; the arguments are a list and no shell is involved."""
        self._process = subprocess.Popen(  # nosec B603
            [interpreter.python, "-m", WORKER_MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=worker_environment(interpreter),
            cwd=import_folder(),
            **detached(),
        )
        self._events: queue.Queue = queue.Queue()
        self.complaints: deque[str] = deque(maxlen=40)
        self._readers = [
            threading.Thread(target=self._read_events, daemon=True),
            threading.Thread(target=self._read_complaints, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *exception) -> None:
        """Leave no process behind, whatever happened."""
        if self._process.poll() is None:
            self.kill()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):
                pipe.close()

    def send(self, message: dict | str) -> None:
        """Write a line to the worker. One that has died says why by its exit code."""
        text = message if isinstance(message, str) else json.dumps(message)
        with contextlib.suppress(OSError):
            self._process.stdin.write(text.encode() + b"\n")
            self._process.stdin.flush()

    def events(self, feedback: QgsProcessingFeedback):
        """Yield events until the worker has ended, empty ones while it is silent; cancel it when told to."""
        in_shell = QgsApplication.platform() == "qgis_process"
        patience = IN_A_SHELL if in_shell else IN_A_WINDOW
        cancelled_at = None
        while True:
            try:
                event = self._events.get(timeout=POLL_SECONDS)
            except queue.Empty:
                event = {}
            if event is None:
                break
            yield event
            if in_shell:
                QCoreApplication.processEvents()  # else Ctrl-C is not noticed
            if cancelled_at is None and feedback.isCanceled():
                cancelled_at = time.monotonic()
                self.send("cancel")
            elif cancelled_at is not None:
                self._insist(time.monotonic() - cancelled_at, patience)

    def exit_code(self) -> int:
        """Wait for the end, which is near, and return the exit code."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=IN_A_WINDOW.kill)
        self.kill()
        return self._process.wait()

    def kill(self) -> None:
        """Kill the worker and its whole group."""
        if os.name == "nt":
            self._process.kill()  # its own processes notice within half a second
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def last_complaint(self) -> str:
        """Return the last line that the worker wrote to standard error; indented ones only quote the program."""
        self._readers[1].join(timeout=1.0)
        return next((line for line in reversed(self.complaints) if line[:1].strip()), "")

    def _insist(self, seconds: float, patience: Patience) -> None:
        if seconds > patience.kill:
            self.kill()
        elif seconds > patience.terminate:
            self._process.terminate()

    def _read_events(self) -> None:
        for line in self._process.stdout:
            try:
                event = json.loads(line)
            except ValueError:
                self.complaints.append(line.decode("utf-8", "replace").rstrip())
                continue
            self._events.put(event)
        self._events.put(None)

    def _read_complaints(self) -> None:
        for line in self._process.stderr:
            self.complaints.append(line.decode("utf-8", "replace").rstrip())


def _outcome(worker: _Worker, relay: Relay, feedback: QgsProcessingFeedback, can_go_on: bool) -> dict:
    """Return the outputs, or raise with what the user should read."""
    code = worker.exit_code()
    if feedback.isCanceled() or code == CANCELLED_CODE:
        how = tr("Started again with the same parameters and run folder, it goes on where it stopped.")
        raise QgsProcessingException("\n".join([tr("Cancelled."), how] if can_go_on else [tr("Cancelled.")]))
    if relay.error is not None:
        if relay.error.get("trace"):
            feedback.pushDebugInfo(relay.error["trace"])
        lines = (relay.error.get("message"), relay.error.get("hint"))
        raise QgsProcessingException("\n".join(str(line) for line in lines if line))
    if code == 0 and relay.outputs is not None:
        feedback.setProgress(100.0)
        return relay.outputs
    if worker.complaints:
        feedback.pushDebugInfo("\n".join(worker.complaints))
    raise QgsProcessingException(crash_message(code, relay.last_words, worker.last_complaint()))


def crash_message(code: int, last_words: str = "", complaint: str = "") -> str:
    """Return what a worker's sudden death means: cause, where it was, remedy.

    Args:
        code: exit code; negative: minus the number of the signal, as subprocess gives it.
        last_words: the last progress or log message.
        complaint: the last line of standard error; a killed worker had no time to say why.
    """
    name = _signal_name(code)
    if name == "SIGKILL":
        complaint = ""
        cause = tr("The worker process was killed by the system (SIGKILL), most likely for want of memory.")
        remedy = tr("Set WORKERS to 1 or MEMORY_MIB to less, close other programs, and run again.")
    else:
        how = name or (f"0x{code & 0xFFFFFFFF:08X}" if abs(code) > 255 else str(code))
        cause = tr("The worker process ended without a result (exit code or signal: {how}).").format(how=how)
        remedy = tr("Run again; if it happens once more, please report it with the log.")
    details = []
    if last_words:
        details.append(tr("Its last message was: {message}").format(message=last_words))
    if complaint:
        details.append(tr("Its last line of errors was: {message}").format(message=complaint))
    return "\n".join([cause, *details, remedy])


def tr(text: str) -> str:
    """Translate a text of this file."""
    return QCoreApplication.translate("@default", text)


def _signal_name(code: int) -> str:
    if code >= 0:
        return ""
    try:
        return signal.Signals(-code).name
    except ValueError:
        return ""


def _stop_if_cancelled(feedback: QgsProcessingFeedback) -> None:
    if QgsApplication.platform() == "qgis_process":
        QCoreApplication.processEvents()
    if feedback.isCanceled():
        raise QgsProcessingException(tr("Cancelled."))
