"""Features of the user's own: what functions see, what they may return, and what is said when they fail."""

import hashlib
import re
import textwrap
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.features.user_features import FeatureData, SensorArrays, load_functions
from landweave.engine.types import SERIES_NODATA

DAYS = [date(2018, 3, 1).toordinal(), date(2018, 6, 1).toordinal()]
TARGETS = [date(2018, 4, 1).toordinal(), date(2018, 5, 1).toordinal(), date(2018, 6, 1).toordinal()]


def block(rows=9, columns=8, halo=0, seed=0) -> FeatureData:
    random = np.random.default_rng(seed)
    raw = random.integers(0, 9000, (2, 2, rows, columns)).astype(np.int16)
    valid = random.random((2, rows, columns)) < 0.7
    filled = random.integers(0, 9000, (3, 3, rows, columns)).astype(np.int16)
    filled[:, :, 0, 0] = SERIES_NODATA
    optical = SensorArrays(("B4", "B8"), raw, valid, DAYS, filled, ("B4", "B8", "NDVI"), TARGETS)
    radar = SensorArrays(("VV",), raw[:, :1], valid, DAYS, filled[:, :2], ("VV", "MINE"), TARGETS, 100.0,
                         {"MINE": 10000.0})  # fmt: skip
    return FeatureData({"S2": optical, "S1ASC": radar}, {"slope": random.random((rows, columns))}, halo)


def load(tmp_path: Path, code: str, *names: str):
    path = tmp_path / "mine.py"
    path.write_text(textwrap.dedent(code), encoding="utf-8")
    return load_functions(str(path), names or ("mine",))


def refusal(tmp_path, code, *names, data=None) -> UserError:
    with pytest.raises(UserError) as caught:
        load(tmp_path, code, *names).names_on(data or block(14, 13, halo=4))
    assert "mine.py" in caught.value.message
    assert caught.value.hint
    return caught.value


def test_the_data_in_physical_units():
    data = block()
    stored = data._arrays["S2"]
    assert data.sensors == ("S2", "S1ASC")
    assert (data.bands("S2"), data.sources("S2"), data.layers) == (("B4", "B8"), ("B4", "B8", "NDVI"), ("slope",))
    assert data.dates("S2") == [date(2018, 3, 1), date(2018, 6, 1)]
    assert data.target_dates("S1ASC")[1] == date(2018, 5, 1)
    ndvi = data.filled("S2", "NDVI")
    assert (ndvi.dtype, ndvi.shape, data.shape) == (np.float32, (3, 9, 8), (9, 8))
    assert np.isnan(ndvi[:, 0, 0]).all()
    assert np.allclose(ndvi[:, 1:], stored.filled[:, 2, 1:] / 10000)
    red = data.raw("S2", "B4")
    assert np.array_equal(np.isnan(red), ~data.valid("S2"))
    assert np.allclose(data.raw("S2", "B4", masked=False), stored.raw[:, 0] / 10000)
    assert np.allclose(data.filled("S1ASC", "VV")[:, 1:], data._arrays["S1ASC"].filled[:, 0, 1:] / 100)
    assert np.allclose(data.filled("S1ASC", "MINE")[:, 1:], data._arrays["S1ASC"].filled[:, 1, 1:] / 10000)
    assert data.static("slope").dtype == np.float32


def test_a_function_cannot_change_the_data_of_another():
    data = block()
    for get in (lambda: data.filled("S2", "B4"), lambda: data.raw("S2", "B4"), lambda: data.valid("S2"),
                lambda: data.static("slope")):  # fmt: skip
        before = get().copy()
        get()[:] = 0
        assert np.array_equal(get(), before, equal_nan=True)


@pytest.mark.parametrize(
    ("call", "said"),
    [("filled('S2', 'B9')", "no filled band or index of S2 'B9': there are B4, B8, NDVI"),
     ("raw('S2', 'NDVI')", "no band of S2 'NDVI'"), ("valid('L8')", "no sensor 'L8': there are S2, S1ASC"),
     ("static('soil')", "no layer 'soil': there are slope")],
)  # fmt: skip
def test_what_is_not_there_is_named_with_the_line(tmp_path, call, said):
    error = refusal(tmp_path, f"def mine(data):\n    x = 1\n    return data.{call}, ['a']\n")
    assert said in error.message
    assert "line 3" in error.message


