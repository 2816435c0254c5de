"""The catalogue of indices: against the package that it comes from, and against well-known formulas."""

from pathlib import Path

import numpy as np
import pytest

from landweave.engine.features.expressions import Expression, parse
from landweave.engine.features.index_catalogue import (
    catalogue,
    formula_unit,
    index_expression,
    index_problem,
    letters_of,
)

S2 = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")
ALL_S2 = ("B1", *S2, "B9")
LETTERS = dict(zip(("A", "B", "G", "R", "RE1", "RE2", "RE3", "N", "N2", "S1", "S2", "WV"), ALL_S2))
ROLES = {"blue": "B2", "green": "B3", "red": "B4", "nir": "B8", "swir": "B11"}


def test_every_index_is_what_spyndex_computes():
    spyndex = pytest.importorskip("spyndex")
    random = np.random.default_rng(0)
    bands = {name: random.uniform(0.02, 0.6, 400) for name in (*ALL_S2, "VV", "VH")}
    letters = {**LETTERS, "VV": "VV", "VH": "VH"}
    waves = spyndex.bands
    given = {letter: bands[band] for letter, band in letters.items()}
    constants = {k: c.default for k, c in spyndex.constants.items() if c.default is not None}
    for letter in ("N", "R", "G", "S1", "S2", "N2"):
        constants[f"lambda{letter}"] = waves[letter].sentinel2a.wavelength
    for pair in ("NN", "NR", "NB", "GG", "GR", "GB"):
        a, b = given[pair[0]], given[pair[1]]
        constants[f"k{pair}"] = spyndex.computeKernel("RBF", {"a": a, "b": b, "sigma": 0.5})
    constants["kNL"] = spyndex.computeKernel("RBF", {"a": given["N"], "b": 1.0, "sigma": 0.5})
    assert len(catalogue()) > 240
    for name, index in catalogue().items():
        is_radar = index.domain == "radar"
        expression = index_expression(name, "S1ASC" if is_radar else "S2", ("VV", "VH") if is_radar else ALL_S2, {})
        assert isinstance(expression, Expression), expression
        assert parse(expression.text) == expression
        theirs = {"NDWIMcFeeters": "NDWI"}.get(name, name)
        with np.errstate(all="ignore"):
            exact = spyndex.computeIndex(theirs, {**given, **constants}) / index.divisor
        moved = expression.evaluate({b: v * (1 + 1e-6) for b, v in bands.items()})
        found = expression.evaluate(bands)
        steady = np.isfinite(exact) & (np.abs(moved - found) < 1e-4 * np.abs(found) + 1e-6)
        assert steady.mean() > 0.4 or not np.isfinite(exact).any(), name
        assert np.allclose(found[steady], exact[steady], rtol=2e-3, atol=2e-5), name
        assert np.array_equal(np.isnan(found)[steady], np.isnan(exact)[steady]), name


def test_well_known_formulas():
    bands = {"B2": 0.05, "B3": 0.08, "B4": 0.06, "B8": 0.4, "B11": 0.2, "B12": 0.1, "B5": 0.12}
    arrays = {k: np.float32([v]) for k, v in bands.items()}
    expected = {
        "EVI": 2.5 * 0.34 / (0.4 + 6 * 0.06 - 7.5 * 0.05 + 1) / catalogue()["EVI"].divisor,
        "NBR": 0.3 / 0.5,
        "NDWIMcFeeters": (0.08 - 0.4) / 0.48,
        "MNDWI": (0.08 - 0.2) / 0.28,
        "NDREI": (0.4 - 0.12) / 0.52,
    }
    for name, value in expected.items():
        expression = index_expression(name, "S2", S2, ROLES)
        assert expression.evaluate(arrays)[0] == pytest.approx(value, rel=1e-5)


