"""Events: JSON lines on a channel that nothing else writes to."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from landweave.engine.types import Json


def claim_standard_output() -> int:
    """Return a private copy of standard output, and send what is printed to standard error from now on.

    Libraries that print (also from C) can then never break the protocol.
    """
    channel = os.dup(1)
    os.dup2(2, 1)
    return channel


class EventChannel:
    """Writes events as JSON lines; safe to use from several threads."""

    def __init__(self, descriptor: int, on_broken: Callable[[], None]) -> None:
        """Write to a file descriptor.

        Args:
            descriptor: where the lines go.
            on_broken: called once when nobody reads any more.
        """
        self._descriptor = descriptor
        self._on_broken = on_broken
        self._lock = threading.Lock()
        self._is_broken = False
        self._highest = 0.0

    def emit(self, event: Json) -> None:
        """Send an event; progress never goes back."""
        with self._lock:
            if event.get("event") == "progress":
                self._highest = max(self._highest, min(float(event.get("fraction", 0.0)), 1.0))
                event = {**event, "fraction": round(self._highest, 6)}
            if self._is_broken:
                return
            try:
                self._write((json.dumps(event, default=plain) + "\n").encode())
                return
            except OSError:
                self._is_broken = True
        self._on_broken()

    def _write(self, line: bytes) -> None:
        while line:
            line = line[os.write(self._descriptor, line) :]


def plain(value: Any) -> Json:
    """Return what JSON can hold for a NumPy number or array, a path, a set."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot travel as JSON")
