"""Landsat Collection 2 Level 2 science products of the USGS: surface reflectance of Landsat 4, 5, 7, 8 and 9.

The files of a product `LC08_L2SP_199030_20180511_20200901_02_T1` begin with its name: `<name>_SR_B2.TIF`, ...,
`<name>_QA_PIXEL.TIF`, `<name>_QA_RADSAT.TIF`, `<name>_MTL.txt`.

Landsat 8 and 9 carry the same instrument and are one sensor, `L8`; so are the Thematic Mappers of Landsat 4 and 5 and
the Enhanced one of Landsat 7, `L7`: their bands have the same numbers and nearly the same limits.

Source: Landsat 8-9 Collection 2 Level 2 Science Product Guide, LSDS-1619; Landsat 4-7 Collection 2 Level 2 Science
Product Guide, LSDS-1618; https://www.usgs.gov/landsat-missions/landsat-collection-2-level-2-science-products
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.sensors.integrity import check_on_one_grid
from landweave.engine.sensors.named_files import NamedFiles, check_complete, is_folder_of, name_of, open_files, unusable
from landweave.engine.sensors.product import BandSource, LeftOut, MaskSource, Product

FORMAT = "landsat_c2_l2"
TITLE = "Landsat Collection 2 Level 2"

SCALE, OFFSET, FILL = 0.275, -2000.0, 0
"""Reflectance is value * 0.0000275 - 0.2; both here x 10000."""

BANDS = {
    "L7": {"B1": "blue", "B2": "green", "B3": "red", "B4": "nir", "B5": "swir", "B7": ""},
    "L8": {"B2": "blue", "B3": "green", "B4": "red", "B5": "nir", "B6": "swir", "B7": ""},
}
"""Bands that are read, in feature order, and their roles. B1 of Landsat 8 (coastal aerosol) is not: the correction of
the atmosphere itself is made from it."""

UNCLEAR = {"L7": 0b111011, "L8": 0b111111}
"""Bits of QA_PIXEL: fill, dilated cloud, cirrus (Landsat 8 and 9 only), cloud, cloud shadow, snow."""

SATURATED = {"L7": 0xFFFF ^ (1 << 5 | 1 << 8), "L8": 0xFFFF}
"""Bits of QA_RADSAT: any but those of the thermal band of Landsat 4 to 7, whose high gain saturates over hot ground
where the others do not. Beside saturated bands they tell dropped pixels (9) and ground hidden by relief (11)."""

_MOST_BYTES = 2_000_000
_NAME = re.compile(
    r"L[COTE]0(?P<satellite>[45789])_L2S[PR]_(?P<tile>(?P<path>\d{3})\d{3})_(?P<date>\d{8})_(?P<made>\d{8})_02_"
    r"(?:T1|T2|RT)(?![A-Z0-9])",
    re.IGNORECASE,
)
_AGAIN = "Download the product again."


def recognises(path: str, names: Iterable[str]) -> bool:
    """Tell from its name whether a folder is a product."""
    return is_folder_of(_NAME, path, names)


def part_of(path: str) -> str:
    """Return the name of the product that a file belongs to."""
    return name_of(_NAME, path)


def find(path: str) -> Product | LeftOut:
    """Describe the product in a folder, or whose files lie beside each other, or say why it cannot be used."""
    product = open_files(path)
    sensor = "L8" if int(_match(product)["satellite"]) >= 8 else "L7"
    endings = [*(f"SR_{band}.TIF" for band in BANDS[sensor]), "QA_PIXEL.TIF", "QA_RADSAT.TIF"]
    try:
        check_complete(product, "_", endings, _AGAIN)
        return _product(product, sensor, endings)
    except UserError as error:
        return unusable(product, TITLE, endings, error)


@dataclass(frozen=True)
class Metadata:
    """What a MTL file says.

    Args:
        time: of day, `10:45:12`; empty when unknown.
        cloud_percent: share of cloud; None when unknown.
        sun_zenith, sun_azimuth: degrees, at the centre of the scene; None when unknown.
        note: what a person should know about them; empty when all is well.
    """

    time: str = ""
    cloud_percent: float | None = None
    sun_zenith: float | None = None
    sun_azimuth: float | None = None
    note: str = ""


def parse_metadata(text: str) -> Metadata:
    """Find the values in the text of a MTL file: text, JSON or XML."""
    text = text.replace("\0", "")  # the archive pads its copies
    time = re.search(r'SCENE_CENTER_TIME"?\s*[=:>]\s*"?(\d\d:\d\d:\d\d)', text)
    cloud, elevation = _number("CLOUD_COVER", text), _number("SUN_ELEVATION", text)
    return Metadata(
        time=time[1] if time else "",
        cloud_percent=cloud if cloud is not None and cloud >= 0 else None,  # -1: not computed
        sun_zenith=None if elevation is None else 90.0 - elevation,
        sun_azimuth=_number("SUN_AZIMUTH", text),
        note="" if time else "its metadata (MTL) are incomplete: its time is unknown",
    )


def _number(name: str, text: str) -> float | None:
    found = re.search(rf'\b{name}"?\s*[=:>]\s*"?(-?\d+(?:\.\d+)?)', text)
    return float(found[1]) if found else None


def _match(product: NamedFiles) -> re.Match[str]:
    match = _NAME.fullmatch(product.name)
    if match is None:
        raise ValueError(f"{product.name} is no name of a Landsat product")
    return match


def _product(product: NamedFiles, sensor: str, endings: Iterable[str]) -> Product:
    match = _match(product)
    metadata = _read_metadata(product)
    day = f"{match['date'][:4]}-{match['date'][4:6]}-{match['date'][6:]}"
    return Product(
        identifier=product.name,
        format=FORMAT,
        sensor=sensor,
        tile=match["tile"],
        acquired=f"{day}T{metadata.time}" if metadata.time else day,
        path=product.path if Path(product.path).is_dir() else product.find("QA_PIXEL.TIF"),
        grid=check_on_one_grid(((product.find(ending), 1) for ending in endings), _AGAIN),
        bands=tuple(
            BandSource(name, product.find(f"SR_{name}.TIF"), scale=SCALE, offset=OFFSET, nodata=FILL, role=role)
            for name, role in BANDS[sensor].items()
        ),
        masks=(
            MaskSource(product.find("QA_PIXEL.TIF"), "bits", (UNCLEAR[sensor],), meaning="qa_pixel"),
            MaskSource(product.find("QA_RADSAT.TIF"), "bits", (SATURATED[sensor],)),
        ),
        version=match["made"],
        orbit=match["path"],
        cloud_percent=metadata.cloud_percent,
        sun_zenith=metadata.sun_zenith,
        sun_azimuth=metadata.sun_azimuth,
        note=metadata.note,
        oblique=True,
    )


def _read_metadata(product: NamedFiles) -> Metadata:
    path = next((product.find(f"MTL.{kind}") for kind in ("txt", "json", "xml") if product.find(f"MTL.{kind}")), "")
    if not path:
        return Metadata(note="its metadata (MTL) are missing: time and cloud cover are unknown")
    try:
        with Path(path).open(encoding="utf-8", errors="replace") as file:
            return parse_metadata(file.read(_MOST_BYTES))
    except OSError as error:
        return Metadata(note=f"its metadata cannot be read ({error.strerror})")
