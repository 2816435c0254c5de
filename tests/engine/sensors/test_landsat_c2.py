"""Landsat Collection 2 Level 2: described as it is, read as the formula says, or left out with the reason."""

from pathlib import Path

import numpy as np
import pytest

from landweave.engine.catalogue.choice import Filter, choose
from landweave.engine.catalogue.store import Catalogue
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.landsat_c2 import find, parse_metadata, part_of, recognises
from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.series.options import SeriesOptions
from landweave.engine.series.planning import make_plan
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.sensors.makers import write_landsat

RNG = np.random.default_rng(6)
TM = "LT05_L2SP_199030_20100801_20200901_02_T1"
ETM = "LE07_L2SP_199030_20100809_20200901_02_T1"


def found(path):
    if path.is_dir():
        assert recognises(str(path), [p.name for p in path.iterdir()])
    return find(str(path))


def plan(*products):
    return make_plan(SeriesOptions(), products)


def read(*products, window=None):
    tile = tile_series(Catalogue(products), plan(*products))[0]
    with RasterReader() as reader:
        return tile, read_block(tile, window or tile.grid.window, reader).sensors[0]


def test_a_product_is_described_as_it_is(tmp_path):
    product = found(write_landsat(tmp_path))
    assert isinstance(product, Product)
    assert (product.sensor, product.tile, product.version, product.orbit) == ("L8", "199030", "20200901", "199")
    assert (product.acquired, product.cloud_percent, product.note) == ("2018-05-11T10:45:12", 12.5, "")
    assert (product.sun_zenith, product.sun_azimuth) == (30.5, 146.98479703)
    assert [m.meaning for m in product.masks] == ["qa_pixel", ""]
    assert [b.name for b in product.bands] == ["B2", "B3", "B4", "B5", "B6", "B7"]
    assert product.grid.pixel_width == 30
    assert Product.from_json(product.to_json()) == product


OLI_ROLES = {"blue": "B2", "green": "B3", "red": "B4", "nir": "B5", "swir": "B6"}
TM_ROLES = {"blue": "B1", "green": "B2", "red": "B3", "nir": "B4", "swir": "B5"}


@pytest.mark.parametrize(("name", "sensor", "roles"), [
    ("LC08_L2SP_199030_20180511_20200901_02_T1", "L8", OLI_ROLES),
    ("LC09_L2SP_199030_20220511_20220901_02_T2", "L8", OLI_ROLES),
    ("LO08_L2SR_199030_20180511_20200901_02_RT", "L8", OLI_ROLES),
    (ETM, "L7", TM_ROLES),
    (TM, "L7", TM_ROLES),
    ("LT04_L2SP_199030_19900801_20200901_02_T1", "L7", TM_ROLES),
])
def test_every_satellite_has_its_sensor_key_and_the_roles_of_its_bands(tmp_path, name, sensor, roles):
    product = found(write_landsat(tmp_path, name))
    assert product.sensor == sensor
    made = plan(product).sensors[0]
    assert dict(made.roles) == roles
    assert made.indices == ("NDVI", "NDWI", "brightness")
    own = make_plan(SeriesOptions(roles={sensor: {"nir": "B7"}}), [product]).sensors[0]
    assert dict(own.roles) == {**roles, "nir": "B7"}


def test_a_role_goes_with_a_band_that_is_not_used(tmp_path):
    product = found(write_landsat(tmp_path))
    chosen = make_plan(SeriesOptions(sensors={"L8": ["B2", "B5"]}, indices=("brightness",)), [product]).sensors[0]
    assert dict(chosen.roles) == {"blue": "B2", "nir": "B5"}


def test_all_values_are_scaled_by_the_formula(tmp_path):
    every = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    product = found(write_landsat(tmp_path, shape=(256, 256), values={"B4": every}))
    _, block = read(product)
    exact = every.ravel() * 275.0 - 2_000_000  # (value * 0.0000275 - 0.2) * 10000, x 1000, in whole numbers
    valid = every.ravel() > 0
    assert np.array_equal(block.valid[0], valid)
    red = block.values[0, 2]
    assert np.abs(red[valid] * 1000.0 - exact[valid]).max() <= 500  # rounded to the nearest
    assert red[0] == SERIES_NODATA


