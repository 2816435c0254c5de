"""`coregister`: a catalogue whose images lie on a reference. No image is rewritten: shifts are applied on reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from landweave.engine.catalogue.store import Catalogue, check_files, load_catalogue, save_catalogue
from landweave.engine.coregister.correlate import correlator
from landweave.engine.coregister.images import with_band
from landweave.engine.coregister.measure import Search
from landweave.engine.coregister.modes import BORROWED, KEPT, MEASURED, MODES, REFERENCE, Placed
from landweave.engine.coregister.references import find_references
from landweave.engine.coregister.table import name_failed, refuse_if_none, write_table
from landweave.engine.coregister.tasks import Setup, place
from landweave.engine.errors import UserError
from landweave.engine.jobs.coregister import CoregisterJob
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors.product import Product
from landweave.engine.types import Json

_BAND = "red"


def run(job: CoregisterJob, context: RunContext) -> dict[str, Json]:
    """Write the catalogue with shifts, and the table if it is asked for.

    Returns:
        `OUTPUT`, `OUTPUT_CSV` if asked for, `REGISTERED` and `NOT_REGISTERED` (counts).

    Raises:
        UserError: if scikit-image is not there, no image has the band, the reference cannot be used, or no image could
            be registered; naming the file that is damaged or gone.
    """
    correlator()
    _check(job)
    catalogue = load_catalogue(job.catalogue)
    check_files(catalogue)
    search = Search(job.window, job.smallest_window, job.max_shift, job.minimum_windows, job.precision)
    search.check()
    products = compared(catalogue, job, context)
    with RasterReader() as reader:
        references = find_references(job.reference, job.reference_band, job.reference_date, products, reader)
    day = date.fromisoformat(job.reference_date) if job.reference_date else None
    placed = place(products, Setup(search, references, job.mode, day), context)
    refuse_if_none(placed, references.name)
    _tell(placed, context)
    save_catalogue(job.output, with_shifts(catalogue, placed))
    outputs: dict[str, Json] = {"OUTPUT": job.output}
    if job.output_csv:
        write_table(job.output_csv, placed)
        outputs["OUTPUT_CSV"] = job.output_csv
    for name, path in outputs.items():
        context.artifact(name, path)
    failed = sum(p.status in (BORROWED, KEPT) for p in placed)
    return {**outputs, "REGISTERED": sum(p.status == MEASURED for p in placed), "NOT_REGISTERED": failed}


def compared(catalogue: Catalogue, job: CoregisterJob, context: RunContext) -> list[Product]:
    """Return the products that are to be registered, each with the one band that is compared.

    Raises:
        UserError: if a sensor that is named is unknown, or no product has the band.
    """
    for sensor in job.sensors:
        if sensor not in catalogue.sensors():
            raise UserError(f"The catalogue has no images of '{sensor}'.",
                            f"It has: {', '.join(catalogue.sensors()) or 'none'}.")
    band = job.band or _BAND
    found: list[Product] = []
    lacking: dict[str, Product] = {}
    for product in catalogue.products:
        if job.sensors and product.sensor not in job.sensors:
            continue
        one = with_band(product, band)
        if one is None:
            lacking.setdefault(product.sensor, product)
        else:
            found.append(one)
    for sensor, product in lacking.items():
        names = ", ".join(b.name for b in product.bands)
        if not found:
            raise UserError(f"The images of {sensor} have no band '{band}'.", f"Give BAND one of: {names}.")
        context.warning(f"The images of {sensor} that have no band '{band}' stay where they are; their bands: "
                        f"{names}.")
    if not found:
        raise UserError(f"The catalogue {job.catalogue} holds no image.", "Scan a folder that holds images.")
    return found


def with_shifts(catalogue: Catalogue, placed: Sequence[Placed]) -> Catalogue:
    """Return a catalogue with the shifts of products."""
    by_key = {_key(p.product): p for p in placed}
    return replace(catalogue, products=tuple(_shifted(p, by_key.get(_key(p))) for p in catalogue.products))


def _shifted(product: Product, placed: Placed | None) -> Product:
    if placed is None or placed.status in (KEPT, REFERENCE):
        return product
    agreement = None if placed.measured is None else placed.measured.agreement
    return replace(
        product,
        shift=(round(placed.shift[0], 9), round(placed.shift[1], 9)),
        shift_windows=agreement.windows if agreement else 0,
        shift_correlation=round(agreement.correlation, 3) if agreement else None,
    )


def _check(job: CoregisterJob) -> None:
    if job.mode not in MODES:
        raise UserError(f"The mode '{job.mode}' is unknown.", f"MODE is one of: {', '.join(MODES)}.")
    for name, value in (("WINDOW", job.window), ("SMALLEST_WINDOW", job.smallest_window),
                        ("MINIMUM_WINDOWS", job.minimum_windows), ("PRECISION", job.precision)):
        if value < 1:
            raise UserError(f"{name} is {value}.", "Give it a number above 0.")
    if not 0 < job.max_shift < float("inf"):
        raise UserError(f"MAX_SHIFT is {job.max_shift:g}.", "Give it a number above 0.")
    if job.reference_date:
        try:
            date.fromisoformat(job.reference_date)
        except ValueError as error:
            raise UserError(f"REFERENCE_DATE is '{job.reference_date}', which is no date.",
                            "Give it as YYYY-MM-DD.") from error


def _key(product: Product) -> tuple[str, str, str]:
    return product.sensor, product.identifier, product.path


def _tell(placed: Sequence[Placed], context: RunContext) -> None:
    for p in placed:
        if p.status == MEASURED and p.measured is not None:
            x, y = p.shift
            of = p.measured.agreement
            context.log(f"{p.product.sensor} {p.product.tile} {p.product.day.isoformat()}: shift {x:+.6g}, {y:+.6g}; "
                        f"{of.windows} of {of.compared} windows of {p.measured.window} pixels agree, correlation "
                        f"{of.correlation:.2f}.")
    borrowed = [p for p in placed if p.status == BORROWED]
    if borrowed:
        context.warning(f"{len(borrowed)} of {len(placed)} images could not be registered, and get the shift of others "
                        f"of their series: {name_failed(borrowed)}.")
    kept = [p for p in placed if p.status == KEPT]
    if kept:
        context.warning(f"{len(kept)} of {len(placed)} images could not be registered, and stay where they are: "
                        f"{name_failed(kept)}.")
