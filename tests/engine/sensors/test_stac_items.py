"""Items of STAC: described as they say, read as their scaling says, or left out with the reason."""

import json

import numpy as np
import pytest

from landweave.engine.catalogue.store import Catalogue
from landweave.engine.errors import UserError
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.sensors.stac import describe, find, recognises
from landweave.engine.sensors.stac_item import Item, moment
from landweave.engine.sensors.stac_pixels import Pixels
from landweave.engine.series.options import SeriesOptions
from landweave.engine.series.planning import make_plan
from landweave.tests.engine.sensors.makers import write_hls, write_safe
from landweave.tests.engine.sensors.stac_makers import box_of, feature, projection, write_landsat_item, write_s2

S2 = "S2A_31TCJ_20230701_0_L2A"


def described(item, source="http://127.0.0.1:9/items.json", folder=""):
    with RasterReader() as reader:
        return describe(Item(item, str(source), str(folder)), Pixels(reader))


def folder_product(tmp_path, **parameters):
    write_s2(tmp_path, **parameters)
    assert recognises(str(tmp_path / S2), [p.name for p in (tmp_path / S2).iterdir()])
    return find(str(tmp_path / S2))


def read(*products):
    tile = tile_series(Catalogue(products), make_plan(SeriesOptions(), products))[0]
    with RasterReader() as reader:
        return read_block(tile, tile.grid.window, reader).sensors[0]


@pytest.mark.parametrize("by_key", ["colour", "band"])
@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_a_folder_of_the_public_archive_is_a_product_like_the_others(tmp_path, by_key, version):
    product = folder_product(tmp_path, by_key=by_key, version=version)
    assert isinstance(product, Product), product
    assert (product.sensor, product.tile, product.acquired) == ("S2", "31TCJ", "2023-07-01T10:40:31")
    assert (product.version, product.part, product.orbit) == ("05.09", "20230701T104159", "8")
    assert (product.cloud_percent, product.sun_zenith, product.sun_azimuth) == (12.5, 30.0, 150.0)
    assert [b.name for b in product.bands] == ["B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12"]
    assert [b.factor for b in product.bands] == [1, 1, 1, 2, 2, 2, 1, 2, 2, 2]
    assert product.masks[0].meaning == "scl"
    assert all(path.startswith(str(tmp_path)) for path in product.files)
    assert Product.from_json(product.to_json()) == product


