"""From a map to polygons: CPU seconds, memory, and a comparison with gdal_polygonize on the same map.

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
from osgeo import ogr
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
        tool = shutil.which("gdal_polygonize.py")
        theirs = measured([tool, "-q", regular, "-f", "GPKG", str(folder / "theirs.gpkg")]) if tool else None
        rows = [[f"regularize, {regularized[2]['small_regions']:,.0f} small regions", *figures(regularized, size)],
                [f"vectorize, {vectorized[2]['polygons']:,.0f} polygons", *figures(vectorized, size)]]
        if theirs:
            rows.append(["gdal_polygonize, to the same format", *figures(theirs, size)])
            common.agree(count(folder / "theirs.gpkg") == vectorized[2]["polygons"], "the number of polygons")
        common.table(f"a map of {size} x {size} pixels, {CLASSES} classes",
                     ["step", "CPU seconds", "million pixels a second", "MiB"], rows, "one process")
        rows, change = outlines(folder, small.replace(".tif", ".gpkg"))
        common.table(f"outlines of {count(Path(small.replace('.tif', '.gpkg'))):,} polygons",
                     ["step", "CPU seconds", "MiB", "largest change of a class"], rows, "one process")
    met = [common.verdict(max(regularized[1], vectorized[1]), LIMIT_MIB, "MiB at the peak", at_most=True),
           common.verdict(change, LARGEST_CHANGE, "largest change of the area of a class", at_most=True)]
    if theirs:
        met.append(common.verdict(theirs[0] / vectorized[0], REQUIRED, "times as fast as gdal_polygonize"))
    return all(met)


def figures(found: tuple[float, float, dict[str, float]], size: int) -> list[str]:
    """Return what is shown of a step."""
    return [f"{found[0]:.1f}", f"{size * size / found[0] / 1e6:.2f}", f"{found[1]:.0f}"]


def outlines(folder: Path, polygons: str) -> tuple[list[list[str]], float]:
    """Simplify and smooth polygons; return the rows of the table, and the largest change."""
    rows, changes = [], []
    simple, smooth = str(folder / "simple.gpkg"), str(folder / "smooth.gpkg")
    for name, job in (("simplify_polygons", SimplifyPolygonsJob(polygons, simple)),
                      ("smooth_polygons", SmoothPolygonsJob(simple, smooth))):  # fmt: skip
        seconds, memory, metrics = step(job)
        changes.append(metrics["largest_area_change"])
        rows.append([name, f"{seconds:.1f}", f"{memory:.0f}", f"{changes[-1]:.3%}"])
    return rows, max(changes)


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
