"""The fused chain (mask, fill, features, forest, class and confidence) against scripts that do the same.

All start from the same arrays: 40 acquisitions of 10 bands (int16) and their cloud masks (uint8). Two peers:

- `vectorised script`: what a user who knows numpy well writes; no loop over pixels, scikit-learn's forest.
  The requirement is measured against this one.
- `script with np.interp`: the same with one np.interp per pixel and band, what most scripts do.
"""

from __future__ import annotations

import common
import numpy as np
from forest import learn
from gap_filling import interpolate

from landweave.engine.features.stack import feature_count, sensor_feature_rows
from landweave.engine.learning.forest import CompiledForest

REQUIRED = 3.0
BLOCK = 16384


def fused(values, mask, days, forest):
    """Map a block with the engine's kernels."""
    features = np.empty((values.shape[2], feature_count(common.plan())), np.int16)
    sensor_feature_rows(values, mask == 0, days, common.plan(), features)
    return decide(forest.predict_proba(features))


def script(values, mask, days, forest, fill):
    """Map a block with numpy and scikit-learn."""
    filled = fill(values, mask == 0, days, np.array(common.plan().target_days))
    bands = filled.astype(np.float32)
    position = {role: common.BANDS.index(band) for role, band in common.ROLES}
    red, nir, swir = (bands[:, position[role]] for role in ("red", "nir", "swir"))
    indices = [10000 * (nir - red) / (nir + red), 10000 * (nir - swir) / (nir + swir), np.sqrt((bands**2).sum(axis=1))]
    pixels = values.shape[2]
    features = np.concatenate([bands.reshape(-1, pixels), np.rint(np.concatenate(indices))]).T
    return decide(forest.predict_proba(features))


def fill_vectorised(values, valid, days, targets):
    """Find the clear dates around each target by running maxima and minima, gather, interpolate."""
    dates = np.arange(len(days))[:, None]
    last = np.maximum.accumulate(np.where(valid, dates, -1), axis=0)
    following = np.minimum.accumulate(np.where(valid, dates, len(days))[::-1], axis=0)[::-1]
    out = np.empty((len(targets), *values.shape[1:]), np.float32)
    for target, day in enumerate(targets):
        at = np.searchsorted(days, day, side="right")
        before = last[at - 1] if at > 0 else np.full(valid.shape[1], -1)
        after = following[at] if at < len(days) else np.full(valid.shape[1], len(days))
        first = np.where(before < 0, np.minimum(after, len(days) - 1), before)
        second = np.where(after == len(days), first, after)
        span = np.maximum(days[second] - days[first], 1)
        weight = np.clip((day - days[first]) / span, 0, 1).astype(np.float32)
        early = np.take_along_axis(values, first[None, None], axis=0)[0].astype(np.float32)
        late = np.take_along_axis(values, second[None, None], axis=0)[0]
        out[target] = np.rint(early + weight * (late - early))
    out[:, :, ~valid.any(axis=0)] = -32768
    return out


def decide(shares):
    """Return class and confidence of each pixel."""
    return shares.argmax(axis=1).astype(np.uint8), np.rint(100 * shares.max(axis=1)).astype(np.uint8)


def blocks(function, values, mask):
    """Run over blocks of pixels, as all would to bound their memory."""
    parts = [slice(s, s + BLOCK) for s in range(0, mask.shape[1], BLOCK)]
    return [np.concatenate(c) for c in zip(*(function(values[:, :, p], mask[:, p]) for p in parts))]


def main(quick: bool) -> bool:
    """Print the table; True if the requirement is met."""
    pixels, few = (8192, 256) if quick else (65536, 1024)
    values, mask, days, _ = common.simulate(pixels, seed=5)
    peer = learn(quick)
    own = CompiledForest.from_sklearn(peer)
    ways = {
        "script with np.interp": lambda v, m: script(v, m, days, peer, interpolate),
        "vectorised script": lambda v, m: script(v, m, days, peer, fill_vectorised),
        "landweave, fused": lambda v, m: fused(v, m, days, own),
    }
    sizes = {name: few if "interp" in name else pixels for name in ways}
    results = {name: blocks(way, values[:, :, : sizes[name]], mask[:, : sizes[name]]) for name, way in ways.items()}
    for name in ways:
        same = np.mean(results[name][0] == results["landweave, fused"][0][: sizes[name]])
        common.agree(same >= 0.995, f"{name} gives other classes in {100 * (1 - same):.2f} % of the pixels")
    times = {}
    for name, way in ways.items():
        cut = values[:, :, : sizes[name]], mask[:, : sizes[name]]
        times[name] = common.seconds(lambda way=way, cut=cut: blocks(way, *cut), 2) / sizes[name]
    best = times["landweave, fused"]
    rows = [[name, f"{t * 1e6:.2f}", f"{1e-6 / t:.3f}", f"{t / best:.1f}"] for name, t in times.items()]
    common.table(
        f"Mask, fill, features, forest: 40 -> 30 dates x 13 features, {own.tree_count} trees, 23 classes",
        ["way", "us/pixel", "Mpixel/s", "times as long as landweave"], rows,
    )  # fmt: skip
    part = values[:, :, :BLOCK], mask[:, :BLOCK]
    ratio = common.paired_ratio(lambda: ways["vectorised script"](*part), lambda: ways["landweave, fused"](*part))
    return common.verdict(ratio, REQUIRED, "fused chain over the vectorised script, median of pairs")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