def test_functions_return_arrays_and_names(tmp_path):
    functions = load(
        tmp_path,
        """
        import numpy as np

        def two(data):
            ndvi = data.filled("S2", "NDVI")
            return np.stack([ndvi.max(axis=0), ndvi.min(axis=0)]), ["ndvi_max", "ndvi_min"]

        def one(data):
            return data.static("slope") > 0.5, "steep"

        def named(data):
            return {"dates": data.valid("S2").sum(axis=0), "level": data.filled("S1ASC", "VV")[0]}
        """,
        "two", "one", "named",
    )  # fmt: skip
    data = block()
    names = functions.names_on(data)
    assert names == ("ndvi_max", "ndvi_min", "steep", "dates", "level")
    found = functions.compute(data, names)
    assert (found.dtype, found.shape) == (np.float32, (5, 9, 8))
    assert np.array_equal(found[0], data.filled("S2", "NDVI").max(axis=0), equal_nan=True)
    assert np.array_equal(found[2], data.static("slope") > 0.5)
    assert np.array_equal(found[3], data.valid("S2").sum(axis=0))
    assert functions.halo == 0
    source = (tmp_path / "mine.py").read_bytes()
    assert (functions.source, functions.digest) == (source, hashlib.sha256(source).hexdigest())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.py"]


HALO = """
    import numpy as np
    from scipy.ndimage import uniform_filter

    def smooth(data, halo=2):
        assert data.halo == 2
        return uniform_filter(data.filled("S2", "B8")[0], 2 * halo + 1), ["smooth"]

    def plain(data):
        assert data.halo == 0
        return data.filled("S2", "B8")[1], ["plain"]

    def greedy(data):
        b8 = data.filled("S2", "B8")[0]
        return b8 / np.nanmean(b8), ["greedy"]
"""


def test_each_function_gets_the_halo_that_it_asks_for(tmp_path):
    functions = load(tmp_path, HALO, "smooth", "plain")
    assert functions.halo == 2
    data = block(20, 15, halo=4)
    found = functions.compute(data)
    assert found.shape == (2, 12, 7)
    band = data.filled("S2", "B8")
    assert found[0, 3, 2] == pytest.approx(band[0, 5:10, 4:9].mean(), rel=1e-5)
    assert np.array_equal(found[1], band[1, 4:-4, 4:-4])
    part = block(20, 15, halo=4).without_edge(2)
    assert np.allclose(functions.compute(part), found[:, 2:-2, 2:-2], rtol=1e-5)
    with pytest.raises(ValueError, match="needs 2"):
        functions.compute(block(halo=1))


def test_a_result_that_depends_on_the_block_is_found_out(tmp_path):
    functions = load(tmp_path, HALO, "smooth", "plain", "greedy")
    assert functions.reach_beyond(block(20, 15, halo=4)) == ("greedy",)
    assert functions.reach_beyond(block(9, 9, halo=4)) == ()


def test_a_result_may_leave_the_halo_out(tmp_path):
    functions = load(tmp_path, "def mine(data, halo=1):\n    return data.static('slope')[1:-1, 1:-1], 'slope'\n")
    data = block(halo=1)
    assert np.array_equal(functions.compute(data)[0], data.static("slope")[1:-1, 1:-1])


