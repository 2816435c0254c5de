"""Tiny genuine products in the layouts of their archives (import as landweave.tests.engine.sensors.makers)."""

import zipfile
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from landweave.tests.engine.products import write_raster

S2_BANDS = {"B02": 10, "B03": 10, "B04": 10, "B05": 20, "B06": 20, "B07": 20, "B08": 10, "B8A": 20,
            "B11": 20, "B12": 20}

SAFE_METADATA = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<n1:Level-2A_User_Product xmlns:n1="https://psd-{psd}.sentinel2.eo.esa.int/PSD/User_Product_Level-2A.xsd">
  <n1:General_Info>
    <Product_Info>
      <PRODUCT_START_TIME>2019-05-01T10:50:39.024Z</PRODUCT_START_TIME>
      <PRODUCT_URI>{name}.SAFE</PRODUCT_URI>
      <PROCESSING_BASELINE>{baseline}</PROCESSING_BASELINE>
      <Datatake datatakeIdentifier="GS2B_20190501T105039_011231_N{baseline}">
        <SENSING_ORBIT_NUMBER>51</SENSING_ORBIT_NUMBER>
        <SENSING_ORBIT_DIRECTION>DESCENDING</SENSING_ORBIT_DIRECTION>
      </Datatake>
      <Granule datastripIdentifier="S2B_OPER_MSI_L2A_DS_MPS__{made}_S{strip}_N{baseline}" imageFormat="JPEG2000"/>
    </Product_Info>
    <Product_Image_Characteristics>
      <Special_Values>
        <SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT>
        <SPECIAL_VALUE_INDEX>0</SPECIAL_VALUE_INDEX>
      </Special_Values>
      <QUANTIFICATION_VALUES_LIST>
        <BOA_QUANTIFICATION_VALUE unit="none">{quantification}</BOA_QUANTIFICATION_VALUE>
        <AOT_QUANTIFICATION_VALUE unit="none">1000.0</AOT_QUANTIFICATION_VALUE>
      </QUANTIFICATION_VALUES_LIST>
      {offsets}
    </Product_Image_Characteristics>
  </n1:General_Info>
  <n1:Quality_Indicators_Info>
    <Cloud_Coverage_Assessment>{cloud}</Cloud_Coverage_Assessment>
  </n1:Quality_Indicators_Info>
</n1:Level-2A_User_Product>
"""


TILE_METADATA = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<n1:Level-2A_Tile_ID xmlns:n1="https://psd-{psd}.sentinel2.eo.esa.int/PSD/S2_PDI_Level-2A_Tile_Metadata.xsd">
  <n1:Geometric_Info>
    <Tile_Angles metadataLevel="Standard">
      <Sun_Angles_Grid><Zenith><VALUES>30.0 31.0</VALUES></Zenith></Sun_Angles_Grid>
      <Mean_Sun_Angle>
        <ZENITH_ANGLE unit="deg">31.5</ZENITH_ANGLE>
        <AZIMUTH_ANGLE unit="deg">151.25</AZIMUTH_ANGLE>
      </Mean_Sun_Angle>
      <Mean_Viewing_Incidence_Angle_List>
        <Mean_Viewing_Incidence_Angle bandId="0">
          <ZENITH_ANGLE unit="deg">8.0</ZENITH_ANGLE>
          <AZIMUTH_ANGLE unit="deg">280.0</AZIMUTH_ANGLE>
        </Mean_Viewing_Incidence_Angle>
      </Mean_Viewing_Incidence_Angle_List>
    </Tile_Angles>
  </n1:Geometric_Info>
</n1:Level-2A_Tile_ID>
"""


