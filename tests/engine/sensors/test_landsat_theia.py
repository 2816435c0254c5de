"""Theia's Landsat products in both namings: described as they are, read as the descriptions say, or left out."""

import numpy as np
import pytest

from landweave.engine.sensors import landsat_c2, landsat_theia, landsat_theia_old
from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.sensors.makers_theia import write_theia_landsat, write_theia_landsat_old
from landweave.tests.engine.sensors.reading import read

RNG = np.random.default_rng(9)
SHAPE = (60, 70)


def found(path, module=landsat_theia):
    assert module.recognises(str(path), [p.name for p in path.iterdir()])
    return module.find(str(path))


def old(path):
    return found(path, landsat_theia_old)


def bits(share, *positions):
    """Return a mask in which a share of the pixels has one of some bits set."""
    return np.where(RNG.random(SHAPE) < share, 1 << RNG.choice(positions, SHAPE), 0).astype(np.uint8)


def test_a_product_is_described_as_it_is(tmp_path):
    product = found(write_theia_landsat(tmp_path))
    assert isinstance(product, Product)
    assert (product.format, product.sensor, product.tile, product.version) == (
        "theia_landsat_l2a", "L8", "31TCJ", "V1-9")
    assert (product.acquired, product.cloud_percent, product.note) == ("2018-01-15T10:36:29.617", 17, "")
    assert (product.orbit, product.sun_zenith, product.sun_azimuth) == ("199", 67.7, 160.25)
    assert [b.name for b in product.bands] == ["B1", "B2", "B3", "B4", "B5", "B6", "B7"]
    assert {b.name: b.role for b in product.bands if b.name != "B1"} == landsat_c2.BANDS["L8"]
    assert all("_FRE_" in b.path for b in product.bands)
    assert product.grid.pixel_width == 30
    assert Product.from_json(product.to_json()) == product


def test_values_and_masks_are_read_as_the_format_says(tmp_path):
    values = {f"B{n}": RNG.integers(-300, 12000, SHAPE, dtype=np.int16) for n in range(1, 8)}
    values["B6"][3, 4:9] = -10000
    masks = {"CLM": bits(0.2, *range(8)), "SAT": bits(0.1, *range(8)), "EDG": bits(0.1, 0), "MG2": bits(0.9, 0, 2)}
    got, valid = read(found(write_theia_landsat(tmp_path, values=values, masks=masks)))
    clear = (masks["CLM"] == 0) & (masks["SAT"] == 0) & (masks["EDG"] == 0) & (values["B6"] != -10000)
    assert 0.4 < clear.mean() < 0.9
    assert np.array_equal(valid, clear)
    for layer, band in zip(got, values):
        assert np.array_equal(layer, np.where(clear, values[band], SERIES_NODATA))


@pytest.mark.parametrize(("name", "tile"), [
    ("LANDSAT8-OLITIRS-XSTHPAN_20170501-103532-111_L2A_T31TCH_C_V2-2", "31TCH"),
    ("LANDSAT8-OLITIRS-XS_20200510-090819-156_L2A_184-028_C_V1-0", "184-028"),
    ("LANDSAT8_20170501-103532-111_L2A_TOULOUSE_C_V1-0", "TOULOUSE"),
])
def test_the_forms_of_the_name_are_known(tmp_path, name, tile):
    assert found(write_theia_landsat(tmp_path, name)).tile == tile


@pytest.mark.parametrize("gone", ["_FRE_B5.tif", "MASKS/{}_EDG_XS.tif"])
def test_a_missing_file_is_named(tmp_path, gone):
    path = write_theia_landsat(tmp_path)
    file = path / (gone.format(path.name) if "{}" in gone else path.name + gone)
    file.unlink()
    left = found(path)
    assert left.damaged
    assert f"{file.name} is missing" in left.reason


def test_the_old_naming_is_described_as_it_is(tmp_path):
    product = old(write_theia_landsat_old(tmp_path))
    assert isinstance(product, Product)
    assert (product.format, product.sensor, product.tile, product.version) == (
        "theia_landsat_n2a", "L8", "D0005H0002", "2.0")
    assert (product.acquired, product.note) == ("2014-04-14T10:44:14", "")
    assert (product.sun_zenith, product.sun_azimuth) == (37.23948878, 148.40233004)
    assert [(b.name, b.layer, b.scale) for b in product.bands] == [(f"B{n}", n, 10) for n in range(1, 8)]
    assert {b.name: b.role for b in product.bands if b.name != "B1"} == landsat_c2.BANDS["L8"]
    assert Product.from_json(product.to_json()) == product


