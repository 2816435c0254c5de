"""Learning a forest: the engine's way, compiled forest included, against scikit-learn's `fit` with the same parameters.

Both learn 100 trees from the same samples on all cores, in turn; the trees must be the same. The engine hands
scikit-learn the matrix in single precision once and compiles the trees. Seconds are those of the processor, of all
threads together: on a busy machine the clock on the wall tells little.
"""

from __future__ import annotations

import time

import common
import numpy as np
from forest import matrix
from sklearn.ensemble import RandomForestClassifier

from landweave.engine.learning.estimators import FOREST_DEFAULTS, find_method
from landweave.engine.learning.fitting import Recipe, fit
from landweave.engine.runtime.memory import usable_cores


def timed(function):
    """Return what a function gives, its CPU seconds of all threads and its seconds on the wall."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = function()
    return found, time.process_time() - cpu, time.perf_counter() - wall


def main(quick: bool) -> bool:
    """Print the table; True if the engine is no slower."""
    count, trees, pairs = (20000, 20, 5) if quick else (200000, 100, 2)
    features, labels = matrix(count, seed=3)
    cores = usable_cores()
    options = {**FOREST_DEFAULTS, "n_estimators": trees}
    recipe = Recipe(find_method("random_forest"), options, seed=0, jobs=cores)

    def ours():
        return fit(recipe, features, labels, None)

    def theirs():
        return RandomForestClassifier(**options, random_state=0, n_jobs=cores).fit(features, labels)

    fit(Recipe(recipe.method, {**options, "n_estimators": 1}), features[:500], labels[:500], None)
    rows, ratios = [], []
    for pair in range(pairs):
        ways = {"landweave": ours, "scikit-learn": theirs}
        order = list(ways) if pair % 2 == 0 else list(ways)[::-1]
        found = {name: timed(ways[name]) for name in order}
        own, peer = (found[name][0] for name in ways)
        check = features[:: max(1, count // 2000)]
        worst = np.abs(own.predict_proba(check) - peer.predict_proba(check)).max()
        common.agree(worst <= 1e-6, f"probabilities differ by {worst}")
        ratios.append(found["scikit-learn"][1] / found["landweave"][1])
        rows += [[name, f"{found[name][1]:.1f}", f"{found[name][2]:.1f}"] for name in ways]
    classes = len(np.unique(labels))
    common.table(
        f"Learning {trees} trees from {count} samples of {features.shape[1]} features, {classes} classes",
        ["way", "CPU s", "wall s"], rows, f"{cores} threads, {pairs} pairs",
    )  # fmt: skip
    ratio = float(np.median(ratios))
    print(f"ratios of the pairs: {', '.join(f'{r:.3f}' for r in ratios)}")
    return common.verdict(round(ratio, 2), 1.0, "scikit-learn's time over the engine's, to two digits")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
