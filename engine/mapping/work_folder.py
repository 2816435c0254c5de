"""Where tasks put their parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import explained
from landweave.engine.runtime.leftovers import scratch_folder


@contextmanager
def work_folder(output: str, context: RunContext, key: str) -> Iterator[Path]:
    """Give a folder for parts: the run keeps it until its output is whole; else a temporary one beside the output.

    Args:
        output: what the parts become.
        context: of the run; its folder, if it has one, holds the parts.
        key: tells this job from others of the run.
    """
    if context.run_folder:
        folder = Path(context.run_folder) / "parts" / key[:16]
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
        yield folder
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()
        return
    with explained(output):
        Path(output).parent.mkdir(parents=True, exist_ok=True)
        temporary = scratch_folder(Path(output).parent)
    with temporary as name:
        yield Path(name)
