"""What a function of the user's own sees of a block. Arrays in, arrays out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from landweave.engine.types import SERIES_NODATA, AnyArray, BoolArray, Float32Array, Int16Array


@dataclass(frozen=True, eq=False)
class SensorArrays:
    """The acquisitions of one sensor.

    Args:
        bands: names.
        raw: as acquired, shape (date, band, row, column).
        valid: True where clear, shape (date, row, column).
        days: of the acquisitions, as proleptic ordinals, ascending.
        filled: on the target dates, shape (target, source, row, column).
        sources: names of the bands and indices of `filled`.
        target_days: as `days`.
        scale: what the numbers are stored times (10000 of `reflectance x 10000`).
        scales: of the sources for which it is another one.
    """

    bands: tuple[str, ...]
    raw: Int16Array
    valid: BoolArray
    days: Sequence[int]
    filled: Int16Array
    sources: tuple[str, ...]
    target_days: Sequence[int]
    scale: float = 10000.0
    scales: Mapping[str, float] = field(default_factory=dict)


class FeatureData:
    """A block of pixels: all sensors, layers without a date, and pixels around as many as a function asks for.

    Arrays are new ones that a function may change. Values are reflectance (0 to 1), dB, or the index as it is defined;
    NaN where nothing is known.

    Args:
        arrays: by sensor key.
        static: layers without a date by name, shape (row, column), NaN where unknown.
        halo: pixels around the block on each side, which all arrays have.
    """

    def __init__(self, arrays: Mapping[str, SensorArrays], static: Mapping[str, AnyArray], halo: int) -> None:
        shapes = {a.valid.shape[1:] for a in arrays.values()} | {layer.shape for layer in static.values()}
        if len(shapes) != 1:
            raise ValueError(f"the arrays of a block must have one shape, not {sorted(shapes)}")
        self._arrays, self._static = dict(arrays), dict(static)
        self.halo = halo
        rows, columns = shapes.pop()
        self.shape: tuple[int, int] = (int(rows), int(columns))

    @property
    def sensors(self) -> tuple[str, ...]:
        """Keys of the sensors (`S2`)."""
        return tuple(self._arrays)

    @property
    def layers(self) -> tuple[str, ...]:
        """Names of the layers without a date."""
        return tuple(self._static)

    @property
    def is_known(self) -> bool:
        """Whether every sensor has a value on each target date in some pixel."""
        return all(
            a.filled.size > 0 and bool((a.filled != SERIES_NODATA).any(axis=(2, 3)).all())
            for a in self._arrays.values()
        )

    def bands(self, sensor: str) -> tuple[str, ...]:
        """Return the names that `raw` takes."""
        return self._of(sensor).bands

    def sources(self, sensor: str) -> tuple[str, ...]:
        """Return the names that `filled` takes: bands and indices."""
        return self._of(sensor).sources

    def dates(self, sensor: str) -> list[date]:
        """Return the days of the acquisitions: the first axis of `raw` and `valid`."""
        return [date.fromordinal(int(day)) for day in self._of(sensor).days]

    def target_dates(self, sensor: str) -> list[date]:
        """Return the days of the filled series: the first axis of `filled`."""
        return [date.fromordinal(int(day)) for day in self._of(sensor).target_days]

    def filled(self, sensor: str, name: str) -> Float32Array:
        """Return a band or index on the target dates, shape (date, row, column)."""
        arrays = self._of(sensor)
        place = _place(arrays.sources, name, f"filled band or index of {sensor}")
        return _real(arrays.filled[:, place], arrays.scales.get(name, arrays.scale))

    def raw(self, sensor: str, name: str, masked: bool = True) -> Float32Array:
        """Return a band as acquired, shape (date, row, column); NaN where it is not clear, unless told otherwise."""
        arrays = self._of(sensor)
        place = _place(arrays.bands, name, f"band of {sensor}")
        values = _real(arrays.raw[:, place], arrays.scales.get(name, arrays.scale))
        if masked:
            values[~arrays.valid] = np.nan
        return values

    def valid(self, sensor: str) -> BoolArray:
        """Return where a pixel is clear, shape (date, row, column)."""
        return self._of(sensor).valid.copy()

    def static(self, name: str) -> Float32Array:
        """Return a layer without a date, shape (row, column)."""
        if name not in self._static:
            raise KeyError(f"there is no layer '{name}': there are {', '.join(self._static) or 'none'}")
        return np.array(self._static[name], np.float32)

    def without_edge(self, pixels: int) -> FeatureData:
        """Return the block without some pixels on each side; as many around it count as halo as before."""
        return self._cut(pixels, self.halo)

    def with_halo(self, halo: int) -> FeatureData:
        """Return the block with a smaller halo."""
        return self._cut(self.halo - halo, halo)

    def _cut(self, pixels: int, halo: int) -> FeatureData:
        if not pixels:
            return self
        inner = (..., slice(pixels, -pixels), slice(pixels, -pixels))
        arrays = {
            sensor: replace(a, raw=a.raw[inner], valid=a.valid[inner], filled=a.filled[inner])
            for sensor, a in self._arrays.items()
        }
        return FeatureData(arrays, {name: layer[inner] for name, layer in self._static.items()}, halo)

    def _of(self, sensor: str) -> SensorArrays:
        if sensor not in self._arrays:
            raise KeyError(f"there is no sensor '{sensor}': there are {', '.join(self._arrays) or 'none'}")
        return self._arrays[sensor]


def _place(names: Sequence[str], name: str, what: str) -> int:
    if name not in names:
        raise KeyError(f"there is no {what} '{name}': there are {', '.join(names)}")
    return names.index(name)


def _real(stored: Int16Array, scale: float) -> Float32Array:
    values = stored.astype(np.float32) / np.float32(scale)
    values[stored == SERIES_NODATA] = np.nan
    return values
