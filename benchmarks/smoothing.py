"""What smoothing does to a map of Sentinel-2, under usual and under heavy clouds: step by step on the synthetic area.

Fields of the area are small: under usual clouds most wrong pixels lie on their borders, under heavy ones anywhere.
Accuracy is that against the known truth of every pixel. `bayes` with its defaults has to help in both; the others, and
`bayes` as sits sets it (window 9, smoothness 20), are reported.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import common
import numpy as np
from sar_optical import alone, do, prepare
from three_sensors import against_truth

from landweave.engine.jobs import SmoothProbabilitiesJob

CLOUDS = {"usual clouds": -1.0, "90 % cloudy": 0.9}
WAYS = {
    "as classified": None,
    "bayes": ("bayes", 5, 3.0),
    "bayes, window 9, smoothness 20": ("bayes", 9, 20.0),
    "gaussian": ("gaussian", 5, 1.0),
    "gaussian, window 3": ("gaussian", 3, 1.0),
    "majority": ("majority", 5, 1.0),
    "majority, window 3": ("majority", 3, 1.0),
}


def compare(folder: Path, size: int, seed: int, cloudiness: float):
    """Make and map one area, and return overall accuracy and macro F1 of each way."""
    steps = prepare(folder, size, seed, cloudiness, ("sentinel2",))
    files, truth = alone(folder, "Sentinel-2", steps, seed), str(folder / "area" / "truth.tif")
    found = {}
    for way, options in WAYS.items():
        path = files["map"]
        if options is not None:
            path = str(folder / "smoothed.tif")
            do(SmoothProbabilitiesJob(files["probabilities"], path, *options))
        found[way] = against_truth(path, truth)
    return found


def main(quick: bool) -> bool:
    """Print the table; True if `bayes` with its defaults is better than the map as it is, on average."""
    size, seeds = (192, 1) if quick else (256, 3)
    means = {}
    for name, cloudiness in CLOUDS.items():
        results = []
        for seed in range(seeds):
            with tempfile.TemporaryDirectory(prefix="landweave_smooth_") as folder:
                results.append(compare(Path(folder), size, seed, cloudiness))
        means[name] = {way: np.mean([found[way] for found in results], axis=0) for way in WAYS}
    rows = [[way, *(f"{value:.3f}" for name in CLOUDS for value in means[name][way])] for way in WAYS]
    head = ["way", *(f"{name}: {figure}" for name in CLOUDS for figure in ("overall", "F1"))]
    common.table(f"Two tiles of {size} x {size} pixels, mean of {seeds} seeds, random forest", head, rows, "defaults")
    gains = {name: means[name]["bayes"][0] - means[name]["as classified"][0] for name in CLOUDS}
    met = [common.verdict(gain, 1e-4, f"gain of bayes, {name}") for name, gain in gains.items()]
    return all(met)


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
