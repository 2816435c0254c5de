"""What a function of the user's own may return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.features.user_data import FeatureData
from landweave.engine.types import AnyArray, Float32Array

SHAPE = "Return (array, names) or {name: array}, arrays of the shape data.shape, or (feature, row, column)."


def checked_planes(returned: Any, data: FeatureData, who: str) -> tuple[list[str], Float32Array]:
    """Check what a function returned.

    Args:
        returned: `(array, names)`, or `{name: array}`; arrays of numbers with the rows and columns of the data, or of
            the data without the halo.
        data: what it was given.
        who: the function and its file, as a sentence begins.

    Returns:
        Names, and float32 planes without the halo, shape (feature, row, column); NaN where they are not finite.

    Raises:
        UserError: if it is anything else.
    """
    if isinstance(returned, Mapping):
        names, arrays = list(returned), list(returned.values())
        stack = [_plane_stack(array, f"{who}: '{name}'") for name, array in zip(names, arrays)]
        if any(len(planes) != 1 for planes in stack):
            raise UserError(f"{who} returns an array of several features under one name.", SHAPE)
        array = np.concatenate(stack) if len({s.shape for s in stack}) == 1 else _differ(who, stack)
    elif isinstance(returned, tuple) and len(returned) == 2:
        array = _plane_stack(returned[0], who)
        names = [returned[1]] if isinstance(returned[1], str) else _listed(returned[1], who)
    else:
        raise UserError(f"{who} returns {_kind(returned)}.", SHAPE)
    for name in names:
        if not isinstance(name, str) or not (name.isidentifier() and name.isascii()):
            raise UserError(f"{who} names a feature {name!r}.", "Use letters, digits and _, and begin with a letter.")
    if len(set(names)) != len(names) or len(names) != len(array):
        raise UserError(f"{who} returns {len(array)} features and the names {names}.", "Give each a name of its own.")
    rows, columns = (side - 2 * data.halo for side in data.shape)
    if array.shape[1:] == data.shape:
        array = array[:, data.halo : data.halo + rows, data.halo : data.halo + columns]
    elif array.shape[1:] != (rows, columns):
        raise UserError(f"{who} returns arrays of {array.shape[1:]} (row, column), not of {data.shape}.", SHAPE)
    with np.errstate(over="ignore"):
        single = array.astype(np.float32)
    single[~np.isfinite(single)] = np.nan
    return names, single


def _plane_stack(value: Any, who: str) -> AnyArray:
    """Return an array of shape (feature, row, column)."""
    if not isinstance(value, np.ndarray):
        raise UserError(f"{who} returns {_kind(value)} where an array must be.", SHAPE)
    if value.dtype.kind not in "biuf":
        raise UserError(f"{who} returns an array of {value.dtype}, not of numbers.", SHAPE)
    if value.ndim not in (2, 3):
        raise UserError(f"{who} returns an array of {value.ndim} dimensions {value.shape}.", SHAPE)
    if isinstance(value, np.ma.MaskedArray):
        masked: Any = value
        value = masked.astype(np.float64).filled(np.nan)
    return np.asarray(value if value.ndim == 3 else value[None])


def _differ(who: str, stack: Sequence[AnyArray]) -> AnyArray:
    shapes = sorted({planes.shape[1:] for planes in stack})
    said = f"arrays of different shapes: {shapes}" if shapes else "no feature"
    raise UserError(f"{who} returns {said}.", SHAPE)


def _listed(names: Any, who: str) -> list[Any]:
    if isinstance(names, (list, tuple)):
        return list(names)
    raise UserError(f"{who} returns {_kind(names)} where the names must be.", SHAPE)


def _kind(value: Any) -> str:
    return "nothing (None)" if value is None else f"a value of type {type(value).__name__}"
