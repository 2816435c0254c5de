"""Tiny genuine products of Theia beside Sentinel-2 L2A (import as landweave.tests.engine.sensors.makers_theia)."""

from pathlib import Path

import numpy as np

from landweave.tests.engine.products import THEIA_BANDS, write_raster

SUN = """<Geometric_Informations>
    <Mean_Value_List>
      <Sun_Angles>
        <ZENITH_ANGLE unit="deg">{zenith}</ZENITH_ANGLE>
        <AZIMUTH_ANGLE unit="deg">{azimuth}</AZIMUTH_ANGLE>
      </Sun_Angles>
      <Mean_Viewing_Incidence_Angle_List>
        <Mean_Viewing_Incidence_Angle band_id="B2">
          <ZENITH_ANGLE unit="deg">4.2</ZENITH_ANGLE>
          <AZIMUTH_ANGLE unit="deg">104.2</AZIMUTH_ANGLE>
        </Mean_Viewing_Incidence_Angle>
      </Mean_Viewing_Incidence_Angle_List>
    </Mean_Value_List>
    <Angles_Grids_List><Sun_Angles_Grids><Zenith><VALUES>1 2</VALUES></Zenith></Sun_Angles_Grids></Angles_Grids_List>
  </Geometric_Informations>"""

MUSCATE = """<?xml version="1.0" encoding="UTF-8"?>
<Muscate_Metadata_Document>
  <Product_Characteristics>
    <PRODUCT_ID>{name}</PRODUCT_ID>
    <ACQUISITION_DATE>{acquired}Z</ACQUISITION_DATE>
    <ORBIT_NUMBER type="Permanent">199</ORBIT_NUMBER>
  </Product_Characteristics>
  {sun}
  <Radiometric_Informations>
    <REFLECTANCE_QUANTIFICATION_VALUE>10000.000000</REFLECTANCE_QUANTIFICATION_VALUE>
    <Special_Values_List><SPECIAL_VALUE name="nodata">-10000</SPECIAL_VALUE></Special_Values_List>
  </Radiometric_Informations>
  <Current_Product><QUALITY_INDEX name="CloudPercent">17</QUALITY_INDEX></Current_Product>
</Muscate_Metadata_Document>
"""

OLD = """<?xml version="1.0" encoding="UTF-8"?>
<METADATA>
  <HEADER>
    <IDENT>{name}</IDENT>
    <DATE_PDV>2014-04-14 10:44:14.3364788</DATE_PDV>
    <DATE_PROD>2014-06-10 17:19:28.996581</DATE_PROD>
    <LEVEL>N2A</LEVEL>
    <VERSION>2.0</VERSION>
  </HEADER>
  <RADIOMETRY>
    <ANGLES><PHI_S>148.40233004</PHI_S><THETA_S>37.23948878</THETA_S></ANGLES>
    <QUANTIFICATION>
      <THERM_BAND>False</THERM_BAND>
      <VALUE>{quantification}</VALUE>
    </QUANTIFICATION>
  </RADIOMETRY>
</METADATA>
"""


def write_l3a(folder, name="SENTINEL2X_20180515-000000-000_L3A_T31TCJ_C_V1-0", size=64, origin=(300000.0, 4900020.0),
              values=None, flags=None):
    """Write a Theia L3A product of size x size pixels; return its folder.

    Args:
        values: {"B2": array at the band's own resolution, int16}; others are random.
        flags: FLG_R1, uint8; 4 (land) where not given.
    """
    product = Path(folder) / name
    rng = np.random.default_rng(0)
    for band, factor in THEIA_BANDS.items():
        array = (values or {}).get(band)
        array = rng.integers(0, 4000, (size // factor,) * 2, dtype=np.int16) if array is None else array
        write_raster(product / f"{name}_FRC_{band}.tif", array, origin, (10.0 * factor,) * 2, nodata=-10000)
    flags = np.full((size, size), 4, np.uint8) if flags is None else flags
    for number, step in ((1, 1), (2, 2)):
        for kind in ("FLG", "DTS", "WGT"):
            path = product / "MASKS" / f"{name}_{kind}_R{number}.tif"
            write_raster(path, flags[::step, ::step] if kind == "FLG" else flags[::step, ::step] * 0, origin,
                         (10.0 * step,) * 2)
    (product / f"{name}_MTD_ALL.xml").write_text(MUSCATE.format(name=name, acquired="2018-05-10T22:43:07.416", sun=""))
    return product


def write_theia_landsat(folder, name="LANDSAT8-OLITIRS-XS_20180115-103629-617_L2A_T31TCJ_D_V1-9", shape=(60, 70),
                        origin=(300000.0, 4900020.0), values=None, masks=None):
    """Write a Theia Landsat-8 product in the naming of since 2017; return its folder.

    Args:
        values: {"B2": int16 array}; others are random.
        masks: {"CLM": uint8 array}; others are 0.
    """
    product = Path(folder) / name
    rng = np.random.default_rng(0)
    for number in range(1, 8):
        array = (values or {}).get(f"B{number}")
        array = rng.integers(0, 4000, shape, dtype=np.int16) if array is None else array
        for correction in ("FRE", "SRE"):
            write_raster(product / f"{name}_{correction}_B{number}.tif", array, origin, (30.0, 30.0), nodata=-10000)
    for mask in ("CLM", "SAT", "EDG", "MG2"):
        array = (masks or {}).get(mask)
        array = np.zeros(shape, np.uint8) if array is None else array
        write_raster(product / "MASKS" / f"{name}_{mask}_XS.tif", array, origin, (30.0, 30.0))
    sun = SUN.format(zenith=67.7, azimuth="160.25")
    (product / f"{name}_MTD_ALL.xml").write_text(MUSCATE.format(name=name, acquired="2018-01-15T10:36:29.617", sun=sun))
    return product


def write_theia_landsat_old(folder, name="LANDSAT8_OLITIRS_XS_20140414_N2A_France-MetropoleD0005H0002", shape=(60, 70),
                            origin=(570420.0, 6210030.0), values=None, masks=None, quantification="1000.0", xml=True):
    """Write a Theia Landsat product in the naming of until 2017; return its folder.

    Args:
        values: int16 array (band, row, col); random where not given.
        masks: {"DIV": uint8 array}; others are 0, NODATA is 1.
        xml: write the metadata too.
    """
    product = Path(folder) / name
    bands = 7 if name.startswith("LANDSAT8") else 6
    if values is None:
        values = np.random.default_rng(0).integers(0, 600, (bands, *shape), dtype=np.int16)
    image = name.replace("_N2A_", "_N2A_ORTHO_SURF_CORR_PENTE_")
    write_raster(product / f"{image}.TIF", values, origin, (30.0, 30.0), 2154)
    write_raster(product / f"{name.replace('_N2A_', '_N2A_AOT_')}.TIF", values[0], origin, (30.0, 30.0), 2154)
    for mask in ("DIV", "NUA", "SAT", "NODATA"):
        array = (masks or {}).get(mask)
        array = np.full(shape, mask == "NODATA", np.uint8) if array is None else array
        write_raster(product / "MASK" / f"{name}_{mask}.TIF", array, origin, (30.0, 30.0), 2154)
    if xml:
        (product / f"{name}.xml").write_text(OLD.format(name=name, quantification=quantification))
    return product
