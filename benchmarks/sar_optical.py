"""Late fusion of a radar and an optical map when clouds take most dates of Sentinel-2, on the synthetic area.

For each seed an area is made whose Sentinel-2 dates are mostly under clouds for nine tenths. Sentinel-2 and Sentinel-1
are each mapped on their own with the same polygons; the two maps are fused by Dempster-Shafer with each mass, and
their probabilities by mean and product. Reports, which the masses are read from, are made with polygons that nothing
was learnt from. Accuracy is that against the known truth of every pixel. The landscape is computed, and so are the
sensors: the difference tells that the fusion works, not how much it would gain anywhere.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import common
import numpy as np
from three_sensors import RADAR, against_truth

from landweave.engine.fusion.scores import MASSES
from landweave.engine.jobs import (
    AccuracyJob,
    ClassifyJob,
    DemoDataJob,
    ExtractSamplesJob,
    FuseClassificationsJob,
    FuseSarOpticalJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SplitReferenceJob,
    TrainClassifierJob,
)
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext

CLOUDINESS, DATES = 0.9, 24
SERIES = {
    "Sentinel-2": {"sensors": {"S2": []}},
    "Sentinel-1": {"reference": "S1ASC", "sensors": {"S1ASC": RADAR, "S1DES": RADAR}},
}
FUSED = tuple(f"fused, {mass}" for mass in MASSES)
RULES = ("mean", "product")
WAYS = (*SERIES, *FUSED, *(f"probabilities, {rule}" for rule in RULES))


def compare(folder: Path, size: int, seed: int):
    """Make one area, map and fuse it, and return overall accuracy and macro F1 by way, and who decided."""
    steps = prepare(folder, size, seed, CLOUDINESS, ("sentinel2", "sentinel1"))
    made = {name: alone(folder, name, steps, seed) for name in SERIES}
    optical, sar = made["Sentinel-2"], made["Sentinel-1"]
    maps = {name: files["map"] for name, files in made.items()}
    choices = {}
    for mass, way in zip(MASSES, FUSED):
        maps[way], choices[way] = str(folder / f"{mass}.tif"), str(folder / f"choice_{mass}.tif")
        do(FuseSarOpticalJob(sar["map"], optical["map"], sar["report"], optical["report"], maps[way], mass,
                             choice=choices[way]))
    for rule in RULES:
        maps[f"probabilities, {rule}"] = out = str(folder / f"{rule}.tif")
        do(FuseClassificationsJob((optical["probabilities"], sar["probabilities"]), out, "probabilities", rule))
    truth = str(folder / "area" / "truth.tif")
    return {way: (*against_truth(maps[way], truth), *shares(choices.get(way))) for way in WAYS}


def prepare(folder: Path, size: int, seed: int, cloudiness: float, sensors: tuple[str, ...]):
    """Make an area, and return the files of its images, polygons and points to learn from, by name."""
    area, steps = folder / "area", {name: str(folder / f"{name}.gpkg") for name in ("list", "cut", "split", "points")}
    do(DemoDataJob(str(area), size, DATES, seed, sensors, cloudiness))
    do(ScanCatalogueJob(str(area / "products"), steps["list"]))
    do(PrepareReferenceJob(str(area / "reference.gpkg"), "code", steps["list"], steps["cut"],
                           series=options(folder, "Sentinel-2")))
    do(SplitReferenceJob(steps["cut"], steps["split"], seed=seed))
    do(SelectSamplesJob(steps["split"], steps["points"], seed=seed))
    return steps


def alone(folder: Path, name: str, steps, seed: int):
    """Map the area with one sensor, and return the paths of map, probabilities and report."""
    stem = str(folder / name)
    samples, model = f"{stem}.gpkg", f"{stem}.lwm"
    files = {kind: f"{stem}_{kind}.tif" for kind in ("map", "probabilities")}
    do(ExtractSamplesJob(steps["list"], steps["points"], samples, series=options(folder, name)))
    do(TrainClassifierJob(samples, "code", model, seed=seed, run=1))
    do(ClassifyJob(steps["list"], (model,), files["map"], probabilities=files["probabilities"]))
    do(AccuracyJob(files["map"], steps["split"], "code", f"{stem}.json", run=1))
    return {**files, "report": f"{stem}.json"}


def options(folder: Path, name: str) -> str:
    """Write the options of a series, and return their file."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(SERIES[name]), encoding="utf-8")
    return str(path)


def do(job) -> None:
    """Run one step on all cores."""
    job.execute(RunContext(workers=0))


def shares(path: str | None):
    """Return the shares of pixels that both maps, radar, and optical decided; empty where nothing was fused."""
    if path is None:
        return ()
    with RasterReader() as reader:
        counts = np.bincount(reader.read(path, 1, reader.grid(path).window).ravel(), minlength=4)[:4]
    return tuple(counts[1:] / counts.sum())


def main(quick: bool) -> bool:
    """Print the table; True if on average a fusion of the maps beats the better of the two alone on the truth."""
    size, seeds = (192, 1) if quick else (320, 3)
    results = []
    for seed in range(seeds):
        with tempfile.TemporaryDirectory(prefix="landweave_late_") as folder:
            results.append(compare(Path(folder), size, seed))
    means = {way: np.mean([found[way] for found in results], axis=0) for way in WAYS}
    rows = [
        [way, *(" ".join(f"{found[way][n]:.3f}" for found in results) for n in (0, 1)),
         f"{means[way][0]:.3f}", f"{means[way][1]:.3f}", " ".join(f"{share:.2f}" for share in means[way][2:])]
        for way in WAYS
    ]  # fmt: skip
    common.table(f"Two tiles of {size} x {size} pixels, {DATES} Sentinel-2 dates, {CLOUDINESS:.0%} mostly cloudy",
                 ["way", "overall accuracy", "macro F1", "mean", "mean F1", "both, radar, optical"], rows, "defaults")
    better = max(SERIES, key=lambda name: means[name][0])
    gain = max(means[way][0] for way in FUSED) - means[better][0]
    default = means["fused, precision"][0] - means[better][0]
    met = [common.verdict(gain, 1e-3, f"largest gain of a fused map over {better} alone"),
           common.verdict(default, 1e-3, "gain with the default mass, precision")]
    return all(met)


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
