"""From a map to polygons with figures, cut by zones, each step only if it is not done yet."""

from __future__ import annotations

from pathlib import Path

from landweave.engine.chains.preflight import check_files
from landweave.engine.chains.steps import check_run_folder, run_step
from landweave.engine.errors import UserError
from landweave.engine.jobs import (
    ClipByZonesJob,
    Job,
    RegularizeJob,
    SimplifyPolygonsJob,
    SmoothPolygonsJob,
    VectorChainJob,
    VectorizeJob,
    ZonalStatisticsJob,
)
from landweave.engine.jobs.postprocess import FORMATS
from landweave.engine.postprocess.coverage import shapely_for
from landweave.engine.postprocess.maps import require_crs
from landweave.engine.postprocess.outlines import check_method
from landweave.engine.postprocess.simplify import check_tolerance
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.run_folder import RunFolder
from landweave.engine.types import Json
from landweave.engine.vector.layers import envelopes, read_layer, reproject_geometries, touches
from landweave.engine.vector.polygon_file import check_format


def run(job: VectorChainJob, context: RunContext) -> dict[str, Json]:
    """Regularise, vectorise, simplify, smooth, count and cut.

    Raises:
        UserError: if an input is missing, or a step cannot be done.
    """
    check_files(job.map, job.confidence, job.validity, job.zones, *job.masks)
    check_run_folder(context)
    if bool(job.zones) != bool(job.zone_field):
        raise UserError("The chain needs both zones (ZONES) and the column that names them (ZONE_FIELD), or neither.",
                        "Give both, or leave both empty.")
    if job.format not in FORMATS:
        raise UserError(f"FORMAT is '{job.format}'.", f"Choose one of: {', '.join(FORMATS)}.")
    if job.tolerance or job.rounds:
        shapely_for("Simplified and smoothed polygons need")
        check_method(job.method)
    with RasterReader() as reader:
        grid = reader.grid(job.map)
    require_crs(job.map, grid.crs)
    check_tolerance(job.tolerance, grid.crs)
    if job.zones:
        _check_zones(job, grid)
    with RunFolder.open(context.run_folder, job) as folder:
        inside = folder.attach(context)
        regular = job.regular or str(folder.path / "regular.tif")
        polygons = job.polygons or str(folder.path / "polygons.gpkg")
        clipped = job.clipped or str(folder.path / "zones")
        check_format(polygons)
        steps = _steps(job, folder.path, regular, polygons, clipped)
        found: dict[str, Json] = {}
        for number, (label, step) in enumerate(steps):
            found.update(run_step(step, inside.part(number / len(steps), (number + 1) / len(steps)), label))
        return {"REGULAR": regular, "POLYGONS": polygons, "CLIPPED": clipped if job.zones else "",
                "COUNT": found["POLYGONS"], "FILES": found.get("FILES", 0), "RUN_FOLDER": str(folder.path)}


def _check_zones(job: VectorChainJob, grid: Grid) -> None:
    """Refuse zones that cannot be cut by, not only after the work of the other steps.

    Raises:
        UserError: if the column is missing, or none lies in the map.
    """
    layer = read_layer(job.zones, [job.zone_field])
    require_crs(job.zones, layer.crs)
    boxes = envelopes(reproject_geometries(layer.geometries, layer.crs, grid.crs, job.zones))
    if not touches(boxes, grid.extent).any():
        raise UserError(f"No zone of {job.zones} lies in the map {job.map}.",
                        "Choose the zones of this map, and check that both have the right coordinate reference system.")


def _steps(job: VectorChainJob, folder: Path, regular: str, polygons: str, clipped: str) -> list[tuple[str, Job]]:
    """Return the steps in their order; the last one that makes polygons writes them where they are wanted."""
    outlines = [name for name, wanted in (
        ("outlines", True), ("simple", job.tolerance > 0), ("smooth", job.rounds > 0), ("figures", job.statistics)
    ) if wanted]  # fmt: skip
    paths = {name: str(folder / "steps" / f"{name}.gpkg") for name in outlines}
    paths[outlines[-1]] = polygons
    steps: list[tuple[str, Job]] = [
        ("Calmer map", RegularizeJob(
            job.map, regular, radius=job.radius, passes=job.passes, resolution=job.resolution,
            minimum_area=job.minimum_area, rules=job.rules, masks=job.masks, mask_codes=job.mask_codes, burn=job.burn,
            nomenclature=job.nomenclature)),
        ("Polygons", VectorizeJob(regular, paths["outlines"], job.nomenclature)),
    ]
    before = paths["outlines"]
    if job.tolerance:
        steps.append(("Simpler outlines", SimplifyPolygonsJob(
            before, paths["simple"], job.tolerance, method=job.method)))
        before = paths["simple"]
    if job.rounds:
        steps.append(("Rounder outlines", SmoothPolygonsJob(
            before, paths["smooth"], job.rounds, job.reach, method=job.method)))
        before = paths["smooth"]
    if job.statistics:
        steps.append(("Figures of the polygons", ZonalStatisticsJob(
            before, polygons, job.map, job.confidence, job.validity, nomenclature=job.nomenclature)))
    if job.zones:
        steps.append(("Files of the zones", ClipByZonesJob(
            polygons, job.zones, job.zone_field, clipped, job.zone_values, job.prefix, job.format)))
    return steps
