"""Networks on series as acquired, with their masks, beside networks and forests on filled series.

Slovenia (real; left out where the data are not): ten Sentinel-2 images, winter ones with gaps, 78 register polygons,
every pixel of them, folds that keep polygons whole. The synthetic area: half of the acquisitions are mostly under
clouds; models learn from one half of the polygons, and their maps are compared with the truth of every pixel. The same
network learns once from the acquisitions with their masks and once from the series filled every ten days.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import common
import numpy as np
from real_data import DATA, figures
from sar_optical import do
from three_sensors import against_truth

from landweave.engine.jobs import (
    ClassifyJob,
    CrossValidateJob,
    DemoDataJob,
    ExtractSamplesJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SplitReferenceJob,
    TrainClassifierJob,
    TrainNetworkJob,
)
from landweave.engine.learning.crossval import cross_validate
from landweave.engine.runtime.context import RunContext

CLOUDINESS = 0.5
SERIES = {"masked": {"dates": "acquisitions", "filling": "masked"}, "filled": {}}
SLOVENIA = (("random_forest", "filled"), ("svm", "filled"), ("ltae", "filled"), ("ltae", "masked"),
            ("transformer", "masked"))
NETWORK = "ltae"
WAYS = ((NETWORK, "masked"), (NETWORK, "filled"), ("random_forest", "filled"))


def options(folder: Path, series: str) -> str:
    """Write the options of a series, and return their file."""
    path = folder / f"{series}.json"
    path.write_text(json.dumps(SERIES[series]), encoding="utf-8")
    return str(path)


def slovenia(folder: Path, preset: str):
    """Return the report of each way."""
    catalogue, reference, points = (str(folder / f"{name}.gpkg") for name in ("catalogue", "reference", "points"))
    do(ScanCatalogueJob(str(DATA / "slovenia_s2" / "images"), catalogue))
    do(PrepareReferenceJob(str(DATA / "slovenia_s2" / "reference_lulc.gpkg"), "lulc_id", catalogue, reference))
    do(SelectSamplesJob(reference, points, strategy="all"))
    found = {}
    for method, series in SLOVENIA:
        samples = folder / f"{series}.gpkg"
        if not samples.is_file():
            do(ExtractSamplesJob(catalogue, points, str(samples), options(folder, series)))
        tuned = "" if method in ("random_forest", "svm") else json.dumps({"preset": preset})
        job = CrossValidateJob(str(samples), "lulc_id", str(folder / "r.json"), method=method, method_options=tuned)
        found[method, series] = cross_validate(job, RunContext(workers=0))
    return found


def demo(folder: Path, size: int, seed: int, preset: str):
    """Return overall accuracy and macro F1 against the truth of each way, on one area."""
    area, steps = folder / "area", {name: str(folder / f"{name}.gpkg") for name in ("list", "cut", "split", "points")}
    do(DemoDataJob(str(area), size, seed=seed, cloudiness=CLOUDINESS))
    do(ScanCatalogueJob(str(area / "products"), steps["list"]))
    do(PrepareReferenceJob(str(area / "reference.gpkg"), "code", steps["list"], steps["cut"]))
    do(SplitReferenceJob(steps["cut"], steps["split"], seed=seed))
    do(SelectSamplesJob(steps["split"], steps["points"], seed=seed))
    found = {}
    for method, series in WAYS:
        samples = folder / f"{series}.gpkg"
        if not samples.is_file():
            do(ExtractSamplesJob(steps["list"], steps["points"], str(samples), options(folder, series)))
        model, made = str(folder / f"{method}_{series}.lwm"), str(folder / f"{method}_{series}.tif")
        if method == NETWORK:
            do(TrainNetworkJob(str(samples), "code", model, NETWORK, preset, seed=seed, run=1))
        else:
            do(TrainClassifierJob(str(samples), "code", model, method, seed=seed, run=1))
        do(ClassifyJob(steps["list"], (model,), made))
        found[method, series] = against_truth(made, str(area / "truth.tif"))
    return found


def main(quick: bool) -> bool:
    """Print both tables; True if on the synthetic area the masked series are no worse than the filled ones."""
    size, seeds, preset = (128, 1, "fast") if quick else (256, 3, "balanced")
    if DATA.is_dir() and not quick:
        with tempfile.TemporaryDirectory(prefix="landweave_masked_") as name:
            reports = slovenia(Path(name), preset)
        rows = [[*way, str(r["samples"]), *figures(r)] for way, r in reports.items()]
        common.table("Slovenia, ten dates, 5 folds that keep polygons whole",
                     ["learner", "series", "samples", "overall accuracy", "95 %", "kappa", "macro F1"], rows, preset)
    results = []
    for seed in range(seeds):
        with tempfile.TemporaryDirectory(prefix="landweave_masked_") as name:
            results.append(demo(Path(name), size, seed, preset))
    means = {way: np.mean([found[way] for found in results], axis=0) for way in WAYS}
    rows = [
        [*way, *(" ".join(f"{found[way][n]:.3f}" for found in results) for n in (0, 1)),
         f"{means[way][0]:.3f}", f"{means[way][1]:.3f}"]
        for way in WAYS
    ]  # fmt: skip
    common.table(f"Two tiles of {size} x {size} pixels, {CLOUDINESS:.0%} of the dates mostly cloudy",
                 ["learner", "series", "overall accuracy", "macro F1", "mean", "mean F1"], rows, preset)
    gain = means[NETWORK, "masked"][0] - means[NETWORK, "filled"][0]
    return common.verdict(gain, 0.0, f"gain of the masked over the filled series, {NETWORK}, overall accuracy")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
