"""Forest inference: the compiled forest against scikit-learn on the same trees."""

from __future__ import annotations

import common
import numpy as np
from sklearn.ensemble import RandomForestClassifier

from landweave.engine.features.stack import feature_count, sensor_feature_rows
from landweave.engine.learning.estimators import FOREST_DEFAULTS
from landweave.engine.learning.forest import CompiledForest


def learn(quick: bool) -> RandomForestClassifier:
    """Learn the default forest from simulated series."""
    features, labels = matrix(2000 if quick else 12000, seed=3)
    forest = RandomForestClassifier(**FOREST_DEFAULTS, random_state=0, n_jobs=1)
    return forest.fit(features, labels)


def matrix(pixels: int, seed: int):
    """Return the features (pixel, feature) and classes of simulated pixels."""
    values, mask, days, labels = common.simulate(pixels, seed)
    features = np.empty((pixels, feature_count(common.plan())), np.int16)
    sensor_feature_rows(values, mask == 0, days, common.plan(), features)
    return features, labels


def main(quick: bool) -> bool:
    """Print the table; True if the compiled forest is faster."""
    peer = learn(quick)
    own = CompiledForest.from_sklearn(peer)
    features, _ = matrix(4096 if quick else 32768, seed=4)
    numbers = features.astype(np.float32)
    exact = peer.predict_proba(features)
    for kind in (features, numbers):
        computed = own.predict_proba(kind)
        worst = np.abs(computed - exact).max()
        top = np.sort(exact, axis=1)
        clear = top[:, -1] - top[:, -2] > 1e-7
        common.agree(worst <= 1e-6, f"probabilities differ by {worst}")
        common.agree(np.array_equal(computed.argmax(1)[clear], exact.argmax(1)[clear]), "classes differ")
    times = {
        "scikit-learn, n_jobs=1": common.seconds(lambda: peer.predict_proba(features), 2),
        "landweave, float32 features": common.seconds(lambda: own.predict_proba(numbers)),
        "landweave, int16 features": common.seconds(lambda: own.predict_proba(features)),
    }
    best = times["landweave, int16 features"]
    rows = [[name, f"{t / len(features) * 1e6:.2f}", f"{t / best:.1f}"] for name, t in times.items()]
    common.table(
        f"Forest, {own.tree_count} trees, {len(own.left) / own.tree_count:.0f} nodes a tree, {own.feature_count} "
        f"features, {own.class_count} classes, worst difference {worst:.0e}",
        ["way", "us/pixel", "times as long as landweave"], rows,
    )  # fmt: skip
    return common.verdict(times["scikit-learn, n_jobs=1"] / best, 1.5, "compiled forest over scikit-learn")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