def test_the_old_naming_is_read_as_the_format_says(tmp_path):
    values = RNG.integers(-30, 1200, (7, *SHAPE), dtype=np.int16)
    values[:, 3, 4:9] = -10000
    values[2, 5, 5] = -10000
    masks = {"DIV": bits(0.7, 0, 1, 2, 3, 4), "NUA": bits(0.2, *range(8)), "SAT": bits(0.1, *range(7))}
    got, valid = read(old(write_theia_landsat_old(tmp_path, values=values, masks=masks)))
    clear = (masks["DIV"] % 2 == 0) & (masks["NUA"] == 0) & (masks["SAT"] == 0) & (values != -10000).all(axis=0)
    assert 0.4 < clear.mean() < 0.9
    assert np.array_equal(valid, clear)
    assert np.array_equal(got, np.where(clear, values * 10, SERIES_NODATA))


@pytest.mark.parametrize("satellite", ["LANDSAT5_TM", "LANDSAT7_ETM"])
def test_the_older_satellites_have_the_bands_of_the_thematic_mapper(tmp_path, satellite):
    product = old(write_theia_landsat_old(tmp_path, f"{satellite}_XS_20140414_N2A_France-MetropoleD0005H0002"))
    assert product.sensor == "L7"
    assert {b.name: b.role for b in product.bands} == landsat_c2.BANDS["L7"]
    assert [b.layer for b in product.bands] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("value", [0, 1])
def test_the_mask_of_no_data_whose_meaning_differs_does_not_count(tmp_path, value):
    masks = {"NODATA": np.full(SHAPE, value, np.uint8)}
    assert read(old(write_theia_landsat_old(tmp_path, masks=masks)))[1].all()


def test_metadata_of_the_old_naming_may_be_missing_or_tell_another_factor(tmp_path):
    product = old(write_theia_landsat_old(tmp_path / "a", xml=False))
    assert (product.acquired, product.version, product.bands[0].scale) == ("2014-04-14", "", 10)
    assert "metadata (.xml) are missing" in product.note
    assert old(write_theia_landsat_old(tmp_path / "b", quantification="10000.0")).bands[0].scale == 1
    other = old(write_theia_landsat_old(tmp_path, "LANDSAT8_OLITIRS_XS_20140415_N2A_France-MetropoleD0005H0002"))
    assert (other.acquired, other.note) == ("2014-04-15", "its metadata say 2014-04-14")


def test_a_renamed_folder_is_known_by_its_image_and_other_zones_keep_their_names(tmp_path):
    path = write_theia_landsat_old(tmp_path, "LANDSAT8_OLITIRS_XS_20140414_N2A_ReunionD0001H0001")
    renamed = tmp_path / "April"
    path.rename(renamed)
    product = old(renamed)
    assert (product.identifier, product.tile) == (path.name, "ReunionD0001H0001")


def test_what_the_old_naming_lacks_is_named(tmp_path):
    path = write_theia_landsat_old(tmp_path / "a")
    (path / "MASK" / f"{path.name}_NUA.TIF").unlink()
    left = old(path)
    assert isinstance(left, LeftOut)
    assert left.damaged
    assert f"{path.name}_NUA.TIF is missing" in left.reason
    short = old(write_theia_landsat_old(tmp_path / "b", values=np.ones((4, *SHAPE), np.int16)))
    assert "holds 4 bands, not 7" in short.reason
    both = write_theia_landsat_old(tmp_path / "c")
    other = write_theia_landsat_old(tmp_path / "d", "LANDSAT8_OLITIRS_XS_20140430_N2A_France-MetropoleD0005H0002")
    for file in other.glob("*.TIF"):
        file.rename(both / file.name)
    assert "it holds files of several products" in old(both).reason


@pytest.mark.parametrize("keep", [0.3, 0.95])
def test_a_cut_image_is_named(tmp_path, keep):
    path = write_theia_landsat_old(tmp_path)
    file = next(path.glob("*PENTE*"))
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * keep)])
    assert file.name in old(path).reason


def test_the_real_products_are_read(shared_data):
    top = shared_data / "product_layouts" / "theia_landsat8_N2A" / "products"
    paths = sorted(p for p in top.glob("*/*") if p.is_dir())
    assert len(paths) == 4
    for path in paths:
        product = old(path)
        assert (product.sensor, product.tile) == ("L8", path.parent.name)
        values, valid = read(product)
        assert valid.all()  # of one tile the mask NODATA is 1 everywhere, of the other 0
        ndvi = (values[4] - values[3]) / (values[4].astype(float) + values[3])
        assert 0.1 < np.median(ndvi) < 0.9
        assert values.min() > 0
        assert values.max() < 7000
