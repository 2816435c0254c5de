"""How many samples a class of a region gives: the strategies of a sampling plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.types import Float64Array, IntArray

STRATEGIES = ("all", "maximum", "proportional", "smallest", "total")
SIZED = ("maximum", "proportional", "total")
"""Strategies whose rule has a size."""


@dataclass(frozen=True)
class Rule:
    """What one class of one region gives.

    Args:
        strategy: `all` pixels; `maximum`, at most `size`; `proportional`, `size` percent, rounded up; `smallest`, as
            many as the class with the fewest pixels of the region has; `total`, its share by pixels of the `size`
            samples that all classes of the region give together, at least one.
        size: a number of samples, or percent; without meaning for `all` and `smallest`.
    """

    strategy: str
    size: float = 0.0


def check_rule(rule: Rule, where: str) -> None:
    """Check a rule.

    Args:
        rule: to be checked.
        where: how a sentence about it begins, for instance `plan.csv, line 3: `.

    Raises:
        UserError: if strategy or size cannot be used.
    """
    if rule.strategy not in STRATEGIES:
        raise UserError(f"{where}There is no strategy '{rule.strategy}'.", f"Use one of: {', '.join(STRATEGIES)}.")
    if rule.strategy not in SIZED:
        return
    if rule.strategy == "proportional":
        if not 0 <= rule.size <= 100:
            raise UserError(f"{where}The share is {rule.size:g} percent.", "Give a number from 0 to 100.")
        return
    least = 1 if rule.strategy == "total" else 0
    if not math.isfinite(rule.size) or rule.size < least or rule.size != int(rule.size):
        what = "total" if rule.strategy == "total" else "maximum"
        raise UserError(f"{where}The {what} is {rule.size:g} samples.", f"Give a whole number, {least} or more.")


def bounds(rules: Sequence[Rule]) -> Float64Array:
    """Return what each rule gives at most, infinite where that depends on the pixels, shape (rule,)."""
    return np.array([r.size if r.strategy in ("maximum", "total") else math.inf for r in rules], np.float64)


def quotas(rules: Sequence[Rule], region: IntArray, counts: IntArray) -> IntArray:
    """Return how many pixels each stratum (class of a region) gives, never more than it has, shape (stratum,).

    Args:
        rules: one a stratum.
        region: number of its region.
        counts: its pixels.
    """
    found = counts.astype(np.int64)
    for row, rule in enumerate(rules):
        count = int(counts[row])
        if rule.strategy == "maximum":
            found[row] = min(count, int(rule.size))
        elif rule.strategy == "proportional":
            found[row] = min(count, math.ceil(count * rule.size / 100))
        elif rule.strategy == "smallest" and count:
            of_region = counts[region == region[row]]
            found[row] = of_region[of_region > 0].min()
        elif rule.strategy == "total" and count:
            others = np.flatnonzero(region == region[row])
            found[row] = shares(counts[others], int(rule.size))[np.searchsorted(others, row)]
    return found


def shares(counts: IntArray, total: int) -> IntArray:
    """Divide a total among classes in proportion to their pixels: largest remainders, at least one a class.

    Args:
        counts: pixels of each class, shape (class,); a class without pixels gets nothing.
        total: to be divided; one above all pixels gives all of them, one below the number of classes one each.
    """
    everything = int(counts.sum())
    if total >= everything:
        return counts.astype(np.int64)
    exact = counts.astype(object) * total  # in units of one part of `everything`, without rounding
    found = np.array([max(int(part) // everything, 1) if count else 0 for part, count in zip(exact, counts)], np.int64)
    lack = [int(part) - int(got) * everything for part, got in zip(exact, found)]
    for _ in range(abs(total - int(found.sum()))):
        more = found.sum() < total
        able = [i for i, got in enumerate(found) if (got < counts[i] if more else got > 1)]
        if not able:
            break
        chosen = max(able, key=lambda i: (lack[i] if more else -lack[i], -i))
        step = 1 if more else -1
        found[chosen] += step
        lack[chosen] -= step * everything
    return found
