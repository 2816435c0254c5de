"""Files, or layers of files, that are one band each: which make up the image of a date?

- Of files whose user gave no pattern, those of one folder are bands if most dates have several of them, on one
  grid, with names that differ by a word. Layers of a stack are always bands, called after the stack's file.
- The band is the word of the names that tells the files of one date apart, and of several such words the one with
  the fewest values; usual names of bands come first. What else the names share is the sensor.
- Masks are files of the same folder whose first or last word ends in `mask`, or stacks of that kind: by date.
- A band that most dates have is needed on each of them: the others are left out. A band that few dates have is left
  out itself. The same holds for a mask.
- Bands may be coarser than the finest by a whole factor.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import same_crs
from landweave.engine.runtime.files import file_digest
from landweave.engine.sensors.product import LeftOut, MaskSource
from landweave.engine.sensors.user_rasters import Image, some

_LONGEST_NAME = 20
_KNOWN = re.compile(r"(sr)?b(and)?\d{1,2}a?|(coastal|blue|green|yellow|red|nir|swir|rededge|pan|tir)\d*|[vh]{2}|\w*v?i")
"""Words that are bands before others: numbers, colours, polarisations, and indices, which end in `i`."""
_QUALITY = frozenset({"scl", "qa", "qa60", "qapixel", "fmask", "aot", "wvp", "tci", "udm", "udm2"})
_NO_IMAGE = "is a mask by its name, but the image of that name is not beside it."


@dataclass(frozen=True)
class _Bands:
    """The bands of a series: one name a file or layer, and what the names share."""

    names: tuple[str, ...]
    sensor: str


def join_bands(images: Iterable[Image]) -> tuple[list[Image], list[LeftOut]]:
    """Make one image of the bands of one date; images that are whole stay as they are.

    Raises:
        UserError: when two files are the same band of the same date.
    """
    groups: dict[tuple[str, ...], list[Image]] = defaultdict(list)
    whole: list[Image] = []
    left: list[LeftOut] = []
    for image in sorted(images, key=lambda i: (i.path, i.bands[0].layer)):
        name = image.name
        if len(image.bands) > 1 and not name.is_mask:
            whole.append(image)
        else:
            groups[(name.tile or name.home, image.layout, name.sensor)].append(image)
    for key in sorted(groups):
        masks = [image for image in groups[key] if image.name.is_mask]
        files, bands = _without_copies([image for image in groups[key] if not image.name.is_mask], left)
        if bands is None or not files:
            whole.extend(files)
            left.extend(LeftOut(path, _NO_IMAGE) for path in dict.fromkeys(mask.path for mask in masks))
        else:
            joined, outliers = _join(files, bands, masks)
            whole.extend(joined)
            left.extend(outliers)
    return whole, left


def is_copy(first: Image, second: Image) -> bool:
    """Tell whether two images hold the same: the same layers of files that are equal byte for byte."""
    mine, theirs = ([(b.path, b.layer) for b in image.bands] for image in (first, second))
    if [layer for _, layer in mine] != [layer for _, layer in theirs]:
        return False
    pairs = {(a, b) for (a, _), (b, _) in zip(mine, theirs) if a != b}
    return all(
        Path(a).stat().st_size == Path(b).stat().st_size and file_digest(a) == file_digest(b) for a, b in pairs
    )


def _without_copies(files: list[Image], left: list[LeftOut]) -> tuple[list[Image], _Bands | None]:
    """Return the files that are bands, and what they are called; None where each is an image of its own.

    Raises:
        UserError: as `join_bands`.
    """
    bands = _bands(files)
    if bands is None:
        return files, None
    files, bands = _without_quality(files, bands, left)
    first: dict[tuple[str, str], Image] = {}
    kept: list[tuple[Image, str]] = []
    for file, name in zip(files, bands.names):
        twin = first.setdefault((file.dated.moment, name.lower()), file)
        if twin is file:
            kept.append((file, name))
        elif is_copy(twin, file):
            left.append(LeftOut(file.path, f"is a copy of {twin.path}: remove one of the two."))
        else:
            raise UserError(f"{twin.path} and {file.path} are both the band {name} of {file.dated.acquired}.",
                            "Remove one of them, or tell them apart by PATTERN or a table of dates.")
    return [file for file, _ in kept], _Bands(tuple(name for _, name in kept), bands.sensor)


def _without_quality(files: list[Image], bands: _Bands, left: list[LeftOut]) -> tuple[list[Image], _Bands]:
    """Take out layers that describe the quality of others, unless the user calls them bands by a pattern."""
    kept: list[tuple[Image, str]] = []
    for file, name in zip(files, bands.names):
        if name.lower() in _QUALITY and not file.name.band:
            reason = f"is a quality layer by its name ('{name}'), no band. To use it, give PATTERN with {{band}}."
            left.append(LeftOut(file.path, reason))
        else:
            kept.append((file, name))
    return [file for file, _ in kept], _Bands(tuple(name for _, name in kept), bands.sensor)


def _bands(files: Sequence[Image]) -> _Bands | None:
    """Name the bands, or return None where the files are no bands."""
    if not files:
        return None
    if files[0].name.band:
        names = tuple(_cleaned(file.name.band) for file in files)
        return _Bands(names, files[0].name.sensor) if all(names) else None
    is_stack = files[0].layout == "stack"
    a_date = Counter(file.dated.moment for file in files)
    if not is_stack and sum(count > 1 for count in a_date.values()) * 2 < len(a_date):
        return None
    words = [file.name.words for file in files]
    if len({tuple(w.lower() for w in each) for each in words}) == 1:
        name = _cleaned("".join(words[0])) or "Band1"
        return _Bands((name,) * len(files), files[0].name.sensor) if is_stack else None
    found = _by_column(files) or _by_middle(words)
    return replace(found, sensor=files[0].name.sensor or found.sensor) if found else None


def _by_column(files: Sequence[Image]) -> _Bands | None:
    """Find the word of the names that tells files of one date apart."""
    words = [file.name.words for file in files]
    if len({len(each) for each in words}) > 1:
        return None
    columns = list(zip(*words))
    telling: list[tuple[bool, int, int]] = []
    for number, column in enumerate(columns):
        different = {word.lower() for word in column}
        pairs = {(file.dated.moment, word.lower()) for file, word in zip(files, column)}
        if len(different) > 1 and len(pairs) == len(files):
            telling.append((not all(map(_KNOWN.fullmatch, different)), len(different), number))
    if not telling:
        return None
    _, _, chosen = min(telling)
    shared = [number for number, column in enumerate(columns) if len(set(column)) == 1]
    before = [words[0][number] for number in shared if number < chosen]
    after = [words[0][number] for number in shared if number > chosen]
    return _Bands(tuple(_cleaned(word) for word in columns[chosen]), "_".join(before or after))


def _by_middle(words: Sequence[tuple[str, ...]]) -> _Bands | None:
    """Take what is left of the names when the words that all begin or end with are gone."""
    shortest = min(len(each) for each in words)
    start = next((i for i in range(shortest) if len({each[i] for each in words}) > 1), shortest)
    ends = next((i for i in range(shortest - start) if len({each[-1 - i] for each in words}) > 1), shortest - start)
    middles = tuple(_cleaned("".join(each[start : len(each) - ends])) for each in words)
    return _Bands(middles, "_".join(words[0][:start])) if all(middles) else None


def _cleaned(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text)[:_LONGEST_NAME]


def _join(files: Sequence[Image], bands: _Bands, masks: Sequence[Image]) -> tuple[list[Image], list[LeftOut]]:
    grid = _finest(files)
    left: list[LeftOut] = []
    dates: dict[str, dict[str, Image]] = defaultdict(dict)
    spelling = {name.lower(): name for name in reversed(bands.names)}
    for file, name in zip(files, bands.names):
        if _factor(file.grid, grid):
            dates[file.dated.moment][name.lower()] = file
        else:
            reason = "does not lie on the same pixels as the other bands: warp it to their grid."
            left.append(LeftOut(file.path, reason, damaged=True))
    dates = _complete(dates, spelling, left)
    veils = _masks(masks, grid, dates, left)
    needed = len(veils) * 2 >= len(dates)
    lost = [moment for moment in sorted(dates) if needed and veils and moment not in veils]
    if lost:
        first = next(iter(dates[lost[0]].values()))
        reason = f"has no mask for {some(lost)}, as the other dates have: left out."
        left.append(LeftOut(first.path, reason, damaged=True))
    joined = [_joined(parts, spelling, veils.get(moment, ()), grid, bands.sensor)
              for moment, parts in sorted(dates.items()) if moment not in lost]
    return joined, left


def _finest(files: Sequence[Image]) -> Grid:
    """Return the finest pixels that are those of a good part of the files."""
    alike: list[list[Grid]] = []
    for file in files:
        home = next((grids for grids in alike if _factor(file.grid, grids[0]) == 1), None)
        if home is None:
            alike.append([file.grid])
        else:
            home.append(file.grid)
    most = max(len(grids) for grids in alike)
    return min((g for g in alike if len(g) * 4 >= most), key=lambda grids: grids[0].pixel_width)[0]


def _factor(own: Grid, grid: Grid) -> int:
    """Return the side of a file's pixels in pixels of the grid; 0 where they do not lie on each other."""
    ratio = own.pixel_width / grid.pixel_width
    factor = max(1, round(ratio))
    size = (own.columns * factor - grid.columns, own.rows * factor - grid.rows)
    shift = max(abs(own.x_min - grid.x_min) / grid.pixel_width, abs(own.y_max - grid.y_max) / grid.pixel_height)
    tall = own.pixel_height / grid.pixel_height
    lies = all(0 <= s < factor for s in size) and shift < 0.01 and max(abs(ratio - factor), abs(tall - factor)) < 0.01
    return factor if lies and same_crs(own.crs, grid.crs) else 0


