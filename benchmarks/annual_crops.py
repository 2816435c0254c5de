"""This year's map with last year's crops: samples of the annual crops are a year older than the images.

Two synthetic years of one landscape: crops take turns on the parcels, the seasons move by days, clouds differ. The map
of the second year is made with all of its own samples, and with the first year's samples for the annual crops, which
`merge_samples` brings to the dates and the level of the second year; beside it without the level, and with all classes
of the first year. All maps are compared with the known truth of every pixel.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import common
import numpy as np
from three_sensors import against_truth

from landweave.engine.jobs import (
    ClassifyJob,
    DemoDataJob,
    ExtractSamplesJob,
    MergeSamplesJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    TrainClassifierJob,
)
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples

YEARS, DATES, CROPS = (2021, 2022), 16, ("6", "9", "10")
MOST_LOST = 0.05
FIGURES = tuple(f"{name}: {what}" for name in ("own samples", "last year's crops", "without ADJUST", "all of last year")
                for what in ("accuracy", "macro F1"))


def year_of(folder: Path, year: int, size: int, seed: int) -> dict[str, str]:
    """Make one year and read its samples; return the files."""
    names = ("catalogue", "reference", "points", "samples")
    area, context = folder / f"area_{year}", RunContext()
    files = {name: str(folder / f"{name}_{year}.gpkg") for name in names} | {"truth": str(area / "truth.tif")}
    DemoDataJob(str(area), size, DATES, seed, year=year).execute(context)
    ScanCatalogueJob(str(area / "products"), files["catalogue"]).execute(context)
    PrepareReferenceJob(str(area / "reference.gpkg"), "code", files["catalogue"], files["reference"]).execute(context)
    SelectSamplesJob(files["reference"], files["points"], seed=seed).execute(context)
    ExtractSamplesJob(files["catalogue"], files["points"], files["samples"]).execute(context)
    return files


def measure(folder: Path, size: int, seed: int) -> tuple[float, ...]:
    """Return the figures of one landscape, in the order of FIGURES."""
    before, now = (year_of(folder, year, size, seed) for year in YEARS)
    merged = {name: str(folder / f"{name}.gpkg") for name in ("crops", "bare", "all")}
    codes = tuple(str(code) for code in np.unique(load_samples(now["samples"]).attributes["code"]))
    for name, classes in (("crops", CROPS), ("bare", CROPS), ("all", codes)):
        MergeSamplesJob((now["samples"], before["samples"]), merged[name], "code", classes, match_dates=True,
                        replace=True, adjust=name == "crops").execute(RunContext())
    found: list[float] = []
    for name, samples in (("own", now["samples"]), *merged.items()):
        model, path = str(folder / f"{name}.lwm"), str(folder / f"{name}.tif")
        TrainClassifierJob(samples, "code", model, seed=seed, region_field="").execute(RunContext())
        ClassifyJob(now["catalogue"], (model,), path).execute(RunContext())
        found += against_truth(path, now["truth"])
    return tuple(found)


def main(quick: bool) -> bool:
    """Print the table; True if last year's crops cost five points of accuracy at most on average."""
    size, seeds = (192, 1) if quick else (256, 3)
    results = []
    for seed in range(seeds):
        with tempfile.TemporaryDirectory(prefix="landweave_crops_") as folder:
            results.append(measure(Path(folder), size, seed))
    rows = [[f"seed {n}", *(f"{value:.3f}" for value in values)] for n, values in enumerate(results)]
    rows.append(["mean", *(f"{value:.3f}" for value in np.mean(results, axis=0))])
    common.table(f"Map of {YEARS[1]}, two tiles of {size} x {size} pixels, {DATES} dates", ["area", *FIGURES], rows,
                 "random forest with its defaults")
    lost = [float(np.mean([values[n] - values[n + 2] for values in results])) for n in (0, 1)]
    met = [common.verdict(lost[0], MOST_LOST, "accuracy lost", at_most=True),
           common.verdict(lost[1], MOST_LOST, "macro F1 lost", at_most=True)]
    return all(met)


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
