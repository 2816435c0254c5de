"""`vectorize`: a map of classes as polygons that fit each other, corner by corner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from landweave.engine.comparison.grids import warn_of_unlisted
from landweave.engine.jobs.postprocess import VectorizeJob
from landweave.engine.mapping.work_folder import work_folder
from landweave.engine.nomenclature import Nomenclature
from landweave.engine.postprocess.coverage import AREA_DIGITS
from landweave.engine.postprocess.maps import open_map, read_codes
from landweave.engine.postprocess.regions import REGIONS_FILE, Regions, find_regions, strips
from landweave.engine.postprocess.trace import Rings, polygons_wkb, trace
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import content_key, disk_full, free_bytes
from landweave.engine.types import Json
from landweave.engine.validation.areas import pixel_areas
from landweave.engine.vector.polygon_file import INTEGER, REAL, TEXT, PolygonWriter, check_format
from landweave.engine.vector.styles import Fill, fills_style

CODE, NAME, AREA = "code", "name", "area_m2"
FIELDS = {CODE: INTEGER, NAME: TEXT, AREA: REAL}
_LOOKED, _LABELLED = 0.1, 0.3
SEEN_FILE = "seen.bin"


def run(job: VectorizeJob, context: RunContext) -> dict[str, Json]:
    """Write the regions of a map as polygons.

    Regions are numbered over the whole map, and each is written once the rows that it reaches are done: what is in
    memory are the outlines of the regions in between.

    Raises:
        UserError: if the input is no map of classes, has no coordinate reference system, or the output cannot be
            written.
    """
    check_format(job.output)
    found = open_map(job.input, job.nomenclature, context.part(0, _LOOKED))
    names, grid = found.names.limited_to(found.codes), found.grid
    unnamed = [code for code in found.codes if names.name(code) == str(code)]
    warn_of_unlisted(job.input, unnamed, job.nomenclature, Nomenclature.load(job.nomenclature), context.warning)
    style = class_style(names)
    with work_folder(job.output, context, content_key([job.to_json()])) as folder:
        with RasterReader() as reader:
            regions = find_regions(lambda window: read_codes(job.input, window, reader), grid, pixel_areas(grid), False,
                                   folder, context.part(_LOOKED, _LABELLED))
        count = len(regions)
        with PolygonWriter(job.output, grid.crs, FIELDS, style) as writer:
            for region, wkb in region_polygons(regions, grid, folder, context.part(_LABELLED, 1)):
                code = int(regions.codes[region])
                writer.add(wkb, (code, names.name(code), round(float(regions.areas[region]), AREA_DIGITS)))
        del regions  # closes the file of their numbers
        for name in (REGIONS_FILE, SEEN_FILE):
            (folder / name).unlink()
    context.metric("polygons", count)
    context.artifact("OUTPUT", job.output)
    return {"OUTPUT": job.output, "POLYGONS": count}


def class_style(names: Nomenclature) -> str:
    """Return the style of polygons with the field `code`."""
    return fills_style(CODE, [Fill(str(e.code), e.name, e.hex) for e in names.entries], list(FIELDS))


def region_polygons(regions: Regions, grid: Grid, folder: Path, context: RunContext) -> Iterator[tuple[int, bytes]]:
    """Yield each region with its polygon (WKB), in the order in which they end, then in that in which they begin."""
    if free_bytes(folder / SEEN_FILE) < grid.rows * grid.columns:  # as in find_regions
        raise disk_full(folder / SEEN_FILE)
    seen = np.memmap(folder / SEEN_FILE, np.bool_, "w+", shape=(grid.rows, grid.columns))
    waiting = Rings.none()
    windows = strips(grid)
    for number, window in enumerate(windows, start=1):
        end = window.row + window.rows
        waiting = waiting.and_those(trace(regions.labels, seen, window.row, end))
        done = regions.last_rows[waiting.regions] < end
        rings = np.flatnonzero(done)
        ready = waiting.taken(rings[np.argsort(waiting.regions[rings], kind="stable")])
        waiting = waiting.taken(np.flatnonzero(~done))
        numbers, bytes_of, places = polygons_wkb(ready, grid.x_min, grid.y_max, grid.pixel_width, grid.pixel_height)
        whole = memoryview(bytes_of)  # type: ignore[arg-type]
        for place, region in enumerate(numbers.tolist()):
            yield region, bytes(whole[places[place] : places[place + 1]])
        context.progress(number / len(windows), "Writing polygons")
