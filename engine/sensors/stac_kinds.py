"""Items of the collections that Landweave knows: Sentinel-2 L2A, Landsat Collection 2 Level 2, HLS.

Their products have the sensor keys and band names of the same archives' other layouts, so that a series, and a model,
can serve all.

Sources: extensions sentinel-2 (s2:processing_baseline, s2:product_uri), landsat (landsat:wrs_path, landsat:wrs_row),
https://github.com/stac-extensions; names of the assets of Earth Search v1, https://github.com/Element84/earth-search,
and of the Planetary Computer. The offset of Sentinel-2 from baseline 04.00 on: Sentinel-2 Products Specification
Document, S2-PDGS-TAS-DI-PSD, issue 14.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from landweave.engine.errors import UserError
from landweave.engine.sensors import hls, landsat_c2
from landweave.engine.sensors.product import BandSource, MaskSource, Product
from landweave.engine.sensors.sen2cor import INVALID_CLASSES
from landweave.engine.sensors.stac_item import Asset, Item, first
from landweave.engine.sensors.stac_pixels import Pixels
from landweave.engine.sensors.theia_s2 import BANDS as S2_BANDS

FORMAT = "stac"

_SIGNED = ("its links carry signatures, which expire and are not kept: reading needs a login of its own (see the help "
           "on STAC)")
_S2_KEYS = {"blue": "B2", "green": "B3", "red": "B4", "rededge1": "B5", "rededge2": "B6", "rededge3": "B7",
            "nir": "B8", "nir08": "B8A", "swir16": "B11", "swir22": "B12"}
_LANDSAT_KEYS = {
    "L8": {"B2": "blue", "B3": "green", "B4": "red", "B5": "nir08", "B6": "swir16", "B7": "swir22"},
    "L7": {"B1": "blue", "B2": "green", "B3": "red", "B4": "nir08", "B5": "swir16", "B7": "swir22"},
}
_PRODUCT_URI = re.compile(
    r"S2[A-D]_MSIL2A_(?P<moment>\d{8}T\d{6})_N(?P<baseline>\d{4})_R(?P<orbit>\d{3})_T(?P<tile>\w{5})_")
_HLS_ID = re.compile(r"HLS\.(?P<product>[LS]30)\.T(?P<tile>\d{2}[A-Z]{3})\..*?\.v(?P<version>2\.\d)", re.IGNORECASE)
_FIRST_WITH_OFFSET, _LOCAL_PROCESSING = (4, 0), (99, 99)
_OFFSET_FROM = "2022-01-25"
"""Day from which ESA's products have the offset."""


class NotMeantError(UserError):
    """An item is whole, but of a kind that is not read."""


@dataclass(frozen=True)
class Scaling:
    """reflectance x 10000 = value * scale + offset."""

    scale: float
    offset: float
    nodata: float | None


def scaling(asset: Asset, layer: int, scale: float, offset: float, nodata: float | None) -> Scaling:
    """Return the scaling that an item tells of a band, or where it does not the one given; both of reflectance."""
    band = asset.bands[min(layer, len(asset.bands)) - 1]
    own = first(band, ("raster:scale", "scale"))
    own_offset = first(band, ("raster:offset", "offset"))
    told = first(band, ("nodata",))
    if own is None:
        return Scaling(scale * 10000, (offset if own_offset is None else own_offset) * 10000,
                       nodata if told is None else told)
    return Scaling(own * 10000, (own_offset or 0.0) * 10000, nodata if told is None else told)


def common_fields(item: Item) -> dict[str, object]:
    """Return what all products tell alike: clouds, sun, orbit."""
    elevation = item.number("view:sun_elevation")
    zenith = item.number("s2:mean_solar_zenith") if elevation is None else 90.0 - elevation
    cloud = item.number("eo:cloud_cover")
    direction = {"ascending": "ASC", "descending": "DES"}.get(item.text("sat:orbit_state").lower(), "")
    return {
        "sun_zenith": zenith,
        "sun_azimuth": item.number("view:sun_azimuth", "s2:mean_solar_azimuth"),
        "cloud_percent": cloud if cloud is not None and cloud >= 0 else None,
        "pass_direction": direction,
    }


def is_sentinel2(item: Item) -> bool:
    """Tell whether an item is a Sentinel-2 product of any level."""
    told = f"{item.text('platform', 'constellation')} {item.collection}".lower()
    return bool(re.search(r"sentinel-?2", told)) or bool(re.match(r"S2[A-D]_", item.name))


