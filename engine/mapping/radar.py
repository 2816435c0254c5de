"""Backscatter in decibels and as power: sums and means are of power."""

from __future__ import annotations

import numpy as np

from landweave.engine.sensors.product import BandSource
from landweave.engine.types import AnyArray, Float32Array, Int16Array

LINEAR_SCALE = 10000.0
"""Of backscatter that is kept as power (sigma nought x 10000)."""


def is_decibel(band: BandSource) -> bool:
    """Tell whether a band's values, as read, are decibels."""
    return band.function == "db" or band.unit.lower().startswith("db")


def to_power(values: Int16Array, band: BandSource) -> Float32Array:
    """Return values as power (sigma nought), whatever they are kept as."""
    kept = (values.astype(np.float32) - np.float32(band.offset)) / np.float32(band.scale or 1.0)
    return np.power(np.float32(10), kept / np.float32(10)) if is_decibel(band) else kept


def from_power(power: AnyArray, band: BandSource) -> AnyArray:
    """Return power as the values are kept, not rounded."""
    if is_decibel(band):
        power = 10 * np.log10(np.maximum(power, np.float32(1e-30)))
    return power * band.scale + band.offset
