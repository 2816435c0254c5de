"""Images, polygons and names: folders of sensors become one catalogue, two files one nomenclature."""

from __future__ import annotations

import configparser
from pathlib import Path

from landweave.engine.catalogue.scan import scan
from landweave.engine.catalogue.store import Catalogue, product_order, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.iota2.conversion import Conversion, is_set
from landweave.engine.jobs import ScanCatalogueJob
from landweave.engine.nomenclature import Entry, Nomenclature
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors.user_static import read_static

_CHAIN = ("chain",)
_FOLDERS = {
    "S2Path": ("theia_s2_l2a", "Sentinel_2"), "S2_S2C_Path": ("sen2cor_l2a", "Sentinel_2_S2C"),
    "S2_L3A_Path": ("theia_s2_l3a", "Sentinel_2_L3A"), "L8Path": ("theia_landsat_l2a", "Landsat8"),
    "L8Path_old": ("theia_landsat_n2a", "Landsat8_old"), "L5Path_old": ("theia_landsat_n2a", "Landsat5_old"),
    "L5Path": ("theia_landsat_n2a", "Landsat5"), "L8_usgs_path": ("landsat_c2_l2", "Landsat8_usgs"),
}  # fmt: skip
_STACKS = ("S2_output_path", "S2_S2C_output_path", "s2_l3a_output_path", "write_reproject_resampled_input_dates_stack")


def convert_images(c: Conversion, context: RunContext) -> dict[str, str]:
    """Scan the folders of all sensors into one catalogue.

    Returns:
        The section of each sensor that has images, by the key of the sensor here.
    """
    found: list[Catalogue] = []
    present: dict[str, str] = {}
    for key, (kind, section) in _FOLDERS.items():
        name, value = c.take(key, *_CHAIN)
        if not is_set(value):
            c.ignore(name, "is not set.")
            continue
        catalogue = _scanned(c, name, c.file(value), (kind,), context)
        if catalogue is not None:
            found.append(catalogue)
            present.update(dict.fromkeys(sorted({p.sensor for p in catalogue.products}), section))
    radar = _radar(c, context)
    if radar is not None:
        found.append(radar)
        present.update({p.sensor: p.sensor for p in radar.products})
    _layers(c)
    for key in _STACKS:
        c.ignore(c.take(key, *_CHAIN)[0], "no reprojected stacks are written: images are resampled when they are read.")
    _save(c, found)
    name, tiles = c.take("listTile", *_CHAIN)
    if is_set(tiles):
        names = tiles if isinstance(tiles, list) else str(tiles).split()
        c.set("TILES", ",".join(_tile(str(tile)) for tile in names), name)
    return present


def convert_names(c: Conversion) -> None:
    """Set the reference, the regions, the run folder, and one nomenclature of both files."""
    for key, parameter, convert in (
        ("groundTruth", "REFERENCE", c.file), ("dataField", "CLASS_FIELD", str), ("regionPath", "REGIONS", c.file),
        ("regionField", "REGION_FIELD", str), ("outputPath", "RUN_FOLDER", c.file),
    ):  # fmt: skip
        name, value = c.take(key, *_CHAIN)
        if is_set(value):
            c.set(parameter, convert(value), name)
        elif parameter in ("REFERENCE", "CLASS_FIELD", "RUN_FOLDER"):
            c.refuse(name or f"chain.{key}", f"is not set: give {parameter}.")
        else:
            c.ignore(name, "is not set.")
    if "REGIONS" not in c.parameters:
        c.parameters.pop("REGION_FIELD", None)
    for name in ("REFERENCE", "REGIONS"):
        if name in c.parameters and not Path(c.parameters[name]).exists():
            c.notes.append(f"{name} is {c.parameters[name]}, which does not exist here.")
    _nomenclature(c)


def _tile(name: str) -> str:
    """Return the name of a tile here: 31TCJ for T31TCJ."""
    return name[1:] if len(name) == 6 and name[0] in "Tt" and name[1:3].isdigit() else name


