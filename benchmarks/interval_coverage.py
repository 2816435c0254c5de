"""Does the report's 95 % interval of overall accuracy hold the true accuracy? A hundred small areas with known truth.

Each area is made anew. A map is learnt from some of its reference polygons, all of the rest are the validation side,
and `accuracy` reports as it does for a user. The interval speaks of places like the validation polygons: whole parcels
that nothing was learnt from, classes in the proportions that the polygons have. Their true accuracy is known: by the
truth of all parcels of the area that were not learnt from, as many of each class as the validation side has. The second
column is another question: the accuracy over all pixels of the map, with roads, banks, and parcels learnt from.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path

import common
import numpy as np

from landweave.engine.demo.area import CRS_CODE, MARGIN, Area
from landweave.engine.demo.classes import classes as legend
from landweave.engine.demo.objects import Objects
from landweave.engine.jobs import (
    AccuracyJob,
    ClassifyJob,
    DemoDataJob,
    ExtractSamplesJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SplitReferenceJob,
    TrainClassifierJob,
)
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.vector.layers import point_coordinates, read_layer

SIZE, DATES, TREES, AREAS, QUICK = 96, 6, 50, 100, 5
A_CLASS = 300
SMALLEST_PX = 6
REQUIRED = 0.93
SERIES = {"start_date": "2021-01-15", "end_date": "2021-12-15", "step_days": 60, "resampling": "nearest"}


def one_area(folder: Path, seed: int) -> dict[str, object]:
    """Return the reported accuracy, its interval, and the two true accuracies of one area."""
    area, series = folder / "area", folder / "series.json"
    files = {name: str(folder / f"{name}.gpkg")
             for name in ("catalogue", "reference", "split", "points", "samples", "everywhere")}
    series.write_text(json.dumps(SERIES), encoding="utf-8")
    model, output, scores = (str(folder / name) for name in ("model.lwm", "map.tif", "scores.json"))
    context = RunContext(workers=1)
    DemoDataJob(str(area), SIZE, DATES, seed).execute(context)
    ScanCatalogueJob(str(area / "products"), files["catalogue"]).execute(context)
    PrepareReferenceJob(str(area / "reference.gpkg"), "code", files["catalogue"], files["reference"]).execute(context)
    SplitReferenceJob(files["reference"], files["split"], seed=seed).execute(context)
    SelectSamplesJob(files["split"], files["points"], maximum=A_CLASS, seed=seed).execute(context)
    SelectSamplesJob(files["split"], files["everywhere"], strategy="all", validation=True).execute(context)
    ExtractSamplesJob(files["catalogue"], files["points"], files["samples"], str(series)).execute(context)
    TrainClassifierJob(files["samples"], "code", model, method_options=json.dumps({"n_estimators": TREES}), seed=seed,
                       run=1).execute(context)
    ClassifyJob(files["catalogue"], (model,), output).execute(context)
    AccuracyJob(output, files["split"], "code", scores, run=1).execute(context)
    report = json.loads(Path(scores).read_text(encoding="utf-8"))
    like, whole = true_accuracies(area, output, files["everywhere"], seed, folder)
    return {"reported": report["overall_accuracy"], "interval": report["intervals"]["overall_accuracy"],
            "like": like, "whole": whole}


def true_accuracies(area: Path, output: str, points_of: str, seed: int, folder: Path) -> tuple[float, float]:
    """Return the accuracy on parcels like the validation side's, and that of the whole map."""
    with RasterReader() as reader:
        mapped = reader.read(output, 1, reader.grid(output).window)
        truth = reader.read(str(area / "truth.tif"), 1, reader.grid(str(area / "truth.tif")).window)
        grid = reader.grid(output)
    right = mapped == truth
    known = mapped > 0
    place = Area(SIZE, DATES, seed, spatial_reference(CRS_CODE).ExportToWkt())
    numbers = Objects.make(place, folder / "objects.npy", lambda _: None).codes[MARGIN:-MARGIN, MARGIN:-MARGIN]
    points = read_layer(f"{points_of}|layername=points")
    x, y = point_coordinates(points.geometries)
    side, polygon = (np.array(points.fields[name]) for name in ("run_1", "polygon_id"))
    rows = ((grid.y_max - y) / grid.pixel_height).astype(np.int64)
    columns = ((x - grid.x_min) / grid.pixel_width).astype(np.int64)
    owner = np.asarray(numbers)[rows, columns]
    learnt = np.unique(owner[side == "learn"])
    objects, inverse, sizes = np.unique(np.where(known, numbers, 0), return_inverse=True, return_counts=True)
    hits = np.bincount(inverse.ravel(), weights=(right & known).ravel())
    there = (sizes >= SMALLEST_PX) & (objects > 0) & ~np.isin(objects, learnt)
    codes = np.array([entry[0] for entry in legend(False)])[objects % 16]
    wanted = Counter()
    validation = side == "validation"
    _, first = np.unique(polygon[validation], return_index=True)
    wanted.update(codes[np.searchsorted(objects, owner[validation][first])].tolist())
    total = sum(n * sizes[there & (codes == code)].mean() for code, n in wanted.items())
    found = sum(n * hits[there & (codes == code)].mean() for code, n in wanted.items())
    return float(found / total), float(right[known].mean())


def main(quick: bool) -> bool:
    """Print the table; True if at least 93 of 100 intervals hold the truth."""
    found = []
    for seed in range(QUICK if quick else AREAS):
        with tempfile.TemporaryDirectory(prefix="landweave_interval_") as name:
            found.append(one_area(Path(name), seed))
    low, high = np.array([f["interval"] for f in found], dtype=np.float64).T
    reported = np.array([f["reported"] for f in found], dtype=np.float64)
    rows, shares = [], {}
    for key, what in (("like", "parcels like the validation polygons"), ("whole", "all pixels of the map")):
        true = np.array([f[key] for f in found], dtype=np.float64)
        shares[key] = float(np.mean((low <= true) & (true <= high)))
        rows.append([what, f"{shares[key]:.2f}", f"{np.mean(true < low):.2f}", f"{np.mean(true > high):.2f}",
                     f"{true.mean():.4f}", f"{(reported - true).mean():+.4f}"])
    common.table(f"{len(found)} areas of two tiles of {SIZE} pixels, mean reported {reported.mean():.4f}, mean width "
                 f"of the interval {np.mean(high - low):.4f}",
                 ["the truth of", "held", "below", "above", "truth", "reported - truth"], rows, "defaults")
    if quick:
        return True
    return common.verdict(shares["like"], REQUIRED, "intervals that hold the true accuracy")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
