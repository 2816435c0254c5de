"""Compiled loops: the one way in which this code uses numba.

A kernel releases the GIL and is compiled once per machine: numba keeps the machine
code beside the source, or in the user's cache folder when the plugin's folder is
read-only. Where neither can be written it is compiled again in each process.
A kernel only calls kernels of its own file, because numba looks at no other file
when it decides whether what it kept is still up to date.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Callable, TypeVar, cast

import numba
from numba.core import event as numba_events

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compile a function of arrays and numbers on its first call.

    Divisions follow numpy (no exception), and floating-point sums keep the order
    that is written, so that results do not depend on the machine's vector width.
    """
    try:
        compiled = numba.njit(nogil=True, cache=True, error_model="numpy")(function)
    except RuntimeError:  # numba found no folder that it may write to
        compiled = numba.njit(nogil=True, error_model="numpy")(function)
    return cast("F", compiled)


@contextmanager
def said_before_compiling(say: Callable[[], object]) -> Iterator[None]:
    """Call a function before the first kernel is compiled; not at all if the machine code of all lies on the disk."""
    listener = _Once(say)
    with numba_events.install_listener("numba:compile", listener):
        yield


class _Once(numba_events.Listener):  # type: ignore[misc]
    """Tells of the first compiling."""

    def __init__(self, say: Callable[[], object]) -> None:
        self._say, self._said = say, False

    def on_start(self, event: Any) -> None:
        del event
        if not self._said:
            self._said = True
            self._say()

    def on_end(self, event: Any) -> None:
        del event
