"""The user's own images, one file at a time: is it a dated, whole, georeferenced image, and what is in it?

A file is an image of one date, or a stack: one band with a date for each layer. Which files make up an image
together is decided in `user_bands.py`, which images a series in `user_series.py`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import FILE_MASK, RasterInfo, RasterReader, open_dataset
from landweave.engine.raster.warp import same_crs
from landweave.engine.sensors.integrity import damage
from landweave.engine.sensors.product import BandSource, LeftOut, MaskSource
from landweave.engine.sensors.user_dates import Dated, date_of_text, without_date
from landweave.engine.sensors.user_layers import dates_of_layers
from landweave.engine.sensors.user_names import Name, UserOptions, check_is_image, mask_beside, name_of, split_words

_LONGEST_BAND_NAME = 20
_PREVIEW_PX = 256
_MOSTLY = 0.99
_SOME = 3
_REMEMBERED_BYTES = 32 << 20
_SLOW = ("all dates of a pixel are stored together in its file, which is slow to read: "
         "gdal_translate -co TILED=YES -co INTERLEAVE=BAND makes a fast one")
_TAGS = (("IMAGERY", "ACQUISITIONDATETIME"), ("", "ACQUISITION_DATETIME"), ("", "ACQUISITION_DATE"),
         ("", "ACQUISITION"), ("", "DATE_ACQUIRED"), ("", "SENSING_TIME"))
_TIFF_TAG = "TIFFTAG_DATETIME"
_NAME_IT = "put the date into its name (YYYYMMDD) or name it in a table of dates"
_AS_STATIC = "if it is a layer without date (relief, soil, climate), name it in STATIC_LAYERS"


@dataclass(frozen=True)
class Image:
    """One dated image, or one band of it, before it is known to which series it belongs.

    Args:
        path: the file, or one of them.
        dated: when it was taken.
        grid: its finest pixels.
        bands, masks: as in a product.
        name: what its name says.
        layout: how its series is made: empty, one file a date; `bands`, one file a band; `stack`, a layer a date.
        identifier: name of the product; empty: that of the file.
    """

    path: str
    dated: Dated
    grid: Grid
    bands: tuple[BandSource, ...]
    masks: tuple[MaskSource, ...]
    name: Name
    layout: str = ""
    identifier: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its bands."""
        return tuple(b.name for b in self.bands)


@dataclass(frozen=True)
class Stack:
    """A file with a date for each layer, as images of one band each, and the dates that cannot be used."""

    images: tuple[Image, ...]
    left: tuple[LeftOut, ...] = ()


def examine(path: str, options: UserOptions, reader: RasterReader) -> Image | Stack | LeftOut:
    """Describe one file, or say why it is no image."""
    try:
        name = name_of(path, options)
        if len(name.dates) == 1:
            check_is_image(path, name)
        problem = damage(path)
        if problem and not (name.dates or name.is_stated):
            return LeftOut(path, f"has no date in its name and cannot be opened. If it is an image, {_NAME_IT}.")
        if problem:
            return LeftOut(path, f"{problem}.", damaged=True)
        info = reader.info(path)
        dates = dates_of_layers(path, info, options.table, name)
        if dates:
            check_is_image(path, name)
            return _stack(path, info, dates, name, options, reader)
        return _image(path, info, name, options, reader)
    except UserError as error:
        return LeftOut(path, str(error).removeprefix(f"{path} "))