def test_the_same_values_come_from_all_layouts(tmp_path):
    rng = np.random.default_rng(3)
    raw = {band: rng.integers(1000, 9000, (128 * 10 // m,) * 2, dtype=np.uint16)
           for band, m in (("B02", 10), ("B03", 10), ("B04", 10), ("B08", 10), ("B05", 20), ("B06", 20), ("B07", 20),
                           ("B8A", 20), ("B11", 20), ("B12", 20))}
    scl = rng.integers(0, 12, (64, 64)).astype(np.uint8)
    cog = folder_product(tmp_path, values=raw, scl=scl)
    write_safe(tmp_path / "safe", baseline="04.00", moment="20230701T104031", made="20230701T200058", size=128,
               values=raw, scl=scl, offset=-1000)
    from landweave.engine.sensors import sen2cor

    safe = sen2cor.find(str(next((tmp_path / "safe").iterdir())))
    assert isinstance(safe, Product), safe
    one, other = read(cog), read(safe)
    assert np.array_equal(one.valid, other.valid)
    assert np.array_equal(one.values, other.values)
    assert 0.1 < one.valid.mean() < 0.9


@pytest.mark.parametrize(("baseline", "properties", "raster", "offset", "expected"), [
    ("05.09", {}, True, -0.1, -1000),
    ("05.09", {"earthsearch:boa_offset_applied": True}, True, -0.1, 0),
    ("05.09", {"earthsearch:boa_offset_applied": False}, True, -0.1, -1000),
    ("05.09", {"earthsearch:boa_offset_applied": True}, True, 0, 0),
    ("05.09", {"sentinel:boa_offset_applied": True}, False, 0, 0),
    ("04.00", {}, False, 0, -1000),
    ("03.01", {}, False, 0, 0),
    ("02.14", {}, True, -0.1, 0),
    ("05.09", {}, True, 0, 0),
    ("99.99", {}, False, 0, 0),
])
def test_the_offset_of_new_baselines_is_taken_once(tmp_path, baseline, properties, raster, offset, expected):
    product = folder_product(tmp_path, baseline=baseline, properties=properties, raster=raster, offset=offset)
    assert {b.offset for b in product.bands} == {expected}
    assert {round(b.scale, 9) for b in product.bands} == {1.0}


def test_a_baseline_that_nobody_tells(tmp_path):
    lost = {"s2:processing_baseline": None, "s2:product_uri": None}
    left = folder_product(tmp_path, properties=lost, raster=False)
    assert isinstance(left, LeftOut)
    assert "neither the processing baseline nor the offset" in left.reason


def test_the_grid_comes_from_the_item_and_nothing_is_opened(tmp_path):
    item = write_s2(tmp_path, href="http://127.0.0.1:9/x/{file}", code=True)
    product = described(item)
    assert isinstance(product, Product), product
    assert (product.grid.columns, product.grid.rows, product.grid.x_min) == (128, 128, 300000.0)
    assert product.bands[0].path == "/vsicurl/http://127.0.0.1:9/x/B02.tif"
    assert folder_product(tmp_path).grid == product.grid


def test_an_item_without_projection_and_without_reachable_files_is_left_out(tmp_path):
    item = write_s2(tmp_path, href="http://127.0.0.1:9/x/{file}", proj=False)
    left = described(item)
    assert isinstance(left, LeftOut)
    assert "no projection metadata" in left.reason
    assert "http://127.0.0.1:9/x/" in left.reason


def test_a_projection_that_contradicts_itself_is_not_believed(tmp_path):
    item = write_s2(tmp_path, href="http://127.0.0.1:9/x/{file}")
    item["assets"]["swir16"]["proj:transform"][2] += 20
    assert "'swir16' does not lie on the same pixels" in described(item).reason


@pytest.mark.parametrize(("change", "words"), [
    (lambda i: i["assets"].pop("scl"), "lacks the asset SCL"),
    (lambda i: i["assets"].clear(), "lacks the assets B2, B3, B4 and 8 more files"),
    (lambda i: i.update(collection="sentinel-2-l1c", id="S2A_x", properties={}), "not of level"),
    (lambda i: i.update(assets=None), "lacks the assets"),
    (lambda i: i["properties"].update({"datetime": "yesterday", "s2:product_uri": "", "title": ""}), "cannot be read"),
])
def test_bad_items_are_left_out_with_the_reason(tmp_path, change, words):
    item = write_s2(tmp_path, href="http://127.0.0.1:9/x/{file}")
    change(item)
    left = described(item)
    assert isinstance(left, LeftOut)
    assert words in left.reason


def test_a_folder_without_its_item_and_one_with_a_cut_file(tmp_path):
    assert isinstance(folder_product(tmp_path), Product)
    file = tmp_path / S2 / "B8A.tif"
    file.write_bytes(file.read_bytes()[:900])
    left = find(str(tmp_path / S2))
    assert left.damaged
    assert "B8A.tif" in left.reason
    (tmp_path / S2 / f"{S2}.json").unlink()
    assert recognises(str(tmp_path / S2), [p.name for p in (tmp_path / S2).iterdir()])
    assert "STAC item is missing" in find(str(tmp_path / S2)).reason


def test_other_folders_are_not_taken(tmp_path):
    (tmp_path / "a.json").write_text('{"stac_version": "1.0.0", "type": "Catalog"}')
    (tmp_path / "b.json").write_text('{"stac_version": broken')
    (tmp_path / "c.tif").write_bytes(b"")
    assert not recognises(str(tmp_path), ["a.json", "b.json", "c.tif"])
    assert not recognises(str(tmp_path), ["a.json"])


def test_a_folder_that_holds_more_than_an_item_names_is_no_product(tmp_path):
    write_s2(tmp_path)
    folder = (tmp_path / S2).rename(tmp_path / "mine")

    def taken():
        return recognises(str(folder), [p.name for p in folder.iterdir()])

    assert taken()
    (folder / "more").mkdir()
    assert not taken()
    (folder / "more").rmdir()
    for day in range(10, 30):
        (folder / f"drone_202307{day}.tif").write_bytes(b"")
    assert not taken()


def test_an_item_collection_on_the_disk_may_name_files_beside_it(tmp_path):
    item = write_s2(tmp_path, href=f"./{S2}/{{file}}")
    product = described(item, tmp_path / "items.json")
    assert isinstance(product, Product), product
    assert product.bands[0].path == str(tmp_path / S2 / "B02.tif")


@pytest.mark.parametrize(("text", "expected"), [
    ("2023-07-01T10:46:30.262000Z", "2023-07-01T10:46:30"),
    ("2023-07-01T10:46:30.2Z", "2023-07-01T10:46:30"),
    ("2023-07-01T01:00:00+02:00", "2023-06-30T23:00:00"),
    ("2023-07-01", "2023-07-01T00:00:00"),
])
def test_times_are_brought_to_utc(text, expected):
    assert moment(text) == expected


@pytest.mark.parametrize(("href", "extra", "expected"), [
    ("s3://bucket/a/B02.tif", {}, "/vsis3/bucket/a/B02.tif"),
    ("s3://bucket/a/B02.tif", {"alternate": {"https": {"href": "https://x.org/B02.tif"}}},
     "/vsicurl/https://x.org/B02.tif"),
    ("https://x.org/B02.tif", {"alternate": {"s3": {"href": "s3://b/B02.tif"}}}, "/vsicurl/https://x.org/B02.tif"),
    ("../img/B02.tif", {}, "/vsicurl/https://cat.org/s/img/B02.tif"),
    ("https://x.org/B02.tif?sig=abc&se=2023", {}, "/vsicurl/https://x.org/B02.tif"),
    ("https://x.org/get?file=B02.tif", {}, "/vsicurl/https://x.org/get?file=B02.tif"),
    ("abfs://x/B02.tif", {}, None),
])
def test_addresses_become_paths_for_gdal(href, extra, expected):
    item = feature("i", "c", {"red": {"href": href, **extra}}, {}, (0, 0, 1, 1))
    item["links"] = [{"rel": "self", "href": "https://cat.org/s/items/i.json"}]
    assets = Item(item, "/somewhere/items.json").assets()
    assert (assets["red"].path if assets else None) == expected
    assert not assets or "sig=" not in assets["red"].path
    assert not assets or assets["red"].was_signed == ("sig=" in href)


def test_links_of_the_planetary_computer_are_signed_by_gdal():
    item = feature("i", "sentinel-2-l2a", {"red": {"href": "https://s.blob.core.windows.net/a/B02.tif"}}, {},
                   (0, 0, 1, 1))
    item["links"] = [{"rel": "root", "href": "https://planetarycomputer.microsoft.com/api/stac/v1"}]
    path = Item(item, "x.json").assets()["red"].path
    assert path == ("/vsicurl?pc_url_signing=yes&pc_collection=sentinel-2-l2a&"
                    "url=https%3A%2F%2Fs.blob.core.windows.net%2Fa%2FB02.tif")


@pytest.mark.parametrize(("name", "platform", "sensor", "bands"), [
    ("LC08_L2SP_199030_20180511_20200901_02_T1_SR", "landsat-8", "L8", "B2 B3 B4 B5 B6 B7"),
    ("LC09_L2SP_199030_20180511_20200901_02_T1_SR", "LANDSAT_9", "L8", "B2 B3 B4 B5 B6 B7"),
    ("LE07_L2SP_199030_20180511_20200901_02_T1_SR", "landsat-7", "L7", "B1 B2 B3 B4 B5 B7"),
    ("LT05_L2SP_199030_20100801_02_T1", "landsat-5", "L7", "B1 B2 B3 B4 B5 B7"),
])
def test_landsat_items_have_the_names_of_landsat_folders(tmp_path, name, platform, sensor, bands):
    item = write_landsat_item(tmp_path, name, platform=platform)
    product = described(item, tmp_path / name / f"{name}.json", tmp_path / name)
    assert isinstance(product, Product), product
    assert (product.sensor, product.tile, product.orbit, product.oblique) == (sensor, "199030", "199", True)
    assert " ".join(b.name for b in product.bands) == bands
    assert product.masks[0].meaning == "qa_pixel"
    assert product.version == ("20200901" if "20200901" in name else "")
    assert product.sun_zenith == 35.0


def test_landsat_values_follow_the_scale_of_the_item(tmp_path):
    values = np.arange(60 * 70, dtype=np.uint16).reshape(60, 70) * 15
    qa = np.full((60, 70), 21824, np.uint16)
    qa[:5] = 1 << 3
    item = write_landsat_item(tmp_path, values={"red": values}, qa=qa)
    name = item["id"]
    product = described(item, tmp_path / name / f"{name}.json", tmp_path / name)
    block = read(product)
    clear = (qa != 8).ravel() & (values.ravel() > 0)
    assert np.array_equal(block.valid[0], clear)
    exact = (values.ravel() * 2.75e-05 - 0.2) * 10000
    assert np.abs(block.values[0, 2][clear] - exact[clear]).max() <= 0.5001


def test_level_1_of_landsat_is_left_out(tmp_path):
    item = write_landsat_item(tmp_path, "LC08_L1TP_199030_20180511_20200901_02_T1")
    item["properties"]["landsat:correction"] = "L1TP"
    assert "not Collection 2 Level 2" in described(item).reason


@pytest.mark.parametrize("kind", ["S30", "L30"])
def test_hls_items_are_those_of_hls_folders(tmp_path, kind):
    from landweave.engine.sensors import hls

    name = f"HLS.{kind}.T31TCJ.2021001T105441.v2.0"
    folder = write_hls(tmp_path, name)
    assets = {p.name.split(".")[-2]: {"href": p.name, "type": "image/tiff"} for p in folder.glob("*.tif")}
    item = feature(name, f"HLS{kind}_2.0", assets, {"eo:cloud_cover": 37}, (0, 44, 1, 45), "2021-01-01T10:54:41Z")
    product, own = described(item, folder / "item.json", folder), hls.find(str(folder))
    assert isinstance(product, Product), product
    assert (product.sensor, product.tile, product.acquired) == (own.sensor, own.tile, own.acquired)
    assert [(b.name, b.path, b.role, b.nodata) for b in product.bands] == [
        (b.name, b.path, b.role, b.nodata) for b in own.bands]
    assert product.grid == own.grid
    assert np.array_equal(read(product).values, read(own).values)


def test_any_other_collection_is_a_sensor_of_its_own():
    grid = projection((50, 60), (500000, 4000000), 3)
    assets = {
        "image": {"href": "https://x.org/i.tif", "type": "image/tiff", "roles": ["data"], **grid,
                  "eo:bands": [{"name": "b1", "common_name": "blue"}, {"name": "b2", "common_name": "rededge"},
                               {"name": "b3", "common_name": "rededge"}, {"name": "b4", "common_name": "nir"}],
                  "raster:bands": [{"scale": 0.0001, "offset": 0.1, "nodata": 0}] * 4},
        "coarse": {"href": "https://x.org/c.tif", "type": "image/tiff", "roles": ["data"],
                   **projection((25, 30), (500000, 4000000), 6), "bands": [{"name": "swir", "data_type": "uint16"}]},
        "visual": {"href": "https://x.org/v.tif", "type": "image/tiff", "roles": ["visual"]},
        "meta": {"href": "https://x.org/m.json", "type": "application/json", "roles": ["metadata"]},
    }
    product = described(feature("i1", "planet-scope.v2", assets, {}, (0, 0, 1, 1)))
    assert isinstance(product, Product), product
    assert product.sensor == "planetscopev2"
    assert [(b.name, b.layer, b.factor) for b in product.bands] == [
        ("blue", 1, 1), ("b2", 2, 1), ("b3", 3, 1), ("nir", 4, 1), ("swir", 1, 2)]
    assert [(b.scale, b.offset) for b in product.bands] == [(1.0, 1000.0)] * 4 + [(1.0, 0.0)]
    assert "no mask" in product.note


@pytest.mark.parametrize(("assets", "words"), [
    ({}, "no asset that is known"),
    ({"x": {"href": "https://x.org/a.json", "type": "application/json"}}, "no asset that is known"),
    ({"thumbnail": {"href": "t.tif", "roles": ["thumbnail"]}}, "no asset that is known"),
])
def test_items_without_images_are_left_out(assets, words):
    left = described(feature("i", "other", assets, {}, (0, 0, 1, 1)))
    assert words in left.reason


def test_an_item_says_where_its_signed_links_went(tmp_path):
    item = write_s2(tmp_path, href="http://127.0.0.1:9/x/{file}?X-Amz-Signature=secret")
    product = described(item)
    assert "signatures" in product.note
    assert "secret" not in json.dumps(product.to_json())


def test_a_missing_time_is_said():
    item = feature("i", "c", {}, {}, (0, 0, 1, 1))
    del item["properties"]["datetime"]
    with pytest.raises(UserError, match="no time of acquisition"):
        _ = Item(item, "x").acquired


def test_boxes_of_tests_are_true():
    west, south, east, north = box_of((128, 128), (300000.0, 4900020.0), 10)
    assert 0 < east - west < 0.1
    assert 0 < north - south < 0.1
