"""Sen2Cor products, as folders and zipped: described as they are, read as they say, or left out with the reason."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.catalogue.choice import Filter, choose
from landweave.engine.catalogue.store import Catalogue, check_files, load_catalogue, save_catalogue
from landweave.engine.errors import UserError
from landweave.engine.mapping.block_reader import read_block
from landweave.engine.mapping.tile_series import tile_series
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.files import disk_path, file_fingerprint
from landweave.engine.sensors import theia_s2
from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.sensors.sen2cor import find, part_of, recognises
from landweave.engine.sensors.sen2cor_metadata import parse_metadata
from landweave.engine.series.options import SeriesOptions
from landweave.engine.series.planning import make_plan
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.sensors.makers import S2_BANDS, write_safe, zip_product

RNG = np.random.default_rng(5)
MINUS_1000 = -1000


def series(*products):
    catalogue = Catalogue(products)
    return tile_series(catalogue, make_plan(SeriesOptions(resampling="nearest"), products))[0]


def read(*products):
    tile = series(*products)
    with RasterReader() as reader:
        return read_block(tile, tile.grid.window, reader).sensors[0]


def found(path):
    if Path(path).is_dir():
        assert recognises(str(path), [p.name for p in path.iterdir()])
    else:
        assert part_of(str(path)) == path.name
    return find(str(path))


def image(product, name):
    return next(product.rglob(f"*_{name}.jp2"))


def test_a_product_is_described_as_it_is(tmp_path):
    product = found(write_safe(tmp_path))
    assert isinstance(product, Product)
    assert (product.sensor, product.tile, product.version, product.orbit) == ("S2", "31TCJ", "02.11", "51")
    assert (product.acquired, product.cloud_percent, product.note) == ("2019-05-01T10:50:39", 2.5, "")
    assert (product.sun_zenith, product.sun_azimuth, product.pass_direction) == (31.5, 151.25, "DES")
    assert [m.meaning for m in product.masks] == ["scl"]
    assert {b.name: b.factor for b in product.bands} == theia_s2.BANDS
    assert [b.name for b in product.bands] == list(theia_s2.BANDS)
    assert all((b.scale, b.offset, b.nodata) == (1, 0, 0) for b in product.bands)
    assert (product.grid.columns, product.grid.pixel_width) == (128, 10.0)
    assert Product.from_json(product.to_json()) == product
    assert not any("_60m" in f for f in product.files)


def test_values_are_what_an_independent_computation_gives(tmp_path):
    values = {b: RNG.integers(0, 12000, (1280 // m, 1280 // m), dtype=np.uint16) for b, m in S2_BANDS.items()}
    values["B04"][5, 7] = 0
    scl = RNG.integers(0, 12, (64, 64), dtype=np.uint8)
    offset = list(range(-1000, -1013, -1))
    product = found(write_safe(tmp_path, baseline="05.10", values=values, scl=scl, offset=offset, quantification=5000))
    block = read(product)
    ids = {"B02": 1, "B03": 2, "B04": 3, "B05": 4, "B06": 5, "B07": 6, "B08": 7, "B8A": 8, "B11": 11, "B12": 12}
    fine = {b: np.kron(v, np.ones((128 // len(v),) * 2, np.uint16)).astype(int) for b, v in values.items()}
    clear = ~np.isin(np.kron(scl, np.ones((2, 2), np.uint8)), (0, 1, 3, 8, 9, 10))
    for v in fine.values():
        clear &= v != 0
    assert 0.2 < clear.mean() < 0.8
    assert np.array_equal(block.valid[0].reshape(128, 128), clear)
    for layer, band in zip(block.values[0], S2_BANDS):
        expected = (fine[band] + offset[ids[band]]) * 2
        assert np.array_equal(layer.reshape(128, 128), np.where(clear, expected, SERIES_NODATA))


def test_reflectance_is_continuous_across_baselines(tmp_path):
    reflectance = {b: RNG.integers(1, 9000, (1280 // m, 1280 // m), dtype=np.uint16) for b, m in S2_BANDS.items()}
    shifted = {b: v + np.uint16(1000) for b, v in reflectance.items()}
    before = found(write_safe(tmp_path, values=reflectance))
    after = found(write_safe(tmp_path, moment="20220501T105039", baseline="04.00", values=shifted, offset=MINUS_1000))
    block = read(before, after)
    assert block.valid.all()
    assert np.array_equal(block.values[0], block.values[1])


def test_an_archive_is_read_in_place_as_the_folder_is(tmp_path):
    folder = write_safe(tmp_path, baseline="04.00", offset=MINUS_1000)
    whole = read(find(str(folder)))
    archive = zip_product(folder)
    assert not folder.exists()
    product = found(archive)
    packed = read(product)
    assert np.array_equal(packed.values, whole.values)
    assert product.path == str(archive)
    assert (product.sun_zenith, product.pass_direction) == (31.5, "DES")
    assert {disk_path(f) for f in product.files} == {str(archive)}
    assert {file_fingerprint(f) for f in product.files} == {file_fingerprint(archive)} != {"absent"}
    catalogue = Catalogue((product,))
    save_catalogue(str(tmp_path / "c.gpkg"), catalogue)
    check_files(load_catalogue(str(tmp_path / "c.gpkg")))
    archive.unlink()
    with pytest.raises(UserError, match="is gone"):
        check_files(catalogue)


def test_an_archive_of_another_name_is_known_by_what_it_holds(tmp_path):
    safe = write_safe(tmp_path)
    archive = zip_product(safe, tmp_path / "été {1} (copy).zip")
    product = found(archive)
    assert product.identifier == safe.stem
    assert read(product).valid.all()
    other = tmp_path / "photos.zip"
    other.write_bytes(b"PK")
    assert part_of(str(other)) == ""


def test_the_newest_baseline_of_an_acquisition_wins(tmp_path):
    old = found(write_safe(tmp_path))
    new = found(write_safe(tmp_path, baseline="05.00", made="20230101T000000", offset=MINUS_1000))
    kept, left = choose([old, new], Filter())
    assert kept == [new]
    assert "is version 02.11 of an acquisition that is there as 05.00 too" in left[0].reason


def test_the_two_halves_of_a_tile_where_strips_meet_are_both_kept(tmp_path):
    halves = {}
    for strip, made, rows in (("20190501T105819", "20190501T135840", slice(30, 64)),
                              ("20190501T105039", "20190501T140000", slice(0, 34))):
        scl = np.zeros((64, 64), np.uint8)
        scl[rows] = 4
        halves[strip] = found(write_safe(tmp_path, strip=strip, made=made, scl=scl))
    copy = found(write_safe(tmp_path / "again", strip="20190501T105039", made="20190501T140000"))
    old = found(write_safe(tmp_path, baseline="02.08", made="20190501T120000"))
    kept, left = choose([*halves.values(), copy, old], Filter())
    assert sorted(p.part for p in kept) == sorted(halves)
    assert sorted(item.reason.split(" of ")[0] for item in left) == ["is another copy", "is version 02.08"]
    assert read(*kept).valid.all()


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("gone", ["B8A_20m", "B02_10m", "SCL_20m"])
def test_a_missing_image_is_named(tmp_path, gone, zipped):
    safe = write_safe(tmp_path)
    image(safe, gone).unlink()
    left = found(zip_product(safe) if zipped else safe)
    assert isinstance(left, LeftOut)
    assert left.damaged
    assert f"T31TCJ_20190501T105039_{gone}.jp2 is missing. Download the product again." in left.reason


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("keep", [0.0, 0.3, 0.95, 0.9999])
def test_a_cut_image_is_noticed_and_named(tmp_path, keep, zipped):
    safe = write_safe(tmp_path)
    file = image(safe, "B11_20m")
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * keep)])
    left = found(zip_product(safe) if zipped else safe)
    assert isinstance(left, LeftOut)
    assert left.damaged
    assert file.name in left.reason
    assert "again" in left.reason


@pytest.mark.parametrize("keep", [0.0, 0.5, 0.99])
def test_a_cut_archive_is_noticed(tmp_path, keep):
    archive = zip_product(write_safe(tmp_path))
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * keep)])
    left = found(archive)
    assert isinstance(left, LeftOut)
    assert left.damaged
    assert "the archive is cut or damaged" in left.reason


def test_an_image_that_does_not_decode_is_named_when_it_is_read(tmp_path):
    safe = write_safe(tmp_path)
    product = found(safe)
    file = image(safe, "B03_10m")
    content = bytearray(file.read_bytes())
    content[len(content) // 3 : -2] = bytes(len(content) - len(content) // 3 - 2)
    file.write_bytes(bytes(content))
    with pytest.raises(UserError, match="B03_10m"):
        read(product)


def test_missing_metadata_are_damage(tmp_path):
    safe = write_safe(tmp_path)
    (safe / "MTD_MSIL2A.xml").unlink()
    left = found(safe)
    assert left.damaged
    assert "MTD_MSIL2A.xml" in left.reason


@pytest.mark.parametrize(("changes", "words"), [
    ({"baseline": "04.00"}, "lack BOA_ADD_OFFSET of B02"),
    ({"baseline": "05.00", "offset": [-1000] * 5}, "lack BOA_ADD_OFFSET of B06"),
    ({"quantification": ""}, "lack BOA_QUANTIFICATION_VALUE"),
])
def test_metadata_that_do_not_tell_the_reflectance_are_damage(tmp_path, changes, words):
    left = found(write_safe(tmp_path, **changes))
    assert isinstance(left, LeftOut)
    assert words in left.reason


def test_other_namespaces_local_processing_and_the_names_of_2017_are_read(tmp_path):
    assert found(write_safe(tmp_path, psd=15, moment="20170501T105031", prefix="L2A_")).bands[0].offset == 0
    assert found(write_safe(tmp_path, baseline="99.99", offset=MINUS_1000)).bands[0].offset == -1000
    assert found(write_safe(tmp_path, baseline="99.99", made="20190502T000000")).bands[0].offset == 0


def test_elements_with_a_prefix_of_their_own_are_read(tmp_path):
    safe = write_safe(tmp_path, baseline="05.11", psd=15, offset=MINUS_1000)
    whole = find(str(safe))
    for file in (safe / "MTD_MSIL2A.xml", next(safe.glob("GRANULE/*/MTD_TL.xml"))):
        file.write_text(re.sub(r"<(/?)(?=[A-Za-z_]+[ >])", r"<\1v1:", file.read_text().replace("psd-15", "psd-99")))
    assert "<v1:BOA_ADD_OFFSET band_id" in (safe / "MTD_MSIL2A.xml").read_text()
    assert find(str(safe)) == whole


def test_metadata_of_the_granule_may_be_missing(tmp_path):
    safe = write_safe(tmp_path)
    next(safe.glob("GRANULE/*/MTD_TL.xml")).unlink()
    product = found(safe)
    assert (product.sun_zenith, product.sun_azimuth, product.note) == (None, None, "")


def test_images_on_other_pixels_are_named(tmp_path):
    safe = write_safe(tmp_path)
    other = write_safe(tmp_path / "other", origin=(300040.0, 4900020.0))
    shutil.copy(image(other, "SCL_20m"), image(safe, "SCL_20m"))
    left = found(safe)
    assert "SCL_20m.jp2 does not lie on the same pixels" in left.reason


def test_a_wrapping_folder_is_entered_and_a_renamed_one_recognised(tmp_path):
    safe = write_safe(tmp_path)
    assert not recognises(str(tmp_path / safe.stem), [safe.name])
    assert not recognises(str(tmp_path), ["photos", "MTD_MSIL1C.xml"])
    renamed = tmp_path / "May"
    safe.rename(renamed)
    product = found(renamed)
    assert product.identifier == safe.stem
    assert product.tile == "31TCJ"


def test_real_metadata_give_what_they_hold(shared_data):
    folder = shared_data / "product_layouts" / "sen2cor_metadata"
    first, second = (parse_metadata((folder / f"MTD_MSIL2A_{day}.xml").read_text()) for day in ("20190501", "20190506"))
    assert (first.baseline, second.baseline) == ("02.11", "02.12")
    assert (first.pass_direction, second.pass_direction) == ("DES", "DES")
    assert (first.orbit, first.cloud_percent, first.nodata, first.quantification) == ("51", 2.626449, 0, 10000)
    assert second.name == "S2A_MSIL2A_20190506T105031_N0212_R051_T31TCJ_20190506T140834"
    assert set(first.offsets.values()) == {0}
