"""The user's images together: which belong to one series, what the sensor and the tile are called.

- Images of one folder (or of one `{tile}` and `{sensor}` of the user's pattern) must agree in bands, CRS and pixel
  grid; those that differ from the most are left out.
- Folders with the same bands and pixel size are one sensor. Its key is what their file names have in
  common before the date (`MOD13Q1_20140101.tif`: `MOD13Q1`), letters and digits only; where nothing
  usable remains, or the key belongs to a satellite that Landweave reads itself, it is `USER`.
- A tile is a pixel grid, named after the folder; folders on the same grid (one a year, or one a sensor) are
  one tile, named after the folder above them. Equal names of different grids are numbered.
- Two images of one series with the same date and no different times are an error: only the user can tell
  which to take. Copies of one file are not.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from landweave.engine.errors import UserError
from landweave.engine.raster.warp import crs_name, same_crs
from landweave.engine.sensors import USER_FORMAT
from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.sensors.user_bands import is_copy
from landweave.engine.sensors.user_dates import Dated
from landweave.engine.sensors.user_rasters import Image, same_place

_T = TypeVar("_T")

DEFAULT_SENSOR = "USER"
_RESERVED = frozenset({"S1", "S1ASC", "S1DES", "S2", "S2L3A", "L5", "L7", "L8", "L9", "HLSL", "HLSS"})
_LONGEST_KEY = 16


def assemble(images: Iterable[Image]) -> tuple[list[Product], list[LeftOut]]:
    """Make products of images.

    Raises:
        UserError: when two images of a series have the same date.
    """
    by_folder: dict[tuple[str, ...], list[Image]] = defaultdict(list)
    for image in sorted(images, key=lambda i: (i.path, i.dated.moment)):
        by_folder[(image.name.tile or image.name.home, image.layout, image.name.sensor)].append(image)
    left: list[LeftOut] = []
    series: list[list[Image]] = []
    for folder in sorted(by_folder):
        kept, outliers = _agreeing(by_folder[folder])
        series.append(kept)
        left.extend(outliers)
    keys, tiles = _sensor_keys(series), _tile_names(series)
    products: list[Product] = []
    for members in _grouped(range(len(series)), lambda a, b: (keys[a], tiles[a]) == (keys[b], tiles[b])):
        kept, copies = _one_a_moment([image for number in members for image in series[number]])
        left.extend(copies)
        products.extend(_product(image, keys[members[0]], tiles[members[0]]) for image in kept)
    return products, left


def sensor_key(images: Sequence[Image]) -> str:
    """Return the sensor that the names tell, else what they have in common before the date, else `USER`."""
    told = [image.name.sensor for image in images if image.name.sensor]
    if told or images[0].layout:
        return _usable_key(_common_start(told) if len(told) == len(images) else "")
    stems = [(Path(i.path).stem, i.dated.start) for i in images]
    texts = [stem[:start] if start >= 0 else stem for stem, start in stems]
    common = _common_start(texts)
    if len(set(texts)) > 1 or any(start < 0 for _, start in stems):
        common = common[: max(common.rfind(s) for s in "_-. ") + 1]
    return _usable_key(common)


def _usable_key(common: str) -> str:
    key = ""
    for word in re.findall(r"[A-Za-z0-9]+", common):
        if len(key + word) <= _LONGEST_KEY:
            key += word
    return key if key[:1].isalpha() and len(key) > 1 and key.upper() not in _RESERVED else DEFAULT_SENSOR


def _common_start(texts: Sequence[str]) -> str:
    first, last = min(texts), max(texts)
    return next((first[:i] for i, (a, b) in enumerate(zip(first, last)) if a != b), first)


def _agreeing(images: list[Image]) -> tuple[list[Image], list[LeftOut]]:
    """Split the images of a folder into the largest set that agrees, and the others with their reasons."""
    groups = _grouped(images, _same_series)
    kept = max(groups, key=len)  # the first of equals
    others = [image for group in groups if group is not kept for image in group]
    return kept, [LeftOut(i.path, _difference(i, kept[0], len(kept))) for i in others]


def _difference(image: Image, usual: Image, count: int) -> str:
    most = f"the {count} other images of its folder" if count > 1 else Path(usual.path).name
    if len(image.bands) != len(usual.bands):
        return f"has {len(image.bands)} bands, but {most} {len(usual.bands)}: put each series into a folder of its own."
    if image.names != usual.names:
        mine, theirs = " ".join(image.names[:4]), " ".join(usual.names[:4])
        return f"has other bands ({mine}) than {most} ({theirs}): put each series into a folder of its own."
    if not same_crs(image.grid.crs, usual.grid.crs):
        mine, theirs = crs_name(image.grid.crs), crs_name(usual.grid.crs)
        return f"is in {mine}, but {most} in {theirs}: warp it, or put each series into a folder of its own."
    return f"does not lie on the same pixels as {most}: warp it to their grid, or move it to a folder of its own."


def _same_series(first: Image, second: Image) -> bool:
    return first.names == second.names and _same_place(first, second)


def _same_place(first: Image, second: Image) -> bool:
    return same_place(first.grid, second.grid) and same_crs(first.grid.crs, second.grid.crs)


def _same_sensor(first: Image, second: Image) -> bool:
    return first.names == second.names and abs(first.grid.pixel_width / second.grid.pixel_width - 1) < 0.01


def _sensor_keys(series: Sequence[list[Image]]) -> list[str]:
    """Return the sensor key of each folder's images; what has the same bands and pixel size is one sensor."""
    keys = [""] * len(series)
    used: set[str] = set()
    for members in _grouped(range(len(series)), lambda a, b: _same_sensor(series[a][0], series[b][0])):
        key = _unused(sensor_key([image for number in members for image in series[number]]), "", used)
        for number in members:
            keys[number] = key
    return keys


