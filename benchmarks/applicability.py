"""Does the area of applicability leave out a class that was not learnt, and keep the others?

Each class in turn is left out of the samples; half of the polygons of the others are learnt from. Told are the share of
the pixels of the class left out that lie outside, and the share of the other half that stays inside. Mato Grosso is
real (MODIS, places kept whole); the demo area has known classes. Nothing of the class left out is looked at before.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import common
import numpy as np
from conformal import one_area

from landweave.engine.jobs import ImportSamplesJob
from landweave.engine.learning.applicability import fit_applicability, fold_numbers, thinned
from landweave.engine.learning.prepare import Table, group_numbers, make_table
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SEVEN = "label NOT IN ('Fallow_Cotton', 'Soy_Sunflower')"
SAMPLES, SIZE, QUICK_SIZE = 2500, 256, 128
KEPT, FOUND, MICROSECONDS = 0.90, 0.80, 10.0


def left_out(table: Table, groups, number: int, seed: int) -> tuple[float, float, float]:
    """Return what is outside of the class, what is inside of the others' other half, and microseconds a pixel."""
    half = fold_numbers(table.classes, groups, 2, seed)
    others = table.classes != number
    area = fit_applicability(table, np.flatnonzero(others & (half == 0)), groups)
    area.dissimilarity(table.matrix[:10])
    begin = time.process_time()
    inside = area.dissimilarity(table.matrix) <= area.threshold
    pace = (time.process_time() - begin) / len(inside) * 1e6
    return float(1 - inside[~others].mean()), float(inside[others & (half == 1)].mean()), pace


def data(folder: Path, quick: bool):
    """Yield name, table and groups of each data set."""
    if DATA.is_dir() and not quick:
        path = str(folder / "mato_grosso.gpkg")
        table = str(DATA / "matogrosso_modis_samples" / "samples_mt_4bands_1892.csv")
        ImportSamplesJob(table, "label", path, SEVEN).execute(RunContext())
        samples = load_samples(path)
        yield "Mato Grosso", make_table(samples, path, "label", RunContext()), group_numbers(samples, path,
                                                                                             "location_id")
    table = one_area(folder, QUICK_SIZE if quick else SIZE, 0)
    groups = group_numbers(table.samples, "samples", "polygon_id")
    rows = thinned(len(table.classes), table.classes, groups, SAMPLES, 0)
    yield "demo area", Table(table.samples.subset(rows), table.classes[rows], table.entries), groups[rows]


def main(quick: bool) -> bool:
    """Print a table for each data set; True if 90 % of the others are kept and 80 % of each class left out is found."""
    met = []
    with tempfile.TemporaryDirectory(prefix="landweave_area_") as name:
        for title, table, groups in data(Path(name), quick):
            draws = 1 if quick else 2
            figures = np.array([[left_out(table, groups, c, seed) for c in range(len(table.entries))]
                                for seed in range(draws)]).mean(axis=0)
            rows = [[table.describe(c), f"{outside:.2f}", f"{kept:.2f}"]
                    for c, (outside, kept, _) in enumerate(figures)]
            rows.append(["mean", f"{figures[:, 0].mean():.2f}", f"{figures[:, 1].mean():.2f}"])
            common.table(f"{title}: {len(table.classes)} samples of {len(table.entries)} classes, {draws} divisions",
                         ["class left out", "outside", "others inside"], rows)
            met += [common.verdict(figures[:, 1].mean(), KEPT, f"{title}, others inside"),
                    common.verdict(figures[:, 0].mean(), FOUND, f"{title}, class left out outside, mean"),
                    common.verdict(figures[:, 0].min(), FOUND, f"{title}, class left out outside, least"),
                    common.verdict(np.median(figures[:, 2]), MICROSECONDS, f"{title}, microseconds a pixel", True)]
    return quick or all(met)


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
