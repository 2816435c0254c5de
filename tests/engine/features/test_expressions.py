"""Formulas: they mean what they mean in Python, they say where they are wrong, and they run nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.errors import UserError
from landweave.engine.features.expressions import parse

NAMES = ("B4", "B8", "B8A")
NUMBERS = st.floats(0.01, 3).map(lambda v: repr(round(v, 2)))
LEAVES = st.one_of(st.sampled_from(NAMES), NUMBERS)
NUMPY = {"sqrt": np.sqrt, "abs": np.abs, "log": np.log, "exp": np.exp, "min": np.minimum, "max": np.maximum,
         "where": np.where}  # fmt: skip


def grow(parts):
    pair = st.tuples(parts, parts)
    return st.one_of(
        st.tuples(parts, st.sampled_from("+-*/"), parts).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        parts.map(lambda a: f"-({a})"),
        parts.map(lambda a: f"({a}) ** 2"),
        st.tuples(st.sampled_from(["sqrt", "abs", "log", "exp"]), parts).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(st.sampled_from(["min", "max"]), pair).map(lambda t: f"{t[0]}({t[1][0]}, {t[1][1]})"),
        st.tuples(pair, st.sampled_from(["<", ">=", "!="]), pair).map(
            lambda t: f"where({t[0][0]} {t[1]} {t[0][1]}, {t[2][0]}, {t[2][1]})"
        ),
    )


@given(st.recursive(LEAVES, grow, max_leaves=8))
def test_formulas_mean_what_python_means_by_them(text):
    """Python itself, in double precision, is the oracle; what rounding makes of it is left out where it matters."""
    random = np.random.default_rng(3)
    bands = {name: random.uniform(0.05, 0.9, 7).astype(np.float32) for name in NAMES}
    try:
        expression = parse(text)
    except UserError as error:
        assert "no finite value" in error.message
        return
    with np.errstate(all="ignore"):
        exact = {shift: np.broadcast_to(np.asarray(eval(text, {"__builtins__": {}}, {
            **NUMPY, **{n: np.float64(1 + shift) * b.astype(np.float64) for n, b in bands.items()}
        }) if expression.names else np.nan, float), 7) for shift in (-1e-6, 0, 1e-6)}  # fmt: skip
    found = expression.evaluate(bands)
    assert (found.dtype, found.shape) == (np.float32, (7,))
    spread = np.abs(exact[1e-6] - exact[-1e-6])
    steady = np.isfinite(spread) & (np.abs(exact[0]) < 1e6) & (np.abs(exact[0]) > 1e-3)
    steady &= spread < 1e-4 * np.abs(exact[0])
    assert np.allclose(found[steady], exact[0][steady], rtol=1e-3)
    again = parse(expression.text)
    assert again == expression
    assert np.array_equal(again.evaluate(bands), found, equal_nan=True)


def test_names_come_in_the_order_of_their_appearance():
    assert parse("(B8 - B4) / (B8 + B4) + where(SCL == 4, B2, 0)").names == ("B8", "B4", "SCL", "B2")
    assert parse(" B8\n  / B4 ").text == "B8 / B4"


def test_divisions_by_zero_are_zero_and_the_unknown_stays_unknown():
    values = {"a": np.array([1, 0, 3, np.nan]), "b": np.array([0, 0, 2, 0])}
    assert np.array_equal(parse("a / b").evaluate(values), [0, 0, 1.5, np.nan], equal_nan=True)
    assert np.isnan(parse("sqrt(0 - 1 - a * 0)").evaluate(values)).all()
    assert np.array_equal(parse("2 + 3").evaluate(values), [5, 5, 5, 5])


def test_conditions():
    values = {"x": np.array([0.1, 0.3, 0.7, 0.9])}
    assert np.array_equal(parse("where(0.2 < x <= 0.7 and not x == 0.3, 1, 0)").evaluate(values), [0, 0, 1, 0])
    found = parse("where(x < 0.2 or x > 0.8, x, -x)").evaluate(values)
    assert np.array_equal(found, np.float32([0.1, -0.3, -0.7, 0.9]))


def test_each_place_is_computed_on_its_own():
    random = np.random.default_rng(0)
    values = {name: random.random((3, 1001)) for name in NAMES}
    expression = parse("exp(B4) * log(B8) + (B8A ** 1.7 - sqrt(B4)) / (B8 - 0.5)")
    whole = expression.evaluate(values)
    pieces = [expression.evaluate({n: v[:, i : i + 13] for n, v in values.items()}) for i in range(0, 1001, 13)]
    assert np.array_equal(np.concatenate(pieces, axis=1), whole)


def test_renaming_puts_bands_and_numbers_in_place():
    found = parse("min(N, L) + (N - R) ** 2 / L").renamed({"N": "B8", "R": "B4", "L": -0.5})
    assert found.names == ("B8", "B4")
    bands = {"B8": np.float32([0.5]), "B4": np.float32([0.1])}
    assert found.evaluate(bands)[0] == pytest.approx(-0.5 + 0.16 / -0.5)
    with pytest.raises(UserError, match="band-8"):
        parse("N").renamed({"N": "band-8"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("B8 +", "wrong at"),
        ("(B8 - B4", "character 1"),
        ("B8 ^ 2", r"\*\*"),
        ("B8 % 2", r"character 1 .*cannot stand"),
        ("2 * B8 B4", "wrong at character"),
        ("B8.real", "cannot stand"),
        ("B8[0]", "cannot stand"),
        ("'B8'", "cannot stand"),
        ("1j * B8", "cannot stand"),
        ("True", "cannot stand"),
        ("1e300 * B8", "cannot stand"),
        ("9" * 500, "cannot stand"),
        ("B8 + sin(B4)", r"character 6.*no function 'sin'"),
        ("__import__('os').getcwd()", "this cannot be called"),
        ("__import__('os')", "no function '__import__'"),
        ("(lambda: 0)()", "this cannot be called"),
        ("[x for x in (1, 2)]", "cannot stand"),
        ("sqrt(B8, B4)", "takes 1 arguments, not 2"),
        ("max(B8)", "takes 2 or more"),
        ("sqrt(x=B8)", "no function|cannot"),
        ("max(*B8)", "no function|cannot"),
        ("B8 > 2", "in where"),
        ("where(B8, 1, 0)", r"character 7 \('B8, 1, 0\)'\).*condition such as"),
        ("where(B8 > (B4 > 1), 1, 0)", "in where"),
        ("where(B8 in B4, 1, 0)", "cannot stand"),
        ("B8 = B4", "character"),
        ("(" * 150 + "B8" + ")" * 150, ""),
        ("-" * 1500 + "B8", ""),
        ("+".join(["B8"] * 500), "too deeply"),
        ("B8 + " * 1000, "more than"),
        ("1 / 0 ** -1 + 2 ** 9999", "finite"),
        ("B8\x00", ""),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place(text, said):
    if text.startswith("(("):  # parentheses alone are no depth
        assert parse("(" * 50 + "B8" + ")" * 50).names == ("B8",)
        return
    with pytest.raises(UserError, match=said or "formula") as caught:
        parse(text)
    assert caught.value.hint


def test_shapes_must_agree():
    with pytest.raises(ValueError, match="different shapes"):
        parse("a + b").evaluate({"a": np.zeros(3), "b": np.zeros(4)})
