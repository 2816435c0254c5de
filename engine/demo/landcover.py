"""What grows where: towns, forests, lakes and crops by parcel, a river and roads across them, two regions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.demo import classes as k
from landweave.engine.demo.area import FIRST_YEAR, MARGIN, Area
from landweave.engine.demo.noise import normals, smooth_points, uniforms
from landweave.engine.demo.parcels import all_parcels, parcel_ids, parcel_seeds
from landweave.engine.types import AnyArray, BoolArray, Float64Array, IntArray, UInt8Array

REGIONS = ("north", "south")
_SHARES = {"built": 0.085, "bare": 0.055, "lake": 0.03, "forest": 0.29, "conifer": 0.43}
_CROPS = (k.CEREALS, k.MAIZE, k.SUNFLOWER, k.GRASS, k.VINE)
_CROP_SHARES = ((0.30, 0.25, 0.13, 0.22, 0.10), (0.30, 0.13, 0.24, 0.17, 0.16))
"""Shares of the crops in each region's farmland, in the order of _CROPS."""
_TOWN, _FOREST, _CONIFER, _VINE, _LAKE = 11, 12, 13, 14, 15
_JITTER, _CROP, _RIVER, _ROAD, _BORDER = 21, 31, 41, 42, 43
_ROTATION, _TEXTURED, _SPOT = 44, 45, 46
_FOLLOWERS = {k.CEREALS: (0.35, 0.30, 0.35), k.SUNFLOWER: (0.80, 0.05, 0.15), k.MAIZE: (0.35, 0.15, 0.50)}
"""Shares of the annual crops, in the order of ANNUAL, that follow each of them."""
_TEXTURED_SHARE = 0.12
_SPOTS = {
    k.HOUSES: ((k.BUILT, 0.40), (k.GRASS, 0.40), (k.BROADLEAF, 0.20)),
    k.ORCHARD: ((k.BROADLEAF, 0.55), (k.GRASS, 0.45)),
}
"""What the pixels of the classes with texture are, and their shares."""
_SPOT_PX = 3
_BORDER_POINTS = 9
_MOST_PARCELS = 200_000


@dataclass(frozen=True)
class _Rule:
    """Parcels whose score exceeds the threshold of their region get the class of the rule."""

    name: str
    thresholds: tuple[float, float]


