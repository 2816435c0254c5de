"""How parcels scatter C-band radar on a day: canopy and soil as in the water cloud model, both polarisations.

Sources: the model, Attema and Ulaby 1978, doi 10.1029/RS013i002p00357. Levels and seasons of the crops: Veloso et al.
2017, doi 10.1016/j.rse.2017.07.015 (figures 4 to 9: winter cereals fall from about -10 to -17 dB in VV and from -17 to
-21 dB in VH while their stems grow; maize and sunflower rise to about -9 and -14 dB; sunflower is the brightest when it
flowers). Forests, settlements and water: round numbers at 35 to 45 degrees of incidence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.demo import classes as k
from landweave.engine.demo.area import Area
from landweave.engine.demo.noise import normals, uniforms
from landweave.engine.demo.phenology import Traits
from landweave.engine.types import Float32Array, Float64Array, IntArray

POLARISATIONS = ("vv", "vh")
PASSES = ("ASC", "DES")
_CANOPY = np.array([
    # sigma nought of a closed canopy, dB: VV, VH; its attenuation, per unit of cover: VV, VH
    (-10.0, -16.0, 0.5, 0.5),  # built-up: gardens
    (-17.5, -22.5, 1.5, 0.8),  # winter cereals: upright stems swallow VV
    (-7.8, -13.2, 0.9, 0.9),  # sunflower
    (-9.2, -14.6, 0.8, 0.9),  # maize
    (-12.8, -18.8, 0.7, 0.8),  # grassland
    (-10.5, -16.2, 0.6, 0.7),  # vineyard
    (-7.2, -12.4, 2.0, 2.0),  # broad-leaved forest
    (-7.9, -13.1, 2.0, 2.0),  # coniferous forest
    (-12.0, -18.0, 0.5, 0.5),  # bare and mineral: weeds
    (-20.0, -27.0, 0.0, 0.0),  # water
])
_GROUND = np.array([
    # sigma nought of what lies below, dry, dB: VV, VH; what water in the soil adds, dB: VV, VH; spread of parcels, dB
    (-3.2, -10.8, 0.3, 0.3, 1.6),  # built-up: walls and streets
    (-11.6, -20.2, 3.2, 2.4, 0.9),  # winter cereals
    (-11.8, -20.6, 3.4, 2.6, 1.1),  # sunflower
    (-11.8, -20.6, 3.4, 2.6, 1.1),  # maize
    (-12.2, -20.0, 2.4, 2.0, 0.7),  # grassland
    (-9.8, -18.0, 2.4, 2.0, 0.9),  # vineyard: posts and wires
    (-10.0, -17.0, 1.5, 1.0, 0.5),  # broad-leaved forest
    (-10.0, -17.0, 1.5, 1.0, 0.5),  # coniferous forest
    (-12.8, -21.5, 2.2, 1.6, 1.5),  # bare and mineral
    (-20.5, -27.2, 0.0, 0.0, 0.6),  # water
])
_DRY_CANOPY, _DRY_ATTENUATION = np.array([-11.5, -17.6]), 0.45
_BRANCHES = 0.75
"""Cover that a forest has for the radar without a leaf."""
_LEAF_OFF_DB = np.array([0.3, 0.8])
"""Broad-leaved forest without leaves is a little brighter, most in VH."""
_WIND_DB = np.array([4.0, 1.0])
_OWN, _OWN_POLARISATION, _ROWS = 63, 64, 65
_OWN_DB, _OWN_POLARISATION_DB, _ROWS_DB = 0.6, 0.35, 0.35
_TEXTURE_DB = np.array([2.6, 0.2, 0.2, 0.2, 0.3, 0.6, 0.5, 0.5, 0.9, 0.1])
REFERENCE_ANGLE = 39.0


@dataclass(frozen=True)
class Weather:
    """What changes from date to date everywhere.

    Args:
        wetness: of the top of the soil, 0 (dry) to 1.
        wind: over water, 0 (still) to 1.
    """

    wetness: float
    wind: float


@dataclass(frozen=True)
class Echo:
    """What objects scatter in one polarisation on one day, all of shape (object,).

    Args:
        power: sigma nought, linear, at REFERENCE_ANGLE.
        vigour: change of its natural logarithm where growth is one standard deviation better than the parcel's mean.
        texture: standard deviation of its logarithm from pixel to pixel.
    """

    power: Float32Array
    vigour: Float32Array
    texture: Float32Array


def echo(area: Area, traits: Traits, day: int, weather: Weather, polarisation: int, direction: str) -> Echo:
    """Return the backscatter of objects on a day of the year.

    Args:
        area: the demo's geometry.
        traits: of the objects.
        day: of the year.
        weather: of the date.
        polarisation: place in POLARISATIONS.
        direction: `ASC` or `DES`: rows of plants, walls and furrows look different from each side.
    """
    p, index, numbers = polarisation, traits.index, traits.numbers
    green, dry = traits.cover(day)
    is_forest = np.isin(index, (k.BROADLEAF, k.CONIFER))
    plants = np.where(is_forest, _BRANCHES + 0.25 * green, green)
    ground = _ground(area, numbers, index, weather, p)
    through = np.exp(-2 * (_CANOPY[index, 2 + p] * plants + _DRY_ATTENUATION * dry))
    share = plants / np.maximum(plants + dry, 1e-6)
    canopy = share * linear(_CANOPY[index, p]) + (1 - share) * linear(_DRY_CANOPY[p])
    power = canopy * (1 - through) + ground * through
    own = _OWN_DB * normals(area.seed, _OWN, numbers)
    own += _OWN_POLARISATION_DB * normals(area.seed, _OWN_POLARISATION, numbers, p)
    own += _ROWS_DB * normals(area.seed, _ROWS, numbers, PASSES.index(direction))
    own += _LEAF_OFF_DB[p] * (index == k.BROADLEAF) * (1 - green)
    power = power * linear(own)
    # what one standard deviation of growth, 0.13 of the cover at most, changes through the canopy
    more = 0.13 * plants * (1 - 0.6 * plants) * 2 * _CANOPY[index, 2 + p] * through * (canopy - ground)
    vigour = np.where(index == k.WATER, 0.0, more / np.maximum(canopy * (1 - through) + ground * through, 1e-9))
    texture = _TEXTURE_DB[index] * np.log(10) / 10
    return Echo(power.astype(np.float32), vigour.astype(np.float32), texture.astype(np.float32))


def angle_factor(angle: Float64Array, local: Float64Array) -> Float64Array:
    """Return what sigma nought is multiplied with away from REFERENCE_ANGLE.

    Args:
        angle: incidence on the ellipsoid, degrees.
        local: incidence on the slope, degrees, of one shape with it.

    The scattering falls with the square of the cosine, and the area that a cell of the image covers grows with the
    inverse of the sine (Ulaby and Long 2014, Microwave Radar and Radiometric Remote Sensing, chapter 5).
    """
    cosine = np.cos(np.radians(local)) / np.cos(np.radians(REFERENCE_ANGLE))
    return np.asarray(cosine**2 * np.sin(np.radians(angle)) / np.sin(np.radians(local)))


def linear(decibel: Float64Array | float) -> Float64Array:
    """Return power of decibels."""
    return np.asarray(10.0 ** (np.asarray(decibel) / 10.0))


def _ground(area: Area, numbers: IntArray, index: IntArray, weather: Weather, p: int) -> Float64Array:
    """Return the power of soil, walls or water below the plants, shape (object,)."""
    row = _GROUND[index]
    drained = uniforms(area.seed, _OWN, numbers, 1)
    wet = np.clip(weather.wetness + 0.25 * (drained - 0.5), 0, 1)
    decibel = row[:, p] + row[:, 2 + p] * wet + row[:, 4] * normals(area.seed, _OWN, numbers, 2)
    return linear(decibel + _WIND_DB[p] * weather.wind**2 * (index == k.WATER))
