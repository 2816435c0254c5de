"""`smooth_polygons`: rounder outlines, and neighbours that still fit."""

from __future__ import annotations

from landweave.engine.errors import UserError
from landweave.engine.jobs.postprocess import SmoothPolygonsJob
from landweave.engine.postprocess.chaikin import cut_corners
from landweave.engine.postprocess.coverage import borders_of, read_polygons, shapely_for, write_changed
from landweave.engine.postprocess.fitting import fitted
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import Json

MOST_ROUNDS = 6
_READ, _SMOOTHED = 0.3, 0.7


def run(job: SmoothPolygonsJob, context: RunContext) -> dict[str, Json]:
    """Smooth the borders that polygons share, each once.

    Borders that would cross others stay as they are.

    Raises:
        UserError: if a parameter is out of range, shapely is missing, or the polygons do not lie side by side.
    """
    if not 1 <= job.rounds <= MOST_ROUNDS:
        raise UserError(f"ROUNDS is {job.rounds}.", f"Give a number from 1 to {MOST_ROUNDS}.")
    if not 0 < job.reach < float("inf"):
        raise UserError(f"REACH is {job.reach:g}.", "Give a length above 0, for example the side of a pixel.")
    shapely = shapely_for("Smoothing needs")
    layer = read_polygons(job.input, job.output)
    arcs, division = borders_of(layer, job.input, shapely)
    context.progress(_READ, "Smoothing")
    lines = cut_corners(arcs.lines, arcs.is_loop, job.rounds, job.reach)
    lines = lines.with_those_of(arcs.lines, (arcs.uses == 1) & job.keep_outer)
    lines, kept = fitted(arcs, [lines], division, context)
    context.progress(_SMOOTHED, "Writing polygons")
    if kept:
        context.log(f"{kept:,} borders stay as they are: they would have crossed others.")
    context.metric("borders_kept", kept)
    write_changed(job.output, job.input, layer, arcs.rings(lines), division, context)
    context.progress(1.0, "Smoothed")
    return {"OUTPUT": job.output}