def test_letters_follow_the_sensor_the_names_and_the_roles():
    assert letters_of("S2", ALL_S2, ROLES) == LETTERS
    seven = ("B1", "B2", "B3", "B4", "B5", "B7")
    landsat7 = letters_of("L7", seven, {})
    assert landsat7 == dict(zip(("B", "G", "R", "N", "S1", "S2"), seven)) | {"N2": "B4"}
    landsat8 = letters_of("L8", ("B2", "B3", "B4", "B5", "B6", "B7"), {})
    assert (landsat8["N"], landsat8["S1"], landsat8["S2"]) == ("B5", "B6", "B7")
    assert letters_of("HLSL", ("B5",), {})["N"] == "B5"
    assert letters_of("HLSS", ("B8", "B8A"), {"nir": "B8A"}) == {"N": "B8A", "N2": "B8A"}
    assert letters_of("own", ("B02", "B05", "B08"), {}) == {"B": "B02", "RE1": "B05", "N": "B08", "N2": "B08"}
    assert letters_of("own", ("B2", "B5"), {}) == {}
    assert letters_of("own", ("green", "nir", "swir22"), {}) == {"G": "green", "N": "nir", "N2": "nir", "S2": "swir22"}
    assert letters_of("own", ("x", "y"), {"red": "y", "nir": "gone"}) == {"R": "y"}
    assert letters_of("S1DES", ("VV", "VH"), {}) == {"VV": "VV", "VH": "VH"}


def test_radar_formulas_are_of_linear_backscatter():
    linear = {"VV": np.float32([0.1, 0.05]), "VH": np.float32([0.02, 0.001])}
    decibels = {k: 10 * np.log10(v) for k, v in linear.items()}
    for name in (n for n, i in catalogue().items() if i.domain == "radar"):
        plain = index_expression(name, "S1ASC", ("VV", "VH"), {}, "sigma0 x 10000").evaluate(linear)
        assert np.allclose(index_expression(name, "S1ASC", ("VV", "VH"), {}, "dB x 100").evaluate(decibels), plain,
                           rtol=1e-4), name  # fmt: skip


def test_wavelengths_are_those_of_the_sensor():
    by_sensor = {s: index_expression("NDGI", s, b, {}) for s, b in (("S2", S2), ("L8", S2[:6]))}
    assert "664.6" in by_sensor["S2"].text
    assert "655.0" in by_sensor["L8"].text
    assert "wavelength" in index_expression("NDGI", "own", ("green", "nir", "red"), {})


@pytest.mark.parametrize(
    ("name", "bands", "said"),
    [
        ("evi", S2, "is it .*EVI"),
        ("Wetness of everything", S2, "not in the list"),
        ("EVI", ("B4", "B8"), "a blue band, which S2 has not"),
        ("NDREI", ("B4", "B8"), "first red edge"),
    ],
)
def test_what_is_missing_is_said(name, bands, said):
    import re

    found = index_expression(name, "S2", bands, {})
    assert isinstance(found, str)
    assert re.search(said, found)


def test_bands_whose_names_no_formula_can_have():
    found = index_expression("MNDWI", "own", ("my-green", "swir"), {"green": "my-green"})
    assert "my-green" in found


def test_units_tell_the_divisor():
    assert catalogue()["MNDWI"].unit == "index x 10000"
    assert catalogue()["SR"].unit == "index x 1000"
    assert index_problem("SR") == ""
    for name, index in catalogue().items():
        expression = index_expression(name, "S2", (*ALL_S2, "VV", "VH"), {}, "dB x 100")
        assert formula_unit(name, expression.text) == index.unit
    assert formula_unit("SR", "B8 / B4") == "index x 10000"
    assert formula_unit("MINE", "B8 / 10") == "index x 10000"


def test_the_guide_lists_every_index():
    guide = (Path(__file__).parents[3] / "docs" / "user" / "indices.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in guide.splitlines() if line.startswith("| `")]
    listed = {row[0].strip("| `"): (row[2].strip("`"), row[3]) for row in rows}
    assert set(catalogue()) <= set(listed)
    for name, index in catalogue().items():
        assert listed[name] == (index.formula, index.unit.replace("index x ", "")), name
