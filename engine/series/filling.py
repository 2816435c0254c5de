"""Every way to fill the gaps of a series, by name."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from landweave.engine.series.fill import fill_linear, fill_nearest, select_acquisitions
from landweave.engine.series.harmonic import fill_harmonic
from landweave.engine.series.radial_basis import fill_radial_basis
from landweave.engine.series.savitzky_golay import fill_savitzky_golay
from landweave.engine.series.whittaker import V_CURVE, fill_whittaker
from landweave.engine.types import BoolArray, Int16Array, IntArray

FILLINGS = {
    "linear": "straight lines between the clear dates",
    "nearest": "the value of the nearest clear date",
    "whittaker": "smooth series by penalised least squares",
    "savitzky_golay": "straight lines, then smoothed by polynomials in a moving window",
    "harmonic": "a mean with cosines and sines of the year",
    "radial_basis": "averages weighted by Gaussian kernels of several widths",
    "none": "as acquired, where every date is clear",
    "masked": "as acquired, with gaps",
}
"""What the fillings do, by name."""


def check_options(method: str, options: Mapping[str, Any]) -> str:
    """Say what is wrong with the options of a filling, to end a sentence; empty when nothing is.

    Args:
        method: one of `FILLINGS`.
        options: `lambda` (a number or "v_curve"), `order`, `envelope`, `iterations`, `asymmetry` of "whittaker";
            `window`, `degree` of "savitzky_golay"; `terms`, `trend`, `period_days` of "harmonic"; `fwhm_days` of
            "radial_basis"; none of the others.
    """
    checks = _OPTIONS.get(method, {})
    for key, value in options.items():
        if key not in checks:
            known = ", ".join(checks)
            return f"'{key}' is no option of {method}, which has {known or 'none'}"
        problem = checks[key](value)
        if problem:
            return f"its '{key}' must be {problem}"
    if method == "savitzky_golay":
        window, degree = options.get("window", 7), options.get("degree", 2)
        if degree >= window:
            return f"its 'degree' {degree} must be below its 'window' {window}"
    return ""


def fill(
    values: Int16Array,
    valid: BoolArray,
    days: IntArray,
    targets: IntArray,
    method: str = "linear",
    options: Mapping[str, Any] | None = None,
    out: Int16Array | None = None,
    first: int = 0,
) -> Int16Array:
    """Fill the gaps by one of `FILLINGS`.

    Args:
        values: as in `fill.fill_linear`.
        valid: as in `fill.fill_linear`.
        days: as in `fill.fill_linear`.
        targets: as in `fill.fill_linear`.
        method: one of `FILLINGS`.
        options: as `check_options` takes them; the defaults by default.
        out: as in `fill.fill_linear`.
        first: as in `fill.fill_linear`.

    Returns:
        `out`: shape (target, band, pixel), NODATA where nothing is known.

    Raises:
        ValueError: if there is no such method, or as the method does.
    """
    if method not in FILLINGS:
        raise ValueError(f"there is no filling '{method}'")
    return _METHODS[method](values, valid, days, targets, out=out, first=first, **(options or {}))


def _whittaker(values: Int16Array, valid: BoolArray, days: IntArray, targets: IntArray, **options: Any) -> Int16Array:
    wanted = options.pop("lambda", 3.0)
    lambdas = V_CURVE if wanted == "v_curve" else (float(wanted),)
    return fill_whittaker(values, valid, days, targets, lambdas, **options)


def _as_acquired(
    values: Int16Array, valid: BoolArray, days: IntArray, targets: IntArray, out: Int16Array | None, first: int
) -> Int16Array:
    last = values.shape[2] if out is None else first + out.shape[2]
    found = select_acquisitions(values[:, :, first:last], valid[:, first:last], days, targets)
    if out is None:
        return found
    out[:] = found
    return out


_METHODS: dict[str, Callable[..., Int16Array]] = {
    "linear": fill_linear,
    "nearest": fill_nearest,
    "whittaker": _whittaker,
    "savitzky_golay": fill_savitzky_golay,
    "harmonic": fill_harmonic,
    "radial_basis": fill_radial_basis,
    "none": _as_acquired,
    "masked": _as_acquired,
}


def _whole(least: int, most: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        return "" if fits else f"a whole number from {least} to {most}"

    return check


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _positive(value: Any) -> str:
    return "" if _number(value) and value > 0 else "a number above 0"


def _lambda(value: Any) -> str:
    return "" if value == "v_curve" or not _positive(value) else 'a number above 0 or "v_curve"'


def _asymmetry(value: Any) -> str:
    return "" if _number(value) and 0.5 <= value < 1 else "a number from 0.5 to below 1"


def _flag(value: Any) -> str:
    return "" if isinstance(value, bool) else "true or false"


def _window(value: Any) -> str:
    return "" if not _whole(3, 99)(value) and value % 2 else "an odd number from 3 to 99"


def _widths(value: Any) -> str:
    fits = isinstance(value, list) and value and not any(map(_positive, value))
    return "" if fits else "a list of numbers above 0"


_OPTIONS: dict[str, dict[str, Callable[[Any], str]]] = {
    "whittaker": {
        "lambda": _lambda, "order": _whole(1, 3), "envelope": _flag, "iterations": _whole(1, 20),
        "asymmetry": _asymmetry,
    },
    "savitzky_golay": {"window": _window, "degree": _whole(0, 9)},
    "harmonic": {"terms": _whole(1, 6), "trend": _flag, "period_days": _positive},
    "radial_basis": {"fwhm_days": _widths},
}
