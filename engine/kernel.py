"""Compiled loops: the one way in which this code uses numba.

A kernel releases the GIL and is compiled once per machine: numba keeps the machine
code beside the source, or in the user's cache folder when the plugin's folder is
read-only. Where neither can be written it is compiled again in each process.
A kernel only calls kernels of its own file, because numba looks at no other file
when it decides whether what it kept is still up to date.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, TypeVar, cast

import numba

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


def is_kept(compiled: Callable[..., Any]) -> bool:
    """Tell whether the machine code of a kernel lies on the disk, so that its first call takes no compiling."""
    kept = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    return Path(getattr(kept, "_index_path", "")).is_file()
