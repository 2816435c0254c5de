"""How many processes, and how many pixels each holds at once, for the memory that there is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.runtime.context import RunContext

MIB = 1 << 20
FIXED_BYTES = 250 * MIB
"""What a process holds before its first pixel: Python, NumPy, GDAL, compiled kernels."""
SHARE_OF_AVAILABLE = 0.6
DEFAULT_PER_WORKER = 1024 * MIB
SMALLEST_BLOCK = 1 << 12
"""Pixels; below, the overhead of a block outweighs its work."""
USUAL_BLOCK = 1 << 14
"""Pixels; a worker is given up before blocks get smaller than this."""
LARGEST_BLOCK = 1 << 18
"""Pixels; above, a block is no faster, and progress and cancel get coarse."""

CGROUP_FILES = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
)


@dataclass(frozen=True)
class MemoryPlan:
    """What fits: processes side by side, and pixels that each may hold at once."""

    workers: int
    pixels_per_block: int


def plan_memory(
    context: RunContext,
    bytes_per_pixel: float,
    fixed_bytes_per_worker: int = FIXED_BYTES,
    tasks: int | None = None,
) -> MemoryPlan:
    """Divide the memory budget between processes and the pixels of their blocks.

    Args:
        context: gives `workers` (0: one per core) and `memory_mib` (0: see `memory_budget`).
        bytes_per_pixel: what one pixel of a block costs at the peak.
        fixed_bytes_per_worker: what a process costs whatever its block.
        tasks: never more processes than this.

    Raises:
        UserError: if the memory that the user allows holds not even one small block.
    """
    wanted = requested_workers(context.workers, tasks)
    budget = memory_budget(context.memory_mib, wanted)
    per_pixel = max(bytes_per_pixel, 1.0)
    workers = wanted
    while workers > 1 and budget / workers < fixed_bytes_per_worker + USUAL_BLOCK * per_pixel:
        workers -= 1
    pixels = int((budget / workers - fixed_bytes_per_worker) / per_pixel)
    if pixels < SMALLEST_BLOCK and context.memory_mib:
        needed = int(fixed_bytes_per_worker + SMALLEST_BLOCK * per_pixel) // MIB + 1
        raise UserError(
            f"A memory budget of {context.memory_mib} MiB does not hold the smallest block of this job.",
            f"Set MEMORY_MIB to {needed} or more, or to 0.",
        )
    return MemoryPlan(workers, min(max(pixels, SMALLEST_BLOCK), LARGEST_BLOCK))


def requested_workers(workers: int, tasks: int | None = None) -> int:
    """Return the number of processes asked for (0: one per core), at most one a task."""
    wanted = workers if workers > 0 else usable_cores()
    return max(1, wanted if tasks is None else min(wanted, tasks))


def memory_budget(memory_mib: int, workers: int) -> int:
    """Return the bytes that all processes together may use.

    The user's word if there is one, else 1 GiB each, but no more than 60 % of what is free.
    """
    if memory_mib > 0:
        return memory_mib * MIB
    return min(int(available_bytes() * SHARE_OF_AVAILABLE), workers * DEFAULT_PER_WORKER)


def usable_cores() -> int:
    """Return the cores that this process may use: affinity and container limits count."""
    from joblib.externals.loky import cpu_count

    return max(1, int(cpu_count()))


def available_bytes() -> int:
    """Return the memory that can be had without swapping, within the container's limit."""
    import psutil

    free = int(psutil.virtual_memory().available)
    for limit_file, used_file in CGROUP_FILES:
        limit, used = _number(limit_file), _number(used_file)
        if limit is not None and used is not None:
            # Cached file pages count as used though they are given back on demand: a quarter stays usable.
            free = min(free, max(limit - used, limit // 4))
    return free


def _number(path: str) -> int | None:
    """Return the number in a small file of the system; None if there is none (`max` means no limit)."""
    if os.name != "posix" or not Path(path).is_file():
        return None
    text = Path(path).read_text(encoding="ascii").strip()
    return int(text) if text.isdigit() else None
