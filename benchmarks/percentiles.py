"""Percentiles over time: a sorting network over blocks of pixels against np.nanpercentile and numpy's sort."""

from __future__ import annotations

import common
import numpy as np

from landweave.engine.series.metrics import metrics

REQUIRED = 50.0
SHARES = (10, 25, 50, 75, 90)
NODATA = -32768


def nan_percentiles(values):
    """np.nanpercentile over the dates, all percentiles in one call."""
    known = np.where(values == NODATA, np.nan, values.astype(np.float64))
    return np.rint(np.nanpercentile(known, SHARES, axis=0)).astype(np.int16)


def sorted_percentiles(values, block=1024):
    """Sort int16 in numpy, NODATA first, and take the ranks; a block of pixels at a time."""
    out = np.empty((len(SHARES), *values.shape[1:]), np.int16)
    for start in range(0, values.shape[2], block):
        part = values[:, :, start : start + block]
        ordered = np.sort(part, axis=0)
        count = (part != NODATA).sum(axis=0)
        first = len(values) - count
        for row, share in enumerate(SHARES):
            place = np.maximum(count - 1, 0) * share
            lower = np.minimum(first + place // 100, len(values) - 1)
            upper = np.minimum(lower + 1, len(values) - 1)
            a, b = (np.take_along_axis(ordered, i[None], axis=0)[0].astype(np.float64) for i in (lower, upper))
            out[row, :, start : start + block] = np.rint(a + (b - a) * (place % 100) / 100)
    return out


def main(quick: bool) -> bool:
    """Print the table; True if the requirement is met."""
    pixels, few = (4096, 200) if quick else (65536, 1000)
    values, mask, days, _ = common.simulate(pixels, seed=4)
    values[np.broadcast_to(mask[:, None] != 0, values.shape)] = NODATA
    cut = np.ascontiguousarray(values[:, :, :few])
    names = [f"p{share}" for share in SHARES]
    ours = metrics(values, days, names)
    worst = int(np.abs(ours[:, :, :few].astype(int) - nan_percentiles(cut)).max())
    common.agree(worst <= 1, f"np.nanpercentile differs by {worst} DN")
    worst = int(np.abs(ours.astype(int) - sorted_percentiles(values)).max())
    common.agree(worst <= 1, f"numpy's sort differs by {worst} DN")
    times = {
        "np.nanpercentile": common.seconds(lambda: nan_percentiles(cut), 2) / few,
        "numpy, sort and take": common.seconds(lambda: sorted_percentiles(values), 2) / pixels,
        "landweave (numba, network)": common.seconds(lambda: metrics(values, days, names), 5) / pixels,
    }
    own = times["landweave (numba, network)"]
    rows = [[name, f"{t * 1e6:.2f}", f"{t / own:.1f}"] for name, t in times.items()]
    common.table(
        f"{len(SHARES)} percentiles of {len(days)} dates, 10 bands", ["way", "us/pixel", "times as long as landweave"],
        rows,
    )  # fmt: skip
    return common.verdict(times["np.nanpercentile"] / own, REQUIRED, "percentiles over np.nanpercentile")


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
