"""STAC items as they are written, made even: assets, the places of their files, bands, pixel grids.

Sources: SpatioTemporal Asset Catalog specification 1.0 and 1.1, https://stacspec.org; extensions projection 1.x and 2.0
(proj:epsg, proj:code, proj:shape, proj:transform, proj:bbox), raster 1.1 and 2.0, eo 1.1 and 2.0, alternate assets 1.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from math import isfinite
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.sensors.stac_web import is_web
from landweave.engine.types import Json

_SIGNATURE = re.compile(r"(?:^|&)(?:sig|X-Amz-Signature|X-Goog-Signature|Signature|token|X-Amz-Security-Token)=", re.I)
_PLANETARY_COMPUTER = "planetarycomputer.microsoft.com"
_BUCKETS = {"s3": "/vsis3/", "gs": "/vsigs/", "oss": "/vsioss/"}
_RASTER_TYPES = ("image/tiff", "image/jp2", "image/vnd.stac.geotiff", "application/x-geotiff")
RASTER_ENDINGS = (".tif", ".tiff", ".jp2", ".vrt", ".img")


@dataclass(frozen=True, eq=False)
class Asset:
    """One file of an item.

    Args:
        key: its name in the item.
        path: for GDAL.
        fields: what the item says of it.
        bands: one mapping a band, of all extensions that describe bands; at least one.
        was_signed: the address held a signature, which is not kept.
    """

    key: str
    path: str
    fields: Mapping[str, Json]
    bands: tuple[Mapping[str, Json], ...]
    was_signed: bool = False

    @property
    def roles(self) -> frozenset[str]:
        """What the file is for, as the item says."""
        roles = self.fields.get("roles")
        return frozenset(str(role).lower() for role in (roles if isinstance(roles, list) else []))

    @property
    def is_raster(self) -> bool:
        """Whether it is an image by its type, or where there is none by its name."""
        kind = str(self.fields.get("type") or "").lower()
        if kind:
            return kind.startswith(_RASTER_TYPES)
        return urlsplit(str(self.fields["href"])).path.lower().endswith(RASTER_ENDINGS)


@dataclass(frozen=True, eq=False)
class Item:
    """One item.

    Args:
        content: its JSON.
        source: address or file that it was read from.
        folder: of the file, where it has one of its own: what lies beside it is taken first.
    """

    content: Mapping[str, Json]
    source: str
    folder: str = ""
    properties: Mapping[str, Json] = field(init=False)

    def __post_init__(self) -> None:
        properties = self.content.get("properties")
        object.__setattr__(self, "properties", properties if isinstance(properties, dict) else {})

    @property
    def name(self) -> str:
        """Its id."""
        return str(self.content.get("id") or "")

    @property
    def collection(self) -> str:
        """The id of its collection, or an empty text."""
        return str(self.content.get("collection") or "")

    @property
    def address(self) -> str:
        """Where it is: its own link, else its source with its id."""
        link = self.link("self")
        if is_web(link) and not self.folder:
            return link
        return self.source if self.folder else f"{self.source}#{self.name}"

    @property
    def acquired(self) -> str:
        """Time of acquisition in UTC, without zone.

        Raises:
            UserError: if there is none that can be read.
        """
        for name in ("datetime", "start_datetime"):
            text = self.properties.get(name)
            if isinstance(text, str) and text:
                return moment(text)
        raise UserError("it has no time of acquisition (datetime).", "Leave it out.")

    def link(self, relation: str) -> str:
        """Return the address of the first link of a kind, or an empty text."""
        links = self.content.get("links")
        listed = links if isinstance(links, list) else []
        found = (x for x in listed if isinstance(x, dict) and x.get("rel") == relation)
        return str(next(found, {}).get("href") or "")

    def text(self, *names: str) -> str:
        """Return the first of these properties that is there, as text; empty when none is."""
        return next((str(self.properties[n]) for n in names if self.properties.get(n) not in (None, "")), "")

    def number(self, *names: str) -> float | None:
        """Return the first of these properties that is a number."""
        return next((x for x in (number(self.properties.get(n)) for n in names) if x is not None), None)

    def assets(self) -> dict[str, Asset]:
        """Return its files by their keys; those that cannot be reached by any address are not among them."""
        listed = self.content.get("assets")
        found = {}
        for key, fields in (listed if isinstance(listed, dict) else {}).items():
            if isinstance(fields, dict) and isinstance(fields.get("href"), str):
                try:
                    path, was_signed = self._place(fields)
                except ValueError:  # of an address that is none
                    continue
                if path:
                    found[str(key)] = Asset(str(key), path, fields, band_fields(fields), was_signed)
        return found

    def _place(self, fields: Mapping[str, Json]) -> tuple[str, bool]:
        """Return the path for GDAL of an asset, and whether its address was signed."""
        href = str(fields["href"])
        if self.folder:
            beside = Path(self.folder) / unquote(Path(urlsplit(href).path).name)
            if beside.is_file():
                return str(beside), False
        hrefs = [href]
        alternate = fields.get("alternate")
        for other in (alternate if isinstance(alternate, dict) else {}).values():
            if isinstance(other, dict) and isinstance(other.get("href"), str):
                hrefs.append(other["href"])
        if not is_web(href) and "://" in href:
            hrefs.sort(key=lambda h: not is_web(h))  # a bucket asks for an account more often than a web server
        return next((found for found in map(self._resolved, hrefs) if found[0]), ("", False))

    def _resolved(self, href: str) -> tuple[str, bool]:
        scheme = href.split("://", 1)[0].lower() if "://" in href else ""
        if scheme in _BUCKETS:
            return _BUCKETS[scheme] + href.split("://", 1)[1], False
        if scheme == "file":
            return unquote(urlsplit(href).path), False
        if scheme and not is_web(href):
            return "", False
        if not scheme:
            own = self.link("self")
            base = own if is_web(own) and not self.folder else self.source
            if not is_web(base):
                return str((Path(base).resolve().parent / href).resolve()), False
            href = urljoin(base, href)
        return self._for_gdal(href)

    def _for_gdal(self, href: str) -> tuple[str, bool]:
        parts = urlsplit(href)
        was_signed = bool(_SIGNATURE.search(parts.query))
        if was_signed:
            href = parts._replace(query="").geturl()
        is_theirs = _PLANETARY_COMPUTER in " ".join((self.link("self"), self.link("root"), self.source))
        if is_theirs and (parts.hostname or "").endswith(".blob.core.windows.net") and self.collection:
            # GDAL asks their service for a signature whenever it reads
            options = f"pc_url_signing=yes&pc_collection={quote(self.collection)}"
            return f"/vsicurl?{options}&url={quote(href, safe='')}", False
        return f"/vsicurl/{href}", was_signed


def moment(text: str) -> str:
    """Return a time of RFC 3339 in UTC as ISO 8601 without zone.

    Raises:
        UserError: if it is none.
    """
    # before Python 3.11 a `Z` and fractions of other lengths than 3 and 6 cannot be read
    plain = re.sub(r"\.\d+", "", text.strip()).replace("Z", "+00:00").replace("z", "+00:00")
    try:
        time = datetime.fromisoformat(plain)
    except ValueError as error:
        raise UserError(f"its time of acquisition '{text[:40]}' cannot be read.", "Leave it out.") from error
    return (time.astimezone(timezone.utc) if time.tzinfo else time).replace(tzinfo=None).isoformat()


def number(value: Json) -> float | None:
    """Return a finite number, or None for anything else."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
    return float(value) if is_number else None


