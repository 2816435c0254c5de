"""From a map to polygons: CPU seconds, memory, and a comparison with gdal_polygonize and GRASS on the same map.

The map is synthetic: patches with winding borders, one pixel in twenty wrong. Every step runs in a process of its own,
with one worker; its CPU seconds and its peak of memory are those that the system counts for it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import common
import numpy as np
from osgeo import gdal, ogr
from scipy.ndimage import gaussian_filter

from landweave.engine.jobs import Job, RegularizeJob, SimplifyPolygonsJob, SmoothPolygonsJob, VectorizeJob
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterWriter
from landweave.engine.raster.warp import spatial_reference

REQUIRED, LIMIT_MIB, LARGEST_CHANGE = 2.0, 4096.0, 0.02
CLASSES, TILE = 12, 1000
_JOB = ("import sys, json; from landweave.engine.jobs import job_from_json; "
        "from landweave.engine.runtime.context import RunContext; "
        "emit = lambda e: print(json.dumps(e)) if e['event'] == 'metric' else None; "
        "job_from_json(json.loads(sys.argv[1])).execute(RunContext(workers=1, emit=emit))")


def make(path: Path, size: int) -> str:
    """Write a map."""
    grid = Grid(spatial_reference("EPSG:32631").ExportToWkt(), 500000.0, 4800000.0, 10.0, 10.0, size, size)
    random = np.random.default_rng(0)
    with RasterWriter(path, grid, nodata=0) as writer:
        for window in grid.blocks(TILE, TILE):
            field = gaussian_filter(random.normal(size=(window.rows, window.columns)).astype(np.float32), 8)
            cuts = np.quantile(field, np.linspace(0, 1, CLASSES + 1)[1:-1])
            codes = 1 + np.searchsorted(cuts, field)
            wrong = random.random(codes.shape) < 0.05
            writer.write(Window(window.column, window.row, window.columns, window.rows),
                         np.where(wrong, random.integers(1, CLASSES + 1, codes.shape), codes).astype(np.uint8))
    return str(path)


def measured(command: list[str]) -> tuple[float, float, dict[str, float]]:
    """Run a command; return its CPU seconds, its peak of memory in MiB, and the metrics that it prints."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    events = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, {e["name"]: e["value"] for e in events}


def step(job: Job) -> tuple[float, float, dict[str, float]]:
    """Run a job."""
    return measured([sys.executable, "-c", _JOB, json.dumps(job.to_json())])


def count(path: Path) -> int:
    """Return the number of features of a file."""
    dataset = ogr.Open(str(path))
    return int(dataset.GetLayer(0).GetFeatureCount())


_GRASS = """set -e
v.in.ogr input={theirs} output=polygons
v.generalize input=polygons output=simple type=area method=douglas threshold=10
v.generalize input=simple output=smooth type=area method=hermite threshold=10
v.out.ogr input=smooth type=area output={smooth} format=GPKG
"""
"""What iota2 does: Douglas-Peucker, then Hermite splines."""


def by_grass(folder: Path, regular: str) -> tuple[float, float, Path] | None:
    """Make smooth polygons by gdal_polygonize and GRASS; return CPU seconds, peak of memory, and the file."""
    tool, grass = shutil.which("gdal_polygonize.py"), shutil.which("grass")
    if not tool or not grass:
        return None
    theirs, smooth, script = folder / "small_theirs.gpkg", folder / "small_grass.gpkg", folder / "grass.sh"
    script.write_text(_GRASS.format(theirs=theirs, smooth=smooth))
    polygons = measured([tool, "-q", regular, "-f", "GPKG", str(theirs)])
    changed = measured([grass, "--tmp-location", str(theirs), "--exec", "bash", str(script)])
    return polygons[0] + changed[0], max(polygons[1], changed[1]), smooth


def found_in(path: Path, column: str, before: dict[int, float]) -> tuple[int, float]:
    """Return how many polygons are invalid, and the largest change of the area of a class."""
    dataset = ogr.Open(str(path))
    invalid, areas = 0, dict.fromkeys(before, 0.0)
    for feature in dataset.GetLayer(0):
        shape = feature.GetGeometryRef()
        invalid += not shape.IsValid()
        areas[feature.GetField(column)] += shape.Area()
    return invalid, max(abs(areas[code] / area - 1) for code, area in before.items())


