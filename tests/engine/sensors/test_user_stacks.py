"""One file a band with a date for each layer: by descriptions, by tables, with masks; real ones too."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal, osr

from landweave.engine.catalogue.gather import user_products
from landweave.engine.catalogue.store import Catalogue
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.user_names import UserOptions
from landweave.engine.sensors.user_pattern import name_pattern
from landweave.engine.sensors.user_tables import DateTable, read_dates_table
from landweave.engine.series.options import SeriesOptions
from landweave.engine.series.planning import make_plan
from landweave.tests.engine.products import write_raster

DATES = ("2018-05-11", "2018-05-21", "2018-06-01", "2018-06-11")


def stack(path, descriptions=DATES, seed=0, shape=(6, 5), count=None, **changes):
    count = count or len(descriptions)
    values = np.random.default_rng(seed).integers(0, 4000, (count, *shape), dtype=np.int16)
    return write_raster(path, values, descriptions=descriptions, **changes)


def read(folder, table="", pattern="", **options):
    paths = sorted(str(p) for p in Path(folder).rglob("*.tif"))
    named = read_dates_table(str(table), str(folder)) if table else DateTable()
    return user_products(paths, UserOptions(named, pattern=name_pattern(pattern), top=str(folder), **options))


def by_day(products):
    return sorted(products, key=lambda p: p.acquired)


@pytest.mark.parametrize(("names", "sensor"), [
    (("evi.tif", "ndvi.tif"), "USER"),
    (("evi_4_dates.tif", "ndvi_4_dates.tif"), "USER"),
    (("MODIS_evi_x.tif", "MODIS_ndvi_x.tif"), "MODIS"),
    (("cube_evi_20180511_20180611.tif", "cube_ndvi_20180511_20180611.tif"), "cube"),
])
def test_layers_of_several_files_become_one_product_a_date(tmp_path, names, sensor):
    files = [stack(tmp_path / "in" / name, seed=i, nodata=-1) for i, name in enumerate(names)]
    products, left = read(tmp_path / "in")
    assert left == []
    assert [(p.sensor, p.tile, str(p.day)) for p in by_day(products)] == [(sensor, "in", d) for d in DATES]
    for layer, product in enumerate(by_day(products), start=1):
        said = [(b.name, b.path, b.layer, b.nodata) for b in product.bands]
        assert said == [("evi", files[0], layer, -1), ("ndvi", files[1], layer, -1)]


@given(st.permutations(DATES), st.sampled_from(["{}", "NDVI {}", "{}T10:30:00Z", "b_{}_v"]))
@settings(max_examples=12, deadline=None)
def test_layers_are_dated_in_whatever_order_they_lie(tmp_path_factory, dates, form):
    folder = tmp_path_factory.mktemp("in")
    path = stack(folder / "x.tif", [form.format(d) for d in dates])
    products, left = read(folder)
    assert left == []
    assert {str(p.day): p.bands[0].layer for p in products} == {d: i for i, d in enumerate(dates, start=1)}
    assert {b.path for p in products for b in p.bands} == {path}


def test_bands_and_dates_may_share_one_file(tmp_path):
    descriptions = [f"{b}_{d}" for d in DATES for b in ("B4", "B8")]
    stack(tmp_path / "export.tif", descriptions)
    products, left = read(tmp_path)
    assert left == []
    assert [[(b.name, b.layer) for b in p.bands] for p in by_day(products)] == [
        [("B4", 2 * i + 1), ("B8", 2 * i + 2)] for i in range(4)]


def test_bands_of_one_date_are_one_image_though_they_name_it(tmp_path):
    stack(tmp_path / "a_20180511.tif", [f"B{i}_20180511" for i in (2, 3, 4)])
    products, _ = read(tmp_path)
    assert [(str(p.day), len(p.bands)) for p in products] == [("2018-05-11", 3)]


def write_table(path, *rows):
    Path(path).write_text("\n".join(rows) + "\n")
    return path


@pytest.mark.parametrize("name", ["timeline.csv", "dates.csv", "ndvi.csv"])
def test_a_table_beside_dates_the_layers(tmp_path, name):
    stack(tmp_path / "ndvi.tif", (), count=4)
    write_table(tmp_path / name, "date,time", *(f"{d},{d}T10:00:0{i}" for i, d in enumerate(DATES)))
    products, left = read(tmp_path)
    assert left == []
    assert [(p.acquired, p.bands[0].layer) for p in by_day(products)] == [
        (f"{d}T10:00:0{i}", i + 1) for i, d in enumerate(DATES)]


def test_a_table_given_counts_before_descriptions_and_by_layer(tmp_path):
    stack(tmp_path / "in" / "ndvi.tif", ["2001-01-01", "2001-01-02", "2001-01-03", "2001-01-04"])
    alone = write_table(tmp_path / "a.csv", "date", *DATES)
    products, _ = read(tmp_path / "in", alone)
    assert [str(p.day) for p in by_day(products)] == list(DATES)
    named = write_table(tmp_path / "b.csv", "file,layer,date", "ndvi.tif,3,2018-05-11", "ndvi.tif,1,2018-05-21")
    products, left = read(tmp_path / "in", named)
    assert left == []
    assert [(str(p.day), p.bands[0].layer) for p in by_day(products)] == [("2018-05-11", 3), ("2018-05-21", 1)]


@pytest.mark.parametrize(("rows", "descriptions", "words"), [
    (("date", *DATES[:3]), (), "has 4 layers, but the table beside it (timeline.csv) 3 dates."),
    (("date", *DATES[:3], "soon"), (), "Line 5 of"),
    ((), (*DATES[:3], "mean"), "layer 4 ('mean') has none"),
])
def test_dates_that_do_not_fit_the_layers_are_said(tmp_path, rows, descriptions, words):
    stack(tmp_path / "ndvi.tif", descriptions, count=4)
    if rows:
        write_table(tmp_path / "timeline.csv", *rows)
    products, left = read(tmp_path)
    assert products == []
    assert len(left) == 1
    assert words in left[0].reason


def test_tables_that_name_too_much_or_nothing_real_are_said(tmp_path):
    stack(tmp_path / "ndvi.tif", (), count=4)
    table = write_table(tmp_path / "t.csv", "file,layer,date", "ndvi.tif,5,2018-05-11")
    _, left = read(tmp_path, table)
    assert "has 4 layers, but" in left[0].reason
    assert "names layer 5" in left[0].reason
    _, left = read(tmp_path, write_table(tmp_path / "u.csv", "date", *DATES[:2]))
    assert "and 4 layers, but the table of dates has 2 rows" in left[0].reason


def test_two_layers_of_one_date_are_two_images_of_it(tmp_path):
    dates = (DATES[0], DATES[1], DATES[1], DATES[2])
    for number, name in enumerate(("evi.tif", "ndvi.tif", "cloud_mask.tif")):
        stack(tmp_path / name, dates, number)
    products, left = read(tmp_path)
    assert left == []
    assert [(p.acquired, p.part) for p in by_day(products)] == [
        (DATES[0], ""), (DATES[1], ""), (DATES[1], "2"), (DATES[2], "")]
    assert [(p.bands[0].layer, p.bands[1].layer, p.masks[0].layer) for p in by_day(products)] == [
        (i, i, i) for i in (1, 2, 3, 4)]
    assert len({p.identifier for p in products}) == 4


def test_a_mask_stack_goes_by_date_and_dates_without_it_are_left_out(tmp_path):
    stack(tmp_path / "ndvi.tif")
    mask = stack(tmp_path / "cloud_mask.tif", DATES[:0:-1], 1)
    products, left = read(tmp_path)
    assert [(str(p.day), p.masks[0].path, p.masks[0].layer) for p in by_day(products)] == [
        (DATES[1], mask, 3), (DATES[2], mask, 2), (DATES[3], mask, 1)]
    assert [item.reason for item in left] == [f"has no mask for {DATES[0]}, as the other dates have: left out."]


def test_a_mask_of_one_stack_goes_with_it_alone(tmp_path):
    stack(tmp_path / "ndvi.tif")
    mask = stack(tmp_path / "ndvi_mask.tif", DATES[:3], 1)
    products, left = read(tmp_path)
    assert [(str(p.day), p.masks[0].path, p.masks[0].layer) for p in by_day(products)] == [
        (d, mask, i) for i, d in enumerate(DATES[:3], start=1)]
    assert [item.reason for item in left] == [f"has no layer in its mask for {DATES[3]}: left out."]


def test_a_mask_of_another_size_leaves_all_out(tmp_path):
    stack(tmp_path / "ndvi.tif")
    stack(tmp_path / "cloud_mask.tif", shape=(4, 4))
    products, left = read(tmp_path)
    assert products == []
    assert "does not lie on the pixels of its images: warp it. 4 dates (2018-05-11, 2018-05-21" in left[0].reason


def test_dates_that_one_stack_lacks_are_left_out_in_one_line(tmp_path):
    stack(tmp_path / "ndvi.tif")
    stack(tmp_path / "evi.tif", DATES[:2], 1)
    products, left = read(tmp_path)
    assert [str(p.day) for p in by_day(products)] == list(DATES[:2])
    assert [item.reason for item in left] == [
        "is of 2 dates (2018-06-01, 2018-06-11) without the band evi that other dates have: left out."]


@pytest.mark.parametrize(("interleave", "columns", "slow"), [("PIXEL", 9000, True), ("BAND", 9000, False),
                                                             ("PIXEL", 900, False)])
def test_layers_that_are_slow_to_read_are_said(tmp_path, interleave, columns, slow):
    options = (f"INTERLEAVE={interleave}", "TILED=YES", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE")
    created = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "ndvi.tif"), columns, 8, 10, gdal.GDT_Int16, options)
    created.SetGeoTransform((300000.0, 10.0, 0.0, 4900020.0, 0.0, -10.0))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32631)
    created.SetProjection(reference.ExportToWkt())
    for i in range(10):
        created.GetRasterBand(i + 1).SetDescription(f"2018-05-{i + 1:02}")
    del created
    products, _ = read(tmp_path)
    assert {"INTERLEAVE=BAND" in p.note for p in products} == {slow}


def test_a_block_holds_the_values_of_the_layers_where_their_mask_is_clear(shared_data):
    folder = shared_data / "slovenia_s2" / "stacks"
    products, _ = read(folder)
    products = [p for p in products if not p.part and p.acquired != "2015-12-08"]
    tile = tile_series(Catalogue(tuple(by_day(products))), make_plan(SeriesOptions(), by_day(products)))[0]
    with RasterReader() as reader:
        block = read_block(tile, tile.grid.window, reader).sensors[0]
    ndvi, mask = (gdal.Open(str(folder / f"{name}.tif")).ReadAsArray() for name in ("ndvi", "cloud_mask"))
    layers = [p.bands[0].layer - 1 for p in by_day(products)]
    clear = ((mask == 0) & (ndvi != -32768))[layers].reshape(len(layers), -1)
    assert np.array_equal(block.valid, clear)
    assert np.array_equal(block.values[:, 0][clear], ndvi[layers].reshape(len(layers), -1)[clear])


def test_a_pattern_names_band_and_sensor_of_stacks(tmp_path):
    for number, name in enumerate(("SAT_ndvi_of_2018", "SAT_evi_of_2018")):
        stack(tmp_path / f"{name}.tif", seed=number)
    products, _ = read(tmp_path, pattern="{sensor}_{band}_of_*")
    assert {(p.sensor, tuple(b.name for b in p.bands)) for p in products} == {("SAT", ("evi", "ndvi"))}


def test_slovenia_stacks_as_they_are(shared_data):
    folder = shared_data / "slovenia_s2" / "stacks"
    products, left = read(folder)
    assert [Path(item.path).name for item in left] == ["cloud_prob.tif"]
    ndvi, mask = (gdal.Open(str(folder / f"{name}.tif")) for name in ("ndvi", "cloud_mask"))
    with (folder.parent / "dates.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(products) == len(rows) == 68
    clouds = {}
    for product in by_day(products):
        (band,), (veil,) = product.bands, product.masks
        assert (band.name, band.nodata, band.scale) == ("ndvi", -32768, 1)
        assert ndvi.GetRasterBand(band.layer).GetDescription() == product.acquired
        assert mask.GetRasterBand(veil.layer).GetDescription() == product.acquired
        clouds[veil.layer] = (mask.GetRasterBand(veil.layer).ReadAsArray() != 0).mean()
    shares = [float(row["cloud_fraction"]) for row in rows]
    assert [clouds[i] for i in range(1, 69)] == pytest.approx(shares, abs=1e-3)
    timed, _ = read(folder, folder.parent / "dates.csv")
    assert [p.acquired for p in by_day(timed)] == [row["time"] for row in rows]


def test_sinop_long_series_as_it_is(shared_data):
    folder = shared_data / "sinop_modis_cube" / "long_series_40x40"
    products, left = read(folder, nodata=-3000.0)
    assert left == []
    days = (folder / "timeline.csv").read_text().split()[1:]
    assert [str(p.day) for p in by_day(products)] == days
    said = {tuple((b.name, b.nodata, Path(b.path).name) for b in p.bands) for p in products}
    assert said == {(("evi", -3000, "evi_392_dates.tif"), ("ndvi", -3000, "ndvi_392_dates.tif"))}
    with_table, _ = read(folder, folder / "timeline.csv")
    assert [str(p.day) for p in by_day(with_table)] == days
