"""`smooth_polygons`: rounder outlines, and neighbours that still fit."""

from __future__ import annotations

from landweave.engine.errors import UserError
from landweave.engine.jobs.postprocess import SmoothPolygonsJob
from landweave.engine.postprocess.arcs import Arcs, Lines
from landweave.engine.postprocess.chaikin import cut_corners
from landweave.engine.postprocess.fitting import Way
from landweave.engine.postprocess.grass import HERMITE
from landweave.engine.postprocess.outlines import GRASS, by_grass, change_outlines
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import IntArray, Json

MOST_ROUNDS = 6


def run(job: SmoothPolygonsJob, context: RunContext) -> dict[str, Json]:
    """Smooth the borders that polygons share, each once: corners are cut, or GRASS lays splines through them.

    Borders that would cross others stay as they are.

    Raises:
        UserError: if a parameter is out of range, shapely or GRASS is missing, or the polygons do not lie side by side.
    """
    if not 1 <= job.rounds <= MOST_ROUNDS:
        raise UserError(f"ROUNDS is {job.rounds}.", f"Give a number from 1 to {MOST_ROUNDS}.")
    if not 0 < job.reach < float("inf"):
        raise UserError(f"REACH is {job.reach:g}.", "Give a length above 0, for example the side of a pixel.")

    def rounder(arcs: Arcs, rows: IntArray) -> Lines:
        return cut_corners(arcs.lines.taken(rows), arcs.is_loop[rows], job.rounds, job.reach)

    ways: list[Way] = [rounder]
    if job.method == GRASS:
        ways.insert(0, by_grass(HERMITE, job.reach, job.output, context))
    return change_outlines(job, "Smoothing", ways, lambda crs: None, context)

