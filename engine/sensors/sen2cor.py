"""Sentinel-2 level 2A products of Sen2Cor as ESA and the Copernicus services deliver them.

A product is a folder `S2B_MSIL2A_20190501T105039_N0211_R051_T31TCJ_20190501T135840.SAFE`, or a zip archive of it
that is read without unpacking, with one JPEG 2000 file a band and resolution below
`GRANULE/<granule>/IMG_DATA/R10m` and `R20m`, the scene classification `SCL` and the metadata `MTD_MSIL2A.xml`.

Source: Sentinel-2 Products Specification Document, S2-PDGS-TAS-DI-PSD; classes of SCL: Sen2Cor 2.11 Configuration
and User Manual, S2-PDGS-MPC-L2A-SUM.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.sensors.integrity import check_on_one_grid, check_present
from landweave.engine.sensors.product import BandSource, LeftOut, MaskSource, Product
from landweave.engine.sensors.sen2cor_metadata import Metadata, parse_metadata, parse_sun_angles
from landweave.engine.sensors.theia_s2 import BANDS, SENSOR

FORMAT = "sen2cor_l2a"
TITLE = "Sen2Cor Sentinel-2 L2A"

INVALID_CLASSES = (0, 1, 3, 8, 9, 10)
"""SCL: no data, saturated or defective, cloud shadow, cloud of medium and of high probability, thin cirrus."""

_METADATA, _OF_GRANULE = "MTD_MSIL2A.XML", "MTD_TL.XML"
_MOST_BYTES = 20_000_000
_NAME = re.compile(
    r"S2[A-D]_MSIL2A_(?P<date>\d{8})T(?P<time>\d{6})_N(?P<baseline>\d{4})_R(?P<orbit>\d{3})_T(?P<tile>\d{2}[A-Z]{3})_"
    r"(?P<made>\d{8}T\d{6})"
)
_IMAGE = re.compile(r"_(?P<image>B\w\w|SCL)_(?P<metres>10|20)m\.jp2$", re.IGNORECASE)
_AGAIN = "Download the product again."


@dataclass(frozen=True)
class _Safe:
    """What a folder or an archive holds.

    Args:
        path: the folder or the archive.
        name: the product's own name, by the folder's or the archive's.
        metadata: content of MTD_MSIL2A.xml.
        of_granule: content of the granule's MTD_TL.xml; empty where there is none.
        images: paths for GDAL by `B02_10m`.
    """

    path: str
    name: str
    metadata: str
    of_granule: str
    images: dict[str, str]


def recognises(path: str, names: Iterable[str]) -> bool:
    """Tell from its name or its files' names whether a folder is a product."""
    names = list(names)
    if any(name.upper() == _METADATA for name in names):
        return True
    # An archive unpacked into a folder of its own name: the product is the inner one.
    return bool(_NAME.match(Path(path).name)) and not any(_NAME.match(n) for n in names)


def part_of(path: str) -> str:
    """Return the name of an archive that holds a product, by its name or by what is in it."""
    name = Path(path).name
    if Path(path).suffix.lower() != ".zip":
        return ""
    return name if _NAME.match(name) or _has_metadata(path) else ""


def find(path: str) -> Product | LeftOut:
    """Describe the product in a folder or an archive, or say why it cannot be used."""
    try:
        return _product(_open_folder(Path(path)) if Path(path).is_dir() else _open_archive(path))
    except UserError as error:
        return LeftOut(path, f"is a {TITLE} product that cannot be used: {error}", damaged=True)


