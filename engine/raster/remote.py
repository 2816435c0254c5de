"""Rasters on servers: GDAL's settings for the network, and patience with servers that fail for a while.

GDAL repeats a request itself where a server says that it is busy (429, 500, 502, 503, 504). It does not where an
answer breaks off or stalls; there a whole read is repeated here, after a pause, with what GDAL remembers of the file
forgotten (it would remember the failure too).

All settings are GDAL's configuration options, so environment variables of the same names replace them, in workers too.
`CPL_VSIL_CURL_ALLOWED_EXTENSIONS` is not set: the addresses of some archives do not end in one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qs

from osgeo import gdal

from landweave.engine.errors import UserError, brief

T = TypeVar("T")

SCHEMES = ("/vsicurl", "/vsis3/", "/vsigs/", "/vsiaz/", "/vsioss/", "/vsiswift/")

SETTINGS = {
    "GDAL_HTTP_CONNECTTIMEOUT": "10",
    "GDAL_HTTP_TIMEOUT": "300",
    "GDAL_HTTP_LOW_SPEED_TIME": "30",
    "GDAL_HTTP_LOW_SPEED_LIMIT": "1000",
    "GDAL_HTTP_MAX_RETRY": "3",
    "GDAL_HTTP_RETRY_DELAY": "1",
    "CPL_VSIL_CURL_CHUNK_SIZE": "65536",
}
"""Seconds, bytes a second, numbers of repetitions, bytes: of all that is not set from outside."""

_WHILE_OPENING = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",  # no search for files beside the raster: each would be a request
    "GDAL_INGESTED_BYTES_AT_OPEN": "32768",  # the whole header of a cloud-optimised GeoTIFF in one request
}
_LONGEST_PAUSE_S = 30.0
_PATIENCE_S = 240.0
"""No try begins later than this after the first."""
_FINAL = re.compile(r"response code: (?:400|401|403|404|405|410|416)|resolve host")


class UnreachableError(UserError):
    """A server failed for longer than patience lasts."""


@dataclass(frozen=True)
class Patience:
    """How long a server is waited for.

    Args:
        connect_s: for a connection.
        stall_s: for the next bytes of an answer.
        answer_s: for a whole answer.
        repeats: how often a failed request is repeated.
        pause_s: before the first repetition; doubled before each other one.
    """

    connect_s: float
    stall_s: float
    answer_s: float
    repeats: int
    pause_s: float

    @classmethod
    def configured(cls) -> Patience:
        """Return what GDAL's configuration says."""
        names = ("CONNECTTIMEOUT", "LOW_SPEED_TIME", "TIMEOUT", "MAX_RETRY", "RETRY_DELAY")
        connect, stall, answer, repeats, pause = (_number(f"GDAL_HTTP_{name}") for name in names)
        return cls(connect, stall, answer, int(repeats), pause)

    def pauses(self) -> Iterator[float]:
        """Yield the seconds to wait before each repetition, as long as patience lasts."""
        began, pause = time.monotonic(), self.pause_s
        for _ in range(self.repeats):
            if time.monotonic() - began > _PATIENCE_S:
                return
            yield min(pause, _LONGEST_PAUSE_S)
            pause *= 2


def settle() -> None:
    """Give GDAL the settings that are not set from outside."""
    for name, value in SETTINGS.items():
        if gdal.GetConfigOption(name) is None:
            gdal.SetConfigOption(name, value)


settle()


def is_remote(path: str) -> bool:
    """Tell whether a path for GDAL leads to a server."""
    return path.startswith(SCHEMES)


def address(path: str) -> str:
    """Return the address that a person knows a path on a server by."""
    if path.startswith("/vsicurl?"):
        return parse_qs(path.split("?", 1)[1]).get("url", [path])[0]
    if path.startswith("/vsicurl/"):
        return path[len("/vsicurl/") :]
    scheme, rest = path[len("/vsi") :].split("/", 1)
    return f"{scheme}://{rest}"


def patiently(path: str, action: Callable[[], T], forget: Callable[[], object] = lambda: None) -> T:
    """Return what an action on a remote file gives, repeated with pauses while its failures may pass.

    Args:
        path: for GDAL.
        action: raises RuntimeError, or a UserError with one as its cause, where GDAL fails.
        forget: called before each repetition.

    Raises:
        UserError: naming the address, when the failure lasts; at once where it is none of the network's.
    """
    pauses = Patience.configured().pauses()
    while True:
        try:
            return action()
        except (RuntimeError, UserError) as error:
            failure = error.__cause__ if isinstance(error, UserError) else error
            if isinstance(error, UnreachableError) or not isinstance(failure, RuntimeError):
                raise
            pause = None if _FINAL.search(str(failure)) else next(pauses, None)
            if pause is None:
                raise unreachable(path, _told(path, failure)) from failure
        forget()
        gdal.VSICurlPartialClearCache(path)
        time.sleep(pause)


@contextmanager
def opening(path: str) -> Iterator[None]:
    """Let GDAL look for nothing beside a raster on a server while it is opened."""
    options = _WHILE_OPENING if is_remote(path) else {}
    before = {name: gdal.GetThreadLocalConfigOption(name) for name in options}
    try:
        for name, value in options.items():
            gdal.SetThreadLocalConfigOption(name, value)
        yield
    finally:
        for name, value in before.items():
            gdal.SetThreadLocalConfigOption(name, value)


def unreachable(path: str, detail: str) -> UnreachableError:
    """Return the error of a remote file that cannot be read, with the remedy that the detail calls for."""
    return UnreachableError(f"{address(path)} cannot be read from its server ({detail}).", remedy(detail))


def remedy(detail: str) -> str:
    """Return what to do about a failure of the network."""
    if re.search(r"\b40[13]\b", detail):
        return "The server asks for a login: see 'Archives that ask for a login' in the help on STAC, then run again."
    if re.search(r"\b(?:404|410)\b", detail):
        return "It is gone, or the address is wrong: check it, or scan again."
    return "Check the network and try again later; what was done is kept. Slow servers: raise GDAL_HTTP_TIMEOUT."


def _told(path: str, failure: RuntimeError) -> str:
    """Return the failure in a few words: GDAL tells of a broken read only that a block failed."""
    text = brief(failure)
    if "too slow" in text or "timed out" in text:
        return "it says nothing, or next to nothing, for too long"
    if "not recognized" in text:
        return "what it sends is no raster"
    if address(path) in text or "IReadBlock" in text:
        text = "the answer breaks off"
    return text.replace("CURL error: ", "").replace("HTTP response code: ", "answer ").rstrip(".")


def _number(name: str) -> float:
    try:
        return max(0.0, float(gdal.GetConfigOption(name) or SETTINGS[name]))
    except ValueError as error:
        raise UserError(f"The setting {name} is '{gdal.GetConfigOption(name)}', no number.", "Correct it.") from error
