"""Clouds, their shadows, haze, and the imperfect masks that a processor makes of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from landweave.engine.demo.area import TILES, Area
from landweave.engine.demo.calendar import ORBITS, Acquisition, Pass
from landweave.engine.demo.noise import fractal_grid, smooth_grid, uniforms
from landweave.engine.types import BoolArray, Float32Array, Float64Array, UInt8Array

CLOUD_SPECTRUM = (0.62, 0.60, 0.62, 0.64, 0.66, 0.67, 0.68, 0.68, 0.46, 0.36)
HAZE_SPECTRUM = (0.17, 0.14, 0.12, 0.11, 0.10, 0.09, 0.09, 0.09, 0.05, 0.03)
ALL_BUT_THIN, CLOUD, SHADOW, SHADOW_FROM_OUTSIDE, SINGLE_DATE, SEVERAL_DATES, THIN, HIGH = (1 << b for b in range(8))
"""Bits of a cloud mask: clouds or shadows but the thinnest; clouds but the thinnest; shadows of clouds seen; shadows
of clouds outside the image; clouds by one date's thresholds; by several dates; thinnest clouds; high clouds."""
_FIELD, _HAZE, _MISS, _BRIGHT = 1000, 400, 600, 800
_COVER = 91
_GOLDEN = 0.6180339887498949
_SAMPLE = 160
_SWATH_SLOPE = 0.22
"""Columns a row by which an orbit's edge moves west: 98.6 degrees of inclination seen at 44 degrees north."""


@dataclass(frozen=True)
class Sky:
    """The sky of one acquisition.

    Args:
        wavelength_px: of the largest clouds.
        threshold: of the cloud field; lower is cloudier.
        shift: rows and columns from a cloud to its shadow.
        haze: mean opacity of haze.
    """

    area: Area
    acquisition: Pass
    wavelength_px: float
    threshold: float
    shift: tuple[float, float]
    haze: float

    @classmethod
    def of(cls, area: Area, acquisition: Pass) -> Sky:
        """Draw a sky: cloudier in winter, sometimes overcast, sometimes clear."""
        rng = np.random.default_rng(np.random.SeedSequence([area.weather_seed, 2, acquisition.number]))
        cover, height_m = _cover(area, acquisition), rng.uniform(300, 1100)
        wavelength = float(np.clip(0.28 * area.size, 40, 420))
        zenith, azimuth = (math.radians(angle) for angle in acquisition.sun_angles)
        length_px = height_m * math.tan(min(zenith, 1.2)) / 10
        shift = (length_px * math.cos(azimuth), -length_px * math.sin(azimuth))
        haze = float(rng.gamma(1.6, 0.012))
        sky = cls(area, acquisition, wavelength, 0.0, shift, haze)
        y, x = np.linspace(0, area.rows, _SAMPLE), np.linspace(0, area.columns, _SAMPLE)
        field = sky._field(y, x)
        threshold = float(np.quantile(field, 1 - cover)) if 0 < cover < 1 else (-9.0 if cover else 9.0)
        return cls(area, acquisition, wavelength, threshold, shift, haze)

    def layers(self, first_row: int, end_row: int) -> SkyLayers:
        """Return the sky over a block of rows of the area."""
        return self.over(np.arange(first_row, end_row) + 0.5, np.arange(self.area.columns) + 0.5)

    def over(self, y: Float64Array, x: Float64Array) -> SkyLayers:
        """Return the sky over a grid of places: coordinates of its rows and columns, in pixels of the area."""
        area, key = self.area, self.acquisition.number * 2000
        above = self._field(y, x) - np.float32(self.threshold)
        casting = self._field(y - self.shift[0], x - self.shift[1]) - np.float32(self.threshold)
        missed = smooth_grid(area.weather_seed, key + _MISS, y, x, 30.0) > 1.75
        haze = self.haze * (1 + 0.5 * smooth_grid(area.weather_seed, key + _HAZE, y, x, self.wavelength_px))
        bright = 1 + 0.18 * smooth_grid(area.weather_seed, key + _BRIGHT, y, x, 12.0)
        return SkyLayers(_opacity(above), 0.62 * _opacity(casting), np.clip(haze, 0, 0.3).astype(np.float32),
                         bright.astype(np.float32), above, casting, missed)

    def _field(self, y: Float64Array, x: Float64Array) -> Float32Array:
        key = self.acquisition.number * 2000
        return fractal_grid(self.area.weather_seed, key + _FIELD, y, x, self.wavelength_px, octaves=5)


