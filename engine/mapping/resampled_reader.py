"""One acquisition, or one layer without date, brought from its own grid to the pixels of the tile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor

import numpy as np

from landweave.engine.mapping.places import Places
from landweave.engine.mapping.product_reader import (
    coarse_window,
    inside,
    read_clear,
    read_product,
    read_values,
)
from landweave.engine.mapping.radar import from_power, is_decibel, to_power
from landweave.engine.mapping.sampling import Spots, average, sample
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.product import BandSource, MaskSource, Product, StaticLayer
from landweave.engine.types import SERIES_NODATA, BoolArray, Float32Array, Int16Array

AVERAGED_FROM = 1.5
"""Pixels of a sensor along the side of one of the map from which on they are averaged."""

_HALO = 2
SOURCE_PIXELS = 1 << 21
"""Pixels of a sensor read at once: the map's may be many times as large."""


def read_resampled(
    product: Product, places: Places, method: str, reader: RasterReader, out: Int16Array
) -> BoolArray:
    """Read an acquisition at the pixels of a window of another grid.

    Args:
        product: what to read; its `shift` moves its pixels.
        places: the window.
        method: `nearest`, `bilinear`, `cubic` or `average`. Sensors of finer pixels than the map's are averaged
            whatever the method, but `nearest`.
        reader: of the calling thread.
        out: written in place, shape (band, row, col); NODATA where not valid.

    Returns:
        Where it is valid, shape (row, col). Masks are taken at the pixel's centre; in averages only clear pixels
        count, and they must be half of the pixel at least.

    Raises:
        UserError: naming the file that is damaged or gone.
    """
    moved = _moved(product)
    read = _read_averaged if _is_averaged(moved.grid, places, method) else _read_sampled
    clear = np.zeros(out.shape[1:], np.bool_)
    for part, spots in _parts(moved.grid, places):
        clear[part] = read(moved, places, spots, method, reader, out[:, part])
    np.copyto(out, np.int16(SERIES_NODATA), where=~clear)
    return clear


def read_static(layers: Sequence[StaticLayer], places: Places, reader: RasterReader) -> Float32Array:
    """Return layers without date at the pixels of a window, shape (layer, pixel), NaN where unknown.

    Layers of classes are taken as they are at the pixel's centre; others are interpolated, or averaged where they
    are finer than the map.
    """
    found = np.full((len(layers), places.window.pixels), np.nan, np.float32)
    for row, layer in zip(found, layers):
        method = "nearest" if layer.categorical else "bilinear"
        image = row.reshape(places.window.rows, places.window.columns)
        for part, spots in _parts(layer.grid, places):
            image[part] = _read_layer(layer, places, spots, method, reader)
    return found


def _moved(product: Product) -> Product:
    grid, (x, y) = product.grid, product.shift
    return replace(product, grid=replace(grid, x_min=grid.x_min + x, y_max=grid.y_max + y))


def _is_averaged(grid: Grid, places: Places, method: str) -> bool:
    width, height = places.size(grid)
    return method == "average" or (method != "nearest" and (width * height) ** 0.5 > AVERAGED_FROM)


