"""Array types and the values that stand for "no data"."""

from typing import Any

import numpy as np
import numpy.typing as npt

Int16Array = npt.NDArray[np.int16]
UInt8Array = npt.NDArray[np.uint8]
UInt16Array = npt.NDArray[np.uint16]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Float32Array = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]
AnyArray = npt.NDArray[Any]
Json = Any

SERIES_NODATA = -32768
"""Of reflectances x 10000 and of every feature made from them (int16)."""
MAP_NODATA = 0
CONFIDENCE_NODATA = 255
PROBABILITY_SCALE = 10000
"""Of probabilities as rasters hold them (uint16)."""
PROBABILITY_NODATA = 65535