def sentinel2(item: Item, pixels: Pixels) -> Product:
    """Describe a Sentinel-2 L2A item.

    Raises:
        UserError: saying what it lacks.
    """
    told = f"{item.collection} {item.text('s2:product_uri', 's2:product_type', 'processing:level')} {item.name}".upper()
    if not re.search(r"L2A|MSI2A", told):
        message = "it is not of level 2A (not corrected for the atmosphere)."
        raise NotMeantError(message, "Search the collection of L2A.")
    assets = _sentinel2_assets(item.assets())
    _check_complete([*S2_BANDS, "SCL"], assets)
    named = _PRODUCT_URI.match(item.text("s2:product_uri", "title")) or _PRODUCT_URI.match(item.name)
    baseline = item.text("s2:processing_baseline", "sentinel:processing_baseline", "processing:version")
    if named and not re.fullmatch(r"\d\d\.\d\d", baseline):
        baseline = f"{named['baseline'][:2]}.{named['baseline'][2:]}"
    strip = re.search(r"_S(\d{8}T\d{6})_", item.text("s2:datastrip_id"))
    m = named["moment"] if named else ""
    acquired = f"{m[:4]}-{m[4:6]}-{m[6:11]}:{m[11:13]}:{m[13:]}" if m else item.acquired
    relative = item.number("sat:relative_orbit")
    return Product(
        identifier=item.name, format=FORMAT, sensor="S2", tile=_mgrs(item, named), acquired=acquired,
        path=item.address,
        grid=pixels.common([*((assets[b], f) for b, f in S2_BANDS.items()), (assets["SCL"], 2)], item),
        bands=tuple(_sentinel2_band(b, assets[b], f, item, baseline) for b, f in S2_BANDS.items()),
        masks=(MaskSource(assets["SCL"].path, "values", INVALID_CLASSES, factor=2, meaning="scl"),),
        version=baseline, part=strip[1] if strip else "", note=note_of(assets),
        orbit=str(int(relative)) if relative is not None else str(int(named["orbit"])) if named else "",
        **common_fields(item))  # type: ignore[arg-type]


def landsat(item: Item, pixels: Pixels) -> Product:
    """Describe a Landsat Collection 2 Level 2 item.

    Raises:
        UserError: saying what it lacks.
    """
    assets = item.assets()
    texts = [item.name, *(str(a.fields["href"]) for a in assets.values())]
    names = [n for n in (landsat_c2.part_of(t.split("?")[0]) for t in texts) if n]
    level = item.text("landsat:correction") or item.name
    if not names and not re.search(r"L2S[PR]", level):
        message = "it is not Collection 2 Level 2 (surface reflectance)."
        raise NotMeantError(message, "Search the collection landsat-c2-l2.")
    satellite = re.search(r"(\d)$", item.text("platform")) or re.match(r"L[COTE]0?(\d)", item.name)
    sensor = "L8" if satellite and int(satellite[1]) >= 8 else "L7"
    wanted = _LANDSAT_KEYS[sensor]
    _check_complete([*wanted.values(), "qa_pixel"], assets)
    made = re.search(r"_\d{8}_(\d{8})_02_", names[-1] if names else item.name)
    wrs = [item.text("landsat:wrs_path"), item.text("landsat:wrs_row")]
    tile = "".join(w.zfill(3) for w in wrs) if all(wrs) else (names or [item.name])[0].split("_")[2]
    bands = []
    for name, role in landsat_c2.BANDS[sensor].items():
        asset = assets[wanted[name]]
        s = scaling(asset, 1, landsat_c2.SCALE / 10000, landsat_c2.OFFSET / 10000, landsat_c2.FILL)
        bands.append(BandSource(name, asset.path, 1, 1, s.scale, s.offset, s.nodata, role))
    masks = [MaskSource(assets["qa_pixel"].path, "bits", (landsat_c2.UNCLEAR[sensor],), meaning="qa_pixel")]
    used = [assets[k] for k in (*wanted.values(), "qa_pixel")]
    if "qa_radsat" in assets:
        masks.append(MaskSource(assets["qa_radsat"].path))
        used.append(assets["qa_radsat"])
    return Product(
        identifier=item.name, format=FORMAT, sensor=sensor, tile=tile, acquired=item.acquired, path=item.address,
        grid=pixels.common([(a, 1) for a in used], item), bands=tuple(bands), masks=tuple(masks),
        version=made[1] if made else "", orbit=tile[:3], oblique=True, note=note_of(assets),
        **common_fields(item))  # type: ignore[arg-type]


def is_landsat(item: Item) -> bool:
    """Tell whether an item is a Landsat product of any level."""
    told = f"{item.text('platform', 'constellation')} {item.collection}".lower()
    return "landsat" in told and not is_hls(item)


def is_hls(item: Item) -> bool:
    """Tell whether an item is a HLS product of version 2."""
    return _HLS_ID.match(item.name) is not None


