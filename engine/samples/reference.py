"""`prepare_reference`: check reference polygons, and cut them by tile and region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.errors import UserError, brief
from landweave.engine.jobs.samples import PrepareReferenceJob
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import crs_name, same_crs
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import (
    check_class_field,
    check_layer,
    check_nomenclature,
    class_codes,
    polygon_shapes,
    some,
    warn_few_polygons,
)
from landweave.engine.samples.pieces import (
    Area,
    Piece,
    cut,
    describe_overlaps,
    overlaps,
    without_overlaps,
)
from landweave.engine.samples.prepared import ALL_REGIONS, Reference, save_reference
from landweave.engine.samples.regions import read_regions
from landweave.engine.samples.tiles import pixel_area, tile_areas, tile_grids, working_crs
from landweave.engine.types import IntArray, Json
from landweave.engine.vector.geometry import Shape, area_m2_in, polygon_parts, transformation, wkb_of
from landweave.engine.vector.layers import read_layer

_TINY_SHARE = 0.02
_ARTEFACT = 1e-6
"""Share of a pixel below which a piece is an artefact of cutting."""


@dataclass(frozen=True, eq=False)
class Polygons:
    """Checked polygons in the CRS of the work.

    Args:
        shapes: single- or multi-part.
        codes: class code of each.
        fids: feature ids, for messages.
        polygon_id: identity that all pieces of a polygon keep.
    """

    shapes: list[Shape]
    codes: IntArray
    fids: list[int]
    polygon_id: IntArray

    def named(self, rows: Sequence[int]) -> str:
        """Return the feature ids of some rows in words."""
        return some(self.fids[row] for row in rows)


def run(job: PrepareReferenceJob, context: RunContext) -> dict[str, Json]:
    """Write the prepared reference.

    Returns:
        `OUTPUT` (path), `POLYGONS`, `PIECES` and `CLASSES` (counts).
    """
    tiles = tile_grids(load_catalogue(job.catalogue), job.series)
    context.progress(0.05, "reading the reference")
    reference = prepare(job, tiles, context)
    context.progress(0.95, "writing")
    save_reference(job.output, reference)
    context.artifact("OUTPUT", job.output)
    polygons = len(set(reference.polygon_id.tolist()))
    context.log(f"{polygons} polygons became {len(reference)} pieces in {len(set(reference.tile))} tiles.")
    classes = len(set(reference.codes.tolist()))
    return {"OUTPUT": job.output, "POLYGONS": polygons, "PIECES": len(reference), "CLASSES": classes}


def prepare(job: PrepareReferenceJob, tiles: dict[str, Grid], context: RunContext) -> Reference:
    """Return the reference cut by tile and region.

    Raises:
        UserError: for everything in the polygons, regions or nomenclature that cannot be used.
    """
    crs = working_crs(tiles)
    pixel = pixel_area(tiles, crs)
    polygons = read_polygons(job.reference, job.class_field, crs, context)
    if job.nomenclature:
        check_nomenclature(job.nomenclature, polygons.codes, context)
    regions = read_regions(job.regions, job.region_field, crs, pixel, context) if job.regions else []
    context.progress(0.3, "looking for overlaps")
    polygons = separated(job.reference, polygons, pixel, context)
    context.progress(0.6, "cutting by tiles")
    in_tiles = cut(polygons.shapes, tile_areas(tiles, crs), pixel * _ARTEFACT)
    _report_outside(job, polygons, in_tiles, crs, context)
    context.progress(0.7, "cutting by regions")
    rows = _cut_by_regions(job, polygons, in_tiles, regions, pixel * _ARTEFACT, context)
    reference = _as_reference(job.class_field, crs, tiles, polygons, rows)
    _report_kept(job.reference, reference, pixel * area_m2_in(crs)(rows[0][2]) / rows[0][2].Area(), context)
    return reference


def read_polygons(source: str, class_field: str, crs: str, context: RunContext) -> Polygons:
    """Read and check polygons with their class codes.

    Args:
        source: polygons.
        class_field: field of class codes.
        crs: what to bring them to.
        context: takes warnings.

    Raises:
        UserError: naming file, field and features.
    """
    layer = read_layer(source, [class_field])
    check_layer(source, layer, "reference polygons")
    check_class_field(source, class_field)
    codes = class_codes(source, class_field, layer.fields[class_field], layer.fids, context)
    shapes = polygon_shapes(source, layer, context)
    rows = [row for row, shape in enumerate(shapes) if shape is not None]
    present = [shape for shape in shapes if shape is not None]
    if not same_crs(layer.crs, crs):
        context.log(f"{source} is brought from {crs_name(layer.crs)} to {crs_name(crs)}, the CRS of the images.")
        _transform(source, present, layer.crs, crs)
    fids = [layer.fids[row] for row in rows]
    return Polygons(present, codes[rows], fids, _polygon_ids(fids))


def _transform(source: str, shapes: Sequence[Shape], from_crs: str, crs: str) -> None:
    to_crs = transformation(from_crs, crs)
    try:
        for shape in shapes:
            shape.Transform(to_crs)
    except RuntimeError as error:
        raise UserError(
            f"{source} cannot be brought from {crs_name(from_crs)} to {crs_name(crs)} ({brief(error)}).",
            "Check that the layer's coordinate reference system is the right one.",
        ) from error


def _polygon_ids(fids: Sequence[int]) -> IntArray:
    """Return the feature ids where they can serve (above 0, 32 bits), else ranks: 0 means nothing in a raster."""
    if min(fids) >= 1 and max(fids) < 2**31:
        return np.array(fids, np.int64)
    return np.arange(1, len(fids) + 1, dtype=np.int64)


def separated(source: str, polygons: Polygons, pixel: float, context: RunContext) -> Polygons:
    """Return polygons that share no ground: small overlaps are cut from the later polygon.

    Raises:
        UserError: if polygons of different classes share more than a pixel and 2 % of the smaller one.
    """
    found = overlaps(polygons.shapes, pixel * _ARTEFACT)
    contrary = [
        o for o in found
        if polygons.codes[o.first] != polygons.codes[o.second] and o.size > pixel and o.share > _TINY_SHARE
    ]
    if contrary:
        raise UserError(
            f"{source}: {len(contrary)} pairs of polygons of different classes overlap: "
            f"features {describe_overlaps(contrary, polygons.fids)}.",
            "Correct the polygons: a place has one class only (Vector > Geoprocessing tools > Difference).",
        )
    notable = [o for o in found if o.size > pixel]
    if notable:
        pairs = describe_overlaps(notable, polygons.fids)
        context.warning(
            f"{source}: {len(notable)} polygon pairs overlap: features {pairs}; what they share stays with the first."
        )
    return Polygons(without_overlaps(polygons.shapes, found), polygons.codes, polygons.fids, polygons.polygon_id)


def _report_outside(
    job: PrepareReferenceJob, polygons: Polygons, pieces: Sequence[Piece], crs: str, context: RunContext
) -> None:
    inside = {piece.source for piece in pieces}
    outside = [row for row, shape in enumerate(polygons.shapes) if row not in inside and not shape.IsEmpty()]
    if not inside:
        raise UserError(
            f"No polygon of {job.reference} lies on the images of {job.catalogue} (CRS {crs_name(crs)}).",
            "Check that both cover the same area, and that the coordinate reference system of the polygons is right.",
        )
    if outside:
        context.warning(
            f"{job.reference}: {len(outside)} polygons lie outside the images and are left out: "
            f"features {polygons.named(outside)}."
        )


def _cut_by_regions(
    job: PrepareReferenceJob, polygons: Polygons, in_tiles: Sequence[Piece], regions: Sequence[Area],
    smallest: float, context: RunContext,
) -> list[tuple[int, str, Shape, str]]:
    """Return (row of the polygon, tile, single-part shape, region) of every piece."""
    if not job.regions:
        found = [(piece, ALL_REGIONS, piece.shape) for piece in in_tiles]
    else:
        cuts = cut([piece.shape for piece in in_tiles], regions, smallest)
        found = [(in_tiles[part.source], part.area, part.shape) for part in cuts]
    inside = {piece.source for piece, _, _ in found}
    lost = sorted({piece.source for piece in in_tiles} - inside)
    if not found:
        raise UserError(f"No polygon of {job.reference} lies in a region of {job.regions}.", "Check both layers.")
    if lost:
        context.warning(
            f"{job.reference}: {len(lost)} polygons lie outside all regions and are left out: "
            f"features {polygons.named(lost)}."
        )
    return [
        (piece.source, piece.area, part, region)
        for piece, region, shape in found
        for part in polygon_parts(shape)
        if part.Area() > smallest
    ]


def _as_reference(
    class_field: str, crs: str, tiles: dict[str, Grid], polygons: Polygons, rows: Sequence[tuple[int, str, Shape, str]]
) -> Reference:
    sources = [row[0] for row in rows]
    area_m2 = area_m2_in(crs)
    return Reference(
        class_field, crs, tiles,
        geometries=tuple(wkb_of(shape) for _, _, shape, _ in rows),
        codes=polygons.codes[sources],
        polygon_id=polygons.polygon_id[sources],
        region=np.array([region for _, _, _, region in rows], object),
        tile=np.array([tile for _, tile, _, _ in rows], object),
        area_m2=np.array([area_m2(shape) for _, _, shape, _ in rows], np.float64),
    )


def _report_kept(source: str, reference: Reference, pixel_m2: float, context: RunContext) -> None:
    """Warn of classes with one polygon, and of polygons smaller than a pixel, among what is kept."""
    ids, first, place = np.unique(reference.polygon_id, return_index=True, return_inverse=True)
    areas = np.bincount(place, weights=reference.area_m2)
    small = ids[areas < pixel_m2].tolist()
    if small:
        context.warning(
            f"{source}: {len(small)} polygons are smaller than a pixel and may give no sample: features {some(small)}."
        )
    warn_few_polygons(source, reference.codes[first], context)
