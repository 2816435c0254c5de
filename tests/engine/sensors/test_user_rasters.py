"""Images of the user: when they were taken, what is in them, which belong together."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal

from landweave.engine.errors import UserError
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import SensorSeries, TileSeries
from landweave.engine.raster.grid import Window
from landweave.engine.raster.io import RasterReader
from landweave.engine.sensors.product import LeftOut, MaskSource
from landweave.engine.sensors.user_dates import dates_in_name
from landweave.engine.sensors.user_names import UserOptions
from landweave.engine.sensors.user_rasters import Image, band_names, examine
from landweave.engine.sensors.user_series import assemble
from landweave.engine.sensors.user_tables import read_dates_table
from landweave.engine.series.plan import SensorPlan, SeriesPlan
from landweave.engine.series.planning import roles_of
from landweave.tests.engine.products import write_raster

PLAIN = UserOptions()


def look(path, options=PLAIN):
    with RasterReader() as reader:
        return examine(str(path), options, reader)


def image(folder, name, bands=2, seed=0, **changes):
    values = np.random.default_rng(seed).integers(0, 4000, (bands, 12, 10), dtype=np.int16)
    return write_raster(folder / name, values, **changes)


def series(*paths):
    looked = [look(p) for p in paths]
    assert all(isinstance(i, Image) for i in looked), looked
    return assemble(looked)


@pytest.mark.parametrize(("stem", "expected"), [
    ("S2A_L1C_20150711", ["2015-07-11"]),
    ("ndvi-2015-07-11_v2", ["2015-07-11"]),
    ("2015_07_11", ["2015-07-11"]),
    ("x_20150711T103022_y", ["2015-07-11T10:30:22"]),
    ("x_20150711103022", ["2015-07-11T10:30:22"]),
    ("MOD13Q1.A2014001.h12v10", ["2014-01-01"]),
    ("mean_2016366", ["2016-12-31"]),
    ("mean_2015366", []),
    ("tile_20159911", []),
    ("sinop-crop-class_2004_9_2005_8", []),
    ("dem_10m", []),
    ("id_123456789012", []),
    ("20150711_20150812", ["2015-07-11", "2015-08-12"]),
    ("20150711_again_2015-07-11", ["2015-07-11"]),
])
def test_dates_in_names(stem, expected):
    assert [d.acquired for d in dates_in_name(stem)] == expected


@given(st.dates(date(1970, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y%m%d", "%Y-%m-%d", "%Y_%m_%d", "%Y%j"]))
def test_every_date_is_found_in_every_form(day, form):
    found = dates_in_name(f"img_{day.strftime(form)}_sr")
    assert [d.acquired for d in found] == [day.isoformat()]
    assert found[0].start == 4


def test_a_table_gives_dates_times_and_masks_by_column_name(tmp_path):
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "a.tif").touch()
    (tmp_path / "dates.csv").write_text("mask;Date;note;file;time\nm.tif;11/07/2015;;x.tif;\n")
    with pytest.raises(UserError, match=r"Line 2 of .*'11/07/2015' is not a date"):
        read_dates_table(str(tmp_path / "dates.csv"), str(tmp_path))
    (tmp_path / "dates.csv").write_text("mask;Date;note;file;time\nm.tif;2015-07-11;;a.tif;10:30\n;20150712;;b.tif;\n",
                                        encoding="utf-8-sig")
    table = read_dates_table(str(tmp_path / "dates.csv"), str(tmp_path / "img")).files
    first, second = table[str(tmp_path / "img" / "a.tif")], table[str(tmp_path / "b.tif")]
    assert (first.acquired, first.mask) == ("2015-07-11T10:30:00", str(tmp_path / "m.tif"))
    assert (second.acquired, second.mask) == ("2015-07-12", "")


@pytest.mark.parametrize("content", ["file,time\na.tif,10:30\n", "", "a\n"])
def test_a_table_without_dates_is_refused(tmp_path, content):
    (tmp_path / "dates.csv").write_text(content)
    with pytest.raises(UserError, match=r"dates\.csv has no column 'date'"):
        read_dates_table(str(tmp_path / "dates.csv"), str(tmp_path))


def test_the_real_table_is_read_as_it_is(shared_data):
    table = read_dates_table(str(shared_data / "slovenia_s2" / "images.csv"), "/").files
    assert len(table) == 10
    path = (shared_data / "slovenia_s2" / "images" / "S2A_L1C_20150711.tif").resolve()
    assert table[str(path)].acquired == "2015-07-11T10:00:08"


def test_band_names_are_the_descriptions_or_numbers():
    assert band_names(("B 01", "B-8A")) == ("B01", "B8A")
    assert band_names(("red", "")) == ("Band1", "Band2")
    assert band_names(("NIR", "nir")) == ("Band1", "Band2")


def test_numbered_bands_are_taken_for_no_role():
    assert roles_of(band_names(("",) * 15)) == ()


def test_scales_bring_every_kind_of_value_to_reflectance_times_10000(tmp_path):
    integers = look(image(tmp_path, "i_20180101.tif", nodata=-1))
    assert {(b.scale, b.offset, b.nodata) for b in integers.bands} == {(1, 0, -1)}
    floats = write_raster(tmp_path / "f_20180101.tif", np.ones((2, 4, 4), np.float32), nodata=float("nan"))
    assert {(b.scale, b.offset, b.nodata) for b in look(floats).bands} == {(10000, 0, None)}
    assert {b.scale for b in look(floats, UserOptions(scale=2.5)).bands} == {2.5}
    scaled = image(tmp_path, "s_20180101.tif", bands=1)
    dataset = gdal.Open(scaled, gdal.GA_Update)
    dataset.GetRasterBand(1).SetScale(2.75e-05)
    dataset.GetRasterBand(1).SetOffset(-0.2)
    del dataset
    band = look(scaled).bands[0]
    assert (band.scale, band.offset) == pytest.approx((0.275, -2000))


def test_a_mask_beside_or_in_the_table_is_used(tmp_path):
    path = image(tmp_path, "a_20180101.tif")
    mask = image(tmp_path, "a_20180101_mask.tif", bands=1)
    assert [m.path for m in look(path).masks] == [mask]
    small = write_raster(tmp_path / "small.tif", np.zeros((4, 4), np.uint8))
    (tmp_path / "t.csv").write_text("file,date,mask\na_20180101.tif,2018-01-02,small.tif\n")
    left = look(path, UserOptions(read_dates_table(str(tmp_path / "t.csv"), str(tmp_path))))
    assert isinstance(left, LeftOut)
    assert f"same pixels as its mask {small}" in left.reason


@pytest.mark.parametrize(("name", "changes", "words"), [
    ("dem.tif", {"bands": 1}, "has no date in its name: it is taken for a static layer"),
    ("a_20180101.tif", {"epsg": 0}, "has no coordinate reference system"),
    ("a_20180101_20190101.tif", {}, "several dates in its name"),
    ("reference_20180101.tif", {}, "by its name ('reference')"),
])
def test_what_is_no_image_is_left_out_with_the_reason(tmp_path, name, changes, words):
    left = look(image(tmp_path, name, **changes))
    assert isinstance(left, LeftOut)
    assert words in left.reason
    assert left.reason.endswith(".")


@pytest.mark.parametrize("keep", [0.0, 0.1, 0.5, 0.95])
@pytest.mark.parametrize("options", [(), ("COMPRESS=DEFLATE", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16")])
def test_a_cut_image_is_left_out(tmp_path, keep, options):
    path = tmp_path / "a_20180101.tif"
    write_raster(path, np.random.default_rng(0).integers(0, 4000, (3, 90, 70), dtype=np.int16), options=options)
    assert isinstance(look(path), Image)
    content = path.read_bytes()
    path.write_bytes(content[: int(keep * len(content))])
    left = look(path)
    assert isinstance(left, LeftOut)
    assert "again" in left.reason


def test_a_map_with_colours_is_left_out(tmp_path):
    path = write_raster(tmp_path / "map_20180101.tif", np.ones((4, 4), np.uint8))
    dataset = gdal.Open(path, gdal.GA_Update)
    table = gdal.ColorTable()
    table.SetColorEntry(1, (1, 2, 3, 255))
    dataset.GetRasterBand(1).SetColorTable(table)
    del dataset
    assert "map of classes" in look(path).reason


def test_the_sensor_is_what_names_share_and_the_tile_is_the_folder(tmp_path):
    products, left = series(*(image(tmp_path / "north", f"Planet-SR_2018010{i}.tif", seed=i) for i in (1, 2, 3)))
    assert left == []
    assert {(p.sensor, p.tile) for p in products} == {("PlanetSR", "north")}
    assert [p.acquired for p in products] == ["2018-01-01", "2018-01-02", "2018-01-03"]


@pytest.mark.parametrize(("names", "key"), [
    (("20180101.tif", "20180102.tif"), "USER"),
    (("S2_20180101.tif", "S2_20180102.tif"), "USER"),
    (("S2A_x_20180101.tif", "S2B_x_20180102.tif"), "USER"),
    (("T31_a_20180101.tif", "T31_b_20180102.tif"), "T31"),
    (("1m_20180101.tif", "1m_20180102.tif"), "USER"),
    (("ndvi20180101.tif", "ndvi20180102.tif"), "ndvi"),
])
def test_sensor_keys(tmp_path, names, key):
    products, _ = series(*(image(tmp_path, n, seed=i) for i, n in enumerate(names)))
    assert {p.sensor for p in products} == {key}


def test_folders_with_the_same_bands_are_tiles_of_one_sensor(tmp_path):
    products, _ = series(image(tmp_path / "A", "A_20180101.tif"),
                         image(tmp_path / "B", "B_20180101.tif", origin=(400000.0, 4900020.0)))
    assert {(p.sensor, p.tile) for p in products} == {("USER", "A"), ("USER", "B")}


def test_folders_of_years_and_of_sensors_on_one_grid_are_one_tile(tmp_path):
    products, _ = series(image(tmp_path / "site" / "2018", "x_20180101.tif"),
                         image(tmp_path / "site" / "2019", "x_20190101.tif"),
                         image(tmp_path / "site" / "sar", "vv_20190101.tif", bands=1))
    assert {(p.sensor, p.tile) for p in products} == {("USER", "site"), ("vv", "site")}


def test_places_with_the_same_folder_name_are_kept_apart(tmp_path):
    products, _ = series(image(tmp_path / "a" / "img", "xx_20180101.tif"),
                         image(tmp_path / "b" / "img", "xx_20180101.tif", origin=(400000.0, 4900020.0)),
                         image(tmp_path / "c" / "img", "xx_20180101.tif", bands=3, origin=(500000.0, 4900020.0)))
    found = [(len(p.bands), p.sensor, p.tile) for p in products]
    assert found == [(2, "xx", "img"), (2, "xx", "img_2"), (3, "xx2", "img_3")]


@pytest.mark.parametrize(("changes", "words"), [
    ({"bands": 3}, "has 3 bands, but the 2 other images of its folder 2"),
    ({"epsg": 32632}, "is in EPSG:32632, but the 2 other images of its folder in EPSG:32631"),
    ({"origin": (300005.0, 4900020.0)}, "does not lie on the same pixels as the 2 other images"),
    ({"descriptions": ("red", "nir")}, "has other bands (red nir) than the 2 other images of its folder (Band1 Band2)"),
])
def test_the_odd_one_of_a_folder_is_left_out(tmp_path, changes, words):
    products, left = series(image(tmp_path, "a_20180101.tif", **changes), image(tmp_path, "a_20180102.tif", seed=1),
                            image(tmp_path, "a_20180103.tif", seed=2))
    assert len(products) == 2
    assert [words in item.reason for item in left] == [True]


def test_two_images_of_one_date_are_refused_by_name(tmp_path):
    with pytest.raises(UserError, match=r"a_20180101\.tif and .*b_20180101\.tif have the same date, 2018-01-01"):
        series(image(tmp_path, "a_20180101.tif", seed=1), image(tmp_path, "b_20180101.tif", seed=2))


def test_copies_and_different_times_are_not(tmp_path):
    products, left = series(image(tmp_path, "a_20180101T101010.tif", seed=1),
                            image(tmp_path, "a_20180101T101020.tif", seed=2),
                            image(tmp_path, "b_20180101.tif", seed=1))
    assert [p.acquired for p in products] == ["2018-01-01T10:10:10", "2018-01-01T10:10:20"]
    assert "is a copy of" in left[0].reason


def test_real_series(shared_data):
    slovenia, _ = series(*sorted((shared_data / "slovenia_s2" / "images").glob("*.tif")))
    assert [b.name for b in slovenia[0].bands][::12] == ["B01", "B12"]
    assert slovenia[0].grid.pixel_width == pytest.approx(9.9948, abs=1e-3)
    assert slovenia[0].grid.pixel_height == pytest.approx(9.9974, abs=1e-3)
    modis, _ = series(*sorted((shared_data / "sinop_modis_cube" / "images").glob("*.tif")))
    assert len(modis) == 23
    assert {(p.sensor, tuple(b.name for b in p.bands)) for p in modis} == {("MOD13Q1", ("NDVI", "EVI"))}
    assert {b.nodata for p in modis for b in p.bands} == {-3000}


def test_each_band_of_a_virtual_raster_has_its_own_nodata(tmp_path):
    first = image(tmp_path, "a_20180101.tif", bands=1, nodata=0)
    second = image(tmp_path, "b_20180101.tif", bands=1, nodata=-999)
    gdal.BuildVRT(str(tmp_path / "both_20180101.vrt"), [str(first), str(second)], separate=True)
    found = look(tmp_path / "both_20180101.vrt")
    assert [band.nodata for band in found.bands] == [0, -999]


def marked(path, values, alpha, **changes):
    """Write four bands, the last of them marked as alpha."""
    write_raster(path, np.concatenate([values, alpha[None]]), **changes)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    del dataset
    return str(path)


def test_transparency_is_a_mask_and_no_band(tmp_path):
    values = np.random.default_rng(0).integers(0, 255, (3, 40, 30), dtype=np.uint8)
    alpha = np.where(np.arange(40)[:, None] < 9, 0, 255).repeat(30, axis=1).astype(np.uint8)
    found = look(marked(tmp_path / "a_20180101.tif", values, alpha))
    assert found.names == ("Band1", "Band2", "Band3")
    assert [(m.rule, m.values, m.layer) for m in found.masks] == [("values", (0,), 4)]


def test_a_band_of_reflectances_stays_one_though_it_is_marked_as_alpha(tmp_path):
    values = np.random.default_rng(0).integers(0, 255, (4, 40, 30), dtype=np.uint8)
    assert len(look(marked(tmp_path / "a_20180101.tif", values[:3], values[3])).bands) == 4
    clear = np.full((40, 30), 255, np.uint8)
    named = marked(tmp_path / "b_20180101.tif", values[:3], clear, descriptions=("blue", "green", "red", "nir"))
    assert look(named).names == ("blue", "green", "red", "nir")


@pytest.mark.parametrize("internal", ["YES", "NO"])
def test_the_mask_of_a_file_says_where_it_is_clear(tmp_path, monkeypatch, internal):
    path = image(tmp_path, "a_20180101.tif")
    hole = np.full((12, 10), 255, np.uint8)
    hole[2:5, 3:7] = 0
    monkeypatch.setenv("GDAL_TIFF_INTERNAL_MASK", internal)  # GDAL takes its options from there too
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(hole)
    del dataset
    assert (tmp_path / "a_20180101.tif.msk").exists() == (internal == "NO")
    found = look(path)
    assert found.masks == (MaskSource(path, "values", (0,), 0),)
    products, _ = assemble([found])
    with RasterReader() as reader:
        grid = reader.grid(path)
        names = tuple(b.name for b in found.bands)
        plan = SensorPlan("USER", names, (), (), ("2018-01-01",))
        tile = TileSeries("t", grid, SeriesPlan((plan,)), (SensorSeries(plan, tuple(products)),))
        block = read_block(tile, Window(-1, 0, 11, 12), reader)
    expected = np.pad(hole > 0, ((0, 0), (1, 0)))
    assert np.array_equal(block.sensors[0].valid.reshape(12, 11), expected)
