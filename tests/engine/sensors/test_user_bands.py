"""One file a band and date: found by names, by folders of dates and by a pattern; what is incomplete is said."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from osgeo import gdal

from landweave.engine.catalogue.gather import user_products
from landweave.engine.errors import UserError
from landweave.engine.sensors.user_names import UserOptions
from landweave.engine.sensors.user_pattern import name_pattern
from landweave.tests.engine.products import write_raster

DATES = ("2018-05-11", "2018-05-21", "2018-06-01")
BANDS = ("B04", "B08", "B11")


def band(path, value=0, shape=(12, 10), **changes):
    return write_raster(path, np.random.default_rng(value).integers(0, 4000, shape, dtype=np.int16), **changes)


def write_all(folder, form, dates=DATES, bands=BANDS):
    """Write a file for each band and date; `form` gets {d} (2018-05-11), {c} (20180511) and {b}."""
    return {
        (d, b): band(folder / form.format(d=d, c=d.replace("-", ""), b=b), number)
        for number, (d, b) in enumerate((d, b) for d in dates for b in bands)
    }


def read(folder, pattern="", **options):
    paths = sorted(str(p) for p in Path(folder).rglob("*.tif"))
    return user_products(paths, UserOptions(pattern=name_pattern(pattern), top=str(folder), **options))


@pytest.mark.parametrize(("form", "sensor"), [
    ("{b}_{c}.tif", "USER"),
    ("MYSAT_{d}_{b}.tif", "MYSAT"),
    ("MYSAT_{d}_{b}_10m.tif", "MYSAT"),
    ("{d}/{b}.tif", "USER"),
    ("{c}/PLANET_{b}.tif", "PLANET"),
    ("take_{c}/{b}.tif", "USER"),
    ("{b}-{c}T105038-UAV.tif", "UAV"),
])
def test_files_of_one_date_become_one_product(tmp_path, form, sensor):
    files = write_all(tmp_path / "in", form)
    products, left = read(tmp_path / "in")
    assert left == []
    assert [(p.sensor, p.tile, str(p.day)) for p in products] == [(sensor, "in", d) for d in DATES]
    for product in products:
        assert [b.name for b in product.bands] == list(BANDS)
        assert [b.path for b in product.bands] == [files[str(product.day), b] for b in BANDS]
    assert len({p.identifier for p in products}) == len(products)


@given(st.permutations(range(4)), st.sets(st.integers(1, 28), min_size=1, max_size=3), st.integers(2, 3))
@settings(max_examples=10, deadline=None)
def test_the_word_that_tells_bands_apart_is_found_wherever_it_stands(tmp_path_factory, order, days, count):
    """Other words change too: a platform by date, a resolution by band."""
    folder = tmp_path_factory.mktemp("in")
    bands = ["blue", "green", "red", "nir"][:count]
    for day in days:
        for number, name in enumerate(bands):
            words = [f"202001{day:02}", name, "xa" if day % 2 else "xb", "lo" if number % 2 else "hi"]
            band(folder / ("_".join(words[i] for i in order) + ".tif"), number + 10 * day, (3, 3))
    products, left = read(folder)
    assert left == []
    assert sorted(p.day.day for p in products) == sorted(days)
    assert {tuple(sorted(b.name for b in p.bands)) for p in products} == {tuple(sorted(bands))}
    assert all(b.name in Path(b.path).stem.split("_") for p in products for b in p.bands)


def test_a_pattern_says_what_names_do_not(tmp_path):
    for tile, x in (("A1", 300000.0), ("A2", 400000.0)):
        for number, d in enumerate(DATES):
            for shift, name in enumerate(("x", "y")):
                path = tmp_path / "in" / f"{tile}-deliv" / f"my_sat_{name}{number}{shift}q_{d}_{name}_v2.tif"
                band(path, number * 2 + shift, origin=(x, 4900020.0))
    products, left = read(tmp_path / "in", "{tile}-deliv/{sensor}_*_{date}_{band}_v2.tif")
    assert left == []
    expected = [("mysat", tile, d) for tile in ("A1", "A2") for d in DATES]
    assert [(p.sensor, p.tile, str(p.day)) for p in products] == expected
    assert {tuple(b.name for b in p.bands) for p in products} == {("x", "y")}


def test_tiles_of_a_pattern_stay_apart_on_one_grid(tmp_path):
    """Two deliveries of one place and day are two tiles if the user says so, and not one date twice."""
    for number, tile in enumerate(("A1", "A2")):
        (tmp_path / tile).mkdir()
        write_raster(tmp_path / tile / f"my_{DATES[0]}.tif", np.full((2, 4, 4), number, np.int16))
    products, left = read(tmp_path, "{tile}/{sensor}_{date}")
    assert left == [] and [p.tile for p in products] == ["A1", "A2"]


def test_a_pattern_without_band_names_whole_images(tmp_path):
    for d in DATES:
        write_raster(tmp_path / f"2001-01-01_v_{d}_cut.tif", np.full((2, 4, 4), int(d[-2:]), np.int16))
    products, left = read(tmp_path, "2001-01-01_{sensor}_{date}_cut")
    assert left == []
    assert [(p.sensor, str(p.day), len(p.bands)) for p in products] == [("USER", d, 2) for d in DATES]


def test_what_does_not_fit_the_pattern_is_left_out_with_the_reason(tmp_path):
    write_all(tmp_path, "MY_{d}_{b}.tif", bands=("B1", "B2"))
    band(tmp_path / "other.tif")
    band(tmp_path / "MY_2018-13-40_B1.tif")
    write_raster(tmp_path / "MY_2018-07-01_B1.tif", np.zeros((3, 4, 4), np.int16))
    products, left = read(tmp_path, "{sensor}_{date}_{band}")
    assert len(products) == 3
    told = {Path(item.path).name: item.reason for item in left}
    assert told["other.tif"].startswith("does not fit PATTERN {sensor}_{date}_{band}.")
    assert told["MY_2018-13-40_B1.tif"].startswith("has '2018-13-40' where PATTERN")
    assert told["MY_2018-07-01_B1.tif"].startswith("has 3 bands, but by PATTERN it is one.")


@pytest.mark.parametrize(("text", "words"), [
    ("{sensor}_{day}", "'{day}', which stands for nothing"),
    ("{band}_{date}_{band}", "'{band}' twice"),
    ("{sensor}_{tile}", "neither {date} nor {band}"),
    ("images", "neither {date} nor {band}"),
])
def test_a_wrong_pattern_is_named(text, words):
    with pytest.raises(UserError) as caught:
        name_pattern(text)
    assert words in caught.value.message
    assert caught.value.hint


def test_a_band_missing_on_one_date_leaves_that_date_out(tmp_path):
    files = write_all(tmp_path, "MY_{d}_{b}.tif")
    Path(files[DATES[1], "B11"]).unlink()
    products, left = read(tmp_path)
    assert [str(p.day) for p in products] == [DATES[0], DATES[2]]
    assert [(item.path, item.damaged) for item in left] == [(files[DATES[1], "B04"], True)]
    assert left[0].reason == "is of 2018-05-21 without the band B11 that other dates have: left out."


def test_a_band_of_one_date_only_is_left_out_itself(tmp_path):
    write_all(tmp_path, "MY_{d}_{b}.tif")
    extra = band(tmp_path / f"MY_{DATES[0]}_B12.tif", 99)
    products, left = read(tmp_path)
    assert {tuple(b.name for b in p.bands) for p in products} == {BANDS}
    assert [(item.path, item.damaged) for item in left] == [(extra, False)]
    assert left[0].reason == "is of the band B12, which only 1 of 3 dates have: the band is left out."


@given(st.lists(st.sets(st.integers(0, 2), min_size=1), min_size=1, max_size=5))
@example([{0}, {1}, {2}])
@settings(max_examples=15, deadline=None)
def test_every_date_kept_has_every_band_kept(tmp_path_factory, present):
    """Whatever is missing: bands of half the dates are kept, and of the dates those that have all of them."""
    folder = tmp_path_factory.mktemp("in")
    for day, names in enumerate(present, start=1):
        for name in names:
            band(folder / f"2020010{day}_b{name}.tif", 10 * day + name, (2, 2))
    products, left = read(folder, "{date}_{band}")
    usual = [b for b in range(3) if sum(b in names for names in present) * 2 >= len(present)]
    kept = [day for day, names in enumerate(present, start=1) if usual and set(usual) <= names]
    assert sorted(p.day.day for p in products) == kept
    assert all([b.name for b in p.bands] == [f"b{b}" for b in usual] for p in products)
    some_left_out = len(kept) < len(present) or any(set(names) - set(usual) for names in present)
    assert bool(left) == some_left_out


def test_quality_layers_alone_are_no_images(tmp_path):
    write_all(tmp_path, "{c}_{b}.tif", bands=("SCL", "AOT"))
    products, left = read(tmp_path)
    assert (products, len(left)) == ([], 6)


def test_a_cut_band_leaves_its_date_out(tmp_path):
    files = write_all(tmp_path, "MY_{d}_{b}.tif")
    victim = Path(files[DATES[2], "B08"])
    victim.write_bytes(victim.read_bytes()[:200])
    products, left = read(tmp_path)
    assert [str(p.day) for p in products] == list(DATES[:2])
    assert "download it again" in left[0].reason
    assert "2018-06-01 without the band B08" in left[1].reason
    assert all(item.damaged for item in left)


def test_bands_may_be_coarser_by_a_whole_factor(tmp_path):
    for d in DATES:
        band(tmp_path / f"B04_{d}_10m.tif", 1, (12, 11))
        band(tmp_path / f"B11_{d}_20m.tif", 2, (6, 6), pixel=(20.0, 20.0))
        band(tmp_path / f"B09_{d}_60m.tif", 3, (3, 3), pixel=(37.0, 37.0))
    products, left = read(tmp_path)
    assert {tuple((b.name, b.factor) for b in p.bands) for p in products} == {(("B04", 1), ("B11", 2))}
    assert {(p.grid.columns, p.grid.rows) for p in products} == {(11, 12)}
    assert [Path(item.path).name[:3] for item in left] == ["B09"] * 3
    assert all("same pixels as the other bands" in item.reason for item in left)


def test_masks_go_with_their_dates(tmp_path):
    write_all(tmp_path / "in", "MY_{d}_{b}.tif")
    masks = [band(tmp_path / "in" / f"MY_{d}_mask.tif", 50) for d in DATES]
    products, left = read(tmp_path / "in")
    assert left == []
    assert [[(m.path, m.rule, m.layer, m.factor) for m in p.masks] for p in products] == [
        [(mask, "nonzero", 1, 1)] for mask in masks]
    Path(masks[1]).unlink()
    products, left = read(tmp_path / "in")
    assert [str(p.day) for p in products] == [DATES[0], DATES[2]]
    assert "has no mask for 2018-05-21, as the other dates have" in left[0].reason


def test_a_mask_of_another_size_leaves_its_date_out(tmp_path):
    write_all(tmp_path, "MY_{d}_{b}.tif")
    bad = band(tmp_path / f"MY_{DATES[0]}_mask.tif", 50, (9, 10))
    products, left = read(tmp_path)
    assert [str(p.day) for p in products] == list(DATES[1:])
    assert [(item.path, item.damaged) for item in left] == [(bad, True)]
    assert "does not lie on the pixels of its images: warp it. 2018-05-11 left out." in left[0].reason


def test_the_same_band_of_one_date_twice_is_refused_and_a_copy_is_not(tmp_path):
    write_all(tmp_path, "MY_{d}_{b}.tif")
    first, again = tmp_path / "MY_2018-05-11_B04.tif", tmp_path / "MY_20180511_B04.tif"
    again.write_bytes(first.read_bytes())
    products, left = read(tmp_path)
    assert len(products) == 3
    assert [item.reason for item in left] == [f"is a copy of {first}: remove one of the two."]
    band(again, 77)
    with pytest.raises(UserError, match=r"MY_2018-05-11_B04\.tif and .*MY_20180511_B04\.tif are both the band B04"):
        read(tmp_path)


def test_a_series_of_one_band_stays_one_and_two_images_of_a_date_are_refused(tmp_path):
    for d in DATES:
        band(tmp_path / f"ndvi_{d}.tif", int(d[-2:]))
    products, left = read(tmp_path)
    assert ([p.sensor for p in products], left) == (["ndvi"] * 3, [])
    band(tmp_path / f"ndvi_{DATES[0]}_v2.tif", 77)
    with pytest.raises(UserError, match="have the same date, 2018-05-11"):
        read(tmp_path)


def test_a_mask_without_image_and_probabilities_are_left_out(tmp_path):
    for d in DATES:
        band(tmp_path / f"ndvi_{d}.tif", int(d[-2:]))
    band(tmp_path / "x_20180701_mask.tif", 1)
    band(tmp_path / "cloud_prob_20180701.tif", 2)
    products, left = read(tmp_path)
    assert len(products) == 3
    told = {Path(item.path).name: item.reason for item in left}
    assert "is a mask by its name" in told["x_20180701_mask.tif"]
    assert "holds probabilities by its name" in told["cloud_prob_20180701.tif"]


def test_quality_layers_are_no_bands_unless_the_pattern_says_so(tmp_path):
    write_all(tmp_path, "T31TCJ_{c}T105039_{b}_10m.tif", bands=("B04", "B08", "SCL"))
    products, left = read(tmp_path)
    assert {tuple(b.name for b in p.bands) for p in products} == {("B04", "B08")}
    assert len(left) == 3
    assert all("quality layer by its name ('SCL')" in item.reason for item in left)
    products, _ = read(tmp_path, "{tile}_{date}_{band}_10m")
    assert {tuple(b.name for b in p.bands) for p in products} == {("B04", "B08", "SCL")}
    assert {p.tile for p in products} == {"T31TCJ"}


def tagged(path, domain, tag, text, layers=2):
    write_raster(path, np.full((layers, 4, 4), len(Path(path).name), np.int16))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.SetMetadataItem(tag, text, domain)
    del dataset


def test_the_files_own_metadata_tell_the_date_where_the_name_does_not(tmp_path):
    tagged(tmp_path / "a.tif", "IMAGERY", "ACQUISITIONDATETIME", "2018-05-11 10:50:38")
    tagged(tmp_path / "bb.tif", "", "ACQUISITION_DATE", "2018-06-11")
    tagged(tmp_path / "ccc.tif", "", "TIFFTAG_DATETIME", "2018:07:11 09:00:00")
    tagged(tmp_path / "dddd.tif", "", "TIFFTAG_DATETIME", "2018:08:11 09:00:00", layers=1)
    tagged(tmp_path / "dem_fine.tif", "", "ACQUISITION", "2018-05-11")
    products, left = read(tmp_path)
    assert [p.acquired for p in products] == ["2018-05-11T10:50:38", "2018-06-11", "2018-07-11T09:00:00"]
    assert ["TIFFTAG_DATETIME, which may" in p.note for p in products] == [False, False, True]
    assert sorted(Path(item.path).name for item in left) == ["dddd.tif", "dem_fine.tif"]


def test_a_folder_of_a_date_dates_only_what_lies_below_the_scanned_one(tmp_path):
    top = tmp_path / "2018-05-11"
    band(top / "soil.tif", 1)
    band(top / "maps_20190101" / "geology.tif", 2)
    products, left = read(top)
    assert products == []
    assert all("has no date in its name" in item.reason for item in left)
