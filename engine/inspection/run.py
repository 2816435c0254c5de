"""`check_inputs`: everything that can be known to be wrong before hours are spent, on one page."""

from __future__ import annotations

import json

from landweave.engine.catalogue.store import Catalogue, load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.inspection.calendar import Calendar, check_calendar
from landweave.engine.inspection.findings import ERROR, NOTE, WARNING, Findings
from landweave.engine.inspection.images import check_products, check_tiles
from landweave.engine.inspection.page import Inspection, write_page
from landweave.engine.inspection.reference import check_reference
from landweave.engine.inspection.series import Needs, check_series, needs_of, sensor_json
from landweave.engine.jobs.profile import CheckInputsJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.runtime.run_folder import versions
from landweave.engine.samples.tiles import tile_grids
from landweave.engine.types import Json
from landweave.engine.validation.details import Acquisition
from landweave.engine.vector.polygonize import is_raster


def run(job: CheckInputsJob, context: RunContext) -> dict[str, Json]:
    """Check the inputs; what is wrong with them is the result and no error.

    Returns:
        `ERRORS`, `WARNINGS` (counts), `OUTPUT_HTML`, `OUTPUT_JSON` (those asked for).

    Raises:
        UserError: if there is no catalogue, or a layer is given without its field.
    """
    for source, field, name in ((job.reference, job.class_field, "CLASS_FIELD"),
                                (job.regions, job.region_field, "REGION_FIELD")):
        if source and not field and not is_raster(source):
            raise UserError(f"{source} is given without its column.", f"Give {name}.")
    catalogue = load_catalogue(job.catalogue)
    inspection = inspect(job, catalogue, context)
    inspection.findings.report(context)
    outputs: dict[str, Json] = {"ERRORS": len(inspection.findings.of(ERROR)),
                                "WARNINGS": len(inspection.findings.of(WARNING))}
    for name, path, write in (("OUTPUT_HTML", job.output_html, write_page),
                              ("OUTPUT_JSON", job.output_json, _write_json)):
        if path:
            write(path, inspection)
            outputs[name] = path
            context.artifact(name, path)
    context.log(f"{outputs['ERRORS']} errors, {outputs['WARNINGS']} warnings.")
    context.progress(1.0, "checked")
    return outputs


def inspect(job: CheckInputsJob, catalogue: Catalogue, context: RunContext) -> Inspection:
    """Return all that was found."""
    findings = Findings.none()
    context.progress(0.0, "images")
    check_products(catalogue, findings)
    context.progress(0.1, "options of the series")
    plan, tiles = check_series(job.series, catalogue, findings)
    rows: list[Calendar] = []
    if tiles:
        check_tiles(tiles, findings)
        rows = check_calendar(tiles, findings)
    context.progress(0.2, "reference")
    grids = {tile.tile: tile.grid for tile in tiles} or (tile_grids(catalogue) if catalogue.products else {})
    classes = check_reference(job, grids, findings, context.part(0.2, 0.7))
    context.progress(0.7, "reading one block of the images")
    needs: Needs | None = None
    is_readable = not any(f.severity == ERROR and "gone" in f.text for f in findings.found)
    if plan is not None and tiles and is_readable:
        needs = needs_of(plan, tiles, findings, context)
    return Inspection(
        findings, tuple(rows), tuple(classes), plan, needs,
        len({p.path for t in tiles for s in t.sensors for p in s.products}), tuple(dict.fromkeys(
            Acquisition(_row(t.tile, s.plan.sensor, len(tiles)), p.day.isoformat(), p.cloud_percent)
            for t in tiles for s in t.sensors for p in s.products)),
        {"catalogue": job.catalogue, "reference": job.reference, "class_field": job.class_field,
         "regions": job.regions, "region_field": job.region_field, "nomenclature": job.nomenclature,
         "series": job.series},
    )


def as_json(inspection: Inspection) -> Json:
    """Return plain values: counts of each severity, `findings`, `calendars`, `classes`, `plan` and `needs`."""
    findings, plan = inspection.findings, inspection.plan
    return {
        "errors": len(findings.of(ERROR)), "warnings": len(findings.of(WARNING)), "notes": len(findings.of(NOTE)),
        "findings": [finding._asdict() for finding in findings.found],
        "calendars": [row.to_json() for row in inspection.calendars],
        "classes": [row.to_json() for row in inspection.classes],
        "plan": None if plan is None else {"features": len(plan.features()),
                                           "sensors": [sensor_json(s) for s in plan.sensors],
                                           "static": [s.name for s in plan.static]},
        "needs": None if inspection.needs is None else inspection.needs.to_json(),
        "parameters": inspection.parameters, "versions": versions(),
    }


def _write_json(path: str, inspection: Inspection) -> None:
    with atomic_path(path) as part:
        part.write_text(json.dumps(as_json(inspection), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _row(tile: str, sensor: str, tiles: int) -> str:
    """Return the row of the chart that an image stands in: a sensor's, and a tile's where they are few."""
    return f"{sensor} {tile}" if tiles <= 3 else sensor
