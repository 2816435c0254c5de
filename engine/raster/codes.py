"""Class codes as a raster of any type and any no-data value holds them."""

from __future__ import annotations

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.types import MAP_NODATA, AnyArray, IntArray

LARGEST_CODE = 65535


def class_codes_of(values: AnyArray, nodata: float | None, path: str) -> IntArray:
    """Return the values of a map of classes as codes; what has no data becomes 0.

    Args:
        values: as read, any shape.
        nodata: the raster's own value for "nothing here", beside 0; None when there is none.
        path: named in errors.

    Raises:
        UserError: if a value is no whole number from 0 to 65535.
    """
    if values.dtype.kind == "f":
        values = np.where(np.isfinite(values), values, MAP_NODATA)
    if nodata is not None and nodata != MAP_NODATA:
        values = np.where(values == nodata, MAP_NODATA, values)
    codes: IntArray = values.astype(np.int64)
    wrong = (codes != values) | (codes < 0) | (codes > LARGEST_CODE)
    if wrong.any():
        raise UserError(f"{path} is no map of classes: it holds the value {values[wrong].ravel()[0]:g}.",
                        f"Choose a raster of whole numbers from 1 to {LARGEST_CODE}.")
    return codes
