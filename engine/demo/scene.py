"""The picture that one acquisition takes of a block of rows: mixed edges, air, clouds and noise included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from landweave.engine.demo import classes as k
from landweave.engine.demo.area import FIRST_YEAR, MARGIN, Area
from landweave.engine.demo.calendar import Acquisition, Pass
from landweave.engine.demo.clouds import CLOUD_SPECTRUM, HAZE_SPECTRUM, Sky, swath_edge
from landweave.engine.demo.noise import smooth_grid
from landweave.engine.demo.objects import Objects
from landweave.engine.demo.phenology import Looks, Traits
from landweave.engine.types import AnyArray, BoolArray, Float32Array, Int16Array, UInt8Array

Draw = Callable[[np.random.Generator, tuple[int, int, int]], Float32Array]
PRODUCT_NODATA = -10000
_SATURATED = 1.02
_BLUR = 0.11
"""Share of a pixel's light that comes from each neighbour in a row, and in a column."""
_NOISE = np.array([0.0045, 0.0045, 0.005, 0.006, 0.008, 0.009, 0.010, 0.010, 0.008, 0.007])
_NOISE_ROWS = 64
_GROWTH, _WHITE = 71, 3
_GROWTH_WAVELENGTH_PX = 7.0


@dataclass(frozen=True)
class Scene:
    """A block of one acquisition.

    Args:
        bands: reflectance x 10000 by band name, 20 m bands at half the rows and columns.
        clouds: cloud mask at 10 m.
        saturated: one bit a 10 m band (R1) or 20 m band (R2), by group, at 10 m.
        edge: True where nothing was seen, at 10 m.
    """

    bands: dict[str, Int16Array]
    clouds: UInt8Array
    saturated: dict[str, UInt8Array]
    edge: BoolArray


def take_scene(area: Area, objects: Objects, acquisition: Acquisition, sky: Sky, block: tuple[int, int]) -> Scene:
    """Take the picture of the rows from block[0] to block[1] (both even)."""
    traits, _ = objects.block(block)
    looks, gain = looks_of(area, traits, acquisition)
    ground = Ground.of(area, objects, block)
    layers, edge = sky.layers(*block), swath_edge(area, acquisition, *block)
    noise = white_noise(area, (_WHITE, acquisition.number), block, len(k.BANDS), 0)
    bands: dict[str, Int16Array] = {}
    saturated = {group: np.zeros(edge.shape, np.uint8) for group in ("R1", "R2")}
    counts = {"R1": 0, "R2": 0}
    for b, name in enumerate(k.BANDS):
        seen = blurred(ground.reflectance(looks, b)) * np.float32(gain[b])
        seen *= 1 - layers.shadow
        seen += layers.haze * (np.float32(HAZE_SPECTRUM[b]) - 0.4 * seen)
        seen += layers.cloud * (np.float32(CLOUD_SPECTRUM[b]) * layers.bright - seen)
        group = "R1" if name in k.BANDS_10M else "R2"
        saturated[group] += np.uint8(1 << counts[group]) * np.asarray((seen > _SATURATED) & ~edge, np.uint8)
        counts[group] += 1
        bands[name] = _stored(seen, noise[b] * np.float32(_NOISE[b]), edge, 1 if group == "R1" else 2)
    return Scene(bands, np.where(edge, 0, layers.mask()).astype(np.uint8), saturated, edge)


@dataclass(frozen=True)
class Ground:
    """What lies below any sensor, over a block of rows and MARGIN pixels more on each side, all of shape (row, col).

    Args:
        place: of each pixel's object among the block's.
        growth: how well plants do within their parcel; about unit variance.
        texture: what differs from pixel to pixel and stays for years; unit variance.
    """

    place: AnyArray
    growth: Float32Array
    texture: Float32Array

    @classmethod
    def of(cls, area: Area, objects: Objects, block: tuple[int, int]) -> Ground:
        """Return the ground of the rows from block[0] to block[1]."""
        texture = white_noise(replace(area, year=FIRST_YEAR), (_WHITE, 999), block, 1, MARGIN)[0]
        return cls(objects.block(block)[1], _growth(area, block), texture)

    def reflectance(self, looks: Looks, band: int) -> Float32Array:
        """Return the reflectance of each pixel in one of the demo's bands."""
        place = self.place
        ground = looks.base[:, band][place] + self.growth * looks.vigour[:, band][place]
        return np.asarray(ground + self.texture * looks.texture[:, band][place], np.float32)


