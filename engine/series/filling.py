"""Every way to fill the gaps of a series, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landweave.engine.series.fill import fill_linear, select_acquisitions
from landweave.engine.types import BoolArray, Int16Array, IntArray

FILLINGS = {"linear": "between clear dates", "none": "as acquired"}


def check_options(method: str, options: Mapping[str, Any]) -> str:
    """Say what is wrong with the options of a filling, to end a sentence; empty when nothing is."""
    return f"{method} has no option '{next(iter(options))}'" if options else ""


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
    """Fill the gaps by one of `FILLINGS`; arguments as in `fill_linear`."""
    del options
    if method == "linear":
        return fill_linear(values, valid, days, targets, out, first)
    last = values.shape[2] if out is None else first + out.shape[2]
    found = select_acquisitions(values[:, :, first:last], valid[:, first:last], days, targets)
    if out is None:
        return found
    out[:] = found
    return out