def _parts(grid: Grid, places: Places) -> list[tuple[slice, Spots]]:
    """Cut the window into strips that touch a bounded number of the other grid's pixels."""
    spots = places.spots(grid)
    width, height = places.size(grid)
    step = max(int(SOURCE_PIXELS // (max(width * height, 1) * places.window.columns)), 1)
    parts = [slice(top, top + step) for top in range(0, places.window.rows, step)]
    return [(part, Spots(spots.columns[part], spots.rows[part])) for part in parts]


def _touched(grid: Grid, spots: Spots, around: tuple[float, float]) -> Window:
    """Return the part of a grid that boxes around places touch; empty where they lie beside it."""
    wide, high = around[0] / 2, around[1] / 2
    with np.errstate(invalid="ignore"):
        near = (spots.columns > -wide) & (spots.columns < grid.columns + wide)
        near &= (spots.rows > -high) & (spots.rows < grid.rows + high)
    if not near.any():
        return Window(0, 0, 0, 0)
    columns, rows = spots.columns[near], spots.rows[near]
    left, top = floor(columns.min() - wide), floor(rows.min() - high)
    right, bottom = ceil(columns.max() + wide) + 1, ceil(rows.max() + high) + 1
    return Window(left, top, right - left, bottom - top).intersection(grid.window)


def _read_sampled(
    product: Product, places: Places, spots: Spots, method: str, reader: RasterReader, out: Int16Array
) -> BoolArray:
    del places
    clear = np.zeros(spots.columns.shape, np.bool_)
    window = _touched(product.grid, spots, (1.0, 1.0))
    if not window.pixels:
        return clear
    columns, rows = spots.pixels()
    grid = product.grid
    clear[:] = (columns >= 0) & (columns < grid.columns) & (rows >= 0) & (rows < grid.rows)
    for mask in product.masks:
        if not clear.any():
            return clear
        clear &= _sampled_mask(mask, window, spots, reader)
    if not clear.any():
        return clear
    for factor in dict.fromkeys(b.factor for b in product.bands):
        numbers = [n for n, b in enumerate(product.bands) if b.factor == factor]
        coarse = coarse_window(window, factor)[0].padded(_HALO)
        read = [read_values(product.bands[n], coarse, grid, reader) for n in numbers]
        values, known = np.stack([v for v, _ in read]), np.stack([k for _, k in read])
        out[numbers], found = sample(values, known, (coarse.column, coarse.row), spots.scaled(factor), method)
        clear &= found.all(axis=0)
    return clear


def _sampled_mask(mask: MaskSource, window: Window, spots: Spots, reader: RasterReader) -> BoolArray:
    """Return where a mask calls the pixels clear that places lie in; places beyond the window are clear."""
    coarse = coarse_window(window, mask.factor)[0].padded(1)
    clear = read_clear(mask, coarse, reader)
    columns, rows = spots.scaled(mask.factor).pixels()
    column = np.clip(columns - coarse.column, 0, coarse.columns - 1)
    row = np.clip(rows - coarse.row, 0, coarse.rows - 1)
    found: BoolArray = clear[row, column]
    return found


def _read_averaged(
    product: Product, places: Places, spots: Spots, method: str, reader: RasterReader, out: Int16Array
) -> BoolArray:
    """Read the acquisition on its own pixels, those of coarser bands repeated, and average what is clear."""
    del method
    size = places.size(product.grid)
    window = _touched(product.grid, spots, size)
    if not window.pixels:
        return np.zeros(spots.columns.shape, np.bool_)
    own = np.empty((len(product.bands), window.rows, window.columns), np.int16)
    clear = read_product(product, window, "nearest", reader, own)
    if not clear.any():
        return np.zeros(spots.columns.shape, np.bool_)
    means, found = average(_linear(own, product.bands), clear, (window.column, window.row), spots, size)
    for layer, mean, band in zip(out, means, product.bands):
        back = from_power(mean, band) if is_decibel(band) else mean
        layer[:] = np.clip(np.floor(np.where(found, back, 0) + 0.5), -32767, 32767)
    return found


def _linear(values: Int16Array, bands: Sequence[BandSource]) -> Int16Array | Float32Array:
    """Return values, (band, row, col), whose means mean something: the power where they are decibels."""
    if not any(is_decibel(b) for b in bands):
        return values
    linear = values.astype(np.float32)
    for layer, own, band in zip(linear, values, bands):
        layer[:] = to_power(own, band) if is_decibel(band) else own
    return linear


def _read_layer(
    layer: StaticLayer, places: Places, spots: Spots, method: str, reader: RasterReader
) -> Float32Array:
    averaged = _is_averaged(layer.grid, places, method)
    size = places.size(layer.grid) if averaged else (1.0, 1.0)
    window = _touched(layer.grid, spots, size)
    if not window.pixels:
        return np.full(spots.columns.shape, np.nan, np.float32)
    window = window.padded(_HALO)
    raw = reader.read(layer.path, layer.layer, window, 0 if layer.nodata is None else layer.nodata)
    known = np.isfinite(raw) & inside(layer.grid, window)
    if layer.nodata is not None:
        known &= raw != raw.dtype.type(layer.nodata) if raw.dtype.kind == "f" else raw != layer.nodata
    values = (np.where(known, raw, 0) * layer.scale + layer.offset).astype(np.float32)[None]
    corner = (window.column, window.row)
    if averaged:
        means, clear = average(values, known, corner, spots, size)
    else:
        means, found = sample(values, known[None], corner, spots, method)
        clear = found[0]
    return np.where(clear, means[0], np.float32(np.nan))