def band_names(descriptions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the descriptions as letters and digits where all are usable and different, else Band1, Band2, ...

    Not B1, B2, ...: those would pass for the bands of Sentinel-2, and indices be made of the wrong ones.
    """
    cleaned = tuple(re.sub(r"[^A-Za-z0-9]", "", text) for text in descriptions)
    usable = all(0 < len(name) <= _LONGEST_BAND_NAME for name in cleaned)
    if usable and len({name.lower() for name in cleaned}) == len(cleaned):
        return cleaned
    return tuple(f"Band{i}" for i in range(1, len(descriptions) + 1))


def some(dates: Sequence[str]) -> str:
    """Return how many dates there are, and the first of them."""
    days = [acquired[:10] for acquired in dates]
    if len(days) == 1:
        return days[0]
    return f"{len(days)} dates ({', '.join(days[:_SOME])}{', ...' if len(days) > _SOME else ''})"


def same_place(first: Grid, second: Grid) -> bool:
    """Tell whether two grids of one CRS are the same pixels, edge for edge."""
    shift_x = abs(first.x_min - second.x_min) / first.pixel_width
    shift_y = abs(first.y_max - second.y_max) / first.pixel_height
    same_size = (first.columns, first.rows) == (second.columns, second.rows)
    return same_size and first.same_pixels(second) and max(shift_x, shift_y) < 0.01


def _image(path: str, info: RasterInfo, name: Name, options: UserOptions, reader: RasterReader) -> Image:
    dated = _one_date(path, name, info, options)
    _check_has_crs(info)
    if not name.is_mask:
        _check_is_no_map(path, info)
    if name.band and info.layers > 1:
        hint = "Take {band} out of PATTERN, or describe the layers by dates."
        raise UserError(f"has {info.layers} bands, but by PATTERN it is one.", hint)
    veils = tuple(layer for layer in info.alphas if _is_veil(path, layer, info, reader))
    masks = (*_masks(path, dated.mask, info.grid, reader), *_own_masks(path, info, veils))
    return Image(path, dated, info.grid, _bands(path, info, options, veils), masks, name)


def _stack(
    path: str, info: RasterInfo, dates: dict[int, Dated], name: Name, options: UserOptions, reader: RasterReader
) -> Stack:
    _check_has_crs(info)
    beside = mask_beside(path)
    named = {layer: dated.mask or beside for layer, dated in dates.items()}
    given = sorted({*named.values()} - {""})
    masks = {mask: _layers_of_mask(path, mask, info, dates, options, reader) for mask in given}
    bands, own = _bands(path, info, options, ()), _own_masks(path, info, ())
    lacking = [dates[layer].moment for layer, mask in named.items() if mask and layer not in masks[mask]]
    images = []
    slow = _SLOW if _is_slow(path, info) else ""
    for layer, dated in dates.items():
        veil = masks[named[layer]].get(layer) if named[layer] else None
        if veil or not named[layer]:
            said = () if name.band else split_words(without_date(info.descriptions[layer - 1]))
            described = replace(name, words=(*name.words, *said))
            veils = (*((veil,) if veil else ()), *own)
            said_of_it = replace(dated, note=dated.note or slow)
            images.append(Image(path, said_of_it, info.grid, (bands[layer - 1],), veils, described, "stack"))
    left = (LeftOut(path, f"has no layer in its mask for {some(lacking)}: left out."),) if lacking else ()
    return Stack(tuple(images), left)


def _is_slow(path: str, info: RasterInfo) -> bool:
    """Tell whether a layer cannot be read without all others, and a row of blocks is more than GDAL remembers."""
    interleave = open_dataset(path).GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE")
    row_of_blocks = info.grid.columns * info.block_shape[0] * info.layers * np.dtype(info.dtype).itemsize
    return bool(interleave == "PIXEL" and row_of_blocks > _REMEMBERED_BYTES)


def _layers_of_mask(
    path: str, mask: str, info: RasterInfo, dates: dict[int, Dated], options: UserOptions, reader: RasterReader
) -> dict[int, MaskSource]:
    """Return the mask of each layer of a stack: by date where the mask has dates, else by number.

    Raises:
        UserError: if the mask cannot be used.
    """
    _check_mask(mask, info.grid, reader)
    about = reader.info(mask)
    if about.layers == 1:
        return dict.fromkeys(dates, MaskSource(mask))
    its = dates_of_layers(mask, about, options.table, Name((), (), str(Path(path).parent)))
    if its:
        by_moment = {dated.moment: layer for layer, dated in its.items()}
        return {layer: MaskSource(mask, layer=by_moment[d.moment]) for layer, d in dates.items()
                if d.moment in by_moment}
    if about.layers != info.layers:
        raise UserError(f"has {info.layers} layers, but its mask {mask} {about.layers}, and no dates.",
                        "Describe the mask's layers by their dates.")
    return {layer: MaskSource(mask, layer=layer) for layer in dates}


def _one_date(path: str, name: Name, info: RasterInfo, options: UserOptions) -> Dated:
    if len(name.dates) == 1:
        return name.dates[0]
    if len(name.dates) > 1:
        days = " and ".join(d.acquired[:10] for d in name.dates[:2])
        raise UserError(f"has several dates in its name ({days}).", "Name it in a table of dates.")
    dated = _date_in_tags(path, info)
    if dated:
        check_is_image(path, name)
        return dated
    what = ": it is taken for a static layer, a map or reference data" if info.layers == 1 else ""
    rows = len(options.table.timeline)
    if rows and info.layers > 1:
        what = f", and {info.layers} layers, but the table of dates has {rows} rows"
    raise UserError(f"has no date in its name{what}.", f"If it is an image, {_NAME_IT}; {_AS_STATIC}.")


def _date_in_tags(path: str, info: RasterInfo) -> Dated | None:
    """Return the date that a file's own metadata tell, where its name tells none."""
    dataset = open_dataset(path)
    for domain, tag in _TAGS:
        acquired = date_of_text(dataset.GetMetadataItem(tag, domain) or "")
        if acquired:
            return Dated(acquired)
    written = re.sub(r"^(\d{4}):(\d{2}):(\d{2})", r"\1-\2-\3", dataset.GetMetadataItem(_TIFF_TAG) or "")
    if date_of_text(written) and info.layers > 1:
        note = f"its date comes from {_TIFF_TAG}, which may tell when it was processed"
        return Dated(date_of_text(written), note=note)
    return None


def _check_has_crs(info: RasterInfo) -> None:
    if not info.grid.crs:
        raise UserError("has no coordinate reference system.", "Assign one: Raster > Projections > Assign Projection.")


def _check_is_no_map(path: str, info: RasterInfo) -> None:
    if info.layers == 1 and is_map(open_dataset(path)):
        raise UserError("is a map of classes (it has a colour table), not an image.", "Keep it out of the folder.")


def is_map(dataset: Any) -> bool:
    """Tell whether the values of a raster are classes: it has colours or names for them."""
    band = dataset.GetRasterBand(1)
    return bool(band.GetColorTable() or band.GetCategoryNames())


def _is_veil(path: str, layer: int, info: RasterInfo, reader: RasterReader) -> bool:
    """Tell whether a band marked as alpha holds transparency: the fourth of four 8-bit bands is marked unasked.

    It does where nearly all values are the two ends of the type; a band of reflectances has those between.
    """
    if info.layers == 1 or info.dtype not in ("uint8", "uint16"):
        return False
    if info.descriptions[layer - 1].lower() not in ("", "alpha"):
        return False
    values = reader.overview(path, layer, _PREVIEW_PX)
    opaque = np.iinfo(info.dtype).max
    return bool(((values == 0) | (values == opaque)).mean() >= _MOSTLY)


def _own_masks(path: str, info: RasterInfo, veils: tuple[int, ...]) -> tuple[MaskSource, ...]:
    """Return the masks that an image holds in itself: 0 means that there is nothing."""
    layers = (*veils, *((FILE_MASK,) if info.has_mask else ()))
    return tuple(MaskSource(path, "values", (0,), layer) for layer in layers)


def _bands(path: str, info: RasterInfo, options: UserOptions, veils: tuple[int, ...]) -> tuple[BandSource, ...]:
    sources = []
    layers = [i for i in range(info.layers) if i + 1 not in veils]
    for i, name in zip(layers, band_names(tuple(info.descriptions[i] for i in layers))):
        declared = info.nodatas[i] if info.nodatas[i] is not None else options.nodata
        nodata = declared if declared is not None and math.isfinite(declared) else None
        own, offset = info.scales[i], info.offsets[i]
        is_physical = info.dtype.startswith("float") or (own, offset) != (1.0, 0.0)
        factor = options.scale or (10000.0 if is_physical else 1.0)
        sources.append(BandSource(name, path, i + 1, 1, own * factor, offset * factor, nodata))
    return tuple(sources)


def _masks(path: str, listed: str, grid: Grid, reader: RasterReader) -> tuple[MaskSource, ...]:
    mask = listed or mask_beside(path)
    if not mask:
        return ()
    _check_mask(mask, grid, reader)
    return (MaskSource(mask),)


def _check_mask(mask: str, grid: Grid, reader: RasterReader) -> None:
    problem = damage(mask) if Path(mask).exists() else "does not exist"
    if problem:
        raise UserError(f"has a mask that cannot be used: {mask} {problem}.")
    own = reader.grid(mask)
    if not same_place(own, grid) or not same_crs(own.crs, grid.crs):
        raise UserError(f"does not lie on the same pixels as its mask {mask}.", "Warp the mask to the image's grid.")
