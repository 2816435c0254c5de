"""One map on one core: `classify` from the images against OTB's ImageClassifier from a raster of features.

Both learn 100 trees of depth 25 from the same samples, of which one in seven has a wrong class, as reference data do:
trees grow deep on them: half a million nodes. The features are those of the default series, 37 dates of 10 bands and 3
indices, made of a year's 24 images. Ours reads the images, masks clouds, fills, computes the features and predicts,
class and confidence; OTB's is given the features, gap-filled, in a raster that `features_map` wrote, and its time is
that of reading them and predicting the class. Both are whole programs on one core, and their times are those of the
processor; what each takes for an area of 96 x 96 pixels, to start and end, is told, and left out of the ratio: on a
tile of 120 million pixels it is nothing. Nothing where OTB is not installed.
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
from dataclasses import replace
from pathlib import Path

import common
import numpy as np
from classify_memory import area
from osgeo import gdal

from landweave.engine.jobs import (
    ClassifyJob,
    ExtractSamplesJob,
    FeaturesMapJob,
    PrepareReferenceJob,
    SelectSamplesJob,
    TrainClassifierJob,
)
from landweave.engine.learning.model_file import load_model
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.points import point_geometries
from landweave.engine.samples.store import load_samples, save_samples
from landweave.engine.vector.layers import write_layer

REQUIRED = 8.0
TILE = "31TCJ"
WRONG = 0.15
SMALL = 96
"""Side of the area that shows what it takes to start and end, in pixels."""
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


def learn(folder: Path, size: int, catalogue: str, a_class: int) -> str:
    """Learn the engine's forest and return its file; the samples lie beside it."""
    reference, points, samples, model = (str(folder / n) for n in ("r.gpkg", "p.gpkg", "samples.gpkg", "model.lwm"))
    PrepareReferenceJob(str(folder / f"area_{size}" / "reference.gpkg"), "code", catalogue, reference).execute(
        RunContext()
    )
    SelectSamplesJob(reference, points, maximum=a_class).execute(RunContext())
    ExtractSamplesJob(catalogue, points, samples).execute(RunContext())
    found, random = load_samples(samples), np.random.default_rng(0)
    codes, wrong = found.attributes["code"], random.random(len(found)) < WRONG
    codes[wrong] = random.choice(np.unique(codes), wrong.sum())
    save_samples(samples, found)
    TrainClassifierJob(samples, "code", model, region_field="").execute(RunContext())
    return model


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


def request_of(job: ClassifyJob, path: Path) -> list[str]:
    """Write a job and return the command that does it in one process."""
    path.write_text(json.dumps({"job": job.to_json(), "options": {"workers": 1}}), encoding="utf-8")
    return [sys.executable, "-m", "landweave.engine", str(path)]


def otb(features: str, model: str, output: str) -> list[str]:
    """Return the command that classifies a raster of features."""
    return ["otbcli_ImageClassifier", "-in", features, "-model", model, "-out", output, "uint16"]


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
    size, a_class, pairs = (256, 500, 1) if quick else (1024, 5000, 3)
    gdal.UseExceptions()
    with tempfile.TemporaryDirectory(prefix="landweave_otb_") as name:
        folder = Path(name)
        catalogue = area(folder, size)
        model = learn(folder, size, catalogue, a_class)
        features, truth = str(folder / "features.tif"), str(folder / f"area_{size}" / "truth.tif")
        FeaturesMapJob(catalogue, features, tiles=(TILE,)).execute(RunContext())
        theirs = learn_otb(folder, str(folder / "samples.gpkg"))
        outputs = {way: str(folder / f"{way}.tif") for way in ("landweave", "otb", "confidence")}
        little = area(folder, SMALL), str(folder / "little.tif")
        FeaturesMapJob(*little, tiles=(TILE,)).execute(RunContext())
        job = ClassifyJob(catalogue, (model,), outputs["landweave"], outputs["confidence"], tiles=(TILE,))
        small = replace(job, catalogue=little[0], output=str(folder / "c.tif"), confidence=str(folder / "d.tif"))
        ways = (
            (request_of(job, folder / "job.json"), request_of(small, folder / "small.json")),
            (otb(features, theirs, outputs["otb"]), otb(little[1], theirs, str(folder / "e.tif"))),
        )
        on_one_core(ways[0][0], folder / "compile.log")
        times = [[on_one_core(whole, folder / "w.log") for whole, _ in ways] for _ in range(pairs)]
        starts = [min(on_one_core(part, folder / "s.log")[0] for _ in range(2)) for _, part in ways]
        right = [correct(outputs[way], truth) for way in ("landweave", "otb")]
        forest = load_model(model).predictor("all").inner.forest
        nodes = len(re.findall(r"\bdepth:", Path(theirs).read_text(errors="replace")))
    pixels = size * size - SMALL * SMALL
    each = [[(pair[way][0] - starts[way]) / pixels * 1e6 for pair in times] for way in (0, 1)]
    ratios = [peer / own for own, peer in zip(*each)]
    names = (("landweave, classify", len(forest.left)), ("OTB, ImageClassifier", nodes))
    rows = [
        [what, str(count), f"{starts[way]:.1f}", f"{min(pair[way][0] for pair in times):.1f}",
         f"{min(pair[way][1] for pair in times):.1f}", f"{min(each[way]):.1f}", f"{right[way]:.4f}"]
        for way, (what, count) in enumerate(names)
    ]  # fmt: skip
    common.table(
        f"One map of {size} x {size} pixels, {forest.feature_count} features, {forest.tree_count} trees, "
        f"{forest.class_count} classes; ratios of the pairs: {', '.join(f'{r:.1f}' for r in ratios)}",
        ["way", "nodes", "start, CPU s", "CPU s", "wall s", "us/pixel", "right on the truth"], rows,
        "one core, best of pairs",
    )  # fmt: skip
    common.agree(right[0] >= right[1] - 0.002, f"our map is right for {right[0]:.4f}, OTB's for {right[1]:.4f}")
    return common.verdict(float(np.median(ratios)), REQUIRED, "classify over OTB's ImageClassifier, one core each")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
