"""Scan folders of satellite images into a catalogue, and say why something was left out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from landweave.engine.catalogue.choice import Filter, choose
from landweave.engine.catalogue.store import Catalogue, product_order, save_catalogue
from landweave.engine.catalogue.walk import Found, walk
from landweave.engine.errors import UserError
from landweave.engine.jobs.time_series import ScanCatalogueJob
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors import USER_FORMAT, folder_formats, format_names
from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.sensors.user_dates import Dated, read_dates_table
from landweave.engine.sensors.user_rasters import Image, UserOptions, examine
from landweave.engine.sensors.user_series import assemble
from landweave.engine.types import Json

_T = TypeVar("_T")

_MOST_WARNINGS = 30
_MOST_REASONS, _REASONS_IN_FULL = 10, 3
_KIND_CHARACTERS = 30
"""Reasons that begin alike are of one kind."""


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
    """Find the products below a folder; the order of names on the disk never matters.

    Raises:
        UserError: as `run`.
    """
    wanted = Filter.checked(job.start_date, job.end_date, job.max_cloud)
    sensors = _sensors(job.sensors)
    if job.scale < 0:
        raise UserError(f"SCALE is {job.scale:g}.", "Give a positive factor, or 0 to let Landweave choose.")
    folder = os.path.realpath(job.input)
    dates = read_dates_table(job.dates_table, folder) if job.dates_table else {}
    found = walk(folder, frozenset(dates), context)
    products, left = _open(found, sensors, UserOptions(dates, job.scale), context)
    left = [*found.left_out, *_absent(dates, job.dates_table), *left]
    kept, unwanted = choose(products, wanted)
    catalogue = Catalogue(tuple(sorted(kept, key=product_order)), (*left, *unwanted))
    _report(catalogue, context)
    if not catalogue.products:
        raise _nothing(folder, catalogue.left_out)
    return catalogue


def _sensors(names: Sequence[str]) -> tuple[str, ...]:
    known = format_names()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UserError(f"SENSORS names '{unknown[0]}', which is no format.", f"Known: {', '.join(known)}.")
    return tuple(names) or known


def _open(
    found: Found, sensors: Sequence[str], options: UserOptions, context: RunContext
) -> tuple[list[Product], list[LeftOut]]:
    """Open every candidate, with progress."""
    products: list[Product] = []
    left: list[LeftOut] = []
    total = max(1, len(found.folders) + len(found.rasters))
    for done, (path, module) in enumerate(found.folders):
        context.progress(done / total, f"Reading {Path(path).name}")
        if module.FORMAT not in sensors:
            left.append(LeftOut(path, f"is a {module.TITLE} product, which SENSORS does not ask for."))
            continue
        _sort_in(module.find(path), products, left)
    images: list[Image] = []
    with RasterReader() as reader:
        for done, path in enumerate(found.rasters, start=len(found.folders)):
            context.progress(done / total, f"Reading {Path(path).name}")
            if USER_FORMAT not in sensors:
                left.append(LeftOut(path, "is a raster of the user, which SENSORS does not ask for."))
                continue
            _sort_in(examine(path, options, reader), images, left)
    series, outliers = assemble(images)
    return products + series, left + outliers


def _sort_in(item: _T | LeftOut, good: list[_T], left: list[LeftOut]) -> None:
    """Put an answer of a format where it belongs."""
    if isinstance(item, LeftOut):
        left.append(item)
    else:
        good.append(item)


def _absent(dates: dict[str, Dated], table: str) -> list[LeftOut]:
    absent = [path for path in dates if not Path(path).exists()]
    return [LeftOut(path, f"is named in {table} but does not exist.", damaged=True) for path in absent]


def _report(catalogue: Catalogue, context: RunContext) -> None:
    """Say in one line what was found, and in one line each what was left out and why."""
    for item in catalogue.left_out[:_MOST_WARNINGS]:
        context.warning(f"Left out: {item.path} {item.reason}")
    rest = len(catalogue.left_out) - _MOST_WARNINGS
    if rest > 0:
        context.warning(f"Left out: {rest} more; the table 'left_out' of the catalogue lists all with their reasons.")
    notes = Counter(p.note for p in catalogue.products if p.note)
    for note, count in sorted(notes.items()):
        first = next(p for p in catalogue.products if p.note == note)
        context.warning(f"{first.identifier}{f' and {count - 1} more products' if count > 1 else ''}: {note}.")
    if catalogue.products:
        context.log(_summary(catalogue))


def _summary(catalogue: Catalogue) -> str:
    parts = []
    for sensor in catalogue.sensors():
        days = sorted({p.day for p in catalogue.products if p.sensor == sensor})
        tiles = sorted({p.tile for p in catalogue.products if p.sensor == sensor})
        count = sum(p.sensor == sensor for p in catalogue.products)
        shown = ", ".join(tiles[:5]) + (" ..." if len(tiles) > 5 else "")
        parts.append(f"{sensor}: {count} products on {len(days)} dates from {days[0]} to {days[-1]}, tiles {shown}")
    return f"{'; '.join(parts)}; {len(catalogue.left_out)} left out."


def _nothing(folder: str, left: Sequence[LeftOut]) -> UserError:
    """Return the error of a scan without a product, with one reason of each kind."""
    titles = ", ".join(str(module.TITLE) for module in folder_formats())
    readable = f"Landweave reads products of the kinds {titles}, and one GeoTIFF a date with the date in its name."
    if not left:
        return UserError(f"No images were found in {folder}.", f"Choose another folder. {readable}")
    of_kind: dict[str, LeftOut] = {}
    for item in left:
        of_kind.setdefault(item.reason[:_KIND_CHARACTERS], item)
    shown = list(of_kind.values())[:_MOST_REASONS]
    brief = len(shown) > _REASONS_IN_FULL
    reasons = " ".join(f"{Path(i.path).name} {_first_sentence(i.reason) if brief else i.reason}" for i in shown)
    more = f" And {len(left) - len(shown)} more." if len(left) > len(shown) else ""
    return UserError(f"No usable product was found in {folder}: {reasons}{more}", readable)


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".") + "."
