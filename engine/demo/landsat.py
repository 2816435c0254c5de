"""The picture that Landsat 8 or 9 takes of the demo: 30 m, its own grid and clouds, a scene wider than the area."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from landweave.engine.demo import classes as k
from landweave.engine.demo.area import MARGIN, PIXEL_M, Area
from landweave.engine.demo.calendar import Pass
from landweave.engine.demo.clouds import CLOUD_SPECTRUM, HAZE_SPECTRUM, Sky, SkyLayers
from landweave.engine.demo.objects import Objects
from landweave.engine.demo.scene import Ground, blurred, looks_of, striped
from landweave.engine.raster.grid import Grid
from landweave.engine.types import AnyArray, BoolArray, Float32Array, Float64Array, IntArray

SIDE_M = 30.0
CORNER_M = 15.0
"""The centres of the pixels, not their corners, lie on multiples of 30 m."""
BANDS = ("B1", "B2", "B3", "B4", "B5", "B6", "B7")
FILL, SCALE, OFFSET = 0, 0.0000275, -0.2
CLEAR, WATER, DILATED, CLOUD, SHADOW, FILL_QA = 21824, 21952, 21826, 22280, 23888, 1
"""Values of QA_PIXEL: its bits with the confidences that go with them (LSDS-1619, table 6-3)."""
_ALIKE = {
    "B2": ("B2", 0.9778, -0.0040), "B3": ("B3", 1.0053, -0.0009), "B4": ("B4", 0.9765, 0.0009),
    "B5": ("B8A", 0.9983, -0.0001), "B6": ("B11", 0.9987, -0.0011), "B7": ("B12", 1.0030, -0.0012),
}
"""Sentinel-2's band, slope and offset that give Landsat 8's: Claverie et al. 2018, doi 10.1016/j.rse.2018.09.002,
table 5, Sentinel-2A."""
_COASTAL = 0.4
"""Violet is as far below blue as blue is below green, in this proportion of the wavelengths between them."""
_NOISE = np.array([0.004, 0.003, 0.003, 0.003, 0.004, 0.004, 0.003])
_NOISE_KEY = 8
_SATURATED = 1.02
_HEADING = math.radians(12.3)
_WIDER = 1.03
_RATIO = round(SIDE_M / PIXEL_M)


@dataclass(frozen=True)
class Frame:
    """Where a scene lies around the area. The landscape beyond the area is the area's own, mirrored.

    Args:
        area: the demo's geometry; Landsat has the clouds of a usual year, whatever Sentinel-2's are.
    """

    area: Area

    @cached_property
    def inner(self) -> Grid:
        """Pixels that touch the area."""
        x_min, y_min, x_max, y_max = self.area.grid().extent
        left = math.floor((x_min - CORNER_M) / SIDE_M) * SIDE_M + CORNER_M
        top = math.ceil((y_max - CORNER_M) / SIDE_M) * SIDE_M + CORNER_M
        columns, rows = math.ceil((x_max - left) / SIDE_M), math.ceil((top - y_min) / SIDE_M)
        return Grid(self.area.crs, left, top, SIDE_M, SIDE_M, columns, rows)

    @cached_property
    def pads(self) -> tuple[int, int]:
        """Rows and columns of the scene before the first of `inner`, and after its last."""
        along, across = self._half_sides
        sine, cosine = math.sin(_HEADING), math.cos(_HEADING)
        rows = along * cosine + across * sine - self.inner.rows / 2
        columns = across * cosine + along * sine - self.inner.columns / 2
        return math.ceil(rows) + 1, math.ceil(columns) + 1

    @cached_property
    def grid(self) -> Grid:
        """Pixels of the scene."""
        (above, before), inner = self.pads, self.inner
        return Grid(inner.crs, inner.x_min - before * SIDE_M, inner.y_max + above * SIDE_M, SIDE_M, SIDE_M,
                    inner.columns + 2 * before, inner.rows + 2 * above)

    def seen(self, rows: tuple[int, int]) -> BoolArray:
        """Return where the scene has an image, shape (row, col): it lies obliquely along the orbit."""
        along, across = self._half_sides
        down = np.arange(*rows)[:, None] + 0.5 - self.grid.rows / 2
        right = np.arange(self.grid.columns)[None, :] + 0.5 - self.grid.columns / 2
        sine, cosine = math.sin(_HEADING), math.cos(_HEADING)
        is_along = np.abs(down * cosine - right * sine) <= along
        return np.asarray(is_along & (np.abs(right * cosine + down * sine) <= across))

    def places(self, rows: tuple[int, int]) -> tuple[Float64Array, Float64Array]:
        """Return the coordinates of the centres of rows and columns, in pixels of the area."""
        whole = self.area.grid()
        y = (whole.y_max - self.grid.y_max) / PIXEL_M + _RATIO * (np.arange(*rows) + 0.5)
        x = (self.grid.x_min - whole.x_min) / PIXEL_M + _RATIO * (np.arange(self.grid.columns) + 0.5)
        return y, x

    @property
    def _half_sides(self) -> tuple[float, float]:
        """Half the length and half the width of the image in pixels: it holds the area, corners included."""
        rows, columns = self.inner.rows / 2, self.inner.columns / 2
        sine, cosine = math.sin(_HEADING), math.cos(_HEADING)
        return _WIDER * (rows * cosine + columns * sine), _WIDER * (columns * cosine + rows * sine)


@dataclass(frozen=True)
class LandsatScene:
    """A block of rows of one scene, arrays of shape (row, col).

    Args:
        bands: scaled reflectance (uint16) by band.
        quality: QA_PIXEL.
        saturated: QA_RADSAT.
    """

    bands: dict[str, AnyArray]
    quality: AnyArray
    saturated: AnyArray


def sky_of(area: Area, passing: Pass) -> Sky:
    """Return the sky of a pass of Landsat, which has nothing to do with Sentinel-2's."""
    return Sky.of(replace(area, cloudiness=None), passing)


