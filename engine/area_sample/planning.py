"""How many points an area sample needs, how they are divided among the strata, and what can be expected of them.

Source: Olofsson et al. 2014, doi 10.1016/j.rse.2014.02.015, section 5.1: the number of points is Cochran's (equation
13), the allocations are those that it compares; Cochran 1977, Sampling Techniques, 3rd edition, equations 5.25 (the
number for a standard error) and 5.26 (Neyman's allocation).
"""

from __future__ import annotations

import math

import numpy as np

from landweave.engine.jobs.areas import ALLOCATIONS
from landweave.engine.types import Float64Array, IntArray

FEWEST = 2
"""Points that a stratum needs for a variance."""
_HALVINGS = 200
_ROUNDING = 1e-6


def points_needed(sizes: Float64Array, users: Float64Array, target: float) -> int:
    """Return how many points give overall accuracy a standard error, allocated in proportion or better.

    Args:
        sizes: area of each stratum, shape (stratum,).
        users: expected user's accuracy of each, 0 to 1.
        target: standard error of overall accuracy that is wanted, 0.01 for one point of a hundred.

    Source: Olofsson et al. 2014, equation 13; the population is taken as endless.
    """
    weight = sizes / sizes.sum()
    needed = (float(weight @ np.sqrt(users * (1 - users))) / target) ** 2
    return max(math.ceil(needed - 1e-9), FEWEST * len(sizes))


def allocate(name: str, total: int, sizes: Float64Array, users: Float64Array, minimum: int,
             most: IntArray | None = None) -> IntArray:
    """Return how many points each stratum gets, shape (stratum,).

    Args:
        name: `equal`; `proportional` to the areas; `neyman`: to area times sqrt(U (1 - U)), which gives overall
            accuracy its smallest standard error; `minimum`: no stratum fewer than `minimum`, the rest in proportion.
        total: number of points; more where each stratum has to have its fewest.
        sizes: area of each stratum.
        users: expected user's accuracy of each.
        minimum: fewest points of a stratum for `minimum`.
        most: number of pixels of each stratum, where known: none gives more.
    """
    weights = {"equal": np.ones(len(sizes)), "proportional": sizes, "minimum": sizes,
               "neyman": sizes * np.sqrt(users * (1 - users))}[name]
    if not (weights > 0).any():  # no errors are expected anywhere: every division is as good as another
        weights = sizes
    least = np.full(len(sizes), max(FEWEST, minimum) if name == "minimum" else FEWEST, dtype=np.int64)
    ceiling = np.full(len(sizes), np.iinfo(np.int64).max // len(sizes)) if most is None else most
    return _divide(total, weights, np.minimum(least, ceiling), ceiling)


def expected_errors(points: IntArray, sizes: Float64Array, users: Float64Array) -> tuple[float, Float64Array]:
    """Return the standard errors to expect of a sample.

    Where the map is wrong, the ground is taken to be any other class, in proportion to what the map shows of them: what
    is confused with what is not known before the sample is interpreted.

    Args:
        points: of each stratum, shape (stratum,).
        sizes: area of each, any unit.
        users: expected user's accuracy of each.

    Returns:
        That of overall accuracy, and that of the area of each class in the unit of the sizes, shape (stratum,).
    """
    weight = sizes / sizes.sum()
    part = weight**2 / points
    shares = expected_shares(sizes, users)
    overall = math.sqrt(float(part @ (users * (1 - users))))
    return overall, np.asarray(np.sqrt(part @ (shares * (1 - shares))) * sizes.sum())


def expected_shares(sizes: Float64Array, users: Float64Array) -> Float64Array:
    """Return the share of each class on the ground within each class of the map, shape (stratum, class)."""
    others = np.tile(sizes, (len(sizes), 1))
    np.fill_diagonal(others, 0.0)
    total = others.sum(axis=1, keepdims=True)
    shares = np.where(total > 0, others / np.where(total > 0, total, 1.0), 0.0) * (1 - users)[:, None]
    shares[np.diag_indices(len(sizes))] = users
    return np.asarray(shares)


def allocations(total: int, sizes: Float64Array, users: Float64Array, minimum: int,
                most: IntArray | None = None) -> dict[str, IntArray]:
    """Return every way to divide the points, by name."""
    return {name: allocate(name, total, sizes, users, minimum, most) for name in ALLOCATIONS}


def _divide(total: int, weights: Float64Array, least: IntArray, most: IntArray) -> IntArray:
    """Divide a number in proportion to weights, none below its least, none above its most.

    Each gets clip(level x weight, least, most), with the one level at which they add up to the total; what is left by
    rounding down goes to the largest remainders.
    """
    aim = min(max(total, int(least.sum())), int(np.minimum(most, total).sum()))
    ceiling = np.minimum(most, max(total, int(least.max())))
    low, high = 0.0, float(2 * total) / float(weights[weights > 0].min()) if (weights > 0).any() else 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        enough = np.clip(middle * weights, least, ceiling).sum() >= aim
        low, high = (low, middle) if enough else (middle, high)
    exact = np.clip(high * weights, least, ceiling)
    whole = np.floor(exact + _ROUNDING).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    left = [row for row in order if whole[row] < ceiling[row]][: max(aim - int(whole.sum()), 0)]
    whole[left] += 1
    open_to_more = (whole < most) & (weights <= 0)
    if whole.sum() < aim and open_to_more.any():  # all that have a weight are full: the others share the rest
        return _divide(total, open_to_more.astype(np.float64), whole, np.where(open_to_more, most, whole))
    return np.asarray(whole)
