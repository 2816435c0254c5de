"""Whatever stands in an item: it becomes a product or is left out with a reason, and the rest goes on."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal

from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.sensors.stac import _wanted, describe
from landweave.engine.sensors.stac_item import Item
from landweave.engine.sensors.stac_pixels import Pixels
from landweave.engine.sensors.stac_source import Asked
from landweave.tests.engine.sensors.stac_makers import S2_ASSETS, box_of, feature, projection

ORIGIN = (300000.0, 4900020.0)


def _asset(key, metres, **more):
    side = 128 * 10 // metres
    return {"href": f"/nowhere/{key}.tif", "type": "image/tiff", "roles": ["data"],
            "raster:bands": [{"scale": 0.0001, "offset": -0.1, "nodata": 0}],
            "eo:bands": [{"name": key, "common_name": key}], **projection((side, side), ORIGIN, metres), **more}


def _items():
    box = box_of((128, 128), ORIGIN, 10)
    s2 = {"platform": "sentinel-2a", "s2:processing_baseline": "05.09", "grid:code": "MGRS-31TCJ",
          "view:sun_elevation": 40.0, "sat:relative_orbit": 8, "eo:cloud_cover": 3}
    landsat = {"platform": "landsat-8", "landsat:wrs_path": "199", "landsat:wrs_row": "030"}
    keys = ("blue", "green", "red", "nir08", "swir16", "swir22", "qa_pixel", "qa_radsat")
    bands = ("B02", "B03", "B04", "B05", "B06", "B07", "Fmask")
    return [
        feature("S2A_31TCJ_20230701_0_L2A", "sentinel-2-l2a", {k: _asset(k, m) for k, (_, m) in S2_ASSETS.items()},
                s2, box),
        feature("LC08_L2SP_199030_20180511_20200901_02_T1_SR", "landsat-c2-l2", {k: _asset(k, 40) for k in keys},
                landsat, box),
        feature("HLS.L30.T31TCJ.2021003T104035.v2.0", "HLSL30", {k: _asset(k, 40) for k in bands}, {}, box),
        feature("x", "planet", {"image": _asset("red", 10, alternate={"s3": {"href": "s3://b/x.tif"}})}, {}, box),
    ]


ITEMS = _items()
JUNK = st.sampled_from([None, True, 3, -1, 0, 1e308, float("nan"), float("inf"), "", "x", "EPSG:x", [], [None], {},
                        [[]], {"a": 1}, "2023-13-45", [1, 2], "http://[", "a" * 300])


@pytest.fixture(autouse=True, scope="module")
def _no_patience():
    before = gdal.GetConfigOption("GDAL_HTTP_MAX_RETRY")
    gdal.SetConfigOption("GDAL_HTTP_MAX_RETRY", "0")
    yield
    gdal.SetConfigOption("GDAL_HTTP_MAX_RETRY", before)


def _paths(value, path=()):
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from _paths(child, (*path, key))


def _described(content):
    with RasterReader() as reader:
        item = Item(content, "http://127.0.0.1:9/items.json")
        return _wanted(item, Asked("x"), lambda box: True) or describe(item, Pixels(reader))


def _remote(item):
    changed = copy.deepcopy(item)
    for asset in changed["assets"].values():
        asset["href"] = f"http://127.0.0.1:9{asset['href']}"
    return changed


def test_the_items_are_good_before_they_are_changed():
    for item in ITEMS:
        assert isinstance(_described(_remote(item)), Product), _described(_remote(item))


@settings(max_examples=300)
@given(st.sampled_from(ITEMS), st.data())
def test_any_value_anywhere(item, data):
    changed = _remote(item)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([p for p in _paths(changed) if p]))
        at = changed
        for key in path[:-1]:
            at = at[key]
        if data.draw(st.booleans()):
            at[path[-1]] = copy.deepcopy(data.draw(JUNK))
        else:
            del at[path[-1]]
    found = _described(changed)
    assert isinstance(found, (Product, LeftOut))
    if isinstance(found, Product):
        assert found.day
        assert found.grid.columns > 0
        assert Product.from_json(found.to_json()) == found
    else:
        assert found.reason.endswith(".")
