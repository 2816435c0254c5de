"""What a step is given beside its job: a place for events, and the way to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from landweave.engine.errors import Cancelled
from landweave.engine.types import Json

Emit = Callable[[Json], None]
"""Takes one event: a dict with key `event` (progress, log, warning, metric, artifact)."""


def _never() -> bool:
    return False


def _drop(event: Json) -> None:
    del event


@dataclass(frozen=True)
class RunContext:
    """Events go out through it; cancellation comes in.

    Args:
        emit: receives events.
        is_cancelled: asked between blocks.
        workers: processes to use; 0 means one per core.
        memory_mib: what all workers together may use; 0 means a share of what is free.
        run_folder: where the journal and the parts of a resumable run live; empty: a temporary one beside the output.
        scheduler: address of a Dask scheduler; empty: this machine.
        cache: folder of decoded JPEG 2000 files that runs share; empty: none is kept.
        cache_gib: what the cache may take at most; 0: 20 GiB.
        block_cache_bytes: what each process keeps of decoded blocks of files; set by who plans the blocks.
        share: the part (start, end) of the progress bar that this context fills.
    """

    emit: Emit = _drop
    is_cancelled: Callable[[], bool] = _never
    workers: int = 1
    memory_mib: int = 0
    run_folder: str = ""
    scheduler: str = ""
    cache: str = ""
    cache_gib: int = 0
    block_cache_bytes: int = 0
    share: tuple[float, float] = field(default=(0.0, 1.0))

    def progress(self, fraction: float, message: str = "") -> None:
        """Report how much of this context's share is done (0 to 1), and stop if asked to."""
        start, end = self.share
        done = start + (end - start) * min(max(fraction, 0.0), 1.0)
        self.emit({"event": "progress", "fraction": done, "message": message})
        self.check_cancelled()

    def part(self, start: float, end: float) -> RunContext:
        """Return a context that fills a part of this one's share."""
        low, high = self.share
        return replace(self, share=(low + (high - low) * start, low + (high - low) * end))

    def log(self, message: str) -> None:
        """Say what is being done."""
        self.emit({"event": "log", "message": message})

    def warning(self, message: str) -> None:
        """Say what the user should look at."""
        self.emit({"event": "warning", "message": message})

    def metric(self, name: str, value: float) -> None:
        """Give a number worth keeping."""
        self.emit({"event": "metric", "name": name, "value": value})

    def artifact(self, name: str, path: str) -> None:
        """Name a file that is now whole."""
        self.emit({"event": "artifact", "name": name, "path": path})

    def check_cancelled(self) -> None:
        """Raise Cancelled if the user asked to stop."""
        if self.is_cancelled():
            raise Cancelled
