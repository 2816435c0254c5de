"""Throughput of Dempster-Shafer fusion: Landweave and OTB's FusionOfClassifications, same maps, same masses.

Both read compressed GeoTIFFs and write one, in one process; the times are CPU seconds of the whole process, start
included, so the maps are large enough for the start not to count. The kernel alone is timed beside.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import common
import numpy as np

from landweave.engine.fusion.dempster_shafer import dempster_shafer
from landweave.engine.fusion.scores import belief_masses
from landweave.engine.fusion.votes import majority
from landweave.engine.jobs import FuseClassificationsJob
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.validation.scores import scores

MAPS, CLASSES, UNDECIDED = 5, 23, 255
REQUIRED = 2.0
_JOB = ("import sys, json; from landweave.engine.jobs import job_from_json; "
        "from landweave.engine.runtime.context import RunContext; "
        "job_from_json(json.loads(sys.argv[1])).execute(RunContext(workers=1))")


def make(folder: Path, size: int):
    """Write maps in patches, as real ones are, with reports and OTB's tables; return paths and matrices."""
    random = np.random.default_rng(0)
    truth = random.integers(1, CLASSES + 1, (size // 16, size // 16)).repeat(16, axis=0).repeat(16, axis=1)
    grid = Grid(spatial_reference("EPSG:32631").ExportToWkt(), 500000.0, 4800000.0, 10.0, 10.0, size, size)
    codes = list(range(1, CLASSES + 1))
    files: dict[str, list[str]] = {"maps": [], "reports": [], "tables": []}
    matrices = []
    for number in range(MAPS):
        wrong = random.random(truth.shape) < 0.1 + 0.06 * number
        votes = np.where(wrong, random.integers(0, CLASSES + 1, truth.shape), truth).astype(np.uint8)
        matrix = random.integers(1, 20, (CLASSES, CLASSES)) + (200 - 20 * number) * np.eye(CLASSES, dtype=int)
        matrices.append(matrix)
        for kind, ending in (("maps", "tif"), ("reports", "json"), ("tables", "csv")):
            files[kind].append(str(folder / f"{number}.{ending}"))
        with RasterWriter(files["maps"][-1], grid, nodata=0) as writer:
            writer.write(grid.window, votes)
        Path(files["reports"][-1]).write_text(json.dumps(scores(matrix, codes)), encoding="utf-8")
        head = ",".join(map(str, codes))
        rows = "\n".join(",".join(map(str, row)) for row in matrix)
        Path(files["tables"][-1]).write_text(f"#Reference:{head}\n#Produced:{head}\n{rows}\n", encoding="utf-8")
    return files, matrices, codes


def cpu(command, environment=None) -> float:
    """Run a command, and return the CPU seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def read(path):
    """Return a whole band."""
    with RasterReader() as reader:
        return reader.read(str(path), 1, reader.grid(str(path)).window)


def main(quick: bool) -> bool:
    """Print the table; True if the algorithm is so many times as fast as OTB, or OTB is not there."""
    size = 2048 if quick else 6144
    with tempfile.TemporaryDirectory(prefix="landweave_fusion_") as name:
        folder = Path(name)
        files, matrices, codes = make(folder, size)
        votes = np.stack([read(path)[:1024].ravel() for path in files["maps"]])
        masses = np.stack([belief_masses(matrix, "precision") for matrix in matrices])
        pixels = votes.shape[1]
        kernels = {"majority": lambda: majority(votes), "Dempster": lambda: dempster_shafer(votes, masses, codes)}
        rows = [[f"kernel, {way}", pixels / common.seconds(kernel) / 1e6] for way, kernel in kernels.items()]
        job = FuseClassificationsJob(tuple(files["maps"]), str(folder / "ours.tif"), "dempster_shafer",
                                     scores=tuple(files["reports"]), undecided=UNDECIDED)
        ours = [sys.executable, "-c", _JOB, json.dumps(job.to_json())]
        out = f"{folder / 'otb.tif'}?&gdal:co:COMPRESS=DEFLATE"
        theirs = [
            "otbcli_FusionOfClassifications", "-il", *files["maps"], "-method", "dempstershafer",
            "-method.dempstershafer.cmfl", *files["tables"], "-method.dempstershafer.mob", "precision",
            "-nodatalabel", "0", "-undecidedlabel", str(UNDECIDED), "-out", out, "uint8",
        ]  # fmt: skip
        cpu(ours)  # compiles, if it has to
        seconds = cpu(ours)
        rows.append(["fuse_classifications", size * size / seconds / 1e6])
        ratio = None
        if shutil.which(theirs[0]):
            other = cpu(theirs)
            rows.append(["FusionOfClassifications", size * size / other / 1e6])
            common.agree(np.array_equal(read(folder / "ours.tif"), read(folder / "otb.tif")), "the two fused maps")
            ratio = other / seconds
    common.table(f"{MAPS} maps of {size} x {size} pixels, {CLASSES} classes", ["way", "million pixels a CPU second"],
                 [[way, f"{rate:.1f}"] for way, rate in rows])
    if ratio is None:
        print("OTB is not installed: nothing to compare with.")
        return True
    return common.verdict(ratio, REQUIRED, "times as fast as OTB")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
