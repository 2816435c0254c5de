"""Layers without date that the user names: relief, soil, climate."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.raster.io import RasterInfo, RasterReader, open_dataset
from landweave.engine.sensors.integrity import damage
from landweave.engine.sensors.product import LeftOut, StaticLayer
from landweave.engine.sensors.user_names import EXTENSIONS
from landweave.engine.sensors.user_rasters import is_map

_PREVIEW_PX = 512
_LONGEST_NAME = 24
_CLASSES = frozenset({"class", "classes", "classification", "landcover", "lulc", "soil", "soils", "geology", "type",
                      "types", "category", "categories", "zone", "zones", "region", "regions"})


def static_files(given: Sequence[str]) -> tuple[str, ...]:
    """Return the rasters that the parameter STATIC_LAYERS names: files, and those below folders, in order of names.

    Raises:
        UserError: naming what does not exist, or a folder without a raster.
    """
    found: list[str] = []
    for place in given:
        path = Path(place)
        if path.is_dir():
            below = sorted(str(p) for p in path.rglob("*") if p.suffix.lower() in EXTENSIONS and p.is_file())
            if not below:
                raise UserError(f"STATIC_LAYERS names the folder {place}, which holds no raster.", "Choose another.")
            found.extend(below)
        elif path.exists() or place.startswith("/vsi"):
            found.append(place)
        else:
            raise UserError(f"STATIC_LAYERS names {place}, which does not exist.", "Correct the path.")
    return tuple(dict.fromkeys(found))


def read_static(files: Iterable[str], reader: RasterReader) -> tuple[tuple[StaticLayer, ...], list[LeftOut]]:
    """Describe every band of rasters without date.

    Values are those of the file, with its own scale and offset. A raster of whole numbers is one of classes if it has
    colours or names for its values, or is called soil, class, ...

    Returns:
        The layers, ordered by name, and what cannot be used.
    """
    layers: list[StaticLayer] = []
    left: list[LeftOut] = []
    used: set[str] = set()
    for path in files:
        try:
            problem = damage(path)
            if problem:
                raise UserError(f"{problem}.")
            info = reader.info(path)
            if not info.grid.crs:
                hint = "Assign one: Raster > Projections > Assign Projection."
                raise UserError("has no coordinate reference system.", hint)
            layers.extend(_layers(path, info, reader, used))
        except UserError as error:
            left.append(LeftOut(path, str(error).removeprefix(f"{path} "), damaged=True))
    return tuple(sorted(layers, key=lambda layer: layer.name.lower())), left


def _layers(path: str, info: RasterInfo, reader: RasterReader, used: set[str]) -> list[StaticLayer]:
    made = []
    for number in range(1, info.layers + 1):
        nodata = info.nodatas[number - 1]
        nodata = nodata if nodata is not None and math.isfinite(nodata) else None
        own, offset = info.scales[number - 1], info.offsets[number - 1]
        if not _holds_values(path, number, nodata, reader):
            raise UserError("holds no value: every pixel is no data.", "Choose another file.")
        is_whole = not info.dtype.startswith("float") and (own, offset) == (1.0, 0.0)
        categorical = is_whole and (_is_named_class(path) or (info.layers == 1 and is_map(open_dataset(path))))
        name = _name(path, info.descriptions[number - 1], number, info.layers, used)
        made.append(StaticLayer(name, path, number, info.grid, nodata, own, offset, categorical))
    return made


def _holds_values(path: str, layer: int, nodata: float | None, reader: RasterReader) -> bool:
    """Tell whether a band has a value at any of many places picked evenly from it."""
    picked = reader.overview(path, layer, _PREVIEW_PX).astype(np.float64)
    known = np.isfinite(picked) if nodata is None else np.isfinite(picked) & (picked != nodata)
    return bool(known.any())


def _is_named_class(path: str) -> bool:
    return bool(_CLASSES.intersection(re.split(r"[^a-z]+", Path(path).stem.lower())))


def _name(path: str, description: str, number: int, count: int, used: set[str]) -> str:
    """Return a name of letters and digits that is still free: of the file, and of the band where it has several."""
    stem = re.sub(r"[^A-Za-z0-9]", "", Path(path).stem) or "layer"
    said = re.sub(r"[^A-Za-z0-9]", "", description) or str(number)
    text = (stem if count == 1 else f"{stem}{said[:1].upper()}{said[1:]}")[:_LONGEST_NAME]
    candidate, again = text, 2
    while candidate.lower() in used:
        candidate, again = f"{text}{again}", again + 1
    used.add(candidate.lower())
    return candidate