def _tile_names(series: Sequence[list[Image]]) -> list[str]:
    """Return the tile of each folder's images; what lies on the same pixels is one tile, unless a pattern tells it."""
    names = [""] * len(series)
    used: set[str] = set()

    def alike(a: int, b: int) -> bool:
        first, second = series[a][0], series[b][0]
        return first.name.tile == second.name.tile and _same_place(first, second)

    for members in _grouped(range(len(series)), alike):
        first = [series[number][0].name for number in members]
        told = next((re.sub(r"[^\w-]+", "_", name.tile) for name in first if name.tile), "")
        folder = os.path.commonpath([name.home for name in first])
        name = told or _unused(re.sub(r"[^\w-]+", "_", Path(folder).name) or "tile", "_", used)
        for number in members:
            names[number] = name
    return names


def _grouped(items: Iterable[_T], alike: Callable[[_T, _T], bool]) -> list[list[_T]]:
    """Group items that are alike, in order of appearance."""
    groups: list[list[_T]] = []
    for item in items:
        home = next((group for group in groups if alike(group[0], item)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    return groups


def _unused(text: str, separator: str, used: set[str]) -> str:
    """Return the text, numbered where it is taken, and remember it."""
    candidate, number = text, 2
    while candidate in used:
        candidate, number = f"{text}{separator}{number}", number + 1
    used.add(candidate)
    return candidate


def _one_a_moment(images: Sequence[Image]) -> tuple[list[Image], list[LeftOut]]:
    """Keep one of identical copies; refuse different images of one date that have no different times.

    Raises:
        UserError: naming both files and the date.
    """
    kept: dict[str, list[Image]] = defaultdict(list)
    copies: list[LeftOut] = []
    for image in images:
        day = kept[image.dated.acquired[:10]]
        twin = next((other for other in day if is_copy(other, image)), None)
        if twin:
            copies.append(LeftOut(image.path, f"is a copy of {twin.path}: remove one of the two."))
            continue
        rival = next((other for other in day if not _told_apart(other.dated, image.dated)), None)
        if rival:
            raise UserError(
                f"{rival.path} and {image.path} have the same date, {image.dated.acquired}.",
                "Remove one of them, or correct its date (in its name, or by a table of dates with a column 'time').")
        day.append(image)
    return [image for day in kept.values() for image in day], copies


def _told_apart(first: Dated, second: Dated) -> bool:
    """Tell whether two images of one date are meant to be two: by their times, or as layers of one stack."""
    different = "T" in first.acquired and "T" in second.acquired and first.acquired != second.acquired
    return different or first.part != second.part


def _product(image: Image, sensor: str, tile: str) -> Product:
    return Product(
        identifier=image.identifier or Path(image.path).stem,
        format=USER_FORMAT,
        sensor=sensor,
        tile=tile,
        acquired=image.dated.acquired,
        path=image.path,
        grid=image.grid,
        bands=image.bands,
        masks=image.masks,
        note=image.dated.note,
        part=image.dated.part,
    )
