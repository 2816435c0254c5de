"""`simplify_polygons`: fewer corners, and neighbours that still fit."""

from __future__ import annotations

from landweave.engine.errors import UserError
from landweave.engine.jobs.postprocess import SimplifyPolygonsJob
from landweave.engine.postprocess.chaikin import with_areas
from landweave.engine.postprocess.coverage import borders_of, read_polygons, shapely_for, write_changed
from landweave.engine.postprocess.fitting import fitted
from landweave.engine.postprocess.visvalingam import without_corners
from landweave.engine.raster.warp import crs_name, spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import Json

_READ, _SIMPLIFIED = 0.3, 0.7
_LARGEST_DEGREES = 0.1
_PARTS = (1, 2, 4)  # of the tolerance, one after the other, where borders would cross


def check_tolerance(tolerance: float, crs: str) -> None:
    """Refuse a tolerance in metres where the unit is a degree.

    Raises:
        UserError: if so.
    """
    if tolerance > _LARGEST_DEGREES and not spatial_reference(crs).IsProjected():
        raise UserError(f"TOLERANCE is {tolerance:g} degrees: the polygons lie in {crs_name(crs)}.",
                        "Give it in degrees (10 m are about 0.0001), or bring the map to a CRS in metres first.")


def run(job: SimplifyPolygonsJob, context: RunContext) -> dict[str, Json]:
    """Simplify the borders that polygons share, each once.

    A corner goes where the triangle with its two neighbours is small: smallest first, as long as its area is at most
    the square of the tolerance. Then each border is shifted a little, so that the areas at its sides stay. A border
    that would cross another keeps more of its corners, and if need be all.

    Raises:
        UserError: if the tolerance is out of range, shapely is missing, or the polygons do not lie side by side.
    """
    if not 0 < job.tolerance < float("inf"):
        raise UserError(f"TOLERANCE is {job.tolerance:g}.", "Give a length above 0, for example the side of a pixel.")
    shapely = shapely_for("Simplification needs")
    layer = read_polygons(job.input, job.output)
    check_tolerance(job.tolerance, layer.crs)
    arcs, division = borders_of(layer, job.input, shapely)
    context.progress(_READ, "Simplifying")
    outer = (arcs.uses == 1) & job.keep_outer
    simple = [without_corners(arcs.lines, job.tolerance / part) for part in _PARTS]
    ways = [with_areas(lines, arcs.lines, arcs.is_loop) for lines in simple]
    lines, kept = fitted(arcs, [way.with_those_of(arcs.lines, outer) for way in ways], division, context)
    context.progress(_SIMPLIFIED, "Writing polygons")
    context.log(f"{len(arcs.lines.points):,} corners of {len(lines):,} borders become {len(lines.points):,}.")
    if kept:
        context.log(f"{kept:,} borders stay as they are: they would have crossed others.")
    context.metric("borders_kept", kept)
    write_changed(job.output, job.input, layer, arcs.rings(lines), division, context)
    context.progress(1.0, "Simplified")
    return {"OUTPUT": job.output}
