"""QGIS styles of rasters of features: true colours where there are any, else a ramp with the unit in the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from landweave.engine.raster.dates import Calendar, calendars, write_dates
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.style import Period, write_multiband_style, write_ramp_style
from landweave.engine.series.plan import Feature, SeriesPlan

_COLOURS = ((("red", "green", "blue"), (0, 2500)), (("nir", "red", "green"), (0, 5000)))
"""Roles of the bands that make an image, and reflectance x 10000 shown darkest and brightest."""
_USUAL = {"index": (-2000, 9000, "index"), "reflectance": (0, 4000, "brightness"), "dB": (-2500, 0, "brightness")}
"""Ends of ramps that make dates and areas comparable, and the colours, by the first word of a unit."""
_SPREADS = ("std", "range", "iqr", "slope", "integral", "amplitude")
_MIDDLE = ("", "p50", "mean", "peak")
"""What is shown of a band or index that has many statistics."""
_SIDE = 400
"""Pixels along the side of what the ends of other ramps are taken from."""

Bands = Mapping[int, Feature]


@dataclass(frozen=True)
class _Colours:
    """Three bands, by number, and their stretch."""

    bands: tuple[int, int, int]
    stretch: tuple[int, int]


def write_series_style(path: str, plan: SeriesPlan, features: Sequence[Feature], most_clear: int = 0) -> None:
    """Write the style beside a raster, and small rasters of its single dates.

    Args:
        path: of the raster.
        plan: it tells which band of a sensor is red.
        features: what the bands of the raster are.
        most_clear: of a count of clear acquisitions: the upper end of its colours; 0: it is no count.
    """
    if most_clear:
        write_ramp_style(path, 0, most_clear, "count", ends=("0", f"{most_clear} clear acquisitions"))
        return
    known = calendars(features)
    whole = (min(c.first for c in known), max(c.last for c in known)) if known else None
    _style(plan, path, Path(path), _shown(plan, features, known), whole)
    write_dates(path, features, known, partial(_style, plan, path))


def _shown(plan: SeriesPlan, features: Sequence[Feature], known: Sequence[Calendar]) -> Bands:
    """Return the bands among which the style chooses: those of a date in the middle of the year, else all."""
    for calendar in sorted(known, key=lambda c: -len(c.dates[0].bands)):
        middle = {n: features[n - 1] for n in calendar.dates[len(calendar.dates) // 2].bands}
        if _colours(plan, middle):
            return middle
    return dict(enumerate(features, 1))


def _style(plan: SeriesPlan, data: str, raster: Path, bands: Bands, period: Period | None) -> None:
    """Write the style of a raster, which is `data` or has just the bands named.

    Args:
        plan: as in `write_series_style`.
        data: where the values are.
        raster: the style is of this.
        bands: what may be shown, by number in `data`.
        period: of the raster.
    """
    places = {n: n if str(raster) == data else place for place, n in enumerate(bands, 1)}
    colours = _colours(plan, bands)
    if colours:
        red, green, blue = (places[n] for n in colours.bands)
        write_multiband_style(raster, (red, green, blue), *colours.stretch, period=period)
        return
    number = _one_band(plan, bands)
    low, high, kind = _range(bands[number], data, number)
    write_ramp_style(raster, low, high, kind, places[number], _ends(bands[number], low, high), period)


def _colours(plan: SeriesPlan, bands: Bands) -> _Colours | None:
    """Return red, green and blue of one sensor and one kind (a date, medians), or what stands for them."""
    reflectance = {(f.sensor, f.source): n for n, f in reversed([*bands.items()]) if f.unit.startswith("reflectance")}
    for roles, stretch in _COLOURS:
        for sensor in sorted(plan.sensors, key=lambda s: -len(s.bands)):
            by_role = dict(sensor.roles)
            for kind in _kinds(sensor.sensor, by_role.get("red", ""), reflectance):
                found = [reflectance.get((sensor.sensor, f"{by_role.get(role)}{kind}")) for role in roles]
                if found[0] and found[1] and found[2]:
                    return _Colours((found[0], found[1], found[2]), stretch)
    return None


def _kinds(sensor: str, red: str, known: Mapping[tuple[str, str], int]) -> list[str]:
    """Return what follows the red band's name (nothing, `_p50`, `_median`), the middle of statistics first."""
    kinds = [source[len(red):] for own, source in known if own == sensor and source.startswith(red) and red]
    kinds = [k for k in kinds if not k or (k[0] == "_" and k[1:] not in _SPREADS)]
    return sorted(kinds, key=lambda k: _MIDDLE.index(k[1:]) if k[1:] in _MIDDLE else len(_MIDDLE))


def _one_band(plan: SeriesPlan, bands: Bands) -> int:
    """Return the band to show: NDVI, else any index, else the first; its median, or the like, where there is one.

    Of several sensors it is the one of most bands.
    """
    sizes = {sensor.sensor: len(sensor.bands) for sensor in plan.sensors}

    def rank(number: int) -> tuple[bool, bool, int, int]:
        name, _, kind = bands[number].source.partition("_")
        is_index = bands[number].unit.startswith("index")
        middle = _MIDDLE.index(kind) if kind in _MIDDLE else len(_MIDDLE)
        return name != "NDVI", not is_index, middle, -sizes.get(bands[number].sensor, 0)

    return min(bands, key=rank)


def _range(feature: Feature, data: str, number: int) -> tuple[float, float, str]:
    """Return the ends of a ramp and its colours."""
    usual = _USUAL.get(feature.unit.split(" ")[0])
    if usual and "per year" not in feature.unit and feature.source.rpartition("_")[2] not in _SPREADS:
        return usual
    reader = RasterReader()
    nodata = reader.info(data).nodata
    values = reader.overview(data, number, _SIDE)
    reader.close()
    values = values[np.isfinite(values) & (values != nodata)]
    low, high = (float(v) for v in np.percentile(values, (2, 98))) if values.size else (0.0, 1.0)
    return low, high if high > low else low + 1, "count"


def _ends(feature: Feature, low: float, high: float) -> tuple[str, str]:
    """Return what stands at the ends of the legend, in units that people read."""
    for scale in (10000, 100):
        quantity, times, rest = feature.unit.partition(f" x {scale}")
        if times and not rest.startswith("0") and not quantity.startswith("("):
            name = "" if quantity == "index" and not rest else f" ({quantity}{rest})"
            return f"{low / scale:g}", f"{high / scale:g} {feature.source}{name}"
    return f"{low:g}", f"{high:g} {feature.source} ({feature.unit})"
