import re
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal

from landweave.engine.demo.radar import REFERENCE_ANGLE, angle_factor
from landweave.engine.demo.sentinel1 import LOOKS, radar_passes

NAME = re.compile(r"s1[ab]_(31T[CD]J)_(vv|vh)_(ASC|DES)_(\d{3})_(2021\d{4})t(\d{6})(_BorderMask)?\.tif")
CEREALS, SUNFLOWER, MAIZE, BROADLEAF, CONIFER, BUILT, BARE, WATER = 6, 9, 10, 16, 17, 1, 20, 23


def _folder(demo, tile="31TCJ"):
    return Path(demo["PRODUCTS"]) / "s1" / tile


def _images(demo, polarisation, direction, tile="31TCJ"):
    """Images and border masks by day of the year, shape (day, row, col)."""
    paths = sorted(_folder(demo, tile).glob(f"*_{polarisation}_{direction}_*[0-9].tif"))
    days = [datetime.strptime(NAME.fullmatch(p.name)[5], "%Y%m%d").timetuple().tm_yday for p in paths]
    images = np.stack([gdal.Open(str(p)).ReadAsArray() for p in paths])
    masks = np.stack([gdal.Open(str(p.with_name(f"{p.stem}_BorderMask.tif"))).ReadAsArray() for p in paths])
    return np.array(days), images, masks


@pytest.fixture(scope="module")
def series(three_sensors):
    """Mean sigma nought in dB: (polarisation, direction, class code) -> days and values; wholly seen dates only."""
    truth = gdal.Open(three_sensors["TRUTH"]).ReadAsArray()[:, :192]
    out = {}
    for polarisation in ("vv", "vh"):
        for direction in ("ASC", "DES"):
            days, images, masks = _images(three_sensors, polarisation, direction)
            whole = masks.all(axis=(1, 2))
            for code in np.unique(truth):
                mean = images[whole][:, truth == code].mean(axis=1)
                out[polarisation, direction, int(code)] = (days[whole], 10 * np.log10(mean))
    return out


def _season(series, key, first, last):
    days, values = series[key]
    return values[(days >= first) & (days <= last)].mean()


def test_files_are_named_as_s1tiling_names_them(three_sensors):
    for tile in ("31TCJ", "31TDJ"):
        names = sorted(p.name for p in _folder(three_sensors, tile).iterdir())
        found = [NAME.fullmatch(name) for name in names]
        assert all(found)
        assert {m[1] for m in found} == {tile}
        images = {m[0] for m in found if not m[7]}
        assert {m[0].replace("_BorderMask", "") for m in found if m[7]} == images
        assert {m.replace("_vv_", "_vh_") for m in images if "_vv_" in m} == {m for m in images if "_vh_" in m}


def test_each_side_is_seen_every_twelve_days():
    for direction in ("ASC", "DES"):
        days = [p.date for p in radar_passes() if p.direction == direction]
        assert {b - a for a, b in zip(days, days[1:])} == {timedelta(days=12)}
        assert days[0] < date(2021, 1, 13)
        assert days[-1] > date(2021, 12, 19)
    assert len({p.number for p in radar_passes()}) == len(radar_passes())


def test_images_lie_on_the_sentinel2_tile(three_sensors):
    for tile in ("31TCJ", "31TDJ"):
        (band, *_) = Path(three_sensors["PRODUCTS"]).glob(f"SENTINEL2*_T{tile}_*/*_FRE_B2.tif")
        optical = gdal.Open(str(band))
        for path in sorted(_folder(three_sensors, tile).glob("*.tif"))[:12]:
            raster = gdal.Open(str(path))
            assert raster.GetGeoTransform() == optical.GetGeoTransform()
            assert raster.GetProjection() == optical.GetProjection()
            assert (raster.RasterXSize, raster.RasterYSize) == (optical.RasterXSize, optical.RasterYSize)
            is_mask = path.stem.endswith("BorderMask")
            assert raster.GetRasterBand(1).DataType == (gdal.GDT_Byte if is_mask else gdal.GDT_Float32)
            assert raster.GetRasterBand(1).GetNoDataValue() == (None if is_mask else 0)


def test_both_tiles_of_a_pass_show_the_same_ground(three_sensors):
    overlap = 2 * 192 - gdal.Open(three_sensors["TRUTH"]).RasterXSize
    for _, left, right in zip(range(3), *(_images(three_sensors, "vh", "DES", t)[1] for t in ("31TCJ", "31TDJ"))):
        assert np.array_equal(left[:, -overlap:], right[:, :overlap])


@pytest.mark.parametrize("direction", ["ASC", "DES"])
def test_border_masks_say_where_an_image_is_sound(three_sensors, direction):
    _, images, masks = _images(three_sensors, "vv", direction)
    assert set(np.unique(masks)) == {0, 1}
    assert np.isfinite(images).all()
    assert (images[masks == 1] > 0).all()
    cut = ~masks.all(axis=(1, 2))
    assert 0.1 < cut.mean() < 0.35
    for image, mask in zip(images[cut], masks[cut]):
        beyond, rim = image == 0, (mask == 0) & (image > 0)
        assert 0.1 < beyond.mean() < 0.9
        assert 0 < rim.mean() < 0.05  # what a border leaves behind is in the image, and the mask tells
        assert image[rim].mean() < 0.5 * image[mask == 1].mean()


