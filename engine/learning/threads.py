"""Threads of the libraries that learners compute with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def limited_threads(jobs: int) -> Iterator[None]:
    """Keep OpenMP within the workers granted, and linear algebra to one thread: its last bits depend on them."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits={"openmp": max(jobs, 1), "blas": 1}):
        yield