@dataclass(frozen=True)
class Landcover:
    """The true classes of one area.

    Args:
        area: the demo's geometry.
        rules: thresholds that give every class its share in both regions.
    """

    area: Area
    rules: tuple[_Rule, ...]

    @classmethod
    def of(cls, area: Area) -> Landcover:
        """Find the thresholds from the area's own parcels, so that no seed and no size lacks a class."""
        parcels = all_parcels(area)
        parcels = parcels[:: max(1, len(parcels) // _MOST_PARCELS)]
        y, x = parcel_seeds(area.seed, parcels)
        region = region_of(area, y, x)
        left = np.ones(len(parcels), bool)
        farmland = left
        rules = []
        for name, share in _SHARES.items():
            score = _score(area, name, parcels, y, x)
            of_all = share if name != "conifer" else 0.0
            thresholds = []
            for number in range(2):
                there = left & (region == number)
                wanted = of_all * np.sum(region == number) / max(1, there.sum()) if of_all else share
                thresholds.append(float(np.quantile(score[there], 1 - min(wanted, 1.0))))
            rules.append(_Rule(name, (thresholds[0], thresholds[1])))
            above = score > np.array(thresholds)[region]
            if name == "forest":
                farmland, left = left & ~above, left & above
            elif name != "conifer":
                left &= ~above
        rules += _crop_rules(area, parcels[farmland], region[farmland])
        return cls(area, tuple(rules))

    def parcel_classes(self, parcels: IntArray) -> UInt8Array:
        """Return the class index that parcels have where no river or road crosses them."""
        y, x = parcel_seeds(self.area.seed, parcels)
        region = region_of(self.area, y, x)
        hit = {r.name: _score(self.area, r.name, parcels, y, x) > np.array(r.thresholds)[region] for r in self.rules}
        out = np.full(len(parcels), _CROPS[0], np.uint8)
        for crop in _CROPS[1:]:
            out[hit[f"crop_{crop}"]] = crop
        out[hit["forest"]] = k.BROADLEAF
        out[hit["forest"] & hit["conifer"]] = k.CONIFER
        for name, index in (("lake", k.WATER), ("bare", k.BARE), ("built", k.BUILT)):
            out[hit[name]] = index
        for year in range(FIRST_YEAR + 1, self.area.year + 1):
            out = _next_crops(self.area.seed, year, parcels, out)
        return _with_texture(self.area.seed, parcels, out) if self.area.texture else out

    def objects(self, first_row: int, end_row: int) -> IntArray:
        """Return parcel * 16 + class index of each pixel, shape (row, col) with MARGIN pixels more on each side."""
        ids = parcel_ids(self.area, first_row, end_row)
        parcels, inverse = np.unique(ids, return_inverse=True)
        out = ids * 16 + self.parcel_classes(parcels)[inverse].reshape(ids.shape)
        y = np.arange(first_row - MARGIN, end_row + MARGIN) + 0.5
        x = np.arange(-MARGIN, self.area.columns + MARGIN) + 0.5
        for mask, index in ((_river(self.area, y, x), k.WATER), (_roads(self.area, y, x), k.BUILT)):
            out[mask] = ids[mask] * 16 + index
        return out


def looks_like(area: Area, objects: IntArray, first_row: int, first_column: int) -> IntArray:
    """Return the objects that a sensor sees: in parcels of scattered houses or trees, those that stand on each spot.

    Args:
        area: the demo's geometry.
        objects: parcel * 16 + class index of each pixel, shape (row, col).
        first_row: of the area, that the first pixel lies in.
        first_column: likewise.
    """
    y, x = np.arange(objects.shape[0]) + first_row, np.arange(objects.shape[1]) + first_column
    chance = uniforms(area.seed, _SPOT, (y // _SPOT_PX)[:, None], (x // _SPOT_PX)[None, :])
    out, index = objects.copy(), objects % 16
    for textured, parts in _SPOTS.items():
        there = index == textured
        ends = np.cumsum([share for _, share in parts])
        seen = np.array([part for part, _ in parts])[np.minimum(np.searchsorted(ends, chance[there]), len(parts) - 1)]
        out[there] = objects[there] // 16 * 16 + seen
    return out


def region_border(area: Area) -> tuple[Float64Array, Float64Array]:
    """Return the vertices (x, y) in pixels of the line between the regions, from beyond the left to the right edge."""
    x = np.linspace(-60.0, area.columns + 60.0, _BORDER_POINTS)
    swing = uniforms(area.seed, _BORDER, np.arange(_BORDER_POINTS)) - 0.5
    return x, np.round(area.rows * (0.5 + 0.16 * swing), 1)


def region_of(area: Area, y: AnyArray, x: AnyArray) -> IntArray:
    """Return 0 for places in the northern and 1 for places in the southern region."""
    return np.asarray(y > np.interp(x, *region_border(area)), np.int64)


def _score(area: Area, name: str, parcels: IntArray, y: Float64Array, x: Float64Array) -> Float64Array:
    """Return what decides whether parcels get a class: smooth noise for clusters, and chance."""
    long, short = np.clip(0.2 * area.size, 24, 170), np.clip(0.13 * area.size, 18, 110)
    if name.startswith("crop_"):
        return uniforms(area.seed, _CROP + int(name[5:]), parcels)
    channel, wavelength, sign, chance = {
        "built": (_TOWN, short, 1.0, 0.25),
        "bare": (_TOWN, short, 0.5, 1.0),
        "lake": (_LAKE, short, 1.0, 0.5),
        "forest": (_FOREST, long, 1.0, 0.4),
        "conifer": (_CONIFER, long, 1.0, 0.6),
    }[name]
    jitter = normals(area.seed, _JITTER + list(_SHARES).index(name), parcels)
    return sign * smooth_points(area.seed, channel, y, x, float(wavelength)) + chance * jitter


def _crop_rules(area: Area, parcels: IntArray, region: IntArray) -> list[_Rule]:
    """Return one rule for each crop but the first. The last comes first, the next takes of what is left."""
    rules = []
    left = np.ones(len(parcels), bool)
    for place in range(len(_CROPS) - 1, 0, -1):
        name = f"crop_{_CROPS[place]}"
        score = _score(area, name, parcels, np.zeros(0), np.zeros(0))
        thresholds = []
        for number in range(2):
            share = _CROP_SHARES[number][place] / sum(_CROP_SHARES[number][: place + 1])
            thresholds.append(float(np.quantile(score[left & (region == number)], 1 - share)))
        rules.append(_Rule(name, (thresholds[0], thresholds[1])))
        left &= score <= np.array(thresholds)[region]
    return rules


def _next_crops(seed: int, year: int, parcels: IntArray, classes: UInt8Array) -> UInt8Array:
    """Return the classes of the following year: annual crops take turns, all else stays."""
    chance = uniforms(seed, _ROTATION, parcels, year)
    out = classes.copy()
    for crop, followers in _FOLLOWERS.items():
        there = classes == crop
        ends = np.cumsum(followers)
        out[there] = np.array(k.ANNUAL)[np.minimum(np.searchsorted(ends, chance[there]), len(followers) - 1)]
    return out


def _with_texture(seed: int, parcels: IntArray, classes: UInt8Array) -> UInt8Array:
    """Give some of the farmland, the same in every year, to scattered houses and orchards."""
    chance = uniforms(seed, _TEXTURED, parcels)
    farmland = np.isin(classes, _CROPS)
    out = classes.copy()
    out[farmland & (chance < _TEXTURED_SHARE)] = k.HOUSES
    out[farmland & (chance > 1 - _TEXTURED_SHARE)] = k.ORCHARD
    return out


def _river(area: Area, y: Float64Array, x: Float64Array) -> BoolArray:
    """Return where a river flows, from the upper to the lower edge, 50 to 120 m wide."""
    start = area.columns * (0.3 + 0.3 * float(uniforms(area.seed, _RIVER)[0]))
    bend = smooth_points(area.seed, _RIVER, y, np.zeros_like(y), max(area.rows / 4, 30.0))
    width = 3.8 + 0.7 * np.clip(smooth_points(area.seed, _RIVER + 10, y, np.zeros_like(y), 40.0), -2, 2)
    centre = start + 0.035 * area.columns * bend
    return np.asarray(np.abs(x[None, :] - centre[:, None]) < width[:, None])


def _roads(area: Area, y: Float64Array, x: Float64Array) -> BoolArray:
    """Return where two main roads run, 20 m wide."""
    along_x = smooth_points(area.seed, _ROAD, np.zeros_like(x), x, 150.0)
    along_y = smooth_points(area.seed, _ROAD + 10, y, np.zeros_like(y), 150.0)
    row = area.rows * (0.25 + 0.5 * float(uniforms(area.seed, _ROAD)[0])) + 12.0 * along_x
    column = area.columns * (0.7 + 0.2 * float(uniforms(area.seed, _ROAD, 1)[0])) + 12.0 * along_y
    return np.asarray((np.abs(y[:, None] - row) < 1.0) | (np.abs(x[None, :] - column[:, None]) < 1.0))
