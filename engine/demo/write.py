"""Job `demo_data`: a seeded synthetic area with known truth."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import psutil

from landweave.engine.demo import classes as k
from landweave.engine.demo.area import CRS_CODE, FIRST_YEAR, MARGIN, TILES, USUAL_SHIFT_DAYS, Area
from landweave.engine.demo.calendar import acquisitions
from landweave.engine.demo.landsat_files import landsat_passes, write_landsat
from landweave.engine.demo.objects import Objects
from landweave.engine.demo.products import write_acquisition
from landweave.engine.demo.reference import reference_polygons, region_polygons
from landweave.engine.demo.sentinel1 import radar_passes, write_radar
from landweave.engine.errors import UserError
from landweave.engine.jobs.tools import DemoDataJob
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.style import write_class_style
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import explain
from landweave.engine.types import Json
from landweave.engine.vector.layers import write_layer

SENSORS = ("sentinel2", "sentinel1", "landsat")
Writing = Callable[[], None]
_VERSION = 1
_MARKER = "demo_area.json"
_ENTRIES = (
    "products", "reference.gpkg", "regions.gpkg", "nomenclature.csv", "truth.tif", "truth.qml", "README.txt", _MARKER,
)
_OUTPUTS = {
    "OUTPUT": "", "REFERENCE": "reference.gpkg", "REGIONS": "regions.gpkg", "NOMENCLATURE": "nomenclature.csv",
    "TRUTH": "truth.tif", "PRODUCTS": "products",
}
_PRODUCTS = {
    "sentinel2": """\
products/         two overlapping Sentinel-2 tiles ({tiles}), {dates} acquisitions of {year} each,
                  as Theia (MUSCATE) level 2A folders: surface reflectance x 10000, masks, metadata
""",
    "sentinel1": """\
products/s1/      Sentinel-1 on the same tiles, every 12 days from each side, as S1Tiling writes it: sigma nought
                  (linear), VV and VH, 5 looks, border masks
""",
    "landsat": """\
products/landsat/ Landsat 8 (and 9 from November), every 16 days, as Collection 2 Level 2 scenes of 30 m with clouds
                  of their own
""",
}
_LAYOUT_SHARE, _VECTOR_SHARE = 0.06, 0.10


def run(job: DemoDataJob, context: RunContext) -> dict[str, Json]:
    """Write the demo area below a folder.

    An area of the same size, dates and seed that is there already is kept; any other demo area there is replaced.

    Raises:
        UserError: if the folder holds anything else, cannot be written, or a parameter is out of its range.
    """
    cloudiness = job.cloudiness if job.cloudiness >= 0 else None
    area = Area(job.size, job.dates, job.seed, spatial_reference(CRS_CODE).ExportToWkt(), cloudiness,
                job.year, job.region_shift, job.texture)
    sensors = _sensors(job.sensors)
    output = Path(job.output)
    results: dict[str, Json] = {key: str(output / name) if name else str(output) for key, name in _OUTPUTS.items()}
    wanted: dict[str, Json] = {"version": _VERSION, "size": job.size, "dates": job.dates, "seed": job.seed}
    wanted |= {"sensors": list(sensors)} if sensors != (SENSORS[0],) else {}
    wanted |= {"cloudiness": cloudiness} if cloudiness is not None else {}
    wanted |= {"year": job.year} if job.year != FIRST_YEAR else {}
    wanted |= {"region_shift": job.region_shift} if job.region_shift != USUAL_SHIFT_DAYS else {}
    wanted |= {"texture": True} if job.texture else {}
    if _is_whole(output, wanted):
        context.log(f"The demo area in {output} is already there with these parameters.")
        return results
    _check_replaceable(output)
    part = output.with_name(f".{output.name}.part{os.getpid()}")
    _remove_abandoned(output)
    try:
        part.mkdir(parents=True)
        _write(area, sensors, part, context)
        _write_marker(part, wanted)
        _put_in_place(part, output)
    except OSError as error:
        raise explain(error, output) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    context.progress(1.0, "Demo area written")
    return results


def _sensors(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sensors in their own order, without repeats.

    Raises:
        UserError: if there is none, or an unknown one.
    """
    unknown = [name for name in names if name not in SENSORS]
    if unknown or not names:
        what = f"knows no sensor '{unknown[0]}'" if unknown else "needs a sensor"
        raise UserError(f"The demo area {what}.", f"Choose among {', '.join(SENSORS)}.")
    return tuple(name for name in SENSORS if name in names)


def _images(area: Area, sensors: tuple[str, ...], objects: Objects, folder: Path) -> list[tuple[date, Writing]]:
    """Return the day of each image, and what writes it."""
    out: list[tuple[date, Writing]] = []
    if "sentinel2" in sensors:
        out += [(a.date, partial(write_acquisition, area, objects, a, folder)) for a in acquisitions(area)]
    if "sentinel1" in sensors:
        out += [(p.date, partial(write_radar, area, objects, p, folder / "s1")) for p in radar_passes(area.year)]
    if "landsat" in sensors:
        where = folder / "landsat"
        out += [(p.date, partial(write_landsat, area, objects, p, where)) for p in landsat_passes(area.year)]
    return out


