"""The fillings by their names, and their options."""

import numpy as np
import pytest

from landweave.engine.series.filling import FILLINGS, check_options, fill
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.series.cases import check_blocks, many

GOOD = {
    "whittaker": [{"lambda": 10}, {"lambda": "v_curve", "order": 1},
                  {"envelope": True, "iterations": 2, "asymmetry": 0.8}],
    "savitzky_golay": [{"window": 9, "degree": 3}, {"window": 3}],
    "harmonic": [{"terms": 3, "trend": True}, {"period_days": 180}],
    "radial_basis": [{"fwhm_days": [10, 20.5]}],
}
BAD = [
    ("linear", {"order": 2}, "'order' is no option of linear, which has none"),
    ("whittaker", {"terms": 2}, "which has lambda, order"),
    ("whittaker", {"lambda": 0}, "v_curve"), ("whittaker", {"lambda": "best"}, "v_curve"),
    ("whittaker", {"order": 4}, "from 1 to 3"), ("whittaker", {"order": True}, "whole"),
    ("whittaker", {"envelope": 1}, "true or false"), ("whittaker", {"asymmetry": 1}, "below 1"),
    ("whittaker", {"iterations": 0}, "from 1"),
    ("savitzky_golay", {"window": 4}, "odd"), ("savitzky_golay", {"degree": 7}, "below its 'window' 7"),
    ("harmonic", {"terms": 0}, "whole"), ("harmonic", {"period_days": float("nan")}, "above 0"),
    ("radial_basis", {"fwhm_days": []}, "list"), ("radial_basis", {"fwhm_days": 8}, "list"),
    ("radial_basis", {"fwhm_days": ["8"]}, "list"),
]


@pytest.mark.parametrize(("method", "options"), [(m, o) for m in FILLINGS for o in [{}, *GOOD.get(m, [])]])
def test_every_method_fills_with_each_of_its_options(method, options):
    assert check_options(method, options) == ""
    if method not in ("none", "masked"):
        check_blocks(lambda *arrays, **place: fill(*arrays, method, options, **place))
    elif options == {}:
        values, valid, days, _ = many(50)
        out = np.zeros((3, 2, 20), np.int16)
        assert fill(values, valid, days, days[2:5], method, out=out, first=10) is out
        clear = np.broadcast_to(valid[2:5, None, 10:30], out.shape)
        assert np.array_equal(out[clear], values[2:5, :, 10:30][clear])
        assert (out[~clear] == SERIES_NODATA).all()
        assert np.array_equal(fill(values, valid, days, days[2:5], method)[:, :, 10:30], out)


@pytest.mark.parametrize(("method", "options", "what"), BAD)
def test_what_is_wrong_with_an_option_is_said(method, options, what):
    assert what in check_options(method, options)


@pytest.mark.parametrize("method", [m for m in FILLINGS if m not in ("none", "masked")])
def test_values_stay_within_the_type(method):
    values = np.where(np.arange(12)[:, None, None] % 2, 32767, -32767).astype(np.int16).repeat(3, axis=2)
    valid = np.ones((12, 3), bool)
    valid[3:8, 1] = False
    filled = fill(values, valid, np.arange(0, 120, 10), np.arange(-50, 200, 7), method)
    assert (filled != SERIES_NODATA).all()


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="no filling 'cubic'"):
        fill(np.zeros((1, 1, 1), np.int16), np.ones((1, 1), bool), [0], [0], "cubic")
