"""Outlines of polygons that lie side by side are changed: each border once, and none across another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from landweave.engine.errors import UserError
from landweave.engine.jobs.postprocess import OUTLINE_METHODS, SimplifyPolygonsJob, SmoothPolygonsJob
from landweave.engine.postprocess.arcs import Arcs, Lines
from landweave.engine.postprocess.chaikin import with_areas
from landweave.engine.postprocess.coverage import borders_of, read_polygons, shapely_for, write_changed
from landweave.engine.postprocess.fitting import Way, fitted
from landweave.engine.postprocess.grass import generalized, require_grass
from landweave.engine.runtime.context import RunContext
from landweave.engine.types import IntArray, Json
from landweave.engine.vector.geometry import area_m2_in, shape_of

OURS, GRASS = OUTLINE_METHODS
_READ, _CHANGED = 0.3, 0.7


def check_method(method: str) -> None:
    """Refuse a method that is none, or needs GRASS where it is not installed.

    Raises:
        UserError: if so.
    """
    if method not in OUTLINE_METHODS:
        raise UserError(f"METHOD is '{method}'.", f"Choose one of: {', '.join(OUTLINE_METHODS)}.")
    if method == GRASS:
        require_grass()


def by_grass(method: str, threshold: float, output: str, context: RunContext) -> Way:
    """Return the way that GRASS changes lines, all of them at once; each is then shifted until areas are as before."""
    done: list[Lines] = []

    def way(arcs: Arcs, rows: IntArray) -> Lines:
        if not done:
            done.append(generalized(arcs.lines, method, threshold, output, context))
        return with_areas(done[0].taken(rows), arcs.lines.taken(rows), arcs.is_loop[rows])

    return way


def change_outlines(
    job: SimplifyPolygonsJob | SmoothPolygonsJob, what: str, ways: Sequence[Way], check_crs: Callable[[str], None],
    context: RunContext,
) -> dict[str, Json]:
    """Read polygons, change their borders, and write them.

    Args:
        job: says what to read and to write.
        what: is done: `Simplification`; for messages.
        ways: what may become of a border, as `fitted` takes them.
        check_crs: refuses a CRS.
        context: told how far it is.

    Raises:
        UserError: if shapely or GRASS is missing, or the polygons do not lie side by side.
    """
    check_method(job.method)
    shapely = shapely_for(f"{what} needs")
    layer = read_polygons(job.input, job.output)
    check_crs(layer.crs)
    area = area_m2_in(layer.crs)
    before = [area(shape_of(wkb)) for wkb in layer.geometries if wkb is not None]
    geometries, layer = list(layer.geometries), replace(layer, geometries=())
    arcs, division = borders_of(geometries, job.input, shapely)
    context.progress(_READ, what)
    changing, kept = fitted(arcs, ways, division, (arcs.uses == 1) & job.keep_outer, context)
    context.progress(_CHANGED, "Writing polygons")
    if kept:
        context.log(f"{kept:,} borders stay as they are: they would have crossed others.")
    context.metric("borders_kept", kept)
    write_changed(job.output, job.input, layer, before, changing, context)
    context.progress(1.0, "Outlines written")
    return {"OUTPUT": job.output}
