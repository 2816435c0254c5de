"""`simplify_polygons`: fewer corners, and neighbours that still fit."""

from __future__ import annotations

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.postprocess import SimplifyPolygonsJob
from landweave.engine.postprocess.arcs import arrays_of, find_arcs
from landweave.engine.postprocess.chaikin import with_areas
from landweave.engine.postprocess.coverage import read_polygons, shapely_for, shapes_side_by_side, write_changed
from landweave.engine.postprocess.fitting import fitted, matching
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import AnyArray, Json

_READ, _SIMPLIFIED = 0.3, 0.7


def run(job: SimplifyPolygonsJob, context: RunContext) -> dict[str, Json]:
    """Simplify the borders that polygons share, each once.

    A corner goes where the triangle with its two neighbours is small: smallest first, as long as its area is below the
    square of the tolerance, and never so that borders cross. Then borders are shifted a little, so that the areas at
    their sides stay.

    Raises:
        UserError: if the tolerance is out of range, shapely is missing, or the polygons do not lie side by side.

    Source: Visvalingam and Whyatt 1993, doi 10.1179/000870493786962263, as GEOS does it for coverages.
    """
    if not 0 < job.tolerance < float("inf"):
        raise UserError(f"TOLERANCE is {job.tolerance:g}.", "Give a length above 0, for example the side of a pixel.")
    shapely = shapely_for("Simplification needs")
    layer = read_polygons(job.input, job.output)
    shapes = shapes_side_by_side(layer, job.input, shapely)
    context.progress(_READ, "Simplifying")
    simple = simplified(shapes, job.tolerance, job.keep_outer, context)
    context.progress(_SIMPLIFIED, "Writing polygons")
    before, after = (int(shapely.get_num_coordinates(each).sum()) for each in (shapes, simple))
    context.log(f"{before:,} corners become {after:,}.")
    context.metric("corners", after)
    write_changed(job.output, job.input, layer, simple, context)
    context.progress(1.0, "Simplified")
    return {"OUTPUT": job.output}


def simplified(shapes: AnyArray, tolerance: float, keep_outer: bool, context: RunContext) -> AnyArray:
    """Return shapes with fewer corners.

    Args:
        shapes: polygons of shapely that lie side by side.
        tolerance: square root of the area of the largest triangle that goes.
        keep_outer: borders with nobody at their other side stay.
        context: asked whether to stop.
    """
    import shapely

    shapes = shapely.orient_polygons(shapes)  # GEOS may turn rings around, and arcs are told by their order
    simple: AnyArray = shapely.orient_polygons(
        shapely.coverage_simplify(shapes, tolerance, simplify_boundary=not keep_outer)
    )
    rings, division = arrays_of(simple)
    after, before = find_arcs(rings), find_arcs(arrays_of(shapes)[0])
    origin, same = matching(before, after)
    known = np.where(origin < 0, 0, origin)
    lines = with_areas(after.lines, before.lines.taken(known, same), after.is_loop)
    stay = (origin < 0) | (keep_outer & (after.uses == 1))
    whole, _ = fitted(after, lines.with_those_of(after.lines, stay), division, context)
    return simple if whole is None else whole
