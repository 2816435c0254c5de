"""Theia Sentinel-2 L2A folders: described as they are, or left out with the reason."""

import shutil

import numpy as np
import pytest

from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.sensors.theia_metadata import parse_metadata
from landweave.engine.sensors.theia_s2 import find, recognises
from landweave.tests.engine.products import write_raster, write_theia_s2
from landweave.tests.engine.sensors.makers_theia import SUN


def found(path):
    assert recognises(str(path), [p.name for p in path.iterdir()])
    return find(str(path))


def test_a_product_is_described_as_it_is(tmp_path):
    path = write_theia_s2(tmp_path, platform="SENTINEL2B", letter="D", version="V1-0")
    product = found(path)
    assert isinstance(product, Product)
    assert (product.sensor, product.tile, product.version, product.orbit) == ("S2", "31TCJ", "V1-0", "51")
    assert product.acquired == "2018-05-11T10:50:38.461"
    assert product.cloud_percent == 12
    assert product.note == ""
    assert [b.name for b in product.bands] == ["B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12"]
    assert {b.name: b.factor for b in product.bands if b.factor == 1}.keys() == {"B2", "B3", "B4", "B8"}
    assert all((b.nodata, b.scale, b.offset) == (-10000, 1, 0) for b in product.bands)
    assert [m.rule for m in product.masks] == ["nonzero"] * 3
    assert (product.grid.columns, product.grid.pixel_width) == (128, 10.0)
    assert Product.from_json(product.to_json()) == product
    assert len(product.files) == 13


@pytest.mark.parametrize("gone", ["_FRE_B8A.tif", "_FRE_B2.tif", "MASKS/{}_EDG_R1.tif"])
def test_a_missing_file_is_named(tmp_path, gone):
    path = write_theia_s2(tmp_path)
    file = path / (gone.format(path.name) if "{}" in gone else path.name + gone)
    file.unlink()
    left = found(path)
    assert isinstance(left, LeftOut)
    assert file.name in left.reason
    assert "ownload the product again" in left.reason


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.95])
def test_a_cut_file_is_noticed_and_named(tmp_path, keep):
    path = write_theia_s2(tmp_path)
    file = path / f"{path.name}_FRE_B4.tif"
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * keep)])
    left = found(path)
    assert isinstance(left, LeftOut)
    assert file.name in left.reason
    assert "again" in left.reason


def test_a_file_on_other_pixels_is_named(tmp_path):
    path = write_theia_s2(tmp_path)
    write_raster(path / f"{path.name}_FRE_B11.tif", np.zeros((64, 64), np.int16), (300020.0, 4900020.0), (20.0, 20.0))
    left = found(path)
    assert isinstance(left, LeftOut)
    assert "FRE_B11.tif does not lie on the same pixels" in left.reason


def test_missing_metadata_are_noted_and_time_comes_from_the_name(tmp_path):
    path = write_theia_s2(tmp_path)
    (path / f"{path.name}_MTD_ALL.xml").unlink()
    product = found(path)
    assert product.acquired == "2018-05-11T10:50:38.461"
    assert product.cloud_percent is None
    assert "missing" in product.note


def test_a_renamed_folder_is_recognised_by_its_files_and_a_wrapping_folder_is_not(tmp_path):
    path = write_theia_s2(tmp_path)
    wrapper = tmp_path / "other" / path.name
    wrapper.mkdir(parents=True)
    shutil.move(str(path), wrapper / path.name)
    assert not recognises(str(wrapper), [path.name])
    renamed = tmp_path / "May image"
    (wrapper / path.name).rename(renamed)
    product = found(renamed)
    assert product.identifier == path.name
    assert product.path == str(renamed)


def test_other_folders_are_not_products(tmp_path):
    assert not recognises(str(tmp_path), ["SENTINEL2A_20180511-105038-461_L2A_T31TCJ_C_V2-2.zip", "readme.txt"])
    assert not recognises("/data/SENTINEL2X_20180515-000000-000_L3A_T31TCJ_C_V1-0", [])


def test_the_mean_angles_of_the_sun_are_found_among_others():
    said = parse_metadata(SUN.format(zenith="29.2735063562", azimuth=150))
    assert (said.sun_zenith, said.sun_azimuth) == (29.2735063562, 150)
    viewing = SUN.split("</Sun_Angles>")[1]
    assert parse_metadata(viewing).sun_zenith is None
    assert parse_metadata("<Sun_Angles><ZENITH_ANGLE>NaN</ZENITH_ANGLE></Sun_Angles>" + viewing).sun_zenith is None


def test_real_fragments_of_metadata_give_what_they_hold(shared_data):
    folder = shared_data / "product_layouts" / "theia_sentinel2_L2A_muscate" / "sensor_data"
    texts = [p.read_text() for p in sorted(folder.rglob("*_MTD_ALL.xml"))]
    assert sorted(parse_metadata(t).cloud_percent for t in texts) == [43, 43, 60, 93]
    assert all(parse_metadata(t).sun_zenith is None for t in texts)  # only what follows the sun's angles is there
    assert all("name" in parse_metadata(t).note for t in texts)


def test_real_products_with_only_a_stack_are_left_out_with_the_reason(shared_data):
    folder = shared_data / "product_layouts" / "theia_sentinel2_L2A_muscate" / "sensor_data"
    products = sorted(p.parent for p in folder.rglob("*_FRE_STACK.tif"))
    assert len(products) == 4
    for path in products:
        left = found(path)
        assert isinstance(left, LeftOut)
        assert "only a stack (FRE_STACK.tif)" in left.reason
