"""What Sentinel-1 and Landsat add when clouds take two thirds of Sentinel-2's dates: the chain on the synthetic area.

For each seed an area is made whose Sentinel-2 dates are mostly under clouds for two thirds, and mapped by the
classification chain twice with the same polygons: with Sentinel-2 alone, and with all three sensors. Accuracy is that
of the chain's own report (polygons that nothing was learnt from) and that of the map against the known truth of every
pixel. The landscape is computed, and so are the sensors: the difference tells that the sensors work together, not how
much they would gain anywhere.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import common
import numpy as np

from landweave.engine.jobs import ClassificationChainJob, DemoDataJob
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext

CLOUDINESS, DATES = 2 / 3, 24
LEAST_GAIN = 0.01
SENSORS = ("sentinel2", "sentinel1", "landsat")
RADAR = {"step_days": 12, "speckle_window": 7}
SERIES = {
    "Sentinel-2": {"sensors": {"S2": []}},
    "Sentinel-2, Sentinel-1, Landsat": {
        "reference": "S2",
        "sensors": {"S2": [], "S1ASC": RADAR, "S1DES": RADAR, "L8": {"step_days": 16}},
    },
}
FIGURES = ("polygons: overall accuracy", "polygons: macro F1", "truth: overall accuracy", "truth: macro F1")


def compare(folder: Path, size: int, seed: int):
    """Make one area, map it in each way, and return the figures (as in FIGURES) by name."""
    area = folder / "area"
    DemoDataJob(str(area), size, DATES, seed, SENSORS, CLOUDINESS).execute(RunContext())
    out = {}
    for number, (name, series) in enumerate(SERIES.items()):
        options = folder / f"series_{number}.json"
        options.write_text(json.dumps(series), encoding="utf-8")
        run = folder / f"run_{number}"
        job = ClassificationChainJob(
            reference=str(area / "reference.gpkg"), class_field="code", input=str(area / "products"),
            nomenclature=str(area / "nomenclature.csv"), series=str(options), seed=seed)
        job.execute(RunContext(run_folder=str(run)))
        report = json.loads((run / "report.json").read_text(encoding="utf-8"))
        truth = against_truth(str(run / "map.tif"), str(area / "truth.tif"))
        out[name] = (report["overall_accuracy"], report["macro_f1"], *truth)
    return out


def against_truth(map_path: str, truth_path: str) -> tuple[float, float]:
    """Return overall accuracy and mean F1 of the classes over every pixel of the map."""
    with RasterReader() as reader:
        own, true = (reader.read(path, 1, reader.grid(path).window) for path in (map_path, truth_path))
        common.agree(reader.grid(map_path) == reader.grid(truth_path), "map and truth lie on other pixels")
    true, own = true[own > 0], own[own > 0]
    codes = np.unique(true)
    hits = [np.sum((true == code) & (own == code)) for code in codes]
    scores = [2 * hit / (np.sum(true == code) + np.sum(own == code)) for hit, code in zip(hits, codes)]
    return float(np.mean(true == own)), float(np.mean(scores))


def main(quick: bool) -> bool:
    """Print the table; True if all sensors together beat Sentinel-2 on the truth of every area."""
    size, seeds = (256, 1) if quick else (320, 3)
    results = {name: [] for name in SERIES}
    for seed in range(seeds):
        with tempfile.TemporaryDirectory(prefix="landweave_three_") as folder:
            for name, figures in compare(Path(folder), size, seed).items():
                results[name].append(figures)
    rows = [[f"seed {seed}", name, *(f"{value:.3f}" for value in results[name][seed])]
            for seed in range(seeds) for name in SERIES]
    rows += [["mean", name, *(f"{value:.3f}" for value in np.mean(results[name], axis=0))] for name in SERIES]
    common.table(f"Two tiles of {size} x {size} pixels, {DATES} Sentinel-2 dates, {CLOUDINESS:.0%} mostly cloudy",
                 ["area", "sensors", *FIGURES], rows, "defaults")
    alone, together = (np.array(results[name]) for name in SERIES)
    gains = (together - alone).min(axis=0)
    met = [common.verdict(gains[number], LEAST_GAIN, f"least gain, {FIGURES[number]}") for number in (2, 3)]
    return all(met)


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
