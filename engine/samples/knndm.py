"""Folds as far apart as the map is from its samples: k-fold nearest neighbour distance matching (kNNDM).

A held-out polygon should be as far from what is learnt from as the places of the map are from the samples. How far
that is, is a distribution: of the distance of each place of the map to the nearest sample, and of each held-out polygon
to the nearest one of the other folds. Polygons are clustered by place, into few clusters (far from the rest) or many
(near), the clusters are dealt out to the folds, and the number of clusters is taken whose two distributions are nearest
in Wasserstein's distance. Folds drawn at random are among the candidates: where polygons lie all over the map, they
are what fits. Clusters that are all kept whole leave no tested polygon as near as the places of the map that lie beside
a sample; so, for the best numbers, some clusters are also broken up, if that brings the distributions nearer (this is
not in the paper, its measure is).

Source: Linnenbrink et al. 2024, doi 10.5194/gmd-17-5897-2024; Milà et al. 2022, doi 10.1111/2041-210X.13851.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from landweave.engine.types import BoolArray, Float64Array, IntArray

_CANDIDATES = 60
_SIDE_CANDIDATES = 30
_SHARES_BROKEN = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
_BEST = 4
_MOST_CLUSTERED = 5000
_LARGEST_FOLD = 0.5
_LARGEST_OF_FEW = 1.3
"""Of two folds one is half at least: so many times its even share is the most that a fold may be then."""
_OFF_RATIO = 0.1


@dataclass(frozen=True, eq=False)
class Matched:
    """Folds, and how well they match.

    Args:
        folds: number of each place's fold, all of 0..k-1 present, shape (place,).
        distance: Wasserstein's, between the distances of held-out places and those of the map, metres.
        random_distance: the same of folds that are drawn at random.
        clusters: number of clusters that were dealt out; 0: the folds are random.
    """

    folds: IntArray
    distance: float
    random_distance: float
    clusters: int


def nearest_distances(places: Float64Array, to: Float64Array) -> Float64Array:
    """Return the distance of each place, shape (place, 2), to the nearest of others, shape (other, 2)."""
    from scipy.spatial import cKDTree

    found: Float64Array = cKDTree(to).query(places)[0]
    return found


def held_out_distances(places: Float64Array, folds: IntArray) -> Float64Array:
    """Return the distance of each place to the nearest one of another fold, shape (place,)."""
    found = np.empty(len(places))
    for fold in np.unique(folds):
        held = folds == fold
        found[held] = nearest_distances(places[held], places[~held])
    return found


def mismatch(first: Float64Array, second: Float64Array) -> float:
    """Return Wasserstein's distance between two samples of distances: the area between their distribution functions."""
    from scipy.stats import wasserstein_distance

    return float(wasserstein_distance(first, second))


def matched_folds(
    places: Float64Array, domain: Float64Array, count: int, seed: int, classes: Float64Array | None = None
) -> Matched:
    """Divide places into folds that are as far from each other as the map is from the places.

    Args:
        places: one a polygon (or group), metres, shape (place, 2); at least `count`.
        domain: places of the map, metres, shape (point, 2).
        count: number of folds, 2 or more.
        seed: of the random folds, and of which cluster of a batch is dealt out first.
        classes: number of samples of each class, shape (place, class): folds get about the same shares of them, as far
            as clusters allow; None: shares do not matter.
    """
    classes = np.ones((len(places), 1)) if classes is None else classes
    wanted = nearest_distances(domain, places)
    random = np.random.default_rng([seed, count])
    folds = random.permutation(np.arange(len(places)) % count)
    best = at_random = mismatch(held_out_distances(places, folds), wanted)
    chosen = 0
    largest = max(_LARGEST_FOLD, _LARGEST_OF_FEW / count) * len(places)
    clusters_of = _clustering(places)
    tried: list[tuple[float, int]] = []
    numbers = _numbers(count, len(places) - 1, _CANDIDATES)
    for share in (0.0, *_SHARES_BROKEN):
        for number in numbers:
            found = _dealt_out(places, _broken(clusters_of(number), share, random), count, classes, random)
            if found is None or np.bincount(found).max() > largest:
                continue
            off = mismatch(held_out_distances(places, found), wanted)
            tried += [(off, number)] if not share else []
            if off < best:
                folds, best, chosen = found, off, number
        numbers = [number for _, number in sorted(tried)[:_BEST]]
    return Matched(folds.astype(np.int64), best, at_random, chosen)


