"""A network that looks at the surroundings of a pixel beside one that sees the pixel alone, on the same polygons.

The synthetic area, acquisitions with their masks, half of them mostly cloudy. Both learn from all pixels of the same
half of the polygons, with the same preset; their maps are compared with the truth of every pixel. Times are of the wall
clock, on all cores.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import common
import numpy as np
from sar_optical import do
from three_sensors import against_truth

from landweave.engine.jobs import (
    ClassifyJob,
    DemoDataJob,
    ExtractPatchesJob,
    ExtractSamplesJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SplitReferenceJob,
    TrainNetworkJob,
)

CLOUDINESS = 0.5
PATCH = 32
NETWORKS = ("ltae", "utae")


def compare(folder: Path, size: int, seed: int, preset: str):
    """Return overall accuracy, macro F1, seconds of learning and of the map, of each network on one area."""
    area, series = folder / "area", folder / "masked.json"
    paths = {name: str(folder / f"{name}.gpkg") for name in ("list", "cut", "split", "points", "ltae", "utae")}
    series.write_text(json.dumps({"dates": "acquisitions", "filling": "masked"}), encoding="utf-8")
    do(DemoDataJob(str(area), size, seed=seed, cloudiness=CLOUDINESS))
    do(ScanCatalogueJob(str(area / "products"), paths["list"]))
    do(PrepareReferenceJob(str(area / "reference.gpkg"), "code", paths["list"], paths["cut"]))
    do(SplitReferenceJob(paths["cut"], paths["split"], seed=seed))
    do(SelectSamplesJob(paths["split"], paths["points"], strategy="all", seed=seed))
    do(ExtractSamplesJob(paths["list"], paths["points"], paths["ltae"], str(series)))
    do(ExtractPatchesJob(paths["list"], paths["split"], "code", paths["utae"], str(series), PATCH, seed=seed))
    found = {}
    for network in NETWORKS:
        model, made = str(folder / f"{network}.lwm"), str(folder / f"{network}.tif")
        job = TrainNetworkJob(paths[network], "code", model, network, preset, seed=seed, run=1)
        learnt = seconds(lambda job=job: do(job))
        job = ClassifyJob(paths["list"], (model,), made)
        mapped = seconds(lambda job=job: do(job))
        found[network] = (*against_truth(made, str(area / "truth.tif")), learnt, mapped)
    return found


def seconds(function) -> float:
    """Return the time that one call takes, by the clock on the wall."""
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def main(quick: bool) -> bool:
    """Print the table; nothing is required."""
    size, seeds, preset = (128, 1, "fast") if quick else (256, 3, "balanced")
    results = []
    for seed in range(seeds):
        with tempfile.TemporaryDirectory(prefix="landweave_spatial_") as name:
            results.append(compare(Path(name), size, seed, preset))
    means = {network: np.mean([found[network] for found in results], axis=0) for network in NETWORKS}
    rows = [
        [network, *(" ".join(f"{found[network][n]:.3f}" for found in results) for n in (0, 1)),
         f"{means[network][1]:.3f}", f"{means[network][2]:.0f}", f"{means[network][3]:.0f}"]
        for network in NETWORKS
    ]  # fmt: skip
    common.table(f"Two tiles of {size} x {size} pixels, patches of {PATCH} x {PATCH}, {CLOUDINESS:.0%} of dates cloudy",
                 ["network", "overall accuracy", "macro F1", "mean F1", "s to learn", "s to map"], rows, preset)
    print(f"gain in macro F1 of the network that looks at the surroundings: {means['utae'][1] - means['ltae'][1]:.3f}")
    return True


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
