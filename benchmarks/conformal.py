"""Do the sets of classes hold the true class in 90 of 100 places? Demo areas, whose truth is known.

A forest learns from half of the polygons of an area, with `TRUST`'s thresholds; the pixels of the other half, whose
true class the area's truth tells, are looked up in their sets. Several areas, several divisions of the polygons each:
one division has few polygons of a class, whose pixels are alike, and varies by several points.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import common
import numpy as np

from landweave.engine.jobs import (
    DemoDataJob,
    ExtractSamplesJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
)
from landweave.engine.learning.conformal import fit_conformal, prediction_sets
from landweave.engine.learning.estimators import find_method
from landweave.engine.learning.fitting import Recipe, fit_some
from landweave.engine.learning.folds import group_folds
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.learning.prepare import Table, group_numbers, make_table
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples

AREAS, DRAWS, SIZE, DATES, TREES, A_POLYGON = 3, 8, 256, 8, 30, 10
QUICK_AREAS, QUICK_DRAWS, QUICK_SIZE = 1, 1, 128
COVERAGE, OVERALL, A_CLASS = 0.90, 0.02, 0.04


def one_area(folder: Path, size: int, seed: int) -> Table:
    """Return samples of all polygons of an area, with the true classes in the column `truth`."""
    files = {name: str(folder / f"{name}.gpkg") for name in ("catalogue", "reference", "points", "samples")}
    series, area, context = folder / "series.json", folder / "area", RunContext(workers=1)
    series.write_text('{"step_days": 40, "resampling": "nearest"}', encoding="utf-8")
    DemoDataJob(str(area), size, DATES, seed).execute(context)
    ScanCatalogueJob(str(area / "products"), files["catalogue"]).execute(context)
    PrepareReferenceJob(str(area / "reference.gpkg"), "code", files["catalogue"], files["reference"]).execute(context)
    SelectSamplesJob(files["reference"], files["points"], strategy="maximum", maximum=100000, per_polygon=A_POLYGON,
                     seed=seed).execute(context)
    ExtractSamplesJob(files["catalogue"], files["points"], files["samples"], str(series)).execute(context)
    samples = load_samples(files["samples"])
    with RasterReader() as reader:
        grid = reader.grid(str(area / "truth.tif"))
        truth = reader.read(str(area / "truth.tif"), 1, grid.window)
    rows = ((grid.y_max - samples.y) / grid.pixel_height).astype(np.int64)
    columns = ((samples.x - grid.x_min) / grid.pixel_width).astype(np.int64)
    samples = replace(samples, attributes={**samples.attributes, "truth": truth[rows, columns].astype(np.int64)})
    return make_table(samples, "samples", "code", context)


def held(table: Table, seed: int) -> list[tuple[int, float, float, float]]:
    """Return for each class its code, the pixels tested, those whose set holds it, and the sum of their sets' sizes."""
    groups = group_numbers(table.samples, "samples", "polygon_id")
    learn, test = group_folds(table.classes, groups, 2, seed)[0]
    recipe = Recipe(find_method("random_forest"), {"n_estimators": TREES}, seed=seed)
    limits = fit_conformal(recipe, table, learn, groups, RunContext())
    own = np.array([limits[str(entry.code)] for entry in table.entries])
    model = fit_some(recipe, table.matrix[learn], table.classes[learn], groups[learn], len(table.entries),
                     MadeUp.of(table.samples).subset(learn))
    sets = prediction_sets(model.predict_proba(table.matrix[test]), own)
    codes = np.array([entry.code for entry in table.entries])
    truth = table.samples.attributes["truth"][test]
    known = np.isin(truth, codes)
    number = np.searchsorted(codes, np.where(known, truth, codes[0]))
    inside = sets[np.arange(len(test)), number] & known
    return [(int(code), float((truth == code).sum()), float(inside[truth == code].sum()),
             float(sets[truth == code].sum())) for code in codes]


def main(quick: bool) -> bool:
    """Print the table; True if 90 % +- 2 of all pixels and 90 % +- 4 of each class are held."""
    areas, draws, size = (QUICK_AREAS, QUICK_DRAWS, QUICK_SIZE) if quick else (AREAS, DRAWS, SIZE)
    found, names = [], {}
    for seed in range(areas):
        with tempfile.TemporaryDirectory(prefix="landweave_sets_") as folder:
            table = one_area(Path(folder), size, seed)
        names |= {entry.code: str(entry.code) for entry in table.entries}
        found += [{code: figures for code, *figures in held(table, draw)} for draw in range(draws)]
    rows, worst = [], 0.0
    for code in sorted(names):
        tested, hit, sizes = np.array([draw[code] for draw in found if code in draw]).T
        shares = hit[tested > 0] / tested[tested > 0]
        worst = max(worst, abs(float(shares.mean()) - COVERAGE))
        rows.append([names[code], f"{shares.mean():.3f}", f"{shares.std(ddof=1) if len(shares) > 1 else 0:.3f}",
                     f"{sizes.sum() / tested.sum():.2f}"])
    each = [np.sum(list(draw.values()), axis=0) for draw in found]
    overall = float(np.mean([hit / tested for tested, hit, _ in each]))
    spread = float(np.std([hit / tested for tested, hit, _ in each]))
    size_of_all = sum(s for *_, s in each) / sum(t for t, *_ in each)
    rows.append(["all", f"{overall:.3f}", f"{spread:.3f}", f"{size_of_all:.2f}"])
    common.table(f"{areas} areas, {draws} divisions of the polygons each: pixels whose set holds their true class",
                 ["class", "held (mean)", "spread of a division", "classes in a set"], rows,
                 f"forests of {TREES} trees")
    if quick:
        return True
    return all([common.verdict(abs(overall - COVERAGE), OVERALL, "overall, distance from 0.90", at_most=True),
                common.verdict(worst, A_CLASS, "class that is farthest from 0.90", at_most=True)])


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
