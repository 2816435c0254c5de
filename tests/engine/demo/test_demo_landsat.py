import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal

from landweave.engine.demo.landsat import CLEAR, CLOUD, DILATED, FILL_QA, SHADOW, WATER, area_mean
from landweave.engine.demo.landsat_files import landsat_passes
from landweave.engine.sensors import landsat_c2

NAME = re.compile(r"LC0[89]_L2SP_198030_2021\d{4}_202[12]\d{4}_02_T1")
ENDINGS = {*(f"SR_B{n}.TIF" for n in range(1, 8)), "QA_PIXEL.TIF", "QA_RADSAT.TIF", "MTL.txt"}


def _scenes(demo):
    return sorted((Path(demo["PRODUCTS"]) / "landsat").iterdir(), key=lambda path: path.name.split("_")[3])


def _open(folder, ending):
    return gdal.Open(str(folder / f"{folder.name}_{ending}.TIF"))


def _read(folder, ending):
    return _open(folder, ending).ReadAsArray()


def _reflectance(folder, band):
    return _read(folder, f"SR_{band}") * 0.0000275 - 0.2


def _on_landsat(path, like, how):
    """Resample a raster on a Landsat grid with GDAL; NaN where it has nothing."""
    source = gdal.Open(str(path))
    target = gdal.GetDriverByName("MEM").Create("", like.RasterXSize, like.RasterYSize, 1, gdal.GDT_Float32)
    target.SetGeoTransform(like.GetGeoTransform())
    target.SetProjection(like.GetProjection())
    target.GetRasterBand(1).Fill(-1e9)
    target.GetRasterBand(1).SetNoDataValue(-1e9)
    gdal.Warp(target, source, resampleAlg=how)
    values = target.ReadAsArray()
    return np.where(values < -1e8, np.nan, values)


def test_scenes_are_genuine_folders(three_sensors):
    for folder in _scenes(three_sensors):
        assert NAME.fullmatch(folder.name)
        assert {path.name[len(folder.name) + 1 :] for path in folder.iterdir()} == ENDINGS


def test_each_satellite_comes_every_sixteen_days():
    eight, nine = ([p.date for p in landsat_passes() if p.satellite == s] for s in "89")
    assert {b - a for a, b in zip(eight, eight[1:])} == {timedelta(days=16)}
    assert {b - a for a, b in zip(nine, nine[1:])} == {timedelta(days=16)}
    assert len(eight) == 23
    assert nine[0] > date(2021, 10, 31)
    assert (nine[0] - eight[0]).days % 16 == 8


def test_the_grid_is_that_of_the_usgs_and_wider_than_the_area(three_sensors):
    truth = gdal.Open(three_sensors["TRUTH"])
    x_min, _, _, y_max, _, _ = truth.GetGeoTransform()
    x_max, y_min = x_min + 10 * truth.RasterXSize, y_max - 10 * truth.RasterYSize
    for folder in _scenes(three_sensors):
        for ending in ("SR_B1", "SR_B7", "QA_PIXEL", "QA_RADSAT"):
            raster = _open(folder, ending)
            left, width, _, top, _, height = raster.GetGeoTransform()
            assert (width, height) == (30, -30)
            assert (left % 30, top % 30) == (15, 15)
            assert left < x_min and top > y_max
            assert left + 30 * raster.RasterXSize > x_max and top - 30 * raster.RasterYSize < y_min
            assert raster.GetProjection() == truth.GetProjection()
            assert raster.GetRasterBand(1).DataType == gdal.GDT_UInt16


def test_the_image_lies_obliquely_and_holds_the_area(three_sensors):
    for folder in _scenes(three_sensors)[:3]:
        quality = _read(folder, "QA_PIXEL")
        assert (quality[[0, 0, -1, -1], [0, -1, 0, -1]] == FILL_QA).all()
        area = _on_landsat(three_sensors["TRUTH"], _open(folder, "QA_PIXEL"), "near")
        assert (quality[area > 0] != FILL_QA).all()
        assert (quality != FILL_QA).sum() > (area > 0).sum()
        upper, lower = quality[4] != FILL_QA, quality[-5] != FILL_QA
        assert np.flatnonzero(upper).mean() < np.flatnonzero(lower).mean()  # turned clockwise, as the orbit is
        for band in ("SR_B1", "SR_B5"):
            assert np.array_equal(_read(folder, band) == 0, quality == FILL_QA)


def test_quality_says_what_the_pixels_are(three_sensors):
    seen = set()
    bright, dark, clear = [], [], []
    for folder in _scenes(three_sensors):
        quality, red = _read(folder, "QA_PIXEL"), _reflectance(folder, "B4")
        seen |= set(np.unique(quality).tolist())
        if (quality == CLOUD).any() and (quality == CLEAR).any():
            bright.append(red[quality == CLOUD].mean())
            clear.append(red[quality == CLEAR].mean())
        if (quality == SHADOW).sum() > 50:
            dark.append(red[quality == SHADOW].mean())
    assert seen == {CLEAR, WATER, DILATED, CLOUD, SHADOW, FILL_QA}
    assert np.mean(bright) > 0.3
    assert np.mean(dark) < np.mean(clear) < np.mean(bright) - 0.15
    assert [v & landsat_c2.UNCLEAR["L8"] != 0 for v in (CLEAR, WATER, DILATED, CLOUD, SHADOW, FILL_QA)] == (
        [False, False, True, True, True, True])