def _write(area: Area, sensors: tuple[str, ...], folder: Path, context: RunContext) -> None:
    scratch = folder / "objects.npy"
    objects = Objects.make(area, scratch, lambda done: context.progress(done * _LAYOUT_SHARE, "Laying out parcels"))
    _write_truth(area, objects, folder)
    geometries, fields = reference_polygons(area, objects)
    write_layer(folder / "reference.gpkg", "reference", area.crs, "Polygon", geometries, fields)
    borders, names = region_polygons(area)
    write_layer(folder / "regions.gpkg", "regions", area.crs, "Polygon", borders, {"region": names})
    context.progress(_VECTOR_SHARE, f"{len(geometries)} reference polygons drawn")
    images = _images(area, sensors, objects, folder / "products")
    for number, (day, write) in enumerate(images):
        done = _VECTOR_SHARE + (1 - _VECTOR_SHARE) * number / len(images)
        context.progress(done, f"Acquisition {day} ({number + 1} of {len(images)})")
        write()
    images.clear()
    del write, objects
    scratch.unlink()
    (folder / "README.txt").write_text(_readme(area, sensors, len(geometries)), encoding="utf-8", newline="\n")


def _write_truth(area: Area, objects: Objects, folder: Path) -> None:
    table = folder / "nomenclature.csv"
    table.write_text(k.nomenclature_csv(area.texture), encoding="utf-8", newline="\n")
    colours = {code: _rgb(colour) for code, _, colour, _ in k.classes(area.texture)}
    path = folder / "truth.tif"
    with RasterWriter(path, area.grid(), nodata=0, colours=colours) as writer:
        for first, end in area.blocks():
            index = objects.codes[first + MARGIN : end + MARGIN, MARGIN:-MARGIN] % 16
            writer.write(Window(0, first, area.columns, end - first), k.CODES[index])
    write_class_style(path, Nomenclature.load(str(table)))


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _is_whole(folder: Path, wanted: Json) -> bool:
    """Tell whether a demo area with the wanted parameters is there, with every file at its size."""
    marker = folder / _MARKER
    if not marker.is_file():
        return False
    try:
        found = json.loads(marker.read_text(encoding="utf-8"))
        sizes = found.pop("files")
    except (ValueError, KeyError, AttributeError):
        return False
    if found != wanted:
        return False
    return all((folder / name).is_file() and (folder / name).stat().st_size == size for name, size in sizes.items())


def _check_replaceable(output: Path) -> None:
    """Refuse to write where anything but a demo area is."""
    if output.exists() and not output.is_dir():
        raise UserError(f"{output} is a file, and the demo area is a folder.", "Choose another name.")
    if not output.is_dir():
        return
    foreign = sorted(entry.name for entry in output.iterdir() if entry.name not in _ENTRIES)
    is_demo = (output / _MARKER).is_file()
    if foreign or (any(output.iterdir()) and not is_demo):
        what = f"'{foreign[0]}'" if foreign else "files that are no finished demo area"
        raise UserError(f"The folder {output} holds {what}.", "Choose an empty or a new folder for the demo area.")


def _remove_abandoned(output: Path) -> None:
    """Remove what runs that were killed left beside the folder."""
    start = f".{output.name}.part"
    for path in output.parent.glob(".*") if output.parent.is_dir() else ():
        number = path.name[len(start) :]
        if path.name.startswith(start) and number.isdigit() and not psutil.pid_exists(int(number)):
            shutil.rmtree(path, ignore_errors=True)


def _write_marker(folder: Path, wanted: Json) -> None:
    """Write what the area was made of, last of all: a folder with it is whole."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    text = json.dumps({**wanted, "files": sizes}, indent=1)
    (folder / _MARKER).write_text(text + "\n", encoding="utf-8", newline="\n")


def _put_in_place(part: Path, output: Path) -> None:
    """Give the finished folder its name; a demo area with other parameters goes."""
    if output.is_dir():
        (output / _MARKER).unlink(missing_ok=True)
        shutil.rmtree(output)
    part.rename(output)


def _readme(area: Area, sensors: tuple[str, ...], polygons: int) -> str:
    products = "".join(_PRODUCTS[name] for name in sensors)
    about = products.format(tiles=", ".join(TILES), dates=area.dates, year=area.year)
    classes = "\n".join(f"  {code:3d}  {name}" for code, name, _, _ in sorted(k.classes(area.texture)))
    return f"""A synthetic area for Landweave. Nothing in it was measured: landscape, images and polygons are computed.

{about}reference.gpkg    {polygons} polygons with the fields code and name; about one label in two hundred is wrong
regions.gpkg      two regions (field region); {_south(area.region_shift)} and grows more sunflower and vines
nomenclature.csv  code, name, colour and parent of the classes
truth.tif         the true class of every pixel, for an independent check of a map; not to learn from

Tiles of {area.size} x {area.size} pixels of 10 m, seed {area.seed}: the same numbers give the same files.

Classes:
{classes}
"""


def _south(shift: float) -> str:
    if shift == USUAL_SHIFT_DAYS:
        return "the south is greener earlier"
    return f"the south is {abs(shift):g} days {'earlier' if shift >= 0 else 'later'} than the north"
