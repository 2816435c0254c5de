"""Items of any other collection: a sensor keyed by the collection, its bands named by colour or by file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import same_crs
from landweave.engine.sensors.product import BandSource, Product
from landweave.engine.sensors.stac_item import Asset, Item, first
from landweave.engine.sensors.stac_kinds import FORMAT, NotMeantError, common_fields, note_of
from landweave.engine.sensors.stac_pixels import Pixels, factor_of

RESERVED = frozenset({"S1", "S2", "L5", "L7", "L8", "L9", "HLSL", "HLSS"})
_NOT_IMAGES = frozenset({"thumbnail", "overview", "visual", "metadata", "preview", "rendered_preview", "tilejson"})
_LONGEST_KEY, _LONGEST_BAND_NAME = 16, 20
_NO_MASK = "no mask of its clouds is known: all pixels that hold values count as clear"


def generic(item: Item, pixels: Pixels) -> Product:
    """Describe an item of a collection that is not known.

    Raises:
        UserError: saying what it lacks.
    """
    if not item.collection:
        raise NotMeantError("it names no collection.", "Give it a collection: that is what its sensor is called by.")
    assets = item.assets()
    images = [a for key, a in assets.items() if a.is_raster and not _NOT_IMAGES & {key.lower(), *a.roles}]
    layers = [(a, number) for a in images for number in _layers(a, images)]
    if not layers:
        message = "it has no asset that is known to be an image band (role 'data', or bands with names)."
        raise NotMeantError(message, "Choose another collection.")
    used = {a.key: a for a, _ in layers}
    grids = {key: pixels.grid(a, item) for key, a in used.items()}
    fine = min(grids.values(), key=lambda g: g.pixel_width)
    bands = []
    for (asset, number), name in zip(layers, _names(layers)):
        factor = factor_of(grids[asset.key], fine)
        if not factor:
            raise UserError(f"its file '{asset.key}' does not lie on the same pixels as its others.", "Leave it out.")
        bands.append(_band(name, asset, number, factor))
    note = note_of(used)
    return Product(
        identifier=item.name, format=FORMAT, sensor=sensor_key(item.collection), tile="", acquired=item.acquired,
        path=item.address, grid=fine, bands=tuple(bands), oblique=True,
        note="; ".join(text for text in (note, _NO_MASK) if text), **common_fields(item))  # type: ignore[arg-type]


def sensor_key(collection: str) -> str:
    """Return the letters and digits of a collection's id, with `STAC` before what is no key."""
    key = re.sub(r"[^A-Za-z0-9]", "", collection)[:_LONGEST_KEY]
    is_usable = key[:1].isalpha() and len(key) > 1 and key.upper() not in RESERVED
    return key if is_usable else f"STAC{key}"[:_LONGEST_KEY]


def with_tiles(products: Sequence[Product]) -> list[Product]:
    """Give tiles to products that have none: those of one sensor on the same rectangle of pixels are one tile."""
    seen: dict[str, list[Grid]] = {}
    named = []
    for product in sorted(products, key=lambda p: (p.acquired, p.identifier, p.path)):
        if product.tile:
            named.append(product)
            continue
        grids = seen.setdefault(product.sensor, [])
        number = next((i for i, g in enumerate(grids) if _same_place(g, product.grid)), len(grids))
        if number == len(grids):
            grids.append(product.grid)
        named.append(replace(product, tile=product.sensor if number == 0 else f"{product.sensor}_{number + 1}"))
    return named


def _same_place(first_grid: Grid, other: Grid) -> bool:
    limit = 0.01 * first_grid.pixel_width
    shifts = (first_grid.x_min - other.x_min, first_grid.y_max - other.y_max)
    same_size = (first_grid.columns, first_grid.rows) == (other.columns, other.rows)
    return same_size and max(map(abs, shifts)) < limit and first_grid.same_pixels(other) and same_crs(
        first_grid.crs, other.crs)


def _layers(asset: Asset, images: Sequence[Asset]) -> Iterator[int]:
    """Yield the numbers of the bands of a file that are images: those with names where any file has such."""
    is_described = any(_common(b) or b.get("name") for a in images for b in a.bands)
    is_data = bool(asset.roles & {"data", "reflectance"})
    for number, band in enumerate(asset.bands, start=1):
        if _common(band) or band.get("name") or (is_data and not is_described):
            yield number


def _common(band: object) -> str:
    return str(band.get("eo:common_name") or band.get("common_name") or "") if isinstance(band, dict) else ""


def _names(layers: Sequence[tuple[Asset, int]]) -> list[str]:
    """Return the bands' names: colours where they tell bands apart, else names of bands or files; all different."""
    colours = [_common(a.bands[n - 1]) for a, n in layers]
    once = {c for c, count in Counter(colours).items() if count == 1 and c}
    names, used = [], set()
    for (asset, number), colour in zip(layers, colours):
        own = str(asset.bands[number - 1].get("name") or (asset.key if len(asset.bands) == 1 else ""))
        base = re.sub(r"[^A-Za-z0-9]", "", colour if colour in once else own or f"{asset.key}{number}")
        base = base[: _LONGEST_BAND_NAME - 3] or "Band"
        name, count = base, 2
        while name.lower() in used:
            name, count = f"{base}x{count}", count + 1
        used.add(name.lower())
        names.append(name)
    return names


def _band(name: str, asset: Asset, layer: int, factor: int) -> BandSource:
    band = asset.bands[layer - 1]
    scale, offset = first(band, ("raster:scale", "scale")), first(band, ("raster:offset", "offset"))
    is_physical = str(band.get("data_type") or "").startswith("float") or scale not in (None, 1.0)
    times = 10000.0 if is_physical else 1.0
    own = 1.0 if scale is None else scale
    return BandSource(name, asset.path, layer, factor, own * times, (offset or 0.0) * times, first(band, ("nodata",)))