def _complete(
    dates: Mapping[str, dict[str, Image]], spelling: Mapping[str, str], left: list[LeftOut]
) -> dict[str, dict[str, Image]]:
    """Keep the bands that most dates have, and the dates that have all of those."""
    counts = Counter(name for parts in dates.values() for name in parts)
    usual = {name for name, count in counts.items() if count * 2 >= len(dates)}
    for name in sorted(set(counts) - usual):
        first = next(parts[name] for _, parts in sorted(dates.items()) if name in parts)
        few = f"{counts[name]} of {len(dates)} dates"
        reason = f"is of the band {spelling[name]}, which only {few} have: the band is left out."
        left.append(LeftOut(first.path, reason))
    kept: dict[str, dict[str, Image]] = {}
    lacking: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for moment, parts in sorted(dates.items()):
        missing = tuple(sorted(usual - set(parts)))
        if missing:
            lacking[missing].append(moment)
        elif usual:
            kept[moment] = {name: parts[name] for name in sorted(usual)}
    for missing, moments in sorted(lacking.items()):
        first = next(iter(dates[moments[0]].values()))
        absent = ", ".join(spelling[name] for name in missing)
        reason = f"is of {some(moments)} without the band {absent} that other dates have: left out."
        left.append(LeftOut(first.path, reason, damaged=first.layout != "stack"))
    return kept


