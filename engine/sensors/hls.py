"""Harmonized Landsat and Sentinel-2 products (HLS version 2.0) of NASA: reflectance at 30 m on Sentinel-2 tiles.

The files of a product `HLS.S30.T31TCJ.2021001T105441.v2.0` begin with its name: `<name>.B02.tif`, ...,
`<name>.Fmask.tif`.

Source: Harmonized Landsat Sentinel-2 Product User Guide, version 2.0, doi 10.5067/HLS/HLSS30.002 and
10.5067/HLS/HLSL30.002.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from osgeo import osr

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import open_dataset
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.sensors.integrity import check_on_one_grid
from landweave.engine.sensors.named_files import NamedFiles, check_complete, is_folder_of, name_of, open_files, unusable
from landweave.engine.sensors.product import BandSource, LeftOut, MaskSource, Product

FORMAT = "hls_v2"
TITLE = "Harmonized Landsat Sentinel-2 (HLS) version 2.0"

SENSORS = {"L30": "HLSL", "S30": "HLSS"}

BANDS = {
    "L30": {"B2": "blue", "B3": "green", "B4": "red", "B5": "nir", "B6": "swir", "B7": ""},
    "S30": {"B2": "blue", "B3": "green", "B4": "red", "B5": "", "B6": "", "B7": "", "B8": "", "B8A": "nir",
            "B11": "swir", "B12": ""},
}
"""Bands that are read, in feature order, and their roles: of the two near infrared bands the one Landsat has too."""

UNCLEAR = 0b11111
"""Bits of Fmask: cirrus, cloud, adjacent to cloud or shadow, cloud shadow, snow. 255 is no data, and not clear."""

NODATA = -9999

_NAME = re.compile(
    r"HLS\.(?P<product>[LS]30)\.T(?P<tile>\d{2}[A-Z]{3})\."
    r"(?P<year>(?:19|20)\d{2})(?P<day>\d{3})T(?P<time>\d{6})\.v(?P<version>2\.\d)"
    r"(?!\d)",
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
    match = _NAME.fullmatch(product.name)
    if match is None:
        raise ValueError(f"{product.name} is no name of a HLS product")
    kind = match["product"].upper()
    endings = [*(f"{_file_band(band)}.tif" for band in BANDS[kind]), "Fmask.tif"]
    try:
        check_complete(product, ".", endings, _AGAIN)
        return _product(product, match, kind, endings)
    except UserError as error:
        return unusable(product, TITLE, endings, error)


def _file_band(name: str) -> str:
    return f"{name[0]}{name[1:].zfill(2)}"


def _product(product: NamedFiles, match: re.Match[str], kind: str, endings: Iterable[str]) -> Product:
    day, t = date(int(match["year"]), 1, 1) + timedelta(days=int(match["day"]) - 1), match["time"]
    mask = product.find("Fmask.tif")
    grid = check_on_one_grid(((product.find(ending), 1) for ending in endings), _AGAIN)
    tags = open_dataset(mask).GetMetadata()
    return Product(
        identifier=product.name,
        format=FORMAT,
        sensor=SENSORS[kind],
        tile=match["tile"].upper(),
        acquired=f"{day.isoformat()}T{t[:2]}:{t[2:4]}:{t[4:]}",
        path=product.path if Path(product.path).is_dir() else mask,
        grid=_with_known_crs(grid),
        bands=tuple(
            BandSource(name, product.find(f"{_file_band(name)}.tif"), nodata=NODATA, role=role)
            for name, role in BANDS[kind].items()
        ),
        masks=(MaskSource(mask, "bits", (UNCLEAR,), meaning="fmask"),),
        version=match["version"],
        cloud_percent=_tag(tags, "cloud_coverage"),
        sun_zenith=_tag(tags, "MEAN_SUN_ZENITH_ANGLE"),
        sun_azimuth=_tag(tags, "MEAN_SUN_AZIMUTH_ANGLE"),
    )


def _tag(tags: Mapping[str, str], name: str) -> float | None:
    """Return the number that the files carry in a tag; of an image made of two scenes that of the first."""
    found = re.match(r"\s*(-?\d+(?:\.\d+)?)", tags.get(name, ""))
    return float(found[1]) if found else None


def _with_known_crs(grid: Grid) -> Grid:
    """Return the grid with the EPSG's description of its UTM zone: the files describe it in several ways."""
    reference = osr.SpatialReference()
    reference.ImportFromWkt(grid.crs)
    zone = reference.GetUTMZone()  # negative in the south
    if zone == 0:
        return grid
    return replace(grid, crs=spatial_reference(f"EPSG:{(32600 if zone > 0 else 32700) + abs(zone)}").ExportToWkt())
