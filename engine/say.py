"""What takes one sentence about each thing that is left out or assumed."""

from __future__ import annotations

from collections.abc import Callable

Say = Callable[[str], None]


def silent(message: str) -> None:
    """Take a sentence and tell nobody."""
    del message