@pytest.mark.parametrize("name", ["LC08_L2SP_199030_20180511_20200901_02_T1", TM])
def test_the_bits_of_the_quality_band_are_honoured(tmp_path, name):
    qa = RNG.integers(0, 65536, (60, 70), dtype=np.uint16)
    qa[:40] &= np.uint16(0xFFC4)  # only snow, cirrus, or none of the lowest bits
    radsat = (RNG.random((60, 70)) < 0.1).astype(np.uint16) << RNG.integers(0, 10, (60, 70), dtype=np.uint16)
    _, block = read(found(write_landsat(tmp_path, name, qa=qa, radsat=radsat)))
    unclear = sum((qa >> bit) & 1 for bit in ((0, 1, 2, 3, 4, 5) if "LC08" in name else (0, 1, 3, 4, 5)))
    counted = radsat if "LC08" in name else radsat & ~np.uint16(1 << 5 | 1 << 8)  # without the thermal band
    clear = (unclear == 0) & (counted == 0)
    assert 0.05 < clear.mean() < 0.9
    assert np.array_equal(block.valid[0].reshape(60, 70), clear)


def test_scenes_of_different_extents_are_one_series(tmp_path):
    values = RNG.integers(7273, 43637, (2, 60, 70), dtype=np.uint16)
    first = found(write_landsat(tmp_path, values={"B4": values[0]}))
    later = found(write_landsat(tmp_path, "LC09_L2SP_199030_20220519_20220901_02_T1", values={"B4": values[1]},
                                origin=(300015.0 + 300, 4900005.0 - 600)))
    tile, block = read(first, later)
    assert (tile.grid.columns, tile.grid.rows, tile.grid.x_min, tile.grid.y_max) == (80, 80, 300015.0, 4900005.0)
    red, valid = block.values[:, 2].reshape(2, 80, 80), block.valid.reshape(2, 80, 80)
    scaled = np.rint(values * 0.275 - 2000)
    assert valid[0, :60, :70].all()
    assert valid[1, 20:, 10:].all()
    assert valid.sum() == 2 * 60 * 70
    assert np.array_equal(red[0, :60, :70], scaled[0])
    assert np.array_equal(red[1, 20:, 10:], scaled[1])
    _, part = read(first, later, window=Window(5, 15, 20, 30))
    assert np.array_equal(part.values[:, 2].reshape(2, 30, 20), red[:, 15:45, 5:25])


def test_corners_without_image_are_described_by_the_neighbouring_scenes(tmp_path):
    qa = np.full((60, 70), 21824, np.uint16)
    y, x = np.mgrid[:60, :70]
    lower = np.where(y - x > 20, np.uint16(1), qa)  # the lower left corner of the first holds no image
    first = found(write_landsat(tmp_path, qa=lower))
    other = found(write_landsat(tmp_path, "LC08_L2SP_199031_20180511_20200901_02_T1", qa=qa,
                                origin=(300015.0 - 600, 4900005.0 - 600)))
    far = found(write_landsat(tmp_path, "LC08_L2SP_199033_20180511_20200901_02_T1", origin=(300015.0, 4800015.0)))
    products = (first, other, far)
    tiles = tile_series(Catalogue(products), plan(*products))
    assert [t.grid.window for t in tiles] == [Window(0, 0, 70, 60)] * 3
    assert [len(t.sensors[0].products) for t in tiles] == [2, 2, 1]
    with RasterReader() as reader:
        block = read_block(tiles[0], tiles[0].grid.window, reader).sensors[0]
        beside = read_block(tiles[1], tiles[1].grid.window, reader).sensors[0]
    assert block.valid.shape[0] == 1  # of one day
    covered = (lower == 21824) | ((y >= 20) & (x < 50))
    assert np.array_equal(block.valid[0].reshape(60, 70), covered)
    corner = (lower == 1) & covered
    moved = np.roll(beside.values[0, 0].reshape(60, 70), (20, -20), (0, 1))
    assert corner.sum() > 300
    assert np.array_equal(block.values[0, 0].reshape(60, 70)[corner], moved[corner])


def test_thematic_mappers_and_their_successor_are_one_sensor(tmp_path):
    tm, etm = found(write_landsat(tmp_path, TM)), found(write_landsat(tmp_path, ETM))
    _, block = read(tm, etm)
    assert block.valid.shape[0] == 2


