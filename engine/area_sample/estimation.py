"""Areas and accuracies from a stratified random sample of interpreted points.

One estimator serves all designs: a share of the area is a mean of indicators over the strata, user's and producer's
accuracy are ratios of two such means (Stehman 2014). Where the strata are the classes of the map, it is that of
Olofsson et al. (2014), term by term; intervals are 1.96 standard errors on each side, as there.

A stratum of which more than a twentieth of the pixels is interpreted has the finite population correction; below that
it changes nothing that matters (Cochran 1977, section 2.5), and the papers' examples do without.

A share without any variance (all points right) has no standard error that says something. An accuracy has Wilson's
interval then, for as many points as the weights of its points are worth (Kish 1965); an area has Wilson's limits of
each stratum, joined.

Source: Olofsson et al. 2014, doi 10.1016/j.rse.2014.02.015, equations 4 to 11; Stehman 2014,
doi 10.1080/01431161.2014.930207, equations 2, 25 and 28; Cochran 1977, Sampling Techniques, 3rd edition;
Kish 1965, Survey Sampling; Wilson 1927, doi 10.1080/01621459.1927.10502953; stratified Wilson limits: Yan and Su 2010,
doi 10.1198/sbr.2009.0050, with the variances recovered as in Zou and Donner 2008, doi 10.1002/sim.3095.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.types import Float64Array, IntArray

Z = 1.96
"""Standard errors on each side of a 95 % interval, as rounded in the papers."""
WORTH_CORRECTING = 0.05
"""Share of a stratum's pixels above which the sample has the finite population correction."""
_NO_ERROR = 1e-7  # what rounding leaves of a standard error that is zero


@dataclass(frozen=True)
class Shares:
    """Shares between 0 and 1 with what is known about their error.

    Args:
        value: shape (class,); NaN where nothing was observed.
        error: standard errors.
        low: of the 95 % interval.
        high: of the 95 % interval.
    """

    value: Float64Array
    error: Float64Array
    low: Float64Array
    high: Float64Array


@dataclass(frozen=True)
class AreaEstimate:
    """What a sample says of an area.

    Args:
        overall: share of the area that is mapped right, shape (1,).
        users: user's accuracy of each class, shape (class,).
        producers: producer's accuracy of each class.
        areas: share of the area that each class has on the ground.
        mapped: share of the area that each class has on the map, as the sample estimates it; exact where the strata
            are the classes of the map.
        wilson: wider limits of `areas`, of which no stratum without errors claims to be free of them, shape
            (2, class).
        proportions: error matrix as shares of the area, rows map, columns reference, shape (class, class).
        counts: the same matrix in points.
        points: number of points of each stratum, shape (stratum,).
    """

    overall: Shares
    users: Shares
    producers: Shares
    areas: Shares
    mapped: Shares
    wilson: Float64Array
    proportions: Float64Array
    counts: IntArray
    points: IntArray


def estimate_areas(stratum: IntArray, mapped: IntArray, reference: IntArray, sizes: Float64Array, classes: int,
                   pixels: IntArray | None = None) -> AreaEstimate:
    """Estimate areas and accuracies.

    Args:
        stratum: number of the stratum that each point was drawn from, shape (point,).
        mapped: number of its class on the map.
        reference: number of its class on the ground.
        sizes: area of each stratum, any unit, shape (stratum,).
        classes: number of classes.
        pixels: number of pixels of each stratum, where known, for the finite population correction.

    Raises:
        ValueError: if a stratum has fewer points than a variance needs: two, or all its pixels.
    """
    points = np.bincount(stratum, minlength=len(sizes))
    if (points < (2 if pixels is None else np.minimum(2, pixels))).any():
        raise ValueError("a stratum has fewer points than a variance needs")
    weight = sizes / sizes.sum()
    frame = _Frame(weight, points, _open_share(points, pixels))
    right = mapped == reference
    of_map = _table(stratum, mapped, len(sizes), classes)
    of_ground = _table(stratum, reference, len(sizes), classes)
    hits = _table(stratum[right], mapped[right], len(sizes), classes)
    each = frame.weight_of_point[stratum]
    cell = mapped * classes + reference
    proportions: Float64Array = np.zeros(classes * classes)
    np.add.at(proportions, cell, each)
    wilson = frame.wilson_limits(of_ground)
    return AreaEstimate(
        overall=_without_error(frame.shares(hits.sum(axis=1, keepdims=True)), frame.worth()),
        users=_without_error(frame.ratios(hits, of_map), frame.worth(of_map)),
        producers=_without_error(frame.ratios(hits, of_ground), frame.worth(of_ground)),
        areas=_limited(frame.shares(of_ground), wilson),
        mapped=frame.shares(of_map),
        wilson=wilson,
        proportions=proportions.reshape(classes, classes),
        counts=_table(mapped, reference, classes, classes),
        points=points,
    )


