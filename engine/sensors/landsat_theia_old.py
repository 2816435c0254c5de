"""Landsat level 2A products of Theia as they were named until the spring of 2017: Landsat 5, 7 and 8.

A product is a folder `LANDSAT8_OLITIRS_XS_20160330_N2A_France-MetropoleD0005H0002` with all bands in one file
(`LANDSAT8_OLITIRS_XS_20160330_N2A_ORTHO_SURF_CORR_PENTE_France-MetropoleD0005H0002.TIF`: surface reflectance x 1000,
slope corrected), the folder `MASK` (`<name>_DIV.TIF`, `_NUA.TIF`, `_SAT.TIF`) and the metadata `<name>.xml`.

The mask `_NODATA` is not read: in some tiles it is 1 where there is an image, in others 0, and what it says stands in
bit 0 of `_DIV` and in the images' own value -10000.

Source: the product description of Theia, http://www.cesbio.ups-tlse.fr/multitemp/?page_id=3916
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.integrity import check_on_one_grid, check_present
from landweave.engine.sensors.landsat_c2 import BANDS as USGS_BANDS
from landweave.engine.sensors.product import BandSource, LeftOut, MaskSource, Product
from landweave.engine.sensors.theia_folder import files_by_name
from landweave.engine.sensors.theia_metadata import MOST_CHARACTERS, first, number

FORMAT = "theia_landsat_n2a"
TITLE = "Theia Landsat N2A"

BANDS = {"L7": USGS_BANDS["L7"], "L8": {"B1": "", **USGS_BANDS["L8"]}}
"""Bands in the order of the file, and their roles. Landsat 5 and 7 come without their thermal band B6."""

MASKS = {"DIV": MaskSource("", "bits", (1,)), "NUA": MaskSource(""), "SAT": MaskSource("")}
"""Bit 0 of DIV: no data (the others: water, snow, relief); NUA: clouds and their shadows; SAT: saturation."""

NODATA, QUANTIFICATION = -10000.0, 1000.0

_NAME = re.compile(
    r"(?P<start>LANDSAT(?P<satellite>[578])_[A-Z]+_XS[A-Z]*_(?P<date>\d{8})_N2A)_(?P<zone>[^.]*?(?:D\d{4}[A-Z]\d{4})?)",
    re.IGNORECASE,
)
_IMAGE = "ORTHO_SURF_CORR_PENTE"
_COUNTRY = "FRANCE-METROPOLE"
_AGAIN = "Download the product again."


@dataclass(frozen=True)
class _Metadata:
    time: str = ""
    version: str = ""
    sun_zenith: float | None = None
    sun_azimuth: float | None = None
    quantification: float = QUANTIFICATION
    note: str = ""


def recognises(path: str, names: Iterable[str]) -> bool:
    """Tell from its name whether a folder is a product."""
    names = list(names)
    if not _NAME.fullmatch(Path(path).name):
        return any(_NAME.match(name) and f"_{_IMAGE}_" in name.upper() for name in names)
    # An archive unpacked into a folder of its own name: the product is the inner one.
    return not any(_NAME.fullmatch(name) for name in names)


def find(path: str) -> Product | LeftOut:
    """Describe the product in a folder, or say why it cannot be used."""
    try:
        return _product(Path(path))
    except UserError as error:
        return LeftOut(path, f"is a {TITLE} product that cannot be used: {error}", damaged=True)


def _product(folder: Path) -> Product:
    files = files_by_name(folder, "MASK")
    name = _identifier(folder, files)
    match = _NAME.fullmatch(name)
    if match is None:
        raise UserError(f"its name is not one of Theia's ({name}).", "Give it its original name.")
    image = f"{match['start']}_{_IMAGE}_{match['zone']}.TIF"
    wanted = [image, *(f"{name}_{mask}.TIF" for mask in MASKS)]
    check_present([file for file in wanted if file.upper() not in files], f"{_AGAIN[:-1]}, or copy what is missing.")
    paths = [files[file.upper()] for file in wanted]
    sensor = "L8" if match["satellite"] == "8" else "L7"
    grid = check_on_one_grid(((p, 1) for p in paths), _AGAIN)
    _check_bands(paths[0], len(BANDS[sensor]))
    d = match["date"]
    day = f"{d[:4]}-{d[4:6]}-{d[6:]}"
    metadata = _read_metadata(files.get(f"{name}.XML".upper(), ""), day)
    scale = 10000.0 / metadata.quantification
    return Product(
        identifier=name,
        format=FORMAT,
        sensor=sensor,
        tile=match["zone"][len(_COUNTRY):] if match["zone"].upper().startswith(_COUNTRY) else match["zone"],
        acquired=f"{day}T{metadata.time}" if metadata.time else day,
        path=str(folder),
        grid=grid,
        bands=tuple(
            BandSource(band, paths[0], layer, scale=scale, nodata=NODATA, role=role)
            for layer, (band, role) in enumerate(BANDS[sensor].items(), 1)
        ),
        masks=tuple(MaskSource(p, m.rule, m.values) for p, m in zip(paths[1:], MASKS.values())),
        version=metadata.version,
        sun_zenith=metadata.sun_zenith,
        sun_azimuth=metadata.sun_azimuth,
        note=metadata.note,
    )


def _identifier(folder: Path, files: dict[str, str]) -> str:
    """Return the product's name: by its image, since folders get renamed."""
    names = {Path(f).stem.replace(f"{_IMAGE}_", "") for f in files.values() if f"_{_IMAGE}_" in Path(f).name.upper()}
    if len(names) > 1:
        listed = " and ".join(sorted(names)[:2])
        raise UserError(f"it holds files of several products ({listed}).", "Put each product in a folder of its own.")
    return names.pop() if names else folder.name


def _check_bands(image: str, wanted: int) -> None:
    with RasterReader() as reader:
        layers = reader.info(image).layers
    if layers != wanted:
        raise UserError(f"{Path(image).name} holds {layers} bands, not {wanted}.", _AGAIN)


def _read_metadata(path: str, day: str) -> _Metadata:
    if not path:
        return _Metadata(note="its metadata (.xml) are missing: its time is unknown")
    try:
        with Path(path).open(encoding="utf-8", errors="replace") as file:
            text = file.read(MOST_CHARACTERS)
    except OSError as error:
        return _Metadata(note=f"its metadata cannot be read ({error.strerror})")
    acquired = first(r"<DATE_PDV>\s*(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2})", text)
    quantification = number(r"<QUANTIFICATION>(?:(?!</QUANTIFICATION>).)*?<VALUE>", text)
    others = "" if acquired[:10] in ("", day) else f"its metadata say {acquired[:10]}"
    return _Metadata(
        time=acquired[11:] if acquired[:10] == day else "",
        version=first(r"<VERSION>\s*([\d.]+)", text),
        sun_zenith=number("<THETA_S>", text),
        sun_azimuth=number("<PHI_S>", text),
        quantification=quantification if quantification and quantification > 0 else QUANTIFICATION,
        note=others or ("" if acquired else "its metadata are incomplete: its time is unknown"),
    )
