"""STAC: products described by items, in a folder of their own on the disk or anywhere on the web.

Source: SpatioTemporal Asset Catalog specification, https://stacspec.org.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.raster.io import RasterReader, open_dataset
from landweave.engine.raster.remote import address, is_remote
from landweave.engine.sensors import hls, landsat_c2, stac_kinds
from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.sensors.stac_generic import generic
from landweave.engine.sensors.stac_item import RASTER_ENDINGS, Item
from landweave.engine.sensors.stac_pixels import Pixels
from landweave.engine.sensors.stac_source import Asked, day_of, items_of
from landweave.engine.sensors.stac_web import Web

FORMAT = stac_kinds.FORMAT
TITLE = "cloud-optimised GeoTIFF (with its STAC item)"

_MOST_BYTES = 5_000_000
_ARCHIVE_NAME = re.compile(r"S2[A-D]_\d{1,2}[A-Z]{3}_\d{8}_\d+_L2A$")
_NO_ITEM = "Download the item (the file .json of the same name) into the folder: it tells how the values are scaled."


def recognises(path: str, names: Iterable[str]) -> bool:
    """Tell whether a folder is a product: one STAC item beside its images, or the archive's name and images.

    A folder is none that holds more: other folders, files of other formats, more rasters than the item names.
    """
    names = list(names)
    rasters = {name for name in names if name.lower().endswith(RASTER_ENDINGS)}
    if not rasters:
        return False
    if _ARCHIVE_NAME.match(Path(path).name):
        return True
    files = _item_files(path, names)
    if len(files) != 1 or any(landsat_c2.part_of(name) or hls.part_of(name) for name in names):
        return False
    if any((Path(path) / name).is_dir() for name in names):
        return False
    return 2 * len(rasters & _named(files[0])) > len(rasters)


def find(path: str) -> Product | LeftOut:
    """Describe the product in a folder, or say why it cannot be used."""
    files = _item_files(path, (p.name for p in sorted(Path(path).iterdir())))
    if len(files) != 1:
        what = "its STAC item is missing." if not files else f"it holds {len(files)} STAC items."
        return LeftOut(path, f"is a {TITLE} product that cannot be used: {what} {_NO_ITEM}", damaged=True)
    try:
        content = Web().read(files[0])
        with RasterReader() as reader:
            found = describe(Item(content, files[0], path), Pixels(reader))
    except UserError as error:
        found = LeftOut(path, f"is a {TITLE} product that cannot be used: {error}", damaged=True)
    return LeftOut(path, found.reason, found.damaged) if isinstance(found, LeftOut) else found


def describe(item: Item, pixels: Pixels) -> Product | LeftOut:
    """Make a product of an item, or say why it cannot be used."""
    if stac_kinds.is_hls(item):
        title, make = "HLS", stac_kinds.harmonized
    elif stac_kinds.is_sentinel2(item):
        title, make = "Sentinel-2", stac_kinds.sentinel2
    elif stac_kinds.is_landsat(item):
        title, make = "Landsat", stac_kinds.landsat
    else:
        title, make = item.collection or "STAC", generic
    try:
        return make(item, pixels)
    except UserError as error:
        is_damaged = not isinstance(error, stac_kinds.NotMeantError)
        return LeftOut(item.address, f"is a {title} item ({item.name}) that cannot be used: {error}", is_damaged)


@dataclass
class Read:
    """What a STAC source gave.

    Args:
        products: in the order of the source; those of collections that are not known have no tile yet.
        left_out: items that are not wanted or cannot be used, with the reasons.
        items: number of items seen.
    """

    products: list[Product] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    items: int = 0


def read_source(
    asked: Asked, touches: Callable[[object], bool], check_cancelled: Callable[[], None],
    told: Callable[[int], None] = lambda count: None,
) -> Read:
    """Read a STAC source; files are opened only of items without projection, and one of each server.

    Args:
        asked: what is wanted.
        touches: tells whether the box of an item, in degrees, touches the area of interest.
        check_cancelled: raises to stop.
        told: called with the number of items read so far.

    Raises:
        UserError: if the source cannot be read, finds nothing, or its images cannot be reached.
    """
    read = Read()
    with RasterReader() as reader:
        pixels = Pixels(reader)
        for item in items_of(asked, Web(check_cancelled)):
            check_cancelled()
            read.items += 1
            if read.items % 20 == 0:
                told(read.items)
            found = item if isinstance(item, LeftOut) else _wanted(item, asked, touches) or describe(item, pixels)
            if isinstance(found, LeftOut):
                read.left_out.append(found)
            else:
                read.products.append(found)
    if not read.items:
        raise UserError(f"{asked.source} holds no item{_asked_for(asked)}.",
                        "Check the names of the collections, the dates and EXTENT.")
    _reach(read.products)
    return read


def _wanted(item: Item, asked: Asked, touches: Callable[[object], bool]) -> LeftOut | None:
    """Say why an item is not wanted, before any file of it is opened."""
    try:
        day = day_of(item)
    except UserError as error:
        return LeftOut(item.address, f"is a STAC item that cannot be used: {error}", damaged=True)
    if asked.start and day < asked.start:
        return LeftOut(item.address, f"was acquired on {day}, before START_DATE {asked.start}.")
    if asked.end and day > asked.end:
        return LeftOut(item.address, f"was acquired on {day}, after END_DATE {asked.end}.")
    return None if touches(item.content.get("bbox")) else LeftOut(item.address, "lies outside EXTENT.")


def _reach(products: Iterable[Product]) -> None:
    """Open one file of each server: what asks for a login says so now, not hours later.

    Raises:
        UserError: naming the file that cannot be read.
    """
    servers = set()
    for product in products:
        for path in product.files:
            server = address(path).split("/")[2] if is_remote(path) else ""
            if server and server not in servers:
                servers.add(server)
                open_dataset(path)


def _asked_for(asked: Asked) -> str:
    parts = [f"of {', '.join(asked.collections)}"] if asked.collections else []
    if asked.interval:
        parts.append(f"between {asked.start or '...'} and {asked.end or '...'}")
    if asked.degrees:
        parts.append(f"in EXTENT ({', '.join(f'{d:.3f}' for d in asked.degrees)} degrees)")
    return f" {' '.join(parts)}" if parts else ""


def _item_files(path: str, names: Iterable[str]) -> list[str]:
    """Return the files of a folder that are STAC items."""
    found = []
    for name in names:
        file = Path(path) / name
        if name.lower().endswith((".json", ".geojson")) and _is_item(file):
            found.append(str(file))
    return found


def _named(file: str) -> set[str]:
    """Return the names that an item's files have."""
    return {Path(asset.path).name for asset in Item(Web().read(file), file, str(Path(file).parent)).assets().values()}


def _is_item(file: Path) -> bool:
    try:
        if file.stat().st_size > _MOST_BYTES:
            return False
        text = file.read_text(encoding="utf-8", errors="replace")
        content = json.loads(text) if "stac_version" in text else None
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("type") == "Feature" and isinstance(content.get("assets"), dict)