def write_jp2(path, values, origin, metres, epsg=32631):
    """Write an array (row, col) as lossless tiled JPEG 2000, as Sentinel-2 products hold them."""
    kind = gdal.GDT_Byte if values.dtype == np.uint8 else gdal.GDT_UInt16
    memory = gdal.GetDriverByName("MEM").Create("", values.shape[1], values.shape[0], 1, kind)
    memory.SetGeoTransform((origin[0], metres, 0, origin[1], 0, -metres))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    memory.SetProjection(reference.ExportToWkt())
    memory.GetRasterBand(1).WriteArray(values)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    options = ["QUALITY=100", "REVERSIBLE=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"]
    gdal.GetDriverByName("JP2OpenJPEG").CreateCopy(str(path), memory, options=options)
    return str(path)


def write_safe(folder, tile="31TCJ", moment="20190501T105039", baseline="02.11", made="20190501T135840", size=128,
               origin=(300000.0, 4900020.0), epsg=32631, values=None, scl=None, offset=None, quantification=10000,
               cloud=2.5, psd=14, prefix="", strip="20190501T105819"):
    """Write a Sen2Cor product of size x size pixels below a folder; return its path.

    Args:
        values: {"B02": array at the band's own resolution, uint16}; others are random.
        scl: array at 20 m, uint8; 4 (vegetation) where not given.
        offset: BOA_ADD_OFFSET of all bands, or one a band id; None: none is written.
        strip: sensing start of the strip of data.
        prefix: before the images' names (`L2A_` in 2017).
    """
    name = f"S2B_MSIL2A_{moment}_N{baseline.replace('.', '')}_R051_T{tile}_{made}"
    product = Path(folder) / f"{name}.SAFE"
    images = product / "GRANULE" / f"L2A_T{tile}_A011231_{moment}" / "IMG_DATA"
    rng = np.random.default_rng(0)
    for band, metres in S2_BANDS.items():
        array = (values or {}).get(band)
        side = size * 10 // metres
        array = rng.integers(1, 5000, (side, side), dtype=np.uint16) if array is None else array
        file = f"{prefix}T{tile}_{moment}_{band}_{metres}m.jp2"
        write_jp2(images / f"R{metres}m" / file, array, origin, metres, epsg)
    scl = np.full((size // 2, size // 2), 4, np.uint8) if scl is None else scl
    write_jp2(images / "R20m" / f"{prefix}T{tile}_{moment}_SCL_20m.jp2", scl, origin, 20, epsg)
    for extra in ("AOT", "B02"):  # at other resolutions: there, and not read
        write_jp2(images / "R60m" / f"T{tile}_{moment}_{extra}_60m.jp2", scl[::3, ::3].astype(np.uint16), origin, 60)
    each = [offset] * 13 if isinstance(offset, int) else offset
    lines = "".join(f'<BOA_ADD_OFFSET band_id="{i}">{v}</BOA_ADD_OFFSET>' for i, v in enumerate(each or ()))
    listed = f"<BOA_ADD_OFFSET_VALUES_LIST>{lines}</BOA_ADD_OFFSET_VALUES_LIST>" if each else ""
    (product / "MTD_MSIL2A.xml").write_text(SAFE_METADATA.format(
        name=name, baseline=baseline, quantification=quantification, offsets=listed, cloud=cloud, psd=psd,
        made=made, strip=strip))
    (images.parent / "MTD_TL.xml").write_text(TILE_METADATA.format(psd=psd))
    (product / "manifest.safe").write_text("<xfdu:XFDU/>")
    return product


def zip_product(product, target=None):
    """Pack a product's folder as the archive that ESA delivers, remove the folder, and return the archive's path."""
    target = Path(target or product.with_suffix(".zip"))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(product.rglob("*")):
            archive.write(path, path.relative_to(product.parent))
    for path in sorted(product.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    product.rmdir()
    return target


def write_tif(path, values, origin, nodata=None, metadata=None, epsg=32631):
    """Write a band of 30 m with tags of its own."""
    write_raster(path, values, origin, (30.0, 30.0), epsg, nodata)
    if metadata:
        dataset = gdal.Open(str(path), gdal.GA_Update)
        dataset.SetMetadata({k: str(v) for k, v in metadata.items()})
        dataset.FlushCache()
    return str(path)


MTL = """CLOUD_COVER = 12.5
    SCENE_CENTER_TIME = "10:45:12.1234560Z"
    SUN_AZIMUTH = 146.98479703
    SUN_ELEVATION = 59.50000000"""


def write_landsat(folder, name="LC08_L2SP_199030_20180511_20200901_02_T1", shape=(60, 70), origin=(300015.0, 4900005.0),
                  values=None, qa=None, radsat=None, mtl=MTL, own_folder=True):
    """Write a Landsat Collection 2 Level 2 product; return its folder, or its name in the folder.

    Args:
        values: {"B2": array, uint16}; others are random.
        qa: QA_PIXEL, uint16; 21824 (clear) where not given.
        radsat: QA_RADSAT, uint16; 0 where not given.
        mtl: lines of the metadata; None: there are none.
        own_folder: put the files into a folder of the product's name.
    """
    product = Path(folder) / name
    place = product if own_folder else Path(folder)
    rng = np.random.default_rng(0)
    for number in (2, 3, 4, 5, 6, 7, 1) if int(name[3]) >= 8 else (1, 2, 3, 4, 5, 7):
        array = (values or {}).get(f"B{number}")
        array = rng.integers(7273, 43637, shape, dtype=np.uint16) if array is None else array
        write_tif(place / f"{name}_SR_B{number}.TIF", array, origin, 0)
    write_tif(place / f"{name}_QA_PIXEL.TIF", np.full(shape, 21824, np.uint16) if qa is None else qa, origin, 1)
    write_tif(place / f"{name}_QA_RADSAT.TIF", np.zeros(shape, np.uint16) if radsat is None else radsat, origin)
    write_tif(place / f"{name}_ST_B10.TIF", np.ones(shape, np.uint16), origin, 0)
    if mtl is not None:
        text = f"GROUP = LANDSAT_METADATA_FILE\n  GROUP = IMAGE_ATTRIBUTES\n    {mtl}\n  END_GROUP\nEND_GROUP\nEND\n"
        (place / f"{name}_MTL.txt").write_bytes(text.encode().ljust(4000, b"\0"))
    return product


def write_hls(folder, name="HLS.S30.T31TCJ.2021001T105441.v2.0", shape=(60, 70), origin=(300000.0, 4900020.0),
              values=None, fmask=None, cloud=37, own_folder=True, epsg=32631):
    """Write a HLS product; return its folder, or its name in the folder.

    Args:
        values: {"B02": array, int16}; others are random.
        fmask: uint8; 64 (clear, low aerosol) where not given.
        cloud: tag `cloud_coverage`; None: there is none.
        own_folder: put the files into a folder of the product's name.
    """
    product = Path(folder) / name
    place = product if own_folder else Path(folder)
    rng = np.random.default_rng(0)
    bands = ("B02", "B03", "B04", "B05", "B06", "B07") + (("B08", "B8A", "B11", "B12") if ".S30." in name else ())
    tags = {} if cloud is None else {"cloud_coverage": cloud, "scale_factor": 0.0001,
                                     "MEAN_SUN_ZENITH_ANGLE": 67.5, "MEAN_SUN_AZIMUTH_ANGLE": "165.25;165.5"}
    for band in (*bands, "B01", "SZA"):
        array = (values or {}).get(band)
        array = rng.integers(-200, 9000, shape, dtype=np.int16) if array is None else array
        write_tif(place / f"{name}.{band}.tif", array, origin, -9999, tags, epsg)
    write_tif(place / f"{name}.Fmask.tif", np.full(shape, 64, np.uint8) if fmask is None else fmask, origin, 255, tags,
              epsg)
    (place / f"{name}.cmr.xml").write_text("<Granule/>")
    return product
