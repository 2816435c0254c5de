"""Product folders as Theia's production centre (MUSCATE) lays them out, of whatever satellite.

A product is a folder of its own name, with one file a band (`<name>_FRE_B2.tif`), the folder `MASKS`
(`<name>_CLM_R1.tif`) and the metadata `<name>_MTD_ALL.xml`. What differs between satellites and levels is data: a
`Layout`.

Source: the product description of Theia, https://labo.obs-mip.fr/multitemp/sentinel-2/theias-sentinel-2-l2a-product-format/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.sensors.integrity import check_on_one_grid, check_present
from landweave.engine.sensors.product import BandSource, LeftOut, MaskSource, Product
from landweave.engine.sensors.theia_metadata import Metadata, read_metadata

_AGAIN = "download the product again"


@dataclass(frozen=True)
class Layout:
    """What tells one kind of folder from the others.

    Args:
        format, title, sensor: as of the format's module and the products.
        pattern: matches a product's name at the start of a text; groups tile, date, time, ms, version.
        images: of which correction the band files are (`FRE`).
        bands: names, and the side of their pixels in pixels of the finest band, in feature order.
        masks: by what follows the product's name (`CLM_R1`); their paths are empty.
        roles: by band; empty where the names tell.
        day_of_metadata: the day in the metadata is that of the name, so that another one is worth a note.
    """

    format: str
    title: str
    sensor: str
    pattern: re.Pattern[str]
    images: str
    bands: Mapping[str, int]
    masks: Mapping[str, MaskSource]
    roles: Mapping[str, str] = field(default_factory=dict)
    day_of_metadata: bool = True

    @property
    def endings(self) -> dict[str, int]:
        """What follows the product's name in each file that is needed, and the side of its pixels."""
        images = {f"{self.images}_{band}.tif": factor for band, factor in self.bands.items()}
        return images | {f"{mask}.tif": source.factor for mask, source in self.masks.items()}


@dataclass(frozen=True)
class _Folder:
    """The files of a folder by their upper-case names (unpacking on some systems changes the case)."""

    path: Path
    name: str
    files: dict[str, str]

    def find(self, ending: str) -> str:
        """Return the path of `<name>_<ending>`, or an empty text."""
        return self.files.get(f"{self.name}_{ending}".upper(), "")


def is_product(layout: Layout, path: str, names: Iterable[str]) -> bool:
    """Tell from its name or its files' names whether a folder is a product."""
    names = list(names)
    if _identifiers(layout, names):
        return True
    # An archive unpacked into a folder of its own name: the product is the inner one.
    return bool(layout.pattern.fullmatch(Path(path).name)) and not any(layout.pattern.fullmatch(n) for n in names)


def find_product(layout: Layout, path: str) -> Product | LeftOut:
    """Describe the product in a folder, or say why it cannot be used."""
    try:
        return _product(layout, _folder(layout, Path(path)))
    except UserError as error:
        return LeftOut(path, f"is a {layout.title} product that cannot be used: {error}", damaged=True)


def files_by_name(path: Path, inner: str) -> dict[str, str]:
    """Return the files of a folder, and of the folder in it that holds its masks, by their upper-case names."""
    entries = sorted(path.iterdir())
    files = {p.name.upper(): str(p) for p in entries if p.is_file()}
    for folder in (p for p in entries if p.is_dir() and p.name.upper() == inner):
        files.update({p.name.upper(): str(p) for p in sorted(folder.iterdir()) if p.is_file()})
    return files


def _identifiers(layout: Layout, names: Iterable[str]) -> set[str]:
    marks = (f"_{layout.images}_", "_MTD_ALL")
    found = (layout.pattern.match(name) for name in names if any(mark in name.upper() for mark in marks))
    return {match.group() for match in found if match}


def _folder(layout: Layout, path: Path) -> _Folder:
    files = files_by_name(path, "MASKS")
    names = _identifiers(layout, (Path(f).name for f in files.values()))
    if len(names) > 1:
        listed = " and ".join(sorted(names)[:2])
        raise UserError(f"it holds files of several products ({listed}).", "Put each product in a folder of its own.")
    return _Folder(path, names.pop() if names else path.name, files)


def _product(layout: Layout, folder: _Folder) -> Product:
    match = layout.pattern.match(folder.name)
    if match is None:
        raise UserError(f"its name is not one of Theia's ({folder.name}).", "Give it its original name.")
    _check_complete(layout, folder)
    metadata = read_metadata(folder.find("MTD_ALL.XML"))
    d, t = match["date"], match["time"]
    acquired = f"{d[:4]}-{d[4:6]}-{d[6:]}T{t[:2]}:{t[2:4]}:{t[4:]}.{match['ms']}"
    expected = ("", acquired[:10]) if layout.day_of_metadata else (metadata.day,)
    return Product(
        identifier=folder.name,
        format=layout.format,
        sensor=layout.sensor,
        tile=match["tile"],
        acquired=acquired,
        path=str(folder.path),
        grid=check_on_one_grid(((folder.find(e), f) for e, f in layout.endings.items()), f"{_AGAIN.capitalize()}."),
        bands=_bands(layout, folder, metadata),
        masks=tuple(replace(source, path=folder.find(f"{mask}.tif")) for mask, source in layout.masks.items()),
        version=match["version"],
        orbit=metadata.orbit,
        cloud_percent=metadata.cloud_percent,
        sun_zenith=metadata.sun_zenith,
        sun_azimuth=metadata.sun_azimuth,
        note=metadata.note if metadata.day in expected else f"its metadata say {metadata.day}",
    )


def _check_complete(layout: Layout, folder: _Folder) -> None:
    """Raise UserError naming the bands and masks that are missing."""
    missing = [ending for ending in layout.endings if not folder.find(ending)]
    stack = f"{layout.images}_STACK.tif"
    if folder.find(stack) and len(missing) == len(layout.endings):
        hint = "Landweave reads Theia's single band files and their MASKS folder: " + _AGAIN + "."
        raise UserError(f"it holds only a stack ({stack}), which does not tell its bands, and no masks.", hint)
    names = [f"{folder.name}_{ending}" for ending in missing]
    check_present(names, f"{_AGAIN.capitalize()}, or copy what is missing.")


def _bands(layout: Layout, folder: _Folder, metadata: Metadata) -> tuple[BandSource, ...]:
    scale = 10000.0 / metadata.quantification
    return tuple(
        BandSource(name, folder.find(f"{layout.images}_{name}.tif"), factor=factor, scale=scale,
                   nodata=metadata.nodata, role=layout.roles.get(name, ""))
        for name, factor in layout.bands.items()
    )
