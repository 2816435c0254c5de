"""Scan folders of satellite images into a catalogue, and say why something was left out."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path

from landweave.engine.catalogue.area import Area, within
from landweave.engine.catalogue.choice import Filter, choose
from landweave.engine.catalogue.gather import gather
from landweave.engine.catalogue.report import none_wanted, nothing_found, report
from landweave.engine.catalogue.store import Catalogue, product_order, save_catalogue
from landweave.engine.catalogue.walk import Found, walk
from landweave.engine.errors import UserError
from landweave.engine.jobs.time_series import ScanCatalogueJob
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors import format_names
from landweave.engine.sensors.stac import Read, read_source
from landweave.engine.sensors.stac_generic import with_tiles
from landweave.engine.sensors.stac_source import Asked
from landweave.engine.sensors.user_names import UserOptions
from landweave.engine.sensors.user_pattern import name_pattern
from landweave.engine.sensors.user_static import read_static, static_files
from landweave.engine.sensors.user_tables import DateTable, read_dates_table
from landweave.engine.types import Json


def run(job: ScanCatalogueJob, context: RunContext) -> dict[str, Json]:
    """Do a job of the algorithm `scan_catalogue`.

    Returns:
        `OUTPUT` and the numbers `PRODUCTS`, `TILES`, `LEFT_OUT`.

    Raises:
        UserError: when a parameter is wrong, nothing usable is found, or the catalogue cannot be written.
    """
    catalogue = scan(job, context)
    save_catalogue(job.output, catalogue)
    context.artifact("OUTPUT", job.output)
    context.progress(1.0, "Catalogue written")
    return {
        "OUTPUT": job.output,
        "PRODUCTS": len(catalogue.products),
        "TILES": len(catalogue.tiles()),
        "LEFT_OUT": len(catalogue.left_out),
    }


def scan(job: ScanCatalogueJob, context: RunContext) -> Catalogue:
    """Find the products below a folder and of a STAC source; the order of names on the disk never matters.

    Raises:
        UserError: as `run`.
    """
    wanted = Filter.checked(job.start_date, job.end_date, job.max_cloud)
    sensors = _sensors(job.sensors)
    area = Area.checked(job.extent, job.extent_crs)
    if not job.input and not job.stac:
        raise UserError("There is neither a folder (INPUT) nor a STAC source (STAC).", "Give one of them, or both.")
    folder = os.path.realpath(job.input) if job.input else ""
    where = folder or job.stac
    options = _user_options(job, folder)
    without_date = static_files(job.static_layers)
    known = frozenset(str(Path(p).resolve()) for p in without_date)
    found = walk(folder, options.table.listed, context, known) if folder else Found()
    gathered = gather(found, sensors, options, context)
    of_stac = _of_stac(job, wanted, area, context)
    inside, outside = within(area, with_tiles([*gathered.products, *of_stac.products]))
    with RasterReader() as reader:
        static, unusable = read_static(without_date, reader)
    kept, unwanted = choose(inside, wanted)
    left_out = (*gathered.left_out, *of_stac.left_out, *unusable, *outside, *unwanted)
    catalogue = Catalogue(tuple(sorted(kept, key=product_order)), left_out, static)
    report(catalogue, context)
    if outside and not inside:
        raise UserError(f"None of the {len(outside)} products of {where} touches EXTENT.", "Choose another EXTENT.")
    if inside and not kept:
        raise none_wanted(where, inside, wanted)
    if not kept:
        raise nothing_found(where, left_out)
    return catalogue


def _of_stac(job: ScanCatalogueJob, wanted: Filter, area: Area | None, context: RunContext) -> Read:
    """Read the STAC source, if there is one."""
    if not job.stac:
        return Read()
    context.log(f"Reading {job.stac}")
    asked = Asked(job.stac, job.stac_collections, area.degrees if area else None, wanted.start, wanted.end)
    return read_source(
        asked,
        lambda box: area is None or area.touches_box(box),
        context.check_cancelled,
        lambda count: context.progress(0.9, f"{count} items of {job.stac}"),
    )


def _sensors(names: Sequence[str]) -> tuple[str, ...]:
    known = format_names()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UserError(f"SENSORS names '{unknown[0]}', which is no format.", f"Known: {', '.join(known)}.")
    return tuple(names) or known


def _user_options(job: ScanCatalogueJob, folder: str) -> UserOptions:
    if job.scale < 0:
        raise UserError(f"SCALE is {job.scale:g}.", "Give a positive factor, or 0 to let Landweave choose.")
    table = read_dates_table(job.dates_table, folder) if job.dates_table else DateTable()
    return UserOptions(table, job.scale, _number(job.nodata), name_pattern(job.pattern), folder)


def _number(text: str) -> float | None:
    """Return what NODATA says; NaN never counts as a value, so it needs no mention."""
    if not text.strip():
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise UserError(f"NODATA is '{text}', which is no number.", "Give one, or leave it empty.") from error
    return value if math.isfinite(value) else None