def _scanned(
    c: Conversion, name: str, folder: str, sensors: tuple[str, ...], context: RunContext
) -> Catalogue | None:
    """Return what is found in a folder; None, and a line in the record, where nothing is."""
    if not Path(folder).is_dir():
        c.refuse(name, f"the folder {folder} does not exist here: list the images with scan_catalogue.")
        return None
    try:
        catalogue = scan(ScanCatalogueJob(folder, "", sensors), context)
    except UserError as error:
        c.refuse(name, str(error))
        return None
    c.map(name, f"becomes part of CATALOGUE: {len(catalogue.products)} products.")
    return catalogue


def _radar(c: Conversion, context: RunContext) -> Catalogue | None:
    """Scan the folder that the settings of Sentinel-1 name as their output."""
    name, value = c.take("S1Path", *_CHAIN)
    if not is_set(value):
        c.ignore(name, "is not set.")
        return None
    settings = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        settings.read_string(Path(c.file(value)).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, configparser.Error):
        c.refuse(name, f"{c.file(value)} holds no settings of Sentinel-1: list the images with scan_catalogue.")
        return None
    for option in ("output", "s1images"):
        folder = settings.get("Paths", option, fallback="").strip()
        if folder and Path(c.file(folder)).is_dir():
            return _scanned(c, name, c.file(folder), ("s1tiling",), context)
    c.refuse(name, f"{c.file(value)} names no folder that exists here.")
    return None


def _layers(c: Conversion) -> None:
    """Take the rasters of the user as layers without date."""
    name, value = c.take("userFeatPath", *_CHAIN)
    patterns_name, patterns = c.take("patterns", "userFeat")
    arbo_name, _ = c.take("arbo", "userFeat")
    if not is_set(value):
        for each in (name, patterns_name, arbo_name):
            c.ignore(each, "no features of the user are given.")
        return
    wanted = [p.strip() for p in str(patterns or "").split(",") if p.strip()]
    folder = Path(c.file(value))
    if not folder.is_dir():
        c.refuse(name, f"the folder {folder} does not exist here: give its rasters as STATIC_LAYERS of scan_catalogue.")
        c.ignore(patterns_name, "belongs to that folder.")
        c.ignore(arbo_name, "belongs to that folder.")
        return
    files = sorted(str(p) for p in folder.rglob("*") if p.suffix.lower() in (".tif", ".tiff", ".vrt", ".jp2")
                   and (not wanted or any(pattern in p.name for pattern in wanted)))
    c.user_layers = tuple(files)
    c.map(name, f"{len(files)} rasters become layers without date of CATALOGUE.")
    c.map(patterns_name, "chooses them.")
    c.ignore(arbo_name, "folders are searched with all folders below them.")


def _save(c: Conversion, found: list[Catalogue]) -> None:
    """Write one catalogue of all."""
    if not found:
        c.notes.append("No images were found: list them with scan_catalogue, and give CATALOGUE.")
        return
    with RasterReader() as reader:
        static, unusable = read_static(c.user_layers, reader)
    products = sorted((p for catalogue in found for p in catalogue.products), key=product_order)
    left_out = [item for catalogue in found for item in catalogue.left_out if item.damaged]
    path = c.beside("catalogue.gpkg")
    save_catalogue(path, Catalogue(tuple(products), (*left_out, *unusable), static))
    c.parameters["CATALOGUE"] = path


def _nomenclature(c: Conversion) -> None:
    """Join names and colours in one file."""
    names, colours = c.take("nomenclaturePath", *_CHAIN), c.take("colorTable", *_CHAIN)
    read: list[Nomenclature] = []
    for name, value in (names, colours):
        if not is_set(value):
            c.ignore(name, "is not set.")
            continue
        try:
            read.append(Nomenclature.load(c.file(value)))
            c.map(name, "becomes NOMENCLATURE.")
        except UserError as error:
            c.refuse(name, str(error))
            read.append(Nomenclature())
    if not any(n.entries for n in read):
        return
    called, coloured = (*read, Nomenclature())[:2] if is_set(names[1]) else (Nomenclature(), read[0])
    entries = []
    for code in dict.fromkeys((*called.codes, *coloured.codes)):
        colour = coloured.entry(code).colour if code in coloured.codes else called.entry(code).colour
        entries.append(Entry(code, called.name(code), colour))
    path = c.beside("nomenclature.csv")
    Nomenclature(tuple(entries)).save(path)
    c.parameters["NOMENCLATURE"] = path
