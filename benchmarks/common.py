"""What the benchmarks share: one thread, simulated series, timing, one table."""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
from threadpoolctl import threadpool_limits

from landweave.engine.series.plan import SensorPlan

threadpool_limits(1)

CLASSES = 23
ACQUISITIONS = 40
TARGETS = 30
BANDS = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")
ROLES = (("red", "B4"), ("nir", "B8"), ("swir", "B11"))
START = date(2018, 1, 1)


def plan() -> SensorPlan:
    """Return 30 dates of 10 bands and 3 indices: 390 features."""
    dates = tuple((START + timedelta(days=12 * n)).isoformat() for n in range(TARGETS))
    return SensorPlan("S2", BANDS, ("NDVI", "NDWI", "brightness"), ROLES, dates)


def simulate(pixels: int, seed: int):
    """Simulate one year of 23 classes.

    Returns:
        Reflectance x 10000 (date, band, pixel), cloud mask uint8 (date, pixel; 0 is clear), days, classes (pixel,).
    """
    profile = np.random.default_rng(1)
    green = profile.uniform(200, 900, (CLASSES, len(BANDS)))
    bare = profile.uniform(800, 1800, (CLASSES, len(BANDS)))
    peak = profile.uniform(100, 260, CLASSES)
    random = np.random.default_rng(seed)
    days = START.toordinal() + np.linspace(2, 357, ACQUISITIONS).astype(np.int64)
    labels = np.repeat(random.integers(0, CLASSES, -(-pixels // 64)), 64)[:pixels]  # fields of 64 neighbours
    shift = random.normal(0, 12, pixels)
    growth = np.exp(-((((days - START.toordinal())[:, None] - peak[labels] - shift) / 45) ** 2))
    level = random.normal(1, 0.15, pixels)
    values = np.empty((ACQUISITIONS, len(BANDS), pixels), np.int16)
    for band in range(len(BANDS)):
        mean = bare[labels, band] + growth * (3 * green[labels, band] - bare[labels, band])
        values[:, band] = np.clip(level * mean + random.normal(0, 250, mean.shape), -200, 12000)
    mask = (random.random((ACQUISITIONS, -(-pixels // 32))) < 0.4).repeat(32, axis=1)[:, :pixels].astype(np.uint8)
    wrong = random.random(pixels) < 0.15  # reference data have errors, and trees grow deep on them
    return values, mask, days, np.where(wrong, random.integers(0, CLASSES, pixels), labels)


def seconds(function: Callable[[], object], repeats: int = 3) -> float:
    """Return the CPU seconds of the best of several runs; the first call, which may compile, is not counted."""
    function()
    times = []
    for _ in range(repeats):
        begin = time.process_time()
        function()
        times.append(time.process_time() - begin)
    return min(times)


def paired_ratio(slow: Callable[[], object], quick: Callable[[], object], repeats: int = 3) -> float:
    """Return how many times as long the first takes: the median of pairs, so that a busy machine slows both alike."""
    ratios = [seconds(slow, 1) / seconds(quick, 1) for _ in range(repeats)]
    return float(np.median(ratios))


def arguments(description: str | None) -> bool:
    """Parse the command line; True for `--quick`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="smaller sizes: shows that it runs, ratios are rougher")
    return bool(parser.parse_args().quick)


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], how: str = "one thread") -> None:
    """Print one table."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    print(f"\n{title}\n(Python {platform.python_version()}, numpy {np.__version__}, {platform.machine()}, {how})")
    for row in [head, ["-" * width for width in widths], *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    sys.stdout.flush()


def verdict(ratio: float, required: float, what: str, at_most: bool = False) -> bool:
    """Say whether the requirement is met."""
    met = ratio <= required if at_most else ratio >= required
    sign = "at most" if at_most else "at least"
    print(f"{what}: {ratio:.2f} (required: {sign} {required:g}) {'met' if met else 'NOT MET'}", flush=True)
    return met


def agree(condition: bool, what: str) -> None:
    """Stop when two ways do not give the same: their times mean nothing then."""
    if not condition:
        sys.exit(f"The results do not agree: {what}")
