"""Product types that cannot be read yet are named, and the user's own files are not taken for them."""

import pytest

from landweave.engine.sensors.unsupported import left_out

NOT_LACKING = ("Unpack", "Copy", "Rename", "Leave")
"""How remedies begin where the kind can be read, or need not be."""


@pytest.mark.parametrize(("name", "words"), [
    ("LANDSAT8_OLITIRS_XS_20160330_N2A_France-MetropoleD0005H0002.tgz", "a packed Theia Landsat product. Unpack it"),
    ("LANDSAT8-OLITIRS-XSTHPAN_20170101-103532-111_L2A_T31TGK_C_V2-2.zip", "a packed Theia Landsat product. Unpack it"),
    ("LANDSAT5_TM_XS_20100401_N2A_France-MetropoleD0005H0002.tar.bz2", "a packed Theia Landsat product. Unpack it"),
    ("LANDSAT5_TM_XS_20100401_N2A_France-MetropoleD0005H0002_NUA.TIF", "without the product's image. Copy"),
    ("LANDSAT8-OLITIRS-XSTHPAN_20170501-103532-111_L1C_T31TCH_C_V1-0", "Theia Landsat product of another level"),
    ("LANDSAT5-TM-XS_20100118-103000-000_L2A_T31TCJ_C_V1-0", "Theia Landsat product of another kind"),
    ("SPOT4_HRVIR_XS_20130131_N2A_CMaroc", "a Theia Spot product"),
    ("SENTINEL2X_20180515-000000-000_L3A_T31TCJ_C_V1-0.zip", "a packed Theia Sentinel-2 product. Unpack it"),
    ("SENTINEL2A_20180511-105038-461_L1C_T31TCJ_C_V1-0", "another level than L2A and L3A"),
    ("SENTINEL2A_20180511-105038-461_L2A_T31TCJ_C_V2-2.zip", "a packed Theia Sentinel-2 product. Unpack it"),
    ("S2B_MSIL2A_20190501T105039_N0211_R051_T31TCJ_20190501T135840.SAFE.tar", "Sen2Cor in a tar archive. Unpack it"),
    ("MTD_MSIL2A_20190506.xml", "without its images. Copy or download"),
    ("S2A_MSIL1C_20190501T105039_N0207_R051_T31TCJ_20190501T124803.SAFE", "L1C"),
    ("S1B_IW_GRDH_1SDV_20210401T052623_20210401T052648_026269_032297_ECC8.SAFE", "Sentinel-1"),
    ("s1a_31TCJ_vv_DES_110_20180511t055523_smooth.tif", "under a name of another form"),
    ("sin_LIA_s1a_31TCJ_DES_110.tif", "an auxiliary image of S1Tiling"),
    ("LC08_L1TP_199030_20180511_20200901_02_T1", "Landsat Collection product of another level"),
    ("LC08_L2SP_199030_20180511_20200901_02_T1.tar", "a packed Landsat Collection 2 Level 2 product. Unpack it"),
    ("LT52240631988227CUB02", "Landsat scene"),
    ("HLS.S30.T31TCJ.2020123T105031.v1.4", "(HLS) product of another version"),
    ("HLS.S30.T31TCJ.2020123T105031.v2.0.zip", "(HLS) product. Unpack it"),
])
def test_known_types_are_named(name, words):
    found = left_out(f"/data/{name}", name)
    assert found is not None
    assert words in found[1].reason
    assert found[1].reason.startswith("is ")
    assert ("not supported yet" in found[1].reason) != any(f". {do}" in found[1].reason for do in NOT_LACKING)


@pytest.mark.parametrize("name", [
    "LANDSAT8_OLITIRS_XS_20160330_N2A_France-MetropoleD0005H0002",
    "LANDSAT8-OLITIRS-XS_20180115-103629-617_L2A_T31TCJ_D_V1-9",
    "SENTINEL2A_20180511-105038-461_L2A_T31TCJ_C_V2-2", "SENTINEL2X_20180515-000000-000_L3A_T31TCJ_C_V1-0",
    "S2B_MSIL2A_20190501T105039_N0211_R051_T31TCJ_20190501T135840.SAFE", "S2A_L1C_20150711.tif",
    "MOD13Q1_20140101.tif", "images", "20180511.tif", "LAI_20180511.tif", "landsat_2018",
    "S1_mean_20180511.tif", "slovenia_s2", "catalogue.gpkg",
])
def test_readable_and_other_names_are_not(name):
    assert left_out(f"/data/{name}", name) is None


def test_files_of_one_product_share_its_name():
    product = "LC08_L1TP_199030_20180511_20200901_02_T1"
    assert {left_out("/x", f"{product}_{end}")[0] for end in ("SR_B1.TIF", "MTL.txt", "QA_PIXEL.TIF")} == {product}
