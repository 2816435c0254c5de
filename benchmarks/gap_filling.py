"""Gap filling: the compiled block algorithm against np.interp per pixel, eo-learn, and itself in plain numpy.

eo-learn runs in an environment of its own: the one that EO_LEARN_ENVIRONMENT names, else build/eo-learn, which
a run without --quick makes with the package's current release. Without it that comparison is skipped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import common
import eo_learn
import numpy as np

from landweave.engine.series.fill import fill_linear
from landweave.engine.series.filling import FILLINGS, fill

REQUIRED = 40.0
EO_LEARN_REQUIRED = 10.0


def alternate(ways: Mapping[str, Callable[[], float | None]], rounds: int) -> dict[str, list[float]]:
    """Measure ways in turns, so that a busy machine slows all alike; the first turn, which may compile, is not counted.

    Args:
        ways: functions by name; one that measures itself returns its CPU seconds.
        rounds: number of turns.

    Returns:
        CPU seconds of each turn of each way.
    """
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, way in ways.items():
            begin = time.thread_time()
            measured = way()
            taken = time.thread_time() - begin if not isinstance(measured, float) else measured
            if turn > 0:
                times[name].append(taken)
    return times


def mean_ratio(slow: list[float], quick: list[float]) -> float:
    """Return how many times as long the first way takes: the mean of the turns."""
    return float(np.mean(np.array(slow) / np.array(quick)))


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
    ways = {
        "landweave (numba, blocks)": lambda: fill_linear(values, valid, days, targets) is None,
        "plain numpy, blocks": lambda: fill_numpy(values, valid, days, targets) is None,
        "np.interp per pixel": lambda: interpolate(*cut, days, targets) is None,
    }
    sizes = dict.fromkeys(ways, pixels) | {"np.interp per pixel": few}
    python, version = eo_learn.find(make=not quick)
    runner, loops = None, []
    if python is not None:
        eo_pixels = min(pixels, 16384)
        runner = eo_learn.Runner(python, values[:, :, :eo_pixels], valid[:, :eo_pixels], days, targets)

        def run_eo_learn() -> float:
            task, loop = runner.run()
            loops.append(loop)
            return task

        ways[f"eo-learn {version}"] = run_eo_learn
        sizes[f"eo-learn {version}"] = eo_pixels
    times = {name: [t / sizes[name] for t in taken] for name, taken in alternate(ways, 3 if quick else 7).items()}
    if runner is not None:
        _agrees(ours[:, :, :eo_pixels], runner.close())
        times[f"eo-learn {version}, its compiled loop alone"] = [t / eo_pixels for t in loops[1:]]
    own = times["landweave (numba, blocks)"]
    ratios = {name: mean_ratio(taken, own) for name, taken in times.items()}
    common.table(
        f"Linear gap filling, {len(days)} -> {len(targets)} dates, 10 bands, worst difference {worst} DN",
        ["way", "us/pixel", "times as long as landweave"],
        [[name, f"{np.mean(t) * 1e6:.2f}", f"{ratios[name]:.1f}"] for name, t in times.items()],
    )
    _print_fillings(values, valid, days, targets, pixels)
    met = [common.verdict(ratios["plain numpy, blocks"], 1.5, "numba over plain numpy"),
           common.verdict(ratios["np.interp per pixel"], REQUIRED, "gap filling over np.interp")]
    if runner is None:
        print(f"eo-learn is not compared: {version}")
    else:
        met.append(common.verdict(ratios[f"eo-learn {version}"], EO_LEARN_REQUIRED, "gap filling over eo-learn"))
    return all(met)


def _agrees(ours, theirs):
    """Compare with eo-learn where that knows a value: it does not hold the ends of a series."""
    known = ~np.isnan(theirs)
    worst = np.abs(ours[known] - theirs[known]).max()
    common.agree(known.any() and worst <= 1.01, f"eo-learn differs by {worst} DN")


def _print_fillings(values, valid, days, targets, pixels):
    """Show what the other fillings cost, with their defaults."""
    ways = {name: lambda name=name: fill(values, valid, days, targets, name) is None for name in FILLINGS
            if name != "none"}
    times = alternate(ways, 2)
    common.table("The fillings with their defaults", ["filling", "us/pixel", "times as long as linear"], [
        [name, f"{np.mean(t) / pixels * 1e6:.2f}", f"{mean_ratio(t, times['linear']):.1f}"]
        for name, t in times.items()
    ])


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
