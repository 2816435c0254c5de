"""One map on one core: `classify` from the images against OTB's ImageClassifier from a raster of features.

Both learn 100 trees of depth 25 from the same samples. Ours reads the images, masks clouds, fills, computes the
features and predicts, class and confidence; OTB's is given the features, gap-filled, in a raster that `features_map`
wrote, and its time is that of reading them and predicting the class. Both are whole programs, started and ended, on
one core, and their times are those of the processor. Nothing where OTB is not installed.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import common
import numpy as np
from classify_memory import area, learn
from osgeo import gdal

from landweave.engine.jobs import ClassifyJob, FeaturesMapJob
from landweave.engine.learning.model_file import load_model
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.points import point_geometries
from landweave.engine.samples.store import load_samples
from landweave.engine.vector.layers import write_layer

REQUIRED = 8.0
TILE = "31TCJ"
CORE = "0"
ALONE = {"ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS": "1", "OMP_NUM_THREADS": "1", "GDAL_NUM_THREADS": "1"}


def on_one_core(command: list[str], log: Path) -> tuple[float, float]:
    """Run a program on one core; return its CPU seconds, those of its children with them, and its wall seconds."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with log.open("wb") as said:
        done = subprocess.run(["taskset", "-c", CORE, *command], stdout=said, stderr=subprocess.STDOUT,
                              env={**os.environ, **ALONE}, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{command[0]} ended with {done.returncode}:\n{log.read_text(errors='replace')[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - begin


def learn_otb(folder: Path, samples_path: str) -> str:
    """Learn OTB's forest from the samples and return its file."""
    samples = load_samples(samples_path)
    names = [f"f{i}" for i in range(samples.matrix.shape[1])]
    columns = {name: samples.matrix[:, i].astype(np.float64) for i, name in enumerate(names)}
    table, model = str(folder / "samples_otb.gpkg"), str(folder / "otb.rf")
    places = point_geometries(samples.x, samples.y)
    write_layer(table, "samples", samples.crs_wkt, "Point", places, {"code": samples.attributes["code"], **columns})
    on_one_core(
        ["otbcli_TrainVectorClassifier", "-io.vd", table, "-feat", *names, "-cfield", "code", "-io.out", model,
         "-classifier", "rf", "-classifier.rf.nbtrees", "100", "-classifier.rf.max", "25", "-classifier.rf.min", "5",
         "-classifier.rf.acc", "0", "-rand", "0"],
        folder / "train_otb.log",
    )  # fmt: skip
    return model


def correct(path: str, truth_path: str) -> float:
    """Return the share of pixels that have the class of the truth."""
    found, truth = gdal.Open(path), gdal.Open(truth_path)
    left, width, _, top, _, height = found.GetGeoTransform()
    first_left, _, _, first_top, _, _ = truth.GetGeoTransform()
    column, row = round((left - first_left) / width), round((top - first_top) / height)
    codes = found.GetRasterBand(1).ReadAsArray()
    wanted = truth.GetRasterBand(1).ReadAsArray(column, row, codes.shape[1], codes.shape[0])
    known = (wanted > 0) & (codes > 0)
    return float(np.mean(codes[known] == wanted[known]))


def main(quick: bool) -> bool:
    """Print the table; True if the requirement is met."""
    if not shutil.which("otbcli_ImageClassifier") or not shutil.which("taskset"):
        print("\nOTB's ImageClassifier: left out, OTB or taskset is not installed.")
        return True
    size, pairs = (256, 1) if quick else (1024, 3)
    gdal.UseExceptions()
    with tempfile.TemporaryDirectory(prefix="landweave_otb_") as name:
        folder = Path(name)
        catalogue = area(folder, size)
        model = learn(folder, size, catalogue)
        features, truth = str(folder / "features.tif"), str(folder / f"area_{size}" / "truth.tif")
        FeaturesMapJob(catalogue, features, tiles=(TILE,)).execute(RunContext())
        theirs = learn_otb(folder, str(folder / "samples.gpkg"))
        outputs = {way: str(folder / f"{way}.tif") for way in ("landweave", "otb", "confidence")}
        job = ClassifyJob(catalogue, (model,), outputs["landweave"], outputs["confidence"], tiles=(TILE,))
        request = folder / "job.json"
        request.write_text(json.dumps({"job": job.to_json(), "options": {"workers": 1}}), encoding="utf-8")
        ours = [sys.executable, "-m", "landweave.engine", str(request)]
        peer = ["otbcli_ImageClassifier", "-in", features, "-model", theirs, "-out", outputs["otb"], "uint16"]
        on_one_core(ours, folder / "compile.log")
        times = [[on_one_core(way, folder / "way.log") for way in (ours, peer)] for _ in range(pairs)]
        right = [correct(outputs[way], truth) for way in ("landweave", "otb")]
        forest = load_model(model).predictor("all").inner.forest
        nodes = len(re.findall(r"\bdepth:", Path(theirs).read_text(errors="replace")))
    pixels = size * size
    ratios = [pair[1][0] / pair[0][0] for pair in times]
    ways = (("landweave, classify", len(forest.left)), ("OTB, ImageClassifier", nodes))
    rows = [
        [what, str(count), f"{min(pair[way][0] for pair in times):.1f}", f"{min(pair[way][1] for pair in times):.1f}",
         f"{min(pair[way][0] for pair in times) / pixels * 1e6:.1f}", f"{right[way]:.4f}"]
        for way, (what, count) in enumerate(ways)
    ]  # fmt: skip
    common.table(
        f"One map of {size} x {size} pixels, {forest.feature_count} features, {forest.tree_count} trees, "
        f"{forest.class_count} classes; ratios of the pairs: {', '.join(f'{r:.1f}' for r in ratios)}",
        ["way", "nodes", "CPU s", "wall s", "us/pixel", "right on the truth"], rows, "one core, best of pairs",
    )  # fmt: skip
    common.agree(right[0] >= right[1] - 0.002, f"our map is right for {right[0]:.4f}, OTB's for {right[1]:.4f}")
    return common.verdict(float(np.median(ratios)), REQUIRED, "classify over OTB's ImageClassifier, one core each")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
