"""Neural networks on the real samples of Mato Grosso beside the forest and the support vector machine.

MODIS, 23 dates of 4 bands; 7 classes (1837 samples) and all 9 (1892). Five folds that keep places whole, divided and
learnt anew for each seed. Seconds are those of one process and thread, for the five trainings and their predictions.
`--quick`: TempCNN, one seed, the preset `fast`. `networks.py NAME ...` takes other networks than the three.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import common
import numpy as np
from real_data import DATA, SEVEN
from sklearn.metrics import cohen_kappa_score, f1_score

from landweave.engine.jobs import ImportSamplesJob
from landweave.engine.learning.crossval import held_out_predictions
from landweave.engine.learning.estimators import find_method
from landweave.engine.learning.fitting import Recipe
from landweave.engine.learning.prepare import group_numbers, make_table
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.store import load_samples

TABLE = DATA / "matogrosso_modis_samples" / "samples_mt_4bands_1892.csv"
NETWORKS = ("tempcnn", "ltae", "transformer")
SEEDS, FOLDS = (0, 1, 2), 5
EACH, BEST = 0.965, 0.975
"""Overall accuracy of 7 classes that each network, and the best of them, must reach in the mean of the seeds."""


def samples(where: str, folder: Path):
    """Return the table of some of the rows, and its groups."""
    path = str(folder / f"samples_{len(where)}.gpkg")
    ImportSamplesJob(str(TABLE), "label", path, where).execute(RunContext())
    table = make_table(load_samples(path), path, "label", RunContext())
    return table, group_numbers(table.samples, path, "location_id")


def scores(name: str, options: dict[str, object], table, groups, seeds):
    """Return overall accuracy, kappa and macro F1 of each seed, shape (seed, score), and the mean seconds."""
    found, begin = [], time.perf_counter()
    for seed in seeds:
        recipe = Recipe(find_method(name), options, seed, features=tuple(table.samples.features))
        predicted = held_out_predictions(recipe, table, groups, FOLDS, seed, RunContext())
        truth = table.classes
        found.append((np.mean(predicted == truth), cohen_kappa_score(truth, predicted),
                      f1_score(truth, predicted, average="macro")))  # fmt: skip
    return np.array(found), (time.perf_counter() - begin) / len(seeds)


def rows_of(wanted, table, groups, seeds):
    """Return the rows of the table, and the scores by row name."""
    rows, found = [], {}
    for name, options in wanted:
        title = f"{name}, {options['preset']}" if options else name
        values, seconds = scores(name, options, table, groups, seeds)
        found[title] = values
        mean, least, most = values.mean(axis=0), values.min(axis=0), values.max(axis=0)
        rows.append([title, f"{mean[0]:.4f}", f"{least[0]:.4f} to {most[0]:.4f}", f"{mean[1]:.4f}", f"{mean[2]:.4f}",
                     f"{seconds:.1f}"])  # fmt: skip
        print(" ", *rows[-1], flush=True)
    return rows, found


def main(quick: bool, networks=NETWORKS) -> bool:
    """Print the tables; True if the networks reach what is required of them."""
    if not TABLE.is_file():
        print(f"\nNeural networks on real data: left out, {TABLE} is not there.")
        return True
    try:
        import torch  # noqa: F401
    except ImportError:
        print("\nNeural networks on real data: left out, torch is not installed.")
        return True
    plain = [("random_forest", {}), ("svm", {})]
    preset, seeds = ("fast", SEEDS[:1]) if quick else ("balanced", SEEDS)
    wanted = [*plain, *((name, {"preset": preset}) for name in (networks[:1] if quick else networks))]
    if not quick:
        wanted.append(("ltae", {"preset": "best"}))
    head = ["learner", "overall accuracy", "seeds", "kappa", "macro F1", "seconds"]
    with tempfile.TemporaryDirectory(prefix="landweave_networks_") as name:
        seven, nine = samples(SEVEN, Path(name)), samples("", Path(name))
    rows, found = rows_of(wanted, *seven, seeds)
    common.table(f"Mato Grosso, 7 classes, {len(seven[0].classes)} samples, {FOLDS} folds of places, {len(seeds)} "
                 "seeds (mean; least to most)", head, rows)  # fmt: skip
    rows, others = rows_of([(n, o) for n, o in wanted if o.get("preset") != "best"], *nine, seeds[:1])
    common.table(f"Mato Grosso, 9 classes, {len(nine[0].classes)} samples, one seed", head, rows)
    reached = {title: values[:, 0].mean() for title, values in found.items() if ", " in title}
    met = [common.verdict(value, EACH, f"7 classes, overall accuracy of {title}") for title, value in reached.items()]
    if not quick:
        met.append(common.verdict(max(reached.values()), BEST, "7 classes, overall accuracy of the best network"))
    best = max((values[:, 2].mean(), title) for title, values in others.items() if ", " in title)
    print(f"9 classes, macro F1 of the best network: {best[0]:.3f} ({best[1]}); the support vector machine "
          f"{others['svm'][:, 2].mean():.3f}")
    return all(met)


if __name__ == "__main__":
    names = tuple(a for a in sys.argv[1:] if not a.startswith("-"))
    sys.argv = [a for a in sys.argv if a.startswith("-") or a == sys.argv[0]]
    raise SystemExit(0 if main(common.arguments(__doc__), names or NETWORKS) else 1)
