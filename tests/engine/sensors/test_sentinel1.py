"""Sentinel-1 files of S1Tiling: one product a date and pass, in decibels, or left out with the reason."""

import numpy as np
import pytest

from landweave.engine.catalogue.choice import Filter, choose
from landweave.engine.catalogue.store import Catalogue
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors import theia_s2
from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.sensors.sentinel1 import find, part_of, recognises
from landweave.engine.series.options import SeriesOptions
from landweave.engine.series.planning import make_plan
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.products import write_theia_s2
from landweave.tests.engine.sensors.makers_s1 import write_s1
from landweave.tests.engine.sensors.reading import read

RNG = np.random.default_rng(10)


def found(path):
    belong = {part_of(str(p)) for p in path.parent.iterdir()}
    assert path.name in belong
    assert not recognises(str(path.parent), [p.name for p in path.parent.iterdir()])
    return find(str(path))


def test_a_product_is_described_as_it_is(tmp_path):
    product = found(write_s1(tmp_path, mask=np.ones((64, 64), np.uint8)))
    assert isinstance(product, Product)
    assert (product.format, product.sensor, product.tile, product.orbit) == ("s1tiling", "S1ASC", "31TCJ", "30")
    assert (product.acquired, product.pass_direction, product.note) == ("2020-01-08T06:00:00", "ASC", "")
    assert [(b.name, b.role) for b in product.bands] == [("VV", "vv"), ("VH", "vh")]
    assert {(b.function, b.scale, b.offset, b.nodata, b.unit) for b in product.bands} == {
        ("db", 100, 0, 0, "dB x 100")}
    assert len(product.masks) == 2
    assert product.identifier == "s1a_31TCJ_ASC_030_20200108t060000"
    assert Product.from_json(product.to_json()) == product


def test_values_are_decibels_where_there_is_an_image(tmp_path):
    values = {p: RNG.gamma(4, 0.03, (64, 64)).astype(np.float32) for p in ("vv", "vh")}
    values["vv"][3, 4:9] = 0
    values["vh"][5, 5] = np.nan
    mask = np.ones((64, 64), np.uint8)
    mask[:6] = 0
    got, valid = read(found(write_s1(tmp_path, values=values, mask=mask)))
    clear = (mask == 1) & (values["vv"] > 0) & (values["vh"] > 0)
    assert np.array_equal(valid, clear)
    for layer, name in zip(got, ("vv", "vh")):
        exact = [1000 * np.log10(float(v)) for v in values[name][clear]]
        assert np.abs(layer[clear] - exact).max() <= 0.5 + 1e-9
        assert (layer[~clear] == SERIES_NODATA).all()


def test_files_already_in_decibels_are_only_scaled(tmp_path):
    values = {p: RNG.normal(-11, 3, (64, 64)).astype(np.float32) for p in ("vv", "vh")}
    values["vv"][:40] = 0
    got, valid = read(found(write_s1(tmp_path, values=values)))
    assert np.array_equal(valid, values["vv"] != 0)
    assert np.array_equal(got[1][valid], np.rint(values["vh"].astype(float) * 100)[valid])


def test_a_folder_holds_many_dates_passes_and_satellites(tmp_path):
    paths = [
        write_s1(tmp_path), write_s1(tmp_path, "20200114t060012", satellite="s1b"),
        write_s1(tmp_path, "20200110txxxxxx", direction="DES", orbit="110", mask=np.ones((64, 64), np.uint8)),
    ]
    (tmp_path / "s1a_31TCJ_vv_ASC_030_20200108t060000.tif.aux.xml").write_text("<PAMDataset/>")
    assert {part_of(str(p)) for p in tmp_path.iterdir()} == {"", *(p.name for p in paths)}
    products = [found(p) for p in paths]
    assert [p.sensor for p in products] == ["S1ASC", "S1ASC", "S1DES"]
    assert all(len(p.bands) == 2 for p in products)
    kept, left = choose(products, Filter())
    assert len(kept) == 3
    assert not left


