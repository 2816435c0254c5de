"""Sentinel-2 level 2A products as Theia (MUSCATE, MAJA) distributes them.

A product is a folder `SENTINEL2B_20180511-105038-461_L2A_T31TCJ_C_V2-2` with one file a band
(`<name>_FRE_B2.tif`: surface reflectance x 10000, slope corrected), the folder `MASKS` and the
metadata `<name>_MTD_ALL.xml`.

Source: the product description of Theia, https://labo.obs-mip.fr/multitemp/sentinel-2/theias-sentinel-2-l2a-product-format/
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Grid
from landweave.engine.sensors.integrity import check_on_one_grid
from landweave.engine.sensors.product import BandSource, LeftOut, MaskSource, Product
from landweave.engine.sensors.theia_metadata import Metadata, read_metadata

FORMAT = "theia_s2_l2a"
TITLE = "Theia Sentinel-2 L2A"
SENSOR = "S2"

BANDS = {"B2": 1, "B3": 1, "B4": 1, "B5": 2, "B6": 2, "B7": 2, "B8": 1, "B8A": 2, "B11": 2, "B12": 2}
"""Band names and the side of their pixels in pixels of 10 m, in feature order."""

MASKS = ("CLM", "SAT", "EDG")
"""Clouds and shadows, saturation (one bit a band), edge of the swath: a pixel is clear where all are 0."""

_NAME = re.compile(
    r"(?P<platform>SENTINEL2[A-Z])_(?P<date>\d{8})-(?P<time>\d{6})-(?P<ms>\d{3})"
    r"_L2A_T(?P<tile>\d{2}[A-Z]{3})_[A-Z]_(?P<version>V\d+-\d+)"
)
_AGAIN = "download the product again"


@dataclass(frozen=True)
class _Folder:
    """The files of a folder by their upper-case names (unpacking on some systems changes the case)."""

    path: Path
    name: str
    files: dict[str, str]

    def find(self, ending: str) -> str:
        """Return the path of `<name>_<ending>`, or an empty text."""
        return self.files.get(f"{self.name}_{ending}".upper(), "")


def recognises(path: str, names: Iterable[str]) -> bool:
    """Tell from its name or its files' names whether a folder is a product."""
    names = list(names)
    if _identifiers(names):
        return True
    # An archive unpacked into a folder of its own name: the product is the inner one.
    return bool(_NAME.fullmatch(Path(path).name)) and not any(_NAME.fullmatch(n) for n in names)


def find(path: str) -> Product | LeftOut:
    """Describe the product in a folder, or say why it cannot be used."""
    try:
        return _product(_folder(Path(path)))
    except UserError as error:
        return LeftOut(path, f"is a {TITLE} product that cannot be used: {error}", damaged=True)


def _identifiers(names: Iterable[str]) -> set[str]:
    found = (_NAME.match(name) for name in names if "_FRE_" in name.upper() or "_MTD_ALL" in name.upper())
    return {match.group() for match in found if match}


def _folder(path: Path) -> _Folder:
    files = {p.name.upper(): str(p) for p in sorted(path.iterdir()) if p.is_file()}
    masks = [p for p in sorted(path.iterdir()) if p.is_dir() and p.name.upper() == "MASKS"]
    for folder in masks:
        files.update({p.name.upper(): str(p) for p in sorted(folder.iterdir()) if p.is_file()})
    names = _identifiers(Path(f).name for f in files.values())
    if len(names) > 1:
        listed = " and ".join(sorted(names)[:2])
        raise UserError(f"it holds files of several products ({listed}).", "Put each product in a folder of its own.")
    return _Folder(path, names.pop() if names else path.name, files)


def _product(folder: _Folder) -> Product:
    match = _NAME.match(folder.name)
    if match is None:
        raise UserError(f"its name is not one of Theia's ({folder.name}).", "Give it its original name.")
    _check_complete(folder)
    metadata = read_metadata(folder.find("MTD_ALL.XML"))
    d, t = match["date"], match["time"]
    acquired = f"{d[:4]}-{d[4:6]}-{d[6:]}T{t[:2]}:{t[2:4]}:{t[4:]}.{match['ms']}"
    return Product(
        identifier=folder.name,
        format=FORMAT,
        sensor=SENSOR,
        tile=match["tile"],
        acquired=acquired,
        path=str(folder.path),
        grid=_grid(folder),
        bands=_bands(folder, metadata),
        masks=tuple(MaskSource(folder.find(f"{mask}_R1.TIF")) for mask in MASKS),
        version=match["version"],
        orbit=metadata.orbit,
        cloud_percent=metadata.cloud_percent,
        note=metadata.note if metadata.day in ("", acquired[:10]) else f"its metadata say {metadata.day}",
    )


def _check_complete(folder: _Folder) -> None:
    """Raise UserError naming the bands and masks that are missing."""
    wanted = [f"FRE_{band}.tif" for band in BANDS] + [f"{mask}_R1.tif" for mask in MASKS]
    missing = [ending for ending in wanted if not folder.find(ending)]
    if not missing:
        return
    if folder.find("FRE_STACK.TIF") and len(missing) == len(wanted):
        hint = "Landweave reads Theia's single band files and their MASKS folder: " + _AGAIN + "."
        raise UserError("it holds only a stack (FRE_STACK.tif).", hint)
    shown = ", ".join(f"{folder.name}_{ending}" for ending in missing[:2])
    more = f" and {len(missing) - 2} more files" if len(missing) > 2 else ""
    verb = "is" if len(missing) == 1 else "are"
    raise UserError(f"{shown}{more} {verb} missing.", f"{_AGAIN.capitalize()}, or copy what is missing.")


def _bands(folder: _Folder, metadata: Metadata) -> tuple[BandSource, ...]:
    scale = 10000.0 / metadata.quantification
    return tuple(
        BandSource(name, folder.find(f"FRE_{name}.TIF"), factor=factor, scale=scale, nodata=metadata.nodata)
        for name, factor in BANDS.items()
    )


def _grid(folder: _Folder) -> Grid:
    """Return the 10 m grid, after checking that every file can be opened, is whole and fits it."""
    endings = {f"FRE_{band}.tif": factor for band, factor in BANDS.items()} | {f"{m}_R1.tif": 1 for m in MASKS}
    files = ((folder.find(ending), factor) for ending, factor in endings.items())
    return check_on_one_grid(files, f"{_AGAIN.capitalize()}.")
