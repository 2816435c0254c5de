"""Stopping a worker: first by asking, then by interrupting, then by leaving."""

from __future__ import annotations

import _thread
import os
import signal
import threading
from typing import Any

from landweave.engine.errors import Cancelled
from landweave.engine.runtime.leftovers import end_children

INTERRUPT_SECONDS = 0.5
"""After so long without an answer the main thread is interrupted, wherever it is."""
LEAVE_SECONDS = 2.5
"""After so long the process leaves: it is inside a library that cannot be interrupted."""
CANCELLED_CODE = 3


class StopRequest:
    """Knows whether to stop, and sees to it that it happens."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self._asked = threading.Event()
        self._ended = threading.Event()
        self._interrupted = False

    def listen_to_signals(self) -> None:
        """Take SIGTERM and Ctrl-C as a wish to stop. Call in the main thread."""
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)

    def is_set(self) -> bool:
        """Tell whether someone asked to stop."""
        return self._asked.is_set()

    def ask(self) -> None:
        """Stop soon: at the next check, or by force."""
        if not self._asked.is_set():
            self._asked.set()
            threading.Thread(target=self._insist, daemon=True).start()

    def ended(self) -> None:
        """Note that the job is over: nothing is left to interrupt."""
        self._ended.set()

    def _insist(self) -> None:
        if self._ended.wait(INTERRUPT_SECONDS):
            return
        self._interrupted = True
        _interrupt_main_thread()
        if self._ended.wait(LEAVE_SECONDS - INTERRUPT_SECONDS):
            return
        end_children()
        os._exit(CANCELLED_CODE)

    def _on_signal(self, number: int, frame: Any) -> None:
        del number, frame
        if self._interrupted and not self._ended.is_set():
            self._interrupted = False
            raise Cancelled
        self.ask()


def _interrupt_main_thread() -> None:
    main = threading.main_thread().ident
    if os.name == "posix" and main is not None:
        signal.pthread_kill(main, signal.SIGINT)  # wakes it from a wait, too
    else:
        _thread.interrupt_main()
