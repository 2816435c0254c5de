"""Reads whole products through the engine's reader (import as landweave.tests.engine.sensors.reading)."""

import numpy as np

from landweave.engine.mapping.product_reader import read_product
from landweave.engine.raster.io import RasterReader


def read(product, resampling="nearest"):
    """Return the values, shape (band, row, col), and where they are valid, shape (row, col)."""
    out = np.empty((len(product.bands), product.grid.rows, product.grid.columns), np.int16)
    with RasterReader() as reader:
        valid = read_product(product, product.grid.window, resampling, reader, out)
    return out, valid
