"""Which of two maps is right more often, judged on the same places."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray, Json

FEW = 25
"""With fewer discordant places than this the exact test counts."""
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class McNemar:
    """McNemar's test of two maps on the same places.

    Args:
        places: that were compared.
        only_first: where only the first map is right.
        only_second: where only the second map is right.
        chi2: with continuity correction, one degree of freedom; None where no place is discordant.
        p_chi2: its probability if both maps are right equally often.
        p_exact: two-sided, from the binomial distribution.

    Source: McNemar 1947, doi 10.1007/BF02295996; correction of Edwards 1948, doi 10.1007/BF02289261.
    """

    places: int
    only_first: int
    only_second: int
    chi2: float | None
    p_chi2: float
    p_exact: float

    @property
    def p(self) -> float:
        """The probability that counts: the exact one where few places are discordant."""
        return self.p_exact if self.only_first + self.only_second < FEW else self.p_chi2

    def to_json(self) -> Json:
        """Return plain values."""
        return {**self.__dict__, "p": self.p}


def mcnemar(first_right: AnyArray, second_right: AnyArray) -> McNemar:
    """Test whether two maps are right equally often.

    Args:
        first_right: whether the first map is right, bool, shape (place,).
        second_right: whether the second map is, same shape.
    """
    one, two = np.asarray(first_right, np.bool_), np.asarray(second_right, np.bool_)
    return of_counts(one.size, int((one & ~two).sum()), int((two & ~one).sum()))


def of_counts(places: int, only_first: int, only_second: int) -> McNemar:
    """Test from the number of places, and of those where only one of the maps is right."""
    discordant = only_first + only_second
    if not discordant:
        return McNemar(places, 0, 0, None, 1.0, 1.0)
    chi2 = max(abs(only_first - only_second) - 1, 0) ** 2 / discordant
    return McNemar(places, only_first, only_second, chi2, chi2_tail(chi2), _exact(only_first, only_second))


@dataclass(frozen=True)
class Clustered:
    """The test where places of one polygon are alike: every polygon is one observation.

    Args:
        polygons: that were compared.
        better_first: polygons of which the first map has a larger share right.
        better_second: polygons of which the second map has.
        difference: mean over the polygons of the share that the second map has right, less that of the first.
        chi2: one degree of freedom; None where no polygon differs.
        p_chi2: its probability if both maps are right equally often.
        p_exact: of the numbers of polygons where one map is better (sign test), two-sided.

    Source: Durkalski et al. 2003, doi 10.1002/sim.1438: the sum of the polygons' differences, squared, over the sum
    of their squares. With one place a polygon it is McNemar's test without correction.
    """

    polygons: int
    better_first: int
    better_second: int
    difference: float
    chi2: float | None
    p_chi2: float
    p_exact: float

    @property
    def p(self) -> float:
        """The probability that counts: the exact one where few polygons differ."""
        return self.p_exact if self.better_first + self.better_second < FEW else self.p_chi2

    def to_json(self) -> Json:
        """Return plain values."""
        return {**self.__dict__, "p": self.p}


def clustered(first_right: BoolArray, second_right: BoolArray, polygons: IntArray) -> Clustered:
    """Test whether two maps are right equally often, polygon by polygon.

    Args:
        first_right: whether the first map is right, shape (place,).
        second_right: whether the second map is, same shape.
        polygons: number of each place's polygon, same shape.
    """
    _, owner = np.unique(polygons, return_inverse=True)
    size = np.bincount(owner)
    net = np.asarray(second_right, np.int64) - np.asarray(first_right, np.int64)
    share: Float64Array = np.bincount(owner, net) / size
    worse, better = int((share < 0).sum()), int((share > 0).sum())
    if not worse + better:
        return Clustered(len(size), 0, 0, 0.0, None, 1.0, 1.0)
    chi2 = float(share.sum() ** 2 / (share**2).sum())
    return Clustered(len(size), worse, better, float(share.mean()), chi2, chi2_tail(chi2), _exact(worse, better))


def chi2_tail(value: float) -> float:
    """Return how likely a larger value of chi-squared with one degree of freedom is."""
    return math.erfc(math.sqrt(value / 2))


def _exact(one: int, other: int) -> float:
    """Return the two-sided probability of a split of coin throws at least as uneven."""
    number, fewer = one + other, min(one, other)
    logs = [math.lgamma(number + 1) - math.lgamma(k + 1) - math.lgamma(number - k + 1) - number * math.log(2)
            for k in range(fewer + 1)]
    return min(1.0, 2 * math.fsum(math.exp(value) for value in logs))
