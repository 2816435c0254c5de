"""`prepare_reference`: check reference polygons, points or rasters, and cut them by tile and region."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError
from landweave.engine.jobs.base import check_seed
from landweave.engine.jobs.samples import PrepareReferenceJob
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import crs_name
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import check_nomenclature, some
from landweave.engine.samples.overlapping import check_way, one_a_pixel, separated
from landweave.engine.samples.pieces import Area, Piece, cut, place
from landweave.engine.samples.prepared import ALL_REGIONS, Reference, save_reference
from landweave.engine.samples.recode import codes_at_level
from landweave.engine.samples.reference_source import Polygons, class_field_of, read_polygons
from landweave.engine.samples.reference_warnings import warn_few_polygons, warn_regions
from landweave.engine.samples.regions import read_regions, region_name
from landweave.engine.samples.shrink import shrunk, without_slivers
from landweave.engine.samples.submodels import divided_regions
from landweave.engine.samples.tiles import pixel_shape, tile_areas, tile_grids, working_crs
from landweave.engine.types import Float64Array, Json
from landweave.engine.vector.geometry import Shape, area_m2_in, polygon_parts, wkb_of
from landweave.engine.vector.layers import read_layer
from landweave.engine.vector.polygonize import is_raster

_ARTEFACT = 1e-6
"""Share of a pixel below which a piece is an artefact of cutting."""

Row = tuple[int, str, Shape, str]
"""Row of the polygon, tile, single-part shape, region."""


def run(job: PrepareReferenceJob, context: RunContext) -> dict[str, Json]:
    """Write the prepared reference.

    Returns:
        `OUTPUT` (path), `POLYGONS`, `PIECES` and `CLASSES` (counts).
    """
    tiles = tile_grids(load_catalogue(job.catalogue), job.series)
    context.progress(0.05, "reading the reference")
    reference, regions = cut_reference(job, tiles, context)
    warn_regions(job.regions, [area.name for area in regions], reference, context)
    reference = divided_regions(job, reference, regions, context)
    context.progress(0.95, "writing")
    save_reference(job.output, reference)
    context.artifact("OUTPUT", job.output)
    polygons = len(set(reference.polygon_id.tolist()))
    what = "groups" if job.group_field else "points" if reference.are_points else "polygons"
    context.log(f"{polygons} {what} became {len(reference)} pieces in {len(set(reference.tile))} tiles.")
    classes = len(set(reference.codes.tolist()))
    return {"OUTPUT": job.output, "POLYGONS": polygons, "PIECES": len(reference), "CLASSES": classes}


def cut_reference(
    job: PrepareReferenceJob, tiles: dict[str, Grid], context: RunContext
) -> tuple[Reference, list[Area]]:
    """Return the reference cut by tile and region, and the regions, which share no ground.

    Raises:
        UserError: for everything in the polygons, regions or nomenclature that cannot be used.
    """
    check_way(job.overlaps)
    check_seed(job.seed)
    crs = working_crs(tiles)
    one = pixel_shape(tiles, crs)
    pixel, pixel_m2 = float(one.Area()), area_m2_in(crs)(one)
    polygons = read_polygons(job, crs, context)
    if job.nomenclature:
        check_nomenclature(job.nomenclature, polygons.codes, context)
    polygons.codes[:] = codes_at_level(job.nomenclature, job.level, polygons.codes, context)
    regions = read_regions(
        job.regions, job.region_field, crs, pixel, context, job.region_priority_field, job.mend
    ) if job.regions else []  # fmt: skip
    context.progress(0.3, "looking for overlaps")
    polygons = separated(job.reference, polygons, pixel, context, job.overlaps)
    polygons = shrunk(job.reference, polygons, job.inward_buffer, crs, context)
    polygons = without_slivers(job.reference, polygons, job.minimum_pixels, pixel_m2, crs, context)
    context.progress(0.6, "cutting by tiles")
    in_tiles = _in_tiles(job, polygons, tiles, crs, pixel * _ARTEFACT, context)
    context.progress(0.7, "cutting by regions")
    rows = _cut_by_regions(job, polygons, in_tiles, regions, pixel * _ARTEFACT, context)
    reference = _as_reference(class_field_of(job), crs, tiles, polygons, rows, pixel_m2, _years(job))
    _report_small(job.reference, polygons, rows, reference.area_m2, pixel_m2, context)
    warn_few_polygons(job.reference, reference, context)
    return reference, regions


def _in_tiles(
    job: PrepareReferenceJob, polygons: Polygons, tiles: dict[str, Grid], crs: str, smallest: float,
    context: RunContext,
) -> list[Piece]:
    """Return the parts of the polygons in each tile, or the points of which no two share a pixel."""
    areas = tile_areas(tiles, crs)
    pieces = place(polygons.shapes, areas) if polygons.are_points else cut(polygons.shapes, areas, smallest)
    _report_outside(job, polygons, pieces, crs, context)
    if polygons.are_points:
        return one_a_pixel(job.reference, polygons, pieces, tiles, crs, context, job.overlaps)
    return pieces


def _report_outside(
    job: PrepareReferenceJob, polygons: Polygons, pieces: Sequence[Piece], crs: str, context: RunContext
) -> None:
    inside = {piece.source for piece in pieces}
    outside = [row for row, shape in enumerate(polygons.shapes) if row not in inside and not shape.IsEmpty()]
    what = "points" if polygons.are_points else "polygons"
    if not inside:
        raise UserError(
            f"No {what[:-1]} of {job.reference} lies on the images of {job.catalogue} (CRS {crs_name(crs)}).",
            "Check that both cover the same area, and that the coordinate reference system of the polygons is right.",
        )
    if outside:
        context.warning(
            f"{job.reference}: {len(outside)} {what} lie outside the images and are left out: "
            f"features {polygons.named(outside)}."
        )


def _cut_by_regions(
    job: PrepareReferenceJob, polygons: Polygons, in_tiles: Sequence[Piece], regions: Sequence[Area],
    smallest: float, context: RunContext,
) -> list[Row]:
    """Return the pieces of the polygons."""
    if not job.regions:
        found = [(piece, ALL_REGIONS, piece.shape) for piece in in_tiles]
    elif polygons.are_points:
        found = [(in_tiles[part.source], part.area, part.shape) for part in place([p.shape for p in in_tiles], regions)]
    else:
        cuts = cut([piece.shape for piece in in_tiles], regions, smallest)
        found = [(in_tiles[part.source], part.area, part.shape) for part in cuts]
    inside = {piece.source for piece, _, _ in found}
    what = "points" if polygons.are_points else "polygons"
    lost = sorted({piece.source for piece in in_tiles} - inside)
    if not found:
        raise UserError(f"No {what[:-1]} of {job.reference} lies in a region of {job.regions}.", "Check both layers.")
    if lost:
        context.warning(
            f"{job.reference}: {len(lost)} {what} lie outside all regions and are left out: "
            f"features {polygons.named(lost)}."
        )
    if polygons.are_points:
        return [(piece.source, piece.area, shape, region) for piece, region, shape in found]
    return [
        (piece.source, piece.area, part, region)
        for piece, region, shape in found
        for part in polygon_parts(shape)
        if part.Area() > smallest
    ]


def _as_reference(
    class_field: str, crs: str, tiles: dict[str, Grid], polygons: Polygons, rows: Sequence[Row], pixel_m2: float,
    years: dict[int, str],
) -> Reference:  # fmt: skip
    sources = [row[0] for row in rows]
    area_m2 = area_m2_in(crs)
    areas = [pixel_m2 if polygons.are_points else area_m2(shape) for _, _, shape, _ in rows]
    return Reference(
        class_field, crs, tiles,
        geometries=tuple(wkb_of(shape) for _, _, shape, _ in rows),
        codes=polygons.codes[sources],
        polygon_id=polygons.polygon_id[sources],
        region=np.array([region for _, _, _, region in rows], object),
        tile=np.array([tile for _, tile, _, _ in rows], object),
        area_m2=np.array(areas, np.float64),
        year=np.array([years[polygons.fids[source]] for source in sources], object) if years else None,
    )


def _years(job: PrepareReferenceJob) -> dict[int, str]:
    """Return when each feature was seen; empty where no column tells."""
    if not job.year_field:
        return {}
    if is_raster(job.reference):
        raise UserError(f"{job.reference} is a raster: it has no column {job.year_field}.", "Leave YEAR_FIELD empty.")
    layer = read_layer(job.reference, [job.year_field])
    values = dict(zip(layer.fids, layer.fields[job.year_field]))
    without = [fid for fid, value in values.items() if value is None or not str(value).strip()]
    if without:
        raise UserError(f"{job.reference}: {len(without)} features have no value in '{job.year_field}' "
                        f"({some(without)}).", "Fill it in, or leave YEAR_FIELD empty.")
    return {fid: region_name(value) for fid, value in values.items()}


def _report_small(
    source: str, polygons: Polygons, rows: Sequence[Row], areas: Float64Array, pixel_m2: float, context: RunContext
) -> None:
    """Warn of polygons smaller than a pixel among what is kept."""
    if polygons.are_points:
        return
    whole = np.bincount([row[0] for row in rows], weights=areas, minlength=len(polygons))
    small = np.flatnonzero((whole > 0) & (whole < pixel_m2)).tolist()
    if small:
        context.warning(
            f"{source}: {len(small)} polygons are smaller than a pixel and may give no sample: "
            f"features {polygons.named(small)}."
        )
