"""`simplify_polygons`: fewer corners, and neighbours that still fit."""

from __future__ import annotations

from landweave.engine.errors import UserError
from landweave.engine.jobs.postprocess import SimplifyPolygonsJob
from landweave.engine.postprocess.arcs import Arcs, Lines
from landweave.engine.postprocess.chaikin import with_areas
from landweave.engine.postprocess.fitting import Way
from landweave.engine.postprocess.grass import DOUGLAS_PEUCKER
from landweave.engine.postprocess.outlines import GRASS, by_grass, change_outlines
from landweave.engine.postprocess.visvalingam import without_corners
from landweave.engine.raster.warp import crs_name, spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import IntArray, Json

_LARGEST_DEGREES = 0.1
_CORNERS_TO_DISTANCE = 2
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
    the square of the tolerance. Or GRASS takes the corners away that lie no further from the simpler line than half
    the tolerance, which is about as much. Then each border is shifted a little, so that the areas at its sides stay. A
    border that would cross another keeps more of its corners, and if need be all.

    Raises:
        UserError: if a parameter is out of range, shapely or GRASS is missing, or the polygons do not lie side by side.
    """
    if not 0 < job.tolerance < float("inf"):
        raise UserError(f"TOLERANCE is {job.tolerance:g}.",
                        "Give a length above 0, for example twice the side of a pixel.")
    ways = [_simpler(job.tolerance / part) for part in _PARTS]
    if job.method == GRASS:
        ways.insert(0, by_grass(DOUGLAS_PEUCKER, job.tolerance / _CORNERS_TO_DISTANCE, job.output, context))
    return change_outlines(job, "Simplification", ways, lambda crs: check_tolerance(job.tolerance, crs), context)


def _simpler(tolerance: float) -> Way:
    def way(arcs: Arcs, rows: IntArray) -> Lines:
        lines = arcs.lines.taken(rows)
        return with_areas(without_corners(lines, tolerance), lines, arcs.is_loop[rows])

    return way
