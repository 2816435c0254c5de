"""Tiny genuine files of S1Tiling (import as landweave.tests.engine.sensors.makers_s1)."""

from pathlib import Path

import numpy as np
from osgeo import gdal

from landweave.tests.engine.products import write_raster


def write_s1(folder, stamp="20200108t060000", tile="31TCJ", satellite="s1a", direction="ASC", orbit="030", kind="",
             size=64, origin=(300000.0, 4900020.0), values=None, mask=None, polarisations=("vv", "vh"), tags=None):
    """Write the files of one date; return the product's name in their folder.

    Args:
        kind: what follows the time in the names (`_NormLim`, `_filtered`).
        values: {"vv": float32 array, linear}; others are random, nowhere 0.
        mask: border mask, uint8, 1 where there is an image; None: none is written.
        tags: metadata of the files, beside those that S1Tiling always writes.
    """
    rng = np.random.default_rng(0)
    for polarisation in polarisations:
        array = (values or {}).get(polarisation)
        array = rng.gamma(4, 0.03, (size, size)).astype(np.float32) if array is None else array
        stem = f"{satellite}_{tile}_{polarisation}_{direction}_{orbit}_{stamp}{kind}"
        file = write_raster(Path(folder) / f"{stem}.tif", array, origin)
        dataset = gdal.Open(file, gdal.GA_Update)
        dataset.SetMetadata({"ACQUISITION_DATETIME": "2020:01:08T06:00:12Z", "CALIBRATION": "sigma",
                             "ORBIT_DIRECTION": direction, "POLARIZATION": polarisation, **(tags or {})})
        dataset.FlushCache()
        if mask is not None:
            write_raster(Path(folder) / f"{stem}_BorderMask.tif", mask, origin)
    return Path(folder) / f"{satellite}_{tile}_{direction}_{orbit}_{stamp}{kind}"
