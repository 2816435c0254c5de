"""How many files a reader keeps open."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

_ENOUGH = 1024
"""A year of Sentinel-2: one that reads more files in turn opens and decodes all again for each block."""


@lru_cache(maxsize=1)
def most_open_files() -> int:
    """Return how many files a reader keeps open: at most half of what this process may have, which is raised."""
    try:
        import resource
    except ImportError:  # Windows, where GDAL's files do not count against a limit
        return _ENOUGH
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = 2 * _ENOUGH if hard == resource.RLIM_INFINITY else min(2 * _ENOUGH, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
            soft = allowed
    return _ENOUGH if soft == resource.RLIM_INFINITY else max(min(soft // 2, _ENOUGH), 1)
