"""JSON of STAC from files and servers: read whole or not at all, with the same patience as rasters.

`urllib3.Retry`, which `requests` and `pystac-client` offer, repeats a request only until the head of the answer is
there: an answer that breaks off or stalls is beyond it, and it waits as long as a server asks. So what is
sent goes through an adapter that reads the whole answer and repeats all that may pass.
"""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from landweave.engine.errors import UserError, brief
from landweave.engine.raster.remote import Patience, UnreachableError, remedy
from landweave.engine.types import Json

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_MOST_BYTES = 200_000_000
_INSTALL = "Install it into the Python of QGIS: python -m pip install 'pystac-client>=0.9,<0.10'; then run again."
_SIGNS = (
    ("timed out", "it says nothing for too long"),
    ("IncompleteRead", "the answer breaks off"),
    ("Connection broken", "the answer breaks off"),
    ("Connection aborted", "the answer breaks off"),
    ("refused", "it refuses the connection"),
    ("resolve", "its name is not known on this network"),
    ("Name or service", "its name is not known on this network"),
    ("SSL", "its certificate is not trusted"),
)
"""What the libraries' texts hold, and the same for people."""


class GoneError(UserError):
    """The server is there and has no such document."""


class Web:
    """Reads documents; one connection a server."""

    def __init__(self, check_cancelled: Callable[[], None] = lambda: None) -> None:
        """Remember what is asked before each request: it raises to stop."""
        self._check = check_cancelled
        self._session: Any = None

    def read(self, address: str) -> dict[str, Json]:
        """Return the JSON object at an address, or in a file.

        Raises:
            GoneError: if the server has no such document, or the disk no such file.
            UserError: if it cannot be read, or is no JSON object.
        """
        text = self._fetch(address) if is_web(address) else _from_file(address)
        try:
            content = json.loads(text)
        except ValueError as error:
            raise UserError(f"{address} is damaged or no JSON ({brief(error)}).", _WHAT_IS_READ) from error
        if not isinstance(content, dict):
            raise UserError(f"{address} is JSON, but no STAC.", _WHAT_IS_READ)
        return content

    def search(
        self, api: str, collections: Sequence[str], bbox: Sequence[float], interval: str, most: int
    ) -> Iterator[dict[str, Json]]:
        """Yield the items that an API finds, page by page.

        Args:
            api: address of its landing page.
            collections: names; empty: all.
            bbox: west, south, east, north in degrees.
            interval: `2021-01-01/..`; empty: all times.
            most: items at which to stop.

        Raises:
            UserError: if pystac-client is missing, or the API refuses or fails.
        """
        try:
            from pystac_client import Client
            from pystac_client.errors import ClientTypeError
            from pystac_client.exceptions import APIError
            from pystac_client.stac_api_io import StacApiIO
        except ImportError as error:
            raise UserError("A STAC search needs the package pystac-client, which is not installed.",
                            _INSTALL) from error
        stac_io = StacApiIO()
        self._mount(stac_io.session)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what an API says to conform to: told below where it matters
                search = Client.open(api, stac_io=stac_io).search(
                    collections=list(collections) or None, bbox=list(bbox), datetime=interval or None, limit=100,
                    max_items=most)
                yield from search.items_as_dicts()
        except APIError as error:
            self._check()
            detail = f"answer {error.status_code}" if getattr(error, "status_code", None) else brief(error)
            raise UnreachableError(f"The STAC API {api} cannot be searched ({detail}).", remedy(detail)) from error
        except (ClientTypeError, NotImplementedError, ValueError, KeyError, TypeError) as error:
            raise UserError(f"{api} is no STAC API that can be searched ({brief(error)}).", _WHAT_IS_READ) from error

    def _fetch(self, address: str) -> str:
        session = self._connected()
        import requests  # type: ignore[import-untyped,unused-ignore]

        try:
            response = session.get(address)
        except requests.RequestException as error:
            self._check()
            detail = _in_words(error)
            raise UnreachableError(f"{address} cannot be read from its server ({detail}).", remedy(detail)) from error
        if response.status_code in _GONE:
            raise GoneError(f"{address} is not there (answer {response.status_code}).", remedy("404"))
        if not 200 <= response.status_code < 300:
            detail = f"answer {response.status_code}"
            raise UnreachableError(f"{address} cannot be read from its server ({detail}).", remedy(detail))
        return str(response.content.decode("utf-8", errors="replace"))

    def _connected(self) -> Any:
        if self._session is None:
            try:
                import requests
            except ImportError as error:
                raise UserError("STAC from a server needs the packages requests and pystac-client.",
                                _INSTALL) from error
            self._session = requests.Session()
            self._mount(self._session)
        return self._session

    def _mount(self, session: Any) -> None:
        from requests.adapters import HTTPAdapter  # type: ignore[import-untyped,unused-ignore]

        for scheme in ("http://", "https://"):
            session.mount(scheme, _PatientAdapter(HTTPAdapter(max_retries=0), self._check))


_WHAT_IS_READ = "Give an item collection, a catalogue (catalog.json) or the address of a STAC API."


def is_web(address: str) -> bool:
    """Tell whether an address is one of a web server."""
    return address.lower().startswith(("http://", "https://"))


class _PatientAdapter:
    """Sends like an adapter of requests, reads the whole answer, and repeats what fails for a while."""

    def __init__(self, inner: Any, check_cancelled: Callable[[], None]) -> None:
        self._inner, self._check = inner, check_cancelled

    def send(self, request: Any, timeout: Any = None, stream: bool = False, **settings: Any) -> Any:
        """Return the answer, its content read."""
        import requests

        del timeout, stream
        patience = Patience.configured()
        pauses = patience.pauses()
        while True:
            self._check()
            try:
                response = self._inner.send(
                    request, stream=True, timeout=(patience.connect_s, patience.stall_s), **settings)
                _take(response, patience.answer_s)
            except requests.RequestException as error:
                pause = next(pauses, None)
                if pause is None:
                    raise requests.ConnectionError(_in_words(error)) from error
            else:
                pause = next(pauses, None) if response.status_code in _PASSING else None
                if pause is None:
                    return response
            time.sleep(pause)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


def _take(response: Any, limit_s: float) -> None:
    """Read the content of an answer; fail where it is cut, too long or takes too long."""
    import requests

    began, size, chunks = time.monotonic(), 0, []
    for chunk in response.iter_content(1 << 12):
        chunks.append(chunk)
        size += len(chunk)
        if size > _MOST_BYTES or (limit_s and time.monotonic() - began > limit_s):
            response.close()
            raise requests.ConnectionError(f"it sends no whole document in {time.monotonic() - began:.0f} s")
    told = response.headers.get("Content-Length", "")
    has_body = response.request.method != "HEAD"
    if has_body and told.isdigit() and response.raw.tell() < int(told):  # bytes on the wire, packed ones as they came
        raise requests.ConnectionError("the answer breaks off")
    response._content = b"".join(chunks)  # as its property `content` would set it, which knows no limit of time


def _in_words(error: Exception) -> str:
    text = str(error)
    return next((words for sign, words in _SIGNS if sign in text), brief(error)[:200])


def _from_file(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError as error:
        raise GoneError(f"{path} does not exist.", "Check the path, or copy what is missing.") from error
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).", "Check its permissions.") from error