def test_water_is_where_the_truth_has_it(three_sensors):
    truth = gdal.Open(three_sensors["TRUTH"])
    is_water = gdal.GetDriverByName("MEM").CreateCopy("", truth)
    is_water.GetRasterBand(1).WriteArray((truth.ReadAsArray() == 23).astype(np.uint8) * 100)
    is_water.GetRasterBand(1).DeleteNoDataValue()
    path = "/vsimem/is_water.tif"
    gdal.GetDriverByName("GTiff").CreateCopy(path, is_water)
    folder = next(f for f in _scenes(three_sensors) if (_read(f, "QA_PIXEL") == CLEAR).mean() > 0.6)
    quality = _read(folder, "QA_PIXEL")
    share = _on_landsat(path, _open(folder, "QA_PIXEL"), "average")
    gdal.Unlink(path)
    unclouded = np.isin(quality, (CLEAR, WATER)) & np.isfinite(share)
    sure = unclouded & ((share < 35) | (share > 65))
    assert (share[unclouded] > 65).sum() > 20
    assert np.array_equal(quality[sure] == WATER, share[sure] > 50)


def test_landsat_and_sentinel2_agree_on_the_ground(three_sensors):
    products = {p.name[11:19]: p for p in Path(three_sensors["PRODUCTS"]).glob("SENTINEL2*_T31TCJ_*")}
    compared = 0
    for folder in _scenes(three_sensors):
        day = date.fromisoformat(re.sub(r"(....)(..)(..)", r"\1-\2-\3", folder.name.split("_")[3]))
        close = [n for n in products if abs((date.fromisoformat(f"{n[:4]}-{n[4:6]}-{n[6:]}") - day).days) <= 3]
        if not close:
            continue
        product = products[close[0]]
        like = _open(folder, "QA_PIXEL")
        masks = [_on_landsat(product / "MASKS" / f"{product.name}_{m}_R1.tif", like, "max") for m in ("CLM", "EDG")]
        clear = np.isin(like.ReadAsArray(), (CLEAR, WATER)) & (masks[0] == 0) & (masks[1] == 0)
        if clear.sum() < 1000:
            continue
        for band, other in (("B3", "B3"), ("B4", "B4"), ("B5", "B8A"), ("B6", "B11"), ("B7", "B12")):
            optical = _on_landsat(product / f"{product.name}_FRE_{other}.tif", like, "average") / 10000
            own, optical = _reflectance(folder, band)[clear], optical[clear]
            assert np.corrcoef(own, optical)[0, 1] > 0.9
            assert abs(own.mean() / optical.mean() - 1) < 0.2
        compared += 1
    assert compared >= 1


def test_the_reader_takes_them(three_sensors):
    for folder in _scenes(three_sensors):
        product = landsat_c2.find(str(folder))
        assert product.sensor == "L8"
        assert product.note == ""
        assert product.acquired == f"{folder.name[17:21]}-{folder.name[21:23]}-{folder.name[23:25]}T10:39:21"
        quality = _read(folder, "QA_PIXEL")
        percent = 100 * (quality == CLOUD).sum() / (quality != FILL_QA).sum()
        assert product.cloud_percent == pytest.approx(percent, abs=0.006)


def test_metadata_agree_with_the_raster(three_sensors):
    folder = _scenes(three_sensors)[0]
    text = (folder / f"{folder.name}_MTL.txt").read_text()
    fields = dict(re.findall(r"^\s*(\w+) = (.*)$", text, re.MULTILINE))
    raster = _open(folder, "SR_B1")
    left, _, _, top, _, _ = raster.GetGeoTransform()
    assert float(fields["CORNER_UL_PROJECTION_X_PRODUCT"]) == left + 15
    assert float(fields["CORNER_UL_PROJECTION_Y_PRODUCT"]) == top - 15
    assert float(fields["CORNER_UL_PROJECTION_X_PRODUCT"]) % 30 == 0
    assert (int(fields["REFLECTIVE_SAMPLES"]), int(fields["REFLECTIVE_LINES"])) == (
        raster.RasterXSize, raster.RasterYSize)
    assert (float(fields["REFLECTANCE_MULT_BAND_5"]), float(fields["REFLECTANCE_ADD_BAND_5"])) == (0.0000275, -0.2)
    assert fields["REFLECTANCE_MAXIMUM_BAND_1"] == "1.602213"  # as in every genuine file
    assert fields["REFLECTANCE_MINIMUM_BAND_1"] == "-0.199972"
    assert 20 < float(fields["SUN_ELEVATION"]) < 25  # 44 degrees north, early in January, before noon
    assert (folder / fields["FILE_NAME_BAND_7"].strip('"')).is_file()
    assert text.endswith("END\n")


@given(st.integers(1, 40), st.integers(-30, 30), st.integers(1, 12), st.integers(0, 1000))
def test_area_mean_is_the_mean_of_a_finer_grid(rows, tenths, count, seed):
    fine = np.random.default_rng(seed).random((rows, 2), np.float32)
    finer = np.repeat(fine, 10, axis=0)
    expected = [finer[np.clip(np.arange(tenths + 30 * n, tenths + 30 * n + 30), 0, len(finer) - 1)].mean(axis=0)
                for n in range(count)]
    np.testing.assert_allclose(area_mean(fine, tenths / 10, count), expected, rtol=1e-5)
