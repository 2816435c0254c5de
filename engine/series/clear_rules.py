"""Which pixels count as clear, where the user wants other rules than a format's own."""

from __future__ import annotations

from collections.abc import Sequence

from landweave.engine.types import Json

SCL = {"no_data": 0, "saturated": 1, "dark": 2, "cloud_shadow": 3, "vegetation": 4, "bare": 5, "water": 6,
       "unclassified": 7, "cloud_medium": 8, "cloud_high": 9, "thin_cirrus": 10, "snow": 11}
"""Classes of the scene classification of Sen2Cor, by the names that the options may use beside the numbers."""

QA_PIXEL = {"fill": 0, "dilated_cloud": 1, "cirrus": 2, "cloud": 3, "cloud_shadow": 4, "snow": 5, "clear": 6,
            "water": 7}
"""Bits of QA_PIXEL of Landsat Collection 2 (USGS LSDS-1619)."""

FMASK = {"cirrus": 0, "cloud": 1, "adjacent": 2, "cloud_shadow": 3, "snow": 4, "water": 5}
"""Bits of Fmask of HLS 2.0 (user guide, table 9)."""

_NAMES = {"scl": SCL, "qa_pixel": QA_PIXEL, "fmask": FMASK}
_BITS = ("qa_pixel", "fmask")


def check_rules(value: Json) -> str:
    """Say what is wrong with the option `clear`, to end a sentence; empty when nothing is."""
    if not isinstance(value, dict):
        return 'must be like {"scl": [0, 1, 3, 8, 9, 10, 11]}'
    for meaning, entries in value.items():
        if meaning not in _NAMES:
            return f"'{meaning}' is not one of {', '.join(_NAMES)}"
        if not isinstance(entries, list) or not entries:
            return f"'{meaning}' must be a list of names or numbers"
        for entry in entries:
            is_number = isinstance(entry, int) and not isinstance(entry, bool)
            if entry not in _NAMES[meaning] and not (is_number and 0 <= entry < (16 if meaning in _BITS else 256)):
                return f"'{meaning}' knows no {entry!r}; it has {', '.join(_NAMES[meaning])}"
    return ""


def rule_values(meaning: str, entries: Sequence[Json]) -> tuple[int, ...]:
    """Return what `MaskSource.values` is for a rule of the options: values, or one number of bits."""
    numbers = sorted({_NAMES[meaning][e] if isinstance(e, str) else int(e) for e in entries})
    return (sum(1 << n for n in numbers),) if meaning in _BITS else tuple(numbers)


SNOW_TOO: Json = {
    "scl": ["no_data", "saturated", "cloud_shadow", "cloud_medium", "cloud_high", "thin_cirrus", "snow"],
    "qa_pixel": ["fill", "dilated_cloud", "cirrus", "cloud", "cloud_shadow", "snow"],
    "fmask": ["cirrus", "cloud", "adjacent", "cloud_shadow", "snow"],
}
"""The usual rules, and snow."""