def harmonized(item: Item, pixels: Pixels) -> Product:
    """Describe a HLS item.

    Raises:
        UserError: saying what it lacks.
    """
    match = _HLS_ID.match(item.name)
    if match is None:
        raise ValueError(f"{item.name} is no name of a HLS product")
    kind = match["product"].upper()
    by_key = {key.lower(): asset for key, asset in item.assets().items()}
    files = {name: f"{name[0]}{name[1:].zfill(2)}" for name in hls.BANDS[kind]}
    lacking = [f for f in (*files.values(), "Fmask") if f.lower() not in by_key]
    if lacking:
        raise UserError(f"it lacks {_listed(lacking)}.", "Choose a collection that has all bands.")
    assets = {name: by_key[file.lower()] for name, file in files.items()}
    bands = []
    for name, role in hls.BANDS[kind].items():
        s = scaling(assets[name], 1, 0.0001, 0.0, hls.NODATA)
        bands.append(BandSource(name, assets[name].path, 1, 1, s.scale, s.offset, s.nodata, role))
    mask = by_key["fmask"]
    return Product(
        identifier=item.name, format=FORMAT, sensor=hls.SENSORS[kind], tile=match["tile"].upper(),
        acquired=item.acquired, path=item.address,
        grid=pixels.common([(a, 1) for a in (*assets.values(), mask)], item), bands=tuple(bands),
        masks=(MaskSource(mask.path, "bits", (hls.UNCLEAR,), meaning="fmask"),), version=match["version"],
        note=note_of(by_key), **common_fields(item))  # type: ignore[arg-type]


def note_of(assets: Mapping[str, Asset]) -> str:
    """Say so where links were signed."""
    return _SIGNED if any(asset.was_signed for asset in assets.values()) else ""


def _sentinel2_assets(assets: Mapping[str, Asset]) -> dict[str, Asset]:
    """Return the assets by band name and `SCL`: named by colour, `B02`, or `B02_10m` in its own resolution."""
    found: dict[str, Asset] = {}
    for key, asset in assets.items():
        match = re.fullmatch(r"(B\d\d?A?|SCL)(?:_(\d+)m)?", key, re.IGNORECASE)
        if match:
            name = re.sub(r"^B0", "B", match[1].upper())
            native = 20 if name == "SCL" else 10 * S2_BANDS.get(name, 0)
            if match[2] in (None, str(native)):
                found[name] = asset
        elif key.lower() in _S2_KEYS:
            found.setdefault(_S2_KEYS[key.lower()], asset)
    return found


def _sentinel2_band(name: str, asset: Asset, factor: int, item: Item, baseline: str) -> BandSource:
    s = scaling(asset, 1, 0.0001, 0.0, 0)
    offset = _sentinel2_offset(item, baseline, asset, s)
    return BandSource(name, asset.path, 1, factor, s.scale, offset, s.nodata)


def _sentinel2_offset(item: Item, baseline: str, asset: Asset, told: Scaling) -> float:
    """Return what is added to scaled values: nothing where the archive did so already, or where there is none."""
    for name in ("earthsearch:boa_offset_applied", "sentinel:boa_offset_applied"):
        if item.properties.get(name) is True:
            return 0.0
    number = tuple(int(n) for n in baseline.split(".")) if re.fullmatch(r"\d\d\.\d\d", baseline) else None
    if number is not None and number < _FIRST_WITH_OFFSET:
        return 0.0
    if first(asset.bands[0], ("raster:offset", "offset")) is not None:
        return told.offset
    if number == _LOCAL_PROCESSING or (number is None and item.acquired < _OFFSET_FROM):
        return 0.0
    if number is None:
        raise UserError("it tells neither the processing baseline nor the offset of its values.", "Leave it out.")
    return -1000.0


def _mgrs(item: Item, named: re.Match[str] | None) -> str:
    """Return `31TCJ`."""
    if named:
        return named["tile"]
    for text in (item.text("s2:mgrs_tile"), item.text("grid:code").replace("MGRS-", "")):
        if re.fullmatch(r"\d{1,2}[A-Z]{3}", text):
            return text.zfill(5)
    zone, band, square = item.text("mgrs:utm_zone"), item.text("mgrs:latitude_band"), item.text("mgrs:grid_square")
    if zone and band and square:
        return f"{zone}{band}{square}".zfill(5)
    match = re.match(r"S2[A-D]_(\d{1,2}[A-Z]{3})_", item.name)
    if match is None:
        raise UserError("it does not tell its tile (grid:code, s2:mgrs_tile).", "Leave it out.")
    return match[1].zfill(5)


def _check_complete(wanted: list[str], assets: Mapping[str, Asset]) -> None:
    lacking = [name for name in wanted if name not in assets]
    if lacking:
        raise UserError(f"it lacks {_listed(lacking)}.", "Choose a collection that has all bands and the mask.")


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - 3} more files" if len(names) > 3 else ""
    return f"the asset{'s' if len(names) > 1 else ''} {', '.join(names[:3])}{more}"
