"""Peak memory of `classify`, with default settings, for an area and for one four times larger.

The worker runs as a process of its own, as it does under QGIS. Its memory is the resident memory of the
whole process tree, libraries that processes share counted in each, sampled every 20 ms.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import common
import psutil

from landweave.engine.jobs import (
    ClassifyJob,
    DemoDataJob,
    ExtractSamplesJob,
    Job,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    TrainClassifierJob,
)
from landweave.engine.runtime.context import RunContext

GROWTH, LIMIT_MIB = 1.2, 2048.0
MIB = 1 << 20


def area(folder: Path, size: int) -> str:
    """Simulate an area of two tiles and return its catalogue."""
    demo = DemoDataJob(str(folder / f"area_{size}"), size=size).execute(RunContext())
    catalogue = str(folder / f"catalogue_{size}.gpkg")
    ScanCatalogueJob(str(demo["PRODUCTS"]), catalogue).execute(RunContext())
    return catalogue


def learn(folder: Path, size: int, catalogue: str, series: str = "") -> str:
    """Learn a forest of 100 trees on the area and return the model."""
    steps = [str(folder / name) for name in ("reference.gpkg", "points.gpkg", "samples.gpkg", "model.lwm")]
    reference = str(folder / f"area_{size}" / "reference.gpkg")
    for job in (
        PrepareReferenceJob(reference, "code", catalogue, steps[0]),
        SelectSamplesJob(steps[0], steps[1], maximum=1000),
        ExtractSamplesJob(catalogue, steps[1], steps[2], series),
        TrainClassifierJob(steps[2], "code", steps[3], region_field=""),
    ):
        job.execute(RunContext())
    return steps[3]


def peak_of_worker(job: Job, request: Path, options: dict | None = None) -> tuple[float, float]:
    """Run the job in a worker, with default options or others; return the peak in MiB and the wall seconds."""
    request.write_text(json.dumps({"job": job.to_json(), "options": options or {}}), encoding="utf-8")
    log = request.with_suffix(".log")
    begin, peak = time.perf_counter(), 0
    with log.open("wb") as events:
        worker = subprocess.Popen([sys.executable, "-m", "landweave.engine", str(request)], stdout=events,
                                  stderr=subprocess.STDOUT)
        while worker.poll() is None:
            peak = max(peak, resident(worker.pid))
            time.sleep(0.02)
    if worker.returncode != 0:
        sys.exit(f"classify ended with {worker.returncode}:\n{log.read_text(encoding='utf-8')[-2000:]}")
    return peak / MIB, time.perf_counter() - begin


def resident(pid: int) -> int:
    """Return the resident bytes of a process and all its descendants."""
    total = 0
    try:
        root = psutil.Process(pid)
        tree = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    for process in tree:
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:  # it ended between being listed and being asked
            continue
    return total


def main(quick: bool) -> bool:
    """Print the table; True if both requirements are met."""
    sizes = (256, 512) if quick else (512, 1024)
    rows, peaks = [], []
    with tempfile.TemporaryDirectory(prefix="landweave_bench_") as name:
        folder, model = Path(name), ""
        for size in sizes:
            catalogue = area(folder, size)
            model = model or learn(folder, size, catalogue)
            outputs = [str(folder / f"{kind}_{size}.tif") for kind in ("map", "confidence")]
            job = ClassifyJob(catalogue, (model,), outputs[0], confidence=outputs[1])
            if not peaks:
                peak_of_worker(job, folder / "compile.json")
            peak, seconds = peak_of_worker(job, folder / f"job_{size}.json")
            peaks.append(peak)
            rows.append([f"2 tiles of {size} x {size}", f"{2 * size * size / 1e6:.2f}", f"{peak:.0f}", f"{seconds:.1f}",
                         f"{peak / peaks[0]:.2f}"])
    common.table("Peak memory of classify, default settings, 24 dates x 10 bands, 100 trees",
                 ["area", "Mpixel", "peak MiB", "wall s", "times the small area"], rows, "one worker a core")
    growth = common.verdict(peaks[1] / peaks[0], GROWTH, "memory for four times the area", at_most=True)
    return common.verdict(max(peaks), LIMIT_MIB, "peak in MiB", at_most=True) and growth


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
