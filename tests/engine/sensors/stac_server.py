"""A real HTTP server on loopback that serves a folder and a small STAC API, and fails as it is told."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

CONFORMS = ["https://api.stacspec.org/v1.0.0/core", "https://api.stacspec.org/v1.0.0/item-search",
            "https://api.stacspec.org/v1.0.0/collections"]


class FaultyServer(ThreadingHTTPServer):
    """Serves files below a folder, and under /api a STAC API over `items`.

    Attributes:
        faults: by the end of a path, what happens to the next requests of it: `stall`, `cut`, or a status. The last
            one stays if its list is in `lasting`.
        lasting: ends of paths whose last fault never ends.
        requests: (method, path) of all requests.
        queries: what followed the question mark in each of them.
        searches: bodies of the searches.
        items: what the API finds, as STAC items.
        page: items a page.
        stall_s: how long a stalled answer says nothing.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder, self.faults, self.lasting = Path(folder), {}, set()
        self.requests, self.queries, self.searches, self.items, self.page, self.stall_s = [], [], [], [], 2, 30.0
        self.stopping = threading.Event()
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fault(self, path):
        with self.lock:
            for end, waiting in self.faults.items():
                if waiting and path.endswith(end):
                    return waiting[0] if end in self.lasting and len(waiting) == 1 else waiting.pop(0)
        return None

    def count(self, end):
        return sum(path.endswith(end) for _, path in self.requests)

    def handle_error(self, request, client_address):
        """Say nothing: clients that give up are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self._answer()

    def do_HEAD(self):
        self._answer()

    def do_POST(self):
        self._answer()

    def log_message(self, *args):
        pass

    def _answer(self):
        path = unquote(urlsplit(self.path).path)
        self.server.requests.append((self.command, path))
        self.server.queries.append(urlsplit(self.path).query)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.server.fault(path)
        if isinstance(fault, int):
            return self._send(fault, b'{"code": "fault"}')
        content = self._api(path, body) if path.startswith("/api") else self._file(path)
        if content is None:
            return self._send(404, b"not here")
        return self._send(200, content, fault)

    def _file(self, path):
        file = self.server.folder / path.lstrip("/")
        return file.read_bytes() if file.is_file() else None

    def _send(self, status, content, fault=None):
        part, total = content, len(content)
        wanted = self.headers.get("Range", "")
        start = 0
        if status == 200 and wanted.startswith("bytes="):
            first, last = wanted[6:].split("-")
            start, end = int(first), min(int(last or total - 1), total - 1)
            if start >= total:
                return self._send(416, b"")
            part, status = content[start : end + 1], 206
        self.send_response(status)
        self.send_header("Content-Length", str(len(part)))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Type", "application/json" if part[:1] in (b"{", b"[") else "image/tiff")
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{start + len(part) - 1}/{total}")
        if status == 503:
            self.send_header("Retry-After", "3600")
        if fault == "stall":
            self.server.stopping.wait(self.server.stall_s)
            self.close_connection = True
            return None
        self.end_headers()
        if self.command == "HEAD":
            return None
        if fault == "cut":
            self.wfile.write(part[: len(part) // 2])
            self.wfile.flush()
            self.close_connection = True
            return None
        self.wfile.write(part)
        return None

    def _api(self, path, body):
        url = f"{self.server.url}/api"
        if path.rstrip("/") == "/api":
            links = [{"rel": "self", "href": url}, {"rel": "root", "href": url},
                     {"rel": "data", "href": f"{url}/collections"},
                     {"rel": "search", "href": f"{url}/search", "method": "POST", "type": "application/geo+json"},
                     {"rel": "search", "href": f"{url}/search", "method": "GET", "type": "application/geo+json"}]
            return _bytes({"type": "Catalog", "id": "api", "description": "a test", "stac_version": "1.0.0",
                           "conformsTo": CONFORMS, "links": links})
        if path == "/api/search":
            return self._search(json.loads(body) if body else {})
        if path == "/api/collections":
            names = sorted({item["collection"] for item in self.server.items})
            return _bytes({"collections": [_collection(name, url) for name in names], "links": []})
        return None

    def _search(self, asked):
        self.server.searches.append(asked)
        left, low, right, high = asked.get("bbox", (-180, -90, 180, 90))
        days = (asked.get("datetime") or "../..").split("/")
        found = [
            item for item in self.server.items
            if item["collection"] in (asked.get("collections") or [item["collection"]])
            and item["bbox"][0] <= right and item["bbox"][2] >= left
            and item["bbox"][1] <= high and item["bbox"][3] >= low
            and (days[0] in ("..", "") or item["properties"]["datetime"] >= days[0])
            and (days[1] in ("..", "") or item["properties"]["datetime"] <= days[1])
        ]
        place = int(asked.get("token", 0))
        page = found[place : place + self.server.page]
        links = []
        if place + len(page) < len(found):
            links = [{"rel": "next", "href": f"{self.server.url}/api/search", "method": "POST",
                      "body": {**asked, "token": place + len(page)}}]
        return _bytes({"type": "FeatureCollection", "features": page, "links": links})


def _collection(name, url):
    return {"type": "Collection", "id": name, "description": name, "stac_version": "1.0.0", "license": "other",
            "extent": {"spatial": {"bbox": [[-180, -90, 180, 90]]}, "temporal": {"interval": [[None, None]]}},
            "links": [{"rel": "self", "href": f"{url}/collections/{name}"}]}


def _bytes(content):
    return json.dumps(content).encode()


@contextmanager
def serving(folder):
    """Run a server of a folder."""
    server = FaultyServer(folder)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