def matched_side(
    places: Float64Array, domain: Float64Array, ratio: float, draw: Callable[[IntArray | None], BoolArray]
) -> tuple[BoolArray, float, int]:
    """Divide places in two so that the one side is as far from the other as the map is from that.

    Args:
        places: of polygons, in metres, shape (polygon, 2).
        domain: places of the map, metres, shape (point, 2).
        ratio: share of the polygons on the side that is learnt from.
        draw: returns which polygons are learnt from, where clusters, shape (polygon,), stay whole; None: each polygon
            for itself.

    Returns:
        Which are learnt from, shape (polygon,); Wasserstein's distance, metres; number of clusters, 0 for none.
    """

    def off(side: BoolArray) -> float:
        learnt = places[side]
        return mismatch(nearest_distances(places[~side], learnt), nearest_distances(domain, learnt))

    best = draw(None)
    least, chosen = (off(best) if best.any() and not best.all() else np.inf), 0
    clusters_of = _clustering(places)
    for number in _numbers(2, len(np.unique(places, axis=0)) - 1, _SIDE_CANDIDATES):
        clusters = clusters_of(number)
        if clusters.max() < 1:
            continue
        side = draw(clusters)
        if abs(side.mean() - ratio) <= _OFF_RATIO and (found := off(side)) < least:
            best, least, chosen = side, found, number
    return best, least, chosen


def _broken(clusters: IntArray, share: float, random: np.random.Generator) -> IntArray:
    """Return clusters of which some, with about such a share of the places, are broken into single places."""
    if not share:
        return clusters
    size = np.bincount(clusters)
    order = random.permutation(len(size))
    alone = np.isin(clusters, order[np.cumsum(size[order]) <= share * len(clusters)])
    found: IntArray = np.where(alone, clusters.max() + 1 + np.arange(len(clusters)), clusters)
    return np.unique(found, return_inverse=True)[1].ravel().astype(np.int64)


def _numbers(least: int, most: int, count: int) -> list[int]:
    """Return numbers of clusters to try, evenly on a logarithmic scale."""
    if most < least:
        return []
    tried = np.exp(np.linspace(np.log(least), np.log(most), count))
    return [int(number) for number in np.unique(np.round(tried).astype(np.int64))]


def _clustering(places: Float64Array) -> Callable[[int], IntArray]:
    """Return what gives the clusters of places, by number of clusters (Ward's method).

    Of very many places, those in one square of a fine grid are one from the start: the distances of all pairs would
    not fit the memory.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    spots, spot_of = _spots(places)
    if len(spots) < 2:
        return lambda number: np.zeros(len(places), np.int64)
    tree = linkage(spots, "ward")

    def clusters(number: int) -> IntArray:
        labels = fcluster(tree, number, "maxclust")
        found: IntArray = np.unique(labels, return_inverse=True)[1].ravel().astype(np.int64)[spot_of]
        return found

    return clusters


def _spots(places: Float64Array) -> tuple[Float64Array, IntArray]:
    """Return at most so many places as can be clustered, and the number of that of each."""
    low = places.min(axis=0)
    size = 0.0
    side = float((places - low).max())
    while True:
        cells = np.floor((places - low) / size) if size else places
        _, spot_of = np.unique(cells, axis=0, return_inverse=True)
        spot_of = spot_of.ravel().astype(np.int64)
        count = np.bincount(spot_of)
        if len(count) <= _MOST_CLUSTERED:
            break
        size = size * 1.25 if size else side / _MOST_CLUSTERED
    middles = np.column_stack([np.bincount(spot_of, places[:, axis]) / count for axis in (0, 1)])
    return middles, spot_of


def _dealt_out(
    places: Float64Array, clusters: IntArray, count: int, classes: Float64Array, random: np.random.Generator
) -> IntArray | None:
    """Return the fold of each place: clusters that follow each other along the main axis go to different folds.

    Of these, each gets the cluster that leaves the shares of its classes most even. (A fold with much of a class leaves
    little of it to learn from, so that uneven folds look worse than the map is.)
    """
    size = np.bincount(clusters)
    if len(size) < count:
        return None
    middles = np.column_stack([np.bincount(clusters, places[:, axis]) / size for axis in (0, 1)])
    centred = middles - middles.mean(axis=0)
    axis = np.linalg.eigh(centred.T @ centred)[1][:, -1]
    axis *= np.sign(axis[np.abs(axis).argmax()])
    order = np.argsort(centred @ axis, kind="stable")
    of_cluster = np.zeros((len(size), classes.shape[1]))
    np.add.at(of_cluster, clusters, classes)
    of_cluster /= np.maximum(of_cluster.sum(axis=0), 1)
    fold, filled = np.empty(len(size), np.int64), np.zeros((count, classes.shape[1]))
    for start in range(0, len(order), count):
        free = random.permutation(count)
        for cluster in order[start : start + count]:
            after = ((filled[free] + of_cluster[cluster]) ** 2 - filled[free] ** 2).sum(axis=1)
            chosen = int(after.argmin())
            fold[cluster] = free[chosen]
            filled[free[chosen]] += of_cluster[cluster]
            free = np.delete(free, chosen)
    return fold[clusters]
