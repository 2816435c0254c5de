"""Tiny genuine product folders and series for tests (import as landweave.tests.engine.products)."""

from pathlib import Path

import numpy as np
from osgeo import gdal, osr

THEIA_BANDS = {"B2": 1, "B3": 1, "B4": 1, "B5": 2, "B6": 2, "B7": 2, "B8": 1, "B8A": 2, "B11": 2, "B12": 2}

METADATA = """<?xml version="1.0" encoding="UTF-8"?>
<Muscate_Metadata_Document>
  <Product_Characteristics>
    <PRODUCT_ID>{name}</PRODUCT_ID>
    <ACQUISITION_DATE>{acquired}Z</ACQUISITION_DATE>
    <ORBIT_NUMBER type="Permanent">51</ORBIT_NUMBER>
  </Product_Characteristics>
  <Radiometric_Informations>
    <REFLECTANCE_QUANTIFICATION_VALUE>10000</REFLECTANCE_QUANTIFICATION_VALUE>
    <Special_Values_List><SPECIAL_VALUE name="nodata">-10000</SPECIAL_VALUE></Special_Values_List>
  </Radiometric_Informations>
  <Current_Product><QUALITY_INDEX name="CloudPercent">{cloud}</QUALITY_INDEX></Current_Product>
</Muscate_Metadata_Document>
"""


def write_raster(path, values, origin=(300000.0, 4900020.0), pixel=(10.0, 10.0), epsg=32631, nodata=None,
                 descriptions=(), options=("COMPRESS=DEFLATE", "TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64")):
    """Write an array (row, col) or (band, row, col) as GeoTIFF and return its path as text."""
    stack = np.atleast_3d(values) if values.ndim == 3 else values[None]
    kinds = {"uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "int16": gdal.GDT_Int16, "float32": gdal.GDT_Float32}
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    count, rows, columns = stack.shape
    target = gdal.GetDriverByName("GTiff").Create(
        str(path), columns, rows, count, kinds[stack.dtype.name], list(options))
    target.SetGeoTransform((origin[0], pixel[0], 0, origin[1], 0, -pixel[1]))
    if epsg:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        target.SetProjection(reference.ExportToWkt())
    for number, layer in enumerate(stack, start=1):
        band = target.GetRasterBand(number)
        band.WriteArray(layer)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if descriptions:
            band.SetDescription(descriptions[number - 1])
    target.FlushCache()
    return str(path)


def write_theia_s2(folder, tile="31TCJ", moment="20180511-105038-461", platform="SENTINEL2A", letter="C",
                   version="V2-2", size=128, origin=(300000.0, 4900020.0), epsg=32631, cloud=12, values=None,
                   masks=None):
    """Write a Theia Sentinel-2 L2A product of size x size pixels below a folder; return the product's path.

    Args:
        values: {band: array at the band's own resolution, int16}; others get random reflectances.
        masks: {"CLM": array at 10 m, uint8}; others are 0.
    """
    name = f"{platform}_{moment}_L2A_T{tile}_{letter}_{version}"
    product = Path(folder) / name
    rng = np.random.default_rng(0)
    for band, factor in THEIA_BANDS.items():
        shape = (size // factor, size // factor)
        array = (values or {}).get(band)
        array = rng.integers(0, 4000, shape, dtype=np.int16) if array is None else array
        write_raster(product / f"{name}_FRE_{band}.tif", array, origin, (10.0 * factor,) * 2, epsg, -10000)
    for mask in ("CLM", "SAT", "EDG"):
        array = (masks or {}).get(mask)
        array = np.zeros((size, size), np.uint8) if array is None else array
        write_raster(product / "MASKS" / f"{name}_{mask}_R1.tif", array, origin, epsg=epsg)
    d, t = moment[:8], moment[9:15]
    acquired = f"{d[:4]}-{d[4:6]}-{d[6:]}T{t[:2]}:{t[2:4]}:{t[4:]}.{moment[16:]}"
    (product / f"{name}_MTD_ALL.xml").write_text(METADATA.format(name=name, acquired=acquired, cloud=cloud))
    return product