def band_fields(fields: Mapping[str, Json]) -> tuple[Mapping[str, Json], ...]:
    """Return what is said of each band of an asset: of `bands`, `eo:bands` and `raster:bands` together.

    What STAC 1.1 says once for all bands stands with each.
    """
    lists = [fields.get(name) for name in ("eo:bands", "raster:bands", "bands")]
    kept = [[b if isinstance(b, dict) else {} for b in x] for x in lists if isinstance(x, list)]
    shared = {k: v for k, v in fields.items() if k in _OF_BANDS}
    merged = []
    for i in range(max((len(x) for x in kept), default=1) or 1):
        one: dict[str, Json] = dict(shared)
        for bands in kept:
            if i < len(bands):
                one.update(bands[i])
        merged.append(one)
    return tuple(merged)


_OF_BANDS = ("nodata", "data_type", "unit", "raster:scale", "raster:offset", "eo:common_name", "gsd")


def first(fields: Mapping[str, Json], names: Iterable[str]) -> float | None:
    """Return the first of some fields that is a number."""
    return next((x for x in (number(fields.get(n)) for n in names) if x is not None), None)


def projected_grid(asset: Asset, item: Item) -> Grid | None:
    """Return the pixels of an asset by the projection extension; None where it does not tell all, or contradicts."""
    crs = _crs(asset.fields) or _crs(item.properties)
    shape = _numbers(_told("proj:shape", asset, item), 2)
    transform = _numbers(_told("proj:transform", asset, item), 6)
    box = _numbers(_told("proj:bbox", asset, item), 4)
    if not crs or not shape:
        return None
    rows, columns = int(shape[0]), int(shape[1])
    if rows < 1 or columns < 1:
        return None
    if transform:
        width, rotation_x, x_min, rotation_y, height, y_max = transform
        if rotation_x or rotation_y or width <= 0 or height >= 0:
            return None
        grid = Grid(crs, x_min, y_max, width, -height, columns, rows)
    elif box and box[0] < box[2] and box[1] < box[3]:
        grid = Grid(crs, box[0], box[3], (box[2] - box[0]) / columns, (box[3] - box[1]) / rows, columns, rows)
    else:
        return None
    # what is said of the item may hold of its finest files only
    own = first(asset.bands[0], ("spatial_resolution", "raster:spatial_resolution", "gsd")) or first(
        asset.fields, ("raster:spatial_resolution", "gsd"))
    is_inherited = "proj:shape" not in asset.fields
    in_metres = grid.pixel_width >= 1
    return None if is_inherited and own and in_metres and abs(own / grid.pixel_width - 1) > 0.2 else grid


def _told(name: str, asset: Asset, item: Item) -> Json:
    own = asset.fields.get(name)
    return own if own is not None else item.properties.get(name)


def _crs(fields: Mapping[str, Json]) -> str:
    code, epsg, wkt = fields.get("proj:code"), number(fields.get("proj:epsg")), fields.get("proj:wkt2")
    texts = [code, f"EPSG:{int(epsg)}" if epsg is not None else None, wkt]
    for text in texts:
        if isinstance(text, str) and text:
            try:
                return str(spatial_reference(text).ExportToWkt())
            except UserError:
                continue
    return ""


def _numbers(value: Json, count: int) -> list[float]:
    """Return the first numbers of a list; empty when it has fewer, or others."""
    found = [number(x) for x in value[:count]] if isinstance(value, list) and len(value) >= count else []
    return [x for x in found if x is not None] if None not in found else []