def test_the_newest_processing_wins(tmp_path):
    old = found(write_landsat(tmp_path))
    new = found(write_landsat(tmp_path, "LC08_L2SP_199030_20180511_20230901_02_T1"))
    kept, left = choose([old, new], Filter())
    assert kept == [new]
    assert "20230901" in left[0].reason


def test_files_without_a_folder_of_their_own_are_a_product(tmp_path):
    path = write_landsat(tmp_path, own_folder=False)
    assert {part_of(str(p)) for p in tmp_path.iterdir()} == {path.name}
    assert part_of(f"{path}.tar") == ""
    product = found(path)
    assert product.identifier == path.name
    assert Path(product.path).exists()
    assert not recognises(str(tmp_path), [p.name for p in tmp_path.iterdir()])


@pytest.mark.parametrize("gone", ["SR_B5.TIF", "QA_PIXEL.TIF", "QA_RADSAT.TIF"])
@pytest.mark.parametrize("own_folder", [True, False])
def test_a_missing_file_is_named(tmp_path, gone, own_folder):
    path = write_landsat(tmp_path, own_folder=own_folder)
    file = next(tmp_path.rglob(f"*_{gone}"))
    file.unlink()
    left = found(path)
    assert isinstance(left, LeftOut)
    assert left.damaged
    assert f"{file.name} is missing. Download the product again." in left.reason


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.95])
def test_a_cut_file_is_named(tmp_path, keep):
    path = write_landsat(tmp_path)
    file = path / f"{path.name}_SR_B3.TIF"
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * keep)])
    left = found(path)
    assert left.damaged
    assert file.name in left.reason


def test_metadata_alone_are_no_damaged_product(tmp_path):
    path = write_landsat(tmp_path, own_folder=False)
    for file in tmp_path.glob("*.TIF"):
        file.unlink()
    left = found(path)
    assert not left.damaged
    assert "no image is here" in left.reason


def test_missing_metadata_are_noted(tmp_path):
    product = found(write_landsat(tmp_path, mtl=None))
    assert (product.acquired, product.cloud_percent) == ("2018-05-11", None)
    assert "MTL" in product.note


SUN_AS_JSON = ',\n"SUN_AZIMUTH": "154.9",\n"SUN_ELEVATION": "-4.5"'
SUN_AS_XML = "<SUN_AZIMUTH>154.9</SUN_AZIMUTH><SUN_ELEVATION>47.5</SUN_ELEVATION>"


@pytest.mark.parametrize(("text", "expected"), [
    ('"CLOUD_COVER_LAND": "9.00",\n"CLOUD_COVER": "5.25",\n"SCENE_CENTER_TIME": "10:02:27.46Z"' + SUN_AS_JSON,
     ("10:02:27", 5.25, 94.5, 154.9)),
    ("<CLOUD_COVER>5.25</CLOUD_COVER><SCENE_CENTER_TIME>10:02:27.46Z</SCENE_CENTER_TIME>" + SUN_AS_XML,
     ("10:02:27", 5.25, 42.5, 154.9)),
    ("CLOUD_COVER_LAND = 3.00\nCLOUD_COVER = -1.00", ("", None, None, None)),
    ("", ("", None, None, None)),
])
def test_metadata_as_json_xml_and_without_cloud_cover(text, expected):
    said = parse_metadata(text)
    assert (said.time, said.cloud_percent, said.sun_zenith, said.sun_azimuth) == expected


def test_real_metadata_give_what_they_hold(shared_data):
    folder = shared_data / "product_layouts"
    c2 = folder / "landsat_mtl_samples" / "LC08_L1TP_193024_20180824_20200831_02_T1_MTL.txt"
    said = parse_metadata(c2.read_text())
    assert (said.time, said.cloud_percent, said.sun_azimuth) == ("10:02:27", 93.82, 154.90016202)
    assert said.sun_zenith == pytest.approx(90 - 47.03107233)
    padded = next((folder / "landsat5_L1_usgs").rglob("*_MTL.txt")).read_text()
    assert padded.endswith("\0")
    said = parse_metadata(padded)
    assert said.time.startswith("13:")
    assert 0 < said.sun_zenith < 90
    assert said.note == ""
