"""Gap filling: the compiled block algorithm against np.interp per pixel, and against itself in plain numpy."""

from __future__ import annotations

import common
import numpy as np

from landweave.engine.series.fill import fill_linear

REQUIRED = 40.0


def interpolate(values, valid, days, targets):
    """One np.interp per pixel and band."""
    out = np.empty((len(targets), *values.shape[1:]), np.int16)
    for pixel in range(values.shape[2]):
        clear = valid[:, pixel]
        if not clear.any():
            out[:, :, pixel] = -32768
            continue
        known = days[clear]
        for band in range(values.shape[1]):
            out[:, band, pixel] = np.rint(np.interp(targets, known, values[clear, band, pixel]))
    return out


def fill_numpy(values, valid, days, targets, block=16384):
    """Run the same two scans in plain numpy, a block of pixels at a time."""
    out = np.empty((len(targets), *values.shape[1:]), np.int16)
    for start in range(0, values.shape[2], block):
        part = slice(start, start + block)
        _fill_block(values[:, :, part], valid[:, part], days, targets, out[:, :, part])
    return out


def _fill_block(values, valid, days, targets, out):
    pixels = values.shape[2]
    held, held_day = np.full(values.shape[1:], -32768, np.int16), np.full(pixels, -1)
    before, date = np.empty((len(targets), pixels), np.int64), 0
    for target, day in enumerate(targets):
        while date < len(days) and days[date] <= day:
            np.copyto(held, values[date], where=valid[date])
            held_day[valid[date]] = days[date]
            date += 1
        out[target], before[target] = held, held_day
    held[:], held_day[:], date = -32768, -1, len(days) - 1
    for target in range(len(targets) - 1, -1, -1):
        while date >= 0 and days[date] > targets[target]:
            np.copyto(held, values[date], where=valid[date])
            held_day[valid[date]] = days[date]
            date -= 1
        span = np.maximum(held_day - before[target], 1).astype(np.float32)
        weight = (targets[target] - before[target]).astype(np.float32) / span
        weight = np.where(before[target] < 0, 1, np.where(held_day < 0, 0, weight)).astype(np.float32)
        early = out[target].astype(np.float32)
        out[target] = np.rint(early + weight * (held - early))


def main(quick: bool) -> bool:
    """Print the table; True if the requirement is met."""
    pixels, few = (16384, 200) if quick else (131072, 1000)
    values, mask, days, _ = common.simulate(pixels, seed=2)
    valid, targets = mask == 0, np.array(common.plan().target_days)
    valid[:, :3] = False
    cut = np.ascontiguousarray(values[:, :, :few]), np.ascontiguousarray(valid[:, :few])
    ours = fill_linear(values, valid, days, targets)
    exact = interpolate(*cut, days, targets)
    worst = int(np.abs(ours[:, :, :few].astype(int) - exact).max())
    common.agree(worst <= 1, f"np.interp differs by {worst} DN")
    common.agree(np.array_equal(ours, fill_numpy(values, valid, days, targets)), "plain numpy differs")
    times = {
        "np.interp per pixel": common.seconds(lambda: interpolate(*cut, days, targets), 2) / few,
        "plain numpy, blocks": common.seconds(lambda: fill_numpy(values, valid, days, targets)) / pixels,
        "landweave (numba, blocks)": common.seconds(lambda: fill_linear(values, valid, days, targets), 5) / pixels,
    }
    own = times["landweave (numba, blocks)"]
    rows = [[name, f"{t * 1e6:.2f}", f"{t / own:.1f}"] for name, t in times.items()]
    common.table(
        f"Linear gap filling, {len(days)} -> {len(targets)} dates, 10 bands, worst difference {worst} DN",
        ["way", "us/pixel", "times as long as landweave"], rows,
    )  # fmt: skip
    numba = common.verdict(times["plain numpy, blocks"] / own, 1.5, "numba over plain numpy")
    return common.verdict(times["np.interp per pixel"] / own, REQUIRED, "gap filling over np.interp") and numba


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
