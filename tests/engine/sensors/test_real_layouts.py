"""Every folder of real products in their archives' layouts is read, or left out with a true reason."""

from pathlib import Path

import pytest

from landweave.engine.catalogue.scan import scan
from landweave.engine.jobs.time_series import ScanCatalogueJob
from landweave.engine.runtime.context import RunContext

ZONE = "N2A_France-Metropole"
READ = {
    f"LANDSAT8_OLITIRS_XS_{day}_{ZONE}{tile}": ("theia_landsat_n2a", "L8", tile)
    for day in ("20160330", "20160415") for tile in ("D0005H0002", "D0005H0003")
}
STACK = "a Theia Sentinel-2 L2A product that cannot be used: it holds only a stack (FRE_STACK.tif)"
OTHER_LEVEL = "a Landsat Collection product of another level than Collection 2 Level 2, which is not supported yet"
EARLIER = "a Landsat scene in the naming before the Collections, which is not supported yet"
NO_IMAGES = "the metadata of a Sentinel-2 L2A product of Sen2Cor, without its images"
LEFT_OUT = {
    "SENTINEL2A_20170203-071245-541_L2A_T38KPD_C_V1-0": STACK,
    "SENTINEL2A_20170223-071209-459_L2A_T38KPD_C_V1-0": STACK,
    "SENTINEL2A_20170213-071209-461_L2A_T38KPE_C_V1-0": STACK,
    "SENTINEL2A_20170223-071209-459_L2A_T38KPE_C_V1-0": STACK,
    "LT52240631988227CUB02": EARLIER,
    "LC08_L1TP_193024_20180824_20200831_02_T1_MTL.txt": OTHER_LEVEL,
    "LC08_L1TP_195025_20130707_20170503_01_T1_MTL.txt": OTHER_LEVEL,
    "LC80980762015235LGN00.xml": EARLIER,
    "LE07_L1TP_160031_20110416_20161210_01_T1.xml": OTHER_LEVEL,
    "LM50490251987214PAC00_MTL.txt": EARLIER,
    "LT05_L1TP_047027_20101006_20160512_01_T1_MTL.txt": OTHER_LEVEL,
    "LT05_L1TP_218072_20100801_20161015_01_T1_MTL.txt": OTHER_LEVEL,
    "mss_MTL.txt": "the metadata of a Landsat product of another level than Collection 2 Level 2",
    "MTD_MSIL2A_20190501.xml": NO_IMAGES,
    "MTD_MSIL2A_20190506.xml": NO_IMAGES,
    "S1B_IW_GRDH_1SDV_20210401T052623_20210401T052648_026269_032297_ECC8.SAFE":
        "a Sentinel-1 product (SAFE), which is not supported yet. Calibrate it",
}
LOOSE_RASTERS = {"landsat8_2014_indices_100x100.tif", "MNT.tif", "ref_spot7_5m_20170216.tif"}
"""No products: the user's own, sorted by other rules."""


@pytest.fixture(scope="module")
def catalogue(shared_data):
    return scan(ScanCatalogueJob(input=str(shared_data / "product_layouts"), output="/nowhere/c.gpkg"), RunContext())


def test_every_product_is_read_or_left_out_with_its_reason(catalogue):
    assert {p.identifier: (p.format, p.sensor, p.tile) for p in catalogue.products} == READ
    reasons = {Path(item.path).name: item.reason for item in catalogue.left_out}
    assert set(reasons) - LOOSE_RASTERS == set(LEFT_OUT)
    for name, words in LEFT_OUT.items():
        assert reasons[name].startswith(f"is {words}"), name
    damaged = {Path(item.path).name for item in catalogue.left_out if item.damaged}
    assert damaged == {name for name, words in LEFT_OUT.items() if words == STACK}


def test_the_log_says_one_line_for_each(shared_data):
    events = []
    job = ScanCatalogueJob(input=str(shared_data / "product_layouts"), output="/nowhere/c.gpkg")
    scanned = scan(job, RunContext(emit=events.append))
    lines = [e["message"] for e in events if e["event"] == "warning"]
    for name, words in LEFT_OUT.items():
        assert sum(f"{name} is {words}" in line for line in lines) == 1, name
    notes = [line for line in lines if not line.startswith("Left out: ")]
    assert len(notes) == 1
    assert "and 3 more products: its metadata (.xml) are missing" in notes[0]
    assert len(lines) == len(scanned.left_out) + 1


def test_no_file_of_the_layouts_is_passed_over(catalogue, shared_data):
    """Each raster and each metadata file lies in a product, or in what was left out, or is the user's own."""
    told = [p.path for p in catalogue.products] + [item.path for item in catalogue.left_out]
    names = {Path(path).name for path in told}
    for file in sorted((shared_data / "product_layouts").resolve().rglob("*")):
        if file.suffix.lower() in (".tif", ".tiff", ".xml", ".safe") or "_MTL." in file.name:
            inside = any(str(file).startswith(f"{path}/") for path in told)
            of_scene = any(file.name.startswith(name.split("_MTL")[0].split(".xml")[0]) for name in names)
            assert inside or of_scene or file.name in LOOSE_RASTERS, file
