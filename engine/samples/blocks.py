"""Square blocks, and how large they should be: as far as the predictors resemble themselves.

The semivariogram of the main components of the predictors is fitted with a spherical model; where it stops rising,
places know nothing of each other. Blocks of that size keep most of what resembles each other on one side.

Sources: Valavi et al. 2019, doi 10.1111/2041-210X.13107 (size of blocks from the predictors' range); Cressie 1985,
doi 10.1007/BF01032109 (weights of the fit).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import crs_name, pixel_centres
from landweave.engine.samples.spacing import in_metres
from landweave.engine.types import SERIES_NODATA, AnyArray, Float64Array, IntArray

_MOST_PLACES = 1500
_COMPONENTS = 5
_LAGS = 24
_RANGES = 60
_FEWEST_PLACES = 30
_FEWEST_PAIRS = 30
_LINES, _A_LINE, _MOST_BANDS = 60, 25, 10


@dataclass(frozen=True)
class Autocorrelation:
    """How far predictors resemble themselves.

    Args:
        range_m: distance from which places know nothing of each other, metres.
        reached: whether it is less than the largest distance that was looked at.
    """

    range_m: float
    reached: bool


def block_of(places: Float64Array, size: float) -> IntArray:
    """Return the number of each place's square, shape (place,); squares begin at the origin of the coordinates.

    Args:
        places: metres, shape (place, 2).
        size: side of the squares, metres.
    """
    cells = np.floor(places / size).astype(np.int64)
    numbers: IntArray = np.unique(cells, axis=0, return_inverse=True)[1].ravel().astype(np.int64)
    return numbers


def smaller_until(places: Float64Array, size: float, fewest: int) -> float:
    """Return a size of squares of which the places fill at least so many, or as many as there are places."""
    fewest = min(fewest, len(np.unique(places, axis=0)))
    while size > 1e-3 and len(np.unique(block_of(places, size))) < fewest:
        size /= 1.25
    return size


def looked_at(count: int, seed: int) -> IntArray:
    """Return the rows of so many places that are enough to tell how far they resemble each other, ascending."""
    if count <= _MOST_PLACES:
        return np.arange(count)
    found: IntArray = np.sort(np.random.default_rng(seed).choice(count, _MOST_PLACES, replace=False))
    return found


def autocorrelation_range(places: Float64Array, values: AnyArray, seed: int = 0) -> Autocorrelation | None:
    """Estimate how far predictors resemble themselves.

    Args:
        places: metres, shape (place, 2).
        values: predictors, NODATA (or NaN) where unknown, shape (place, predictor).
        seed: of which places are looked at, where there are many.

    Returns:
        The weighted median of the ranges of the main components; None where there are too few places or none differ.
    """
    rows = looked_at(len(places), seed)
    scores, weights = _components(values[rows])
    if len(rows) < _FEWEST_PLACES or not len(weights):
        return None
    first, second = np.triu_indices(len(rows), 1)
    away = np.hypot(*(places[rows[first]] - places[rows[second]]).T)
    edges = _lag_edges(away)
    if edges is None:
        return None
    lag = np.digitize(away, edges) - 1
    pairs = np.bincount(lag[(lag >= 0) & (lag < _LAGS)], minlength=_LAGS)
    used = pairs >= _FEWEST_PAIRS
    inside = (lag >= 0) & (lag < _LAGS)
    middle = np.bincount(lag[inside], away[inside], minlength=_LAGS)[used] / pairs[used]
    if len(middle) < 5:
        return None
    ranges = []
    for column in scores.T:
        half = 0.5 * (column[first] - column[second]) ** 2
        gamma = np.bincount(lag[inside], half[inside], minlength=_LAGS)[used] / pairs[used]
        ranges.append(spherical_range(middle, gamma, pairs[used]))
    found = _weighted_median(np.array(ranges), weights)
    return Autocorrelation(found, found < float(middle.max()) * 0.999)


def raster_values(path: str, crs: str, seed: int = 0) -> tuple[Float64Array, Float64Array]:
    """Read predictors at places of a raster: whole lines drawn at random, so that some places are near each other.

    Args:
        path: raster of predictors, a band each.
        crs: of the places.
        seed: of the places.

    Returns:
        Places in metres, shape (place, 2), and values, NaN where unknown, shape (place, band).

    Raises:
        UserError: if the raster cannot be read or has no coordinate reference system.
    """
    generator = np.random.default_rng(seed)
    with RasterReader() as reader:
        info = reader.info(path)
        grid = info.grid
        if not grid.crs:
            raise UserError(f"{path} has no coordinate reference system.",
                            f"Assign one; the polygons' is {crs_name(crs)}.")
        bands = np.unique(np.linspace(1, info.layers, min(info.layers, _MOST_BANDS)).round().astype(int)).tolist()
        found, places = [], []
        for row in np.sort(generator.choice(grid.rows, min(grid.rows, _LINES), replace=False)).tolist():
            window = Window(0, row, grid.columns, 1)
            columns = np.sort(generator.choice(grid.columns, min(grid.columns, _A_LINE), replace=False))
            read = [reader.read(path, band, window)[0][columns].astype(np.float64) for band in bands]
            values = np.stack(read, axis=1)
            for at, band in enumerate(bands):
                nodata = info.nodatas[band - 1] if info.nodatas else info.nodata
                if nodata is not None:
                    values[values[:, at] == nodata, at] = np.nan
            known = np.isfinite(values).any(axis=1)
            x, y = (axis[0][columns[known]] for axis in pixel_centres(grid, window, crs))
            places.append(np.column_stack([x, y]))
            found.append(values[known])
    there = np.concatenate(places)
    return np.column_stack(in_metres(there[:, 0], there[:, 1], crs)), np.concatenate(found)


def spherical_range(lags: Float64Array, gamma: Float64Array, pairs: IntArray) -> float:
    """Return the range of the spherical model with nugget that fits a semivariogram best.

    Args:
        lags: mean distance of each class of pairs, ascending, metres.
        gamma: semivariance of each.
        pairs: number of pairs of each.

    Returns:
        Metres, between the first and the last lag.
    """
    from scipy.optimize import nnls

    least = float(gamma[gamma > 0].min(initial=np.inf)) if (gamma > 0).any() else 1.0
    root = np.sqrt(pairs) / np.maximum(gamma, least)
    best, found = np.inf, float(lags[-1])
    for candidate in np.geomspace(max(float(lags[0]), 1e-6), float(lags[-1]), _RANGES):
        ratio = np.minimum(lags / candidate, 1.0)
        shape = 1.5 * ratio - 0.5 * ratio**3
        _, off = nnls(np.column_stack([root, root * shape]), root * gamma)
        if off < best - 1e-12:
            best, found = off, float(candidate)
    return found


def _lag_edges(away: Float64Array) -> Float64Array | None:
    """Return the limits of the classes of distance, up to half of the longest; None where all places are one."""
    apart = away[away > 0]
    if not len(apart):
        return None
    low, high = float(np.quantile(apart, 0.002)), float(apart.max()) / 2
    edges: Float64Array = np.geomspace(low, high, _LAGS + 1)
    return edges if high > low else None


def _components(values: AnyArray) -> tuple[Float64Array, Float64Array]:
    """Return the main components of predictors, shape (place, component), and the variance of each."""
    table = values.astype(np.float64)
    table[~np.isfinite(table) | (table == SERIES_NODATA)] = np.nan
    table = table[:, np.isfinite(table).any(axis=0)]
    if not table.size:
        return table, np.zeros(0)
    table = table - np.nanmean(table, axis=0)
    spread = np.sqrt(np.nanmean(table**2, axis=0))
    table = np.nan_to_num(table[:, spread > 0] / spread[spread > 0])
    if not table.size:
        return table, np.zeros(0)
    left, size, _ = np.linalg.svd(table, full_matrices=False)
    kept = min(_COMPONENTS, int((size > size[0] * 1e-6).sum()))
    return left[:, :kept] * size[:kept], size[:kept] ** 2


def _weighted_median(values: Float64Array, weights: Float64Array) -> float:
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order])
    return float(values[order[np.searchsorted(below, below[-1] / 2)]])