def test_speckle_is_that_of_the_number_of_looks(three_sensors):
    truth = gdal.Open(three_sensors["TRUTH"]).ReadAsArray()[:, :192]
    for polarisation in ("vv", "vh"):
        _, images, masks = _images(three_sensors, polarisation, "DES")
        stable = images[masks.all(axis=(1, 2))][:, truth == CONIFER].astype(np.float64)
        variation = stable.var(axis=0, ddof=1).mean() / (stable.mean(axis=0) ** 2).mean()
        assert np.sqrt(variation) == pytest.approx(1 / np.sqrt(LOOKS), rel=0.06)
        relative = (stable / stable.mean(axis=0)).ravel()
        skewness = ((relative - 1) ** 3).mean() / relative.std() ** 3
        assert skewness == pytest.approx(2 / np.sqrt(LOOKS), rel=0.12)


def test_speckle_of_polarisations_and_dates_is_independent(three_sensors):
    truth = gdal.Open(three_sensors["TRUTH"]).ReadAsArray()[:, :192]
    logs = []
    for polarisation in ("vv", "vh"):
        _, images, masks = _images(three_sensors, polarisation, "ASC")
        stable = images[masks.all(axis=(1, 2))][:, truth == CONIFER]
        logs.append(np.log(stable / stable.mean(axis=0)))
    vv, vh = logs
    assert abs(np.corrcoef(vv[0], vh[0])[0, 1]) < 0.1
    assert abs(np.corrcoef(vv[0], vv[1])[0, 1]) < 0.1


@pytest.mark.parametrize(
    ("code", "polarisation", "low", "high"),
    [
        (BUILT, "vv", -6, 0), (BUILT, "vh", -13, -7), (CEREALS, "vv", -18, -8), (CEREALS, "vh", -24, -15),
        (MAIZE, "vv", -15, -7), (MAIZE, "vh", -22, -13), (SUNFLOWER, "vv", -15, -6), (SUNFLOWER, "vh", -22, -12),
        (BROADLEAF, "vv", -9, -5), (BROADLEAF, "vh", -15, -10), (CONIFER, "vv", -10, -6), (CONIFER, "vh", -16, -11),
        (BARE, "vv", -15, -8), (BARE, "vh", -24, -16), (WATER, "vv", -26, -13), (WATER, "vh", -30, -21),
    ],
)
def test_backscatter_of_each_class_is_in_the_published_range(series, code, polarisation, low, high):
    for direction in ("ASC", "DES"):
        _, values = series[polarisation, direction, code]
        assert low < values.min()
        assert values.max() < high


@pytest.mark.parametrize("direction", ["ASC", "DES"])
def test_crops_have_their_seasons(series, direction):
    """Veloso et al. 2017: cereals swallow VV in spring, summer crops grow bright in VH; forests stay as they are."""
    for polarisation, drop in (("vv", 2.0), ("vh", 1.0)):
        key = (polarisation, direction, CEREALS)
        assert _season(series, key, 90, 145) < _season(series, key, 180, 210) - drop
    for crop, first, last in ((SUNFLOWER, 175, 215), (MAIZE, 195, 250)):
        key = ("vh", direction, crop)
        assert _season(series, key, first, last) > _season(series, key, 110, 135) + 1.8
    for forest in (BROADLEAF, CONIFER):
        assert np.ptp(series["vv", direction, forest][1]) < 1.5
    for code in {code for _, _, code in series}:
        vv, vh = (series[polarisation, direction, code][1] for polarisation in ("vv", "vh"))
        assert len(vv) > 20
        assert (vv > vh + 2).all()


def test_the_sides_differ_by_their_angle(series):
    codes = {code for _, _, code in series}
    steep, slant = (np.mean([series["vv", d, c][1].mean() for c in codes]) for d in ("ASC", "DES"))
    assert 0.1 < steep - slant < 1.5  # ascending looks down more steeply here


def test_each_image_has_one_relief_seen_from_both_sides(three_sensors):
    """Slopes that are bright from one side are dark from the other."""
    truth = gdal.Open(three_sensors["TRUTH"]).ReadAsArray()[:, :192]
    is_forest = np.isin(truth, (BROADLEAF, CONIFER))
    both = []
    for direction in ("ASC", "DES"):
        _, images, masks = _images(three_sensors, "vv", direction)
        mean = np.log(images[masks.all(axis=(1, 2))].mean(axis=0))
        both.append(mean[is_forest] - mean[is_forest].mean())
    ratio, total = both[0] - both[1], both[0] + both[1]
    assert ratio.std() > 0.08
    assert total.std() > 0.1


@given(st.floats(20, 60), st.floats(-10, 10))
def test_angles(angle, slope):
    flat = float(angle_factor(np.array(angle), np.array(angle)))
    assert flat == pytest.approx((np.cos(np.radians(angle)) / np.cos(np.radians(REFERENCE_ANGLE))) ** 2)
    tilted = float(angle_factor(np.array(angle), np.array(angle - slope)))
    assert (tilted > flat) == (slope > 0) or abs(slope) < 1e-9