def take_landsat(frame: Frame, objects: Objects, passing: Pass, sky: Sky, rows: tuple[int, int]) -> LandsatScene:
    """Take the picture of the scene's rows from rows[0] to rows[1]."""
    area = frame.area
    ground, water, gain = _ground(frame, objects, passing, rows)
    layers, seen_at = sky.over(*frame.places(rows)), frame.seen(rows)
    noise = striped(area, (_NOISE_KEY, passing.number), rows, (len(BANDS), frame.grid.columns), lambda rng, shape: (
        rng.standard_normal(shape, np.float32)))
    bands, saturated = {}, np.zeros(seen_at.shape, np.uint16)
    for b, name in enumerate(BANDS):
        source = k.BANDS.index(_ALIKE[name][0]) if name in _ALIKE else 0
        seen = ground[name] * np.float32(gain[b]) * (1 - layers.shadow)
        seen += layers.haze * (np.float32(HAZE_SPECTRUM[source]) - 0.4 * seen)
        seen += layers.cloud * (np.float32(CLOUD_SPECTRUM[source]) * layers.bright - seen)
        saturated |= np.where(seen_at & (seen > _SATURATED), 1 << b, 0).astype(np.uint16)
        stored = np.rint((seen + noise[b] * np.float32(_NOISE[b]) - OFFSET) / SCALE)
        bands[name] = np.where(seen_at, np.clip(stored, 1, 65535), FILL).astype(np.uint16)
    quality = np.where(seen_at, _quality(layers, water), FILL_QA).astype(np.uint16)
    return LandsatScene(bands, quality, saturated)


def oli(bands: dict[str, Float32Array]) -> dict[str, Float32Array]:
    """Return the reflectance in Landsat 8's bands of that in Sentinel-2's."""
    out = {name: np.float32(slope) * bands[source] + np.float32(offset)
           for name, (source, slope, offset) in _ALIKE.items()}
    out["B1"] = np.maximum(out["B2"] + np.float32(_COASTAL) * (out["B2"] - out["B3"]), np.float32(0.004))
    return out


def _ground(frame: Frame, objects: Objects, passing: Pass,
            rows: tuple[int, int]) -> tuple[dict[str, Float32Array], BoolArray, AnyArray]:
    """Return the reflectance of the ground by band, where it is water, and the correction's error in each band."""
    inner_rows = _mirrored(np.arange(*rows) - frame.pads[0], frame.inner.rows)
    inner_columns = _mirrored(np.arange(frame.grid.columns) - frame.pads[1], frame.inner.columns)
    lowest, end = int(inner_rows.min()), int(inner_rows.max()) + 1
    whole, area = frame.area.grid(), frame.area
    top = (whole.y_max - frame.inner.y_max) / PIXEL_M
    left = (frame.inner.x_min - whole.x_min) / PIXEL_M
    first = max(0, math.floor(top + _RATIO * lowest))
    block = (first, min(area.rows, math.ceil(top + _RATIO * end)))
    ground, (traits, _) = Ground.of(area, objects, block), objects.block(block)
    looks, gain = looks_of(area, traits, passing)

    def coarse(fine: Float32Array) -> Float32Array:
        lines = area_mean(fine, top + _RATIO * lowest - first, end - lowest)
        cells = area_mean(np.ascontiguousarray(lines.T), left, frame.inner.columns).T
        return np.asarray(cells[inner_rows - lowest][:, inner_columns])

    sources = {source for source, _, _ in _ALIKE.values()}
    bands = {name: coarse(blurred(ground.reflectance(looks, k.BANDS.index(name)))) for name in sorted(sources)}
    is_water = (traits.index == k.WATER)[ground.place[MARGIN:-MARGIN, MARGIN:-MARGIN]]
    return oli(bands), coarse(is_water.astype(np.float32)) > 0.5, gain


def area_mean(fine: Float32Array, start: float, count: int) -> Float32Array:
    """Return the mean over cells of three rows, the first of which begins at a place between rows.

    Args:
        fine: shape (row, col).
        start: where the first cell begins, in rows; beyond the first and the last row these are repeated.
        count: cells wanted.

    Returns:
        Shape (count, col).
    """
    whole = math.floor(start)
    part = start - whole
    out = np.zeros((count, fine.shape[1]), np.float32)
    for step, weight in zip(range(_RATIO + 1), (1 - part, *[1.0] * (_RATIO - 1), part)):
        places = np.clip(whole + step + _RATIO * np.arange(count), 0, len(fine) - 1)
        out += np.float32(weight / _RATIO) * fine[places]
    return out


def _mirrored(index: IntArray, count: int) -> IntArray:
    """Return indices beyond 0 .. count - 1 mirrored into it."""
    folded = np.abs(index) % (2 * count - 2)
    return np.asarray(np.where(folded >= count, 2 * count - 2 - folded, folded))


def _quality(layers: SkyLayers, water: BoolArray) -> AnyArray:
    """Return QA_PIXEL: clouds with a rim around them, shadows, and what the processor fails to see."""
    thin = layers.missed & (layers.cloud < 0.5)
    cloud = (layers.above > -0.02) & ~thin
    rim = (layers.above > -0.20) & ~thin & ~cloud
    shadow = (layers.casting > -0.06) & ~(layers.missed & (layers.shadow < 0.4)) & ~cloud & ~rim
    out = np.where(water, WATER, CLEAR)
    for where, value in ((shadow, SHADOW), (rim, DILATED), (cloud, CLOUD)):
        out = np.where(where, value, out)
    return out
