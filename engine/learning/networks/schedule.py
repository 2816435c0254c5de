"""The learning rate: how it goes over the steps, and how its height is found."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

FIRST_SHARE = 0.04
"""Of the highest rate, where the warm-up begins."""
LAST_SHARE = 1e-3
"""Of the highest rate, where it ends."""
SWEEP = (1e-5, 0.3)
SWEEP_STEPS = 50
RANGE = (3e-4, 1e-2)
"""What a sweep may find; outside AdamW rarely learns well, and a short sweep of few samples may err."""
_MEMORY = 0.8
_WORSE = 3.0
_BELOW_BEST = 8.0


def rate_at(step: int, steps: int, highest: float, schedule: str, warmup: float) -> float:
    """Return the learning rate of a step.

    Args:
        step: from 0.
        steps: of the whole training.
        highest: rate after the warm-up.
        schedule: `one_cycle` rises and falls in half waves (Smith and Topin 2018, arXiv 1708.07120), `cosine` rises in
            a line and falls in half a wave (Loshchilov and Hutter 2017, arXiv 1608.03983), `constant` rises in a line
            and stays.
        warmup: share of the steps in which it rises.
    """
    rising = warmup * steps
    if step < rising:
        done = (step + 1) / (rising + 1)
        done = (1 - math.cos(math.pi * done)) / 2 if schedule == "one_cycle" else done
        return highest * (FIRST_SHARE + (1 - FIRST_SHARE) * done)
    if schedule == "constant":
        return highest
    done = (step - rising) / max(steps - rising, 1.0)
    return highest * (LAST_SHARE + (1 - LAST_SHARE) * (1 + math.cos(math.pi * min(done, 1.0))) / 2)


def sweep_rates() -> list[float]:
    """Return the rates of a sweep, evenly apart by their logarithm."""
    low, high = map(math.log, SWEEP)
    return [math.exp(low + (high - low) * i / (SWEEP_STEPS - 1)) for i in range(SWEEP_STEPS)]


def sweep(loss_at: Callable[[float], float]) -> tuple[float, list[tuple[float, float]]]:
    """Find the highest learning rate: below that at which the loss of a short run is least.

    Source: the range test of Smith 2017, doi 10.1109/WACV.2017.58.

    Args:
        loss_at: takes one step at a rate and returns the loss before it.

    Returns:
        The rate, and the smoothed loss at each rate of the sweep.
    """
    smooth, best, found = 0.0, math.inf, []
    for i, rate in enumerate(sweep_rates()):
        loss = loss_at(rate)
        if not math.isfinite(loss):
            break
        smooth = _MEMORY * smooth + (1 - _MEMORY) * loss
        now = smooth / (1 - _MEMORY ** (i + 1))
        found.append((rate, now))
        best = min(best, now)
        if now > _WORSE * best:
            break
    return chosen_rate(found), found


def chosen_rate(found: Sequence[tuple[float, float]]) -> float:
    """Return a rate well below that of the least loss of a sweep, within RANGE."""
    low, high = RANGE
    if not found:
        return low
    least = min(found, key=lambda point: point[1])[0]
    return float(f"{min(max(least / _BELOW_BEST, low), high):.2g}")
