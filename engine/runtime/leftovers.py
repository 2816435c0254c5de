"""What a killed process leaves behind: half-written files, and processes of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from landweave.engine.runtime.files import PART_MARK

PART_NAME = re.compile(re.escape(PART_MARK) + r"(\d+)")


def remove_dead_parts(paths: Iterable[Path]) -> list[Path]:
    """Remove half-written files whose writer is gone; return them.

    Args:
        paths: candidates; those without the mark of a half-written file are left alone.
    """
    import psutil

    removed = []
    for path in list(paths):
        found = PART_NAME.search(path.name)
        if found and path.is_file() and not psutil.pid_exists(int(found.group(1))):
            path.unlink(missing_ok=True)
            removed.append(path)
    return removed


def remove_parts_of(outputs: Iterable[str]) -> None:
    """Remove what dead processes left of these output files."""
    for output in outputs:
        path = Path(output)
        if path.name and path.parent.is_dir():
            remove_dead_parts(path.parent.glob(f"{_escaped(path.stem)}{PART_MARK}*"))


def end_children() -> None:
    """Kill every process that this one started and that is still there.

    The resource tracker of joblib stays: it removes shared semaphores, then ends by itself.
    """
    import psutil

    ending = []
    for process in psutil.Process().children(recursive=True):
        try:
            if "resource_tracker" not in " ".join(process.cmdline()):
                process.kill()
                ending.append(process)
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(ending, timeout=1.0)


def _escaped(text: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", text)
