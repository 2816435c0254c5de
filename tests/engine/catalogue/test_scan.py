"""Scanning: what is taken, what is left out and why, whatever the order on the disk."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.catalogue.scan import run
from landweave.engine.catalogue.store import check_files, load_catalogue
from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs import ScanCatalogueJob
from landweave.engine.runtime.context import RunContext
from landweave.tests.engine.products import write_raster, write_theia_s2
from landweave.tests.engine.sensors.makers import write_hls, write_landsat, write_safe, zip_product


@pytest.fixture
def scan(tmp_path):
    """Return a function that runs a scan and gives the catalogue and the events."""

    def do(folder, **parameters):
        events = []
        output = tmp_path / "out" / "catalogue.gpkg"
        job = ScanCatalogueJob(input=str(folder), output=str(output), **parameters)
        result = run(job, RunContext(emit=events.append))
        assert result["OUTPUT"] == str(output)
        catalogue = load_catalogue(str(output))
        assert result["PRODUCTS"] == len(catalogue.products)
        assert result["LEFT_OUT"] == len(catalogue.left_out)
        check_files(catalogue)
        return catalogue, events

    return do


def reasons(catalogue):
    return {Path(item.path).name: item.reason for item in catalogue.left_out}


def image(folder, name, seed=0, bands=2):
    return write_raster(folder / name, np.random.default_rng(seed).integers(0, 4000, (bands, 8, 8), dtype=np.int16))


def test_both_kinds_of_input_are_found_below_one_folder(tmp_path, scan):
    top = tmp_path / "in"
    write_theia_s2(top / "a" / "b", moment="20180511-105038-461")
    write_theia_s2(top / "a", tile="31TDJ", moment="20180601-105038-461", platform="SENTINEL2C")
    image(top / "mine", "uav_20180403.tif")
    catalogue, events = scan(top)
    assert [(p.sensor, p.tile, str(p.day)) for p in catalogue.products] == [
        ("S2", "31TCJ", "2018-05-11"), ("S2", "31TDJ", "2018-06-01"), ("uav", "mine", "2018-04-03")]
    assert catalogue.left_out == ()
    fractions = [e["fraction"] for e in events if e["event"] == "progress"]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert any("S2: 2 products on 2 dates" in e.get("message", "") for e in events)


def test_period_cloud_and_sensors_filter_with_reasons(tmp_path, scan):
    top = tmp_path / "in"
    for moment, cloud in (("20180101", 5), ("20180201", 80), ("20180301", 20), ("20180401", 5)):
        write_theia_s2(top, moment=f"{moment}-105038-461", cloud=cloud)
    image(top, "x_20180215.tif")
    catalogue, _ = scan(top, start_date="2018-02-01", end_date="2018-03-01", max_cloud=50.0, sensors=("theia_s2_l2a",))
    assert [str(p.day) for p in catalogue.products] == ["2018-03-01"]
    told = " ".join(item.reason for item in catalogue.left_out)
    assert len(catalogue.left_out) == 4
    for words in ("before START_DATE 2018-02-01", "after END_DATE 2018-03-01", "80 % of cloud", "SENSORS does not ask"):
        assert words in told


def test_the_newest_version_wins_and_a_copy_is_left_out(tmp_path, scan):
    top = tmp_path / "in"
    for version in ("V1-9", "V1-10", "V1-2"):
        write_theia_s2(top / version, version=version)
    shutil.copytree(top / "V1-10", top / "copy")
    write_theia_s2(top, moment="20180511-105058-461")
    catalogue, _ = scan(top)
    assert [(p.version, p.acquired[11:19]) for p in catalogue.products] == [("V1-10", "10:50:38"), ("V2-2", "10:50:58")]
    told = [item.reason for item in catalogue.left_out]
    assert sum("that is there as V1-10 too" in reason for reason in told) == 2
    assert sum("another copy" in reason for reason in told) == 1


def test_a_damaged_product_does_not_stop_the_others_and_an_older_version_steps_in(tmp_path, scan):
    top = tmp_path / "in"
    write_theia_s2(top, version="V1-0")
    newer = write_theia_s2(top, version="V2-0")
    (newer / "MASKS" / f"{newer.name}_CLM_R1.tif").unlink()
    catalogue, events = scan(top)
    assert [p.version for p in catalogue.products] == ["V1-0"]
    assert "CLM_R1.tif is missing" in reasons(catalogue)[newer.name]
    warnings = [e["message"] for e in events if e["event"] == "warning"]
    assert len(warnings) == 1
    assert str(newer) in warnings[0]


def test_what_is_odd_about_products_is_said_once(tmp_path, scan):
    for moment in ("20180101-105038-461", "20180201-105038-461"):
        product = write_theia_s2(tmp_path / "in", moment=moment)
        (product / f"{product.name}_MTD_ALL.xml").unlink()
    catalogue, events = scan(tmp_path / "in", max_cloud=0.0)
    assert len(catalogue.products) == 2
    warnings = [e["message"] for e in events if e["event"] == "warning"]
    assert len(warnings) == 1
    assert "and 1 more products: its metadata (MTD_ALL.xml) are missing" in warnings[0]


def test_loose_files_and_archives_of_known_products_get_one_line_each(tmp_path, scan):
    top = tmp_path / "in"
    image(top, "x_20180101.tif")
    product = "LC08_L1TP_199030_20180511_20200901_02_T1"
    for end in ("B1.TIF", "B2.TIF", "MTL.txt"):
        (top / f"{product}_{end}").touch()
    (top / "SENTINEL2A_20180511-105038-461_L2A_T31TCJ_C_V2-2.zip").touch()
    (top / "S2B_MSIL2A_20190501T105039_N0211_R051_T31TCJ_20190501T135840.SAFE" / "GRANULE").mkdir(parents=True)
    catalogue, _ = scan(top)
    assert len(catalogue.left_out) == 3
    told = " ".join(item.reason for item in catalogue.left_out)
    for words in ("(3 files of it lie here.)", "Unpack it", "Sen2Cor"):
        assert words in told


def test_many_left_out_are_counted_in_the_log_and_listed_in_the_catalogue(tmp_path, scan):
    image(tmp_path / "in", "x_20180101.tif")
    for i in range(40):
        (tmp_path / "in" / f"map{i:02}.tif").touch()
    catalogue, events = scan(tmp_path / "in")
    assert len(catalogue.left_out) == 40
    warnings = [e["message"] for e in events if e["event"] == "warning"]
    assert len(warnings) == 31
    assert "10 more" in warnings[-1]


def test_only_unusable_products_give_one_error_with_the_reasons_and_no_file(tmp_path, scan):
    top = tmp_path / "in"
    product = write_theia_s2(top)
    (product / f"{product.name}_FRE_B8.tif").unlink()
    with pytest.raises(UserError, match=r"FRE_B8\.tif is missing.*[Dd]ownload the product again"):
        scan(top)
    assert not (tmp_path / "out").exists()


def test_an_empty_and_a_missing_folder_are_errors(tmp_path, scan):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "readme.txt").write_text("x")
    with pytest.raises(UserError, match="No images were found"):
        scan(tmp_path / "in")
    with pytest.raises(UserError, match="does not exist"):
        scan(tmp_path / "nowhere")


@pytest.mark.parametrize(("parameters", "words"), [
    ({"max_cloud": 101.0}, "MAX_CLOUD is 101"),
    ({"max_cloud": float("nan")}, "MAX_CLOUD is nan"),
    ({"start_date": "11/05/2018"}, "START_DATE '11/05/2018' is not a date"),
    ({"start_date": "2018-05-11", "end_date": "2018-05-10"}, "START_DATE 2018-05-11 is after"),
    ({"sensors": ("modis",)}, "SENSORS names 'modis'"),
    ({"scale": -1.0}, "SCALE is -1"),
    ({"dates_table": "/nowhere.csv"}, "table of dates /nowhere.csv cannot be read"),
    ({"nodata": "none"}, "NODATA is 'none'"),
    ({"pattern": "{sensor}_{day}"}, "PATTERN {sensor}_{day} has '{day}'"),
    ({"static_layers": ("/nowhere.tif",)}, "STATIC_LAYERS names /nowhere.tif"),
])
def test_wrong_parameters_are_named(tmp_path, scan, parameters, words):
    image(tmp_path / "in", "x_20180101.tif")
    with pytest.raises(UserError) as caught:
        scan(tmp_path / "in", **parameters)
    assert words in caught.value.message
    assert caught.value.hint


def test_an_empty_season_says_what_there_is(tmp_path, scan):
    for i in (1, 2, 3):
        image(tmp_path / "in", f"x_2018010{i}.tif", i)
    with pytest.raises(UserError) as caught:
        scan(tmp_path / "in", start_date="2019-01-01", end_date="2019-12-31")
    assert caught.value.message == (f"None of the 3 images found in {tmp_path / 'in'} fits START_DATE 2019-01-01 and "
                                    "END_DATE 2019-12-31: they are from 2018-01-01 to 2018-01-03.")
    write_theia_s2(tmp_path / "one", moment="20180101-105038-461", cloud=90)
    with pytest.raises(UserError, match=r"does not fit MAX_CLOUD 50: it is of 2018-01-01\."):
        scan(tmp_path / "one", max_cloud=50.0)


def test_what_the_period_leaves_out_is_one_line_of_the_log(tmp_path, scan):
    for i in range(1, 8):
        image(tmp_path / "in", f"x_2018010{i}.tif", i)
    catalogue, events = scan(tmp_path / "in", start_date="2018-01-05", end_date="2018-01-06")
    assert len(catalogue.left_out) == 5
    warnings = [e["message"] for e in events if e["event"] == "warning"]
    assert warnings[0] == "Left out: 4 images before START_DATE 2018-01-05."
    assert "x_20180107.tif was acquired on 2018-01-07, after END_DATE 2018-01-06" in warnings[1]


def test_the_log_sums_up_each_sensor(tmp_path, scan):
    top = tmp_path / "in"
    for moment in ("20180511-105038-461", "20180521-105038-461"):
        write_theia_s2(top, moment=moment)
    image(top / "mine", "uav_20180403.tif")
    write_raster(top / "relief" / "slope.tif", np.ones((4, 4), np.float32))
    (top / "cut_20180404.tif").write_bytes(b"II*")
    _, events = scan(top, static_layers=(str(top / "relief"),))
    assert [e["message"] for e in events if e["event"] == "log"][-4:] == [
        "S2: 2 products on 2 dates from 2018-05-11 to 2018-05-21, tile 31TCJ, 10 m, "
        "bands B2, B3, B4, B5, B6, B7, B8, B8A, B11, B12",
        "uav: 1 product on 2018-04-03, tile mine, 10 m, bands Band1, Band2",
        "Layers without date: slope",
        "Left out: 1, 1 of them damaged or incomplete",
    ]


def test_the_log_tells_products_of_one_sensor_by_their_makers(tmp_path, scan):
    top = tmp_path / "in"
    for moment in ("20180511-105038-461", "20180521-105038-461"):
        write_theia_s2(top, moment=moment)
    write_safe(top)
    _, events = scan(top)
    assert any(e.get("message", "").startswith("S2: 3 products (2 of theia_s2_l2a, 1 of sen2cor_l2a) on 3 dates")
               for e in events)


def test_layers_without_date_are_no_images_and_are_missed_when_they_go(tmp_path, scan):
    top = tmp_path / "in"
    image(top, "uav_20180403.tif")
    dated = write_raster(top / "relief_20100101.tif", np.ones((4, 4), np.float32))
    bad = write_raster(top / "nowhere.tif", np.ones((4, 4), np.float32), epsg=0)
    catalogue, _ = scan(top, static_layers=(dated, bad))
    assert [layer.name for layer in catalogue.static] == ["relief20100101"]
    assert [p.sensor for p in catalogue.products] == ["uav"]
    assert set(reasons(catalogue)) == {"nowhere.tif"}
    Path(dated).unlink()
    with pytest.raises(UserError, match="of the static layer relief20100101 is gone"):
        check_files(catalogue)


def test_files_of_bands_and_a_pattern_go_through_the_scan(tmp_path, scan):
    top = tmp_path / "in"
    for day in ("20180511", "20180521"):
        for number, name in enumerate(("B4", "B8")):
            image(top, f"{name}_{day}_MY_SAT.tif", number, bands=1)
    catalogue, _ = scan(top, pattern="{band}_{date}_{sensor}", nodata="-1")
    assert [(p.sensor, tuple((b.name, b.nodata) for b in p.bands)) for p in catalogue.products] == [
        ("MYSAT", (("B4", -1), ("B8", -1)))] * 2
    assert len(catalogue.files) == 4


def test_two_user_images_of_one_date_are_an_error(tmp_path, scan):
    image(tmp_path / "in", "x_20180101.tif", 1)
    image(tmp_path / "in", "y_20180101.tif", 2)
    with pytest.raises(UserError, match="have the same date, 2018-01-01"):
        scan(tmp_path / "in")


def test_a_table_of_dates_takes_what_names_do_not_tell(tmp_path, scan):
    top = tmp_path / "in"
    for i in (1, 2):
        image(top, f"img_{i}.tif", i)
    image(top, "img_3.tif", 3)
    (tmp_path / "t.csv").write_text("file,date\nimg_1.tif,2018-01-01\nimg_2.tif,2018-02-01\ngone.tif,2018-03-01\n")
    catalogue, _ = scan(top, dates_table=str(tmp_path / "t.csv"))
    assert [(p.sensor, p.acquired) for p in catalogue.products] == [("img", "2018-01-01"), ("img", "2018-02-01")]
    assert "does not exist" in reasons(catalogue)["gone.tif"]
    assert "has no date in its name" in reasons(catalogue)["img_3.tif"]


def test_links_are_followed_once_hidden_folders_are_not(tmp_path, scan):
    top = tmp_path / "in"
    product = write_theia_s2(tmp_path / "elsewhere")
    top.mkdir()
    (top / product.name).symlink_to(product)
    (top / "loop").symlink_to(top)
    image(top / ".trash", "x_20180101.tif")
    catalogue, _ = scan(top)
    assert [p.identifier for p in catalogue.products] == [product.name]
    assert catalogue.left_out == ()


def test_the_same_folder_gives_the_same_bytes_whatever_the_order_of_creation(tmp_path):
    written = []
    for order in ((1, 2, 3), (3, 1, 2)):
        top = tmp_path / "in"
        shutil.rmtree(top, ignore_errors=True)
        for i in order:
            image(top / f"t{i}", f"x_2018010{i}.tif", i)
            image(top / f"t{i}", f"dem{i}.tif", i)
        output = tmp_path / "c.gpkg"
        run(ScanCatalogueJob(input=str(top), output=str(output)), RunContext())
        written.append(output.read_bytes())
    assert written[0] == written[1]


def test_cancel_stops_the_scan_and_leaves_nothing(tmp_path):
    image(tmp_path / "in", "x_20180101.tif")
    job = ScanCatalogueJob(input=str(tmp_path / "in"), output=str(tmp_path / "c.gpkg"))
    with pytest.raises(Cancelled):
        run(job, RunContext(is_cancelled=lambda: True))
    assert not (tmp_path / "c.gpkg").exists()


def test_slovenia_as_it_is(shared_data, scan):
    top = shared_data / "slovenia_s2"
    catalogue, events = scan(top)
    counts = {sensor: sum(p.sensor == sensor for p in catalogue.products) for sensor in catalogue.sensors()}
    assert counts == {"S2AL1C": 10, "USER": 68}
    assert catalogue.tiles() == ("slovenia_s2",)
    assert set(reasons(catalogue)) == {"dem.tif", "reference_lulc.tif", "reference_polygon_id.tif", "cloud_prob.tif"}
    assert "name it in STATIC_LAYERS" in reasons(catalogue)["dem.tif"]
    said = [e["message"] for e in events if e["event"] == "log"]
    assert any("USER: 68 products on 67 dates from 2015-07-11 to 2017-12-22, tile slovenia_s2" in t for t in said)
    with_times, _ = scan(top / "images", dates_table=str(top / "images.csv"))
    assert [p.day for p in with_times.products] == [p.day for p in catalogue.products if p.sensor == "S2AL1C"]
    assert with_times.products[0].acquired == "2015-07-11T10:00:08"


def test_the_model_of_the_terrain_is_a_layer_without_date(shared_data, scan):
    top = shared_data / "slovenia_s2"
    catalogue, _ = scan(top, static_layers=(str(top / "dem.tif"),))
    assert [layer.name for layer in catalogue.static] == ["dem"]
    assert "dem.tif" not in reasons(catalogue)
    dem = catalogue.static[0]
    assert (dem.layer, dem.scale, dem.offset, dem.categorical) == (1, 1.0, 0.0, False)
    assert dem.grid == catalogue.products[0].grid


def test_sinop_as_it_is(shared_data, scan):
    catalogue, _ = scan(shared_data / "sinop_modis_cube" / "images")
    assert len(catalogue.products) == 23
    assert catalogue.left_out == ()


def test_sen2cor_folders_and_archives_lie_together_with_others(tmp_path, scan):
    top = tmp_path / "in"
    write_theia_s2(top, moment="20180511-105038-461")
    write_safe(top / "2019")
    zip_product(write_safe(top / "2019", baseline="05.00", made="20230101T000000", offset=-1000))
    zip_product(write_safe(top / "2019", moment="20190601T105039"), top / "2019" / "june.zip")
    catalogue, _ = scan(top)
    assert [(p.format, str(p.day), p.version) for p in catalogue.products] == [
        ("theia_s2_l2a", "2018-05-11", "V2-2"), ("sen2cor_l2a", "2019-05-01", "05.00"),
        ("sen2cor_l2a", "2019-06-01", "02.11")]
    assert [Path(item.path).suffix for item in catalogue.left_out] == [".SAFE"]
    assert "is there as 05.00 too" in catalogue.left_out[0].reason
    catalogue, _ = scan(top, sensors=("theia_s2_l2a",))
    assert {p.sensor for p in catalogue.products} == {"S2"}
    assert all("SENSORS does not ask for" in item.reason for item in catalogue.left_out)
    assert len(catalogue.left_out) == 3


def test_landsat_and_hls_are_found_with_and_without_folders_of_their_own(tmp_path, scan):
    top = tmp_path / "in"
    write_landsat(top / "a")
    write_landsat(top / "flat", "LE07_L2SP_199030_20100809_20200901_02_T1", own_folder=False)
    write_hls(top / "flat", own_folder=False)
    write_hls(top / "flat", "HLS.L30.T31TCJ.2021003T104035.v2.0", own_folder=False)
    image(top / "flat", "uav_20180403.tif")
    (top / "flat" / "LC08_L2SP_199030_20180527_20200901_02_T1.tar").write_bytes(b"")
    (top / "flat" / "LC08_L2SP_199031_20180527_20200901_02_T1_MTL.txt").write_text("")
    catalogue, _ = scan(top)
    assert [(p.sensor, p.tile, str(p.day)) for p in catalogue.products] == [
        ("HLSL", "31TCJ", "2021-01-03"), ("HLSS", "31TCJ", "2021-01-01"), ("L7", "199030", "2010-08-09"),
        ("L8", "199030", "2018-05-11"), ("uav", "flat", "2018-04-03")]
    assert sorted(reasons(catalogue)) == ["LC08_L2SP_199030_20180527_20200901_02_T1.tar",
                                          "LC08_L2SP_199031_20180527_20200901_02_T1"]
    assert not any(item.damaged for item in catalogue.left_out)


@pytest.mark.parametrize("log", ["run.log", "journal.sqlite"])
def test_the_maps_of_a_run_that_lies_below_are_no_images(tmp_path, scan, log):
    top = tmp_path / "in"
    image(top / "series", "uav_20180403.tif")
    image(top / "runs" / "a", "map_20180403.tif", seed=1)
    for name in ("run.json", log):
        (top / "runs" / "a" / name).touch()
    catalogue, _ = scan(top)
    assert [p.tile for p in catalogue.products] == ["series"]
    assert reasons(catalogue) == {"a": "is the folder of a run: what lies in it is no image."}
