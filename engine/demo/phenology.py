"""How parcels look on a day: greenness by double logistics, spectra as mixtures, and how each parcel differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

import numpy as np

from landweave.engine.demo import classes as k
from landweave.engine.demo.area import FIRST_YEAR, Area
from landweave.engine.demo.landcover import region_of
from landweave.engine.demo.noise import normals, smooth_points, uniforms
from landweave.engine.demo.parcels import parcel_seeds
from landweave.engine.types import AnyArray, Float32Array, Float64Array, IntArray

_SEASONS = np.array([
    # winter green, sd; summer green, sd; green-up day, sd; senescence day, sd; speed up, speed down; standing dry
    (0.12, 0.06, 0.22, 0.09, 95, 10, 300, 12, 0.05, 0.05, 0.00),  # built-up
    (0.30, 0.10, 0.85, 0.06, 72, 10, 165, 9, 0.07, 0.12, 0.70),  # winter cereals
    (0.05, 0.04, 0.70, 0.09, 139, 9, 218, 9, 0.10, 0.10, 0.45),  # sunflower
    (0.05, 0.04, 0.84, 0.07, 160, 9, 268, 9, 0.10, 0.10, 0.45),  # maize
    (0.42, 0.12, 0.78, 0.09, 80, 12, 300, 14, 0.06, 0.05, 0.20),  # grassland
    (0.13, 0.05, 0.50, 0.06, 119, 8, 296, 9, 0.09, 0.07, 0.00),  # vineyard
    (0.18, 0.06, 0.86, 0.06, 104, 7, 302, 9, 0.11, 0.09, 0.30),  # broad-leaved forest
    (0.66, 0.08, 0.78, 0.06, 110, 10, 300, 10, 0.05, 0.05, 0.05),  # coniferous forest
    (0.03, 0.03, 0.10, 0.06, 95, 12, 250, 16, 0.05, 0.05, 0.02),  # bare and mineral
    (0.00, 0.00, 0.00, 0.00, 100, 1, 300, 1, 0.05, 0.05, 0.00),  # water
])
_RESIDUE_DAYS = np.array([0, 55, 35, 30, 40, 0, 25, 20, 30, 0])
_LEAF = ("crop", "crop", "crop", "crop", "crop", "crop", "broadleaf", "conifer", "crop", "crop")
_VARIANT, _WINTER, _SUMMER, _UP, _DOWN, _SOIL, _LEAF_MIX, _BACK, _TURBID, _EVENT, _TONE, _WEATHER = range(51, 63)


Number = Union[AnyArray, float]


def double_logistic(day: float, low: Number, high: Number, up: Number, speed_up: Number, down: Number,
                    speed_down: Number) -> Float64Array:
    """Return the greenness of a day.

    Args:
        day: day of the year.
        low: greenness in winter.
        high: greenness in season.
        up: day of half green-up.
        speed_up: steepness of the green-up, per day.
        down: day of half senescence.
        speed_down: steepness of the senescence, per day.

    Source: Beck et al. 2006, doi 10.1016/j.rse.2005.10.021, equation 1.
    """
    rise = 1 / (1 + np.exp(-speed_up * (day - up)))
    fall = 1 / (1 + np.exp(speed_down * (day - down)))
    return np.asarray(low + (high - low) * (rise + fall - 1), np.float64)


@dataclass(frozen=True)
class Looks:
    """Reflectances of objects on one day, all of shape (object, band).

    Args:
        base: mean reflectance.
        vigour: change where growth is one standard deviation better than the parcel's mean.
        texture: change from pixel to pixel (roofs and gardens, rows, crowns and shade).
    """

    base: Float32Array
    vigour: Float32Array
    texture: Float32Array


@dataclass(frozen=True)
class Traits:
    """What does not change in the year, per object: number, class, calendar, and materials below the leaves."""

    numbers: IntArray
    index: IntArray
    season: tuple[Float64Array, ...]
    variant: Float64Array
    event_day: Float64Array
    leaf: Float64Array
    background: Float64Array
    water: Float64Array
    tone: Float64Array

    @classmethod
    def of(cls, area: Area, objects: IntArray) -> Traits:
        """Draw the traits of objects (parcel * 16 + class index)."""
        seed, index, parcels = area.seed, objects % 16, objects // 16
        y, x = parcel_seeds(seed, parcels)
        grown = uniforms(area.weather_seed, _VARIANT, objects)
        variant = np.where(np.isin(index, k.ANNUAL), grown, uniforms(seed, _VARIANT, objects))
        return cls(
            numbers=objects,
            index=index,
            season=_season(area, objects, index, variant, region_of(area, y, x)),
            variant=variant,
            event_day=150 + 16 * normals(area.weather_seed, _EVENT, objects) + weather_shift(area),
            leaf=_leaves(seed, objects, index, variant),
            background=_background(seed, objects, index, smooth_points(seed, _SOIL, y, x, 60.0)),
            water=_mix("water_clear", "water_turbid", uniforms(seed, _TURBID, objects)),
            tone=np.exp(0.07 * normals(seed, _TONE, objects)),
        )

    def looks(self, day: int, wetness: float) -> Looks:
        """Return the reflectances on a day of the year; wetness from 0 (dry soil) to 1."""
        green, dry = self.cover(day)
        dry_spectrum = k.endmember("dry") * self.tone[:, None]
        bare = self.background * (1 - 0.28 * wetness)
        soil = np.clip(1 - green - dry, 0, 1)[:, None]
        base = green[:, None] * self.leaf + dry[:, None] * dry_spectrum + soil * bare
        is_water = (self.index == k.WATER)[:, None]
        base = np.where(is_water, self.water * (1 + 0.15 * np.cos((day - 60) / 58.0)), base)
        is_forest = np.isin(self.index, (k.BROADLEAF, k.CONIFER))[:, None]
        base = np.where(is_forest, base * (1 - 0.10 * np.cos((day - 172) / 58.1)), base)
        vigour = np.where(is_water, 0.06 * base, (0.13 * green * (1 - 0.6 * green))[:, None] * (self.leaf - bare))
        return Looks(base.astype(np.float32), vigour.astype(np.float32), self._texture(base).astype(np.float32))

    def cover(self, day: float) -> tuple[Float64Array, Float64Array]:
        """Return the shares of green and of dry vegetation, shape (object,) each."""
        low, high, up, down, speed_up, speed_down, standing = self.season
        green = double_logistic(day, low, high, up, speed_up, down, speed_down)
        residue = _RESIDUE_DAYS[self.index]
        dry = standing * double_logistic(day, 0, 1, down, speed_down, down + residue + 15, 0.08) * (residue > 0)
        cereal, grass, vine = (self.index == c for c in (k.CEREALS, k.GRASS, k.VINE))
        catch_crop = double_logistic(day, 0, 0.5, self.event_day + 105, 0.1, 330, 0.06)
        green = green + catch_crop * (cereal & (self.variant < 0.20))
        mown = 0.55 * np.exp(-np.maximum(day - self.event_day, 0) / 16) * (day >= self.event_day)
        green = green * (1 - mown * (grass & (self.variant < 0.5)))
        drought = np.exp(-(((day - 222) / 32) ** 2)) * grass * (0.12 + 0.4 * self.variant)
        dry = dry + 0.6 * drought * green
        green = green * (1 - drought)
        between_rows = 0.22 * np.exp(-(((day - 95) / 55) ** 2)) * (vine & (self.variant < 0.35))
        green = np.clip(green + between_rows, 0, 0.97)
        return green, np.clip(dry, 0, 1 - green)

    def _texture(self, base: Float64Array) -> Float64Array:
        """Return the pixel-to-pixel standard deviation with its colour."""
        contrast = 0.30 * (k.endmember("roof") - 0.7 * k.endmember("crop"))
        share = np.array([1.0, 0.05, 0.06, 0.06, 0.05, 0.09, 0.07, 0.09, 0.12, 0.05])[self.index][:, None]
        return np.where((self.index == k.BUILT)[:, None], contrast, share * base)


def weather_shift(area: Area) -> float:
    """Return the days by which plants are later than in the first year: three to seven, to either side."""
    if area.year == FIRST_YEAR:
        return 0.0
    late = float(uniforms(area.seed, _WEATHER, area.year)[0])
    return (3 + 4 * late) * (1 if (area.year - FIRST_YEAR) % 2 else -1)


def _season(area: Area, objects: IntArray, index: IntArray, variant: Float64Array,
            region: IntArray) -> tuple[Float64Array, ...]:
    """Return winter and summer green, days of green-up and senescence, their speeds, standing dry matter."""
    seed, row = area.weather_seed, _SEASONS[index]
    later, earlier = weather_shift(area), area.region_shift * region
    low = row[:, 0] + row[:, 1] * normals(seed, _WINTER, objects)
    high = row[:, 2] + row[:, 3] * normals(seed, _SUMMER, objects)
    up = row[:, 4] + row[:, 5] * normals(seed, _UP, objects) + (later - earlier)
    down = row[:, 6] + row[:, 7] * normals(seed, _DOWN, objects) + (later - 0.6 * earlier)
    dry_maize = (index == k.MAIZE) & (variant < 0.28)
    late_sunflower = (index == k.SUNFLOWER) & (variant < 0.18)
    barley = (index == k.CEREALS) & (variant > 0.7)
    high = high - 0.14 * dry_maize
    up = up + 10 * late_sunflower - 8 * barley
    down = down - 20 * dry_maize + 14 * late_sunflower - 14 * barley
    low = np.clip(low, 0, 0.85)
    return low, np.clip(high, low, 0.96), up, np.maximum(down, up + 25), row[:, 8], row[:, 9], row[:, 10]


def _leaves(seed: int, objects: IntArray, index: IntArray, variant: Float64Array) -> Float64Array:
    """Return the reflectance of a closed canopy, shape (object, band); some stands are mixed."""
    leaf = np.stack([k.endmember(name) for name in _LEAF])[index]
    other = np.where((index == k.CONIFER)[:, None], k.endmember("broadleaf"), k.endmember("conifer"))
    is_mixed = np.isin(index, (k.BROADLEAF, k.CONIFER)) & (variant < 0.4)
    share = np.where(is_mixed, 0.15 + variant, 0.0)[:, None]
    leaf = leaf * (1 - share) + other * share
    pigment = np.exp(0.13 * normals(seed, _LEAF_MIX, objects))[:, None]
    structure = np.exp(0.08 * normals(seed, _LEAF_MIX, objects, 1))[:, None]
    water = np.exp(0.09 * normals(seed, _LEAF_MIX, objects, 2))[:, None]
    visible, infrared = np.arange(10) < 4, (np.arange(10) >= 4) & (np.arange(10) < 8)
    return np.asarray(leaf * np.where(visible, pigment, np.where(infrared, structure, water)))


def _background(seed: int, objects: IntArray, index: IntArray, soil_type: Float64Array) -> Float64Array:
    """Return what is seen between the leaves, shape (object, band): soil, litter, roofs and streets, rock."""
    stony = np.where(index == k.VINE, 0.35, 0.0)
    own = 0.17 * normals(seed, _BACK, objects)
    soil = _mix("soil_dark", "soil_bright", 0.5 + stony + 0.17 * soil_type + own)
    street = _mix("roof", "asphalt", uniforms(seed, _BACK, objects, 1))
    rock = _mix("rock", "soil_bright", uniforms(seed, _BACK, objects, 2))
    paved = uniforms(seed, _BACK, objects, 3)[:, None]
    mineral = np.where(paved < 0.12, 0.5 * rock + 0.5 * street, rock)
    bright = np.exp(0.12 * normals(seed, _BACK, objects, 4))[:, None]
    litter = 0.55 * soil + 0.25 * k.endmember("dry")
    out = np.where((index == k.BUILT)[:, None], street * bright, soil)
    out = np.where((index == k.BARE)[:, None], mineral * bright, out)
    return np.asarray(np.where(np.isin(index, (k.BROADLEAF, k.CONIFER))[:, None], litter, out))


def _mix(first: str, second: str, share: Float64Array) -> Float64Array:
    """Return a mixture of two materials, shape (object, band)."""
    part = np.clip(share, 0, 1)[:, None]
    return np.asarray(k.endmember(first) * (1 - part) + k.endmember(second) * part)
