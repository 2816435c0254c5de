"""Where networks are computed: the device, its threads, what of its memory a batch may take."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from landweave.engine.errors import UserError
from landweave.engine.jobs.networks import DEVICES

DEVICE_VARIABLE = "LANDWEAVE_DEVICE"
"""Environment variable that says where networks are applied: one of DEVICES."""

CPU = torch.device("cpu")

SHARE_OF_FREE = 0.25
"""Of a graphics card's free memory: processes side by side share it, and what is free now may not be in a while."""
MOST_BATCH_BYTES = 2 << 30
FEWEST_ROWS, MOST_ROWS = 256, 1 << 16
"""Rows of a batch on a graphics card: below, it idles; above, it gains nothing."""

_CUBLAS = "CUBLAS_WORKSPACE_CONFIG"


def choose_device(wanted: str = "") -> torch.device:
    """Return the device to compute on.

    Args:
        wanted: one of DEVICES; empty: what LANDWEAVE_DEVICE says, and `auto` where it says nothing.

    Raises:
        UserError: if there is no such device, or a graphics card is wanted and cannot be used.
    """
    source = "DEVICE" if wanted else DEVICE_VARIABLE
    wanted = wanted or os.environ.get(DEVICE_VARIABLE, "") or "auto"
    if wanted not in DEVICES:
        raise UserError(f"There is no device '{wanted}' ({source}).", f"Choose one of {', '.join(DEVICES)}.")
    if wanted == "cpu":
        return CPU
    fault = cuda_fault()
    if wanted == "cuda" and fault:
        raise UserError(f"{source} is cuda, but {fault}.", f"Set {source} to cpu or auto.")
    return CPU if fault else torch.device("cuda")


def cuda_fault() -> str:
    """Return why no graphics card can be used; empty if one can."""
    if torch.version.cuda is None:
        return "the torch that is installed was built for the CPU only"
    if not torch.cuda.is_available():
        return "no graphics card with a driver for CUDA was found"
    try:  # a card may be there that this torch has no code for
        torch.zeros(1, device="cuda").add_(1).item()
    except RuntimeError as error:
        return f"the graphics card cannot be used: {str(error).splitlines()[0].rstrip('.')}"
    return ""


@contextmanager
def torch_threads(count: int) -> Iterator[None]:
    """Let torch compute on so many threads; as many as before afterwards.

    Sums are split among threads, so that the last bits of results depend on their number.
    """
    before = torch.get_num_threads()
    # Also where it is as wanted: `threadpool_limits` changes that number, but not the one of torch's own MKL.
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def deterministic() -> Iterator[None]:
    """Let torch choose only ways of computing that give the same bits each time; as before afterwards."""
    algorithms = torch.are_deterministic_algorithms_enabled(), torch.is_deterministic_algorithms_warn_only_enabled()
    cudnn = torch.backends.cudnn.deterministic, torch.backends.cudnn.benchmark
    workspace = os.environ.get(_CUBLAS)
    # cuBLAS reads it when the first matrix product is computed in the process.
    os.environ.setdefault(_CUBLAS, ":4096:8")
    torch.use_deterministic_algorithms(True)
    torch.backends.cudnn.deterministic, torch.backends.cudnn.benchmark = True, False
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(algorithms[0], warn_only=algorithms[1])
        torch.backends.cudnn.deterministic, torch.backends.cudnn.benchmark = cudnn
        if workspace is None:
            os.environ.pop(_CUBLAS, None)


def rows_that_fit(free: int, bytes_per_row: float) -> int:
    """Return the rows of a batch: a power of two, so that few shapes are computed.

    Args:
        free: bytes of the device's memory that are free.
        bytes_per_row: what a row takes at the peak.
    """
    room = min(free * SHARE_OF_FREE, MOST_BATCH_BYTES) / max(bytes_per_row, 1.0)
    fitting = 1 << max(int(room), 1).bit_length() - 1
    return min(max(fitting, FEWEST_ROWS), MOST_ROWS)