@pytest.mark.parametrize(("tag", "acquired"), [
    ("2020:01:08T06:00:12Z", "2020-01-08T06:00:12"), ("2020:01:08 06:00:12", "2020-01-08T06:00:12"),
    ("2020:01:09T06:00:12Z", "2020-01-08"), ("", "2020-01-08"),
])
def test_the_time_of_joined_images_comes_from_their_tag(tmp_path, tag, acquired):
    assert found(write_s1(tmp_path, "20200108txxxxxx", tags={"ACQUISITION_DATETIME": tag})).acquired == acquired


def test_two_orbits_of_one_day_are_both_kept(tmp_path):
    tags = {"ACQUISITION_DATETIME": ""}
    products = [found(write_s1(tmp_path, "20200108txxxxxx", orbit=orbit, tags=tags)) for orbit in ("030", "132")]
    assert len(choose(products, Filter())[0]) == 2


def test_calibrations_and_filtered_files_are_told_apart_and_one_of_them_wins(tmp_path):
    kinds = ("_filtered", "", "_GammaNaughtRTC", "_NormLim_filtered", "_NormLim")
    paths = [write_s1(tmp_path, kind=kind) for kind in kinds]
    products = [found(p) for p in paths]
    assert [p.note for p in products] == [
        "a speckle filter was applied before", "", "its values are gamma nought RTC",
        "its values are sigma nought RTC, a speckle filter was applied before", "its values are sigma nought RTC"]
    kept, left = choose(products, Filter())
    assert kept == [products[2]]
    assert "is version 3.0 (sigma, filtered) of an acquisition that is there as 5.1 (gammanaughtrtc)" in "".join(
        item.reason for item in left)
    assert choose(products[:2], Filter())[0] == [products[1]]
    assert choose(products[3:], Filter())[0] == [products[4]]


def test_the_calibration_of_plain_names_comes_from_the_tag(tmp_path):
    assert found(write_s1(tmp_path, tags={"CALIBRATION": "gamma"})).note == "its values are gamma nought"


def test_one_polarisation_is_a_product_with_a_note(tmp_path):
    product = found(write_s1(tmp_path, polarisations=("vv",)))
    assert [b.name for b in product.bands] == ["VV"]
    assert product.note == "it has one polarisation only"


def test_a_border_mask_alone_is_no_damaged_product(tmp_path):
    path = write_s1(tmp_path, mask=np.ones((64, 64), np.uint8))
    for file in tmp_path.glob("*t060000.tif"):
        file.unlink()
    left = found(path)
    assert isinstance(left, LeftOut)
    assert not left.damaged
    assert "only a border mask" in left.reason


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.95])
def test_a_cut_file_is_named(tmp_path, keep):
    path = write_s1(tmp_path)
    file = tmp_path / "s1a_31TCJ_vh_ASC_030_20200108t060000.tif"
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * keep)])
    left = found(path)
    assert left.damaged
    assert file.name in left.reason


def test_polarisations_on_other_pixels_are_named(tmp_path):
    path = write_s1(tmp_path)
    write_s1(tmp_path, polarisations=("vh",), origin=(300010.0, 4900020.0))
    assert "_vh_ASC_030_20200108t060000.tif does not lie on the same pixels" in found(path).reason


def test_both_passes_and_sentinel_2_describe_a_tile_together(tmp_path):
    products = [
        found(write_s1(tmp_path, size=128)), found(write_s1(tmp_path, "20200120t060000", size=128)),
        found(write_s1(tmp_path, "20200110txxxxxx", size=128, direction="DES", orbit="110")),
        theia_s2.find(str(write_theia_s2(tmp_path / "optical"))),
    ]
    plan = make_plan(SeriesOptions(), products)
    assert {s.sensor: s.indices for s in plan.sensors} == {
        "S1ASC": ("RATIO",), "S1DES": ("RATIO",), "S2": ("NDVI", "NDWI", "brightness")}
    tile = tile_series(Catalogue(tuple(products)), plan)[0]
    with RasterReader() as reader:
        block = read_block(tile, tile.grid.window, reader)
    assert [s.values.shape for s in block.sensors] == [(2, 2, 16384), (1, 2, 16384), (1, 10, 16384)]
    assert all(s.valid.all() for s in block.sensors)
