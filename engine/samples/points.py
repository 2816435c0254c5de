"""Points as arrays, and columns of a table as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from landweave.engine.types import AnyArray, Float64Array
from landweave.engine.vector.layers import points_wkb

_ENVELOPE_BYTES = (0, 32, 48, 48, 64)


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
    kinds = {type(value) for value in values}
    if kinds <= {int, bool}:
        return np.array(values, dtype=np.int64)
    if kinds <= {int, bool, float, type(None)}:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return np.array(["" if value is None else str(value) for value in values], dtype=object)
