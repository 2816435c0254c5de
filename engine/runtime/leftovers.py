"""What a killed process leaves behind: half-written files, and processes of its own."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

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


def scratch_folder(parent: str | Path) -> TemporaryDirectory[str]:
    """Return a temporary folder in a folder that is there; those that killed processes of this host left go.

    They hold the parts of whole maps, and nobody would look for them under their hidden names.
    """
    import psutil

    mark = f".landweave_{re.sub('[^A-Za-z0-9]', '', socket.gethostname())}_"
    for path in Path(parent).glob(f"{mark}*"):
        owner = path.name[len(mark) :].split("_")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(path, ignore_errors=True)
    return TemporaryDirectory(prefix=f"{mark}{os.getpid()}_", dir=parent)


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
