"""QGIS styles of rasters of features: colours of the first date where there are any, else a ramp of the first band."""

from __future__ import annotations

from collections.abc import Sequence

from landweave.engine.raster.style import write_multiband_style, write_ramp_style
from landweave.engine.series.plan import Feature

_TRUE_COLOUR = (("B4", "B3", "B2"), ("red", "green", "blue"), ("B04", "B03", "B02"))
_REFLECTANCE = (0, 3000)
_INDEX = (-2000, 9000)


def write_series_style(path: str, features: Sequence[Feature], most_clear: int = 0) -> None:
    """Write the style beside a raster.

    Args:
        path: of the raster.
        features: what its bands are.
        most_clear: of a count of clear acquisitions: the upper end of its colours; 0: it is no count.
    """
    if most_clear:
        write_ramp_style(path, 0, most_clear, "count")
        return
    colours = _colour_bands(features)
    if colours:
        write_multiband_style(path, colours, *_REFLECTANCE)
    else:
        low, high = _INDEX if features[0].unit.startswith("index") else _REFLECTANCE
        write_ramp_style(path, low, high, "confidence" if features[0].unit.startswith("index") else "count")


def _colour_bands(features: Sequence[Feature]) -> tuple[int, int, int] | None:
    """Return the band numbers of red, green and blue of the first date that has them."""
    for names in _TRUE_COLOUR:
        found = []
        for name in names:
            first = next((n for n, f in enumerate(features, 1) if f.source.split("_")[0] == name), 0)
            found.append(first)
        if all(found):
            return found[0], found[1], found[2]
    return None
