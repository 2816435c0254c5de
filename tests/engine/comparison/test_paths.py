"""The likeliest course of years against every course there is."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.comparison.paths import automaton, likeliest
from landweave.engine.comparison.year_rules import YearRules, load_year_rules
from landweave.engine.errors import UserError
from landweave.engine.nomenclature import Nomenclature

ROOT = Path(__file__).resolve().parents[3]
NAMES = Nomenclature.for_codes((1, 2, 3, 4), {1: "town", 2: "forest", 3: "wheat", 4: "maize"})


def rules_of(tmp_path, text, persistence=0.0, codes=(1, 2, 3, 4)):
    (tmp_path / "rules.csv").write_text(text, encoding="utf-8")
    return load_year_rules(str(tmp_path / "rules.csv"), codes, NAMES, persistence)


def keeps(course, rules):
    """Tell by the sentences of the guide whether a course keeps to the rules."""
    bound, until = None, -1
    for year in range(1, len(course)):
        before, now = course[year - 1], course[year]
        if rules.weights[before, now] == 0:
            return False
        if year <= until:
            if not rules.sets[bound, now]:
                return False
        elif rules.waits[before, now] >= 0:
            bound = rules.waits[before, now]
            until = year + rules.years[bound] - 1
    return True


def brute(chances, rules):
    """Return the likelihood of every course of one place that keeps to the rules."""
    years, size = chances.shape
    found = {}
    for course in product(range(size), repeat=years):
        if keeps(course, rules):
            value = np.prod([max(chances[y, c], 1e-4) for y, c in enumerate(course)])
            found[course] = value * np.prod([rules.weights[a, b] for a, b in zip(course, course[1:])])
    return found


@st.composite
def cases(draw):
    """Rules of three classes, and the chances of five years."""
    seed, size, years = draw(st.integers(0, 10**6)), draw(st.integers(2, 3)), draw(st.integers(1, 5))
    random = np.random.default_rng(seed)
    weights = random.random((size, size)) * (random.random((size, size)) < 0.7)
    np.fill_diagonal(weights, random.uniform(0.1, 1, size))
    conditions = draw(st.integers(0, 2))
    waits = random.integers(-1, conditions, (size, size)) if conditions else np.full((size, size), -1)
    np.fill_diagonal(waits, -1)
    sets = random.random((conditions, size)) < 0.5
    for before, after in zip(*np.nonzero(waits >= 0)):
        sets[waits[before, after], after] = True  # what a change leads to is among the classes of its condition
    rules = YearRules(tuple(range(1, size + 1)), weights, waits, random.integers(2, 4, conditions), sets)
    chances = random.dirichlet(np.full(size, 0.7), years).astype(np.float32)
    return rules, chances


@given(cases())
@settings(max_examples=150, deadline=None)
def test_it_is_the_best_of_all_courses(case):
    rules, chances = case
    every = brute(chances, rules)
    found, sure = likeliest(chances[:, :, None], np.full((len(chances), 1), -1), automaton(rules))
    course = tuple(found[:, 0])
    assert course in every, "the course breaks a rule"
    assert every[course] == pytest.approx(max(every.values()), rel=1e-4)
    total = sum(every.values())
    for year, code in enumerate(course):
        chance = sum(value for other, value in every.items() if other[year] == code) / total
        assert sure[year, 0] == pytest.approx(chance, abs=1e-5)


@given(cases())
@settings(max_examples=50, deadline=None)
def test_places_do_not_know_of_each_other(case):
    rules, chances = case
    random = np.random.default_rng(0)
    others = random.dirichlet(np.ones(chances.shape[1]), (len(chances), 4)).transpose(0, 2, 1).astype(np.float32)
    joint = np.concatenate([others, chances[:, :, None]], axis=2)
    none = np.full((len(chances), 5), -1)
    found, sure = likeliest(joint, none, automaton(rules))
    alone, sure_alone = likeliest(chances[:, :, None], none[:, :1], automaton(rules))
    assert np.array_equal(found[:, 4:], alone) and np.array_equal(sure[:, 4:], sure_alone)


def chances_of(course, trust=0.7, classes=4):
    chances = np.full((len(course), classes, 1), (1 - trust) / (classes - 1), np.float32)
    chances[np.arange(len(course)), course, 0] = trust
    return chances


TEXT = """from,to,allowed,years
1,any,no,
any,any,,2
wheat|maize,wheat|maize,yes,1
forest,wheat+maize,yes,3
"""


@given(st.lists(st.integers(0, 3), min_size=1, max_size=7))
@settings(max_examples=150, deadline=None)
def test_rules_hold_and_what_keeps_to_them_stays(tmp_path_factory, course):
    rules = rules_of(tmp_path_factory.mktemp("rules"), TEXT)
    found, _ = likeliest(chances_of(course), np.array(course)[:, None], automaton(rules))
    assert keeps(found[:, 0], rules)
    if keeps(course, rules):
        assert found[:, 0].tolist() == course


@given(st.integers(0, 3), st.integers(1, 8), st.floats(0.26, 0.99))
@settings(max_examples=40, deadline=None)
def test_a_class_that_never_changes_stays(code, years, persistence):
    rules = load_year_rules("", (1, 2, 3, 4), NAMES, persistence)
    found, sure = likeliest(chances_of([code] * years, 0.3), np.full((years, 1), code), automaton(rules))
    assert (found == code).all() and (sure > 0.25).all()


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ([1, 1, 0, 1, 1], [1, 1, 1, 1, 1]),  # a town for one year in a forest
        ([0, 0, 2, 0, 0], [0, 0, 0, 0, 0]),  # a town does not become wheat
        ([1, 1, 2, 3, 2], [1, 1, 2, 3, 2]),  # cleared, then crops in turn
        ([2, 3, 2, 3, 2], [2, 3, 2, 3, 2]),  # crops in turn
        ([1, 1, 1, 1, 2], [1, 1, 1, 1, 2]),  # what follows the last year is not known
    ],
)
def test_courses_by_hand(tmp_path, course, expected):
    rules = rules_of(tmp_path, TEXT)
    found, _ = likeliest(chances_of(course), np.array(course)[:, None], automaton(rules))
    assert found[:, 0].tolist() == expected


def test_a_year_without_data_says_nothing(tmp_path):
    chances = chances_of([1, 1, 1])
    chances[1] = 1
    found, _ = likeliest(chances, np.array([[1], [-1], [1]]), automaton(load_year_rules("", (1, 2, 3, 4), NAMES, 0.8)))
    assert found[:, 0].tolist() == [1, 1, 1]


def test_the_table_is_read_as_the_guide_says(tmp_path):
    rules = rules_of(tmp_path, TEXT)
    assert rules.weights[0].tolist() == [1, 0, 0, 0]  # of changes, not of staying
    assert (rules.weights[1:] == 1).all()
    assert rules.waits[2, 3] == rules.waits[3, 2] == -1  # later lines stand above earlier ones
    assert rules.waits[1, 2] == rules.waits[1, 3] and rules.years[rules.waits[1, 2]] == 3
    assert rules.sets[rules.waits[1, 2]].tolist() == [False, False, True, True]
    assert rules.sets[rules.waits[3, 1]].tolist() == [False, True, False, False]


def test_chances_of_the_table(tmp_path):
    rules = rules_of(tmp_path, "from;to;allowed\n3;3;0.2\n3;4;0.6\n1;any;no\n", persistence=0.7)
    assert rules.weights[0].tolist() == [1, 0, 0, 0]
    assert rules.weights[1] == pytest.approx([0.1, 0.7, 0.1, 0.1])
    assert rules.weights[2] == pytest.approx(np.array([0.1, 0.1, 0.2, 0.6]) / 1.0)


def test_chances_with_a_comma(tmp_path):
    """As Excel writes them where numbers have commas."""
    comma = rules_of(tmp_path, "\ufefffrom;to;allowed\r\n1;2;0,25\r\n;;\r\n")
    assert (comma.weights == rules_of(tmp_path, "from,to,allowed\n1,2,0.25\n").weights).all()


def test_yes_takes_back_a_no(tmp_path):
    rules = rules_of(tmp_path, "from,to,allowed\n1,any,no\n1,2,yes\n", persistence=0.7)
    assert rules.weights[0] == pytest.approx(np.array([0.7, 0.1, 0, 0]) / 0.8)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from,to,allowed\n1,9,no\n", ("line 2", "'9'", "There are: 1 (town)")),
        ("from,to,allowed\n1,2,perhaps\n", ("line 2", "perhaps", "yes, no")),
        ("from,to,allowed\n1,2,1.5\n", ("line 2", "1.5")),
        ("from,to,allowed\n1,2,nan\n", ("line 2", "nan")),
        ("from,to,years\n1,2,0\n", ("line 2", "years is '0'")),
        ("from,to,years\n1,2,two\n", ("line 2", "two")),
        ("from,to,years\n1,2,²\n", ("line 2", "years is '²'")),
        ("from,to,allowed\n1,|,no\n", ("line 2", "'|' names no class")),
        ("from,to,years\nany,+,3\n", ("line 2", "'+' names no class")),
        ("from,to,allowed,years\n1,2,,\n", ("line 2", "says nothing")),
        ("from,to,allowed\n,2,no\n", ("line 2", "empty")),
        ("class,absorbed_by\n1,2\n", ("no column 'from'", "from, to")),
    ],
)
def test_tables_that_say_nothing(tmp_path, text, words):
    with pytest.raises(UserError) as caught:
        rules_of(tmp_path, text)
    for word in words:
        assert word in f"{caught.value} {caught.value.hint}"


def test_a_dead_end_is_named(tmp_path):
    with pytest.raises(UserError, match="class 1 can neither stay"):
        automaton(rules_of(tmp_path, "from,to,allowed\n1,any,no\n1,1,no\n"))


def test_the_example_of_the_guide(tmp_path):
    text = (ROOT / "docs" / "user" / "years.md").read_text(encoding="utf-8")
    table = text.split("```text\n")[1].split("```")[0]
    names = Nomenclature.for_codes(range(1, 7), dict(enumerate(
        ("built-up", "wheat", "maize", "sunflower", "forest", "water"), start=1)))  # fmt: skip
    (tmp_path / "rules.csv").write_text(table, encoding="utf-8")
    rules = load_year_rules(str(tmp_path / "rules.csv"), range(1, 7), names, 0.8)
    forest = chances_of([4, 4, 1, 2, 3, 4], 0.9, 6)  # cleared, and back in the fourth year
    found, _ = likeliest(forest, np.full((6, 1), -1), automaton(rules))
    assert keeps(found[:, 0], rules) and found[:, 0].tolist() == [4, 4, 1, 2, 3, 4]
    found, _ = likeliest(chances_of([5, 5, 4, 5], 0.9, 6), np.full((4, 1), -1), automaton(rules))
    assert found[:, 0].tolist() == [5, 5, 5, 5]