def _has_metadata(path: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(Path(name).name.upper() == _METADATA for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


def _open_folder(path: Path) -> _Safe:
    found = [p for p in sorted(path.iterdir()) if p.name.upper() == _METADATA]
    if not found:
        raise UserError("its metadata (MTD_MSIL2A.xml) are missing.", _AGAIN)
    try:
        with found[0].open(encoding="utf-8", errors="replace") as file:
            text = file.read(_MOST_BYTES)
    except OSError as error:
        raise UserError(f"its metadata (MTD_MSIL2A.xml) cannot be read ({error.strerror}).", _AGAIN) from error
    images = (str(p) for p in sorted(path.glob("GRANULE/*/IMG_DATA/**/*.jp2")))
    return _Safe(str(path), path.name, text, _granule_metadata(path), _by_image(images))


def _granule_metadata(path: Path) -> str:
    """Return the text of the only granule's metadata; they are not needed, so that a damaged file is none."""
    found = [p for p in sorted(path.glob("GRANULE/*/*")) if p.name.upper() == _OF_GRANULE]
    if len(found) != 1:
        return ""
    try:
        with found[0].open(encoding="utf-8", errors="replace") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return ""


def _open_archive(path: str) -> _Safe:
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(archive.namelist())
            found = [m for m in members if Path(m).name.upper() == _METADATA]
            if len(found) != 1:
                held = "no MTD_MSIL2A.xml" if not found else "several products"
                raise UserError(f"the archive holds {held}.", _AGAIN if not found else "Unpack it, and scan again.")
            text = archive.open(found[0]).read(_MOST_BYTES).decode("utf-8", errors="replace")
            granules = [m for m in members if "GRANULE/" in m and Path(m).name.upper() == _OF_GRANULE]
            tiles = [archive.open(m).read(_MOST_BYTES).decode("utf-8", errors="replace") for m in granules[:1]]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise UserError(f"the archive is cut or damaged ({error}).", _AGAIN) from error
    root = str(Path(found[0]).parent)
    name = Path(root).name if _NAME.match(Path(root).name) else Path(path).stem
    start = "" if root == "." else f"{root}/"
    images = (f"/vsizip/{{{path}}}/{m}" for m in members if m.startswith(f"{start}GRANULE/") and "/IMG_DATA/" in m)
    return _Safe(path, name, text, "".join(tiles), _by_image(images))


def _by_image(paths: Iterable[str]) -> dict[str, str]:
    """Return the images of the only granule by `B02_10m`."""
    found: dict[str, str] = {}
    granules = set()
    for path in paths:
        match = _IMAGE.search(path)
        if match:
            granules.add(path.split("/IMG_DATA/")[0] if "/IMG_DATA/" in path else str(Path(path).parents[1]))
            found[f"{match['image'].upper()}_{match['metres']}m"] = path
    if len(granules) > 1:
        raise UserError(f"it holds {len(granules)} tiles (the format before December 2016).",
                        "Download it in the present format, one tile a product.")
    return found


def _product(safe: _Safe) -> Product:
    in_name = _NAME.match(safe.name)
    told = f"{in_name['baseline'][:2]}.{in_name['baseline'][2:]}" if in_name else ""
    metadata = parse_metadata(safe.metadata, told)
    match = in_name or _NAME.match(metadata.name)
    if match is None:
        raise UserError(f"its name is not one of ESA's ({safe.name}).", "Give it its original name.")
    bands = {name: _file_band(name) for name in BANDS}
    _check_complete(safe, match, [*bands.values(), "SCL_20m"])
    files = [*((safe.images[bands[name]], factor) for name, factor in BANDS.items()), (safe.images["SCL_20m"], 2)]
    d, t = match["date"], match["time"]
    sun_zenith, sun_azimuth = parse_sun_angles(safe.of_granule)
    return Product(
        identifier=match.group(),
        format=FORMAT,
        sensor=SENSOR,
        tile=match["tile"],
        acquired=f"{d[:4]}-{d[4:6]}-{d[6:]}T{t[:2]}:{t[2:4]}:{t[4:]}",
        path=safe.path,
        grid=check_on_one_grid(files, _AGAIN),
        bands=tuple(_band(name, safe.images[bands[name]], metadata) for name in BANDS),
        masks=(MaskSource(safe.images["SCL_20m"], "values", INVALID_CLASSES, factor=2, meaning="scl"),),
        version=metadata.baseline,
        orbit=metadata.orbit or str(int(match["orbit"])),
        cloud_percent=metadata.cloud_percent,
        part=metadata.strip,
        pass_direction=metadata.pass_direction,
        sun_zenith=sun_zenith,
        sun_azimuth=sun_azimuth,
    )


def _file_band(name: str) -> str:
    """Return `B02_10m` of the band B2."""
    return f"{name[0]}{name[1:].zfill(2)}_{10 * BANDS[name]}m"


def _check_complete(safe: _Safe, match: re.Match[str], wanted: Iterable[str]) -> None:
    """Raise UserError naming the images that are missing."""
    start = f"T{match['tile']}_{match['date']}T{match['time']}"
    missing = [f"{start}_{image}.jp2" for image in wanted if image not in safe.images]
    check_present(missing, _AGAIN)


def _band(name: str, path: str, metadata: Metadata) -> BandSource:
    scale = 10000.0 / metadata.quantification
    offset = metadata.offsets[_file_band(name)[:3]] * scale
    return BandSource(name, path, factor=BANDS[name], scale=scale, offset=offset, nodata=metadata.nodata)
