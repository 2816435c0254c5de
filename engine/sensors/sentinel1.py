"""Sentinel-1 backscatter on Sentinel-2 tiles as S1Tiling delivers it: one file a polarisation and date.

The files of a product, `s1a_31TCJ_vv_ASC_030_20200108t060000.tif` and the same with `vh`, lie in one folder with those
of all dates of a tile. The time is `txxxxxx` where two images were joined. What follows it tells the calibration where
that is none of the plain ones (`_NormLim`, `_GammaNaughtRTC`), a speckle filter (`_filtered`) and masks
(`_BorderMask`). Values are linear, 0 is no data; files that somebody turned into decibels are recognised.

Source: S1Tiling, https://s1-tiling.pages.orfeo-toolbox.org/s1tiling/latest/files.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader, open_dataset
from landweave.engine.sensors.integrity import check_on_one_grid
from landweave.engine.sensors.product import BandSource, LeftOut, MaskSource, Product

FORMAT = "s1tiling"
TITLE = "Sentinel-1 of S1Tiling"

POLARISATIONS = ("VV", "VH", "HH", "HV")
"""Band names in feature order; their roles are the same in lower case."""

SCALE, UNIT = 100.0, "dB x 100"

CALIBRATIONS = {"dn": "not calibrated", "beta": "beta nought", "gamma": "gamma nought", "sigma": "",
                "normlim": "sigma nought RTC", "gammanaughtrtc": "gamma nought RTC"}
"""Names of calibrations and what a person should know of their values; of one acquisition the later ones are taken."""

_FILE = re.compile(
    r"(?P<satellite>s1[a-d])_(?P<tile>\d{2}[A-Z]{3})_(?P<polarisation>vv|vh|hh|hv)_(?P<pass>ASC|DES)_(?P<orbit>\d{3})_"
    r"(?P<day>\d{8})t(?P<time>\d{6}|x{6})"
    r"(?P<kind>(?:_(?:dn|beta|gamma|sigma|NormLim|GammaNaughtRTC))?)(?P<filtered>(?:_filtered)?)"
    r"(?P<mask>(?:_BorderMask)?)\.tiff?",
    re.IGNORECASE,
)
_NAME = re.compile(_FILE.pattern.replace(r"(?P<polarisation>vv|vh|hh|hv)_", "").split("(?P<mask>")[0], re.IGNORECASE)
_AGAIN = "Copy the file again, or let S1Tiling make it again."
_SIDE_PX = 256


@dataclass(frozen=True)
class _Files:
    """Paths by polarisation (`VV`)."""

    images: dict[str, str]
    masks: dict[str, str]


def recognises(path: str, names: Iterable[str]) -> bool:
    """Return False: products have no folders of their own."""
    del path, names
    return False


def part_of(path: str) -> str:
    """Return the name of the product that a file belongs to: that of the file without its polarisation."""
    match = _FILE.fullmatch(Path(path).name)
    return _product_name(match) if match else ""


def find(path: str) -> Product | LeftOut:
    """Describe the product of a name, whose files lie in the folder, or say why it cannot be used."""
    match = _NAME.fullmatch(Path(path).name)
    if match is None:
        raise ValueError(f"{path} is no name of a product of S1Tiling")
    files = _files(Path(path))
    if not files.images:
        reason = f"is a {TITLE} product of which only a border mask is here: copy its images, or ignore this."
        return LeftOut(path, reason)
    try:
        return _product(path, match, files)
    except UserError as error:
        return LeftOut(path, f"is a {TITLE} product that cannot be used: {error}", damaged=True)


def _product_name(match: re.Match[str]) -> str:
    parts = (match["satellite"], match["tile"], match["pass"], match["orbit"], f"{match['day']}t{match['time']}")
    return "_".join(parts) + match["kind"] + match["filtered"]


def _files(path: Path) -> _Files:
    images: dict[str, str] = {}
    masks: dict[str, str] = {}
    for file in sorted(path.parent.iterdir()):
        match = _FILE.fullmatch(file.name)
        if match and _product_name(match).lower() == path.name.lower():
            (masks if match["mask"] else images)[match["polarisation"].upper()] = str(file)
    return _Files(images, masks)


def _product(path: str, match: re.Match[str], files: _Files) -> Product:
    names = [name for name in POLARISATIONS if name in files.images]
    wanted = [files.images[name] for name in names]
    grid = check_on_one_grid(((p, 1) for p in (*wanted, *files.masks.values())), _AGAIN)
    tags = open_dataset(wanted[0]).GetMetadata()
    calibration = (match["kind"].lstrip("_") or tags.get("CALIBRATION", "")).lower()
    rank = list(CALIBRATIONS).index(calibration) if calibration in CALIBRATIONS else len(CALIBRATIONS)
    filtered = bool(match["filtered"])
    direction = match["pass"].upper()
    return Product(
        identifier=Path(path).name,
        format=FORMAT,
        sensor=f"S1{direction}",
        tile=match["tile"].upper(),
        acquired=_acquired(match, tags),
        path=wanted[0],
        grid=grid,
        bands=tuple(_band(name, files.images[name]) for name in names),
        masks=tuple(MaskSource(files.masks[name], "values", (0,)) for name in sorted(files.masks)),
        version=f"{rank}.{0 if filtered else 1} ({calibration or 'no calibration named'}{', filtered' * filtered})",
        orbit=str(int(match["orbit"])),
        part=f"{match['satellite'].lower()}_{match['orbit']}",
        pass_direction=direction,
        note=_note(names, calibration, filtered),
    )


def _acquired(match: re.Match[str], tags: Mapping[str, str]) -> str:
    """Return the time by the name, or where two images were joined by the tag of the first."""
    d, t = match["day"], match["time"]
    day = f"{d[:4]}-{d[4:6]}-{d[6:]}"
    if t.isdigit():
        return f"{day}T{t[:2]}:{t[2:4]}:{t[4:]}"
    told = re.match(r"(\d{4})\D(\d{2})\D(\d{2})\D(\d{2}:\d{2}:\d{2})", tags.get("ACQUISITION_DATETIME", ""))
    return f"{day}T{told[4]}" if told and "".join(told.groups()[:3]) == d else day


def _band(name: str, path: str) -> BandSource:
    function = "" if _is_decibel(path) else "db"
    return BandSource(name, path, scale=SCALE, nodata=0.0, role=name.lower(), unit=UNIT, function=function)


def _is_decibel(path: str) -> bool:
    """Tell whether values are decibels, by some of them: linear ones are never negative, most decibels are."""
    with RasterReader() as reader:
        grid = reader.grid(path)
        for across, down in ((2, 2), (1, 1), (3, 3), (1, 3), (3, 1)):
            place = Window(grid.columns * across // 4 - _SIDE_PX // 2, grid.rows * down // 4 - _SIDE_PX // 2,
                           _SIDE_PX, _SIDE_PX).intersection(grid.window)
            values = reader.read(path, 1, place)
            known = values[np.isfinite(values) & (values != 0)]
            if known.size:
                return bool((known < 0).mean() > 0.5)
    return False


def _note(names: Iterable[str], calibration: str, filtered: bool) -> str:
    """Say what tells a product from others that it may be mixed with."""
    unlike = [f"its values are {CALIBRATIONS[calibration]}"] if CALIBRATIONS.get(calibration) else []
    unlike += ["a speckle filter was applied before"] if filtered else []
    unlike += ["it has one polarisation only"] if len(list(names)) == 1 else []
    return ", ".join(unlike)
