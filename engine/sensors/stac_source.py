"""Items of a STAC source: an item collection, a static catalogue, or the search of an API."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from landweave.engine.errors import UserError
from landweave.engine.sensors.product import LeftOut
from landweave.engine.sensors.stac_item import Item
from landweave.engine.sensors.stac_web import GoneError, Web, is_web
from landweave.engine.types import Json

MOST_ITEMS = 50_000
_MOST_DOCUMENTS = 200_000


@dataclass(frozen=True)
class Asked:
    """What is wanted of a source.

    Args:
        source: path or address.
        collections: ids; empty: all.
        degrees: west, south, east, north of the area of interest; None: everywhere.
        start, end: days, both included; None: no limit.
    """

    source: str
    collections: tuple[str, ...] = ()
    degrees: tuple[float, float, float, float] | None = None
    start: date | None = None
    end: date | None = None

    @property
    def interval(self) -> str:
        """The time for a search."""
        if not self.start and not self.end:
            return ""
        first = f"{self.start}T00:00:00Z" if self.start else ".."
        return f"{first}/{f'{self.end}T23:59:59Z' if self.end else '..'}"


def items_of(asked: Asked, web: Web) -> Iterator[Item | LeftOut]:
    """Yield the items of a source in its own order, and what of a catalogue cannot be read.

    Raises:
        UserError: if the source cannot be read, is none, or holds too many items.
    """
    source = asked.source if is_web(asked.source) else str(Path(asked.source).expanduser().resolve())
    content = web.read(source)
    kind = str(content.get("type") or "")
    if kind == "FeatureCollection":
        found = _of_collection(content, source, web)
    elif kind == "Feature":
        found = iter([Item(content, source, _folder(source))])
    elif kind == "Catalog" and (content.get("conformsTo") or _links(content, ("search",), source)):
        found = _of_search(asked, source, web)
    elif kind in ("Catalog", "Collection") or "stac_version" in content:
        found = _of_tree(content, source, asked, web)
    else:
        raise UserError(f"{source} is JSON, but no STAC (its type is '{kind or 'missing'}').",
                        "Give an item collection, a catalogue (catalog.json) or the address of a STAC API.")
    for count, item in enumerate(found, start=1):
        if count > MOST_ITEMS:
            raise UserError(f"{source} holds more than {MOST_ITEMS} items.", "Narrow EXTENT, the dates or collections.")
        if not isinstance(item, Item) or not asked.collections or item.collection in asked.collections:
            yield item


def _of_collection(content: dict[str, Json], source: str, web: Web) -> Iterator[Item | LeftOut]:
    """Yield the items of an item collection, and of its next pages on a server."""
    seen = {source}
    while True:
        features = content.get("features")
        for number, feature in enumerate(features if isinstance(features, list) else []):
            if isinstance(feature, dict) and feature.get("type") == "Feature":
                yield Item(feature, source)
            else:
                yield LeftOut(f"{source}#{number}", "is no STAC item.")
        following = _links(content, ("next",), source)
        if not following or not is_web(source) or following[0] in seen:
            return
        seen.add(following[0])
        content = web.read(following[0])


def _of_search(asked: Asked, source: str, web: Web) -> Iterator[Item | LeftOut]:
    if asked.degrees is None:
        raise UserError(f"{source} is a STAC API, and a search needs an area.", "Give EXTENT.")
    if not asked.collections:
        raise UserError(f"{source} is a STAC API, and a search needs the name of a collection.",
                        "Give STAC_COLLECTIONS, for example sentinel-2-l2a.")
    seen = set()
    for content in web.search(source, asked.collections, asked.degrees, asked.interval, MOST_ITEMS + 1):
        item = Item(content, source)
        if (item.collection, item.name) not in seen:  # a page may repeat items where an archive grows meanwhile
            seen.add((item.collection, item.name))
            yield item


def _of_tree(top: dict[str, Json], source: str, asked: Asked, web: Web) -> Iterator[Item | LeftOut]:
    """Follow the links `child` and `item`, each document once."""
    waiting: deque[tuple[str, dict[str, Json] | None]] = deque([(source, top)])
    seen = {source}
    while waiting:
        address, known = waiting.popleft()
        try:
            content = known if known is not None else web.read(address)
        except GoneError as error:
            yield LeftOut(address, f"is named by its catalogue and missing: {error}", damaged=True)
            continue
        except UserError as error:
            if not _is_damaged(error):
                raise
            yield LeftOut(address, f"is a document of a STAC catalogue that cannot be used: {error}", damaged=True)
            continue
        if content.get("type") == "Feature":
            yield Item(content, address, _folder(address))
            continue
        if content.get("type") == "Collection" and asked.collections and content.get("id") not in asked.collections:
            continue
        for link in _links(content, ("child", "item"), address):
            if link not in seen:
                seen.add(link)
                waiting.append((link, None))
        if len(seen) > _MOST_DOCUMENTS:
            raise UserError(f"{source} holds more than {_MOST_DOCUMENTS} documents.", "Give a part of the catalogue.")


def _is_damaged(error: UserError) -> bool:
    return "no JSON" in error.message or "no STAC" in error.message


def _links(content: dict[str, Json], relations: Sequence[str], source: str) -> list[str]:
    """Return the addresses of the links of some kinds, made whole."""
    links = content.get("links")
    hrefs = [
        str(link["href"])
        for link in (links if isinstance(links, list) else [])
        if isinstance(link, dict) and link.get("rel") in relations and isinstance(link.get("href"), str)
        and str(link.get("method") or "GET").upper() == "GET"
    ]
    return [_joined(source, href) for href in hrefs]


def _joined(source: str, href: str) -> str:
    if is_web(href) or is_web(source):
        return urljoin(source, href)
    if href.startswith("file://"):
        return unquote(urlsplit(href).path)
    return str((Path(source).parent / href).resolve())


def _folder(source: str) -> str:
    return "" if is_web(source) else str(Path(source).parent)


def day_of(item: Item) -> date:
    """Return the day of an item.

    Raises:
        UserError: if it has none.
    """
    return datetime.fromisoformat(item.acquired).date()
