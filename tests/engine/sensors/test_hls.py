"""HLS products: described as they are, read as the guide says, or left out with the reason."""

import numpy as np
import pytest

from landweave.engine.catalogue.store import Catalogue
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.raster.io import RasterReader
from landweave.engine.raster.warp import same_crs
from landweave.engine.sensors.hls import find, part_of, recognises
from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.series.options import SeriesOptions
from landweave.engine.series.planning import make_plan
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.sensors.makers import write_hls

RNG = np.random.default_rng(7)
L30 = "HLS.L30.T31TCJ.2021003T104035.v2.0"
S30_BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")


def found(path):
    if path.is_dir():
        assert recognises(str(path), [p.name for p in path.iterdir()])
    return find(str(path))


def test_a_sentinel_product_is_described_as_it_is(tmp_path):
    product = found(write_hls(tmp_path))
    assert isinstance(product, Product)
    assert (product.sensor, product.tile, product.version) == ("HLSS", "31TCJ", "2.0")
    assert (product.acquired, product.cloud_percent, product.note) == ("2021-01-01T10:54:41", 37, "")
    assert [b.name for b in product.bands] == ["B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12"]
    assert all((b.scale, b.offset, b.nodata, b.factor) == (1, 0, -9999, 1) for b in product.bands)
    assert (product.sun_zenith, product.sun_azimuth) == (67.5, 165.25)
    assert [m.meaning for m in product.masks] == ["fmask"]
    assert product.grid.pixel_width == 30
    assert Product.from_json(product.to_json()) == product


def test_both_products_have_their_roles_and_share_a_tile(tmp_path):
    products = found(write_hls(tmp_path)), found(write_hls(tmp_path, L30, cloud=None))
    assert (products[1].cloud_percent, products[1].sun_zenith) == (None, None)
    plan = make_plan(SeriesOptions(), products)
    roles = {s.sensor: dict(s.roles) for s in plan.sensors}
    common = {"blue": "B2", "green": "B3", "red": "B4"}
    assert roles == {"HLSL": {**common, "nir": "B5", "swir": "B6"}, "HLSS": {**common, "nir": "B8A", "swir": "B11"}}
    tile = tile_series(Catalogue(products), plan)[0]
    with RasterReader() as reader:
        block = read_block(tile, tile.grid.window, reader)
    assert [s.values.shape[1] for s in block.sensors] == [6, 10]


def test_values_are_what_an_independent_computation_gives(tmp_path):
    values = {b: RNG.integers(-300, 12000, (60, 70), dtype=np.int16) for b in S30_BANDS}
    values["B11"][3, 4:9] = -9999
    fmask = RNG.integers(0, 256, (60, 70), dtype=np.uint8)
    fmask[:50] &= 0xE0 | 0x10
    fmask[5:45, 5:65] &= 0xE0
    product = found(write_hls(tmp_path, values=values, fmask=fmask))
    tile = tile_series(Catalogue((product,)), make_plan(SeriesOptions(), [product]))[0]
    with RasterReader() as reader:
        block = read_block(tile, tile.grid.window, reader).sensors[0]
    clear = np.all([v != -9999 for v in values.values()], axis=0) & (sum((fmask >> bit) & 1 for bit in range(5)) == 0)
    assert 0.3 < clear.mean() < 0.9
    assert np.array_equal(block.valid[0].reshape(60, 70), clear)
    for layer, band in zip(block.values[0], S30_BANDS):
        assert np.array_equal(layer.reshape(60, 70), np.where(clear, values[band], SERIES_NODATA))


def test_the_ways_in_which_files_describe_the_projection_are_one(tmp_path):
    first = found(write_hls(tmp_path))
    unknown = ('PROJCS["UTM Zone 31, Northern Hemisphere",GEOGCS["Unknown datum based upon the WGS 84 ellipsoid",'
               'DATUM["Not specified (based on WGS 84 spheroid)",SPHEROID["WGS 84",6378137,298.257223563]],'
               'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
               'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",3],PARAMETER["scale_factor",0.9996],'
               'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]')
    from osgeo import gdal

    path = write_hls(tmp_path, L30)
    for file in path.glob("*.tif"):
        dataset = gdal.Open(str(file), gdal.GA_Update)
        dataset.SetProjection(unknown)
        dataset.FlushCache()
    second = found(path)
    assert same_crs(first.grid.crs, second.grid.crs)
    products = (first, second)
    assert tile_series(Catalogue(products), make_plan(SeriesOptions(), products))


def test_files_of_many_products_in_one_folder_are_told_apart(tmp_path):
    paths = [write_hls(tmp_path, own_folder=False), write_hls(tmp_path, L30, own_folder=False)]
    assert {part_of(str(p)) for p in tmp_path.iterdir()} == {p.name for p in paths}
    assert not recognises(str(tmp_path), [p.name for p in tmp_path.iterdir()])
    assert [found(p).sensor for p in paths] == ["HLSS", "HLSL"]


@pytest.mark.parametrize("gone", ["B8A.tif", "Fmask.tif"])
def test_a_missing_file_is_named(tmp_path, gone):
    path = write_hls(tmp_path)
    (path / f"{path.name}.{gone}").unlink()
    left = found(path)
    assert isinstance(left, LeftOut)
    assert left.damaged
    assert f"{path.name}.{gone} is missing. Download the product again." in left.reason


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.95])
def test_a_cut_file_is_named(tmp_path, keep):
    path = write_hls(tmp_path)
    file = path / f"{path.name}.B04.tif"
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * keep)])
    left = found(path)
    assert left.damaged
    assert file.name in left.reason