def compare(folder: Path, small: str, ours_s: float, smooth: Path) -> float:
    """Print how the way over GRASS compares; return how many times as long it takes, 0 where GRASS is missing."""
    regular = small.replace(".tif", "_regular.tif")
    values = gdal.Open(regular).ReadAsArray()
    before = {int(code): 100.0 * count for code, count in zip(*np.unique(values[values > 0], return_counts=True))}
    theirs = by_grass(folder, regular)
    rows = [["vectorize, simplify_polygons, smooth_polygons", ours_s, *found_in(smooth, "code", before)]]
    if theirs:
        rows.append(["gdal_polygonize, v.generalize douglas, hermite", theirs[0], *found_in(theirs[2], "DN", before)])
    common.table(f"smooth polygons of a map of {values.shape[0]} x {values.shape[1]} pixels",
                 ["way", "CPU seconds", "invalid polygons", "largest change of a class"],
                 [[way, f"{cpu:.1f}", str(invalid), f"{change:.3%}"] for way, cpu, invalid, change in rows],
                 "one process")
    return theirs[0] / ours_s if theirs else 0.0


def main(quick: bool) -> bool:
    """Print the tables; True if polygons come quickly enough, in the memory allowed, and classes keep their areas."""
    size = 2000 if quick else 10000
    with tempfile.TemporaryDirectory(prefix="landweave_vectorize_") as name:
        folder = Path(name)
        large, small = make(folder / "map.tif", size), make(folder / "small.tif", min(size, 2000))
        for source in (small, large):  # the first compiles, if it has to
            regular = source.replace(".tif", "_regular.tif")
            regularized = step(RegularizeJob(source, regular, passes=2, minimum_area=1000.0))
            polygons = source.replace(".tif", ".gpkg")
            vectorized = step(VectorizeJob(regular, polygons))
            changed = outlines(folder, polygons)
            if source == small:
                ours_s = vectorized[0] + sum(each[0] for each in changed.values())
                grass_ratio = compare(folder, small, ours_s, folder / "smooth.gpkg")
        tool = shutil.which("gdal_polygonize.py")
        theirs = measured([tool, "-q", regular, "-f", "GPKG", str(folder / "theirs.gpkg")]) if tool else None
        rows = [[f"regularize, {regularized[2]['small_regions']:,.0f} small regions", *figures(regularized, size), ""],
                [f"vectorize, {vectorized[2]['polygons']:,.0f} polygons", *figures(vectorized, size), ""]]
        if theirs:
            rows.append(["gdal_polygonize, to the same format", *figures(theirs, size), ""])
            common.agree(count(folder / "theirs.gpkg") == vectorized[2]["polygons"], "the number of polygons")
        rows += [[name, *figures(each, size), f"{each[2]['largest_area_change']:.3%}"]
                 for name, each in changed.items()]
        common.table(f"a map of {size} x {size} pixels, {CLASSES} classes",
                     ["step", "CPU seconds", "million pixels a second", "MiB", "largest change of a class"], rows,
                     "one process")
    memory = max(each[1] for each in (regularized, vectorized, *changed.values()))
    change = max(each[2]["largest_area_change"] for each in changed.values())
    met = [common.verdict(memory, LIMIT_MIB, "MiB at the peak", at_most=True),
           common.verdict(change, LARGEST_CHANGE, "largest change of the area of a class", at_most=True)]
    if theirs:
        met.append(common.verdict(theirs[0] / vectorized[0], REQUIRED, "times as fast as gdal_polygonize"))
    if grass_ratio:
        met.append(common.verdict(grass_ratio, REQUIRED, "times as fast as gdal_polygonize and GRASS"))
    return all(met)


def figures(found: tuple[float, float, dict[str, float]], size: int) -> list[str]:
    """Return what is shown of a step."""
    return [f"{found[0]:.1f}", f"{size * size / found[0] / 1e6:.2f}", f"{found[1]:.0f}"]


def outlines(folder: Path, polygons: str) -> dict[str, tuple[float, float, dict[str, float]]]:
    """Simplify and smooth polygons; return what each step took."""
    simple, smooth = str(folder / "simple.gpkg"), str(folder / "smooth.gpkg")
    return {"simplify_polygons": step(SimplifyPolygonsJob(polygons, simple)),
            "smooth_polygons": step(SmoothPolygonsJob(simple, smooth))}


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