def _masks(
    masks: Sequence[Image], grid: Grid, dates: dict[str, dict[str, Image]], left: list[LeftOut]
) -> dict[str, tuple[MaskSource, ...]]:
    """Return the masks of each date, and take out of `dates` those whose mask cannot be used.

    A mask without a time holds for all images of its day.
    """
    by_day: dict[str, list[str]] = defaultdict(list)
    for moment in dates:
        by_day[moment[:10]].append(moment)
    found: dict[str, tuple[MaskSource, ...]] = defaultdict(tuple)
    unfit: dict[str, list[str]] = defaultdict(list)
    for mask in masks:
        moment, factor = mask.dated.moment, _factor(mask.grid, grid)
        for of in [moment] if moment in dates else by_day[moment[:10]]:
            if factor:
                found[of] += (MaskSource(mask.path, layer=mask.bands[0].layer, factor=factor),)
            else:
                unfit[mask.path].append(of)
    for path, moments in sorted(unfit.items()):
        reason = f"is a mask that does not lie on the pixels of its images: warp it. {some(moments)} left out."
        left.append(LeftOut(path, reason, damaged=True))
        for moment in moments:
            dates.pop(moment, None)
            found.pop(moment, None)
    return dict(found)


def _joined(
    parts: Mapping[str, Image], spelling: Mapping[str, str], veils: tuple[MaskSource, ...], grid: Grid, sensor: str
) -> Image:
    images = list(parts.values())
    first = images[0]
    sources = tuple(
        replace(image.bands[0], name=spelling[name], factor=_factor(image.grid, grid)) for name, image in parts.items()
    )
    masks = tuple(dict.fromkeys(
        replace(mask, factor=_factor(image.grid, grid)) for image in images for mask in image.masks
    ))
    stamp = re.sub(r"[-:]", "", first.dated.acquired)
    part = f"_{first.dated.part}" if first.dated.part else ""
    identifier = f"{sensor or Path(first.name.home).name}_{stamp}{part}"
    name = replace(first.name, sensor=sensor)
    return Image(first.path, first.dated, grid, sources, (*masks, *veils), name, first.layout or "bands", identifier)