def test_the_unknown_is_nan_in_places_but_not_everywhere(tmp_path):
    code = """
        import numpy as np
        def mine(data):
            x = data.filled("S2", "B4")[0].astype(float)
            x[1, 1], x[2, 2], x[3, 3] = np.inf, 1e300, np.nan
            return x, "x"
        def void(data):
            return np.ma.masked_all(data.shape), "void"
    """
    found = load(tmp_path, code).compute(block())
    assert np.isnan(found[0, [0, 1, 2, 3], [0, 1, 2, 3]]).all()
    assert np.isfinite(found[0, 4:]).all()
    assert "'void'" in refusal(tmp_path, code, "void").message
    unknown = block()
    unknown._arrays["S2"].filled[:] = SERIES_NODATA
    assert load(tmp_path, code, "void").names_on(unknown) == ("void",)  # no wonder there


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def mine(data)\n    return 1\n", "line 1: "),
        ("x = 1\n  y = 2\n", "line 2: "),
        ("import not_installed_anywhere\n", r"line 1: the file failed with ModuleNotFoundError \(No module named"),
        ("\n\n1 / 0\n", r"line 3: the file failed with ZeroDivisionError \(division by zero\)"),
        ("def other(data):\n    return 1\n", "no function 'mine'"),
        ("mine = 3\n", "no function 'mine'"),
        ("def mine():\n    return 1\n", "one argument"),
        ("def mine(data, more):\n    return 1\n", "one argument"),
        ("def mine(*, data):\n    return 1\n", "one argument"),
        ("def mine(data, halo='3'):\n    return 1\n", "halo .*'3'"),
        ("def mine(data, halo=-1):\n    return 1\n", "halo .*-1"),
        ("def mine(data):\n    return help_me(data)\ndef help_me(d):\n    return d.shape[7]\n",
         r"line 4: the function 'mine' failed with IndexError"),
        ("import numpy as np\ndef mine(data):\n    return np.zeros((3, 4)) + np.zeros(7), 'a'\n", "line 3.*ValueError"),
        ("def mine(data):\n    pass\n", "returns nothing"),
        ("def mine(data):\n    return {}\n", "no feature"),
        ("def mine(data):\n    return data.static('slope')\n", "type ndarray"),
        ("def mine(data):\n    return [1], ['a']\n", "type list where an array"),
        ("def mine(data):\n    return data.static('slope')[0], 'a'\n", "1 dimensions"),
        ("def mine(data):\n    return data.static('slope')[:3], 'a'\n", r"\(3, \d+\) \(row, column\), not of"),
        ("def mine(data):\n    return data.static('slope').astype(complex), 'a'\n", "complex"),
        ("def mine(data):\n    return data.static('slope').astype(object), 'a'\n", "object"),
        ("def mine(data):\n    return data.filled('S2', 'B4'), ['a', 'b']\n", "3 features and the names"),
        ("def mine(data):\n    return data.filled('S2', 'B4'), ['a', 'b', 'a']\n", "names"),
        ("def mine(data):\n    return data.filled('S2', 'B4'), 3\n", "where the names"),
        ("def mine(data):\n    return data.static('slope'), 'my slope'\n", "'my slope'"),
        ("def mine(data):\n    return {3: data.static('slope')}\n", "names a feature 3"),
        ("def mine(data):\n    return {'a': data.filled('S2', 'B4')}\n", "several features under one name"),
        ("def mine(data):\n    s = data.static('slope')\n    return {'a': s, 'b': s[1:]}\n", "different shapes"),
        ("class mine:\n    def __init__(self, data):\n        pass\n", "type mine"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(tmp_path, code, said):
    assert re.search(said, refusal(tmp_path, code).message)


def test_names_of_two_functions_must_differ(tmp_path):
    code = "def mine(data):\n    return data.static('slope'), 'a'\nother = mine\n"
    assert "Two functions" in refusal(tmp_path, code, "mine", "other").message


def test_names_must_not_change_during_a_run(tmp_path):
    functions = load(tmp_path, "def mine(data):\n    return data.static('slope'), f'n{data.shape[0]}'\n")
    names = functions.names_on(block())
    with pytest.raises(UserError, match="before the run"):
        functions.compute(block(rows=10), names)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match=r"gone\.py"):
        load_functions(str(tmp_path / "gone.py"), ["mine"])
    with pytest.raises(UserError, match="No function"):
        load_functions(_empty(tmp_path), [])


def _empty(tmp_path):
    (tmp_path / "mine.py").write_text("")
    return str(tmp_path / "mine.py")


@pytest.mark.parametrize("error", [KeyboardInterrupt, Cancelled, MemoryError])
def test_a_run_can_always_be_stopped(tmp_path, error):
    code = f"from landweave.engine.errors import Cancelled\ndef mine(data):\n    raise {error.__name__}\n"
    with pytest.raises(error):
        load(tmp_path, code).compute(block())


def test_a_function_that_ends_the_program_is_told_with_its_line(tmp_path):
    error = refusal(tmp_path, "import sys\ndef mine(data):\n    sys.exit('no slope here')\n")
    assert "line 3" in error.message
    assert "no slope here" in error.message


def test_an_edited_file_is_loaded_anew(tmp_path):
    data = block()
    first = load(tmp_path, "def mine(data):\n    return data.static('slope') * 0 + 1, 'a'\n")
    second = load(tmp_path, "def mine(data):\n    return data.static('slope') * 0 + 2, 'a'\n")
    assert (first.compute(data).max(), second.compute(data).max()) == (1, 2)
    assert first.digest != second.digest


def test_dataclasses_work_in_the_file(tmp_path):
    code = """
        from __future__ import annotations
        from dataclasses import dataclass

        @dataclass
        class Limits:
            low: float = 0.5

        def mine(data):
            return data.static("slope") > Limits().low, "steep"
    """
    assert load(tmp_path, code).names_on(block()) == ("steep",)


def test_the_example_of_the_guide_works(tmp_path):
    guide = Path(__file__).parents[3] / "docs" / "user" / "user-features.md"
    code = re.search(r"```python\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL).group(1)
    functions = load(tmp_path, code, "spring_rise", "contrast_with_surroundings")
    data = block(24, 20, halo=5)
    assert functions.halo == 5
    assert functions.names_on(data) == ("spring_rise", "nir_contrast", "known_around")
    assert functions.reach_beyond(data) == ()
    ndvi = data.filled("S2", "NDVI")[:, 5:-5, 5:-5]
    assert np.allclose(functions.compute(data)[0], ndvi[1] - ndvi[0], equal_nan=True)
