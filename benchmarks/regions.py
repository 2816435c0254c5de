"""One model for each region against one for all, and what soft borders do to the line between two regions.

A synthetic area is made whose southern plants are some weeks earlier than the northern ones. From the same samples a
model is learnt for each region, and one for both, a forest and a logistic regression; the maps are compared with the
known truth of every pixel. Then the line, with the forests: probabilities are mapped with sharp and with soft borders,
and at every pair of pixels on the two sides of the border the step of the probabilities is taken, beyond what both
models see of the landscape itself there (the mean of the steps in the maps of either model alone). The mean step over
the border is a line that can be seen.
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
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SplitReferenceJob,
    TrainClassifierJob,
)
from landweave.engine.learning.model_file import Model, load_model, save_model
from landweave.engine.mapping.areas import load_areas
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext

SHIFT_DAYS, DATES, BORDER_M, RATIO, A_CLASS = 45.0, 16, 500.0, 0.8, 1500
LEAST_FALL = 0.8
METHODS = ("random_forest", "logistic")
FIGURES = ("forest: one for all", "a region each", "soft borders", "logistic: one for all", "a region each",
           "step: sharp", "soft", "fall")


def measure(folder: Path, size: int, seed: int) -> tuple[float, ...]:
    """Return the figures of one area, in the order of FIGURES."""
    area, names = folder / "area", ("catalogue", "reference", "split", "points", "samples")
    files = {name: str(folder / f"{name}.gpkg") for name in names}
    regions = {"regions": str(area / "regions.gpkg"), "region_field": "region"}
    context = RunContext()
    DemoDataJob(str(area), size, DATES, seed, region_shift=SHIFT_DAYS).execute(context)
    ScanCatalogueJob(str(area / "products"), files["catalogue"]).execute(context)
    PrepareReferenceJob(str(area / "reference.gpkg"), "code", files["catalogue"], files["reference"],
                        **regions).execute(context)
    SplitReferenceJob(files["reference"], files["split"], ratio=RATIO, seed=seed).execute(context)
    SelectSamplesJob(files["split"], files["points"], maximum=A_CLASS, seed=seed).execute(context)
    ExtractSamplesJob(files["catalogue"], files["points"], files["samples"]).execute(context)
    maps, truth = {}, {}
    for method in METHODS:
        for name, field, where in (("all", "", {}), ("each", "region", regions),
                                   ("soft", "region", {**regions, "border_distance": BORDER_M})):
            model = str(folder / f"{method}_{field or 'all'}.lwm")
            if name == "soft" and method != METHODS[0]:
                continue
            if name != "soft":
                TrainClassifierJob(files["samples"], "code", model, method=method, seed=seed, region_field=field,
                                   run=1).execute(context)
            output = str(folder / f"{method}_{name}.tif")
            job = ClassifyJob(files["catalogue"], (model,), output, probabilities=shares(output), **where)
            job.execute(context)
            truth[method, name] = against_truth(output, str(area / "truth.tif"))[0]
            if method == METHODS[0]:
                maps[name] = output
    model = load_model(str(folder / f"{METHODS[0]}_region.lwm"))
    for name in model.regions:
        alone(model, name, folder / f"{name}.lwm")
        maps[name] = str(folder / f"{name}.tif")
        ClassifyJob(files["catalogue"], (str(folder / f"{name}.lwm"),), maps[name],
                    probabilities=shares(maps[name])).execute(context)
    sharp, soft = steps(maps, str(area / "regions.gpkg"), list(model.regions))
    return (*truth.values(), sharp, soft, 1 - soft / sharp)


def shares(path: str) -> str:
    """Return where the probabilities of a map are."""
    return path.replace(".tif", "_probabilities.tif")


def alone(model: Model, region: str, path: Path) -> None:
    """Write a model that has one region's forest everywhere."""
    training = model.training
    save_model(path, Model(model.plan, model.features, model.classes, {"all": model.regions[region]}, training,
                           model.dtype))


def steps(maps: dict[str, str], regions: str, names: list[str]) -> tuple[float, float]:
    """Return the mean step of the probabilities over the border, with sharp and with soft borders."""
    with RasterReader() as reader:
        grid = reader.grid(maps["each"])
        values = {name: read(reader, shares(path)) for name, path in maps.items() if name != "all"}
    codes = load_areas(regions, "region", grid.crs).pixels(grid)
    found = {"each": [], "soft": []}
    for axis in (0, 1):
        here = tuple(slice(None, -1) if a == axis else slice(None) for a in (0, 1))
        there = tuple(slice(1, None) if a == axis else slice(None) for a in (0, 1))
        edge = (codes[here] != codes[there]) & (codes[here] > 0) & (codes[there] > 0)
        edge &= np.all([np.isfinite(v[(0, *here)]) & np.isfinite(v[(0, *there)]) for v in values.values()], axis=0)
        sign = np.where(codes[there] > codes[here], 1.0, -1.0)[edge]  # from the first region to the second
        step = {name: (v[(slice(None), *there)] - v[(slice(None), *here)])[:, edge] * sign
                for name, v in values.items()}
        landscape = np.mean([step[name] for name in names], axis=0)
        for name, own in found.items():
            own.append(step[name] - landscape)
    return tuple(float(np.abs(np.concatenate(own, axis=1).mean(axis=1)).sum()) for own in found.values())


def read(reader: RasterReader, path: str) -> np.ndarray:
    """Return probabilities (class, row, col), NaN where there is no data."""
    info = reader.info(path)
    values = np.stack([reader.read(path, n + 1, info.grid.window) for n in range(info.layers)]).astype(np.float64)
    return np.where(values == info.nodata, np.nan, values / 10000)


def main(quick: bool) -> bool:
    """Print the table; True if a model for each region is better on average, and the line falls by 80 % everywhere."""
    size, seeds = (192, 1) if quick else (384, 3)
    results = []
    for seed in range(seeds):
        with tempfile.TemporaryDirectory(prefix="landweave_regions_") as folder:
            results.append(measure(Path(folder), size, seed))
    rows = [[f"seed {n}", *(f"{value:.3f}" for value in values)] for n, values in enumerate(results)]
    rows.append(["mean", *(f"{value:.3f}" for value in np.mean(results, axis=0))])
    common.table(f"Two tiles of {size} x {size} pixels, {SHIFT_DAYS:.0f} days between the regions, soft borders of "
                 f"{BORDER_M:.0f} m", ["area", *FIGURES], rows, "defaults")
    gains = np.mean([(values[1] - values[0], values[4] - values[3]) for values in results], axis=0)
    met = [common.verdict(gains[0], 0.0, "mean gain of a forest for each region"),
           common.verdict(gains[1], 0.0, "mean gain of a logistic regression for each region"),
           common.verdict(min(values[-1] for values in results), LEAST_FALL, "least fall of the step over the border")]
    return all(met)


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
