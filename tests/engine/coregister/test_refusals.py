"""What cannot be registered is said in one sentence, with what to do."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.tests.engine.coregister import made
from landweave.tests.engine.coregister.made import ORIGIN, Said, register
from landweave.tests.engine.products import write_raster

TWO = {"2021-01-02": (0.4, -0.6), "2021-02-01": (1, 1)}


def refused(tmp_path, products, **parameters):
    with pytest.raises(UserError) as error:
        register(tmp_path, products, **parameters)
    assert error.value.hint
    assert not (tmp_path / "out.gpkg").exists()
    return str(error.value)


@pytest.fixture
def images(tmp_path, textures):
    return made.series(tmp_path, textures, TWO)


def raster(tmp_path, values, origin=ORIGIN, epsg=32631, **other):
    return write_raster(tmp_path / "ref.tif", values, origin, epsg=epsg, **other)


def slope():
    y, x = np.mgrid[: made.SIZE, : made.SIZE]
    return (1000 + 3 * x + 2 * y).astype(np.int16)


def test_a_reference_without_detail(tmp_path, images):
    text = refused(tmp_path, images, reference=raster(tmp_path, slope()))
    assert "ref.tif shows too little detail where the images are. Use another REFERENCE" in text


def test_a_reference_of_one_value(tmp_path, images):
    flat = np.full((made.SIZE, made.SIZE), 7, np.int16)
    assert "shows nothing: its values do not differ" in refused(tmp_path, images, reference=raster(tmp_path, flat))
    empty = raster(tmp_path, flat, nodata=7)
    assert "shows nothing" in refused(tmp_path, images, reference=empty)


def test_images_without_detail(tmp_path, reference):
    smooth = made.product(tmp_path, "2021-01-02", [slope(), slope()])
    text = refused(tmp_path, [smooth], reference=reference)
    assert "No image could be registered" in text and "shows too little detail" in text and "another BAND" in text


def test_a_reference_elsewhere(tmp_path, images, textures):
    far = raster(tmp_path, np.rint(textures[0][0]).astype(np.int16), (ORIGIN[0] + 90000, ORIGIN[1]))
    assert "ref.tif overlaps no image. Check that the reference" in refused(tmp_path, images, reference=far)
    continent = raster(tmp_path, np.rint(textures[0][0]).astype(np.int16), (ORIGIN[0], ORIGIN[1] - 5e6), epsg=32755)
    assert "ref.tif overlaps no image" in refused(tmp_path, images, reference=continent)


def test_a_reference_of_another_place_does_not_agree(tmp_path, images):
    noise = np.random.default_rng(0).integers(0, 4000, (made.SIZE, made.SIZE)).astype(np.int16)
    text = refused(tmp_path, images, reference=raster(tmp_path, noise))
    assert "its windows do not agree" in text and "REFERENCE_BAND" in text


def test_only_clouds(tmp_path, textures, reference):
    masks = dict.fromkeys(TWO, np.ones((made.SIZE, made.SIZE), np.uint8))
    text = refused(tmp_path, made.series(tmp_path, textures, TWO, masks), reference=reference)
    assert "has too few clear windows" in text


def test_a_reference_without_crs(tmp_path, images, textures):
    nowhere = raster(tmp_path, np.rint(textures[0][0]).astype(np.int16), epsg=0)
    assert "ref.tif has no coordinate reference system" in refused(tmp_path, images, reference=nowhere)


def test_a_small_image_says_so(tmp_path, textures, reference):
    tiny = made.product(tmp_path, "2021-01-02", np.rint(textures[0][:, 60:100, 60:100]))
    assert "shares too small a place with the reference" in refused(tmp_path, [tiny], reference=reference)


@pytest.mark.parametrize(("parameters", "said"), [
    ({}, "No reference is given. Give REFERENCE, or the date"),
    ({"reference_date": "2021-01-09"}, "is of 2021-01-09. The nearest dates are: 2021-01-02, 2021-02-01."),
    ({"reference_date": "9.1.2021"}, "REFERENCE_DATE is '9.1.2021', which is no date"),
    ({"reference_date": "2021-01-02", "band": "swir"}, "have no band 'swir'. Give BAND one of: red, nir."),
    ({"reference_date": "2021-01-02", "mode": "both"}, "MODE is one of: each_date, one_for_all, chain"),
    ({"reference_date": "2021-01-02", "sensors": ("L8",)}, "no images of 'L8'. It has: S."),
    ({"reference_date": "2021-01-02", "max_shift": float("nan")}, "MAX_SHIFT"),
    ({"reference_date": "2021-01-02", "max_shift": 500.0}, "Give a WINDOW of 1500 pixels"),
    ({"reference_date": "2021-01-02", "precision": 0}, "PRECISION is 0"),
    ({"reference": "nowhere.tif"}, "nowhere.tif"),
])
def test_wrong_parameters_are_named(tmp_path, images, parameters, said):
    assert said in refused(tmp_path, images, **parameters)


def test_a_band_that_the_reference_lacks(tmp_path, images, reference):
    assert "has no band 3. It has 2" in refused(tmp_path, images, reference=reference, reference_band=3)


def test_the_only_date_as_reference(tmp_path, images):
    assert "There is no other image" in refused(tmp_path, images[:1], reference_date="2021-01-02")


def test_without_scikit_image(tmp_path, images, reference, monkeypatch):
    monkeypatch.setitem(sys.modules, "skimage.registration", None)
    text = refused(tmp_path, images, reference=reference)
    assert text.startswith("Co-registration needs the package scikit-image, which is not installed. Install it")


def test_a_damaged_image_is_named(tmp_path, images, reference):
    content = (tmp_path / "S_T1_2021-01-02.tif").read_bytes()
    (tmp_path / "S_T1_2021-01-02.tif").write_bytes(content[: len(content) // 2])
    assert "S_T1_2021-01-02.tif" in refused(tmp_path, images, reference=reference)


def test_holes_and_transparency_of_the_reference_are_not_compared(tmp_path, textures):
    """Half of the reference is transparent, and shows another place there."""
    values = np.rint(made.still(textures[0][0]))
    values[:, 100:] = values[::-1, 100:]
    alpha = np.full(values.shape, 255.0)
    alpha[:, 100:] = 0
    path = raster(tmp_path, np.stack([values, alpha]).astype(np.uint16), options=("ALPHA=YES",))
    said = Said()
    found = register(tmp_path, made.series(tmp_path, textures[:1], TWO), said, reference=path)
    for day, shift in TWO.items():
        assert made.pixels(found[day]) == pytest.approx(shift, abs=0.1)
        assert found[day].shift_correlation > 0.8
    assert all("windows of" in e["message"] for e in said.events if e["event"] == "log")


def test_bands_by_name_and_role(tmp_path, textures, reference):
    products = made.series(tmp_path, textures[:1], TWO)
    renamed = [replace(p, bands=tuple(replace(b, name=n) for b, n in zip(p.bands, ("B4", "B8")))) for p in products]
    found = register(tmp_path, renamed, reference=reference, band="nir", reference_band=2)
    for day, shift in TWO.items():
        assert made.pixels(found[day]) == pytest.approx(shift, abs=0.1)
        assert len(found[day].bands) == 2
