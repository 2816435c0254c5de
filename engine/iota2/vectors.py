"""What comes after the map: the section Simplification becomes parameters of `vector_chain`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from landweave.engine.iota2.conversion import Conversion, is_set, plain
from landweave.engine.types import Json

_SECTION = ("Simplification",)
_RASTERS = (".tif", ".tiff", ".vrt", ".img", ".jp2")
_CHOICES = (("classification", "MAP", "map.tif", 1), ("confidence", "CONFIDENCE", "confidence.tif", 2),
            ("validity", "VALIDITY", "validity.tif", 3))
"""Key, parameter, file in the run folder, and number in `statslist`."""
_SIDE_M = 10.0
_NOT_NEEDED: Mapping[str, str] = {
    "seed": "the run folder holds one map, of the fused runs if there are several.",
    "lib64bit": "the map is walked once as a whole.",
    "gridsize": "the map is walked once as a whole.",
    "grasslib": "METHOD=grass finds GRASS by itself, and is not needed.",
    "angle": "the sides of pixels are taken away by TOLERANCE.",
    "blocksize": "the map is walked once as a whole.",
    "lcfield": "the column of the class is called code, that of its name name.",
    "dozip": "files are written as they are; choose FORMAT.",
    "bingdal": "GDAL is the one of this Python.",
    "systemcall": "nothing is started.",
    "chunk": "WORKERS and MEMORY_MIB say it.",
}


def convert_vectors(c: Conversion) -> None:
    """Set the parameters of `vector_chain`, if the configuration has the section."""
    if not any(plain(section) == plain(_SECTION[0]) for section in c.sections):
        return
    folder = str(c.parameters.get("RUN_FOLDER", "."))
    name, value = c.take("statslist", *_SECTION)
    wanted = {int(key) for key in value if str(key).isdigit()} if isinstance(value, dict) else {1, 2, 3}
    for key, parameter, file, number in _CHOICES:
        written, path = c.take(key, *_SECTION)
        if number > 1 and number not in wanted:
            c.ignore(written, "statslist does not ask for it.")
        else:
            own = is_set(path)
            c.set_vector(parameter, c.file(path) if own else f"{folder}/{file}", written,
                         "" if own else "that of the run folder")
    c.set_vector("STATISTICS", bool(wanted), name, "the shares of classes, means and standard deviations are columns")
    _areas(c, _side_m(c))
    _outlines(c)
    _water(c)
    _zones(c)
    for key, reason in _NOT_NEEDED.items():
        c.ignore(c.take(key, *_SECTION)[0], reason)
    written, path = c.take("nomenclature", *_SECTION)
    if "NOMENCLATURE" in c.parameters:
        c.vector_parameters["NOMENCLATURE"] = c.parameters["NOMENCLATURE"]
        c.ignore(written, "names and colours are those of the chain.")
    elif is_set(path):
        c.set_vector("NOMENCLATURE", c.file(path), written)
    else:
        c.ignore(written, "is not set.")
    c.vector_parameters["RUN_FOLDER"] = f"{folder}/vectors"


def _side_m(c: Conversion) -> float:
    """Return the side of a pixel of the map, for areas that are given in pixels."""
    for section, entries in c.sections.items():
        for key, value in entries.items():
            if plain(section) == "chain" and plain(key) == "spatialresolution":
                return c.number(f"{section}.{key}", value[0] if isinstance(value, list) and value else value, _SIDE_M)
    return _SIDE_M


def _areas(c: Conversion, side_m: float) -> None:
    """Set pixel size and minimum area: the largest of those that the passes of the sieve and the polygons ask for."""
    size_name, size = c.take("rssize", *_SECTION)
    coarse = c.number(size_name, size, 20.0 if size_name else side_m)
    if coarse > side_m:
        c.set_vector("RESOLUTION", coarse, size_name)
    else:
        c.ignore(size_name, "the pixels of the map are as large.")
    found: list[float] = []
    for key, pixel_m2, reason in (
        ("umc1", side_m * side_m, f"pixels of {side_m:g} m"), ("umc2", coarse * coarse, f"pixels of {coarse:g} m"),
        ("mmu", 1.0, ""),
    ):  # fmt: skip
        name, value = c.take(key, *_SECTION)
        area = c.number(name, value) * pixel_m2
        found.append(area)
        if area:
            c.map(name, f"becomes MINIMUM_AREA of vector_chain{f': {area:g} m2, {reason}' if reason else ''}; the "
                        "largest of umc1, umc2 and mmu counts.")
        else:
            c.ignore(name, "is not set.")
    c.vector_parameters.update(RADIUS=0, MINIMUM_AREA=max(found))
    c.notes.append("The vectors: small regions are absorbed as iota2's sieve does it, without a majority filter "
                   "(RADIUS=0); RADIUS=1 PASSES=2 make a calmer map.")


def _outlines(c: Conversion) -> None:
    name, value = c.take("douglas", *_SECTION)
    c.set_vector("TOLERANCE", 2 * c.number(name, value, 0.0 if name else 10.0), name,
                 "twice the distance; METHOD=grass is Douglas and Peucker with this distance, by GRASS")
    name, value = c.take("hermite", *_SECTION)
    reach = c.number(name, value, 0.0 if name else 10.0)
    if reach:
        c.set_vector("REACH", reach, name, "corners are cut no further away; METHOD=grass is Hermite by GRASS")
    else:
        c.set_vector("ROUNDS", 0, name, "not smoothed")


def _water(c: Conversion) -> None:
    """Take the layer of inland water, which has to be a raster here."""
    name, value = c.take("inland", *_SECTION)
    if not is_set(value):
        c.ignore(name, "is not set.")
    elif Path(str(value)).suffix.lower() in _RASTERS:
        c.set_vector("MASKS", c.file(value), name, "its values are class codes, unless MASK_CODES names the class")
    else:
        c.refuse(name, "MASKS takes rasters: rasterise it (Raster > Conversion > Rasterize), give it as MASKS, and the "
                       "class of water as MASK_CODES.")


def _zones(c: Conversion) -> None:
    file, field = c.take("clipfile", *_SECTION), c.take("clipfield", *_SECTION)
    value, prefix = c.take("clipvalue", *_SECTION), c.take("outprefix", *_SECTION)
    if not is_set(file[1]):
        for name, _ in (file, field, value, prefix):
            c.ignore(name, "there is no clipfile: the vectors are one file.")
        return
    c.set_vector("ZONES", c.file(file[1]), file[0])
    if is_set(field[1]):
        c.set_vector("ZONE_FIELD", str(field[1]), field[0])
    else:
        c.refuse(field[0] or "Simplification.clipfield", "is not set: give ZONE_FIELD, the zones' column of names.")
    if is_set(value[1]):
        values: list[Json] = value[1] if isinstance(value[1], list) else [value[1]]
        c.set_vector("ZONE_VALUES", ",".join(str(each) for each in values), value[0])
    else:
        c.ignore(value[0], "all zones are written.")
    if is_set(prefix[1]):
        c.set_vector("PREFIX", f"{prefix[1]}_", prefix[0])
    else:
        c.ignore(prefix[0], "is not set.")
