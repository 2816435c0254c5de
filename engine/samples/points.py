"""Points as arrays, and columns of a table as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from landweave.engine.types import AnyArray, Float64Array
from landweave.engine.vector.layers import points_wkb

_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_DIFFERENT_TEXTS = 1 << 16


def point_geometries(x: Float64Array, y: Float64Array) -> list[bytes | None]:
    """Return each place as well-known binary; None where it is not finite."""
    whole = np.isfinite(x) & np.isfinite(y)
    return [wkb if ok else None for wkb, ok in zip(points_wkb(x, y), whole)]


def blob_coordinates(geometries: Sequence[bytes | None]) -> tuple[Float64Array, Float64Array]:
    """Return the coordinates of GeoPackage point blobs; NaN where there is none.

    Source: OGC 12-128r18 (GeoPackage), section 2.1.3: `GP`, version, flags, srs_id, envelope, then WKB.
    """
    x, y = np.full(len(geometries), np.nan), np.full(len(geometries), np.nan)
    for i, blob in enumerate(geometries):
        if blob is None or len(blob) < 29 or blob[3] & 0x10:
            continue
        start = 8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 0x07]
        order = "<f8" if blob[start] == 1 else ">f8"
        x[i], y[i] = np.frombuffer(blob, order, 2, start + 5)
    return x, y


def column_array(values: Sequence[Any]) -> AnyArray:
    """Return a column as int64, float64 (missing: NaN) or str objects (missing: empty text)."""
    return _converted(values, {type(value) for value in values})


class GrowingColumn:
    """A column that comes in parts: what `column_array` makes of all its values, without keeping each as an object.

    What a later part holds may decide the type, so whole numbers, reals and texts wait apart until all is there.
    """

    def __init__(self) -> None:
        self._parts: list[AnyArray] = []
        self._kinds: set[type] = set()
        self._texts: dict[str, str] = {}

    def add(self, values: Sequence[Any]) -> None:
        """Take the next values."""
        kinds = {type(value) for value in values}
        self._kinds |= kinds
        if kinds == {str} and len(self._texts) < _DIFFERENT_TEXTS:  # a million times "learn" is one object
            values = [self._texts.setdefault(value, value) for value in values]
        dtype = np.int64 if kinds == {int} else np.float64 if kinds == {float} else object
        self._parts.append(np.array(values, dtype=dtype))

    def array(self) -> AnyArray:
        """Return the whole column, shape (value,)."""
        return np.concatenate([_converted(part.tolist(), self._kinds) for part in self._parts])


def _converted(values: Sequence[Any], kinds: set[type]) -> AnyArray:
    """Return values of a column that holds these kinds."""
    if kinds <= {int, bool}:
        return np.array(values, dtype=np.int64)
    if kinds <= {int, bool, float, type(None)}:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return np.array(["" if value is None else str(value) for value in values], dtype=object)