def wilson_interval(share: Float64Array, number: Float64Array) -> Float64Array:
    """Return the 95 % limits of shares of so many observations, shape (2, ...).

    Source: Wilson 1927, doi 10.1080/01621459.1927.10502953.
    """
    square = Z * Z
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = Z * np.sqrt(share * (1 - share) / number + square / (4 * number * number)) / (1 + square / number)
    limits: Float64Array = np.clip(np.stack([middle - half, middle + half]), 0.0, 1.0)
    return limits


@dataclass(frozen=True)
class _Frame:
    """The design: share of the area, number of points, and share of the variance that is left, each (stratum,)."""

    weight: Float64Array
    points: IntArray
    left: Float64Array

    @property
    def weight_of_point(self) -> Float64Array:
        """Share of the area that a point of each stratum stands for."""
        return np.asarray(self.weight / self.points)

    def shares(self, found: IntArray) -> Shares:
        """Return the shares of the area of what so many points of each stratum show, found (stratum, class)."""
        share = found / self.points[:, None]
        value = self.weight @ share
        error = np.sqrt(self._factor @ (share * (1 - share)))
        return Shares(value, error, *_limits(value, error))

    def ratios(self, hits: IntArray, found: IntArray) -> Shares:
        """Return ratios of two areas, the upper a part of the lower; both (stratum, class) in points."""
        upper, lower = hits / self.points[:, None], found / self.points[:, None]
        total = self.weight @ lower
        known = total > 0
        total = np.where(known, total, 1.0)
        value = (self.weight @ upper) / total
        # The upper is a part of the lower, so the mean of their product is the upper's own.
        spread = (upper * (1 - upper) + value**2 * lower * (1 - lower) - 2 * value * upper * (1 - lower))
        error = np.sqrt(np.maximum(self._factor @ spread, 0.0)) / total
        low, high = _limits(value, error)
        unknown = np.where(known, 0.0, np.nan)
        return Shares(value + unknown, error + unknown, low + unknown, high + unknown)

    def worth(self, found: IntArray | None = None) -> Float64Array:
        """Return how many points of equal weight those of each class are worth (Kish), shape (class,)."""
        counts = self.points[:, None] if found is None else found
        total, squares = self.weight_of_point @ counts, self.weight_of_point**2 @ counts
        return np.where(squares > 0, total**2 / np.where(squares > 0, squares, 1.0), np.nan)

    def wilson_limits(self, found: IntArray) -> Float64Array:
        """Return limits of shares of the area, each stratum's part with Wilson's own, shape (2, class)."""
        share = found / self.points[:, None]
        low, high = wilson_interval(share, self.points[:, None].astype(np.float64))
        squares, value = (self.weight**2 * self.left)[:, None], self.weight @ share
        below, above = (np.sqrt((squares * (end - share) ** 2).sum(axis=0)) for end in (low, high))
        limits: Float64Array = np.clip(np.stack([value - below, value + above]), 0.0, 1.0)
        return limits

    @property
    def _factor(self) -> Float64Array:
        """What turns p (1 - p) of each stratum into its part of the variance of the whole area's share."""
        return np.asarray(self.weight**2 * self.left / np.maximum(self.points - 1, 1))


def _open_share(points: IntArray, pixels: IntArray | None) -> Float64Array:
    """Return the finite population correction of each stratum."""
    if pixels is None:
        return np.ones(len(points))
    taken = np.minimum(points / np.maximum(pixels, 1), 1.0)
    return np.where(taken > WORTH_CORRECTING, 1.0 - taken, 1.0)


def _table(stratum: IntArray, classes: IntArray, strata: int, number: int) -> IntArray:
    cells = np.bincount(stratum * number + classes, minlength=strata * number)
    return cells.reshape(strata, number).astype(np.int64)


def _limits(value: Float64Array, error: Float64Array) -> tuple[Float64Array, Float64Array]:
    return np.clip(value - Z * error, 0.0, 1.0), np.clip(value + Z * error, 0.0, 1.0)


def _without_error(shares: Shares, worth: Float64Array) -> Shares:
    """Return shares where those without variance have Wilson's limits for so many observations."""
    known = np.isfinite(worth)
    limits = wilson_interval(np.where(known, shares.value, 0.5), np.where(known, worth, 1.0))
    return _limited(shares, np.where(known, limits, np.nan))


def _limited(shares: Shares, limits: Float64Array) -> Shares:
    """Return shares where those without variance have other limits, shape (2, class); NaN: none."""
    flat = (shares.error < _NO_ERROR) & np.isfinite(limits).all(axis=0)
    return Shares(shares.value, shares.error, np.where(flat, limits[0], shares.low),
                  np.where(flat, limits[1], shares.high))
