"""The user's own images, one file at a time: is it a dated, whole, georeferenced image, and what is in it?

What the images of one folder or of several make together is decided in `user_series.py`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import FILE_MASK, RasterInfo, RasterReader, open_dataset
from landweave.engine.raster.warp import same_crs
from landweave.engine.sensors.integrity import damage
from landweave.engine.sensors.product import BandSource, LeftOut, MaskSource
from landweave.engine.sensors.user_dates import Dated, dates_in_name

EXTENSIONS = frozenset({".tif", ".tiff", ".jp2", ".img", ".vrt", ".bsq", ".bil", ".bip", ".ers", ".kea", ".pix"})
MASK_ENDING = "_mask"

_LONGEST_BAND_NAME = 20
_PREVIEW_PX = 256
_MOSTLY = 0.99
_NOT_IMAGES = frozenset({"reference", "label", "labels", "truth", "groundtruth", "dem", "dtm", "dsm", "mnt",
                         "classification", "landcover", "lulc"})
_ONE_A_DATE = "Landweave wants one multi-band file a date"
_NAME_IT = "put the date into its name (YYYYMMDD) or name it in a table of dates"


@dataclass(frozen=True)
class UserOptions:
    """How user rasters are read.

    Args:
        dates: from the table of dates, by resolved path.
        scale: factor that makes reflectance x 10000; 0: 1 for integers, 10000 for floats and scaled integers.
    """

    dates: Mapping[str, Dated]
    scale: float = 0.0


@dataclass(frozen=True)
class Image:
    """One dated image, before it is known to which series it belongs."""

    path: str
    dated: Dated
    grid: Grid
    bands: tuple[BandSource, ...]
    masks: tuple[MaskSource, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its bands."""
        return tuple(b.name for b in self.bands)


def is_mask_of(path: str, names: frozenset[str]) -> bool:
    """Tell whether a file is the mask of an image in the same folder (`<stem>_mask.<ext>`)."""
    stem = Path(path).stem
    if not stem.lower().endswith(MASK_ENDING):
        return False
    image = stem[: -len(MASK_ENDING)]
    return any(Path(n).stem == image and Path(n).suffix.lower() in EXTENSIONS for n in names)


def examine(path: str, options: UserOptions, reader: RasterReader) -> Image | LeftOut:
    """Describe one image, or say why it is none."""
    try:
        dated = _dated(path, options)
        problem = damage(path)
        if problem:
            return LeftOut(path, f"{problem}.", damaged=True)
        info = reader.info(path)
        _check_image(path, info)
        veils = tuple(layer for layer in info.alphas if _is_veil(path, layer, info, reader))
        masks = (*_masks(path, dated, info.grid, reader), *_own_masks(path, info, veils))
        return Image(path, dated, info.grid, _bands(path, info, options.scale, veils), masks)
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


def _dated(path: str, options: UserOptions) -> Dated:
    listed = options.dates.get(str(Path(path).resolve()))
    if listed:
        return listed
    stem = Path(path).stem
    found = dates_in_name(stem)
    if len(found) > 1:
        days = " and ".join(d.acquired[:10] for d in found[:2])
        raise UserError(f"has several dates in its name ({days}).", "Name it in a table of dates.")
    if not found:
        raise UserError(f"has no date in its name{_what_it_may_be(path)}.", f"If it is an image, {_NAME_IT}.")
    words = re.split(r"[^a-z]+", stem.lower())
    telling = sorted(_NOT_IMAGES.intersection(words)) or (["ref"] if words[0] == "ref" else [])
    if telling:
        hint = "If it is one, rename it or name it in a table of dates."
        raise UserError(f"is no image of a series by its name ('{telling[0]}').", hint)
    return found[0]


def _what_it_may_be(path: str) -> str:
    """Return a few words about a raster without a date, for the sentence that leaves it out."""
    try:
        dataset = open_dataset(path)
    except UserError:
        return " and cannot be opened"
    texts = [dataset.GetRasterBand(i + 1).GetDescription() or "" for i in range(min(2, dataset.RasterCount))]
    if len(texts) == 2 and all(dates_in_name(text) for text in texts):
        return f": its {dataset.RasterCount} bands are dates (from {texts[0]}), but {_ONE_A_DATE}"
    return ": it is taken for a static layer, a map or reference data" if dataset.RasterCount == 1 else ""


def _check_image(path: str, info: RasterInfo) -> None:
    if not info.grid.crs:
        raise UserError("has no coordinate reference system.", "Assign one: Raster > Projections > Assign Projection.")
    if info.layers == 1:
        dataset = open_dataset(path)  # kept: a band does not outlive it
        band = dataset.GetRasterBand(1)
        if band.GetColorTable() or band.GetCategoryNames():
            raise UserError("is a map of classes (it has a colour table), not an image.", "Keep it out of the folder.")


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


def _bands(path: str, info: RasterInfo, scale: float, veils: tuple[int, ...]) -> tuple[BandSource, ...]:
    sources = []
    layers = [i for i in range(info.layers) if i + 1 not in veils]
    for i, name in zip(layers, band_names(tuple(info.descriptions[i] for i in layers))):
        declared = info.nodatas[i]
        nodata = declared if declared is not None and math.isfinite(declared) else None
        own, offset = info.scales[i], info.offsets[i]
        is_physical = info.dtype.startswith("float") or (own, offset) != (1.0, 0.0)
        factor = scale or (10000.0 if is_physical else 1.0)
        sources.append(BandSource(name, path, i + 1, 1, own * factor, offset * factor, nodata))
    return tuple(sources)


def _masks(path: str, dated: Dated, grid: Grid, reader: RasterReader) -> tuple[MaskSource, ...]:
    mask = dated.mask or _mask_beside(path)
    if not mask:
        return ()
    problem = damage(mask) if Path(mask).exists() else "does not exist"
    if problem:
        raise UserError(f"has a mask that cannot be used: {mask} {problem}.")
    own = reader.grid(mask)
    if not same_place(own, grid) or not same_crs(own.crs, grid.crs):
        raise UserError(f"does not lie on the same pixels as its mask {mask}.", "Warp the mask to the image's grid.")
    return (MaskSource(mask),)


def _mask_beside(path: str) -> str:
    folder, wanted = Path(path).parent, f"{Path(path).stem}{MASK_ENDING}"
    for candidate in sorted(folder.glob(f"{_literal(wanted)}.*")):
        if candidate.suffix.lower() in EXTENSIONS:
            return str(candidate)
    return ""


def _literal(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)


def same_place(first: Grid, second: Grid) -> bool:
    """Tell whether two grids of one CRS are the same pixels, edge for edge."""
    shift_x = abs(first.x_min - second.x_min) / first.pixel_width
    shift_y = abs(first.y_max - second.y_max) / first.pixel_height
    same_size = (first.columns, first.rows) == (second.columns, second.rows)
    return same_size and first.same_pixels(second) and max(shift_x, shift_y) < 0.01
