"""Indices and the order of features, against their formulas in double precision."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from landweave.engine.features.expressions import parse
from landweave.engine.features.indices import index_unit, scale_of, spectral_indices
from landweave.engine.features.stack import feature_count, sensor_feature_rows, sensor_features
from landweave.engine.series.plan import SensorPlan, SeriesPlan
from landweave.engine.types import SERIES_NODATA

REFLECTANCES = hnp.arrays(np.int16, (2, 3, 5), elements=st.integers(-32768, 32767))
ROLES = {"red": 0, "nir": 1, "swir": 2}
NAMES = ("NDVI", "NDWI", "brightness")


def expected(filled, name):
    bands = filled.astype(float)
    nodata = filled == SERIES_NODATA
    if name == "brightness":
        return np.sqrt((bands**2).sum(axis=1)), nodata.any(axis=1)
    other = ROLES["red" if name == "NDVI" else "swir"]
    nir, second = bands[:, 1], bands[:, other]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(nir + second == 0, 0, 10000 * (nir - second) / (nir + second))
    return ratio, nodata[:, 1] | nodata[:, other]


@given(REFLECTANCES)
def test_indices_follow_their_formulas(filled):
    computed = spectral_indices(filled, ROLES, NAMES)
    assert computed.dtype == np.int16
    for plane, name in zip(computed, NAMES):
        exact, nodata = expected(filled, name)
        assert (plane[nodata] == SERIES_NODATA).all()
        assert np.abs(plane - np.clip(exact, -32767, 32767))[~nodata].max(initial=0) <= 0.51


def test_moist_vegetation_is_positive_in_both_differences():
    vegetation = np.array([[[300], [4000], [1500]]], np.int16)
    ndvi, ndwi = spectral_indices(vegetation, ROLES, ("NDVI", "NDWI"))[:, 0, 0]
    assert ndvi == round(10000 * 3700 / 4300)
    assert ndwi == round(10000 * 2500 / 5500)


def test_unknown_indices_and_missing_bands_are_named():
    filled = np.zeros((1, 2, 1), np.int16)
    with pytest.raises(ValueError, match="EVI"):
        spectral_indices(filled, ROLES, ("EVI",))
    with pytest.raises(ValueError, match=r"MINE.*'B9'"):
        spectral_indices(filled, ROLES, ("MINE",), None, {"MINE": parse("B8 + B9")}, ("B8",))
    with pytest.raises(ValueError, match=r"NDWI.*swir"):
        spectral_indices(filled, {"nir": 0, "red": 1}, ("NDWI",))


@given(REFLECTANCES)
def test_formulas_see_reflectance_and_give_it_back_times_10000(filled):
    formulas = {"NDVI": parse("(nir - red) / (nir + red)"), "MINE": parse("sqrt(red) + swir"), "ONE": parse("0.5")}
    found = spectral_indices(filled, ROLES, ("MINE", "NDVI", "ONE"), None, formulas, ("red", "nir", "swir"))
    builtin = spectral_indices(filled, ROLES, ("NDVI",))[0]
    nodata = filled == SERIES_NODATA
    assert np.abs(found[1].astype(int) - builtin).max(initial=0) <= 1
    assert (found[2] == 5000).all()
    bands = filled.astype(float) / 10000
    exact = np.where(bands[:, 0] < 0, 0, 10000 * (np.sqrt(np.abs(bands[:, 0])) + bands[:, 2]))
    unknown = nodata[:, 0] | nodata[:, 2]
    assert (found[0][unknown] == SERIES_NODATA).all()
    assert np.abs(found[0] - np.clip(exact, -32767, 32767))[~unknown].max(initial=0) <= 0.51


@given(REFLECTANCES)
def test_the_ratio_of_backscatter(filled):
    roles = {"vv": 0, "vh": 2}
    nodata = (filled[:, [0, 2]] == SERIES_NODATA).any(axis=1)
    first, second = filled[:, 0].astype(float), filled[:, 2].astype(float)
    found = spectral_indices(filled, roles, ("RATIO",), unit="dB x 100")[0]
    assert np.array_equal(found, np.where(nodata, SERIES_NODATA, np.clip(first - second, -32767, 32767)))
    found = spectral_indices(filled, roles, ("RATIO",), unit="sigma0 x 10000")[0]
    with np.errstate(all="ignore"):
        exact = np.where(second == 0, 0, 100 * first / second)
    assert (found[nodata] == SERIES_NODATA).all()
    assert np.abs(found - np.clip(exact, -32767, 32767))[~nodata].max(initial=0) <= 0.5


def test_decibels_reach_a_formula_as_such():
    filled = np.array([[[-1050], [-1700]]], np.int16)
    found = spectral_indices(filled, {}, ("D",), None, {"D": parse("(VV - VH) / 10")}, ("VV", "VH"), "dB x 100")
    assert found[0, 0, 0] == 6500


def test_units():
    assert [scale_of(u) for u in ("reflectance x 10000", "dB x 100", "as in the layer")] == [10000, 100, 1]
    assert index_unit("brightness", "dB x 100") == index_unit("RATIO", "dB x 100") == "dB x 100"
    assert index_unit("RATIO", "sigma0 x 10000") == "ratio x 100"
    assert index_unit("EVI") == "index x 10000"


def plan(filling="linear"):
    dates = ("2018-01-01", "2018-01-11", "2018-01-21")
    return SensorPlan("S2", ("B4", "B8"), ("brightness", "NDVI"), (("nir", "B8"), ("red", "B4")), dates, filling)


def series(pixels=4500):
    random = np.random.default_rng(1)
    days = np.array(plan().target_days)
    return random.integers(0, 9000, (3, 2, pixels)).astype(np.int16), random.random((3, pixels)) < 0.6, days


@pytest.mark.parametrize("filling", ["linear", "none"])
def test_features_come_in_the_order_of_the_plan(filling):
    values, valid, days = series()
    rows = sensor_features(values, valid, days, plan(filling))
    names = [f.name for f in SeriesPlan((plan(filling),)).features()]
    assert len(names) == len(rows) == feature_count(plan(filling))
    first = valid[1]
    assert np.array_equal(rows[names.index("S2_B8_20180111")][first], values[1, 1][first])
    length = np.rint(np.sqrt((values[2].astype(float) ** 2).sum(axis=0)))
    assert np.array_equal(rows[names.index("S2_brightness_20180121")][valid[2]], length[valid[2]])
    red, nir = rows[names.index("S2_B4_20180101")].astype(float), rows[names.index("S2_B8_20180101")].astype(float)
    known = red != SERIES_NODATA
    ndvi = rows[names.index("S2_NDVI_20180101")]
    assert np.abs(ndvi - 10000 * (nir - red) / (nir + red))[known].max() <= 0.51
    assert (ndvi[~known] == SERIES_NODATA).all()
    if filling == "none":
        assert np.array_equal(known, valid[0])


def test_rows_of_a_matrix_are_the_same_features_turned():
    values, valid, days = series()
    count = feature_count(plan())
    matrix = np.full((values.shape[2], count + 5), 7, np.int16)
    sensor_feature_rows(values, valid, days, plan(), matrix, column=3)
    assert np.array_equal(matrix[:, 3:-2].T, sensor_features(values, valid, days, plan()))
    assert (matrix[:, [0, 1, 2, -2, -1]] == 7).all()
    with pytest.raises(ValueError, match="no room"):
        sensor_feature_rows(values, valid, days, plan(), matrix, column=6)


def test_bands_must_be_those_of_the_plan():
    values, valid, days = series(2)
    with pytest.raises(ValueError, match="1 bands given, 2"):
        sensor_features(values[:, :1], valid, days, plan())


def test_a_plan_without_indices_and_a_block_without_pixels():
    values, valid, days = series(0)
    assert sensor_features(values, valid, days, plan()).shape == (12, 0)
    bare = SensorPlan("S2", ("B4", "B8"), (), (), plan().target_dates)
    values, valid, days = series(3)
    assert sensor_features(values, valid, days, bare).shape == (6, 3)