def white_noise(area: Area, key: tuple[int, int], block: tuple[int, int], layers: int, margin: int) -> Float32Array:
    """Return unit noise, shape (layer, row, col); see `striped`."""
    rows = (block[0] - margin, block[1] + margin)
    return striped(area, key, rows, (layers, area.columns + 2 * margin), lambda rng, shape: (
        rng.standard_normal(shape, np.float32)))


def striped(area: Area, key: tuple[int, int], rows: tuple[int, int], shape: tuple[int, int],
            draw: Draw) -> Float32Array:
    """Return random numbers drawn by stripes of rows, so that blocks of any size agree.

    Args:
        area: whose seed counts, another one in each year.
        key: keeps fields apart.
        rows: first row, from -64, and end.
        shape: layers and columns.
        draw: draws an array of a shape.

    Returns:
        Shape (layer, row, col).
    """
    parts = []
    for stripe in range(rows[0] // _NOISE_ROWS, (rows[1] - 1) // _NOISE_ROWS + 1):
        rng = np.random.default_rng(np.random.SeedSequence([area.weather_seed, *key, stripe + 1]))
        drawn = draw(rng, (shape[0], _NOISE_ROWS, shape[1]))
        start = stripe * _NOISE_ROWS
        parts.append(drawn[:, max(rows[0] - start, 0) : rows[1] - start])
    return np.concatenate(parts, axis=1)


def looks_of(area: Area, traits: Traits, acquisition: Pass) -> tuple[Looks, Float32Array]:
    """Return the objects' looks on the day, and the error that the correction of the air leaves in each band."""
    rng = np.random.default_rng(np.random.SeedSequence([area.weather_seed, 4, acquisition.number]))
    gain = np.exp(0.02 * rng.standard_normal() + 0.015 * rng.standard_normal(len(k.BANDS))).astype(np.float32)
    return traits.looks(acquisition.day, float(rng.random())), gain


def _growth(area: Area, block: tuple[int, int]) -> Float32Array:
    """Return how well plants do from place to place within their parcel; about unit variance."""
    y = np.arange(block[0] - MARGIN, block[1] + MARGIN) + 0.5
    x = np.arange(-MARGIN, area.columns + MARGIN) + 0.5
    return smooth_grid(area.seed, _GROWTH, y, x, _GROWTH_WAVELENGTH_PX)


def blurred(ground: Float32Array) -> Float32Array:
    """Mix each pixel with its neighbours, and drop the margin."""
    rows, columns = ground.shape
    lines = np.float32(1 - 2 * _BLUR) * ground[MARGIN : rows - MARGIN]
    lines += np.float32(_BLUR) * (ground[MARGIN - 1 : rows - MARGIN - 1] + ground[MARGIN + 1 : rows - MARGIN + 1])
    out = np.float32(1 - 2 * _BLUR) * lines[:, MARGIN : columns - MARGIN]
    out += np.float32(_BLUR) * (
        lines[:, MARGIN - 1 : columns - MARGIN - 1] + lines[:, MARGIN + 1 : columns - MARGIN + 1]
    )
    return out


def _stored(seen: Float32Array, noise: Float32Array, edge: BoolArray, factor: int) -> Int16Array:
    """Return the band as the product stores it: averaged to its resolution, noisy, scaled, with no-data."""
    if factor > 1:
        seen, noise, edge = coarse(seen), noise[::factor, ::factor], edge[::factor, ::factor]
    values = np.clip(np.rint((seen + noise) * np.float32(10000)), 1, 16000)
    return np.where(edge, PRODUCT_NODATA, values).astype(np.int16)


def coarse(fine: Float32Array) -> Float32Array:
    """Return the mean of 2 x 2 pixels."""
    rows, columns = fine.shape
    return np.asarray(fine.reshape(rows // 2, 2, columns // 2, 2).mean(axis=(1, 3)), np.float32)
