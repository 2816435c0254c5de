"""Whether the confidence of a map is true: of the places that get 80, 80 % should be right.

Source: the expected calibration error of the likeliest class: Guo et al. 2017, arXiv 1706.04599; the Brier score of
"the map is right here": Brier 1950, doi 10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.
"""

from __future__ import annotations

import numpy as np

from landweave.engine.types import AnyArray, BoolArray, Json

BINS = 10


def reliability_of(confidence: AnyArray, right: BoolArray) -> dict[str, Json] | None:
    """Compare confidence with how often the map is right.

    Args:
        confidence: of the class shown, 0 to 1, shape (place,); NaN where unknown.
        right: whether the map is right there, shape (place,).

    Returns:
        `ece`: mean difference of confidence and accuracy over BINS equal parts of 0 to 1, weighted by their places;
        `brier_right`: mean squared difference between the confidence and whether the map is right (0 best; 0.25 is
        what saying 50 % everywhere gets); `confidence` and `accuracy`: their means; `samples`; `bins`: `low`, `high`,
        `confidence`, `accuracy`, `samples` of each part that has places. None without a known confidence.
    """
    known = np.isfinite(confidence)
    own, hit = np.clip(np.asarray(confidence, np.float64)[known], 0.0, 1.0), np.asarray(right)[known].astype(np.float64)
    if not own.size:
        return None
    # To 1e-9: 0.7 * 10 is a trifle more than 7, and a part reaches up to its end.
    place = np.clip(np.ceil(own * BINS - 1e-9).astype(np.int64) - 1, 0, BINS - 1)
    counts = np.bincount(place, minlength=BINS)
    sums, hits = np.bincount(place, own, BINS), np.bincount(place, hit, BINS)
    bins = [
        {"low": i / BINS, "high": (i + 1) / BINS, "confidence": float(sums[i] / counts[i]),
         "accuracy": float(hits[i] / counts[i]), "samples": int(counts[i])}
        for i in np.flatnonzero(counts).tolist()
    ]  # fmt: skip
    return {
        "ece": float(np.abs(sums - hits).sum() / own.size),
        "brier_right": float(np.mean((own - hit) ** 2)),
        "confidence": float(own.mean()),
        "accuracy": float(hit.mean()),
        "samples": int(own.size),
        "bins": bins,
    }
