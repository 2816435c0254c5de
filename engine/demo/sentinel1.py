"""Sentinel-1 images of the demo as S1Tiling delivers them: sigma nought on the Sentinel-2 tiles, and border masks.

Source: S1Tiling, https://s1-tiling.pages.orfeo-toolbox.org/s1tiling/latest/files.html (names; linear values, float32,
0 where nothing is known).
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from landweave.engine.demo import classes as k
from landweave.engine.demo.area import FIRST_YEAR, MARGIN, PIXEL_M, TILES, Area
from landweave.engine.demo.calendar import Pass
from landweave.engine.demo.noise import smooth_grid
from landweave.engine.demo.objects import Objects
from landweave.engine.demo.phenology import Traits
from landweave.engine.demo.radar import PASSES, POLARISATIONS, Weather, angle_factor, echo
from landweave.engine.demo.scene import Ground, blurred, striped
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterWriter
from landweave.engine.types import AnyArray, Float32Array, Float64Array

LOOKS = 5.0
"""Equivalent number of looks of a pixel; a ground range product of the interferometric wide swath has 4.4 and more."""
NODATA = 0.0
_FIRST_NUMBER = 1000
_FIRST_DAYS, _ORBITS, _CLOCKS = (5, 3), ("030", "110"), ("175500.000", "060100.000")
_SATELLITES = ("s1a", "s1b")
_REPEAT_DAYS = 12
_ANGLES = (37.0, 41.5)
_DEGREES_PER_KM = 0.06
_SLOPE_DEGREES, _SLOPE_WAVELENGTH_PX = 2.5, 60.0
_SLOPE, _SPECKLE, _DATE = 67, 6, 7
_CUT_EVERY, _CUT_PLACE = 5, 2
_CUT_SLOPE = 0.21
"""Rows a column: an image ends square to an orbit that crosses the parallel at 12 degrees from north."""
_NOISY_ROWS, _NOISY_SHARE = 3.0, 0.15


@dataclass(frozen=True)
class RadarPass(Pass):
    """One pass of Sentinel-1.

    Args:
        direction: `ASC` or `DES`.
    """

    direction: str

    @property
    def clock(self) -> str:
        """Time of the day, UTC."""
        return _CLOCKS[PASSES.index(self.direction)]

    @property
    def is_cut(self) -> bool:
        """Whether the image ends within the area."""
        return self.number % _CUT_EVERY == _CUT_PLACE

    def file_name(self, tile: str, polarisation: str, ending: str = "") -> str:
        """Return the name of a file, as S1Tiling gives it."""
        place = PASSES.index(self.direction)
        parts = (_SATELLITES[place], tile, polarisation, self.direction, _ORBITS[place])
        return f"{'_'.join(parts)}_{self.time:%Y%m%dt%H%M%S}{ending}.tif"


def radar_passes(year: int = FIRST_YEAR) -> tuple[RadarPass, ...]:
    """Return the passes of the year by day: each direction every twelve days."""
    days = [(day, name) for first, name in zip(_FIRST_DAYS, PASSES) for day in range(first, 366, _REPEAT_DAYS)]
    return tuple(RadarPass(_FIRST_NUMBER + n, day, year, name) for n, (day, name) in enumerate(sorted(days)))


def write_radar(area: Area, objects: Objects, radar_pass: RadarPass, folder: Path) -> None:
    """Write the images and border masks of one pass, `folder/<tile>/s1a_<tile>_vv_ASC_....tif`."""
    with ExitStack() as stack:
        files: dict[tuple[str, str], tuple[RasterWriter, RasterWriter]] = {}
        for tile in TILES:
            for polarisation in POLARISATIONS:
                grid, where = area.tile_grid(tile), folder / tile
                image = where / radar_pass.file_name(tile, polarisation)
                mask = where / radar_pass.file_name(tile, polarisation, "_BorderMask")
                files[tile, polarisation] = (
                    stack.enter_context(RasterWriter(image, grid, 1, "float32", NODATA, overviews=False)),
                    stack.enter_context(RasterWriter(mask, grid, overviews=False)),
                )
        for block in area.blocks():
            pictures, valid = take_radar(area, objects, radar_pass, block)
            for (tile, polarisation), (image_file, mask_file) in files.items():
                columns = slice(area.offset(tile), area.offset(tile) + area.size)
                window = Window(0, block[0], area.size, block[1] - block[0])
                image_file.write(window, _part(pictures[polarisation], columns))
                mask_file.write(window, _part(valid, columns))


def take_radar(area: Area, objects: Objects, radar_pass: RadarPass,
               block: tuple[int, int]) -> tuple[dict[str, Float32Array], AnyArray]:
    """Return sigma nought of the rows from block[0] to block[1] by polarisation, and 1 (uint8) where it is sound."""
    ground, (traits, _) = Ground.of(area, objects, block), objects.block(block)
    weather = _weather(area, radar_pass)
    slant = _slant(area, traits, ground, radar_pass, block)
    inside = _inside(area, radar_pass, block)
    shape = (len(POLARISATIONS), area.columns)
    speckle = striped(area, (_SPECKLE, radar_pass.number), block, shape, lambda rng, wanted: (
        rng.standard_gamma(LOOKS, wanted, np.float32)))
    pictures = {}
    for p, polarisation in enumerate(POLARISATIONS):
        seen = echo(area, traits, radar_pass.day, weather, p, radar_pass.direction)
        varied = ground.growth * seen.vigour[ground.place] + ground.texture * seen.texture[ground.place]
        power = blurred(seen.power[ground.place] * np.exp(varied)) * slant * speckle[p] / np.float32(LOOKS)
        power *= np.where(inside < _NOISY_ROWS, np.float32(_NOISY_SHARE), np.float32(1))  # what a border leaves behind
        pictures[polarisation] = np.where(inside > 0, np.maximum(power, np.float32(1e-6)), NODATA).astype(np.float32)
    return pictures, (inside >= _NOISY_ROWS).astype(np.uint8)


def _weather(area: Area, radar_pass: RadarPass) -> Weather:
    """Draw the wetness of the soil, drier in summer, and the wind."""
    rng = np.random.default_rng(np.random.SeedSequence([area.weather_seed, _DATE, radar_pass.number]))
    winter = 0.5 + 0.5 * np.cos(2 * np.pi * (radar_pass.day - 20) / 365)
    return Weather(float(rng.beta(1.6, 2.2) * (0.6 + 0.4 * winter)), float(rng.random()))


def _slant(area: Area, traits: Traits, ground: Ground, radar_pass: RadarPass, block: tuple[int, int]) -> Float32Array:
    """Return what the angles of incidence make of sigma nought; the satellite looks to the right of its way."""
    sign = 1.0 if radar_pass.direction == "ASC" else -1.0  # flying north it looks east, and sees west slopes steeply
    y, x = np.arange(*block) + 0.5, np.arange(area.columns) + 0.5
    east_km = (x - area.columns / 2) * PIXEL_M / 1000
    angle = _ANGLES[PASSES.index(radar_pass.direction)] + sign * _DEGREES_PER_KM * east_km[None, :]
    rise = _SLOPE_DEGREES * smooth_grid(area.seed, _SLOPE, y, x, _SLOPE_WAVELENGTH_PX)
    is_water = (traits.index == k.WATER)[ground.place[MARGIN:-MARGIN, MARGIN:-MARGIN]]
    local = np.clip(angle - sign * np.where(is_water, 0, rise), 15.0, 70.0)
    return angle_factor(np.broadcast_to(angle, local.shape), local).astype(np.float32)


def _inside(area: Area, radar_pass: RadarPass, block: tuple[int, int]) -> Float64Array:
    """Return how many rows within the image each pixel lies; 0 or less beyond its end."""
    y, x = np.arange(*block) + 0.5, np.arange(area.columns) + 0.5
    if not radar_pass.is_cut:
        return np.full((len(y), len(x)), 1e6)
    rng = np.random.default_rng(np.random.SeedSequence([area.weather_seed, _DATE, radar_pass.number, 1]))
    sign = -1.0 if radar_pass.direction == "ASC" else 1.0
    end = area.rows * rng.uniform(0.3, 0.7) + sign * _CUT_SLOPE * (x - area.columns / 2)
    beyond = y[:, None] - end[None, :]
    return np.asarray(beyond if rng.random() < 0.5 else -beyond)


def _part(values: AnyArray, columns: slice) -> AnyArray:
    return np.ascontiguousarray(values[:, columns])