@dataclass(frozen=True)
class SkyLayers:
    """The sky over a block, all of shape (row, col).

    Args:
        cloud, shadow, haze: opacities from 0 to 1.
        bright: brightness of the clouds, about 1.
        above, casting: height of the cloud field over its threshold, here and where the sun's ray comes from.
        missed: where the processor's eye fails.
    """

    cloud: Float32Array
    shadow: Float32Array
    haze: Float32Array
    bright: Float32Array
    above: Float32Array
    casting: Float32Array
    missed: BoolArray

    def mask(self) -> UInt8Array:
        """Return the cloud mask: grown beyond the visible edge, blind to some thin clouds and shadows."""
        thin_and_missed = self.missed & (self.cloud < 0.5)
        cloud = (self.above > -0.10) & ~thin_and_missed
        shadow = (self.casting > -0.06) & ~(self.missed & (self.shadow < 0.4)) & ~cloud
        out = np.where(cloud, CLOUD | ALL_BUT_THIN, 0) | np.where(shadow, SHADOW | ALL_BUT_THIN, 0)
        out |= np.where(cloud & (self.cloud > 0.5), SINGLE_DATE, 0) | np.where(cloud, SEVERAL_DATES, 0)
        out |= np.where(cloud & (self.cloud < 0.12), THIN, 0)
        return np.asarray(out, np.uint8)


def swath_edge(area: Area, acquisition: Acquisition, first_row: int, end_row: int) -> BoolArray:
    """Return where an acquisition saw nothing: the first orbit ends within the second tile, shape (row, col)."""
    if acquisition.orbit != ORBITS[0]:
        return np.zeros((end_row - first_row, area.columns), bool)
    y, x = np.arange(first_row, end_row) + 0.5, np.arange(area.columns) + 0.5
    edge = area.offset(TILES[1]) + 0.86 * area.size - _SWATH_SLOPE * y
    return np.asarray(x[None, :] > edge[:, None])


def _cover(area: Area, acquisition: Pass) -> float:
    """Return the share of the sky that is cloudy.

    The draws follow each other by the golden ratio, which spreads them evenly over any part of the year: no seed has
    a summer without a clear day, so every seed is about as hard.
    """
    season = 0.5 + 0.5 * math.cos(2 * math.pi * (acquisition.day - 10) / 365)
    first = float(uniforms(area.weather_seed, _COVER)[0])
    chance = (first + acquisition.number * _GOLDEN) % 1.0
    if area.cloudiness is not None:
        return _wanted_cover(chance, area.cloudiness)
    if chance < 0.24 * season:
        return 1.0
    return (0.75 + 0.25 * season) * float(max(0.0, (0.78 - chance) / 0.78) ** 1.6)


def _wanted_cover(chance: float, cloudiness: float) -> float:
    """Return a share of the sky: four fifths to all of it for the wanted share of the draws, less than half else."""
    if chance < cloudiness:
        return min(1.0, 1.25 - 0.45 * chance / cloudiness)
    return float(0.46 * (1 - (chance - cloudiness) / (1 - cloudiness)) ** 1.6)


def _opacity(above: Float32Array) -> Float32Array:
    return np.asarray(1 - np.exp(-2.6 * np.clip(above, 0, None)), np.float32)
